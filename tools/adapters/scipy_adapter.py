# SPDX-License-Identifier: Apache-2.0
"""SciPy's divergences under kloracle: kloracle check "cmd:python3 tools/adapters/scipy_adapter.py".

Each call below is what a user would write, no more. Inputs become NumPy arrays of the format under
test, so binary32 is judged in binary32; a result is reported as SciPy returns it.
"""

import platform
import sys

from kloracle_adapter import Adapter, Skip

try:
    import scipy

    from quoted_call import Calls
except ImportError as error:
    print("scipy_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

import numpy

adapter = Adapter(name="scipy", version=scipy.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/scipy/scipy/issues")
calls = Calls(adapter, imports="import numpy\nimport scipy.special\nimport scipy.stats\n"
                               "import scipy.spatial.distance")


def offer(name, quantity, call, semantics, sides="pq", note="", **more):
    dtype = calls.result_dtype(call, sides)
    calls.offer(name, quantity, call, sides, note="; ".join([dtype] + [note] * bool(note)),
                semantics=semantics, **more)


def positive_expected(p, q):
    """chisquare and power_divergence are tests against expected frequencies, which are positive."""
    if not (q > 0).all():
        raise Skip("an expected frequency is not positive")


def equal_sums(p, q):
    """What power_divergence refuses, as its documentation says."""
    positive_expected(p, q)
    small, large = sorted([p.sum(dtype=float), q.sum(dtype=float)])
    if not large - small <= numpy.finfo(p.dtype).eps ** 0.5 * small:
        raise Skip("the sums of observed and expected frequencies differ: ValueError")


offer("scipy.special.rel_entr", "kl", "scipy.special.rel_entr(p, q).sum()", "measure")
offer("scipy.special.kl_div", "kl", "scipy.special.kl_div(p, q).sum()", "generalised")
offer("scipy.special.entr", "entropy", "scipy.special.entr(p).sum()", "measure", sides="p")
offer("scipy.stats.entropy(p,q)", "kl", "scipy.stats.entropy(p, q)", "normalised")
offer("scipy.stats.entropy(p)", "entropy", "scipy.stats.entropy(p)", "normalised", sides="p")
offer("scipy.stats.entropy(p,q,base=2)", "kl", "scipy.stats.entropy(p, q, base=2)", "normalised",
      unit="bits")
offer("scipy.spatial.distance.jensenshannon", "jensen_shannon_distance",
      "scipy.spatial.distance.jensenshannon(p, q)", "normalised")
offer("scipy.spatial.distance.jensenshannon(base=2)", "jensen_shannon_distance",
      "scipy.spatial.distance.jensenshannon(p, q, base=2)", "normalised", unit="bits")
offer("scipy.stats.chisquare", "chi_squared",
      "scipy.stats.chisquare(p, q, sum_check=False).statistic", "measure", unless=positive_expected)
offer("scipy.stats.power_divergence(log-likelihood)", "kl",
      "scipy.stats.power_divergence(p, q, lambda_='log-likelihood').statistic / 2", "measure",
      unless=equal_sums, note="half of G is sum p ln(p/q), exactly")

adapter.run()
