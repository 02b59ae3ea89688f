#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Findings confirmed by somebody else: mpmath, with formulas that share nothing with kloracle.

    kloracle report audit/report.jsonl --as findings | python3 tests/tools/confirm_findings.py

Of each finding the certified value, its enclosure and its decimal are computed again at 100 digits
and more, and the error in ulps from what was returned, in exact rationals; of a broken law the
certified values of its terms. One line per finding: agrees, disagrees, or no formula (here), and
why. Exit status: 0 no disagreement, 1 a disagreement.
"""

import argparse
import collections
import concurrent.futures
import json
import math
import re
import signal
import sys
from fractions import Fraction
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "fixtures"), str(TESTS / "crosscheck")]
sys.dont_write_bytecode = True
try:
    import mpmath  # noqa: F401
except ImportError:
    sys.exit("confirm_findings.py needs Debian's python3-mpmath")
import mpmath_answers as answers  # noqa: E402
import mpmath_values as v  # noqa: E402
from exact_texts import FORMATS, decimal, digits_of, exponent_of, number, rounded  # noqa: E402

SECONDS = 60  # for a finding
FARTHEST = 2 * answers.LONGEST  # exponents beyond are as good as this one, next to a value
UP = 1 + Fraction(1, 2 ** 50)  # a few roundings upwards in binary64
OPTIONS = ("order", "weight", "convention", "generator", "support", "kernel", "cosine", "unit")
PARAMETERS = {"clipped": "eps", "smoothed": "pseudocount"}


class NoFormula(Exception):
    """What mpmath cannot confirm here; says why."""


# ---- The problem of a law's term, from the declaration of the function.


def folded(numbers, shape):
    """A list as a nested table, row by row."""
    for length in reversed(shape[1:]):
        numbers = [numbers[i:i + length] for i in range(0, len(numbers), length)]
    return numbers


def side_of(declared, numbers):
    """The parameters of a family by their names."""
    side, rest = {"family": declared["family"]}, list(numbers)
    for entry in declared["parameters"]:
        name, shape = (entry, []) if isinstance(entry, str) else (entry["name"], entry["shape"])
        taken = [rest.pop(0) for _ in range(math.prod(shape))]
        side[name] = folded(taken, shape) if shape else taken[0]
    return side


def option_text(text):
    """A number of a declaration: its decimals are the nearest binary64."""
    if isinstance(text, list):
        return [option_text(x) for x in text]
    return float(text).hex() if re.fullmatch(r"-?[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?", text) else text


def problem_of(declaration, p, q):
    """The problem that a function solves on these numbers."""
    problem = {"quantity": declaration["quantity"]}
    problem.update((key, option_text(declaration[key])) for key in OPTIONS if key in declaration)
    if isinstance(declaration.get("p"), dict):
        problem["p"] = side_of(declaration["p"], p)
        if q is not None:
            problem["q"] = side_of(declaration["q"], q)
        return problem
    semantics = declaration["semantics"]
    problem["semantics"] = semantics
    if "parameter" in declaration:
        problem[PARAMETERS[semantics]] = option_text(declaration["parameter"])
    space = declaration.get("space", "probs")
    shape = declaration.get("shape", [])
    problem["p"] = {"family": "categorical", space: folded(p, shape)}
    if q is not None:
        space_q = declaration.get("space_q", space)
        problem["q"] = {"family": "categorical", space_q: folded(q, shape)}
    return problem


# ---- Values.


def value_of(problem, careful):
    """(least, most, shift): what the value over 2^shift can be, Fractions; "inf"; NoFormula.

    The shift is 0 but for values that are too large or too small to write out.
    """
    try:
        value, error, shift = answers.value_of(problem, careful=careful)
    except v.PlusInfinity:
        return "inf"
    except v.Undefined as reason:
        raise NoFormula("undefined: %s" % reason)
    except NotImplementedError:
        raise NoFormula("mpmath has none for it, or needs too many digits")
    return value - error, value + error, shift


def end_of(text, shift):
    """The number over 2^shift that a text writes; "inf" or "-inf" too."""
    mantissa, p, exponent = text.partition("p")
    if not p:
        return number(text)
    exponent = max(-FARTHEST, min(FARTHEST, int(exponent) - shift))
    return number("%sp%+d" % (mantissa, exponent))


def rounded_of(end, shift, form):
    if shift == 0:
        return rounded(end, form)
    return ("-" if end < 0 else "") + ("inf" if shift > 0 else "0x0p+0")


def decimal_of(end, shift, places):
    return answers.decimal_of_shifted(end, shift, places) if shift else decimal(end, places)


def faults_of_value(value, facts, form):
    """What is wrong with the certified value, enclosure and decimal."""
    if value == "inf":
        return [] if facts["certified"] == "inf" else ["the value is infinite"]
    faults = []
    *ends, shift = value
    if facts.get("enclosure"):
        low, high = (end_of(end, shift) for end in facts["enclosure"])
        above = low != "-inf" and (low == "inf" or ends[1] < low)
        if above or high != "inf" and (high == "-inf" or high < ends[0]):
            faults.append("the value is outside of the enclosure, %s"
                          % decimal_of(ends[0], shift, 20))
    said, right = facts.get("certified"), [rounded_of(end, shift, form) for end in ends]
    if said is not None and said not in right:
        faults.append("certified should be %s" % right[0])
    if facts.get("decimal"):
        right = [decimal_of(end, shift, digits_of(facts["decimal"])) for end in ends]
        if facts["decimal"] not in right:
            faults.append("the decimal should be %s" % right[0])
    return faults


def ulp(value, form):
    precision, least, _ = FORMATS[form]
    exponent = max(exponent_of(value), least) if value else least
    return Fraction(2) ** (exponent - precision + 1)


def errors_in_ulps(returned, low, high, form):
    """(least, most) of a value in [low, high]; the ulp halves below a power of two."""
    ulps = [ulp(end, form) for end in (low, high)]
    if low < 0 < high:
        ulps.append(ulp(0, form))
    gaps = [abs(returned - end) for end in (low, high)]
    least = 0 if low <= returned <= high else min(gaps) / max(ulps)
    return least, max(gaps) / min(ulps)


def faults_of_error(value, facts, form):
    """What is wrong with the stated error: it bounds the true one, and no more than it must."""
    returned = facts.get("returned") or ""
    if facts.get("ulp_error") is None or value == "inf" or not re.match(r"-?0x", returned):
        return []
    low, high, shift = value
    if shift:
        raise NoFormula("the error from a value too large or too small to write out")
    returned, said = number(returned), Fraction(float(facts["ulp_error"]))
    ends = [end_of(end, 0) for end in facts["enclosure"]]
    if max(low, ends[0]) <= min(high, ends[1]):  # else said to be outside
        low, high = max(low, ends[0]), min(high, ends[1])
    least, _ = errors_in_ulps(returned, low, high, form)
    if said < least:
        return ["the error is %s ulp, more than %s" % (decimal(least, 4), decimal(said, 4))]
    _, most = errors_in_ulps(returned, *ends, form)
    if said > most * UP:
        return ["the error is %s ulp, not %s" % (decimal(most, 4), decimal(said, 4))]
    return []


def faults_of_case(problem, facts, form):
    """Everything wrong with what is said of a case; where digits ran out a second, careful look."""
    faults = []
    for careful in (False, True):
        try:
            value = value_of(problem, careful)
        except NoFormula as why:
            raise NoFormula("; by few digits ".join([str(why)] + faults))
        faults = faults_of_value(value, facts, form) + faults_of_error(value, facts, form)
        if not faults:
            return []
    return faults


def faults_of_term(declaration, term):
    """The same of a law's term, of which the decimal alone is stated."""
    said = term["certified"]
    if said != "inf" and not re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", said):
        raise NoFormula("a term certified as '%s'" % said)
    facts = {"certified": "inf"} if said == "inf" else {"decimal": said}
    problem = problem_of(declaration, term["p"], term.get("q"))
    return faults_of_case(problem, {"certified": None, **facts}, "binary64")


