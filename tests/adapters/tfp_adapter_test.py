# SPDX-License-Identifier: Apache-2.0
"""The adapter of TensorFlow Probability: what it states is what the library computes, and no
registered pair is left out.

Run as  KLORACLE=path/to/kloracle .adapters/tfp/bin/python tests/adapters/tfp_adapter_test.py
(a minute). Without the library in this Python, nor in .adapters/tfp, only the message about it is
tested.
"""

import math
import os
import sys
import unittest
from pathlib import Path

from adapter_samples import (ROOT, certified_values, filled, judged_functions, printed_by,
                             problem_of, run_without, sides_of)

INSTALLED = ROOT / ".adapters" / "tfp" / "bin" / "python"

try:
    import tensorflow as tf
    import tensorflow_probability as tfp
except ImportError as error:
    MISSING = str(error)
    if INSTALLED.exists() and Path(sys.executable) != INSTALLED:
        os.execv(INSTALLED, [str(INSTALLED), *sys.argv])
else:
    MISSING = ""
    import tfp_adapter
    tfd = tfp.distributions

needs_tfp = unittest.skipIf(MISSING, MISSING + ": tools/setup --adapters python installs it")
LN2, LN3, PI, EULER = math.log(2), math.log(3), math.pi, 0.5772156649015329
BERNOULLI = LN2 / 2 + math.log(2 / 3) / 2  # the divergence of 1/2 from 1/4
NORMAL_ENTROPY = math.log(2 * PI * math.e) / 2
IDENTITY, TWO, FOUR = [1.0, 0.0, 0.0, 1.0], [2.0, 0.0, 0.0, 2.0], [4.0, 0.0, 0.0, 4.0]
MEAN, AXIS = [0.0, 0.0], [0.0, 1.0, 0.0]
# Of von Mises and Fisher with kappa 1 on the sphere, from the uniform distribution.
FISHER = math.log(1 / math.sinh(1)) + 1 / math.tanh(1) - 1

