#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle check --minimise`: the plainer inputs of findings, in the report and on the terminal.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/minimise_test.py  (standard library only).
"""

import json
import math
import os
import shlex
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from check_test import adapter  # noqa: E402
from cli_test import expect_usage_error, run  # noqa: E402

KIND_OF_SPECIAL = {"nan": "nan", "wrong_sign": "sign", "spurious_infinity": "infinity",
                   "missed_infinity": "infinity", "missed_zero": "zero"}
FUNCTION = "kl_ratio_normalised"
RUN = ("check", "builtin:naive", "--function", FUNCTION, "--cases", "60", "--max-n", "40",
       "--laws", "0")


def kinds_of(line):
    return {KIND_OF_SPECIAL[word] for word in line.get("special", [])} or {"error"}


def halves_of_ulp(numbers, precision):
    """How many half ulps of 1 the sum is away from 1, exactly summed."""
    return abs(math.fsum([*map(float.fromhex, numbers), -1.0])) * 2.0**precision


def decimal_length(line):
    """How much there is to read in the shortest decimals of an input."""
    return sum(len(repr(float.fromhex(x))) for x in line["p"] + line["q"])


class MinimiseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = os.path.join(folder.name, "report.jsonl")
        cls.folder = folder.name
        cls.shown = run(*RUN, "--minimise", "--findings", "9", "--report", cls.path).stdout
        with open(cls.path, encoding="utf-8") as file:
            cls.text = file.read()
        lines = [json.loads(line) for line in cls.text.splitlines()]
        cls.results = {line["id"]: line for line in lines if line["line"] == "result"}
        cls.minimal = [line for line in lines if line["line"] == "minimal"]

    def test_a_minimal_line_is_of_the_kind_of_the_case_it_is_from_and_plainer(self):
        self.assertTrue(self.minimal)
        for line in self.minimal:
            drawn = self.results[line["from"]]
            self.assertIn(line["kind"], kinds_of(drawn))
            self.assertIn(line["kind"], kinds_of(line))
            self.assertEqual(line["function"], drawn["function"])
            self.assertTrue(line["id"].split(":")[0].endswith(line["format"]))
            self.assertEqual(len(line["p"]), len(line["q"]))
            self.assertLessEqual(len(line["p"]), len(drawn["p"]))
            self.assertLess(decimal_length(line), decimal_length(drawn))

    def test_there_is_one_line_of_a_kind_at_most(self):
        keys = [(line["format"], line["kind"]) for line in self.minimal]
        self.assertEqual(len(keys), len(set(keys)))

    def test_sums_miss_1_by_no_more_than_they_did(self):
        for line in self.minimal:
            drawn = self.results[line["from"]]
            precision = 53 if line["format"] == "binary64" else 24
            for side in "pq":
                allowed = max(halves_of_ulp(drawn[side], precision), len(line[side]))
                self.assertLessEqual(halves_of_ulp(line[side], precision), allowed)

    def test_nothing_else_in_the_report_depends_on_it(self):
        plain = os.path.join(self.folder, "plain.jsonl")
        run(*RUN, "--report", plain)
        with open(plain, encoding="utf-8") as file:
            without = [line for line in file if '"line":"header"' not in line]
        kept = [line for line in self.text.splitlines(True)
                if '"line":"minimal"' not in line and '"line":"header"' not in line]
        self.assertEqual(without, kept)

    def test_the_terminal_shows_it_with_the_case_it_was_found_from(self):
        for line in self.minimal:
            self.assertIn(f"drawn as  {line['from']}\n", self.shown)
            self.assertIn(line["id"], self.shown)

    def test_the_line_that_repeats_it_does(self):
        again = [shlex.split(line)[2:] for line in self.shown.splitlines()
                 if line.strip().startswith("again ") and "--p=" in line]
        self.assertEqual(len(again), len(self.minimal))
        returned = {line["returned"] for line in self.minimal}
        for words in again:
            self.assertEqual(words[0], "repro")
            repeated = run(*words).stdout
            self.assertTrue(any(f"returned  {value}" in repeated for value in returned), repeated)

    def test_a_resumed_run_has_the_same_and_none_twice(self):
        first = self.text.index('{"line":"minimal"')
        ends = [first, self.text.index("\n", first) + 1, self.text.index('{"line":"footer"')]
        for end in ends:
            path = os.path.join(self.folder, f"cut{end}.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.text[:end])
            shown = run(*RUN, "--minimise", "--findings", "9", "--report", path, "--resume").stdout
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), self.text)
            self.assertEqual(shown, self.shown)

    def test_laws_alone_have_no_inputs_to_minimise(self):
        expect_usage_error(self, run("check", "builtin:naive", "--minimise", "--law",
                                     "gibbs.nonnegative"), "--minimise")

    def test_who_dies_of_a_shorter_input_is_asked_no_more(self):
        of_tables = ("check", adapter("crash_on_pairs"), "--cases", "30", "--max-n", "9",
                     "--laws", "1")
        reports = []
        for more in ((), ("--minimise",)):
            path = os.path.join(self.folder, f"dies{len(more)}.jsonl")
            done = run(*of_tables, *more, "--report", path)
            with open(path, encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            reports.append([line for line in lines[1:] if line["line"] not in ("event", "minimal")])
            reports.append(done.returncode)
        self.assertEqual(reports[:2], reports[2:])  # no verdict and no law is lost by it


if __name__ == "__main__":
    unittest.main()
