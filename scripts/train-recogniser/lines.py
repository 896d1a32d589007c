"""Made-up lines of writing as the reader cuts them out of a scan: what is written, how it is printed and scanned, and
how a line is made ready for the net. The last part mirrors ocr/reader/line_picture.cc: change both or neither.

Fonts are whatever Debian packages installed (see README.md); nothing here looks at a real document.
"""
import random
import string
import subprocess

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

HEIGHT = 32   # rows of a line's picture
LETTER = 20   # pixels: what the height of a line's capitals and figures is scaled to
LETTER_BELOW_MARKS, LOWER = 18, 1   # the same for a net that knows accents, and how much lower they stand: there is room for those of capitals
MARGIN = 8    # white columns at both ends
ALPHABET = "".join(chr(c) for c in range(33, 127)) + "£€" + " "   # class 0 is the blank of CTC, class i + 1 the i-th

HAND = ("Dkg", "Breip", "Femke", "Because", "Comic Neue", "Humor", "Dancing", "Summersby", "Rufscript", "StayPuft", "Klee",
        "Chilanka", "Delphine", "Steve", "Purisa", "It wasn", "Domestic", "Berenika", "Klaudia", "Yusei", "Andika", "Kristi",
        "Radis", "Ecolier", "Wicked", "Kaushan", "DkgHandwriting")
PLAIN = ("Liberation", "DejaVu Sans", "Nimbus", "FreeSans", "FreeSerif", "FreeMono", "Carlito", "Caladea", "Arimo", "Tinos",
         "Cousine", "TeX Gyre Heros", "TeX Gyre Termes", "TeX Gyre Cursor", "Roboto", "Open Sans", "Noto S", "Courier")
TYPED = ("GNUTypewriter", "Courier", "Mono", "3270", "OCR", "Typewriter", "Cursor", "Cousine", "Code")
UNFIT = ("BRK", "Math", "D050000L", "Keyboard", "Symbol", "Caps", "Small", "Dings", "Lobster", "Outline", "Junkyard",
         "Penguin", "El Abogado", "Titling", "OpenDyslexic", "Lucid", "Leckerli", "Proggy", "Unslanted", "Dunhill")


def fonts(marks=False):
    """Files by kind: hand, plain, typed, other. Only those that hold the alphabet, and letters with marks; upright regular ones thrice."""
    listed = subprocess.run(["fc-list", ":charset=21 30 41 61 7e a3" + " e9 142 175 17c 153" * marks, "file", "family", "style"],
                            capture_output=True, text=True, check=True).stdout
    kinds = {"hand": [], "plain": [], "typed": [], "other": []}
    for line in sorted(listed.splitlines()):
        file, _, rest = line.partition(": ")
        family, _, style = rest.partition(":")
        if any(word in family for word in UNFIT) or not file.endswith((".ttf", ".otf", ".t1", ".pfb", ".ttc")):
            continue
        kind = "other"
        for name, words in (("hand", HAND), ("typed", TYPED), ("plain", PLAIN)):
            if any(word in family for word in words):
                kind = name
                break
        slight = any(w in style for w in ("Thin", "ExtraLight", "Black", "Heavy", "ExtraBold", "Condensed"))
        regular = not slight and not any(w in style for w in ("Bold", "Italic", "Oblique", "Light"))
        kinds[kind] += [file] * (3 if regular else 0 if slight and kind != "hand" else 1)
    return kinds


# --- what is written --------------------------------------------------------------------------------------------------

