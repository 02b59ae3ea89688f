# SPDX-License-Identifier: Apache-2.0
"""The adapters of JavaScript libraries: what they state is what the libraries compute.

Run as  KLORACLE=path/to/kloracle python3 tests/adapters/js_adapters_test.py  (some seconds).
Without the libraries, which tools/setup --adapters node installs, only the message about it is
tested.
"""

import math
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import library_adapters as library
from library_adapters import HALVES, ODDS, ONES, QUARTERS, SKIPPED

FOLDER = library.ADAPTERS / "js"
INSTALLED = library.ROOT / ".adapters" / "node"
NAMES = ("mathjs", "ml_distance", "tfjs")
PAIR, WEIGHTS = (HALVES, QUARTERS), (ONES, ODDS)
TENTHS = [0.1, 0.2, 0.7]  # their sum is not exactly 1

KNOWN = {
    "mathjs": [("kldivergence", *PAIR, library.KL), ("kldivergence", *WEIGHTS, library.KL)],
    "tfjs": [("kullbackLeiblerDivergence", *PAIR, library.KL),
             ("kullbackLeiblerDivergence", [0.25, 0.0], [0.5, 0.0], -math.log(2) / 4),
             ("kullbackLeiblerDivergence", [1.0, 2.0 ** -30], HALVES, SKIPPED),
             ("kullbackLeiblerDivergence", HALVES, [1.0, 0.0], SKIPPED)],
    "ml_distance": [
        ("kullbackLeibler", *PAIR, library.KL), ("kullbackLeibler", *WEIGHTS, -math.log(3)),
        ("jeffreys", *PAIR, library.KL + library.REVERSE_KL),
        ("jensenShannon", *PAIR, library.JENSEN_SHANNON),
        ("jensenShannon", ONES, ONES, 0.0),
        ("jensenDifference", *PAIR, library.JENSEN_SHANNON),
        ("topsoe", *PAIR, library.JENSEN_SHANNON),
        ("kdivergence", *PAIR, library.MIDDLE),
        ("bhattacharyya", *PAIR, -math.log(library.COEFFICIENT)),
        ("bhattacharyya", [4.0], [9.0], -math.log(6)),
        ("fidelity", *PAIR, library.COEFFICIENT),
        ("squaredChord", *PAIR, 2 - 2 * library.COEFFICIENT), ("squaredChord", [4.0], [1.0], 1.0),
        ("pearson", *PAIR, 1 / 3), ("neyman", *PAIR, 1 / 4), ("squared", *PAIR, 2 / 15),
        ("manhattan", *PAIR, 1 / 4),
        ("hellinger", *PAIR, library.HELLINGER), ("hellinger", TENTHS, TENTHS, SKIPPED),
        ("hellinger", *WEIGHTS, SKIPPED),
        ("matusita", *PAIR, library.ROOTS), ("matusita", TENTHS, TENTHS, SKIPPED)],
}


def command(name):
    return ("node", str(FOLDER / (name + "_adapter.js")))


@unittest.skipUnless(shutil.which("node"), "node is not installed (tools/packages.txt)")
class JavaScriptAdapters(unittest.TestCase):
    def test_one_line_and_status_69_without_the_library(self):
        with tempfile.TemporaryDirectory() as empty:
            for script in FOLDER.glob("*.js"):
                shutil.copy(script, empty)
            for name in NAMES:
                adapter = name + "_adapter"
                library.hold_absence(self, adapter, "node",
                                     ("node", str(Path(empty) / (adapter + ".js"))), NODE_PATH="")


@unittest.skipUnless(INSTALLED.is_dir(), "JavaScript libraries: tools/setup --adapters node")
class JavaScriptLibraries(unittest.TestCase):
    def test_known_values(self):
        for name in NAMES:
            library.hold_conventions(self, command(name), KNOWN[name])

    def test_kloracle_accepts_every_function(self):
        for name in NAMES:
            library.hold_declarations(self, command(name))

    def test_snippets_print_what_the_adapters_return(self):
        for name in NAMES:
            for function, program, returned in library.samples(command(name), KNOWN[name]):
                done = subprocess.run(["node", "-e", program], cwd=INSTALLED, capture_output=True,
                                      text=True, timeout=library.DEADLINE_S)
                with self.subTest(function):
                    self.assertEqual(float(done.stdout), returned, done.stderr)


if __name__ == "__main__":
    unittest.main()
