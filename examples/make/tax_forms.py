"""The blank forms of the Revenue Office of Westmark, an office that does not exist."""

from benefit_forms import box, office_use
from fields import Form, Office
from header import draw_barcode
from sheet import INNER, MARGIN

WESTMARK = Office("Revenue Office of Westmark", "Business Taxes · 2 Assize Hill, Westmark WM2 7BD",
                  (0.11, 0.16, 0.38), "balance")


def se100_page1(sheet):
    sheet.part(1, "About you and your business")
    sheet.row(box(3, "taxpayer.utr", 1, "Taxpayer reference (UTR)", comb=10, required=True),
              box(3, "taxpayer.nino", 2, "National Insurance number", comb=9))
    sheet.row(box(3, "taxpayer.full_name", 3, "Your full name", required=True),
              box(3, "taxpayer.business_name", 4, "Name of your business", hint="if it has one"))
    sheet.row(box(3, "taxpayer.trade", 5, "What your business does"),
              box(1.2, "taxpayer.postcode", 6, "Postcode", max_len=8),
              box(2, "taxpayer.email", 7, "Email address"))
    sheet.row(box(2, "period.period_start", 8, "Accounts from", "date", hint="dd/mm/yyyy", required=True),
              box(2, "period.period_end", 9, "to", "date", hint="dd/mm/yyyy", required=True),
              box(2, "", None, ""))
    sheet.ticks(dict(name="period.cash_basis", number=10, label="I kept my accounts on the cash basis"),
                dict(name="period.ceased", number=11, label="The business ended in this period"))
    sheet.part(2, "What came in", "Pounds and pence, without tax credits")
    sheet.y += 3
    sheet.amount_line(12, "Turnover: takings, fees and sales", "income.turnover")
    sheet.amount_line(13, "Any other business income", "income.other_income")
    sheet.part(3, "What it cost", "Only costs of the business")
    sheet.y += 3
    sheet.amount_line(14, "Goods and materials", "costs.cost_goods")
    sheet.amount_line(15, "Wages and other staff costs", "costs.cost_staff")
    sheet.amount_line(16, "Car, van and travel", "costs.cost_travel")
    sheet.amount_line(17, "Rent, rates, power and insurance", "costs.cost_premises")
    sheet.amount_line(18, "Telephone, stationery and other office costs", "costs.cost_office")
    sheet.amount_line(19, "All other costs", "costs.cost_other")
    sheet.amount_line(20, "Total costs: add boxes 14 to 19", "costs.total_costs")
    sheet.part(4, "Profit or loss")
    sheet.y += 3
    sheet.amount_line(21, "Net profit", "result.net_profit", "boxes 12 + 13 less box 20, if above nothing")
    sheet.amount_line(22, "or net loss", "result.net_loss", "box 20 less boxes 12 + 13")
    sheet.paragraph("Please go on to page 2.", 7.8, "Sans-Italic")


def se100_page2(sheet):
    sheet.part(5, "Reliefs and payments")
    sheet.y += 3
    sheet.amount_line(23, "Losses brought forward and used now", "reliefs.losses_used")
    sheet.amount_line(24, "Pension contributions", "reliefs.pension_paid", "gross, paid in the period")
    sheet.amount_line(25, "Tax already paid on account", "reliefs.paid_on_account")
    sheet.y += 2
    sheet.ticks(dict(name="reliefs.blind_person", number=26, label="I am registered blind and claim the blind person's allowance"))
    sheet.part(6, "If we owe you money", "An account in your name")
    sheet.row(box(2, "bank.sort_code", 27, "Sort code", comb=6), box(2.6, "bank.account_number", 28, "Account number", comb=8),
              box(2.4, "bank.account_name", 29, "Name on the account"))
    sheet.part(7, "If someone did this return for you")
    sheet.row(box(3, "adviser.adviser_name", 30, "Adviser's name"), box(2, "adviser.adviser_reference", 31, "Their reference for you"))
    sheet.part(8, "Anything else we should know")
    sheet.cell(MARGIN, INNER, name="more.remarks", label="Remarks", number=32)
    sheet.y += 40
    sheet.part(9, "Declaration")
    sheet.paragraph("The information on this return is correct and complete to the best of my knowledge and belief. I "
                    "understand that I may have to pay penalties and face prosecution if I give false information.", 8.4)
    sheet.y += 3
    sheet.ticks(dict(name="declaration.declared", number=33, label="I have read the declaration and I agree"))
    sheet.signature(34, "declaration.date_signed", 35)
    sheet.part(10, "When to send it, and what happens if it is late")
    for line in ("A return on paper must reach us by 31 July after the end of the tax year.",
                 "Later than that costs £100.00, and from the 91st day £10.00 more for each day, up to £900.00 more "
                 "(Late Returns Order, article 3).",
                 "After six months the penalty is £1,000.00 and a twentieth of the tax, at least £300.00 (article 4)."):
        sheet.paragraph("•  " + line, 8.2, indent=6)
    office_use(sheet)


