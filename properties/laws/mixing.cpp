// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/mixing.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "properties/cases.hpp"
#include "properties/laws/function_kinds.hpp"

namespace kloracle::recipe {

Q exactly(double x) {
  return exact(number(x));
}

interval exactly(double x, long bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_d(lo, x, MPFR_RNDD);
    mpfr_set_d(hi, x, MPFR_RNDU);
  });
}

double value(const unit_weight& x) {
  return std::ldexp(static_cast<double>(x.l), -x.w);
}

int some_bits(choices& c, int most) {
  return c.one_of(2) == 0 ? static_cast<int>(c.between(1, std::min(3, most))) : most;
}

unit_weight weight(choices& c, const law_scope& where) {
  unit_weight x;
  x.w = some_bits(c, where.in.precision / 3);
  const std::int64_t most = (std::int64_t{1} << x.w) - 1;
  x.l = c.one_of(2) == 0 ? c.between(1, most) : c.spread(1, most);
  return x;
}

unit_pair pair_of(choices& c, const law_scope& where, const pair_limits& limits) {
  const auto outcomes = outcomes_of(where.f);
  if (!outcomes) return simplex_pair(c, where, limits);
  const int bits = limits.bits != 0 ? limits.bits : where.in.precision;
  const bool crowded = bits < 40 && *outcomes > std::size_t{1} << bits;
  const std::int64_t least = crowded ? 0 : limits.least;
  unit_pair x;
  x.k = std::min(bits, grid_bits(c, where, limits, *outcomes));
  x.p = simplex(c, *outcomes, x.k, least);
  x.q = another(c, x.p, x.k, least);
  return x;
}

void draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  give(pair_of(c, where, {.least = c.between(0, 1)}), where, to.input(0));
}

void draw_for_both(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  to.terms.push_back({1, to.input(0)});
}

units another(choices& c, const units& x, int k, std::int64_t least) {
  const std::size_t how = c.one_of(3);
  if (how == 2) return simplex(c, x.size(), k, least);
  units y = x;
  if (how == 1) move_units(c, y, least);
  return y;
}

std::int64_t finite_least(choices& c, const offered_function& f) {
  return kind::finite_everywhere(f) ? 1 - c.between(0, 1) : 1;
}

unit_channel channel(choices& c, std::size_t inputs, std::size_t outputs, int m) {
  unit_channel t{m, {}};
  for (std::size_t i = 0; i < inputs; ++i) t.rows.push_back(simplex(c, outputs, m, 0));
  return t;
}

unit_channel merging(choices& c, std::size_t inputs, std::size_t outputs) {
  unit_channel t{0, {}};
  for (std::size_t i = 0; i < inputs; ++i) {
    t.rows.emplace_back(outputs, 0);
    t.rows.back()[i < outputs ? i : c.one_of(outputs)] = 1;
  }
  return t;
}

units through(const units& x, const unit_channel& t) {
  units y(t.rows.front().size(), 0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < y.size(); ++j) y[j] += x[i] * t.rows[i][j];
  }
  return y;
}

units mixture(const units& x, const units& y, const unit_weight& at) {
  units z(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) z[i] = at.l * x[i] + at.rest() * y[i];
  return z;
}

units product(const units& x, const units& y) {
  units z;
  for (const std::int64_t a : x) {
    for (const std::int64_t b : y) z.push_back(a * b);
  }
  return z;
}

units table_of(const units& x, const unit_channel& t) {
  units z;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (const std::int64_t share : t.rows[i]) z.push_back(x[i] * share);
  }
  return z;
}

units joined(const units& x, const units& y, const unit_weight& at) {
  units z;
  for (const std::int64_t a : x) z.push_back(at.l * a);
  for (const std::int64_t b : y) z.push_back(at.rest() * b);
  return z;
}

units finer(units x, int doublings) {
  for (std::int64_t& numerator : x) numerator <<= doublings;
  return x;
}

unit_pair apart(const unit_pair& x) {
  unit_pair y = x;
  y.p.resize(2 * x.p.size(), 0);
  y.q.insert(y.q.begin(), x.p.size(), 0);
  return y;
}

void give(const units& p, const units& q, int k, const offered_function& f, sample& to) {
  give(p, k, f.p_in, to.p);
  to.q.clear();
  if (takes_q(f)) give(q, k, f.q_in, to.q);
}

void give_kl(const units& p, const units& q, int k, const offered_function& f, sample& to) {
  const bool exchanged = kind::is_reverse_kl(f);
  give(exchanged ? q : p, exchanged ? p : q, k, f, to);
}

}  // namespace kloracle::recipe
