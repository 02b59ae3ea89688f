# SPDX-License-Identifier: Apache-2.0
"""The adapters of JAX, optax and NumPyro: what they state is what the libraries compute, and no
registered pair is left out.

Run as  KLORACLE=path/to/kloracle .adapters/python/bin/python tests/adapters/jax_adapters_test.py
(a minute). Without JAX in this Python, nor in .adapters/python, only the message about it is
tested.
"""

import math
import os
import sys
import unittest
from pathlib import Path

from adapter_samples import (ROOT, certified_values, filled, judged_functions, printed_by,
                             problem_of, run_without, sides_of)

INSTALLED = ROOT / ".adapters" / "python" / "bin" / "python"
NAMES = ("jax_adapter", "optax_adapter", "numpyro_adapter")

try:
    import jax
    import numpyro
    import optax
except ImportError as error:
    MISSING = str(error)
    if INSTALLED.exists() and Path(sys.executable) != INSTALLED:
        os.execv(INSTALLED, [str(INSTALLED), *sys.argv])
else:
    MISSING = ""
    import jax_adapter
    import numpyro_adapter
    import optax_adapter
    MODULES = (jax_adapter, optax_adapter, numpyro_adapter)

needs_jax = unittest.skipIf(MISSING, MISSING + ": tools/setup --adapters python installs it")
LN2, PI = math.log(2), math.pi
BERNOULLI = LN2 / 2 + math.log(2 / 3) / 2  # the divergence of 1/2 from 1/4
IDENTITY, HALF, FOUR = [1.0, 0.0, 0.0, 1.0], [0.25, 0.0, 0.0, 0.25], [4.0, 0.0, 0.0, 4.0]
MEAN = [0.0, 0.0]

