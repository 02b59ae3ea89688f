// SPDX-License-Identifier: Apache-2.0
//
// Laws of processing, mixing, chains, products and scaling: they never blame correct rounding, and
// their equality cases are drawn.
#include <gtest/gtest.h>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "properties/laws/law_judge.hpp"
#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/mixing_laws.hpp"

namespace kloracle {
namespace {

constexpr long checks_per_format = 500;  // of a law, over all functions that it speaks of

class MixingLaws : public testing::TestWithParam<const law*> {};

TEST_P(MixingLaws, NeverBlameCorrectRounding) {
  const law& l = *GetParam();
  perfect_subject who(functions_for_laws());
  long functions = 0;
  for (const offered_function& f : who.functions()) functions += l.applies(f);
  ASSERT_GT(functions, 0);
  for (const format* in : judged_formats) {
    law_options how;
    how.only_law = l.id;
    how.only_format = in;
    how.max_n = 9;
    how.checks = checks_per_format / functions + 1;
    long checks = 0;
    long not_applicable = 0;
    for (const offered_function& f : who.functions()) {
      if (!l.applies(f)) continue;
      how.only_function = f.name;
      ++how.seed;  // a law draws the same inputs for every function
      for (const law_summary& s : check_laws(who, how)) {
        checks += s.checks;
        not_applicable += s.not_applicable;
        ASSERT_EQ(s.holds + s.not_applicable, s.checks)
            << f.name << ' ' << in->name << ' ' << s.example->id << ' ' << s.example->judged.reason;
      }
    }
    EXPECT_GE(checks, checks_per_format) << in->name;
    EXPECT_LE(2 * not_applicable, checks) << in->name;
  }
}

// The relation of the true values, as enclosures of 128 bits cannot tell it from an equality.
bool tight(const law& l, const law_scope& where, const law_instance& x) {
  std::vector<interval> v;
  for (const law_instance::term& t : x.terms) {
    const certified_value value = certify(where.f, where.in, t.input, 128);
    if (!value.bounds) return false;
    v.push_back(*value.bounds);
  }
  if (l.type == law_type::bound) return overlap(l.bound(x, v, where, 128), v[0]);
  if (l.type == law_type::order) return overlap(v[0], v[1]);
  return l.residual(x, v, where).contains_zero();
}

bool an_inequality(const law& l) {
  if (l.type == law_type::order || l.type == law_type::bound) return true;
  return l.type == law_type::arithmetic && l.sense != law_sense::zero;
}

TEST_P(MixingLaws, DrawTheirEqualityCases) {
  const law& l = *GetParam();
  if (!an_inequality(l)) return;
  const mpfr_env env;
  const std::vector<offered_function> all = functions_for_laws();
  const auto f = std::find_if(all.begin(), all.end(), [&](const offered_function& g) {
    return l.applies(g) && g.in == unit::nats && g.convention.empty();
  });
  ASSERT_NE(f, all.end());
  const law_scope where{.f = *f, .in = binary32, .max_n = 4};
  random_source random(1);
  choices c;
  law_instance x;
  int equal = 0;
  int strict = 0;
  for (int i = 0; i < 400; ++i) {
    c.draw_from(random);
    l.draw(c, where, x);
    ++(tight(l, where, x) ? equal : strict);
  }
  EXPECT_GT(equal, 0) << f->name;
  EXPECT_GT(strict, equal / 20) << f->name;
}

INSTANTIATE_TEST_SUITE_P(Laws, MixingLaws, testing::ValuesIn(mixing_laws()), law_name);

}  // namespace
}  // namespace kloracle
