// SPDX-License-Identifier: Apache-2.0
//
// A complete test of one's own code: three functions, one line each, held to the oracle's values
// and to every law that speaks of them. Copy this folder to begin.
#include <cmath>
#include <kloracle/properties/conformance_gtest.hpp>
#include <span>

namespace {

using kloracle::conforms;
using kloracle::quantity;
using kloracle::semantics;

template <class T>
T log_ratio(T p, T q) {
  const T ratio = p / q;  // may overflow or underflow where its logarithm does not
  return std::isnormal(ratio) ? std::log(ratio) : std::log(p) - std::log(q);
}

// p log(p/q) - p + q, which is never negative. Near p = q these terms cancel, so there, with
// t = (p - q)/(p + q), it is computed as (p - q) t + 2 p (t^3/3 + t^5/5 + ...).
template <class T>
T phi(T p, T q) {
  if (p == 0) return q;
  const T t = (p - q) / (p + q);
  if (std::abs(t) > T(0.1)) return p * log_ratio(p, q) - p + q;
  T sum = 0;
  for (int k = 17; k >= 3; k -= 2) sum = t * t * (sum + T(1) / T(k));
  return (p - q) * t + 2 * p * t * sum;
}

// KL of vectors as they are, not normalised, with - P + Q: what scipy.special.kl_div sums.
template <class T>
T generalised_kl(std::span<const T> p, std::span<const T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += phi(p[i], q[i]);
  return sum;
}

double entropy(std::span<const double> p) {
  double sum = 0;
  for (const double x : p) sum -= x > 0 ? x * std::log(x) : 0;
  return sum;
}

double exponential_kl(double p_rate, double q_rate) {
  const double ratio = q_rate / p_rate;
  return std::isnormal(ratio) ? phi(1.0, ratio) : log_ratio(p_rate, q_rate) - 1 + ratio;
}

TEST(MyCode, GeneralisedKl) {
  const auto in_float_and_double = [](auto p, auto q) { return generalised_kl(p, q); };
  EXPECT_TRUE(
      conforms(in_float_and_double,
               {.name = "generalised_kl", .what = quantity::kl, .how = semantics::generalised}));
}

TEST(MyCode, Entropy) {
  EXPECT_TRUE(
      conforms(entropy, {.name = "entropy", .what = quantity::entropy, .how = semantics::measure}));
}

TEST(MyCode, ExponentialKl) {
  EXPECT_TRUE(conforms(exponential_kl, {.name = "exponential_kl",
                                        .what = quantity::kl,
                                        .p_of = kloracle::parameters("exponential(rate)"),
                                        .q_of = kloracle::parameters("exponential(rate)")}));
}

}  // namespace
