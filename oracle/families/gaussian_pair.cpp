// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/gaussian_pair.hpp"

#include "oracle/monotone.hpp"

namespace kloracle {
namespace {

// t - 1 - ln t: falls to 0 at 1 and rises from there. Near 1, t - 1 is exact.
interval log_excess(const interval& t) {
  const auto at = [](mpfr_srcptr end, mpfr_prec_t bits) {
    const interval x = point(end, bits);
    const interval u = x - interval(1L, bits);
    const mpfr_exp_t exponent = mpfr_get_exp(end);
    return u - (exponent == 0 || exponent == 1 ? log1p(u) : log(x));
  };
  const interval one(1L, t.bits());
  if (certainly_le(one, t)) return clamp_nonnegative(increasing(t, at));
  if (certainly_le(t, one)) return clamp_nonnegative(decreasing(t, at));
  return up_to(clamp_nonnegative(max(at(t.lo(), t.bits()), at(t.hi(), t.bits()))));
}

// The square of a vector in the metric S^-1 = K' D^-1 K: the sum of (L^-1 x)_i^2 / d_i.
interval weighted_square(const std::vector<interval>& y, const std::vector<interval>& d) {
  interval total(0L, d[0].bits());
  for (std::size_t i = 0; i < y.size(); ++i) total = total + sqr(y[i]) / d[i];
  return total;
}

// A positive definite matrix that is not a parameter.
class positive_matrix {
 public:
  explicit positive_matrix(const interval_matrix& a) : f_(factor_ldl(a)) {
    if (!f_.positive()) throw pivot_open{};
  }
  interval log_determinant() const {
    interval total(0L, f_.lower.bits());
    for (const interval& d : f_.pivots) total = total + log(d);
    return total;
  }
  interval square(const std::vector<interval>& x) const {
    return weighted_square(solve_unit_lower(f_.lower, x), f_.pivots);
  }
  interval_matrix inverse() const {
    std::vector<interval> d;
    for (const interval& pivot : f_.pivots) d.push_back(inv(pivot));
    return congruence(transpose(inverse_of_unit_lower(f_.lower)), d);
  }

