"""Payslips in twelve layouts. The template was written from the first six (SEEN); the others it has never seen (UNSEEN), and
some of them are there to mislead it. A layout draws a Pay and says what of it stands on the page."""

from reportlab.lib.pagesizes import A4, A5, landscape

from sheet import Column, Sheet, money


def truth(pay, amount, fields=(), hours=False, tables=("payments", "deductions"), descriptions=lambda words: words):
    """`amount`: how money is printed. `fields`: further ones. Cells that are not printed are not among the rows."""
    said = {"employee_name": pay.name, "nino": pay.nino, "pay_date": pay.date, "tax_code": pay.tax_code,
            "gross_pay": amount(pay.gross), "total_deductions": amount(pay.withheld), "net_pay": amount(pay.net), **dict(fields)}
    rows = {}
    for table in tables:
        rows[table] = []
        for row in getattr(pay, table):
            cells = {"description": descriptions(row.description), "amount": amount(row.amount)}
            if hours and table == "payments":
                cells |= {"hours": hundredths(row.hours), "rate": money(row.rate) if row.rate else ""}
            rows[table].append(cells)
    return {"fields": said, "tables": rows}


def hundredths(hours):
    return f"{hours // 100}.{hours % 100:02d}" if hours else ""


def without_comma(pence):
    return money(pence, comma="")


def pounds(pence):
    return money(pence, "£")


def pairs(sheet, x, y, entries, across=1, step=16, gap=90, width=250, bold=True):
    """Labels with their values to the right; returns the foot of the next line."""
    for number, (label, value) in enumerate(entries):
        at_x, at_y = x + number % across * width, y + number // across * step
        sheet.text(at_x, at_y, label, bold)
        sheet.text(at_x + gap, at_y, value)
    return y + (len(entries) + across - 1) // across * step


def side_by_side(pay):
    """Two tables beside each other under one grey header; totals in their last line."""
    s = Sheet(A4)
    s.text(45, 60, pay.firm, True, 15)
    s.text(s.width - 45, 60, "PAYSLIP", True, 13, right=True)
    s.line(45, 70, s.width - 45, 70, 1)
    y = pairs(s, 45, 95, (("Employee", pay.name), ("NI number", pay.nino), ("Pay date", pay.date), ("Pay period", pay.month),
                          ("Tax code", pay.tax_code), ("Payroll no", pay.number)), 2, 18, 75, 270)
    left = (Column("Payments", 160), Column("Amount", 80, True))
    right = (Column("Deductions", 180), Column("Amount", 75, True))
    rows = [(r.description, money(r.amount)) for r in pay.payments]
    taken = [(r.description, money(r.amount)) for r in pay.deductions]
    a = s.table(45, y + 20, left, rows, 17, "t", shade=0.88)
    b = s.table(295, y + 20, right, taken, 17, "t", shade=0.88)
    foot = max(a, b) + 4
    s.line(45, foot - 13, s.width - 45, foot - 13)
    s.text(49, foot, "Gross pay", True)
    s.text(281, foot, money(pay.gross), True, right=True)
    s.text(299, foot, "Total deductions", True)
    s.text(546, foot, money(pay.withheld), True, right=True)
    s.box(295, foot + 14, s.width - 45, foot + 38)
    s.text(305, foot + 30, "NET PAY", True, 11)
    s.text(s.width - 53, foot + 30, money(pay.net), True, 11, right=True)
    return s.bytes(), truth(pay, money, {"employee_no": pay.number})


def stacked(pay):
    """One table below the other, hours and rates, no rules at all."""
    s = Sheet(A4, "wide", 8.5)
    s.text(50, 55, pay.firm, True, 13)
    s.text(50, 72, "Salary statement")
    y = pairs(s, 50, 100, (("Employee name:", pay.name), ("National Insurance no.:", pay.nino), ("Date paid:", pay.date),
                           ("Tax code:", pay.tax_code)), 1, 15, 150)
    columns = (Column("Earnings", 200), Column("Hours", 70, True), Column("Rate", 70, True), Column("Amount", 90, True))
    rows = [(r.description, hundredths(r.hours), money(r.rate) if r.rate else "", money(r.amount)) for r in pay.payments]
    y = s.table(50, y + 20, columns, rows, 15, total=("Gross pay", "", "", money(pay.gross)))
    columns = (Column("Deductions", 340), Column("Amount", 90, True))
    rows = [(r.description, money(r.amount)) for r in pay.deductions]
    y = s.table(50, y + 15, columns, rows, 15, total=("Total deductions", money(pay.withheld)))
    s.text(54, y + 10, "Net pay", True, 11)
    s.text(476, y + 10, money(pay.net), True, 11, right=True)
    return s.bytes(), truth(pay, money, hours=True)


