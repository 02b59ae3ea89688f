// SPDX-License-Identifier: Apache-2.0
//
// Of vectors: orders, identities, entropies, codes, trials, supports, distances.
#include <cmath>

#include "tests/properties/laws/information_hypotheses.hpp"

namespace kloracle::hypotheses {
namespace {

bool full(const weights& x) {
  return std::all_of(x.begin(), x.end(), [](const Q& v) { return v > 0; });
}
bool same_support(const weights& x, const weights& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if ((x[i] > 0) != (y[i] > 0)) return false;
  }
  return true;
}
bool uniform(const weights& x) {
  return std::all_of(x.begin(), x.end(), [&](const Q& v) { return v == x[0]; });
}
bool point_mass(const weights& x) {
  return std::count(x.begin(), x.end(), Q(1)) == 1;
}

bool same_input(const related& x) {
  for (std::size_t t = 1; t < x.size(); ++t) {
    if (x.raw(t).p != x.raw(0).p) return false;
    if (!x.raw(t).q.empty() && x.raw(t).q != x.raw(0).q) return false;
  }
  return x.size() > 1;
}
bool exchanged(const related& x, std::size_t s, std::size_t t) {
  return x.raw(s).p == x.raw(t).q && x.raw(s).q == x.raw(t).p;
}

// Orders that fall (rise) from term to term.
bool orders(const related& x, bool fall) {
  for (std::size_t t = 1; t < x.size(); ++t) {
    const number& a = *x.function(t - fall).order;
    const number& b = *x.function(t - !fall).order;
    if (!b.is_finite() || (a.is_finite() && exact(a) <= exact(b))) return false;
  }
  return same_input(x);
}

bool pair_and_part(const related& x) {
  return full(x.p(0)) && full(x.q(0)) && x.weight(0) > 0 && x.weight(0) < 1;
}

bool split_once(const related& x) {
  const weights split = x.p(0);
  const weights whole = x.p(1);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    weights made = whole;
    made[i] = whole[i] * x.p(2)[0];
    made.insert(made.begin() + static_cast<std::ptrdiff_t>(i) + 1, whole[i] * x.p(2)[1]);
    if (made == split && whole[i] == x.weight(0)) return true;
  }
  return false;
}

bool mixed(const related& x) {
  std::vector<double> p = x.given.weights;
  const Q l = exactly(p.back());
  p.pop_back();
  return l > 0 && l < 1 && x.p(0) == mean(shares(p), shares(x.given.distance), l);
}

bool three_points(const related& x) {
  return x.p(0) == x.p(1) && x.q(1) == x.p(2) && x.q(0) == x.q(2);
}

// The sum of 2^-l over the lengths kept.
Q kraft_sum(const related& x) {
  Q total = 0;
  for (const double l : x.given.weights) total += power_of_two(-std::lround(l));
  return total;
}
bool ideal(const related& x) {
  for (std::size_t i = 0; i < x.q(0).size(); ++i) {
    if (x.q(0)[i] != power_of_two(-std::lround(x.given.weights[i]))) return false;
  }
  return kraft_sum(x) == 1;
}

// Pascal's triangle.
Q choose(std::size_t n, std::size_t k) {
  return k == 0 ? Q(1) : k > n ? Q(0) : Q(choose(n - 1, k - 1) + choose(n - 1, k));
}
Q power(const Q& x, std::size_t n) {
  return n == 0 ? Q(1) : Q(x * power(x, n - 1));
}
bool tosses(const weights& heads, const weights& coin) {
  const std::size_t n = heads.size() - 1;
  for (std::size_t k = 0; k <= n; ++k) {
    if (heads[k] != choose(n, k) * power(coin[1], k) * power(coin[0], n - k)) return false;
  }
  return true;
}
bool heads_of(const weights& sequences, const weights& heads) {
  const std::size_t n = heads.size() - 1;
  if (sequences.size() != std::size_t{1} << n) return false;
  for (std::size_t s = 0; s < sequences.size(); ++s) {
    const auto k = static_cast<std::size_t>(__builtin_popcountll(s));
    if (sequences[s] * choose(n, k) != heads[k]) return false;
  }
  return true;
}

bool a_type(const related& x) {
  return x.p(0) == shares(x.given.weights) && full(x.q(0)) &&
         std::all_of(x.given.weights.begin(), x.given.weights.end(),
                     [](double n) { return n == std::floor(n); });
}

bool some_outside(const weights& x, const weights& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > 0 && y[i] == 0) return true;
  }
  return false;
}
bool disjoint(const weights& x, const weights& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > 0 && y[i] > 0) return false;
  }
  return true;
}

// What is left of P and of Q when their own part goes: one and the same R.
bool diluted(const related& x) {
  const Q l = x.weight(0);
  for (std::size_t i = 0; i < x.p(0).size(); ++i) {
    const Q rest = x.p(0)[i] - l * x.p(1)[i];
    if (rest < 0 || rest != x.q(0)[i] - l * x.q(1)[i]) return false;
  }
  return true;
}

// P right of Q throughout, or left of it.
bool ordered_on_the_line(const related& x) {
  bool right = true;
  bool left = true;
  for (const number& point : x.where.f.support) {
    Q excess = 0;
    for (std::size_t i = 0; i < x.p(0).size(); ++i) {
      if (exact(x.where.f.support[i]) <= exact(point)) excess += x.p(0)[i] - x.q(0)[i];
    }
    right = right && excess <= 0;
    left = left && excess >= 0;
  }
  return right || left;
}

