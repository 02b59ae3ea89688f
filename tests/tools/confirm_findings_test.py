#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""confirm_findings.py agrees with what is right, and sees every wrong digit.

Run as  python3 tests/tools/confirm_findings_test.py  (mpmath; a few seconds). The findings are
written by hand: values that anybody can check, and what a library might have returned.
"""

import copy
import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().with_name("confirm_findings.py")
DEADLINE_S = 120
HALVES = {"family": "categorical", "probs": ["0x1p-1", "0x1p-1"]}
DECLARATION = {"name": "kl", "quantity": "kl", "semantics": "measure", "unit": "nats",
               "formats": ["binary32"]}

# KL of (1/2, 1/2) from (1/4, 3/4) is ln(4/3)/2 = 0.14384103622589046371960950299691...
# In binary32 that is 0x1.269622p-3, of an ulp of 2^-26; next below it is 0x1.26962p-3.
VALUE = {"finding": 1, "subject": "s", "function": "kl", "format": "binary32", "kind": "error",
         "declaration": DECLARATION,
         "problem_json": {"quantity": "kl", "semantics": "measure", "p": HALVES,
                          "q": {"family": "categorical", "probs": ["0x1p-2", "0x1.8p-1"]}},
         "returned": "0x1p-3", "certified": "0x1.269622p-3",
         "enclosure": ["0x1.269621134db9p-3", "0x1.269621134db94p-3"],
         "decimal": "0.14384103622589046", "ulp_error": "1264400.537702357"}
# chi-squared of the same is 1/4 + 1/12 = 1/3; as a law's term, in the words of a declaration.
LAW = {"finding": 2, "subject": "s", "function": "chi", "format": "binary64", "kind": "law",
       "declaration": {"name": "chi", "quantity": "chi_squared", "semantics": "normalised",
                       "formats": ["binary64"]},
       "law": {"id": "some.law", "terms": [
           {"function": "chi", "p": ["0x1p-1", "0x1p-1"], "q": ["0x1p-2", "0x1.8p-1"],
            "returned": "nan", "certified": "0.33333333333333333"},
           {"function": None, "p": ["0x1p+0"], "returned": "nan", "certified": "5"}]}}
# KL of normals of sigma 1 that are 1 apart is exactly 1/2.
FAMILY = {"finding": 3, "subject": "s", "function": "n", "format": "binary64", "kind": "nan",
          "problem_json": {"quantity": "kl", "p": {"family": "normal", "mu": "0", "sigma": "1"},
                           "q": {"family": "normal", "mu": "1", "sigma": "1"}},
          "returned": "nan", "certified": "0x1p-1", "enclosure": ["0x1p-1", "0x1p-1"],
          "decimal": "0.5", "ulp_error": None}
INFINITE = {"finding": 4, "subject": "s", "function": "kl", "format": "binary64",
            "kind": "infinity", "returned": "0x1p+0", "certified": "inf", "ulp_error": None,
            "problem_json": {"quantity": "kl", "semantics": "normalised", "p": HALVES,
                             "q": {"family": "categorical", "probs": ["0x0p+0", "0x1p+0"]}}}
UNKNOWN = {"finding": 5, "subject": "s", "function": "kl", "format": "binary64", "kind": "error"}


def confirmed(*findings):
    """(exit status, lines of output) of the script."""
    text = "".join(json.dumps(finding) + "\n" for finding in findings)
    done = subprocess.run([sys.executable, SCRIPT], input=text, text=True, capture_output=True,
                          timeout=DEADLINE_S)
    return done.returncode, done.stdout.splitlines()


def changed(finding, path, text):
    """The finding with one entry replaced."""
    other = copy.deepcopy(finding)
    place = other
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = text
    return other


class ConfirmFindings(unittest.TestCase):
    def test_what_is_right_is_agreed_with(self):
        status, lines = confirmed(VALUE, LAW, FAMILY, INFINITE, UNKNOWN)
        self.assertEqual(status, 0, lines)
        self.assertEqual([line.partition(": ")[2].partition(" (")[0] for line in lines[:-1]],
                         ["agrees"] * 4 + ["no formula"])
        self.assertEqual(lines[-1],
                         "5 findings: 4 agree, 0 disagree, 1 without a formula here")

    def test_nothing_is_no_disagreement(self):
        status, lines = confirmed()
        self.assertEqual((status, len(lines)), (0, 1))

    def test_every_wrong_text_is_seen(self):
        wrong = [changed(VALUE, ["certified"], "0x1.26962p-3"),
                 changed(VALUE, ["certified"], "inf"),
                 changed(VALUE, ["decimal"], "0.14384103622589047"),
                 changed(VALUE, ["enclosure"], ["0x1.269621134db94p-3", "0x1.2696212p-3"]),
                 changed(VALUE, ["ulp_error"], "1264400.53770235"),  # less than it is
                 changed(VALUE, ["ulp_error"], "1264400.5377024"),   # more than the ends say
                 changed(VALUE, ["returned"], "0x1.000002p-3"),
                 changed(VALUE, ["problem_json", "q", "probs"], ["0x1p-2", "0x1.80001p-1"]),
                 changed(LAW, ["law", "terms", 0, "certified"], "0.33333333333333334"),
                 changed(LAW, ["declaration", "quantity"], "kl"),
                 changed(FAMILY, ["certified"], "0x1.0000000000001p-1"),
                 changed(FAMILY, ["decimal"], "0.50000000000000001"),
                 changed(INFINITE, ["certified"], "0x1p+0")]
        for finding in wrong:
            status, lines = confirmed(finding)
            self.assertEqual(status, 1, (finding, lines))
            self.assertIn(": disagrees (", lines[0])


if __name__ == "__main__":
    try:
        import mpmath  # noqa: F401
    except ImportError:
        sys.exit("skipped: mpmath is not installed (tools/packages.txt)")
    unittest.main()