def typewriter(pay):
    """Typewriter letters on A5; what was paid this period, and since April."""
    s = Sheet(landscape(A5), "mono", 9)
    s.box(20, 20, s.width - 20, s.height - 20, 0.8)
    s.text(32, 42, pay.firm.upper(), True, 11)
    s.text(s.width - 32, 42, "PAY ADVICE", True, 11, right=True)
    y = pairs(s, 32, 64, (("Name", pay.name), ("NI No", pay.nino), ("Payment date", pay.date), ("Tax code", pay.tax_code)),
              2, 14, 80, 270)
    columns = (Column("DEDUCTION", 260), Column("THIS PERIOD", 110, True), Column("TO DATE", 110, True))
    rows = [(r.description, without_comma(r.amount), without_comma(r.to_date)) for r in pay.deductions]
    y = s.table(28, y + 10, columns, rows, 13, "t")
    s.line(28, y - 9, s.width - 28, y - 9)
    y = pairs(s, 32, y + 4, (("Total gross pay", without_comma(pay.gross)), ("Total deductions", without_comma(pay.withheld)),
                             ("Net pay", without_comma(pay.net))), 1, 14, 150)
    return s.bytes(), truth(pay, without_comma, tables=("deductions",))


def modern(pay):
    """Labels above their values, pound signs, every other row shaded; descriptions wrap in narrow columns."""
    s = Sheet(A4, "sans", 9.5)
    s.inverse(0, 0, s.width, 62, "")
    s.canvas.setFillColorRGB(1, 1, 1)
    s.text(48, 40, pay.firm, True, 18)
    s.text(s.width - 48, 40, "Payslip", False, 13, right=True)
    s.canvas.setFillColorRGB(0, 0, 0)
    entries = (("Name", pay.name), ("National Insurance number", pay.nino), ("Date paid", pay.date), ("Tax code", pay.tax_code))
    for x, (label, value) in zip((48, 190, 350, 460), entries):
        s.text(x, 90, label, size=8)
        s.text(x, 105, value, True, 10.5)
    columns = (Column("Payment", 150), Column("This period", 90, True), Column("Year to date", 90, True))
    y = s.table(48, 145, columns, [(r.description, pounds(r.amount), pounds(r.to_date)) for r in pay.payments], 19, zebra=True)
    s.text(52, y + 2, "Total gross pay", True)
    s.text(284, y + 2, pounds(pay.gross), True, right=True)
    columns = (Column("Deduction", 120), Column("This period", 120, True), Column("Year to date", 90, True))
    y = s.table(48, y + 40, columns, [(r.description, pounds(r.amount), pounds(r.to_date)) for r in pay.deductions], 19, zebra=True)
    s.text(52, y + 2, "Total deductions", True)
    s.text(284, y + 2, pounds(pay.withheld), True, right=True)
    s.line(48, y + 14, 378, y + 14, 1.2)
    s.text(52, y + 34, "Net pay", True, 13)
    s.text(284, y + 34, pounds(pay.net), True, 13, right=True)
    return s.bytes(), truth(pay, pounds)


def gridded(pay):
    """Everything in boxes, book letters, headers at the left above figures at the right."""
    s = Sheet(A4, "serif", 10)
    s.text(s.width / 2, 50, pay.firm, True, 16, middle=True)
    s.text(s.width / 2, 68, f"Payslip for {pay.month}", middle=True)
    for number, (label, value) in enumerate((("Employee name", pay.name), ("NI number", pay.nino), ("Pay date", pay.date),
                                             ("Tax code", pay.tax_code))):
        x, y = 50 + number % 2 * 250, 85 + number // 2 * 34
        s.box(x, y, x + 245, y + 30)
        s.text(x + 4, y + 10, label, size=7.5)
        s.text(x + 8, y + 25, value)
    columns = (Column("Earnings", 250), Column("Units", 75, True, True), Column("Rate", 75, True, True),
               Column("Amount", 95, True, True))
    rows = [(r.description, hundredths(r.hours), money(r.rate) if r.rate else "", money(r.amount)) for r in pay.payments]
    y = s.table(50, 175, columns, rows, 18, "hvt", total=("Gross pay", "", "", money(pay.gross)))
    columns = (Column("Deductions", 400), Column("Amount", 95, True, True))
    y = s.table(50, y + 14, columns, [(r.description, money(r.amount)) for r in pay.deductions], 18, "hvt",
                total=("Total deductions", money(pay.withheld)))
    s.box(395, y, 545, y + 34, 1)
    s.text(400, y + 12, "Net pay", size=8)
    s.text(540, y + 27, money(pay.net), True, 12, right=True)
    return s.bytes(), truth(pay, money, hours=True)


