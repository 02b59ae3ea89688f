# SPDX-License-Identifier: Apache-2.0
"""An adapter that behaves; the misbehaving ones beside it borrow its function."""

import math
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools", "adapters"))

from kloracle_adapter import Adapter  # noqa: E402


def term(a, b):
    """a log(a / b), 0 log 0 = 0; NaN where a or b is no finite measure."""
    if not (0 <= a < math.inf and 0 <= b < math.inf):
        return math.nan
    if a == 0:
        return 0.0
    if b == 0:
        return math.inf
    if b / 2 <= a <= 2 * b:
        return a * math.log1p((a - b) / b)
    return a * (math.log(a) - math.log(b))


def naive_kl(p, q, format):
    """Sum of p log(p / q), not normalised."""
    if len(p) != len(q):
        raise ValueError("p and q differ in length")
    return math.fsum(term(a, b) for a, b in zip(p, q))


def offer(adapter, function):
    """Offer a function under the name that all adapters here use; returns the adapter."""
    adapter.function("naive_kl", quantity="kl", semantics="measure")(function)
    return adapter


if __name__ == "__main__":
    offer(Adapter(name="good", version="1"), naive_kl).run()
