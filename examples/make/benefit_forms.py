"""The blank forms of Northmere Borough Council, an office that does not exist."""

from fields import Form, Office
from sheet import GAP, INNER, MARGIN

NORTHMERE = Office("Northmere Borough Council", "Benefits and Council Tax Support · Mere House, Quay Street, Northmere NM1 4QT",
                   (0.02, 0.33, 0.36), "lake")


def box(share, name, number, label, kind="text", **more):
    return dict(share=share, name=name, number=number, label=label, kind=kind, **more)


def claimant(sheet, prefix="claimant"):
    """Who claims: the same boxes on every form of this office."""
    sheet.row(box(3, f"{prefix}.surname", 1, "Surname or family name", required=True),
              box(3, f"{prefix}.first_names", 2, "First names", required=True))
    sheet.row(box(3, f"{prefix}.nino", 3, "National Insurance number", comb=9, required=True),
              box(3, f"{prefix}.date_of_birth", 4, "Date of birth", "date", hint="dd/mm/yyyy", required=True))
    sheet.row(box(3, f"{prefix}.address_line", 5, "House number and street"),
              box(2, f"{prefix}.town", 6, "Town"),
              box(1.2, f"{prefix}.postcode", 7, "Postcode", max_len=8))
    sheet.row(box(3, f"{prefix}.email", 8, "Email address", hint="if you want the decision by email"),
              box(3, f"{prefix}.telephone", 9, "Telephone"))


def hs1_page1(sheet):
    sheet.part(1, "About you")
    claimant(sheet)
    sheet.part(2, "Your home", "Tick one box in each line")
    sheet.y += 2
    sheet.ticks(dict(name="home.tenant_private", number=10, label="I rent from a private landlord"),
                dict(name="home.tenant_association", number=11, label="I rent from a housing association"))
    sheet.ticks(dict(name="home.at_risk", number=12,
                     label="I have been given notice to leave, or I am at risk of losing my home"))
    sheet.row(box(4, "home.landlord_name", 13, "Landlord's or agent's name"),
              box(2, "home.tenancy_start", 14, "Tenancy started", "date", hint="dd/mm/yyyy"))
    sheet.row(box(2, "home.rent_weekly", 15, "Rent you pay a week", "amount", hint="without service charges", required=True),
              box(2, "home.bedrooms", 16, "Number of bedrooms", "integer", max_len=1, required=True),
              box(2, "home.claim_start", 17, "Support wanted from", "date", hint="dd/mm/yyyy", required=True))
    sheet.part(3, "Who lives with you", "Do not list yourself")
    rows = [[(f"household.member_{i}_name", "text", f"Person {i}: full name (box 18)"),
             (f"household.member_{i}_relationship", "text", f"Person {i}: relationship to you (box 18)"),
             (f"household.member_{i}_born", "date", f"Person {i}: date of birth (box 18)")] for i in range(1, 5)]
    sheet.table(["18  Full name", "Relationship to you", "Date of birth (dd/mm/yyyy)"], rows, [3.2, 2, 1.8])
    sheet.row(box(2, "household.household_size", 19, "People in your household, with you", "integer", max_len=2, required=True),
              box(2, "household.children", 20, "of these, children under 16", "integer", max_len=2),
              box(2, "", None, ""))
    sheet.paragraph("Write one figure or letter in each space of a divided box. Use black ink. If you make a mistake, "
                    "cross it out and write the right answer beside it. Please go on to page 2.", 7.8, "Sans-Italic")


def hs1_page2(sheet):
    sheet.part(4, "Your household's income each week", "After tax and National Insurance")
    sheet.y += 3
    sheet.amount_line(21, "Earnings from work", "income.earnings_weekly", "you and your partner")
    sheet.amount_line(22, "Pensions", "income.pension_weekly", "state, works and private")
    sheet.amount_line(23, "Any other income", "income.other_income_weekly", "not child benefit")
    sheet.amount_line(24, "Total income: add boxes 21 to 23", "income.total_income_weekly")
    sheet.part(5, "Your savings")
    sheet.y += 3
    sheet.amount_line(25, "Money in banks, building societies, bonds and shares", "savings.savings")
    sheet.paragraph("If the amount is over £6,000.00 we count £1.00 a week for each £250.00, or part of it, above that "
                    "(Northmere Housing Support Regulations, regulation 6).", 7.8)
    sheet.part(6, "Where we pay", "An account in your name")
    sheet.row(box(2, "bank.sort_code", 26, "Sort code", comb=6), box(2.6, "bank.account_number", 27, "Account number", comb=8),
              box(2, "bank.roll_number", 28, "Roll number", hint="building societies"))
    sheet.part(7, "Anything else we should know")
    sheet.cell(MARGIN, INNER, name="more.remarks", label="Remarks", number=29)
    sheet.y += 40
    sheet.part(8, "Declaration")
    sheet.paragraph("I declare that what I have written on this form is true and complete. I will tell Northmere Borough "
                    "Council at once if anything changes. I understand that I may have to pay back support that I was not "
                    "entitled to.", 8.4)
    sheet.y += 3
    sheet.ticks(dict(name="declaration.declared", number=30, label="I have read the declaration and I agree"))
    sheet.signature(31, "declaration.date_signed", 32)
    sheet.part(9, "What to send with this form")
    for line in ("Your tenancy agreement, or a letter from your landlord that shows the rent.",
                 "Payslips for the last two months if anyone in your household works.",
                 "Statements for every account named in part 5."):
        sheet.paragraph("•  " + line, 8.2, indent=6)
    office_use(sheet)


