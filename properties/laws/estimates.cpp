// SPDX-License-Identifier: Apache-2.0
//
// k1, k2 and k3: estimates of D(P||Q) from log-probabilities of outcomes sampled from P.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

bool is_estimate(const offered_function& f) {
  return (f.what == k1 || f.what == k2 || f.what == k3) && !of_families(f);
}
template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && is_estimate(f);
}
template <quantity What>
std::vector<offered_function> other(const offered_function& f) {
  offered_function g = f;
  g.what = What;
  return {g};
}

// --- log-probabilities on a grid ---

// Integers from -2^(precision - 3) to 0, times 2^step, none below -64.
struct grid {
  int step = 0;
  std::int64_t most = 1;
};
grid grid_of(choices& c, const law_scope& where) {
  const int bits = where.in.precision - 3;
  const int step = 3 - static_cast<int>(c.between(0, bits));
  return {step, std::int64_t{1} << std::min(bits, 6 - step)};
}

// Which sign ln(q/p) has: any, never negative, never positive.
enum class ratios { any, at_least_one, at_most_one };

grid draw_samples(choices& c, const law_scope& where, law_instance& to, ratios of) {
  to.resize(1);
  const grid on = grid_of(c, where);
  const std::size_t n = recipe::length(c, where, {.bits = 20, .least_n = 1});
  sample& s = to.input(0);
  for (std::size_t i = 0; i < n; ++i) {
    std::int64_t p = c.between(0, on.most);
    std::int64_t q = c.one_of(2) == 0 ? std::clamp<std::int64_t>(p + c.between(-3, 3), 0, on.most)
                                      : c.between(0, on.most);
    if ((of == ratios::at_least_one && q > p) || (of == ratios::at_most_one && q < p))
      std::swap(p, q);
    s.p.push_back(std::ldexp(static_cast<double>(-p), on.step));
    s.q.push_back(std::ldexp(static_cast<double>(-q), on.step));
  }
  return on;
}

void draw_one(choices& c, const law_scope& where, law_instance& to) {
  draw_samples(c, where, to, ratios::any);
}
void draw_equal(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  to.input(0).q = to.input(0).p;
}
void draw_exchanged(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  to.terms.push_back({0, {to.input(0).q, to.input(0).p}});
}
void draw_for_both(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  to.terms.push_back({1, to.input(0)});
}
void draw_likelier(choices& c, const law_scope& where, law_instance& to) {
  draw_samples(c, where, to, ratios::at_least_one);
  to.terms.push_back({1, to.input(0)});
}
void draw_less_likely(choices& c, const law_scope& where, law_instance& to) {
  draw_samples(c, where, to, ratios::at_most_one);
  to.terms.push_back({1, to.input(0)});
}

// Another order, and every sample twice.
void draw_reordered(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  to.terms.push_back(to.terms[0]);
  sample& s = to.input(1);
  for (std::size_t i = s.p.size(); i > 1; --i) {
    const std::size_t j = i - 1 - c.one_of(i);
    std::swap(s.p[i - 1], s.p[j]);
    std::swap(s.q[i - 1], s.q[j]);
  }
}
void draw_doubled(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  to.terms.push_back(to.terms[0]);
  sample& s = to.input(1);
  const std::size_t n = s.p.size();
  for (std::size_t i = 0; i < n; ++i) {
    s.p.push_back(s.p[i]);
    s.q.push_back(s.q[i]);
  }
}

// One constant, of at most three times the largest, taken from both log-probabilities.
void draw_less_probable(choices& c, const law_scope& where, law_instance& to) {
  const grid on = draw_samples(c, where, to, ratios::any);
  to.terms.push_back(to.terms[0]);
  const double less = std::ldexp(static_cast<double>(c.spread(0, 3 * on.most)), on.step);
  for (double& x : to.input(1).p) x -= less;
  for (double& x : to.input(1).q) x -= less;
}

// --- bounds from the log-ratios ---

interval log_ratio(const sample& s, std::size_t i, long bits) {  // ln(q/p)
  return recipe::exactly(s.q[i], bits) - recipe::exactly(s.p[i], bits);
}
interval mean_of(const sample& s, long bits, interval (*of)(const interval&)) {
  interval sum(0L, bits);
  for (std::size_t i = 0; i < s.p.size(); ++i) sum = sum + of(log_ratio(s, i, bits));
  return sum / interval(static_cast<long>(s.p.size()), bits);
}

