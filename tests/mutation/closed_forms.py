#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plant one error at a time in the formulas of the families and see the family tests die.

Each rule below changes one place of one file of oracle/families: a sign flipped, P taken for Q, a
product for a quotient, a half dropped, lnGamma for digamma. That file (or, for a header, every file
that includes it) is compiled again and linked with the other objects, and the family tests must
fail. Exit status: 0 all killed, 1 some survived, 2 no verdict.
"""

import argparse
import ctypes.util
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = ROOT / "oracle" / "families"
TESTS = ["coordinates", "definition", "laws_line", "laws_positive", "laws_interval", "laws_counts",
         "definition_test", "sphere_definition_test", "affinity_test", "routes_test",
         "condition_test", "exact_families_test", "family_faults_test"]
# The framework is tested elsewhere; here it is the formulas that are wrong.
FRAMEWORK = {"affinity", "expression", "families", "family_chernoff", "family_evaluation",
             "family_quantities", "given", "routes", "words", "definition", "family", "pairs",
             "coverage"}
# Families of vectors and matrices have tests of their own, which are not run here.
ELSEWHERE = {"multinomial", "multivariate_normal", "matrix_normal", "wishart", "covariance",
             "gaussian_pair", "matrix_chernoff", "matrix_quantities"}
COMPILER = os.environ.get("CXX", "g++")
COMPILE = [COMPILER, "-std=c++20", "-O1", "-I", str(ROOT)]
ARB = ["-lflint-arb"] if ctypes.util.find_library("flint-arb") else []  # part of FLINT from 3 on
LIBRARIES = [*ARB, "-lflint", "-lmpfr", "-lgmp", "-lgtest", "-lgtest_main", "-lpthread"]
TIME_LIMIT_S = 300

RULES = [
    ("sign", re.compile(r"(?<=[\w)\]] )\+(?= )"), "-"),
    ("sign", re.compile(r"(?<=[\w)\]] )-(?= )"), "+"),
    ("side", re.compile(r"\bp\.(?=\w)"), "q."),
    ("side", re.compile(r"\bq\.(?=\w)"), "p."),
    ("inverse", re.compile(r"(?<=[\w)\]] )\*(?= )"), "/"),
    ("inverse", re.compile(r"(?<=[\w)\]] )/(?= )"), "*"),
    ("half", re.compile(r" \* Q\(1, 2\)"), ""),
    ("two", re.compile(r"\bQ\(2\)"), "Q(1)"),
    ("one", re.compile(r" [-+] Q\(1\)"), ""),
    ("gamma", re.compile(r"\blgamma\("), "digamma("),
    ("gamma", re.compile(r"\bdigamma\("), "lgamma("),
    ("square", re.compile(r"\bsqr\("), "("),
]
STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*')
# Where p or q only says the guise and precision of a constant.
GUISE = re.compile(r"\b(?:constant|pi|log_pi|euler|log_two_pi)\($")


@dataclass(frozen=True)
class Mutant:
    source: Path
    line: int
    rule: str
    before: str
    after: str
    text: str


def mutants_of(source):
    text = source.read_text()
    hidden = [m.span() for m in STRING_OR_COMMENT.finditer(text)]
    body = re.search(r"struct law\b|^template|\binline\b", text, re.MULTILINE)
    start = body.start() if body else 0
    for rule, pattern, by in RULES:
        for match in pattern.finditer(text, start):
            a, b = match.span()
            if any(lo <= a < hi for lo, hi in hidden):
                continue
            if rule == "side" and GUISE.search(text[:a]):
                continue
            number = text.count("\n", 0, a)
            mutated = text[:a] + by + text[b:]
            yield Mutant(source, number + 1, rule, text.splitlines()[number].strip(),
                         mutated.splitlines()[number].strip(), mutated)


def formulas():
    return [f for f in sorted([*FAMILIES.glob("*.cpp"), *FAMILIES.glob("*.hpp")])
            if f.stem not in FRAMEWORK | ELSEWHERE]


def built(command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def must_build(command):
    done = built(command)
    if done.returncode != 0:
        print(done.stderr, "cannot run: ", " ".join(map(str, command)), file=sys.stderr)
        os._exit(2)  # from whichever thread: without a build there is no verdict


class Build:
    """Every object once; a mutant replaces one of them, or those that include a header."""

    def __init__(self, folder, jobs):
        self.folder = folder
        self.prelude = folder / "prelude.hpp"  # precompiled: most of every compilation is Boost
        tests = [ROOT / "tests" / "families" / f"{name}.cpp" for name in TESTS]
        oracle = sorted((ROOT / "oracle").glob("*.cpp"))
        sources = [*oracle, *sorted(FAMILIES.glob("*.cpp")), *tests]
        self.objects = {s: folder / "objects" / s.relative_to(ROOT).with_suffix(".o")
                        for s in sources}
        if not self.prelude.with_suffix(".hpp.gch").exists():
            self.prelude.write_text("#include <boost/multiprecision/gmp.hpp>\n#include <map>\n"
                                    "#include <functional>\n")
            must_build([*COMPILE, "-x", "c++-header", self.prelude,
                        "-o", self.prelude.with_suffix(".hpp.gch")])
        stale = [s for s, o in self.objects.items() if self.is_stale(o)]
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(lambda s: must_build(self.command(s, self.objects[s])), stale))

    @staticmethod
    def needed(target):
        """The files that an object was made from, by the compiler's own list."""
        text = target.with_suffix(".d").read_text().replace("\\\n", " ")
        return [Path(word) for word in text.split(":", 1)[1].split()]

    def is_stale(self, target):
        if not target.exists() or not target.with_suffix(".d").exists():
            return True
        made = target.stat().st_mtime
        return any(not f.exists() or f.stat().st_mtime > made
                   for f in self.needed(target) if str(f).startswith(str(ROOT)))

    def command(self, source, target, first=()):
        target.parent.mkdir(parents=True, exist_ok=True)
        return [*COMPILE[:3], *first, *COMPILE[3:], "-include", self.prelude, "-MMD",
                "-c", source, "-o", target]

    def users_of(self, source):
        if source.suffix == ".cpp":
            return [source]
        return [s for s, o in self.objects.items() if source in self.needed(o)]

    def link(self, program, replaced):
        objects = [replaced.get(s, o) for s, o in self.objects.items()]
        return built([COMPILER, *objects, *LIBRARIES, "-o", program])


