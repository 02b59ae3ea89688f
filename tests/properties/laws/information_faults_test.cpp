// SPDX-License-Identifier: Apache-2.0
//
// For every law a fault that it finds, in an implementation that is right otherwise.
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "tests/properties/laws/information_laws.hpp"

namespace kloracle {
namespace {

// The wrong answer in place of the right one.
using fault = std::function<double(const offered_function&, const format&, const sample&, double)>;

fault by(double factor) {
  return [factor](const offered_function&, const format&, const sample&, double right) {
    return right * factor;
  };
}
fault off_by(double constant) {
  return [constant](const offered_function&, const format&, const sample&, double right) {
    return right + constant;
  };
}

const fault halved = by(0.5);
const fault doubled = by(2);
const fault tenfold = by(10);
const fault negated = by(-1);
const fault in_other_units = by(1.0005);  // a constant of three digits
const fault guarded = off_by(0.0625);     // an epsilon where there should be none
const fault lowered = off_by(-0.25);
const fault sunk = off_by(-100);

// An error of up to 2^-5 of the value that depends on the order of the inputs' bits.
double noisy(const offered_function&, const format&, const sample& s, double right) {
  double mixed = 0.5;
  for (const std::vector<double>* side : {&s.p, &s.q}) {
    for (const double v : *side)
      mixed = std::fmod(mixed * 7.3 + (std::isinf(v) ? 1 : std::abs(v)), 1.0);
  }
  return right * (1 + std::ldexp(mixed, -5));
}

double finite_instead(const offered_function&, const format&, const sample&, double right) {
  return std::isinf(right) ? 745 : right;
}
double infinite_instead(const offered_function&, const format&, const sample&, double) {
  return std::numeric_limits<double>::infinity();
}
double squared(const offered_function&, const format&, const sample&, double right) {
  return right * right;
}
double rooted(const offered_function&, const format&, const sample&, double right) {
  return std::sqrt(std::abs(right));
}
double without_sign(const offered_function&, const format&, const sample&, double right) {
  return std::abs(right);
}
double summed(const offered_function&, const format&, const sample& s, double right) {
  return right * static_cast<double>(s.p.size());
}

// exp(z) of the logits as they are.
double unshifted_softmax(const offered_function&, const format& in, const sample& s, double right) {
  for (const std::vector<double>* side : {&s.p, &s.q}) {
    for (const double z : *side) {
      if (z > in.emax * std::log(2.0)) return std::numeric_limits<double>::quiet_NaN();
    }
  }
  return right;
}

double of(offered_function f, const format& in, const sample& s) {
  return right_answer(f, in, s).value;
}
double swapped(const offered_function& f, const format& in, const sample& s, double) {
  return of(f, in, {s.q, s.p});
}
double of_inverse_order(const offered_function& f, const format& in, const sample& s,
                        double right) {
  if (!f.order->is_finite() || f.order->sign() == 0) return right;
  offered_function g = f;
  g.order = as_number(1 / exact(*f.order));
  return of(g, in, s);
}
double of_order_one(const offered_function& f, const format& in, const sample& s, double) {
  offered_function g = f;
  g.order = number(1);
  return of(g, in, s);
}

const std::map<std::string_view, fault> planted{
    {"orders.renyi_increases", of_inverse_order},
    {"orders.tsallis_increases", of_inverse_order},
    {"orders.renyi_entropy_decreases", of_inverse_order},
    {"orders.tsallis_entropy_decreases", of_inverse_order},
    {"orders.concave", halved},
    {"orders.from_above", halved},
    {"orders.from_below", doubled},
    {"orders.zero_sees_the_support", noisy},
    {"orders.two_is_not_convex", of_order_one},
    {"chernoff.information_above", halved},
    {"chernoff.information_near_middle", tenfold},
    {"chernoff.resistors", tenfold},
    {"chernoff.below_divergences", doubled},
    {"chernoff.above_middle", halved},
    {"exchange.conjugate", swapped},
    {"exchange.skew_symmetry", noisy},
    {"identity.generator", doubled},
    {"identity.hellinger_generator", halved},
    {"identity.order_one", doubled},
    {"identity.order_infinite", doubled},
    {"identity.order_half", halved},
    {"identity.order_two", of_order_one},
    {"identity.renyi_of_tsallis", of_order_one},
    {"identity.chernoff_of_renyi", negated},
    {"identity.tsallis_of_alpha", of_order_one},
    {"identity.hellinger_of_affinity", rooted},
    {"identity.distance_of_affinity", doubled},
    {"identity.halves_of_jensen_shannon", doubled},
    {"entropy.nonnegative", lowered},
    {"entropy.zero_if_certain", guarded},
    {"entropy.at_most_uniform", guarded},
    {"entropy.at_least_min_entropy", halved},
    {"entropy.near_min_entropy", doubled},
    {"entropy.even_is_more", negated},
    {"entropy.concave", halved},
    {"entropy.grouping", noisy},
    {"entropy.product", noisy},
    {"entropy.continuous", tenfold},
    {"entropy.renyi_of_tsallis", of_order_one},
    {"entropy.perplexity", doubled},
    {"decomposition.cross_entropy", swapped},
    {"decomposition.code_for_another", halved},
    {"decomposition.perplexity_of_code", swapped},
    {"decomposition.perplexity_ratio", swapped},
    {"decomposition.uniform", swapped},
    {"decomposition.uniform_code", swapped},
    {"decomposition.linear_in_p", noisy},
    {"decomposition.bregman", swapped},
    {"decomposition.three_points", swapped},
    {"codes.shannon", doubled},
    {"codes.shannon_within_a_bit", halved},
    {"codes.wrong_code", doubled},
    {"codes.wrong_code_within_a_bit", negated},
    {"codes.ideal", swapped},
    {"codes.kraft", doubled},
    {"codes.huffman", doubled},
    {"codes.huffman_within_a_bit", halved},
    {"trials.binomial", noisy},
    {"trials.heads_suffice", noisy},
    {"trials.type_is_likely_enough", swapped},
    {"trials.type_is_unlikely", swapped},
    {"trials.sequences_of_a_type", halved},
    {"trials.most_sequences_of_a_type", tenfold},
    {"tables.nonnegative", lowered},
    {"tables.zero_if_independent", guarded},
    {"tables.information_at_most_entropy", doubled},
    {"tables.information_at_most_entropy_given", doubled},
    {"tables.joint_at_least_axes", halved},
    {"tables.joint_at_most_sum", doubled},
    {"tables.condition_lowers_entropy", doubled},
    {"tables.axes_exchanged", noisy},
    {"tables.values_renamed", noisy},
    {"tables.joint_of_conditional", halved},
    {"tables.joint_is_entropy", halved},
    {"tables.information_of_entropies", negated},
    {"tables.information_of_conditional", negated},
    {"tables.total_of_entropies", halved},
    {"tables.conditional_of_entropies", halved},
    {"tables.information_given_of_entropies", negated},
    {"tables.information", negated},
    {"tables.total", halved},
    {"tables.total_of_two", doubled},
    {"tables.information_is_divergence", doubled},
    {"tables.golden_formula", doubled},
    {"support.p_outside_q", finite_instead},
    {"support.q_outside_p", finite_instead},
    {"support.disjoint", finite_instead},
    {"support.finite_within", infinite_instead},
    {"support.finite_everywhere", infinite_instead},
    {"units.nats_and_bits", in_other_units},
    {"units.nats_and_hartleys", in_other_units},
    {"units.bits_and_hartleys", in_other_units},
    {"logits.shift", unshifted_softmax},
    {"logits.zero_if_shifted", guarded},
    {"logits.flat", halved},
    {"logits.least_loss", halved},
    {"logits.most_loss", doubled},
    {"logits.hoeffding", tenfold},
    {"temperature.hotter_is_more_even", negated},
    {"temperature.towards_uniform", negated},
    {"temperature.apart", negated},
    {"temperature.convex", rooted},
    {"estimates.nonnegative", negated},
    {"estimates.zero_if_equal", guarded},
    {"estimates.k1_antisymmetric", without_sign},
    {"estimates.k2_symmetric", noisy},
    {"estimates.order_of_samples", noisy},
    {"estimates.samples_twice", summed},
    {"estimates.ratios_alone", noisy},
    {"estimates.k2_of_k1", halved},
    {"estimates.k3_of_k1", swapped},
    {"estimates.k3_is_k1_corrected", swapped},
    {"estimates.k3_above_k2", swapped},
    {"estimates.k3_below_k2", halved},
    {"distances.diluted", noisy},
    {"distances.of_points", doubled},
    {"transport.means", halved},
    {"transport.ordered", doubled},
    {"transport.farthest", doubled},
    {"transport.nearest", halved},
    {"transport.triangle", squared},
    {"transport.shifted_points", noisy},
    {"transport.scaled_points", negated},
    {"discrepancy.scaled_kernel", squared},
    {"discrepancy.constant_in_kernel", noisy},
    {"discrepancy.least", sunk},
    {"discrepancy.largest", rooted},
    {"discrepancy.parallelogram", rooted},
};

class InformationFaults : public testing::TestWithParam<const law*> {};

TEST_P(InformationFaults, AreFound) {
  const law& l = *GetParam();
  ASSERT_TRUE(planted.contains(l.id)) << "no fault is planted for " << l.id;
  const fault& wrong = planted.at(l.id);
  long found = 0;
  for (const offered_function& f : functions_of(l, 8)) {
    scripted_subject who(with_others(l, f),
                         [&](const offered_function& g, const format& in, const sample& s) {
                           response r = right_answer(g, in, s);
                           if (g.name == f.name) r.value = wrong(g, in, s, r.value);
                           return r;
                         });
    for (const law_summary& s : check_laws(who, only(l, 60))) {
      if (s.function->name == f.name) found += s.hard;
    }
    if (found > 0) return;
  }
  FAIL() << "nothing was violated";
}

INSTANTIATE_TEST_SUITE_P(Every, InformationFaults, testing::ValuesIn(information_laws()),
                         information_law_name);

}  // namespace
}  // namespace kloracle
