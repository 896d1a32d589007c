"""The Monday set of Westmark: returns of the self-employed and VAT returns, and the rest of the post."""

from decimal import Decimal as D

import oddities
import tax_forms as forms
from blank import printed, typed
from mail import message
from paper import g4_tiff, jpeg_pdf, photo, scan
from people import BUSINESSES, TAX, VRNS
from post import FRIDAY, MONDAY, Post, document, filling
from tax_rules import self_employment, vat
from truth import Case, Document

SELF, VAT = "self-employment", "vat-return"
P, B = iter(TAX), iter(zip(BUSINESSES, VRNS))
COSTS = ("cost_goods", "cost_staff", "cost_travel", "cost_premises", "cost_office", "cost_other")


def se100(p, trade, turnover, costs, other="", business="", cash=True, signed="20/11/2026", **more):
    total = sum((D(c) for c in costs if c), D(0))
    profit = D(turnover) + D(other or "0") - total
    values = {"utr": p.utr, "nino": p.nino, "full_name": p.full_name, "business_name": business, "trade": trade, "postcode": p.postcode,
              "email": p.email, "period_start": "06/04/2025", "period_end": "05/04/2026", "cash_basis": cash, "turnover": turnover,
              "other_income": other, **dict(zip(COSTS, costs)), "total_costs": f"{total:.2f}",
              "net_profit": f"{profit:.2f}" if profit >= 0 else "", "net_loss": f"{-profit:.2f}" if profit < 0 else "",
              "declared": True, "date_signed": signed}
    return {k: v for k, v in {**values, **more}.items() if v not in ("", False, None)}


def vat1(b, sales, reclaimed, imports="0.00", totals=("", ""), start="01/08/2026", end="31/10/2026", signed="16/11/2026", **more):
    due = D(sales) + D(imports)
    net = due - D(reclaimed)
    values = {"vrn": b[1], "business_name": b[0], "period_start": start, "period_end": end, "vat_on_sales": sales, "vat_on_imports": imports,
              "vat_total_due": f"{due:.2f}", "vat_reclaimed": reclaimed, "vat_net": f"{abs(net):.2f}", "to_pay": net > 0,
              "to_reclaim": net < 0, "total_sales": totals[0], "total_purchases": totals[1], "goods_out": "0", "goods_in": "0",
              "declared": True, "date_signed": signed}
    return {k: v for k, v in {**values, **more}.items() if v not in ("", False, None)}


def iso(day):
    return f"{day[6:]}-{day[3:5]}-{day[:2]}"


class TaxPost(Post):
    def assess(self, case, workflow, subject, values, result, state="closed"):
        if state != "closed":
            self.cases.append(Case(case, workflow, subject, state))
            return
        facts, decisions = result
        balance = decisions["assessment"]["balance"]
        row = {"tax": workflow, "reference": subject, "period_end": iso(values["period_end"]), "tax_due": decisions["tax"]["amount"] if "tax" in decisions else balance,
               "penalty": decisions["penalty"]["amount"] if "penalty" in decisions else "0.00", "balance": balance}
        self.cases.append(Case(case, workflow, subject, "closed", "assess", facts, decisions,
                               {"ledger": {"table": "assessments", "row": row}, "decision": {"file": True}, "letter": {"letter": True}}))

    def self_employed(self, case, values, received, state="closed"):
        self.assess(case, SELF, values["utr"], values, self_employment(values, received), state)

    def vat(self, case, values, state="closed"):
        self.assess(case, VAT, values["vrn"], values, vat(values), state)