def words():
    with open("/usr/share/dict/american-english") as file:
        return [w.strip() for w in file if w.strip().isascii() and "'" not in w and 2 < len(w) < 14]


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = words()

    def digits(self, n):
        return "".join(self.random.choice("0123456789") for _ in range(n))

    def amount(self):
        r = self.random
        whole = r.randrange(10 ** r.randint(1, 8))
        text = f"{whole:,}" if r.random() < 0.6 else str(whole)
        if r.random() < 0.45:
            text += r.choice([".", ".", ".", ","]) + self.digits(2) if "," not in text else "." + self.digits(2)
        roll = r.random()
        if roll < 0.04: text = "-" + text
        elif roll < 0.07: text = "(" + text + ")"
        elif roll < 0.11: text = r.choice("$£€") + text
        elif roll < 0.13: text += "%"
        elif roll < 0.15: text = text.replace(",", " ")
        return text

    def code(self):
        r = self.random
        return r.choice([
            lambda: f"{self.digits(3)}-{self.digits(2)}-{self.digits(4)}",
            lambda: f"{self.digits(2)}-{self.digits(7)}",
            lambda: f"{self.digits(3)}-{self.digits(3)}-{self.digits(4)}",
            lambda: f"({self.digits(3)}) {self.digits(3)}-{self.digits(4)}",
            lambda: f"{r.randint(1, 31):02d}{r.choice('/.-')}{r.randint(1, 12):02d}{r.choice('/.-')}{r.randint(1900, 2030)}",
            lambda: f"{r.randint(1, 12)}/{r.randint(1, 31)}/{r.randint(0, 99):02d}",
            lambda: f"{r.randint(1900, 2030)}-{r.randint(1, 12):02d}-{r.randint(1, 31):02d}",
            lambda: self.digits(r.randint(1, 17)),
            lambda: self.digits(r.randint(4, 10)),
            lambda: " ".join(self.digits(r.randint(2, 4)) for _ in range(r.randint(2, 5))),
            lambda: "".join(r.choice(string.ascii_uppercase + string.digits) for _ in range(r.randint(2, 11))),
            lambda: f"{self.upper(2)} {self.digits(2)} {self.digits(2)} {self.digits(2)} {self.upper(1)}",
            lambda: f"{self.upper(r.randint(1, 2))}{r.randint(1, 29)} {self.digits(1)}{self.upper(2)}",
            lambda: f"{self.upper(2)}{self.digits(2)} " + " ".join(self.digits(4) for _ in range(r.randint(3, 5))),
            lambda: f"{self.digits(2)}-{self.digits(2)}-{self.digits(2)}",
            lambda: f"{self.digits(r.randint(1, 3))}{r.choice('+-/*#&')}{self.digits(r.randint(1, 3))}",
        ])()

    def upper(self, n):
        return "".join(self.random.choice(string.ascii_uppercase) for _ in range(n))

    def word(self):
        r = self.random
        if r.random() < 0.25:   # a name that no dictionary has
            syllables = [r.choice(["", *"bcdfghjklmnpqrstvwxyz", "ch", "sh", "th", "br", "kl", "st"]) + r.choice([*"aeiouy", "ou", "ie", "ee", "aa"])
                         for _ in range(r.randint(1, 4))]
            word = "".join(syllables) + r.choice(["", "", *"nrlsmktdxz"])
        else:
            word = r.choice(self.words)
        roll = r.random()
        if roll < 0.6: return word.capitalize()
        if roll < 0.75: return word.upper()
        return word.lower()

    def prose(self):
        r = self.random
        kind = r.random()
        if kind < 0.15:
            return f"{r.randint(1, 999)} {self.word()} {r.choice(['Street', 'Road', 'Lane', 'Ave', 'Avenue', 'St.', 'Close', 'Hill', 'Apt', 'Drive'])}"
        if kind < 0.25:
            return f"{self.word()}, {self.upper(2)} {self.digits(5)}" if r.random() < 0.5 else f"{self.word()} {self.digits(5)}"
        if kind < 0.35:
            a, b = self.word().lower(), self.word().lower()
            return f"{a}{r.choice(['.', '_', '-', ''])}{b}@{self.word().lower()}.{r.choice(['org', 'com', 'net', 'co.uk', 'gov', 'de'])}"
        if kind < 0.42:
            return f"{self.word()} {self.upper(1)}{r.choice(['.', ''])} {self.word()}"
        text = " ".join(self.word() for _ in range(r.choice([1, 1, 1, 2, 2, 2, 3, 3, 4])))
        roll = r.random()
        if roll < 0.08: text = text.replace(" ", ", ", 1)
        elif roll < 0.12: text = text.replace(" ", r.choice([" & ", "-", "/", " - ", "'"]), 1)
        elif roll < 0.15: text += r.choice([".", "?", "!", ":", ";", ")", '"'])
        return text

    def noise(self):
        r = self.random
        return "".join(r.choice(ALPHABET[:-1]) for _ in range(r.randint(1, 10)))

    def line(self):
        roll = self.random.random()
        text = (self.amount() if roll < 0.33 else self.code() if roll < 0.56 else self.prose() if roll < 0.95 else self.noise())
        return text[:40].strip()


