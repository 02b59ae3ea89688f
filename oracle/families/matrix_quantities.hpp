// SPDX-License-Identifier: Apache-2.0
//
// The quantities of families whose parameters are matrices. Formulas over the three guises would
// repeat the elimination in each; so these families say what they know of a pair of distributions
// in whole numbers of it, and every quantity is made of those here.
#pragma once

#include <functional>
#include <memory>

#include "oracle/families/gaussian_pair.hpp"
#include "oracle/posed.hpp"

namespace kloracle {

/// A real number made of the parameters of P and Q. Enclosures may throw pivot_open.
struct parameter_number {
  std::function<interval(mpfr_prec_t)> enclose;
  std::function<std::vector<interval>(mpfr_prec_t)> slopes;  // by each of P's numbers, then Q's
  std::function<closed_form()> write_out;
};
parameter_number operator+(parameter_number x, parameter_number y);
parameter_number operator*(parameter_number x, const Q& factor);

/// Two distributions of such a family, or P alone.
class matrix_pair {
 public:
  explicit matrix_pair(family_problem x) : x_(std::move(x)) {}
  virtual ~matrix_pair() = default;

  const family_problem& problem() const { return x_; }

  /// Whether every matrix is positive definite; throws the fault of one that is not.
  virtual std::optional<bool> well_posed() const = 0;
  virtual bool same() const = 0;
  virtual parameter_number kl(bool reversed) const = 0;
  virtual parameter_number entropy() const = 0;

  /// Whether there is a formula for the integral of p^a q^(1-a) at all.
  virtual bool has_affinity() const { return true; }
  /// Whether the integral is finite; of orders in [0, 1] it always is (Hoelder).
  virtual std::optional<bool> finite_affinity(const Q& a) const = 0;
  virtual parameter_number log_affinity(const Q& a) const = 0;
  virtual curve_point affinity_curve(const Q& a, mpfr_prec_t bits) const = 0;

  /// nullopt where there is no formula.
  virtual std::optional<parameter_number> total_variation() const { return std::nullopt; }

 private:
  family_problem x_;
};

/// The slopes by the numbers of each parameter, gathered by name and put into the order in which
/// the parameters were given.
class gathered_slopes {
 public:
  /// Puts slopes at the end of a parameter's: what has several blocks appends them in order.
  void append(const given_distribution& of, std::string_view name, const std::vector<interval>& by);
  void append(const given_distribution& of, const interval_matrix& by_matrix,
              const enclosed_covariance& at);
  std::vector<interval> in_order(const family_problem& x, mpfr_prec_t bits) const;

 private:
  std::vector<interval>& place(const given_distribution& of, std::string_view name);
  std::vector<std::pair<std::string, std::vector<interval>>> by_name_;
};

/// Works at a precision, or at the first higher one at which every pivot tells, and remembers by
/// how much that was higher. Past 2^14 bits there is no result.
class pivot_precision {
 public:
  template <class F>
  auto operator()(mpfr_prec_t bits, F f) const -> std::optional<decltype(f(bits))> {
    constexpr mpfr_prec_t most = 1L << 14;
    for (;;) {
      try {
        return f(bits + surplus_);
      } catch (const pivot_open&) {
        if (bits + surplus_ >= most) return std::nullopt;
        surplus_ += (bits + surplus_) / 2 + 16;
      }
    }
  }

 private:
  mutable mpfr_prec_t surplus_ = 0;
};

/// Any quantity of the pair: KL and its kin, entropies, and what is made of the integral of p^a
/// q^(1-a).
prepared prepare_matrix_quantity(std::shared_ptr<const matrix_pair> pair);

/// The Chernoff information of a pair that has a log affinity and differs.
prepared prepare_matrix_chernoff(std::shared_ptr<const matrix_pair> pair);

}  // namespace kloracle
