#!/usr/bin/python3
"""The manual pages that the program writes: each is set by man(1) without a warning, and says what it must.

usage: tests/cli/man_test.py MAILROOM      (exits 77, left out, without man)
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

MAILROOM = Path(sys.argv[1])


def set_page(file):
    run = subprocess.run(["man", "-l", "--warnings", "-E", "UTF-8", "-Tutf8", str(file)], capture_output=True, text=True,
                         env={"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8"}, check=False)
    return run.returncode, re.sub(".\b", "", run.stdout), run.stderr


class ManPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailroom-man-")
        subprocess.run([MAILROOM, "help", "--man", cls.folder.name], check=True)
        cls.pages = {file.name: file for file in Path(cls.folder.name).rglob("*.[158]")}
        cls.texts = {name: set_page(file) for name, file in cls.pages.items()}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def text(self, name):
        return re.sub(r"\x1b\[[0-9;]*m", "", self.texts[name][1])

    def test_each_is_set_without_a_warning(self):
        for name, (code, text, warnings) in self.texts.items():
            with self.subTest(page=name):
                self.assertEqual((code, warnings), (0, ""))
                self.assertGreater(len(text), 300)

    def test_mandoc_finds_nothing_either(self):
        if not shutil.which("mandoc"):
            self.skipTest("mandoc is not installed")
        for name, file in self.pages.items():
            with self.subTest(page=name):
                lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(file)], capture_output=True, text=True, check=False)
                # A date would make two builds of the same source differ.
                left = [line for line in lint.stdout.splitlines() if "missing date" not in line]
                self.assertEqual(left, [])

    def test_each_command_has_one(self):
        said = subprocess.run([MAILROOM, "--help"], capture_output=True, text=True, check=True).stdout
        commands = re.findall(r"^  ([a-z-]+)  +\S", said, re.M)
        self.assertGreater(len(commands), 20)
        for command in commands:
            self.assertIn(f"mailroom-{command}.1", self.pages)
        for page in ("mailroom.1", "mailroomd.8", "mailroom.yaml.5", "mailroom-workflow.5", "mailroom-form.5", "mailroom-tests.5"):
            self.assertIn(page, self.pages)

    def test_they_say_what_the_program_says(self):
        self.assertIn("--budget", self.text("mailroom-read.1"))
        self.assertIn("mailroom review correct", self.text("mailroom-review.1"))
        self.assertIn("--once", self.text("mailroomd.8"))
        self.assertIn("inboxes.*.known_hosts", self.text("mailroom.yaml.5"))
        self.assertIn("hit_policy", self.text("mailroom-workflow.5"))
        self.assertIn("${secret:REGISTER_URL}", self.text("mailroom-workflow.5"))
        self.assertIn("max_length", self.text("mailroom-form.5"))

    def test_what_is_typed_can_be_copied(self):
        # groff sets a bare '-' or ''' as signs that no shell knows.
        for name in self.texts:
            for sign in "‐’‘":
                self.assertNotIn(sign, self.text(name), name)


if __name__ == "__main__":
    if not shutil.which("man"):
        print("left out: man is not installed", file=sys.stderr)
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
