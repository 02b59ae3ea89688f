# SPDX-License-Identifier: Apache-2.0
"""What a problem's value is, by the textbook formula in mpmath at a given number of digits.

Numbers are read from the problem as Fractions. A quantity that is rational of rational inputs stays
a Fraction to the end; anything else is computed in mpmath. Nothing here is shared with kloracle.
"""

import re
from fractions import Fraction

from mpmath import libmp, mp

HALF = Fraction(1, 2)
INF = "inf"  # one object: compared with `is`
LONGEST_EXACT_POWER = 20000  # bits
NORMALISING = {"normalised", "counts", "smoothed", "logits"}


class PlusInfinity(Exception):
    """The value is +infinity."""


class Undefined(Exception):
    """There is no value."""


# --- reading ---------------------------------------------------------------------------------

def hex_parts(text):
    """(mantissa, exponent) of a hex float: mantissa * 2^exponent, exactly."""
    sign, whole, part, exponent = re.fullmatch(
        r"(-?)0x([0-9a-f]+)(?:\.([0-9a-f]*))?p([+-]\d+)", text).groups()
    part = part or ""
    return int(sign + whole + part, 16), int(exponent) - 4 * len(part)


def number(text):
    """The Fraction that a hex float, a fraction or an exact decimal writes; None for -inf."""
    if text == "-inf":
        return None
    if text == "inf":
        return INF
    if "0x" in text:
        mantissa, exponent = hex_parts(text)
        power = Fraction(1 << abs(exponent))
        return mantissa * power if exponent >= 0 else mantissa / power
    return Fraction(text)


def flat(nested):
    """(numbers row by row, shape) of a nested array."""
    shape, level = [], nested
    while isinstance(level, list):
        shape.append(len(level))
        level = level[0] if level else None
    for _ in shape[1:]:
        nested = [x for row in nested for x in row]
    return [number(x) for x in nested], shape


def real(x):
    """x in mpmath, rounded once."""
    return mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mp.mpf(x)


def dyadic(mantissa, exponent):
    """mantissa * 2^exponent in mpmath, unrounded."""
    return mp.make_mpf(libmp.from_man_exp(mantissa, exponent))


# --- the semantics ---------------------------------------------------------------------------

def transformed(x, how, parameter):
    """Rational weights after the semantics: Fractions."""
    if how == "clipped":
        return [min(max(w, parameter), Fraction(1)) for w in x]
    if how == "smoothed":
        x = [w + parameter for w in x]
    if how in NORMALISING:
        total = sum(x)
        if total == 0:
            raise Undefined("nothing to normalise")
        x = [w / total for w in x]
    return x


def softmax(logs):
    """e^l / sum e^l; None is a mask."""
    if all(l is None for l in logs):
        raise Undefined("everything is masked")
    powers = [mp.mpf(0) if l is None else mp.exp(real(l)) for l in logs]
    total = mp.fsum(powers)
    return [power / total for power in powers]


def side(problem, which):
    """The weights of one side: Fractions, or mpf where the inputs are logarithms."""
    (space, nested), = ((k, v) for k, v in problem[which].items() if k != "family")
    values, _ = flat(nested)
    how = problem["semantics"]
    if space in ("logits", "log_probs"):
        if how in ("logits", "normalised"):
            return softmax(values)
        return [mp.mpf(0) if l is None else mp.exp(real(l)) for l in values]
    parameter = problem.get("eps", problem.get("pseudocount"))
    return transformed(values, how, number(parameter) if parameter else None)


def same_softmax(problem):
    """Whether the logits of the two sides differ by a constant, exactly: p = q."""
    if problem["semantics"] not in ("logits", "normalised"):
        return False
    logs = [flat(x)[0] for s in "pq" for k, x in problem[s].items() if k in ("logits", "log_probs")]
    if len(logs) < 2 or any((a is None) != (b is None) for a, b in zip(*logs)):
        return False
    return len({a - b for a, b in zip(*logs) if a is not None}) == 1


def both_sides(problem):
    """(p, q) after the semantics; q is None if there is none."""
    p = side(problem, "p")
    if "q" not in problem:
        return p, None
    q = list(p) if same_softmax(problem) else side(problem, "q")
    if problem["semantics"] == "opencv":
        least = Fraction(1, 2**52)
        p = [w if w > least else Fraction(0) for w in p]
        q = [w if w > least else Fraction(1e-10) for w in q]
    if all(isinstance(w, Fraction) for w in p + q):
        return p, q
    return list(map(real, p)), list(map(real, q))


# --- the pieces of the formulas ---------------------------------------------------------------

def ln(x):
    """ln x; next to 1 from the exact difference, which no rounding of x would keep."""
    if isinstance(x, Fraction) and 2 * abs(x - 1) < 1:
        return mp.log1p(real(x - 1))
    return mp.log(real(x))


def sqrt(x):
    return mp.sqrt(real(x))


