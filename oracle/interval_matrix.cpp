// SPDX-License-Identifier: Apache-2.0
//
// Like interval.cpp, product_sum passes rounding directions; all else is composed of intervals.
#include "oracle/interval_matrix.hpp"

#include <stdexcept>

namespace kloracle {
namespace {

constexpr mpfr_rnd_t exactly = MPFR_RNDN;  // copies at equal precision

bool is_zero(const interval& x) {
  return mpfr_zero_p(x.lo()) && mpfr_zero_p(x.hi());
}

// 0 * unbounded = 0, because infinities are not members.
void product(mpfr_ptr out, mpfr_srcptr a, mpfr_srcptr b, mpfr_rnd_t direction) {
  if (mpfr_zero_p(a) || mpfr_zero_p(b)) {
    mpfr_set_zero(out, 1);
  } else {
    mpfr_mul(out, a, b, direction);
  }
}

interval_matrix cell_by_cell(const interval_matrix& a, const interval_matrix& b,
                             interval (*of)(const interval&, const interval&)) {
  interval_matrix c(a.rows(), a.columns(), a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) c(i, j) = of(a(i, j), b(i, j));
  }
  return c;
}

}  // namespace

void product_sum::clear() {
  mpfr_set_zero(lo_.p(), 1);
  mpfr_set_zero(hi_.p(), 1);
}

void product_sum::start(const interval& x) {
  mpfr_set(lo_.p(), x.lo(), MPFR_RNDD);
  mpfr_set(hi_.p(), x.hi(), MPFR_RNDU);
}

// x y is affine in each argument, so its extremes over a box lie at corners. Where x >= 0 the least
// is at y's lower end, and there at the x that makes it least: the upper end of x if y's is
// negative. The other cases by symmetry.
bool product_sum::multiply(const interval& x, const interval& y) {
  if (is_zero(x) || is_zero(y)) return false;
  const bool y_rises = mpfr_sgn(y.lo()) >= 0;
  const bool y_falls = mpfr_sgn(y.hi()) <= 0;
  if (mpfr_sgn(x.lo()) >= 0) {
    product(low_.p(), y_rises ? x.lo() : x.hi(), y.lo(), MPFR_RNDD);
    product(high_.p(), y_falls ? x.lo() : x.hi(), y.hi(), MPFR_RNDU);
  } else if (mpfr_sgn(x.hi()) <= 0) {
    product(low_.p(), y_falls ? x.hi() : x.lo(), y.hi(), MPFR_RNDD);
    product(high_.p(), y_rises ? x.hi() : x.lo(), y.lo(), MPFR_RNDU);
  } else if (y_rises) {
    product(low_.p(), x.lo(), y.hi(), MPFR_RNDD);
    product(high_.p(), x.hi(), y.hi(), MPFR_RNDU);
  } else if (y_falls) {
    product(low_.p(), x.hi(), y.lo(), MPFR_RNDD);
    product(high_.p(), x.lo(), y.lo(), MPFR_RNDU);
  } else {
    multiply_straddling(x, y);
  }
  return true;
}

// Both on either side of 0: the least is one of the two products of unlike signs.
void product_sum::multiply_straddling(const interval& x, const interval& y) {
  real other(low_.bits());
  product(low_.p(), x.lo(), y.hi(), MPFR_RNDD);
  product(other.p(), x.hi(), y.lo(), MPFR_RNDD);
  mpfr_min(low_.p(), low_.p(), other.p(), exactly);
  product(high_.p(), x.lo(), y.lo(), MPFR_RNDU);
  product(other.p(), x.hi(), y.hi(), MPFR_RNDU);
  mpfr_max(high_.p(), high_.p(), other.p(), exactly);
}

void product_sum::add(const interval& x, const interval& y) {
  if (!multiply(x, y)) return;
  mpfr_add(lo_.p(), lo_.p(), low_.p(), MPFR_RNDD);
  mpfr_add(hi_.p(), hi_.p(), high_.p(), MPFR_RNDU);
}

// The upper end of the product lowers the sum most.
void product_sum::subtract(const interval& x, const interval& y) {
  if (!multiply(x, y)) return;
  mpfr_sub(lo_.p(), lo_.p(), high_.p(), MPFR_RNDD);
  mpfr_sub(hi_.p(), hi_.p(), low_.p(), MPFR_RNDU);
}

interval product_sum::total() const {
  return interval::make(lo_.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, lo_.p(), exactly);
    mpfr_set(hi, hi_.p(), exactly);
  });
}

interval_matrix transpose(const interval_matrix& a) {
  interval_matrix t(a.columns(), a.rows(), a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) t(j, i) = a(i, j);
  }
  return t;
}

interval_matrix operator*(const interval_matrix& a, const interval_matrix& b) {
  if (a.columns() != b.rows()) throw std::logic_error("kloracle: a product of unlike matrices");
  interval_matrix c(a.rows(), b.columns(), a.bits());
  product_sum sum(a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < b.columns(); ++j) {
      sum.clear();
      for (std::size_t k = 0; k < a.columns(); ++k) sum.add(a(i, k), b(k, j));
      c(i, j) = sum.total();
    }
  }
  return c;
}

