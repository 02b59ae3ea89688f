// SPDX-License-Identifier: Apache-2.0
//
// Joint tables, transport, kernels and estimators once more, in Arb or in rationals; then, for any
// problem at all, the second opinion: a number, or why there is none.
#pragma once

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "tests/oracle/arb_divergences.hpp"

namespace kloracle::second_opinion {

// --- tables ----------------------------------------------------------------------------------

/// The table summed over the axes that are not kept; its cells keep their order.
inline outcomes marginal(const outcomes& x, const std::vector<std::size_t>& shape,
                         const std::vector<bool>& kept, slong bits) {
  outcomes result;
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    std::size_t rest = cell;
    std::size_t at = 0;
    std::size_t stride = 1;
    for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis]) {
      if (!kept[axis]) continue;
      at += stride * (rest % shape[axis]);
      stride *= shape[axis];
    }
    result.resize(std::max(result.size(), at + 1), {true, ball(Q(0), bits), ball(Q(0), bits)});
    result[at].weight = result[at].weight + x[cell].weight;
    result[at].zero = result[at].zero && x[cell].zero;
  }
  for (outcome& o : result) {
    if (!o.zero) o.logarithm = log(o.weight);
  }
  return result;
}

/// The axes of the set, by their numbers.
inline std::vector<bool> axes(std::size_t count, std::initializer_list<std::size_t> kept) {
  std::vector<bool> result(count, false);
  for (const std::size_t axis : kept) result[axis] = true;
  return result;
}

/// H(all | kept) = sum over cells of p ln(p_kept/p), slice by slice.
inline ball entropy_given(const outcomes& x, const std::vector<std::size_t>& shape,
                          const std::vector<bool>& kept, slong bits) {
  const std::size_t last = shape.back();
  const outcomes slices = marginal(x, shape, kept, bits);
  ball sum(Q(0), bits);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    for (std::size_t j = 0; j < last && !slices[i].zero; ++j) {
      const outcome& cell = x[i * last + j];
      if (cell.zero) continue;
      const ball conditional = cell.weight / slices[i].weight;
      sum = sum - slices[i].weight * conditional * log(conditional);
    }
  }
  return sum;
}

/// Kullback-Leibler from the product of the marginals to the table.
inline ball total_correlation_of(const outcomes& x, const std::vector<std::size_t>& shape,
                                 slong bits) {
  outcomes product{{false, ball(Q(1), bits), ball(Q(0), bits)}};
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    outcomes longer;
    for (const outcome& o : product) {
      for (const outcome& m : marginal(x, shape, axes(shape.size(), {axis}), bits)) {
        longer.push_back({o.zero || m.zero, o.weight * m.weight, o.logarithm + m.logarithm});
      }
    }
    product = longer;
  }
  return kl_of({x, product}, bits);
}

inline ball of_table(quantity what, const outcomes& x, const std::vector<std::size_t>& shape,
                     slong bits) {
  const auto h = [&](std::initializer_list<std::size_t> kept) {
    return entropy_of(marginal(x, shape, axes(shape.size(), kept), bits), bits);
  };
  std::vector<bool> all_but_last(shape.size(), true);
  all_but_last.back() = false;
  switch (what) {
    case quantity::joint_entropy:  // the chain rule
      return entropy_of(marginal(x, shape, all_but_last, bits), bits) +
             entropy_given(x, shape, all_but_last, bits);
    case quantity::conditional_entropy:
      return entropy_given(x, shape, all_but_last, bits);
    case quantity::mutual_information:
      return h({0}) + h({1}) - h({0, 1});
    case quantity::conditional_mutual_information:
      return h({0, 2}) + h({1, 2}) - h({2}) - h({0, 1, 2});
    default:
      return total_correlation_of(x, shape, bits);
  }
}

// --- transport and kernels -------------------------------------------------------------------

inline std::vector<std::size_t> ascending(const inputs& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) { return *points[i].meant; });
  return order;
}

/// The integral of |(1 - F) - (1 - G)|, from the right.
inline ball wasserstein_1_of(const two_sides& x, const inputs& points, slong bits) {
  const std::vector<std::size_t> order = ascending(points);
  ball sum(Q(0), bits);
  ball above(Q(0), bits);
  for (std::size_t i = order.size(); i-- > 1;) {
    above = above + x.p[order[i]].weight - x.q[order[i]].weight;
    const Q gap = *points[order[i]].meant - *points[order[i - 1]].meant;
    const ball magnitude = lifted(above, [](arb_ptr y, arb_srcptr z, slong) { arb_abs(y, z); });
    sum = sum + magnitude * ball(gap, bits);
  }
  return sum;
}

/// The cost of the plan that moves the leftmost mass to the leftmost place.
inline Q transported(weights p, weights q, const inputs& points) {
  const std::vector<std::size_t> order = ascending(points);
  Q cost = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < order.size() && j < order.size()) {
    Q& from = p[order[i]];
    Q& to = q[order[j]];
    const Q moved = std::min(from, to);
    cost += moved * abs(*points[order[i]].meant - *points[order[j]].meant);
    from -= moved;
    to -= moved;
    from == 0 ? ++i : ++j;
  }
  return cost;
}

/// p'Kp - 2 p'Kq + q'Kq.
template <class Number, class Lift>
Number quadratic_form(const std::vector<Number>& p, const std::vector<Number>& q,
                      const inputs& kernel, Lift lift) {
  Number sum = lift(0);
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t j = 0; j < p.size(); ++j) {
      const Number k = lift(*kernel[i * p.size() + j].meant);
      sum = sum + k * (p[i] * p[j] + q[i] * q[j] - lift(2) * p[i] * q[j]);
    }
  }
  return sum;
}

// --- estimators ------------------------------------------------------------------------------

/// The mean of k1, k2 or k3 over the samples, expanded.
inline ball estimated(quantity what, const statement& s, slong bits) {
  Q rational = 0;
  ball ratios(Q(0), bits);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const Q& p = *s.p[i];
    const Q& q = *s.q[i];
    if (what == quantity::k2) rational += (p * p - 2 * p * q + q * q) / 2;
    if (what != quantity::k2) rational += p - q;
    if (what == quantity::k3) {
      rational -= 1;
      ratios = ratios + exp(ball(q, bits)) / exp(ball(p, bits));
    }
  }
  return (ball(rational, bits) + ratios) / ball(Q(s.p.size()), bits);
}

}  // namespace kloracle::second_opinion
