# SPDX-License-Identifier: Apache-2.0
"""NaN on everything but two outcomes, of which it dies: who looks for a shorter input kills it."""

import math
import os

from good import Adapter, offer


def crash(p, q, format):
    """NaN, except of two outcomes."""
    if len(p) == 2:
        os._exit(3)
    return math.nan


offer(Adapter(name="crash_on_pairs", version="1"), crash).run()