def office_use(sheet):
    top = 738
    sheet.canvas.setStrokeColor(sheet.colour)
    sheet.canvas.setLineWidth(0.6)
    sheet.canvas.rect(MARGIN, sheet.flip(top + 52), INNER, 52, stroke=1, fill=0)
    sheet.text(MARGIN + 6, top + 11, "For office use", "Sans-Bold", 7.5, sheet.colour)
    for i, words in enumerate(("Received", "Checked by", "Reference")):
        at = MARGIN + 80 + i * (INNER - 80) / 3
        sheet.text(at, top + 11, words, "Sans", 7)
        sheet.canvas.line(at, sheet.flip(top + 42), at + (INNER - 80) / 3 - GAP, sheet.flip(top + 42))


def ctr1_page(edition):
    """The 2026 edition asks for the start date beside the bill; in 2025 it stood in part 4."""
    old = edition == 2025

    def page(sheet):
        sheet.part(1, "About you")
        claimant(sheet)
        sheet.part(2, "Your home and your bill")
        sheet.y += 2
        sheet.ticks(dict(name="home.single_adult", number=10, label="I am the only adult living here"),
                    dict(name="home.disabled_band", number=11,
                         label="The home is adapted for a disabled person" if old else "A room is adapted for a disabled person"))
        start = box(2, "home.start_date", 15 if old else 14, "Reduction wanted from", "date", hint="dd/mm/yyyy", required=True)
        bill = [box(1.6, "home.property_band", 12, "Council tax band", max_len=1, hint="A to H"),
                box(2, "home.annual_bill", 13, "Bill for the year", "amount", required=True)]
        size = box(2, "household.household_size", 14 if old else 15, "People in your household", "integer", max_len=2, required=True)
        sheet.row(*bill, size if old else start)
        sheet.part(3, "Your income each week", "After tax" if old else "After tax and National Insurance")
        sheet.y += 3
        sheet.amount_line(16, "Earnings from work", "income.earnings_weekly", "leave empty if you send payslips")
        sheet.amount_line(17, "Pensions, benefits and any other income", "income.other_income_weekly")
        sheet.amount_line(18, "Savings", "income.savings")
        sheet.part(4, "Your payslips" if not old else "Your payslips and your dates")
        sheet.y += 3
        sheet.ticks(dict(name="payslips.payslips_follow", number=19, label="I send payslips, with this form or later"))
        row = [box(2, "payslips.payslips_sent", 20, "How many payslips", "integer", max_len=1)]
        row += [start if old else size, box(2, "", None, "")]
        sheet.row(*row)
        sheet.part(5, "Declaration")
        sheet.paragraph("I declare that what I have written is true and complete. I will tell the council at once if "
                        + ("my income or my household changes." if old else "my income, my savings or my household change."), 8.4)
        sheet.y += 3
        sheet.ticks(dict(name="declaration.declared", number=21, label="I have read the declaration and I agree"))
        sheet.signature(22, "declaration.date_signed", 23)
        office_use(sheet)
    return page


HS1 = Form("hs1-2026", "HS1", "04/26", "Claim for housing support",
           "For people who rent their home in the borough of Northmere. Fill in every part that is about you, "
           "sign part 8, and send both pages to Mere House or to post@northmere.example.", NORTHMERE, (hs1_page1, hs1_page2), air=6)
CTR1_2026 = Form("ctr1-2026", "CTR1", "04/26", "Claim for council tax reduction",
                 "For the year from 1 April 2026. Fill in every part, sign part 5, and send this form to Mere House "
                 "or to post@northmere.example.", NORTHMERE, (ctr1_page(2026),), air=3)
CTR1_2025 = Form("ctr1-2025", "CTR1", "04/25", "Claim for council tax reduction",
                 "For the year from 1 April 2025. Fill in every part, sign part 5, and send this form to Mere House "
                 "or to post@northmere.example.", NORTHMERE, (ctr1_page(2025),), air=3)
FORMS = (HS1, CTR1_2026, CTR1_2025)
