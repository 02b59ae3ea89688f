// SPDX-License-Identifier: Apache-2.0
//
// Damages to the options of a problem.
#include "oracle/exact.hpp"
#include "properties/option_values.hpp"
#include "tools/golden/spoilt.hpp"

namespace kloracle {
namespace {

using problems = std::vector<problem>;

// A number that an option must not be.
template <auto Field>
problem with(const problem& sound, const number& bad) {
  problem spoilt = sound;
  spoilt.*Field = bad;
  return spoilt;
}

problems nan_options(const problem& sound) {
  problems spoilt;
  if (sound.order) spoilt.push_back(with<&problem::order>(sound, number::nan()));
  if (sound.weight) spoilt.push_back(with<&problem::weight>(sound, number::nan()));
  if (sound.cosine) spoilt.push_back(with<&problem::cosine>(sound, number::nan()));
  if (sound.semantics_parameter)
    spoilt.push_back(with<&problem::semantics_parameter>(sound, number::nan()));
  return spoilt;
}

// Only orders from 0 to 1 have a Chernoff coefficient; no order is -inf.
problems bad_order(const problem& sound) {
  if (!sound.order) return {};
  problems spoilt{with<&problem::order>(sound, number::infinity(true))};
  if (sound.what == quantity::chernoff) spoilt.push_back(with<&problem::order>(sound, 2));
  return spoilt;
}

problems bad_weight(const problem& sound) {
  if (!takes(entry(sound.what), option::weight)) return {};
  return {with<&problem::weight>(sound, number(1.5)), with<&problem::weight>(sound, number(-0.5))};
}

problems bad_eps(const problem& sound) {
  if (sound.how != semantics::clipped) return {};
  return {with<&problem::semantics_parameter>(sound, 0),
          with<&problem::semantics_parameter>(sound, 2)};
}

problems negative_pseudocount(const problem& sound) {
  if (sound.how != semantics::smoothed) return {};
  return {with<&problem::semantics_parameter>(sound, -1)};
}

problems bad_cosine(const problem& sound) {
  if (!sound.cosine) return {};
  return {with<&problem::cosine>(sound, number(1.5)), with<&problem::cosine>(sound, number(-1.5))};
}

problems infinite_options(const problem& sound) {
  problems spoilt;
  if (!sound.support.empty()) {
    spoilt.push_back(sound);
    spoilt.back().support.front() = number::infinity();
  }
  if (!sound.kernel.empty()) {
    spoilt.push_back(sound);
    spoilt.back().kernel.front() = number::infinity();
  }
  return spoilt;
}

problems asymmetric_kernel(const problem& sound) {
  if (sound.kernel.size() < 4) return {};
  problem spoilt = sound;
  spoilt.kernel[1] = as_number(exact(spoilt.kernel[1]) + 1);
  return {spoilt};
}

// A matrix without its last row and column.
std::vector<number> smaller(const std::vector<number>& matrix, std::size_t n) {
  std::vector<number> corner;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    for (std::size_t j = 0; j + 1 < n; ++j) corner.push_back(matrix[i * n + j]);
  }
  return corner;
}

// One point fewer than outcomes.
problems unlike_options(const problem& sound) {
  problems spoilt;
  if (sound.support.size() > 1) {
    spoilt.push_back(sound);
    spoilt.back().support.pop_back();
  }
  const std::size_t n = order_of_square(sound.kernel.size());
  if (n > 1) {
    spoilt.push_back(sound);
    spoilt.back().kernel = smaller(sound.kernel, n);
  }
  return spoilt;
}

}  // namespace

std::span<const damage> option_damages() {
  static constexpr damage all[] = {
      {"nan_option", nan_options},
      {"lengths_differ", unlike_options},
      {"bad_order", bad_order},
      {"bad_weight", bad_weight},
      {"bad_eps", bad_eps},
      {"negative_pseudocount", negative_pseudocount},
      {"bad_cosine", bad_cosine},
      {"infinite_parameter", infinite_options},
      {"not_symmetric", asymmetric_kernel},
  };
  return all;
}

}  // namespace kloracle
