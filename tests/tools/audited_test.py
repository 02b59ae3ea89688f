# SPDX-License-Identifier: Apache-2.0
"""What tools/audited lists is true: each certified value is computed again, and each finding is put
to the library that it is about. A library that is not installed is skipped, and the line says how
to get it.

Run as: KLORACLE=path/to/kloracle python3 tests/tools/audited_test.py
"""

import json
import math
import os
import shlex
import struct
import subprocess
import sys
import tomllib
import unittest
import zlib
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AUDITED = ROOT / "tools" / "audited"
KLORACLE = os.environ.get("KLORACLE", str(ROOT / "build/dev/tools/kloracle"))
FOUND = [json.loads(line) for line in (AUDITED / "found.jsonl").read_text().splitlines()]
FINDINGS = [f for f in FOUND if "judgement" in f]
PRECISION = {"binary64": (53, -1022), "binary32": (24, -126), "binary16": (11, -14),
             "bfloat16": (8, -126)}
ABSENT = 69
ADAPTERS_PYTHON = ".adapters/python/bin/python"
PATTERNS = {"binary64": ">d", "binary32": ">f", "binary16": ">e", "bfloat16": ">f"}


def exact(text):
    """The rational number that a C99 hex float is, of any exponent."""
    sign = -1 if text.startswith("-") else 1
    digits, _, exponent = text.lstrip("-+")[2:].partition("p")
    whole, _, fraction = digits.partition(".")
    return sign * Fraction(int(whole + fraction, 16)) * Fraction(2) ** (
        int(exponent) - 4 * len(fraction))


def ulp(value, form):
    """One unit in the last place of a rational number in a format."""
    precision, least = PRECISION[form]
    magnitude = abs(value)
    exponent = magnitude.numerator.bit_length() - magnitude.denominator.bit_length()
    if Fraction(2) ** exponent > magnitude:
        exponent -= 1
    return Fraction(2) ** (max(exponent, least) - precision + 1)


def coded(text, encoding, form):
    """A hex float in the encoding that an adapter chose."""
    if encoding == "hexfloat":
        return text
    number = float(text) if text.lstrip("-") in ("inf", "nan") else float.fromhex(text)
    if encoding == "dec17":
        return f"{number:.16e}" if math.isfinite(number) else text
    width = 4 if form in ("binary16", "bfloat16") else 8 if form == "binary32" else 16
    return struct.pack(PATTERNS[form], number).hex()[:width]


def decoded(text, encoding, form):
    """The number that came back."""
    if encoding == "hexfloat":
        return float.fromhex(text)
    if encoding == "dec17":
        return float(text)
    layout = PATTERNS[form]
    return struct.unpack(layout, bytes.fromhex(text.ljust(2 * struct.calcsize(layout), "0")))[0]


class Adapter:
    """One process of an adapter, spoken to in KLAP."""

    def __init__(self, argument):
        command = shlex.split(argument.removeprefix("cmd:"))
        if command[0] == ADAPTERS_PYTHON and not (ROOT / ADAPTERS_PYTHON).exists():
            command[0] = ".venv/bin/python"  # has NumPy and SciPy, of the same versions
        environment = dict(os.environ, LC_ALL="C")
        try:
            self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                            env=environment)
        except FileNotFoundError as error:
            why = f"{error.filename} is missing; tools/setup --adapters all"
            raise unittest.SkipTest(why) from error
        try:
            self.hello = self.ask({"klap": 1, "cmd": "hello", "suite": "test",
                                   "encodings": ["hexfloat", "bits", "dec17", "bin"]})
        except (BrokenPipeError, ValueError):
            log = self.process.communicate()[1].decode().strip().splitlines()
            if self.process.returncode in (ABSENT, 126, 127):
                raise unittest.SkipTest(log[-1] if log else "not installed") from None
            raise AssertionError(f"{argument} did not start: {log[-3:]}") from None

    def ask(self, request, payload=b""):
        self.process.stdin.write(json.dumps(request).encode() + b"\n" + payload)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def value(self, finding):
        """What the library makes of a finding's input now: a number, or what it raised."""
        form, encoding = finding["format"], self.hello["encoding"]
        if encoding == "bin":
            return self.value_in_bytes(finding)
        case = {side: [coded(x, encoding, form) for x in finding["input"][side]]
                for side in "pq" if finding["input"].get(side)}
        reply = self.ask({"cmd": "eval", "seq": 1, "function": finding["function"], "format": form,
                          "cases": [case]})
        result = reply["r"][0]
        return result if isinstance(result, dict) else decoded(result, encoding, form)

    def value_in_bytes(self, finding):
        """The same in the encoding `bin`: one case, whose answer is a status and a value."""
        layout = PATTERNS[finding["format"]].replace(">", "<")
        sides = [[float.fromhex(x) for x in finding["input"].get(side) or []] for side in "pq"]
        payload = struct.pack("<II", *map(len, sides))
        payload += b"".join(struct.pack(layout, x) for side in sides for x in side)
        reply = self.ask({"cmd": "eval", "seq": 1, "function": finding["function"],
                          "format": finding["format"], "cases": 1, "bytes": len(payload),
                          "crc32": zlib.crc32(payload)}, payload)
        answer = self.process.stdout.read(reply["bytes"])
        return {"throw": reply} if answer[0] else struct.unpack(layout, answer[1:])[0]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process.stderr.close()


