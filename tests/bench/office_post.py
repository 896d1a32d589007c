"""Post for office_bench: text-layer forms, made from an example's blank with other figures on each, and the small site that
takes them through a whole case."""
import pathlib, shutil, subprocess

import yaml

WORKFLOW = """
id: vat-return
version: 1
title: VAT returns
subject: vat.vrn
effective: vat.period_end
documents:
  vat: {forms: [vat1-2026]}
facts:
  difference: vat.vat_total_due - vat.vat_reclaimed
checks:
  - id: vrn
    require: is vrn(vat.vrn)
    message: The number is none
    otherwise: review
  - id: box_5
    require: vat.vat_net = abs(difference)
    message: Boxes 3 and 4 do not make box 5
    otherwise: review
decisions:
  - id: assessment
    hit_policy: unique
    inputs: [difference]
    outputs: [outcome, balance]
    rules:
      - ["> 0", '"to_pay"', "difference"]
      - ["0", '"nothing_due"', "0.00"]
      - ["< 0", '"repay"', "difference"]
routes:
  - id: assess
    if: assessment.outcome != null
    deliver: [export]
  - id: inspector
    review: {queue: inspectors, why: '"the figures do not lead to an assessment"'}
deliveries:
  export:
    file: outbox
    content: {number: vat.total_purchases, outcome: assessment.outcome, balance: assessment.balance}
"""

VALUES = {"vrn": "162397746", "business_name": "Otter and Vole Joinery", "period_start": "01/08/2026", "period_end": "31/10/2026",
          "vat_on_sales": "4318.20", "vat_on_imports": "0.00", "vat_total_due": "4318.20", "vat_reclaimed": "1277.65",
          "vat_net": "3040.55", "to_pay": "X", "total_sales": "21591", "total_purchases": "1000000", "goods_out": "0", "goods_in": "0",
          "declared": "X", "date_signed": "16/11/2026"}
NUMBER = b"(1000000)"  # box 7 says which form of the run it is


def text_page(size, texts):
    """A PDF of one page with nothing but text on it; texts: (x, y from the top, size, text)."""
    content = "".join(f"BT /F {points} Tf {x:.2f} {size[1] - y:.2f} Td ({text}) Tj ET\n" for x, y, points, text in texts)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
               f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    pdf, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return pdf + f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{len(pdf)}\n%%EOF\n"


class TextForms:
    """The forms of a run: of(n) is the bytes of number n, from 1000000."""

    def __init__(self, tax_office, scratch):
        form = yaml.safe_load((tax_office / "forms" / "vat1-2026.form.yaml").read_text())
        texts = []
        for field in form["fields"]:
            if field["id"] in VALUES:
                x, top, _, bottom = field["zone"]
                texts.append((x + 2, bottom - (bottom - top) * 0.28, min(9, (bottom - top) * 0.8), VALUES[field["id"]]))
        written, blank, filled = (scratch / name for name in ("written.pdf", "blank.pdf", "filled.pdf"))
        written.write_text(text_page(form["pages"][0]["size"], texts))
        subprocess.run(["qpdf", "--flatten-annotations=all", tax_office / "forms" / "vat1-2026.pdf", blank], check=True)
        subprocess.run(["qpdf", blank, "--overlay", written, "--", "--stream-data=preserve", filled], check=True)
        self.bytes = filled.read_bytes()
        assert self.bytes.count(NUMBER) == 1

    def of(self, number):
        return self.bytes.replace(NUMBER, b"(%07d)" % number)


def make_site(folder, tax_office, settings):
    (folder / "workflows").mkdir(parents=True)
    (folder / "forms").mkdir()
    for file in (tax_office / "forms").glob("vat1-2026*"):
        shutil.copy(file, folder / "forms")
    (folder / "workflows" / "vat-return.yaml").write_text(WORKFLOW)
    (folder / "mailroom.yaml").write_text(settings)
    return folder
