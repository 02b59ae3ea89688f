// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/logit_draws.hpp"

#include <algorithm>
#include <cmath>

#include "properties/laws/recipes.hpp"

namespace kloracle::logit {
namespace {

grid grid_of(choices& c, const law_scope& where) {
  const int bits = where.in.precision - 3;
  const int step = 4 - static_cast<int>(c.between(0, bits));
  return {step, std::int64_t{1} << std::min(bits, 7 - step)};
}

std::vector<double> draw_logits(choices& c, const grid& on, std::size_t n) {
  std::vector<double> x;
  for (std::size_t i = 0; i < n; ++i)
    x.push_back(std::ldexp(static_cast<double>(c.between(-on.most, on.most)), on.step));
  return x;
}

// Near x, or unrelated.
std::vector<double> another(choices& c, const grid& on, std::vector<double> x) {
  if (c.one_of(2) == 1) return draw_logits(c, on, x.size());
  const double limit = std::ldexp(static_cast<double>(on.most), on.step);
  for (std::int64_t moves = c.between(0, 3); moves > 0; --moves) {
    double& moved = x[c.one_of(x.size())];
    const auto by = static_cast<double>(c.between(-3, 3));
    moved = std::clamp(moved + std::ldexp(by, on.step), -limit, limit);
  }
  return x;
}

}  // namespace

void mask(choices& c, std::vector<double>& x, std::vector<double>& y) {
  for (std::int64_t more = c.one_of(2) == 1 ? c.between(1, 2) : 0; more > 0; --more) {
    const std::size_t i = c.one_of(x.size());
    if (i == 0) continue;
    x[i] = masked;
    if (!y.empty()) y[i] = masked;
  }
}

grid draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const grid on = grid_of(c, where);
  sample& s = to.input(0);
  s.p = draw_logits(c, on, recipe::length(c, where, {.bits = 20}));
  if (takes_q(where.f)) s.q = another(c, on, s.p);
  return on;
}

void scale(std::vector<double>& x, double by) {
  for (double& v : x) v = v == masked ? masked : v * by + 0.0;  // no -0
}

void shift(choices& c, const law_scope& where, const grid& on, std::vector<double>& x) {
  const std::int64_t most = (std::int64_t{1} << where.in.precision) - on.most;
  const std::int64_t units = c.spread(0, most);
  const double by = std::ldexp(static_cast<double>(units), on.step);
  const double sign = c.one_of(2) == 0 ? 1 : -1;
  for (double& v : x) v += sign * by;
}

}  // namespace kloracle::logit
