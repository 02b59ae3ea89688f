// SPDX-License-Identifier: Apache-2.0
//
// The Kullback-Leibler divergence between other divergences. t = TV, H2 = squared Hellinger.
#include <array>

#include "properties/laws/readings.hpp"

namespace kloracle {
namespace {

using enclosed::one;
using enclosed::sides;
using recipe::bound_by;
using recipe::draw_compared;
using recipe::reads;

interval log_chi_squared(const sides& x) {
  return log1p(enclosed::chi_squared(x));
}

// The largest p/q, and t (M ln M)/(M - 1): its limit at M = 1 is 0, for then P = Q.
interval by_largest_ratio(const sides& x) {
  interval most = one(x);
  bool equal = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (enclosed::is_zero(x.p[i])) continue;
    if (enclosed::is_zero(x.q[i])) return enclosed::infinite(x.bits);
    most = max(most, x.p[i] / x.q[i]);
    equal = equal && enclosed::is_zero(x.d[i]);
  }
  if (equal) return {0L, x.bits};
  const interval more = most - one(x);
  if (more.contains_zero()) return interval::entire(x.bits);
  return enclosed::total_variation(x) * (most * log(most) / more);
}

// The least q over outcomes that P or Q has.
interval by_least_probability(const sides& x) {
  interval least = one(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!enclosed::is_zero(x.p[i]) || !enclosed::is_zero(x.q[i])) least = min(least, x.q[i]);
  }
  if (enclosed::is_zero(least)) return enclosed::infinite(x.bits);
  return log1p(ldexp(sqr(enclosed::total_variation(x)), 1) / least);
}

// -2 ln BC, and BC = 1 - H2.
interval twice_bhattacharyya(const sides& x) {
  const interval loss = enclosed::squared_hellinger(x);
  if (certainly_le(one(x), loss)) return enclosed::infinite(x.bits);
  return ldexp(-log1p(-min(loss, one(x))), 1);
}

interval twice_hellinger(const sides& x) {
  return ldexp(enclosed::squared_hellinger(x), 1);
}

// -ln Q(p > 0): exactly 0 where P has every outcome that Q has.
interval log_support(const sides& x) {
  interval sum(0L, x.bits);
  bool all = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!enclosed::is_zero(x.p[i])) {
      sum = sum + x.q[i];
    } else {
      all = all && enclosed::is_zero(x.q[i]);
    }
  }
  if (all) return {0L, x.bits};
  return enclosed::is_zero(sum) ? enclosed::infinite(x.bits) : -log(sum);
}

// (1/2) sum (p - q)^2/max(p, q), of two outcomes and of any.
interval by_larger(const sides& x) {
  interval sum(0L, x.bits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (enclosed::is_zero(x.d[i])) continue;
    sum = sum + sqr(x.d[i]) / max(x.p[i], x.q[i]);
  }
  return ldexp(sum, -1);
}

constexpr std::array law_table{
    law{.id = "kl.below_chi_squared",
        .statement = "D(P||Q) <= chi^2(P||Q)",
        .equality = "P = Q",
        .source = "van Erven, Harremoes 2014, theorem 3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<enclosed::chi_squared>},
    law{.id = "kl.below_log_chi_squared",
        .statement = "D(P||Q) <= ln(1 + chi^2(P||Q))",
        .equality = "P = Q given an event",
        .source = "van Erven, Harremoes 2014, theorem 3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<log_chi_squared>},
    law{.id = "kl.below_largest_ratio",
        .statement = "D(P||Q) <= t M ln(M)/(M - 1), M = max p/q",
        .equality = "P = Q given an event",
        .source = "Verdu 2014; Sason, Verdu 2016",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<by_largest_ratio>},
    law{.id = "kl.below_least_probability",
        .statement = "D(P||Q) <= ln(1 + 2t^2/min q)",
        .equality = "P = Q",
        .source = "chi^2 <= max|p-q| sum|p-q|/min q; Sason, Verdu 2016",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .sense = law_sense::at_most,
        .bound = bound_by<by_least_probability>},
    law{.id = "kl.above_bhattacharyya",
        .statement = "D(P||Q) >= -2 ln sum sqrt(pq)",
        .equality = "P = Q given an event",
        .source = "van Erven, Harremoes 2014, theorem 3, orders 1/2 and 1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<twice_bhattacharyya>},
    law{.id = "kl.above_hellinger",
        .statement = "D(P||Q) >= 2 H2(P,Q)",
        .equality = "P = Q",
        .source = "van Erven, Harremoes 2014; -ln(1-x) >= x",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<twice_hellinger>},
    law{.id = "kl.above_support",
        .statement = "D(P||Q) >= -ln Q(p > 0)",
        .equality = "P = Q given an event",
        .source = "Jensen's inequality; orders 0 and 1 of Renyi's divergence",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<log_support>},
    law{.id = "kl.above_larger",
        .statement = "D(P||Q) >= (1/2) sum (p-q)^2/max(p,q)",
        .equality = "P = Q",
        .source = "p ln(p/q) - p + q = integral (p-x)/x dx from q to p",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = reads<quantity::kl>,
        .draw = draw_compared,
        .bound = bound_by<by_larger>},
};

}  // namespace

std::span<const law> kl_bounds_laws() {
  return law_table;
}

}  // namespace kloracle
