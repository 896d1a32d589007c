"""The rest of the post: letters, a stranger's form, a cat, and what cannot be read."""

import io

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ink import by_pen
from paper import jpeg
from sheet import wrap


def letter(paragraphs, font, size, leading, signature):
    """A letter on plain paper, by hand or by typewriter."""
    data = io.BytesIO()
    c = Canvas(data, pagesize=A4, invariant=1)
    y = A4[1] - 90
    for paragraph in paragraphs:
        c.setFont(font, size)
        for line in wrap(paragraph, font, size, 440):
            if font == "Hand":
                by_pen(c, 75, y, line, size, Color(0.06, 0.08, 0.3), right_aligned=False)
            else:
                c.drawString(75, y, line)
            y -= leading
        y -= leading * 0.6
    c.setFont("Signature", 24)
    c.drawString(90, y - 20, signature)
    c.save()
    return data.getvalue()


def fishing_permit():
    """A form of another office: numbered boxes, and nobody here knows it."""
    data = io.BytesIO()
    c = Canvas(data, pagesize=A4, invariant=1)
    c.setFont("Serif-Bold", 20)
    c.drawString(60, 770, "Ouldwater Rivers Trust")
    c.setFont("Sans-Bold", 13)
    c.drawString(60, 745, "Application for a fishing permit")
    y = 700
    for number, (label, value) in enumerate((("Angler's name", "Perpetua Stickleback"), ("Stretch of river", "Lower Ould, west bank"),
                                             ("Season", "2027"), ("Rods", "2"), ("Paid with this form", "£34.00")), 1):
        c.setFont("Sans-Bold", 10)
        c.drawString(60, y, f"{number}.")
        c.setFont("Sans", 10)
        c.drawString(80, y, label)
        c.rect(220, y - 8, 300, 24)
        c.setFont("Mono", 11)
        c.drawString(228, y, value)
        y -= 44
    c.circle(440, 330, 60)
    c.setFont("Sans-Bold", 10)
    c.drawCentredString(440, 333, "RIVERS TRUST")
    c.drawCentredString(440, 320, "SEAL")
    c.save()
    return data.getvalue()


def blank_sheet():
    data = io.BytesIO()
    c = Canvas(data, pagesize=A4, invariant=1)
    c.showPage()
    c.save()
    return data.getvalue()


def cat():
    """Somebody attached the wrong file."""
    image = Image.new("RGB", (1200, 900), (214, 226, 231))
    d = ImageDraw.Draw(image)
    d.rectangle((0, 640, 1200, 900), fill=(150, 112, 84))
    fur, dark, pink = (222, 150, 74), (168, 98, 40), (236, 160, 150)
    d.arc((760, 380, 1080, 760), 250, 80, fill=fur, width=52)
    d.ellipse((380, 400, 880, 800), fill=fur)
    for x in (450, 720):
        d.ellipse((x, 720, x + 110, 820), fill=fur, outline=dark, width=4)
    d.polygon([(410, 250), (430, 90), (560, 190)], fill=fur)
    d.polygon([(690, 190), (820, 90), (840, 250)], fill=fur)
    d.polygon([(440, 210), (450, 130), (520, 185)], fill=pink)
    d.polygon([(730, 185), (800, 130), (810, 210)], fill=pink)
    d.ellipse((400, 150, 850, 540), fill=fur)
    for x in (500, 680):
        d.ellipse((x, 270, x + 76, 350), fill=(176, 205, 90), outline=dark, width=5)
        d.ellipse((x + 27, 274, x + 49, 346), fill=(20, 20, 20))
    d.polygon([(605, 395), (645, 395), (625, 420)], fill=pink)
    d.arc((575, 400, 625, 450), 0, 170, fill=dark, width=5)
    d.arc((625, 400, 675, 450), 10, 180, fill=dark, width=5)
    for i in (-1, 0, 1):
        d.line((560, 415 + i * 6, 380, 405 + i * 34), fill=(250, 245, 235), width=4)
        d.line((690, 415 + i * 6, 870, 405 + i * 34), fill=(250, 245, 235), width=4)
        d.line((625 + i * 50, 160, 625 + i * 38, 225), fill=dark, width=14)
        d.arc((480, 560 + i * 60, 780, 640 + i * 60), 20, 160, fill=dark, width=12)
    return jpeg(image, 82, 72)


def locked(pdf, password):
    """Opens with a password that came in no envelope."""
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(data, static_id=True, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return data.getvalue()


def cut_off(data, share):
    """The transfer broke off: the beginning of a file."""
    return data[:int(len(data) * share)]
