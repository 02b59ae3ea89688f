// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/interval.hpp"

namespace kloracle {

/// P and Q on the outcomes 0 .. k-1.
struct finite_pair {
  std::string name;
  std::vector<double> p;
  std::vector<double> q;

  std::size_t size() const { return p.size(); }
  bool p_within_q() const;  // Q > 0 wherever P > 0
  bool q_within_p() const;
};

/// Throws input_error unless p and q are as long as each other, not negative, and each sums to 1
/// exactly: an average over all samples is exact only then.
void require_distributions(const finite_pair& pair);

/// Pairs that are easy to read, one difficulty each.
std::span<const finite_pair> example_pairs();

/// A formula whose average over a sample estimates D(P||Q): a function of x = ln(q/p).
struct estimator_formula {
  std::string_view name;      // "k3"
  std::string_view text;      // "mean of r - 1 - ln r, r = q/p"
  bool drawn_from_q = false;  // the sample is drawn from Q, otherwise from P

  interval (*term)(const interval& x) = nullptr;
  interval (*slope)(const interval& x) = nullptr;  // of term

  bool biased = false;  // its mean is not D(P||Q), unless P = Q

  /// Where its mean is D(P||Q), if it is not biased: a condition on the supports.
  bool (*hypothesis)(const finite_pair&) = nullptr;
  std::string_view hypothesis_text;
};

/// k1, k2, k3 and importance sampling.
std::span<const estimator_formula> estimator_formulas();

/// The formula of that name, or nullptr.
const estimator_formula* find_formula(std::string_view name);

/// The law of one term of a formula on a pair, certified.
///
/// Statement     outcomes that can be drawn, in order, with their exact probabilities; for each
///               its term and `slack`, how far the term moves, to first order and in units of u,
///               when ln p and ln q are rounded to relative u: |slope| (|ln p| + |ln q|)
/// Domain        the term must be finite on all of them but where `infinite` says so
class term_law {
 public:
  struct outcome {
    std::size_t index;
    Q probability;
    bool infinite;  // the term is +infinity: p > 0 = q
    interval term;  // 0 where infinite
    interval slack;
  };
  term_law(const estimator_formula& f, const finite_pair& pair, long bits);

  std::span<const outcome> outcomes() const { return outcomes_; }
  bool finite() const;
  interval mean() const;
  interval variance() const;
  interval fourth_moment() const;  // E (term - mean)^4
  /// The hull of the terms, and the largest distance of one from the mean.
  interval range() const;
  interval largest_deviation() const;
  interval largest_slack() const;

 private:
  std::vector<outcome> outcomes_;
  long bits_;
};

/// D(P||Q) by the oracle; nullopt where it is infinite.
std::optional<interval> certified_divergence(const finite_pair& pair, long bits);

/// u of binary64, 2^-53, and ulp(v) for every v of the interval, hulled.
interval unit_roundoff(long bits);
interval ulp_hull(const interval& v);

/// How far a correctly rounded estimate may be from its value v, and how far one made of rounded
/// logarithms: half an ulp, and (2 + n) (ulp/2 + u slack), as grade T and A have it (verdict.hpp).
struct allowance {
  interval rounding;
  interval attainable;
};
allowance allowance_of(const interval& v, const interval& slack, std::size_t n);

}  // namespace kloracle
