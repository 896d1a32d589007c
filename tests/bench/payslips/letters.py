"""Letters of employers and banks: a few values by their labels, a few in running text, told by their pattern alone. The templates
were written from the first two (SEEN)."""

from random import Random

from reportlab.lib.pagesizes import A4

from sheet import Sheet, money


def head(sheet, sender, lines):
    sheet.text(60, 70, sender, True, 14)
    for number, line in enumerate(lines):
        sheet.text(60, 105 + 14 * number, line)


def employer(pay):
    s = Sheet(A4, "serif", 11)
    head(s, pay.firm, (f"Our reference: {pay.reference}", f"Date: {pay.date}"))
    s.text(60, 170, "To whom it may concern", True)
    y = s.paragraph(60, 200, f"We confirm that {pay.name} (National Insurance number {pay.nino}) has been employed by us without "
                    "interruption since the spring of last year.", 460)
    y = s.paragraph(60, y + 10, f"In {pay.month} gross pay was {money(pay.gross, '£')} and net pay was {money(pay.net, '£')}.", 460)
    s.paragraph(60, y + 10, "This statement is made at the employee's request. Please write to us if anything is unclear.", 460)
    return s.bytes(), {"fields": {"reference": pay.reference, "nino": pay.nino, "letter_date": pay.date, "gross_pay":
                                  money(pay.gross, "£"), "net_pay": money(pay.net, "£")}, "tables": {}}


def account(pay):
    rng = Random(pay.number)
    return f"{rng.randrange(100):02d}-{rng.randrange(100):02d}-{rng.randrange(100):02d}", f"{rng.randrange(10 ** 8):08d}"


def bank(pay):
    sort_code, number = account(pay)
    s = Sheet(A4, "sans", 10)
    head(s, "Northmere Savings Bank", (pay.name, f"{pay.date}"))
    y = s.paragraph(60, 165, "Thank you for asking us about your account. Its particulars are as follows.", 460) + 12
    for label, value in (("Account holder", pay.name), ("Account number", number), ("Sort code", sort_code),
                         ("Closing balance", money(pay.net, "£"))):
        s.text(70, y, label)
        s.text(230, y, value, True)
        y += 18
    s.paragraph(60, y + 16, "The balance is that of the close of business on the day before this letter.", 460)
    return s.bytes(), {"fields": {"account_holder": pay.name, "account_no": number, "sort_code": sort_code,
                                  "balance": money(pay.net, "£")}, "tables": {}}


def employer_in_other_words(pay):
    s = Sheet(A4, "wide", 9.5)
    head(s, pay.firm, (f"Ref {pay.reference}", f"Your letter of {pay.date}"))
    y = s.paragraph(60, 170, f"Regarding {pay.name}, {pay.nino}: the above has been employed by us. The last payslip shows gross pay "
                    f"of {money(pay.gross, '£')}; with last year's bonus it would have been {money(pay.gross + 10000, '£')}.", 460)
    s.paragraph(60, y + 10, f"Please quote {pay.reference} when you answer.", 460)
    return s.bytes(), {"fields": {"reference": pay.reference, "nino": pay.nino, "letter_date": pay.date,
                                  "gross_pay": money(pay.gross, "£"), "net_pay": ""}, "tables": {}}


def bank_with_two_accounts(pay):
    sort_code, number = account(pay)
    s = Sheet(A4, "slab", 9.5)
    head(s, "The Saltpan Building Society", (pay.name, pay.date))
    y = 170
    for name, digits, code, balance in (("Current", number, sort_code, pay.net), ("Savings", number[::-1], "20-04-15", pay.gross)):
        s.text(60, y, f"{name} account", True)
        s.text(60, y + 16, f"Account number: {digits}")
        s.text(260, y + 16, f"Sort code: {code}")
        s.text(60, y + 32, f"Closing balance: {money(balance, '£')}")
        y += 60
    return s.bytes(), {"fields": {"account_holder": pay.name, "account_no": number, "sort_code": sort_code,
                                  "balance": money(pay.net, "£")}, "tables": {}}


SEEN = (employer, bank)
UNSEEN = (employer_in_other_words, bank_with_two_accounts)
