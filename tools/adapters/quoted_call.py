# SPDX-License-Identifier: Apache-2.0
"""Library calls stated as text, for the adapters of NumPy, SciPy and their neighbours.

The text of a call is both what an adapter runs and what a finding tells a maintainer to paste into
a shell, so the two cannot differ:

    calls = Calls(adapter, imports="import numpy\\nfrom scipy.special import rel_entr")
    calls.offer("rel_entr", "kl", "rel_entr(p, q).sum()", semantics="measure")

`setup` is lines to run before the call. With arrays (the default) p and q are NumPy arrays of the
dtype under test, so binary32 is judged in binary32; else they are lists of Python floats, as the
parameters of families are.
"""

import textwrap

import numpy

DTYPES = {"binary64": numpy.float64, "binary32": numpy.float32, "binary16": numpy.float16}


class Calls:
    """Offers calls to one adapter. `imports` is what a user of the library imports."""

    def __init__(self, adapter, imports):
        self.adapter = adapter
        self.imports = imports
        self.names = {}
        exec(imports, self.names)

    def compiled(self, sides, setup, call):
        """The call as a function of p (and q)."""
        body = textwrap.indent("%s\nreturn %s" % (setup, call), "    ")
        names = dict(self.names)
        exec("def quoted(%s):\n%s" % (", ".join(sides), body), names)
        return names["quoted"]

    def snippet(self, sides, setup, call, arrays):
        """The program that a maintainer runs."""
        shape = "numpy.array({%s}, dtype=numpy.{dtype})" if arrays else "{%s}"
        given = ["%s = %s" % (side, shape % side) for side in sides]
        lines = [self.imports, "from math import inf, nan"] + given + [setup, "print(%s)" % call]
        return "\n".join(line for line in lines if line) + "\n"

    def offer(self, name, quantity, call, sides="pq", setup="", note="", arrays=True, unless=None,
              formats=("binary64", "binary32"), **declaration):
        """Offer a call. `unless(p, q)` may raise Skip: what the library says it does not take."""
        function = self.compiled(sides, setup, call)

        def evaluate(given, format):
            """One call, with NumPy's warnings off: kloracle sends zeros and NaNs on purpose."""
            if arrays:
                given = [numpy.array(side, dtype=DTYPES[format]) for side in given]
            if unless:
                unless(*given)
            with numpy.errstate(all="ignore"):
                return function(*given)

        def of_one(p, format):
            return evaluate([p], format)

        def of_two(p, q, format):
            return evaluate([p, q], format)

        note = "; ".join(line for line in setup.split("\n") + [call, note] if line)
        register = self.adapter.function(name, quantity, formats=formats, note=note,
                                         snippet=self.snippet(sides, setup, call, arrays),
                                         **declaration)
        register(of_two if len(sides) == 2 else of_one)

    def result_dtype(self, call, sides="pq"):
        """What comes back for float32 arguments, found out rather than remembered."""
        argument = numpy.array([0.25, 0.75], dtype=numpy.float32)
        result = self.compiled(sides, "", call)(*[argument] * len(sides))
        return "float32 in, %s out" % numpy.asarray(result).dtype.name