def killer(program, families):
    """The first test that fails, or what else ended the run; None if nothing did."""
    chosen = ":".join(f"*/{f}" for f in families) + ":known.*:on_spheres.*"
    environment = {**os.environ, "GTEST_FAIL_FAST": "1", "GTEST_FILTER": chosen}
    try:
        done = subprocess.run([program], cwd=ROOT, env=environment, capture_output=True,
                              text=True, errors="replace", timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"{TIME_LIMIT_S} s limit"
    if done.returncode == 0:
        return None
    failed = re.search(r"^\[  FAILED  \] ([^\s,]+)", done.stdout, re.MULTILINE)
    started = re.findall(r"^\[ RUN      \] (\S+)", done.stdout, re.MULTILINE)
    if failed:
        return failed.group(1)
    return f"{started[-1] if started else 'start'} (exit status {done.returncode})"


def judge(build, mutant):
    """'killed ...', 'survived' or 'no program', and which test it was."""
    with tempfile.TemporaryDirectory(dir=build.folder) as folder:
        # A copy of the tree's includes with this one file changed comes first on the path.
        copy = Path(folder) / mutant.source.relative_to(ROOT)
        copy.parent.mkdir(parents=True)
        copy.write_text(mutant.text)
        replaced = {}
        for user in build.users_of(mutant.source):
            target = Path(folder) / (user.stem + ".o")
            given = copy if user == mutant.source else user
            if built(build.command(given, target, ["-I", folder])).returncode != 0:
                return "no program", ""
            replaced[user] = target
        program = Path(folder) / "families_test"
        if build.link(program, replaced).returncode != 0:
            return "no program", ""
        families = [u.stem for u in replaced if u.parent == FAMILIES]
        by = killer(program, families)
        return ("survived", "") if by is None else ("killed", by)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", help="FILE or FILE:LINE, as beta.cpp:50")
    parser.add_argument("--sample", type=int, metavar="N", help="N mutants of each file, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", type=Path, help="keep the objects in this folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def selected(options):
    chosen = []
    name, _, line = (options.only or "").partition(":")
    for source in formulas():
        if name and source.name != name:
            continue
        own = [m for m in mutants_of(source) if line in ("", str(m.line))]
        if options.sample is not None and options.sample < len(own):
            own = random.Random(f"{options.seed} {source.name}").sample(own, options.sample)
        chosen += own
    return chosen


def main():
    options = arguments()
    mutants = selected(options)
    if not mutants:
        print("no such mutant", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.build or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        build = Build(folder.resolve(), options.jobs)
        program = build.folder / "families_test"
        if build.link(program, {}).returncode != 0:
            print("the tests do not link", file=sys.stderr)
            return 2
        files = {m.source for m in mutants}
        unchanged = killer(program, [u.stem for f in files for u in build.users_of(f)])
        if unchanged is not None:
            print(f"the tests fail without any mutation: {unchanged}", file=sys.stderr)
            return 2
        counts = {"killed": 0, "survived": 0, "no program": 0}
        with ThreadPoolExecutor(options.jobs) as pool:
            for mutant, (verdict, by) in zip(mutants, pool.map(lambda m: judge(build, m), mutants)):
                counts[verdict] += 1
                place = f"{mutant.source.name}:{mutant.line}"
                print(f"{verdict:10} {place} {mutant.rule}: {mutant.after}  {by}", flush=True)
    print(", ".join(f"{n} {verdict}" for verdict, n in counts.items()))
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
