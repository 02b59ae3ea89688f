// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/coprime_base.hpp"
#include "oracle/evaluation.hpp"
#include "oracle/exact.hpp"
#include "oracle/log_form.hpp"
#include "oracle/vocabulary.hpp"

namespace kloracle {

/// coefficient * (product of base^exponent) * e^power, everything rational, bases positive
/// integers.
struct product {
  Q coefficient = 1;
  std::vector<kloracle::power> radicals = {};
  Q power = 0;
};

/// A real number written out: a sum of products, plus logarithms of rationals, Euler's constant and
/// ln pi, each with rational coefficients. Or open: none of the forms that a theorem here decides.
///
/// Statement     arithmetic is exact and symbolic; a result that leaves the form is open, and what
///               is made of an open number is open, but for 0 times it
/// Guarantee     never a wrong form
class closed_form {
 public:
  closed_form(Q value = 0);  // NOLINT: a rational is its own closed form
  static closed_form open();
  static closed_form exponential(const Q& power);
  static closed_form euler();
  static closed_form log_pi();

  bool is_open() const { return open_; }
  /// The value, if it is plainly rational: nothing but one rational term, or none.
  std::optional<Q> rational_value() const;
  const std::vector<product>& products() const { return products_; }
  const std::vector<log_term>& logs() const { return logs_; }
  /// Whether Euler's constant or ln pi is left in it: of such sums no theorem here speaks.
  bool has_constants() const { return euler_ != 0 || log_pi_ != 0; }
  const Q& euler_coefficient() const { return euler_; }
  const Q& log_pi_coefficient() const { return log_pi_; }

  closed_form& operator+=(const closed_form& y);
  friend closed_form operator-(closed_form x);
  friend closed_form operator*(const closed_form& x, const closed_form& y);
  /// x / y for a y of one product.
  friend closed_form operator/(const closed_form& x, const closed_form& y);
  /// x^exponent for a positive x of one product.
  friend closed_form pow(const closed_form& x, const Q& exponent);
  /// ln x for a positive x of one product.
  friend closed_form log(const closed_form& x);
  friend closed_form abs(const closed_form& x);
  /// e^x for an x without anything but one rational and logarithms.
  friend closed_form exp(const closed_form& x);
  friend closed_form from(const log_form& form);

 private:
  bool plain() const { return !open_ && logs_.empty() && !has_constants(); }
  bool single() const { return plain() && products_.size() == 1; }
  void tidy();

  bool open_ = false;
  std::vector<product> products_;  // rational ones come first, as one
  std::vector<log_term> logs_;
  Q euler_ = 0;
  Q log_pi_ = 0;
};

inline closed_form operator+(closed_form x, const closed_form& y) {
  x += y;
  return x;
}
inline closed_form operator-(closed_form x, const closed_form& y) {
  x += -y;
  return x;
}
inline closed_form expm1(const closed_form& x) {
  return exp(x) - closed_form(Q(1));
}
inline closed_form log1p(const closed_form& x) {
  return log(x + closed_form(Q(1)));
}
inline closed_form sqr(const closed_form& x) {
  return x * x;
}
inline closed_form sqrt(const closed_form& x) {
  return pow(x, Q(1, 2));
}

/// An enclosure of a form that is not open.
interval enclose(const closed_form& x, mpfr_prec_t bits);

/// The same form, as a closed one.
closed_form from(const log_form& form);

/// -1, 0 or 1: the sign of a form; nullopt for an open one, or if neither algebra nor 2^14 bits
/// tell.
std::optional<int> sign(const closed_form& x);

/// Whether x, measured in `in`, is rational, and which rational it is.
///
/// Statement     equal powers of e are collected, and in each the radicals that are rational
///               multiples of one another. No logarithms: in nats, x is rational iff nothing is
///               left but the rational term; in other units iff nothing is left at all, and unknown
///               where powers of e are. With logarithms: log_form.hpp, unknown if radicals or
///               powers of e stand beside them
/// Source        Lindemann-Weierstrass: e^a, a distinct and algebraic, are linearly independent
///               over the algebraic numbers. Besicovitch 1940, "On the linear independence of
///               fractional powers of integers": so are, over the rationals, positive real radicals
///               whose quotients are irrational. ln 2 and ln 10 are transcendental
/// Guarantee     exact; unknown for what is open, or past a bound on the work
decision decide(const closed_form& x, unit in);

/// The same of sqrt(x measured in `in`): rational iff x is the square of a rational.
decision decide_root(const closed_form& x, unit in);

/// The same of factor * ln(x), x > 0, measured in `in`.
///
/// Statement     of one product it is a log_form. Otherwise ln x = r with r rational would make x =
///               e^r (2^r, 10^r in the other units) a single product
decision decide_logarithm(const closed_form& x, const Q& factor, unit in);

/// The same of e^x.
///
/// Statement     e^(c + sum a ln r) = e^c prod r^a: rational iff c = 0 and the product is. e^x is
///               transcendental if x is algebraic and not 0
decision decide_exponential(const closed_form& x);

}  // namespace kloracle