# --- how it is printed and scanned ------------------------------------------------------------------------------------

class Scanner:
    """Prints a line large, then lets a scanner look at it: a picture with dark writing, and where there is ink."""

    def __init__(self, seed, marks=False):
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.fonts = fonts(marks)
        self.left = 0   # lines still to be written with this font and size: loading one takes longer than a line

    def font(self, size):
        r = self.random
        if self.left == 0:
            shares = {"plain": 0.44, "typed": 0.17, "other": 0.23, "hand": 0.16 * bool(self.fonts["hand"])}
            self.kind = r.choices(list(shares), list(shares.values()))[0]
            self.loaded = ImageFont.truetype(r.choice(self.fonts[self.kind]), size)
            self.left = 8
        self.left -= 1
        return self.loaded, self.kind

    def printed(self, text, pixels):
        """White on black, `pixels` an em; None if the font has no picture for it."""
        try:
            return self.drawn(text, pixels)
        except OSError:   # a bitmap font without one of the letters
            self.left = 0
            return None

    def drawn(self, text, pixels):
        font, kind = self.font(pixels)
        x0, y0, x1, y1 = font.getbbox(text)
        if x1 - x0 < 2 or y1 - y0 < 2 or x1 - x0 > 6000: return None
        pad = pixels // 2
        image = Image.new("L", (x1 - x0 + 2 * pad, y1 - y0 + 2 * pad))
        draw = ImageDraw.Draw(image)
        spread = self.random.random() < 0.12 and kind != "hand"
        if spread:   # set wider than the font wants: letters in cells, or tracked
            x = pad
            gap = self.random.uniform(0.02, 0.3) * pixels
            width = int(font.getlength(text) + gap * len(text)) + 2 * pad
            image = Image.new("L", (max(width, 2), y1 - y0 + 2 * pad))
            draw = ImageDraw.Draw(image)
            for c in text:
                draw.text((x, pad - y0), c, fill=255, font=font)
                x += font.getlength(c) + gap
        else:
            draw.text((pad - x0, pad - y0), text, fill=255, font=font)
        return np.asarray(image)

    def scan(self, text, print_over=None):
        """(grey picture, 0 black to 255 white; ink mask; None or the blank's print there) or None. `print_over` draws
        what the blank has printed where the line was written, given the writing (Underprint)."""
        r = self.random
        kind = r.choices(["bilevel", "grey", "fax", "photo"], [0.42, 0.18, 0.22, 0.18])[0]
        if self.left == 0:
            self.points = r.choice([7, 8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13, 14, 16])
            self.dpi = {"bilevel": r.choice([200, 200, 200, 300]), "grey": r.choice([200, 300]), "fax": 200, "photo": r.randint(130, 240)}[kind]
        points, dpi = self.points, self.dpi
        over = 2
        large = self.printed(text, max(12, int(points * dpi * over / 72)))
        if large is None: return None
        under = None
        if print_over:
            large = cv2.copyMakeBorder(large, *[int(points * dpi * over / 72 * f) for f in (0.5, 0.5, 0.8, 0.8)], cv2.BORDER_CONSTANT)
            under = print_over(large, points * dpi * over / 72)
        h, w = large.shape
        # Ink spreads or wears, the sheet lies a little askew, the lens is not sharp.
        roll = r.random()
        size = 2
        if roll < 0.25: large = cv2.dilate(large, np.ones((size, size), np.uint8))
        elif roll < 0.32 and points > 9 and self.kind != "hand": large = cv2.erode(large, np.ones((2, 2), np.uint8))
        angle, shear = r.gauss(0, 0.5 if kind == "bilevel" else 0.9), r.gauss(0, 0.02 if kind != "photo" else 0.06)
        sx, sy = r.gauss(1, 0.02), r.gauss(1, 0.02)
        t = np.deg2rad(angle)
        m = np.array([[sx * np.cos(t), -np.sin(t) + shear, 0], [np.sin(t), sy * np.cos(t), 0]], np.float32) / over
        ow, oh = w // over + 6, h // over + 8
        centre = m[:, :2] @ np.array([w / 2, h / 2])
        m[0, 2], m[1, 2] = ow / 2 - centre[0] + r.uniform(-1, 1), oh / 2 - centre[1] + r.uniform(-1, 1)
        blur = {"bilevel": r.uniform(0.25, 0.75), "grey": r.uniform(0.3, 0.9), "fax": r.uniform(0.35, 0.8), "photo": r.uniform(0.5, 1.15)}[kind]
        if under is not None:
            near = m + np.array([[0, 0, r.gauss(0, 0.5)], [0, 0, r.gauss(0, 0.5)]], np.float32)
            blank = cv2.warpAffine(under, near, (ow, oh), flags=cv2.INTER_AREA) > 127
            large = np.maximum(large, under if r.random() < 0.8 else cv2.dilate(under, np.ones((2, 2), np.uint8)))
        large = cv2.GaussianBlur(large, (0, 0), blur * over)
        ink = cv2.warpAffine(large, m, (ow, oh), flags=cv2.INTER_LINEAR).astype(np.float32) / 255
        # Speckled paper, uneven toner.
        ink *= r.uniform(0.75, 1.0) if kind in ("grey", "photo") else 1
        noise = self.numbers.normal(0, 1, ink.shape).astype(np.float32)
        strength = {"bilevel": r.choice([0, 0.03, 0.08, 0.14]), "grey": r.uniform(0, 0.06), "fax": r.uniform(0.03, 0.18), "photo": r.uniform(0.01, 0.08)}[kind]
        ink = ink + strength * cv2.GaussianBlur(noise, (0, 0), r.choice([0.3, 0.7, 1.2])) * (2 if strength else 0)
        if kind == "fax":
            if r.random() < 0.35:   # the coarse mode: every other line
                ink = cv2.resize(ink, (ow, max(2, oh // 2)), interpolation=cv2.INTER_AREA)
                ink = (ink > r.uniform(0.35, 0.6)).astype(np.float32)
                ink = cv2.resize(ink, (ow, oh), interpolation=cv2.INTER_NEAREST)
            flip = self.numbers.random(ink.shape) < r.choice([0, 0.002, 0.006])
            ink = np.where(flip, 1 - ink, ink)
        threshold = r.uniform(0.32, 0.62)
        mask = ink > threshold
        if kind in ("bilevel", "fax"):
            grey = np.where(mask, 0, 255).astype(np.float32)
        else:
            paper = r.uniform(150, 250)
            grey = np.clip(paper * (1 - ink * r.uniform(0.7, 1)), 0, 255)
            if r.random() < 0.7:
                done, coded = cv2.imencode(".jpg", grey.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, r.randint(35, 92)])
                grey = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(np.float32)
            mask = grey < paper * (1 - threshold * 0.85)
        return (grey, self.subtracted(mask), None) if under is None else (grey, mask, blank)

    def subtracted(self, mask):
        """What taking the blank's own ink away does to writing: gaps where a rule was, crumbs that a rule left."""
        r = self.random
        mask = mask.copy()
        h, w = mask.shape
        rows = np.flatnonzero(mask.any(axis=1))
        if len(rows) == 0: return mask
        top, bottom = rows[0], rows[-1]
        if r.random() < 0.22:   # a rule that the writing stands on or hangs over
            at = bottom - r.randint(-1, max(1, (bottom - top) // 4))
            thick = r.randint(1, 5)
            band = mask[max(at, 0):at + thick].copy()
            mask[max(at, 0):at + thick] = False
            if r.random() < 0.6 and at > 0 and at + thick < h:   # strokes that cross it come back
                crossing = mask[at - 1:at].any(axis=0) & mask[at + thick:at + thick + 1].any(axis=0)
                mask[at:at + thick] |= band & crossing
        if r.random() < 0.05:
            at = r.randint(0, w - 1)
            mask[:, at:at + r.randint(1, 4)] = False
        for _ in range(r.choice([0, 0, 0, 0, 1, 2, 4])):
            x, y = r.randint(0, w - 1), r.randint(0, h - 1)
            mask[y:y + r.randint(1, 2), x:x + r.randint(1, 3)] = True
        if r.random() < 0.06:
            y, x = r.choice([max(top - 2, 0), min(bottom + 2, h - 1)]), r.randint(0, w - 1)
            mask[y:y + 1, x:x + r.randint(4, 30)] = True
        return mask


class Underprint:
    """What a blank has printed where people write: rules between dollars and cents, lines to write on, figures that the
    office put there, edges of boxes. Called with the writing, white on black, and the pixels of an em."""

    def __init__(self, writer, scanner):
        self.writer, self.scanner, self.random = writer, scanner, writer.random

    def __call__(self, writing, em):
        r = self.random
        under = np.zeros_like(writing)
        columns, rows = np.flatnonzero(writing.any(axis=0)), np.flatnonzero(writing.any(axis=1))
        left, right, top, bottom = columns[0], columns[-1], rows[0], rows[-1]
        thick = lambda: max(1, int(em * r.uniform(0.03, 0.11)))
        roll = r.random()
        if roll < 0.45:
            self.figures(under, em, left, right, top)
        if roll > 0.28:
            for _ in range(r.choice([1, 1, 1, 2])):
                at = r.randint(left, right)
                under[:, at:at + thick()] = 255
        if r.random() < 0.5:
            at = bottom + int(em * r.uniform(-0.12, 0.45))
            under[at:at + thick()] = 255
        if r.random() < 0.08:
            at = top - int(em * r.uniform(0.05, 0.5))
            under[max(at, 0):max(at, 0) + thick()] = 255
        if r.random() < 0.06:   # a dotted leader
            at, dot = bottom - thick(), thick()
            under[at:at + dot, ::max(3, int(em * r.uniform(0.15, 0.4)))] = 255
            under = cv2.dilate(under, np.ones((1, dot), np.uint8))
        return under

    def figures(self, under, em, left, right, top):
        r = self.random
        text = r.choice([self.writer.amount, self.writer.amount, self.writer.code, self.writer.word,
                         lambda: f"{r.randint(1, 99)}%", lambda: r.choice("$£€=+-x%")])()
        kind = r.choices(["plain", "typed", "other"], [0.7, 0.1, 0.2])[0]
        try:
            font = ImageFont.truetype(r.choice(self.scanner.fonts[kind]), max(8, int(em * r.uniform(0.75, 1.3))))
            image = Image.fromarray(under)
            x0, y0, x1, _ = font.getbbox(text)
            at = r.randint(min(left - (x1 - x0) // 2, right - 1), right) if r.random() < 0.5 else right - (x1 - x0) + int(em * r.gauss(0, 0.5))
            ImageDraw.Draw(image).text((at - x0, top - y0 + int(em * r.gauss(0, 0.15))), text, fill=255, font=font)
            under[:] = np.asarray(image)
        except OSError:
            pass


# --- how a line is made ready for the net (ocr/reader/line_picture.cc) --------------------------------------------------

SLACK = 2     # pixels by which print may be off or have spread (ocr/reader/field_ink.cc)


def grown(mask, by):
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0


def written_over(mask, blank):
    """What is left of the ink when the blank's is taken out (ocr/reader/subtract.cc): strokes that cross it come back."""
    printed = grown(blank, SLACK)
    written = mask & ~printed
    back = np.zeros_like(mask)
    for kernel in (np.ones((1, 13), np.uint8), np.ones((13, 1), np.uint8)):
        back |= cv2.morphologyEx(written.astype(np.uint8), cv2.MORPH_CLOSE, kernel, borderValue=0) > 0
    return written | (back & mask & printed)


def line_picture(grey, mask, blank=None, marks=False):
    """uint8, two planes of HEIGHT rows, 255 is ink: what is seen, and what of that the blank has printed (if print runs
    through the line; else nothing). `marks`: with what may be dots and accents (line_picture_with_marks in C++). None if there is
    nothing written."""
    written = mask if blank is None else written_over(mask, blank)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(written.astype(np.uint8), connectivity=8)
    pieces = [(stats[i][0], stats[i][1], stats[i][0] + stats[i][2], stats[i][1] + stats[i][3], i)
              for i in range(1, count) if stats[i][4] > 4]
    if blank is not None:   # thin remains along printed edges are nobody's writing
        near = grown(blank, SLACK + 3)
        pieces = [p for p in pieces if min(p[2] - p[0], p[3] - p[1]) > 3 or
                  (near & (labels == p[4])).sum() * 2 <= stats[p[4]][4]]
    if not pieces: return None
    heights = sorted(p[3] - p[1] for p in pieces if p[3] - p[1] >= 9)
    letter = heights[len(heights) * 3 // 4] if heights else 20
    scale = min(max((LETTER_BELOW_MARKS if marks else LETTER) / letter, 0.35), 2.5)
    tall = [p for p in pieces if (p[3] - p[1]) * 2 >= letter] or pieces
    middle = (min(p[1] for p in tall) + max(p[3] for p in tall)) / 2 - (LOWER / scale if marks else 0)
    left, right = min(p[0] for p in pieces), max(p[2] for p in pieces)
    # What is too small to be told from dirt, but stands where a thin point or comma would: the net is to judge.
    foot = max(p[3] for p in tall)
    points = [i for i in range(1, count) if 2 <= stats[i][4] <= 4 and left < stats[i][0] < right + letter / 2 and
              -0.3 * letter < stats[i][1] + stats[i][3] / 2 - foot < 0.25 * letter]
    if marks:   # specks, of a single pixel even, as high over the line as an accent stands, and as low as a comma
        top, bottom = min(p[1] for p in pieces) - 0.45 * letter, max(p[3] for p in pieces) + 0.2 * letter
        points = [i for i in range(1, count) if stats[i][4] <= 4 and left < stats[i][0] + stats[i][2] / 2 < right + letter / 2 and
                  stats[i][1] > top and stats[i][1] + stats[i][3] < bottom]
    kept = np.isin(labels, [p[4] for p in pieces] + points)
    right = min(mask.shape[1], max([right] + [stats[i][0] + stats[i][2] for i in points]))
    if blank is not None:   # print may hide the writing's ends
        left, right = max(0, left - letter), min(mask.shape[1], right + letter)
        kept |= mask & grown(blank, SLACK)
    kept = cv2.dilate(kept.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    kept[:, :max(left - 1, 0)] = kept[:, right + 1:] = False
    values = grey[kept]
    low, high = float(values.min()), float(values.max())
    ink = np.where(kept, (high - grey) / max(high - low, 1.0), 0).astype(np.float32)
    width = int(np.ceil((right - left) * scale)) + 2 * MARGIN
    # One sample in the middle of each pixel of the picture; where it shrinks, the mean of what falls into one.
    if scale < 1:
        ink = cv2.GaussianBlur(ink, (0, 0), 0.35 / scale)
    m = np.array([[scale, 0, MARGIN - left * scale], [0, scale, HEIGHT / 2 - middle * scale]], np.float32)
    picture = cv2.warpAffine(ink, m, (width, HEIGHT), flags=cv2.INTER_LINEAR)
    print_plane = np.zeros_like(picture)
    if blank is not None:
        print_plane = cv2.warpAffine(blank.astype(np.float32), m, (width, HEIGHT), flags=cv2.INTER_LINEAR)
    return np.clip(np.stack([picture, print_plane]) * 255, 0, 255).astype(np.uint8)


def make(seed, count, over_print=0, writer=None, marks=False):
    """Yields (planes, text); `over_print` of them, 0 to 1, on what a blank has printed."""
    writer, scanner = writer or Writer(seed), Scanner(seed + 1, marks)
    printer = Underprint(writer, scanner)
    made = 0
    while made < count:
        text = writer.line()
        if not text: continue
        seen = scanner.scan(text, printer if over_print == 1 or (over_print and writer.random.random() < over_print) else None)
        if seen is None: continue
        planes = line_picture(*seen, marks=marks)
        if planes is None or planes.shape[2] > 700 or planes.shape[2] < 2 * MARGIN + 2: continue
        if planes.shape[2] / 4 < len(text) + 2: continue   # squeezed beyond reading
        made += 1
        yield planes, text
