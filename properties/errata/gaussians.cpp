// SPDX-License-Identifier: Apache-2.0
//
// What is said of the KL between Gaussians in many dimensions, and of codes for models.
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

// 1 + 1/2 + ... + 1/n.
Q harmonic(long n) {
  std::vector<Q> terms;
  for (long i = 1; i <= n; ++i) terms.emplace_back(1, i);
  return sum(terms);
}

std::vector<proved_fact> e38() {
  proof done;
  const interval one =
      oracle_value({quantity::kl, of_family("normal", {{"mu", "0"}, {"variance", "2"}}),
                    of_family("normal", {{"mu", "0"}, {"variance", "1"}})});
  done.rounds("KL of one coordinate of variance ratio 1 + s, (s - ln(1 + s))/2, at s = 1", one,
              "0.15342641");
  for (const long n : {10L, 100L, 1000L}) {
    const Q trace = harmonic(n);
    const Q doubled = harmonic(2 * n) - trace;
    done.step(doubled >= Q(1, 2),
              "variance ratios 1 + 1/i: the traces sum to " + shown(enclosed(trace)) + " over " +
                  std::to_string(n) + " coordinates, the log determinants to ln " +
                  std::to_string(n + 1) + " = " + shown(log(enclosed(Q(n + 1)))) +
                  "; as many coordinates again add " + shown(enclosed(doubled)) +
                  " to the trace, n terms of 1/(2n) or more: both diverge");
  }
  // Summands of the rest lie between (1/i - 1/(i + 1))/2 and (1/(i - 1/2) - 1/(i + 1/2))/2.
  const long n = 4000;
  const interval head = enclosed(harmonic(n)) - log(enclosed(Q(n + 1)));
  const interval rest = hull(enclosed(Q(1, 2 * (n + 1))), enclosed(Q(1, 2 * n + 1)));
  done.rounds("the sum of (1/i - ln(1 + 1/i))/2 over all i converges: by the first " +
                  std::to_string(n) + " and telescoping bounds on the rest, KL",
              (head + rest) * Q(1, 2), "0.288608");
  const interval gamma = interval::make(proof_bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_const_euler(lo, MPFR_RNDD);
    mpfr_const_euler(hi, MPFR_RNDU);
  });
  done.rounds("its limit by definition, half of Euler's constant", gamma * Q(1, 2),
              "0.288607832451");
  return std::move(done).facts();
}

std::vector<proved_fact> e55() {
  proof done;
  for (const char* shift : {"1", "1000", "1000000"}) {
    const Q d =
        oracle_rational({quantity::kl, of_family("normal", {{"mu", shift}, {"variance", "1"}}),
                         of_family("normal", {{"mu", "0"}, {"variance", "1"}})});
    const Q m = exactly(shift);
    done.step(d == m * m / 2, "a shift of the mean by M along one direction, of rank one; M = " +
                                  std::string(shift) + ": KL = M^2/2 = " + shown(d));
  }
  const exact_law prior = rationals("0.5 0.5");
  const exact_law likelihood = rationals("0.8 0.2");
  const Q evidence = prior[0] * likelihood[0] + prior[1] * likelihood[1];
  const Q posterior = prior[0] * likelihood[0] / evidence;
  const closed_form code = -log_of(prior[0]) - log_of(likelihood[0]);
  done.equal(
      "two models, prior (.5, .5), likelihoods (.8, .2): length of the two-part code with "
      "the first, less -ln p(D)",
      code + log_of(evidence), "-ln posterior of the first", -log_of(posterior));
  done.equal("that code", code, "-ELBO at the point mass on the first",
             kl_form(rationals("1 0"), prior) - log_of(likelihood[0]));
  const interval overhead = -log(enclosed(posterior));
  done.step(certainly_positive(overhead), "the overhead " + shown(overhead) +
                                              " is positive: the two objectives are not the same");
  return std::move(done).facts();
}

struct covariance_terms {
  Q trace_less_dimension;
  Q determinant;
};

// Of diag(a, b) against the identity.
covariance_terms diagonal(const Q& a, const Q& b) {
  return {a + b - 2, a * b};
}

std::vector<proved_fact> e62() {
  proof done;
  const covariance_terms level = diagonal(Q(3, 2), Q(1, 2));
  const covariance_terms smaller = diagonal(Q(1, 2), Q(1, 2));
  done.step(
      level.trace_less_dimension == 0 && smaller.trace_less_dimension < 0,
      "covariances diag(1.5, .5) and I differ, and tr - d = " + shown(level.trace_less_dimension) +
          "; for diag(.5, .5) it is " + shown(smaller.trace_less_dimension));
  const auto whole = [](const covariance_terms& t) {
    return enclosed(t.trace_less_dimension) - log(enclosed(t.determinant));
  };
  done.rounds("tr - d - ln det of the first", whole(level), "0.287682");
  done.rounds("tr - d - ln det of the second", whole(smaller), "0.386294");
  const interval kl = oracle_value(
      {quantity::kl, of_family("multivariate_normal", {{"mean", "0 0"}, {"variances", "1.5 0.5"}}),
       of_family("multivariate_normal", {{"mean", "0 0"}, {"variances", "1 1"}})});
  done.rounds("KL of the first from the standard normal, half of that", kl, "0.143841");
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E38", "000 G.3", "source",
            "In infinite dimension the trace and the log determinant generalise separately, to an "
            "operator trace and a Fredholm determinant.",
            "Both can diverge while the KL is finite: the difference must be Hilbert-Schmidt, and "
            "the determinant is the regularised det_2. Otherwise the laws are mutually singular "
            "and the KL is infinite.",
            "Variance ratios 1 + 1/i: both parts diverge, and the KL is enclosed. The theorem on "
            "singularity (Feldman and Hajek) is not checked.",
            e38},
    erratum{"E55", "000 G.4", "source",
            "A change of low rank implies a small KL; MDL and the ELBO are the same objective.",
            "A rank-one shift by M has KL M^2/2, unbounded; the two-part MDL code is the ELBO at a "
            "point mass, longer than -ln p(D) by -ln posterior(M).",
            "Exact KLs of shifts; both code lengths for two models, symbolically.", e55},
    erratum{"E62", "000 A.4", "source",
            "The KL of Gaussians has four terms, of which three are explained; the trace term "
            "less d measures how much the covariances differ.",
            "-d is the term left out; tr - d can be negative, or 0 with different covariances. "
            "Only tr - d - ln det is never negative.",
            "Exact traces of two diagonal covariances. How many terms are explained is textual.",
            e62},
};

}  // namespace

std::span<const erratum> gaussians_errata() {
  return table;
}

}  // namespace kloracle
