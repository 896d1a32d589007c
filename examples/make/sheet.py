"""Draws one page of a form: parts, rows of boxes, combs, ticks, amount lines, tables.

The same drawing makes the blank and the filled page, so a box can never be in two places.
Everything flows downwards from the header; y is counted from the top of the page.
"""

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

from fields import Field

WIDTH, HEIGHT = A4
MARGIN = 42
INNER = WIDTH - 2 * MARGIN
GAP = 8
LABEL = 10.5     # a label's line above its box
BOX = 18         # height of an entry box


def tint(colour, share):
    return Color(*(1 - (1 - c) * share for c in colour))


class Sheet:
    def __init__(self, canvas, form, page, filling=None):
        self.canvas, self.form, self.page, self.filling = canvas, form, page, filling
        self.colour = Color(*form.office.colour)
        self.fields = []
        self.air = form.air
        self.y = 0

    # -- places ------------------------------------------------------------
    def flip(self, y):
        return HEIGHT - y

    def text(self, x, y, words, font="Sans", size=8, colour=black, align="left"):
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString,
                "centre": self.canvas.drawCentredString}[align]
        draw(x, self.flip(y), words)

    def paragraph(self, words, size=8, font="Sans", leading=None, indent=0, colour=black):
        leading = leading or size * 1.28
        for line in wrap(words, font, size, INNER - indent):
            self.y += leading
            self.text(MARGIN + indent, self.y, line, font, size, colour)
        self.y += 3

    # -- structure ---------------------------------------------------------
    def part(self, number, title, note=""):
        self.y += 7 + self.air
        self.canvas.setFillColor(self.colour)
        self.canvas.rect(MARGIN, self.flip(self.y + 17), INNER, 17, stroke=0, fill=1)
        self.text(MARGIN + 7, self.y + 12.2, f"{self.form.part} {number}", "Sans-Bold", 9.5, white)
        self.text(MARGIN + 50, self.y + 12.2, title, "Sans-Bold", 9.5, white)
        if note:
            self.text(MARGIN + INNER - 7, self.y + 12, note, "Sans", 7.5, white, "right")
        self.y += 22

    def number_box(self, x, y, number):
        if not number:
            return 0
        width = max(13, 5 + pdfmetrics.stringWidth(str(number), "Sans-Bold", 7))
        self.canvas.setFillColor(tint(self.form.office.colour, 0.85))
        self.canvas.rect(x, self.flip(y + 1.8), width, 9.6, stroke=0, fill=1)
        self.text(x + width / 2, y - 0.6, str(number), "Sans-Bold", 7, white, "centre")
        return width + 4

    def frame(self, x, y, w, h):
        self.canvas.setStrokeColor(self.colour)
        self.canvas.setFillColor(white)
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(x, self.flip(y + h), w, h, stroke=1, fill=1)

    def row(self, *cells):
        """Cells side by side; each is a dict with share, number, label, name, kind…"""
        total = sum(c["share"] for c in cells)
        usable = INNER - GAP * (len(cells) - 1)
        x = MARGIN
        for cell in cells:
            w = usable * cell["share"] / total
            self.cell(x, w, **{k: v for k, v in cell.items() if k != "share"})
            x += w + GAP
        self.y += LABEL + BOX + 7 + self.air

    def cell(self, x, w, name="", label="", number=None, kind="text", comb=0, max_len=0,
             pounds=False, hint="", required=False):
        top = self.y + 8
        shift = self.number_box(x, top, number)
        self.text(x + shift, top, label, "Sans", 7.8)
        if hint:
            used = shift + pdfmetrics.stringWidth(label, "Sans", 7.8) + 4
            self.text(x + used, top, hint, "Sans-Italic", 6.6, Color(0.35, 0.35, 0.35))
        if not name:
            return
        box_top = self.y + LABEL + 2
        if comb:
            w = min(w, comb * 15.5)
        if kind == "amount" or pounds:
            self.text(x + 2, box_top + 12.5, self.form.currency, "Sans-Bold", 10)
            x, w = x + 11, w - 11
        self.frame(x, box_top, w, BOX)
        for i in range(1, comb):
            self.canvas.setLineWidth(0.5)
            at = x + w * i / comb
            self.canvas.line(at, self.flip(box_top + BOX), at, self.flip(box_top + BOX * 0.45))
        tooltip = label + (f" (box {number})" if number else "")
        self.add(name, kind, (x, box_top, w, BOX), tooltip, comb or max_len, bool(comb), required)

    def amount_line(self, number, label, name, note="", kind="amount"):
        """A label with dotted leader and the amount box at the right."""
        box_w, h = 98, 17
        x = MARGIN + INNER - box_w
        base = self.y + 11.5
        shift = self.number_box(MARGIN, base, number)
        self.text(MARGIN + shift, base, label, "Sans", 8.6)
        used = MARGIN + shift + pdfmetrics.stringWidth(label, "Sans", 8.6) + 4
        if note:
            self.text(used, base, note, "Sans-Italic", 7, Color(0.35, 0.35, 0.35))
            used += pdfmetrics.stringWidth(note, "Sans-Italic", 7) + 4
        self.canvas.setLineWidth(0.4)
        self.canvas.setStrokeColor(Color(0.5, 0.5, 0.5))
        self.canvas.setDash(0.6, 2.4)
        self.canvas.line(used, self.flip(base), x - 15, self.flip(base))
        self.canvas.setDash()
        if kind == "amount":
            self.text(x - 10, base, self.form.currency, "Sans-Bold", 10)
        self.frame(x, self.y, box_w, h)
        self.add(name, kind, (x, self.y, box_w, h), f"{label} (box {number})")
        self.y += h + 4.5 + self.air

    def tick(self, x, name, label, number=None, width=0):
        """A tick box with its label to the right; the caller moves y."""
        side = 11.5
        shift = self.number_box(x, self.y + 9, number)
        x += shift
        self.frame(x, self.y, side, side)
        self.text(x + side + 5, self.y + 9, label, "Sans", 8.2)
        tooltip = label + (f" (box {number})" if number else "")
        self.add(name, "tick", (x, self.y, side, side), tooltip)
        return x + side + 5 + max(width, pdfmetrics.stringWidth(label, "Sans", 8.2)) + 14

    def ticks(self, *items):
        x = MARGIN
        for item in items:
            x = self.tick(x, **item)
        self.y += 19 + self.air / 2

    def table(self, headings, rows, shares):
        """headings: texts; rows: lists of (name, kind, tooltip)."""
        total, h = sum(shares), 17.5
        widths = [INNER * s / total for s in shares]
        x = MARGIN
        self.canvas.setFillColor(tint(self.form.office.colour, 0.16))
        self.canvas.rect(MARGIN, self.flip(self.y + 13), INNER, 13, stroke=0, fill=1)
        for heading, w in zip(headings, widths):
            self.text(x + 4, self.y + 9.3, heading, "Sans-Bold", 7.4)
            x += w
        self.y += 13
        for row in rows:
            x = MARGIN
            for (name, kind, tooltip), w in zip(row, widths):
                self.frame(x, self.y, w, h)
                self.add(name, kind, (x, self.y, w, h), tooltip)
                x += w
            self.y += h
        self.y += 8

    def signature(self, number, date_name, date_number):
        h = 34
        top = self.y + 8
        w = INNER * 0.62
        shift = self.number_box(MARGIN, top, number)
        self.text(MARGIN + shift, top, "Your signature", "Sans", 7.8)
        self.frame(MARGIN, self.y + LABEL + 2, w, h)
        if self.filling and self.filling.signature:
            self.canvas.setFillColor(Color(0.08, 0.1, 0.35))
            self.canvas.setFont("Signature", 21)
            self.canvas.drawString(MARGIN + 22, self.flip(self.y + LABEL + 2 + h * 0.66),
                                   self.filling.signature)
        self.cell(MARGIN + w + GAP, INNER - w - GAP, name=date_name, label="Date signed",
                  number=date_number, kind="date", hint="dd/mm/yyyy", required=True)
        self.y += LABEL + h + 8

    # -- fields ------------------------------------------------------------
    def add(self, name, kind, box, tooltip, max_len=0, comb=False, required=False):
        x, top, w, h = box
        rect = tuple(round(v, 2) for v in (x, self.flip(top + h), x + w, self.flip(top)))
        inset = 0.8 if kind != "tick" else 1.0
        rect = (rect[0] + inset, rect[1] + inset, rect[2] - inset, rect[3] - inset)
        size = 10.5 if comb else 10
        item = Field(name, kind, self.page, rect, tooltip, max_len, comb, size, required)
        self.fields.append(item)
        if self.filling:
            from ink import put
            put(self.canvas, item, self.filling)


def wrap(words, font, size, width):
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return lines + [line]
