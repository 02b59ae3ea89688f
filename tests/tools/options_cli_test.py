#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Options, joint tables and the lists of them, on the command line and in a stream.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/options_cli_test.py  (standard library only).
"""

import json
import os
import re
import sys
import tempfile
import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

sys.dont_write_bytecode = True

from check_test import EXIT_GATE, adapter, check, lines_of, run_shown, shown  # noqa: E402
from cli_test import EXIT_USAGE, evaluate, expect_usage_error, run, stream  # noqa: E402

DIGITS = 60


def weights(text):
    """The exact numbers of a flag, divided by their sum, as decimals of DIGITS and more digits."""
    numbers = [Fraction(float(x)) for x in re.split("[,;]", text)]
    return [Decimal((x / sum(numbers)).numerator) / Decimal((x / sum(numbers)).denominator)
            for x in numbers]


def renyi(order, p, q):
    """The divergence of a rational order that is neither 0 nor 1."""
    a = Decimal(order.numerator) / Decimal(order.denominator)
    return sum((x.ln() * a + y.ln() * (1 - a)).exp()
               for x, y in zip(weights(p), weights(q))).ln() / (a - 1)


def mutual_information(table):
    """Of a table of two rows, in nats."""
    p = weights(table)
    n = len(p) // 2
    rows = [sum(p[:n])] * n + [sum(p[n:])] * n
    columns = [p[i % n] + p[i % n + n] for i in range(2 * n)]
    return sum(x * (x / (r * c)).ln() for x, r, c in zip(p, rows, columns))


def headline(text):
    """(value, unit or None) of an answer for a person."""
    return re.search(r"(?m)^  (\S+)(?: (nats|bits|hartleys))?$", text).groups()


class ValueTest(unittest.TestCase):
    """What is asked on the command line is what is answered, by decimal.ln and decimal.exp."""

    def expect_value(self, line, value, unit):
        """The answer to a line has this value, to 40 digits."""
        done = evaluate(line + " --digits 40")
        self.assertEqual((done.returncode, done.stderr), (0, ""), line)
        text, said = headline(done.stdout)
        with localcontext() as context:
            context.prec = 40
            self.assertEqual((Decimal(text), said), (+value, unit), line)

    def setUp(self):
        context = localcontext()
        context.__enter__().prec = DIGITS + 20
        self.addCleanup(context.__exit__, None, None, None)

    def test_orders(self):
        for order in ("1/2", "3", "-1/2", "7/5", "0.25"):
            self.expect_value(f"renyi --order {order} --p 0.7,0.3 --q 0.5,0.5",
                              renyi(Fraction(order), "0.7,0.3", "0.5,0.5"), "nats")
        half = -2 * sum((x * y).sqrt() for x, y in zip(weights("1,2"), weights("2,5"))).ln()
        self.expect_value("renyi --order 1/2 --p 1,2 --q 2,5", half, "nats")

    def test_tables(self):
        for table in ("0.1,0.2;0.3,0.4", "1,2,3;4,5,7"):
            self.expect_value(f"mutual_information --p {table} --unit bits",
                              mutual_information(table) / Decimal(2).ln(), "bits")

    def test_generators_conventions_and_weights(self):
        p, q = weights("1,2,3"), weights("3,2,1")
        squares = sum((x.sqrt() - y.sqrt()) ** 2 for x, y in zip(p, q))
        flags = "--p 1,2,3 --q 3,2,1"
        self.expect_value(f"f_divergence --generator squared_hellinger {flags}", squares, None)
        self.expect_value(f"squared_hellinger {flags}", squares / 2, None)
        self.expect_value(f"squared_hellinger --convention sum {flags}", squares, None)
        self.expect_value(f"hellinger {flags}", (squares / 2).sqrt(), None)
        middle = [(x + 3 * y) / 4 for x, y in zip(p, q)]
        skewed = sum(x * (x / m).ln() + 3 * y * (y / m).ln() for x, y, m in zip(p, q, middle)) / 4
        self.expect_value(f"jensen_shannon --weight 1/4 {flags}", skewed, "nats")

    def test_supports_and_kernels(self):
        for line, value in (
                ("wasserstein_1 --support 0,1,3 --p 1,0,0 --q 0,0,1", "3"),
                ("wasserstein_1 --support 3,0,1/2 --p 0,1,1 --q 2,0,0", "2.75"),
                ("squared_mmd --kernel 1,0;0,1 --p 1,0 --q 0,1", "2"),
                ("squared_mmd --kernel [[1,1/2],[1/2,1]] --p 1,0 --q 0,1", "1")):
            text = evaluate(line).stdout
            self.assertEqual(headline(text), (value, None), line)
            self.assertRegex(text, r"(?m)^  binary64 .*\bexact\)$")

    def test_the_samples_of_an_estimator_are_log_probabilities(self):
        flags = "--p=-1,-2 --q=-2,-2"
        self.assertEqual(headline(evaluate(f"k1 {flags}").stdout), ("0.5", "nats"))
        self.assertEqual(headline(evaluate(f"k2 {flags}").stdout), ("0.25", "nats"))
        self.expect_value(f"k3 {flags}", Decimal(-1).exp() / 2, "nats")

    def test_perplexity_with_and_without_q(self):
        self.assertEqual(headline(evaluate("perplexity --p 1,1,1,1").stdout), ("4", None))
        self.assertEqual(headline(evaluate("perplexity --p 1,0 --q 1,7").stdout), ("8", None))


class SpellingTest(unittest.TestCase):
    """One table, written in many ways."""

    def test_rows_nested_arrays_and_files_are_one_table(self):
        due = evaluate("mutual_information --p 0.1,1/5,3;0x1p-2,4,5").stdout
        self.assertIn("shape 2 x 3", due.splitlines()[0])
        for text in ("[[0.1,1/5,3],[0x1p-2,4,5]]", ' [["0.1", "1/5", 3],\n [0x1p-2, 4, "5"]] ',
                     "0.1, 1/5, 3; 0x1p-2, 4, 5"):
            self.assertEqual(run("eval", "mutual_information", "--p", text).stdout, due, text)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "table.txt")
            for text in ("0.1 1/5 3;\n0x1p-2 4 5\n", "[[0.1,1/5,3],\n[0x1p-2,4,5]]\n"):
                with open(path, "w", encoding="ascii") as file:
                    file.write(text)
                self.assertEqual(evaluate(f"mutual_information --p @{path}").stdout, due, text)

    def test_any_rank(self):
        text = evaluate("conditional_mutual_information --p [[[1,2],[3,4]],[[5,6],[7,8]]]").stdout
        self.assertIn("conditional_mutual_information(P), shape 2 x 2 x 2, of categorical, ",
                      text.splitlines()[0])

    def test_the_stream_and_the_flags_agree(self):
        lines = (
            ("renyi", "0.7,0.3", "0.5,0.5", {"order": "1/2"}),
            ("renyi", "0.7,0.3", "0.5,0.5", {"order": "inf"}),
            ("jensen_shannon", "0.7,0.3", "0.5,0.5", {"weight": "0.1"}),
            ("f_divergence", "1,2", "2,1", {"generator": "tsallis", "order": "3"}),
            ("jeffreys", "1,2", "2,1", {"convention": "mean", "unit": "bits"}),
            ("wasserstein_1", "1,2", "2,1", {"support": ["0", "1/3"]}),
            ("squared_mmd", "1,2", "2,1", {"kernel": [["1", "0.1"], ["0.1", "2"]]}),
            ("chernoff_information", "0.7,0.3", "0.2,0.8", {"digits": 30}),
            ("total_correlation", [["1", "2"], ["3", "5"]], None, {}))
        for quantity, p, q, options in lines:
            def side(given):
                numbers = given.split(",") if isinstance(given, str) else given
                return {"family": "categorical", "probs": numbers}
            problem = dict({"quantity": quantity, "p": side(p)}, **options)
            flags = ["eval", quantity, "--p", p if isinstance(p, str) else json.dumps(p)]
            if q:
                problem["q"] = side(q)
                flags += ["--q", q]
            for key, value in options.items():
                value = value if isinstance(value, (str, int)) else json.dumps(value)
                flags.append(f"--{key}={value}")
            (answer,) = stream([json.dumps(problem)])
            done = run(*flags)
            with self.subTest(flags):
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(headline(done.stdout), (answer["decimal"], answer.get("unit")))
                self.assertIn(f" {answer['value']}  (", done.stdout)
                for key in set(options) - {"digits", "unit"}:
                    self.assertIn(key, answer)


class UndefinedTest(unittest.TestCase):
    """A question without a meaning is answered so."""

    def test_semantics_that_a_quantity_does_not_have(self):
        for line in ("joint_entropy --p 1,2;3,4 --semantics measure",
                     "k1 --p 1 --q 1 --space probs",
                     "renyi --order 2 --p 1,2 --q 2,1 --semantics generalised"):
            done = evaluate(line)
            self.assertEqual((done.returncode, headline(done.stdout)[0]), (0, "undefined"), line)
            self.assertRegex(done.stdout, r"(?m)^  because     \w+ has no meaning", line)

    def test_a_sample_that_p_excludes(self):
        self.assertIn("\n  undefined\n", evaluate("k1 --p=-inf --q=-1").stdout)
        self.assertIn("\n  +infinity nats\n", evaluate("k1 --p=-1 --q=-inf").stdout)


class TitleTest(unittest.TestCase):
    """The first lines for a person."""

    def test_options_are_in_the_title(self):
        for line, title in (
                ("renyi --order 1/2 --p 1,2 --q 2,1", "renyi(P, Q), order 1/2, of categorical, n"),
                ("renyi --order inf --p 1,2 --q 2,1", "renyi(P, Q), order inf, of categorical"),
                ("renyi --order 0.1 --p 1,2 --q 2,1", "order 0x1.999999999999ap-4, of"),
                ("renyi_entropy --order 2 --p 1,2", "renyi_entropy(P), order 2, of categorical"),
                ("f_divergence --generator kl --p 1,2 --q 2,1", "(P, Q), generator kl, of"),
                ("jeffreys --convention mean --p 1,2 --q 2,1", "(P, Q), convention mean, of"),
                ("wasserstein_1 --support 0,1/2 --p 1,2 --q 2,1", "support (0, 1/2), of"),
                ("squared_mmd --kernel 1,0;0,1 --p 1,2 --q 2,1", "kernel 2 x 2, of"),
                ("joint_entropy --p 1,2;3,4;5,6", "(P), shape 3 x 2, of categorical, semantics"),
                ("perplexity --p 1,2", "perplexity(P) of"),
                ("perplexity --p 1,2 --q 1,2", "perplexity(P, Q) of"),
                ("kl --p 1,2 --q 2,1", "kl(P, Q) of categorical, n = 2, semantics normalised")):
            self.assertIn(title, evaluate(line).stdout.splitlines()[0], line)

    def test_a_plain_number_has_no_unit(self):
        for line in ("total_variation --p 1,2 --q 2,1", "chi_squared --p 1,2 --q 1,0",
                     "f_divergence --generator chi_squared --p 1,2 --q 2,1"):
            self.assertIsNone(headline(evaluate(line).stdout)[1], line)
        kl = "f_divergence --generator kl --p 1,2 --q 2,1 --unit bits"
        self.assertEqual(headline(evaluate(kl).stdout)[1], "bits")

    def test_the_order_that_attains_is_shown(self):
        text = evaluate("chernoff_information --p 1,2 --q 2,1").stdout
        low, high = re.search(r"(?m)^  attained    at order in \[(\S+), (\S+)\]$", text).groups()
        self.assertLessEqual(Decimal(low), Decimal("0.5"))
        self.assertGreaterEqual(Decimal(high), Decimal("0.5"))
        text = evaluate("chernoff_information --p 1,0 --q 1,1").stdout
        self.assertRegex(text, r"(?m)^  attained    at order 0$")

    def test_sums_are_noted_where_measures_have_a_meaning(self):
        self.assertIn("(--semantics measure)", evaluate("total_variation --p 1,2 --q 2,1").stdout)
        for line in ("mutual_information --p 1,2;3,4", "k1 --p=-1 --q=-1",
                     "wasserstein_1 --support 0,1 --p 1,2 --q 2,1"):
            self.assertNotIn("note", evaluate(line).stdout, line)


class BadInputTest(unittest.TestCase):
    """One clear line that names the flag or the number."""

    ROWS = (
        ("renyi --p 1 --q 1", "order"), ("renyi --order x --p 1 --q 1", "--order: 'x'"),
        ("kl --order 2 --p 1 --q 1", "order"), ("kl --kernel 1 --p 1 --q 1", "kernel"),
        ("chernoff --order 3/2 --p 1 --q 1", "order"),
        ("jensen_shannon --weight -1 --p 1 --q 1", "weight"),
        ("jeffreys --convention median --p 1 --q 1", "convention"),
        ("f_divergence --p 1 --q 1", "generator"),
        ("f_divergence --generator nope --p 1 --q 1", "generator"),
        ("f_divergence --generator kl --order 2 --p 1 --q 1", "order"),
        ("wasserstein_1 --p 1 --q 1", "support"),
        ("wasserstein_1 --support 0,1 --p 1 --q 1", "support"),
        ("wasserstein_1 --support 0;1 --p 1,2 --q 1,2", "--support: expected a plain array"),
        ("wasserstein_1 --support 0,,1 --p 1,2 --q 1,2", "--support[1]: is empty"),
        ("squared_mmd --kernel 1,2 --p 1,2 --q 1,2", "--kernel: expected a square array"),
        ("squared_mmd --kernel 1,2;1 --p 1,2 --q 1,2", "--kernel[1]: ragged"),
        ("squared_mmd --kernel 1,2;3,1 --p 1,2 --q 1,2", "kernel"),
        ("squared_mmd --kernel @/no/such/file --p 1,2 --q 1,2", "--kernel: cannot read"),
        ("total_variation --p 1 --q 1 --unit bits", "unit"),
        ("mutual_information --p 1,2,3,4", "p"), ("entropy --p 1,2;3,4", "p"),
        ("mutual_information --p [[[1,2],[3,4]]]", "p"),
        ("joint_entropy --p 1,2;3", "--p[1]: ragged: expected 2 entries"),
        ("joint_entropy --p 1,2;", "--p[1]: is empty"),
        ("joint_entropy --p 1,;3,4", "--p[0][1]: is empty"),
        ("joint_entropy --p 1,2;3,x", "--p[1][1]: 'x'"),
        ("joint_entropy --p [[1,2],[3,4]", "--p: expected arrays of numbers such as [["),
        ("joint_entropy --p [[1,2][3,4]]", "--p: expected arrays"),
        ("joint_entropy --p [[1,2],[3]]", "--p[1]: ragged"),
        ("joint_entropy --p [[],[]]", "--p[0]: is empty"),
        ("joint_entropy --p " + "[" * 100 + "1" + "]" * 100, "--p: "),
        ("k1 --p=-1 --q=-1 --space probs --semantics log_prob", "semantics"),
        ("--json --order 2", "--order"), ("--json --kernel 1", "--kernel"),
    )

    def test_every_fault_is_named(self):
        for line, named in self.ROWS:
            with self.subTest(line):
                expect_usage_error(self, evaluate(line), named)

    def test_an_empty_flag_is_a_fault(self):
        for flag in ("--order", "--weight", "--convention", "--semantics", "--eps", "--p", "--q"):
            flags = {"--p": "1,2", "--q": "2,1", flag: ""}
            words = [word for pair in flags.items() for word in pair]
            expect_usage_error(self, run("eval", "jensen_shannon", *words), f"{flag}: is empty")


class ListTest(unittest.TestCase):
    """`kloracle list` of what is new."""

    def test_divergences_are_quantities(self):
        self.assertEqual(run("list", "divergences").stdout, run("list", "quantities").stdout)

    def test_no_line_is_too_long_to_read(self):
        for name in ("quantities", "options", "generators"):
            for line in run("list", name).stdout.splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_eval_has_a_flag_for_every_option_and_knows_every_generator(self):
        words = re.findall(r"(?m)^  (\w+)", run("list", "options").stdout)
        self.assertGreaterEqual(len(words), 6)
        shown_help = run("eval", "--help").stdout
        for word in words:
            self.assertIn(f"--{word}", shown_help)
        generators = re.findall(r"(?m)^  (\w+)  ", run("list", "generators").stdout)
        self.assertGreaterEqual(len(generators), 10)
        for generator in generators:
            done = evaluate(f"f_divergence --generator {generator} --p 1,2 --q 2,1"
                            + (" --order 2" if generator == "tsallis" else ""))
            self.assertEqual((done.returncode, done.stderr), (0, ""), generator)

    def test_every_quantity_says_what_it_takes(self):
        text = run("list", "quantities").stdout
        for name, said in (("renyi", "options order (required)"), ("kl", "takes p and q"),
                           ("perplexity", "and q if given"), ("total_variation", "plain number"),
                           ("mutual_information", "a table with 2 axes"),
                           ("jeffreys", "convention sum (the default): ")):
            block = re.search(rf"(?m)^  {name} .*\n(?:      .*\n)*", text)[0]
            self.assertIn(said, re.sub(r"\s+", " ", block), name)

    def test_the_coverage_is_a_table_of_quantities_by_semantics(self):
        rows = [line.split("|")[1:-1] for line in run("list", "coverage").stdout.splitlines()[1:]]
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        quantities = re.findall(r"(?m)^  (\w+)  ", run("list", "quantities").stdout)
        semantics = [cell.strip(" `") for cell in rows[0][1:]]
        self.assertEqual(semantics, re.findall(r"(?m)^  (\w+) ", run("list", "semantics").stdout))
        self.assertEqual([row[0].strip(" `") for row in rows[2:]], quantities)
        self.assertEqual({cell.strip() for row in rows[2:] for cell in row[1:]}, {"yes", ""})


class CheckTest(unittest.TestCase):
    """Functions with options under `kloracle check`."""

    PROBLEMS = {
        "renyi_2": "renyi, normalised, order 2",
        "tsallis_half": "f_divergence, measure, order 1/2, generator tsallis",
        "jeffreys_mean": "jeffreys, measure, convention mean",
        "skewed_jensen_shannon": "jensen_shannon, normalised, weight 1/4",
        "mutual_information": "mutual_information, normalised, shape 2 x 3",
        "wasserstein": "wasserstein_1, normalised, support (3, 0, 1/2)",
        "mmd": "squared_mmd, measure, kernel 3 x 3", "k3": "k3, log_prob",
        "perplexity": "perplexity, normalised", "cross_perplexity": "perplexity, normalised"}

    def test_every_kind_of_function_is_judged(self):
        done, report = check(adapter("options"), "--findings", "9")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name, problem in self.PROBLEMS.items():
            self.assertRegex(done.stdout, rf"(?m)^  {name} +{re.escape(problem)}  ")
            results = [r for r in lines_of(report, "result") if r["function"] == name]
            self.assertGreaterEqual(len(results), 20, name)
            easy = [r for r in results if r["group"] in ("ordinary", "ordinary_logits")]
            self.assertGreaterEqual(len(easy), 3, name)
            for result in easy:
                self.assertIn(result["grade"], ("CR", "F", "T", "A", "H"), result)
            lengths = {len(r["p"]) for r in results if "p" in r}
            fixed = {"mutual_information": {6}, "wasserstein": {3}, "mmd": {3}}
            self.assertEqual(lengths, fixed.get(name, lengths), name)
            self.assertEqual({"q" in r for r in results},
                             {name not in ("mutual_information", "perplexity")}, name)

    def test_the_value_lines_compute_the_certified_values(self):
        seen = set()
        for name in self.PROBLEMS:
            done, report = check(adapter("options"), "--function", name)
            short = [r for r in lines_of(report, "result") if len(r.get("p", [0] * 9)) < 7]
            for result in short[:4]:
                _, again = check(adapter("options"), "--only", result["id"])
                self.assertEqual(lines_of(again, "result"), [result])
                shown_again = run("check", adapter("options"), "--only", result["id"],
                                  "--cases", "40", "--max-n", "40").stdout
                for line in shown(shown_again, "value"):
                    seen.add(name)
                    self.assertIn(f" {result['certified']} ", run_shown(line).stdout, line)
        self.assertGreaterEqual(len(seen), 8, seen)

    def test_tables_longer_than_allowed_are_not_drawn(self):
        few = (adapter("options"), "--cases", "20", "--max-n", "5")
        done, _ = check(*few, "--function", "mutual_information")
        self.assertEqual(done.returncode, EXIT_USAGE)
        self.assertRegex(done.stderr, r"\A[^\n]*--max-n: [^\n]+\n\Z")
        done, _ = check(*few, "--require", "W")
        self.assertEqual(done.returncode, EXIT_GATE, "a function without a case passes no gate")


if __name__ == "__main__":
    unittest.main()
