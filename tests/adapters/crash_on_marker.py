# SPDX-License-Identifier: Apache-2.0
"""Dies without a word on a case that begins with the marker 0.375."""

import os

from good import Adapter, naive_kl, offer


def crash(p, q, format):
    """naive_kl, except on the marker."""
    if p and p[0] == 0.375:
        os._exit(3)
    return naive_kl(p, q, format)


offer(Adapter(name="crash_on_marker", version="1"), crash).run()
