"""The bank's program that takes payment orders away, beside an office of this folder."""
import decimal
import xml.etree.ElementTree as xml

from batch_file import BatchFile

NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


class PaymentFile(BatchFile):
    pattern, name = "*.xml", r"payments-(\d{6})\.xml"

    def delivery(self):
        return ("    payments: runs\n    pay: {name: award.person, iban: '\"GB29NWBK60161331926819\"', amount: doubled}\n"
                "    about: '{{ award.person }}'\n    debtor: {name: Fault Office, iban: DE89370400440532013000}\n"
                "    batch: {every: PT2S, at_most: 25}\n")

    def rows(self, file):
        """Reference, person and amount of each transfer; both sums of the order are right."""
        text = lambda node, *path: node.find("/".join(NAMESPACE + step for step in path)).text
        order = xml.parse(file).getroot()[0]
        transfers = list(order.iter(NAMESPACE + "CdtTrfTxInf"))
        found = [(text(one, "PmtId", "EndToEndId"), text(one, "Cdtr", "Nm"), text(one, "Amt", "InstdAmt")) for one in transfers]
        total = sum(decimal.Decimal(amount) for _, _, amount in found)
        for part in ("GrpHdr", "PmtInf"):
            assert (int(text(order, part, "NbOfTxs")), decimal.Decimal(text(order, part, "CtrlSum"))) == (len(found), total), file.name
        return found
