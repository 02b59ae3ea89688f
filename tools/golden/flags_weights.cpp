// SPDX-License-Identifier: Apache-2.0
//
// Flags of categorical weights: probabilities and counts.
#include <algorithm>

#include "properties/option_values.hpp"
#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

using link = std::string_view;

// Whether it holds for some outcome.
template <class Predicate>
bool any_outcome(const flag_side& p, const flag_side& q, const Predicate& holds) {
  for (std::size_t i = 0; i < std::min(p.size(), q.size()); ++i) {
    if (holds(i)) return true;
  }
  return false;
}

bool zero_in_p(const flag_facts& x) {
  return x.p.weights() && std::ranges::count(x.p.value, Q(0)) > 0;
}

bool zero_in_q_where_p(const flag_facts& x) {
  return any_outcome(x.p, x.q, [&](std::size_t i) { return x.p.has(i) && !x.q.has(i); });
}

bool zero_in_both(const flag_facts& x) {
  return x.weight_pair() &&
         any_outcome(x.p, x.q, [&](std::size_t i) { return !x.p.has(i) && !x.q.has(i); });
}

bool one_hot(const flag_facts& x) {
  const auto one_of_many = [](const flag_side& s) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < s.size(); ++i) found += s.has(i) ? 1 : 0;
    return found == 1 && s.size() > 1;
  };
  return one_of_many(x.p) || one_of_many(x.q);
}

// What rounding n numbers of a distribution, and dividing by a rounded sum, may leave: n half units
// of the narrowest format that holds them; no more than 1/16, for short formats and long vectors.
Q rounding_of_sum(const flag_facts& x, const flag_side& s) {
  int bits = x.fits.front()->precision;
  for (const format* f : x.fits) bits = std::min(bits, f->precision);
  return std::min(Q(static_cast<unsigned long>(s.size())) * power_of_two(-bits), Q(1, 16));
}

bool of_probabilities(const flag_facts& x, const flag_side& s) {
  return s.weights() && !s.value.empty() && x.how != semantics::counts &&
         x.how != semantics::smoothed &&
         (&s == &x.p ? x.asked.p : *x.asked.q).parameters.front().name == "probs";
}

// How far the sum of either side is from 1: 0, by rounding, or more.
enum class distance { none, ulps, far };

distance from_one(const flag_facts& x, const flag_side& s) {
  if (!of_probabilities(x, s)) return distance::none;
  const Q off = abs(Q(sum(s.value) - 1));
  if (off == 0) return distance::none;
  return off <= rounding_of_sum(x, s) ? distance::ulps : distance::far;
}

bool sums_off_by_ulps(const flag_facts& x) {
  return from_one(x, x.p) == distance::ulps || from_one(x, x.q) == distance::ulps;
}

bool sums_not_one(const flag_facts& x) {
  return from_one(x, x.p) == distance::far || from_one(x, x.q) == distance::far;
}

bool unequal_sums(const flag_facts& x) {
  return x.weight_pair() && !x.normalises() && sum(x.p.value) != sum(x.q.value);
}

// Keras clips at 1e-7, Liger-Kernel at 1e-10, OpenCV replaces by 1e-10, philentropy by 1e-5.
bool below_a_clamp(const flag_facts& x) {
  if (x.how == semantics::clipped || x.how == semantics::opencv) return false;
  static const Q keras("1/10000000");
  const auto small = [&](const flag_side& s) {
    return s.weights() &&
           std::ranges::any_of(s.value, [](const Q& v) { return v > 0 && v < keras; });
  };
  return small(x.p) || small(x.q);
}

// p/q >= 2^k, both positive.
bool ratio_at_least(const flag_side& p, const flag_side& q, std::size_t i, long k) {
  const long about = p.lead[i] - q.lead[i];  // the ratio's, or one more
  if (about < k || about > k) return about > k;
  return p.value[i] >= q.value[i] * power_of_two(k);
}

template <class Predicate>
bool some_ratio(const flag_facts& x, const Predicate& holds) {
  return x.weight_pair() && any_outcome(x.p, x.q, [&](std::size_t i) {
           return x.p.has(i) && x.q.has(i) &&
                  x.in_some_format([&](const format& f) { return holds(f, i); });
         });
}

bool ratio_overflows(const flag_facts& x) {
  return some_ratio(
      x, [&](const format& f, std::size_t i) { return ratio_at_least(x.p, x.q, i, f.emax + 1L); });
}

bool ratio_underflows(const flag_facts& x) {
  return some_ratio(
      x, [&](const format& f, std::size_t i) { return !ratio_at_least(x.p, x.q, i, f.emin); });
}

bool takes_root_of_product(quantity what) {
  return what == quantity::bhattacharyya_coefficient || what == quantity::bhattacharyya_distance ||
         what == quantity::hellinger || what == quantity::squared_hellinger;
}

bool product_underflows(const flag_facts& x) {
  return takes_root_of_product(x.asked.what) && some_ratio(x, [&](const format& f, std::size_t i) {
           const long about = x.p.lead[i] + x.q.lead[i];  // the product's, or one less
           if (about + 1 < f.emin || about >= f.emin) return about < f.emin;
           return x.p.value[i] * x.q.value[i] < power_of_two(f.emin);
         });
}

