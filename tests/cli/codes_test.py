#!/usr/bin/python3
"""The table of codes (cli/codes) and the sources tell of the same ones, and docs/troubleshooting.md has them all.

usage: tests/cli/codes_test.py MAILROOM SOURCE
"""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from codes_in_sources import found

MAILROOM, SOURCE = Path(sys.argv[1]), Path(sys.argv[2])

EACH_WAY = r'''
// A comment's "not_a_code" is none.
Error(Fault fault, std::string code, std::string message);
void problem(const Place& place, std::string code, std::string message, std::string hint = {});
constexpr std::string_view kGone = "by_constant";
void tell() {
  throw Error(Fault::usage, "by_error", "a message with \"unlike_codes\" and, commas", where);
  throw Error(Fault::machine, full ? "by_choice" : "by_other_choice", "…");
  throw Error(Fault::machine, std::string(kGone), R"(raw "unlike_raw", )");
  problem(place_of({1, 2}), "by_reporter", "…");
  problems.push_back({Severity::warning, place(f(1, 2)), "by_severity", "…", ""});
  reasons.push_back({"by_reason", "", 0, rule.id, "…"});
  reading.failure = {"by_failure", "…"};
  filing.doubts.push_back("by_doubt");
  log::error("by_event", {{"reason", error.code()}});
  return {405, body({Fault::usage, "by_braces", "…"})};
}
'''


class Codes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run = subprocess.run([MAILROOM, "help", "--codes"], capture_output=True, text=True, check=True)
        cls.page = run.stdout
        cls.told = re.findall(r"^### `(\w+)`$", cls.page, re.M)
        cls.reported = found(SOURCE)

    def test_each_code_of_the_sources_is_in_the_table(self):
        missing = {code: places for code, places in self.reported.items() if code not in self.told}
        self.assertEqual(missing, {}, "add them to cli/codes/ and run scripts/make-docs")

    def test_each_code_of_the_table_is_in_the_sources(self):
        self.assertEqual(sorted(set(self.told) - set(self.reported)), [], "nothing reports them any more")

    def test_each_code_stands_once(self):
        self.assertEqual(sorted({code for code in self.told if self.told.count(code) > 1}), [])

    def test_the_page_has_what_the_program_says(self):
        page = (SOURCE / "docs/troubleshooting.md").read_text()
        self.assertEqual(page[page.index("\n## "):], self.page, "run scripts/make-docs")

    def test_codes_are_found_in_whatever_way_they_are_written(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "workflows").mkdir()
            (Path(folder) / "workflows/each_way.cc").write_text(EACH_WAY)
            self.assertEqual(sorted(found(folder)), sorted(set(re.findall(r'"(by_\w+)"', EACH_WAY))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