def coded(pay):
    """Codes before the descriptions; small letters; a remark below the table."""
    s = Sheet(A4, "screen", 7.5)
    s.text(40, 48, f"{pay.firm}  Payslip", True, 12)
    y = pairs(s, 40, 72, (("Employee", pay.name), ("NI number", pay.nino), ("Payment date", pay.date), ("Tax code", pay.tax_code),
                          ("Employee no", pay.number)), 1, 13, 110)
    columns = (Column("Code", 50), Column("Payments", 210), Column("Amount", 90, True))
    rows = [(f"P{100 + n}", r.description, money(r.amount)) for n, r in enumerate(pay.payments)]
    y = s.table(40, y + 14, columns, rows, 14, "t", total=("", "Gross pay", money(pay.gross)))
    columns = (Column("Code", 50), Column("Deductions", 210), Column("Amount", 90, True))
    rows = [(f"D{500 + n}", r.description, money(r.amount)) for n, r in enumerate(pay.deductions)]
    y = s.table(40, y + 12, columns, rows, 14, "t", total=("", "Total deductions", money(pay.withheld)))
    s.text(94, y + 8, "Net pay", True, 9)
    s.text(386, y + 8, money(pay.net), True, 9, right=True)
    s.text(40, y + 40, "Paid by bank transfer. Ask the payroll office if anything is unclear.", size=6.5)
    return s.bytes(), truth(pay, money, {"employee_no": pay.number})


# Not seen by the template.

def other_words(pay):
    """Words that the template does not know: tables and half the fields cannot be found."""
    s = Sheet(A4, "slab", 9)
    s.text(50, 55, f"{pay.firm}  Payslip", True, 14)
    y = pairs(s, 50, 85, (("Staff member", pay.name), ("NI number", pay.nino), ("Paid on", pay.date), ("Tax code", pay.tax_code)),
              1, 16, 110)
    columns = (Column("Additions", 240), Column("Value", 90, True))
    y = s.table(50, y + 16, columns, [(r.description, money(r.amount)) for r in pay.payments], 16, "t",
                total=("Gross pay", money(pay.gross)))
    columns = (Column("Withheld", 240), Column("Value", 90, True))
    y = s.table(50, y + 16, columns, [(r.description, money(r.amount)) for r in pay.deductions], 16, "t",
                total=("Sum withheld", money(pay.withheld)))
    pairs(s, 54, y + 8, (("Net pay", money(pay.net)),), gap=220)
    return s.bytes(), truth(pay, money)


def amounts_first(pay):
    """The amount stands before what it is for."""
    s = Sheet(A4, "serif", 10)
    s.text(50, 55, f"{pay.firm}: payslip", True, 14)
    y = pairs(s, 50, 85, (("Employee name", pay.name), ("NI number", pay.nino), ("Pay date", pay.date), ("Tax code", pay.tax_code)),
              1, 16, 120)
    columns = (Column("Amount", 90, True), Column("Payments", 240))
    y = s.table(50, y + 16, columns, [(money(r.amount), r.description) for r in pay.payments], 16, "t",
                total=(money(pay.gross), "Gross pay"))
    columns = (Column("Amount", 90, True), Column("Deductions", 240))
    y = s.table(50, y + 16, columns, [(money(r.amount), r.description) for r in pay.deductions], 16, "t",
                total=(money(pay.withheld), "Total deductions"))
    pairs(s, 54, y + 8, (("Net pay", money(pay.net)),), gap=120)
    return s.bytes(), truth(pay, money)


def last_year_beside(pay):
    """Last period's figures stand beside this one's, under the same word."""
    s = Sheet(A4, "sans", 9)
    s.text(50, 55, f"{pay.firm}  Pay slip", True, 14)
    y = pairs(s, 50, 85, (("Employee name", pay.name), ("NI number", pay.nino), ("Pay date", pay.date), ("Tax code", pay.tax_code)),
              1, 16, 120)
    for word, rows, total, label in (("Payments", pay.payments, pay.gross, "Gross pay"),
                                     ("Deductions", pay.deductions, pay.withheld, "Total deductions")):
        columns = (Column(word, 200), Column("Last period", 90, True), Column("Amount", 90, True), Column("Difference", 90, True))
        before = [money(r.amount - 100 - n) for n, r in enumerate(rows)]
        cells = [(r.description, b, money(r.amount), money(100 + n)) for n, (r, b) in enumerate(zip(rows, before))]
        y = s.table(50, y + 16, columns, cells, 16, "h")
        s.text(54, y, label, True)
        s.text(336, y, money(total), True, right=True)
    pairs(s, 54, y + 24, (("Net pay", money(pay.net)),), gap=230)
    return s.bytes(), truth(pay, money)


