# SPDX-License-Identifier: Apache-2.0
"""The adapters of C++ libraries: what they state is what the libraries compute.

Run as  KLORACLE=path/to/kloracle python3 tests/adapters/cpp_adapters_test.py  (half a minute: it
compiles them). A library that is missing is skipped; the message about it is tested.
"""

import math
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import library_adapters as library
from library_adapters import HALVES, NOTHING, ODDS, ONES, QUARTERS, SKIPPED

FOLDER = library.ADAPTERS / "cpp"
EIGEN = Path("/usr/include/eigen3")
COMPILE = [os.environ.get("CXX", "c++"), "-O2", "-std=c++17", "-I%s" % FOLDER]
PAIR, WEIGHTS = (HALVES, QUARTERS), (ONES, ODDS)
LN2, EULER = math.log(2), 0.5772156649015329
NORMAL = math.log(2 * math.pi * math.e) / 2

KNOWN = {
    "eigen": [
        ("kl", *PAIR, library.KL), ("kl", [0.0, 1.0], ODDS, -math.log(3)),
        ("kl, p > 0", *PAIR, library.KL), ("kl, p > 0", [0.0, 1.0], ODDS, SKIPPED),
        ("entropy", [0.0, 0.5], NOTHING, LN2 / 2), ("entropy, p > 0", [0.5, 0.5], NOTHING, LN2),
        ("entropy, p > 0", [0.0, 0.5], NOTHING, SKIPPED),
        ("hellinger", *PAIR, library.ROOTS), ("hellinger", [9.0], [4.0], 1.0),
        ("bhattacharyya_coefficient", *PAIR, library.COEFFICIENT),
        ("bhattacharyya_coefficient", [9.0], [4.0], 6.0),
        ("total_variation", *PAIR, 1 / 4), ("total_variation", *WEIGHTS, 1.0)],
    "boost": [
        ("entropy(normal)", [5.0, 1.0], NOTHING, NORMAL),
        ("entropy(normal)", [0.0, 2.0], NOTHING, NORMAL + LN2),
        ("entropy(lognormal)", [3.0, 1.0], NOTHING, NORMAL + 3),
        ("entropy(cauchy)", [5.0, 1.0], NOTHING, math.log(4 * math.pi)),
        ("entropy(laplace)", [5.0, 2.0], NOTHING, 1 + 2 * LN2),
        ("entropy(logistic)", [5.0, 2.0], NOTHING, 2 + LN2),
        ("entropy(exponential)", [2.0], NOTHING, 1 - LN2),
        ("entropy(gamma)", [1.0, 2.0], NOTHING, 1 + LN2),
        ("entropy(weibull)", [1.0, 2.0], NOTHING, 1 + LN2),
        ("entropy(pareto)", [2.0, 1.0], NOTHING, 2 + LN2),
        ("entropy(rayleigh)", [2.0], NOTHING, 1 + LN2 / 2 + EULER / 2),
        ("entropy(uniform)", [1.0, 3.0], NOTHING, LN2)],
}


def compiled(program, source, *flags):
    """Compiles into a program; the compiler's messages fail the test that asks."""
    done = subprocess.run([*COMPILE, *flags, str(source), "-o", str(program)], text=True,
                          capture_output=True, timeout=4 * library.DEADLINE_S)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return str(program)


class CppAdapters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def adapter(self, name, *flags):
        """The command that runs an adapter."""
        return (compiled(self.folder / name, FOLDER / (name + "_adapter.cpp"), *flags),)

    def hold(self, name, command, flags):
        """Conventions, declarations, and the first snippet in both formats."""
        library.hold_conventions(self, command, KNOWN[name])
        library.hold_declarations(self, command)
        for function, program, returned in library.samples(command, KNOWN[name])[:2]:
            source = self.folder / "snippet.cpp"
            source.write_text(program)
            printed = subprocess.run([compiled(self.folder / "snippet", source, *flags)], text=True,
                                     capture_output=True, timeout=library.DEADLINE_S)
            self.assertEqual(float(printed.stdout), returned, function)

    def test_eigen(self):
        if not EIGEN.is_dir():
            self.skipTest("Eigen is not installed: tools/setup --adapters cpp")
        flags = ("-I%s" % EIGEN,)
        self.hold("eigen", self.adapter("eigen", *flags), flags)

    def test_eigen_is_missed(self):
        library.hold_absence(self, "eigen_adapter", "cpp", self.adapter("eigen"))

    def test_boost(self):
        command = self.adapter("boost")
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=library.DEADLINE_S)
        if done.returncode == 69:
            self.assertRegex(done.stderr, r"\Aboost_adapter: No module named 'boost'[^\n]*\n\Z")
            self.skipTest(done.stderr.strip())
        self.hold("boost", command, ())


if __name__ == "__main__":
    unittest.main()
