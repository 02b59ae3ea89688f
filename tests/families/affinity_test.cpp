// SPDX-License-Identifier: Apache-2.0
//
// What is made of the integral of p^a q^(1-a), and total variation, against those integrals.
#include <gtest/gtest.h>

#include "oracle/families/affinity.hpp"
#include "oracle/families/given.hpp"
#include "oracle/families/routes.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/definition.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr slong twenty_digits = 67;  // 20 ln 10/ln 2

struct two_laws {
  stated_law p;
  stated_law q;
  std::string text() const { return p.text() + " against " + q.text(); }
};

answer asked(quantity what, const two_laws& x, const std::optional<Q>& order) {
  problem posed{what, x.p.posed(), x.q.posed()};
  if (order) posed.order = as_number(*order);
  target t;
  t.condition = false;
  t.enclosure_bits = twenty_digits + 3;
  return evaluate(posed, t);
}

/// Draws pairs until enough of them have an affinity: some parameters shared, as families may need.
std::vector<two_laws> pairs_with_affinity(const family_entry& entry, std::size_t count) {
  std::vector<two_laws> found;
  law_source source(23);
  for (int i = 0; i < 60 && found.size() < count; ++i) {
    two_laws x{source.law(entry), source.law(entry)};
    if (i % 2 == 1) {
      x.q = x.p;
      const auto moved = source.below(unsigned(x.p.parameters.size()));
      x.q.parameters[moved] = source.law(entry).parameters[moved];
    }
    if (x.q.has("lower") && x.q["lower"] >= x.q["upper"]) continue;
    family_problem posed{quantity::renyi, {}, unit::nats, read_distribution(x.p.posed(), "p"), {}};
    posed.q = read_distribution(x.q.posed(), "q");
    const law p = *law_of(x.p, 64);
    const law q = *law_of(x.q, 64);
    if (!support_within(p, q) && !support_within(q, p)) continue;
    if (has_affinity(posed) && same_distribution(posed) == false) found.push_back(x);
  }
  return found;
}

void expect_near(const answer& a, const ball& value, const std::string& about) {
  ASSERT_TRUE(a.bounds) << about << " " << name(a.state) << " " << a.argument << a.reason;
  EXPECT_TRUE(overlap(value, a.bounds->bounds()))
      << about << ": " << a.decimal << "; by definition " << arb_get_str(value.p(), 30, 0);
  EXPECT_GE(arb_rel_accuracy_bits(value.p()), twenty_digits) << about << " by definition";
  EXPECT_TRUE(narrower_than(a.bounds->bounds(), twenty_digits)) << about;
}

finite_or_not integral_of(const two_laws& x, const Q& order) {
  const precision how{256, 140, 0};
  return affinity_by_definition(*law_of(x.p, how.bits), *law_of(x.q, how.bits), order, how);
}

class affinity : public ::testing::TestWithParam<const family_row*> {
 protected:
  mpfr_env env_;
};

TEST_P(affinity, InsideTheUnitInterval) {
  for (const two_laws& x : pairs_with_affinity(GetParam()->entry, 4)) {
    for (const Q& order : {Q(1, 2), Q(1, 3)}) {
      const finite_or_not a = integral_of(x, order);
      ASSERT_TRUE(a) << x.text();
      const ball one(Q(1), a->bits());
      const std::string about = x.text() + " order " + order.str();
      expect_near(asked(quantity::renyi, x, order), log(*a) / Q(order - 1), "renyi " + about);
      expect_near(asked(quantity::tsallis, x, order), (*a - one) / Q(order - 1),
                  "tsallis " + about);
      expect_near(asked(quantity::alpha, x, order), (*a - one) / Q(order * (order - 1)),
                  "alpha " + about);
      expect_near(asked(quantity::chernoff, x, order), -log(*a), "chernoff " + about);
      if (order != Q(1, 2)) continue;
      expect_near(asked(quantity::bhattacharyya_coefficient, x, {}), *a, "coefficient " + about);
      expect_near(asked(quantity::bhattacharyya_distance, x, {}), -log(*a), "distance " + about);
      expect_near(asked(quantity::squared_hellinger, x, {}), one - *a, "hellinger^2 " + about);
      expect_near(asked(quantity::hellinger, x, {}), sqrt(one - *a), "hellinger " + about);
    }
  }
}

// Outside (0, 1) the integral may be infinite: then these are too.
TEST_P(affinity, OutsideTheUnitInterval) {
  for (const two_laws& x : pairs_with_affinity(GetParam()->entry, 6)) {
    const law p = *law_of(x.p, 256);
    if (p.discrete || p.log_bound) continue;
    for (const Q& order : {Q(2), Q(-1), Q(3, 2)}) {
      const finite_or_not a = integral_of(x, order);
      const std::string about = x.text() + " order " + order.str();
      std::vector<std::pair<answer, ball>> all;
      const ball value = a.value_or(ball(Q(1), 256));
      all.emplace_back(asked(quantity::tsallis, x, order), (value - Q(1)) / Q(order - 1));
      if (order > 0) all.emplace_back(asked(quantity::renyi, x, order), log(value) / Q(order - 1));
      if (order == 2) all.emplace_back(asked(quantity::chi_squared, x, {}), value - Q(1));
      if (order == -1) {
        all.clear();
        all.emplace_back(asked(quantity::neyman_chi_squared, x, {}), value - Q(1));
      }
      for (const auto& [answered, wanted] : all) {
        if (a) {
          expect_near(answered, wanted, about);
        } else {
          EXPECT_EQ(name(answered.state), name(status::plus_infinity)) << about << answered.decimal;
        }
      }
    }
  }
}

TEST_P(affinity, TotalVariation) {
  if (!GetParam()->total_variation) GTEST_SKIP() << "no total variation";
  law_source source(29);
  for (int i = 0; i < 6; ++i) {
    two_laws x{source.law(GetParam()->entry), source.law(GetParam()->entry)};
    if (i % 2 == 1) x.q.parameters.back() = x.p.parameters.back();
    const law p = *law_of(x.p, 64);
    const law q = *law_of(x.q, 64);
    if (!support_within(p, q) || !support_within(q, p)) continue;
    const answer a = asked(quantity::total_variation, x, {});
    if (a.state == status::undefined || a.state == status::exact) continue;
    const precision how{192, 100, 0};
    const finite_or_not value =
        total_variation_by_definition(*law_of(x.p, how.bits), *law_of(x.q, how.bits), how);
    ASSERT_TRUE(value) << x.text();
    expect_near(a, *value, x.text());
  }
}

std::vector<const family_row*> families_with_integrals() {
  std::vector<const family_row*> rows;
  for (const family_row* row : family_rows()) {
    if (is_defined(row->entry.name) && (row->natural || row->log_affinity)) rows.push_back(row);
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(every, affinity, ::testing::ValuesIn(families_with_integrals()),
                         [](const auto& row) { return std::string(row.param->entry.name); });

}  // namespace
}  // namespace kloracle::second_opinion