bool large_n(const flag_facts& x) {
  return x.p.size() >= 1000;
}

// Of a table of two axes: the largest row total times the largest column total.
bool margins_overflow(const flag_facts& x) {
  const quantity what = x.asked.what;
  if (what != quantity::mutual_information && what != quantity::total_correlation) return false;
  if (!x.categorical() || x.asked.p.parameters.front().name != "counts") return false;
  const std::vector<std::size_t>& shape = x.asked.p.parameters.front().shape;
  if (shape.size() != 2) return false;
  std::vector<Q> rows(shape[0]);
  std::vector<Q> columns(shape[1]);
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    rows[i / shape[1]] += x.p.value[i];
    columns[i % shape[1]] += x.p.value[i];
  }
  return *std::ranges::max_element(rows) * *std::ranges::max_element(columns) >= power_of_two(31);
}

constexpr link zero_links[] = {"pytorch/pytorch#144279", "google-deepmind/optax#473",
                               "drostlab/philentropy#1", "jax-ml/jax#21192"};
constexpr link division_links[] = {"opencv/opencv#2354"};
constexpr link both_links[] = {"cpsievert/LDAvis#77"};
constexpr link one_hot_links[] = {"google-deepmind/optax#896"};
constexpr link sums_links[] = {"scipy/scipy#12553", "JuliaStats/Distances.jl#170",
                               "JuliaStats/StatsBase.jl#769"};
constexpr link unequal_links[] = {"pytorch/pytorch#60928", "keras-team/keras#13747"};
constexpr link clamp_links[] = {"uber/causalml#1000", "linkedin/Liger-Kernel#262"};
constexpr link overflow_links[] = {"scipy/scipy#20710", "MaayanLab/blitzgsea#15"};
constexpr link underflow_links[] = {"scikit-learn/scikit-learn#10142", "scipy/scipy#20816"};
constexpr link sum_links[] = {"TomographicImaging/CIL#2094"};
constexpr link margin_links[] = {"scikit-learn/scikit-learn#9772"};

constexpr flag_row all[] = {
    flag<zero_in_p>("zero_in_p", "0 ln 0",
                    "Some p is 0: 0 * log(0) is NaN where the term is 0, or the part that q "
                    "contributes is left out with it.",
                    zero_links),
    flag<zero_in_q_where_p>("zero_in_q_where_p", "division by zero",
                            "Some q is 0 or masked where p is not: what divides by q, or takes its "
                            "logarithm, must give what the definition gives, and no NaN.",
                            division_links),
    flag<zero_in_both>("zero_in_both", "0/0",
                       "Some p and q are both 0: 0/0 is NaN, where the outcome counts for nothing.",
                       both_links),
    flag<one_hot>(
        "one_hot", "0 ln 0",
        "P or Q has weight on one outcome of several: all other terms are limits, and the entropy "
        "of such a distribution is exactly 0.",
        one_hot_links),
    flag<sums_off_by_ulps>("sums_off_by_ulps", "normalisation",
                           "A sum differs from 1 by rounding alone (n half units in the last place "
                           "of the narrowest format that holds the numbers, 1/16 at most): of near "
                           "distributions, dividing by it or not decides the leading digits."),
    flag<sums_not_one>("sums_not_one", "normalisation",
                       "A sum differs from 1 by more than rounding: code that divides by it and "
                       "code that does not solve different problems.",
                       sums_links),
    flag<unequal_sums>("unequal_sums", "assumed non-negativity",
                       "The sums differ and nothing is divided by them: most formulas are no "
                       "divergence then, and those that may be negative must not be clamped at 0.",
                       unequal_links),
    flag<below_a_clamp>("below_a_clamp", "clamping",
                        "Some weight is positive but below 1e-7: code that clips, or adds an "
                        "epsilon, solves another problem.",
                        clamp_links),
    flag<ratio_overflows>(
        "ratio_overflows", "overflow",
        "Some p/q exceeds the largest number of a format in `fits`: its logarithm "
        "is infinite where log(p) - log(q) is not.",
        overflow_links),
    flag<ratio_underflows>(
        "ratio_underflows", "underflow",
        "Some p/q is below the normal range of a format in `fits`: its logarithm "
        "has lost digits, or is -inf.",
        underflow_links),
    flag<product_underflows>("product_underflows", "underflow",
                             "Some p * q is below the normal range of a format in `fits`: sqrt(p * "
                             "q) has lost digits, or is 0, where sqrt(p) * sqrt(q) is fine."),
    flag<large_n>(
        "large_n", "summation",
        "1000 outcomes or more: the error of a plain sum grows with their number, that of "
        "a pairwise or compensated sum hardly does.",
        sum_links),
    flag<margins_overflow>("margins_overflow", "integer overflow",
                           "The product of a row total and a column total of counts exceeds a "
                           "32-bit integer, and so becomes negative or wraps around.",
                           margin_links),
};

}  // namespace

std::span<const flag_row> weight_flags() {
  return all;
}

}  // namespace kloracle