interval_matrix operator+(const interval_matrix& a, const interval_matrix& b) {
  return cell_by_cell(a, b, [](const interval& x, const interval& y) { return x + y; });
}

interval_matrix operator-(const interval_matrix& a, const interval_matrix& b) {
  return cell_by_cell(a, b, [](const interval& x, const interval& y) { return x - y; });
}

interval_matrix operator*(const interval_matrix& a, const interval& factor) {
  interval_matrix c(a.rows(), a.columns(), a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) c(i, j) = a(i, j) * factor;
  }
  return c;
}

std::vector<interval> operator*(const interval_matrix& a, const std::vector<interval>& x) {
  std::vector<interval> y;
  product_sum sum(a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    sum.clear();
    for (std::size_t k = 0; k < a.columns(); ++k) sum.add(a(i, k), x[k]);
    y.push_back(sum.total());
  }
  return y;
}

interval_matrix congruence(const interval_matrix& a, const std::vector<interval>& d) {
  interval_matrix scaled(a.rows(), a.columns(), a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) scaled(i, k) = a(i, k) * d[k];
  }
  interval_matrix c(a.rows(), a.rows(), a.bits());
  product_sum sum(a.bits());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      sum.clear();
      for (std::size_t k = 0; k < a.columns(); ++k) sum.add(scaled(i, k), a(j, k));
      c(i, j) = sum.total();
      c(j, i) = c(i, j);
    }
  }
  return c;
}

interval_matrix diagonal_matrix(const std::vector<interval>& d) {
  interval_matrix a(d.size(), d.size(), d[0].bits());
  for (std::size_t i = 0; i < d.size(); ++i) a(i, i) = d[i];
  return a;
}

interval_matrix outer(const std::vector<interval>& x, const std::vector<interval>& y) {
  interval_matrix c(x.size(), y.size(), x[0].bits());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < y.size(); ++j) c(i, j) = x[i] * y[j];
  }
  return c;
}

interval inner(const std::vector<interval>& x, const std::vector<interval>& y) {
  product_sum sum(x[0].bits());
  for (std::size_t i = 0; i < x.size(); ++i) sum.add(x[i], y[i]);
  return sum.total();
}

interval inner(const interval_matrix& a, const interval_matrix& b) {
  return inner(a.cells(), b.cells());
}

std::optional<std::size_t> ldl_factors::nonpositive_minor() const {
  if (mpfr_sgn(pivots.back().hi()) > 0) return std::nullopt;
  return pivots.size();
}

// With V = L diag(d): A_ij = sum over k <= j of V_ik L_jk, for i >= j.
ldl_factors factor_ldl(const interval_matrix& a) {
  const std::size_t n = a.rows();
  ldl_factors f{interval_matrix(n, n, a.bits()), {}};
  interval_matrix v(n, n, a.bits());
  product_sum sum(a.bits());
  for (std::size_t j = 0; j < n; ++j) {
    sum.start(a(j, j));
    for (std::size_t k = 0; k < j; ++k) sum.subtract(v(j, k), f.lower(j, k));
    f.pivots.push_back(sum.total());
    if (!certainly_positive(f.pivots[j])) break;
    f.lower(j, j) = interval(1L, a.bits());
    for (std::size_t i = j + 1; i < n; ++i) {
      sum.start(a(i, j));
      for (std::size_t k = 0; k < j; ++k) sum.subtract(v(i, k), f.lower(j, k));
      v(i, j) = sum.total();
      f.lower(i, j) = v(i, j) / f.pivots[j];
    }
  }
  return f;
}

// K L = I, from the left: K_ij = -(sum over j < k < i of L_ik K_kj) - L_ij for i > j.
interval_matrix inverse_of_unit_lower(const interval_matrix& l) {
  const std::size_t n = l.rows();
  interval_matrix inverse(n, n, l.bits());
  product_sum sum(l.bits());
  for (std::size_t j = 0; j < n; ++j) {
    inverse(j, j) = interval(1L, l.bits());
    for (std::size_t i = j + 1; i < n; ++i) {
      sum.clear();
      for (std::size_t k = j; k < i; ++k) sum.subtract(l(i, k), inverse(k, j));
      inverse(i, j) = sum.total();
    }
  }
  return inverse;
}

std::vector<interval> solve_unit_lower(const interval_matrix& l, const std::vector<interval>& x) {
  std::vector<interval> y;
  product_sum sum(l.bits());
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum.start(x[i]);
    for (std::size_t k = 0; k < i; ++k) sum.subtract(l(i, k), y[k]);
    y.push_back(sum.total());
  }
  return y;
}

interval_matrix reversed(const interval_matrix& a) {
  const std::size_t n = a.rows();
  interval_matrix r(n, n, a.bits());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) r(i, j) = a(n - 1 - i, n - 1 - j);
  }
  return r;
}

}  // namespace kloracle
