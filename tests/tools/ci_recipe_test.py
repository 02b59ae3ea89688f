#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/ci: the sample project's ci.sh is green, and red for every regression planted in it.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/ci_recipe_test.py  (standard library only).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

sys.dont_write_bytecode = True

from cli_test import DEADLINE_S, KLORACLE  # noqa: E402
from junit_structure import faults  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "tools" / "ci"
WRITTEN = ("out", "__pycache__")


class Sample(unittest.TestCase):
    """A copy of the sample project, to be spoilt."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project = Path(folder.name) / "sample"
        shutil.copytree(RECIPE / "sample", self.project, ignore=shutil.ignore_patterns(*WRITTEN))

    def ci(self, *args, **more):
        """ci.sh, run from elsewhere, as a finished process."""
        env = dict(os.environ, KLORACLE_HOME=str(ROOT), KLORACLE=KLORACLE,
                   PYTHONDONTWRITEBYTECODE="1", **more)
        if "GITHUB_STEP_SUMMARY" not in more:
            env.pop("GITHUB_STEP_SUMMARY", None)
        return subprocess.run(["sh", str(self.project / "ci.sh"), *args], env=env, text=True,
                              capture_output=True, timeout=DEADLINE_S)

    def plant(self, name, old, new):
        path = self.project / name
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, f"{name} has {text.count(old)} times {old!r}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def summary(self):
        return (self.project / "out" / "summary.md").read_text(encoding="utf-8")

    def junit(self):
        root = ElementTree.parse(self.project / "out" / "junit.xml").getroot()
        self.assertEqual(faults(root), [])
        return root

    def red_tests(self):
        """The test cases that fail or are errors."""
        return [test.get("name") for test in self.junit().iter("testcase")
                if test.find("failure") is not None or test.find("error") is not None]

    def expect_red(self, log, findings=None, red=None):
        """ci.sh fails and its log says why; the findings name this, and this test is red.

        Without the last two the code is as good as it was, and nothing of it is red.
        """
        done = self.ci()
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        summary, said = self.summary().split("### Log")
        self.assertRegex(said, log)
        if red is None:
            self.assertEqual(self.red_tests(), [])
        else:
            self.assertRegex(summary, findings)
            self.assertIn(red, self.red_tests())


class GreenTest(Sample):
    """The sample as it is."""

    def test_it_is_green(self):
        done = self.ci()
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.red_tests(), [])
        self.assertIn("<code>total_variation</code>", self.summary())
        self.assertNotIn("<details>", self.summary().split("### Log")[0])
        skipped = self.junit().iter("skipped")
        self.assertIn("known", {result.get("type") for result in skipped})

    def test_the_summary_goes_where_github_wants_it(self):
        path = self.project / "step.md"
        path.write_text("what another step wrote\n", encoding="utf-8")
        self.assertEqual(self.ci(GITHUB_STEP_SUMMARY=str(path)).returncode, 0)
        self.assertRegex(path.read_text(encoding="utf-8"),
                         r"\Awhat another step wrote\n## kloracle")

    def test_its_files_are_what_the_commands_of_the_page_write(self):
        kept = {name: (self.project / name).read_bytes() for name in ("known.txt", "baseline.json")}
        self.assertEqual(self.ci("check", "--write-known", "known.txt").returncode, 0)
        (self.project / "baseline.json").unlink()
        done = self.ci("check", "--known", "known.txt", "--baseline", "baseline.json",
                       "--update-baseline")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name, before in kept.items():
            now = (self.project / name).read_bytes()
            drop = re.compile(rb'(?m)^"comment":.*\n')  # the machine
            self.assertEqual(drop.sub(b"", now), drop.sub(b"", before), name)

    def test_the_page_and_the_script_name_the_same_commands(self):
        page = (RECIPE / "README.md").read_text(encoding="utf-8")
        script = (RECIPE / "sample" / "ci.sh").read_text(encoding="utf-8")
        commands = re.findall(r"(?m)^#   (sh ci\.sh check .*)$", script)
        self.assertEqual(len(commands), 2)
        for command in commands:
            self.assertIn(command, page)
        workflow = (RECIPE / "kloracle.yml").read_text(encoding="utf-8")
        self.assertIn("run: sh ci.sh\n", workflow)
        for path in re.findall(r"kloracle/(tools/[\w./-]+)", workflow + page):
            self.assertTrue((ROOT / path).exists(), path)


class RedTest(Sample):
    """What a change may break."""

    def test_an_answer_that_becomes_less_accurate(self):
        self.plant("tiny_kl.py", "DIGITS = 80", "DIGITS = 20")
        self.expect_red(r"worse +tiny_kl kl binary64 \[near_equal_simplex\]",
                        r"<code>kl</code> binary64: [AHW]\b[^\n]* ulp, [^\n]*near_equal",
                        "binary64 values near_equal_simplex")

    def test_a_law_that_no_longer_holds(self):
        self.plant("tiny_kl.py", "for a, b in zip(p, q)) / 2)", "for a, b in zip(p, q)))")
        self.expect_red(r"worse +tiny_kl total_variation binary64 law bounded",
                        r"<code>total_variation</code> binary64: law <code>",
                        "binary64 values ordinary")

    def test_an_exception(self):
        self.plant("tiny_kl.py", "    with localcontext()",
                   "    if len(p) > 20:\n        raise OverflowError('too long')\n"
                   "    with localcontext()")
        self.expect_red(r"worse +tiny_kl kl", "no value: thrown: OverflowError: too long",
                        "binary64 values long_vectors")

    def test_a_function_that_is_gone(self):
        self.plant("adapter.py", '@adapter.function("kl"', '@adapter.function("kl_renamed"')
        self.expect_red(r"missing +tiny_kl kl\b")

    def test_an_adapter_that_does_not_start(self):
        self.plant("adapter.py", "import tiny_kl", "import tiny_kl_of_last_year")
        self.expect_red("tiny_kl_of_last_year", "This run is incomplete", "the run is complete")

    def test_a_golden_file_that_somebody_edited(self):
        path = next((self.project / "golden" / "categorical").glob("kl.*.json"))
        text = path.read_text(encoding="utf-8")
        at = text.index('"binary64":"0x1.') + len('"binary64":"0x1.')
        digit = "1" if text[at] != "1" else "2"
        path.write_text(text[:at] + digit + text[at + 1:], encoding="utf-8")
        self.expect_red(r"golden check: 1 difference in 1 file")

    def test_a_known_failure_that_was_mended(self):
        self.plant("tiny_kl.py", "LEAST = 2.0 ** -1022", "LEAST = 2.0 ** -1074")
        self.expect_red("stale")


if __name__ == "__main__":
    unittest.main()
