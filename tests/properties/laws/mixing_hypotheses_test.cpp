// SPDX-License-Identifier: Apache-2.0
//
// Whatever the decisions are, a law's inputs are numbers of the format and what the law says of
// them holds exactly.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "oracle/rounding.hpp"
#include "tests/properties/laws/mixing_laws.hpp"
#include "tests/properties/laws/rational_instance.hpp"

namespace kloracle {
namespace {

using hypotheses::exactly;
using hypotheses::numbers;

bool in_format(const format& f, double x) {
  return std::isinf(x) || to_double(round_to(f, direction::nearest_even, exactly(x))) == x;
}

// On the simplex: a sum of 1, or integers of a sum that is a power of two.
bool on_simplex(const format& f, space in, const std::vector<double>& x) {
  const Q whole = sum(numbers(x));
  if (in == space::probs) return whole == 1;
  for (const double v : x) {
    if (v != std::floor(v)) return false;
  }
  const bool power = (Z(numerator(whole)) & Z(numerator(whole) - 1)) == 0;
  return power && whole <= power_of_two(f.precision);
}

bool unscaled(const law& l, std::size_t term) {
  const bool weights_of_any_sum = l.id == "measures.log_sum" || l.id == "measures.affinity";
  return !weights_of_any_sum && (l.recipe != "R5" || term == 0);
}

void expect_hypothesis(const law& l, const law_scope& where, const law_instance& x,
                       std::string_view decisions) {
  const std::string what = std::string(l.id) + " of " + where.f.name + " in " +
                           std::string(where.in.name) + ", " + std::string(decisions);
  for (std::size_t t = 0; t < x.terms.size(); ++t) {
    const sample& s = x.input(t);
    ASSERT_EQ(s.q.size(), takes_q(where.f) ? s.p.size() : 0) << what;
    for (const std::vector<double>* side : {&s.p, &s.q}) {
      for (const double v : *side) ASSERT_TRUE(in_format(where.in, v)) << what << ' ' << v;
      if (side->empty() || where.f.how == semantics::logits || !unscaled(l, t)) continue;
      const space in = side == &s.p ? where.f.p_in : where.f.q_in;
      ASSERT_TRUE(on_simplex(where.in, in, *side)) << what;
    }
  }
  ASSERT_TRUE(hypotheses::table().at(l.id)({x, where})) << what;
}

class Hypotheses : public testing::TestWithParam<const law*> {};

TEST_P(Hypotheses, HoldExactlyWhateverTheDecisions) {
  const law& l = *GetParam();
  ASSERT_TRUE(hypotheses::table().contains(l.id))
      << "no check of what " << l.id << " says of its inputs";
  random_source random(20261120);
  const std::vector<std::uint64_t> largest(4000, std::numeric_limits<std::uint64_t>::max());
  long checked = 0;
  std::size_t turn = 0;
  for (const offered_function& f : functions_for_laws()) {
    if (!l.applies(f) || ++turn % 3 != 1) continue;
    for (const format* in : judged_formats) {
      const law_scope where{.f = f, .in = *in, .max_n = 9};
      law_instance x;
      choices c;
      const auto check = [&](std::string_view decisions) {
        l.draw(c, where, x);
        expect_hypothesis(l, where, x, decisions);
        ++checked;
      };
      c.replay({});
      check("all least");
      c.replay(largest);
      check("all largest");
      for (int i = 0; i < 20 && !HasFatalFailure(); ++i) {
        c.draw_from(random);
        check("random");
      }
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GE(checked, 80);
}

INSTANTIATE_TEST_SUITE_P(Laws, Hypotheses, testing::ValuesIn(mixing_laws()), law_name);

}  // namespace
}  // namespace kloracle
