#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random and adversarial problems of every quantity, answered by kloracle and again by mpmath.

    python3 tests/crosscheck/mpmath_crosscheck.py --kloracle build/dev/tools/kloracle

Each answer is checked as a whole: its enclosure contains mpmath's value, its value and its decimal
are that number correctly rounded, and an infinite or undefined answer is one by the definition.
Exit status: 0 all agree, 1 a disagreement, 64 mpmath is missing.
"""

import argparse
import collections
import itertools
import json
import math
import random
import re
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    from mpmath import mp
except ImportError:
    print("mpmath_crosscheck.py needs mpmath: python3 -m pip install mpmath gmpy2", file=sys.stderr)
    sys.exit(64)
import drawn_problems
import mpmath_quantities as quantities
import mpmath_values as v

PRECISION = {"binary16": (11, -14, 15), "bfloat16": (8, -126, 127), "binary32": (24, -126, 127),
             "binary64": (53, -1022, 1023), "binary128": (113, -16382, 16383)}
FAR = 40000  # past 2^FAR, or below 2^-FAR, no format tells a number from any other


# --- exact rounding --------------------------------------------------------------------------

def in_units(x, unit, direction):
    """The integer k with k * unit = x rounded; x is a Fraction."""
    k, rest = divmod(abs(x), unit)
    away = {"upward": x > 0, "downward": x < 0, "toward_zero": False,
            "nearest_even": 2 * rest > unit or (2 * rest == unit and k % 2 == 1),
            "nearest_away": 2 * rest >= unit}[direction]
    return (k + (rest > 0 and away)) * (-1 if x < 0 else 1)


def exponent_of(x):
    """e with 2^e <= |x| < 2^(e+1)"""
    e = abs(x.numerator).bit_length() - x.denominator.bit_length()
    return e if abs(x) >= Fraction(2) ** e else e - 1


def rounded(x, form, direction):
    """(x in the format, '-' or ''): a Fraction or a float infinity, and the sign of a zero."""
    precision, least, most = PRECISION[form]
    sign = "-" if x < 0 else ""
    if x == 0:
        return Fraction(0), sign
    unit = Fraction(2) ** (max(exponent_of(x), least) - precision + 1)
    magnitude = abs(in_units(x, unit, direction)) * unit
    largest = (2 - Fraction(2) ** (1 - precision)) * Fraction(2) ** most
    if magnitude > largest:
        inward = {"toward_zero", "downward" if x > 0 else "upward"}
        magnitude = largest if direction in inward else math.inf
    return (-magnitude if sign else magnitude), sign


def read_value(text):
    """The same pair from kloracle's hex."""
    x = float(text) if text.endswith("inf") else v.number(text)
    return x, "-" if text.startswith("-") else ""


def rounded_decimal(x, digits, direction):
    if x == 0:
        return Fraction(0)
    e = len(str(abs(x.numerator))) - len(str(x.denominator)) - 1
    e += abs(x) >= Fraction(10) ** (e + 1)
    unit = Fraction(10) ** (e - digits + 1)
    return in_units(x, unit, direction) * unit


# --- one answer ------------------------------------------------------------------------------

def endpoint(text, rational):
    """An end of an enclosure, exactly: a Fraction to compare with one, else an mpf."""
    if text.endswith("inf"):
        return mp.mpf(text)
    return v.number(text) if rational else v.dyadic(*v.hex_parts(text))


def apart(ends, enclosure):
    """Whether the two intervals have no point in common; mpf are compared exactly."""
    low, high = ends
    lower, upper = (endpoint(text, isinstance(low, Fraction)) for text in enclosure)
    return high < lower or upper < low


def is_far(x):
    return not isinstance(x, Fraction) and x != 0 and abs(mp.mag(x)) > FAR


def as_fraction(x):
    """x exactly, or a stand-in for one far from 1."""
    if isinstance(x, Fraction):
        return x
    sign, mantissa, exponent, _ = x._mpf_
    if is_far(x):
        mantissa, exponent = 1, FAR if mp.mag(x) > 0 else -FAR
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** exponent


