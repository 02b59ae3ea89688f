// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/family_recipes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <span>
#include <utility>

#include "properties/generators.hpp"

namespace kloracle::recipe {
namespace {

using draws::parameter_role;
using draws::placed_parameter;
using draws::role;

// Seven significant bits: exact in every format.
double dyadic(choices& c, std::int64_t least, std::int64_t most, int finest) {
  return std::ldexp(static_cast<double>(c.between(least, most)),
                    -static_cast<int>(c.between(0, finest)));
}

double number_of(choices& c, role is) {
  switch (is) {
    case role::location:
    case role::logarithm:
      return dyadic(c, 0, 16, 3) * (c.one_of(2) == 0 ? 1 : -1);
    case role::scale:
      return dyadic(c, 1, 64, 6);
    case role::shape:
      return dyadic(c, 1, 32, 2);
    case role::probability:
      return std::ldexp(static_cast<double>(c.between(1, 127)), -7);
    case role::count:
      return static_cast<double>(c.between(1, 20));
    default:  // role::dimension
      return static_cast<double>(c.between(2, 5));
  }
}

// Probabilities c_i 2^-7 of sum 1.
void draw_simplex(choices& c, const placed_parameter& at, double* to) {
  std::int64_t left = 128 - static_cast<std::int64_t>(at.count);
  for (std::size_t i = 0; i < at.count; ++i) {
    const std::int64_t some = i + 1 == at.count ? left : c.between(0, left);
    left -= some;
    to[i] = std::ldexp(static_cast<double>(some + 1), -7);
  }
}

// Diagonally dominant: 4 to 7 on the diagonal, -1, 0 or 1 times a share of 2 elsewhere.
void draw_matrix(choices& c, const placed_parameter& at, double* to) {
  const std::size_t d = draws::rows_of(at);
  const double small = std::ldexp(1.0, -static_cast<int>(std::bit_width(d)));
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const double x = i == j ? 4 + static_cast<double>(c.between(0, 3))
                              : small * static_cast<double>(c.between(0, 2) - 1);
      to[i * d + j] = x;
      to[j * d + i] = at.how.is == role::triangle && i != j ? 0 : x;
    }
  }
}

void draw_one(choices& c, const placed_parameter& at, double* to) {
  switch (at.how.is) {
    case role::simplex:
      return draw_simplex(c, at, to);
    case role::direction:
      std::fill(to, to + at.count, 0.0);
      to[c.one_of(at.count)] = 1;
      return;
    case role::covariance:
    case role::triangle:
      return draw_matrix(c, at, to);
    default:
      for (std::size_t i = 0; i < at.count; ++i) to[i] = number_of(c, at.how.is);
  }
}

// Numbers that move by ulps and stay a distribution.
bool moves(role is) {
  return is == role::location || is == role::scale || is == role::shape || is == role::logarithm ||
         is == role::probability;
}

void move_some(choices& c, const format& in, const family_side& side, std::vector<double>& x) {
  const bool all = c.one_of(2) == 1;
  const std::vector<placed_parameter> places = draws::places_of(side);
  const std::size_t one = c.one_of(x.size());
  for (const placed_parameter& at : places) {
    if (!moves(at.how.is)) continue;
    for (std::size_t i = at.first; i < at.first + at.count; ++i) {
      if (!all && i != one) continue;
      const std::int64_t steps = c.between(0, 3);
      if (x[i] != 0) x[i] = draws::neighbour(in, x[i], c.one_of(2) == 0 ? steps : -steps);
    }
  }
  draws::settle(in, side, places, x);
}

using family_parameter = std::pair<std::string_view, std::string_view>;

// What both sides of a family have to share for their divergence to be finite or to have a formula.
constexpr std::array<family_parameter, 6> shared{{{"binomial", "n"},
                                                  {"multinomial", "n"},
                                                  {"von_mises_fisher", "dimension"},
                                                  {"power_spherical", "dimension"},
                                                  {"spherical_uniform", "dimension"},
                                                  {"power_spherical", "mean_direction"}}};

// What they have to share for their affinity, sum p^a q^(1-a), to have one.
constexpr std::array<family_parameter, 6> shared_by_affinities{{{"weibull", "shape"},
                                                                {"gumbel", "scale"},
                                                                {"moyal", "scale"},
                                                                {"laplace", "mu"},
                                                                {"kumaraswamy", "a"},
                                                                {"negative_binomial", "r"}}};

bool is_among(std::span<const family_parameter> some, std::string_view family,
              std::string_view parameter) {
  return std::find(some.begin(), some.end(), family_parameter(family, parameter)) != some.end();
}

void share(const family_side& side, bool for_affinities, const std::vector<double>& p,
           std::vector<double>& q) {
  for (const placed_parameter& at : draws::places_of(side)) {
    const std::string_view name = at.entry->name;
    if (!is_among(shared, side.family, name) &&
        !(for_affinities && is_among(shared_by_affinities, side.family, name)))
      continue;
    const auto from = p.begin() + static_cast<std::ptrdiff_t>(at.first);
    std::copy(from, from + static_cast<std::ptrdiff_t>(at.count),
              q.begin() + static_cast<std::ptrdiff_t>(at.first));
  }
}

bool can_draw(const family_side& side) {
  const std::vector<placed_parameter> places = draws::places_of(side);
  return !places.empty() && std::all_of(places.begin(), places.end(), [](const auto& at) {
    return at.how.is != role::simplex || at.count <= 16;
  });
}

bool same_parameters(const family_side& a, const family_side& b) {
  return a.family == b.family &&
         std::equal(
             a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(),
             [](const auto& s, const auto& t) { return s.name == t.name && s.shape == t.shape; });
}

}  // namespace

bool can_draw_parameters(const offered_function& f) {
  return of_families(f) && can_draw(*f.p_of) && (!f.q_of || can_draw(*f.q_of));
}

void parameters(choices& c, const format& in, const family_side& side, std::vector<double>& to) {
  const std::vector<placed_parameter> places = draws::places_of(side);
  to.assign(places.empty() ? 0 : places.back().first + places.back().count, 0);
  for (const placed_parameter& at : places) draw_one(c, at, &to[at.first]);
  draws::settle(in, side, places, to);
}

void parameter_pair(choices& c, const law_scope& where, sample& to) {
  parameters(c, where.in, *where.f.p_of, to.p);
  to.q.clear();
  if (!where.f.q_of) return;
  const bool twins = same_parameters(*where.f.p_of, *where.f.q_of);
  if (twins && c.one_of(2) == 0) {
    to.q = to.p;
    move_some(c, where.in, *where.f.q_of, to.q);
  } else {
    parameters(c, where.in, *where.f.q_of, to.q);
  }
  const quantity what = where.f.what;
  const bool logarithmic =
      what == quantity::kl || what == quantity::reverse_kl || what == quantity::jeffreys;
  if (twins) share(*where.f.q_of, !logarithmic || c.one_of(2) == 0, to.p, to.q);
}

std::optional<double> exact_sum(const format& in, double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  const double lost = (a - (sum - part)) + (b - part);  // TwoSum: what the sum rounded off
  return lost == 0 && sum == draws::into(in, sum) ? std::optional(sum) : std::nullopt;
}

bool compares(const offered_function& f) {
  return of_families(f) && f.q_of && f.what != quantity::cross_entropy &&
         f.what != quantity::perplexity && can_draw_parameters(f);
}

bool compares_twins(const offered_function& f) {
  return compares(f) && same_parameters(*f.p_of, *f.q_of);
}

}  // namespace kloracle::recipe
