# SPDX-License-Identifier: Apache-2.0
"""Says what would end a table, a block or a tag, wherever it may say something.

Of every three cases, about, it raises one, answers NaN to one and the value to one.
"""

import math

from good import Adapter, naive_kl

TEXT = "]]>&<|`\n````\n\x01</details></code>*_x_ *~\ufffe\"'"


def hostile(p, q, format):
    """What it does with a case depends on the first number of p."""
    kind = hash(p[0]) % 3 if p else 0
    if kind == 0:
        raise ArithmeticError(TEXT)
    return math.nan if kind == 1 else naive_kl(p, q, format)


if __name__ == "__main__":
    adapter = Adapter(name="hostile " + TEXT, version=TEXT, issues=TEXT)
    adapter.function("hostile_kl" + TEXT, quantity="kl", semantics="measure",
                     formats=("binary64",))(hostile)
    adapter.run()
