#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle check --known`, `--known-flaky`, `--write-known`: what is listed is excused while it
lasts, and no longer.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/known_failures_test.py  (standard library
only).
"""

import os
import re
import sys
import unittest

sys.dont_write_bytecode = True

from baseline_test import EXIT_GATE, EXIT_INCOMPLETE, FEW, Spoilable  # noqa: E402
from cli_test import expect_usage_error, run  # noqa: E402

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "README.md")
LABEL_OF = {"nan": "nan", "inf": "W inf", "throw": "thrown", "crash": "crashed"}
LAWS = ("--cases", "30", "--max-n", "20", "--laws", "5", "--findings", "0")
MOST_OF_A_GLOB = 20


class Listed(Spoilable):
    """A subject with lists beside it."""

    def setUp(self):
        super().setUp()
        self.known = self.path("known.txt")

    def leave(self, *lines, path=None):
        with open(path or self.known, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))

    def with_known(self, *flags, few=FEW):
        return self.judge("--known", self.known, *flags, few=few)

    def expect_passed(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertNotRegex(done.stdout, r"(?m)^(known|unlisted|worse) ")

    def expect_complaint(self, done, line, why):
        """Exit 1, and one line about this line of the list."""
        self.assertEqual(done.returncode, EXIT_GATE, done.stdout + done.stderr)
        told = re.findall(rf"(?m)^known +line {line} (.*)$", done.stdout)
        self.assertEqual(len(told), 1, done.stdout)
        self.assertIn(why, told[0])
        self.assertIn("--known", done.stderr)

    def numbers(self):
        """Cases whose value is finite and not 0: whatever is done to them is a failure."""
        return [c for c in self.cases() if c.get("grade", "W") != "W" and
                float.fromhex(c["returned"]) not in (0.0, float("inf"))]


class KnownTest(Listed):
    """Each rule of the list."""

    def test_each_label_excuses_its_failure_and_no_other(self):
        case = self.numbers()[0]
        for fault, label in LABEL_OF.items():
            self.spoil(case, fault)
            for listed in LABEL_OF.values():
                with self.subTest(fault=fault, listed=listed):
                    self.leave(f"{case['id']}  # {listed}  because")
                    if listed == label:
                        self.expect_passed(self.with_known("--require", "H"))
                    else:
                        self.expect_complaint(self.with_known("--require", "H"), 1,
                                              f"differently: expected {listed}, {case['id']} is "
                                              f"{label}")

    def test_a_label_may_be_cut_between_words(self):
        case = self.numbers()[0]
        self.spoil(case, "inf")
        self.leave(f"{case['id']}  # W")
        self.expect_passed(self.with_known())
        self.leave(f"{case['id']}  # W in")
        expect_usage_error(self, self.with_known(), "known.txt' line 1")

    def test_one_that_is_not_listed_fails(self):
        one, other = self.numbers()[:2]
        self.spoil(one, "nan")
        self.spoil(other, "nan")
        self.leave(f"{one['id']}  # nan")
        done = self.with_known()
        self.assertEqual(done.returncode, EXIT_GATE)
        self.assertEqual(re.findall(r"(?m)^unlisted (.*)$", done.stdout), [f"{other['id']}  # nan"])
        self.assertIn(f"kloracle repro {other['id']} --subject ", done.stdout)

    def test_a_stale_line_fails(self):
        case = self.numbers()[0]
        self.leave("# a comment", "", f"{case['id']}  # nan  was so once")
        for flags in ((), ("--require", "H"), ("--function", "kl"), ("--baseline", self.baseline)):
            if "--baseline" in flags:
                self.written()
            self.expect_complaint(self.with_known(*flags), 3, f"stale: {case['id']} does not fail")
        self.leave("kl.measure.binary64:000000000000  # W")
        self.expect_complaint(self.with_known(), 1, "nothing of that name")

    def test_a_line_of_what_was_not_asked_fails(self):
        one, other = self.numbers()[:2]
        self.leave(f"{one['id']}  # nan")
        self.spoil(one, "skip")
        self.expect_complaint(self.with_known(), 1, f"not asked: {one['id']} is skipped")
        self.plan["faults"].clear()
        self.spoil(other, "nan")
        self.leave(f"{other['id']}  # nan", "gibbs.nonnegative/kl/binary64  # HARD")
        self.expect_complaint(self.with_known(), 2, "nothing of that name")  # --laws 0

    def test_a_case_that_was_never_run_fails(self):
        broken = os.path.join(os.path.dirname(__file__), "..", "adapters", "garbage.py")
        subject = f"cmd:{sys.executable} -B {broken}"
        seen = run("check", subject, *FEW, "--report", self.path("report")).returncode
        self.assertEqual(seen, EXIT_INCOMPLETE)
        with open(self.path("report"), encoding="utf-8") as file:
            case = re.search(r'"id":"(\S+?)".*"returned":"not_run"', file.read()).group(1)
        self.leave(f"{case}  # malformed")
        done = run("check", subject, *FEW, "--known", self.known)
        self.assertEqual(done.returncode, EXIT_INCOMPLETE)
        self.assertIn(f"line 1 '{case}' not asked: {case} is not_run", done.stdout)

    def test_a_run_of_a_part_is_not_held_to_the_rest(self):
        self.plan["functions"] = ["kl", "other"]
        case = self.numbers()[0]
        self.spoil(case, "nan")
        self.leave(f"kl/{case['id']}  # nan", f"other/{case['id']}  # nan")
        self.expect_passed(self.with_known())
        self.expect_passed(self.with_known("--function", "kl"))
        self.leave(f"kl/{case['id']}  # nan")
        done = self.with_known()
        self.assertEqual(done.returncode, EXIT_GATE, "the other function's was excused")

    def test_a_glob_covers_so_many_and_no_more(self):
        cases = self.numbers()
        self.assertGreater(len(cases), MOST_OF_A_GLOB)
        for case in cases[:MOST_OF_A_GLOB]:
            self.spoil(case, "nan")
        self.leave("kl.measure.*:*  # nan")
        self.expect_passed(self.with_known())
        self.spoil(cases[MOST_OF_A_GLOB], "nan")
        self.expect_complaint(self.with_known(), 1, f"covers {MOST_OF_A_GLOB + 1} failures")
        self.plan["faults"].clear()
        self.spoil(cases[0], "nan")
        self.spoil(cases[1], "throw")
        self.expect_complaint(self.with_known(), 1, "differently")

    def test_what_is_listed_does_not_break_the_baseline(self):
        self.written()
        case, other = self.numbers()[:2]
        self.spoil(case, "nan")
        self.expect_broken(self.compare())
        self.leave(f"{case['id']}  # nan")
        self.expect_passed(self.compare("--known", self.known))
        self.spoil(other, "throw")
        self.expect_broken(self.compare("--known", self.known), "worse .* lost 0 -> 1")

    def test_lines_that_are_none(self):
        for line in ("kl:1", "kl:1 #", "kl:1  # ", "kl:1  # wrong", "kl:1  # W sine",
                     "kl:1  # SOFT", "kl:1  # W zero sign", "kl:1  # unsteady",
                     "kl:1  # W because of issue 12", "kl:1\x00\xff"):
            self.leave("# first", line)
            expect_usage_error(self, self.with_known(), "known.txt' line 2")
        self.leave("kl:1  # W", "kl:1  # nan")
        expect_usage_error(self, self.with_known(), "line 2: repeats line 1")
        expect_usage_error(self, self.judge("--known", "/no/such/file"), "--known")
        expect_usage_error(self, self.judge("--known", "/"), "--known")

    def test_the_page_has_every_label(self):
        with open(PAGE, encoding="utf-8") as file:
            rows = re.findall(r"(?m)^\| (`.*?`) \|", file.read().partition("| label |")[2])
        paged = {label for row in rows for label in re.findall(r"`(.*?)`", row)}
        self.leave("kl:1  # wrong")
        known = set(re.findall(r"'(\w+)'", self.with_known().stderr.partition("expected")[2]))
        self.assertGreaterEqual(len(known), 9)
        self.assertEqual(known - paged, set())
        for label in paged - {"unsteady"}:
            self.leave(f"kl.measure.binary64:000000000000  # {label}")
            self.expect_complaint(self.with_known(), 1, "stale")

    def test_flags_that_do_not_go_together(self):
        self.leave()
        for flag in ("--known", "--known-flaky", "--write-known"):
            done = run("check", "builtin:stable", "builtin:naive", flag, self.known)
            expect_usage_error(self, done, flag)
        for flags in (("--known", self.known), ("--function", "kl"), ("--only", "kl:1")):
            done = self.judge("--write-known", self.known, *flags)
            expect_usage_error(self, done, "--write-known")
        expect_usage_error(self, self.judge("--write-known", "/no/such/list"), "--write-known")


class FlakyTest(Listed):
    """--known-flaky is about answers that change."""

    def setUp(self):
        super().setUp()
        self.cases_of_all = self.cases()
        self.flaky = self.path("flaky.txt")

    def changing(self, *flags):
        for case in self.cases_of_all:
            self.spoil(case, "random")
        return self.judge("--require", "W", *flags)

    def test_it_excuses_them_and_never_goes_stale(self):
        self.assertEqual(self.changing().returncode, EXIT_GATE)
        self.leave("kl.measure.*  # unsteady  seeded by the clock", path=self.flaky)
        self.expect_passed(self.changing("--known-flaky", self.flaky))
        self.plan["faults"].clear()
        self.expect_passed(self.judge("--require", "H", "--known-flaky", self.flaky))

    def test_it_excuses_nothing_else(self):
        self.leave("kl.normalised.*  # unsteady", path=self.flaky)
        self.assertEqual(self.changing("--known-flaky", self.flaky).returncode, EXIT_GATE)
        self.plan["faults"].clear()
        self.spoil(self.numbers()[0], "nan")
        self.leave("kl.measure.*  # unsteady", path=self.flaky)
        done = self.judge("--require", "H", "--known-flaky", self.flaky)
        self.assertEqual(done.returncode, EXIT_GATE, "a steady NaN was excused")

    def test_its_labels(self):
        self.leave("kl.measure.*  # W", path=self.flaky)
        expect_usage_error(self, self.judge("--known-flaky", self.flaky), "line 1")


class WriteTest(Listed):
    """--write-known writes what makes the same run pass, and no more than that."""

    def write(self, *flags, few=FEW):
        done = self.judge("--write-known", self.known, *flags, few=few)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        with open(self.known, encoding="utf-8") as file:
            return [line for line in file.read().splitlines() if not line.startswith("#")]

    def test_nothing_fails_nothing_is_listed(self):
        self.assertEqual(self.write("--require", "H"), [])
        self.expect_passed(self.with_known("--require", "H"))

    def test_single_failures_are_ids(self):
        one, other = self.numbers()[:2]
        self.spoil(one, "nan")
        self.spoil(other, "throw")
        self.assertEqual(self.write(), sorted([f"{one['id']}  # nan", f"{other['id']}  # thrown"]))
        self.expect_passed(self.with_known())
        self.spoil(other, "nan")
        self.expect_complaint(self.with_known(), 1 + 1 + (other["id"] > one["id"]), "differently")

    def test_a_glob_where_everything_of_a_format_fails_alike(self):
        few = ("--cases", "15", "--max-n", "20", "--laws", "0", "--findings", "0")
        self.plan["formats"] = ["binary64", "binary32"]
        for case in self.cases(few):
            if ".binary64:" in case["id"]:
                self.spoil(case, "nan")
        self.assertEqual(self.write(few=few), ["kl.measure.binary64:*  # nan"])
        self.expect_passed(self.with_known(few=few))

    def test_of_two_functions_with_one_question_the_one_that_fails(self):
        self.plan["functions"] = ["kl", "other"]
        case = self.numbers()[0]
        self.spoil(case, "nan")
        lines = self.write()
        self.assertEqual(lines, [f"{f}/{case['id']}  # nan" for f in ("kl", "other")])

    def test_laws_and_values_of_sloppy_code(self):
        words = ("check", "mutant:kl_halved", *LAWS, "--require", "T")
        for flag in ("--write-known", "--known"):
            done = run(*words, flag, self.known)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        with open(self.known, encoding="utf-8") as file:
            lines = [line for line in file.read().splitlines() if not line.startswith("#")]
        self.assertTrue(any("# HARD" in line for line in lines))
        self.assertTrue(any("*" in line for line in lines))
        for left_out in (lines[0], lines[-1], next(line for line in lines if "*" in line)):
            self.leave(*(line for line in lines if line != left_out))
            done = run(*words, "--known", self.known)
            self.assertEqual(done.returncode, EXIT_GATE, f"is not needed: {left_out}")

    def test_answers_in_a_file(self):
        emitted = run("emit", "--quantity", "kl", "--semantics", "measure", "--cases", "20",
                      "--max-n", "9", "--laws", "0").stdout.splitlines()
        answers = self.path("answers")
        self.leave(emitted[0], *(q[:-1] + ',"answer":"-1"}' for q in emitted[1:]), path=answers)
        for flag, file in (("--write-known", self.known), ("--known", self.known),
                           ("--baseline", self.baseline), ("--baseline", self.baseline)):
            first = () if os.path.exists(file) else ("--update-baseline",) * (file != self.known)
            done = run("grade", answers, flag, file, *first)
            self.assertEqual((done.returncode, done.stderr), (0, ""), flag)
        self.leave(*(line for line in emitted), path=answers)
        for flag, file in (("--known", self.known), ("--baseline", self.baseline)):
            self.assertEqual(run("grade", answers, flag, file).returncode, EXIT_INCOMPLETE)

    def test_reasons_are_kept(self):
        one, other = self.numbers()[:2]
        self.spoil(one, "nan")
        self.leave(f"{one['id']}  # W  see issue 12, # and all", f"{other['id']}  # nan  gone")
        self.assertEqual(self.write(), [f"{one['id']}  # nan  see issue 12, # and all"])
        first = self.write()
        self.assertEqual(self.write(), first)

    def test_a_run_that_is_not_whole_writes_nothing(self):
        broken = os.path.join(os.path.dirname(__file__), "..", "adapters", "garbage.py")
        done = run("check", f"cmd:{sys.executable} -B {broken}", *FEW, "--write-known", self.known)
        self.assertEqual(done.returncode, EXIT_INCOMPLETE)
        self.assertFalse(os.path.exists(self.known))


if __name__ == "__main__":
    unittest.main()
