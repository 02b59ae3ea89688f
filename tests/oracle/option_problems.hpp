// SPDX-License-Identifier: Apache-2.0
//
// Random and adversarial problems of every quantity: with orders, weights, conventions, generators,
// tables, supports and kernels, each in two readings like those of random_problems.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "tests/oracle/random_problems.hpp"

namespace kloracle::second_opinion {

/// The options of a problem, as this test reads them.
struct chosen_options {
  std::optional<input> order;  // infinity means nullopt
  std::optional<input> weight;
  std::string convention;
  std::string generator;
  inputs support;
  inputs kernel;
  std::vector<std::size_t> shape;
};

struct drawn_with_options : drawn {
  chosen_options with;
};

inline input from_rational(const Q& x) {
  return {as_number(x), x};
}

/// Whether the value is an amount of information: written out again from the specification.
inline bool is_information(quantity what, const chosen_options& with) {
  constexpr std::array generators_of_information{"kl", "reverse_kl", "jeffreys", "jensen_shannon"};
  using enum quantity;
  constexpr std::array plain{total_variation, squared_hellinger,         hellinger,
                             chi_squared,     neyman_chi_squared,        tsallis,
                             alpha,           triangular_discrimination, perplexity,
                             tsallis_entropy, bhattacharyya_coefficient, wasserstein_1,
                             squared_mmd};
  return what == f_divergence ? std::ranges::count(generators_of_information, with.generator) > 0
                              : std::ranges::count(plain, what) == 0;
}

class option_source : public problem_source {
 public:
  using problem_source::problem_source;

  /// A problem of the quantity under the semantics; of n outcomes, or of as many as come.
  drawn_with_options problem_of(quantity what, semantics how, std::size_t n = 0) {
    const quantity_entry& row = entry(what);
    chosen_options with;
    const space in = space_for(how);
    sides s;
    if (row.least_axes > 0) {
      with.shape = shape(row, n);
      s.p = table(in, with.shape);
      s.q = s.p;
    } else if (how == semantics::prob_vs_logprob) {
      s = mixed(n);
    } else {
      s = resized([&] { return pair_in(in); }, n);
      const bool of_places = what == quantity::squared_mmd || what == quantity::wasserstein_1;
      if (n == 0 && !of_places && how != semantics::smoothed && one_in(300)) s = {};
    }
    if (one_in(100)) weigh_nothing(s, how, in);
    for (const option_use& use : row.options) choose(use, what, s.p.size(), with);
    return with_options(what, how, s, in, with);
  }

  input any_order() {
    const Q near_1 = 1 + power_of_two(-20);
    const Q near_0 = power_of_two(-1074);
    const Q huge = power_of_two(40);
    const std::array named{Q(0), Q(1), Q(2), Q(-1), Q(1, 2), Q(1, 3), near_1, near_0, huge};
    switch (below(14)) {
      case 0:
        return {number::infinity(), std::nullopt};
      case 1:
        return from_fraction(below(37) - 12, 1 + below(9));
      case 2:
        return from_double(real(4));
      case 3:
        return from_fraction(1 + 2 * below(4), 2);
      case 4:
        return from_rational(below(14) - 3);
      default:
        return from_rational(one_of(named));
    }
  }

  /// In [0, 1], its ends and their neighbourhoods included.
  input between_0_and_1() {
    const Q near_0 = power_of_two(-60);
    const Q near_1 = 1 - power_of_two(-20);
    const std::array named{Q(0), Q(1), Q(1, 3), Q(1, 2), near_0, near_1};
    if (one_in(8)) return from_double(fraction());
    const long d = 1 + below(12);
    return one_in(8) ? from_fraction(below(d + 1), d) : from_rational(one_of(named));
  }

 private:
  using shapes = std::vector<std::size_t>;

  // --- sides ---------------------------------------------------------------------------------

  template <class Draw>
  sides resized(Draw draw, std::size_t n) {
    sides s = draw();
    while (s.p.size() < n) {
      const sides more = draw();
      s.p.insert(s.p.end(), more.p.begin(), more.p.end());
      s.q.insert(s.q.end(), more.q.begin(), more.q.end());
    }
    if (n > 0) {
      s.p.erase(s.p.begin() + static_cast<long>(n), s.p.end());
      s.q.erase(s.q.begin() + static_cast<long>(n), s.q.end());
    }
    return s;
  }

  /// Every outcome of weight 0, or masked.
  void weigh_nothing(sides& s, semantics how, space in) {
    const input zero = from_rational(0);
    const input masked = from_double(-INFINITY);
    const bool logs = in == space::logits || in == space::log_probs;
    for (input& x : s.p) x = logs ? masked : zero;
    for (input& x : s.q) x = logs || how == semantics::prob_vs_logprob ? masked : zero;
  }

  template <class Draw>
  sides drawn_sides(std::size_t n, Draw draw) {
    sides s;
    for (std::size_t i = 0; i < n; ++i) {
      s.p.push_back(draw());
      s.q.push_back(draw());
    }
    return s;
  }