def in_sections(pay):
    """A blank line and a heading within the deductions."""
    s = Sheet(A4, "wide", 8.5)
    s.text(50, 55, f"{pay.firm}  Payslip {pay.month}", True, 12)
    y = pairs(s, 50, 85, (("Name", pay.name), ("NI number", pay.nino), ("Date paid", pay.date), ("Tax code", pay.tax_code)), 1, 16, 120)
    columns = (Column("Payments", 240), Column("Amount", 90, True))
    y = s.table(50, y + 16, columns, [(r.description, money(r.amount)) for r in pay.payments], 15,
                total=("Gross pay", money(pay.gross)))
    columns = (Column("Deductions", 240), Column("Amount", 90, True))
    y = s.table(50, y + 14, columns, [(r.description, money(r.amount)) for r in pay.deductions[:2]], 15)
    if pay.deductions[2:]:
        s.text(54, y + 30, "Voluntary", True)
        for row in pay.deductions[2:]:
            y += 15
            s.text(54, y + 30, row.description)
            s.text(376, y + 30, money(row.amount), right=True)
        y += 45
    s.text(54, y, "Total deductions", True)
    s.text(376, y, money(pay.withheld), True, right=True)
    pairs(s, 54, y + 24, (("Net pay", money(pay.net)),), gap=270)
    return s.bytes(), truth(pay, money)


def narrow(pay):
    """Columns so narrow that every other description is wrapped, at the pitch of the rows; blanks between thousands."""
    def blanks(pence):
        return money(pence, comma=" ")
    s = Sheet(A5, "sans", 9)
    s.text(30, 40, f"Payslip  {pay.firm}", True, 12)
    y = pairs(s, 30, 62, (("Employee", pay.name), ("NI number", pay.nino), ("Pay date", pay.date), ("Tax code", pay.tax_code)), 1, 13, 80)
    columns = (Column("Payments", 90), Column("Amount", 75, True))
    left = s.table(30, y + 14, columns, [(r.description, blanks(r.amount)) for r in pay.payments], 10.4)
    columns = (Column("Deductions", 95), Column("Amount", 75, True))
    right = s.table(215, y + 14, columns, [(r.description, blanks(r.amount)) for r in pay.deductions], 10.4)
    y = max(left, right) + 6
    s.text(34, y, "Gross pay", True)
    s.text(191, y, blanks(pay.gross), True, right=True)
    s.text(219, y, "Total deductions", True)
    s.text(381, y, blanks(pay.withheld), True, right=True)
    s.text(219, y + 18, "Net pay", True)
    s.text(381, y + 18, blanks(pay.net), True, right=True)
    return s.bytes(), truth(pay, blanks)


def boxed_figures(pay):
    """Three tables beside each other, the last of this year's totals; dots lead to the amounts."""
    s = Sheet(landscape(A4), "slab", 8.5)
    s.text(40, 45, f"{pay.firm}  PAY STATEMENT", True, 13)
    y = pairs(s, 40, 70, (("Employee name", pay.name), ("National Insurance number", pay.nino), ("Pay date", pay.date),
                          ("Tax code", pay.tax_code)), 2, 16, 150, 380)
    tables = ((40, "Payments", [(r.description, r.amount) for r in pay.payments]),
              (300, "Deductions", [(r.description, r.amount) for r in pay.deductions]),
              (560, "This year", [("Taxable pay", pay.payments[0].to_date), ("Tax paid", pay.deductions[0].to_date)]))
    foot = y
    for x, word, rows in tables:
        columns = (Column(word, 160), Column("Amount", 80, True))
        foot = max(foot, s.table(x, y + 16, columns, [(d, money(a)) for d, a in rows], 16, "v", shade=0.9))
    foot += 6
    for x, label, amount in ((40, "Gross pay", pay.gross), (300, "Total deductions", pay.withheld), (560, "Net pay", pay.net)):
        s.box(x, foot, x + 240, foot + 18)
        s.text(x + 4, foot + 13, label, True)
        s.text(x + 236, foot + 13, money(amount), True, right=True)
    return s.bytes(), truth(pay, money)


SEEN = (side_by_side, stacked, typewriter, modern, gridded, coded)
UNSEEN = (other_words, amounts_first, last_year_beside, in_sections, narrow, boxed_figures)
