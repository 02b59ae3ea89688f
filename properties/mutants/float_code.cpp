// SPDX-License-Identifier: Apache-2.0
//
// KL in float code that is stable but for the one defect.
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "properties/float_kernels.hpp"
#include "properties/mutants/planting.hpp"
#include "properties/stable_kernels.hpp"

namespace kloracle::mutants {
namespace {

using kernels::pair;

template <class Span>
using value_of = typename Span::value_type;

// The terms of kernels::stable_normalised over sum p, with another phi(p, t).
template <class T, class Term>
std::vector<T> terms_of(std::span<const T> p, std::span<const T> q, Term term) {
  const std::vector<T> a = kernels::scaled(p, kernels::headroom(p, {}));
  const std::vector<T> b = kernels::scaled(q, kernels::headroom(q, {}));
  const pair<T> total = kernels::exact_total<T>(a);
  const pair<T> ratio = kernels::quotient(total, kernels::exact_total<T>(b));
  std::vector<T> terms;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const pair<T> product = kernels::two_product(ratio.hi, b[i]);
    const pair<T> t = kernels::two_sum(product.hi, product.lo + ratio.lo * b[i]);
    terms.push_back(term(a[i], t) / total.hi);
  }
  return terms;
}

// kernels::stable_normalised with another phi.
template <class Term>
double with_term(const call& c, Term term) {
  return run_in_format(c, [&](auto p, auto q) {
    using T = std::remove_const_t<value_of<decltype(p)>>;
    if (!kernels::dominated(p, q)) return std::numeric_limits<T>::infinity();
    return kernels::exact_total<T>(terms_of<T>(p, q, term)).hi;
  });
}

// phi with another atanh(s) - s near p = t.
template <class Series>
double with_series(const call& c, Series series) {
  return with_term(c, [&](auto p, auto t) {
    const auto d = (p - t.hi) - t.lo;
    const auto s = d / (p + t.hi);
    return p > 0 && t.hi > 0 && std::fabs(s) <= decltype(s)(0.5) ? d * s + 2 * p * series(s)
                                                                 : kernels::phi(p, t);
  });
}

// s^3/3 + s^5/5 + ..., up to s^last/last.
template <class T>
T odd_powers(T s, int last) {
  T tail = 0;
  for (int k = last; k >= 3; k -= 2) tail = tail * s * s + 1 / T(k);
  return s * s * s * tail;
}

double series_too_far(const call& c) {
  return with_series(c, [](auto s) { return odd_powers(s, sizeof(s) == sizeof(float) ? 13 : 27); });
}

double series_too_short(const call& c) {
  return with_series(c, [](auto s) {
    return std::fabs(s) > decltype(s)(0.25) ? std::atanh(s) - s : odd_powers(s, 5);
  });
}

double cancelling_terms(const call& c) {
  return with_term(c, [](auto p, auto t) {
    return p > 0 && t.hi > 0 ? p * kernels::log_quotient(p, t.hi) - p + t.hi : kernels::phi(p, t);
  });
}

double quotient_out_of_range(const call& c) {
  return with_term(c, [](auto p, auto t) {
    const auto d = (p - t.hi) - t.lo;
    const bool far = p > 0 && t.hi > 0 && std::fabs(d) > (p + t.hi) / 2;
    return far ? p * std::log(p / t.hi) - d : kernels::phi(p, t);
  });
}

double single_sum(const call& c) {
  if (!kernels::dominated<double>(c.given.p, c.given.q))
    return std::numeric_limits<double>::infinity();
  float sum = 0;
  for (const double term : terms_of<double>(c.given.p, c.given.q, kernels::phi<double>))
    sum += static_cast<float>(term);
  return sum;
}

double ratios(const call& c) {
  return run_in_format(c, [](auto p, auto q) { return kernels::kl_ratio_normalised(p, q); });
}

double differences_of_logarithms(const call& c) {
  return run_in_format(c, [](auto p, auto q) { return kernels::kl_difference_normalised(p, q); });
}

double unshifted_softmax(const call& c) {
  return run_in_format(c, [](auto a, auto b) { return kernels::kl_softmax(a, b); });
}

double log_softmax_in_float(const call& c) {
  const std::vector<float> a(c.given.p.begin(), c.given.p.end());
  const std::vector<float> b(c.given.q.begin(), c.given.q.end());
  return kernels::kl_log_softmax<float>(a, b);
}

constexpr std::array table{
    mutant_entry{"kl_cancelling_sum", "sum p ln(p/q) is summed as it stands: it cancels near Q.",
                 "kl.stable", ratios},
    mutant_entry{"kl_split_logarithm", "ln p - ln q is taken for ln(p/q): it cancels near Q.",
                 "kl.stable", differences_of_logarithms},
    mutant_entry{"kl_cancelling_terms", "p ln(p/q) - p + q is computed as it stands.", "kl.stable",
                 cancelling_terms},
    mutant_entry{"kl_series_too_far", "The series near p = q is used where it has not converged.",
                 "kl.stable", series_too_far},
    mutant_entry{"kl_series_too_short", "The series near p = q stops after its second term.",
                 "kl.stable", series_too_short},
    mutant_entry{"kl_quotient_out_of_range", "p/q overflows or underflows before its logarithm.",
                 "kl.stable", quotient_out_of_range},
    mutant_entry{"kl_single_sum", "The terms of double are added up in a float.",
                 "kl.stable.binary64", single_sum},
    mutant_entry{"kl_softmax_unshifted", "exp of a logit overflows: nothing is subtracted first.",
                 "kl.stable_logits", unshifted_softmax},
    mutant_entry{"kl_log_softmax_single", "The log-softmax is computed in float.",
                 "kl.stable_logits", log_softmax_in_float},
};

}  // namespace

std::span<const mutant_entry> kernel_mutants() {
  return table;
}

}  // namespace kloracle::mutants
