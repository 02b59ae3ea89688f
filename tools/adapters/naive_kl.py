# SPDX-License-Identifier: Apache-2.0
"""KL divergence as people write it in Python, under kloracle:

    kloracle check "cmd:python3 tools/adapters/naive_kl.py"
"""

import math

from kloracle_adapter import Adapter

adapter = Adapter(name="naive_kl.py", version="1")


@adapter.function("naive_kl", quantity="kl", semantics="measure")
def naive_kl(p, q, format):
    """Sum of p log(p / q), 0 log 0 = 0, not normalised."""
    if len(p) != len(q):
        raise ValueError("p and q differ in length")
    return sum(a * (math.log(a) - math.log(b)) if b > 0 else math.inf
               for a, b in zip(p, q) if a > 0)


adapter.run()