class Reference:
    """mpmath's value, to be narrowed as the checks need it."""

    def __init__(self, problem, compute=quantities.evaluated):
        self.problem, self.compute, self.doubled = problem, compute, 0
        self.value, self.error = quantities.settled(problem, compute)

    def ends(self):
        """The value less and plus its error; neither is rounded by more than the error."""
        if not self.error:
            return self.value, self.value
        with mp.workprec(mp.mag(self.value) - mp.mag(self.error) + 100 if self.value else 100):
            return self.value - 2 * self.error, self.value + 2 * self.error

    def narrow(self):
        """A better value; False if there is none to be had."""
        if not self.error or self.doubled == 2:
            return False
        self.doubled += 2
        self.value, self.error = quantities.settled(self.problem, self.compute, self.doubled)
        return True

    def agreed(self, rounding):
        """The values of rounding() at both ends, narrowed until they are one if that can be."""
        while True:
            low, high = (rounding(as_fraction(x)) for x in self.ends())
            if low == high or not self.narrow():
                return low, high


def check_exact(problem, answer, reference):
    """What is wrong with an answer whose value is known, the Fraction `reference`; or None."""
    value = read_value(answer["value"])
    if value != rounded(reference, problem["format"], problem["rounding"]):
        return "wrongly rounded"
    if answer["inexact"] is (value[0] == reference):
        return f"inexact is {answer['inexact']}"
    decimal = rounded_decimal(reference, problem["digits"], problem["rounding"])
    if "decimal" in answer and v.number(answer["decimal"]) != decimal:
        return "wrong decimal"
    return None


def check_rounded(problem, answer, reference, tally):
    """What is wrong with an answer whose value is known to be between two numbers, or None."""
    direction = problem["rounding"]
    value = read_value(answer["value"])
    low, high = reference.agreed(lambda x: rounded(x, problem["format"], direction))
    tally["not separated"] += low != high
    if not (low[0] <= value[0] <= high[0] if low != high else value == low):
        return "wrongly rounded"
    low, high = map(as_fraction, reference.ends())
    if answer["inexact"] is False and not low <= value[0] <= high:
        return "inexact is false"
    if "decimal" in answer and not any(map(is_far, reference.ends())):
        low, high = reference.agreed(lambda x: rounded_decimal(x, problem["digits"], direction))
        if not low <= v.number(answer["decimal"]) <= high:
            return "wrong decimal"
    return None


def check_value(problem, answer, reference, tally):
    """What is wrong with an answer that has a value, or None."""
    if apart(reference.ends(), answer["enclosure"]):
        return "mpmath's value is not in the enclosure"
    if answer["status"] == "undecided":
        return None
    if isinstance(reference.value, Fraction):
        if answer["status"] == "exact" and v.number(answer["rational"]) != reference.value:
            return "the value is not that rational"
        return check_exact(problem, answer, reference.value)
    if answer["status"] == "exact":
        rational = v.number(answer["rational"])
        low, high = map(as_fraction, reference.ends())
        if not low <= rational <= high:
            return "the value is not that rational"
        return check_exact(problem, answer, rational)
    return check_rounded(problem, answer, reference, tally)


def check_minimiser(problem, answer):
    reference = Reference(problem, quantities.minimiser)
    wrong = reference.value is not None and apart(reference.ends(), answer["minimiser"])
    return "mpmath's minimiser is not enclosed" if wrong else None


def check(problem, answer, tally):
    """What is wrong with the answer, or None."""
    status = answer.get("status")
    if "error" in answer or not answer:
        return "refused" if answer else "kloracle died"
    try:
        reference = Reference(problem)
    except v.PlusInfinity:
        return None if status == "plus_infinity" else "should be plus_infinity"
    except v.Undefined as reason:
        return None if status == "undefined" else f"should be undefined: {reason}"
    if status not in ("exact", "rounded", "undecided"):
        return f"should have a value, {mp.nstr(v.real(reference.value), 20)}"
    wrong = check_value(problem, answer, reference, tally)
    if wrong is None and problem["quantity"] == "chernoff_information":
        return check_minimiser(problem, answer)
    return wrong


# --- the run ---------------------------------------------------------------------------------

