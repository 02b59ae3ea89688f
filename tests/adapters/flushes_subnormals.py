# SPDX-License-Identifier: Apache-2.0
"""Computes as a processor that flushes subnormal results to zero; reads and writes them well."""

import sys

from good import Adapter, naive_kl, offer


def flushed(text):
    """A subnormal hexfloat is zero."""
    return "0x0p+0" if text.lstrip("-").startswith("0x0.") else text


class FlushesSubnormals(Adapter):
    """An adapter under -ffast-math."""

    def probe(self, request):
        """Sums and products, flushed."""
        return {"values": [flushed(text) for text in super().probe(request)["values"]]}


def flushing_kl(p, q, format):
    """naive_kl, flushed."""
    value = naive_kl(p, q, format)
    return 0.0 if abs(value) < sys.float_info.min else value


offer(FlushesSubnormals(name="flushes_subnormals", version="1"), flushing_kl).run()
