// SPDX-License-Identifier: Apache-2.0
//
// What laws of processing, mixing and products say of their inputs, checked in rationals by other
// means than the recipes that make them.
#include <cmath>

#include "tests/properties/laws/rational_instance.hpp"

namespace kloracle::hypotheses {
namespace {

bool processed(const instance& x) {
  const std::size_t before = kind::under_channels(x.where.f) < 0 ? 1 : 0;
  const std::size_t after = 1 - before;
  return less_informative(x.p(before), x.q(before), x.p(after), x.q(after));
}
bool merged(const instance& x) {
  if (x.of_two() && kind::under_channels(x.where.f) < 0) return processed(x);
  const bool channel = !x.of_two() || less_informative(x.p(0), x.q(0), x.p(1), x.q(1));
  return channel && majorizes(x.p(1), x.p(0));
}
bool as_informative(const instance& x) {
  return less_informative(x.p(0), x.q(0), x.p(1), x.q(1)) &&
         less_informative(x.p(1), x.q(1), x.p(0), x.q(0));
}

// A channel on an axis keeps the margin of the others.
bool one_axis_processed(const instance& x) {
  const std::vector<std::size_t>& shape = x.where.f.shape;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    std::size_t stride = 1;
    for (std::size_t k = axis + 1; k < shape.size(); ++k) stride *= shape[k];
    const auto margin = [&](const weights& table) {
      std::map<std::size_t, Q> m;
      for (std::size_t cell = 0; cell < table.size(); ++cell)
        m[cell - cell / stride % shape[axis] * stride] += table[cell];
      return m;
    };
    if (margin(x.p(0)) == margin(x.p(1))) return true;
  }
  return false;
}

bool a_mixture(const instance& x) {
  const bool of_q = !x.of_two() || x.q(2) == mean(x.q(0), x.q(1), x.weight(0));
  return of_q && x.p(2) == mean(x.p(0), x.p(1), x.weight(0));
}

// Rows of the tables in proportion, or the margins of X alike.
bool channels_alike(const instance& x) {
  const std::size_t columns = x.where.f.shape[1];
  const weights a = x.p(0);
  const weights b = x.p(1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      const std::size_t row = i / columns * columns;
      if (a[i] * b[row + j] != a[row + j] * b[i]) return false;
    }
  }
  return a_mixture(x);
}
bool inputs_alike(const instance& x) {
  const std::size_t columns = x.where.f.shape[1];
  const weights a = x.p(0);
  const weights b = x.p(1);
  for (std::size_t row = 0; row < a.size(); row += columns) {
    const auto mass = [&](const weights& t) {
      return sum(std::span<const Q>(t).subspan(row, columns));
    };
    if (mass(a) != mass(b)) return false;
  }
  return a_mixture(x);
}

bool along_a_segment(const instance& x, bool of_p) {
  const auto moving = [&](std::size_t i) { return of_p ? x.p(i) : x.q(i); };
  const auto fixed = [&](std::size_t i) { return of_p ? x.q(i) : x.p(i); };
  const Q t0 = x.weight(0);
  const Q t1 = x.weight(1);
  const Q t2 = x.weight(2);
  return t0 < t1 && t1 < t2 && fixed(0) == fixed(1) && fixed(1) == fixed(2) &&
         moving(1) == mean(moving(0), moving(2), (t2 - t1) / (t2 - t0));
}

bool renyi_witness(const instance& x) {
  const bool same = x.p(0) == x.q(0);
  return same && a_mixture(x) && x.p(1)[0] / x.q(1)[0] == Q(31, 2);
}

bool compensation(const instance& i) {
  const kl_view x(i);
  const weights mixed = mean(x.p(0), x.p(2), i.weight(0));
  return x.q(0) == x.q(2) && x.q(2) == x.q(4) && x.q(1) == mixed && x.q(3) == mixed &&
         x.p(4) == mixed && x.p(1) == x.p(0) && x.p(3) == x.p(2);
}
bool towards_q(const instance& x) {
  return x.q(1) == x.q(0) && x.p(1) == mean(x.p(0), x.q(0), x.weight(0));
}
bool towards_p(const instance& x) {
  return x.p(1) == x.p(0) && x.q(1) == mean(x.p(0), x.q(0), x.weight(0));
}
// Q has at least s of P everywhere.
bool part_of_mixture(const instance& x) {
  const weights p = x.p(0);
  const weights q = x.q(0);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] < x.weight(0) * p[i]) return false;
  }
  return true;
}

