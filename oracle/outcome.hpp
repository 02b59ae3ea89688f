// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include "oracle/closed_form.hpp"
#include "oracle/dual.hpp"
#include "oracle/side.hpp"

namespace kloracle {

/// One outcome to which P, and Q where there is one, give positive weight: what a divergence's
/// term is written in. The same term, as a template, is evaluated
///
///   with T = interval     to enclose it,
///   with T = dual         for its slopes,
///   with T = closed_form  to decide whether the sum of all terms is rational.
template <class T>
class outcome;

/// What can be said in the same words of an enclosure and of a dual.
template <class T>
class numeric_outcome {
 public:
  numeric_outcome(const enclosed_sides& at, std::size_t i) : at_(at), i_(i) {}

  T number(const Q& c) const {
    return lifted(interval(c, at_.bits()), [&] { return slopes{whole(0), whole(0)}; });
  }
  T p() const {
    return lifted(at_.p(i_), [&] { return slopes{of_p(), whole(0)}; });
  }
  T q() const {
    return lifted(at_.q(i_), [&] { return slopes{whole(0), of_q()}; });
  }
  T difference() const {
    return lifted(at_.difference(i_), [&] { return slopes{of_p(), -of_q()}; });
  }
  /// ln p, ln q, ln(p/q), p/q.
  T log_p() const {
    return lifted(at_.log_p(i_), [&] { return slopes{of_log_p(), whole(0)}; });
  }
  T log_q() const {
    return lifted(at_.log_q(i_), [&] { return slopes{whole(0), of_log_q()}; });
  }
  T log_ratio() const {
    return lifted(at_.log_ratio(i_), [&] { return slopes{of_log_p(), -of_log_q()}; });
  }
  T ratio() const {
    const interval t = exp(at_.log_ratio(i_));
    return lifted(t, [&] { return slopes{t * of_log_p(), -(t * of_log_q())}; });
  }
  /// sqrt p - sqrt q, and (p - q)/(p + q). Of exponentials by their ratio, which is a plain number
  /// where they themselves are beyond any exponent range.
  T root_difference() const {
    if (!exponentials()) return difference() / (sqrt(p()) + sqrt(q()));
    const T half = log_ratio() * Q(1, 2);
    return falls() ? exp(log_q() * Q(1, 2)) * expm1(half)
                   : -(exp(log_p() * Q(1, 2)) * expm1(-half));
  }
  T contrast() const {
    if (!exponentials()) return difference() / (p() + q());
    const T l = log_ratio();
    return falls() ? expm1(l) / (exp(l) + Q(1)) : -(expm1(-l) / (exp(-l) + Q(1)));
  }
  /// p^a q^(1-a), and what it exceeds q by.
  T power(const Q& a) const {
    if (!exponentials()) return q() * exp(log_ratio() * a);
    return exp(log_q() + log_ratio() * a);
  }
  T power_excess(const Q& a) const {
    const T exponent = log_ratio() * a;
    const interval one(1L, at_.bits());
    const bool far = exponentials() && certainly_lt(one, abs(at_.log_ratio(i_) * a));
    return far ? power(a) - q() : q() * expm1(exponent);
  }
  /// p^a, and what it exceeds p by.
  T power_of_p(const Q& a) const { return exp(log_p() * a); }
  T power_of_p_excess(const Q& a) const { return p() * expm1(log_p() * Q(a - 1)); }
  /// ln(p/m) and ln(q/m), m = w p + (1-w) q, 0 < w < 1: of m/p = 1 - (1-w)(p-q)/p.
  T log_p_over_mean(const Q& w) const {
    if (!exponentials()) return -log1p(-(difference() * Q(1 - w) / p()));
    const T l = log_ratio();
    return falls() ? l - log1p(expm1(l) * w) : -log1p(expm1(-l) * Q(1 - w));
  }
  T log_q_over_mean(const Q& w) const {
    if (!exponentials()) return -log1p(difference() * w / q());
    const T l = log_ratio();
    return falls() ? -log1p(expm1(l) * w) : -(l + log1p(expm1(-l) * Q(1 - w)));
  }

 private:
  struct slopes {
    interval by_p;
    interval by_q;
  };
  bool exponentials() const { return at_.logarithmic_p() || at_.logarithmic_q(); }
  bool falls() const { return mpfr_sgn(at_.log_ratio(i_).hi()) <= 0; }  // p <= q
  interval whole(long c) const { return interval(c, at_.bits()); }
  // The slopes of p and of ln p, with respect to p or, of a logarithmic side, to ln p.
  interval of_p() const { return at_.logarithmic_p() ? at_.p(i_) : whole(1); }
  interval of_q() const { return at_.logarithmic_q() ? at_.q(i_) : whole(1); }
  interval of_log_p() const { return at_.logarithmic_p() ? whole(1) : inv(at_.p(i_)); }
  interval of_log_q() const { return at_.logarithmic_q() ? whole(1) : inv(at_.q(i_)); }
  /// The slopes are computed only where they are asked for.
  template <class Slopes>
  T lifted(interval value, Slopes at) const {
    if constexpr (std::is_same_v<T, dual>) {
      slopes s = at();
      return {std::move(value), std::move(s.by_p), std::move(s.by_q)};
    } else {
      return value;
    }
  }

  const enclosed_sides& at_;
  std::size_t i_;
};

template <>
class outcome<interval> : public numeric_outcome<interval> {
  using numeric_outcome::numeric_outcome;
};

template <>
class outcome<dual> : public numeric_outcome<dual> {
  using numeric_outcome::numeric_outcome;
};

/// The same words, written out.
template <>
class outcome<closed_form> {
 public:
  outcome(closed_form p, closed_form q) : p_(std::move(p)), q_(std::move(q)) {}

  closed_form number(const Q& c) const { return c; }
  closed_form p() const { return p_; }
  closed_form q() const { return q_; }
  closed_form difference() const { return p_ - q_; }
  closed_form log_p() const { return log(p_); }
  closed_form log_q() const { return log(q_); }
  closed_form log_ratio() const { return log(p_ / q_); }
  closed_form ratio() const { return p_ / q_; }
  closed_form root_difference() const { return pow(p_, Q(1, 2)) - pow(q_, Q(1, 2)); }
  closed_form contrast() const { return difference() / (p_ + q_); }
  closed_form power(const Q& a) const { return pow(p_, a) * pow(q_, 1 - a); }
  closed_form power_excess(const Q& a) const { return power(a) - q_; }
  closed_form power_of_p(const Q& a) const { return pow(p_, a); }
  closed_form power_of_p_excess(const Q& a) const { return pow(p_, a) - p_; }
  closed_form log_p_over_mean(const Q& w) const { return log(p_ / mean(w)); }
  closed_form log_q_over_mean(const Q& w) const { return log(q_ / mean(w)); }

 private:
  closed_form mean(const Q& w) const { return p_ * w + q_ * Q(1 - w); }

  closed_form p_;
  closed_form q_;
};

}  // namespace kloracle
