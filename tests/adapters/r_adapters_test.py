# SPDX-License-Identifier: Apache-2.0
"""The adapters of R and its packages: what they state is what R computes.

Run as  KLORACLE=path/to/kloracle python3 tests/adapters/r_adapters_test.py  (half a minute).
Without the packages, which tools/setup --adapters r installs, only the message about it is tested.
"""

import math
import shutil
import subprocess
import unittest

import library_adapters as library
from library_adapters import HALVES, NOTHING, ODDS, ONES, QUARTERS, SKIPPED

FOLDER = library.ADAPTERS / "r"
PACKAGES = ("flexmix", "proxy", "vegan")
PAIR, WEIGHTS = (HALVES, QUARTERS), (ONES, ODDS)
LN2 = math.log(2)
THIN = [1.0] * 10001  # no outcome has more than 1e-4

KNOWN = {
    "base": [
        ("sum(ifelse(p > 0, p * log(p / q), 0))", *PAIR, library.KL),
        ("sum(ifelse(p > 0, p * log(p / q), 0))", [0.0, 1.0], ODDS, -math.log(3)),
        ("-sum(ifelse(p > 0, p * log(p), 0))", [0.0, 0.5], NOTHING, LN2 / 2),
        ("dist(rbind(p, q), manhattan)[1] / 2", *PAIR, 1 / 4),
        ("dist(rbind(p, q), manhattan)[1] / 2", *WEIGHTS, 1.0),
        ("dist(rbind(sqrt(p), sqrt(q)))[1]", *PAIR, library.ROOTS),
        ("dist(rbind(sqrt(p), sqrt(q)))[1]", [9.0], [4.0], 1.0)],
    "flexmix": [
        ("KLdiv(matrix)", *PAIR, library.KL), ("KLdiv(matrix)", *WEIGHTS, library.KL),
        ("KLdiv(matrix)", [1.0, 2.0 ** -14], QUARTERS, SKIPPED),
        ("KLdiv(matrix)", THIN, THIN, SKIPPED),
        ("KLdiv(matrix, eps = 0)", *WEIGHTS, library.KL),
        ("KLdiv(matrix, eps = 0)", [1.0, 2.0 ** -14], [1.0, 2.0 ** -14], 0.0),
        ("KLdiv(matrix, eps = 0)", [1.0, 0.0], QUARTERS, SKIPPED),
        ("KLdiv(FLXMRglm, gaussian)", [0.0, 1.0], [1.0, 1.0], 1 / 2),
        ("KLdiv(FLXMRglm, gaussian)", [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
        ("KLdiv(FLXMRglm, binomial)", [0.5], [0.25], library.KL),
        ("KLdiv(FLXMRglm, poisson)", [2.0], [1.0], 2 * LN2 - 1)],
    "proxy": [
        ("dist(Kullback)", *PAIR, library.KL), ("dist(Kullback)", *WEIGHTS, library.KL),
        ("dist(Hellinger)", *WEIGHTS, library.ROOTS),
        ("dist(Bhjattacharyya)", *PAIR, library.ROOTS), ("dist(Bhjattacharyya)", [9.0], [4.0], 1.0),
        ("dist(Manhattan)", *PAIR, 1 / 4), ("dist(Manhattan)", *WEIGHTS, 1.0)],
    "vegan": [
        ("diversity(p)", ONES, NOTHING, LN2), ("diversity(p, simpson)", ODDS, NOTHING, 3 / 8),
        ("renyi(p, scales = 0)", [2.0, 1.0, 0.0], NOTHING, LN2),
        ("renyi(p, scales = 0.25)", ODDS, NOTHING,
         math.log(0.25 ** 0.25 + 0.75 ** 0.25) / 0.75),
        ("renyi(p, scales = 0.5)", ODDS, NOTHING, 2 * math.log(0.5 + math.sqrt(0.75))),
        ("renyi(p, scales = 2)", ODDS, NOTHING, math.log(8 / 5)),
        ("renyi(p, scales = 8)", ODDS, NOTHING, math.log(4 ** 8 / (1 + 3 ** 8)) / 7),
        ("renyi(p, scales = Inf)", ODDS, NOTHING, math.log(4 / 3)),
        ("tsallis(p, scales = 0.5)", ODDS, NOTHING, 2 * (0.5 + math.sqrt(0.75)) - 2),
        ("tsallis(p, scales = 2)", ODDS, NOTHING, 3 / 8),
        ("vegdist(rbind(p, q), hellinger)[1]", *WEIGHTS, library.ROOTS)],
}


def command(name):
    return ("Rscript", str(FOLDER / (name + "_adapter.R")))


def installed(package):
    return subprocess.run(["Rscript", "-e", "stopifnot(requireNamespace('%s'))" % package],
                          capture_output=True, timeout=library.DEADLINE_S).returncode == 0


@unittest.skipUnless(shutil.which("Rscript"), "R is not installed (tools/packages.txt)")
class RAdapters(unittest.TestCase):
    def adapters(self):
        """The names of those whose package is there; a missing one is a skipped part."""
        yield "base"
        for package in PACKAGES:
            with self.subTest(package):
                if not installed(package):
                    self.skipTest("%s is not installed: tools/setup --adapters r" % package)
                yield package

    def test_one_line_and_status_69_without_the_package(self):
        for name in PACKAGES:
            library.hold_absence(self, name + "_adapter", "r", command(name),
                                 R_LIBS_SITE="/nonexistent", R_LIBS_USER="/nonexistent")

    def test_known_values(self):
        for name in self.adapters():
            library.hold_conventions(self, command(name), KNOWN[name])

    def test_kloracle_accepts_every_function(self):
        for name in self.adapters():
            library.hold_declarations(self, command(name))

    def test_snippets_print_what_the_adapters_return(self):
        for name in self.adapters():
            cases = library.samples(command(name), KNOWN[name])
            program = "".join(snippet for _, snippet, _ in cases)  # one start of R for them all
            done = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True,
                                  timeout=library.DEADLINE_S)
            printed = [float(line) for line in done.stdout.split()]
            self.assertEqual(printed, [returned for *_, returned in cases], done.stderr)


if __name__ == "__main__":
    unittest.main()
