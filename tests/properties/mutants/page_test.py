# SPDX-License-Identifier: Apache-2.0
"""The page of the mutants says what happens: every one is blamed, by what stands there.

Run as  KLORACLE=path/to/kloracle python3 tests/properties/mutants/page_test.py  (standard library
only, some minutes). With --write the tables of the page are written instead of compared.
"""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "properties" / "mutants" / "README.md"
COMMAND = "kloracle mutants --as markdown"
REGISTRY = "tests/adapters/mutants.txt"


def mutants_table():
    """What the command prints, and its exit status."""
    done = subprocess.run([os.environ["KLORACLE"], *COMMAND.split()[1:]], capture_output=True,
                          text=True, check=False)
    table, totals = done.stdout.rsplit("\n\n", 1)
    return f"{table}\n\n```\n{totals}```\n", done.returncode


def adapters_table():
    """The registry of adapters, as a table."""
    lines = (ROOT / REGISTRY).read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if not line.startswith("#")]
    table = "| adapter | defect | what is said |\n|---|---|---|\n"
    return table + "".join(f"| `{name}` | {sentence} | {said} |\n" for name, sentence, said in rows)


def block(page, marker):
    """The match of what stands between the marker and its end."""
    return re.search(rf"<!-- {re.escape(marker)} -->\n(.*?)<!-- end -->", page, re.S)


def written(page, marker, text):
    """The page with that text there."""
    found = block(page, marker)
    return page[:found.start(1)] + text + page[found.end(1):]


class PageTest(unittest.TestCase):
    """The page against the program and the registry."""

    maxDiff = None
    page = PAGE.read_text(encoding="utf-8")

    def test_every_mutant_dies_as_the_page_says(self):
        table, status = mutants_table()
        self.assertEqual(status, 0, table)
        self.assertEqual(block(self.page, COMMAND)[1], table, "page_test.py --write")

    def test_adapters_are_those_of_the_registry(self):
        self.assertEqual(block(self.page, REGISTRY)[1], adapters_table(), "page_test.py --write")

    def test_the_line_that_shows_how_to_add_is_in_the_tree(self):
        line = re.search(r"```\nmutant_entry(.*?)\n```", self.page, re.S)[1]
        source = "".join(p.read_text(encoding="utf-8") for p in PAGE.parent.glob("*.cpp"))
        self.assertIn(line, source)


def write():
    """Regenerates the tables of the page."""
    page = PAGE.read_text(encoding="utf-8")
    page = written(page, COMMAND, mutants_table()[0])
    PAGE.write_text(written(page, REGISTRY, adapters_table()), encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    else:
        unittest.main()