def vat_returns(post):
    b = next(B)
    v = vat1(b, "4318.20", "1277.65", totals=("21591", "6388"), email="books@otterandvole.example")
    post.add("vat1-typed.pdf", "VAT return, filled in on a computer", typed(forms.VAT1, v), [document(forms.VAT1, v, "vat-typed")], workflow=VAT, straight=True)
    post.vat("vat-typed", v)

    b = next(B)
    v = vat1(b, "12840.75", "9630.10", "310.00", totals=("64204", "49700"))
    post.add("vat1-printed.pdf", "VAT return printed by accounting software, with its code", printed(forms.VAT1, filling_of(v, b, barcode=True)),
             [document(forms.VAT1, v, "vat-printed")], workflow=VAT, straight=True)
    post.vat("vat-printed", v)

    b = next(B)
    v = vat1(b, "2206.00", "845.32", totals=("11030", "4227"))
    name = "vat1-scan-barcode.tif"
    post.add(name, "the software's printout with its code, scanned at 200 dpi", g4_tiff(scan(printed(forms.VAT1, filling_of(v, b, barcode=True)), name, 200), name),
             [document(forms.VAT1, v, "vat-code")], FRIDAY, workflow=VAT, may_wait=True, sidecar=True)
    post.vat("vat-code", v)

    b = next(B)
    v = vat1(b, "918.40", "402.18", totals=("4592", "2011"))
    name = "vat1-scan-300.pdf"
    post.add(name, "VAT return without code, scanned grey at 300 dpi into a PDF", jpeg_pdf(scan(printed(forms.VAT1, filling_of(v, b)), name, 300), name),
             [document(forms.VAT1, v, "vat-300")], FRIDAY, workflow=VAT, straight=True, sidecar=True)
    post.vat("vat-300", v)

    b = next(B)
    v = vat1(b, "1504.00", "3911.60", totals=("7520", "19558"))
    post.add("vat1-refund.pdf", "a refund below the limit, paid without asking", typed(forms.VAT1, v), [document(forms.VAT1, v, "vat-refund")],
             workflow=VAT, straight=True)
    post.vat("vat-refund", v)

    b = next(B)
    v = vat1(b, "2310.00", "19480.55", totals=("11550", "97402"))
    post.add("vat1-large-refund.pdf", "a refund above the limit: a person looks first", printed(forms.VAT1, filling_of(v, b, barcode=True)),
             [document(forms.VAT1, v, "vat-large")], workflow=VAT, state="awaiting_review", reason="a refund above £5,000.00 is checked by a person",
             reason_words=("refund",))
    post.vat("vat-large", v, "awaiting_review")

    b = next(B)
    v = vat1(b, "3720.00", "1150.00", totals=("18600", "5750"))
    v |= {"vat_total_due": "3270.00", "vat_net": "2120.00"}
    post.add("vat1-wrong-sum.pdf", "box 3 is not the sum of boxes 1 and 2", typed(forms.VAT1, v), [document(forms.VAT1, v, "vat-sum")],
             workflow=VAT, state="awaiting_review", reason="box 3 is not boxes 1 and 2 added", reason_words=("box 3",))
    post.vat("vat-sum", v, "awaiting_review")

    b = next(B)
    v = vat1(b, "1980.00", "640.00", totals=("9900", "3200"))
    name = "vat1-code-disagrees.tif"
    ink = filling_of(v, b, barcode=True, barcode_values={"vat_reclaimed": "340.00", "vat_net": "1640.00"})
    post.add(name, "the code says something else than the print", g4_tiff(scan(printed(forms.VAT1, ink), name, 200), name),
             [document(forms.VAT1, v, "vat-disagrees")], workflow=VAT, state="awaiting_review",
             reason="the code and the print disagree about box 4 and box 5", reason_words=("disagree", "differ", "conflict"), sidecar=True)
    post.vat("vat-disagrees", v, "awaiting_review")

    b = next(B)
    v = vat1(b, "655.20", "212.75", totals=("3276", "1064"))
    name = "vat1-photo.jpg"
    post.add(name, "VAT return photographed with a phone", photo(printed(forms.VAT1, filling_of(v, b)), name), [document(forms.VAT1, v, "vat-photo")],
             workflow=VAT, may_wait=True)
    post.vat("vat-photo", v)


def filling_of(values, business, **more):
    ink = filling(values, TAX[-1], **more)
    ink.signature = "p.p. " + business[0].split()[0]
    return ink