# Values that follow from the definitions; each would change if an argument changed places, or a
# scale were a rate, a variance a standard deviation, or a success a failure.
KNOWN = (
    ("jax.scipy.special.rel_entr", [1.0, 1.0], [1.0, 2.0], -LN2),
    ("jax.scipy.special.kl_div", [1.0, 1.0], [1.0, 2.0], 1 - LN2),
    ("jax.scipy.special.entr", [0.5, 0.25], None, LN2),
    ("optax.losses.kl_divergence", [0.5, 0.25], [-1.0, -2.0],
     0.5 * (1 - LN2) + 0.25 * (2 - 2 * LN2)),
    ("optax.losses.kl_divergence_with_log_targets", [-1.0, -2.0], [-3.0, -5.0],
     2 / math.e + 3 * math.exp(-2)),
    ("optax.losses.sigmoid_binary_cross_entropy", [1.0], [1.0], math.log(1 + 1 / math.e)),
    ("kl(Normal)", [0.0, 1.0], [1.0, 2.0], LN2 - 1 / 4),
    ("kl(Beta)", [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    ("kl(Gamma)", [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    ("kl(Dirichlet[2])", [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    ("kl(MultivariateNormal(covariance_matrix)[2])", MEAN + IDENTITY, MEAN + FOUR, 2 * LN2 - 3 / 4),
    ("kl(MultivariateNormal(precision_matrix)[2])", MEAN + IDENTITY, MEAN + HALF, 2 * LN2 - 3 / 4),
    ("kl(MultivariateNormal(scale_tril)[2])", MEAN + IDENTITY, MEAN + [2.0, 0.0, 0.0, 2.0],
     2 * LN2 - 3 / 4),
    ("kl(Weibull, Gamma)", [2.0, 1.0], [1.0, 1.0], 1 - LN2),
    ("kl(Kumaraswamy, Beta)", [2.0, 1.0], [1.0, 1.0], LN2 - 1 / 2),
    ("kl(CategoricalProbs)", [0.5, 0.5], [0.25, 0.75], BERNOULLI),
    ("kl(CategoricalProbs)", [1.0, 1.0], [1.0, 2.0], -LN2),
    ("entropy(CategoricalProbs)", [0.5, 0.25], None, LN2),
    ("entropy(CategoricalLogits)", [7.0, 7.0], None, LN2),
    ("entropy(BernoulliProbs)", [0.5], None, LN2),
    ("entropy(BernoulliLogits)", [0.0], None, LN2),
    ("entropy(Cauchy)", [5.0, 2.0], None, math.log(8 * PI)),
    ("entropy(Exponential)", [2.0], None, 1 - LN2),
    ("entropy(GeometricProbs)", [0.25], None, 8 * LN2 - 3 * math.log(3)),
    ("entropy(InverseGamma)", [1.0, 2.0], None, 1 + LN2 + 2 * 0.5772156649015329),
    ("entropy(Laplace)", [5.0, 2.0], None, 1 + 2 * LN2),
    ("entropy(LogNormal)", [3.0, 1.0], None, math.log(2 * PI * math.e) / 2 + 3),
    ("entropy(LogUniform)", [1.0, math.e ** 2], None, 1 + LN2),
    ("entropy(Logistic)", [5.0, 2.0], None, 2 + LN2),
    ("entropy(Pareto)", [2.0, 1.0], None, 2 + LN2),
    ("entropy(Weibull)", [2.0, 1.0], None, 1 + LN2),
    ("entropy(StudentT)", [1.0, 5.0, 2.0], None, math.log(8 * PI)),
    ("entropy(Uniform)", [1.0, 3.0], None, LN2),
    ("entropy(LowRankMultivariateNormal[2])", MEAN + [1.0, 0.0] + [1.0, 2.0], None,
     math.log(2 * PI * math.e) + LN2),
)


def functions():
    """Every function of the adapters: name, declaration, the function of lists."""
    for module in MODULES:
        for name, (function, _) in module.adapter.functions.items():
            yield name, module.adapter.declared[name], function


class WithoutLibrary(unittest.TestCase):
    """An adapter whose library is missing says so, and how to get it."""

    def test_one_line_and_status_69(self):
        for name in NAMES:
            done = run_without("jax" if name == "jax_adapter" else name.split("_")[0], name)
            self.assertEqual((done.returncode, done.stdout), (69, ""), done.stderr)
            self.assertRegex(
                done.stderr, "^%s: [^\n]*; tools/setup --adapters python installs it\n$" % name)


@needs_jax
class Conventions(unittest.TestCase):
    """Values that follow from the definitions, to five digits: accuracy is what kloracle judges."""

    def test_known_values(self):
        offered = {name: function for name, _, function in functions()}
        for name, p, q, value in KNOWN:
            sides = [p] if q is None else [p, q]
            for format, digits in (("binary64", "%.5g"), ("binary32", "%.4g")):
                with self.subTest(name, p=p, q=q, format=format):
                    self.assertEqual(digits % offered[name](*sides, format), digits % value)

    def test_wishart_entropy_is_that_of_a_gamma_variable_doubled(self):
        # In one dimension wishart(df, scale) is gamma(df/2, rate 1/(2 scale)).
        one = numpyro.distributions.Wishart(6.0, scale_matrix=jax.numpy.array([[2.0]])).entropy()
        gamma = numpyro.distributions.Gamma(3.0, 0.25).entropy()
        self.assertEqual("%.5g" % one, "%.5g" % gamma)

    def test_declared_problems_have_these_values(self):
        declared = {name: declaration for name, declaration, _ in functions()}
        problems = [problem_of(declared[name], [p] if q is None else [p, q])
                    for name, p, q, _ in KNOWN]
        for (name, p, q, value), certified in zip(KNOWN, certified_values(problems)):
            with self.subTest(name, p=p, q=q):
                self.assertEqual("%.5g" % certified, "%.5g" % value)

    def test_every_family_is_pinned(self):
        pinned = " ".join(name for name, *_ in KNOWN)
        for name in numpyro_adapter.FAMILIES:
            self.assertTrue("(" + name.replace("[5]", "[2]") in pinned or name[:7] == "Wishart",
                            name)


@needs_jax
class Registry(unittest.TestCase):
    """No divergence that NumPyro registers is silently left out."""

    def test_every_registered_pair_is_offered_or_has_a_reason(self):
        kl = numpyro.distributions.kl.kl_divergence
        offered = set()
        for pair in numpyro_adapter.PAIRS + numpyro_adapter.VECTOR_PAIRS:
            offered.add(kl.dispatch(*[
                getattr(numpyro.distributions, name.split("(")[0].split("[")[0]) for name in pair]))
        left_out = {(p.__name__, q.__name__) for (p, q), formula in kl.funcs.items()
                    if formula not in offered}
        self.assertEqual(left_out, set(numpyro_adapter.NOT_OFFERED))


@needs_jax
class Declarations(unittest.TestCase):
    """What is declared is true, and kloracle takes it."""

    def test_kloracle_accepts_every_function(self):
        for name in NAMES:
            self.assertEqual(judged_functions(name), set(sys.modules[name].adapter.functions))

    def test_snippets_print_what_the_adapter_returns(self):
        for name, declaration, function in functions():
            sides = sides_of(declaration)
            for format, dtype in (("binary64", "float64"), ("bfloat16", "bfloat16")):
                if format in declaration["formats"]:
                    with self.subTest(name, format=format):
                        printed = printed_by(filled(declaration["snippet"], sides, dtype))
                        self.assertEqual(printed, "%r\n" % float(function(*sides, format)))

    def test_snippets_take_infinities(self):
        snippet = optax_adapter.adapter.declared["optax.losses.kl_divergence"]["snippet"]
        printed = printed_by(filled(snippet, [[1.0, 0.5], [0.0, -math.inf]]))
        self.assertEqual(printed, "inf\n")

    def test_gradients_are_there(self):
        for name, declaration, _ in functions():
            program = filled(declaration["snippet"], sides_of(declaration)).splitlines()[:-1]
            scope = {}
            exec("\n".join(program), scope)
            arguments = [scope[side] for side in declaration["gradient"]]
            for i in range(len(arguments)):
                with self.subTest(name, argument=i):
                    gradient = jax.grad(scope["f"], argnums=i)(*arguments)
                    self.assertEqual(gradient.shape, arguments[i].shape)


if __name__ == "__main__":
    unittest.main()