bool in_full(const related& x) {
  return full(x.p(0)) && full(x.q(0));
}
bool first_exchanged(const related& x) {
  return exchanged(x, 0, 1);
}

const checks all{
    {"orders.renyi_increases", [](const related& x) { return orders(x, true); }},
    {"orders.tsallis_increases", [](const related& x) { return orders(x, true); }},
    {"orders.renyi_entropy_decreases", [](const related& x) { return orders(x, false); }},
    {"orders.tsallis_entropy_decreases", [](const related& x) { return orders(x, false); }},
    {"orders.concave", pair_and_part},
    {"orders.from_above", pair_and_part},
    {"orders.from_below", pair_and_part},
    {"orders.zero_sees_the_support",
     [](const related& x) { return same_support(x.p(0), x.p(1)) && x.raw(0).q == x.raw(1).q; }},
    {"orders.two_is_not_convex",
     [](const related& x) {
       return x.p(2) == mean(x.p(0), x.p(1), Q(1, 2)) && x.q(0) == x.q(1) && x.q(1) == x.q(2);
     }},
    {"chernoff.information_above", pair_and_part},
    {"chernoff.information_near_middle", in_full},
    {"chernoff.resistors", in_full},
    {"chernoff.below_divergences", in_full},
    {"chernoff.above_middle", in_full},
    {"exchange.conjugate", first_exchanged},
    {"exchange.skew_symmetry", first_exchanged},
    {"identity.generator", same_input},
    {"identity.hellinger_generator", same_input},
    {"identity.order_one", same_input},
    {"identity.order_infinite", same_input},
    {"identity.order_half", same_input},
    {"identity.order_two", same_input},
    {"identity.renyi_of_tsallis", same_input},
    {"identity.chernoff_of_renyi", same_input},
    {"identity.tsallis_of_alpha", same_input},
    {"identity.hellinger_of_affinity", same_input},
    {"identity.distance_of_affinity", same_input},
    {"identity.halves_of_jensen_shannon",
     [](const related& x) { return exchanged(x, 0, 1) && x.raw(0).p == x.raw(2).p; }},
    {"entropy.zero_if_certain", [](const related& x) { return point_mass(x.p(0)); }},
    {"entropy.even_is_more", [](const related& x) { return majorizes(x.p(1), x.p(0)); }},
    {"entropy.concave", mixed},
    {"entropy.grouping", split_once},
    {"entropy.product", [](const related& x) { return x.p(0) == outer(x.p(1), x.p(2)); }},
    {"entropy.renyi_of_tsallis", same_input},
    {"entropy.perplexity", same_input},
    {"decomposition.cross_entropy", same_input},
    {"decomposition.code_for_another", same_input},
    {"decomposition.perplexity_of_code", same_input},
    {"decomposition.perplexity_ratio", same_input},
    {"decomposition.uniform", [](const related& x) { return same_input(x) && uniform(x.q(0)); }},
    {"decomposition.uniform_code",
     [](const related& x) { return uniform(x.q(0)) && x.q(0) == x.q(1); }},
    {"decomposition.linear_in_p",
     [](const related& x) {
       return x.p(0) == mean(x.p(1), x.p(2), x.weight(0)) && x.q(0) == x.q(1) && x.q(1) == x.q(2);
     }},
    {"decomposition.bregman",
     [](const related& x) { return same_input(x) && full(x.p(0)) && full(x.q(0)); }},
    {"decomposition.three_points", three_points},
    {"codes.shannon", in_full},
    {"codes.shannon_within_a_bit", in_full},
    {"codes.wrong_code", in_full},
    {"codes.wrong_code_within_a_bit", in_full},
    {"codes.ideal", ideal},
    {"codes.kraft", [](const related& x) { return kraft_sum(x) <= 1; }},
    {"trials.binomial",
     [](const related& x) {
       return x.weight(0) == Q(x.p(0).size() - 1) && tosses(x.p(0), x.p(1)) &&
              tosses(x.q(0), x.q(1));
     }},
    {"trials.heads_suffice",
     [](const related& x) { return heads_of(x.p(0), x.p(1)) && heads_of(x.q(0), x.q(1)); }},
    {"trials.type_is_likely_enough", a_type},
    {"trials.type_is_unlikely", a_type},
    {"support.p_outside_q", [](const related& x) { return some_outside(x.p(0), x.q(0)); }},
    {"support.q_outside_p", [](const related& x) { return some_outside(x.q(0), x.p(0)); }},
    {"support.disjoint", [](const related& x) { return disjoint(x.p(0), x.q(0)); }},
    {"support.finite_within", [](const related& x) { return same_support(x.p(0), x.q(0)); }},
    {"units.nats_and_bits", same_input},
    {"units.nats_and_hartleys", same_input},
    {"units.bits_and_hartleys", same_input},
    {"distances.diluted", diluted},
    {"distances.of_points",
     [](const related& x) { return point_mass(x.p(0)) && point_mass(x.q(0)); }},
    {"transport.ordered", ordered_on_the_line},
    {"transport.triangle", three_points},
    {"transport.shifted_points", same_input},
    {"transport.scaled_points", same_input},
    {"discrepancy.scaled_kernel", same_input},
    {"discrepancy.constant_in_kernel", same_input},
    {"discrepancy.parallelogram",
     [](const related& x) {
       return x.p(2) == mean(x.p(0), x.p(1), Q(1, 2)) && x.q(0) == x.q(1) && x.q(1) == x.q(2) &&
              x.p(3) == x.p(0) && x.q(3) == x.p(1);
     }},
};

}  // namespace

const checks& checks_of_vectors() {
  return all;
}

}  // namespace kloracle::hypotheses
