# SPDX-License-Identifier: Apache-2.0
"""statsmodels under kloracle: kloracle check "cmd:python3 tools/adapters/statsmodels_adapter.py".

sandbox.infotheo, which had entropies and mutual information, is gone since 0.15. What is left are
deviances, each twice a Kullback-Leibler divergence, and the effect size of a chi-square test.
"""

import platform
import sys

from kloracle_adapter import Adapter, Skip

try:
    import numpy
    import statsmodels

    from quoted_call import Calls
except ImportError as error:
    print("statsmodels_adapter: %s; tools/setup --adapters python installs it" % error,
          file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

adapter = Adapter(name="statsmodels", version=statsmodels.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/statsmodels/statsmodels/issues")
calls = Calls(adapter, imports="import numpy\nimport statsmodels.stats.gof\n"
                               "from statsmodels.genmod import families")

EPS = numpy.finfo(numpy.float64).eps  # FLOAT_EPS in statsmodels


def ratios_above_guard(p, q):
    """Deviances clip their ratios at EPS, on purpose; mu is inside of its domain."""
    if not q[0] > 0 or 0 < p[0].astype(float) / q[0].astype(float) <= EPS:
        raise Skip("a ratio is clipped at 2.2e-16, or mu is outside of its domain")


def probabilities_above_guard(p, q):
    """As above; and Binomial adds 1e-20 to what it divides by."""
    ratios_above_guard(p, q)
    if not EPS < q[0] < 1 - EPS or 0 < (1 - p[0].astype(float)) / (1 - q[0].astype(float)) <= EPS:
        raise Skip("a ratio is clipped at 2.2e-16, or mu is outside of its domain")


def positive(p, q):
    """The probabilities under the hypothesis, which the effect size divides by."""
    if not (q > 0).all():
        raise Skip("a probability of probs0 is not positive")


TWICE = "the deviance of one observation p from the mean q is 2 KL"
calls.offer("families.Poisson.deviance/2", "kl", "families.Poisson().deviance(p, q) / 2",
            p="poisson(rate)", q="poisson(rate)", unless=ratios_above_guard, note=TWICE)
calls.offer("families.Gamma.deviance/2", "kl", "families.Gamma().deviance(p, q) / 2",
            p="exponential(scale)", q="exponential(scale)", unless=ratios_above_guard,
            note=TWICE + " of exponentials")
calls.offer("families.Binomial.deviance/2", "kl", "families.Binomial().deviance(p, q) / 2",
            p="bernoulli(prob)", q="bernoulli(prob)", unless=probabilities_above_guard,
            note=TWICE + "; 1e-20 is added to what it divides by")
calls.offer("stats.gof.chisquare_effectsize", "chi_squared",
            "statsmodels.stats.gof.chisquare_effectsize(q, p, cohen=False)",
            semantics="normalised", unless=positive,
            note="(probs0, probs1): probs0 is q; computed in float64")

adapter.run()
