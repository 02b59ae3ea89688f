#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle emit` and `kloracle grade`: cases as a file, answers by whatever tool.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/emit_test.py  (standard library only).
"""

import csv
import io
import json
import math
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from check_test import EXIT_GATE, EXIT_INCOMPLETE, check, lines_of, run_shown, shown  # noqa: E402
from cli_test import expect_usage_error, run, stream, strict  # noqa: E402

SMALL = ("--cases", "20", "--max-n", "12", "--laws", "3")
KL = ("emit", "--quantity", "kl", "--semantics", "measure", *SMALL)


def naive_kl(p, q):
    """sum p log(p/q) as people write it, and what it raises."""
    if any(a > 0 and b == 0 for a, b in zip(p, q)):
        return math.inf
    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)


def emitted(*args):
    """The header and the questions that emit writes."""
    done = run(*args)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    header, *questions = [strict(line) for line in done.stdout.splitlines()]
    return header, questions


class Scratch(unittest.TestCase):
    """A test that can write an answers file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "answers")
        self.report = os.path.join(folder.name, "report")

    def grade(self, text, *args):
        """What `kloracle grade` makes of the text, and its report."""
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)
        done = run("grade", self.path, "--report", self.report, *args)
        if not os.path.exists(self.report):
            return done, []
        with open(self.report, encoding="utf-8") as file:
            return done, [strict(line) for line in file]

    def answers(self, answer, *args):
        """Every question of emit with its answer; None leaves one open."""
        header, questions = emitted(*(args or KL))
        for asked in questions:
            said = answer(asked)
            if said is not None:
                asked["answer"] = said
        return "".join(json.dumps(line) + "\n" for line in [header, *questions])


def hex_answer(asked):
    """The naive sum, in hex."""
    p, q = ([float.fromhex(x) for x in asked[side]] for side in "pq")
    try:
        return naive_kl(p, q).hex()
    except OverflowError as error:
        return {"throw": str(error)}


class EmitTest(unittest.TestCase):
    """What is asked, and bad command lines."""

    def test_every_question_is_asked_once(self):
        _, questions = emitted(*KL)
        texts = [json.dumps(question) for question in questions]
        self.assertEqual(len(set(texts)), len(texts))
        self.assertGreater(len(texts), 60)
        for asked in questions:
            self.assertEqual((asked["function"], asked["format"]), ("kl", "binary64"))
            self.assertEqual(len(asked["p"]), len(asked["q"]))

    def test_the_encodings_write_one_number(self):
        hexes, decimals, bits = (emitted(*KL, "--numbers", e)[1]
                                 for e in ("hexfloat", "dec17", "bits"))
        self.assertEqual(len(hexes), len(decimals))
        for one, other, third in zip(hexes, decimals, bits):
            for x, y, z in zip(one["p"], other["p"], third["p"]):
                self.assertEqual(float.fromhex(x), float(y))
                self.assertEqual(len(z), 16)

    def test_csv_asks_the_same(self):
        _, questions = emitted(*KL)
        rows = list(csv.reader(io.StringIO(run(*KL, "--as", "csv").stdout)))
        self.assertEqual(rows[1][:5], ["function", "format", "p", "q", "answer"])
        self.assertEqual([(row[2].split(), row[3].split()) for row in rows[2:]],
                         [(asked["p"], asked["q"]) for asked in questions])

    def test_faults(self):
        for args, named in (
                ((), "--quantity"), (("--quantity", "kli", "--semantics", "measure"), "kli"),
                (("--quantity", "kl"), "semantics"), (("--function", "{"), "--function"),
                (("--function", '{"name":"f"}'), "quantity"),
                ((*KL[1:], "--numbers", "roman"), "--numbers"), ((*KL[1:], "--as", "xls"), "--as"),
                ((*KL[1:5], "--cases", "0", "--laws", "0"), "--cases"),
                ((*KL[1:5], "--max-n", "1"), "--max-n"), ((*KL[1:], "--format", "f64"), "f64")):
            with self.subTest(args):
                expect_usage_error(self, run("emit", *args), named)