  sides permuted(sides s) {
    for (std::size_t i = 0; i < s.p.size(); ++i) s.q[i] = s.p[(i + 1) % s.p.size()];
    return s;
  }

  /// Where roots and powers of the weights are rational, or share a radical.
  sides perfect_powers() {
    const auto k = static_cast<unsigned>(1 + below(6));
    const long factor = one_in(2) ? 2 : 1;
    const sides s = drawn_sides(size(), [&] {
      const Z numerator = pow(Z(1 + below(12)), k);
      const Z denominator = pow(Z(1 + below(4)), k);
      return from_rational(Q(factor * numerator, denominator));
    });
    return one_in(2) ? permuted(s) : s;
  }

  /// Powers of a times powers of b, sometimes zeros: values that are whole in bits or hartleys.
  sides powers_of(long a, long b) {
    const sides s = drawn_sides(1 + static_cast<std::size_t>(below(4)), [&] {
      const Q x(pow(Z(a), static_cast<unsigned>(below(5))) * pow(Z(b), one_in(2) ? 1U : 0U));
      return from_rational(one_in(5) ? Q(0) : one_in(2) ? Q(1 / x) : x);
    });
    return one_in(3) ? permuted(s) : s;
  }

  /// Uniform on supports: equal, nested, disjoint, whatever comes.
  sides zeros_and_ones() {
    return drawn_sides(size(), [&] { return from_rational(below(2)); });
  }

  sides equal(sides s) {
    s.q = s.p;
    return s;
  }

  sides pair_of_weights_drawn() {
    switch (below(10)) {
      case 0:
      case 1:
        return perfect_powers();
      case 2:
        return powers_of(one_in(3) ? 10 : 2, one_in(2) ? 3 : 1);
      case 3:
        return zeros_and_ones();
      case 4:
        return equal(any_weights());
      default:
        return any_weights();
    }
  }

  sides pair_of_counts() {
    if (one_in(2)) return counted();
    return drawn_sides(size(), [&] { return from_rational(below(one_in(2) ? 2 : 9)); });
  }

  /// Few values, so that exponents meet; masks of -inf or of -1e9.
  sides coarse_logarithms() {
    const bool masked = one_in(3);
    return drawn_sides(size(), [&] {
      if (masked && one_in(4)) return from_double(one_in(2) ? -INFINITY : -1e9);
      return from_rational(Q(-below(4), 2));
    });
  }

  sides pair_of_logarithms(bool negative) {
    switch (below(8)) {
      case 0:
        return coarse_logarithms();
      case 1:
        return equal(logarithms(10, true));
      default:
        return any_logarithms(negative);
    }
  }

  sides pair_in(space in) {
    if (in == space::counts) return pair_of_counts();
    if (in == space::probs) return pair_of_weights_drawn();
    return pair_of_logarithms(in == space::log_probs);
  }

  sides mixed(std::size_t n) {
    sides s = resized([&] { return pair_of_weights_drawn(); }, n);
    const sides logs = resized([&] { return pair_of_logarithms(true); }, s.p.size());
    s.q = logs.q;
    return s;
  }

  // --- tables --------------------------------------------------------------------------------

  shapes shape(const quantity_entry& row, std::size_t n) {
    if (n == 16) return row.least_axes == 3 ? shapes{2, 4, 2} : shapes{4, 4};
    const long most = std::clamp<long>(row.most_axes, row.least_axes, 4);
    const long axes = row.least_axes + below(most - row.least_axes + 1);
    if (axes == 3 && one_in(2)) return {2, 3, 2};
    const long longest = axes == 2 ? 4 : axes == 3 ? 3 : 2;
    shapes result;
    for (long i = 0; i < axes; ++i) {
      result.push_back(static_cast<std::size_t>(1 + below(longest)));
    }
    return result;
  }

  /// The outer product of one vector per axis, sums in place of products where asked.
  template <class Draw>
  inputs independent(const shapes& s, bool sums, Draw draw) {
    std::vector<Q> cells{Q(sums ? 0 : 1)};
    for (const std::size_t length : s) {
      std::vector<Q> axis(length);
      for (Q& x : axis) x = *draw().meant;
      std::vector<Q> longer;
      for (const Q& cell : cells) {
        for (const Q& x : axis) longer.push_back(sums ? Q(cell + x) : Q(cell * x));
      }
      cells = longer;
    }
    inputs result;
    for (const Q& cell : cells) result.push_back(from_rational(cell));
    return result;
  }

  inputs table(space in, const shapes& s) {
    const std::size_t cells = std::accumulate(s.begin(), s.end(), 1UL, std::multiplies<>());
    const bool logs = in == space::logits || in == space::log_probs;
    const auto some = [&](long least, long most) {
      return logs ? from_double(-fraction()) : from_rational(least + below(most - least + 1));
    };
    const auto one_or_none = [&] {
      return logs ? from_double(one_in(3) ? 0 : -INFINITY) : from_rational(one_in(3));
    };
    const auto small_power = [&] { return logs ? from_double(-1) : from_rational(1L << below(4)); };
    const long kind = below(6);
    if (kind > 3) return resized([&] { return pair_in(in); }, cells).p;
    if (kind == 3) return drawn_sides(cells, one_or_none).p;
    if (kind == 2) return drawn_sides(cells, small_power).p;
    inputs x = independent(s, logs, [&] { return some(kind, 6); });
    if (kind == 1) x[static_cast<std::size_t>(word() % cells)] = some(1, 50);
    return x;
  }

