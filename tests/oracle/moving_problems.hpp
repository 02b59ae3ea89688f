// SPDX-License-Identifier: Apache-2.0
//
// Problems of every quantity whose inputs can be moved, and their first-order movement by two exact
// steps. Moderate numbers, so that a bound on the higher orders can be stated once.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/differences.hpp"
#include "tests/oracle/option_problems.hpp"

namespace kloracle::second_opinion {

/// A problem as asked, and the same mathematics where the inputs may be any rationals.
struct moving_problem {
  problem asked;
  point inputs;            // p's, then q's; 0 where there is no weight, which never moves
  std::size_t of_p = 0;    // how many of them are p's
  std::vector<bool> gone;  // -inf
  Q added = 0;             // to every count

  bool of_weights() const {
    const auto weighted = [](const distribution& d) {
      return d.parameters[0].name == "probs" || d.parameters[0].name == "counts";
    };
    return weighted(asked.p) && (!asked.q || weighted(*asked.q));
  }

  /// Counts are integers and cannot move; the weights n + c, normalised, are the same function.
  problem at(const point& x) const {
    problem moved = asked;
    const bool counted = asked.how == semantics::counts || asked.how == semantics::smoothed;
    if (counted) {
      moved.how = semantics::normalised;
      moved.semantics_parameter.reset();
      moved.p.parameters[0].name = "probs";
      if (moved.q) moved.q->parameters[0].name = "probs";
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (gone[i]) continue;
      auto& values = (i < of_p ? moved.p : *moved.q).parameters[0].values;
      values[i < of_p ? i : i - of_p] = as_number(x[i] + (counted ? added : Q(0)));
    }
    return moved;
  }
};

/// The first-order coefficient of f in t, from f(0), f(h) and f(h/2).
///
/// f(t) = f(0) + c1 t + c2 t^2 + c3 t^3 + ..., D(h) = (f(h) - f(0))/h = c1 + c2 h + c3 h^2 + ...,
/// so D(h) - D(h/2) is c2 h/2 and c1 is D(h/2) - (D(h) - D(h/2)), both up to 2 c3 h^2. By Cauchy's
/// estimate |c3| <= M/r^3, where f is analytic in |t| < r and moves by at most M there. Relative
/// movements meet a zero of a weight or a sum at |t| = 1, a branch point or a kink where p and q
/// meet, here no nearer than 2^-21, and M is below 2^30: 2 c3 h^2 < 2^(1 + 30 + 63 - 400).
inline span_of_q first_order(const span_of_q& here, const span_of_q& far, const span_of_q& near,
                             const Q& step) {
  const span_of_q d1 = (far - here) * Q(1 / step);
  const span_of_q d2 = (near - here) * Q(2 / step);
  const Q margin = 2 * magnitude(d1 - d2).upper + power_of_two(-300);
  return {d2.lower - margin, d2.upper + margin};
}

/// How the value moves, to first order, when each input x_i moves by a relative d_i.
inline span_of_q moved_along(const moving_problem& f, const span_of_q& here, const point& d) {
  const Q step = power_of_two(-200);
  const auto value = [&](const Q& by) {
    point x = f.inputs;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] *= 1 + by * d[i];
    return value_span(f.at(x));
  };
  return first_order(here, value(step), value(step / 2), step);
}

/// A draw of moderate numbers: 2^-8 to 2^4, or equal, or 2^-20 apart; logarithms up to 3.
class moving_source : public option_source {
 public:
  using option_source::option_source;

  moving_problem problem_of(quantity what, semantics how) {
    const quantity_entry& row = entry(what);
    moving_problem f;
    std::vector<std::size_t> shape;
    if (row.least_axes > 0) shape = table_shape(row);
    const std::size_t n = std::accumulate(shape.begin(), shape.end(),
                                          shape.empty() ? 1 + word() % 3 : 1, std::multiplies<>());
    const bool two =
        row.of_two && !(row.q_optional && how != semantics::prob_vs_logprob && one_in(2));
    const space p = space_of(how, entry(how).p);
    const space q = how == semantics::prob_vs_logprob ? entry(how).q : p;
    fill(f, n, two, p, q, how);
    const auto side = [&](std::size_t first, space in) {
      std::vector<number> values = as_numbers(f.inputs, first, first + n);
      for (std::size_t i = 0; i < n; ++i) {
        if (f.gone[first + i]) values[i] = number::infinity(true);
      }
      return shape.empty() ? categorical(values, in) : joint(values, shape, in);
    };
    f.asked = {what, side(0, p)};
    if (two) f.asked.q = side(n, q);
    f.asked.how = how;
    choose(f, row, n);
    return f;
  }

