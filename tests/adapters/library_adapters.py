# SPDX-License-Identifier: Apache-2.0
"""What the tests of the R, JavaScript and C++ library adapters share. Not a test.

A table of known values pins the conventions: of p = (1/2, 1/2) and q = (1/4, 3/4), and of the same
times 2 and 4, which tells what normalises. A check with a single case pins the declarations.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from kits_test import ADAPTERS, DEADLINE_S, KLORACLE, Bytes, Texts  # noqa: E402,F401

ROOT = ADAPTERS.parents[1]
HALVES, QUARTERS = [0.5, 0.5], [0.25, 0.75]
ONES, ODDS = [1.0, 1.0], [1.0, 3.0]  # the same, not normalised
SKIPPED, NOTHING = "skip", None

# By the definitions, of HALVES and QUARTERS.
KL = math.log(4 / 3) / 2
REVERSE_KL = math.log(27 / 16) / 4
MIDDLE = math.log(16 / 15) / 2  # KL from the mean of the two
JENSEN_SHANNON = (MIDDLE + math.log(2 / 3) / 4 + math.log(6 / 5) * 3 / 4) / 2
COEFFICIENT = math.sqrt(1 / 8) + math.sqrt(3 / 8)
HELLINGER = math.sqrt(1 - COEFFICIENT)
ROOTS = math.sqrt(2 - 2 * COEFFICIENT)  # the Euclidean distance of the roots


def introduced(*command):
    """The answer to hello of an adapter that has just been started, and its conversation."""
    encodings = ["hexfloat", "bits", "bin"]
    probe = subprocess.run(command, input=json.dumps(
        {"klap": 1, "cmd": "hello", "suite": "0", "encodings": encodings}) + "\n", text=True,
        capture_output=True, timeout=DEADLINE_S, env=dict(os.environ, LC_ALL="C"))
    hello = json.loads(probe.stdout.splitlines()[0])
    chosen = hello["encoding"]
    subject = Bytes(*command) if chosen == "bin" else Texts(chosen, *command)
    subject.ask({"klap": 1, "cmd": "hello", "suite": "0", "encodings": encodings})
    return hello, subject


def kept(number):
    """Five digits of a value: its convention, and not its accuracy; "skip" of an entry for that."""
    return SKIPPED if isinstance(number, dict) and "skip" in number else "%.5g" % number


def hold_conventions(test, command, known):
    """Every function is in the table, and returns what it says."""
    hello, subject = introduced(*command)
    formats = {f["name"]: f["formats"][0] for f in hello["functions"]}
    with subject:
        for name, p, q, value in known:
            sides = [p] if q is NOTHING else [p, q]
            (returned,) = subject.eval(1, name, formats[name], [sides])
            with test.subTest(name, p=p, q=q):
                test.assertEqual(kept(returned), value if value == SKIPPED else kept(value))
        subject.end(b'{"cmd":"bye"}\n')
    test.assertEqual(set(formats), {name for name, *_ in known})


def hold_declarations(test, command):
    """kloracle takes them all."""
    hello, subject = introduced(*command)
    with subject:
        pass
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        done = subprocess.run([KLORACLE, "check", "cmd:" + " ".join(map(str, command)),
                               "--cases", "1", "--laws", "0", "--report", report],
                              capture_output=True, text=True, timeout=4 * DEADLINE_S)
        test.assertIn(done.returncode, (0, 1), done.stderr)
        lines = [json.loads(line) for line in report.read_text().splitlines()]
    judged = {line["function"] for line in lines if line["line"] == "summary"}
    test.assertEqual(judged, {f["name"] for f in hello["functions"]})
    test.assertTrue(all(f["note"] and f["snippet"] for f in hello["functions"]))


def hex_text(x):
    """A number as kloracle fills it in for {p:hex}."""
    return "-inf" if x == -math.inf else x.hex() if math.isfinite(x) else repr(x)


def filled(snippet, sides, dtype="float64"):
    """A snippet with one case in it, as kloracle fills it in."""
    for side, values in zip("pq", sides):
        snippet = snippet.replace("{%s}" % side, "[%s]" % ", ".join(map(repr, values)))
        snippet = snippet.replace("{%s:hex}" % side, "[%s]" % ", ".join(map(hex_text, values)))
    return snippet.replace("{dtype}", dtype)


def samples(command, known):
    """(function, snippet filled in, what the adapter returns), once for each format."""
    hello, subject = introduced(*command)
    declared = {f["name"]: f for f in hello["functions"]}
    dtypes = {"binary64": "float64", "binary32": "float32"}
    found = {}
    with subject:
        for name, p, q, value in known:
            sides = [p] if q is NOTHING else [p, q]
            for format in declared[name]["formats"] if value != SKIPPED else ():
                if (name, format) not in found:
                    (returned,) = subject.eval(1, name, format, [sides])
                    program = filled(declared[name]["snippet"], sides, dtypes[format])
                    found[name, format] = (program, returned)
    return [(name, *rest) for (name, _), rest in found.items()]


def hold_absence(test, name, group, command, **environment):
    """Without its library an adapter says so in one line, and ends with status 69."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=DEADLINE_S, env=dict(os.environ, **environment))
    test.assertEqual((done.returncode, done.stdout), (69, ""), done.stderr)
    test.assertEqual(done.stderr.count("\n"), 1, done.stderr)
    test.assertTrue(done.stderr.startswith(name + ": No module named '"), done.stderr)
    test.assertTrue(done.stderr.endswith("tools/setup --adapters %s installs it\n" % group),
                    done.stderr)
