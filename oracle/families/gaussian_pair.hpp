// SPDX-License-Identifier: Apache-2.0
//
// Two Gaussian laws of one dimension, or the matrices of two laws that are made of such: the
// traces, determinants and quadratic forms that every quantity of them is written in.
#pragma once

#include "oracle/families/covariance.hpp"

namespace kloracle {

/// N(m_p, S_p) and N(m_q, S_q), by difference = m_p - m_q.
struct gaussian_pair {
  given_covariance p;
  std::optional<given_covariance> q;
  std::vector<Q> difference = {};  // empty: none

  std::size_t size() const { return p.size(); }
};

/// Slopes of a number of a pair: by m_p (those by m_q are the opposite), S_p and S_q. Those by a
/// matrix are by its entries as if each moved alone. S stays symmetric; a pair [i][j], [j][i] that
/// moves together has twice the slope of each, so products with the sizes sum to the same.
struct gaussian_slopes {
  std::vector<interval> difference;
  interval_matrix p;
  interval_matrix q;
};

/// The coefficients of ln det S_p, ln det S_q and -ln det S in twice a log affinity.
template <class T>
struct determinant_weights {
  T p;
  T q;
  T mixed;
};

/// A number and its slope by the order.
struct curve_point {
  interval value;
  interval slope;
};

/// Enclosures of what is made of a pair, at one precision. All of them throw pivot_open where that
/// is too low.
class enclosed_pair {
 public:
  enclosed_pair(const gaussian_pair& x, mpfr_prec_t bits);

  const enclosed_covariance& p() const { return p_; }
  const enclosed_covariance& q() const { return *q_; }

  /// tr(S_q^-1 S_p), with P and Q the other way round if reversed.
  interval trace(bool reversed = false) const;

  /// difference' S_q^-1 difference.
  interval square(bool reversed = false) const;

  /// tr(S_q^-1 S_p) - n + ln det S_q - ln det S_p + difference' S_q^-1 difference: twice KL(P, Q).
  ///
  /// Formula       with S = L D L' and M = L_q^-1 L_p, whose diagonal is 1: the sum of t - 1 - ln t
  ///               over t = D_p,i/D_q,i, of M_ij^2 D_p,j/D_q,i over i > j, and of y_i^2/D_q,i, y =
  ///               L_q^-1 difference. None is negative
  interval twice_kl(bool reversed) const;
  gaussian_slopes twice_kl_slopes(bool reversed) const;

  /// Twice the log of the integral of p^a q^(1-a).
  ///
  /// Formula       (1-a) ln det S_p + a ln det S_q - ln det S - a(1-a) difference' S^-1 difference,
  ///               S = (1-a) S_p + a S_q, with other coefficients of the determinants if wanted
  /// Source        Nielsen and Nock 2011, "On Renyi and Tsallis entropies and divergences for
  ///               exponential families"
  interval twice_log_affinity(const Q& a, const determinant_weights<Q>& weights) const;
  gaussian_slopes twice_log_affinity_slopes(const Q& a,
                                            const determinant_weights<Q>& weights) const;
  curve_point twice_affinity_curve(const Q& a, const determinant_weights<Q>& weights,
                                   const determinant_weights<Q>& weight_slopes) const;

  /// ln det S, S as above; throws pivot_open where S is not proved positive definite.
  interval log_determinant_between(const Q& a) const;

 private:
  interval_matrix between(const Q& a) const;
  interval number(const Q& x) const { return interval(x, p_.bits()); }

  enclosed_covariance p_;
  std::optional<enclosed_covariance> q_;
  std::vector<interval> difference_;
};

/// The same exactly; nullopt past a bound on the work.
std::optional<Q> exact_trace(const gaussian_pair& x, bool reversed);
std::optional<Q> exact_quadratic(const gaussian_pair& x, bool reversed);
closed_form written_log_determinant(const given_covariance& s);
closed_form written_twice_kl(const gaussian_pair& x, bool reversed);
closed_form written_twice_log_affinity(const gaussian_pair& x, const Q& a,
                                       const determinant_weights<Q>& weights);

/// Whether S = (1-a) S_p + a S_q is positive definite, for any a; nullopt past a bound on the work.
/// With S_p = T T' and S_q = T E T', E diagonal and positive, S = T (1 - a + a E) T', and the
/// matrix of p^a q^(1-a) is a S_p^-1 + (1-a) S_q^-1 = T'^-1 E^-1 (1 - a + a E) T^-1: positive
/// together.
std::optional<bool> positive_between(const gaussian_pair& x, const Q& a);

/// What is exactly known, else open.
closed_form closed_or_open(const std::optional<Q>& x);

}  // namespace kloracle
