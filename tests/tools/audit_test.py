#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/audit on a folder of small adapters: no library is needed.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/audit_test.py  (standard library only).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KLORACLE = os.path.abspath(os.environ.get("KLORACLE", "build/dev/tools/kloracle"))
DEADLINE_S = 600
FEW = ("--cases", "20", "--laws", "1")
RENDERINGS = ("report.jsonl", "report.html", "report.md", "report.xml", "report.csv",
              "findings.jsonl")

ADAPTER = """
import math, os, sys, time
sys.path.insert(0, {kit!r})
from kloracle_adapter import Adapter
adapter = Adapter(name={name!r}, version="1.5")
@adapter.function("wrong_kl", quantity="kl", semantics="measure", snippet="print(kl({{p}}, {{q}}))")
def wrong_kl(p, q, format):
    time.sleep({pause})
    return 1.001 * sum(a * math.log(a / b) if b else math.inf for a, b in zip(p, q) if a)
adapter.run()
"""
ABSENT = """
import sys
print("missing_adapter: No module named 'missing'; tools/setup installs it", file=sys.stderr)
sys.exit(69)
"""


class AuditTest(unittest.TestCase):
    """Each test has a folder of adapters and a folder for the report."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.adapters = self.folder / "adapters"
        self.adapters.mkdir()

    def write(self, name, text=None, called=None, pause=0):
        text = text or ADAPTER.format(kit=str(ROOT / "tools" / "adapters"), name=called or name,
                                      pause=pause)
        (self.adapters / (name + "_adapter.py")).write_text(text)

    def command(self, *args, out="out"):
        return [sys.executable, str(ROOT / "tools" / "audit"), "--adapters", str(self.adapters),
                "--out", str(self.folder / out), *args]

    def audit(self, *args, out="out", **env):
        return subprocess.run(self.command(*args, out=out), capture_output=True, text=True,
                              timeout=DEADLINE_S, env=dict(os.environ, KLORACLE=KLORACLE, **env))

    def expect(self, status, *args, **more):
        done = self.audit(*args, **more)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def lines(self, name="report.jsonl", out="out"):
        text = (self.folder / out / name).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def part(self, name, out="out"):
        return self.folder / out / "parts" / (name + ".jsonl")

    def test_one_report_of_what_is_there_and_what_is_not(self):
        self.write("bad")
        self.write("missing", ABSENT)
        done = self.expect(0, *FEW)
        lines = self.lines()
        self.assertEqual([line["line"] for line in lines].count("header"), 1)
        self.assertEqual(lines[0]["line"], "header")
        self.assertEqual((lines[0]["cases_per_function"], lines[0]["checks_per_law"]), (20, 1))
        self.assertEqual([line["name"] for line in lines if line["line"] == "subject"],
                         ["bad", "builtin:correctly_rounded", "builtin:naive"])
        absent = [line for line in lines if line["line"] == "absent"]
        self.assertEqual([(line["name"], line["install"]) for line in absent],
                         [("missing", "tools/setup --adapters python")])
        self.assertIn("No module named 'missing'", absent[0]["reason"])
        footer = lines[-1]
        self.assertEqual((footer["line"], footer["complete"], footer["subjects"]),
                         ("footer", True, 3))
        for kind, count in (("result", footer["results"]), ("law", footer["laws"])):
            self.assertEqual(sum(line["line"] == kind for line in lines), count)
        for name in RENDERINGS:
            self.assertGreater((self.folder / "out" / name).stat().st_size, 100, name)
        badges = sorted(path.name for path in (self.folder / "out" / "badges").iterdir())
        self.assertEqual(badges, ["bad.json", "builtin_correctly_rounded.json",
                                  "builtin_naive.json"])
        blamed = {finding["subject"] for finding in self.lines("findings.jsonl")}
        self.assertEqual(blamed, {"bad", "builtin:naive"})
        self.assertRegex(done.stdout, r"(?m)^ +bad +1\.5 +1 +\d+ +W +\d+ ")
        self.assertRegex(done.stdout, r"(?m)^ +missing +missing_adapter: No module")

    def test_the_same_seed_gives_the_same_findings(self):
        self.write("bad")
        self.write("worse")
        for out in ("one", "two"):
            self.expect(0, *FEW, "--only", "bad", "--only", "worse", out=out)
        one, two = [(self.folder / out / "findings.jsonl").read_bytes() for out in ("one", "two")]
        self.assertEqual(one, two)
        self.assertGreater(one.count(b"\n"), 1)
        self.expect(0, *FEW, "--only", "bad", "--only", "worse", "--seed", "7", out="three")
        self.assertNotEqual((self.folder / "three" / "findings.jsonl").read_bytes(), one)

    def test_what_is_judged_is_not_judged_again_until_something_changes(self):
        self.write("bad")
        run = (*FEW, "--only", "bad")
        self.expect(0, *run)
        whole = self.part("bad").read_bytes()
        changed = whole.replace(b'"grade":"CR"', b'"grade":"F"', 1)  # a mark that a new run removes
        self.assertNotEqual(changed, whole)

        def marked(*args):
            self.part("bad").write_bytes(changed)
            self.expect(0, *args)
            return self.part("bad").read_bytes() == changed

        self.assertTrue(marked(*run))
        self.assertFalse(marked(*run, "--fresh"))
        self.assertFalse(marked(*FEW[:2], "--laws", "2", "--only", "bad"))
        self.expect(0, *run)
        self.write("bad", pause="0 * 1")
        self.assertFalse(marked(*run))

    def test_interrupted_and_gone_on_with(self):
        self.write("quick")
        self.write("slow", pause=0.01)
        run = ("--cases", "400", "--laws", "0", "--only", "quick", "--only", "slow", "--jobs", "2")
        with subprocess.Popen(self.command(*run), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True,
                              env=dict(os.environ, KLORACLE=KLORACLE)) as child:
            deadline = time.monotonic() + DEADLINE_S
            while not (self.part("slow").exists()
                       and b'"result"' in self.part("slow").read_bytes()):
                self.assertIsNone(child.poll(), "it ended too soon to be interrupted")
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=DEADLINE_S)
        self.assertEqual(child.returncode, 130, said)
        self.assertIn("the same command goes on", said)
        before = self.part("slow").read_bytes()
        self.assertNotIn(b'"footer"', before)
        mark = b'{"mark":1,'  # in a line that a run from the beginning would not have
        begun = b'{"line":"result"'
        before = before.replace(begun, mark + begun[1:], 1)
        self.part("slow").write_bytes(before)
        self.expect(0, *run)
        self.assertTrue(self.part("slow").read_bytes().startswith(before))
        self.expect(0, *run, out="whole")
        for name in ("report.jsonl", "findings.jsonl"):
            self.assertEqual((self.folder / "out" / name).read_bytes().replace(mark, b"{"),
                             (self.folder / "whole" / name).read_bytes(), name)

    def test_an_adapter_that_does_not_speak_is_told_and_the_rest_is_judged(self):
        self.write("bad")
        self.write("mute", "print('hello')\n")
        done = self.expect(3, *FEW, "--only", "bad", "--only", "mute")
        self.assertRegex(done.stdout, "mute +FAILED: no answer to hello")
        self.assertEqual([line["name"] for line in self.lines() if line["line"] == "subject"],
                         ["bad"])

    def test_a_language_that_is_not_there(self):
        (self.adapters / "some_adapter.R").write_text("")
        self.write("bad")
        path = self.folder / "bin"
        path.mkdir()
        (path / "python3").symlink_to(sys.executable)
        done = self.expect(0, *FEW, "--only", "some", "--only", "bad", PATH=str(path))
        self.assertRegex(done.stdout, "some +not judged: Rscript is not installed")
        self.assertEqual([line["install"] for line in self.lines() if line["line"] == "absent"],
                         ["tools/setup --adapters r"])

    @unittest.skipUnless(shutil.which("c++"), "no C++ compiler")
    def test_a_compiled_adapter_whose_library_is_missing(self):
        (self.adapters / "compiled_adapter.cpp").write_text(
            '#include <cstdio>\n'
            'int main() { std::fputs("compiled_adapter: no library\\n", stderr); return 69; }\n')
        self.addCleanup((ROOT / ".adapters/cpp/compiled_adapter").unlink, missing_ok=True)
        self.write("bad")
        done = self.expect(0, *FEW, "--only", "compiled", "--only", "bad")
        self.assertRegex(done.stdout, "compiled +not judged: compiled_adapter: no library")

    def test_a_finding_about_the_control_is_a_bug_of_ours(self):
        self.write("impostor", called="builtin:correctly_rounded")
        done = self.expect(70, *FEW, "--only", "impostor")
        self.assertIn("BUG IN KLORACLE", done.stderr)

    def test_bad_arguments(self):
        self.write("bad")
        for args, named in ((("--cases", "0"), "--cases"), (("--only", "nobody"), "--only"),
                            (("--adapters", "/nonexistent"), "--adapters"),
                            (("--jobs", "x"), "--jobs"), (("extra",), "extra")):
            with self.subTest(args=args):
                done = self.expect(64, *args)
                self.assertRegex(done.stderr, r"\A[^\n]+\n\Z")
                self.assertIn(named, done.stderr)


if __name__ == "__main__":
    unittest.main()
