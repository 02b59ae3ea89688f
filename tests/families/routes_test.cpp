// SPDX-License-Identifier: Apache-2.0
//
// The ways to one number agree: the textbook's closed form, the Bregman form, averages. Parameters
// ordinary, tiny, huge, one ulp apart, integers and halves, in every parameterisation.
#include <gtest/gtest.h>

#include <ctime>

#include "oracle/families/family_evaluation.hpp"
#include "oracle/families/given.hpp"
#include "oracle/families/routes.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr mpfr_prec_t working_bits = 300;

bool is_scalar(const family_row& row) {
  return row.entry.over == sample_space::reals || row.entry.over == sample_space::integers ||
         row.entry.over == sample_space::circle;
}

std::vector<const family_row*> scalar_families() {
  std::vector<const family_row*> rows;
  for (const family_row* row : family_rows()) {
    if (is_scalar(*row) && row->prepare == nullptr) rows.push_back(row);
  }
  return rows;
}

family_problem problem_of(const stated_law& p, const stated_law& q) {
  family_problem x{quantity::kl, {}, unit::nats, read_distribution(p.posed(), "p"), {}};
  x.q = read_distribution(q.posed(), "q");
  return x;
}

bool finite(const family_problem& x, bool reversed) {
  const relation supports = relate(x, reversed);
  if (supports.singular || !supports.decided) return false;
  const std::vector<route> routes = kl_routes(x, reversed);
  for (const route& r : routes) {
    if (r.name != "averages") continue;
    const relation averages = averages_of(x, reversed);
    if (averages.singular || !averages.decided) return false;
  }
  return true;
}

// 0, or wide for near-equal parameters: the certified part is what all routes share.
void expect_agreement(const family_problem& x, bool reversed, const std::string& about,
                      bool moderate, unsigned& compared) {
  if (!finite(x, reversed)) return;
  const std::vector<route> routes = kl_routes(x, reversed);
  const auto at = enclosed(x, working_bits);
  std::vector<interval> values;
  for (const route& r : routes) {
    values.push_back(r.value.in(at));
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      EXPECT_TRUE(overlap(values[i], values.back()))
          << about << (reversed ? " reversed: " : ": ") << routes[i].name << " and " << r.name;
      ++compared;
    }
    if (moderate) {
      EXPECT_TRUE(narrower_than(values.back(), 100) || values.back().contains_zero())
          << about << ": " << r.name;
    }
  }
}

// Averages that are integrals or sums take their time, and have one route alone.
int draws(const family_row& row) {
  return row.kl && row.natural && !is_integrated(row.entry.name) ? 40 : 2;
}

class routes_of : public ::testing::TestWithParam<const family_row*> {
 protected:
  mpfr_env env_;
};

TEST_P(routes_of, OrdinaryParametersAgree) {
  const family_entry& entry = GetParam()->entry;
  law_source source(7);
  unsigned compared = 0;
  for (int i = 0; i < draws(*GetParam()); ++i) {
    const stated_law p = source.law(entry);
    stated_law q = source.law(entry);
    if (i % 2 == 1) {  // all but one parameter shared
      const stated_law other = q;
      q = p;
      const auto moved = source.below(unsigned(p.parameters.size()));
      q.parameters[moved] = other.parameters[moved];
      if (q.has("lower") && q["lower"] >= q["upper"]) continue;
    }
    const family_problem x = problem_of(p, q);
    const std::string about = p.text() + " against " + q.text();
    expect_agreement(x, false, about, !is_integrated(entry.name), compared);
    expect_agreement(x, true, about, !is_integrated(entry.name), compared);
  }
  const bool two_routes = GetParam()->kl && GetParam()->natural && GetParam()->mean;
  EXPECT_TRUE(compared > 0 || !two_routes || is_integrated(entry.name));
}

Q extreme(domain in, law_source& source) {
  static const Q values[] = {
      Q(1e300), Q(1e-300), Q(4.9406564584124654e-324), Q(1e16), Q(1e-16), Q(1),
      Q(1, 2),  Q(7, 2),   Q(1.0000000000000002),      Q(1) / 3};
  static const Q counts[] = {1, 2, 3, 17, 100};
  static const Q parts[] = {
      Q(1e-300), Q(4.9406564584124654e-324), Q(1, 2), Q(0.49999999999999994), Q(0.9999999999999999),
      Q(1e-16)};
  switch (in) {
    case domain::natural:
    case domain::positive_integer:
      return counts[source.below(5)];
    case domain::probability:
      return parts[source.below(6)];
    case domain::real: {
      static const Q reals[] = {0, 1, -1, Q(1e-300), Q(-700), Q(700), Q(1, 2), Q(30.1), Q(1e-16)};
      return reals[source.below(9)];
    }
    default:
      return values[source.below(10)];
  }
}

TEST_P(routes_of, ExtremeParametersAgree) {
  const family_entry& entry = GetParam()->entry;
  law_source source(11);
  unsigned compared = 0;
  for (int i = 0; i < draws(*GetParam()); ++i) {
    stated_law p = source.law(entry);
    stated_law q = source.law(entry);
    for (stated_law* side : {&p, &q}) {
      for (auto& [name, value] : side->parameters) {
        const parameter_entry* row = nullptr;
        for (const parameter_entry& one : entry.parameters) row = one.name == name ? &one : row;
        value = extreme(row->in, source);
      }
      if (side->has("lower") && (*side)["lower"] >= (*side)["upper"]) {
        side->parameters[1].second = (*side)["lower"] + 1;
      }
    }
    const std::string about = p.text() + " against " + q.text();
    const clock_t start = clock();
    const family_problem x = problem_of(p, q);
    expect_agreement(x, false, about, false, compared);
    expect_agreement(x, true, about, false, compared);
    EXPECT_LT(double(clock() - start) / CLOCKS_PER_SEC, 30.0) << about;
  }
}

INSTANTIATE_TEST_SUITE_P(every, routes_of, ::testing::ValuesIn(scalar_families()),
                         [](const auto& row) { return std::string(row.param->entry.name); });

}  // namespace
}  // namespace kloracle::second_opinion
