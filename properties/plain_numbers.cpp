// SPDX-License-Identifier: Apache-2.0
#include "properties/plain_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "properties/generators.hpp"

namespace kloracle {
namespace {

// Longer than any text of a double that is written below.
using number_buffer = std::array<char, 64>;

double parsed(const char* first, const char* last, double otherwise) {
  double x = otherwise;
  std::from_chars(first, last, x);
  return x;
}

// The power of ten nearest to |x|, or to its square root with `share` 1/2, with the sign of x.
double power_of_ten(double x, double share) {
  if (x == 0 || !std::isfinite(x)) return x;
  number_buffer text{'1', 'e'};
  const auto exponent = static_cast<int>(share * std::nearbyint(std::log10(std::abs(x))));
  const auto end = std::to_chars(text.data() + 2, text.data() + text.size(), exponent).ptr;
  return std::copysign(parsed(text.data(), end, std::abs(x)), x);
}

double power_of_two(double x, double share) {
  if (x == 0 || !std::isfinite(x)) return x;
  const auto exponent = static_cast<int>(share * std::nearbyint(std::log2(std::abs(x))));
  return std::copysign(std::ldexp(1.0, exponent), x);
}

template <class Float>
std::size_t text_length(Float x) {
  number_buffer text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
  return static_cast<std::size_t>(end - text.data());
}

}  // namespace

void count(plainness& of, double x, const format& in) {
  const bool wide = in.precision > binary32.precision;
  ++of.numbers;
  of.text += wide ? text_length(x) : text_length(static_cast<float>(x));
  if (x != 0 && std::isfinite(x)) of.exponents += static_cast<std::size_t>(std::abs(std::ilogb(x)));
}

double with_digits(double x, int digits) {
  number_buffer text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x,
                                 std::chars_format::scientific, digits - 1)
                       .ptr;
  return parsed(text.data(), end, x);
}

double with_bits(double x, int bits) {
  int exponent = 0;
  const double significand = std::frexp(x, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(significand, bits)), exponent - bits);
}

std::vector<double> plain_values(double x, double twin, const format& in) {
  std::vector<double> v{0, 1, 2, 3, 10, 0.5, 0.25, 0.75, 0.1, twin};
  if (x < 0) v.insert(v.end(), {-1, -2, -10, -0.5, -0.1});
  if (!std::isfinite(x)) return v;
  const bool close = std::isfinite(twin);
  for (const double share : {1.0, 0.5}) {
    v.insert(v.end(), {power_of_ten(x, share), power_of_two(x, share)});
    v.insert(v.end(), {1 - power_of_ten(1 - x, share), 1 - power_of_two(1 - x, share)});
    if (!close) continue;
    v.insert(v.end(), {twin + power_of_ten(x - twin, share), twin + power_of_two(x - twin, share)});
  }
  if (close) v.push_back(draws::neighbour(in, twin, x > twin ? 1 : -1));
  v.push_back(std::trunc(x));
  for (const int digits : {1, 2, 3, 4, 6, 8, 10, 12, 14}) v.push_back(with_digits(x, digits));
  for (const int bits : {2, 3, 4, 8, 16, 32}) v.push_back(with_bits(x, bits));
  std::erase_if(v, [](double y) { return std::isnan(y); });
  std::ranges::sort(v);
  v.erase(std::unique(v.begin(), v.end()), v.end());
  return v;
}

}  // namespace kloracle