  // --- options -------------------------------------------------------------------------------

  inputs points(std::size_t n) {
    inputs x;
    const long kind = below(4);
    for (std::size_t i = 0; i < n; ++i) {
      x.push_back(kind == 0   ? from_rational(static_cast<long>(i))
                  : kind == 1 ? from_rational(below(4))
                  : kind == 2 ? from_double(real(1000))
                              : from_fraction(below(40) - 20, 1 + below(9)));
    }
    return x;
  }

  inputs symmetric(std::size_t n) {
    inputs x(n * n);
    const bool whole = one_in(2);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i; j < n; ++j) {
        const double far = static_cast<double>(j - i);
        x[i * n + j] = whole ? from_rational(below(9) - 3) : from_double(std::exp(-far * far / 2));
        x[j * n + i] = x[i * n + j];
      }
    }
    return x;
  }

  void choose(const option_use& use, quantity what, std::size_t n, chosen_options& with) {
    const bool left_out = !use.required && one_in(3);
    const auto conventions = entry(what).conventions;
    switch (use.id) {
      case option::order:
        if (what == quantity::f_divergence && with.generator != "tsallis") return;
        with.order = what == quantity::chernoff ? between_0_and_1() : any_order();
        return;
      case option::weight:
        if (!left_out) with.weight = between_0_and_1();
        return;
      case option::convention:
        if (!left_out) with.convention = one_of(conventions).name;
        return;
      case option::generator:
        with.generator = one_of(generators()).name;
        if (with.generator == "tsallis") with.order = any_order();
        return;
      case option::support:
        with.support = points(n);
        return;
      case option::kernel:
        with.kernel = symmetric(n);
        return;
      case option::cosine:  // of families only
        break;
    }
  }
  space space_for(semantics how) {
    constexpr std::array any{space::probs,  space::probs,  space::probs,
                             space::counts, space::logits, space::log_probs};
    if (how == semantics::normalised) return one_of(any);
    return one_in(5) && accepts(how, space::counts, space::counts) ? space::counts : entry(how).p;
  }

  std::optional<input> parameter_of(semantics how) {
    if (how == semantics::clipped) {
      return one_in(3) ? from_fraction(1, 10000000) : from_double(positive(-60, -2));
    }
    if (how != semantics::smoothed) return {};
    return one_in(4) ? from_fraction(below(4), 3) : from_double(positive(-20, 3));
  }

  drawn_with_options with_options(quantity what, semantics how, const sides& s, space in,
                                  const chosen_options& with) {
    constexpr std::array every_unit{unit::nats, unit::bits, unit::hartleys};
    const unit spelled_in = is_information(what, with) ? one_of(every_unit) : unit::nats;
    const space in_q = how == semantics::prob_vs_logprob ? space::log_probs : in;
    drawn_with_options d{stated(what, how, s, spelled_in, in, in_q, parameter_of(how)), with};
    d.meant.softmax =
        how == semantics::normalised && (in == space::logits || in == space::log_probs);
    if (!with.shape.empty()) d.asked.p = joint(given(s.p), with.shape, in);
    if (entry(what).q_optional && how != semantics::prob_vs_logprob && one_in(2)) {
      d.asked.q.reset();
      d.meant.q.clear();
    }
    if (with.order) d.asked.order = with.order->given;
    if (with.weight) d.asked.weight = with.weight->given;
    d.asked.convention = with.convention;
    d.asked.generator = with.generator;
    d.asked.support = given(with.support);
    d.asked.kernel = given(with.kernel);
    return d;
  }
};

inline target random_target(problem_source& source) {
  target t;
  t.condition = source.one_in(4);
  if (!source.one_in(3)) t.to = source.one_of(formats());
  t.rounding = source.one_of(directions());
  t.digits = 1 + static_cast<int>(source.below(source.one_in(3) ? 50 : 20));
  if (source.one_in(20)) t.enclosure_bits = source.below(300);
  return t;
}

inline std::string described(const drawn_with_options& d) {
  std::string text = described(static_cast<const drawn&>(d));
  if (d.asked.order) text += "\n  order " + d.asked.order->text();
  if (d.asked.weight) text += "\n  weight " + d.asked.weight->text();
  text += "\n  " + d.asked.convention + d.asked.generator;
  for (const std::size_t length : d.with.shape) text += std::to_string(length) + ' ';
  for (const number& x : d.asked.support) text += ' ' + x.text();
  for (const number& x : d.asked.kernel) text += ' ' + x.text();
  return text + (d.meant.softmax ? " (softmax)" : "");
}

}  // namespace kloracle::second_opinion
