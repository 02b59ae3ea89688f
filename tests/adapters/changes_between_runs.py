# SPDX-License-Identifier: Apache-2.0
"""Gives the same answers as long as it lives, and others when it is started again."""

import os

from good import Adapter, naive_kl, offer

NOISE = 1 + os.getpid() * 2.0 ** -52


def seeded_by_the_process(p, q, format):
    """naive_kl, wrong by the number of this process in units of the last place."""
    return naive_kl(p, q, format) * NOISE


offer(Adapter(name="changes_between_runs", version="1"), seeded_by_the_process).run()
