// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/finding.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kloracle {
namespace {

constexpr std::array statement_table{
    estimator_statement{"estimator.values",
                        "each estimate is the formula's value at the drawn outcomes",
                        "the formula, in interval arithmetic"},
    estimator_statement{"estimator.repeatable", "the same sample gives the same estimate",
                        "a function of the sample"},
    estimator_statement{"estimator.unbiased",
                        "the mean over all samples is D(P||Q), wherever the formula's is",
                        "k1, k3: Schulman 2020, Approximating KL divergence"},
    estimator_statement{"estimator.mean", "the mean over all samples is the mean of the formula",
                        "linearity of the mean"},
    estimator_statement{"estimator.variance", "the variance over all samples is Var(term)/n",
                        "Bienayme: variances of independent terms add"},
    estimator_statement{"estimator.standard_error", "its square has the mean Var(term)/n",
                        "the sample variance with divisor n - 1 is unbiased (Bessel)"},
    estimator_statement{"sampler.range", "no estimate leaves the range of the formula's terms",
                        "an average lies between its least and its greatest term"},
    estimator_statement{"sampler.repeatable", "the same seed gives the same estimate",
                        "a function of the seed"},
    estimator_statement{"sampler.location", "the mean is the mean of the formula",
                        "Bernstein's inequality, with the exact variance"},
    estimator_statement{"sampler.spread", "the variance is Var(term)/n",
                        "Bernstein's inequality for squared deviations from the exact mean"},
    estimator_statement{"knn.value",
                        "the estimate is (d/n) sum ln(nu/rho) + ln(m/(n-1)) at the given points",
                        "Wang, Kulkarni, Verdu 2009, IEEE Trans. Inf. Theory 55, 2392"},
    estimator_statement{"knn.sign", "the estimate is positive where its exact value is",
                        "the formula, in interval arithmetic"},
    estimator_statement{"knn.translation", "moving all points alike changes nothing",
                        "distances stay"},
    estimator_statement{"knn.scaling", "scaling all points by a power of 2 changes nothing",
                        "ratios of distances stay"},
    estimator_statement{"knn.rotation", "exchanging axes and turning them round changes nothing",
                        "distances stay"},
    estimator_statement{"knn.permutation", "the order of the points changes nothing",
                        "the formula is symmetric in each sample"},
};

std::string formatted(const char* how, double x) {
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), how, x);
  return text.data();
}

}  // namespace

std::span<const estimator_statement> estimator_statements() {
  return statement_table;
}

std::string_view name(outcome_of_statement s) {
  switch (s) {
    case outcome_of_statement::not_applicable:
      return "not applicable";
    case outcome_of_statement::holds:
      return "holds";
    case outcome_of_statement::soft:
      return "soft";
    case outcome_of_statement::undecided:
      return "undecided";
    case outcome_of_statement::violated:
      return "violated";
  }
  return "";
}

outcome_of_statement worst(std::span<const estimator_finding> findings) {
  outcome_of_statement found = outcome_of_statement::not_applicable;
  for (const estimator_finding& f : findings) found = std::max(found, f.what);
  return found;
}

outcome_of_statement compare(const interval& deviation, const allowance& allowed) {
  if (certainly_le(deviation, allowed.rounding)) return outcome_of_statement::holds;
  if (certainly_lt(allowed.attainable, deviation)) return outcome_of_statement::violated;
  const bool within = certainly_le(deviation, allowed.attainable);
  return within ? outcome_of_statement::soft : outcome_of_statement::undecided;
}

std::string shown(double x) {
  return formatted("%.6g", x);
}

std::string shown(const interval& x) {
  const double low = mpfr_get_d(x.lo(), MPFR_RNDN);
  const double high = mpfr_get_d(x.hi(), MPFR_RNDN);
  return shown(low + (high - low) / 2);
}

std::string shown(const Q& x) {
  return shown(interval(x, 64));
}

}  // namespace kloracle
