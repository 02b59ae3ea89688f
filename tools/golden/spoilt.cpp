// SPDX-License-Identifier: Apache-2.0
//
// Damages to categorical input; spoilt() applies those and the ones to options and to families.
#include "tools/golden/spoilt.hpp"

#include <algorithm>
#include <array>

#include "oracle/exact.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/semantics_of.hpp"

namespace kloracle {
namespace {

using problems = std::vector<problem>;

constexpr std::size_t none = static_cast<std::size_t>(-1);

bool is_categorical(const problem& x) {
  return x.p.family == "categorical";
}

parameter& numbers_of(distribution& d) {
  return d.parameters.front();
}
const parameter& numbers_of(const distribution& d) {
  return d.parameters.front();
}

bool holds_logarithms(const distribution& d) {
  return stated_space(d) == space::logits || stated_space(d) == space::log_probs;
}

bool is_softmax(const problem& x) {
  return stated_space(x.p) == space::logits ||
         (stated_space(x.p) == space::log_probs && semantics_of(x) == semantics::normalised);
}

bool holds_counts(const problem& x, const distribution& d) {
  const semantics how = *semantics_of(x);
  return how == semantics::counts || how == semantics::smoothed || stated_space(d) == space::counts;
}

// Whether P is divided by its sum, so that it must not be 0. A pseudocount leaves none 0.
bool divides_by_sum(const problem& x) {
  const semantics how = *semantics_of(x);
  if (holds_logarithms(x.p)) return false;
  if (how == semantics::smoothed)
    return x.semantics_parameter && x.semantics_parameter->sign() == 0;
  return how == semantics::normalised || how == semantics::counts;
}

// The problem with one number of P made bad, and with one of Q. `where` names the place in a
// distribution, or says that there is none.
template <class Where, class Bad>
problems each_side(const problem& sound, const Where& where, const Bad& bad) {
  problems spoilt;
  if (!is_categorical(sound)) return spoilt;
  const auto spoil = [&](const distribution& d, auto&& side_of) {
    const std::size_t i = where(d);
    if (i >= numbers_of(d).values.size()) return;
    problem copy = sound;
    number& x = numbers_of(side_of(copy)).values[i];
    x = bad(x);
    spoilt.push_back(std::move(copy));
  };
  spoil(sound.p, [](problem& x) -> distribution& { return x.p; });
  if (sound.q) spoil(*sound.q, [](problem& x) -> distribution& { return *x.q; });
  return spoilt;
}

std::size_t last(const distribution& d) {
  return numbers_of(d).values.size() - 1;
}

problems nan_entry(const problem& sound) {
  return each_side(sound, last, [](const number&) { return number::nan(); });
}

problems negative_entry(const problem& sound) {
  if (!is_categorical(sound) || semantics_of(sound) == semantics::clipped) return {};
  const auto where = [](const distribution& d) { return holds_logarithms(d) ? none : 0; };
  return each_side(sound, where, [](const number& x) {
    return x.sign() == 0 ? number(-1) : as_number(-exact(x));
  });
}

problems infinite_entry(const problem& sound) {
  const auto where = [](const distribution& d) { return holds_logarithms(d) ? none : 0; };
  return each_side(sound, where, [](const number&) { return number::infinity(); });
}

problems half_a_count(const problem& sound) {
  const auto where = [&](const distribution& d) {
    return !holds_logarithms(d) && holds_counts(sound, d) ? last(d) : none;
  };
  return each_side(sound, where, [](const number& x) { return as_number(exact(x) + Q(1, 2)); });
}

problems infinite_logit(const problem& sound) {
  const auto where = [](const distribution& d) {
    return stated_space(d) == space::logits ? 0 : none;
  };
  return each_side(sound, where, [](const number&) { return number::infinity(); });
}

problems infinite_log_probability(const problem& sound) {
  const auto where = [](const distribution& d) {
    return stated_space(d) == space::log_probs ? 0 : none;
  };
  return each_side(sound, where, [](const number&) { return number::infinity(); });
}

// All of P's numbers the same, then all of Q's.
problems uniformly(const problem& sound, const number& x) {
  const auto set_all = [&](distribution& d) { std::ranges::fill(numbers_of(d).values, x); };
  problems spoilt(sound.q ? 2 : 1, sound);
  set_all(spoilt.front().p);
  if (sound.q) set_all(*spoilt.back().q);
  return spoilt;
}

problems without_mass(const problem& sound) {
  if (!is_categorical(sound) || !divides_by_sum(sound)) return {};
  return uniformly(sound, 0);
}

problems all_masked(const problem& sound) {
  if (!is_categorical(sound) || !is_softmax(sound)) return {};
  return uniformly(sound, number::infinity(true));
}

// Nothing to divide, or no samples to average over.
problems empty_vectors(const problem& sound) {
  if (!is_categorical(sound) || entry(sound.what).least_axes > 0) return {};
  const bool averages =
      sound.what == quantity::k1 || sound.what == quantity::k2 || sound.what == quantity::k3;
  if (!averages && !divides_by_sum(sound)) return {};
  problem spoilt = sound;
  numbers_of(spoilt.p).values.clear();
  if (spoilt.q) numbers_of(*spoilt.q).values.clear();
  spoilt.support.clear();
  spoilt.kernel.clear();
  return {spoilt};
}

// Q has one entry fewer than P; one more where it would have but one. P has more than one: what has
// but one entry, libraries repeat.
problems unlike_lengths(const problem& sound) {
  if (!is_categorical(sound) || !sound.q || numbers_of(sound.p).values.size() < 2) return {};
  problem spoilt = sound;
  std::vector<number>& q = numbers_of(*spoilt.q).values;
  if (q.size() > 2) {
    q.pop_back();
  } else {
    q.push_back(q.back());
  }
  return {spoilt};
}

problems impossible_sample(const problem& sound) {
  const bool of_samples = entry(sound.what).accepted.size() == 1 &&
                          entry(sound.what).accepted.front() == semantics::log_prob;
  if (!of_samples || numbers_of(sound.p).values.empty()) return {};
  problem spoilt = sound;
  numbers_of(spoilt.p).values.front() = number::infinity(true);
  return {spoilt};
}

// ln(sum p^a q^(1-a))/(a - 1) of an order a < 0, where p is 0 and q is not: ln(inf)/(a - 1).
problems minus_infinite(const problem& sound) {
  if (sound.what != quantity::renyi || !is_categorical(sound)) return {};
  if (!divides_by_sum(sound) && !is_softmax(sound)) return {};
  const bool logarithms = holds_logarithms(sound.p);
  const number no_weight = logarithms ? number::infinity(true) : number(0);
  const auto has = [&](const number& x) { return logarithms ? x.is_finite() : x.sign() > 0; };
  problem spoilt = sound;
  std::vector<number>& p = numbers_of(spoilt.p).values;
  const std::vector<number>& q = numbers_of(*sound.q).values;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const number before = p[i];
    p[i] = no_weight;
    if (has(q[i]) && std::ranges::any_of(p, has)) {
      spoilt.order = -1;
      return {spoilt};
    }
    p[i] = before;
  }
  return {};
}

}  // namespace

std::span<const damage> categorical_damages() {
  static constexpr damage all[] = {
      {"nan_input", nan_entry},
      {"lengths_differ", unlike_lengths},
      {"empty", empty_vectors},
      {"negative_weight", negative_entry},
      {"infinite_weight", infinite_entry},
      {"fractional_count", half_a_count},
      {"no_mass", without_mass},
      {"infinite_logit", infinite_logit},
      {"infinite_log_probability", infinite_log_probability},
      {"all_masked", all_masked},
      {"impossible_sample", impossible_sample},
      {"minus_infinite_value", minus_infinite},
  };
  return all;
}

std::vector<fixture_input> spoilt(const problem& sound) {
  const std::array by_concern{categorical_damages(), option_damages(), family_damages()};
  std::vector<fixture_input> inputs;
  for (const policy_entry& policy : policies()) {
    for (const auto& damages : by_concern) {
      for (const damage& d : damages) {
        if (d.policy != policy.name) continue;
        for (problem& x : d.of(sound)) inputs.push_back({std::move(x), std::string(d.policy)});
      }
    }
  }
  return inputs;
}

}  // namespace kloracle
