"""Makes the templates of the blank forms with `mailroom form new`, says that what it proposes is right, and adds what it
does not know.

Usage: python3 examples/make/templates.py PATH-TO-MAILROOM [SITE...]
"""

import re
import subprocess
import sys
from pathlib import Path

from language_forms import LANGUAGES

# A field's format by its id (base/identifier.h): what its check digits and shape allow.
FORMATS = {"nino": "nino", "utr": "utr", "vrn": "vrn", "postcode": "postcode", "sort_code": "sort-code",
           "account_number": "account-number", "iban": "iban"}
# A letter whose address has a wrong character arrives all the same: an office may take such fields at less.
THRESHOLDS = {"address_line": 0.9, "town": 0.9, "postcode": 0.9}
NAMES = {"surname", "first_names", "full_name", "landlord_name", "account_name", "adviser_name"}
EDITIONS = {"hs1-2026": "04/26", "ctr1-2025": "04/25", "ctr1-2026": "04/26", "se100-2026": "06/26", "vat1-2026": "01/26", "cg1-2026": "07/26"}
EDITIONS |= {form: "01/26" for form in LANGUAGES}


def is_abroad(field, pack):
    """Postcodes look otherwise in each country; Welsh ones are British."""
    return field == "postcode" and pack not in (None, "cym")


def finish(path):
    form = path.name.removesuffix(".form.yaml")
    pack, locale = LANGUAGES.get(form, (None, None))
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# proposed:"):
            continue
        line = line.replace(", proposed: true", "", 1)  # we have looked: they are right
        found = re.match(r"  - \{id: (\w+), ", line)
        field = found.group(1) if found else ""
        if field in FORMATS and not is_abroad(field, pack) and "format:" not in line:
            line = line.replace(", page:", f", format: {FORMATS[field]}, page:", 1)
        if field in THRESHOLDS and not pack and "threshold:" not in line:
            line = line.replace(", page:", f", threshold: {THRESHOLDS[field]}, page:", 1)
        if (field in NAMES or re.fullmatch(r"member_\d_name", field)) and "type:" not in line:
            line = line.replace(", label:", ", type: name, label:", 1)
        lines.append(line)
        if line.startswith("title:") and not any(other.startswith("edition:") for other in lines):
            lines.append(f'edition: "{EDITIONS[form]}"')
            if pack:
                lines += [f"locale: {locale}", f"language: {pack}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    examples = Path(__file__).resolve().parent.parent
    sites = sys.argv[2:] or ["*"]
    for blank in sorted(path for site in sites for path in examples.glob(f"{site}/forms/*.pdf")):
        template = blank.with_suffix(".form.yaml")
        subprocess.run([sys.argv[1], "form", "new", str(blank), "-o", str(template)], check=True)
        finish(template)


main()
