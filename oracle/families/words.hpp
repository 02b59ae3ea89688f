// SPDX-License-Identifier: Apache-2.0
//
// The words that a family's formulas are written in, for the three guises of a number: `interval`
// encloses it, `taped` also its slopes, `closed_form` writes it out for the theorems that decide
// rationality. A formula is one template over the guise. Sums, products, exp, log, sqrt, sqr, abs,
// expm1 and log1p come with each guise; here are the rest.
#pragma once

#include "oracle/closed_form.hpp"
#include "oracle/special.hpp"
#include "oracle/taped.hpp"

namespace kloracle {

interval cos(const interval& x);
interval sin(const interval& x);
interval log_sigmoid(const interval& x);

/// psi'', the second derivative of psi, for x > 0.
interval tetragamma(const interval& x);
/// e^x E1(x), E1 the exponential integral: the integral of e^(-x t)/(1 + t) over t > 0, for x > 0;
/// only a few bits are lost at a point (exponential_integral.cpp).
interval scaled_exponential_integral(const interval& x);

/// log_normalised_bessel_i of the root of s >= 0 (what of s is below 0 is ignored): smooth at 0,
/// where the root is not.
interval log_normalised_bessel_i_of_square(const Q& v, const interval& s);

/// A constant in the guise, and at the precision, of `like`.
inline interval constant(const interval& like, const Q& c) {
  return interval(c, like.bits());
}
inline taped constant(const taped& like, const Q& c) {
  return interval(c, like.bits());
}
inline closed_form constant(const closed_form&, const Q& c) {
  return c;
}

/// pi, ln pi and Euler's constant, likewise.
inline interval pi(const interval& like) {
  return const_pi(like.bits());
}
inline taped pi(const taped& like) {
  return const_pi(like.bits());
}
inline closed_form pi(const closed_form&) {
  return closed_form::open();
}
inline interval log_pi(const interval& like) {
  return log(const_pi(like.bits()));
}
inline taped log_pi(const taped& like) {
  return log(const_pi(like.bits()));
}
inline closed_form log_pi(const closed_form&) {
  return closed_form::log_pi();
}
inline interval euler(const interval& like) {
  return const_euler(like.bits());
}
inline taped euler(const taped& like) {
  return const_euler(like.bits());
}
inline closed_form euler(const closed_form&) {
  return closed_form::euler();
}

/// Special functions (special.hpp) with the slopes that a tape needs.
taped lgamma(const taped& x);
taped digamma(const taped& x);
taped trigamma(const taped& x);
taped log_multivariate_gamma(long d, const taped& x);
taped multivariate_digamma(long d, const taped& x);
taped erf(const taped& x);
taped erfc(const taped& x);
taped softplus(const taped& x);
taped sigmoid(const taped& x);
taped log_sigmoid(const taped& x);
taped cos(const taped& x);
taped sin(const taped& x);
taped log_normalised_bessel_i(const Q& v, const taped& x);
taped bessel_ratio(const Q& v, const taped& x);
taped log_normalised_bessel_i_of_square(const Q& v, const taped& s);
taped continuous_bernoulli_normaliser(const taped& eta);
taped continuous_bernoulli_mean(const taped& eta);
taped continuous_bernoulli_variance(const taped& eta);
taped scaled_exponential_integral(const taped& x);

/// The same written out, where that is known: at integers and halves for the gamma function and
/// its kin, at 0 for the others. Elsewhere open.
closed_form lgamma(const closed_form& x);
closed_form digamma(const closed_form& x);
closed_form trigamma(const closed_form& x);
closed_form log_multivariate_gamma(long d, const closed_form& x);
closed_form multivariate_digamma(long d, const closed_form& x);
closed_form erf(const closed_form& x);
closed_form erfc(const closed_form& x);
closed_form softplus(const closed_form& x);
closed_form sigmoid(const closed_form& x);
closed_form log_sigmoid(const closed_form& x);
closed_form cos(const closed_form& x);
closed_form sin(const closed_form& x);
closed_form log_normalised_bessel_i(const Q& v, const closed_form& x);
closed_form bessel_ratio(const Q& v, const closed_form& x);
closed_form log_normalised_bessel_i_of_square(const Q& v, const closed_form& s);
closed_form continuous_bernoulli_normaliser(const closed_form& eta);
closed_form continuous_bernoulli_mean(const closed_form& eta);
closed_form continuous_bernoulli_variance(const closed_form& eta);
closed_form scaled_exponential_integral(const closed_form& x);

// A closed form is a number like the others: it takes rationals on either side.
inline closed_form operator+(const closed_form& x, const Q& c) {
  return x + closed_form(c);
}
inline closed_form operator-(const closed_form& x, const Q& c) {
  return x - closed_form(c);
}
inline closed_form operator*(const closed_form& x, const Q& c) {
  return x * closed_form(c);
}
inline closed_form operator/(const closed_form& x, const Q& c) {
  return x / closed_form(c);
}

/// Whether x > 0; nullopt where that is not decided.
inline std::optional<bool> is_positive(const closed_form& x) {
  const auto s = sign(x);
  return s ? std::optional<bool>(*s > 0) : std::nullopt;
}

/// x^a of a positive x, a any number of the same guise.
template <class T>
T raised(const T& x, const T& a) {
  return exp(a * log(x));
}

}  // namespace kloracle
