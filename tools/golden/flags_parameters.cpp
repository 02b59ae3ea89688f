// SPDX-License-Identifier: Apache-2.0
//
// Flags of families, by their parameters.
#include <algorithm>
#include <array>

#include "oracle/symmetric_matrix.hpp"
#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

using link = std::string_view;

bool any_number(const parameter& p, bool (*holds)(const Q&)) {
  return std::ranges::any_of(p.values, [&](const number& x) { return holds(exact(x)); });
}

// What formulas square: every sigma, and the scale of a Cauchy distribution.
bool is_squared(const distribution& d, const parameter& p) {
  return p.name == "sigma" || (d.family == "cauchy" && p.name == "scale");
}

template <class Predicate>
bool some_square(const flag_facts& x, const Predicate& holds) {
  return any_parameter(x.asked, [&](const distribution& d, const parameter& p) {
    if (!is_squared(d, p)) return false;
    const Q scale = exact(p.values.front());
    const Q square = scale * scale;
    return x.in_some_format([&](const format& f) { return holds(f, square); });
  });
}

bool square_overflows(const flag_facts& x) {
  return some_square(
      x, [](const format& f, const Q& square) { return square >= power_of_two(f.emax + 1L); });
}

bool square_underflows(const flag_facts& x) {
  return some_square(
      x, [](const format& f, const Q& square) { return square < power_of_two(f.emin); });
}

// Parameters whose ln Gamma is taken.
bool is_shape(const distribution& d, const parameter& p) {
  static constexpr std::array<std::string_view, 4> always{"alpha", "beta", "df", "r"};
  if (p.name == "shape") return d.family == "gamma" || d.family == "inverse_gamma";
  return std::ranges::count(always, p.name) != 0;
}

bool large_shape(const flag_facts& x) {
  return any_parameter(x.asked, [](const distribution& d, const parameter& p) {
    return is_shape(d, p) && any_number(p, [](const Q& v) { return v >= 1024; });
  });
}

bool is_probability(const parameter& p) {
  return p.name == "prob" || p.name == "probs";
}

bool probability_at_an_end(const flag_facts& x) {
  return any_parameter(x.asked, [](const distribution&, const parameter& p) {
    return is_probability(p) && any_number(p, [](const Q& v) { return v == 0 || v == 1; });
  });
}

bool small_probability(const flag_facts& x) {
  return any_parameter(x.asked, [](const distribution&, const parameter& p) {
    return p.name == "prob" && any_number(p, [](const Q& v) { return v > 0 && v * 1024 <= 1; });
  });
}

// I_0(kappa) is about e^kappa / sqrt(2 pi kappa).
bool bessel_overflows(const flag_facts& x) {
  return any_parameter(x.asked, [&](const distribution& d, const parameter& p) {
    if (p.name != "kappa" || d.family == "power_spherical") return false;
    const Q kappa = exact(p.values.front());
    return x.in_some_format([&](const format& f) { return exp_overflows(f, kappa); });
  });
}

bool is_end(const parameter& p) {
  return p.name == "lower" || p.name == "upper" || p.name == "minimum";
}

bool shared_bound(const flag_facts& x) {
  if (x.categorical() || !x.asked.q) return false;
  for (const parameter& p : x.asked.p.parameters) {
    for (const parameter& q : x.asked.q->parameters) {
      if (is_end(p) && p.name == q.name && exact(p.values.front()) == exact(q.values.front()))
        return true;
    }
  }
  return false;
}

constexpr std::size_t largest_dimension = 16;  // exact determinants of larger matrices take long

// The matrix that a Cholesky factor stands for.
rational_matrix squared(const rational_matrix& lower) {
  const std::size_t n = lower.rows();
  rational_matrix s(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k <= std::min(i, j); ++k) s(i, j) += lower(i, k) * lower(j, k);
    }
  }
  return s;
}

// Of unit variances, the determinant is 1 for independent coordinates and 0 for dependent ones.
bool is_nearly_singular(const parameter& p) {
  const bool square = p.shape.size() == 2 && p.shape[0] == p.shape[1];
  if (!square || p.name == "mean" || p.name == "factor" || p.shape[0] > largest_dimension)
    return false;
  rational_matrix s(p.shape[0], p.shape[0]);
  for (std::size_t i = 0; i < p.values.size(); ++i)
    s(i / p.shape[0], i % p.shape[0]) = exact(p.values[i]);
  if (p.name == "scale_tril") s = squared(s);
  Q product = 1;
  for (std::size_t i = 0; i < s.rows(); ++i) product *= s(i, i);
  const std::optional<Q> det = determinant(s);
  return det && *det <= product * power_of_two(-20);
}

bool nearly_singular(const flag_facts& x) {
  return any_parameter(
      x.asked, [](const distribution&, const parameter& p) { return is_nearly_singular(p); });
}

constexpr link square_links[] = {"tenstorrent/tt-metal#52615"};
constexpr link shape_links[] = {"stan-dev/math#1611", "stan-dev/math#1495", "scipy/scipy#7858"};
constexpr link end_links[] = {"uber/causalml#167", "stan-dev/math#879"};
constexpr link small_links[] = {"statrs-dev/statrs#157", "stan-dev/math#2783"};
constexpr link bessel_links[] = {"scipy/scipy#17485", "stan-dev/math#1076",
                                 "JuliaStats/Distributions.jl#818"};
constexpr link singular_links[] = {"pytorch/pytorch#31248", "pytorch/pytorch#21366"};

constexpr flag_row all[] = {
    flag<square_overflows>(
        "square_overflows", "overflow",
        "The square of a sigma, or of a Cauchy scale, exceeds the largest number "
        "of a format in `fits`, where the ratios that matter may not.",
        square_links),
    flag<square_underflows>(
        "square_underflows", "underflow",
        "The square of a sigma, or of a Cauchy scale, is below the normal range "
        "of a format in `fits`: it has lost digits, or is 0 and divided by.",
        square_links),
    flag<large_shape>("large_shape", "cancellation",
                      "A shape, concentration or number of degrees of freedom is 1024 or more: the "
                      "logarithms of Gamma that cancel may be far larger than the value.",
                      shape_links),
    flag<probability_at_an_end>(
        "probability_at_an_end", "0 ln 0",
        "The probability of a success is 0 or 1: 0 * log(0) is NaN where the "
        "term is 0, and clamping changes the value.",
        end_links),
    flag<small_probability>(
        "small_probability", "cancellation",
        "The probability of a success is positive and 2^-10 at most: log(1 - p) "
        "has lost digits that log1p(-p) keeps.",
        small_links),
    flag<bessel_overflows>(
        "bessel_overflows", "overflow",
        "e^kappa exceeds the largest number of a format in `fits`, and so does, or nearly, the "
        "Bessel function of kappa: inf/inf is NaN where a scaled one is fine.",
        bessel_links),
    flag<shared_bound>("shared_bound", "boundary",
                       "The supports of P and Q share an end: a strict comparison finds them not "
                       "contained and the value infinite."),
    flag<nearly_singular>("nearly_singular", "cancellation",
                          "The determinant of a matrix is 2^-20 of the product of its diagonal at "
                          "most: a Cholesky factorisation loses digits, or fails.",
                          singular_links),
};

}  // namespace

std::span<const flag_row> parameter_flags() {
  return all;
}

}  // namespace kloracle
