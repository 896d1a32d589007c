"""The Monday set of Northmere: claims, payslips and the rest of the post."""

import benefit_forms as forms
import oddities
from benefit_rules import council_tax_reduction, housing_support
from blank import printed, typed
from mail import message
from paper import g4_tiff, jpeg_pdf, photo, scan
from payslips import Pay, bakery, care, logistics
from people import BENEFITS
from post import FRIDAY, MONDAY, SATURDAY, Post, document, filling
from truth import Case, Document, Sample

P = iter(BENEFITS)
HOUSING, COUNCIL_TAX = "housing-support", "council-tax-reduction"


def who(p):
    return {"surname": p.surname, "first_names": p.first_names, "nino": p.nino, "date_of_birth": p.born, "address_line": p.street,
            "town": p.town, "postcode": p.postcode, "email": p.email, "telephone": p.telephone}


def hs1(p, rent, rooms, size, earnings="", pension="", other="", savings="", signed="18/11/2026", members=(), **more):
    total = sum(float(a or 0) for a in (earnings, pension, other))
    values = {**who(p), "tenant_private": True, "landlord_name": "Gannet Lettings", "tenancy_start": "01/09/2024", "rent_weekly": rent,
              "bedrooms": str(rooms), "claim_start": "23/11/2026", "household_size": str(size), "earnings_weekly": earnings,
              "pension_weekly": pension, "other_income_weekly": other, "total_income_weekly": f"{total:.2f}", "savings": savings,
              "sort_code": "090127", "account_number": f"{31400000 + int(p.nino[2:6]):08d}", "declared": True, "date_signed": signed}
    if size > 1:
        values["children"] = str(max(0, size - 2))
    for i, (name, relation, born) in enumerate(members, 1):
        values |= {f"member_{i}_name": name, f"member_{i}_relationship": relation, f"member_{i}_born": born}
    return {k: v for k, v in {**values, **more}.items() if v not in ("", False, None)}


def ctr1(p, bill, size, earnings="", other="", savings="", payslips=0, start="01/11/2026", band="B", signed="18/11/2026", **more):
    values = {**who(p), "single_adult": size == 1, "property_band": band, "annual_bill": bill, "start_date": start,
              "household_size": str(size), "earnings_weekly": earnings, "other_income_weekly": other, "savings": savings,
              "payslips_follow": payslips > 0, "payslips_sent": str(payslips) if payslips else "", "declared": True, "date_signed": signed}
    return {k: v for k, v in {**values, **more}.items() if v not in ("", False, None)}


def award_case(case, workflow, p, values, result):
    """What the rules say becomes of it: a ledger row and letters, or a refusal that can be appealed."""
    starts = values.get("claim_start") or values.get("start_date")
    iso = f"{starts[6:]}-{starts[3:5]}-{starts[:2]}"
    facts, decisions = result
    result = decisions["assessment"]
    deliveries = {"decision": {"file": True}, "refusal": {"letter": True}}
    if result["outcome"] == "award":
        deliveries = {"ledger": {"table": "awards", "row": {"scheme": workflow, "nino": p.nino, "band": result["band"],
                                                            "weekly_award": result["weekly_award"], "starts_on": iso}},
                      "decision": {"file": True}, "letter": {"letter": True}}
    return Case(case, workflow, p.nino, "closed", result["outcome"], facts, decisions, deliveries)


class BenefitsPost(Post):
    def housing(self, case, p, values, state="closed"):
        found = award_case(case, HOUSING, p, values, housing_support(values))
        self.cases.append(found if state == "closed" else Case(case, HOUSING, p.nino, state))

    def council(self, case, p, values, net_pays=(), state="closed"):
        found = award_case(case, COUNCIL_TAX, p, values, council_tax_reduction(values, net_pays))
        self.cases.append(found if state == "closed" else Case(case, COUNCIL_TAX, p.nino, state))


