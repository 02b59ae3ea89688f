#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle repro --function`: a case whose numbers are stated, put to a subject.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/given_case_test.py  (standard library only).
"""

import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from check_test import adapter, check, lines_of, run_shown, shown  # noqa: E402
from cli_test import expect_usage_error, run  # noqa: E402

HALVES = ("--p=0.5,0.5", "--q=0.25,0.75")


def given(*args, subject="builtin:naive"):
    """`kloracle repro` of a stated case."""
    return run("repro", *args, "--subject", subject)


class GivenCaseTest(unittest.TestCase):
    """What comes back, in full, whatever it is worth."""

    def case(self, *args, **more):
        """The rows of a case that was judged."""
        done = given(*args, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), args)
        return done.stdout

    def row(self, text, label):
        (row,) = shown(text, label)
        return row

    def test_a_good_value_is_shown_like_a_bad_one(self):
        text = self.case("--function", "kl_ratio", *HALVES)
        self.assertIn("kl_ratio binary64  kl.measure.binary64:", text)
        self.assertIn("[given]", text)
        self.assertEqual(self.row(text, "p"), "0x1p-1,0x1p-1")
        self.assertTrue(self.row(text, "returned").startswith("0x"), text)
        value = run_shown(self.row(text, "value"))
        self.assertIn(self.row(text, "certified").split()[0], value.stdout)

    def test_the_line_under_again_repeats_it(self):
        text = self.case("--function", "kl_ratio", "--format", "binary32", "--p=0.1,-0,0x1p-149",
                         "--q=1e-40,0x0p+0,1")
        again = run_shown(self.row(text, "again"))
        self.assertEqual((again.returncode, again.stdout), (0, text))

    def test_a_drawn_case_comes_to_the_same(self):
        """An input of the report, stated, gets the id, the answer and the verdict it had."""
        _, report = check("builtin:naive", "builtin:closed_forms", "--max-n", "8", "--cases", "12")
        seen = 0
        for line in lines_of(report, "result")[::17]:
            subject = line["subject"]
            q = ["--q=" + ",".join(line["q"])] if "q" in line else []
            text = self.case("--function", line["function"], "--format",
                             line["id"].split(":")[0].split(".")[-1].split("(")[0],
                             "--p=" + ",".join(line["p"]), *q, subject=subject)
            self.assertIn(line["id"], text.splitlines()[0])
            self.assertEqual(self.row(text, "returned").split()[0], line["returned"])
            if "grade" in line:
                self.assertTrue(self.row(text, "verdict").startswith(line["grade"] + " "), line)
            seen += 1
        self.assertGreater(seen, 20)

    def test_numbers_are_read_exactly(self):
        row = lambda *args: self.row(self.case("--function", "entropy", *args), "p")  # noqa: E731
        self.assertEqual(row("--p=0.1,1/4,0x1.8p-2,-0"),
                         ",".join([(0.1).hex(), "0x1p-2", "0x1.8p-2", "-0x0p+0"]))
        self.assertEqual(row("--p=[[1/2,0x1p-2],[0,1e-320]]"),
                         "0x1p-1,0x1p-2,0x0p+0,0x0.00000000007e8p-1022")
        self.assertEqual(row("--format", "binary32", "--p=0.1,1"), "0x1.99999ap-4,0x1p+0")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.txt")
            with open(path, "w", encoding="utf-8") as file:
                file.write(" ".join(["0x1p-7"] * 128))
            self.assertEqual(row("--p=@" + path), ",".join(["0x1p-7"] * 128))

    def test_families_are_a_flat_list(self):
        text = self.case("--function", "kl_normal_diagonal", "--p=0,1,2,3", "--q=4,5,6,7",
                         subject="builtin:closed_forms")
        self.assertEqual(self.row(text, "p"),
                         "mean=[0x0p+0,0x1p+0],variances=[0x1p+1,0x1.8p+1]")
        value = run_shown(self.row(text, "value"))
        self.assertIn(self.row(text, "certified").split()[0], value.stdout)
        # Variances of 2 and 3, means that are 2 and 3 apart: (2^2/2 + 3^2/3) / 2, exactly.
        text = self.case("--function", "kl_normal_diagonal", "--p=0,1,2,3", "--q=2,4,2,3",
                         subject="builtin:closed_forms")
        self.assertEqual(float.fromhex(self.row(text, "certified").split()[0]), 2.5)

    def test_a_function_of_p_alone_and_the_usual_format(self):
        text = self.case("--function", "entropy", "--p=0.5,0.5")
        self.assertIn("entropy binary64", text)
        self.assertNotIn("--q", text)

    def test_what_raises_is_shown(self):
        text = self.case("--function", "naive_kl", *HALVES, subject=adapter("throws"))
        self.assertTrue(self.row(text, "returned").startswith("no value: "), text)


class RefusalTest(unittest.TestCase):
    """One line that names the flag, status 64."""

    def refused(self, complaint, *args, subject="builtin:naive"):
        done = given(*args, subject=subject)
        expect_usage_error(self, done, complaint)

    def test_numbers_that_are_no_values_of_the_format(self):
        at = ("--function", "kl_ratio", "--format", "binary32", "--q=1,1")
        self.refused("--p[1]: expected a value of binary32, came 0x1p-150", *at, "--p=1,0x1p-150")
        self.refused("--p[0]: expected a value of binary32, came 1/3", *at, "--p=1/3,1")
        self.refused("--p[0]: expected a value of binary32, came 0x1.000001p+0", *at,
                     "--p=0x1.000001p+0,1")
        self.refused("--p[1]: '1e39' overflows binary32", *at, "--p=1,1e39")
        self.refused("--p[1]: 'x' is not a number", *at, "--p=1,x")
        self.refused("--p: cannot read '/no/such/file'", *at, "--p=@/no/such/file")

    def test_sides_that_are_not_the_function_s(self):
        self.refused("--q: 'entropy' takes p alone", "--function", "entropy", *HALVES)
        self.refused("--q: is missing", "--function", "kl_ratio", "--p=1,2")
        self.refused("--p: is missing", "--function", "kl_ratio", "--q=1,2")
        self.refused("--q: has 1 entries where p has 2", "--function", "kl_ratio", "--p=1,2",
                     "--q=1")
        self.refused("--q: expected 2 numbers, mu, sigma of normal; came 3", "--function",
                     "kl_normal", "--p=0,1", "--q=0,1,2", subject="builtin:closed_forms")
        self.refused("--p.sigma: ", "--function", "kl_normal", "--p=0,-1", "--q=0,1",
                     subject="builtin:closed_forms")

    def test_names(self):
        self.refused("--function: builtin:naive offers no 'k'; expected one of kl_ratio, ",
                     "--function", "k", *HALVES)
        self.refused("--format: 'kl_ratio' is offered in binary32, binary64, came binary16",
                     "--function", "kl_ratio", "--format", "binary16", *HALVES)
        self.refused("--format: unknown", "--function", "kl_ratio", "--format", "b", *HALVES)
        self.refused("--function: is missing; expected what --p is put to", *HALVES)
        self.refused("--function: a:b is a case", "a:b", "--function", "kl_ratio", *HALVES)
        self.refused("id: is missing; expected what a finding names, or --function")

    def test_a_subject_that_does_not_start_is_status_3(self):
        done = given("--function", "kl", *HALVES, subject="cmd:exit 7")
        self.assertEqual(done.returncode, 3)
        self.assertIn("exit status 7", done.stderr)


class MissingLibraryTest(unittest.TestCase):
    """An adapter that has no library says so, in the one line that is then printed."""

    def said(self, script):
        done = run("check", "cmd:" + script)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        return done.stderr

    def test_the_last_line_is_told(self):
        script = "echo loading >&2; echo \"a: No module named 'x'; do y\" >&2; exit 69"
        self.assertEqual(self.said(script), "kloracle check: cmd:" + script +
                         ": not available: a: No module named 'x'; do y\n")

    def test_other_ends_are_told_in_full(self):
        self.assertIn("exit status 69", self.said("exit 69"))
        self.assertIn("exit status 68\n  standard error: loading",
                      self.said("echo loading >&2; exit 68"))
        late = 'read line; echo \'{"klap":1}\'; read line; echo why >&2; exit 69'
        self.assertNotIn("not available", self.said(late))


if __name__ == "__main__":
    unittest.main()
