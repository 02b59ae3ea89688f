// SPDX-License-Identifier: Apache-2.0
//
// Of joint tables, and of logits and log-probabilities.
#include <cmath>

#include "tests/properties/laws/information_hypotheses.hpp"

namespace kloracle::hypotheses {
namespace {

using axes = std::vector<std::size_t>;

// The sums over all axes but those kept, by the places of the cells.
weights margin(const weights& table, const axes& shape, const axes& kept) {
  std::map<axes, Q> sums;
  for (std::size_t cell = 0; cell < table.size(); ++cell) {
    axes place(shape.size());
    std::size_t rest = cell;
    for (std::size_t k = shape.size(); k-- > 0; rest /= shape[k]) place[k] = rest % shape[k];
    axes key;
    for (const std::size_t k : kept) key.push_back(place[k]);
    sums[key] += table[cell];
  }
  weights y;
  for (const auto& [key, total] : sums) y.push_back(total);
  return y;
}
weights margin(const related& x, const axes& kept) {
  return margin(x.p(0), x.where.f.shape, kept);
}
axes first(std::size_t count) {
  axes some;
  for (std::size_t k = 0; k < count; ++k) some.push_back(k);
  return some;
}
std::size_t axes_of(const related& x) {
  return x.where.f.shape.size();
}

check margins(std::vector<axes> kept) {
  return [kept](const related& x) {
    for (std::size_t t = 0; t < kept.size(); ++t) {
      if (x.p(t + 1) != margin(x, kept[t])) return false;
    }
    return x.size() == kept.size() + 1;
  };
}

bool independent(const related& x) {
  weights product{1};
  for (std::size_t k = 0; k < axes_of(x); ++k) product = outer(product, margin(x, {k}));
  return product == x.p(0);
}

bool first_two_exchanged(const related& x) {
  axes order = first(axes_of(x));
  std::swap(order[0], order[1]);
  return x.p(1) == margin(x, order) && x.function(1).shape[0] == x.where.f.shape[1];
}

// The same slices of the first axis, in some order.
bool slices_renamed(const related& x) {
  const auto slices = [&](const weights& table) {
    const std::size_t size = table.size() / x.where.f.shape[0];
    std::vector<weights> all;
    for (auto at = table.begin(); at != table.end(); at += static_cast<std::ptrdiff_t>(size))
      all.emplace_back(at, at + static_cast<std::ptrdiff_t>(size));
    std::sort(all.begin(), all.end());
    return all;
  };
  return slices(x.p(0)) == slices(x.p(1));
}

// --- logarithms ---

// The one number that y exceeds x by, throughout; masked outcomes are alike.
std::optional<Q> constant_between(const std::vector<double>& x, const std::vector<double>& y) {
  std::optional<Q> apart;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isinf(x[i]) != std::isinf(y[i])) return std::nullopt;
    if (std::isinf(x[i])) continue;
    const Q here = exactly(y[i]) - exactly(x[i]);
    if (apart && *apart != here) return std::nullopt;
    apart = here;
  }
  return apart;
}

bool flat(const std::vector<double>& logits, const std::vector<double>& probabilities) {
  const auto outcomes =
      std::count_if(logits.begin(), logits.end(), [](double z) { return !std::isinf(z); });
  double level = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (std::isinf(logits[i]) != (probabilities[i] == 0)) return false;
    if (std::isinf(logits[i])) continue;
    if (exactly(probabilities[i]) != Q(1, outcomes)) return false;
    if (level != 0 && logits[i] != level) return false;
    level = logits[i];
  }
  return true;
}

bool times(const std::vector<double>& x, const Q& by, const std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isinf(x[i]) != std::isinf(y[i])) return false;
    if (!std::isinf(x[i]) && exactly(x[i]) * by != exactly(y[i])) return false;
  }
  return true;
}

bool a_label(const related& x) {
  const std::vector<double>& p = x.raw(0).p;
  return std::count_if(p.begin(), p.end(), [](double z) { return !std::isinf(z); }) == 1;
}

bool towards_uniform(const related& x) {
  const bool p_moves = std::any_of(x.raw(0).p.begin(), x.raw(0).p.end(),
                                   [](double z) { return z != 0 && !std::isinf(z); });
  for (std::size_t t = 0; t < 3; ++t) {
    const sample& s = x.raw(t);
    if (!times(p_moves ? s.p : s.q, 0, p_moves ? s.q : s.p)) return false;
    if (t > 0 && !times(p_moves ? s.p : s.q, 2, p_moves ? x.raw(t - 1).p : x.raw(t - 1).q))
      return false;
  }
  return true;
}

bool farther_first(const related& x) {
  const sample& far = x.raw(0);
  const sample& near = x.raw(1);
  const bool colder = times(far.p, 4, far.q) && times(near.p, 2, near.q);
  const bool hotter = times(far.p, Q(1, 4), far.q) && times(near.p, Q(1, 2), near.q);
  return far.p == near.p && (colder || hotter);
}

bool middle_second(const related& x) {
  for (std::size_t i = 0; i < x.raw(0).q.size(); ++i) {
    if (std::isinf(x.raw(0).q[i])) continue;
    if (exactly(x.raw(0).q[i]) + exactly(x.raw(2).q[i]) != 2 * exactly(x.raw(1).q[i])) return false;
  }
  return x.raw(0).p == x.raw(1).p && x.raw(1).p == x.raw(2).p;
}