def housing_claims(post):
    p = next(P)
    v = hs1(p, "104.50", 1, 1, pension="78.20", savings="410.00")
    post.add("hs1-typed.pdf", "housing support claim, filled in on a computer", typed(forms.HS1, v),
             [document(forms.HS1, v, "hs-typed")], workflow=HOUSING, straight=True)
    post.housing("hs-typed", p, v)

    p = next(P)
    v = hs1(p, "165.00", 2, 3, earnings="212.40", other="31.00", savings="7350.00",
            members=((f"Ada {p.surname}", "wife", "14/02/1984"), (f"Toby {p.surname}", "son", "30/06/2015")))
    post.add("hs1-printed.pdf", "the same form, printed to PDF: rent above the limit, savings above the free amount",
             printed(forms.HS1, filling(v, p)), [document(forms.HS1, v, "hs-printed")], workflow=HOUSING, straight=True)
    post.housing("hs-printed", p, v)

    p = next(P)
    v = hs1(p, "128.00", 2, 2, earnings="141.75", savings="1200.00", members=((f"Noel {p.surname}", "husband", "03/11/1979"),), children="")
    name = "hs1-scan-g4.tif"
    post.add(name, "housing support claim, scanned black and white at 200 dpi", g4_tiff(scan(printed(forms.HS1, filling(v, p)), name, 200), name),
             [document(forms.HS1, v, "hs-g4")], FRIDAY, workflow=HOUSING, straight=True, sidecar=True)
    post.housing("hs-g4", p, v)

    p = next(P)
    v = hs1(p, "188.25", 3, 4, earnings="268.10", pension="", other="12.65", savings="",
            members=((f"Lena {p.surname}", "partner", "21/09/1988"), (f"Max {p.surname}", "son", "02/04/2013"), (f"Ida {p.surname}", "daughter", "17/12/2018")))
    name = "hs1-scan-300.pdf"
    post.add(name, "housing support claim, scanned grey at 300 dpi into a PDF", jpeg_pdf(scan(printed(forms.HS1, filling(v, p)), name, 300), name),
             [document(forms.HS1, v, "hs-300")], SATURDAY, workflow=HOUSING, straight=True, sidecar=True)
    post.housing("hs-300", p, v)

    p = next(P)
    v = hs1(p, "99.00", 1, 1, pension="64.30", savings="16420.00")
    post.add("hs1-savings.pdf", "refused by the rules: savings above the limit", printed(forms.HS1, filling(v, p)),
             [document(forms.HS1, v, "hs-savings")], workflow=HOUSING, straight=True)
    post.housing("hs-savings", p, v)

    p = next(P)
    v = hs1(p, "118.40", 1, 2, earnings="155.20", savings="300.00", members=((f"Rhys {p.surname}", "husband", "09/01/1990"),), children="")
    name = "hs1-pages-swapped.tif"
    pages = scan(printed(forms.HS1, filling(v, p)), name, 200)[::-1]
    post.add(name, "page 2 lies on top of page 1", g4_tiff(pages, name), [document(forms.HS1, v, "hs-swapped", order=(2, 1))],
             workflow=HOUSING, may_wait=True, sidecar=True)
    post.housing("hs-swapped", p, v)


