// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/every_sample.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

#include "properties/estimators/finding.hpp"

namespace kloracle {
namespace {

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const estimate& a, const estimate& b) {
  return same(a.value, b.value) && a.standard_error.has_value() == b.standard_error.has_value() &&
         same(a.standard_error.value_or(0), b.standard_error.value_or(0));
}

// A standard error of one outcome, or of infinite terms, is 0/0: not judged.
bool judged_error(const term_law& law, std::span<const std::size_t> places) {
  return places.size() > 1 && finite_sample(law, places);
}

void call(called_estimator& calls, const sample_estimator& who, const drawn_outcomes& drawn,
          const term_law& law, std::span<const std::size_t> places) {
  try {
    const estimate y = who.of(drawn);
    calls.repeatable = calls.repeatable && same(y, who.of(drawn));
    if (std::isnan(y.value)) calls.fault = "NaN for " + shown_sample(law, places);
    if (y.standard_error && !(*y.standard_error >= 0) && judged_error(law, places)) {
      calls.fault =
          "the standard error of " + shown_sample(law, places) + " is " + shown(*y.standard_error);
    }
    calls.estimates.push_back(y);
  } catch (const std::exception& e) {
    calls.fault = shown_sample(law, places) + " made it throw: " + e.what();
  }
}

template <class Of>
Q average(const called_estimator& calls, Of of) {
  std::vector<Q> parts;
  parts.reserve(calls.estimates.size());
  for (std::size_t i = 0; i < calls.estimates.size(); ++i) {
    parts.push_back(calls.weights[i] * of(calls.estimates[i]));
  }
  return sum(parts);
}

}  // namespace

bool every_sample::next() {
  for (std::size_t i = places_.size(); i-- > 0;) {
    if (++places_[i] < k_) return true;
    places_[i] = 0;
  }
  return false;
}

std::size_t count_samples(std::size_t k, std::size_t n, std::size_t limit) {
  std::size_t count = 1;
  for (std::size_t i = 0; i < n && k > 1; ++i) {
    if (count > limit / k) return limit + 1;
    count *= k;
  }
  return count;
}

std::string shown_sample(const term_law& law, std::span<const std::size_t> places) {
  std::string text = "sample (";
  for (const std::size_t i : places) {
    if (text.back() != '(') text += ", ";
    text += std::to_string(law.outcomes()[i].index);
  }
  return text + ")";
}

bool finite_sample(const term_law& law, std::span<const std::size_t> places) {
  return std::none_of(places.begin(), places.end(),
                      [&](std::size_t i) { return law.outcomes()[i].infinite; });
}

Q called_estimator::mean() const {
  return average(*this, [](const estimate& y) { return Q(y.value); });
}

Q called_estimator::variance() const {
  const Q centre = mean();
  return average(*this, [&](const estimate& y) {
    const Q deviation = Q(y.value) - centre;
    return Q(deviation * deviation);
  });
}

Q called_estimator::mean_square_error() const {
  return average(*this,
                 [](const estimate& y) { return Q(Q(*y.standard_error) * Q(*y.standard_error)); });
}

bool called_estimator::any_estimate(double value) const {
  return std::any_of(estimates.begin(), estimates.end(),
                     [&](const estimate& y) { return y.value == value; });
}

bool called_estimator::finite() const {
  return !any_estimate(HUGE_VAL) && !any_estimate(-HUGE_VAL);
}

bool called_estimator::finite_errors() const {
  return std::all_of(estimates.begin(), estimates.end(), [](const estimate& y) {
    return y.standard_error && std::isfinite(*y.standard_error);
  });
}

called_estimator call_on_every_sample(const sample_estimator& who, const finite_pair& pair,
                                      const term_law& law, std::size_t n) {
  called_estimator calls;
  every_sample sample(law.outcomes().size(), n);
  std::vector<double> p(n);
  std::vector<double> q(n);
  do {
    Q weight = 1;
    for (std::size_t i = 0; i < n; ++i) {
      const term_law::outcome& drawn = law.outcomes()[sample.now()[i]];
      p[i] = pair.p[drawn.index];
      q[i] = pair.q[drawn.index];
      weight *= drawn.probability;
    }
    call(calls, who, {p, q}, law, sample.now());
    calls.weights.push_back(weight);
  } while (calls.fault.empty() && sample.next());
  return calls;
}

}  // namespace kloracle