 private:
  static space space_of(semantics, space in) { return in; }

  std::vector<std::size_t> table_shape(const quantity_entry& row) {
    if (row.least_axes == 3) return {2, 2, 2};
    if (row.most_axes > 2 && one_in(3)) return {2, 1, 2};
    return one_in(2) ? std::vector<std::size_t>{2, 2} : std::vector<std::size_t>{2, 3};
  }

  Q weight() {
    switch (below(4)) {
      case 0:
        return Q(1 + below(11), 12);
      case 1:
        return power_of_two(-1 - below(4));
      case 2:
        return Q(positive(-8, -1));
      default:
        return Q(1 + below(30), 7);
    }
  }

  // q is its own, or p's own, or p's neighbour's, or near p's.
  void fill(moving_problem& f, std::size_t n, bool two, space in_p, space in_q, semantics how) {
    const auto draw = [&](space in) {
      if (in == space::counts) return Q(below(9));
      if (in == space::probs) return one_in(8) ? Q(0) : weight();
      return Q(below(25) - 12, 4);
    };
    const bool logs = in_p == space::logits || in_p == space::log_probs;
    const bool masks = logs && one_in(4);
    const long kind = below(6);
    f.of_p = n;
    for (std::size_t i = 0; i < n; ++i) f.inputs.push_back(draw(in_p));
    for (std::size_t i = 0; i < n; ++i) f.gone.push_back(masks && one_in(3));
    for (std::size_t i = 0; i < n && two; ++i) {
      const bool related = in_p == in_q && kind < 3;
      const bool near = kind == 2 && in_p != space::counts;
      Q x = !related ? draw(in_q) : f.inputs[kind == 1 ? (i + 1) % n : i];
      if (near) x *= 1 + (below(9) - 4) * power_of_two(-20);
      f.gone.push_back(masks && (f.gone[i] || one_in(8)));
      f.inputs.push_back(x);
    }
    for (std::size_t i = 0; i < f.inputs.size(); ++i) {
      if (f.gone[i]) f.inputs[i] = 0;
    }
    if (how == semantics::smoothed) f.added = Q(1 + below(3), 2);
  }

  void choose(moving_problem& f, const quantity_entry& row, std::size_t n) {
    using enum option;
    problem& x = f.asked;
    if (*x.how == semantics::clipped) x.semantics_parameter = number::parse("1/10", nullptr);
    if (*x.how == semantics::smoothed) x.semantics_parameter = as_number(f.added);
    const std::array orders{Q(-1), Q(0), Q(1, 2), Q(1, 3), Q(1), Q(5, 4), Q(2), Q(3)};
    const std::array shares{Q(0), Q(1, 3), Q(1, 2), Q(3, 4), Q(1)};
    if (takes(row, generator)) x.generator = one_of(generators()).name;
    const bool has_order = takes(row, order) && (x.generator.empty() || x.generator == "tsallis");
    if (has_order) {
      x.order = as_number(x.what == quantity::chernoff ? one_of(shares) : one_of(orders));
      const bool limit = x.what == quantity::renyi || x.what == quantity::renyi_entropy;
      if (limit && one_in(4)) x.order = number::infinity();
    }
    if (takes(row, option::weight) && one_in(2)) x.weight = as_number(one_of(shares));
    if (takes(row, convention) && one_in(2)) x.convention = one_of(row.conventions).name;
    for (std::size_t i = 0; takes(row, support) && i < n; ++i) {
      x.support.push_back(as_number(Q(below(7), 2)));
    }
    if (takes(row, kernel)) {
      x.kernel.resize(n * n);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
          x.kernel[i * n + j] = x.kernel[j * n + i] = as_number(Q(below(9) - 3, 2));
        }
      }
    }
    chosen_options with;
    with.generator = x.generator;
    constexpr std::array every_unit{unit::nats, unit::bits, unit::hartleys};
    if (is_information(x.what, with)) x.in = one_of(every_unit);
  }
};

inline std::string described(const moving_problem& f) {
  drawn d;
  d.asked = f.asked;
  std::string text = described(d);
  if (f.asked.order) text += "\n  order " + f.asked.order->text();
  if (f.asked.weight) text += "\n  weight " + f.asked.weight->text();
  text += "\n  " + f.asked.convention + f.asked.generator;
  for (const number& x : f.asked.support) text += ' ' + x.text();
  for (const number& x : f.asked.kernel) text += ' ' + x.text();
  return text;
}

}  // namespace kloracle::second_opinion
