# SPDX-License-Identifier: Apache-2.0
"""Every adapter of mutants.txt is found out by `kloracle check`, in the words that stand there.

Run as  KLORACLE=path/to/kloracle KLORACLE_ODD_LIBRARIES=build/dev/tests/libraries
python3 tests/adapters/mutants_test.py  (standard library only; half a minute, most of it waiting
for the adapter that says nothing).
"""

import ast
import os
import shlex
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
KLORACLE = os.environ.get("KLORACLE", "kloracle")
LIBRARIES = os.environ.get("KLORACLE_ODD_LIBRARIES", "")
# Enough cases for one that begins with 0.375, and no patience.
FLAGS = ("--cases", "100", "--max-n", "40", "--laws", "0", "--timeout", "0.5")
SOUND = {"good", "bits", "binary", "dec17", "families", "options", "stray_print"}
RUN_ELSEWHERE = {"hostile", "crash_on_pairs"}  # by report_renderings_test.py, minimise_test.py
NO_ADAPTERS = {"library_adapters", "adapter_samples"}  # what the tests of library adapters share
DEADLINE_S = 240


def registry():
    """(name, sentence, what kloracle must say) of every mutant."""
    lines = (HERE / "mutants.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split(" | ")) for line in lines if line[0] != "#"]


def subject(name):
    """The argument of `kloracle check`."""
    if name.startswith("so:"):
        return f"so:{LIBRARIES}/odd_{name[3:]}.so"
    # Not a child of the shell, which would keep the adapter's pipe open.
    kit = shlex.quote(str(HERE.parents[1] / "tools" / "adapters"))
    return (f"cmd:exec env PYTHONDONTWRITEBYTECODE=1 PYTHONPATH={kit} "
            f"{shlex.quote(sys.executable)} {shlex.quote(str(HERE / name))}.py")


def everything_said_of(name):
    """What a run prints, and what it writes into its report."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.jsonl")
        done = subprocess.run([KLORACLE, "check", subject(name), *FLAGS, "--report", path],
                              capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        report = Path(path).read_text(encoding="utf-8") if os.path.exists(path) else ""
        return done.returncode, done.stdout + done.stderr + report


class MutantsTest(unittest.TestCase):
    """The registry, and its promises."""

    def test_each_is_found_out(self):
        rows = registry()
        with ThreadPoolExecutor(max_workers=4) as pool:
            runs = list(pool.map(lambda row: everything_said_of(row[0]), rows))
        for (name, _, due), (status, said) in zip(rows, runs):
            with self.subTest(name):
                self.assertIn(due, said)
                self.assertIn(status, (0, 3, 4))

    def test_the_sound_ones_are_not_accused(self):
        for name in ("binary", "so:sound"):
            status, said = everything_said_of(name)
            self.assertEqual(status, 0, said)
            for _, _, due in registry():
                self.assertNotIn(due, said, name)

    def test_every_sentence_is_the_file_s_own(self):
        for name, sentence, due in registry():
            self.assertTrue(sentence.endswith(".") and due, name)
            if not name.startswith("so:"):
                source = (HERE / (name + ".py")).read_text(encoding="utf-8")
                told = " ".join(ast.get_docstring(ast.parse(source)).split())
                self.assertEqual(sentence, told, name)

    def test_no_file_is_left_out(self):
        files = {path.stem for path in HERE.glob("*.py") if not path.stem.endswith("_test")}
        listed = [name for name, _, _ in registry()]
        self.assertEqual(sorted(listed), sorted(set(listed)), "a name stands twice")
        expected = files - SOUND - RUN_ELSEWHERE - NO_ADAPTERS
        self.assertEqual(expected, {name for name in listed if not name.startswith("so:")})


if __name__ == "__main__":
    unittest.main()
