// SPDX-License-Identifier: Apache-2.0
//
// The table of generators as checked facts: what it calls symmetric, bounded or a metric is so of
// many random pairs and triples, by enclosures, and what it does not is refuted by a witness.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/random_problems.hpp"
#include "tests/oracle/stated_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;
using second_opinion::problem_source;
using weights = std::vector<Q>;

constexpr int repetitions = 300;
constexpr int longest_search = 20000;
const char* const tsallis_order = "3/2";  // where the divergence is unbounded

distribution of(const weights& x) {
  std::vector<number> values;
  for (const Q& w : x) values.push_back(as_number(w));
  return categorical(values);
}

problem between(quantity what, const weights& p, const weights& q) {
  return {what, of(p), of(q)};
}

problem divergence(const generator_entry& f, const weights& p, const weights& q) {
  const problem x = by(f.name, between(f_divergence, p, q));
  return f.takes_order ? of_order(tsallis_order, x) : x;
}

interval value(const generator_entry& f, const weights& p, const weights& q) {
  return narrow(divergence(f, p, q));
}

// n probabilities that are multiples of 2^-12, so that sums of them are exact in any enclosure;
// none is 0 unless zeros are wanted.
weights drawn(problem_source& source, std::size_t n, bool zeros) {
  constexpr long whole = 1 << 12;
  const long least = zeros ? 0 : 1;
  const long spare = whole - least * static_cast<long>(n);
  std::vector<long> cuts{0, spare};
  while (cuts.size() <= n) {
    // Near an end as often as not: probabilities of every size.
    const long cut = source.below(spare + 1) >> (source.one_in(2) ? source.below(12) : 0);
    cuts.push_back(source.one_in(2) ? cut : spare - cut);
  }
  std::ranges::sort(cuts);
  weights result;
  for (std::size_t i = 0; i < n; ++i) result.emplace_back(cuts[i + 1] - cuts[i] + least, whole);
  return result;
}

weights drawn(problem_source& source, bool zeros = false) {
  return drawn(source, 2, zeros);
}

std::size_t some_outcomes(problem_source& source) {
  return static_cast<std::size_t>(2 + source.below(3));
}

weights middle(const weights& x, const weights& y) {
  weights result;
  for (std::size_t i = 0; i < x.size(); ++i) result.push_back((x[i] + y[i]) / 2);
  return result;
}

// Whether both have some outcome.
bool meet(const weights& p, const weights& q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] > 0) return true;
  }
  return false;
}

// "2" or "ln 2".
interval bound_of(const generator_entry& f) {
  const std::string text(f.bound);
  if (text.starts_with("ln ")) return log(interval(rational_from(text.substr(3)), 300));
  return interval(rational_from(text), 300);
}

template <class Found>
bool search(std::uint64_t seed, Found found) {
  problem_source source(seed);
  for (int k = 0; k < longest_search; ++k) {
    if (found(source)) return true;
  }
  return false;
}

// --- the same divergence by its own name
// -----------------------------------------------------------

problem by_its_own_name(const generator_entry& f, const weights& p, const weights& q) {
  problem x = between(find_quantity(f.name)->id, p, q);
  if (f.name == "squared_hellinger") x.convention = "sum";
  return f.takes_order ? of_order(tsallis_order, x) : x;
}

TEST(Generator, IsTheQuantityOfItsName) {
  problem_source source(1);
  for (const generator_entry& f : generators()) {
    for (int k = 0; k < repetitions && !HasFailure(); ++k) {
      const std::size_t n = some_outcomes(source);
      weights p = drawn(source, n, source.one_in(3));
      const weights q = drawn(source, n, source.one_in(3));
      const Q mass = Q(1 + source.below(5), 3);
      for (Q& w : p) w *= mass;
      problem x = divergence(f, p, q);
      problem y = by_its_own_name(f, p, q);
      constexpr std::array forms{semantics::normalised, semantics::measure, semantics::generalised};
      x.how = y.how = source.one_of(forms);
      if (f.has_unit && source.one_in(2)) x.in = y.in = unit::bits;
      expect_same(y, x);
    }
  }
}

