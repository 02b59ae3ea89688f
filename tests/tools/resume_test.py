#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reports that a killed run leaves, `kloracle check --resume`, `kloracle report`.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/resume_test.py  (standard library only).
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

from check_test import EXIT_INCOMPLETE, adapter, lines_of  # noqa: E402
from cli_test import DEADLINE_S, KLORACLE, expect_usage_error, run, strict  # noqa: E402

EXIT_INTERRUPTED = 130
FEW = ("--cases", "25", "--max-n", "30", "--laws", "1", "--function", "kl_generalised")
RUN = ("check", "builtin:naive", "builtin:stable", *FEW)
SEED = 20261120


class Scratch(unittest.TestCase):
    """A test with a folder of its own and a report in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(folder.name, "report.jsonl")

    def content(self):
        with open(self.path, "rb") as file:
            return file.read()

    def lines(self):
        return [strict(line) for line in self.content().decode().splitlines()]

    def leave(self, content):
        with open(self.path, "wb") as file:
            file.write(content)

    def resume(self, *args):
        return run(*(args or RUN), "--report", self.path, "--resume")


class ResumeTest(Scratch):
    """A report cut anywhere, gone on with, is the report of an uninterrupted run."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "whole")
            cls.done = run(*RUN, "--report", path)
            with open(path, "rb") as file:
                cls.whole = file.read()
        assert cls.done.returncode == 0, cls.done.stderr

    def expect_the_whole(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.content(), self.whole)
        self.assertEqual(done.stdout, self.done.stdout)

    def test_cut_at_any_byte(self):
        drawn = random.Random(SEED)
        ends = [i + 1 for i, byte in enumerate(self.whole) if byte == ord("\n")]
        offsets = [0, 1, ends[0] - 1, ends[0], ends[-2], len(self.whole) - 1, len(self.whole)]
        offsets += [drawn.choice(ends) for _ in range(4)]
        offsets += [drawn.randrange(len(self.whole)) for _ in range(12)]
        for offset in offsets:
            with self.subTest(offset=offset):
                self.leave(self.whole[:offset])
                self.expect_the_whole(self.resume())

    def test_what_is_there_is_not_asked_again(self):
        """Verdicts that were changed in the file come back changed."""
        lines = self.whole.decode().splitlines(keepends=True)
        at = next(i for i, line in enumerate(lines) if '"grade":"CR"' in line)
        lines[at] = lines[at].replace('"grade":"CR"', '"grade":"W"')
        self.leave("".join(lines[:at + 20]).encode())
        self.resume()
        first = [next(line["by_grade"]["CR"] for line in report if line["line"] == "summary")
                 for report in (self.lines(), map(strict, self.whole.decode().splitlines()))]
        self.assertEqual(first[0], first[1] - 1)

    def test_a_report_that_is_not_there_yet_is_begun(self):
        self.expect_the_whole(self.resume())

    def test_another_run_is_refused_and_nothing_is_lost(self):
        cut = self.whole[:len(self.whole) // 2]
        for other in (RUN + ("--seed", "3"), RUN[:2] + FEW, RUN + ("--format", "binary32"),
                      RUN[:-2], ("check", "builtin:stable", "builtin:naive", *FEW)):
            self.leave(cut)
            expect_usage_error(self, self.resume(*other), "'command'")
            self.assertEqual(self.content(), cut)

    def test_what_changes_no_result_may_change(self):
        self.leave(self.whole[:len(self.whole) // 3])
        done = self.resume(*RUN, "--threads", "1", "--findings", "0", "--require", "W")
        self.assertEqual(done.returncode, 1)  # laws are broken
        self.assertEqual(self.content(), self.whole)

    def test_what_is_no_report_is_refused_and_left_alone(self):
        header = self.whole.splitlines(keepends=True)[0]
        for content in (b"hello\n", b"{}\n", b"[1]\n", header + b"{\"line\":\"nonsense\"}\n",
                        header + header, header + self.whole.splitlines(keepends=True)[2],
                        self.whole + b"{\"line\":\"result\"}\n"):
            with self.subTest(content[-40:]):
                self.leave(content)
                expect_usage_error(self, self.resume(), "line ")
                self.assertEqual(self.content(), content)

    def test_a_finished_report_shows_its_tables(self):
        done = run("report", self.path)
        expect_usage_error(self, done, "report")
        self.leave(self.whole)
        done = run("report", self.path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        rows = re.findall(r"(?m)^  kl_generalised +(?:kl, .* )?binary\d\d  +\d.*$",
                          self.done.stdout)
        self.assertEqual(len(rows), 8)  # two subjects, two formats: values and laws
        for row in rows:
            self.assertIn(row + "\n", done.stdout)

    def test_a_torn_report_says_so(self):
        for offset in (len(self.whole) // 3, len(self.whole) - 1):
            self.leave(self.whole[:offset])
            done = run("report", self.path)
            self.assertEqual(done.returncode, EXIT_INCOMPLETE)
            self.assertIn("incomplete", done.stderr)
            self.assertIn("--resume", done.stderr)


class KilledTest(Scratch):
    """Runs that are really killed."""

    LONG = ("check", "builtin:naive", "--cases", "4000", "--max-n", "60", "--laws", "3",
            "--function", "kl_ratio", "--format", "binary64")

    def killed_by(self, signals):
        """The exit status of a run that gets these signals once it has written results."""
        with subprocess.Popen([KLORACLE, *self.LONG, "--report", self.path], text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
            deadline = time.monotonic() + DEADLINE_S
            while not os.path.exists(self.path) or self.content().count(b'"result"') < 10:
                self.assertIsNone(child.poll(), "it ended too soon to be killed")
                self.assertLess(time.monotonic(), deadline, "nothing is written as it comes")
                time.sleep(0.01)
            for number in signals:
                child.send_signal(number)
            _, self.said = child.communicate(timeout=DEADLINE_S)
            return child.returncode

    def expect_resumable(self):
        before = self.content()
        self.assertNotIn(b'"footer"', before)
        whole_lines = before[:before.rindex(b"\n") + 1]
        done = self.resume(*self.LONG)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.content()[:len(whole_lines)], whole_lines)
        whole = run(*self.LONG, "--report", os.path.join(self.folder, "whole"))
        self.assertEqual(done.stdout, whole.stdout)
        with open(os.path.join(self.folder, "whole"), "rb") as file:
            self.assertEqual(self.content(), file.read())

    def test_sigkill(self):
        self.assertEqual(self.killed_by([signal.SIGKILL]), -signal.SIGKILL)
        self.expect_resumable()

    def test_sigint_finishes_its_batch_and_says_how_to_go_on(self):
        self.assertEqual(self.killed_by([signal.SIGINT]), EXIT_INTERRUPTED)
        self.assertIn("interrupted", self.said)
        self.assertIn(f"--report {self.path} --resume", self.said)
        self.assertTrue(self.content().endswith(b"\n"))
        results = len(lines_of(self.lines(), "result"))
        self.assertEqual(results % 256, 0)
        self.expect_resumable()

    def test_two_runs_do_not_write_one_report(self):
        with subprocess.Popen([KLORACLE, *self.LONG, "--report", self.path],
                              stdout=subprocess.DEVNULL) as child:
            while not os.path.exists(self.path) or not self.content():
                time.sleep(0.01)
            done = self.resume(*self.LONG)
            child.kill()
        expect_usage_error(self, done, "another run")


class LostSubjectTest(Scratch):
    """Cases that were never put to a subject are asked when the run is resumed."""

    def test_a_subject_that_did_not_start_may_start_later(self):
        flag = os.path.join(self.folder, "flag")
        good = adapter("good")[len("cmd:"):]
        subject = f"cmd:test -e {flag} && {good}"
        flags = FEW[:4] + ("--laws", "0")
        done = run("check", subject, "builtin:stable", *flags, "--report", self.path)
        self.assertEqual(done.returncode, 3)
        with open(flag, "w", encoding="utf-8"):
            pass
        done = self.resume("check", subject, "builtin:stable", *flags)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual({line["argument"] for line in lines_of(self.lines(), "subject")},
                         {subject, "builtin:stable"})
        self.assertTrue(self.lines()[-1]["complete"])
        again = self.resume("check", subject, "builtin:stable", *flags)
        self.assertEqual(again.stdout, done.stdout)

    def test_what_was_never_asked_is_asked(self):
        """The lines of a resumed run name their subject again."""
        flags = ("--cases", "20", "--max-n", "20", "--laws", "0")
        run("check", adapter("good"), "builtin:stable", *flags, "--report", self.path)
        whole = self.lines()
        not_run = [dict(line, returned="not_run") if line["line"] == "result"
                   and i % 3 == 0 and i < len(whole) // 4 else line for i, line in enumerate(whole)]
        self.assertNotEqual(whole, not_run)
        not_run[-1]["complete"] = False
        self.leave("".join(json.dumps(line) + "\n" for line in not_run).encode())
        done = self.resume("check", adapter("good"), "builtin:stable", *flags)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        last = {(line["subject"], line["function"], line["id"]): line["returned"]
                for line in lines_of(self.lines(), "result")}
        self.assertEqual(last, {(line["subject"], line["function"], line["id"]): line["returned"]
                                for line in lines_of(whole, "result")})
        self.assertTrue(self.lines()[-1]["complete"])


if __name__ == "__main__":
    unittest.main()
