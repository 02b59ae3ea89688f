# SPDX-License-Identifier: Apache-2.0
"""The page of errata is what the checks say today; the command keeps its manners.

Run as  KLORACLE=path/to/kloracle python3 tests/properties/errata/page_test.py  (standard library
only). With --write the page is written instead of compared.
"""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "fixtures" / "ERRATA.md"
IDS = [f"E{n:02}" for n in range(1, 65)]
EXIT_USAGE = 64


def errata(*args):
    """The finished `kloracle errata`."""
    return subprocess.run([os.environ["KLORACLE"], "errata", *args], capture_output=True,
                          encoding="utf-8", check=False, timeout=300)


class PageTest(unittest.TestCase):
    """fixtures/ERRATA.md."""

    maxDiff = None
    page = PAGE.read_bytes().decode("utf-8") if PAGE.exists() else ""

    def test_the_page_is_what_the_checks_say(self):
        done = errata("--as", "markdown")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.page, done.stdout, "page_test.py --write")

    def test_every_erratum_has_a_row_and_a_section(self):
        self.assertEqual(re.findall(r"(?m)^\| \[(E\d\d)\]\(#e\d\d\) \|", self.page), IDS)
        self.assertEqual(re.findall(r"(?m)^## (E\d\d)$", self.page), IDS)

    def test_the_counts_at_the_top_are_those_of_the_sections(self):
        checked, facts = re.search(r"\*\*(\d+) checked\*\*: (\d+) facts", self.page).groups()
        textual = re.search(r"\*\*(\d+) textual\*\*", self.page)[1]
        self.assertEqual(int(checked) + int(textual), len(IDS))
        self.assertEqual(int(facts), self.page.count("\n- proved: "))
        self.assertEqual(int(textual), self.page.count("\n**Check:** textual: "))
        self.assertNotIn("NOT PROVED", self.page)

    def test_rows_have_as_many_cells_as_the_head(self):
        rows = [line for line in self.page.splitlines() if line.startswith("|")]
        for row in rows:
            self.assertEqual(len(re.findall(r"(?<!\\)\|", row)), 6, row)


class CommandTest(unittest.TestCase):
    """kloracle errata."""

    def test_one_erratum_is_printed_with_its_facts(self):
        done = errata("E35")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("E35  001 M.4, visible in: source\n  says: ", done.stdout)
        self.assertRegex(done.stdout, r"\n    proved: p = [^:]*: the answer is no,[^:]*\+infinity")
        self.assertIn("\nerrata: 1, checked 1, textual 0, unproved 0\n", done.stdout)

    def test_all_are_printed_in_order(self):
        done = errata()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(re.findall(r"(?m)^(E\d\d)  ", done.stdout), IDS)
        self.assertEqual([x for x in done.stdout.splitlines() if len(x) > 100], [])

    def test_bad_input_is_named_in_one_line(self):
        for args, named in ((["E65"], "E65"), (["E01", "e2"], "e2"), (["--as", "html"], "--as"),
                            (["--as", "markdown", "E01"], "no id")):
            with self.subTest(args):
                done = errata(*args)
                self.assertEqual((done.returncode, done.stdout), (EXIT_USAGE, ""))
                self.assertRegex(done.stderr, r"\A[^\n]+\n\Z")
                self.assertIn(named, done.stderr)


def write():
    """Regenerates the page."""
    done = errata("--as", "markdown")
    PAGE.write_bytes(done.stdout.encode("utf-8"))
    return done.returncode


if __name__ == "__main__":
    if "--write" in sys.argv:
        sys.exit(write())
    unittest.main()
