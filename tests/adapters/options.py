# SPDX-License-Identifier: Apache-2.0
"""An adapter of quantities with options, tables, a support and a kernel: textbook formulas."""

import math
import os
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools", "adapters"))

from kloracle_adapter import Adapter  # noqa: E402

SUPPORT = (3, 0, Fraction(1, 2))
KERNEL = ((1.0, 0.5, 0.25), (0.5, 1.0, 0.5), (0.25, 0.5, 1.0))

adapter = Adapter(name="options", version="1")


def weights(numbers):
    """The numbers over their sum."""
    total = math.fsum(numbers)
    return [x / total for x in numbers]


def term(a, b):
    """a log(a / b), 0 log 0 = 0."""
    return a * (math.log(a) - math.log(b)) if a > 0 else 0.0


@adapter.function("renyi_2", "renyi", "normalised", order=2)
def renyi_2(p, q, format):
    return math.log(math.fsum(a / b * a for a, b in zip(weights(p), weights(q)) if a > 0))


@adapter.function("tsallis_half", "f_divergence", "measure", generator="tsallis",
                  order=Fraction(1, 2))
def tsallis_half(p, q, format):
    return 2 * math.fsum(b - math.sqrt(a) * math.sqrt(b) for a, b in zip(p, q))


@adapter.function("jeffreys_mean", "jeffreys", "measure", convention="mean", unit="bits")
def jeffreys_mean(p, q, format):
    return math.fsum(term(a, b) + term(b, a) for a, b in zip(p, q)) / 2 / math.log(2)


@adapter.function("skewed_jensen_shannon", "jensen_shannon", "normalised", weight=0.25)
def skewed_jensen_shannon(p, q, format):
    pairs = [(a, b, (a + 3 * b) / 4) for a, b in zip(weights(p), weights(q))]
    return math.fsum(term(a, m) / 4 + term(b, m) * 3 / 4 for a, b, m in pairs)


@adapter.function("mutual_information", "mutual_information", "normalised", shape=(2, 3))
def mutual_information(p, format):
    p = weights(p)
    rows = [math.fsum(p[3 * i:3 * i + 3]) for i in range(2)]
    columns = [p[j] + p[3 + j] for j in range(3)]
    return math.fsum(term(p[3 * i + j], rows[i] * columns[j]) for i in range(2) for j in range(3))


@adapter.function("wasserstein", "wasserstein_1", "normalised", support=SUPPORT)
def wasserstein(p, q, format):
    steps = sorted(zip(map(float, SUPPORT), weights(p), weights(q)))
    total, ahead = 0.0, 0.0
    for (x, a, b), (following, _, _) in zip(steps, steps[1:]):
        ahead += a - b
        total += abs(ahead) * (following - x)
    return total


@adapter.function("mmd", "squared_mmd", "measure", kernel=KERNEL)
def mmd(p, q, format):
    d = [a - b for a, b in zip(p, q)]
    return math.fsum(x * y * k for x, row in zip(d, KERNEL) for y, k in zip(d, row))


@adapter.function("k3", "k3", "log_prob", space="log_probs")
def k3(p, q, format):
    return math.fsum(math.expm1(b - a) - (b - a) for a, b in zip(p, q)) / len(p)


@adapter.function("perplexity", "perplexity", "normalised")
def perplexity(p, format):
    return math.exp(-math.fsum(term(a, 1) for a in weights(p)))


@adapter.function("cross_perplexity", "perplexity", "normalised")
def cross_perplexity(p, q, format):
    pairs = zip(weights(p), weights(q))
    return math.exp(-math.fsum(a * math.log(b) for a, b in pairs if a > 0))


if __name__ == "__main__":
    adapter.run()
