# SPDX-License-Identifier: Apache-2.0
"""What lets kloracle ask tiny_kl."""

from kloracle_adapter import Adapter

import tiny_kl

adapter = Adapter(name="tiny_kl", version="1.0")


@adapter.function("kl", quantity="kl", semantics="measure", formats=("binary64",))
def kl(p, q, format):
    """As the library has it."""
    return tiny_kl.kl(p, q)


@adapter.function("total_variation", quantity="total_variation", semantics="measure",
                  formats=("binary64",))
def total_variation(p, q, format):
    """As the library has it."""
    return tiny_kl.total_variation(p, q)


adapter.run()
