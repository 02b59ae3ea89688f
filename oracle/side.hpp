// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "oracle/closed_form.hpp"
#include "oracle/condition.hpp"
#include "oracle/exact.hpp"
#include "oracle/interval.hpp"

namespace kloracle {

/// What the numbers of one argument stand for.
enum class input_kind {
  weights,       // themselves
  distribution,  // themselves, divided by their sum
  exponentials,  // e^x, as given
  softmax,       // e^x, divided by their sum
};

/// One argument of a problem: non-negative weights w_i = factor_i e^exponent_i / normaliser, and
/// what they were made of.
struct side {
  input_kind kind = input_kind::weights;
  std::vector<Q> factor;     // 0: the outcome has no weight
  std::vector<Q> exponent;   // empty: all 0. Of a softmax, shifted so that the largest is 0
  std::vector<Q> input;      // |x_i| as given
  std::vector<bool> fixed;   // clipped or replaced: the weight does not move with the input
  std::vector<bool> at_end;  // of clipping: it moves one way only. Empty: nowhere
  Q total = 1;               // of the numbers of a distribution

  std::size_t size() const { return factor.size(); }
  bool has(std::size_t i) const { return factor[i] != 0; }
  bool moves(std::size_t i) const { return has(i) && !fixed[i]; }
  bool is_rational() const { return exponent.empty(); }
  /// Its slopes are taken with respect to ln w rather than w: an exponential may be too small for
  /// any exponent range where its logarithm is a plain number.
  bool is_logarithmic() const { return !is_rational(); }
  /// Whether the weights sum to 1 by construction.
  bool is_distribution() const {
    return kind == input_kind::distribution || kind == input_kind::softmax;
  }
  /// x_i: 0 where there is none.
  Q exponent_of(std::size_t i) const { return exponent.empty() ? Q(0) : exponent[i]; }
  /// The weight, written out; open for a softmax that is not uniform on its support.
  closed_form exact_weight(std::size_t i) const;
  /// The sum of the weights, written out.
  closed_form exact_mass() const;
  std::size_t support_size() const;
  bool uniform_softmax() const;
  long longest_input_bits() const;

  /// The inputs that may move and the slopes of the value with respect to them, from its slopes g
  /// with respect to the weights, or h with respect to their logarithms.
  ///
  /// Formula       a distribution's f(x/X) has slopes (g_i - sum_j w_j g_j)/X; e^x has h_i; a
  ///               softmax has h_i - w_i sum_j h_j
  gradient_block pull_back(const std::vector<interval>& slope,
                           const std::vector<interval>& weight) const;
};

/// Whether the two have the same weights, exactly. Sides of one kind only.
bool same_weights(const side& p, const side& q);

/// Whether two softmaxes have the same exponents but for their order: they divide by the same sum.
bool same_normaliser(const side& p, const side& q);

side weights_side(std::vector<Q> value, std::vector<Q> input, std::vector<bool> fixed,
                  std::vector<bool> at_end = {});
/// Requires a positive sum.
side distribution_side(std::vector<Q> value, std::vector<Q> input);
/// nullopt is an outcome without weight.
side exponentials_side(std::vector<std::optional<Q>> x);
/// Requires one outcome that has a weight.
side softmax_side(std::vector<std::optional<Q>> x);

/// The weights of one or two sides, enclosed at one precision, and what is made of them. What is
/// returned tends to the exact number relatively as the precision grows, cancellations included,
/// because differences of inputs are taken exactly.
class enclosed_sides {
 public:
  enclosed_sides(const side& p, const side* q, mpfr_prec_t bits);

  mpfr_prec_t bits() const { return bits_; }
  bool logarithmic_p() const { return p_.is_logarithmic(); }
  bool logarithmic_q() const { return q_ != nullptr && q_->is_logarithmic(); }
  interval p(std::size_t i) const { return weight(p_, of_p_, i); }
  /// All weights of one side.
  std::vector<interval> all_p() const;
  std::vector<interval> all_q() const;
  interval q(std::size_t i) const { return weight(*q_, of_q_, i); }
  interval log_p(std::size_t i) const { return log_weight(p_, of_p_, i); }
  interval log_q(std::size_t i) const { return log_weight(*q_, of_q_, i); }
  /// p - q and ln(p/q). Both weights of the second must be positive.
  interval difference(std::size_t i) const;
  interval log_ratio(std::size_t i) const;

 private:
  struct normaliser {
    std::vector<interval> weight;  // of exponentials; empty for rational weights
    interval rest;                 // sum of e^exponent without the shared top outcome
    interval log_sum;              // ln of the sum of e^exponent; 0 if nothing is divided
  };
  static normaliser prepare(const side& s, std::size_t top, mpfr_prec_t bits);
  interval weight(const side& s, const normaliser& n, std::size_t i) const;
  interval log_weight(const side& s, const normaliser& n, std::size_t i) const;
  interval log_of_sums() const;

  interval computed_log_ratio(std::size_t i) const;

  const side& p_;
  const side* q_;
  mpfr_prec_t bits_;
  std::size_t top_;
  normaliser of_p_;
  normaliser of_q_;
  interval log_sums_;  // ln of P's sum of exponentials over Q's
  mutable std::vector<std::optional<interval>> log_ratios_;  // those asked for; empty if too many
};

}  // namespace kloracle