class GradeTest(Scratch):
    """Answers are judged like any subject's."""

    def test_answers_get_the_grades_of_the_function_that_gave_them(self):
        done, report = self.grade(self.answers(hex_answer))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(report[-1]["complete"])
        results = lines_of(report, "result")
        self.assertGreater(len(results), 10)
        for result in results:
            asked = [[float.fromhex(x) for x in result[side]] for side in "pq"]
            try:
                self.assertEqual(float.fromhex(result["returned"]), naive_kl(*asked))
            except ValueError:
                self.assertEqual(result["returned"], "thrown")
        laws = lines_of(report, "law")
        self.assertGreater(sum(line["holds"] for line in laws), 0)
        builtin = check("builtin:correctly_rounded", "--function", "kl_ratio", "--format",
                        "binary64", *SMALL)[1]
        self.assertEqual([(r["id"], r["certified"]) for r in results if "certified" in r],
                         [(r["id"], r["certified"]) for r in lines_of(builtin, "result")
                          if "certified" in r])

    def test_certified_answers_pass_every_gate(self):
        def certified(asked):
            p, q = ({"family": "categorical", "probs": asked[side]} for side in "pq")
            problem = {"quantity": "kl", "semantics": "measure", "p": p, "q": q}
            answer, = stream([json.dumps(problem)])
            return "inf" if answer["status"] == "plus_infinity" else answer["value"]
        text = self.answers(certified, *KL[:5], "--cases", "10", "--laws", "1", "--max-n", "5")
        done, report = self.grade(text, "--require", "CR")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertGreater(sum(line["holds"] for line in lines_of(report, "law")), 5)

    def test_lines_may_be_shuffled_and_written_as_csv(self):
        header, *lines = self.answers(hex_answer).splitlines(keepends=True)
        done, report = self.grade(header + "".join(reversed(lines)))
        rows = list(csv.reader(io.StringIO(run(*KL, "--as", "csv").stdout)))
        for row in rows[2:]:
            said = hex_answer({"p": row[2].split(), "q": row[3].split()})
            row[4] = said if isinstance(said, str) else ""
        text = io.StringIO()
        csv.writer(text).writerows(rows)  # quotes and line ends as a spreadsheet writes them
        spread, report_of_csv = self.grade(text.getvalue())
        self.assertEqual(done.returncode, 0)
        values = [[r["returned"] for r in lines_of(one, "result") if r["returned"][0] in "-0i"]
                  for one in (report, report_of_csv)]
        self.assertEqual(*values)
        self.assertIn(spread.returncode, (0, EXIT_INCOMPLETE))

    def test_what_is_not_answered_is_not_run(self):
        done, report = self.grade(self.answers(lambda asked: None))
        self.assertEqual(done.returncode, EXIT_INCOMPLETE)
        self.assertEqual({r["returned"] for r in lines_of(report, "result")}, {"not_run"})
        self.assertFalse(report[-1]["complete"])

    def test_a_wrong_answer_misses_the_gate(self):
        done, _ = self.grade(self.answers(lambda asked: "0.25"), "--require", "H")
        self.assertEqual(done.returncode, EXIT_GATE)

    def test_what_is_no_number_is_malformed(self):
        for said in ("about one", None, [], True, "0x1.00000000000001p+0", "1/3"):
            done, report = self.grade(self.answers(
                lambda asked, said=said: {"neither": 1} if said is None else said))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual({r["returned"] for r in lines_of(report, "result")}, {"malformed"})

    def test_a_finding_is_repeated_from_the_file(self):
        done, _ = self.grade(self.answers(hex_answer), "--findings", "99")
        lines = shown(done.stdout, "again")
        self.assertGreater(len(lines), 1)
        for line in (lines[0], lines[-1]):
            again = run_shown(line)
            self.assertEqual((again.returncode, again.stderr), (0, ""), line)
            self.assertIn(line, again.stdout)

    def test_faults_name_the_line(self):
        header, first, *_ = self.answers(hex_answer).splitlines(keepends=True)
        other = json.dumps(dict(strict(first), answer="0x1p+9")) + "\n"
        for text, named in (("", "empty"), ("hello\n", "line 1"), ("{}\n", "line 1"),
                            (header + "{\n", "line 2"), (header + "{}\n", "line 2"),
                            (header.replace("kl", "kx", 1), "line 1"),
                            (header + first.replace("binary64", "binary63"), "line 2"),
                            (header + first.replace('"p": ["0x', '"p": ["'), "line 2"),
                            (header + first + other, "two ways"),
                            ("a,\"b\n", "line 1")):
            with self.subTest(text[-60:]):
                expect_usage_error(self, self.grade(text)[0], named)


if __name__ == "__main__":
    unittest.main()
