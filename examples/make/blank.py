"""Makes PDFs from forms: the blank with its AcroForm, typed returns, printed returns."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.lib.pagesizes import A4

from header import draw_footer, draw_header
from sheet import Sheet

READ_ONLY_ANNOTATION = 4  # annotation flag "print"
COMB, RIGHT = 1 << 24, 2


def draw(form, filling=None, subject="blank form"):
    """The form's pages as PDF bytes without fields, and its fields."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(f"{form.code} {form.title}")
    canvas.setAuthor(form.office.name)
    canvas.setSubject(subject)
    fields = []
    for number, page in enumerate(form.pages, 1):
        sheet = Sheet(canvas, form, number, filling)
        draw_header(sheet)
        page(sheet)
        draw_footer(sheet)
        fields += sheet.fields
        canvas.showPage()
    canvas.save()
    return data.getvalue(), fields


def printed(form, filling):
    return draw(form, filling, "printed return")[0]


def save(pdf):
    data = io.BytesIO()
    pdf.save(data, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return data.getvalue()


def typed(form, values=None):
    """The fillable form, empty or with values typed into its fields."""
    page_bytes, fields = draw(form)
    pdf = pikepdf.open(io.BytesIO(page_bytes))
    helvetica = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                                             Encoding=Name.WinAnsiEncoding))
    resources = Dictionary(Font=Dictionary(Helv=helvetica))
    parents, top = {}, []
    for item in fields:
        widget = make_widget(pdf, item, (values or {}).get(item.id), resources)
        page = pdf.pages[item.page - 1]
        widget.P = page.obj
        if "/Annots" not in page:
            page.Annots = pdf.make_indirect(Array())
        page.Annots.append(widget)
        group = item.name.rsplit(".", 1)[0]
        if group not in parents:
            parents[group] = pdf.make_indirect(Dictionary(T=String(group), Kids=Array()))
            top.append(parents[group])
        widget.Parent = parents[group]
        parents[group].Kids.append(widget)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(top), DR=resources, DA=String("/Helv 10 Tf 0 g")))
    return save(pdf)


def make_widget(pdf, item, value, resources):
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, T=String(item.id), TU=String(item.tooltip),
                        Rect=Array(list(item.rect)), F=READ_ONLY_ANNOTATION)
    if item.required:
        widget.Ff = 2
    width, height = item.rect[2] - item.rect[0], item.rect[3] - item.rect[1]
    if item.kind == "tick":
        state = Name.Yes if value else Name.Off
        widget.FT, widget.V, widget.AS = Name.Btn, state, state
        widget.MK = Dictionary(CA=String("8"))
        widget.AP = Dictionary(N=Dictionary(Yes=stream(pdf, cross(width, height), width, height),
                                            Off=stream(pdf, b"", width, height)))
        return pdf.make_indirect(widget)
    widget.FT = Name.Tx
    widget.DA = String(f"/Helv {item.size:g} Tf 0 g")
    if item.max_len:
        widget.MaxLen = item.max_len
    flags = (2 if item.required else 0) | (COMB if item.comb else 0)
    if flags:
        widget.Ff = flags
    if item.kind in ("amount", "integer"):
        widget.Q = RIGHT
    actions = scripts(item.kind)
    if actions:
        widget.AA = actions
    if value:
        widget.V = String(value)
        widget.AP = Dictionary(N=stream(pdf, appearance(item, value, width, height), width, height, resources))
    return pdf.make_indirect(widget)


def scripts(kind):
    """The viewer's own scripts say what belongs into a field; so does every real form."""
    calls = {"amount": 'AFNumber_{}(2, 0, 0, 0, "", false);', "integer": 'AFNumber_{}(0, 1, 0, 0, "", false);',
             "date": 'AFDate_{}Ex("dd/mm/yyyy");'}
    if kind not in calls:
        return None
    names = ("FormatEx", "KeystrokeEx") if kind == "date" else ("Format", "Keystroke")
    call = calls[kind].replace("{}Ex", "{}") if kind == "date" else calls[kind]
    return Dictionary(F=Dictionary(S=Name.JavaScript, JS=String(call.format(names[0]))),
                      K=Dictionary(S=Name.JavaScript, JS=String(call.format(names[1]))))


def stream(pdf, content, width, height, resources=None):
    form = pdf.make_stream(content)
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, round(width, 2), round(height, 2)])
    form.Resources = resources if resources is not None else Dictionary()
    return form


def cross(width, height):
    a, b, c, d = 1.6, 1.6, width - 1.6, height - 1.6
    return (f"q 1.5 w 1 J {a:.2f} {b:.2f} m {c:.2f} {d:.2f} l S {a:.2f} {d:.2f} m {c:.2f} {b:.2f} l S Q").encode()


def escape(words):
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def appearance(item, value, width, height):
    size, out = item.size, []
    base = (height - size * 0.72) / 2
    measure = lambda words: pdfmetrics.stringWidth(words, "Helvetica", size)
    if item.comb:
        step = width / item.max_len
        places = [(step * (i + 0.5) - measure(c) / 2, c) for i, c in enumerate(value)]
    elif item.kind in ("amount", "integer"):
        places = [(width - 4 - measure(value), value)]
    else:
        if measure(value) > width - 6:
            size = size * (width - 6) / measure(value)
        places = [(4, value)]
    for x, words in places:
        out.append(f"BT /Helv {size:.2f} Tf 0 g 1 0 0 1 {x:.2f} {base:.2f} Tm ({escape(words)}) Tj ET")
    return ("/Tx BMC q " + " ".join(out) + " Q EMC").encode("cp1252")
