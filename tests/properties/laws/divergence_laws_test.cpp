// SPDX-License-Identifier: Apache-2.0
//
// The laws that compare divergences: correct rounding is never blamed, a planted fault is, and the
// equality case of each is drawn.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "properties/laws/law_judge.hpp"
#include "tests/properties/laws/divergence_topics.hpp"

namespace kloracle {
namespace {

class DivergenceLaws : public testing::TestWithParam<const char*> {};

// --- correct rounding ---

void expect_kept(const law_summary& s) {
  EXPECT_EQ(s.soft + s.hard + s.undecided + s.lost, 0)
      << s.what->id << ' ' << s.function->name << ' ' << s.in->name << ' '
      << (s.example ? s.example->id + ": " + s.example->judged.reason : "");
}

TEST_P(DivergenceLaws, NeverBlameCorrectRounding) {
  for (const law* l : laws_of(GetParam())) {
    const std::vector<offered_function> some = functions_of(*l, 5);
    ASSERT_FALSE(some.empty()) << l->id;
    long checks = 0;
    long held = 0;
    for (const offered_function& f : some) {
      perfect_subject who(with_others(*l, {f}));
      law_options how;
      how.only_law = l->id;
      how.only_function = f.name;
      how.checks = 2000 / static_cast<long>(4 * some.size());
      for (const law_summary& s : check_laws(who, how)) {
        expect_kept(s);
        checks += s.checks;
        held += s.holds;
      }
    }
    EXPECT_GE(checks, 2000 - 20) << l->id;
    EXPECT_GE(held, checks / 2) << l->id;
  }
}

// --- planted faults ---

double rounded(const format& in, double y) {
  return std::isfinite(y) ? to_double(round_to(in, direction::nearest_even, Q(y))) : y;
}

struct fault {
  const char* name;
  double (*change)(double value, const sample& input);
};

constexpr std::array factors{
    fault{"an eighth missing", [](double v, const sample&) { return v * 0.875; }},
    fault{"an eighth too much", [](double v, const sample&) { return v * 1.125; }},
};
constexpr std::array others{
    fault{"clipped", [](double v, const sample&) { return std::min(v, 0.25); }},
    fault{"lopsided", [](double v, const sample& s) { return v * (1 + s.p[0] / 8); }},
    fault{"below by 1/64", [](double v, const sample&) { return v - 0x1p-6; }},
    fault{"above by 1/64", [](double v, const sample&) { return v + 0x1p-6; }},
};

bool caught(const law& l, const offered_function& f, const fault& planted) {
  scripted_subject who(with_others(l, {f}),
                       [&](const offered_function& g, const format& in, const sample& s) {
                         response r = right_answer(g, in, s);
                         if (g.name == f.name) r.value = rounded(in, planted.change(r.value, s));
                         return r;
                       });
  law_options how;
  how.only_law = l.id;
  how.only_function = f.name;
  how.only_format = &binary64;
  how.checks = 200;
  how.shrinks = 0;
  const std::vector<law_summary> all = check_laws(who, how);
  return std::any_of(all.begin(), all.end(), [](const law_summary& s) { return s.hard > 0; });
}

// Laws that a factor cannot break: relations of 0, of the two sides of one function, of no value.
bool keeps_under_factors(const law& l) {
  static constexpr std::array zero_bounds{"affinity.nonnegative", "bounded.no_affinity",
                                          "outcome.nonnegative"};
  return l.type == law_type::witness || l.type == law_type::equality ||
         std::find(zero_bounds.begin(), zero_bounds.end(), l.id) != zero_bounds.end();
}

// Each law alone: no other law's watchfulness makes up for it. An eighth shows that it is tight.
TEST_P(DivergenceLaws, CatchPlantedFaults) {
  for (const law* l : laws_of(GetParam())) {
    const offered_function f = functions_of(*l, 1).at(0);
    const auto is_caught = [&](const fault& planted) { return caught(*l, f, planted); };
    const bool found = keeps_under_factors(*l)
                           ? std::any_of(others.begin(), others.end(), is_caught)
                           : std::any_of(factors.begin(), factors.end(), is_caught);
    EXPECT_TRUE(found) << l->id << " of " << f.name;
  }
}

// --- tightness ---

// The enclosures of both sides, 200 bits wide, have a number in common.
bool equal_sides(const law& l, const law_binding& bound, const law_scope& where,
                 const law_instance& x) {
  std::vector<interval> truth;
  for (const law_instance::term& t : x.terms) {
    const certified_value v = certify(bound.function(t.of), where.in, t.input, 200);
    if (!v.bounds || v.state == status::plus_infinity) return false;
    truth.push_back(*v.bounds);
  }
  if (l.type == law_type::arithmetic) return l.residual(x, truth, where).contains_zero();
  return overlap(truth[0], l.bound(x, truth, where, 256));
}

TEST_P(DivergenceLaws, DrawTheirEqualityCase) {
  const mpfr_env env;
  random_source random(1);
  choices c;
  for (const law* l : laws_of(GetParam())) {
    const bool inequality = l->type == law_type::bound || l->type == law_type::arithmetic;
    if (!inequality || l->equality.substr(0, 5) == "never") continue;
    const offered_function f = functions_of(*l, 1).at(0);
    const std::vector<offered_function> offers = with_others(*l, {f});
    const std::optional<law_binding> bound = bind_law(*l, offers[0], binary32, offers);
    ASSERT_TRUE(bound) << l->id;
    const law_scope where{offers[0], binary32, 6};
    long equal = 0;
    for (int i = 0; i < 2000 && equal == 0; ++i) {
      law_instance x;
      c.draw_from(random);
      l->draw(c, where, x);
      equal += equal_sides(*l, *bound, where, x);
    }
    EXPECT_GT(equal, 0) << l->id << ": " << l->equality;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, DivergenceLaws, testing::ValuesIn(divergence_topics),
                         [](const auto& topic) { return std::string(topic.param); });

}  // namespace
}  // namespace kloracle
