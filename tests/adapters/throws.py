# SPDX-License-Identifier: Apache-2.0
"""Raises on every case."""

from good import Adapter, offer


def throws(p, q, format):
    """Nothing but an exception."""
    raise ArithmeticError("on purpose")


offer(Adapter(name="throws", version="1"), throws).run()
