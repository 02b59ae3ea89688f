# SPDX-License-Identifier: Apache-2.0
"""The library of this sample: two functions, in decimals and fractions.

These have one answer on every machine, so a baseline found on one holds on all.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

DIGITS = 80  # two distributions that are nearly equal cancel up to half of them
LEAST = 2.0 ** -1022  # what is smaller, kl() takes for 0: a known failure, see known.txt


def kl(p, q):
    """KL divergence of measures, in nats: the sum of p ln(p / q), infinite where q alone is 0."""
    with localcontext() as context:
        context.prec = DIGITS
        total = Decimal(0)
        for a, b in zip(p, q):
            if a < LEAST:
                continue
            if b < LEAST:
                return float("inf")
            a, b = Decimal(a), Decimal(b)
            total += a * (a / b).ln()
        return float(total)


def total_variation(p, q):
    """Half the sum of |p - q|, of measures."""
    return float(sum(abs(Fraction(a) - Fraction(b)) for a, b in zip(p, q)) / 2)
