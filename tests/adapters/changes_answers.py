# SPDX-License-Identifier: Apache-2.0
"""Answers a case that it has met before with the next larger number."""

import math

from good import Adapter, naive_kl, offer

met = set()


def drifting(p, q, format):
    """naive_kl, and one ulp more from the second time on."""
    value, key = naive_kl(p, q, format), (tuple(p), tuple(q))
    if key in met:
        value = math.nextafter(value, math.inf)
    met.add(key)
    return value


offer(Adapter(name="changes_answers", version="1"), drifting).run()