 private:
  ldl_factors f_;
};

}  // namespace

enclosed_pair::enclosed_pair(const gaussian_pair& x, mpfr_prec_t bits) : p_(x.p, bits) {
  if (x.q) q_.emplace(*x.q, bits);
  for (const Q& d : x.difference) difference_.emplace_back(d, bits);
}

namespace {

// The sum over i >= j, or i > j only, of M_ij^2 D_p,j / D_q,i.
interval squares(const enclosed_covariance& p, const enclosed_covariance& q, bool with_diagonal) {
  const interval_matrix m = q.inverse_lower() * p.lower();
  interval total(0L, p.bits());
  product_sum row(p.bits());
  for (std::size_t i = 0; i < m.rows(); ++i) {
    row.clear();
    for (std::size_t j = 0; j < (with_diagonal ? i + 1 : i); ++j) {
      row.add(sqr(m(i, j)), p.pivots()[j]);
    }
    total = total + row.total() / q.pivots()[i];
  }
  return total;
}

}  // namespace

interval enclosed_pair::trace(bool reversed) const {
  return reversed ? squares(*q_, p_, true) : squares(p_, *q_, true);
}

interval enclosed_pair::square(bool reversed) const {
  const enclosed_covariance& q = reversed ? p_ : *q_;
  return weighted_square(q.inverse_lower() * difference_, q.pivots());
}

interval enclosed_pair::twice_kl(bool reversed) const {
  const enclosed_covariance& p = reversed ? *q_ : p_;
  const enclosed_covariance& q = reversed ? p_ : *q_;
  interval total = squares(p, q, false);
  for (std::size_t i = 0; i < p.pivots().size(); ++i) {
    total = total + log_excess(p.pivots()[i] / q.pivots()[i]);
  }
  return difference_.empty() ? total : total + square(reversed);
}

// By S_p: S_q^-1 - S_p^-1. By S_q: S_q^-1 - S_q^-1 (S_p + d d') S_q^-1. By d: 2 S_q^-1 d.
// S_q^-1 S_p S_q^-1 = N D_p N' for N = S_q^-1 L_p.
gaussian_slopes enclosed_pair::twice_kl_slopes(bool reversed) const {
  const enclosed_covariance& p = reversed ? *q_ : p_;
  const enclosed_covariance& q = reversed ? p_ : *q_;
  const interval_matrix n = q.inverse() * p.lower();
  interval_matrix by_q = q.inverse() - congruence(n, p.pivots());
  std::vector<interval> by_difference;
  if (!difference_.empty()) {
    const std::vector<interval> w = q.inverse() * difference_;
    by_q = by_q - outer(w, w);
    for (const interval& x : w) by_difference.push_back(ldexp(x, 1));
  }
  interval_matrix by_p = q.inverse() - p.inverse();
  if (reversed) return {std::move(by_difference), std::move(by_q), std::move(by_p)};
  return {std::move(by_difference), std::move(by_p), std::move(by_q)};
}

interval_matrix enclosed_pair::between(const Q& a) const {
  return p_.matrix() * number(1 - a) + q_->matrix() * number(a);
}

interval enclosed_pair::log_determinant_between(const Q& a) const {
  return positive_matrix(between(a)).log_determinant();
}

interval enclosed_pair::twice_log_affinity(const Q& a, const determinant_weights<Q>& w) const {
  const positive_matrix s(between(a));
  const interval determinants =
      p_.log_determinant() * w.p + q_->log_determinant() * w.q - s.log_determinant() * w.mixed;
  if (difference_.empty()) return determinants;
  return determinants - s.square(difference_) * Q(a * (1 - a));
}

gaussian_slopes enclosed_pair::twice_log_affinity_slopes(const Q& a,
                                                         const determinant_weights<Q>& w) const {
  const interval_matrix inverse = positive_matrix(between(a)).inverse();
  interval_matrix by_p = p_.inverse() * number(w.p) - inverse * number(w.mixed * (1 - a));
  interval_matrix by_q = q_->inverse() * number(w.q) - inverse * number(w.mixed * a);
  std::vector<interval> by_difference;
  if (!difference_.empty()) {
    const Q product = a * (1 - a);
    const std::vector<interval> x = inverse * difference_;
    const interval_matrix square = outer(x, x);
    by_p = by_p + square * number(product * (1 - a));
    by_q = by_q + square * number(product * a);
    for (const interval& y : x) by_difference.push_back(y * Q(-2 * product));
  }
  return {std::move(by_difference), std::move(by_p), std::move(by_q)};
}

// With B = S_q - S_p = dS/da: d ln det S = tr(S^-1 B), and x = S^-1 d gives d(d' S^-1 d) = -x' B x.
curve_point enclosed_pair::twice_affinity_curve(const Q& a, const determinant_weights<Q>& w,
                                                const determinant_weights<Q>& dw) const {
  const positive_matrix s(between(a));
  const interval_matrix inverse = s.inverse();
  const interval_matrix b = q_->matrix() - p_.matrix();
  const interval of_p = p_.log_determinant();
  const interval of_q = q_->log_determinant();
  const interval mixed = s.log_determinant();
  interval value = of_p * w.p + of_q * w.q - mixed * w.mixed;
  interval slope = of_p * dw.p + of_q * dw.q - mixed * dw.mixed - inner(inverse, b) * w.mixed;
  if (!difference_.empty()) {
    const std::vector<interval> x = inverse * difference_;
    const interval square = s.square(difference_);
    value = value - square * Q(a * (1 - a));
    slope = slope - square * Q(1 - 2 * a) + inner(x, b * x) * Q(a * (1 - a));
  }
  return {value, slope};
}

closed_form closed_or_open(const std::optional<Q>& x) {
  return x ? closed_form(*x) : closed_form::open();
}

namespace {

const given_covariance& first_of(const gaussian_pair& x, bool reversed) {
  return reversed ? *x.q : x.p;
}
const given_covariance& second_of(const gaussian_pair& x, bool reversed) {
  return reversed ? x.p : *x.q;
}

Q quadratic(const rational_matrix& a, const std::vector<Q>& x) {
  Q total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < x.size(); ++j) total += x[i] * a(i, j) * x[j];
  }
  return total;
}

