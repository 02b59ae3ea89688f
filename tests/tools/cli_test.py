#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line as a person meets it: help, list, eval, streams of problems.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/cli_test.py  (standard library only).
"""

import json
import os
import random
import re
import subprocess
import tempfile
import time
import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

KLORACLE = os.path.abspath(os.environ.get("KLORACLE", "build/dev/tools/kloracle"))
DEADLINE_S = 300
VERBS = ("eval", "check", "repro", "emit", "grade", "report", "estimators", "mutants", "errata",
         "list")
EXIT_UNDECIDED, EXIT_USAGE = 2, 64


def run(*args, stdin="", env=None):
    """The finished process; stdout and stderr as text."""
    return subprocess.run([KLORACLE, *args], input=stdin, env=env, timeout=DEADLINE_S,
                          capture_output=True, encoding="utf-8", errors="surrogateescape")


def evaluate(command_line, **more):
    """`kloracle eval` with these arguments, split at spaces."""
    return run("eval", *command_line.split(), **more)


def strict(text):
    """One line of JSON; bare NaN and Infinity are refused."""
    def refuse(name):
        raise ValueError("bare " + name)
    return json.loads(text, parse_constant=refuse)


def stream(lines, *flags):
    """The answers to a stream of lines, as objects."""
    done = run("eval", "--json", *flags, stdin="".join(line + "\n" for line in lines))
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return [strict(line) for line in done.stdout.splitlines()]


def kl_line(p="0.7,0.3", q="0.5,0.5", space="probs", **keys):
    """A line that states a problem as the flags --p, --q and --space would."""
    def side(numbers):
        return {"family": "categorical", space: numbers.split(",")}
    return json.dumps(dict({"quantity": "kl", "p": side(p), "q": side(q)}, **keys))


def expect_usage_error(test, done, named):
    """Exit status 64, nothing on stdout, one line on stderr that names the argument."""
    what = f"{done.args[1:]}: {done.stderr!r}"
    test.assertEqual(done.returncode, EXIT_USAGE, what)
    test.assertEqual(done.stdout, "", what)
    test.assertRegex(done.stderr, r"\A[^\n]+\n\Z", what)
    test.assertIn(named, done.stderr, what)


def kl_decimal(p, q):
    """KL of the normalised doubles to 120 digits, a second way: decimal.ln, not MPFR."""
    p, q = ([Fraction(float(x)) for x in text.split(",")] for text in (p, q))
    with localcontext() as context:
        context.prec = 120

        def real(x):
            return Decimal(x.numerator) / Decimal(x.denominator)
        return sum(real(a / sum(p)) * real(a * sum(q) / (b * sum(p))).ln() for a, b in zip(p, q))


class HelpTest(unittest.TestCase):
    """--help and --version."""

    def test_every_verb_has_help_with_examples(self):
        for verb in ((), *((verb,) for verb in VERBS)):
            for flag in ("--help", "-h"):
                done = run(*verb, flag)
                self.assertEqual((done.returncode, done.stderr), (0, ""), verb)
                self.assertIn("examples:", done.stdout, verb)
                self.assertIn("kloracle " + " ".join(verb), done.stdout)

    def test_the_help_names_every_verb(self):
        for verb in VERBS:
            self.assertRegex(run("--help").stdout, rf"(?m)^  {verb} ")

    def test_the_examples_work(self):
        path = os.path.dirname(KLORACLE) + os.pathsep + os.environ["PATH"]
        env = dict(os.environ, PATH=path)
        shown = "".join(run(verb, "--help").stdout for verb in VERBS)
        found = re.findall(r"(?m)^  ((?:kloracle (?:eval|list)|echo).*)$", shown)
        examples = [line for line in found if " @" not in line]
        self.assertGreaterEqual(len(examples), 6)
        for example in examples:
            done = subprocess.run(example, shell=True, env=env, capture_output=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, b""), example)
            self.assertTrue(done.stdout, example)

    def test_version(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"\Akloracle \d+\.\d+\.\d+\n\Z")

    def test_a_bad_verb_or_option_is_named(self):
        expect_usage_error(self, run(), "verb")
        expect_usage_error(self, run("evaluate"), "evaluate")
        expect_usage_error(self, run("--nonsense"), "--nonsense")
        for verb in VERBS:
            expect_usage_error(self, run(verb, "--nonsense"), "--nonsense")


class ListTest(unittest.TestCase):
    """`kloracle list`: what is listed is what is accepted."""

    KEYS = {"semantics": "--semantics", "units": "--unit", "formats": "--format",
            "roundings": "--rounding"}

    @staticmethod
    def words(what):
        """The first word of every entry of a list."""
        return re.findall(r"(?m)^  (\S+)", run("list", what).stdout)

    def test_each_list_is_a_part_of_the_whole(self):
        whole = run("list").stdout
        names = re.findall(r"(?m)^([a-z]+)$", whole)
        self.assertGreaterEqual(len(names), 9)
        for name in names:
            done = run("list", name)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn(done.stdout.strip(), whole)
            self.assertGreater(len(done.stdout.splitlines()), 1, name)

    def test_an_unknown_list_is_named(self):
        expect_usage_error(self, run("list", "distances"), "distances")
        expect_usage_error(self, run("list", "units", "surplus"), "surplus")

    def test_eval_knows_every_word_listed(self):
        for what, flag in self.KEYS.items():
            for word in self.words(what):
                error = evaluate(f"kl --p 1,2 --q 2,1 {flag} {word}").stderr
                self.assertNotIn("unknown", error, f"{flag} {word}")
        for word in self.words("quantities"):
            self.assertNotIn("unknown", evaluate(f"{word} --p 1,2").stderr, word)
        for word in self.words("spaces"):
            self.assertEqual(evaluate(f"kl --p 1,2 --q 2,1 --space {word}").returncode, 0, word)


class HumanAnswerTest(unittest.TestCase):
    """What `kloracle eval` prints for one problem."""

    def test_value_enclosure_hex_exactness_and_condition(self):
        for p, q in (("0.7,0.3", "0.5,0.5"), ("1,2,0.1", "3,1,1"), ("0.625,0.375", "0.5,0.5"),
                     ("5e-324,1", "1,5e-324"), ("1,1.0000000000000002", "1,1")):
            text = evaluate(f"kl categorical --p {p} --q {q}").stdout
            value = kl_decimal(p, q)
            rounded = re.search(r"(?m)^  binary64 +(\S+)  \(nearest_even, inexact, proved\)$", text)
            self.assertEqual(float.fromhex(rounded[1]), float(value), text)
            self.assertRegex(text, r"(?m)^  condition   \d\S* componentwise, \d\S* simplex_tangent")
            decimal = re.search(r"(?m)^  (\S+) nats$", text)[1]
            with localcontext() as context:
                context.prec = 17
                self.assertEqual(Decimal(decimal), +value, text)
            bounds = re.search(r"(?m)^  enclosure   \[(\S+), (\S+)\]$", text)
            self.assertLess(Decimal(bounds[1]), value, text)
            self.assertLess(value, Decimal(bounds[2]), text)

    def test_an_exact_value_says_so(self):
        for line, value, hexadecimal in (
                ("kl --p 1,2 --q 2,4", "0 nats", "0x0p+0"),
                ("entropy --p 1,1,1,1 --unit bits", "2 bits", "0x1p+1"),
                ("kl --p 1,3 --q 3,1 --semantics clipped --eps 1/2", "0 nats", "0x0p+0"),
                ("kl --p 0,1 --q 2,1 --semantics generalised", "2 nats", "0x1p+1")):
            text = evaluate(line).stdout
            self.assertRegex(text, rf"(?m)^  {value}$")
            self.assertRegex(text, rf"(?m)^  binary64 +{re.escape(hexadecimal)}  .*\bexact\)$")
            self.assertNotIn("inexact", text)

    def test_sums_that_are_not_1_are_noted(self):
        noted = evaluate("kl --p 0.7,0.3 --q 0.5,0.5").stdout
        measure = evaluate("kl --p 0.7,0.3 --q 0.5,0.5 --semantics measure --digits 6").stdout
        self.assertRegex(noted, r"(?m)^  note .*\bp sums to 1 - 5\.55e-17\b.*--semantics measure")
        self.assertIn(re.search(r"(?m)^  (\S+) nats$", measure)[1], noted)
        self.assertRegex(evaluate("entropy --p 1,2").stdout, r"(?m)^  note .*\bp sums to 3\.0+\b")
        for silent in ("kl --p 0.75,0.25 --q 0.5,0.5", "kl --p 7/10,3/10 --q 1/2,1/2",
                       "kl --p 0.7,0.3 --q 0.5,0.5 --input exact",
                       "kl --p 1,2 --q 2,1 --semantics measure",
                       "kl --p 1,2 --q 2,1 --space logits", "kl --p 1,2 --q 2,1 --space counts"):
            self.assertNotIn("sums to", evaluate(silent).stdout, silent)

    def test_infinite_and_undefined_are_answers(self):
        for line, said in (("kl --p 1,1 --q 1,0", "+infinity nats"),
                           ("cross_entropy --p 1,1 --q 0,1 --unit bits", "+infinity bits"),
                           ("kl --p 0,0 --q 1,1", "undefined"),
                           ("kl --p=-inf,-inf --q 1,1 --space logits", "undefined")):
            done = evaluate(line)
            self.assertEqual((done.returncode, done.stderr), (0, ""), line)
            self.assertIn(f"\n  {said}\n", done.stdout)
            self.assertRegex(done.stdout, r"(?m)^  because     \S")

    def test_undecided_has_its_own_exit_status(self):
        # ln(1/2) + ln(2/(1 + d)) = -ln(1 + d), with d far below the cap that 2^17 outcomes leave.
        zeros = " 0" * (2 ** 17)
        with tempfile.TemporaryDirectory() as folder:
            p, q = (os.path.join(folder, name) for name in "pq")
            with open(p, "w", encoding="ascii") as file:
                file.write("1 1" + zeros)
            with open(q, "w", encoding="ascii") as file:
                file.write("2 0.5" + "0" * 6000 + "5" + zeros)
            done = evaluate(f"kl --p @{p} --q @{q} --semantics measure --input exact")
        self.assertEqual((done.returncode, done.stderr), (EXIT_UNDECIDED, ""))
        self.assertIn("\n  undecided\n", done.stdout)
        self.assertRegex(done.stdout, r"(?s)enclosure   \[-.*\n  because     ")

    def test_digits(self):
        for digits in (1, 5, 50, 10000):
            text = evaluate(f"kl --p 0.7,0.3 --q 0.5,0.5 --digits {digits}").stdout
            decimal = re.search(r"(?m)^  0\.0(\d+) nats$", text)[1]
            self.assertEqual(len(decimal), digits)


class BadInputTest(unittest.TestCase):
    """One clear line on stderr naming the argument, exit status 64."""

    ROWS = (
        ("", "quantity"), ("kl", "--p"), ("kl --p 1,2", "--q"), ("KL --p 1 --q 1", "KL"),
        ("kl gaussian --p 1 --q 1", "family"), ("kl categorical surplus --p 1 --q 1", "surplus"),
        ("kl --p 1,2 --q 1", "q: has 1 entries where p has 2"), ("entropy --p 1 --q 1", "q"),
        ("kl --p 1,nan --q 1,1", "p[1]"), ("kl --p 1,1 --q 1,NaN", "q[1]"),
        ("kl --p 1,-1 --q 1,1", "p[1]"), ("kl --p -1,1 --q 1,1", "p[0]"),
        ("kl --p 1,1 --q inf,1", "q[0]"), ("kl --p 1,zwei --q 1,1", "p[1]"),
        ("kl --p 1,1 --q 1,1/0", "q[1]"), ("kl --p 1,1e999 --q 1,1", "p[1]"),
        ("kl --p 0x --q 1", "p[0]"), ("kl --p 1;2 --q 1,2", "p"),
        ("kl --p 1,,2 --q 1,2", "--p"), ("kl --p 1,2 --q ,1,2", "--q"),
        ("kl --p 1,2, --q 1,2", "--p"), ("kl --p @/ --q 1", "--p"),
        ("kl --p @/no/such/file --q 1", "--p"), ("kl --p 1 --q @", "--q"),
        ("kl --p 1 --q 1 --space weights", "--space"), ("kl --p 1 --q 1 --space-q x", "--space-q"),
        ("kl --p 1.5 --q 1 --space counts", "p[0]"), ("kl --p 1 --q inf --space logits", "q[0]"),
        ("kl --p 1 --q 1 --space counts --space-q logits", "semantics"),
        ("kl --p 1 --q 1 --semantics none", "--semantics"),
        ("kl --p 1 --q 1 --semantics logits --space probs", "semantics"),
        ("kl --p 1 --q 1 --semantics clipped", "eps"),
        ("kl --p 1 --q 1 --semantics clipped --eps 2", "eps"),
        ("kl --p 1 --q 1 --semantics clipped --eps x", "--eps"),
        ("kl --p 1 --q 1 --eps 1/2", "--eps"), ("kl --p 1 --q 1 --pseudocount 1", "--pseudocount"),
        ("kl --p 1 --q 1 --semantics smoothed --pseudocount -1", "pseudocount"),
        ("kl --p 1 --q 1 --unit nat", "--unit"), ("kl --p 1 --q 1 --format double", "--format"),
        ("kl --p 1 --q 1 --rounding up", "--rounding"), ("kl --p 1 --q 1 --input float", "input"),
        ("kl --p 1 --q 1 --digits 0", "--digits"), ("kl --p 1 --q 1 --digits 10001", "--digits"),
        ("kl --p 1 --q 1 --digits ten", "--digits"), ("kl --p 1 --q 1 --digits 2.5", "--digits"),
        ("kl --p 1 --q 1 --digits", "--digits"), ("kl --p 1 --p 2 --q 1", "--p"),
        ("--json --format double", "--format"), ("--json --rounding up", "--rounding"),
        ("--json --digits 0", "--digits"), ("--json --input float", "input"),
    )

    def test_every_fault_is_named(self):
        for line, named in self.ROWS:
            with self.subTest(line):
                expect_usage_error(self, evaluate(line), named)

    def test_an_empty_entry_between_spaces_is_a_fault(self):
        expect_usage_error(self, run("eval", "kl", "--p", "1, ,2", "--q", "1,2"), "--p")

    def test_a_fault_with_line_breaks_still_gets_one_line(self):
        for args in (("ent\nropy", "--p", "1"), ("kl", "--p", "1\x1b[31m2", "--q", "1"),
                     ("kl", "--p", "1", "--q", "1", "--format", "a\nb"),
                     ("kl", "--p", "1", "--q", "@no\nfile"), ("kl", "fam\nily"), ("--non\nsense",)):
            with self.subTest(args):
                done = run("eval", *args)
                expect_usage_error(self, done, "")
                self.assertNotRegex(done.stderr[:-1], r"[\x00-\x1f]")


class FileInputTest(unittest.TestCase):
    """--p @FILE: commas and white space separate, whatever the line ends."""

    def test_files_say_what_the_flags_say(self):
        inline = evaluate("kl --p 1,2.5,3 --q 3,1,1/3").stdout
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.txt")
            for text in ("1,2.5,3", "1\n2.5\n3\n", "1\r\n2.5\r\n3\r\n", "1, 2.5,\t3", " 1 2.5 3 "):
                with open(path, "w", encoding="ascii", newline="") as file:
                    file.write(text)
                self.assertEqual(evaluate(f"kl --p @{path} --q 3,1,1/3").stdout, inline, repr(text))


class StreamTest(unittest.TestCase):
    """`kloracle eval --json`: one answer per line, in order, and the stream goes on."""

    def test_order_is_kept_and_errors_stay_in_place(self):
        lines = []
        for i in range(50):
            lines += [kl_line(p=f"{i},1", q="1,1", id=i), kl_line(p="x,1", id=f"bad {i}"), "{"]
        answers = stream(lines)
        self.assertEqual(len(answers), len(lines))
        for i in range(50):
            good, bad, broken = answers[3 * i:3 * i + 3]
            self.assertEqual((good["id"], "error" in good), (i, False))
            self.assertEqual((bad["id"], bad["error"][:5]), (f"bad {i}", "p[0]:"))
            self.assertTrue(broken["error"].startswith("line: "))

    def test_line_ends_and_odd_lines(self):
        good = kl_line(id=1)
        for text, count in ((good, 1), (good + "\n", 1), (good + "\r\n", 1), ("", 0), ("\n", 1),
                            ("\n\n\n", 3), (good + "\n\n" + good + "\r\n", 3),
                            ("\ufeff" + good + "\n", 1), ("a\0b\n" + good, 2),
                            ("\udcff\udcfe\n" + good, 2), ("x" * 1000000 + "\n" + good, 2)):
            done = run("eval", "--json", stdin=text)
            lines = done.stdout.split("\n")[:-1]
            self.assertEqual((done.returncode, len(lines)), (0, count), repr(text[:80]))
            if text.endswith(good):
                self.assertEqual(strict(lines[-1])["status"], "rounded")
            for line in lines:
                strict(line)

    def test_an_answer_comes_before_the_next_question(self):
        with subprocess.Popen([KLORACLE, "eval", "--json"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, bufsize=1) as child:
            for i in range(3):
                child.stdin.write(kl_line(id=i) + "\n")
                self.assertEqual(strict(child.stdout.readline())["id"], i)
            child.stdin.close()
            self.assertEqual(child.wait(DEADLINE_S), 0)

    def test_flags_are_the_defaults_of_the_stream(self):
        flags = "--format binary32 --digits 4 --rounding upward --input exact".split()
        plain, keyed = stream([kl_line(), kl_line(format="binary16", input="binary64")], *flags)
        self.assertEqual((plain["format"], plain["rounding"]), ("binary32", "upward"))
        self.assertEqual((plain["decimal"], plain["p"]), ("0.08229", ["7/10", "3/10"]))
        self.assertEqual((keyed["format"], keyed["rounding"]), ("binary16", "upward"))
        self.assertEqual(keyed["p"][0], (0.7).hex())

    def test_no_flag_is_ignored(self):
        for flags, key in ((("--unit", "bits"), "unit"), (("--semantics", "measure"), "semantics")):
            done = run("eval", "--json", *flags, stdin=kl_line() + "\n")
            heeded = done.returncode == 0 and strict(done.stdout)[key] == flags[1]
            self.assertTrue(heeded or done.returncode == EXIT_USAGE, f"{flags}: {done.stdout}")
        for flags in (("kl",), ("--p", "1,2"), ("--q", "1,2"), ("--space", "logits")):
            self.assertEqual(run("eval", "--json", *flags).returncode, EXIT_USAGE, flags)

    def test_output_that_cannot_be_written_is_a_failure(self):
        for args in (("--json",), ("kl", "--p", "1,2", "--q", "2,1")):
            with open("/dev/full", "w", encoding="ascii") as full:
                done = subprocess.run([KLORACLE, "eval", *args], input=kl_line().encode(),
                                      stdout=full, stderr=subprocess.PIPE, timeout=60)
            self.assertNotEqual(done.returncode, 0, args)

    def test_ten_thousand_problems(self):
        source = random.Random(20261120)

        def numbers():
            return ",".join(repr(source.random()) for _ in range(8))
        lines = [kl_line(numbers(), numbers(), id=i) for i in range(10000)]
        start = time.monotonic()
        answers = stream(lines)
        print(f"\n10^4 problems of n = 8: {time.monotonic() - start:.2f} s")
        self.assertEqual([a["id"] for a in answers], list(range(10000)))
        self.assertEqual({a["status"] for a in answers}, {"rounded"})
        for line, answer in list(zip(lines, answers))[::500]:
            p, q = (",".join(strict(line)[side]["probs"]) for side in "pq")
            self.assertEqual(float.fromhex(answer["value"]), float(kl_decimal(p, q)))


class FlagsAndLinesTest(unittest.TestCase):
    """The flags and the stream are two spellings of one problem."""

    SIDES = (("0.7,0.3", "0.5,0.5"), ("1,2,0.1", "3,1,1"), ("1/3,2/3", "0x1p-2,0.75"),
             ("5e-324,1", "1,1e-300"), ("1,0", "0,1"), ("0,0", "1,1"), ("2,4", "1,2"))
    OPTIONS = (
        {}, {"unit": "bits", "digits": 40}, {"semantics": "measure"}, {"semantics": "generalised"},
        {"semantics": "clipped", "eps": "1e-7"}, {"semantics": "opencv", "unit": "hartleys"},
        {"format": "binary16", "rounding": "upward"}, {"format": "bfloat16", "input": "exact"},
        {"format": "binary128", "digits": 36, "rounding": "toward_zero"},
        {"input": "binary32", "format": "binary32", "rounding": "nearest_away"})
    OTHERS = (
        ("kl", "3,1,0", "1,1,1", "counts", {}), ("entropy", "1,2,3", "", "logits", {}),
        ("kl", "3,1,0", "1,1,1", "counts", {"semantics": "smoothed", "pseudocount": "1/2"}),
        ("kl", "2,1,0.1", "1.5,1,0.5", "logits", {"rounding": "downward"}),
        ("kl", "-1,-2", "-2,-1", "log_probs", {"semantics": "log_prob"}),
        ("kl", "-inf,-2", "-2,-1", "log_probs", {}),
        ("entropy", "1,1,1,1", "", "probs", {"unit": "bits"}),
        ("cross_entropy", "1,2", "2,1", "probs", {}), ("jensen_shannon", "1,2", "2,1", "probs", {}),
        ("jensen_shannon_distance", "1,0", "0,1", "probs", {"unit": "bits"}),
        ("entropy", "0.5,0.5", "", "probs", {"semantics": "generalised"}))

    def problems(self):
        """(quantity, p, q, space, options): about thirty."""
        mixed = [("kl", *self.SIDES[i % len(self.SIDES)], "probs", options)
                 for i, options in enumerate(self.OPTIONS * 2)]
        return mixed + list(self.OTHERS)

    def compare(self, text, answer):
        """The text that a person reads against the answer that a program reads."""
        said = re.search(r"(?m)^  (\S+)(?: (\w+))?$", text)
        if answer["status"] in ("exact", "rounded"):
            self.assertEqual(said.groups(), (answer["decimal"], answer["unit"]), text)
            row = re.search(r"(?m)^  (\w+) +(\S+)  \((\w+), (.*)\)$", text)
            self.assertEqual(row.groups()[:3],
                             (answer["format"], answer["value"], answer["rounding"]))
            self.assertEqual(row[4] in ("exact",), answer["inexact"] is False, text)
        else:
            names = {"+infinity": "plus_infinity"}
            self.assertEqual(names.get(said[1], said[1]), answer["status"], text)
            self.assertIn(answer["reason"], text)
        for model, number in answer.get("condition", {}).items():
            self.assertIn(f"{number} {model}", text)
        if answer["status"] == "rounded":
            self.assertIn("[{}, {}]".format(*answer["enclosure"]), text)

    def test_the_same_answer(self):
        problems = self.problems()
        self.assertGreaterEqual(len(problems), 30)
        for quantity, p, q, space, options in problems:
            line = json.loads(kl_line(p, q or "1", space, quantity=quantity, **options))
            flags = ["eval", quantity, f"--p={p}", "--space", space]
            flags += [f"--{key}={value}" for key, value in options.items()]
            if q:
                flags.append(f"--q={q}")
            else:
                del line["q"]
            (answer,) = stream([json.dumps(line)])
            with self.subTest(flags):
                done = run(*flags)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.compare(done.stdout, answer)


if __name__ == "__main__":
    unittest.main()
