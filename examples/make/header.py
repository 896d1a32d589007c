"""The office's face: fonts, crest, header band, footer, and the space for a barcode."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import Color, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from sheet import HEIGHT, INNER, MARGIN, WIDTH, tint

LIBERATION = "/usr/share/fonts/truetype/liberation/Liberation{}.ttf"
FONTS = {"Sans": LIBERATION.format("Sans-Regular"), "Sans-Bold": LIBERATION.format("Sans-Bold"),
         "Sans-Italic": LIBERATION.format("Sans-Italic"), "Serif": LIBERATION.format("Serif-Regular"),
         "Serif-Bold": LIBERATION.format("Serif-Bold"),
         "Mono": LIBERATION.format("Mono-Regular"), "Mono-Bold": LIBERATION.format("Mono-Bold"),
         "Narrow": LIBERATION.format("SansNarrow-Regular"),
         "Hand": "/usr/share/fonts/truetype/femkeklaver/femkeklaver.ttf",
         "Signature": "/usr/share/fonts/truetype/breip/Breip.ttf"}


def register_fonts():
    for name, path in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, path))


def shield(path, x, y, s):
    path.moveTo(x, y + s)
    path.lineTo(x + s * 0.84, y + s)
    path.lineTo(x + s * 0.84, y + s * 0.45)
    path.curveTo(x + s * 0.84, y + s * 0.18, x + s * 0.55, y + s * 0.06, x + s * 0.42, y)
    path.curveTo(x + s * 0.29, y + s * 0.06, x, y + s * 0.18, x, y + s * 0.45)
    path.close()


def crest(canvas, office, x, y, s):
    """A made-up emblem: a lake under a northern star, or a balance on a hill."""
    path = canvas.beginPath()
    shield(path, x, y, s)
    canvas.setFillColor(white)
    canvas.setStrokeColor(white)
    canvas.drawPath(path, fill=1, stroke=0)
    canvas.setStrokeColor(Color(*office.colour))
    canvas.setFillColor(Color(*office.colour))
    canvas.setLineWidth(1.6)
    mid = x + s * 0.42
    if office.crest == "lake":
        for i in range(3):
            wave = canvas.beginPath()
            top = y + s * (0.44 - 0.1 * i)
            half = s * (0.33 - 0.05 * i)
            wave.moveTo(mid - half, top)
            wave.curveTo(mid - half / 2, top + s * 0.09, mid - half / 2, top - s * 0.02, mid, top)
            wave.curveTo(mid + half / 2, top + s * 0.02, mid + half / 2, top - s * 0.09, mid + half, top)
            canvas.drawPath(wave, fill=0, stroke=1)
        star = canvas.beginPath()
        r = s * 0.2
        star.moveTo(mid, y + s * 0.74 + r)
        for dx, dy in ((0.22, 0.22), (1, 0), (0.22, -0.22), (0, -1), (-0.22, -0.22), (-1, 0), (-0.22, 0.22)):
            star.lineTo(mid + dx * r, y + s * 0.74 + dy * r)
        star.close()
        canvas.drawPath(star, fill=1, stroke=0)
    else:
        canvas.line(mid, y + s * 0.2, mid, y + s * 0.84)
        canvas.line(mid - s * 0.28, y + s * 0.74, mid + s * 0.28, y + s * 0.74)
        for side in (-1, 1):
            at = mid + side * s * 0.26
            canvas.line(at, y + s * 0.74, at - s * 0.09, y + s * 0.5)
            canvas.line(at, y + s * 0.74, at + s * 0.09, y + s * 0.5)
            canvas.wedge(at - s * 0.11, y + s * 0.4, at + s * 0.11, y + s * 0.58, 180, 180, fill=1, stroke=0)
        canvas.line(mid - s * 0.16, y + s * 0.2, mid + s * 0.16, y + s * 0.2)


def draw_header(sheet):
    c, office, form = sheet.canvas, sheet.form.office, sheet.form
    tall = 62 if sheet.page == 1 else 34
    c.setFillColor(sheet.colour)
    c.rect(0, HEIGHT - tall, WIDTH, tall, stroke=0, fill=1)
    c.setFillColor(tint(office.colour, 0.45))
    c.rect(0, HEIGHT - tall - 3, WIDTH, 3, stroke=0, fill=1)
    size = tall - 18
    crest(c, office, MARGIN, HEIGHT - tall + 9, size)
    x = MARGIN + size + 8
    if sheet.page == 1:
        sheet.text(x, 29, office.name, "Serif-Bold", 17, white)
        sheet.text(x, 44, office.strapline, "Sans", 8.6, white)
        sheet.text(WIDTH - MARGIN, 37, form.code, "Sans-Bold", 25, white, "right")
        sheet.y = 86
        sheet.text(MARGIN, sheet.y, form.title, "Sans-Bold", 16.5, sheet.colour)
        sheet.y += 3
        sheet.paragraph(form.subtitle, 8.4)
    else:
        sheet.text(x, 22, f"{office.name} · {form.title}", "Sans-Bold", 10.5, white)
        sheet.text(WIDTH - MARGIN, 23, form.code, "Sans-Bold", 14, white, "right")
        sheet.y = 46


def draw_footer(sheet):
    c, form = sheet.canvas, sheet.form
    c.setStrokeColor(sheet.colour)
    c.setLineWidth(0.7)
    c.line(MARGIN, 34, WIDTH - MARGIN, 34)
    sheet.text(MARGIN, HEIGHT - 24, f"{form.id}   {form.edition}", "Sans", 6.8)
    sheet.text(WIDTH / 2, HEIGHT - 24, sheet.form.office.name, "Sans", 6.8, align="centre")
    sheet.text(WIDTH - MARGIN, HEIGHT - 24, form.page_of.format(sheet.page, len(form.pages)), "Sans", 6.8,
               align="right")


def payload(form, values):
    """What the barcode says: the form's id, then field=value, one a line."""
    lines = [form.id] + [f"{name}={values.get(name, '')}" for name in form.barcode]
    return "\n".join(lines)


def draw_barcode(sheet, x, top, side):
    """The space for the code; form software prints it, a pen leaves it empty."""
    c, form, filling = sheet.canvas, sheet.form, sheet.filling
    c.setStrokeColor(tint(form.office.colour, 0.6))
    c.setLineWidth(0.5)
    c.setDash(1.5, 1.5)
    c.rect(x, HEIGHT - top - side, side, side, stroke=1, fill=0)
    c.setDash()
    if not (filling and filling.barcode):
        return
    values = {**filling.values, **filling.barcode_values}
    draw_qr(c, payload(form, values), x + 5, HEIGHT - top - side + 5, side - 10)


def draw_qr(c, words, x, y, side):
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(words)
    code.make()
    cell = side / code.getModuleCount()
    c.setFillColor(Color(0, 0, 0))
    for r in range(code.getModuleCount()):
        for k in range(code.getModuleCount()):
            if code.isDark(r, k):
                c.rect(x + k * cell, y + side - (r + 1) * cell, cell, cell, stroke=0, fill=1)
