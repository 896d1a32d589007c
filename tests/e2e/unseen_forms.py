#!/usr/bin/python3
"""The tutorial's steps with real forms that nobody prepared anything for: from three blanks of the shared corpus to a
workflow that is checked, tested and tried on a specimen, without an edit.

Usage: unseen_forms.py --bin DIR [--corpus DIR] [--keep DIR] [BLANK...]

Blanks of one's own may be named instead. Says so and exits with 77 where there is no corpus.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FORMS = ["Y2020/f1040v.pdf", "Y2021/f8889.pdf", "Y2022/f4563.pdf"]
SKIPPED = 77


def steps(blank, name):
    form, samples = f"forms/{name}.form.yaml", f"samples/{name}"
    return [
        ["form", "new", str(blank), "--id", name, "-o", "forms"],
        ["form", "show", form, "-o", f"{name}.png"],
        ["workflows", "new", form],
        ["check"],
        ["test", name],
        ["form", "fill", form, "--random", "1", "--filled", "1", "-o", samples],
        # A specimen may be doubted and wait for a person (exit code 1): it is read by its form, and goes where it should.
        ["dry-run", f"workflows/{name}.yaml", f"{samples}/{name}-1.tif"],
    ]


def try_form(mailroom, site, blank, name):
    """None, or what went wrong."""
    start = time.monotonic()
    for step in steps(blank, name):
        run = subprocess.run([mailroom, *step], cwd=site, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                             env={**os.environ, "NO_COLOR": "1", "TZ": "UTC"})
        allowed = (0, 1) if step[0] == "dry-run" else (0,)
        if run.returncode not in allowed or (step[0] == "dry-run" and f"  {name}, " not in run.stdout):
            return f"mailroom {' '.join(step)}: exit code {run.returncode}\n{run.stdout}{run.stderr}"
    print(f"{name}: {len(steps(blank, name))} commands, {time.monotonic() - start:.1f} s", flush=True)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared/corpus")
    parser.add_argument("--keep", type=Path, help="make the site here and leave it")
    parser.add_argument("blanks", nargs="*", type=Path, metavar="BLANK")
    options = parser.parse_args()
    blanks = [blank.resolve() for blank in options.blanks] or [options.corpus / "forms" / form for form in FORMS]
    if not options.blanks and not blanks[0].is_file():
        print(f"left out: there is no corpus at {options.corpus}")
        return SKIPPED
    mailroom = str(options.bin.resolve() / "mailroom")
    with tempfile.TemporaryDirectory(prefix="mailroom-unseen") as temporary:
        site = options.keep or Path(temporary) / "site"
        subprocess.run([mailroom, "init", str(site)], check=True, stdout=subprocess.DEVNULL)
        wrong = [failure for blank in blanks if (failure := try_form(mailroom, site, blank, blank.stem))]
    print("\n".join(wrong), end="")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
