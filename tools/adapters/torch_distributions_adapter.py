# SPDX-License-Identifier: Apache-2.0
"""torch.distributions under kloracle: kl_divergence of every registered pair, and entropy().

    kloracle check "cmd:.adapters/python/bin/python tools/adapters/torch_distributions_adapter.py"

The pairs are those of torch's own registry, so a new one is offered as soon as torch has it. Each
function is what a user would write; arguments are validated, which is the default.
"""

import platform
from collections import namedtuple

from kloracle_adapter import Adapter, family_of
from torch_calls import DTYPES, ISSUES, offer, torch

IMPORTS = ("from torch.distributions import *",)
SIZES = (2, 5)  # of vectors: the smallest, and one that takes a loop
RANKS = {2: 1, 5: 2}  # of a low-rank factor
WIDE = ("binary64", "binary32")
CLAMPED = "torch clamps probs to [eps, 1 - eps] where it turns them into logits"
OPEN = "torch clamps probs to [eps, 1 - eps]"

# A class of torch with one way to state its parameters: the name for it (the class, and where
# there are several ways or sizes, which), the family in the words of `kloracle list families`, the
# constructor with these words where their values go, and the class that torch's registry has.
Family = namedtuple("Family", "name words constructor registered note formats",
                    defaults=(None, "", WIDE))


def of_size(d):
    """The families of vectors and matrices, of d dimensions."""
    mvn = "MultivariateNormal(loc={mean}, %s={%s})"
    low_rank = "multivariate_normal(mean[%d], factor[%d,%d], diagonal[%d])" % (d, d, RANKS[d], d)
    square = "[%d,%d])" % (d, d)
    normal, wishart = "multivariate_normal(mean[%d], " % d, "wishart(df, "
    q_only = "autograd does not reach p"
    return (
        Family("Dirichlet.%d" % d, "dirichlet(alpha[%d])" % d, "Dirichlet({alpha})"),
        Family("MultivariateNormal.covariance_matrix.%d" % d, normal + "covariance" + square,
               mvn % ("covariance_matrix", "covariance")),
        Family("MultivariateNormal.precision_matrix.%d" % d, normal + "precision" + square,
               mvn % ("precision_matrix", "precision")),
        Family("MultivariateNormal.scale_tril.%d" % d, normal + "scale_tril" + square,
               mvn % ("scale_tril", "scale_tril")),
        Family("LowRankMultivariateNormal.%d" % d, low_rank,
               "LowRankMultivariateNormal(loc={mean}, cov_factor={factor}, cov_diag={diagonal})"),
        Family("Wishart.covariance_matrix.%d" % d, wishart + "scale" + square,
               "Wishart(df={df}, covariance_matrix={scale})", "ExponentialFamily", q_only),
        Family("Wishart.precision_matrix.%d" % d, wishart + "inverse_scale" + square,
               "Wishart(df={df}, precision_matrix={inverse_scale})", "ExponentialFamily", q_only),
        Family("Wishart.scale_tril.%d" % d, wishart + "scale_tril" + square,
               "Wishart(df={df}, scale_tril={scale_tril})", "ExponentialFamily", q_only),
    )


