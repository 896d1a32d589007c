#!/usr/bin/env python3
"""`mailroom lsp` with a real editor: Neovim without a screen, its own client, a copy of an example office.

Exits 77, left out, where Neovim is not installed."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bin", required=True, type=pathlib.Path)
    arguments.add_argument("--site", required=True, type=pathlib.Path)
    options = arguments.parse_args()
    nvim = shutil.which("nvim")
    if nvim is None:
        print("left out: neovim is not installed", file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory(prefix="mailroom-editor-") as folder:
        home = pathlib.Path(folder) / "home"
        home.mkdir()
        site = pathlib.Path(folder) / "a site"  # a blank in the path is an escape in its URI
        shutil.copytree(options.site, site, ignore=shutil.ignore_patterns("data", "inbox", "*.pdf", "submissions", "samples"))
        # What a made-up claim came to is kept for hovers; nothing else of it is.
        claim = options.site / "samples" / "07-ctr1-typed.pdf"
        ran = subprocess.run([options.bin / "mailroom", "dry-run", "--made-up", "--no-pictures", "--json", "--site", site, claim],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        weekly_tax = json.loads(ran.stdout)["cases"][0]["facts"]["weekly_tax"]
        report = pathlib.Path(folder) / "report"
        environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CACHE_HOME": str(home),
                       "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "MAILROOM": str(options.bin / "mailroom"),
                       "SITE": str(site), "REPORT": str(report), "WEEKLY_TAX": f"{weekly_tax:.2f}"}
        ran = subprocess.run([nvim, "--headless", "--clean", "-n", "-c", f"luafile {HERE / 'session.lua'}", "-c", "cquit 2"],
                             env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240)
        said = report.read_text() if report.exists() else ""
        print(said, end="")
        if ran.returncode != 0 or not said.endswith("all held\n"):
            print(ran.stdout, ran.stderr, sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
