#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle check`: exit codes, tables, reports, reproduction, subjects that misbehave.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/check_test.py  (standard library only).
"""

import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

from cli_test import DEADLINE_S, KLORACLE, expect_usage_error, run, strict  # noqa: E402

ADAPTERS = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                                         "adapters"))
FEW = ("--cases", "40", "--max-n", "40", "--laws", "0")
MARKED = ("--cases", "100", "--max-n", "40", "--laws", "0")  # a case begins with 0.375
GRADES = ("CR", "F", "T", "A", "H", "W")
EXIT_GATE, EXIT_SUBJECT, EXIT_INCOMPLETE = 1, 3, 4
ESCAPE = "\033["


def adapter(name):
    """The subject that is this program of tests/adapters."""
    python, path = shlex.quote(sys.executable), shlex.quote(f"{ADAPTERS}/{name}.py")
    return f"cmd:PYTHONDONTWRITEBYTECODE=1 {python} {path}"


def check(*args):
    """`kloracle check` with few cases and laws unless told, and its report's lines as objects."""
    few = [word for flag, count in zip(FEW[::2], FEW[1::2]) if flag not in args
           for word in (flag, count)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.jsonl")
        done = run("check", *few, "--report", path, *args)
        if not os.path.exists(path):
            return done, []
        with open(path, encoding="utf-8") as file:
            return done, [strict(line) for line in file]


def lines_of(report, kind):
    """The lines of a report of one kind."""
    return [line for line in report if line["line"] == kind]


def run_shown(line, *more):
    """Run a command line that kloracle printed."""
    words = shlex.split(line)
    assert words[0] == "kloracle", line
    return run(*words[1:], *more)


def shown(text, label):
    """What the findings show under a label: "value" or "again" are command lines."""
    return re.findall(rf"(?m)^    {label} +(\S.*)$", text)


class GateTest(unittest.TestCase):
    """--require and the exit status."""

    def test_a_perfect_subject_passes_every_gate(self):
        for grade in GRADES:
            done, _ = check("builtin:correctly_rounded", "--require", grade)
            self.assertEqual((done.returncode, done.stderr), (0, ""), grade)

    def test_a_missed_grade_is_exit_1(self):
        done, report = check("builtin:naive", "--require", "T")
        self.assertEqual(done.returncode, EXIT_GATE)
        self.assertRegex(done.stderr, r"\A[^\n]*\bT\b[^\n]*missed: [^\n]*\n\Z")
        self.assertTrue(report[-1]["complete"])

    def test_one_bad_subject_of_several_is_enough(self):
        done, _ = check("builtin:correctly_rounded", "builtin:naive", "--require", "CR")
        self.assertEqual(done.returncode, EXIT_GATE)

    def test_without_a_gate_bad_grades_are_no_failure(self):
        self.assertEqual(check("builtin:naive")[0].returncode, 0)

    def test_a_gate_is_not_passed_by_judging_nothing(self):
        for flags in (("--function", "no_such_function"), ("--format", "binary16")):
            with self.subTest(flags):
                done, _ = check("builtin:naive", "--require", "CR", *flags)
                self.assertNotEqual(done.returncode, 0, done.stdout)

    def test_what_does_not_answer_does_not_pass(self):
        for name in ("throws", "short_answer", "crash_on_marker"):
            done, _ = check(adapter(name), *MARKED, "--require", "W")
            self.assertEqual(done.returncode, EXIT_GATE, name)
        for grade, code in (("H", EXIT_GATE), ("W", 0)):
            self.assertEqual(check(adapter("nan"), "--require", grade)[0].returncode, code)


class UsageTest(unittest.TestCase):
    """A bad command line is found before anything is judged."""

    ROWS = (
        ("", "subject"), ("builtin:nope", "nope"), ("builtin:", "subject"), ("naive", "naive"),
        ("pipe:thing", "pipe:thing"), ("cmd:", "cmd:"), ("builtin", "builtin"),
        ("mutant:nope", "nope"), ("file:/no/such/answers", "/no/such/answers"),
        ("builtin:naive builtin:naive", "builtin:naive"),
        ("builtin:naive --require Z", "--require"), ("builtin:naive --cases -1", "--cases"),
        ("builtin:naive --cases 0 --laws 0", "--laws"), ("builtin:naive --laws -1", "--laws"),
        ("builtin:naive --law no.such.law", "--law"), ("builtin:naive --resume", "--resume"),
        ("builtin:naive --law gibbs.nonnegative --laws 0", "--law"),
        
        ("builtin:softmax --law gibbs.nonnegative --format binary16", "--law"),
        ("builtin:naive --cases many", "--cases"), ("builtin:naive --max-n 1", "--max-n"),
        ("builtin:naive --format double", "--format"), ("builtin:naive --seed x", "--seed"),
        ("builtin:naive --report /no/such/folder/report", "--report"),
        ("builtin:naive --only no.such:case", "--only"), ("builtin:naive --threads x", "--threads"),
        ("builtin:naive --timeout x", "--timeout"), ("builtin:naive --nonsense", "--nonsense"),
        ("builtin:naive --cases 5 --timeout -1", "--timeout"),
        ("builtin:naive --cases 5 --timeout nan", "--timeout"),
        ("builtin:stable builtin:nope --cases 5", "nope"),
        ("builtin:stable nope --cases 5", "nope"),
    )

    def test_every_fault_is_named(self):
        for line, named in self.ROWS:
            with self.subTest(line):
                expect_usage_error(self, run("check", *line.split()), named)

    def test_the_unknown_is_answered_with_the_known(self):
        listed = re.findall(r"(?m)^  builtin:(\S+)", run("list", "subjects").stdout)
        self.assertGreaterEqual(len(listed), 5)
        for name in listed:
            self.assertIn(name, run("check", "builtin:nope").stderr)


class AdapterTest(unittest.TestCase):
    """Subjects of another process, good and bad; partial results are kept."""

    def test_good_ones(self):
        for name in ("good", "bits", "dec17", "stray_print"):
            done, report = check(adapter(name))
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertTrue(report[-1]["complete"], name)
            self.assertEqual(lines_of(report, "event"), [], name)
            self.assertEqual({r["returned"][:2] for r in lines_of(report, "result")} - {"-0"},
                             {"0x", "in"}, name)

    def test_one_that_does_not_start_is_exit_3(self):
        subjects = [adapter(name) for name in ("no_hello", "hello_garbage", "wrong_echo",
                                               "unknown_format")]
        for subject in subjects + ["cmd:/no/such/program", "cmd:exit 7", "cmd:echo {}",
                                   "so:/no/such/library.so"]:
            done, report = check(subject)
            self.assertEqual((done.returncode, done.stdout), (EXIT_SUBJECT, ""), subject)
            self.assertTrue(done.stderr.startswith(f"kloracle check: {subject}: "), done.stderr)
            self.assertFalse(report[-1]["complete"], subject)

    def test_the_others_are_judged_when_one_does_not_start(self):
        done, report = check(adapter("no_hello"), "builtin:stable")
        self.assertEqual(done.returncode, EXIT_SUBJECT)
        self.assertEqual([s["name"] for s in lines_of(report, "subject")], ["builtin:stable"])

    def test_a_fault_costs_the_cases_that_caused_it(self):
        good = {r["id"]: r["returned"] for r in lines_of(check(adapter("good"))[1], "result")}
        for name, fault in (("crash_on_marker", "crashed"), ("hang_on_marker", "timed_out")):
            done, report = check(adapter(name), "--timeout", "2", *MARKED)
            results = {r["id"]: r["returned"] for r in lines_of(report, "result")}
            lost = [case for case, returned in results.items() if returned == fault]
            with self.subTest(name):
                self.assertEqual(done.returncode, 0)
                self.assertTrue(report[-1]["complete"])
                self.assertGreaterEqual(len(lost), 1, "no case begins with the marker")
                self.assertLess(len(lost), len(results))
                for case, returned in good.items():
                    self.assertIn(results[case], (returned, fault))
                self.assertIn("restart 1", str(lines_of(report, "event")))

    def test_one_that_is_lost_for_good_is_exit_4(self):
        count = len(lines_of(check(adapter("good"))[1], "result"))
        for name in ("garbage", "wrong_seq"):
            done, report = check(adapter(name))
            results = lines_of(report, "result")
            self.assertEqual((done.returncode, len(results)), (EXIT_INCOMPLETE, count), name)
            self.assertFalse(report[-1]["complete"], name)
            self.assertIn("not_run", {r["returned"] for r in results}, name)

    def test_exceptions_and_nan_are_results(self):
        _, report = check(adapter("throws"))
        for result in lines_of(report, "result"):
            self.assertEqual(result["returned"], "thrown")
            self.assertIn("on purpose", result["message"])
        _, report = check(adapter("nan"))
        for result in lines_of(report, "result"):
            self.assertEqual((result["returned"], result["grade"], result["special"]),
                             ("nan", "W", ["nan"]))


class ReportTest(unittest.TestCase):
    """JSON lines: header first, footer last, every result in between."""

    def test_its_shape(self):
        done, report = check("builtin:naive", "builtin:stable")
        self.assertEqual(done.returncode, 0)
        header, footer = report[0], report[-1]
        self.assertEqual((header["line"], footer["line"]), ("header", "footer"))
        self.assertEqual((header["cases_per_function"], header["max_n"]), (40, 40))
        self.assertEqual((len(lines_of(report, "header")), len(lines_of(report, "footer"))), (1, 1))
        self.assertIs(footer["complete"], True)
        results = lines_of(report, "result")
        self.assertEqual((footer["results"], footer["subjects"]), (len(results), 2))
        for result in results:
            self.assertRegex(result["id"], r"\A\w+\.\w+\.binary(32|64):[0-9a-f]{12}\Z")
            self.assertIn(result["grade"], GRADES)
            self.assertIn(result["status"], ("exact", "rounded", "plus_infinity"))
            self.assertEqual(len(result["p"]), len(result.get("q", result["p"])))

    def test_summaries_count_the_results(self):
        _, report = check("builtin:naive")
        results = lines_of(report, "result")
        for summary in lines_of(report, "summary"):
            mine = [r for r in results if r["function"] == summary["function"]
                    and f".{summary['format']}:" in r["id"]]
            counts = {grade: sum(r["grade"] == grade for r in mine) for grade in GRADES}
            self.assertEqual((summary["cases"], summary["by_grade"]), (len(mine), counts))
            self.assertEqual(summary["grade"], max((r["grade"] for r in mine), key=GRADES.index))
            worst = [r for r in mine if r["id"] == summary["worst"]]
            self.assertEqual([r["grade"] for r in worst], [summary["grade"]])
        self.assertEqual(sum(s["cases"] for s in lines_of(report, "summary")), len(results))

    def test_the_same_seed_gives_the_same_bytes(self):
        reports = []
        for threads in ("1", "2", "2"):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "report")
                done = run("check", "builtin:naive", adapter("good"), *FEW, "--report", path,
                           "--threads", threads, "--seed", "5")
                with open(path, "rb") as file:
                    reports.append((done.returncode, done.stdout, file.read()))
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[1], reports[2])

    def test_other_seeds_give_other_cases(self):
        ids = [{r["id"] for r in lines_of(check("builtin:split", "--seed", seed)[1], "result")}
               for seed in ("1", "2")]
        self.assertGreater(len(ids[0] - ids[1]), len(ids[0]) // 2)

    def test_a_killed_run_leaves_no_footer(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report")
            command = [KLORACLE, "check", "builtin:naive", "--cases", "5000", "--max-n", "50",
                       "--report", path]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
                deadline = time.monotonic() + 60
                while not (os.path.exists(path) and os.path.getsize(path)):
                    self.assertIsNone(child.poll(), "it ended too soon to be killed")
                    self.assertLess(time.monotonic(), deadline, "nothing is written as it comes")
                    time.sleep(0.01)
                child.send_signal(signal.SIGKILL)
                child.wait(DEADLINE_S)
            with open(path, encoding="utf-8") as file:
                whole = [line for line in file if line.endswith("\n")]
        self.assertEqual(strict(whole[0])["line"], "header")
        for line in whole:
            self.assertNotEqual(strict(line)["line"], "footer")

    def test_a_report_that_cannot_be_written_is_a_failure(self):
        done = run("check", "builtin:stable", "--cases", "5", "--laws", "0", "--report",
                   "/dev/full")
        self.assertNotEqual(done.returncode, 0)


class ReproductionTest(unittest.TestCase):
    """--only ID, and the command lines that a finding prints."""

    def test_only_judges_that_case(self):
        _, report = check("builtin:naive")
        for result in lines_of(report, "result")[::37]:
            done, again = check("builtin:naive", "--only", result["id"])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(lines_of(again, "result"), [result])
            self.assertIn(result["id"], done.stdout)
            for line in shown(done.stdout, "value"):
                self.assertIn(result.get("certified", "+infinity"), run_shown(line).stdout, line)

    def test_only_passes_over_subjects_without_the_case(self):
        _, report = check("builtin:split")
        result = lines_of(report, "result")[0]
        for subjects in ("builtin:split builtin:softmax", "builtin:softmax builtin:split"):
            done, again = check(*subjects.split(), "--only", result["id"])
            self.assertEqual((done.returncode, lines_of(again, "result")), (0, [result]), subjects)

    def test_the_value_line_computes_the_certified_value(self):
        done, _ = check("builtin:naive", "builtin:log_softmax", "--findings", "9")
        findings = re.findall(r"(?m)^    certified (0x\S+|-0x\S+|inf) .*\n(?:    .*\n)*?"
                              r"    value +(\S.*)$", done.stdout)
        self.assertGreaterEqual(len(findings), 10)
        for value, line in findings:
            self.assertIn(f" {value}  (", run_shown(line).stdout, line)

    def again_reproduces(self, subject, *flags):
        """Run two of the lines printed after "again": each must show its case."""
        done = run("check", subject, *flags)
        lines = shown(done.stdout, "again")
        self.assertGreaterEqual(len(lines), 1, done.stdout)
        for line in lines[:2]:
            again = run_shown(line)
            self.assertEqual((again.returncode, again.stderr), (0, ""), line)
            self.assertIn(re.search(r" repro (\S+)", line)[1], again.stdout)

    def test_the_again_line_finds_the_case(self):
        self.again_reproduces("builtin:naive", *FEW)
        self.again_reproduces(adapter("throws"), *FEW)

    def test_the_again_line_finds_the_case_of_another_seed(self):
        self.again_reproduces("builtin:naive", *FEW, "--seed", "7")

    def test_the_again_line_finds_the_case_of_other_lengths(self):
        self.again_reproduces("builtin:naive", "--cases", "40", "--max-n", "30", "--laws", "0")


class ColourTest(unittest.TestCase):
    """Colour on a terminal, and nowhere else; NO_COLOR is honoured."""

    COMMANDS = (("check", "builtin:naive", "--cases", "5", "--max-n", "9", "--laws", "9"),
                ("eval", "kl", "--p", "1,2", "--q", "2,1"))

    @staticmethod
    def on_a_terminal(args, **variables):
        """What the command writes when its stdout is a terminal."""
        try:
            ours, its = pty.openpty()
        except OSError as error:
            raise unittest.SkipTest(f"this machine gives no terminal: {error}") from error
        env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
        with subprocess.Popen([KLORACLE, *args], stdout=its, stderr=subprocess.DEVNULL,
                              env=dict(env, **variables)) as child:
            os.close(its)
            text = b""
            try:
                while block := os.read(ours, 65536):
                    text += block
            except OSError:  # how Linux reports that the other end is closed
                pass
            os.close(ours)
            assert child.wait(DEADLINE_S) == 0
        return text.decode()

    def test_colour_is_for_terminals(self):
        for args in self.COMMANDS:
            self.assertNotIn(ESCAPE, run(*args).stdout)
            self.assertIn(ESCAPE, self.on_a_terminal(args, TERM="xterm"))
            self.assertNotIn(ESCAPE, self.on_a_terminal(args, TERM="xterm", NO_COLOR="1"))
            self.assertIn(ESCAPE, self.on_a_terminal(args, TERM="xterm", NO_COLOR=""))
            self.assertNotIn(ESCAPE, self.on_a_terminal(args, TERM="dumb"))

    def test_colour_changes_no_text(self):
        for args in self.COMMANDS:
            text = self.on_a_terminal(args, TERM="xterm")
            self.assertEqual(re.sub(r"\033\[\d*m", "", text).replace("\r\n", "\n"),
                             run(*args).stdout)


if __name__ == "__main__":
    unittest.main()
