#!/usr/bin/python3
"""Makes of forms others that ask for what the first hardly ask for: e-mail addresses, telephone numbers, dates, and identifiers in combs,
which it draws into the blanks. For training what tells altered entries (README.md).

usage: other_fields.py FORMS OUT [--each 2] [--seed 1]      EACH others of each form; of those with a blank in FORMS
"""
import argparse
import random
from pathlib import Path

import yaml
from PIL import Image, ImageDraw, ImageSequence

PIXELS_PER_POINT = 200 / 72
COMBS = [("nino", 9), ("utr", 10), ("vrn", 9), ("sort-code", 6), ("account-number", 8)]   # format, cells
WIDE = ["email", "email", "phone", "date", "comb", "comb", "street", "name"]
NARROW = ["date", "date", "postcode", "phone", "comb", "amount"]
LABELS = {"email": "Email address", "phone": "Telephone", "street": "Street"}


def draw_comb(pages, page, zone, cells, r):
    """Ticks between the cells, of half the height or of all."""
    pen, x0, y0, x1, y1 = ImageDraw.Draw(pages[page - 1]), *(v * PIXELS_PER_POINT for v in zone)
    top = y0 + (y1 - y0) * r.choice([0, 0.45, 0.45])
    for cell in range(1, cells):
        x = round(x0 + (x1 - x0) * cell / cells)
        pen.line([(x, top), (x, y1)], fill=0, width=r.choice([1, 2]))


def other(field, pages, r):
    x0, y0, x1, y1 = field["zone"]
    if field.get("type") == "checkbox" or field.get("multiline") or y1 - y0 > 24: return field
    kind = r.choice(WIDE if x1 - x0 > 130 else NARROW)
    made = {"id": field["id"], "page": field["page"], "zone": field["zone"], "label": LABELS.get(kind, "Entry")}
    if kind in ("date", "amount", "name"): made["type"] = kind
    if kind == "postcode": made.update(format="postcode", max_length=8)
    if kind == "comb":
        fits = [(name, cells) for name, cells in COMBS if cells * 11 < x1 - x0]
        if not fits: return field
        name, cells = r.choice(fits)
        width = min((x1 - x0) / cells, r.uniform(11, 18))
        made.update(format=name, max_length=cells, comb=True, zone=[x0, y0, round(x0 + width * cells, 2), y1])
        draw_comb(pages, field["page"], made["zone"], cells, r)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("forms", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for file in sorted(options.forms.glob("*.form.yaml")):
        name = file.name.removesuffix(".form.yaml")
        blank = options.forms / f"{name}.blank.tif"
        if not blank.exists(): continue
        for number in range(options.each):
            r = random.Random(f"{options.seed} {name} {number}")
            form = yaml.safe_load(file.read_text(encoding="utf-8"))
            pages = [page.convert("1") for page in ImageSequence.Iterator(Image.open(blank))]
            form.update(id=f"{name}-{number}", locale="en-GB", language="eng")
            form["fields"] = [other(field, pages, r) for field in form["fields"]]
            pages[0].save(options.out / f"{name}-{number}.blank.tif", save_all=True, append_images=pages[1:],
                          compression="group4", dpi=(200, 200))
            (options.out / f"{name}-{number}.form.yaml").write_text(yaml.safe_dump(form, allow_unicode=True, sort_keys=False), encoding="utf-8")


if __name__ == "__main__": main()
