// SPDX-License-Identifier: Apache-2.0
//
// Exact matrices: whether one is positive definite, determinants, and linear equations, by integers
// alone. They decide what intervals leave open.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "oracle/exact.hpp"
#include "oracle/interval_matrix.hpp"

namespace kloracle {

/// A matrix of rationals, row by row, at first of zeros.
class rational_matrix {
 public:
  rational_matrix(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), cells_(rows * columns) {}
  rational_matrix(std::size_t rows, std::size_t columns, std::vector<Q> cells)
      : rows_(rows), columns_(columns), cells_(std::move(cells)) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  Q& operator()(std::size_t i, std::size_t j) { return cells_[i * columns_ + j]; }
  const Q& operator()(std::size_t i, std::size_t j) const { return cells_[i * columns_ + j]; }
  const std::vector<Q>& cells() const { return cells_; }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<Q> cells_;
};

rational_matrix operator*(const rational_matrix& a, const rational_matrix& b);
rational_matrix identity_matrix(std::size_t n);

/// Enclosures of its numbers.
interval_matrix enclose(const rational_matrix& a, mpfr_prec_t bits);

/// The first pair i > j, row by row, with A_ij other than A_ji.
std::optional<std::pair<std::size_t, std::size_t>> first_asymmetry(const rational_matrix& a);

/// Whether a symmetric matrix is positive definite: 0 if it is, or the first of its leading
/// principal minors, counted from 1, that is not positive. nullopt past a bound on the work.
///
/// Source        Sylvester's criterion
/// Formula       enclosures of the pivots of L D L' at growing precision; if a pivot stays open,
///               Bareiss 1968, "Sylvester's identity and multistep integer-preserving Gaussian
///               elimination", whose pivots are the minors themselves
/// Guarantee     exact
std::optional<std::size_t> first_nonpositive_minor(const rational_matrix& a);

/// The determinant of a positive definite matrix; nullopt past a bound on the work.
std::optional<Q> determinant(const rational_matrix& a);

/// A^-1 B for a positive definite A, likewise.
std::optional<rational_matrix> solution(const rational_matrix& a, const rational_matrix& b);

}  // namespace kloracle
