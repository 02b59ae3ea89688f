# SPDX-License-Identifier: Apache-2.0
"""NumPyro under kloracle:
kloracle check "cmd:.adapters/python/bin/python tools/adapters/numpyro_adapter.py".

Every pair that numpyro.distributions.kl registers is in PAIRS or, with the reason, in NOT_OFFERED;
the entropies are those of the same families and some more. A distribution's constructor is the text
below, in x, the array of its parameters in kloracle's order.
"""

import sys

from kloracle_adapter import Adapter

try:
    import numpyro
    import jax_calls
except ImportError as error:
    print("numpyro_adapter: %s; tools/setup --adapters python installs it" % error,
          file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

# name: (the family in kloracle's words, the constructor). InverseGamma's `rate` is that of the
# gamma variable that it inverts: the scale of the inverse.
FAMILIES = {
    "Normal": ("normal(mu, sigma)", "dist.Normal(x[0], x[1])"),
    "Beta": ("beta(alpha, beta)", "dist.Beta(x[0], x[1])"),
    "Gamma": ("gamma(shape, rate)", "dist.Gamma(x[0], x[1])"),
    "Weibull": ("weibull(scale, shape)", "dist.Weibull(scale=x[0], concentration=x[1])"),
    "Kumaraswamy": ("kumaraswamy(a, b)", "dist.Kumaraswamy(x[0], x[1])"),
    "Dirichlet[2]": ("dirichlet(alpha[2])", "dist.Dirichlet(x)"),
    "Dirichlet[5]": ("dirichlet(alpha[5])", "dist.Dirichlet(x)"),
    "BernoulliProbs": ("bernoulli(prob)", "dist.BernoulliProbs(x[0])"),
    "BernoulliLogits": ("bernoulli(logit)", "dist.BernoulliLogits(x[0])"),
    "Cauchy": ("cauchy(mu, scale)", "dist.Cauchy(x[0], x[1])"),
    "Exponential": ("exponential(rate)", "dist.Exponential(x[0])"),
    "GeometricProbs": ("geometric(prob)", "dist.GeometricProbs(x[0])"),
    "InverseGamma": ("inverse_gamma(shape, scale)", "dist.InverseGamma(x[0], x[1])"),
    "Laplace": ("laplace(mu, scale)", "dist.Laplace(x[0], x[1])"),
    "LogNormal": ("log_normal(mu, sigma)", "dist.LogNormal(x[0], x[1])"),
    "LogUniform": ("log_uniform(lower, upper)", "dist.LogUniform(x[0], x[1])"),
    "Logistic": ("logistic(mu, scale)", "dist.Logistic(x[0], x[1])"),
    "Pareto": ("pareto(minimum, shape)", "dist.Pareto(x[0], x[1])"),
    "StudentT": ("student_t(df, mu, scale)", "dist.StudentT(x[0], x[1], x[2])"),
    "Uniform": ("uniform(lower, upper)", "dist.Uniform(x[0], x[1])"),
}
for d in (2, 5):
    mean, square = "x[:%d]" % d, "x[%d:].reshape(%d, %d)" % (d, d, d)
    for word, keyword in (("scale_tril", "scale_tril"), ("covariance", "covariance_matrix"),
                          ("precision", "precision_matrix")):
        FAMILIES["MultivariateNormal(%s)[%d]" % (keyword, d)] = (
            "multivariate_normal(mean[%d], %s[%d,%d])" % (d, word, d, d),
            "dist.MultivariateNormal(%s, %s=%s)" % (mean, keyword, square))
    FAMILIES["Wishart[%d]" % d] = (
        "wishart(df, scale[%d,%d])" % (d, d),
        "dist.Wishart(x[0], scale_matrix=x[1:].reshape(%d, %d))" % (d, d))
    FAMILIES["LowRankMultivariateNormal[%d]" % d] = (
        "multivariate_normal(mean[%d], factor[%d,1], diagonal[%d])" % (d, d, d),
        "dist.LowRankMultivariateNormal(%s, x[%d:%d].reshape(%d, 1), x[%d:])"
        % (mean, d, 2 * d, d, 2 * d))

PAIRS = [(name, name) for name in FAMILIES if name.split("[")[0].split("(")[0] in
         ("Normal", "Beta", "Gamma", "Dirichlet", "MultivariateNormal")]
PAIRS += [("Weibull", "Gamma"), ("Kumaraswamy", "Beta")]
VECTOR_PAIRS = [("CategoricalProbs", "CategoricalProbs")]
ENTROPIES = [name for name in FAMILIES if name != "Kumaraswamy"]

NOT_OFFERED = {
    ("Distribution", "ExpandedDistribution"): "the same divergence, broadcast",
    ("ExpandedDistribution", "Distribution"): "the same divergence, broadcast",
    ("ExpandedDistribution", "ExpandedDistribution"): "the same divergence, broadcast",
    ("Delta", "Distribution"): "kloracle has no family of point masses",
    ("Delta", "ExpandedDistribution"): "kloracle has no family of point masses",
    ("Independent", "Independent"): "a sum of divergences that are offered themselves",
    ("MaskedDistribution", "MaskedDistribution"): "the divergence of the pair masked, or 0",
    ("Independent", "CirculantNormal"): "kloracle has no circulant covariances by their row",
}

IMPORTS = "import numpyro.distributions as dist"
FORMATS = ("binary64", "binary32")

adapter = Adapter(name="numpyro", version=numpyro.__version__, language=jax_calls.LANGUAGE,
                  issues="https://github.com/pyro-ppl/numpyro/issues")


def made(name, argument):
    """The constructor's text with p or q in the place of x."""
    return FAMILIES[name][1].replace("x[", argument + "[").replace("(x)", "(%s)" % argument)


for first, second in PAIRS:
    pair = first if first == second else "%s, %s" % (first, second)
    jax_calls.offer(adapter, "kl(%s)" % pair, "kl", IMPORTS,
                    "dist.kl_divergence(%s, %s)" % (made(first, "p"), made(second, "q")), FORMATS,
                    p=FAMILIES[first][0], q=FAMILIES[second][0])
for name in ENTROPIES:
    jax_calls.offer(adapter, "entropy(%s)" % name, "entropy", IMPORTS,
                    made(name, "p") + ".entropy()", FORMATS, count=1, p=FAMILIES[name][0])
jax_calls.offer(adapter, "kl(CategoricalProbs)", "kl", IMPORTS,
                "dist.kl_divergence(dist.CategoricalProbs(p), dist.CategoricalProbs(q))", FORMATS,
                semantics="measure", note="probabilities are not normalised")
jax_calls.offer(adapter, "entropy(CategoricalProbs)", "entropy", IMPORTS,
                "dist.CategoricalProbs(p).entropy()", FORMATS, count=1, semantics="measure",
                note="probabilities are not normalised")
jax_calls.offer(adapter, "entropy(CategoricalLogits)", "entropy", IMPORTS,
                "dist.CategoricalLogits(p).entropy()", FORMATS, count=1, semantics="logits",
                space="logits")

if __name__ == "__main__":
    adapter.run()
