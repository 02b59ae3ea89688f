# SPDX-License-Identifier: Apache-2.0
"""The one-liners that people write with NumPy, under kloracle:

    kloracle check "cmd:python3 tools/adapters/numpy_adapter.py"

What is judged is these formulas, not NumPy.
"""

import platform
import sys

from kloracle_adapter import Adapter

try:
    import numpy

    from quoted_call import Calls
except ImportError as error:
    print("numpy_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

FORMULA = "a formula that people write, not a function of NumPy"

adapter = Adapter(name="numpy one-liners", version=numpy.__version__,
                  language="Python " + platform.python_version())
calls = Calls(adapter, imports="import numpy")


HALF_TOO = ("binary64", "binary32", "binary16")


def offer(name, quantity, call, semantics="measure", **more):
    calls.offer(name, quantity, call, semantics=semantics, note=FORMULA, **more)


NORMALISED = "p = p / p.sum()\nq = q / q.sum()"

offer("kl_ratio", "kl", "numpy.sum(p * numpy.log(p / q))")
offer("kl_where", "kl", "numpy.sum(numpy.where(p != 0, p * numpy.log(p / q), 0))",
      formats=HALF_TOO)
offer("kl_difference", "kl", "numpy.sum(p * (numpy.log(p) - numpy.log(q)))")
offer("kl_cross_entropy_less_entropy", "kl",
      "numpy.sum(p * numpy.log(p)) - numpy.sum(p * numpy.log(q))")
offer("kl_normalised", "kl", "numpy.sum(numpy.where(p != 0, p * numpy.log(p / q), 0))",
      semantics="normalised", setup=NORMALISED, formats=HALF_TOO)
offer("kl_generalised", "kl", "numpy.sum(p * numpy.log(p / q) - p + q)", semantics="generalised")
offer("kl_softmax", "kl", "numpy.sum(a * (numpy.log(a) - numpy.log(b)))", semantics="logits",
      space="logits",
      setup="a = numpy.exp(p) / numpy.exp(p).sum()\nb = numpy.exp(q) / numpy.exp(q).sum()")
offer("kl_log_softmax", "kl", "numpy.sum(numpy.exp(a) * (a - b))", semantics="logits",
      space="logits", formats=HALF_TOO,
      setup="a = p - p.max()\na = a - numpy.log(numpy.exp(a).sum())\n"
            "b = q - q.max()\nb = b - numpy.log(numpy.exp(b).sum())")
offer("jensen_shannon", "jensen_shannon",
      "(numpy.sum(p * numpy.log(p / m)) + numpy.sum(q * numpy.log(q / m))) / 2",
      setup="m = (p + q) / 2")
offer("jensen_shannon_entropies", "jensen_shannon",
      "entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2",
      setup="entropy = lambda x: -numpy.sum(x * numpy.log(x))")
offer("entropy", "entropy", "-numpy.sum(p * numpy.log(p))", sides="p")
offer("cross_entropy", "cross_entropy", "-numpy.sum(p * numpy.log(q))")
offer("total_variation", "total_variation", "numpy.abs(p - q).sum() / 2")
offer("hellinger", "hellinger", "numpy.sqrt(numpy.sum((numpy.sqrt(p) - numpy.sqrt(q)) ** 2) / 2)")
offer("hellinger_coefficient", "hellinger", "numpy.sqrt(1 - numpy.sum(numpy.sqrt(p * q)))",
      semantics="normalised", setup=NORMALISED)
offer("chi_squared", "chi_squared", "numpy.sum((p - q) ** 2 / q)")
offer("bhattacharyya_distance", "bhattacharyya_distance",
      "-numpy.log(numpy.sum(numpy.sqrt(p * q)))")

adapter.run()