def self_employment_returns(post):
    p = next(P)
    v = se100(p, "Joinery", "38420.50", ("6210.00", "", "1980.40", "2400.00", "388.15", "215.00"), signed="14/07/2026", paid_on_account="1500.00")
    post.add("se100-typed.pdf", "self-employment return, filled in on a computer, in time", typed(forms.SE100, v), [document(forms.SE100, v, "se-typed")],
             "2026-07-15", workflow=SELF, straight=True, sidecar=True)
    post.self_employed("se-typed", v, "2026-07-15")

    p = next(P)
    v = se100(p, "Piano tuning", "24105.00", ("310.60", "", "2266.80", "", "412.00", "95.00"), other="480.00", signed="02/09/2026", pension_paid="1200.00")
    post.add("se100-printed.pdf", "printed to PDF, 35 days late: the first penalty", printed(forms.SE100, filling(v, p, commas=True)),
             [document(forms.SE100, v, "se-printed")], "2026-09-04", workflow=SELF, straight=True, sidecar=True)
    post.self_employed("se-printed", v, "2026-09-04")

    p = next(P)
    v = se100(p, "Garden design", "71890.00", ("8410.25", "6000.00", "3120.75", "", "845.00", "1310.00"), paid_on_account="4000.00")
    name = "se100-scan-g4.tif"
    post.add(name, "scanned at 200 dpi, 115 days late: higher rate and daily penalties", g4_tiff(scan(printed(forms.SE100, filling(v, p)), name, 200), name),
             [document(forms.SE100, v, "se-g4")], MONDAY, workflow=SELF, may_wait=True, sidecar=True)
    post.self_employed("se-g4", v, MONDAY)

    p = next(P)
    v = se100(p, "Translation", "18250.00", ("", "", "210.00", "600.00", "530.40", ""), signed="20/07/2026", paid_on_account="1800.00",
              sort_code="090127", account_number="31459265", account_name=p.full_name)
    name = "se100-scan-300.pdf"
    post.add(name, "scanned grey at 300 dpi into a PDF: too much was paid on account, a repayment",
             jpeg_pdf(scan(printed(forms.SE100, filling(v, p, commas=True)), name, 300), name), [document(forms.SE100, v, "se-300")], "2026-07-24",
             workflow=SELF, straight=True, sidecar=True)
    post.self_employed("se-300", v, "2026-07-24")

    p = next(P)
    v = se100(p, "Bicycle repair", "31640.00", ("11205.00", "", "640.00", "4800.00", "302.10", "166.00"), signed="27/07/2026")
    name = "se100-swapped-upside-down.tif"
    pages = scan(printed(forms.SE100, filling(v, p)), name, 200, upside_down=(2,))[::-1]
    post.add(name, "page 2 on top of page 1, and upside down", g4_tiff(pages, name), [document(forms.SE100, v, "se-swapped", order=(2, 1))],
             "2026-07-29", workflow=SELF, may_wait=True, sidecar=True)
    post.self_employed("se-swapped", v, "2026-07-29")

    p = next(P)
    v = se100(p, "Pottery", "6120.00", ("4830.00", "", "910.00", "2100.00", "150.00", "88.00"), signed="01/07/2026")
    post.add("se100-loss.pdf", "a loss: no tax", typed(forms.SE100, v), [document(forms.SE100, v, "se-loss")], "2026-07-02", workflow=SELF,
             straight=True, sidecar=True)
    post.self_employed("se-loss", v, "2026-07-02")

    p = next(P)
    v = se100(p, "Boat hire", "42300.00", ("3150.00", "", "1280.00", "5400.00", "640.00", "720.00"), signed="10/11/2026")
    name = "se100-corrected.tif"
    ink = filling(v, p, corrected={"turnover": ("24300.00", "42300.00")})
    post.add(name, "the turnover crossed out and corrected by hand", g4_tiff(scan(printed(forms.SE100, ink), name, 200), name),
             [document(forms.SE100, v, "se-corrected")], workflow=SELF, state="awaiting_review",
             reason="a figure was crossed out and corrected by hand (turnover, box 12)", reason_words=("altered", "crossed", "corrected", "struck"), sidecar=True)
    post.self_employed("se-corrected", v, MONDAY, "awaiting_review")

    p, b = next(P), next(B)
    v = se100(p, "Cafe", "55210.00", ("19400.00", "8200.00", "720.00", "9600.00", "655.00", "1005.00"), business=b[0], signed="08/11/2026")
    w = vat1(b, "5521.00", "3120.40", totals=("27605", "15602"))
    post.add("two-returns.eml", "an accountant sends an income tax return and a VAT return in one mail",
             message("Ledger & Lamp <post@ledgerandlamp.example>", "returns@westmark.example", "Fri, 13 Nov 2026 16:40:02 +0000", "Two returns",
                     "Dear colleagues,\n\ntwo returns for our client are attached.\n\nLedger & Lamp\n",
                     [("se100.pdf", "application", "pdf", typed(forms.SE100, v)), ("vat1.pdf", "application", "pdf", printed(forms.VAT1, filling_of(w, b, barcode=True)))]),
             [document(forms.SE100, v, "mail-se"), document(forms.VAT1, w, "mail-vat")], "2026-11-13", workflow=SELF, straight=True)
    post.self_employed("mail-se", v, "2026-11-13")
    post.vat("mail-vat", w)


def nothing_for_us(post):
    name = "accountants-letter.tif"
    text = ("Dear colleagues,", "our client has moved to 14 Heron Close. Please send letters about the business to the new address from "
            "1 December 2026.", "Nothing else has changed.", "Yours faithfully")
    post.add(name, "a letter without a form", g4_tiff(scan(oddities.letter(text, "Serif", 12, 17, "L. Lamp"), name, 200), name),
             [Document([(1, None, 0)])], state="awaiting_review", reason="no known form: a letter for a person to read",
             reason_words=("no known form", "unknown", "form"), sidecar=True)
    name = "truncated.tif"
    p = TAX[0]
    whole = g4_tiff(scan(printed(forms.SE100, filling(se100(p, "Joinery", "100.00", ("",) * 6), p)), name, 200), name)
    post.add(name, "the scanner's transfer broke off", oddities.cut_off(whole, 0.2), [], state="quarantined", reason="the file is damaged",
             reason_words=("cut off", "damaged", "truncated", "incomplete", "broken"), page_count=0)


def monday_set():
    post = TaxPost()
    for part in (vat_returns, self_employment_returns, nothing_for_us):
        part(post)
    return post