def council_tax_claims(post):
    p = next(P)
    v = ctr1(p, "1642.50", 2, earnings="96.40", other="18.00", savings="2100.00")
    post.add("ctr1-typed.pdf", "council tax reduction, filled in on a computer", typed(forms.CTR1_2026, v),
             [document(forms.CTR1_2026, v, "ctr-typed")], workflow=COUNCIL_TAX, straight=True)
    post.council("ctr-typed", p, v)

    p = next(P)
    v = ctr1(p, "1277.50", 1, earnings="187.90", band="A")
    name = "ctr1-scan-g4.tif"
    post.add(name, "council tax reduction, typed on a typewriter, scanned at 200 dpi",
             g4_tiff(scan(printed(forms.CTR1_2026, filling(v, p, font="Mono")), name, 200), name),
             [document(forms.CTR1_2026, v, "ctr-g4")], FRIDAY, workflow=COUNCIL_TAX, may_wait=True, sidecar=True)
    post.council("ctr-g4", p, v)

    p = next(P)
    v = ctr1(p, "1533.00", 3, earnings="112.60", start="01/03/2026", signed="20/02/2026")
    name = "ctr1-last-year.tif"
    post.add(name, "last year's edition of the form: last year's rules decide",
             g4_tiff(scan(printed(forms.CTR1_2025, filling(v, p)), name, 200), name),
             [document(forms.CTR1_2025, v, "ctr-2025")], FRIDAY, workflow=COUNCIL_TAX, straight=True, sidecar=True)
    post.council("ctr-2025", p, v)

    p = next(P)
    v = ctr1(p, "1460.00", 2, other="140.00")
    name = "ctr1-upside-down.tif"
    post.add(name, "the sheet went into the scanner upside down",
             g4_tiff(scan(printed(forms.CTR1_2026, filling(v, p)), name, 200, upside_down=(1,)), name),
             [document(forms.CTR1_2026, v, "ctr-upside")], workflow=COUNCIL_TAX, straight=True, sidecar=True)
    post.council("ctr-upside", p, v)

    p = next(P)
    v = ctr1(p, "1715.50", 4, earnings="260.00", other="22.50", band="C")
    post.add("ctr1-income.pdf", "refused by the rules: income above the limit", printed(forms.CTR1_2026, filling(v, p, commas=True)),
             [document(forms.CTR1_2026, v, "ctr-income")], workflow=COUNCIL_TAX, straight=True)
    post.council("ctr-income", p, v)

    p = next(P)
    v = ctr1(p, "1368.75", 1, other="84.15", band="A", savings="950.00")
    name = "ctr1-photo.jpg"
    post.add(name, "photographed with a phone on a kitchen table", photo(printed(forms.CTR1_2026, filling(v, p)), name),
             [document(forms.CTR1_2026, v, "ctr-photo")], workflow=COUNCIL_TAX, may_wait=True)
    post.council("ctr-photo", p, v)


def pay(p, month, date, gross, tax, insurance):
    return Pay(p.full_name, p.nino, date, month, gross, tax, insurance, f"{float(gross) - float(tax) - float(insurance):.2f}")


def slip(pay_, case):
    return Document([(1, "payslip", 1)], pay_.truth(), case)


