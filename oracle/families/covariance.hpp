// SPDX-License-Identifier: Apache-2.0
//
// Positive definite matrices as parameters: how they were given, and their enclosures.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "oracle/families/family.hpp"
#include "oracle/symmetric_matrix.hpp"

namespace kloracle {

/// In which of its shapes a positive definite matrix S is given.
enum class covariance_form {
  matrix,      // S
  inverse,     // S^-1
  scale_tril,  // L, lower triangular with a positive diagonal: S = L L'
  diagonal,    // S = diag(v)
  factor,      // W and d: S = W W' + diag(d)
};

/// A parameter's name and the form that it is.
struct covariance_name {
  std::string_view name;
  covariance_form form;
  std::string_view beside = {};  // the name of d
};

/// S as it was given.
class given_covariance {
 public:
  /// The first of `names` that was given. Throws the fault of numbers that do not go together:
  /// everything but positive definiteness is checked here.
  given_covariance(const given_distribution& given, std::span<const covariance_name> names);

  std::size_t size() const { return size_; }
  const covariance_name& stated() const { return *stated_; }
  covariance_form form() const { return stated_->form; }
  bool inverted() const { return form() == covariance_form::inverse; }

  /// An entry of S, or of S^-1 where that is what was given: nothing but sums of products.
  Q entry(std::size_t i, std::size_t j) const;
  rational_matrix entries() const;
  /// The numbers of the parameter itself, and of the one beside it.
  const rational_matrix& numbers() const { return numbers_; }
  const std::vector<Q>& beside() const { return beside_; }

  /// S or S^-1, exactly; nullopt past a bound on the work.
  std::optional<rational_matrix> exact(bool inverse) const;
  /// det S, likewise.
  std::optional<Q> exact_determinant() const;

  /// Whether S is positive definite, decided exactly: nullopt past a bound on the work. Throws the
  /// fault of one that is not.
  std::optional<bool> positive_definite(const given_distribution& given) const;

  /// A matrix that is made of others.
  static given_covariance of_entries(rational_matrix s);

  /// The 1 x 1 matrix of one place of a diagonal.
  given_covariance one_place(std::size_t i) const;

 private:
  given_covariance() = default;
  void check_shape(const given_distribution& given) const;
  void check_triangle(const given_distribution& given) const;

  const covariance_name* stated_ = nullptr;
  std::size_t size_ = 0;
  rational_matrix numbers_{0, 0};
  std::vector<Q> beside_;
};

/// Whether P's matrix is `factor` times Q's, exactly.
bool is_multiple(const given_covariance& p, const given_covariance& q, const Q& factor);

/// Thrown by what a precision is too low for: a pivot is not proved positive.
struct pivot_open {};

/// Enclosures of S and of what is made of it, at one precision; each made when first asked for.
///
/// Formula       S = L diag(d) L', L unit lower triangular
class enclosed_covariance {
 public:
  enclosed_covariance(const given_covariance& given, mpfr_prec_t bits)
      : given_(&given), bits_(bits) {}

  mpfr_prec_t bits() const { return bits_; }
  const given_covariance& given() const { return *given_; }
  const interval_matrix& lower() const;          // L
  const interval_matrix& inverse_lower() const;  // L^-1
  const std::vector<interval>& pivots() const;   // d
  const interval_matrix& matrix() const;         // S
  const interval_matrix& inverse() const;        // S^-1
  interval log_determinant() const;

 private:
  void factor() const;

  const given_covariance* given_;
  mpfr_prec_t bits_;
  mutable std::vector<interval> pivots_;
  mutable std::optional<interval_matrix> lower_;
  mutable std::optional<interval_matrix> inverse_lower_;
  mutable std::optional<interval_matrix> matrix_;
  mutable std::optional<interval_matrix> inverse_;
};

/// From the slopes G by S, a symmetric matrix with df = sum of G_ij dS_ij, to those by the numbers
/// given, and by those of the parameter beside.
///
/// Formula       by S^-1: -S G S. By L: 2 G L, below the diagonal. By v: the diagonal of G. By W:
///               2 G W, and by d the diagonal of G
struct covariance_slopes {
  std::vector<interval> numbers;
  std::vector<interval> beside;
};
covariance_slopes slopes_by_given(const interval_matrix& by_matrix, const enclosed_covariance& at);

}  // namespace kloracle