# Values that follow from the definitions; each would change if an argument changed places, or a
# scale were a rate, a variance a standard deviation, or a success a failure.
KNOWN = (
    ("kl(Bernoulli(probs))", [0.5], [0.25], BERNOULLI),
    ("kl(Bernoulli(logits))", [0.0], [-LN3], BERNOULLI),
    ("kl(Beta)", [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    ("kl(Cauchy)", [0.0, 1.0], [0.0, 3.0], math.log(4 / 3)),
    ("kl(Chi)", [2.0], [4.0], EULER),
    ("kl(Chi2)", [2.0], [4.0], EULER),
    ("kl(ContinuousBernoulli(probs))", [0.5], [0.25], LN2 - LN3 / 2 - math.log(LN3)),
    ("kl(ContinuousBernoulli(logits))", [0.0], [-LN3], LN2 - LN3 / 2 - math.log(LN3)),
    ("kl(Dirichlet[2])", [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    ("kl(ExpGamma)", [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    ("kl(ExpInverseGamma)", [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    ("kl(Gamma)", [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    ("kl(Gumbel)", [0.0, 1.0], [1.0, 1.0], math.e - 2),
    ("kl(HalfNormal)", [1.0], [2.0], LN2 - 3 / 8),
    ("kl(Laplace)", [0.0, 1.0], [1.0, 1.0], 1 / math.e),
    ("kl(LogNormal)", [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    ("kl(LogitNormal)", [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    ("kl(Moyal)", [0.0, 1.0], [1.0, 1.0], (math.e - 2) / 2),
    ("kl(Normal)", [0.0, 1.0], [1.0, 2.0], LN2 - 1 / 4),
    ("kl(Pareto)", [1.0, 2.0], [1.0, 1.0], LN2),
    ("kl(Pareto)", [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    ("kl(Uniform)", [0.0, 1.0], [0.0, 2.0], LN2),
    ("kl(VonMises)", [1.0, 0.0], [2.0, 1.0], 0.2359143981),  # ln I_0(1)
    ("kl(Weibull)", [1.0, 2.0], [1.0, 1.0], 1 - LN2),
    ("kl(MultivariateNormalTriL[2])", MEAN + IDENTITY, MEAN + TWO, 2 * LN2 - 3 / 4),
    ("kl(MultivariateNormalFullCovariance[2])", MEAN + IDENTITY, MEAN + FOUR, 2 * LN2 - 3 / 4),
    ("kl(Chi2, Gamma)", [2.0], [1.0, 1.0], 1 - LN2),
    ("kl(Gamma, Chi2)", [1.0, 1.0], [2.0], LN2 - 1 / 2),
    ("kl(Weibull, Gamma)", [1.0, 2.0], [1.0, 1.0], 1 - LN2),
    ("kl(VonMisesFisher[3], SphericalUniform)", AXIS + [1.0], [3.0], FISHER),
    ("kl(PowerSpherical[3], SphericalUniform)", AXIS + [1.0], [3.0], LN2 - 1 / 2),
    ("kl(PowerSpherical[3], VonMisesFisher[3])", AXIS + [0.0], AXIS + [1.0],
     math.log(math.sinh(1))),
    ("kl(Categorical(probs))", [2.0, 2.0], [1.0, 3.0], BERNOULLI),
    ("kl(Categorical(logits))", [1.0, 1.0], [0.0, LN3], BERNOULLI),
    ("kl(OneHotCategorical(probs))", [2.0, 2.0], [1.0, 3.0], BERNOULLI),
    ("kl(OneHotCategorical(logits))", [1.0, 1.0], [0.0, LN3], BERNOULLI),
    ("entropy(Categorical(probs))", [0.5, 0.25], None, LN2),
    ("entropy(OneHotCategorical(probs))", [0.5, 0.25], None, LN2),
    ("entropy(Categorical(logits))", [7.0, 7.0], None, LN2),
    ("entropy(OneHotCategorical(logits))", [7.0, 7.0], None, LN2),
    ("entropy(Exponential)", [2.0], None, 1 - LN2),
    ("entropy(Geometric(probs))", [0.25], None, 8 * LN2 - 3 * LN3),
    ("entropy(InverseGamma)", [1.0, 2.0], None, 1 + LN2 + 2 * EULER),
    ("entropy(Kumaraswamy)", [3.0, 1.0], None, 2 / 3 - LN3),
    ("entropy(Logistic)", [5.0, 2.0], None, 2 + LN2),
    ("entropy(StudentT)", [1.0, 5.0, 2.0], None, math.log(8 * PI)),
    ("entropy(MultivariateNormalDiagPlusLowRankCovariance[2])", MEAN + [1.0, 2.0] + [1.0, 0.0],
     None, 2 * NORMAL_ENTROPY + LN2),
    ("entropy(LogNormal)", [3.0, 1.0], None, NORMAL_ENTROPY + 3),
    ("cross_entropy(Normal)", [0.0, 1.0], [1.0, 2.0], NORMAL_ENTROPY + LN2 - 1 / 4),
    ("cross_entropy(Gamma)", [1.0, 1.0], [1.0, 2.0], 2 - LN2),
)


class WithoutLibrary(unittest.TestCase):
    """Where the library is missing the adapter says so, and how to get it."""

    def test_one_line_and_status_69(self):
        done = run_without("tensorflow", "tfp_adapter")
        self.assertEqual((done.returncode, done.stdout), (69, ""), done.stderr)
        self.assertRegex(done.stderr,
                         "^tfp_adapter: [^\n]*; tools/setup --adapters python installs it\n$")


@needs_tfp
class Conventions(unittest.TestCase):
    """Values that follow from the definitions, to five digits: accuracy is what kloracle judges."""

    def test_known_values(self):
        for name, p, q, value in KNOWN:
            function, _ = tfp_adapter.adapter.functions[name]
            sides = [p] if q is None else [p, q]
            for format, digits in (("binary64", "%.5g"), ("binary32", "%.4g")):
                with self.subTest(name, p=p, q=q, format=format):
                    self.assertEqual(digits % float(function(*sides, format)), digits % value)

    def test_wishart_entropy_is_that_of_a_gamma_variable_doubled(self):
        # In one dimension wishart(df, scale) is gamma(df/2, rate 1/(2 scale)).
        one = tfd.WishartTriL(6.0, scale_tril=[[2.0 ** 0.5]]).entropy()
        self.assertEqual("%.5g" % one, "%.5g" % tfd.Gamma(3.0, 0.25).entropy())

    def test_declared_problems_have_these_values(self):
        declared = tfp_adapter.adapter.declared
        problems = [problem_of(declared[name], [p] if q is None else [p, q])
                    for name, p, q, _ in KNOWN]
        for (name, p, q, value), certified in zip(KNOWN, certified_values(problems)):
            with self.subTest(name, p=p, q=q):
                self.assertEqual("%.5g" % certified, "%.5g" % value)

    def test_every_family_is_pinned(self):
        pinned = " ".join(name for name, *_ in KNOWN)
        for name in tfp_adapter.FAMILIES:
            smaller = name.replace("[5]", "[3]" if "Spherical" in name or "Fisher" in name
                                   else "[2]")
            self.assertTrue(smaller in pinned or name.startswith("Wishart"), name)

    def test_support_violations_are_infinite(self):
        for name, p, q in (("kl(Pareto)", [1.0, 1.0], [1.0, 2.0]),
                           ("kl(Uniform)", [0.0, 2.0], [0.0, 1.0])):
            function, _ = tfp_adapter.adapter.functions[name]
            self.assertEqual(float(function(p, q, "binary64")), math.inf)


@needs_tfp
class Registry(unittest.TestCase):
    """No divergence that the library registers is silently left out."""

    def test_every_registered_pair_is_offered_or_has_a_reason(self):
        registered = tfp.python.distributions.kullback_leibler
        pairs = tfp_adapter.PAIRS + [(name, name) for name, *_ in tfp_adapter.VECTORS]
        offered = set()
        for pair in pairs:
            classes = [getattr(tfd, name.split("(")[0].split("[")[0]) for name in pair]
            offered.add(registered._registered_kl(*classes))
        left_out = {(p.__name__, q.__name__) for (p, q), formula in registered._DIVERGENCES.items()
                    if formula not in offered}
        self.assertEqual(left_out, set(tfp_adapter.NOT_OFFERED))

    def test_entropies_left_out_are_not_implemented_or_of_another_family(self):
        x = tf.constant([2.0, 1.5])
        for name in tfp_adapter.NO_ENTROPY:
            if name in ("SphericalUniform", "ExpInverseGamma"):
                continue  # its dimension would not be the case's; not that of an inverse gamma
            with self.subTest(name), self.assertRaises(NotImplementedError):
                eval(tfp_adapter.FAMILIES[name][1], {"tfd": tfd, "x": x}).entropy()


@needs_tfp
class Declarations(unittest.TestCase):
    """What is declared is true, and kloracle takes it."""

    def test_kloracle_accepts_every_function(self):
        self.assertEqual(judged_functions("tfp_adapter"), set(tfp_adapter.adapter.functions))

    def test_snippets_print_what_the_adapter_returns(self):
        # In binary32, so that a dtype left out would show.
        for name, (function, _) in tfp_adapter.adapter.functions.items():
            declaration = tfp_adapter.adapter.declared[name]
            sides = sides_of(declaration)
            with self.subTest(name):
                printed = printed_by(filled(declaration["snippet"], sides, "float32"))
                self.assertEqual(printed, "%r\n" % float(function(*sides, "binary32")))

    def test_gradients_are_there_where_declared(self):
        for name, declaration in tfp_adapter.adapter.declared.items():
            names = ("p", "q")[:2 if declaration["with_q"] else 1]
            tensors = {side: tf.constant(values, tf.float64)
                       for side, values in zip(names, sides_of(declaration))}
            expression = declaration["note"].split(";")[0]
            with tf.GradientTape() as tape:
                for tensor in tensors.values():
                    tape.watch(tensor)
                value = eval(expression, {"tf": tf, "tfd": tfd}, tensors)
            for side, gradient in zip(names, tape.gradient(value, list(tensors.values()))):
                with self.subTest(name, side=side):
                    self.assertEqual(gradient is not None, side in declaration["gradient"])


if __name__ == "__main__":
    unittest.main()
