// SPDX-License-Identifier: Apache-2.0
//
// An instance of a law in rationals, and what statistics knows of such vectors.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "oracle/exact.hpp"
#include "properties/laws/function_kinds.hpp"
#include "properties/laws/law.hpp"

namespace kloracle::hypotheses {

using weights = std::vector<Q>;

inline Q exactly(double x) {
  return exact(number(x));
}

inline weights numbers(const std::vector<double>& x) {
  weights y;
  for (const double v : x) y.push_back(exactly(v));
  return y;
}

/// Divided by their sum.
inline weights shares(const std::vector<double>& x) {
  weights y = numbers(x);
  const Q whole = sum(y);
  for (Q& v : y) v /= whole;
  return y;
}

inline weights mean(const weights& x, const weights& y, const Q& s) {
  weights z;
  for (std::size_t i = 0; i < x.size(); ++i) z.push_back(s * x[i] + (1 - s) * y[i]);
  return z;
}

inline weights outer(const weights& x, const weights& y) {
  weights z;
  for (const Q& a : x) {
    for (const Q& b : y) z.push_back(a * b);
  }
  return z;
}

inline Q positive_part_of(const weights& p, const weights& q, const Q& g) {
  Q total = 0;
  for (std::size_t i = 0; i < p.size(); ++i) total += std::max(Q(p[i] - g * q[i]), Q(0));
  return total;
}

/// Blackwell's order of dichotomies: (x, y) is the output of a channel from (p, q) exactly if
/// sum (p - g q)_+ >= sum (x - g y)_+ for every g; it is enough to look where either has a kink.
inline bool less_informative(const weights& p, const weights& q, const weights& x,
                             const weights& y) {
  const auto at_kinks_of = [&](const weights& a, const weights& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (b[i] == 0) continue;
      const Q g = a[i] / b[i];
      if (positive_part_of(p, q, g) < positive_part_of(x, y, g)) return false;
    }
    return true;
  };
  const auto apart = [](const weights& a, const weights& b) {
    Q total = 0;
    for (std::size_t i = 0; i < a.size(); ++i) total += b[i] == 0 ? a[i] : Q(0);
    return total;
  };
  return at_kinks_of(p, q) && at_kinks_of(x, y) && apart(p, q) >= apart(x, y);
}

/// Sums of the largest k of x are at least those of y, for every k.
inline bool majorizes(weights x, weights y) {
  x.resize(std::max(x.size(), y.size()));
  y.resize(x.size());
  std::sort(x.rbegin(), x.rend());
  std::sort(y.rbegin(), y.rend());
  Q more = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    more += x[i] - y[i];
    if (more < 0) return false;
  }
  return more == 0;
}

/// An instance of a law, in rationals.
struct instance {
  const law_instance& given;
  const law_scope& where;

  weights p(std::size_t i) const { return shares(given.input(i).p); }
  weights q(std::size_t i) const { return shares(given.input(i).q); }
  Q weight(std::size_t i) const { return exactly(given.weights[i]); }
  bool of_two() const { return takes_q(where.f); }
  std::size_t size() const { return given.terms.size(); }
};

/// P and Q of a term, exchanged where the law exchanges them: of KL(Q, P) by another name.
struct kl_view {
  const instance& x;
  bool exchanged;

  explicit kl_view(const instance& i) : x(i), exchanged(kind::is_reverse_kl(i.where.f)) {}
  weights p(std::size_t i) const { return exchanged ? x.q(i) : x.p(i); }
  weights q(std::size_t i) const { return exchanged ? x.p(i) : x.q(i); }
};

/// Whether the inputs are what the law of that id says: one of every law of mixing_laws().
const std::map<std::string_view, std::function<bool(const instance&)>>& table();

}  // namespace kloracle::hypotheses
