// SPDX-License-Identifier: Apache-2.0
//
// KL with something done to the numbers before they are used.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "properties/mutants/planting.hpp"

namespace kloracle::mutants {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool any(const call& c, bool (*of)(double p, double q)) {
  for (std::size_t i = 0; i < c.size(); ++i) {
    if (of(c.given.p[i], c.given.q[i])) return true;
  }
  return false;
}

bool both_zero(double p, double q) {
  return p == 0 && q == 0;
}

bool p_zero(double p, double) {
  return p == 0;
}

bool both_masked(double a, double b) {
  return a == -infinity && b == -infinity;
}

double q_clamped(const call& c) {
  const double least = in_format(c, 1e-10);
  return entries_as(c, [&](double&, double& q) { q = std::max(q, least); });
}

double both_clamped(const call& c) {
  const double least = in_format(c, 1e-7);
  return entries_as(c, [&](double& p, double& q) {
    p = std::clamp(p, least, 1.0);
    q = std::clamp(q, least, 1.0);
  });
}

double ratio_clamped(const call& c) {
  return entries_as(c, [&](double& p, double& q) { q = std::max(q, in_format(c, p * 1e-10)); });
}

double eps_on_both(const call& c) {
  return entries_as(c, [&](double& p, double& q) {
    p = in_format(c, p + 1e-10);
    q = in_format(c, q + 1e-10);
  });
}

double eps_in_the_denominator(const call& c) {
  return entries_as(c, [&](double&, double& q) { q = in_format(c, q + 1e-12); });
}

double sum(const call& c, const std::vector<double>& x) {
  double total = 0;
  for (const double v : x) total = in_format(c, total + v);
  return total;
}

double only_p_normalised(const call& c) {
  return posed_as(c, [&](problem& x) {
    const double total = sum(c, c.given.p);
    for (std::size_t i = 0; i < c.size(); ++i) {
      x.p.parameters[0].values[i] = number(in_format(c, c.given.p[i] / total));
    }
    x.how = semantics::measure;
  });
}

double sums_trusted(const call& c) {
  const auto near_one = [&](const std::vector<double>& x) {
    return std::fabs(sum(c, x) - 1) < 1e-6;
  };
  return near_one(c.given.p) && near_one(c.given.q) ? under<semantics::measure>(c) : sound(c);
}

double counts_in_16_bits(const call& c) {
  const auto wrapped = [](double n) { return std::fmod(n, 65536); };
  return entries_as(c, [&](double& p, double& q) {
    p = wrapped(p);
    q = wrapped(q);
  });
}

double pseudocount_of_one(const call& c) {
  return posed_as(c, [](problem& x) {
    x.how = semantics::smoothed;
    x.semantics_parameter = number(1);
  });
}

// m + 1/2 of a count m, exactly.
number half_more(double count) {
  return number::scaled(2 * static_cast<std::int64_t>(count) + 1, -1);
}

double only_q_smoothed(const call& c) {
  return posed_as(c, [&](problem& x) {
    x.how = semantics::normalised;
    x.semantics_parameter.reset();
    for (distribution* d : {&x.p, &*x.q}) d->parameters[0].name = entry(space::probs).name;
    for (std::size_t i = 0; i < c.size(); ++i)
      x.q->parameters[0].values[i] = half_more(c.given.q[i]);
  });
}

double not_smoothed(const call& c) {
  return posed_as(c, [](problem& x) {
    x.how = semantics::counts;
    x.semantics_parameter.reset();
  });
}

double last_repeated(const call& c) {
  return given_as(c, [](sample& s) {
    s.p.push_back(s.p.back());
    s.q.push_back(s.q.back());
  });
}

double each_sorted(const call& c) {
  return given_as(c, [](sample& s) {
    std::ranges::sort(s.p);
    std::ranges::sort(s.q);
  });
}

double padded_to_four(const call& c) {
  return given_as(c, [&](sample& s) {
    while (s.p.size() % 4 != 0) {
      s.p.push_back(in_format(c, 1e-8));
      s.q.push_back(in_format(c, 1e-8));
    }
  });
}

double flushed(const call& c, double x) {
  return x < least_normal(c.in) ? 0 : x;
}

double subnormals_flushed(const call& c) {
  return entries_as(c, [&](double& p, double& q) {
    p = flushed(c, p);
    q = flushed(c, q);
  });
}

double subnormal_q_flushed(const call& c) {
  return entries_as(c, [&](double&, double& q) { q = flushed(c, q); });
}

double logits_halved(const call& c) {
  return entries_as(c, [](double& a, double& b) {
    a /= 2;
    b /= 2;
  });
}

double logits_clipped(const call& c) {
  return entries_as(c, [](double& a, double& b) {
    a = std::clamp(a, -30.0, 30.0);
    b = std::clamp(b, -30.0, 30.0);
  });
}

double logits_as_log_probs(const call& c) {
  return posed_as(c, [](problem& x) {
    for (distribution* d : {&x.p, &*x.q}) d->parameters[0].name = entry(space::log_probs).name;
    x.how = semantics::log_prob;
  });
}

double log2_of_q(const call& c) {
  return entries_as(c, [&](double&, double& q) { q = in_format(c, q * std::log(2.0)); });
}

constexpr std::array table{
    mutant_entry{"kl_swapped", "P and Q are exchanged.", "kl", exchanged},
    mutant_entry{"kl_zero_p_nan", "0 log 0 is NaN.", "kl",
                 [](const call& c) { return any(c, p_zero) ? not_a_number : sound(c); }},
    mutant_entry{"kl_both_zero_nan", "0 log(0/0) is NaN: where p and q are both 0.", "kl",
                 [](const call& c) { return any(c, both_zero) ? not_a_number : sound(c); }},
    mutant_entry{"kl_both_zero_infinite", "An outcome on which p and q are both 0 counts as lost.",
                 "kl", [](const call& c) { return any(c, both_zero) ? infinity : sound(c); }},
    mutant_entry{"kl_nan_swallowed", "0 log 0 makes the sum NaN, and fmax(sum, 0) makes that 0.",
                 "kl", [](const call& c) { return any(c, p_zero) ? 0 : sound(c); }},
    mutant_entry{
        "kl_zero_q_skipped", "Outcomes with q = 0 are left out: never infinite.", "kl.measure",
        [](const call& c) { return without(c, [&](std::size_t i) { return c.given.q[i] == 0; }); }},
    mutant_entry{"kl_q_clamped", "q is raised to 1e-10.", "kl.measure", q_clamped},
    mutant_entry{"kl_both_clamped", "Both sides are clamped to [1e-7, 1].", "kl.measure",
                 both_clamped},
    mutant_entry{"kl_ratio_clamped", "p/q is lowered to 1e10.", "kl.measure", ratio_clamped},
    mutant_entry{"kl_eps_added", "1e-10 is added to every p and q.", "kl", eps_on_both},
    mutant_entry{"kl_eps_in_denominator", "1e-12 is added to every q.", "kl.measure",
                 eps_in_the_denominator},
    mutant_entry{"kl_not_normalised", "The sums are not divided out.", "kl",
                 under<semantics::measure>},
    mutant_entry{"kl_only_p_normalised", "Only P is divided by its sum.", "kl", only_p_normalised},
    mutant_entry{"kl_sums_trusted", "Sums within 1e-6 of 1 are taken for 1.", "kl", sums_trusted},
    mutant_entry{"kl_measure_normalised", "Sums are divided out where they should stay.",
                 "kl.measure", under<semantics::normalised>},
    mutant_entry{"kl_measure_generalised", "sum(q - p) is added where it should not be.",
                 "kl.measure", under<semantics::generalised>},
    mutant_entry{"kl_generalised_measure", "sum(q - p) is left out.", "kl.generalised",
                 under<semantics::measure>},
    mutant_entry{"kl_counts_wrapped", "Counts are kept in 16 bits and wrap around.", "kl.counts",
                 counts_in_16_bits},
    mutant_entry{"kl_counts_smoothed", "1 is added to every count.", "kl.counts",
                 pseudocount_of_one},
    mutant_entry{"kl_smoothed_one_sided", "The pseudocount is added to Q's counts only.",
                 "kl.smoothed", only_q_smoothed},
    mutant_entry{"kl_smoothed_forgotten", "The pseudocount is ignored.", "kl.smoothed",
                 not_smoothed},
    mutant_entry{"kl_first_dropped", "The first outcome is left out.", "kl",
                 [](const call& c) { return without(c, [](std::size_t i) { return i == 0; }); }},
    mutant_entry{
        "kl_last_dropped", "The last outcome is left out.", "kl.measure",
        [](const call& c) { return without(c, [&](std::size_t i) { return i + 1 == c.size(); }); }},
    mutant_entry{
        "kl_odd_end_dropped", "The last of an odd number of outcomes is left out.", "kl.measure",
        [](const call& c) {
          return without(c, [&](std::size_t i) { return i + 1 == c.size() && i % 2 == 0; });
        }},
    mutant_entry{"kl_tail_dropped", "Outcomes with p below 1e-12 are left out.", "kl.measure",
                 [](const call& c) {
                   return without(c, [&](std::size_t i) { return c.given.p[i] < 1e-12; });
                 }},
    mutant_entry{"kl_read_past_the_end", "One outcome too many is read: the last one again.",
                 "kl.measure", last_repeated},
    mutant_entry{
        "kl_q_sorted", "Q is sorted, P is not.", "kl",
        [](const call& c) { return given_as(c, [](sample& s) { std::ranges::sort(s.q); }); }},
    mutant_entry{"kl_each_sorted", "P and Q are sorted, each by itself.", "kl", each_sorted},
    mutant_entry{"kl_padded", "Vectors are filled up to a multiple of 4 with 1e-8.", "kl",
                 padded_to_four},
    mutant_entry{"kl_subnormals_flushed", "Subnormal p and q are taken for 0.", "kl.measure",
                 subnormals_flushed},
    mutant_entry{"kl_subnormal_q_flushed", "A subnormal q is taken for 0.", "kl.measure",
                 subnormal_q_flushed},
    mutant_entry{"kl_logits_halved", "Logits are divided by a temperature of 2.", "kl.logits",
                 logits_halved},
    mutant_entry{"kl_logits_clipped", "Logits are clipped to [-30, 30].", "kl.logits",
                 logits_clipped},
    mutant_entry{"kl_logits_not_normalised", "Logits are taken for log-probabilities.", "kl.logits",
                 logits_as_log_probs},
    mutant_entry{"kl_masked_nan", "An outcome masked on both sides makes it NaN.", "kl.logits",
                 [](const call& c) { return any(c, both_masked) ? not_a_number : sound(c); }},
    mutant_entry{"kl_log_probs_normalised", "Log-probabilities are normalised once more.",
                 "kl.log_prob", under<semantics::normalised>},
    mutant_entry{"kl_target_in_bits", "Q's logarithms are read as if to base 2.",
                 "kl.prob_vs_logprob", log2_of_q},
};

}  // namespace

std::span<const mutant_entry> number_mutants() {
  return table;
}

}  // namespace kloracle::mutants
