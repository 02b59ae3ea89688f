// SPDX-License-Identifier: Apache-2.0
//
// Other divergences: scalings, roots, orders and sides mistaken.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/mutants/planting.hpp"

namespace kloracle::mutants {
namespace {

using enum quantity;

double root(const call& c) {
  return in_format(c, std::sqrt(sound(c)));
}

// sqrt of a Jensen-Shannon divergence summed in floating point, which may be below 0.
double root_of_a_rounded_sum(const call& c) {
  return run_in_format(c, [](auto p, auto q) {
    using T = std::remove_const_t<typename decltype(p)::value_type>;
    T sum = 0;
    T p_sum = 0;
    T q_sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      p_sum += p[i];
      q_sum += q[i];
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
      const T a = p[i] / p_sum;
      const T b = q[i] / q_sum;
      const T m = (a + b) / 2;
      if (a > 0) sum += a * std::log(a / m);
      if (b > 0) sum += b * std::log(b / m);
    }
    return std::sqrt(sum / 2);
  });
}

double weight_of_half(const call& c) {
  return posed_as(c, [](problem& x) { x.weight.reset(); });
}

double weights_exchanged(const call& c) {
  return posed_as(c, [](problem& x) { x.weight = number(0.75); });
}

template <class Change>
double of_order(const call& c, Change change) {
  return posed_as(c, [&](problem& x) { x.order = change(*x.order); });
}

double largest_difference(const call& c) {
  const auto total = [](const std::vector<double>& x) {
    double sum = 0;
    for (const double v : x) sum += v;
    return sum;
  };
  const double p_sum = total(c.given.p);
  const double q_sum = total(c.given.q);
  double most = 0;
  for (std::size_t i = 0; i < c.size(); ++i)
    most = std::max(most, std::fabs(c.given.p[i] / p_sum - c.given.q[i] / q_sum));
  return in_format(c, most);
}

double one_less_affinity(const call& c) {
  return in_format(c, 1 - instead<bhattacharyya_coefficient>(c));
}

double twice_kl(const call& c) {
  return in_format(c, 2 * instead<kl>(c));
}

double larger_of_both_sides(const call& c) {
  return std::max(sound(c), exchanged(c));
}

double convention_of_the_sum(const call& c) {
  return posed_as(c, [](problem& x) { x.convention = "sum"; });
}

// (4/(1 - a^2)) (1 - sum p^((1-a)/2) q^((1+a)/2)), Amari's a: 1 - 2a of Cichocki and Amari.
double amari_order(const call& c) {
  return of_order(c, [](const number&) { return number(0.125); });
}

constexpr std::array table{
    mutant_entry{"reverse_kl_forward", "The forward divergence is returned.", "reverse_kl",
                 instead<kl>},
    mutant_entry{"jeffreys_halved", "The mean of both directions stands for their sum.", "jeffreys",
                 times<1, 2>},
    mutant_entry{"jeffreys_one_sided", "One direction is taken twice.", "jeffreys", twice_kl},
    mutant_entry{"jensen_shannon_halved", "The halves of the mean are taken twice.",
                 "jensen_shannon", times<1, 2>},
    mutant_entry{"jensen_shannon_doubled", "Both sides are added and not halved.", "jensen_shannon",
                 times<2>},
    mutant_entry{"jensen_shannon_root", "The distance is returned for the divergence.",
                 "jensen_shannon", instead<jensen_shannon_distance>},
    mutant_entry{"jensen_shannon_one_sided", "Only P is compared with the mixture.",
                 "jensen_shannon", instead<k_divergence>},
    mutant_entry{"jensen_shannon_of_jeffreys", "J/8 is returned, an upper bound.", "jensen_shannon",
                 [](const call& c) { return in_format(c, instead<jeffreys>(c) / 8); }},
    mutant_entry{"jensen_shannon_in_bits", "The logarithm is to base 2, and nats are promised.",
                 "jensen_shannon", measured_in<unit::bits>},
    mutant_entry{"jensen_shannon_unweighted", "The weight is ignored.", "jensen_shannon.weighted",
                 weight_of_half},
    mutant_entry{"jensen_shannon_weight_of_q", "The weight of P is given to Q.",
                 "jensen_shannon.weighted", weights_exchanged},
    mutant_entry{"jensen_shannon_distance_squared", "The square root is not taken.",
                 "jensen_shannon_distance", instead<jensen_shannon>},
    mutant_entry{"jensen_shannon_distance_rooted_twice", "The square root is taken twice.",
                 "jensen_shannon_distance", root},
    mutant_entry{"jensen_shannon_distance_of_rounding", "A sum that cancels goes under the root.",
                 "jensen_shannon_distance", root_of_a_rounded_sum},
    mutant_entry{"total_variation_not_halved", "sum |p - q| is not halved.", "total_variation",
                 times<2>},
    mutant_entry{"total_variation_max_norm", "max |p - q| stands for half the sum.",
                 "total_variation", largest_difference},
    mutant_entry{"squared_hellinger_not_halved", "sum (sqrt p - sqrt q)^2 is not halved.",
                 "squared_hellinger", convention_of_the_sum},
    mutant_entry{"squared_hellinger_root", "The distance is returned for its square.",
                 "squared_hellinger", instead<hellinger>},
    mutant_entry{"squared_hellinger_cancelling", "1 - BC is taken of a rounded BC.",
                 "squared_hellinger", one_less_affinity},
    mutant_entry{"hellinger_squared", "The square root is not taken.", "hellinger",
                 instead<squared_hellinger>},
    mutant_entry{"hellinger_not_halved", "The factor 1/sqrt 2 is missing.", "hellinger",
                 convention_of_the_sum},
    mutant_entry{"chi_squared_neyman", "p stands in the denominator.", "chi_squared",
                 instead<neyman_chi_squared>},
    mutant_entry{
        "chi_squared_symmetric", "(p + q)/2 stands in the denominator.", "chi_squared",
        [](const call& c) { return in_format(c, 2 * instead<triangular_discrimination>(c)); }},
    mutant_entry{"chi_squared_moment", "sum p^2/q is returned: 1 is not subtracted.", "chi_squared",
                 [](const call& c) { return in_format(c, 1 + sound(c)); }},
    mutant_entry{"triangular_discrimination_halved", "The denominator is 2(p + q).",
                 "triangular_discrimination", times<1, 2>},
    mutant_entry{"bhattacharyya_distance_hellinger", "1 - BC is returned for -ln BC.",
                 "bhattacharyya_distance", instead<squared_hellinger>},
    mutant_entry{"chernoff_information_at_half", "The order is not sought but taken to be 1/2.",
                 "chernoff_information", instead<bhattacharyya_distance>},
    mutant_entry{"max_log_ratio_of_both", "The larger of both directions is returned.",
                 "max_log_ratio", larger_of_both_sides},
    mutant_entry{
        "renyi_order_complement", "The order is 1 - a.", "renyi",
        [](const call& c) { return of_order(c, [](const number&) { return number(0.75); }); }},
    mutant_entry{
        "renyi_order_inverted", "The order is 1/a.", "renyi",
        [](const call& c) { return of_order(c, [](const number&) { return number(4); }); }},
    mutant_entry{"renyi_not_scaled", "ln sum p^a q^(1-a) is not divided by a - 1.", "renyi",
                 times<-3, 4>},
    mutant_entry{"renyi_negated", "The divisor is 1 - a.", "renyi", times<-1>},
    mutant_entry{"renyi_exchanged", "The powers a and 1 - a are exchanged.", "renyi.two",
                 exchanged},
    mutant_entry{"renyi_is_tsallis", "The logarithm is left out.", "renyi.two",
                 instead<chi_squared>},
    mutant_entry{"tsallis_is_renyi", "A logarithm is taken.", "tsallis", instead<renyi>},
    mutant_entry{"alpha_is_tsallis", "The factor 1/a is missing.", "alpha", instead<tsallis>},
    mutant_entry{"alpha_of_amari", "a = 3/4 is read as in 4/(1 - a^2).", "alpha", amari_order},
};

}  // namespace

std::span<const mutant_entry> divergence_mutants() {
  return table;
}

}  // namespace kloracle::mutants
