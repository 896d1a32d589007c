"""Payslips as three employers print them: no common form, only common words."""

import io
from dataclasses import dataclass

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Pay:
    name: str
    nino: str
    date: str    # dd/mm/yyyy
    month: str   # as printed: "September 2026"
    gross: str
    tax: str
    insurance: str
    net: str

    def truth(self):
        return {"employee_name": self.name, "nino": self.nino, "pay_date": self.date,
                "gross_pay": self.gross, "net_pay": self.net}


def comma(amount):
    return f"{float(amount):,.2f}"


def start(size, title):
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=size, invariant=1)
    canvas.setTitle(title)
    return data, canvas


def put(c, x, y, words, font="Sans", size=9, right=False):
    c.setFont(font, size)
    (c.drawRightString if right else c.drawString)(x, y, words)


def bakery(pay):
    """A table under a heading, as a small payroll program prints it on A4."""
    data, c = start(A4, "Payslip")
    width, top = A4
    y = top - 60
    put(c, 45, y, "Harbour Bakery Ltd", "Serif-Bold", 16)
    put(c, width - 45, y, "PAYSLIP", "Sans-Bold", 14, True)
    put(c, 45, y - 14, "7 Net Loft Lane, Northmere NM2 1AA", "Sans", 8)
    c.setLineWidth(1)
    c.line(45, y - 22, width - 45, y - 22)
    y -= 42
    for i, (label, value) in enumerate((("Employee", pay.name), ("NI number", pay.nino),
                                        ("Pay date", pay.date), ("Pay period", pay.month),
                                        ("Tax code", "1150L"), ("Payroll no", "0047"))):
        x, at = 45 + (i % 2) * 270, y - (i // 2) * 18
        put(c, x, at, label, "Sans-Bold", 9)
        put(c, x + 75, at, value)
    y -= 66
    c.setFillColor(Color(0.88, 0.88, 0.88))
    c.rect(45, y, width - 90, 16, stroke=0, fill=1)
    c.setFillColor(black)
    put(c, 50, y + 4.5, "Payments", "Sans-Bold")
    put(c, 310, y + 4.5, "Deductions", "Sans-Bold")
    for edge in (290, width - 50):
        put(c, edge, y + 4.5, "Amount", "Sans-Bold", right=True)
    rows = ((("Basic pay", pay.gross), ("Income tax", pay.tax)), (("", ""), ("National Insurance", pay.insurance)))
    for left, right in rows:
        y -= 17
        for x, edge, (label, amount) in ((50, 290, left), (310, width - 50, right)):
            put(c, x, y, label)
            put(c, edge, y, comma(amount) if amount else "", right=True)
    y -= 26
    c.line(45, y + 14, width - 45, y + 14)
    put(c, 50, y, "Gross pay", "Sans-Bold")
    put(c, 290, y, comma(pay.gross), "Sans-Bold", right=True)
    put(c, 310, y, "Total deductions", "Sans-Bold")
    put(c, width - 50, y, comma(float(pay.tax) + float(pay.insurance)), "Sans-Bold", right=True)
    y -= 24
    c.rect(305, y - 6, width - 350, 21, stroke=1, fill=0)
    put(c, 310, y, "NET PAY", "Sans-Bold", 11)
    put(c, width - 50, y, comma(pay.net), "Sans-Bold", 11, True)
    put(c, 45, y - 40, "Paid by bank transfer. Please keep this payslip: it cannot be replaced.", "Sans-Italic", 7.5)
    c.save()
    return data.getvalue()


def logistics(pay):
    """Labels above their values, figures in a side column."""
    data, c = start(A4, "Pay advice")
    width, top = A4
    c.setFillColor(Color(0.75, 0.27, 0.05))
    c.rect(0, top - 74, width, 74, stroke=0, fill=1)
    c.setFillColor(white)
    put(c, 48, top - 46, "KESTREL LOGISTICS", "Sans-Bold", 20)
    put(c, width - 48, top - 44, "Pay advice", "Sans", 13, True)
    c.setFillColor(black)
    y = top - 112
    for x, label, value in ((48, "Name", pay.name), (230, "National Insurance no.", pay.nino), (400, "Date paid", pay.date)):
        put(c, x, y, label, "Sans", 8)
        put(c, x, y - 15, value, "Sans-Bold", 11)
    y -= 56
    for label, amount, bold in ((f"Salary {pay.month}", pay.gross, False), ("Total gross pay", pay.gross, True),
                                ("PAYE tax", pay.tax, False), ("National Insurance", pay.insurance, False),
                                ("Net pay", pay.net, True)):
        put(c, 48, y, label, "Sans-Bold" if bold else "Sans", 10)
        put(c, 330, y, "£" + comma(amount), "Sans-Bold" if bold else "Sans", 10, True)
        c.setLineWidth(0.4)
        c.line(48, y - 6, 330, y - 6)
        y -= 22
    put(c, 48, y - 20, "Kestrel Logistics plc, Depot 3, Westgate Park, Northmere NM5 8KL", "Sans", 7.5)
    c.save()
    return data.getvalue()


def care(pay):
    """Typewriter letters on A5, label and value on one line."""
    data, c = start(landscape(A5), "Payslip")
    width, top = landscape(A5)
    c.setLineWidth(0.8)
    c.rect(24, 24, width - 48, top - 48)
    put(c, 36, top - 50, "BRIGHTSIDE CARE COOPERATIVE", "Mono-Bold", 12)
    put(c, width - 36, top - 50, "PAYSLIP", "Mono-Bold", 12, True)
    y = top - 84
    for label, value in (("Employee name:", pay.name), ("NI No:", pay.nino), ("Payment date:", pay.date),
                         ("Month:", pay.month)):
        put(c, 36, y, label, "Mono", 10)
        put(c, 150, y, value, "Mono", 10)
        y -= 17
    c.line(36, y + 6, width - 36, y + 6)
    y -= 14
    for label, amount in (("Gross pay:", pay.gross), ("Tax:", pay.tax), ("NI:", pay.insurance), ("Net pay:", pay.net)):
        put(c, 36, y, label, "Mono-Bold" if label == "Net pay:" else "Mono", 10)
        put(c, 250, y, comma(amount), "Mono-Bold" if label == "Net pay:" else "Mono", 10, True)
        y -= 18
    put(c, 36, 36, "Members own this cooperative. Questions: pay@brightside.example", "Mono", 7.5)
    c.save()
    return data.getvalue()
