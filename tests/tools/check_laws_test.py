#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle check` holding subjects to laws: gates, tables, findings, `kloracle repro`, the lists.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/check_laws_test.py  (standard library only).
"""

import re
import sys
import unittest

sys.dont_write_bytecode = True

from check_test import EXIT_GATE, adapter, check, lines_of, run_shown, shown  # noqa: E402
from cli_test import EXIT_USAGE, expect_usage_error, run  # noqa: E402

ONE = ("--function", "kl_ratio", "--format", "binary64")
LAWS_ONLY = ("--cases", "0", "--laws", "30", *ONE)
STATES = ("holds", "soft", "hard", "undecided", "not_applicable", "lost")


class GateTest(unittest.TestCase):
    """What laws have to say about --require."""

    def test_a_perfect_subject_breaks_no_law(self):
        done, report = check("builtin:correctly_rounded", *LAWS_ONLY, "--require", "CR")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        laws = lines_of(report, "law")
        self.assertGreater(len(laws), 3)
        for line in laws:
            self.assertEqual((line["hard"], line["soft"], line["lost"]), (0, 0, 0), line)

    def test_a_law_broken_hard_misses_any_grade(self):
        done, report = check("builtin:naive", *LAWS_ONLY, "--require", "W")
        self.assertEqual(done.returncode, EXIT_GATE)
        hard = [line for line in lines_of(report, "law") if line["hard"]]
        self.assertRegex(done.stderr,
                         rf"\A[^\n]*\bW\b[^\n]*missed: laws not kept: {len(hard)}\n\Z")

    def test_without_a_gate_broken_laws_are_no_failure(self):
        self.assertEqual(check("builtin:naive", *LAWS_ONLY)[0].returncode, 0)

    def test_nan_breaks_every_law_that_speaks(self):
        _, report = check(adapter("nan"), "--cases", "0", "--laws", "2")
        for line in lines_of(report, "law"):
            self.assertEqual(line["holds"], 0, line)
            if line["hard"]:
                self.assertEqual((line["worst"], line["example"]["severity"]), ("inf", "inf"))

    def test_a_value_that_is_not_given_is_lost(self):
        done, report = check(adapter("throws"), "--cases", "0", "--laws", "2", "--require", "W")
        self.assertEqual(done.returncode, EXIT_GATE)
        laws = lines_of(report, "law")
        self.assertGreater(sum(line["lost"] for line in laws), 0)
        for line in laws:
            self.assertEqual((line["holds"], line["soft"], line["hard"]), (0, 0, 0), line)


class ChannelTest(unittest.TestCase):
    """What is neither a value's grade nor a law, and misses the gate all the same."""

    SMALL = ("--cases", "20", "--max-n", "20", "--laws", "0", "--require", "W")

    def test_claims_about_the_error(self):
        for name, broken, useless in (("kl_claims_no_error", True, False),
                                      ("kl_claims_anything", False, True)):
            done, report = check(f"mutant:{name}", *self.SMALL)
            self.assertEqual(done.returncode, EXIT_GATE if broken else 0, name)
            self.assertIn("claims broken, useless", done.stdout)
            for line in lines_of(report, "summary"):
                counts = line["claims"]
                results = [r for r in lines_of(report, "result") if r["id"].split(":")[0]
                           .endswith(line["format"])]
                for kind in ("broken", "useless", "undecided"):
                    self.assertEqual(counts[kind], sum(r.get("claim") == kind for r in results))
                self.assertEqual((counts["broken"] > 0, counts["useless"] > 0), (broken, useless))
        done, _ = check("mutant:kl_claims_no_error", *self.SMALL)
        self.assertIn("HARD, it claims too small an error", done.stdout)

    def test_answers_that_change(self):
        done, report = check(adapter("changes_answers"), *self.SMALL)
        self.assertEqual(done.returncode, EXIT_GATE)
        self.assertIn("answers that change", done.stderr)
        self.assertTrue(any(line["unsteady"] for line in lines_of(report, "event")))
        self.assertIn("  event not deterministic: ", done.stdout)
        done, report = check(adapter("says_it_changes"), *self.SMALL)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_arithmetic_of_the_adapter_is_told(self):
        done, report = check(adapter("flushes_subnormals"), *self.SMALL)
        self.assertEqual(done.returncode, 0)
        self.assertIn("flushes", str(lines_of(report, "event")))
        self.assertIn("  event environment: ", done.stdout)

    def test_the_header_tells_of_the_machine(self):
        _, report = check("builtin:stable", *self.SMALL)
        told = report[0]["environment"]
        self.assertEqual((told["rounding"], told["subnormals"]), ("to nearest", "kept"))
        self.assertTrue(told["system"] and told["compiler"])


