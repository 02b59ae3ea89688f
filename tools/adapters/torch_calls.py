# SPDX-License-Identifier: Apache-2.0
"""What the adapters of torch share: a call of torch, written once, is evaluated and shown.

A call is the text of one Python expression of p and q, which are tensors of the format under
test. The adapter evaluates that text, and the snippet that a maintainer gets holds the same text,
so the two cannot differ.
"""

import os
import sys
import warnings

from kloracle_adapter import Skip

try:
    import torch
except ImportError as error:
    program = os.path.basename(sys.argv[0]).replace(".py", "")
    print("%s: %s; tools/setup --adapters python installs it" % (program, error), file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

ISSUES = "https://github.com/pytorch/pytorch/issues"
DTYPES = {"binary64": torch.float64, "binary32": torch.float32,
          "binary16": torch.float16, "bfloat16": torch.bfloat16}

# One case is too small to share between threads, and the order of a sum must not depend on them.
torch.set_num_threads(1)
# Hints such as "Low df values detected" are no answer to a case; they would fill the log.
warnings.simplefilter("ignore")


def program_text(imports, call, sides):
    """The snippet: a program that makes this call of one case, without kloracle."""
    lines = ["import torch", *imports, "from math import inf, nan", ""]
    lines += ["%s = torch.tensor({%s}, dtype=torch.{dtype})" % (side, side) for side in sides]
    return "\n".join(lines + ["print(%s.item())" % call, ""])


def result_of(compute, intended, format, *sides):
    """One call, as Python's number. What torch says it does not implement is no wrong answer."""
    tensors = [torch.tensor(side, dtype=DTYPES[format]) for side in sides]
    if intended and intended[0](*tensors):
        raise Skip(intended[1])
    try:
        return compute(*tensors).item()
    except NotImplementedError as error:
        raise Skip(str(error) or "torch raises NotImplementedError")


def offer(adapter, imports, name, quantity, call, formats=tuple(DTYPES), note="", count=2,
          gradient=("p", "q"), intended=(), **problem):
    """Offer a call of p, or of p and q, under a name, as the solver of a problem.

    imports are the lines that the call needs besides `import torch`; problem is what
    Adapter.function takes to state it, and gradient the sides that autograd reaches. intended is
    a condition and its reason: cases that are answered otherwise on purpose, which are skipped.
    """
    sides = ("p", "q")[:count]
    names = {"torch": torch}
    exec("\n".join(imports), names)

    def compiled(expression):
        return eval("lambda %s: %s" % (", ".join(sides), expression), names)

    compute = compiled(call)
    excuse = (compiled(intended[0]), intended[1]) if intended else None

    def of_one(p, format):
        return result_of(compute, excuse, format, p)

    def of_two(p, q, format):
        return result_of(compute, excuse, format, p, q)

    register = adapter.function(name, quantity, formats=formats,
                                note=call + ("; " + note if note else ""),
                                snippet=program_text(imports, call, sides),
                                gradient=tuple(side for side in sides if side in gradient),
                                **problem)
    register(of_one if count == 1 else of_two)