interval zero(const law_instance&, values, const law_scope&, long bits) {
  return interval(0L, bits);
}
interval half_square_of_mean(const law_instance& x, values, const law_scope&, long bits) {
  const interval mean = mean_of(x.input(0), bits, [](const interval& r) { return r; });
  return ldexp(sqr(mean), -1);
}
// e^x - 1 - x of the mean x.
interval k3_of_mean(const law_instance& x, values, const law_scope&, long bits) {
  const interval mean = mean_of(x.input(0), 2 * bits, [](const interval& r) { return r; });
  return expm1(mean) - mean;
}

interval k3_by_k1(const law_instance& x, values v, const law_scope&) {
  const auto excess = [](const interval& r) { return expm1(r); };
  return v[0] - v[1] - mean_of(x.input(0), v[0].bits(), excess);
}

constexpr std::array law_table{
    law{.id = "estimates.nonnegative",
        .statement = "k2 >= 0 and k3 >= 0",
        .equality = "p = q at every sample",
        .source = "x^2 >= 0 and e^x - 1 - x >= 0; Schulman 2020",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = [](const offered_function& f) { return is<k2>(f) || is<k3>(f); },
        .draw = draw_one,
        .bound = zero},
    law{.id = "estimates.zero_if_equal",
        .statement = "0 where p = q at every sample",
        .equality = "always",
        .source = "ln 1 = 0",
        .type = law_type::arithmetic,
        .recipe = "R10",
        .applies = is_estimate,
        .draw = draw_equal,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v, const law_scope&) { return v[0]; }},
    law{.id = "estimates.k1_antisymmetric",
        .statement = "k1 changes its sign where p and q change places",
        .equality = "always",
        .source = "ln(q/p) = -ln(p/q)",
        .type = law_type::arithmetic,
        .recipe = "R10",
        .applies = is<k1>,
        .draw = draw_exchanged,
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v, const law_scope&) { return v[0] + v[1]; }},
    law{.id = "estimates.k2_symmetric",
        .statement = "k2 stays where p and q change places",
        .equality = "always",
        .source = "(ln(q/p))^2 = (ln(p/q))^2",
        .type = law_type::equality,
        .recipe = "R10",
        .applies = is<k2>,
        .draw = draw_exchanged},
    law{.id = "estimates.order_of_samples",
        .statement = "the order of the samples changes nothing",
        .equality = "always",
        .source = "the definition, a mean",
        .type = law_type::equality,
        .recipe = "any",
        .applies = is_estimate,
        .draw = draw_reordered},
    law{.id = "estimates.samples_twice",
        .statement = "every sample taken twice changes nothing",
        .equality = "always",
        .source = "the definition, a mean",
        .type = law_type::equality,
        .recipe = "any",
        .applies = is_estimate,
        .draw = draw_doubled},
    law{.id = "estimates.ratios_alone",
        .statement = "p and q less probable by one factor: nothing changes",
        .equality = "always",
        .source = "only q/p counts",
        .type = law_type::equality,
        .recipe = "R10",
        .applies = is_estimate,
        .draw = draw_less_probable},
    law{.id = "estimates.k2_of_k1",
        .statement = "k2 >= k1^2/2",
        .equality = "q/p the same at every sample",
        .source = "Jensen 1906",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = is<k2>,
        .draw = draw_one,
        .bound = half_square_of_mean},
    law{.id = "estimates.k3_of_k1",
        .statement = "k3 >= e^-k1 - 1 + k1",
        .equality = "q/p the same at every sample",
        .source = "Jensen 1906",
        .type = law_type::bound,
        .recipe = "R10",
        .applies = is<k3>,
        .draw = draw_one,
        .bound = k3_of_mean},
    law{.id = "estimates.k3_is_k1_corrected",
        .statement = "k3 = k1 + mean(q/p - 1)",
        .equality = "always",
        .source = "Schulman 2020: a control variate of mean 0",
        .type = law_type::arithmetic,
        .recipe = "R10",
        .applies = is<k3>,
        .draw = draw_for_both,
        .sense = law_sense::zero,
        .residual = k3_by_k1,
        .others = other<k1>},
    law{.id = "estimates.k3_above_k2",
        .statement = "k3 >= k2 where q >= p at every sample",
        .equality = "p = q at every sample",
        .source = "e^x - 1 - x >= x^2/2 for x >= 0",
        .type = law_type::order,
        .recipe = "R10",
        .applies = is<k3>,
        .draw = draw_likelier,
        .others = other<k2>},
    law{.id = "estimates.k3_below_k2",
        .statement = "k2 >= k3 where q <= p at every sample",
        .equality = "p = q at every sample",
        .source = "e^x - 1 - x <= x^2/2 for x <= 0",
        .type = law_type::order,
        .recipe = "R10",
        .applies = is<k2>,
        .draw = draw_less_likely,
        .others = other<k3>},
};

}  // namespace

std::span<const law> estimates_laws() {
  return law_table;
}

}  // namespace kloracle
