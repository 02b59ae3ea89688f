// SPDX-License-Identifier: Apache-2.0
//
// KL with something done to the answer, or another number in its place.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "properties/mutants/planting.hpp"
#include "properties/random.hpp"

namespace kloracle::mutants {
namespace {

double mean(const call& c) {
  return in_format(c, sound(c) / static_cast<double>(c.size()));
}

double mean_of_one_less(const call& c) {
  return in_format(c, sound(c) / (static_cast<double>(c.size()) - 1));
}

double six_decimals(const call& c) {
  const double exact = sound(c);
  return std::fabs(exact) < 1e9 ? in_format(c, std::round(exact * 1e6) / 1e6) : exact;
}

double flushed(const call& c) {
  const double exact = sound(c);
  return std::fabs(exact) < least_normal(c.in) ? 0 : exact;
}

double capped(const call& c) {
  return std::min(sound(c), in_format(c, std::log(static_cast<double>(c.size()))));
}

bool has_neighbours(double x) {
  return x != 0 && std::isfinite(x);
}

// A coin that only the numbers decide.
bool coin(const sample& s) {
  std::uint64_t seed = s.p.size();
  for (const auto* side : {&s.p, &s.q}) {
    for (const double x : *side)
      seed = random_source(seed ^ std::bit_cast<std::uint64_t>(x)).bits();
  }
  return (seed & 1) != 0;
}

double noisy(const call& c) {
  const double exact = sound(c);
  return has_neighbours(exact) ? next(c.in, exact, coin(c.given)) : exact;
}

double different_every_time(const call& c) {
  const double exact = sound(c);
  return has_neighbours(exact) && c.past.calls % 2 == 1 ? next(c.in, exact, true) : exact;
}

double first_answer(const call& c) {
  if (!c.past.first) c.past.first = sound(c);
  return *c.past.first;
}

double sum_not_cleared(const call& c) {
  const double exact = sound(c);
  if (!std::isfinite(exact)) return exact;
  return c.past.previous = in_format(c, c.past.previous + exact);
}

double twice_squared_variation(const call& c) {
  const double t = instead<quantity::total_variation>(c);
  return in_format(c, 2 * t * t);
}

double log_of_chi_squared(const call& c) {
  return in_format(c, std::log1p(instead<quantity::chi_squared>(c)));
}

double twice_bhattacharyya(const call& c) {
  return in_format(c, 2 * instead<quantity::bhattacharyya_distance>(c));
}

double renyi_near_one(const call& c) {
  return posed_as(c, [](problem& x) {
    x.what = quantity::renyi;
    x.order = number(1 - 0x1p-20);
  });
}

double half_chi_squared_when_near(const call& c) {
  const double second = instead<quantity::chi_squared>(c);
  return second < 1e-6 ? in_format(c, second / 2) : sound(c);
}

double half_jeffreys(const call& c) {
  return in_format(c, instead<quantity::jeffreys>(c) / 2);
}

constexpr std::array table{
    mutant_entry{"kl_in_bits", "The logarithm is to base 2, and nats are promised.", "kl",
                 measured_in<unit::bits>},
    mutant_entry{"kl_in_hartleys", "The logarithm is to base 10, and nats are promised.", "kl",
                 measured_in<unit::hartleys>},
    mutant_entry{"kl_bits_in_nats", "The logarithm is natural, and bits are promised.", "kl.bits",
                 measured_in<unit::nats>},
    mutant_entry{"kl_halved", "The answer is halved.", "kl", times<1, 2>},
    mutant_entry{"kl_doubled", "The answer is doubled.", "kl", times<2>},
    mutant_entry{"kl_negated", "The logarithm is of q/p: the sign is wrong.", "kl", times<-1>},
    mutant_entry{"kl_mean", "The sum is divided by the number of outcomes.", "kl", mean},
    mutant_entry{"kl_mean_of_one_less", "The sum is divided by the number of outcomes less 1.",
                 "kl", mean_of_one_less},
    mutant_entry{"kl_squared", "The answer is squared.", "kl",
                 [](const call& c) { return in_format(c, sound(c) * sound(c)); }},
    mutant_entry{"kl_root", "The square root of the answer is returned.", "kl",
                 [](const call& c) { return in_format(c, std::sqrt(sound(c))); }},
    mutant_entry{"kl_absolute", "A negative value loses its sign.", "kl.measure",
                 [](const call& c) { return std::fabs(sound(c)); }},
    mutant_entry{"kl_never_negative", "A negative value becomes 0.", "kl.measure",
                 [](const call& c) { return std::max(sound(c), 0.0); }},
    mutant_entry{"kl_never_infinite", "Infinity becomes the largest finite number.", "kl",
                 [](const call& c) { return std::min(sound(c), largest(c.in)); }},
    mutant_entry{"kl_at_most_log_n", "The answer is lowered to ln n, as if Q were uniform.", "kl",
                 capped},
    mutant_entry{"kl_tiny_as_zero", "An answer below 1e-15 becomes 0.", "kl",
                 [](const call& c) { return sound(c) < 1e-15 ? 0 : sound(c); }},
    mutant_entry{"kl_six_decimals", "The answer is rounded to six decimals.", "kl", six_decimals},
    mutant_entry{"kl_subnormal_as_zero", "A subnormal answer becomes 0.", "kl.generalised",
                 flushed},
    mutant_entry{"kl_through_float", "The answer passes through a float.", "kl.binary64",
                 [](const call& c) { return in_format(binary32, sound(c)); }},
    mutant_entry{"kl_truncated", "The answer is rounded toward 0.", "kl",
                 [](const call& c) {
                   return rounded(problem_of(c.f, c.given), c.in, direction::toward_zero);
                 }},
    mutant_entry{"kl_noise", "The answer is one ulp off, by chance but always the same.", "kl",
                 noisy},
    mutant_entry{"kl_nondeterministic", "Every second call is one ulp off.", "kl",
                 different_every_time},
    mutant_entry{"kl_first_answer", "The first answer is kept and returned for ever.", "kl",
                 first_answer},
    mutant_entry{"kl_sum_not_cleared", "The sum starts where the call before left it.", "kl",
                 sum_not_cleared},
    mutant_entry{"kl_zero", "0 is returned, whatever is asked.", "kl",
                 [](const call&) { return 0.0; }},
    mutant_entry{"kl_least", "The smallest normal number is returned, whatever is asked.", "kl",
                 [](const call& c) { return least_normal(c.in); }},
    mutant_entry{"kl_is_pinsker", "Pinsker's lower bound 2 TV^2 is returned.", "kl",
                 twice_squared_variation},
    mutant_entry{"kl_is_log_chi_squared", "The upper bound ln(1 + chi^2) is returned.", "kl",
                 log_of_chi_squared},
    mutant_entry{"kl_is_half_order", "-2 ln BC is returned, the Renyi divergence of order 1/2.",
                 "kl", twice_bhattacharyya},
    mutant_entry{"kl_is_nearly_order_one", "The Renyi divergence of order 1 - 2^-20 is returned.",
                 "kl", renyi_near_one},
    mutant_entry{"kl_is_triangular", "The triangular discrimination is returned.", "kl",
                 instead<quantity::triangular_discrimination>},
    mutant_entry{"kl_is_max_log_ratio", "The largest log-ratio is returned.", "kl",
                 instead<quantity::max_log_ratio>},
    mutant_entry{"kl_symmetrised", "The mean of both directions is returned.", "kl", half_jeffreys},
    mutant_entry{"kl_first_order", "chi^2/2 is returned where it is below 1e-6.", "kl",
                 half_chi_squared_when_near},
    mutant_entry{"kl_claims_no_error", "The value is rounded, its error is claimed to be 0.",
                 "kl.with_error", sound, [](double, const format&) { return 0.0; }},
    mutant_entry{"kl_claims_relative_error", "The relative error is claimed for the absolute one.",
                 "kl.with_error", sound,
                 [](double, const format& in) { return std::ldexp(1.0, -in.precision); }},
    mutant_entry{"kl_claims_too_little", "The value is 16 ulps off, one ulp is claimed.",
                 "kl.with_error",
                 [](const call& c) {
                   return in_format(c, sound(c) * (1 + std::ldexp(1.0, 5 - c.in.precision)));
                 }},
    mutant_entry{"kl_claims_anything", "The claimed bound is the largest number: true, useless.",
                 "kl.with_error", sound, [](double, const format& in) { return largest(in); }},
};

}  // namespace

std::span<const mutant_entry> answer_mutants() {
  return table;
}

}  // namespace kloracle::mutants