std::vector<std::pair<double, double>> sorted_samples(const sample& s, int copies) {
  std::vector<std::pair<double, double>> all;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    for (int copy = 0; copy < copies; ++copy) all.emplace_back(s.p[i], s.q[i]);
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool every_q(const related& x, bool (*than)(double q, double p)) {
  for (std::size_t i = 0; i < x.raw(0).p.size(); ++i) {
    if (!than(x.raw(0).q[i], x.raw(0).p[i])) return false;
  }
  return x.raw(0).p == x.raw(1).p && x.raw(0).q == x.raw(1).q;
}

}  // namespace

const checks& checks_of_tables() {
  static const checks all{
      {"tables.zero_if_independent", independent},
      {"tables.axes_exchanged", first_two_exchanged},
      {"tables.values_renamed", slices_renamed},
      {"tables.joint_of_conditional",
       [](const related& x) {
         return margins({first(axes_of(x)), first(axes_of(x) - 1)})(x);
       }},
      {"tables.joint_is_entropy", [](const related& x) { return margins({first(axes_of(x))})(x); }},
      {"tables.information_of_entropies", margins({{0}, {1}, {0, 1}})},
      {"tables.information_of_conditional", margins({{1}, {0, 1}})},
      {"tables.total_of_entropies",
       [](const related& x) {
         std::vector<axes> kept{first(axes_of(x))};
         for (std::size_t k = 0; k < axes_of(x); ++k) kept.push_back({k});
         return margins(kept)(x);
       }},
      {"tables.conditional_of_entropies",
       [](const related& x) {
         return margins({first(axes_of(x)), first(axes_of(x) - 1)})(x);
       }},
      {"tables.information_given_of_entropies", margins({{0, 2}, {1, 2}, {0, 1, 2}, {2}})},
      {"tables.information", margins({{0, 1, 2}, {0, 2}})},
      {"tables.total", margins({{0, 1}, {0, 1, 2}})},
      {"tables.total_of_two", margins({{0, 1}})},
      {"tables.information_is_divergence",
       [](const related& x) {
         return x.p(1) == x.p(0) && x.q(1) == outer(margin(x, {0}), margin(x, {1}));
       }},
      {"tables.golden_formula",
       [](const related& x) {
         return x.p(1) == x.p(0) && x.q(1) == outer(margin(x, {0}), x.q(2)) &&
                x.p(2) == margin(x, {1});
       }},
  };
  return all;
}

const checks& checks_of_logarithms() {
  static const checks all{
      {"logits.shift",
       [](const related& x) {
         return constant_between(x.raw(0).p, x.raw(1).p).has_value() &&
                (x.raw(0).q.empty() || constant_between(x.raw(0).q, x.raw(1).q).has_value());
       }},
      {"logits.zero_if_shifted",
       [](const related& x) { return constant_between(x.raw(0).p, x.raw(0).q).has_value(); }},
      {"logits.flat",
       [](const related& x) {
         return flat(x.raw(0).p, x.raw(1).p) && flat(x.raw(0).q, x.raw(1).q);
       }},
      {"logits.least_loss", a_label},
      {"logits.most_loss", a_label},
      {"temperature.hotter_is_more_even",
       [](const related& x) {
         return times(x.raw(0).p, 2, x.raw(1).p) && times(x.raw(1).p, 2, x.raw(2).p);
       }},
      {"temperature.towards_uniform", towards_uniform},
      {"temperature.apart", farther_first},
      {"temperature.convex", middle_second},
      {"estimates.zero_if_equal", [](const related& x) { return x.raw(0).p == x.raw(0).q; }},
      {"estimates.k1_antisymmetric",
       [](const related& x) { return x.raw(0).p == x.raw(1).q && x.raw(0).q == x.raw(1).p; }},
      {"estimates.k2_symmetric",
       [](const related& x) { return x.raw(0).p == x.raw(1).q && x.raw(0).q == x.raw(1).p; }},
      {"estimates.order_of_samples",
       [](const related& x) { return sorted_samples(x.raw(0), 1) == sorted_samples(x.raw(1), 1); }},
      {"estimates.samples_twice",
       [](const related& x) { return sorted_samples(x.raw(0), 2) == sorted_samples(x.raw(1), 1); }},
      {"estimates.ratios_alone",
       [](const related& x) {
         const auto of_p = constant_between(x.raw(0).p, x.raw(1).p);
         return of_p.has_value() && of_p == constant_between(x.raw(0).q, x.raw(1).q);
       }},
      {"estimates.k3_is_k1_corrected",
       [](const related& x) { return x.raw(0).p == x.raw(1).p && x.raw(0).q == x.raw(1).q; }},
      {"estimates.k3_above_k2",
       [](const related& x) { return every_q(x, [](double q, double p) { return q >= p; }); }},
      {"estimates.k3_below_k2",
       [](const related& x) { return every_q(x, [](double q, double p) { return q <= p; }); }},
  };
  return all;
}

}  // namespace kloracle::hypotheses
