#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The adapters of NumPy, SciPy, scikit-learn, statsmodels and OpenCV state what their libraries do.

Run as  KLORACLE=path/to/kloracle python3 tests/adapters/python_adapters_test.py  (standard library
only; the libraries are those of .adapters/python, and what is missing is skipped).
"""

import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KLORACLE = os.path.abspath(os.environ.get("KLORACLE", "build/dev/tools/kloracle"))
PYTHON = ROOT / ".adapters/python/bin/python"
DEADLINE_S = 600
ABSENT = 69
LN2 = math.log(2)
HALVES, QUARTERS = [0.5, 0.5], [0.25, 0.75]
# KL of (1/2, 1/2) to (1/4, 3/4), and the other way round, which is another number.
THERE = (LN2 + math.log(2 / 3)) / 2
BACK = math.log(0.5) / 4 + 0.75 * math.log(1.5)

# Exactly known values: adapter, function, p, q, value. Each tells the convention from its
# neighbours: the order of the arguments, the unit, the factor, the root.
KNOWN = (
    ("numpy", "kl_where", HALVES, QUARTERS, THERE),
    ("numpy", "kl_where", QUARTERS, HALVES, BACK),
    ("numpy", "kl_where", [1.0, 0.0], HALVES, LN2),
    ("numpy", "kl_normalised", [2.0, 2.0], [0.5, 1.5], THERE),
    ("numpy", "kl_generalised", [1.0, 1.0], HALVES, 2 * LN2 - 1),
    ("numpy", "kl_softmax", [0.0, 0.0], [0.0, math.log(3)], THERE),
    ("numpy", "kl_log_softmax", [0.0, 0.0], [0.0, math.log(3)], THERE),
    ("numpy", "hellinger", [1.0, 0.0], [0.0, 1.0], 1.0),
    ("numpy", "hellinger_coefficient", [1.0, 0.0], [0.0, 3.0], 1.0),
    ("numpy", "total_variation", HALVES, QUARTERS, 0.25),
    ("numpy", "chi_squared", HALVES, QUARTERS, 1 / 3),
    ("numpy", "cross_entropy", HALVES, [0.25, 0.5], 1.5 * LN2),
    ("scipy", "scipy.special.rel_entr", HALVES, QUARTERS, THERE),
    ("scipy", "scipy.special.kl_div", [1.0, 1.0], HALVES, 2 * LN2 - 1),
    ("scipy", "scipy.special.entr", HALVES, None, LN2),
    ("scipy", "scipy.stats.entropy(p,q)", [2.0, 2.0], [0.5, 1.5], THERE),
    ("scipy", "scipy.stats.entropy(p,q,base=2)", [1.0, 0.0], HALVES, 1.0),
    ("scipy", "scipy.spatial.distance.jensenshannon", [1.0, 0.0], [0.0, 1.0], math.sqrt(LN2)),
    ("scipy", "scipy.spatial.distance.jensenshannon(base=2)", [1.0, 0.0], [0.0, 1.0], 1.0),
    ("scipy", "scipy.stats.chisquare", HALVES, QUARTERS, 1 / 3),
    ("scipy", "scipy.stats.power_divergence(log-likelihood)", HALVES, QUARTERS, THERE),
    ("scipy_stats", "scipy.stats.expon.entropy", [2.0], None, 1 + LN2),
    ("scipy_stats", "scipy.stats.gamma.entropy", [1.0, 2.0], None, 1 + LN2),
    ("scipy_stats", "scipy.stats.invgamma.entropy", [1.0, 0.5], None,
     1 - LN2 + 2 * 0.5772156649015328606),
    ("scipy_stats", "scipy.stats.pareto.entropy", [2.0, 1.0], None, 2 + LN2),
    ("scipy_stats", "scipy.stats.weibull_min.entropy", [1.0, 2.0], None, 1 + LN2),
    ("scipy_stats", "scipy.stats.loguniform.entropy", [1.0, math.e], None, 0.5),
    ("scipy_stats", "scipy.stats.geom.entropy", [0.5], None, 2 * LN2),
    ("scipy_stats", "scipy.stats.nbinom.entropy", [1.0, 0.5], None, 2 * LN2),
    ("scipy_stats", "scipy.stats.binom.entropy", [2.0, 0.5], None, 1.5 * LN2),
    ("scipy_stats", "scipy.stats.multivariate_normal.entropy, 2", [1.0, 2.0, 4.0, 0.0, 0.0, 1.0],
     None, math.log(2 * math.pi * math.e) + LN2),
    ("sklearn", "mutual_info_score, 2x2", [3.0, 0.0, 0.0, 3.0], None, LN2),
    ("sklearn", "mean_poisson_deviance/2", [2.0], [1.0], 2 * LN2 - 1),
    ("sklearn", "mean_gamma_deviance/2", [2.0], [1.0], 1 - LN2),
    ("sklearn", "_beta_divergence(beta=1)", [1.0, 1.0], HALVES, 2 * LN2 - 1),
    ("statsmodels", "families.Poisson.deviance/2", [2.0], [1.0], 2 * LN2 - 1),
    ("statsmodels", "families.Gamma.deviance/2", [2.0], [1.0], 1 - LN2),
    ("statsmodels", "families.Binomial.deviance/2", [0.5], [0.25], THERE),
    ("statsmodels", "stats.gof.chisquare_effectsize", HALVES, QUARTERS, 1 / 3),
    ("opencv", "HISTCMP_KL_DIV", HALVES, QUARTERS, THERE),
    ("opencv", "HISTCMP_CHISQR", HALVES, QUARTERS, 0.25),
    ("opencv", "HISTCMP_CHISQR_ALT", [1.0, 0.0], [0.0, 1.0], 2.0),
    ("opencv", "HISTCMP_HELLINGER", [1.0, 0.0], [0.0, 1.0], 1.0),
)
ADAPTERS = sorted({known[0] for known in KNOWN})
# Parameters at which every family exists; others are 1.5.
PARAMETERS = {"prob": [0.25], "n": [3.0], "lower": [0.5], "df": [5.0]}


def hex_numbers(numbers):
    return [float(x).hex() for x in numbers]


class Conversation:
    """One run of an adapter: what it declares, and its answers to some cases."""

    def __init__(self, name, questions=()):
        lines = [{"klap": 1, "cmd": "hello", "suite": "test", "encodings": ["hexfloat"]}]
        for seq, (function, format, p, q) in enumerate(questions):
            case = {"p": hex_numbers(p)} if q is None else {"p": hex_numbers(p),
                                                            "q": hex_numbers(q)}
            lines.append({"cmd": "eval", "seq": seq, "function": function, "format": format,
                          "cases": [case]})
        done = subprocess.run([str(PYTHON), str(ROOT / "tools/adapters" / (name + "_adapter.py"))],
                              input="".join(json.dumps(line) + "\n" for line in lines),
                              capture_output=True, text=True, timeout=DEADLINE_S)
        if done.returncode == ABSENT:
            raise unittest.SkipTest(done.stderr.strip())
        replies = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(replies) == len(lines), done.stderr
        self.functions = replies[0]["functions"]
        self.answers = [reply.get("r", [reply])[0] for reply in replies[1:]]


def argument_for(declaration, side):
    """Some distribution, another for q than for p, or some parameters; None for no side."""
    if side == "q" and not declaration["with_q"]:
        return None
    family = declaration.get(side)
    if family:
        numbers = []
        for parameter in family["parameters"]:
            if isinstance(parameter, str):
                numbers += PARAMETERS.get(parameter, [1.5])
            elif len(parameter["shape"]) == 1:
                numbers += [1.5] * parameter["shape"][0]
            else:
                rows = range(parameter["shape"][0])
                numbers += [2.0 if row == column else 0.5 for row in rows for column in rows]
        return numbers
    if "shape" in declaration:
        return [float(1 + i * i % 5) for i in range(math.prod(declaration["shape"]))]
    return [0.25, 0.125, 0.625] if side == "p" else [0.5, 0.25, 0.25]


def filled(declaration, p, q, dtype):
    """The snippet with its numbers, as the README of the adapters says."""
    text = declaration["snippet"].replace("{dtype}", dtype).replace("{p}", repr(p))
    return text.replace("{q}", repr(q))


class PythonAdaptersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not PYTHON.exists():
            raise unittest.SkipTest("no .adapters/python: tools/setup --adapters python makes it")

    def test_known_values(self):
        for name in ADAPTERS:
            known = [entry[1:] for entry in KNOWN if entry[0] == name]
            format, ulps = ("binary32", 2.0 ** 29) if name == "opencv" else ("binary64", 1)
            talk = Conversation(name, [(f, format, p, q) for f, p, q, _ in known])
            for (function, p, q, value), answer in zip(known, talk.answers):
                with self.subTest(function=function, p=p, q=q):
                    self.assertIsInstance(answer, str, answer)
                    got = float.fromhex(answer)
                    self.assertLessEqual(abs(got - value), 8 * ulps * math.ulp(value))

    def test_kloracle_takes_every_declaration(self):
        for name in ADAPTERS:
            with self.subTest(adapter=name):
                count = len(Conversation(name).functions)
                with tempfile.TemporaryDirectory() as folder:
                    report = os.path.join(folder, "report.jsonl")
                    done = subprocess.run(
                        [KLORACLE, "check", "cmd:.adapters/python/bin/python tools/adapters/"
                         + name + "_adapter.py", "--cases", "1", "--laws", "0", "--report", report,
                         "--max-n", "50"], cwd=ROOT, capture_output=True, text=True,
                        timeout=DEADLINE_S)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    with open(report, encoding="utf-8") as file:
                        lines = [json.loads(line) for line in file]
                judged = {line["function"] for line in lines if line["line"] == "summary"}
                self.assertEqual(len(judged), count)

    def test_snippets_print_what_the_adapter_returns(self):
        for name in ADAPTERS:
            with self.subTest(adapter=name):
                self.expect_snippets(name)

    def expect_snippets(self, name):
        declared = Conversation(name).functions
        questions = [(d["name"], d["formats"][-1], argument_for(d, "p"), argument_for(d, "q"))
                     for d in declared]
        answers = Conversation(name, questions).answers
        dtypes = {"binary64": "float64", "binary32": "float32", "binary16": "float16"}
        programs = [filled(d, p, q, dtypes[format])
                    for d, (_, format, p, q) in zip(declared, questions)]
        for program in programs:
            self.assertNotRegex(program, r"\{(p|q|dtype|format)(:hex)?\}")
        runner = ("import json, sys\nfor program in json.load(sys.stdin):\n"
                  "    exec(program, {'__name__': 'snippet'})\n")
        done = subprocess.run([str(PYTHON), "-c", runner], input=json.dumps(programs),
                              capture_output=True, text=True, timeout=DEADLINE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        printed = done.stdout.split()
        self.assertEqual(len(printed), len(programs))
        codes = {"binary64": "d", "binary32": "f", "binary16": "e"}
        for (function, format, _, _), answer, text in zip(questions, answers, printed):
            with self.subTest(function=function):
                self.assertIsInstance(answer, str, answer)
                number = re.fullmatch(r"(?:np\.float\d+\()?([^()]+)\)?", text).group(1)
                (rounded,) = struct.unpack(codes[format], struct.pack(codes[format], float(number)))
                self.assertEqual(rounded, float.fromhex(answer))


if __name__ == "__main__":
    sys.exit(unittest.main())
