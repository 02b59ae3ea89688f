#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle estimators` as a person meets it, and the tables of properties/estimators/README.md.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/estimators_cli_test.py
(standard library only).
"""

import json
import os
import re
import subprocess
import unittest
from pathlib import Path

KLORACLE = os.path.abspath(os.environ.get("KLORACLE", "build/dev/tools/kloracle"))
PAGE = Path(__file__).resolve().parents[2] / "properties/estimators/README.md"
EXAMPLE = PAGE.parents[2] / "tests/properties/estimators/own_estimator_test.cpp"
DEADLINE_S = 300
EXIT_GATE, EXIT_USAGE = 1, 64
VERDICTS = {"holds", "soft", "not applicable", "undecided", "violated"}


def estimators(*args):
    """The finished process of `kloracle estimators`."""
    return subprocess.run([KLORACLE, "estimators", *args], timeout=DEADLINE_S, capture_output=True,
                          encoding="utf-8")


def findings(*args):
    """Every finding, as an object."""
    done = estimators("--as", "json", *args)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


class EstimatorsTest(unittest.TestCase):
    """The verb."""

    def test_the_table_names_estimator_statement_verdict_and_evidence(self):
        done = estimators("--only", "monte_carlo_k1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"(?m)^monte_carlo_k1: ")
        self.assertRegex(done.stdout, r"(?m)^  sampler\.location +holds ")
        for word in ("mean", "margin", "N = 4096", "seed 20261120", "<= 1e-09"):
            self.assertIn(word, re.sub(r"\s+", " ", done.stdout))

    def test_all_shows_every_input(self):
        shown = estimators("--only", "knn", "--all").stdout
        self.assertGreaterEqual(shown.count("squares, n = 40"), 5)
        self.assertLess(estimators("--only", "knn").stdout.count("squares"), 5)

    def test_json_has_a_finding_a_line(self):
        found = findings()
        self.assertGreater(len(found), 100)
        for f in found:
            self.assertEqual(list(f), ["estimator", "kind", "statement", "on", "verdict",
                                       "evidence"])
            self.assertIn(f["verdict"], VERDICTS)
            self.assertTrue(f["evidence"] and f["on"])

    def test_statements_are_listed_with_their_sources(self):
        listed = estimators("--statements").stdout.splitlines()
        names = {line.split()[0] for line in listed[::2]}
        self.assertEqual(len(listed), 2 * len(names))
        asked = {f["statement"] for f in findings() + findings("--planted")}
        self.assertEqual(names, asked)

    def test_every_planted_fault_is_found(self):
        self.assertEqual(estimators("--planted", "--require").returncode, 0)
        found = {f["estimator"] for f in findings("--planted") if f["verdict"] == "violated"}
        self.assertEqual(found, {f["estimator"] for f in findings("--planted")})

    def test_a_requirement_that_is_missed_is_told(self):
        done = estimators("--require", "--only", "k3")
        self.assertEqual(done.returncode, EXIT_GATE)
        self.assertRegex(done.stderr, r"\Akloracle estimators: k3: violated\n\Z")
        self.assertEqual(estimators("--require", "--only", "k3_expm1").returncode, 0)

    def test_a_plan_is_declared_by_its_flags(self):
        flags = ("--only", "monte_carlo_k1", "--estimates", "64", "--draws", "3",
                 "--alpha", "0.001")
        text = json.dumps(findings(*flags, "--seed", "5"))
        for word in ("N = 64", "n = 3", "seed 5", "<= 0.001"):
            self.assertIn(word, text)
        self.assertEqual(text, json.dumps(findings(*flags, "--seed", "5")))
        other = json.dumps(findings(*flags, "--seed", "6")).replace("seed 6", "seed 5")
        self.assertNotEqual(text, other)

    def test_bad_flags_are_named(self):
        for args, named in ((("--only", "nobody"), "nobody"), (("--as", "xml"), "xml"),
                            (("--alpha", "0"), "alpha"), (("--alpha", "nan"), "alpha"),
                            (("--alpha", "some"), "alpha"), (("--estimates", "1"), "estimates"),
                            (("--estimates", "99999999999"), "estimates"),
                            (("--draws", "0"), "n is 0"), (("--draws", "-1"), "draws"),
                            (("extra",), "extra")):
            done = estimators(*args)
            self.assertEqual((done.returncode, done.stdout), (EXIT_USAGE, ""), args)
            self.assertRegex(done.stderr, r"\A[^\n]+\n\Z", args)
            self.assertIn(named, done.stderr)


class PageTest(unittest.TestCase):
    """Blocks <!-- kloracle estimators FLAGS --> ... <!-- end --> are what that prints."""

    def test_the_tables_are_what_is_printed(self):
        blocks = re.findall(r"<!-- kloracle estimators ([^>]*) -->\n(.*?)<!-- end -->",
                            PAGE.read_text(encoding="utf-8"), re.S)
        self.assertEqual(len(blocks), 2)
        for flags, shown in blocks:
            self.assertEqual(estimators(*flags.split()).stdout, shown, flags)

    def test_the_example_is_one_that_is_run(self):
        example = re.search(r"```cpp\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)[1]
        self.assertTrue(EXAMPLE.read_text(encoding="utf-8").endswith("\n" + example))


if __name__ == "__main__":
    unittest.main()
