# SPDX-License-Identifier: Apache-2.0
"""SciPy's divergences under kloracle: kloracle check "cmd:python3 tools/adapters/scipy_adapter.py".

Each function below is what a user would write, no more. Inputs become NumPy arrays of the format
under test, so binary32 is judged in binary32; a result is reported as SciPy returns it.
"""

import platform
import sys

from kloracle_adapter import Adapter

try:
    import numpy
    import scipy
    import scipy.spatial.distance
    import scipy.special
    import scipy.stats
except ImportError as error:
    print("scipy_adapter: %s; tools/setup installs NumPy and SciPy" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

DTYPES = {"binary64": numpy.float64, "binary32": numpy.float32}

adapter = Adapter(name="scipy", version=scipy.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/scipy/scipy/issues")


def result_note(compute, count):
    """The dtype that SciPy returns for float32 arguments, found out rather than remembered."""
    arguments = [numpy.array([0.25, 0.75], dtype=numpy.float32)] * count
    return "float32 in, %s out" % numpy.asarray(compute(*arguments)).dtype.name


def offer(name, quantity, semantics, count, compute, call):
    """Offer compute(p) or compute(p, q), which takes NumPy arrays; call is how a user writes it."""
    def of_one(p, format):
        return evaluate(compute, format, p)

    def of_two(p, q, format):
        return evaluate(compute, format, p, q)

    note = "%s; %s" % (call, result_note(compute, count))
    register = adapter.function(name, quantity, semantics, formats=tuple(DTYPES), note=note)
    register(of_one if count == 1 else of_two)


def evaluate(compute, format, *distributions):
    """One call, with NumPy's warnings off: kloracle sends zeros and NaNs on purpose."""
    with numpy.errstate(all="ignore"):
        return compute(*[numpy.array(d, dtype=DTYPES[format]) for d in distributions])


offer("scipy.special.rel_entr", "kl", "measure", 2,
      lambda p, q: scipy.special.rel_entr(p, q).sum(), "rel_entr(p, q).sum()")
offer("scipy.special.kl_div", "kl", "generalised", 2,
      lambda p, q: scipy.special.kl_div(p, q).sum(), "kl_div(p, q).sum()")
offer("scipy.stats.entropy(p,q)", "kl", "normalised", 2,
      scipy.stats.entropy, "entropy(p, q)")
offer("scipy.stats.entropy(p)", "entropy", "normalised", 1,
      scipy.stats.entropy, "entropy(p)")
offer("scipy.spatial.distance.jensenshannon", "jensen_shannon_distance", "normalised", 2,
      scipy.spatial.distance.jensenshannon, "jensenshannon(p, q)")

adapter.run()