def faults_of_law(finding):
    terms = [term for term in finding["law"].get("terms", [])
             if term.get("function") == finding["function"]]
    if "declaration" not in finding or not terms:
        raise NoFormula("no term of a declared function")
    return [fault for term in terms for fault in faults_of_term(finding["declaration"], term)]


def faults_of_finding(finding):
    if finding["kind"] == "law":
        return faults_of_law(finding)
    if "problem_json" not in finding:
        raise NoFormula("the report does not hold the input")
    problem = finding["problem_json"]
    problem = json.loads(problem) if isinstance(problem, str) else problem
    faults = faults_of_case(problem, finding, finding["format"])
    drawn = finding.get("from", {})
    if drawn.get("p") and "declaration" in finding:
        before = problem_of(finding["declaration"], drawn["p"], drawn.get("q"))
        faults += ["as drawn: " + x for x in faults_of_case(before, drawn, finding["format"])]
    return faults


# ---- One line for each.


def out_of_time(*_):
    raise NoFormula("not settled in %d s" % SECONDS)


def judged(line):
    """(the finding's line of output, its verdict)"""
    finding = json.loads(line)
    number = finding.get("finding", finding.get("judgement"))  # of a run, or of tools/audited
    name = "%s {subject} {function} {format} {kind}".format(**finding) % number
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(SECONDS)
    try:
        faults = faults_of_finding(finding)
        verdict = "disagrees" if faults else "agrees"
        reason = "; ".join(faults)
    except NoFormula as why:
        verdict, reason = "no formula", str(why)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        verdict, reason = "disagrees", "%s: %s" % (type(error).__name__, error)
    finally:
        signal.alarm(0)
    return "%s: %s%s" % (name, verdict, reason and " (%s)" % reason), verdict


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", default="-", help="findings, one JSON object per line")
    options = parser.parse_args()
    with sys.stdin if options.file == "-" else open(options.file, encoding="utf-8") as source:
        lines = [line for line in source if line.strip() and "kind" in json.loads(line)]
    counts = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for text, verdict in pool.map(judged, lines):
            counts[verdict] += 1
            print(text, flush=True)
    print("%d findings: %d agree, %d disagree, %d without a formula here"
          % (len(lines), counts["agrees"], counts["disagrees"], counts["no formula"]))
    return 1 if counts["disagrees"] else 0


if __name__ == "__main__":
    sys.exit(main())
