"""Compares our verdicts on identifiers with python-stdnum's (Debian: python3-stdnum).

usage: stdnum_comparison.py FILE     lines of FORMAT <tab> TEXT <tab> 0 or 1 (ours)
Prints each disagreement that is not one of the known kinds below, and at last what was compared. Exit code 1 if
there was one, 77 if the package is not there.
"""
import importlib
import sys

try:
    import stdnum  # noqa: F401
except ImportError:
    print("python3-stdnum is not installed")
    sys.exit(77)

MODULES = {
    "utr": "gb.utr", "vrn": "gb.vat", "xi-vat": "gb.vat", "nhs-number": "gb.nhs", "ssn": "us.ssn", "itin": "us.itin",
    "ein": "us.ein", "ptin": "us.ptin", "aba-routing-number": "us.rtn", "ca-sin": "ca.sin", "ca-bn": "ca.bn",
    "iban": "iban", "bic": "bic", "creditor-reference": "iso11649", "sepa-creditor": "eu.at_02", "lei": "lei",
    "isin": "isin", "cusip": "cusip", "isbn": "isbn", "issn": "issn", "gtin": "ean", "luhn": "luhn",
    "iso7064-mod97-10": "iso7064.mod_97_10", "iso7064-mod11-10": "iso7064.mod_11_10",
    "iso7064-mod11-2": "iso7064.mod_11_2", "iso7064-mod37-2": "iso7064.mod_37_2",
    "iso7064-mod37-36": "iso7064.mod_37_36", "verhoeff": "verhoeff", "damm": "damm", "de-idnr": "de.idnr",
    "de-steuernummer": "de.stnr", "at-svnr": "at.vnr", "ch-ahv": "ch.ssn", "ch-uid": "ch.uid", "fr-nir": "fr.nir",
    "fr-siren": "fr.siren", "fr-siret": "fr.siret", "be-national-number": "be.nn", "nl-bsn": "nl.bsn",
    "ie-pps": "ie.pps", "es-dni": "es.dni", "es-nie": "es.nie", "es-cif": "es.cif", "es-nif": "es.nif",
    "it-codice-fiscale": "it.codicefiscale", "it-partita-iva": "it.iva", "pt-nif": "pt.nif", "gr-amka": "gr.amka",
    "hr-oib": "hr.oib", "si-emso": "si.emso", "se-personnummer": "se.personnummer", "se-orgnr": "se.orgnr",
    "fi-hetu": "fi.hetu", "fi-ytunnus": "fi.ytunnus", "dk-cpr": "dk.cpr", "dk-cvr": "dk.cvr",
    "no-fodselsnummer": "no.fodselsnummer", "no-orgnr": "no.orgnr", "ee-isikukood": "ee.ik",
    "lt-asmens-kodas": "lt.asmens", "lv-personas-kods": "lv.pvn", "pl-pesel": "pl.pesel", "pl-nip": "pl.nip",
    "pl-regon": "pl.regon", "cz-rodne-cislo": "cz.rc", "bg-egn": "bg.egn", "ro-cnp": "ro.cnp", "eu-vat": "eu.vat",
    "at-vat": "at.uid", "be-vat": "be.vat", "bg-vat": "bg.vat", "cy-vat": "cy.vat", "cz-vat": "cz.dic",
    "de-vat": "de.vat", "dk-vat": "dk.cvr", "ee-vat": "ee.kmkr", "el-vat": "gr.vat", "es-vat": "es.nif",
    "fi-vat": "fi.alv", "fr-vat": "fr.tva", "hr-vat": "hr.oib", "hu-vat": "hu.anum", "ie-vat": "ie.vat",
    "it-vat": "it.iva", "lt-vat": "lt.pvm", "lu-vat": "lu.tva", "lv-vat": "lv.pvn", "mt-vat": "mt.vat",
    "nl-vat": "nl.btw", "pl-vat": "pl.nip", "pt-vat": "pt.nif", "ro-vat": "ro.cf", "se-vat": "se.vat",
    "si-vat": "si.ddv", "sk-vat": "sk.dph", "ch-vat": "ch.vat", "no-mva": "no.mva",
}

# Where we refuse what stdnum takes, and why.
STRICTER = {
    "vrn": "remainder 55 is in neither of HMRC's series",
    "xi-vat": "remainder 55; XI and GB are two formats",
    "eu-vat": "its countries' reasons; Greece is EL",
    "aba-routing-number": "Federal Reserve prefixes",
    "iban": "national check digits of more countries",
    "de-idnr": "no digit three times in a row",
    "fr-nir": "first figure and month",
    "si-emso": "a remainder of 10 is not issued",
    "se-personnummer": "centuries 18 to 20",
    "se-orgnr": "third figure 2 or more",
    "lv-personas-kods": "people's codes only",
    "lv-vat": "centuries 18 to 20",
    "be-vat": "first figure 0 or 1; check digits 97 and not 00",
    "ie-vat": "second letter A to I or W",
    "el-vat": "the letters are EL, and nine figures",
    "nl-bsn": "nine figures",
}
# Where we take what stdnum does not.
WIDER = {
    "itin": "middle figures 50 to 65 since 2013",
    "ca-bn": "all program identifiers",
    "iban": "countries registered since; Belgian banks that are not in a list",
    "isin": "any two letters",
    "be-national-number": "no clock tells that somebody is not born yet",
    "dk-cpr": "the same",
    "no-fodselsnummer": "D numbers, test numbers; the same",
    "ie-pps": "second letters B to I",
    "se-personnummer": "coordination numbers",
    "fi-hetu": "separators since 2023, temporary codes",
    "lv-personas-kods": "codes since 2017",
    "lv-vat": "codes since 2017",
    "eu-vat": "its countries' reasons",
    "no-mva": "the letters MVA may be left out",
}


def main(path):
    modules = {name: importlib.import_module("stdnum." + module) for name, module in MODULES.items()}
    compared, valid, known, wrong = 0, 0, 0, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, text, ours = line.rstrip("\n").split("\t")
            if name not in modules:
                continue
            theirs = modules[name].is_valid(text)
            compared += 1
            valid += theirs
            if theirs == (ours == "1"):
                continue
            if name in (STRICTER if theirs else WIDER):
                known += 1
                continue
            wrong += 1
            if wrong <= 20:
                print(f"{name}: {text}: stdnum {'takes' if theirs else 'refuses'} it, we do not agree")
    print(f"{len(modules)} formats, {compared} texts, {valid} of them valid; {known} known differences, {wrong} others")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
