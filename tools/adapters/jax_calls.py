# SPDX-License-Identifier: Apache-2.0
"""What the adapters of JAX and of the libraries on top of it share; not an adapter itself.

A function is given as Python source, so that what is judged and the snippet for its maintainer are
the same text. It is compiled by jax.jit, as most users run it: one compilation for each length and
dtype, where op-by-op dispatch compiles every operation of every length.
"""

import platform

import numpy

import jax
import jax.numpy as jnp
import jaxlib

jax.config.update("jax_enable_x64", True)  # without it binary64 is silently computed in binary32

DTYPES = {"binary64": jnp.float64, "binary32": jnp.float32,
          "bfloat16": jnp.bfloat16, "binary16": jnp.float16}
LANGUAGE = "Python %s, JAX %s, jaxlib %s" % (
    platform.python_version(), jax.__version__, jaxlib.__version__)
FACTS = "under jax.jit on the CPU, where XLA flushes subnormals to zero"

SNIPPET = """import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
from math import inf, nan
%(imports)s

def f(%(names)s):
    return %(expression)s

%(arguments)s
print(float(jax.jit(f)(%(names)s)))
"""
ARGUMENT = '%s = jnp.array({%s}, "{dtype}")'


def values_of(imports):
    """The names that a line of imports binds, for the expressions that use them."""
    scope = {"jax": jax, "jnp": jnp}
    exec(imports, scope)
    return scope


def offer(adapter, name, quantity, imports, expression, formats=tuple(DTYPES), count=2, note="",
          **problem):
    """Offer the value of a Python expression in the arrays p and q (of p alone if count is 1)."""
    names = ("p", "q")[:count]
    function = jax.jit(eval("lambda %s: %s" % (", ".join(names), expression), values_of(imports)))

    def evaluate(format, *distributions):
        return function(*[numpy.array(d, dtype=DTYPES[format]) for d in distributions])

    snippet = SNIPPET % {
        "imports": imports, "names": ", ".join(names), "expression": expression,
        "arguments": "\n".join(ARGUMENT % (name, name) for name in names)}
    register = adapter.function(
        name, quantity, formats=formats, snippet=snippet, gradient=names,
        note="; ".join(filter(None, [expression, note, FACTS])), **problem)
    if count == 1:
        register(lambda p, format: evaluate(format, p))
    else:
        register(lambda p, q, format: evaluate(format, p, q))