bool a_chain(const instance& i) {
  const kl_view x(i);
  weights p;
  weights q;
  for (std::size_t k = 2; k < i.size(); ++k) {
    if (i.weight(k - 2) != x.p(1)[k - 2]) return false;
    for (const Q& v : x.p(k)) p.push_back(v * x.p(1)[k - 2]);
    for (const Q& v : x.q(k)) q.push_back(v * x.q(1)[k - 2]);
  }
  return x.p(0) == p && x.q(0) == q;
}

// x is y with the outcome at `at` replaced by a cell.
bool has_cell(const weights& x, const weights& y, const weights& cell, std::size_t at) {
  weights z(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(at));
  for (const Q& v : cell) z.push_back(v * y[at]);
  z.insert(z.end(), y.begin() + static_cast<std::ptrdiff_t>(at) + 1, y.end());
  return x == z;
}
bool a_merged_cell(const instance& i) {
  const kl_view x(i);
  for (std::size_t at = 0; at < x.p(1).size(); ++at) {
    if (x.p(1)[at] == i.weight(0) && has_cell(x.p(0), x.p(1), x.p(2), at) &&
        has_cell(x.q(0), x.q(1), x.q(2), at))
      return true;
  }
  return false;
}

bool branches(const instance& x) {
  const auto concatenated = [&](const weights& a, const weights& b) {
    weights z;
    for (const Q& v : a) z.push_back(v * x.weight(0));
    for (const Q& v : b) z.push_back(v * (1 - x.weight(0)));
    return z;
  };
  return x.p(2) == concatenated(x.p(0), x.p(1)) && x.q(2) == concatenated(x.q(0), x.q(1));
}

bool against_product(const instance& i) {
  const kl_view x(i);
  const std::size_t columns = x.p(2).size();
  const weights joint = x.p(0);
  weights rows(x.p(1).size());
  weights cols(columns);
  for (std::size_t cell = 0; cell < joint.size(); ++cell) {
    rows[cell / columns] += joint[cell];
    cols[cell % columns] += joint[cell];
  }
  return x.q(0) == outer(x.q(1), x.q(2)) && rows == x.p(1) && cols == x.p(2);
}

// R/Q is constant in an event and outside it, and P's chance of the event is R's, or more.
bool projection(const instance& i, bool half_space) {
  const kl_view x(i);
  const weights p = x.p(0);
  const weights q = x.q(0);
  const weights r = x.p(2);
  if (x.p(1) != p || x.q(1) != r || x.q(2) != q) return false;
  const auto same_ratio = [&](std::size_t a, std::size_t b) { return r[a] * q[b] == r[b] * q[a]; };
  Q excess = 0;  // of P over R in the event
  Q raised = 0;  // of R over Q
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (same_ratio(0, k)) {
      excess += p[k] - r[k];
      raised += r[k] - q[k];
    } else if (!same_ratio(p.size() - 1, k)) {
      return false;
    }
  }
  return half_space ? excess >= 0 && raised >= 0 : excess == 0;
}

// Sums of logits are exact.
bool sums_of(const std::vector<double>& whole, const weights& a, const weights& b) {
  weights z;
  for (const Q& x : a) {
    for (const Q& y : b) z.push_back(x + y);
  }
  return numbers(whole) == z;
}
bool a_product(const instance& x) {
  const sample& whole = x.given.input(2);
  const sample& a = x.given.input(0);
  const sample& b = x.given.input(1);
  if (x.where.f.how == semantics::logits)
    return sums_of(whole.p, numbers(a.p), numbers(b.p)) &&
           sums_of(whole.q, numbers(a.q), numbers(b.q));
  return x.p(2) == outer(x.p(0), x.p(1)) && x.q(2) == outer(x.q(0), x.q(1));
}
bool a_shared_factor(const instance& x) {
  if (x.where.f.how != semantics::logits) return as_informative(x);
  // log(p/q) of the second coordinate does not depend on it.
  const sample& a = x.given.input(0);
  const sample& whole = x.given.input(1);
  const std::size_t columns = whole.p.size() / a.p.size();
  for (std::size_t i = 0; i < whole.p.size(); ++i) {
    const std::size_t row = i / columns;
    if (exactly(whole.p[i]) - exactly(whole.q[i]) != exactly(a.p[row]) - exactly(a.q[row]) ||
        whole.p[i] - whole.p[row * columns] != whole.p[i % columns] - whole.p[0])
      return false;
  }
  return true;
}