def payslips(post):
    p = next(P)
    v = ctr1(p, "1606.00", 2, payslips=2)
    first, second = pay(p, "September 2026", "30/09/2026", "912.40", "41.20", "18.90"), pay(p, "October 2026", "30/10/2026", "948.75", "44.80", "21.10")
    claim = post.add("ctr1-payslips-follow.pdf", "a claim that says two payslips follow: it waits for them", printed(forms.CTR1_2026, filling(v, p)),
                     [document(forms.CTR1_2026, v, "ctr-slips")], SATURDAY, workflow=COUNCIL_TAX, straight=True)
    post.add("payslip-bakery.pdf", "first payslip of that claim, as the employer's program made it", bakery(first), [slip(first, "ctr-slips")],
             workflow=COUNCIL_TAX, straight=True, joins=claim.file)
    name = "payslip-bakery-scan.tif"
    post.add(name, "second payslip of that claim, scanned", g4_tiff(scan(bakery(second), name, 200), name), [slip(second, "ctr-slips")],
             workflow=COUNCIL_TAX, straight=True, joins=claim.file, sidecar=True)
    post.council("ctr-slips", p, v, (first.net, second.net))

    p = next(P)
    v = ctr1(p, "1496.50", 1, payslips=2, band="A")
    first, second = pay(p, "September 2026", "28/09/2026", "688.00", "0.00", "0.00"), pay(p, "October 2026", "28/10/2026", "702.16", "0.00", "3.20")
    post.add("claim-with-payslips.eml", "a mail with the claim and both payslips attached",
             message(f"{p.full_name} <{p.email}>", "post@northmere.example", "Sun, 22 Nov 2026 18:04:11 +0000", "My claim",
                     "Hello,\n\nplease find my form and two payslips attached.\n\nThank you\n",
                     [("claim.pdf", "application", "pdf", typed(forms.CTR1_2026, v)), ("payslip-sept.pdf", "application", "pdf", logistics(first)),
                      ("payslip-oct.pdf", "application", "pdf", logistics(second))]),
             [document(forms.CTR1_2026, v, "ctr-mail"), slip(first, "ctr-mail"), slip(second, "ctr-mail")], "2026-11-22",
             workflow=COUNCIL_TAX, straight=True)
    post.council("ctr-mail", p, v, (first.net, second.net))

    p = next(P)
    v = ctr1(p, "1387.00", 3, other="35.00", payslips=1)
    only = pay(p, "October 2026", "31/10/2026", "803.25", "12.60", "7.45")
    name = "payslip-care.pdf"
    first = post.add(name, "a payslip that comes before its claim, scanned grey at 300 dpi", jpeg_pdf(scan(care(only), name, 300), name),
                     [slip(only, "ctr-early")], SATURDAY, workflow=COUNCIL_TAX, may_wait=True)
    post.add("ctr1-after-payslip.pdf", "the claim that the payslip before belongs to", typed(forms.CTR1_2026, v),
             [document(forms.CTR1_2026, v, "ctr-early")], workflow=COUNCIL_TAX, may_wait=True, joins=first.file)
    post.council("ctr-early", p, v, (only.net,))


def together(post):
    p, q = next(P), next(P)
    v = hs1(p, "109.00", 1, 1, other="92.40", savings="80.00")
    w = ctr1(q, "1423.50", 2, earnings="131.00")
    post.add("two-claims.eml", "a helper sends two people's claims in one mail",
             message("Northmere Advice <desk@advice.example>", "post@northmere.example", "Mon, 23 Nov 2026 08:12:40 +0000", "Two claims",
                     "Good morning,\n\ntwo claims from our Friday session are attached.\n\nNorthmere Advice\n",
                     [("housing.pdf", "application", "pdf", typed(forms.HS1, v)), ("council-tax.pdf", "application", "pdf", printed(forms.CTR1_2026, filling(w, q)))]),
             [document(forms.HS1, v, "mail-hs"), document(forms.CTR1_2026, w, "mail-ctr")], workflow=HOUSING, straight=True)
    post.housing("mail-hs", p, v)
    post.council("mail-ctr", q, w)

    p, q = next(P), next(P)
    v = hs1(p, "132.75", 2, 1, pension="90.00")
    w = ctr1(q, "1314.00", 1, earnings="64.10", band="A")
    name = "batch-two-claims.tif"
    pages = scan(printed(forms.HS1, filling(v, p)), name, 200) + scan(printed(forms.CTR1_2026, filling(w, q)), name + "/2", 200)
    post.add(name, "one scan of three sheets: a housing claim of two pages and another person's council tax claim", g4_tiff(pages, name),
             [document(forms.HS1, v, "batch-hs"), document(forms.CTR1_2026, w, "batch-ctr", first=3)], workflow=HOUSING, straight=True, sidecar=True)
    post.samples[-1].document_count = 1
    post.housing("batch-hs", p, v)
    post.council("batch-ctr", q, w)