class ReportTest(unittest.TestCase):
    """Law lines, and what the terminal says of them."""

    @classmethod
    def setUpClass(cls):
        cls.done, cls.report = check("builtin:naive", *LAWS_ONLY)
        cls.laws = lines_of(cls.report, "law")

    def test_every_check_is_counted_once(self):
        for line in self.laws:
            self.assertEqual(sum(line[state] for state in STATES), line["checks"], line)
            self.assertEqual(line["checks"], 30)
        self.assertEqual(len({line["law"] for line in self.laws}), len(self.laws))
        self.assertEqual(self.report[-1]["laws"], len(self.laws))

    def test_a_law_that_is_not_kept_has_an_example_of_its_worst_kind(self):
        for line in self.laws:
            kept = line["holds"] + line["not_applicable"] == line["checks"]
            self.assertEqual("example" in line, not kept, line)
            if line["hard"]:
                example = line["example"]
                self.assertEqual((example["state"], example["hard"]), ("violated", True))
                self.assertTrue(example["id"].startswith(f"{line['law']}/kl_ratio/binary64/"))

    def test_the_table_adds_up(self):
        row = re.search(r"(?m)^  kl_ratio +binary64 +(\d+) +(\d+) +(\S+) +(\S+) +(\S+) ",
                        self.done.stdout)
        counted = [0 if cell == "." else int(cell) for cell in row.groups()]
        self.assertEqual(counted, [len(self.laws)] + [sum(line[key] for line in self.laws) for key
                                                      in ("checks", "holds", "soft", "hard")])
        checks = sum(line["checks"] for line in self.laws)
        self.assertIn(f"  0 values, {checks} instances of laws\n", self.done.stdout)

    def test_one_law_alone(self):
        name = next(line["law"] for line in self.laws if line["hard"])
        _, report = check("builtin:naive", "--laws", "30", *ONE, "--law", name)
        self.assertEqual(lines_of(report, "result"), [])
        self.assertEqual(lines_of(report, "law"),
                         [line for line in self.laws if line["law"] == name])

    def test_the_again_line_shows_the_same_violation(self):
        """What a finding prints is what `kloracle repro` prints, and what the report holds."""
        done, _ = check("builtin:naive", *LAWS_ONLY, "--findings", "99")
        lines = [line for line in shown(done.stdout, "again") if "gibbs" in line]
        self.assertGreaterEqual(len(lines), 1, done.stdout)
        for line in lines:
            again = run_shown(line)
            self.assertEqual((again.returncode, again.stderr), (0, ""), line)
            self.assertIn(again.stdout, done.stdout)
            name = re.search(r" repro (\S+)", line)[1]
            example, = [law["example"] for law in self.laws
                        if law.get("example", {}).get("id") == name]
            for term in example["terms"]:
                self.assertIn(f" {term['returned']} ", again.stdout)
                self.assertIn(f" {term['certified']}\n", again.stdout)
            self.assertIn("HARD" if example["hard"] else "SOFT", again.stdout)

    def test_shorter_vectors_are_repeated_as_short(self):
        done, _ = check("builtin:naive", *LAWS_ONLY, "--max-n", "3")
        for line in shown(done.stdout, "again"):
            self.assertIn("--max-n 3", line)
            self.assertIn(run_shown(line).stdout, done.stdout)


class ReproTest(unittest.TestCase):
    """A bad `kloracle repro` names what is wrong."""

    def test_faults(self):
        naive = ("--subject", "builtin:naive")
        for args, named in (
                ((), "id"), (("gibbs.nonnegative/kl_ratio/binary64/0",), "--subject"),
                (("gibbs.nonnegative/kl_ratio/binary64/0", "--subject", "builtin:nope"), "nope"),
                (("no.law/kl_ratio/binary64/0", *naive), "no.law"),
                (("gibbs.nonnegative/no_function/binary64/0", *naive), "no_function"),
                (("gibbs.nonnegative/kl_ratio/binary63/0", *naive), "binary63"),
                (("gibbs.nonnegative/kl_ratio/binary64/xyz", *naive), "id"),
                (("gibbs.nonnegative/kl_ratio", *naive), "id"), (("/", *naive), "id"),
                (("kl.measure.binary64:0123456789ab", *naive), "0123456789ab")):
            with self.subTest(args):
                expect_usage_error(self, run("repro", *args), named)

    def test_a_law_that_speaks_of_other_functions_is_refused(self):
        done = run("repro", "renyi.monotone/entropy/binary64/0", "--subject", "builtin:naive")
        self.assertEqual(done.returncode, EXIT_USAGE)


class ListTest(unittest.TestCase):
    """kloracle list laws, recipes, law_table."""

    def test_every_law_is_listed_with_its_source_and_a_known_recipe(self):
        table = [[cell.strip() for cell in row.split(" | ")]
                 for row in run("list", "law_table").stdout.splitlines()[3:]]
        recipes = set(re.findall(r"(?m)^  (\S+)$", run("list", "recipes").stdout))
        listed = re.findall(r"(?m)^  ([\w.]+) +[MBEAW]  \S", run("list", "laws").stdout)
        self.assertEqual([row[0].strip("|` ") for row in table], listed)
        self.assertEqual(len(set(listed)), len(listed))
        for row in table:
            self.assertEqual(len(row), 6, row)
            self.assertIn(row[1], "MBEAW")
            self.assertIn(row[4], recipes)
            self.assertGreater(len(row[5].strip("| ")), 3, row)


if __name__ == "__main__":
    unittest.main()
