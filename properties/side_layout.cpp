// SPDX-License-Identifier: Apache-2.0
#include "properties/side_layout.hpp"

#include <algorithm>
#include <cmath>

#include "properties/family_roles.hpp"
#include "properties/generators.hpp"
#include "properties/long_sum.hpp"

namespace kloracle {
namespace {

// 1 less all numbers but one, which may be far below an ulp of 1.
double missing(const std::vector<double>& x, std::size_t except) {
  long_sum left;
  left.add(1);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i != except) left.add(-x[i]);
  }
  return left.value();
}

double defect_of(const std::vector<double>& x) {
  return std::abs(missing(x, x.size()));
}

double everyday_value(draws::role is, std::size_t k, const draws::placed_parameter& at) {
  using draws::role;
  const std::size_t columns = at.slot->shape.empty() ? 1 : at.slot->shape.back();
  switch (is) {
    case role::location:
    case role::logarithm:
      return 0;
    case role::probability:
      return 0.5;
    case role::simplex:
      return 1 / static_cast<double>(at.count);
    case role::direction:
      return k == 0 ? 1 : 0;
    case role::covariance:
    case role::triangle:
      return k / columns == k % columns ? 1 : 0;
    case role::scale:
    case role::shape:
    case role::count:
    case role::dimension:
      return 1;
  }
  return 1;
}

}  // namespace

side_layout::side_layout(space given_in, const numbers& drawn, const format& in)
    : in_(in),
      counts_(given_in == space::counts),
      logarithms_(given_in == space::logits || given_in == space::log_probs) {
  above_zero_ = std::ranges::count(drawn, logarithms_ ? -INFINITY : 0.0) == 0;
  block all{0, drawn.size(), total::free, 0};
  if (given_in == space::probs) all.sums_to = total::one;
  if (given_in == space::log_probs) all.sums_to = total::one_of_exponentials;
  if (all.sums_to != total::free) all.defect = defect_of(terms(all, drawn));
  blocks_ = {all};
}

side_layout::side_layout(const family_side& side, const numbers& drawn, const format& in)
    : in_(in), of_family_(true), everyday_(drawn) {
  using draws::role;
  for (std::size_t i = 0; i < drawn.size(); ++i) mirror_.push_back(i);
  for (const draws::placed_parameter& at : draws::places_of(side)) {
    const role is = at.how.is;
    if (at.first + at.count > drawn.size()) break;
    blocks_.push_back({at.first, at.count, is == role::simplex ? total::one : total::free, 0});
    const std::size_t columns = is == role::covariance ? at.slot->shape.back() : 1;
    for (std::size_t k = 0; k < at.count; ++k) {
      const std::size_t i = at.first + k;
      put(everyday_, i, everyday_value(is, k, at));
      if (is == role::covariance) mirror_[i] = at.first + k % columns * columns + k / columns;
    }
  }
}

side_layout::numbers side_layout::terms(const block& b, const numbers& x) const {
  const auto first = x.begin() + static_cast<std::ptrdiff_t>(b.first);
  const auto last = of_family_ ? first + static_cast<std::ptrdiff_t>(b.count) : x.end();
  numbers t(first, last);
  if (b.sums_to == total::one_of_exponentials) {
    for (double& y : t) y = draws::exp(y);
  }
  return t;
}

bool side_layout::admits(const numbers& x) const {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool value =
        std::isfinite(x[i]) ? draws::into(in_, x[i]) == x[i] : logarithms_ && x[i] == -INFINITY;
    const bool something = logarithms_ ? x[i] != -INFINITY : x[i] > 0;
    if (!value || (above_zero_ && !something)) return false;
  }
  return !misses(x, true);
}

bool side_layout::has_odd_sum(const numbers& x) const {
  return misses(x, false);
}

// Whether some sum is further from 1 than half ulps allow, or than those of the drawn numbers.
bool side_layout::misses(const numbers& x, bool as_drawn) const {
  return std::ranges::any_of(blocks_, [&](const block& b) {
    if (b.sums_to == total::free || x.empty()) return false;
    const numbers t = terms(b, x);
    const double half_ulps = std::ldexp(static_cast<double>(t.size()), -in_.precision);
    return !(defect_of(t) <= (as_drawn ? std::max(b.defect, half_ulps) : half_ulps));
  });
}

bool side_layout::top_up(numbers& x, std::size_t except) const {
  for (const block& b : blocks_) {
    if (b.sums_to == total::free || x.empty()) continue;
    const numbers t = terms(b, x);
    numbers others = t;
    if (except >= b.first && except - b.first < t.size()) others[except - b.first] = -1;
    const auto at = static_cast<std::size_t>(std::ranges::max_element(others) - others.begin());
    const double left = missing(t, at);
    const bool logarithm = b.sums_to == total::one_of_exponentials;
    if (!(left > 0) && (logarithm || left != 0)) return false;
    put(x, b.first + at, logarithm ? draws::log(left) : left);
  }
  return true;
}

void side_layout::put(numbers& x, std::size_t i, double value) const {
  const double v = std::isfinite(value) ? draws::into(in_, value) + 0.0 : value;  // no -0
  x[i] = v;
  if (of_family_) x[mirror_[i]] = v;
}

side_layout::numbers side_layout::normalised(numbers x) const {
  for (const block& b : blocks_) {
    if (b.sums_to != total::one || x.empty()) continue;
    const double sum = 1 - missing(terms(b, x), x.size());
    for (std::size_t i = b.first; i < x.size() && (!of_family_ || i < b.first + b.count); ++i)
      put(x, i, x[i] / sum);
  }
  return x;
}

side_layout::numbers side_layout::everyday(std::size_t count) const {
  if (of_family_) return everyday_;
  const bool measure = counts_ || logarithms_;
  const double one = logarithms_ ? 0 : 1;
  numbers x(count);
  for (std::size_t i = 0; i < count; ++i)
    put(x, i, measure ? one : one / static_cast<double>(count));
  return x;
}

}  // namespace kloracle
