# SPDX-License-Identifier: Apache-2.0
"""Answers NaN to every case."""

import math

from good import Adapter, offer


def not_a_number(p, q, format):
    """Never a number."""
    return math.nan


offer(Adapter(name="nan", version="1"), not_a_number).run()
