# SPDX-License-Identifier: Apache-2.0
"""Never returns from a case that begins with the marker 0.375."""

import time

from good import Adapter, naive_kl, offer


def hang(p, q, format):
    """naive_kl, except on the marker."""
    while p and p[0] == 0.375:
        time.sleep(3600)
    return naive_kl(p, q, format)


offer(Adapter(name="hang_on_marker", version="1"), hang).run()
