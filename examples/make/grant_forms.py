"""The blank form of Northmere's crisis grants."""

from benefit_forms import box, office_use
from fields import Form, Office

GRANTS = Office("Northmere Borough Council", "Crisis Grants · Mere House, Quay Street, Northmere NM1 4QT", (0.33, 0.12, 0.22), "lake")


def cg1(sheet):
    sheet.part(1, "About you")
    sheet.row(box(3, "claimant.surname", 1, "Surname or family name", required=True),
              box(3, "claimant.first_names", 2, "First names", required=True))
    sheet.row(box(3, "claimant.nino", 3, "National Insurance number", comb=9, required=True),
              box(3, "claimant.date_of_birth", 4, "Date of birth", "date", hint="dd/mm/yyyy", required=True))
    sheet.row(box(3, "claimant.address_line", 5, "House number and street"), box(2, "claimant.town", 6, "Town"),
              box(1.2, "claimant.postcode", 7, "Postcode", max_len=8))
    sheet.row(box(3, "claimant.email", 8, "Email address", hint="the decision goes there", required=True),
              box(2, "household.household_size", 9, "People in your household", "integer", max_len=2, required=True))
    sheet.part(2, "What has happened", "Tick what is true")
    sheet.y += 2
    sheet.ticks(dict(name="crisis.fire_or_flood", number=10, label="A fire or a flood"),
                dict(name="crisis.left_home", number=11, label="I had to leave my home"))
    sheet.ticks(dict(name="crisis.in_work", number=12, label="I am in work, and send my last payslip with this form"))
    sheet.row(box(4, "crisis.needed_for", 13, "What you need", hint="a bed, a cooker, clothes"),
              box(2, "crisis.amount_wanted", 14, "What it costs", "amount", required=True))
    sheet.part(3, "Where we pay", "An account in your name")
    sheet.row(box(4, "bank.account_name", 15, "Name of the account", required=True),
              box(4, "bank.iban", 16, "IBAN", max_len=34, required=True))
    sheet.part(4, "Declaration")
    sheet.paragraph("I declare that what I have written is true and complete, and that I have no savings that I could use instead.", 8.4)
    sheet.y += 3
    sheet.ticks(dict(name="declaration.declared", number=17, label="I have read the declaration and I agree"))
    sheet.signature(18, "declaration.date_signed", 19)
    office_use(sheet)


CG1 = Form("cg1-2026", "CG1", "07/26", "Application for a crisis grant",
           "For people in Northmere who need help at once. Fill in every part, sign part 4, and send this form, with your last payslip if you "
           "are in work, to grants@northmere.example.", GRANTS, (cg1,), air=14)
FORMS = (CG1,)