def power(x, a):
    """x^a for x > 0: a Fraction if both allow it, and it is not too long."""
    if isinstance(x, Fraction) and a.denominator == 1:
        bits = x.numerator.bit_length() + x.denominator.bit_length()
        if abs(a) * bits <= LONGEST_EXACT_POWER:
            return x ** int(a)
    return mp.power(real(x), real(a))


def times(x, y):
    """x y: a Fraction if both are."""
    exact = isinstance(x, Fraction) and isinstance(y, Fraction)
    return x * y if exact else real(x) * real(y)


def plus(x, y):
    """x + y: a Fraction if both are."""
    exact = isinstance(x, Fraction) and isinstance(y, Fraction)
    return x + y if exact else real(x) + real(y)


def total(terms):
    """The sum; Fractions stay Fractions."""
    terms = list(terms)
    if all(isinstance(x, Fraction) for x in terms):
        return sum(terms, Fraction(0))
    return mp.fsum(real(x) for x in terms)


def kl(p, q):
    """sum p ln(p/q)"""
    if any(b == 0 < a for a, b in zip(p, q)):
        raise PlusInfinity
    return total(real(a) * ln(a / b) for a, b in zip(p, q) if a > 0)


def skewed(p, q, w):
    """w KL(p, m) + (1-w) KL(q, m), m = w p + (1-w) q"""
    if w in (0, 1):
        return Fraction(0)
    m = [plus(times(w, a), times(1 - w, b)) for a, b in zip(p, q)]
    return plus(times(w, kl(p, m)), times(1 - w, kl(q, m)))


def power_sum(p, q, a):
    """sum p^a q^(1-a), a finite and neither 0 nor 1; INF if it diverges."""
    if a > 1 and any(y == 0 < x for x, y in zip(p, q)):
        return INF
    if a < 0 and any(x == 0 < y for x, y in zip(p, q)):
        return INF
    return total(power(x, a) * power(y, 1 - a) for x, y in zip(p, q) if x > 0 and y > 0)


def minus_log(x):
    """-ln x, where x may be 0."""
    if x == 0:
        raise PlusInfinity
    return -ln(x)


def over(x, divisor):
    """x / divisor for an x that may be INF."""
    if x is INF:
        if divisor > 0:
            raise PlusInfinity
        raise Undefined("-infinity")
    return x / divisor if isinstance(x, Fraction) else x / real(divisor)


def log_over(x, divisor):
    """ln(x) / divisor for an x that may be 0 or INF."""
    if x is INF:
        return over(INF, divisor)
    return over(INF, -divisor) if x == 0 else ln(x) / real(divisor)


def tsallis(p, q, a):
    if a is INF:
        if any(x > y for x, y in zip(p, q)):
            raise PlusInfinity
        return Fraction(0)
    if a == 1:
        return kl(p, q)
    if a == 0:
        return total(y for x, y in zip(p, q) if x == 0)
    s = power_sum(p, q, a)
    return over(s if s is INF else plus(s, -total(q)), a - 1)


def alpha(p, q, a):
    if a == 0:
        return kl(q, p)
    if a is INF or a == 1:
        return tsallis(p, q, a)
    s = power_sum(p, q, a)
    return over(s if s is INF else plus(s, -total(q)), a * (a - 1))


def renyi(p, q, a):
    if a == 1:
        return kl(p, q)
    if a == 0:
        return minus_log(total(y for x, y in zip(p, q) if x > 0))
    if a is INF:
        if any(y == 0 < x for x, y in zip(p, q)):
            raise PlusInfinity
        ratios = [x / y for x, y in zip(p, q) if x > 0]
        if not ratios:
            raise Undefined("-infinity")
        return ln(max(ratios))
    return log_over(power_sum(p, q, a), a - 1)


def chernoff_sum(p, q, a):
    """sum p^a q^(1-a) over the outcomes that both sides have: the limits at a = 0 and 1."""
    return total(power(x, a) * power(y, 1 - a) for x, y in zip(p, q) if x > 0 and y > 0)


def sum_square_over(p, q, divisor):
    """sum (p-q)^2 / divisor(p, q)"""
    terms = []
    for a, b in zip(p, q):
        if a == b == 0:
            continue
        if divisor(a, b) == 0:
            raise PlusInfinity
        terms.append((a - b) ** 2 / divisor(a, b))
    return total(terms)


def triangular(a, b):
    return a + b


def pearson(_, b):
    return b


def neyman(a, _):
    return a


def squared_hellinger(p, q):
    """sum (sqrt p - sqrt q)^2, not halved"""
    return total((sqrt(a) - sqrt(b)) ** 2 for a, b in zip(p, q))


def root_sum(p, q):
    """sum sqrt(p q), exact where every root is rational"""
    return total(sqrt(a * b) for a, b in zip(p, q))


def entropy(p):
    return -total(real(a) * ln(a) for a in p if a > 0)


def cross_entropy(p, q):
    if any(b == 0 < a for a, b in zip(p, q)):
        raise PlusInfinity
    return -total(real(a) * ln(b) for a, b in zip(p, q) if a > 0)
