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
# Normals of sigma 1 that are 2^-23 apart: exactly 2^-47, below which the ulp is half of 2^-70.
BINADE = {"finding": 6, "subject": "s", "function": "n", "format": "binary32", "kind": "sign",
          "problem_json": {"quantity": "kl", "p": {"family": "normal", "mu": "1", "sigma": "1"},
                           "q": {"family": "normal", "mu": "0x1.fffffcp-1", "sigma": "1"}},
          "returned": "-0x1p-24", "certified": "0x1p-47", "enclosure": ["0x1p-47", "0x1p-47"],
          "decimal": "7.1054273576010019e-15", "ulp_error": "70368752566272"}
# The entropy of a logit t << 0 is (1 - t) e^t, but for e^(2t): 1000 e^-999, beyond binary64.
LOGIT = {"finding": 7, "subject": "s", "function": "h", "format": "binary64", "kind": "nan",
         "problem_json": {"quantity": "entropy", "p": {"family": "bernoulli", "logit": "-999"}},
         "returned": "nan", "certified": "0x0p+0", "decimal": "1.3797886833213697e-431",
         "enclosure": ["0x1.a3c3de0a0ab53e0ac23ap-1432", "0x1.a3c3de0a0ab53e0ac23cp-1432"],
         "ulp_error": None}
# Of 0 for certain, the cross-entropy is ln(1 + e^-31).
MIXED = {"finding": 8, "subject": "s", "function": "x", "format": "binary64", "kind": "error",
         "problem_json": {"quantity": "cross_entropy", "p": {"family": "bernoulli", "prob": "0"},
                          "q": {"family": "bernoulli", "logit": "-31"}},
         "returned": "0x1.4p-45", "certified": "0x1.36121e24d3b5cp-45",
         "enclosure": ["0x1.36121e24d3b5ba58031acp-45", "0x1.36121e24d3b5ba58031bp-45"],
         "decimal": "3.4424771084699172e-14", "ulp_error": "174676818183332.38"}
# Both are the uniform law of the sphere.
UNIFORM = {"finding": 9, "subject": "s", "function": "v", "format": "binary64", "kind": "zero",
           "problem_json": {"quantity": "kl", "p": {"family": "power_spherical", "kappa": "0",
                                                    "mean_direction": ["0", "1", "0"]},
                            "q": {"family": "von_mises_fisher", "kappa": "0",
                                  "mean_direction": ["0", "1", "0"]}},
           "returned": "0x1p-51", "certified": "0x0p+0", "enclosure": ["0x0p+0", "0x0p+0"],
           "decimal": "0", "ulp_error": "8.98846567431158e+307"}
# Uniform on [-1, 0] from Gumbel(0, s): s e^(1/s), but for what is nothing next to it. Of s = 2^-20
# the logarithm to base 2 is 2^20/ln 2 - 20 = 1512755.3951..., and 2^0.3951 = 1.315....
FAR = {"finding": 10, "subject": "s", "function": "g", "format": "binary64", "kind": "nan",
       "problem_json": {"quantity": "kl", "p": {"family": "uniform", "lower": "-1", "upper": "0"},
                        "q": {"family": "gumbel", "mu": "0", "scale": "0x1p-20"}},
       "returned": "nan", "certified": "inf", "decimal": None, "ulp_error": None,
       "enclosure": ["0x1.50abbf9d35028p+1512755", "0x1.50abbf9d35029p+1512755"]}
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
        status, lines = confirmed(VALUE, LAW, FAMILY, INFINITE, BINADE, LOGIT, MIXED, UNIFORM,
                                  FAR, UNKNOWN)
        self.assertEqual(status, 0, lines)
        self.assertEqual([line.partition(": ")[2].partition(" (")[0] for line in lines[:-1]],
                         ["agrees"] * 9 + ["no formula"])
        self.assertEqual(lines[-1],
                         "10 findings: 9 agree, 0 disagree, 1 without a formula here")

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
                 changed(INFINITE, ["certified"], "0x1p+0"),
                 changed(BINADE, ["ulp_error"], "70368752566271"),
                 changed(BINADE, ["ulp_error"], "140737505132544"),  # in the smaller ulp
                 changed(BINADE, ["certified"], "0x1.fffffep-48"),
                 changed(LOGIT, ["decimal"], "1.3797886833213698e-431"),
                 changed(LOGIT, ["enclosure"], ["0x1.a3c3de0a0ab53e0ac239p-1432",
                                                "0x1.a3c3de0a0ab53e0ac23ap-1432"]),
                 changed(MIXED, ["certified"], "0x1.36121e24d3b5bp-45"),
                 changed(UNIFORM, ["certified"], "0x0.0000000000001p-1022"),
                 changed(UNIFORM, ["ulp_error"], "8.98e+307"),
                 changed(FAR, ["certified"], "0x1.fffffffffffffp+1023"),
                 changed(FAR, ["enclosure"], [FAR["enclosure"][1], "inf"]),
                 changed(FAR, ["enclosure"], ["-inf", FAR["enclosure"][0]]),
                 changed(UNIFORM, ["returned"], "0x1p+1023")]  # 2^2097 ulp
        for finding in wrong:
            status, lines = confirmed(finding)
            self.assertEqual(status, 1, (finding, lines))
            self.assertIn(": disagrees (", lines[0])
            self.assertNotIn("Error: ", lines[0])


if __name__ == "__main__":
    try:
        import mpmath  # noqa: F401
    except ImportError:
        sys.exit("skipped: mpmath is not installed (tools/packages.txt)")
    unittest.main()
