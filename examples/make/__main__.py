"""Makes the example sites' blank forms and sample submissions. Run by scripts/make-examples."""

import sys
from pathlib import Path

from blank import typed
from header import register_fonts
import benefit_forms
import tax_forms

SITES = {"benefits-office": benefit_forms, "tax-office": tax_forms}


def main():
    target = Path(sys.argv[1])
    register_fonts()
    for name in sys.argv[2:] or SITES:
        forms = target / name / "forms"
        forms.mkdir(parents=True, exist_ok=True)
        for form in SITES[name].FORMS:
            (forms / f"{form.id}.pdf").write_bytes(typed(form))


main()
