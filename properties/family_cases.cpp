// SPDX-License-Identifier: Apache-2.0
#include "properties/family_cases.hpp"

#include <algorithm>
#include <array>

#include "properties/family_parameters.hpp"
#include "properties/generators.hpp"

namespace kloracle {
namespace {

using draws::movement;
using draws::placed_parameter;
using draws::role;
using draws::style;

// --- What P and Q have to share ---

struct shared_parameter {
  std::string_view family;
  std::string_view name;
};

// Without these equal, most divergences of the family have no formula, or are infinite.
constexpr std::array needed_by_affinities{
    shared_parameter{"binomial", "n"},          shared_parameter{"gumbel", "scale"},
    shared_parameter{"kumaraswamy", "a"},       shared_parameter{"laplace", "mu"},
    shared_parameter{"moyal", "scale"},         shared_parameter{"multinomial", "n"},
    shared_parameter{"negative_binomial", "r"}, shared_parameter{"weibull", "shape"},
};

// A KL has a formula for any parameters but these.
constexpr std::array needed_by_all{
    shared_parameter{"multinomial", "n"},
    shared_parameter{"power_spherical", "mean_direction"},
};

bool is_kl_made(quantity what) {
  switch (what) {
    case quantity::kl:
    case quantity::reverse_kl:
    case quantity::jeffreys:
    case quantity::cross_entropy:
      return true;
    default:
      return false;
  }
}

// The numbers of both sides with their places.
struct pair_of_sides {
  const offered_function& f;
  std::vector<placed_parameter> of_p;
  std::vector<placed_parameter> of_q;
  sample& s;

  pair_of_sides(const offered_function& offered, sample& drawn)
      : f(offered),
        of_p(draws::places_of(*offered.p_of)),
        of_q(draws::places_of(*offered.q_of)),
        s(drawn) {}

