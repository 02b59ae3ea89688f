// SPDX-License-Identifier: Apache-2.0
//
// Matrices of intervals: just what Gaussian families need.
#pragma once

#include <optional>
#include <vector>

#include "oracle/interval.hpp"

namespace kloracle {

/// A sum of products under construction. No number is made before the sum is asked for: that is
/// what makes products of matrices fast.
///
/// Guarantee     total() contains every sum of the same products of members
class product_sum {
 public:
  explicit product_sum(mpfr_prec_t bits) : lo_(bits), hi_(bits), low_(bits), high_(bits) {
    clear();
  }

  void clear();
  void start(const interval& x);
  void add(const interval& x, const interval& y);
  void subtract(const interval& x, const interval& y);
  interval total() const;

 private:
  bool multiply(const interval& x, const interval& y);  // into low_, high_; false: nothing but 0
  void multiply_straddling(const interval& x, const interval& y);

  real lo_;
  real hi_;
  real low_;
  real high_;
};

/// A matrix of intervals of one precision, at first of zeros.
class interval_matrix {
 public:
  interval_matrix(std::size_t rows, std::size_t columns, mpfr_prec_t bits)
      : rows_(rows), columns_(columns), bits_(bits), cells_(rows * columns, interval(0L, bits)) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  mpfr_prec_t bits() const { return bits_; }
  interval& operator()(std::size_t i, std::size_t j) { return cells_[i * columns_ + j]; }
  const interval& operator()(std::size_t i, std::size_t j) const {
    return cells_[i * columns_ + j];
  }
  const std::vector<interval>& cells() const { return cells_; }

 private:
  std::size_t rows_;
  std::size_t columns_;
  mpfr_prec_t bits_;
  std::vector<interval> cells_;
};

interval_matrix transpose(const interval_matrix& a);
interval_matrix operator*(const interval_matrix& a, const interval_matrix& b);
interval_matrix operator+(const interval_matrix& a, const interval_matrix& b);
interval_matrix operator-(const interval_matrix& a, const interval_matrix& b);
interval_matrix operator*(const interval_matrix& a, const interval& c);
std::vector<interval> operator*(const interval_matrix& a, const std::vector<interval>& x);

/// A diag(d) A', symmetric. Cost: half of a product.
interval_matrix congruence(const interval_matrix& a, const std::vector<interval>& d);

/// diag(d), x y', and the sum of x_i y_i.
interval_matrix diagonal_matrix(const std::vector<interval>& d);
interval_matrix outer(const std::vector<interval>& x, const std::vector<interval>& y);
interval inner(const std::vector<interval>& x, const std::vector<interval>& y);
/// The sum of A_ij B_ij, which is tr(A' B).
interval inner(const interval_matrix& a, const interval_matrix& b);

/// A = L diag(d) L', L unit lower triangular, of a symmetric A.
///
/// Statement     every pivot proved positive is a proof that A is positive definite: the k-th
///               leading principal minor is d_1 ... d_k, and Sylvester's criterion
/// Cost          n^3/6 products
struct ldl_factors {
  interval_matrix lower;
  std::vector<interval> pivots;  // up to the first that is not proved positive

  bool positive() const {
    return pivots.size() == lower.rows() && certainly_positive(pivots.back());
  }
  /// The first leading minor that is proved not to be positive, counted from 1.
  std::optional<std::size_t> nonpositive_minor() const;
};
ldl_factors factor_ldl(const interval_matrix& a);

/// Of a unit lower triangular L: L^-1, and L^-1 x.
interval_matrix inverse_of_unit_lower(const interval_matrix& l);
std::vector<interval> solve_unit_lower(const interval_matrix& l, const std::vector<interval>& x);

/// A with its rows and columns in reverse order.
interval_matrix reversed(const interval_matrix& a);

}  // namespace kloracle
