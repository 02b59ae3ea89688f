// SPDX-License-Identifier: Apache-2.0
//
// Condition numbers against difference quotients: (f(x + h) - f(x - h))/(2 h) is f' somewhere
// between, so it meets the slopes over [x - h, x + h]; these are narrow, and the slope at x that
// the oracle reports is one of them.
#include <gtest/gtest.h>

#include "oracle/families/given.hpp"
#include "oracle/families/routes.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

const long step_exponent = -100;

mpfr_prec_t bits_for(const family_problem& x) {
  return is_integrated(x.p.family->entry.name) ? 160 : 300;
}

family_problem read(const stated_law& p, const stated_law& q) {
  family_problem x{quantity::kl, {}, unit::nats, read_distribution(p.posed(), "p"), {}};
  x.q = read_distribution(q.posed(), "q");
  return x;
}

// The parameter with this place among those of p and then q.
Q& parameter_at(stated_law& p, stated_law& q, std::size_t place) {
  return place < p.parameters.size() ? p.parameters[place].second
                                     : q.parameters[place - p.parameters.size()].second;
}

// f at the parameters, one of them moved.
interval value_at(stated_law p, stated_law q, std::size_t place, const Q& by) {
  parameter_at(p, q, place) += by;
  const family_problem x = read(p, q);
  return kl_routes(x).front().value.in(enclosed(x, bits_for(x)));
}

// Slopes with that parameter anywhere within h.
std::vector<interval> slopes_around(const family_problem& x, std::size_t place, const Q& h) {
  tape steps;
  std::size_t made = 0;
  const mpfr_prec_t bits = bits_for(x);
  const auto make = [&](const Q& value) {
    const bool here = made++ == place;
    const interval low(here ? Q(value - h) : value, bits);
    const interval high(here ? Q(value + h) : value, bits);
    return steps.variable(hull(low, high));
  };
  both_arguments<taped> wide{arguments<taped>(x.p, make), std::nullopt};
  wide.q.emplace(*x.q, make);
  return steps.slopes(kl_routes(x).front().value.in(wide));
}

class condition_of : public ::testing::TestWithParam<const family_row*> {
 protected:
  mpfr_env env_;
};

bool movable(const parameter_entry& of, const Q& value) {
  if (of.in == domain::natural || of.in == domain::positive_integer || value == 0) return false;
  return of.in != domain::probability || (value > 0 && value < 1);
}

const parameter_entry& row_of_name(const family_entry& entry, std::string_view name) {
  for (const parameter_entry& row : entry.parameters) {
    if (row.name == name) return row;
  }
  return entry.parameters[0];
}

void check(const stated_law& p, const stated_law& q, const family_entry& entry) {
  const std::string about = p.text() + " against " + q.text();
  const family_problem x = read(p, q);
  const relation supports = relate(x);
  if (supports.singular || !supports.decided || same_distribution(x) != false) return;
  const std::vector<route> routes = kl_routes(x);
  if (routes.empty()) return;
  if (routes.front().name == "averages" && averages_of(x).singular) return;
  const answer a = evaluate({quantity::kl, p.posed(), q.posed()});
  if (!a.bounds || a.state == status::exact || a.condition.empty()) return;
  interval sum(0L, bits_for(x));
  bool every = true;
  stated_law own_p = p;
  stated_law own_q = q;
  for (std::size_t i = 0; i < p.parameters.size() + q.parameters.size(); ++i) {
    const bool of_p = i < p.parameters.size();
    const auto& [name, value] = of_p ? p.parameters[i] : q.parameters[i - p.parameters.size()];
    if (value == 0) continue;
    if (!movable(row_of_name(entry, name), value)) {
      every = false;
      continue;
    }
    const Q h = abs(value) * power_of_two(step_exponent);
    const interval slope = slopes_around(x, i, h)[i];
    const interval rise = value_at(p, q, i, h) - value_at(p, q, i, Q(-h));
    EXPECT_TRUE(overlap(slope, rise / Q(2 * h))) << about << ": slope by " << name;
    const interval moved = abs(slope) * Q(abs(value));
    EXPECT_TRUE(narrower_than(moved, 30) || moved.contains_zero()) << about << ": " << name;
    sum = sum + moved;
    const std::string model = (of_p ? "p." : "q.") + name;
    bool found = false;
    for (const perturbation& one : a.condition) {
      if (one.model != model) continue;
      found = true;
      EXPECT_TRUE(overlap(one.absolute.bounds(), moved)) << about << ": " << model;
    }
    EXPECT_TRUE(found) << about << ": no " << model;
  }
  if (!every) return;
  EXPECT_EQ(a.condition.front().model, "componentwise");
  EXPECT_TRUE(overlap(a.condition.front().absolute.bounds(), sum)) << about;
}

TEST_P(condition_of, MeetsDifferenceQuotients) {
  law_source source(41);
  const int draws =
      GetParam()->kl && !is_integrated(GetParam()->entry.name) ? 5 : 1;  // others integrate or sum
  for (int i = 0; i < draws; ++i) {
    stated_law p = source.law(GetParam()->entry);
    stated_law q = source.law(GetParam()->entry);
    if (i > 2 && p.parameters.size() > 1) q.parameters[0] = p.parameters[0];
    if (q.has("lower") && q["lower"] >= q["upper"]) continue;
    check(p, q, GetParam()->entry);
  }
}

std::vector<const family_row*> scalar_families() {
  std::vector<const family_row*> rows;
  for (const family_row* row : family_rows()) {
    const sample_space over = row->entry.over;
    const bool scalar = over == sample_space::reals || over == sample_space::integers ||
                        over == sample_space::circle;
    if (scalar && row->prepare == nullptr) rows.push_back(row);
  }
  return rows;
}

INSTANTIATE_TEST_SUITE_P(every, condition_of, ::testing::ValuesIn(scalar_families()),
                         [](const auto& row) { return std::string(row.param->entry.name); });

}  // namespace
}  // namespace kloracle::second_opinion
