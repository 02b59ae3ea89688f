# SPDX-License-Identifier: Apache-2.0
"""scikit-learn under kloracle: kloracle check "cmd:python3 tools/adapters/sklearn_adapter.py".

Its metrics that are information quantities, and the loss of its NMF.
"""

import platform
import sys

from kloracle_adapter import Adapter, Skip

try:
    import numpy
    import sklearn

    from quoted_call import Calls
except ImportError as error:
    print("sklearn_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

adapter = Adapter(name="scikit-learn", version=sklearn.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/scikit-learn/scikit-learn/issues")
calls = Calls(adapter, imports="import numpy\nimport sklearn.metrics\n"
                               "import sklearn.decomposition._nmf")

for shape in ((2, 2), (3, 4)):
    calls.offer("mutual_info_score, %dx%d" % shape, "mutual_information",
                "sklearn.metrics.mutual_info_score(None, None, contingency=table)", sides="p",
                setup="table = p.astype(int).reshape(%d, %d)" % shape, semantics="counts",
                space="counts", shape=shape, note="a contingency table; float64 out")


def positive(p, q):
    """The documented domain of both deviances at what is asked here."""
    if not q[0] > 0:
        raise Skip("y_pred must be strictly positive")


# A deviance is twice the Kullback-Leibler divergence of two members of its family, by their means.
calls.offer("mean_poisson_deviance/2", "kl", "sklearn.metrics.mean_poisson_deviance(p, q) / 2",
            p="poisson(rate)", q="poisson(rate)", unless=positive,
            note="the deviance of one observation p from the mean q is 2 KL")
calls.offer("mean_gamma_deviance/2", "kl", "sklearn.metrics.mean_gamma_deviance(p, q) / 2",
            p="exponential(scale)", q="exponential(scale)", unless=positive,
            note="the deviance of one observation p from the mean q is 2 KL of exponentials")


def above_epsilon(p, q):
    """_beta_divergence takes what is below float32's eps for 0, or for that eps, on purpose."""
    epsilon = numpy.finfo(numpy.float32).eps
    if ((p > 0) & (p <= epsilon)).any() or (q[p > 0] < epsilon).any():
        raise Skip("an entry is below the guard of _beta_divergence, 1.2e-7")


calls.offer("_beta_divergence(beta=1)", "kl",
            "sklearn.decomposition._nmf._beta_divergence(p[None, :], one, q[None, :], 1)",
            setup="one = numpy.ones((1, 1), dtype=p.dtype)", semantics="generalised",
            unless=above_epsilon,
            note="private: the loss that NMF reports; it guards entries below 1.2e-7, which are "
                 "not asked")

adapter.run()