bool positive(const instance& x) {
  const sample& s = x.given.input(0);
  const auto holds = [](space in, const std::vector<double>& v) {
    return std::all_of(v.begin(), v.end(),
                       [in](double y) { return in == space::probs ? y > 0 : y <= 0; });
  };
  return s.p.size() == s.q.size() && holds(x.where.f.p_in, s.p) && holds(x.where.f.q_in, s.q);
}

// The second input is the first times powers of two; one of both sides where `together`.
bool scaled(const instance& x, bool together) {
  const auto factor = [](const std::vector<double>& from, const std::vector<double>& to) {
    Q f = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i] == 0 && to[i] == 0) continue;
      const Q ratio = exactly(to[i]) / exactly(from[i]);
      if (f != 0 && ratio != f) return Q(-1);
      f = ratio;
    }
    return f;
  };
  const Q of_p = factor(x.given.input(0).p, x.given.input(1).p);
  if (!x.of_two()) return of_p > 0;
  const Q of_q = factor(x.given.input(0).q, x.given.input(1).q);
  return of_p > 0 && of_q > 0 && (!together || of_p == of_q);
}
bool scaled_by_weights(const instance& x) {
  const Q of_p = sum(numbers(x.given.input(1).p)) / sum(numbers(x.given.input(0).p));
  const Q of_q = sum(numbers(x.given.input(1).q)) / sum(numbers(x.given.input(0).q));
  return scaled(x, false) && of_p == x.weight(0) && of_q == x.weight(1);
}
bool the_same_twice(const instance& x) {
  return x.given.input(0).p == x.given.input(1).p && x.given.input(0).q == x.given.input(1).q &&
         x.given.terms[1].of == 1;
}

}  // namespace

const std::map<std::string_view, std::function<bool(const instance&)>>& table() {
  const auto nothing_more = [](const instance&) { return true; };
  static const std::map<std::string_view, std::function<bool(const instance&)>> all{
      {"processing.channel", processed},
      {"processing.merging", merged},
      {"processing.splitting", as_informative},
      {"processing.one_axis", one_axis_processed},
      {"convexity.information_of_inputs", channels_alike},
      {"convexity.information_of_channels", inputs_alike},
      {"convexity.joint", a_mixture},
      {"convexity.in_p", [](const instance& x) { return along_a_segment(x, true); }},
      {"convexity.in_q", [](const instance& x) { return along_a_segment(x, false); }},
      {"convexity.quasi", a_mixture},
      {"convexity.renyi_is_not_joint", renyi_witness},
      {"convexity.entropies", a_mixture},
      {"convexity.entropies_quasi", a_mixture},
      {"mixtures.compensation", compensation},
      {"mixtures.towards_q", towards_q},
      {"mixtures.towards_p", towards_p},
      {"mixtures.in_proportion", towards_q},
      {"mixtures.capped", part_of_mixture},
      {"mixtures.strong_convexity", nothing_more},
      {"mixtures.of_disjoint", nothing_more},
      {"chains.rule", a_chain},
      {"chains.merging_loss", a_merged_cell},
      {"chains.branches", branches},
      {"chains.against_product", against_product},
      {"pythagoras.event", [](const instance& x) { return projection(x, false); }},
      {"pythagoras.half_space", [](const instance& x) { return projection(x, true); }},
      {"products.add", a_product},
      {"products.multiply", a_product},
      {"products.affinity", a_product},
      {"products.subadd", a_product},
      {"products.shared_factor", a_shared_factor},
      {"measures.log_sum", positive},
      {"measures.affinity", positive},
      {"measures.homogeneous", [](const instance& x) { return scaled(x, true); }},
      {"measures.two_scales", scaled_by_weights},
      {"measures.normalised", [](const instance& x) { return scaled(x, false); }},
      {"measures.generalised", the_same_twice},
      {"measures.as_they_are", the_same_twice},
      {"measures.counts", the_same_twice}};
  return all;
}

}  // namespace kloracle::hypotheses
