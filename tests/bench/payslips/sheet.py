"""A page that is drawn with reportlab: labels and values, tables in many manners. Places in points from the top left."""

import io
from dataclasses import dataclass

from reportlab.lib.colors import Color, black, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

LIBERATION, DEJAVU = "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/dejavu"
FACES = {  # family: regular and bold
    "sans": (f"{LIBERATION}/LiberationSans-Regular.ttf", f"{LIBERATION}/LiberationSans-Bold.ttf"),
    "serif": (f"{LIBERATION}/LiberationSerif-Regular.ttf", f"{LIBERATION}/LiberationSerif-Bold.ttf"),
    "mono": (f"{LIBERATION}/LiberationMono-Regular.ttf", f"{LIBERATION}/LiberationMono-Bold.ttf"),
    "wide": (f"{DEJAVU}/DejaVuSans.ttf", f"{DEJAVU}/DejaVuSans-Bold.ttf"),
    "slab": (f"{DEJAVU}/DejaVuSerif.ttf", f"{DEJAVU}/DejaVuSerif-Bold.ttf"),
    "screen": (f"{DEJAVU}/DejaVuSansMono.ttf", f"{DEJAVU}/DejaVuSansMono-Bold.ttf"),
}
for family, files in FACES.items():
    for suffix, file in zip(("", "-bold"), files):
        pdfmetrics.registerFont(TTFont(family + suffix, file))


def money(pence, sign="", comma=",", after=""):
    """1234.50 as it is printed."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{sign}{f'{whole:,}'.replace(',', comma)}.{rest:02d}{after}"


@dataclass(frozen=True)
class Column:
    header: str
    width: float
    right: bool = False      # its cells end at the right edge
    header_left: bool = False  # but its header begins at the left one


class Sheet:
    def __init__(self, size, face="sans", size_of_letters=9):
        self.data = io.BytesIO()
        self.canvas = Canvas(self.data, pagesize=size, invariant=1)
        self.width, self.height = size
        self.face, self.letters = face, size_of_letters

    def bytes(self):
        self.canvas.save()
        return self.data.getvalue()

    def text(self, x, y, words, bold=False, size=0, right=False, middle=False):
        """`y`: of the line's foot."""
        self.canvas.setFont(self.face + ("-bold" if bold else ""), size or self.letters)
        draw = self.canvas.drawRightString if right else self.canvas.drawCentredString if middle else self.canvas.drawString
        draw(x, self.height - y, words)

    def width_of(self, words, bold=False):
        return pdfmetrics.stringWidth(words, self.face + ("-bold" if bold else ""), self.letters)

    def line(self, x0, y0, x1, y1, thick=0.6):
        self.canvas.setLineWidth(thick)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, x0, y0, x1, y1, thick=0.6, grey=None):
        self.canvas.setLineWidth(thick)
        if grey is not None:
            self.canvas.setFillColor(Color(grey, grey, grey))
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=int(thick > 0), fill=int(grey is not None))
        self.canvas.setFillColor(black)

    def inverse(self, x0, y0, x1, y1, words, bold=True):
        """White on dark."""
        self.box(x0, y0, x1, y1, 0, 0.25)
        self.canvas.setFillColor(white)
        self.text(x0 + 5, y1 - 5, words, bold)
        self.canvas.setFillColor(black)

    def wrapped(self, words, width):
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width_of(longer) > width and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paragraph(self, x, y, words, width, leading=1.4):
        for line in self.wrapped(words, width):
            self.text(x, y, line)
            y += leading * self.letters
        return y

    def table(self, x, y, columns, rows, pitch=16, ruled="", bold_header=True, shade=None, zebra=False, total=None):
        """Rows of texts below a header whose foot is at y; returns the foot of what comes after. `ruled`: letters of h (a rule
        below each row), v (between columns), t (below the header). `total`: a last row in bold."""
        edges = [x]
        for column in columns:
            edges.append(edges[-1] + column.width)
        top = y - self.letters - 3
        if shade is not None:
            self.box(x, top, edges[-1], y + 4, 0, shade)
        self.row(edges, columns, [c.header for c in columns], y, bold_header, True)
        if ruled:
            self.line(x, y + 4, edges[-1], y + 4)
        for number, cells in enumerate([*rows, *([total] if total else [])]):
            is_total = total is not None and number == len(rows)
            y += pitch
            lines = max(len(self.wrapped(c, k.width - 8)) for c, k in zip(cells, columns))
            if zebra and number % 2:
                self.box(x, y - self.letters - 2, edges[-1], y + 4 + (lines - 1) * 1.15 * self.letters, 0, 0.93)
            if is_total and "t" in ruled:
                self.line(x, y - self.letters - 3, edges[-1], y - self.letters - 3)
            y = self.row(edges, columns, cells, y, is_total)
            if "h" in ruled:
                self.line(x, y + 4, edges[-1], y + 4, 0.4)
        if "v" in ruled:
            for edge in edges:
                self.line(edge, top, edge, y + 4, 0.4)
            self.line(x, top, edges[-1], top, 0.4)
        return y + pitch

    def row(self, edges, columns, cells, y, bold=False, is_header=False):
        foot = y
        for left, right, column, cell in zip(edges, edges[1:], columns, cells):
            for number, words in enumerate(self.wrapped(cell, column.width - 8) if not is_header else [cell]):
                at = y + number * 1.15 * self.letters
                foot = max(foot, at)
                if column.right and not (is_header and column.header_left):
                    self.text(right - 4, at, words, bold, right=True)
                else:
                    self.text(left + 4, at, words, bold)
        return foot
