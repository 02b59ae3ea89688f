# SPDX-License-Identifier: Apache-2.0
"""Entropies of SciPy's distributions under kloracle:

    kloracle check "cmd:.adapters/python/bin/python tools/adapters/scipy_stats_adapter.py"

Each call below is what a user would write, no more, in binary64.
"""

import math
import platform
import sys

from kloracle_adapter import Adapter, Skip

try:
    import scipy

    from quoted_call import Calls
except ImportError as error:
    print("scipy_stats_adapter: %s; tools/setup --adapters python installs it" % error,
          file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

import numpy

adapter = Adapter(name="scipy.stats", version=scipy.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/scipy/scipy/issues")
calls = Calls(adapter, imports="import numpy\nimport scipy.stats")

# Entropies of distributions, by parameters that SciPy and kloracle name in the same way exactly:
# (function, family, the parameters' names here, SciPy's arguments).
ENTROPIES = (
    ("norm", "normal(mu, sigma)", "loc=mu, scale=sigma"),
    ("halfnorm", "half_normal(sigma)", "scale=sigma"),
    ("rayleigh", "rayleigh(sigma)", "scale=sigma"),
    ("expon", "exponential(scale)", "scale=scale"),
    ("laplace", "laplace(mu, scale)", "loc=mu, scale=scale"),
    ("gumbel_r", "gumbel(mu, scale)", "loc=mu, scale=scale"),
    ("cauchy", "cauchy(mu, scale)", "loc=mu, scale=scale"),
    ("logistic", "logistic(mu, scale)", "loc=mu, scale=scale"),
    ("moyal", "moyal(mu, scale)", "loc=mu, scale=scale"),
    ("t", "student_t(df, mu, scale)", "df, loc=mu, scale=scale"),
    ("pareto", "pareto(minimum, shape)", "shape, scale=minimum"),
    ("weibull_min", "weibull(shape, scale)", "shape, scale=scale"),
    ("loguniform", "log_uniform(lower, upper)", "lower, upper"),
    ("gamma", "gamma(shape, scale)", "shape, scale=scale"),
    ("invgamma", "inverse_gamma(shape, scale)", "shape, scale=scale"),
    ("chi2", "chi_squared(df)", "df"),
    ("chi", "chi(df)", "df"),
    ("beta", "beta(alpha, beta)", "alpha, beta"),
    ("vonmises", "von_mises(mu, kappa)", "kappa, loc=mu"),
    ("bernoulli", "bernoulli(prob)", "prob"),
    ("binom", "binomial(n, prob)", "n, prob"),
    ("poisson", "poisson(rate)", "rate"),
    ("geom", "geometric(prob)", "prob"),
    ("nbinom", "negative_binomial(r, prob)", "r, prob"),
)
LARGEST_MEAN = 1e6


def quickly_summed(p):
    """SciPy sums the entropy of these over their support, which takes minutes beyond such means."""
    mean = p[0] if len(p) == 1 else p[0] * max(1, 1 / p[1] if p[1] else math.inf)
    if not mean <= LARGEST_MEAN:
        raise Skip("SciPy sums over the support, which is too long here")


for word, family, arguments in ENTROPIES:
    names = family[family.index("(") + 1:-1]
    calls.offer("scipy.stats.%s.entropy" % word, "entropy",
                "scipy.stats.%s.entropy(%s)" % (word, arguments), sides="p", p=family,
                setup="%s = p" % (names if "," in names else names + ","), arrays=False,
                formats=("binary64",),
                unless=quickly_summed if word in ("binom", "poisson", "nbinom") else None,
                note="counts from 1, which changes no entropy" if word == "geom" else "")


def numerically_singular(p):
    """What multivariate_normal refuses: its documentation asks for a positive definite covariance,
    and its own bound for that is 1e6 eps."""
    dimension = 2 if len(p) == 6 else 5
    covariance = numpy.array(p[dimension:]).reshape(dimension, dimension)
    values = numpy.linalg.eigvalsh(covariance)
    if not values[0] > 1e6 * numpy.finfo(float).eps * numpy.abs(values).max():
        raise Skip("SciPy takes this covariance for singular and refuses it")


for d in (2, 5):
    calls.offer("scipy.stats.dirichlet.entropy, %d" % d, "entropy",
                "scipy.stats.dirichlet.entropy(p)", sides="p", p="dirichlet(alpha[%d])" % d,
                arrays=False, formats=("binary64",))
    calls.offer("scipy.stats.multivariate_normal.entropy, %d" % d, "entropy",
                "scipy.stats.multivariate_normal.entropy(mean, covariance)", sides="p",
                p="multivariate_normal(mean[%d], covariance[%d,%d])" % (d, d, d),
                setup="mean = p[:%d]\ncovariance = numpy.array(p[%d:]).reshape(%d, %d)" % (
                    d, d, d, d),
                arrays=False, formats=("binary64",), unless=numerically_singular)
    calls.offer("scipy.stats.wishart.entropy, %d" % d, "entropy",
                "scipy.stats.wishart.entropy(df, scale)", sides="p",
                p="wishart(df, scale[%d,%d])" % (d, d),
                setup="df = p[0]\nscale = numpy.array(p[1:]).reshape(%d, %d)" % (d, d),
                arrays=False, formats=("binary64",))

adapter.run()