def vat1_page(sheet):
    side = 92
    x = MARGIN + INNER - side
    draw_barcode(sheet, x, sheet.y + 8, side)
    sheet.text(x + side / 2, sheet.y + 8 + side + 9, "printed by accounting software", "Sans-Italic", 6.4, align="centre")
    top = sheet.y
    usable = INNER - side - 16
    sheet.y += 8
    sheet.text(MARGIN, sheet.y + 10, "Part 1", "Sans-Bold", 9.5, sheet.colour)
    sheet.text(MARGIN + 43, sheet.y + 10, "The business and the period", "Sans-Bold", 9.5, sheet.colour)
    sheet.y += 16
    sheet.cell(MARGIN, usable, name="business.vrn", label="VAT registration number", number="A", comb=9, required=True)
    sheet.cell(MARGIN + 160, usable - 160, name="business.business_name", label="Name of the business", number="B", required=True)
    sheet.y += 36
    for i, (name, number, label) in enumerate((("period.period_start", "C", "Period from"), ("period.period_end", "D", "to"))):
        sheet.cell(MARGIN + i * 160, 152 if i == 0 else usable - 160, name=name, label=label, number=number, kind="date",
                   hint="dd/mm/yyyy", required=True)
    sheet.y = top + side + 20
    sheet.part(2, "VAT in the period", "Pounds and pence")
    sheet.y += 3
    sheet.amount_line(1, "VAT due on sales and other outputs", "vat.vat_on_sales")
    sheet.amount_line(2, "VAT due on goods from abroad", "vat.vat_on_imports")
    sheet.amount_line(3, "Total VAT due: add boxes 1 and 2", "vat.vat_total_due")
    sheet.amount_line(4, "VAT reclaimed on purchases and other inputs", "vat.vat_reclaimed")
    sheet.amount_line(5, "Net VAT: the difference between boxes 3 and 4", "vat.vat_net")
    sheet.y += 1
    sheet.ticks(dict(name="vat.to_pay", label="we pay you (box 3 is more than box 4)"),
                dict(name="vat.to_reclaim", label="you pay us (box 4 is more than box 3)"))
    sheet.part(3, "Sales and purchases in the period", "Whole pounds, without VAT")
    sheet.y += 3
    sheet.amount_line(6, "Sales and all other outputs", "totals.total_sales", kind="integer")
    sheet.amount_line(7, "Purchases and all other inputs", "totals.total_purchases", kind="integer")
    sheet.amount_line(8, "Goods sent abroad", "totals.goods_out", kind="integer")
    sheet.amount_line(9, "Goods from abroad", "totals.goods_in", kind="integer")
    sheet.part(4, "Anything else")
    sheet.row(box(3, "contact.email", "E", "Email address"), box(2, "contact.telephone", "F", "Telephone"))
    sheet.ticks(dict(name="contact.final_return", number="G", label="This is the last return: the business has stopped trading"))
    sheet.part(5, "Declaration")
    sheet.paragraph("The information on this return is true and complete. A false return may lead to a penalty or to prosecution "
                    "(Value Added Tax Order, article 60).", 8.4)
    sheet.y += 3
    sheet.ticks(dict(name="declaration.declared", number="H", label="I have read the declaration and I agree"))
    sheet.signature("I", "declaration.date_signed", "J")
    office_use(sheet)


SE100 = Form("se100-2026", "SE100", "06/26", "Self-employment tax return",
             "For the tax year from 6 April 2025 to 5 April 2026. Fill in both pages with the figures from your accounts and send "
             "them to reach us by 31 July 2026.", WESTMARK, (se100_page1, se100_page2), air=5)
VAT1 = Form("vat1-2026", "VAT1", "01/26", "Value added tax return",
            "One return for each period. Fill it in with the figures from your VAT account, or print it from your accounting "
            "software: then the code at the right says the same again for our scanners.", WESTMARK, (vat1_page,),
            barcode=("vrn", "period_start", "period_end", "vat_on_sales", "vat_on_imports", "vat_total_due", "vat_reclaimed",
                     "vat_net", "total_sales", "total_purchases"))
FORMS = (SE100, VAT1)
