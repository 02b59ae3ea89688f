// SPDX-License-Identifier: Apache-2.0
//
// A perfect subject is never blamed, hardly a check is idle, and bounds are met where they are
// tight.
#include "tests/properties/laws/information_laws.hpp"

#include "oracle/mpfr_env.hpp"
#include "properties/laws/output_box.hpp"

namespace kloracle {
namespace {

class InformationLaws : public testing::TestWithParam<const law*> {};

TEST_P(InformationLaws, SpareAPerfectSubject) {
  const law& l = *GetParam();
  const std::vector<offered_function> functions = functions_of(l, 6);
  ASSERT_FALSE(functions.empty()) << "no function of the list has the law";
  const long each = 500 / static_cast<long>(functions.size()) + 1;  // of each of the four formats
  for (const offered_function& f : functions) {
    perfect_subject who(with_others(l, f));
    for (const law_summary& s : check_laws(who, only(l, each))) {
      if (s.function->name != f.name) continue;
      const std::string what = f.name + " in " + std::string(s.in->name);
      EXPECT_TRUE(s.kept()) << what << (s.example ? ": " + s.example->id : "");
      EXPECT_EQ(s.soft, 0) << what << (s.example ? ": " + s.example->id : "");
      EXPECT_LE(s.not_applicable, s.checks / 2) << what;
    }
  }
}

// Those that say when their two sides are equal.
std::vector<const law*> inequalities() {
  std::vector<const law*> some;
  for (const law* l : information_laws()) {
    const bool inequality = l->type == law_type::order || l->type == law_type::bound ||
                            (l->type == law_type::arithmetic && l->sense != law_sense::zero);
    const bool strict = l->equality.starts_with("never") || l->equality.starts_with("in the limit");
    if (inequality && !strict) some.push_back(l);
  }
  return some;
}

class InformationBounds : public testing::TestWithParam<const law*> {};

// Whether the two sides are one number, as far as 128 bits tell.
bool tight(const law& l, const law_scope& where, const law_instance& x,
           const std::vector<interval>& values) {
  if (l.type == law_type::bound) return overlap(values[0], l.bound(x, values, where, 128));
  if (l.type == law_type::arithmetic) return l.residual(x, values, where).contains_zero();
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    if (overlap(values[i], values[i + 1])) return true;
  }
  return values.size() < 2;
}

TEST_P(InformationBounds, AreMetWithEqualityNowAndThen) {
  const law& l = *GetParam();
  const mpfr_env env;
  random_source random(20261120);
  const std::vector<offered_function> functions = functions_of(l, 4);
  long met = 0;
  for (int i = 0; i < 400 && met == 0; ++i) {
    const offered_function& f = functions[static_cast<std::size_t>(i) % functions.size()];
    const format& in = i % 8 < 4 ? binary64 : bfloat16;
    const std::vector<offered_function> offers = with_others(l, f);
    const law_binding bound = bound_to(l, offers, in);
    const law_scope where{.f = f, .in = in, .max_n = 5};
    law_instance x;
    choices c;
    c.draw_from(random);
    l.draw(c, where, x);
    std::vector<interval> values;
    bool infinite = false;
    for (const law_instance::term& t : x.terms) {
      const certified_value v = certify(bound.function(t.of), in, t.input);
      infinite = infinite || v.state == status::plus_infinity;
      if (v.bounds) values.push_back(*v.bounds * nats_per_value(bound.function(t.of), 128));
    }
    if (infinite)
      met += values.empty() && l.type == law_type::bound;
    else if (values.size() == x.terms.size())
      met += tight(l, where, x, values);
  }
  EXPECT_GT(met, 0) << "never " << l.equality;
}

INSTANTIATE_TEST_SUITE_P(Every, InformationLaws, testing::ValuesIn(information_laws()),
                         information_law_name);
INSTANTIATE_TEST_SUITE_P(Every, InformationBounds, testing::ValuesIn(inequalities()),
                         information_law_name);

}  // namespace
}  // namespace kloracle