def coverage(kloracle):
    """[(quantity, [semantics])] from `kloracle list coverage`."""
    table = subprocess.run([kloracle, "list", "coverage"], capture_output=True, text=True,
                           check=True).stdout
    rows = [[cell.strip(" `") for cell in line.strip().strip("|").split("|")]
            for line in table.splitlines() if line.startswith("|")]
    header, body = rows[0], [row for row in rows[1:] if not re.fullmatch(r"[:-]+", row[0])]
    if "kl" in header:  # quantities across, semantics down
        return [(what, [row[0] for row in body if row[i] == "yes"])
                for i, what in enumerate(header) if i]
    return [(row[0], [how for how, cell in zip(header[1:], row[1:]) if cell == "yes"])
            for row in body]


def problems(offered, count, seed, only):
    """`count` problems, quantities and their semantics in turn; each has its own random stream."""
    chosen = [row for row in offered if not only or row[0] in only]
    for number in range(count):
        what, accepted = chosen[number % len(chosen)]
        how = accepted[number // len(chosen) % len(accepted)]
        source = drawn_problems.Source(random.Random(f"{seed}/{number}"))
        yield source.problem(what, how, number)


def given_problems(stream):
    for line in stream:
        problem = json.loads(line)
        yield {"format": "binary64", "rounding": "nearest_even", "digits": 17, **problem}


class Kloracle:
    """One `kloracle eval --json`, fed from a thread so that neither side waits for the other."""

    def __init__(self, kloracle, stream):
        self.process = subprocess.Popen([kloracle, "eval", "--json"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.sent = collections.deque()
        self.feeder = threading.Thread(target=self.feed, args=(stream,), daemon=True)
        self.feeder.start()

    def feed(self, stream):
        try:
            for problem in stream:
                line = json.dumps(problem, separators=(",", ":"))
                self.sent.append((problem, line))
                self.process.stdin.write(line + "\n")
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it died; what it did not answer is in `sent`

    def answers(self):
        """(problem, line, answer) as they come."""
        for answer in self.process.stdout:
            yield *self.sent.popleft(), json.loads(answer)
        self.feeder.join()


def answered(kloracle, stream):
    """(problem, line, answer) of each problem; the answer to one that kills kloracle is {}."""
    stream = iter(stream)
    while True:
        run = Kloracle(kloracle, stream)
        yield from run.answers()
        if run.process.wait() in (0, 2) and not run.sent:
            return
        yield *run.sent.popleft(), {}
        stream = itertools.chain([problem for problem, _ in run.sent], stream)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kloracle", default="build/dev/tools/kloracle", metavar="PATH")
    parser.add_argument("--count", type=int, default=100000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", metavar="QUANTITY", help="only these quantities")
    parser.add_argument("--problems", type=argparse.FileType(), metavar="FILE",
                        help="check the problem lines of this file instead of random ones")
    return parser.parse_args()


def main():
    options = arguments()
    sys.set_int_max_str_digits(0)  # exact answers are as long as they are
    offered = coverage(options.kloracle)
    unknown = sorted({what for what, _ in offered} - drawn_problems.KNOWN)
    if unknown:
        sys.exit(f"mpmath_quantities.py has no formula for {', '.join(unknown)}")
    stream = given_problems(options.problems) if options.problems else \
        problems(offered, options.count, options.seed, options.only)
    tallies = collections.defaultdict(collections.Counter)
    start, done, wrong = time.monotonic(), 0, 0
    for problem, line, answer in answered(options.kloracle, stream):
        tally = tallies[problem["quantity"]]
        fault = check(problem, answer, tally)
        done += 1
        tally["refused" if "error" in answer else answer.get("status")] += 1
        if fault:
            wrong += 1
            tally["disagreements"] += 1
            print(f"{fault}\n  {line}\n  {json.dumps(answer)}", flush=True)
        if sys.stderr.isatty() and done % 100 == 0:
            print(f"\r{done} checked, {wrong} disagree", end="", file=sys.stderr, flush=True)
    columns = ("exact", "rounded", "undecided", "plus_infinity", "undefined", "not separated",
               "disagreements")
    print(f"\n{'':32}" + "".join(f"{c:>15}" for c in columns))
    for what in sorted(tallies):
        print(f"{what:32}" + "".join(f"{tallies[what][c]:>15}" for c in columns))
    print(f"{done} problems, {wrong} disagreements, {time.monotonic() - start:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