TEST(Generator, IsTheQuantityOfItsNameOfLogits) {
  problem_source source(2);
  for (const generator_entry& f : generators()) {
    for (int k = 0; k < repetitions / 10 && !HasFailure(); ++k) {
      problem x = divergence(f, drawn(source), drawn(source));
      problem y = by_its_own_name(f, {}, {});
      x.p.parameters[0].name = x.q->parameters[0].name = "logits";
      y.p = x.p;
      y.q = x.q;
      expect_same(y, x);
    }
  }
}

TEST(Generator, IsConvex) {
  const mpfr_env env;
  problem_source source(3);
  for (const generator_entry& f : generators()) {
    for (int k = 0; k < repetitions && !HasFailure(); ++k) {
      const weights p = drawn(source);
      const weights q = drawn(source);
      const weights r = drawn(source);
      const weights s = drawn(source);
      const interval mean = (value(f, p, q) + value(f, r, s)) / Q(2);
      EXPECT_TRUE(certainly_le(value(f, middle(p, r), middle(q, s)), mean)) << f.name;
    }
  }
}

// (1/2, 1/2) and (9/10, 1/10) against (1/10, 9/10): a divergence that is not convex in p comes from
// no generator.
TEST(RenyiDivergence, OfOrderTwoHasNoGenerator) {
  const mpfr_env env;
  const auto to_q = [](const char* p) {
    return narrow(of_order("2", stated(renyi, p, "1/10 9/10")));
  };
  const interval mean = (to_q("1/2 1/2") + to_q("9/10 1/10")) / Q(2);
  EXPECT_TRUE(certainly_lt(mean, to_q("7/10 3/10")));
}

// --- symmetric
// -------------------------------------------------------------------------------------

TEST(SymmetricColumn, SaysYesWhereTheSidesMayBeExchanged) {
  problem_source source(4);
  for (const generator_entry& f : generators()) {
    for (int k = 0; f.symmetric && k < repetitions && !HasFailure(); ++k) {
      const std::size_t n = some_outcomes(source);
      const weights p = drawn(source, n, source.one_in(2));
      const weights q = drawn(source, n, source.one_in(2));
      expect_same(divergence(f, p, q), divergence(f, q, p));
    }
  }
}

TEST(SymmetricColumn, SaysNoWhereSomePairDiffers) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    const auto differs = [&](problem_source& source) {
      const weights p = drawn(source);
      const weights q = drawn(source);
      return !overlap(value(f, p, q), value(f, q, p));
    };
    EXPECT_TRUE(f.symmetric || search(5, differs)) << f.name;
  }
}

// --- bound
// -----------------------------------------------------------------------------------------

TEST(BoundColumn, IsNeverReachedByPairsThatMeet) {
  const mpfr_env env;
  problem_source source(6);
  for (const generator_entry& f : generators()) {
    for (int k = 0; !f.bound.empty() && k < repetitions && !HasFailure(); ++k) {
      const std::size_t n = some_outcomes(source);
      const weights p = drawn(source, n, source.one_in(2));
      const weights q = drawn(source, n, source.one_in(2));
      EXPECT_TRUE(!meet(p, q) || certainly_lt(value(f, p, q), bound_of(f))) << f.name;
    }
  }
}

TEST(BoundColumn, IsAttainedByDisjointSupports) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    if (f.bound.empty()) continue;
    const interval attained = value(f, {Q(1, 3), Q(2, 3), 0}, {0, 0, 1});
    EXPECT_TRUE(overlap(attained, bound_of(f)) && narrower_than(attained, 150)) << f.name;
  }
}

// Approached, too, by distributions that share every outcome.
TEST(BoundColumn, IsALimitOfPairsThatMeet) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    if (f.bound.empty()) continue;
    for (const long k : {10L, 20L, 40L}) {
      const Q e = power_of_two(-4 * k);
      const interval short_of = bound_of(f) - value(f, {e, 1 - e}, {1 - e, e});
      EXPECT_TRUE(certainly_positive(short_of)) << f.name;
      EXPECT_TRUE(certainly_lt(short_of, interval(power_of_two(-k), 300))) << f.name;
    }
  }
}

