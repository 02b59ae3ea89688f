# SPDX-License-Identifier: Apache-2.0
"""Flushes subnormals to zero in echo, as a codec under FTZ would."""

import math

from good import Adapter, naive_kl, offer
from kloracle_adapter import encode

SMALLEST_NORMAL = 2.0 ** -1022


class WrongEcho(Adapter):
    """An adapter with a codec bug."""

    def echo(self, request):
        """Read, flush, write."""
        format = request["format"]
        numbers = [math.copysign(0.0, x) if abs(x) < SMALLEST_NORMAL else x
                   for x in self.decode(request["values"], format)]
        return {"values": [encode(x, format, self.encoding) for x in numbers]}


offer(WrongEcho(name="wrong_echo", version="1"), naive_kl).run()
