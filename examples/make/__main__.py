"""Makes the example sites' blank forms and sample submissions. Run by scripts/make-examples."""

import json
import sys
from importlib import import_module
from pathlib import Path

from header import register_fonts

SITES = {"benefits-office": ("benefit_forms", "benefit_samples", "Northmere Borough Council, Monday 23 November 2026"),
         "tax-office": ("tax_forms", "tax_samples", "Revenue Office of Westmark, Monday 23 November 2026")}
# Forms alone: nobody sends them in.
BLANKS = {"languages": "language_forms"}
# Mails that are sent by whoever tries the site.
MAILS = {"crisis-grants": ("grant_forms", "grant_mails")}
# Encryption draws its own random numbers: such a file is only made where there is none.
RANDOM = {"locked.pdf"}


def make_blanks(target, name, forms):
    from blank import typed
    (target / name / "forms").mkdir(parents=True, exist_ok=True)
    for form in import_module(forms).FORMS:
        (target / name / "forms" / f"{form.id}.pdf").write_bytes(typed(form))


def make(target, name):
    from truth import write
    forms, samples, title = SITES[name]
    make_blanks(target, name, forms)
    folder = target / name / "samples"
    folder.mkdir(exist_ok=True)
    post = import_module(samples).monday_set()
    keep = set()
    for sample in post.samples:
        path = folder / sample.file
        keep.add(path)
        if not (sample.file.split("-", 1)[1] in RANDOM and path.exists()):
            path.write_bytes(sample.data)
        if sample.sidecar:
            beside = folder / f"{sample.file}.meta.json"
            keep.add(beside)
            beside.write_text(json.dumps({"received": sample.received, "source": "scanner 2"}) + "\n")
    write(folder / "truth.yaml", title, post.samples, post.cases)
    for path in folder.iterdir():
        if path not in keep and path.name != "truth.yaml":
            path.unlink()
    print(f"{name}: {len(post.samples)} samples, {len(post.cases)} cases, "
          f"{sum(s.straight for s in post.samples)} straight through")


def make_mails(target, name, forms, mails):
    make_blanks(target, name, forms)
    folder = target / name / "mails"
    folder.mkdir(exist_ok=True)
    for file, data in import_module(mails).mails():
        (folder / file).write_bytes(data)
    (target / name / "register").mkdir(exist_ok=True)
    (target / name / "register" / "citizens.sql").write_text(import_module(mails).register())


def main():
    register_fonts()
    for name in sys.argv[2:] or [*SITES, *BLANKS, *MAILS]:
        if name in BLANKS:
            make_blanks(Path(sys.argv[1]), name, BLANKS[name])
        elif name in MAILS:
            make_mails(Path(sys.argv[1]), name, *MAILS[name])
        else:
            make(Path(sys.argv[1]), name)


main()
