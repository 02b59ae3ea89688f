# SPDX-License-Identifier: Apache-2.0
"""OpenCV's compareHist under kloracle:

    kloracle check "cmd:python3 tools/adapters/opencv_adapter.py"

Histograms are float32 and the result is a double, which is rounded to float32 here: binary32 is the
only format. What compareHist leaves out on purpose (entries below the eps of double) is not asked,
where no semantics of kloracle says the same.
"""

import platform
import sys

from kloracle_adapter import Adapter, Skip

try:
    import cv2
    import numpy

    from quoted_call import Calls
except ImportError as error:
    print("opencv_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

GUARD = numpy.finfo(numpy.float64).eps  # DBL_EPSILON in compareHist
SMALL_SUMS = numpy.finfo(numpy.float32).eps  # FLT_EPSILON there

adapter = Adapter(name="opencv", version=cv2.__version__,
                  language="Python %s, NumPy %s" % (platform.python_version(), numpy.__version__),
                  issues="https://github.com/opencv/opencv/issues")
calls = Calls(adapter, imports="import cv2\nimport numpy")


def offer(name, quantity, semantics, note="", half="", **more):
    types = "float32 in, double out, rounded to float32"
    calls.offer(name, quantity, "cv2.compareHist(p, q, cv2.%s)%s" % (name, half),
                semantics=semantics, formats=("binary32",),
                note="; ".join([types] + [note] * bool(note)), **more)


def p_above_guard(p, q):
    if ((p <= GUARD) & (p != q)).any():
        raise Skip("compareHist leaves a term out where p is below 2.2e-16")


def sum_above_guard(p, q):
    if ((p + q <= GUARD) & (p != q)).any():
        raise Skip("compareHist leaves a term out where p + q is below 2.2e-16")


def sums_above_guard(p, q):
    if not p.sum(dtype=float) * q.sum(dtype=float) > SMALL_SUMS:
        raise Skip("compareHist does not normalise where the product of the sums is below 1.2e-7")


offer("HISTCMP_KL_DIV", "kl", "opencv")
offer("HISTCMP_CHISQR", "neyman_chi_squared", "measure", "divides by the first histogram",
      unless=p_above_guard)
offer("HISTCMP_CHISQR_ALT", "triangular_discrimination", "measure",
      "half of it is sum (p - q)^2/(p + q), exactly", half=" / 2", unless=sum_above_guard)
offer("HISTCMP_HELLINGER", "hellinger", "normalised", unless=sums_above_guard)

adapter.run()
