# SPDX-License-Identifier: Apache-2.0
"""TensorFlow Probability under kloracle:
kloracle check "cmd:.adapters/tfp/bin/python tools/adapters/tfp_adapter.py".

Every pair that tfp.distributions registers with RegisterKL is in PAIRS or, with the reason, in
NOT_OFFERED; the entropies are those of the same families and some more. A distribution's
constructor is the text below, in x, the tensor of its parameters in kloracle's order: what is
judged and the snippet for the maintainer are the same text.
"""

import os
import platform
import re
import sys

from kloracle_adapter import Adapter

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

try:
    import tensorflow as tf
    import tensorflow_probability as tfp
except ImportError as error:
    print("tfp_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

tfd = tfp.distributions
DTYPES = {"binary64": tf.float64, "binary32": tf.float32}
FACTS = "under tf.function on the CPU, where TensorFlow flushes subnormals to zero"

# name: (the family in kloracle's words, the constructor).
FAMILIES = {
    "Bernoulli(probs)": ("bernoulli(prob)", "tfd.Bernoulli(probs=x[0])"),
    "Bernoulli(logits)": ("bernoulli(logit)", "tfd.Bernoulli(logits=x[0])"),
    "Beta": ("beta(alpha, beta)", "tfd.Beta(x[0], x[1])"),
    "Cauchy": ("cauchy(mu, scale)", "tfd.Cauchy(x[0], x[1])"),
    "Chi": ("chi(df)", "tfd.Chi(x[0])"),
    "Chi2": ("chi_squared(df)", "tfd.Chi2(x[0])"),
    "ContinuousBernoulli(probs)": ("continuous_bernoulli(prob)",
                                   "tfd.ContinuousBernoulli(probs=x[0], dtype=x.dtype)"),
    "ContinuousBernoulli(logits)": ("continuous_bernoulli(logit)",
                                    "tfd.ContinuousBernoulli(logits=x[0], dtype=x.dtype)"),
    "Dirichlet[2]": ("dirichlet(alpha[2])", "tfd.Dirichlet(x)"),
    "Dirichlet[5]": ("dirichlet(alpha[5])", "tfd.Dirichlet(x)"),
    "Exponential": ("exponential(rate)", "tfd.Exponential(x[0])"),
    "ExpGamma": ("gamma(shape, rate)", "tfd.ExpGamma(x[0], x[1])"),
    "ExpInverseGamma": ("inverse_gamma(shape, scale)", "tfd.ExpInverseGamma(x[0], x[1])"),
    "Gamma": ("gamma(shape, rate)", "tfd.Gamma(x[0], x[1])"),
    "Geometric(probs)": ("geometric(prob)", "tfd.Geometric(probs=x[0])"),
    "Gumbel": ("gumbel(mu, scale)", "tfd.Gumbel(x[0], x[1])"),
    "HalfNormal": ("half_normal(sigma)", "tfd.HalfNormal(x[0])"),
    "InverseGamma": ("inverse_gamma(shape, scale)", "tfd.InverseGamma(x[0], x[1])"),
    "Kumaraswamy": ("kumaraswamy(a, b)", "tfd.Kumaraswamy(x[0], x[1])"),
    "Laplace": ("laplace(mu, scale)", "tfd.Laplace(x[0], x[1])"),
    "LogNormal": ("log_normal(mu, sigma)", "tfd.LogNormal(x[0], x[1])"),
    "Logistic": ("logistic(mu, scale)", "tfd.Logistic(x[0], x[1])"),
    "LogitNormal": ("logit_normal(mu, sigma)", "tfd.LogitNormal(x[0], x[1])"),
    "Moyal": ("moyal(mu, scale)", "tfd.Moyal(x[0], x[1])"),
    "Normal": ("normal(mu, sigma)", "tfd.Normal(x[0], x[1])"),
    "Pareto": ("pareto(shape, minimum)", "tfd.Pareto(x[0], scale=x[1])"),
    "StudentT": ("student_t(df, mu, scale)", "tfd.StudentT(x[0], x[1], x[2])"),
    "Uniform": ("uniform(lower, upper)", "tfd.Uniform(x[0], x[1])"),
    "VonMises": ("von_mises(mu, kappa)", "tfd.VonMises(x[0], x[1])"),
    "Weibull": ("weibull(shape, scale)", "tfd.Weibull(x[0], x[1])"),
}
for d in (2, 5):
    mean, square = "x[:%d]" % d, "tf.reshape(x[%d:], (%d, %d))"
    FAMILIES["MultivariateNormalTriL[%d]" % d] = (
        "multivariate_normal(mean[%d], scale_tril[%d,%d])" % (d, d, d),
        "tfd.MultivariateNormalTriL(%s, %s)" % (mean, square % (d, d, d)))
    FAMILIES["MultivariateNormalFullCovariance[%d]" % d] = (
        "multivariate_normal(mean[%d], covariance[%d,%d])" % (d, d, d),
        "tfd.MultivariateNormalFullCovariance(%s, %s)" % (mean, square % (d, d, d)))
    FAMILIES["MultivariateNormalDiagPlusLowRankCovariance[%d]" % d] = (
        "multivariate_normal(mean[%d], diagonal[%d], factor[%d,1])" % (d, d, d),
        "tfd.MultivariateNormalDiagPlusLowRankCovariance(%s, x[%d:%d], tf.reshape(x[%d:], (%d, 1)))"
        % (mean, d, 2 * d, 2 * d, d))
    FAMILIES["WishartTriL[%d]" % d] = (
        "wishart(df, scale_tril[%d,%d])" % (d, d),
        "tfd.WishartTriL(x[0], %s)" % (square % (1, d, d)))
for d in (3, 5):  # kloracle draws directions whose length is exactly 1 in every format
    for name, family in [("PowerSpherical", "power_spherical"),
                         ("VonMisesFisher", "von_mises_fisher")]:
        FAMILIES["%s[%d]" % (name, d)] = ("%s(mean_direction[%d], kappa)" % (family, d),
                                          "tfd.%s(x[:%d], x[%d])" % (name, d, d))
FAMILIES["SphericalUniform"] = ("spherical_uniform(dimension)",
                                "tfd.SphericalUniform(3, dtype=x.dtype)")

# What has no divergence from its own kind, and what has no entropy or another than its family's.
ENTROPY_ALONE = ("Exponential", "Geometric(probs)", "InverseGamma", "Kumaraswamy", "Logistic",
                 "StudentT", "MultivariateNormalDiagPlusLowRankCovariance", "WishartTriL",
                 "PowerSpherical", "VonMisesFisher", "SphericalUniform")
NO_ENTROPY = ("ExpGamma", "ExpInverseGamma", "LogitNormal", "Pareto", "SphericalUniform")


def is_one_of(name, names):
    """Whether a name of FAMILIES, with or without its dimension, is in a list."""
    return name.split("[")[0] in names


PAIRS = [(name, name) for name in FAMILIES if not is_one_of(name, ENTROPY_ALONE)]
PAIRS += [("Chi2", "Gamma"), ("Gamma", "Chi2"), ("Weibull", "Gamma")]
PAIRS += [("PowerSpherical[3]", "SphericalUniform"), ("VonMisesFisher[3]", "SphericalUniform"),
          ("PowerSpherical[3]", "VonMisesFisher[3]"), ("PowerSpherical[5]", "VonMisesFisher[5]")]
ENTROPIES = [name for name in FAMILIES if not is_one_of(name, NO_ENTROPY)]
CROSS_ENTROPIES = ["Normal", "Gamma"]

# Of vectors: the name, the constructor, the space and the semantics of kl and of the entropy.
VECTORS = [
    ("Categorical(probs)", "tfd.Categorical(probs=x)", "probs", "normalised", "measure"),
    ("Categorical(logits)", "tfd.Categorical(logits=x)", "logits", "logits", "logits"),
    ("OneHotCategorical(probs)", "tfd.OneHotCategorical(probs=x)", "probs", "normalised",
     "measure"),
    ("OneHotCategorical(logits)", "tfd.OneHotCategorical(logits=x)", "logits", "logits", "logits"),
]

STRUCTURE = "made of distributions whose pairs are offered themselves"
BASE_CLASS = "how a class is built, not a distribution"
NOT_OFFERED = {
    ("GaussianProcess", "MultivariateNormalLinearOperator"): "a process, not a family",
    ("MultivariateNormalLinearOperator", "GaussianProcess"): "a process, not a family",
    ("MatrixNormalLinearOperator", "MatrixNormalLinearOperator"):
        "takes square roots of the covariances; kloracle states the covariances",
    ("OrderedLogistic", "OrderedLogistic"): "kloracle has no such family",
    ("ProbitBernoulli", "ProbitBernoulli"): "kloracle has no Bernoulli by its probit",
    ("StoppingRatioLogistic", "StoppingRatioLogistic"): "kloracle has no such family",
    ("_BaseDeterministic", "Distribution"): "kloracle has no family of point masses",
    ("_Blockwise", "_Blockwise"): STRUCTURE,
    ("_Independent", "_Independent"): STRUCTURE,
    ("_JointDistributionSequential", "_JointDistributionSequential"): STRUCTURE,
    ("_Masked", "_Masked"): STRUCTURE,
    ("_Sample", "_Sample"): STRUCTURE,
    ("_TransformedDistribution", "_TransformedDistribution"): STRUCTURE,
    ("_NonCompositeTensorCast", "_NonCompositeTensorCast"): BASE_CLASS,
    ("_TensorCoercible", "Distribution"): BASE_CLASS,
    ("Distribution", "_TensorCoercible"): BASE_CLASS,
    ("JitPublicMethods", "Distribution"): BASE_CLASS,
    ("JitPublicMethods", "JitPublicMethods"): BASE_CLASS,
    ("Distribution", "JitPublicMethods"): BASE_CLASS,
}

SNIPPET = """from math import inf, nan
import tensorflow as tf
import tensorflow_probability as tfp
tfd = tfp.distributions

@tf.function(autograph=False)
def f(%(names)s):
    return %(expression)s

%(arguments)s
print(float(f(%(names)s)))
"""
ARGUMENT = "%s = tf.constant({%s}, tf.{dtype})"

adapter = Adapter(name="tensorflow-probability", version=tfp.__version__,
                  language="Python %s, TensorFlow %s" % (platform.python_version(),
                                                         tf.__version__),
                  issues="https://github.com/tensorflow/probability/issues")


def put(constructor, argument):
    """The constructor's text with p or q in the place of x."""
    return re.sub(r"\bx\b", argument, constructor)


def offer(name, quantity, expression, count=2, **problem):
    """Offer the value of a Python expression in the tensors p and q (of p alone if count is 1).

    It is compiled by tf.function, as training code runs it: many times as fast as op by op.
    """
    names = ("p", "q")[:count]
    source = "lambda %s: %s" % (", ".join(names), expression)
    function = tf.function(eval(source, {"tf": tf, "tfd": tfd}), autograph=False,
                           reduce_retracing=True)

    def evaluate(format, *distributions):
        return function(*[tf.constant(d, DTYPES[format]) for d in distributions])

    snippet = SNIPPET % {
        "names": ", ".join(names), "expression": expression,
        "arguments": "\n".join(ARGUMENT % (name, name) for name in names)}
    register = adapter.function(name, quantity, formats=tuple(DTYPES), snippet=snippet,
                                gradient=tuple(side for side in names if side + "[" in expression
                                               or side + ")" in expression),
                                note="%s; %s" % (expression, FACTS), **problem)
    if count == 1:
        register(lambda p, format: evaluate(format, p))
    else:
        register(lambda p, q, format: evaluate(format, p, q))


def offer_families():
    """Divergences, entropies and cross-entropies of the families above."""
    for first, second in PAIRS:
        name = first if first == second else "%s, %s" % (first, second)
        constructors = put(FAMILIES[first][1], "p"), put(FAMILIES[second][1], "q")
        offer("kl(%s)" % name, "kl", "tfd.kl_divergence(%s, %s)" % constructors,
              p=FAMILIES[first][0], q=FAMILIES[second][0])
    for name in ENTROPIES:
        offer("entropy(%s)" % name, "entropy", put(FAMILIES[name][1], "p") + ".entropy()", count=1,
              p=FAMILIES[name][0])
    for name in CROSS_ENTROPIES:
        family, constructor = FAMILIES[name]
        offer("cross_entropy(%s)" % name, "cross_entropy", "%s.cross_entropy(%s)"
              % (put(constructor, "p"), put(constructor, "q")), p=family, q=family)


def offer_vectors():
    """Divergences and entropies of distributions over as many outcomes as the case has."""
    for name, constructor, space, of_kl, of_entropy in VECTORS:
        offer("kl(%s)" % name, "kl", "tfd.kl_divergence(%s, %s)"
              % (put(constructor, "p"), put(constructor, "q")), semantics=of_kl, space=space)
        offer("entropy(%s)" % name, "entropy", put(constructor, "p") + ".entropy()", count=1,
              semantics=of_entropy, space=space)


offer_families()
offer_vectors()

if __name__ == "__main__":
    adapter.run()
