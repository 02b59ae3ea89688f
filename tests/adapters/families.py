# SPDX-License-Identifier: Apache-2.0
"""An adapter of functions of families, and of one that bounds its own error: textbook formulas."""

import math
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools", "adapters"))

from kloracle_adapter import Adapter  # noqa: E402

adapter = Adapter(name="families", version="1")


@adapter.function("normal", "kl", p="normal(mu, sigma)", q="normal(mu, sigma)")
def normal(p, q, format):
    (m, s), (n, t) = p, q
    return math.log(t / s) + (s / t) ** 2 / 2 + ((m - n) / t) ** 2 / 2 - 0.5


@adapter.function("diagonal_normal", "kl", p="multivariate_normal(mean[2], variances[2])",
                  q="multivariate_normal(mean[2], variances[2])")
def diagonal_normal(p, q, format):
    return math.fsum(math.log(q[2 + i] / p[2 + i]) / 2 + p[2 + i] / q[2 + i] / 2 - 0.5 +
                     (p[i] - q[i]) ** 2 / q[2 + i] / 2 for i in range(2))


@adapter.function("exponential_entropy", "entropy", p="exponential(rate)")
def exponential_entropy(p, format):
    return 1 - math.log(p[0])


@adapter.function("bounded", "kl", "measure", bounds_error=True)
def bounded(p, q, format):
    terms = [a * math.log(a / b) if a > 0 else 0.0 for a, b in zip(p, q)]
    return math.fsum(terms), 4 * sys.float_info.epsilon * math.fsum(map(abs, terms))


if __name__ == "__main__":
    adapter.run()
