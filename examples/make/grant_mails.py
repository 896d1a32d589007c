"""Applications for a crisis grant as people mail them: the form, typed, and a payslip."""

from blank import typed
from grant_forms import CG1
from mail import message
from payslips import Pay, care, logistics
from people import BENEFITS

OFFICE = "Northmere Grants <grants@northmere.example>"


def iban(p):
    """Of Germany, of a bank that is not: it passes its check and belongs to nobody."""
    account = f"00000001{int(p.nino[2:8]):010d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def application(p, wanted, size, in_work, needed_for, **more):
    values = {"surname": p.surname, "first_names": p.first_names, "nino": p.nino, "date_of_birth": p.born, "address_line": p.street,
              "town": p.town, "postcode": p.postcode, "email": p.email, "household_size": str(size), "fire_or_flood": True, "in_work": in_work,
              "needed_for": needed_for, "amount_wanted": wanted, "account_name": p.full_name, "iban": iban(p), "declared": True,
              "date_signed": "20/11/2026", **more}
    return typed(CG1, {name: value for name, value in values.items() if value not in ("", False, None)})


def mail(p, number, subject, parts, body="Please find my application attached."):
    return message(f"{p.full_name} <{p.email}>", OFFICE, f"Mon, 23 Nov 2026 08:{number:02d}:00 +0000", subject, body,
                   [(name, "application", "pdf", data) for name, data in parts])


def mails():
    """By file name, which says what becomes of each."""
    ada, ben, cleo, dan, eve = BENEFITS[:5]
    form = "application.pdf"
    slip = Pay(ada.full_name, ada.nino, "30/10/2026", "October 2026", "640.00", "12.00", "8.00", "620.00")
    yield "1-granted.eml", mail(ada, 1, "Crisis grant", [(form, application(ada, "280.00", 2, True, "a cooker")),
                                                         ("payslip.pdf", logistics(slip))])
    yield "2-out-of-work.eml", mail(ben, 2, "Crisis grant after the flood", [(form, application(ben, "150.00", 1, False, "a bed"))])
    slip = Pay(cleo.full_name, cleo.nino, "30/10/2026", "October 2026", "3200.00", "400.00", "300.00", "2500.00")
    yield "3-refused.eml", mail(cleo, 3, "Crisis grant", [(form, application(cleo, "300.00", 1, True, "a sofa")), ("payslip.pdf", care(slip))])
    yield "4-not-declared.eml", mail(dan, 4, "My application", [(form, application(dan, "90.00", 1, False, "clothes", declared=False))])
    yield "5-hardship.eml", mail(eve, 5, "URGENT: hardship, no heating", [(form, application(eve, "200.00", 3, False, "a heater"))])
    yield "6-unreadable.eml", mail(BENEFITS[5], 6, "Crisis grant", [(form, b"%PDF-1.7\nthis is cut off")])


def register():
    """What the town knows of the people who write, but for the one who moved here last week."""
    rows = ",\n".join("  ({})".format(", ".join("'" + text.replace("'", "''") + "'" for text in (p.nino, p.surname, p.street))) for p in BENEFITS[:4])
    return ("-- The register of citizens that the look-up asks: a table, or a view on what there is.\n"
            "CREATE TABLE citizens(nino text PRIMARY KEY, surname text NOT NULL, street text NOT NULL);\n"
            f"INSERT INTO citizens VALUES\n{rows};\n")