rational_matrix mixed(const rational_matrix& x, const Q& a, const rational_matrix& y, const Q& b) {
  rational_matrix sum(x.rows(), x.columns());
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t j = 0; j < x.columns(); ++j) sum(i, j) = a * x(i, j) + b * y(i, j);
  }
  return sum;
}

// (1-a) S_p + a S_q.
std::optional<rational_matrix> exact_between(const gaussian_pair& x, const Q& a) {
  const auto p = x.p.exact(false);
  const auto q = x.q->exact(false);
  if (!p || !q) return std::nullopt;
  return mixed(*p, 1 - a, *q, a);
}

}  // namespace

std::optional<Q> exact_trace(const gaussian_pair& x, bool reversed) {
  const auto inverse = second_of(x, reversed).exact(true);
  const auto s = first_of(x, reversed).exact(false);
  if (!inverse || !s) return std::nullopt;
  Q total = 0;
  for (std::size_t i = 0; i < s->cells().size(); ++i) total += inverse->cells()[i] * s->cells()[i];
  return total;
}

std::optional<Q> exact_quadratic(const gaussian_pair& x, bool reversed) {
  if (x.difference.empty()) return Q(0);
  const auto inverse = second_of(x, reversed).exact(true);
  return inverse ? std::optional<Q>(quadratic(*inverse, x.difference)) : std::nullopt;
}

closed_form written_log_determinant(const given_covariance& s) {
  const auto determinant = s.exact_determinant();
  return determinant ? log(closed_form(*determinant)) : closed_form::open();
}

closed_form written_twice_kl(const gaussian_pair& x, bool reversed) {
  const closed_form logs = written_log_determinant(second_of(x, reversed)) -
                           written_log_determinant(first_of(x, reversed));
  return closed_or_open(exact_trace(x, reversed)) + closed_or_open(exact_quadratic(x, reversed)) -
         closed_form(Q(x.size())) + logs;
}

closed_form written_twice_log_affinity(const gaussian_pair& x, const Q& a,
                                       const determinant_weights<Q>& w) {
  const auto s = exact_between(x, a);
  if (!s) return closed_form::open();
  const auto det = determinant(*s);
  if (!det) return closed_form::open();
  closed_form value = written_log_determinant(x.p) * closed_form(w.p) +
                      written_log_determinant(*x.q) * closed_form(w.q) -
                      log(closed_form(*det)) * closed_form(w.mixed);
  if (x.difference.empty()) return value;
  const auto solved = solution(*s, rational_matrix(x.size(), 1, x.difference));
  if (!solved) return closed_form::open();
  Q square = 0;
  for (std::size_t i = 0; i < x.size(); ++i) square += x.difference[i] * (*solved)(i, 0);
  return value - closed_form(Q(square * a * (1 - a)));
}

std::optional<bool> positive_between(const gaussian_pair& x, const Q& a) {
  if (a >= 0 && a <= 1) return true;
  std::optional<rational_matrix> exact;
  if (x.p.inverted() && x.q->inverted()) {
    exact = mixed(x.p.numbers(), a, x.q->numbers(), 1 - a);
  } else {
    if (x.p.inverted() || x.q->inverted()) {
      for (mpfr_prec_t bits = 96; bits <= 1536; bits *= 4) {
        const enclosed_covariance p(x.p, bits);
        const enclosed_covariance q(*x.q, bits);
        try {
          const ldl_factors f =
              factor_ldl(p.matrix() * interval(Q(1 - a), bits) + q.matrix() * interval(a, bits));
          if (f.positive()) return true;
          if (f.nonpositive_minor()) return false;
        } catch (const pivot_open&) {
          continue;
        }
      }
    }
    exact = exact_between(x, a);
  }
  if (!exact) return std::nullopt;
  const auto minor = first_nonpositive_minor(*exact);
  return minor ? std::optional<bool>(*minor == 0) : std::nullopt;
}

}  // namespace kloracle