FAMILIES = (
    Family("Bernoulli", "bernoulli(prob)", "Bernoulli(probs={prob})", note=CLAMPED,
           formats=tuple(DTYPES)),
    Family("Bernoulli.logits", "bernoulli(logit)", "Bernoulli(logits={logit})",
           formats=tuple(DTYPES)),
    Family("Beta", "beta(alpha, beta)", "Beta(concentration1={alpha}, concentration0={beta})"),
    Family("Binomial", "binomial(n, prob)", "Binomial(total_count={n}, probs={prob})",
           note=CLAMPED),
    Family("Cauchy", "cauchy(mu, scale)", "Cauchy(loc={mu}, scale={scale})"),
    Family("ContinuousBernoulli", "continuous_bernoulli(prob)",
           "ContinuousBernoulli(probs={prob})", note=OPEN),
    Family("ContinuousBernoulli.logits", "continuous_bernoulli(logit)",
           "ContinuousBernoulli(logits={logit})", note=OPEN),
    Family("Exponential", "exponential(rate)", "Exponential(rate={rate})"),
    Family("Gamma", "gamma(shape, rate)", "Gamma(concentration={shape}, rate={rate})"),
    Family("Chi2", "chi_squared(df)", "Chi2(df={df})", "Gamma"),
    Family("Geometric", "geometric(prob)", "Geometric(probs={prob})",
           note="the failures before the first success, from 0; " + CLAMPED),
    Family("Gumbel", "gumbel(mu, scale)", "Gumbel(loc={mu}, scale={scale})"),
    Family("HalfNormal", "half_normal(sigma)", "HalfNormal(scale={sigma})"),
    Family("Independent", "normal(mu, sigma)",
           "Independent(Normal(loc={mu}[None], scale={sigma}[None]), 1)"),
    Family("InverseGamma", "inverse_gamma(shape, scale)",
           "InverseGamma(concentration={shape}, rate={scale})", "TransformedDistribution",
           "what torch calls rate is the scale of x"),
    Family("Laplace", "laplace(mu, scale)", "Laplace(loc={mu}, scale={scale})"),
    Family("LogNormal", "log_normal(mu, sigma)", "LogNormal(loc={mu}, scale={sigma})",
           "TransformedDistribution"),
    Family("LogitNormal", "logit_normal(mu, sigma)",
           "TransformedDistribution(Normal(loc={mu}, scale={sigma}), SigmoidTransform())",
           "TransformedDistribution"),
    Family("Normal", "normal(mu, sigma)", "Normal(loc={mu}, scale={sigma})",
           formats=tuple(DTYPES)),
    Family("Pareto", "pareto(minimum, shape)", "Pareto(scale={minimum}, alpha={shape})"),
    Family("Poisson", "poisson(rate)", "Poisson(rate={rate})"),
    Family("Uniform", "uniform(lower, upper)", "Uniform(low={lower}, high={upper})"),
) + sum(map(of_size, SIZES), ())

# Of these torch has an entropy, and a KL divergence of none or of equal parameters only.
OF_ENTROPY_ONLY = (
    Family("Kumaraswamy", "kumaraswamy(a, b)",
           "Kumaraswamy(concentration1={a}, concentration0={b})"),
    Family("Multinomial", "multinomial(n, weights[3])",
           "Multinomial(total_count=int({n}), probs={weights})"),
    Family("StudentT", "student_t(df, mu, scale)", "StudentT(df={df}, loc={mu}, scale={scale})"),
    Family("Weibull", "weibull(shape, scale)", "Weibull(scale={scale}, concentration={shape})"),
)
WITHOUT_ENTROPY = ("LogitNormal", "Poisson")
# Registered pairs that kloracle takes no function of: P reaches out of the support of Q whatever
# the parameters are, so the value is infinite throughout, and that is what torch returns.
ALWAYS_INFINITE = (
    ("ContinuousBernoulli", "Pareto"), ("Exponential", "Beta"), ("Gamma", "Beta"),
    ("Gumbel", "Beta"), ("Gumbel", "Gamma"), ("Gumbel", "Pareto"), ("Laplace", "Beta"),
    ("Laplace", "Gamma"), ("Laplace", "Pareto"), ("Normal", "Beta"), ("Normal", "Gamma"),
    ("Normal", "Pareto"), ("Pareto", "Beta"),
)
# Pairs that reach a formula through a base class of one side.
INHERITED = (("Gamma", "Chi2"), ("Chi2", "Gamma"))

adapter = Adapter(name="torch.distributions", version=torch.__version__,
                  language="Python " + platform.python_version(), issues=ISSUES)