def for_a_person(post):
    p = next(P)
    v = hs1(p, "121.00", 1, 1, earnings="48.00")
    name = "hs1-corrected.tif"
    ink = filling(v, p, corrected={"earnings_weekly": ("84.00", "48.00")})
    post.add(name, "a figure crossed out and corrected by hand", g4_tiff(scan(printed(forms.HS1, ink), name, 200), name),
             [document(forms.HS1, v, "hs-corrected")], workflow=HOUSING, state="awaiting_review",
             reason="a figure was crossed out and corrected by hand (earnings from work, box 21)", reason_words=("altered", "crossed", "corrected", "struck"), sidecar=True)
    post.housing("hs-corrected", p, v, "awaiting_review")

    p = next(P)
    v = ctr1(p, "1350.50", 1, earnings="77.00")
    v["nino"] = "QV" + v["nino"][2:]
    post.add("ctr1-bad-nino.pdf", "typed with a National Insurance number that cannot exist", typed(forms.CTR1_2026, v),
             [document(forms.CTR1_2026, v, "ctr-nino")], workflow=COUNCIL_TAX, state="awaiting_review",
             reason="the National Insurance number is not one", reason_words=("national insurance",))
    post.cases.append(Case("ctr-nino", COUNCIL_TAX, v["nino"], "awaiting_review"))

    p = next(P)
    v = ctr1(p, "1387.00", 1, earnings="70.00", declared=False)
    post.add("ctr1-not-declared.pdf", "the declaration is not ticked: the form goes back", typed(forms.CTR1_2026, v),
             [document(forms.CTR1_2026, v, "ctr-undeclared")], workflow=COUNCIL_TAX, state="returned",
             reason="the declaration was not agreed to", reason_words=("declaration",))
    post.council("ctr-undeclared", p, v, state="returned")

    name = "hardship-letter.tif"
    text = ("Dear Sir or Madam,", "my landlord wants me out by the end of the month. I lost my work at the harbour in October and I cannot pay "
            "the rent any more. I have two small children and nowhere to go.", "Please help me soon. I do not know which form I need. "
            "I can come to the office any morning.", "Yours faithfully")
    post.add(name, "a hardship letter written by hand, no form", g4_tiff(scan(oddities.letter(text, "Hand", 17, 26, "G. Nobody"), name, 200), name),
             [Document([(1, None, 0)])], state="awaiting_review", reason="no known form, a letter (hardship): it says 'nowhere to go'",
             reason_words=("no known form", "letter", "hardship"), sidecar=True)


def nothing_for_us(post):
    unknown = dict(state="awaiting_review", reason_words=("no known form", "unknown", "form"))
    name = "fishing-permit.tif"
    post.add(name, "a form of another office", g4_tiff(scan(oddities.fishing_permit(), name, 200), name), [Document([(1, None, 0)])],
             reason="no known form", **unknown, sidecar=True)
    name = "blank-page.tif"
    post.add(name, "a blank sheet", g4_tiff(scan(oddities.blank_sheet(), name, 200), name), [Document([(1, None, 0)])],
             state="awaiting_review", reason="the page is blank", reason_words=("blank", "empty", "no known form"), sidecar=True)
    post.add("IMG_2041.jpg", "a picture of a cat", oddities.cat(), [Document([(1, None, 0)])], reason="no known form", **unknown)
    p = BENEFITS[0]
    whole = printed(forms.HS1, filling(hs1(p, "104.50", 1, 1), p))
    post.add("truncated.pdf", "the transfer broke off in the middle of the file", oddities.cut_off(whole, 0.3), [],
             state="quarantined", reason="the file is damaged", reason_words=("cut off", "damaged", "truncated", "incomplete", "broken"), page_count=0)
    post.add("locked.pdf", "protected with a password", oddities.locked(whole, "swordfish"), [],
             state="quarantined", reason="the file is protected with a password", reason_words=("password",), page_count=0)
    post.add("empty.pdf", "a file of zero bytes", b"", [], state="quarantined", reason="the file is empty", reason_words=("empty",), page_count=0)


def monday_set():
    post = BenefitsPost()
    for part in (housing_claims, council_tax_claims, payslips, together, for_a_person, nothing_for_us):
        part(post)
    return post
