// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/interval.hpp"

namespace kloracle {

/// p(k+1)/p(k) = scale (size + sign k)/(k+1), the last k if there is one.
struct counting_law {
  interval scale;
  interval size;
  int sign;
  std::optional<Q> last;
  interval mean;
  interval variance;

  interval ratio(long k) const {
    const mpfr_prec_t bits = size.bits();
    const interval top = sign == 0 ? size : size + interval(sign * k, bits);
    return scale * top / interval(k + 1, bits);
  }
  bool decreasing() const { return sign <= 0 || certainly_le(interval(1L, size.bits()), size); }
};

/// |v(k)| <= factor (k+1)^power.
struct growth {
  interval factor;
  long power;
};

enum class progression { log_factorial, log_rising, log_binomial, harmonic };

/// A sequence g with g(0) = 0; `at` is its a or m.
struct sequence {
  progression kind;
  interval at;

  /// g(k+1) - g(k).
  interval step(long k) const;
  /// g at any k >= 0, not only integers.
  interval value(const interval& k) const;
  growth of_values() const;
  growth of_steps() const;
};

/// What is averaged: the values of g, or its steps, or g(k) (h(k) + shift).
struct counting_summand {
  enum class form { values, steps, product };
  sequence g;
  form what;
  std::optional<sequence> h = std::nullopt;
  std::optional<interval> shift = std::nullopt;

  growth bound() const {
    if (what == form::steps) return g.of_steps();
    growth all = g.of_values();
    if (what == form::product) {
      const growth other = h->of_values();  // of power 1
      all.factor = all.factor * (other.factor + abs(*shift));
      all.power += other.power;
    }
    return all;
  }
};

/// The average over the law, by summation between proven tails (counting_sum.cpp) or, where that
/// would take too long, by Jensen's inequality.
///
/// Errors        std::domain_error for log_binomial of a law that is not bounded
interval average(const counting_law& law, const counting_summand& what);

}  // namespace kloracle
