// SPDX-License-Identifier: Apache-2.0
//
// Flags of logits and log-probabilities, and of parameters that are logarithms.
#include <algorithm>

#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

using link = std::string_view;

bool is_softmax(const flag_facts& x) {
  return x.p.logarithms && x.normalises();
}

bool any_masked(const flag_side& s) {
  if (!s.logarithms) return false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!s.has(i)) return true;
  }
  return false;
}

bool masked_outcome(const flag_facts& x) {
  return any_masked(x.p) || any_masked(x.q);
}

bool masked_in_both(const flag_facts& x) {
  if (!x.logarithm_pair()) return false;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    if (!x.p.has(i) && !x.q.has(i)) return true;
  }
  return false;
}

bool is_logarithm(const parameter& p) {
  return p.name == "log_variance" || p.name == "log_sigma" || p.name == "logit";
}

// What code without care exponentiates: logits, log-probabilities, the negative log-ratios of k3,
// either sign of a parameter's logarithm.
std::vector<Q> exponents(const flag_facts& x) {
  std::vector<Q> all;
  for (const flag_side* s : {&x.p, &x.q}) {
    if (s->logarithms) all.insert(all.end(), s->value.begin(), s->value.end());
  }
  if (x.asked.what == quantity::k3 && x.logarithm_pair()) {
    for (std::size_t i = 0; i < x.p.size(); ++i) {
      if (x.p.has(i) && x.q.has(i)) all.push_back(x.q.value[i] - x.p.value[i]);
    }
  }
  for_each_parameter(x.asked, [&](const distribution&, const parameter& p) {
    if (is_logarithm(p)) all.push_back(abs(exact(p.values.front())));
  });
  return all;
}

bool some_exp_overflows(const flag_facts& x) {
  const std::vector<Q> all = exponents(x);
  if (all.empty()) return false;
  const Q& largest = *std::ranges::max_element(all);
  return x.in_some_format([&](const format& f) { return exp_overflows(f, largest); });
}

// The smallest exponent that a stable formula uses: of a softmax, after the largest is subtracted.
std::optional<Q> smallest_exponent(const flag_facts& x, const flag_side& s) {
  std::optional<Q> least;
  std::optional<Q> most;
  for (std::size_t i = 0; s.logarithms && i < s.size(); ++i) {
    if (!s.has(i)) continue;
    if (!least || s.value[i] < *least) least = s.value[i];
    if (!most || s.value[i] > *most) most = s.value[i];
  }
  if (least && is_softmax(x)) *least -= *most;
  return least;
}

bool some_exp_underflows(const flag_facts& x) {
  for (const flag_side* s : {&x.p, &x.q}) {
    const auto least = smallest_exponent(x, *s);
    if (least && x.in_some_format([&](const format& f) { return exp_underflows(f, *least); }))
      return true;
  }
  return false;
}

// Every logit of a side is 1024 times as far from 0 as they are from each other, and from 1.
bool is_shifted(const flag_side& s) {
  std::vector<Q> finite;
  for (std::size_t i = 0; s.logarithms && i < s.size(); ++i) {
    if (s.has(i)) finite.push_back(s.value[i]);
  }
  if (finite.size() < 2) return false;
  const auto [least, most] = std::ranges::minmax(finite);
  const Q nearest = least > 0 ? least : Q(-most);
  return nearest >= 1024 * std::max(Q(1), Q(most - least));
}

bool huge_shift(const flag_facts& x) {
  return is_softmax(x) && (is_shifted(x.p) || is_shifted(x.q));
}

constexpr link mask_links[] = {"google-deepmind/optax#896", "google-deepmind/optax#1786"};
constexpr link both_links[] = {"google-deepmind/optax#1786"};
constexpr link overflow_links[] = {"uTensor/uTensor#175", "huggingface/trl#3015"};
constexpr link underflow_links[] = {"linkedin/Liger-Kernel#1453"};
constexpr link shift_links[] = {"pytorch/pytorch#11752"};

constexpr flag_row all[] = {
    flag<masked_outcome>("masked_outcome", "infinite logarithm",
                         "Some logit or log-probability is -inf: 0 * -inf is NaN where the outcome "
                         "has probability 0.",
                         mask_links),
    flag<masked_in_both>("masked_in_both", "inf - inf",
                         "An outcome is masked in P and in Q: -inf minus -inf is NaN, where it "
                         "counts for nothing.",
                         both_links),
    flag<some_exp_overflows>(
        "exp_overflows", "overflow",
        "e^x exceeds the largest number of a format in `fits`, x being a logit or log-probability "
        "as given, a log-ratio, or a logarithmic parameter or its negative.",
        overflow_links),
    flag<some_exp_underflows>(
        "exp_underflows", "underflow",
        "An exponential is 0 in a format of `fits` (of logits, even after the "
        "largest is subtracted): its logarithm is then -inf, where what was "
        "exponentiated is finite.",
        underflow_links),
    flag<huge_shift>("huge_shift", "cancellation",
                     "All logits are 1024 times as far from 0 as from each other, or farther: "
                     "log(sum(exp(x))) loses the digits that tell them apart, unless the largest "
                     "logit is subtracted first.",
                     shift_links),
};

}  // namespace

std::span<const flag_row> logarithm_flags() {
  return all;
}

}  // namespace kloracle
