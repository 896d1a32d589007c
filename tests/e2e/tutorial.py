#!/usr/bin/python3
"""docs/tutorial.md as a new user follows it: in an empty folder, each command as it is typed there, each edit as it is
shown; and what the programs say is what the page says that they say.

Usage: tutorial.py --bin DIR [--page FILE]

A ```console block holds commands after "$ " (the shell's lines; "cd" lasts) and below each what it prints; a line "…"
stands for any number of lines, "…" in a line for any text. A command without output below it may print what it likes. A
command that is meant to fail says so by "# exit code N" at its end ("0 or 1": by what a specimen looks like here). A
```diff block begins with "--- FILE"; lines with "-" or a blank stand in the file like that, one after the other, and
become those with "+" or a blank.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/tutorial.md"


class Wrong(Exception):
    """What the page says and what is so differ."""


def blocks(page):
    """(line, language, lines) of each fenced block."""
    found, language, lines = [], None, []
    for number, line in enumerate(page.splitlines(), 1):
        if language is None and line.startswith("```"):
            language, lines, start = line[3:].strip(), [], number
        elif language is not None and line == "```":
            found.append((start, language, lines))
            language = None
        elif language is not None:
            lines.append(line)
    return found


def commands(lines):
    """(offset, command, expected lines) of a console block."""
    found = []
    for offset, line in enumerate(lines, 1):
        if line.startswith("$ "):
            found.append((offset, line[2:], []))
        elif found:
            found[-1][2].append(line)
    return found


def matches(expected, printed):
    pattern = ""
    for line in expected:
        pattern += "(?:.*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.split("…"))) + "\n"
    return re.fullmatch(pattern, printed) is not None


class Reader:
    def __init__(self, programs):
        self.temporary = tempfile.TemporaryDirectory(prefix="mailroom-tutorial")
        self.where = Path(self.temporary.name) / "where"
        self.folder = Path(self.temporary.name) / "empty"
        self.folder.mkdir()
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TZ": "UTC", "NO_COLOR": "1"}

    def types(self, command, expected):
        told = re.search(r"\s+# exit code ([\d or]+)$", command)
        codes = [int(code) for code in told.group(1).split(" or ")] if told else [0]
        run = subprocess.run(["bash", "-c", f"{command}\nstatus=$?; pwd >'{self.where}'; exit $status"], cwd=self.folder,
                             env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, check=False)
        self.folder = Path(self.where.read_text(encoding="utf-8").strip())
        if run.returncode not in codes:
            raise Wrong(f"$ {command}\nexit code {run.returncode}, expected {codes}; it said:\n{run.stdout}")
        while expected and not expected[-1]:
            expected.pop()
        if expected and not matches(expected, run.stdout):
            raise Wrong(f"$ {command}\nsays:\n{run.stdout}\nand not:\n" + "\n".join(expected))

    def edits(self, lines):
        if not lines or not lines[0].startswith("--- "):
            raise Wrong("a diff block begins with '--- FILE'")
        file = self.folder / lines[0][4:].strip()
        before = "".join(line[1:] + "\n" for line in lines[1:] if not line.startswith("+"))
        after = "".join(line[1:] + "\n" for line in lines[1:] if not line.startswith("-"))
        text = file.read_text(encoding="utf-8")
        if text.count(before) != 1:
            raise Wrong(f"{lines[0][4:]} has these lines {text.count(before)} times, expected once:\n{before}")
        file.write_text(text.replace(before, after), encoding="utf-8")


def follow(page, programs):
    """Returns the number of commands."""
    reader, count = Reader(programs), 0
    for line, language, lines in blocks(page):
        try:
            if language == "console":
                for offset, command, expected in commands(lines):
                    here = line + offset
                    reader.types(command, expected)
                    count += 1
            elif language == "diff":
                here = line
                reader.edits(lines)
        except Wrong as wrong:
            raise Wrong(f"line {here}: {wrong}") from None
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    start = time.monotonic()
    try:
        count = follow(options.page.read_text(encoding="utf-8"), options.bin.resolve())
    except Wrong as wrong:
        print(f"{options.page.name}: {wrong}")
        return 1
    print(f"{count} commands as typed, {time.monotonic() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
