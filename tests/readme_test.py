# SPDX-License-Identifier: Apache-2.0
"""The README keeps its promises: its program prints what it says, its table is the registry's.

Environment: KLORACLE (the command line), KLORACLE_LIBRARY (the built library), CXX.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(marker):
    """The fenced block that follows the first occurrence of the marker."""
    match = re.compile(re.escape(marker) + r"\n(.*?)```", re.S).search(README)
    return match.group(1)


class Readme(unittest.TestCase):
    def test_program_prints_what_the_readme_says(self):
        program = block_after("```cpp")
        promised = re.search(r"```cpp\n.*?```\n\n```\n(.*?)```", README, re.S).group(1)
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "example.cpp"
            binary = pathlib.Path(folder) / "example"
            source.write_text(program, encoding="utf-8")
            subprocess.run(
                [os.environ.get("CXX", "c++"), "-std=c++20", "-ffp-contract=off", f"-I{ROOT}",
                 str(source), os.environ["KLORACLE_LIBRARY"], "-lmpfr", "-lgmp", "-o", str(binary)]
                + os.environ.get("KLORACLE_LINK_FLAGS", "").split(),
                check=True)
            printed = subprocess.run([str(binary)], check=True, capture_output=True, text=True)
        self.assertEqual(printed.stdout, promised)

    def test_tables_are_the_registrys(self):
        """A block <!-- kloracle list WHAT --> ... <!-- end --> is what that prints."""
        block = re.compile(r"<!-- kloracle list (\w+) -->\n(.*?)<!-- end -->", re.S)
        blocks = [(page, *found) for page in sorted(ROOT.rglob("*.md"))
                  if not {"build", ".venv", ".adapters"} & set(page.relative_to(ROOT).parts)
                  for found in block.findall(page.read_text(encoding="utf-8"))]
        self.assertGreaterEqual(len(blocks), 8)
        for page, what, shown in blocks:
            listed = subprocess.run([os.environ["KLORACLE"], "list", what], check=True,
                                    capture_output=True, text=True).stdout
            self.assertEqual(shown, listed[listed.index("|"):], page)

    def test_the_diffs_that_show_how_to_add_are_in_the_tree(self):
        for name in ("oracle/README.md", "oracle/families/README.md"):
            page = (ROOT / name).read_text(encoding="utf-8")
            diff = re.search(r"```diff\n(.*?)```", page, re.S).group(1)
            source = ""
            for line in diff.splitlines():
                if line.startswith("+++ b/"):
                    source = (ROOT / line[len("+++ b/"):]).read_text(encoding="utf-8")
                elif line.startswith("+"):
                    self.assertIn(line[1:] + "\n", source, name)

    def test_every_certified_value_of_the_findings_is_certified(self):
        """The rows of "Found with it" are recomputed: name, P, Q, certified value."""
        problems = {
            "scipy.special.kl_div": ["kl", "--semantics", "generalised"],
            "scipy.stats.entropy": ["kl"],
            "scipy.spatial.distance.jensenshannon": ["jensen_shannon_distance"],
        }
        row = r"^\| `([\w.]+).*?\| P = \((.*?)\), Q = \((.*?)\) \|.*?\| (\S+) \|$"
        rows = re.findall(row, README, re.M)
        self.assertEqual(len(rows), len(problems))
        for name, p, q, certified in rows:
            with self.subTest(name):
                flags = [f"--p={p.replace(' ', '')}", f"--q={q.replace(' ', '')}"]
                printed = subprocess.run([os.environ["KLORACLE"], "eval", *problems[name], *flags],
                                         check=True, capture_output=True, text=True).stdout
                self.assertEqual(printed.splitlines()[1].split()[0], certified)

    def test_commands_exist(self):
        for command in set(re.findall(r"\btools/(?:run|test|setup|kloracle)\b", README)):
            with self.subTest(command):
                self.assertTrue(os.access(ROOT / command, os.X_OK))


if __name__ == "__main__":
    unittest.main()
