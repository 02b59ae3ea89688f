#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Families of distributions on the command line: flags, files, lists, faults.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/families_cli_test.py
"""

import json
import os
import re
import tempfile
import unittest
from decimal import Decimal, localcontext

from cli_test import expect_usage_error, run, stream


def decimal_of(done):
    """The headline of a human answer."""
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return re.search(r"(?m)^  (\S+)(?: \w+)?$", done.stdout)[1]


def kl(family, p, q, *more):
    return run("eval", "kl", family, "--p", p, "--q", q, *more)


class FamilyFlagsTest(unittest.TestCase):
    """--p NAME=VALUE,... and FAMILY:NAME=VALUE,..."""

    def test_values_are_the_textbooks(self):
        with localcontext() as context:
            context.prec = 60
            one, ln_2, ln_3 = Decimal(1), Decimal(2).ln(), Decimal(3).ln()
            rows = (("normal", "mu=0,sigma=1", "mu=1,sigma=2", ln_2 - one / 4),
                    ("gamma", "shape=1,rate=3", "shape=1,rate=1", ln_3 - one * 2 / 3),
                    ("poisson", "rate=2", "rate=3", 2 * (ln_2 - ln_3) + 1),
                    ("exponential", "rate=1", "gamma:shape=1,scale=2", ln_2 - one / 2))
            context.prec = 17
            for family, p, q, value in rows:
                with self.subTest(family):
                    self.assertEqual(Decimal(decimal_of(kl(family, p, q))), +value)

    def test_every_spelling_is_the_same_problem(self):
        whole = decimal_of(kl("normal", "mu=0,sigma=1", "mu=1,sigma=2"))
        for p, q in (("normal:mu=0,sigma=1", "mu=1,sigma=2"),
                     (" mu = 0 , sigma = 1 ", "sigma=2,mu=1"),
                     ("normal:mu=0,variance=1", "normal:precision=1/4,mu=1"),
                     ("mu=0,sigma=0x1p0", "mu=1.0,variance=4")):
            self.assertEqual(decimal_of(kl("normal", p, q)), whole, (p, q))
        prefix = run("eval", "kl", "--p", "normal:mu=0,sigma=1", "--q", "mu=1,sigma=2")
        self.assertEqual(decimal_of(prefix), whole)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.txt")
            for text in ("mu=0,sigma=1\n", "normal:mu=0,\nsigma=1\n"):
                with open(path, "w", encoding="ascii") as file:
                    file.write(text)
                self.assertEqual(decimal_of(kl("normal", "@" + path, "mu=1,sigma=2")), whole)

    def test_vectors_come_as_arrays_and_from_files(self):
        whole = decimal_of(kl("dirichlet", "alpha=[1,2,3]", "alpha=[3,2,1]"))
        for p in ("alpha=[ 1, 2 ,3 ]", 'alpha=["1","2","3"]', "dirichlet:alpha=[1,4/2,0x3p0]"):
            self.assertEqual(decimal_of(kl("dirichlet", p, "alpha=[3,2,1]")), whole, p)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "alpha.txt")
            for text in ("1 2 3\n", "1,2,3", "[1,2,3]"):
                with open(path, "w", encoding="ascii") as file:
                    file.write(text)
                self.assertEqual(decimal_of(kl("dirichlet", f"alpha=@{path}", "alpha=[3,2,1]")),
                                 whole, text)

    def test_the_answer_shows_the_distributions_and_the_condition(self):
        text = kl("gamma", "shape=2,rate=1", "normal:mu=0,variance=3/2").stdout
        self.assertIn("P = gamma:shape=2,rate=1, Q = normal:mu=0,variance=3/2", text)
        self.assertNotIn("semantics", text)
        self.assertRegex(text, r"(?m)^  condition   \d\S* componentwise \(p\.shape \S+, "
                               r"p\.rate \S+, q\.mu 0, q\.variance \S+\)$")
        text = run("eval", "entropy", "dirichlet", "--p", "alpha=[1,2,3,4,5,6,7,8]").stdout
        self.assertIn("P = dirichlet:alpha=[1,2,3,4,5,6,...]", text)

    def test_flags_and_lines_have_the_same_answer(self):
        text = kl("gamma", "shape=2,rate=0.1", "shape=3,scale=4", "--unit", "bits").stdout
        (answer,) = stream([json.dumps(
            {"quantity": "kl", "unit": "bits", "p": {"family": "gamma", "shape": "2", "rate": 0.1},
             "q": {"family": "gamma", "shape": 3, "scale": "4"}})])
        self.assertIn(f"\n  {answer['decimal']} bits\n", text)
        self.assertIn(answer["value"], text)
        for model, number in answer["condition"].items():
            shown = f"{model} {number}" if "." in model else f"{number} {model}"
            self.assertIn(shown, text)


class FamilyFaultsTest(unittest.TestCase):
    """One clear line that names what was expected, exit status 64."""

    ROWS = (
        ("kl norml --p mu=0,sigma=1 --q mu=0,sigma=1", "did you mean normal"),
        ("kl gaussian --p mu=0,sigma=1 --q mu=0,sigma=1", "did you mean normal"),
        ("kl Gamma --p shape=2,rate=1 --q shape=2,rate=1", "did you mean gamma"),
        ("kl xyzzy --p mu=0,sigma=1 --q mu=0,sigma=1", "kloracle list families"),
        ("kl --p mu=0,sigma=1 --q mu=0,sigma=1", "family: is missing"),
        ("kl --p mu=0,sigma=1 --q mu=0,sigma=1", "normal"),
        ("kl --p foo=0,bar=1 --q mu=0,sigma=1", "family: is missing"),
        ("kl normal --p mu=0 --q mu=0,sigma=1", "p.sigma: is missing; normal takes mu; sigma or"),
        ("kl normal --p mu=0,sigma=1,variance=1 --q mu=0,sigma=1", "both sigma and variance"),
        ("kl normal --p mu=0,mu=0,sigma=1 --q mu=0,sigma=1", "p.mu: is given twice"),
        ("kl normal --p mu=0,sd=1 --q mu=0,sigma=1", "p.sd: is not a parameter of normal"),
        ("kl normal --p mu=0,sigma=-1 --q mu=0,sigma=1", "p.sigma: "),
        ("kl normal --p mu=0,sigma=1 --q mu=0,sigma=0", "q.sigma: "),
        ("kl normal --p mu=x,sigma=1 --q mu=0,sigma=1", "--p.mu: 'x'"),
        ("kl normal --p mu=,sigma=1 --q mu=0,sigma=1", "--p.mu: is empty"),
        ("kl normal --p mu=0,,sigma=1 --q mu=0,sigma=1", "--p: has an empty entry"),
        ("kl normal --p 0,1 --q mu=0,sigma=1", "--p: '0' names no parameter; expected mu=...,sig"),
        ("kl normal --p mu=[0],sigma=1 --q mu=0,sigma=1", "--p.mu: expected a number"),
        ("kl normal --p mu=[0,sigma=1 --q mu=0,sigma=1", "--p.mu: expected"),
        ("kl normal --p mu=nan,sigma=1 --q mu=0,sigma=1", "p.mu: is NaN"),
        ("kl normal --p mu=1e999,sigma=1 --q mu=0,sigma=1", "--p.mu: "),
        ("kl normal --p mu=0,sigma=1 --q norml:mu=0,sigma=1", "--q: unknown 'norml'"),
        ("kl normal --p gamma:shape=1,rate=1 --q mu=0,sigma=1", "--p: is of gamma where"),
        ("kl normal --p mu=0,sigma=1 --q categorical:0.5,0.5", "q: "),
        ("kl --p 0.5,0.5 --q normal:mu=0,sigma=1", "q: is of family normal"),
        ("kl categorical --p mu=0,sigma=1 --q 1,2", "--p: has the parameter 'mu'"),
        ("kl dirichlet --p alpha=1 --q alpha=[1,2]", "--p.alpha: expected an array"),
        ("kl dirichlet --p alpha=[1,0] --q alpha=[1,2]", "p.alpha[1]: "),
        ("kl dirichlet --p alpha=[1,2,3] --q alpha=[1,2]", "q.alpha: "),
        ("kl dirichlet --p alpha=@/no/file --q alpha=[1,2]", "--p.alpha: cannot read"),
        ("kl poisson --p rate=1 --q dirichlet:alpha=[1,2]", "q: is a distribution over simplex"),
        ("wasserstein_1 normal --support 0,1 --p mu=0,sigma=1 --q mu=1,sigma=1", "no formula here"),
        ("kl normal --p mu=0,sigma=1 --q mu=0,sigma=1 --space counts", "--space: "),
        ("kl normal --p mu=0,sigma=1 --q mu=0,sigma=1 --space-q counts", "--space-q: "),
        ("kl normal --p mu=0,sigma=1 --q mu=0,sigma=1 --semantics normalised", "semantics: "),
        ("kl normal --p mu=0,sigma=1 --q mu=0,sigma=1 --eps 1/2", "--eps"),
        ("kl normal --p mu=0,sigma=1", "--q: is missing"),
        ("entropy normal --p mu=0,sigma=1 --q mu=0,sigma=1", "q: "),
    )

    def test_every_fault_is_named(self):
        for line, named in self.ROWS:
            with self.subTest(line):
                expect_usage_error(self, run("eval", *line.split()), named)

    def test_foreign_bytes_still_get_one_line(self):
        for family, p in (("nor\nmal", "mu=0"), ("normal", "m\nu=0"), ("normal", "mu=\x1b[31m"),
                          ("normal", "\n"), ("normal", "mu=0,sigma=1,x" * 200)):
            with self.subTest((family, p)):
                expect_usage_error(self, run("eval", "entropy", family, "--p", p), "")


class FamilyListTest(unittest.TestCase):
    """`kloracle list families` and `list closed_forms`."""

    def setUp(self):
        self.text = run("list", "families").stdout
        self.names = re.findall(r"(?m)^  (\w+)", self.text)

    def test_every_family_is_there_in_80_columns(self):
        for name in ("categorical", "normal", "gamma", "poisson", "dirichlet"):
            self.assertIn(name, self.names)
        self.assertLessEqual(max(map(len, self.text.splitlines())), 80)
        block = re.search(r"(?ms)^  normal .*?(?=^  \w)", self.text)[0]
        for word in ("precision: 1/sigma^2", "renyi", "kl to:", "over reals the line"):
            self.assertIn(word, re.sub(r"\s+", " ", block))

    def test_eval_knows_every_family_listed(self):
        for name in self.names:
            error = run("eval", "entropy", name, "--p", "nothing=1").stderr
            self.assertNotIn("unknown", error)
            self.assertIn(name, error)

    def test_the_table_has_the_same_families(self):
        table = run("list", "closed_forms").stdout
        self.assertEqual(re.findall(r"(?m)^\| `(\w+)`", table), self.names)
        normal = re.search(r"(?m)^\| `normal` .*$", table)[0]
        self.assertIn("mu, sigma\\|variance\\|", normal)
        self.assertEqual(normal.count(" | "), 3)
        self.assertIn("laplace", normal.split(" | ")[3])


if __name__ == "__main__":
    unittest.main()