def middle(finding):
    """The certified value, to 256 bits or so."""
    low, high = map(exact, finding["enclosure"])
    return (low + high) / 2


def persists(finding, value):
    """Whether a value is wrong in the way that the finding says. A number may differ in its digits
    on another processor; the error must then be of at least half as many bits."""
    if finding["kind"] == "lost":
        return isinstance(value, dict) and "throw" in value
    if isinstance(value, dict):
        return False
    if finding["kind"] == "nan":
        return math.isnan(value)
    if finding["kind"] == "infinity":
        return math.isinf(value) != (finding["status"] == "plus_infinity")
    if finding["kind"] == "zero":
        return value != 0 and middle(finding) == 0
    truth = middle(finding)
    if finding["kind"] == "sign":
        return value < 0 < truth or value > 0 > truth
    if not math.isfinite(value):
        return False
    error = abs(Fraction(value) - truth) / ulp(truth, finding["format"])
    return error > 1 and math.log2(error) >= math.log2(float(finding["ulp_error"])) / 2


class Audited(unittest.TestCase):
    def test_the_page_is_what_collect_writes(self):
        page = (AUDITED / "README.md").read_text()
        subprocess.run([sys.executable, "-B", AUDITED / "collect"], check=True)
        self.assertEqual((AUDITED / "README.md").read_text(), page, "run tools/audited/collect")

    def test_every_judgement_is_on_the_page(self):
        page = (AUDITED / "README.md").read_text()
        for j in tomllib.loads((AUDITED / "judgements.toml").read_text())["judgement"]:
            self.assertIn(f"### {j['title']}\n", page)

    def test_certified_values_are_what_kloracle_says_now(self):
        problems = [f for f in FINDINGS if "problem_json" in f]
        lines = "".join(json.dumps(f["problem_json"]) + "\n" for f in problems)
        run = subprocess.run([KLORACLE, "eval", "--json"], input=lines, capture_output=True,
                             text=True, check=True)
        answers = list(map(json.loads, run.stdout.splitlines()))
        self.assertEqual(len(answers), len(problems))
        for finding, answer in zip(problems, answers):
            with self.subTest(finding["judgement"]):
                self.assertEqual(answer["status"], finding["status"])
                self.assertEqual(answer.get("value"), finding.get("certified"))

    def test_certified_values_are_what_mpmath_says(self):
        script = ROOT / "tests" / "tools" / "confirm_findings.py"
        run = subprocess.run(["/usr/bin/python3", "-B", script, AUDITED / "found.jsonl"],
                             capture_output=True, text=True)
        if "needs Debian's python3-mpmath" in run.stderr:
            self.skipTest(run.stderr.strip())
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        due = f"{len(FINDINGS)} findings: {len(FINDINGS)} agree, 0 disagree, 0 without a formula"
        self.assertIn(due, run.stdout)

    def test_what_the_libraries_return(self):
        adapters, skipped, repeated = {}, {}, 0
        for finding in FINDINGS:
            if finding["kind"] == "law":
                continue  # repeated below
            argument = finding["argument"]
            if argument in skipped:
                continue
            with self.subTest(finding["judgement"]):
                if argument not in adapters:
                    try:
                        adapters[argument] = Adapter(argument)
                    except unittest.SkipTest as reason:
                        skipped[argument] = str(reason)
                        continue
                value = adapters[argument].value(finding)
                self.assertTrue(persists(finding, value), f"now {value}: {finding['what']} no more")
                repeated += 1
        for adapter in adapters.values():
            adapter.close()
        for argument, reason in skipped.items():
            print(f"skipped {argument}: {reason}", file=sys.stderr)
        print(f"{repeated} findings repeated, {len(skipped)} libraries skipped", file=sys.stderr)
        if not repeated:
            self.skipTest("no library of tools/audited is installed: tools/setup --adapters all")

    def test_a_right_answer_is_no_finding(self):
        for finding in FINDINGS:
            if finding["kind"] == "law" or finding.get("status") != "rounded":
                continue
            right = float.fromhex(finding["certified"])
            with self.subTest(finding["judgement"]):
                self.assertFalse(persists(finding, right))


if __name__ == "__main__":
    unittest.main(verbosity=2)
