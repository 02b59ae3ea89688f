#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The habits of this repository, as tests: sizes, names, layers, and pages that keep up.

Run as  python3 tests/repository_test.py  (standard library only). With KLORACLE=path/to/kloracle
the pages are also checked against what the binary lists.
"""

import ast
import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KLORACLE = os.environ.get("KLORACLE", "")

# The rules.
CPP = (".cpp", ".hpp")
MOST_LINES = {".cpp": 400, ".hpp": 400, ".py": 500}
MOST_COLUMNS = 100  # in CPP and .py; a comment with a URL may be longer
MOST_FUNCTION_LINES = 70
LICENCE = "SPDX-License-Identifier: Apache-2.0"
OF_FIXTURES = "SPDX-License-Identifier: CC0-1.0"  # whoever copies those copies no terms
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "common", "impl"}
TOLERANCES = re.compile(r"\b(?:(?:EXPECT|ASSERT)_(?:NEAR|DOUBLE_EQ|FLOAT_EQ)"
                        r"|is(?:close)|all(?:close)"
                        r"|(?:Double|Float)(?:Eq|Near)|assert(?:Not)?Almost(?:Equal))\b")
SOMEONES_PATH = re.compile(r"(?<![\w.}])/(?:home|root|work|tmp)/")
LAYERS = {  # folder: the folders it may include from
    "oracle": ("oracle",),
    "properties": ("oracle", "properties"),
    "tools": ("oracle", "properties", "tools"),
}
NOT_UNDER = {  # folder: library headers that have no business there
    "oracle": re.compile(r"nlohmann|gtest|gmock|rapidcheck|fmt/|CLI/|tbb/|fstream|iostream"),
    "properties": re.compile(r"nlohmann|gmock|CLI/"),
    "tools": re.compile(r"gtest|gmock|rapidcheck"),
}
DOOR = "oracle/oracle.hpp"
ADAPTERS = "tools/adapters/cpp/"
NOT_BEHIND_THE_DOOR = re.compile(r"mpfr|gmp|boost/")
DOCUMENTED = ("oracle/oracle.hpp", "oracle/number.hpp", "oracle/vocabulary.hpp")
REGISTRIES = ("quantities", "semantics", "spaces")  # `kloracle list` has them, oracle/README.md too
PACKAGE = re.compile(r"(build|test|dev|adapters-(?:r|cpp)) [a-z0-9][a-z0-9+.-]+")


def tracked():
    """Every file of the repository that git does not ignore, as paths relative to the root."""
    listed = None
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                                capture_output=True, text=True, check=False)
    if listed and listed.returncode == 0 and listed.stdout:
        return sorted(p for p in map(Path, listed.stdout.splitlines()) if (ROOT / p).is_file())
    # There is no git, or this is not a clone but an unpacked archive.
    skipped = {".git", ".venv", ".adapters", "audit", "build", "__pycache__"}
    found = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file())
    return sorted(p for p in found if not skipped & set(p.parts))


FILES = tracked()


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def files(*suffixes, under=""):
    """The files with these suffixes, below a folder."""
    return [p for p in FILES if p.suffix in suffixes and str(p).startswith(under)]


def numbered(path):
    """(address, line) of every line, the address as compilers write it."""
    return [(f"{path}:{i}", line) for i, line in enumerate(text_of(path).splitlines(), 1)]


def is_script(path):
    return path.suffix in CPP + (".py", ".cmake") or path.name == "CMakeLists.txt" or \
        (path.suffix == "" and text_of(path).startswith("#!"))


def includes(path):
    """What a C++ file includes, without quotes or brackets."""
    # Installed headers go by kloracle/ as well.
    found = re.findall(r'(?m)^\s*#\s*include\s*[<"]([^>"]+)[>"]', text_of(path))
    return [name.removeprefix("kloracle/") for name in found]


def without_literals(code):
    """C++ with comments and the insides of literals blanked out, line by line as it was."""
    blank = re.compile(r'R"(?P<d>\w*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/'
                       r"|(?<!\w)'(?:\\.|[^'\\\n])+'|^[ \t]*#(?:\\\n|[^\n])*", re.S | re.M)
    return blank.sub(lambda m: "\n" * m[0].count("\n"), code)


def function_name(head):
    """The name of the function that this declares; None for a class, a table, a namespace."""
    flat = re.sub(r"\[\[.*?\]\]|(?:public|private|protected):", "", head).strip()
    flat = re.sub(r"\btemplate\s*<[^{}]*?>\s*(?=[\w:~])", "", flat, count=1)
    if re.match(r"(namespace|class|struct|union|enum|extern|typedef|using)\b", flat):
        return None
    if test := re.match(r"TEST(?:_[FP])?\((\w+), *(\w+)\)", flat):
        return f"{test[1]}.{test[2]}"
    called = re.match(r"[^()=]*?(operator\s*(?:\(\)|[^\s(]+)|~?\w+)\s*\(", flat)
    return called[1] if called else None


def cpp_functions(path):
    """(first line, last line, name) of every function with a body; lambdas belong to theirs."""
    code = without_literals(text_of(path))
    found, open_blocks = [], []
    start, line, first, parentheses = 0, 1, 1, 0
    for i, c in enumerate(code):
        inside = any(name for name, _ in open_blocks)
        line += c == "\n"
        parentheses += 0 if inside else (c == "(") - (c == ")")
        if c == "{":  # one in parentheses is a default argument
            named = not inside and parentheses == 0
            open_blocks.append((function_name(code[start:i]) if named else None, first))
        elif c == "}" and open_blocks:
            name, begun = open_blocks.pop()
            if name:
                found.append((begun, line, name))
        if c in ";{}" and parentheses == 0:
            start = i + 1
        if not code[start:i + 1].strip():
            first = line
    return found


def python_functions(path):
    tree = ast.parse(text_of(path))
    return [(node.lineno, node.end_lineno, node.name) for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def functions():
    """(path, first line, last line, name) of every function of the repository."""
    readers = [(p, cpp_functions) for p in files(*CPP)] + [(p, python_functions)
                                                          for p in files(".py")]
    return [(path, *row) for path, read in readers for row in read(path)]


class RepositoryTest(unittest.TestCase):
    """A rule with all its offenders, and what to do about them."""

    def expect_none(self, offenders, advice):
        """Fail with one offender a line."""
        if offenders:
            self.fail(f"{advice}\n  " + "\n  ".join(map(str, offenders)))


class SizeTest(RepositoryTest):
    """What a person can take in."""

    def test_files_are_short(self):
        long = [f"{p}: {len(text_of(p).splitlines())} lines" for p in files(*MOST_LINES)
                if len(text_of(p).splitlines()) > MOST_LINES[p.suffix]]
        self.expect_none(long, f"split these files by subject (limits: {MOST_LINES})")

    def test_lines_are_short(self):
        def is_long(line):
            return len(line) > MOST_COLUMNS and not re.search(r"(//|#).*https?://", line)
        long = [where for p in files(*CPP, ".py") for where, line in numbered(p) if is_long(line)]
        self.expect_none(long, f"break these lines, they pass {MOST_COLUMNS} columns")

    def test_functions_are_short(self):
        long = [f"{p}:{first}: {name}, {last - first + 1} lines"
                for p, first, last, name in functions() if last - first >= MOST_FUNCTION_LINES]
        self.expect_none(long, f"divide these functions, they pass {MOST_FUNCTION_LINES} lines")

    def test_the_scanner_misses_no_function(self):
        missed = []
        for path in files(*CPP):
            ends = {last for _, last, _ in cpp_functions(path)}
            missed += [f"{path}:{i}" for i, line in enumerate(text_of(path).splitlines(), 1)
                       if line == "}" and i not in ends]
        self.expect_none(missed, "mend cpp_functions(): functions that end here are not seen")


class TextTest(RepositoryTest):
    """What stands in the files."""

    def test_every_source_names_its_licence(self):
        def is_copied(path):
            return path.parts[0] == "fixtures" and path.suffix not in (".md", ".json", "")

        copied = [p for p in FILES if is_copied(p) and "vectors" not in p.parts]
        bare = [p for p in copied if OF_FIXTURES not in text_of(p)[:200]]
        self.expect_none(bare, f"begin these files with the comment '{OF_FIXTURES}'")
        bare = [p for p in FILES
                if is_script(p) and not is_copied(p) and LICENCE not in text_of(p)[:200]]
        self.expect_none(bare, f"begin these files with the comment '{LICENCE}'")

    def test_names_say_something(self):
        def empty(name):
            return EMPTY_WORDS & set(re.split(r"[_.\-/]+", name.lower()))
        vague = [f"file {p}" for p in FILES if empty(str(p))]
        vague += [f"{p}:{first}: {name}" for p, first, _, name in functions() if empty(name)]
        self.expect_none(vague, f"name these for what they do; not {sorted(EMPTY_WORDS)}")

    def test_no_tolerances(self):
        near = [f"{where}: {line.strip()}" for p in files(*CPP, ".py", under="tests/")
                for where, line in numbered(p) if TOLERANCES.search(line)]
        self.expect_none(near, "compare exactly, or with an enclosure; a tolerance hides the bug")

    def test_no_path_of_one_machine(self):
        mine = [f"{where}: {line.strip()}" for p in FILES if p.suffix != ".md"
                for where, line in numbered(p) if SOMEONES_PATH.search(line)]
        self.expect_none(mine, "use a path relative to the file, or a temporary folder")

    def test_the_packages_are_well_formed(self):
        lines = [row for row in text_of("tools/packages.txt").splitlines()
                 if row and not row.startswith("#")]
        wrong = [row for row in lines if not PACKAGE.fullmatch(row)]
        self.expect_none(wrong, "tools/packages.txt: write 'GROUP NAME'")
        names = [row.split()[1] for row in lines]
        self.expect_none({n for n in names if names.count(n) > 1}, "these packages stand twice")
        self.assertEqual(lines, sorted(lines), "sort tools/packages.txt (LC_ALL=C sort)")


class LayerTest(RepositoryTest):
    """Data flows one way: inputs, oracle, verdict, report."""

    def test_folders_include_only_what_they_stand_on(self):
        wrong = [f"{p} includes {i}" for folder, allowed in LAYERS.items()
                 for p in files(*CPP, under=folder + "/") for i in includes(p)
                 if (ROOT / i).is_file() and i.split("/")[0] not in allowed]
        self.expect_none(wrong, f"turn the dependency round; who may include whom: {LAYERS}")

    def test_libraries_stay_where_they_belong(self):
        wrong = [f"{p} includes {i}" for folder, banned in NOT_UNDER.items()
                 for p in files(*CPP, under=folder + "/") for i in includes(p) if banned.match(i)]
        wrong += [f"{p} includes gtest" for p in files(*CPP, under="properties/")
                  if "gtest/gtest.h" in includes(p) and p.name != "conformance_gtest.hpp"]
        self.expect_none(wrong, "move what needs this library up a layer (see NOT_UNDER)")

    def test_includes_are_relative_to_the_root(self):
        wrong = [f"{where}: {line}" for p in files(*CPP) for where, line in numbered(p)
                 if (quoted := re.match(r'#include "([^"]+)"', line))
                 and not (ROOT / quoted[1]).is_file()]
        self.expect_none(wrong, 'spell includes from the root: #include "oracle/interval.hpp"')

    def test_the_door_is_light(self):
        behind, seen = [DOOR], {}
        while behind:
            header = behind.pop()
            for i in includes(header):
                if (ROOT / i).is_file() and i not in seen:
                    behind.append(i)
                seen.setdefault(i, header)
        heavy = [f"{i}, by {who}" for i, who in seen.items() if NOT_BEHIND_THE_DOOR.match(i)]
        self.expect_none(heavy, f"{DOOR} must not include these, directly or not")

    def test_no_header_is_dead(self):
        used = {i for p in files(*CPP) for i in includes(p)}
        # Adapters are compiled where they stand: what is beside them goes by its name.
        dead = [p for p in files(".hpp") if not {str(p), str(p).removeprefix(ADAPTERS)} & used]
        self.expect_none(dead, "nobody includes these headers: delete them")


def unrolled(cmake):
    """The text with every foreach() of plain words written out."""
    def each(loop):
        variable, *words = loop[1].split()
        return "\n".join(loop[2].replace(f"${{{variable}}}", word) for word in words)
    return re.sub(r"(?s)\bforeach\(([^)]*)\)(.*?)\bendforeach\(\)", each, cmake)


class BuildTest(RepositoryTest):
    """What is in the tree is built and run."""

    def test_every_source_is_built(self):
        # A family or a file of laws is a line of a .def that its CMakeLists.txt reads.
        built = {makefile.parent / name for makefile in FILES if makefile.name == "CMakeLists.txt"
                 for name in re.findall(r"[\w./-]+\.cpp", text_of(makefile))}
        built |= {definitions.parent / f"{name}.cpp" for definitions in files(".def")
                  for name in re.findall(r"(?m)^[A-Z]+\((\w+)\)$", text_of(definitions))}
        missing = [p for folder in LAYERS for p in files(".cpp", under=folder + "/")
                   if p not in built]
        self.expect_none(missing, "list these in their CMakeLists.txt, or delete them")

    def test_every_test_is_run(self):
        listed = unrolled(text_of("tests/CMakeLists.txt"))
        tests = [p.relative_to("tests") for p in files(".cpp", ".py", under="tests/")
                 if p.stem.endswith("_test")]
        missing = [t for t in tests if not re.search(rf"(?<![\w/]){re.escape(str(t))}\b", listed)]
        self.expect_none(missing, "register these in tests/CMakeLists.txt: they never run")

    def test_the_version_is_the_changelogs(self):
        built = re.search(r"project\(kloracle VERSION (\S+)", text_of("CMakeLists.txt"))[1]
        newest = re.search(r"(?m)^## \[?v?(\d+\.\d+\.\d+)", text_of("CHANGELOG.md"))[1]
        self.assertEqual(built, newest, "CMakeLists.txt and CHANGELOG.md disagree")


class PageTest(RepositoryTest):
    """What is offered is explained."""

    def test_every_public_function_is_documented(self):
        silent = []
        for path in DOCUMENTED:
            public = re.sub(r"(?m)^ private:.*?(?=^})", "\n", text_of(path), flags=re.S)
            for block in re.split(r"\n\s*\n", public):
                lines = block.strip("\n").splitlines()
                declares = [x.strip() for x in lines if re.match(r" *[\w~:<>&*, ]+\(.*[;{},]$", x)
                            and not re.match(r"\s*(return|friend|requires)", x)]
                if declares and not any(x.lstrip().startswith("///") for x in lines):
                    silent += [f"{path}: {d}" for d in declares]
        self.expect_none(silent, "say in '///' before these what they promise")

    def test_every_exit_status_is_explained(self):
        codes = re.findall(r"(?m)^\s*exit_\w+ = (\d+)", text_of("tools/exit_codes.hpp"))
        self.assertGreaterEqual(len(codes), 6)
        page = text_of("tools/README.md")
        silent = [code for code in codes if not re.search(rf"(?m)^\| {code} \|", page)]
        self.expect_none(silent, "tools/README.md: add rows '| STATUS | means |' for these")

    def test_exit_statuses_have_names(self):
        number = re.compile(r"\breturn [1-9]\d+;|\bexit\(\d+\)")
        bare = [f"{where}: {line.strip()}" for p in files(".cpp", under="tools/")
                for where, line in numbered(p) if number.search(line)]
        self.expect_none(bare, "name these in tools/exit_codes.hpp and explain them in its page")

    @unittest.skipUnless(KLORACLE, "KLORACLE does not name the binary")
    def test_every_word_of_the_registries_is_explained(self):
        page = text_of("oracle/README.md")
        for registry in REGISTRIES:
            listed = subprocess.run([KLORACLE, "list", registry], capture_output=True, text=True,
                                    check=True).stdout
            words = re.findall(r"(?m)^  (\w+)", listed)
            self.assertGreaterEqual(len(words), 4, registry)
            silent = [w for w in words if not re.search(rf"\b{w}\b", page)]
            self.expect_none(silent, f"oracle/README.md: explain these {registry}")

    def test_links_lead_somewhere(self):
        broken = [f"{where}: {link}" for p in files(".md") for where, line in numbered(p)
                  for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line)
                  if "://" not in link and not (ROOT / p.parent / link).exists()]
        self.expect_none(broken, "these links lead nowhere: mend them")


if __name__ == "__main__":
    unittest.main()
