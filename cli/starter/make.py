"""Makes forms/gw1-2026.pdf, its template and the samples, and the blank of docs/tutorial.md, beside this file. Run by
scripts/make-starter."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from benefit_forms import box  # noqa: E402
from blank import printed, typed  # noqa: E402
from fields import Filling, Form, Office  # noqa: E402
from header import register_fonts  # noqa: E402
from paper import g4_tiff, scan  # noqa: E402

HERE = Path(__file__).parent
OFFICE = Office("Parks and Streets", "The Depot · 4 Mill Lane", (0.09, 0.36, 0.22), "bridge")


def page(sheet):
    sheet.part(1, "About you")
    sheet.row(box(3, "resident.customer_number", 1, "Customer number", comb=8, required=True),
              box(4, "resident.full_name", 2, "Your name", required=True))
    sheet.row(box(4, "resident.address_line", 3, "House number and street", required=True), box(2, "resident.town", 4, "Town"),
              box(1.6, "resident.postcode", 5, "Postcode", max_len=8))
    sheet.part(2, "Your bins")
    sheet.row(box(2, "bins.bins", 6, "How many brown bins", "integer", max_len=2, required=True),
              box(2, "bins.start_date", 7, "Collect from", "date", hint="dd/mm/yyyy", required=True), box(2, "", None, ""))
    sheet.y += 2
    sheet.ticks(dict(name="bins.reduced", number=8, label="I get council tax reduction, and pay half"))
    sheet.part(3, "Declaration")
    sheet.paragraph("I know that only garden waste goes into a brown bin, and that the charge is for one year.", 8.4)
    sheet.y += 3
    sheet.ticks(dict(name="declaration.agreed", number=9, label="I have read this and I agree"))
    sheet.signature(10, "declaration.date_signed", 11)


GW1 = Form("gw1-2026", "GW1", "04/26", "Garden waste collection",
           "For one year of collections, every second week. Fill it in and send it back; we write to you.", OFFICE, (page,))


def permit_page(sheet):
    """As most blanks are: fields with a tooltip, and nothing that says what may be written into them."""
    sheet.part(1, "About you")
    sheet.row(box(4, "applicant.full_name", 1, "Full name", required=True), box(2, "applicant.date_of_birth", 2, "Date of birth", hint="dd/mm/yyyy"))
    sheet.row(box(4, "applicant.address_line", 3, "House number and street", required=True), box(2, "applicant.town", 4, "Town"),
              box(1.6, "applicant.postcode", 5, "Postcode", required=True))
    sheet.row(box(3, "applicant.licence", 6, "Driving licence number", comb=16, required=True), box(3, "applicant.email", 7, "Email address"))
    sheet.part(2, "Your permit")
    sheet.row(box(2, "permit.registration", 8, "Vehicle registration", required=True),
              box(2, "permit.start_date", 9, "Start date", hint="dd/mm/yyyy", required=True),
              box(2, "permit.permits", 10, "Number of permits", required=True))
    sheet.y += 2
    sheet.ticks(dict(name="permit.blue_badge", number=11, label="I hold a Blue Badge, and pay nothing"))
    sheet.part(3, "How you pay", "By Direct Debit")
    sheet.row(box(2, "payment.sort_code", 12, "Sort code"), box(3, "payment.account_number", 13, "Account number"), box(2, "", None, ""))
    sheet.part(4, "Declaration")
    sheet.ticks(dict(name="declaration.agreed", number=14, label="I live at this address, and the vehicle is mine"))
    sheet.signature(15, "declaration.date_signed", 16)


PERMIT = Form("parking-permit", "PP1", "05/26", "Resident's parking permit",
              "For one street and one year. Fill it in and send it back; we write to you.", OFFICE, (permit_page,))
RESIDENT = {"customer_number": "40061735", "full_name": "Robin Marsh", "address_line": "12 Mill Lane", "town": "Exbridge",
            "postcode": "EX1 4QT", "bins": "2", "start_date": "07/12/2026", "reduced": True, "agreed": True,
            "date_signed": "20/11/2026"}
NEIGHBOUR = {**RESIDENT, "customer_number": "40058802", "full_name": "Sam Whitlock", "address_line": "3 Weir Street", "bins": "9",
             "reduced": False}


def finish(template):
    """Adds what a PDF cannot say."""
    words = template.read_text(encoding="utf-8")
    words = words.replace(", proposed: true", "")  # we have looked: they are right
    words = "".join(line for line in words.splitlines(True) if not line.startswith("# proposed:"))
    words = words.replace("\npages:", '\nedition: "04/26"\npages:', 1)
    template.write_text(words, encoding="utf-8")


def main():
    register_fonts()
    (HERE / "forms/gw1-2026.pdf").write_bytes(typed(GW1))
    (HERE / "blanks/parking-permit.pdf").write_bytes(typed(PERMIT))
    (HERE / "samples/1-typed.pdf").write_bytes(typed(GW1, RESIDENT))
    scanned = printed(GW1, Filling({**RESIDENT, "customer_number": "40063149", "full_name": "Alex Dunmore", "bins": "1",
                                    "reduced": False}, signature="A. Dunmore"))
    (HERE / "samples/2-scanned.tif").write_bytes(g4_tiff(scan(scanned, "2-scanned", 200), "2-scanned"))
    (HERE / "samples/3-nine-bins.pdf").write_bytes(typed(GW1, NEIGHBOUR))
    if len(sys.argv) > 2:
        template = HERE / "forms/gw1-2026.form.yaml"
        subprocess.run([sys.argv[2], "form", "new", template.with_name("gw1-2026.pdf"), "-o", template], check=True)
        finish(template)


main()
