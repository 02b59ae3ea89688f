#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Flip every rounding direction of the oracle, one at a time, and see the interval tests die.

An enclosure is only as good as its directed roundings. Each MPFR_RNDD becomes MPFR_RNDU, or the
other way round, in a temporary copy; that file alone is compiled again and linked with the other
objects, and the interval tests must fail. Exit status: 0 all killed, 1 some survived, 2 no verdict.
"""

import argparse
import ctypes.util
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [f"oracle/{name}.cpp" for name in ("interval", "log_form", "condition", "oracle")]
DIRECTION = re.compile(r"\bMPFR_RND([DU])\b")
COMPILER = os.environ.get("CXX", "g++")
COMPILE = [COMPILER, "-std=c++20", "-O1", "-I", str(ROOT)]
ARB = ["-lflint-arb"] if ctypes.util.find_library("flint-arb") else []  # part of FLINT from 3 on
LIBRARIES = ["-lmpfi", *ARB, "-lflint", "-lmpfr", "-lgmp", "-lgtest", "-lgtest_main", "-lpthread"]
TIME_LIMIT_S = 120
NO_FAMILIES = """#include "oracle/families/family_quantities.hpp"
namespace kloracle {
prepared prepare_families(const problem&) { return no_value{}; }
}
"""


@dataclass(frozen=True)
class Mutant:
    source: str  # relative to the root
    line: int
    original: str
    text: str  # the whole file with one direction flipped


def mutants_of(source):
    text = (ROOT / source).read_text()
    for match in DIRECTION.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if "//" in text[line_start:match.start()]:
            continue
        letter = match.start(1)
        flipped = text[:letter] + {"D": "U", "U": "D"}[text[letter]] + text[letter + 1:]
        line = text.count("\n", 0, line_start) + 1
        yield Mutant(source, line, text.splitlines()[line - 1].strip(), flipped)


def selected(only):
    mutants = [m for source in SOURCES for m in mutants_of(source)]
    if only is None:
        return mutants
    source, _, line = only.partition(":")
    return [m for m in mutants if m.source.endswith(source) and line in ("", str(m.line))]


def build_command(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr, "cannot run: ", " ".join(map(str, command)), file=sys.stderr)
        os._exit(2)  # from whichever thread: without a build there is no verdict


def modified(files):
    return max(f.stat().st_mtime for f in files)


class Build:
    """Every object once; a mutant replaces one of them."""

    def __init__(self, folder, jobs):
        self.folder = folder
        self.prelude = folder / "prelude.hpp"  # precompiled: most of every compilation is Boost
        oracle, tests = ROOT / "oracle", ROOT / "tests" / "oracle"
        self.no_families = folder / "no_families.o"  # these tests ask for none, and they are many
        sources = sorted(oracle.glob("*.cpp")) + sorted(tests.glob("interval_*test.cpp"))
        self.objects = {str(s.relative_to(ROOT)): folder / (s.stem + ".o") for s in sources}
        headers = modified([*oracle.glob("*.hpp"), *tests.glob("interval_*.hpp"), Path(__file__)])
        if not self.prelude.exists():
            self.prelude.write_text("#include <boost/multiprecision/gmp.hpp>\n")
            build_command([*COMPILE, "-x", "c++-header", self.prelude,
                           "-o", self.prelude.with_suffix(".hpp.gch")])
        stale = [s for s, o in self.objects.items()
                 if not o.exists() or modified([o]) < max(headers, modified([ROOT / s]))]
        if not self.no_families.exists():
            source = self.no_families.with_suffix(".cpp")
            source.write_text(NO_FAMILIES)
            self.compile(source, self.no_families)
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(lambda s: self.compile(s, self.objects[s]), stale))

    def compile(self, source, target):
        build_command([*COMPILE, "-include", self.prelude, "-c", source, "-o", target])

    def link(self, program, replaced=None, by=None):
        objects = [by if s == replaced else o for s, o in self.objects.items()]
        build_command([COMPILER, *objects, self.no_families, *LIBRARIES, "-o", program])


def killer(program):
    """The first test that fails, or what else ended the run; None if nothing did."""
    environment = {**os.environ, "GTEST_FAIL_FAST": "1"}
    try:
        done = subprocess.run([program], cwd=ROOT, env=environment, capture_output=True,
                              text=True, timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"{TIME_LIMIT_S} s limit"
    if done.returncode == 0:
        return None
    failed = re.search(r"^\[  FAILED  \] (\S+)", done.stdout, re.MULTILINE)
    started = re.findall(r"^\[ RUN      \] (\S+)", done.stdout, re.MULTILINE)
    if failed:
        return failed.group(1)
    return f"{started[-1] if started else 'start'} (exit status {done.returncode})"


def judge(build, mutant):
    with tempfile.TemporaryDirectory(dir=build.folder) as folder:
        source = Path(folder) / Path(mutant.source).name
        source.write_text(mutant.text)
        build.compile(source, source.with_suffix(".o"))
        program = Path(folder) / "interval_tests"
        build.link(program, mutant.source, source.with_suffix(".o"))
        return killer(program)


def report(build, mutants, jobs):
    survived = 0
    with ThreadPoolExecutor(jobs) as pool:
        for mutant, verdict in zip(mutants, pool.map(lambda m: judge(build, m), mutants)):
            survived += verdict is None
            place = f"{mutant.source}:{mutant.line}"
            print(f"{place:<24} {mutant.original:<50} {verdict or 'SURVIVED'}", flush=True)
    print(f"{len(mutants) - survived} killed, {survived} survived")
    return 1 if survived else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, metavar="DIR",
                        help="keep the objects there and use them again (default: temporary)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", metavar="FILE[:LINE]", help="these occurrences only")
    arguments = parser.parse_args()
    mutants = selected(arguments.only)
    if not mutants:
        parser.error(f"no rounding direction at {arguments.only}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.build or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        build = Build(folder, arguments.jobs)
        build.link(folder / "interval_tests")
        if failure := killer(folder / "interval_tests"):
            print(f"the tests fail without any mutation: {failure}", file=sys.stderr)
            return 2
        return report(build, mutants, arguments.jobs)


if __name__ == "__main__":
    sys.exit(main())
