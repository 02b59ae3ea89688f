// SPDX-License-Identifier: Apache-2.0
//
// Flags of P against Q, whatever they are, and of the options.
#include <algorithm>
#include <array>

#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

using link = std::string_view;

bool same_number(const number& a, const number& b) {
  if (a.is_finite() && b.is_finite()) return exact(a) == exact(b);
  return a.is_minus_infinity() && b.is_minus_infinity();
}

const parameter* find(const distribution& d, std::string_view name) {
  const auto found = std::ranges::find(d.parameters, name, &parameter::name);
  return found == d.parameters.end() ? nullptr : &*found;
}

// P and Q are of one family, and given by the same parameters of the same sizes.
bool given_alike(const problem& x) {
  if (!x.q || x.p.family != x.q->family || x.p.parameters.size() != x.q->parameters.size())
    return false;
  return std::ranges::all_of(x.p.parameters, [&](const parameter& p) {
    const parameter* q = find(*x.q, p.name);
    return q != nullptr && q->values.size() == p.values.size();
  });
}

// Whether it holds for every number of P and the one of Q in its place.
template <class Predicate>
bool all_numbers(const problem& x, const Predicate& holds) {
  return given_alike(x) && std::ranges::all_of(x.p.parameters, [&](const parameter& p) {
           return std::ranges::equal(p.values, find(*x.q, p.name)->values, holds);
         });
}

bool equal_inputs(const flag_facts& x) {
  return all_numbers(x.asked, same_number);
}

constexpr std::array zero_only_if_equal{
    quantity::kl,
    quantity::reverse_kl,
    quantity::jeffreys,
    quantity::jensen_shannon,
    quantity::jensen_shannon_distance,
    quantity::total_variation,
    quantity::squared_hellinger,
    quantity::hellinger,
    quantity::chi_squared,
    quantity::neyman_chi_squared,
    quantity::triangular_discrimination,
    quantity::k_divergence,
    quantity::bhattacharyya_distance,
    quantity::chernoff_information,
};

// A skewed divergence is 0 also where all the weight is on one side.
bool tells_apart(const problem& x) {
  const bool skewed_fully = x.weight && (exact(*x.weight) == 0 || exact(*x.weight) == 1);
  return !skewed_fully && std::ranges::count(zero_only_if_equal, x.what) != 0;
}

bool same_distribution(const flag_facts& x) {
  const bool of_distributions = !x.categorical() || x.normalises();
  return of_distributions && tells_apart(x.asked) && x.value.rational == "0" && !equal_inputs(x);
}

const Q& nearness() {
  static const Q bound = power_of_two(-10);
  return bound;
}

// |a - b| <= 2^-10 |b|.
bool is_near(const Q& a, const Q& b) {
  return abs(Q(a - b)) <= abs(b) * nearness();
}

bool near_weights(const flag_facts& x) {
  const Q of_p = x.normalises() ? sum(x.p.value) : Q(1);
  const Q of_q = x.normalises() ? sum(x.q.value) : Q(1);
  bool differ = false;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    const Q a = x.p.value[i] * of_q;
    const Q b = x.q.value[i] * of_p;
    if (!is_near(a, b)) return false;
    differ = differ || a != b;
  }
  return differ;
}

// Logarithms by their absolute differences; of a softmax, but for a common shift.
bool near_logarithms(const flag_facts& x) {
  std::vector<Q> differences;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    if (x.p.has(i) != x.q.has(i)) return false;
    if (x.p.has(i)) differences.push_back(x.p.value[i] - x.q.value[i]);
  }
  if (differences.empty()) return false;
  const auto [least, most] = std::ranges::minmax(differences);
  if (x.normalises()) return least != most && most - least <= nearness();
  return (least != 0 || most != 0) && most <= nearness() && -least <= nearness();
}

bool near_parameters(const problem& x) {
  return !all_numbers(x, same_number) && all_numbers(x, [](const number& a, const number& b) {
    return is_near(exact(a), exact(b));
  });
}

bool near_equal(const flag_facts& x) {
  if (x.weight_pair()) return near_weights(x);
  if (x.logarithm_pair()) return near_logarithms(x);
  return !x.categorical() && near_parameters(x.asked);
}

// The names differ where P and Q are of one family.
bool unlike_parameters(const flag_facts& x) {
  return !x.categorical() && x.asked.q && x.asked.p.family == x.asked.q->family &&
         !std::ranges::all_of(x.asked.p.parameters, [&](const parameter& p) {
           return find(*x.asked.q, p.name) != nullptr;
         });
}

bool order_is_limit(const flag_facts& x) {
  if (!x.asked.order) return false;
  if (!x.asked.order->is_finite()) return true;
  const Q order = exact(*x.asked.order);
  return order == 0 || order == 1;
}

bool order_near_one(const flag_facts& x) {
  if (!x.asked.order || !x.asked.order->is_finite()) return false;
  const Q order = exact(*x.asked.order);
  return order != 1 && is_near(order, 1);
}

bool unit_not_nats(const flag_facts& x) {
  return x.asked.in != unit::nats;
}

constexpr link equal_links[] = {"google-deepmind/torch-distributions#33", "pytorch/pytorch#80488"};
constexpr link same_links[] = {"scipy/scipy#24664", "scipy/scipy#20083"};
constexpr link near_links[] = {"scipy/scipy#20083", "scipy/scipy#20779"};
constexpr link parameter_links[] = {"pytorch/pytorch#29641", "pymc-devs/pymc#79"};
constexpr link order_links[] = {"BZPaper/RTransferEntropy#30", "meta-pytorch/opacus#49"};

constexpr flag_row all[] = {
    flag<equal_inputs>("equal_inputs", "identity",
                       "P and Q are given by the same numbers: what is left of a divergence is "
                       "rounding, or a forgotten term.",
                       equal_links),
    flag<same_distribution>(
        "same_distribution", "identity",
        "P and Q are one distribution given by different numbers (multiples, "
        "shifted logits, other parameters): the value is exactly 0, and rounding "
        "makes it a little more or less.",
        same_links),
    flag<near_equal>(
        "near_equal", "cancellation",
        "P and Q differ by 2^-10 of themselves at most (logarithms by 2^-10): the terms "
        "cancel, mostly to the square of that, and a plain sum leaves rounding, often a "
        "negative one.",
        near_links),
    flag<unlike_parameters>("unlike_parameters", "parameterisation",
                            "P and Q are of one family and given by different parameters: a scale "
                            "taken for a rate, or a variance for a deviation, shows.",
                            parameter_links),
    flag<order_is_limit>("order_is_limit", "0/0",
                         "The order is 0, 1 or infinite: the general formula is 0/0, has 0^0 or "
                         "overflows, and the limit is due.",
                         order_links),
    flag<order_near_one>(
        "order_near_one", "cancellation",
        "The order is within 2^-10 of 1 but not 1: dividing by order - 1 magnifies "
        "the rounding of a logarithm near 0."),
    flag<unit_not_nats>("unit_not_nats", "unit",
                        "The value is in bits or hartleys: code that returns nats is off by a "
                        "factor."),
};

}  // namespace

std::span<const flag_row> pair_flags() {
  return all;
}

}  // namespace kloracle