TEST(BoundColumn, IsEmptyWhereAnyNumberIsExceeded) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    for (const long number : {1L, 10L, 100L, 1000L}) {
      const auto exceeded = [&](const weights& p, const weights& q) {
        return certainly_lt(interval(number, 64), value(f, p, q));
      };
      bool found = !f.bound.empty();
      for (long k = 1; k <= 8192 && !found; k *= 2) {
        const weights far{power_of_two(-k), 1 - power_of_two(-k)};
        const weights even{Q(1, 2), Q(1, 2)};
        found = exceeded(even, far) || exceeded(far, even);
      }
      EXPECT_TRUE(found) << f.name << ' ' << number;
    }
  }
}

// Its row has no bound because orders of 1 and more have none.
TEST(BoundColumn, OfTsallisIsEmptyThoughOrdersBelowOneAreBounded) {
  EXPECT_TRUE(find_generator("tsallis")->bound.empty());
  const auto at = [](const char* order, const weights& p, const weights& q) {
    return of_order(order, by("tsallis", between(f_divergence, p, q)));
  };
  expect_exactly("2", at("1/2", {1, 0}, {0, 1}));
  expect_exactly("4", at("3/4", {1, 0}, {0, 1}));
  expect_exactly("1", at("0", {1, 0}, {0, 1}));
  expect_value("inf", at("1", {1, 0}, {0, 1}));
}

// --- metric
// ----------------------------------------------------------------------------------------

struct triangle {
  interval direct;  // from p to r
  interval by_way;  // from p to q and from q to r
  bool degenerate;  // q is p or r
};

triangle drawn_triangle(problem_source& source, const generator_entry& f, std::size_t n, bool zeros,
                        bool root) {
  const weights p = drawn(source, n, zeros);
  const weights q = drawn(source, n, zeros);
  const weights r = drawn(source, n, zeros);
  const auto distance = [&](const weights& x, const weights& y) {
    return root ? sqrt(value(f, x, y)) : value(f, x, y);
  };
  return {distance(p, r), distance(p, q) + distance(q, r), p == q || q == r};
}

TEST(MetricColumn, NamesWhatKeepsTheTriangleInequality) {
  const mpfr_env env;
  problem_source source(7);
  for (const generator_entry& f : generators()) {
    ASSERT_TRUE(f.metric.empty() || f.metric == "itself" || f.metric == "square root") << f.metric;
    for (int k = 0; !f.metric.empty() && k < repetitions && !HasFailure(); ++k) {
      const triangle x = drawn_triangle(source, f, some_outcomes(source), source.one_in(2),
                                        f.metric == "square root");
      EXPECT_TRUE(x.degenerate || certainly_le(x.direct, x.by_way)) << f.name;
    }
  }
}

TEST(MetricColumn, NamesDivergencesThatAreSymmetricAndFinite) {
  for (const generator_entry& f : generators()) {
    EXPECT_TRUE(f.metric.empty() || (f.symmetric && !f.bound.empty())) << f.name;
  }
}

bool some_triangle_is_broken(const generator_entry& f, bool root) {
  return search(8, [&](problem_source& source) {
    const triangle x = drawn_triangle(source, f, 2, false, root);
    return certainly_lt(x.by_way, x.direct);
  });
}

TEST(MetricColumn, SaysSquareRootWhereTheValueItselfIsNone) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    EXPECT_TRUE(f.metric != "square root" || some_triangle_is_broken(f, false)) << f.name;
  }
}

TEST(MetricColumn, IsEmptyWhereNeitherTheValueNorItsRootIsOne) {
  const mpfr_env env;
  for (const generator_entry& f : generators()) {
    if (!f.metric.empty()) continue;
    EXPECT_TRUE(some_triangle_is_broken(f, false)) << f.name;
    EXPECT_TRUE(some_triangle_is_broken(f, true)) << f.name;
  }
}

}  // namespace
}  // namespace kloracle
