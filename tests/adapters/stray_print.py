# SPDX-License-Identifier: Apache-2.0
"""Prints to standard output while it works, past Python too; the kit keeps it in."""

import os
import sys

from good import Adapter, naive_kl, offer
from kloracle_adapter import claim_streams

claim_streams()
print("stray: while importing", flush=True)


def chatty(p, q, format):
    """naive_kl, with remarks on every way to standard output that there is."""
    print("stray: print")
    sys.__stdout__.write("stray: the first sys.stdout\n")
    sys.__stdout__.flush()
    os.write(1, b"stray: descriptor 1, as C code would\n")
    return naive_kl(p, q, format)


offer(Adapter(name="stray_print", version="1"), chatty).run()