def construct(family, side):
    """The constructor with a side's values in it: "Normal(loc=p[0], scale=p[1])"."""
    places, first = {}, 0
    for parameter in family_of(family.words)["parameters"]:
        name, shape = parameter, []
        if isinstance(parameter, dict):
            name, shape = parameter["name"], parameter["shape"]
        count = 1
        for length in shape:
            count *= length
        place = "%s[%d:%d]" % (side, first, first + count) if shape else "%s[%d]" % (side, first)
        places[name] = place + (".view(%d, %d)" % tuple(shape) if len(shape) == 2 else "")
        first += count
    return family.constructor.format(**places)


def class_name(family):
    """The class that torch's registry knows a family by."""
    return family.registered or family.name.split(".")[0]


def size_of(family):
    """The dimensions, as a text, of a family that has them."""
    last = family.name.split(".")[-1]
    return last if last.isdigit() else ""


def firsts(registered):
    """Of each size, the first family with this class: its main parameters, by size."""
    found = {}
    for family in FAMILIES:
        if class_name(family) == registered:
            found.setdefault(size_of(family), family)
    return found


def offered_pairs():
    """(P, Q, the registered function) for every pair in torch's registry: of one class in every
    parameterisation, of two classes in the main ones."""
    by_name = {family.name: family for family in FAMILIES}
    registry = torch.distributions.kl._KL_REGISTRY
    for (p, q), formula in sorted(registry.items(),
                                  key=lambda entry: [side.__name__ for side in entry[0]]):
        if (p.__name__, q.__name__) in ALWAYS_INFINITE:
            continue
        if p is q:
            same = [family for family in FAMILIES if class_name(family) == p.__name__]
            yield from ((family, family, formula) for family in same)
        else:
            ps, qs = firsts(p.__name__), firsts(q.__name__)
            yield from ((ps[size], qs[size], formula) for size in ps if size in qs)
    for p, q in INHERITED:
        yield by_name[p], by_name[q], registry[torch.distributions.Gamma, torch.distributions.Gamma]


def reached_by_autograd(formula):
    """The sides of which a formula of the registry is differentiable."""
    if formula.__name__.endswith("_infinity"):
        return ()  # infinity throughout
    return ("q",) if formula.__name__ == "_kl_expfamily_expfamily" else ("p", "q")


def offer_pair(p, q, formula):
    """kl_divergence of two families."""
    notes = dict.fromkeys(note for note in (p.note, q.note) if note)
    offer(adapter, IMPORTS, "kl_divergence(%s,%s)" % (p.name, q.name), "kl",
          "kl_divergence(%s, %s)" % (construct(p, "p"), construct(q, "q")),
          formats=tuple(format for format in p.formats if format in q.formats),
          note="; ".join(notes), gradient=reached_by_autograd(formula), p=p.words, q=q.words)


def offer_entropy(family):
    """The entropy of a family."""
    offer(adapter, IMPORTS, family.name + ".entropy", "entropy",
          construct(family, "p") + ".entropy()", formats=family.formats, note=family.note,
          count=1, p=family.words)


def offer_categorical(name, argument, **problem):
    """kl_divergence and entropy of a class of distributions over finitely many outcomes."""
    made = name + "(%s=%s)"
    title = name if argument == "probs" else "%s.%s" % (name, argument)
    note = "torch divides by the sum; " + CLAMPED if argument == "probs" else ""
    offer(adapter, IMPORTS, "kl_divergence(%s,%s)" % (title, title), "kl",
          "kl_divergence(%s, %s)" % (made % (argument, "p"), made % (argument, "q")),
          note=note, **problem)
    offer(adapter, IMPORTS, title + ".entropy", "entropy", made % (argument, "p") + ".entropy()",
          note=note, count=1, **problem)


for name in ("Categorical", "OneHotCategorical"):
    offer_categorical(name, "probs", semantics="normalised")
    offer_categorical(name, "logits", semantics="logits", space="logits")
for pair in offered_pairs():
    offer_pair(*pair)
for family in FAMILIES + OF_ENTROPY_ONLY:
    if family.name not in WITHOUT_ENTROPY:
        offer_entropy(family)

if __name__ == "__main__":
    adapter.run()
