# SPDX-License-Identifier: Apache-2.0
"""Right code gets no findings: the mpmath adapter is correctly rounded in everything.

Run as  KLORACLE=path/to/kloracle python3 tests/adapters/mpmath_adapter_test.py  (half a minute).
"""

import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import library_adapters as library
from library_adapters import HALVES, NOTHING, ODDS, ONES, QUARTERS

try:
    import mpmath
except ImportError:
    mpmath = None
COMMAND = (sys.executable, "-B", str(library.ADAPTERS / "mpmath_adapter.py"))
CASES, CHECKS = "20", "4"
PAIR, WEIGHTS = (HALVES, QUARTERS), (ONES, ODDS)
LN2 = math.log(2)


@unittest.skipUnless(mpmath, "mpmath is not installed (tools/packages.txt)")
class RightCode(unittest.TestCase):
    def test_known_values(self):
        answers = [("kl of normalised", *WEIGHTS, library.KL),
                   ("kl of measure", *WEIGHTS, -math.log(3)),
                   ("generalised kl", *WEIGHTS, 2 - math.log(3)),
                   ("entropy of normalised", ONES, NOTHING, LN2),
                   ("renyi of order 2", *PAIR, math.log(4 / 3)),
                   ("kl of logits", [1.0, 1.0], [0.0, 0.0], 0.0),
                   ("kl of normal(mu, sigma)", [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
                   ("kl of gamma(shape, rate)", [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
                   ("kl of beta(alpha, beta)", [1.0, 1.0], [2.0, 1.0], 1 - LN2)]
        _, subject = library.introduced(*COMMAND)
        with subject:
            for name, p, q, value in answers:
                sides = [p] if q is NOTHING else [p, q]
                with self.subTest(name):
                    (returned,) = subject.eval(1, name, "binary64", [sides])
                    self.assertEqual(library.kept(returned), library.kept(value))

    def test_no_finding_whatever(self):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.jsonl"
            done = subprocess.run(
                [library.KLORACLE, "check", "cmd:" + " ".join(COMMAND), "--cases", CASES,
                 "--laws", CHECKS, "--require", "CR", "--report", report],
                capture_output=True, text=True, timeout=600)
            self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
            lines = [json.loads(line) for line in report.read_text().splitlines()]
            findings = subprocess.run([library.KLORACLE, "report", report, "--as", "findings"],
                                      capture_output=True, text=True, timeout=60)
        self.assertEqual(findings.stdout, "", findings.stderr)
        grades = {line["grade"] for line in lines if line["line"] == "result" and "grade" in line}
        self.assertEqual(grades, {"CR"})
        laws = [line for line in lines if line["line"] == "law"]
        self.assertTrue(any(law["holds"] for law in laws))
        self.assertFalse([law["law"] for law in laws if law["hard"] or law["soft"]])


if __name__ == "__main__":
    unittest.main()
