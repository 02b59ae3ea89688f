# SPDX-License-Identifier: Apache-2.0
"""Dies on the eighth case of its life, whichever that is."""

import os

from good import Adapter, naive_kl, offer

cases = []


def counting(p, q, format):
    """naive_kl, seven times."""
    cases.append(p)
    if len(cases) == 8:
        os._exit(8)
    return naive_kl(p, q, format)


offer(Adapter(name="remembers_a_crash", version="1"), counting).run()
