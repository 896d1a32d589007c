"""Puts a value on the page as the form software's printer or a pen would."""

from decimal import Decimal

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics


def put(canvas, field, filling):
    value = filling.values.get(field.id)
    if value is None or value is False or value == "":
        return
    x0, y0, x1, y1 = field.rect
    canvas.setFillColor(Color(*filling.ink))
    canvas.setStrokeColor(Color(*filling.ink))
    if field.kind == "tick":
        cross(canvas, x0 + 1.6, y0 + 1.6, x1 - 1.6, y1 - 1.6)
        return
    canvas.setFont(filling.font, field.size)
    base = y0 + (y1 - y0 - field.size * 0.72) / 2
    if field.id in filling.corrected:
        correct(canvas, field, filling, base)
    elif field.comb:
        step = (x1 - x0) / field.max_len
        for i, letter in enumerate(value):
            canvas.drawCentredString(x0 + step * (i + 0.5), base, letter)
    elif field.kind in ("amount", "integer"):
        if filling.commas and field.kind == "amount":
            value = f"{Decimal(value):,.2f}"
        canvas.drawRightString(x1 - 4, base, value)
    else:
        fit(canvas, field, filling, value)
        canvas.drawString(x0 + 4, base, value)


def fit(canvas, field, filling, value):
    """The form software makes a long value smaller rather than let it run out of its box."""
    room = field.rect[2] - field.rect[0] - 6
    width = pdfmetrics.stringWidth(value, filling.font, field.size)
    if width > room:
        canvas.setFont(filling.font, field.size * room / width)


def cross(canvas, x0, y0, x1, y1):
    canvas.setLineWidth(1.5)
    canvas.setLineCap(1)
    canvas.line(x0, y0, x1, y1)
    canvas.line(x0, y1, x1, y0)
    canvas.setLineCap(0)


def correct(canvas, field, filling, base):
    """The printed figure struck through twice by pen, the right one written beside it."""
    x0, y0, x1, y1 = field.rect
    wrong, right = filling.corrected[field.id]
    canvas.drawRightString(x1 - 4, base, wrong)
    width = pdfmetrics.stringWidth(wrong, filling.font, field.size)
    pen = Color(0.06, 0.08, 0.32)
    canvas.setStrokeColor(pen)
    canvas.setFillColor(pen)
    canvas.setLineWidth(1.1)
    left = x1 - 6 - width
    canvas.line(left, base + 1.5, x1 - 1, base + 5.5)
    canvas.line(left + 1, base + 5, x1 - 2, base + 2.5)
    room = left - 4 - x0 - 3
    size = min(13, 13 * room / pdfmetrics.stringWidth(right, "Hand", 13))
    by_pen(canvas, left - 4, base - 1, right, size, pen)


def by_pen(canvas, x, y, words, size, pen, right_aligned=True):
    """Handwriting with the width of a pen: filled and outlined."""
    words_width = pdfmetrics.stringWidth(words, "Hand", size)
    text = canvas.beginText(x - words_width if right_aligned else x, y)
    text.setFont("Hand", size)
    text.setFillColor(pen)
    text.setStrokeColor(pen)
    text.setTextRenderMode(2)
    canvas.setLineWidth(0.5)
    text.textLine(words)
    text.setTextRenderMode(0)
    canvas.drawText(text)