  template <class Use>
  void for_each(Use use) {
    for (const placed_parameter& at : of_p) use(at, s.p);
    for (const placed_parameter& at : of_q) use(at, s.q);
  }
  const placed_parameter* in_q(const placed_parameter& at) const {
    const auto same = std::ranges::find_if(of_q, [&](const placed_parameter& other) {
      return other.entry == at.entry && other.slot->shape == at.slot->shape;
    });
    return same == of_q.end() ? nullptr : &*same;
  }
  void share(const placed_parameter& at) {
    const placed_parameter* other = in_q(at);
    if (other == nullptr) return;
    const auto from = s.p.begin() + static_cast<std::ptrdiff_t>(at.first);
    std::copy_n(from, at.count, s.q.begin() + static_cast<std::ptrdiff_t>(other->first));
  }
};

template <std::size_t N>
bool is_listed(const std::array<shared_parameter, N>& list, const family_side& of,
               const placed_parameter& at) {
  return std::ranges::any_of(list, [&](const shared_parameter& shared) {
    return shared.family == of.family && shared.name == at.entry->name;
  });
}

// One dimension for both: that of a direction, if there is one.
void share_dimension(pair_of_sides& x) {
  double d = 0;
  x.for_each([&](const placed_parameter& at, std::vector<double>& numbers) {
    if (at.how.is == role::dimension && d == 0) d = numbers[at.first];
  });
  x.for_each([&](const placed_parameter& at, std::vector<double>&) {
    if (at.how.is == role::direction) d = static_cast<double>(at.count);
  });
  x.for_each([&](const placed_parameter& at, std::vector<double>& numbers) {
    if (at.how.is == role::dimension) numbers[at.first] = d;
  });
}

bool from_below(const placed_parameter& at) {
  return at.entry->name == "lower" || at.entry->name == "minimum";
}
bool from_above(const placed_parameter& at) {
  return at.entry->name == "upper" || at.entry->name == "n";
}

// Mostly, Q's outcomes hold P's: otherwise there is little to compute. Numbers change sides for it,
// so that what was drawn apart stays apart, but for a few that both then share.
void contain(random_source& r, const format& in, pair_of_sides& x) {
  if (r.between(0, 4) == 0) return;
  for (const placed_parameter& at : x.of_p) {
    const placed_parameter* other = x.in_q(at);
    if (other == nullptr || (!from_below(at) && !from_above(at))) continue;
    double& of_p = x.s.p[at.first];
    double& of_q = x.s.q[other->first];
    if (from_below(at) ? of_q > of_p : of_q < of_p) std::swap(of_p, of_q);
  }
  draws::settle(in, *x.f.p_of, x.of_p, x.s.p);
  for (const placed_parameter& at : x.of_p) {
    if (!from_below(at) && !from_above(at)) continue;
    if (r.between(0, at.how.is == role::count ? 1 : 7) == 0) x.share(at);
  }
}

bool must_share(const offered_function& f, const placed_parameter& at) {
  if (is_listed(needed_by_all, *f.p_of, at)) return true;
  if (f.what == quantity::total_variation && f.p_of->family == "multivariate_normal")
    return at.entry->name != "mean";
  return !is_kl_made(f.what) && is_listed(needed_by_affinities, *f.p_of, at);
}

sample related(random_source& r, const format& in, const offered_function& f, sample s) {
  if (!f.q_of) return s;
  pair_of_sides x(f, s);
  share_dimension(x);
  contain(r, in, x);
  for (const placed_parameter& at : x.of_p) {
    if (must_share(f, at)) x.share(at);
  }
  return s;
}

// --- The groups ---

sample drawn(random_source& r, const format& in, const offered_function& f, style of_p,
             style of_q) {
  sample s{draws::parameters_of(r, in, *f.p_of, of_p), {}};
  if (f.q_of) s.q = draws::parameters_of(r, in, *f.q_of, of_q);
  return s;
}

sample ordinary(random_source& r, const format& in, const offered_function& f) {
  return related(r, in, f, drawn(r, in, f, style::everyday, style::everyday));
}

sample far_apart(random_source& r, const format& in, const offered_function& f) {
  const bool far_p = !f.q_of || r.between(0, 1) == 0;
  return related(
      r, in, f,
      drawn(r, in, f, far_p ? style::far : style::everyday, far_p ? style::everyday : style::far));
}

sample any_exponent(random_source& r, const format& in, const offered_function& f) {
  return related(r, in, f, drawn(r, in, f, style::anywhere, style::anywhere));
}

sample edges(random_source& r, const format& in, const offered_function& f) {
  const style of_q = r.between(0, 1) == 0 ? style::everyday : style::edge;
  return related(r, in, f, drawn(r, in, f, style::edge, of_q));
}

// Not so far that the square of an everyday number, or a large matrix, leaves the format.
sample tiny_or_huge(random_source& r, const format& in, const offered_function& f) {
  sample s = ordinary(r, in, f);
  const int most = (in.emax - 8) / 2;
  const int exponent =
      static_cast<int>(r.between(most / 2, most)) * (r.between(0, 1) == 0 ? 1 : -1);
  draws::scale_outcomes(in, *f.p_of, exponent, s.p);
  if (f.q_of) draws::scale_outcomes(in, *f.q_of, exponent, s.q);
  return s;
}

// P from any of the above, mostly everyday.
style style_of_twins(random_source& r) {
  static constexpr style styles[] = {style::everyday, style::everyday, style::everyday,
                                     style::far,      style::anywhere, style::edge};
  return styles[r.between(0, 5)];
}

sample twins(random_source& r, const format& in, const offered_function& f, const movement& how) {
  sample s{draws::parameters_of(r, in, *f.p_of, style_of_twins(r)), {}};
  s.q = draws::moved(r, in, *f.q_of, how, s.p);
  if (r.between(0, 1) == 0) std::swap(s.p, s.q);
  return related(r, in, f, std::move(s));
}

// A thousand ulps, or few; in a narrow format not so many that they are no longer near.
movement by_ulps(random_source& r, const format& in, bool one_alone) {
  const std::int64_t most = std::min<std::int64_t>(1000, std::int64_t{1} << (in.precision - 5));
  return {.one_alone = one_alone, .ulps = r.between(0, 1) == 0 ? most : 4};
}

sample near_one(random_source& r, const format& in, const offered_function& f) {
  return twins(r, in, f, by_ulps(r, in, true));
}

sample near_all(random_source& r, const format& in, const offered_function& f) {
  return twins(r, in, f, by_ulps(r, in, false));
}

sample nearby(random_source& r, const format& in, const offered_function& f) {
  return twins(r, in, f, {.halvings = static_cast<int>(r.between(2, in.precision))});
}

sample equal(random_source& r, const format& in, const offered_function& f) {
  sample s{draws::parameters_of(r, in, *f.p_of, style_of_twins(r)), {}};
  s.q = s.p;
  return s;
}

constexpr std::array group_table{
    family_case_group{"ordinary_parameters", "everyday parameters", 22, false, ordinary},
    family_case_group{"near_one_parameter", "one number of Q a thousand ulps from P's at most", 12,
                      true, near_one},
    family_case_group{"near_parameters", "every number of Q a thousand ulps from P's at most", 12,
                      true, near_all},
    family_case_group{"nearby_parameters", "from 1/4 of itself down to half an ulp from P's", 12,
                      true, nearby},
    family_case_group{"equal_parameters", "Q is P: the value is exactly 0", 4, true, equal},
    family_case_group{"far_apart_parameters", "scales 2^k apart: overflow and underflow inside", 12,
                      false, far_apart},
    family_case_group{"any_exponent_parameters", "every number anywhere in the format's range", 8,
                      false, any_exponent},
    family_case_group{"tiny_or_huge_outcomes", "both sides in units far from 1", 8, false,
                      tiny_or_huge},
    family_case_group{"edge_parameters", "probabilities at 0 and 1, correlations next to 1, zeros",
                      10, false, edges},
};

bool fits(const family_side& side, const format& in, std::size_t max_n) {
  const std::vector<placed_parameter> places = draws::places_of(side);
  return !places.empty() && std::ranges::all_of(places, [&](const placed_parameter& at) {
    const bool enough_grid = at.how.is != role::simplex || at.count <= draws::grid_outcomes(in);
    return enough_grid &&
           std::ranges::all_of(at.slot->shape, [&](std::size_t axis) { return axis <= max_n; });
  });
}

}  // namespace

std::span<const family_case_group> family_case_groups() {
  return group_table;
}

bool of_twins(const offered_function& f) {
  if (!f.p_of || !f.q_of || f.p_of->family != f.q_of->family) return false;
  return std::ranges::equal(f.p_of->parameters, f.q_of->parameters,
                            [](const family_side::slot& a, const family_side::slot& b) {
                              return a.name == b.name && a.shape == b.shape;
                            });
}

bool can_draw(const offered_function& f, const format& in, std::size_t max_n) {
  return fits(*f.p_of, in, max_n) && (!f.q_of || fits(*f.q_of, in, max_n));
}

}  // namespace kloracle
