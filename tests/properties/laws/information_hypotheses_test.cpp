// SPDX-License-Identifier: Apache-2.0
//
// Whatever the decisions are, a law's inputs are numbers of the format, on the simplex, and what
// the law says of them holds exactly.
#include "tests/properties/laws/information_hypotheses.hpp"

#include <cmath>
#include <limits>

#include "oracle/rounding.hpp"
#include "tests/properties/laws/information_laws.hpp"

namespace kloracle {
namespace {

using hypotheses::exactly;
using hypotheses::related;

bool in_format(const format& f, double x) {
  return std::isinf(x) || to_double(round_to(f, direction::nearest_even, exactly(x))) == x;
}

bool on_simplex(const format& f, space in, const std::vector<double>& x) {
  const Q whole = sum(hypotheses::numbers(x));
  if (in == space::probs) return whole == 1;
  const auto whole_number = [](double v) { return v == std::floor(v); };
  return std::all_of(x.begin(), x.end(), whole_number) && whole <= power_of_two(f.precision);
}

// Weights of any sum, and what is not weights, need not lie on the simplex.
bool needs_simplex(const law& l, const offered_function& f) {
  return l.recipe != "any" && f.how != semantics::logits && f.how != semantics::log_prob;
}

void expect_inputs(const law& l, const related& x, const std::string& what) {
  for (std::size_t t = 0; t < x.size(); ++t) {
    const offered_function& f = x.function(t);
    ASSERT_EQ(x.raw(t).q.size(), takes_q(f) ? x.raw(t).p.size() : 0) << what << ", term " << t;
    for (const std::vector<double>* side : {&x.raw(t).p, &x.raw(t).q}) {
      for (const double v : *side) ASSERT_TRUE(in_format(x.where.in, v)) << what << ' ' << v;
      const space in = side == &x.raw(t).p ? f.p_in : f.q_in;
      if (!side->empty() && needs_simplex(l, f)) {
        ASSERT_TRUE(on_simplex(x.where.in, in, *side)) << what << ", term " << t;
      }
    }
    ASSERT_EQ(x.raw(t).p.size(), outcomes_of(f).value_or(x.raw(t).p.size())) << what;
  }
  for (const hypotheses::checks* some :
       {&hypotheses::checks_of_vectors(), &hypotheses::checks_of_tables(),
        &hypotheses::checks_of_logarithms()}) {
    const auto found = some->find(l.id);
    if (found != some->end()) {
      ASSERT_TRUE(found->second(x)) << what;
    }
  }
}

class InformationHypotheses : public testing::TestWithParam<const law*> {};

TEST_P(InformationHypotheses, HoldExactlyWhateverTheDecisions) {
  const law& l = *GetParam();
  random_source random(20261120);
  const std::vector<std::uint64_t> largest(4000, std::numeric_limits<std::uint64_t>::max());
  for (const offered_function& f : functions_of(l, 12)) {
    for (const format* in : f.formats) {
      law_instance drawn;
      choices c;
      const law_scope where{.f = f, .in = *in, .max_n = 9};
      const auto check = [&](const std::string& decisions) {
        l.draw(c, where, drawn);
        related x{{drawn, where}, with_others(l, f)};
        expect_inputs(l, x,
                      std::string(l.id) + " of " + f.name + " in " + std::string(in->name) + ", " +
                          decisions + " decisions");
      };
      c.replay({});
      check("least");
      c.replay(largest);
      check("largest");
      for (int i = 0; i < 20 && !HasFatalFailure(); ++i) {
        c.draw_from(random);
        check("random");
      }
      if (HasFatalFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, InformationHypotheses, testing::ValuesIn(information_laws()),
                         information_law_name);

}  // namespace
}  // namespace kloracle
