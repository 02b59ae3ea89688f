// SPDX-License-Identifier: Apache-2.0
//
// Where families begin and end: parameters outside their domains name themselves, supports decide
// what is infinite, and the widest and narrowest parameters are answered in a second.
#include <gtest/gtest.h>

#include <ctime>

#include "oracle/families/routes.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/families/definition.hpp"
#include "tests/families/drawn_laws.hpp"

namespace kloracle::second_opinion {
namespace {

std::vector<const family_row*> defined_families() {
  std::vector<const family_row*> rows;
  for (const family_row* row : family_rows()) {
    if (is_defined(row->entry.name)) rows.push_back(row);
  }
  return rows;
}

class limits_of : public ::testing::TestWithParam<const family_row*> {
 protected:
  mpfr_env env_;
};

std::vector<Q> outside(domain d) {
  switch (d) {
    case domain::real:
      return {};
    case domain::positive:
      return {0, -1, Q(-1, 1000000)};
    case domain::nonnegative:
      return {-1, Q(-1, 1000000)};
    case domain::probability:
      return {-1, Q(5, 4), Q(1.0000000000000002)};
    case domain::natural:
      return {-1, Q(1, 2)};
    case domain::positive_integer:
      return {0, -1, Q(3, 2)};
  }
  return {};
}

TEST_P(limits_of, ParametersOutOfDomainNameThemselves) {
  law_source source(3);
  const stated_law good = source.law(GetParam()->entry);
  for (const parameter_entry& row : GetParam()->entry.parameters) {
    for (const Q& value : outside(row.in)) {
      stated_law bad = good;
      for (std::size_t i = 0; i < bad.parameters.size(); ++i) {
        const parameter_entry* own = nullptr;
        for (const parameter_entry& one : GetParam()->entry.parameters) {
          if (one.name == bad.parameters[i].first) own = &one;
        }
        if (own->slot == row.slot) bad.parameters[i] = {std::string(row.name), value};
      }
      for (const bool left : {true, false}) {
        const answer a =
            evaluate({quantity::kl, (left ? bad : good).posed(), (left ? good : bad).posed()});
        EXPECT_EQ(name(a.state), name(status::undefined)) << bad.text();
        EXPECT_EQ(a.argument, (left ? "p." : "q.") + std::string(row.name)) << bad.text();
        EXPECT_FALSE(a.reason.empty()) << bad.text();
      }
    }
  }
}

TEST_P(limits_of, MissingAndRepeatedParametersAreFaults) {
  law_source source(3);
  const stated_law good = source.law(GetParam()->entry);
  for (std::size_t i = 0; i < good.parameters.size(); ++i) {
    stated_law short_of_one = good;
    short_of_one.parameters.erase(short_of_one.parameters.begin() + static_cast<long>(i));
    EXPECT_TRUE(evaluate({quantity::kl, short_of_one.posed(), good.posed()}).bad_input());
    stated_law twice = good;
    twice.parameters.push_back(good.parameters[i]);
    EXPECT_TRUE(evaluate({quantity::kl, good.posed(), twice.posed()}).bad_input());
  }
  for (const parameter_entry& row : GetParam()->entry.parameters) {
    if (good.has(row.name)) continue;
    stated_law both = good;
    both.parameters.emplace_back(row.name, Q(1, 2));
    EXPECT_TRUE(evaluate({quantity::kl, both.posed(), good.posed()}).bad_input()) << both.text();
  }
}

TEST_P(limits_of, SupportsDecideWhatIsInfinite) {
  law_source source(5);
  for (const family_row* other : defined_families()) {
    if (GetParam()->entry.over != other->entry.over) continue;
    const stated_law p = source.law(GetParam()->entry);
    const stated_law q = source.law(other->entry);
    if (support_within(*law_of(p, 64), *law_of(q, 64))) continue;
    const answer a = evaluate({quantity::kl, p.posed(), q.posed()});
    EXPECT_EQ(name(a.state), name(status::plus_infinity)) << p.text() << " against " << q.text();
    EXPECT_FALSE(a.reason.empty()) << p.text() << " against " << q.text();
    const answer back = evaluate({quantity::reverse_kl, q.posed(), p.posed()});
    EXPECT_EQ(name(back.state), name(status::plus_infinity)) << q.text() << " against " << p.text();
  }
}

// A value in bits or hartleys is the value in nats over ln 2 or ln 10.
TEST_P(limits_of, UnitsDivideByALogarithm) {
  law_source source(13);
  const stated_law p = source.law(GetParam()->entry);
  const stated_law q = source.law(GetParam()->entry);
  const answer nats = evaluate({quantity::kl, p.posed(), q.posed()});
  if (!nats.bounds) return;
  for (const unit in : {unit::bits, unit::hartleys}) {
    problem x{quantity::kl, p.posed(), q.posed()};
    x.in = in;
    const answer a = evaluate(x);
    ASSERT_TRUE(a.bounds) << p.text();
    const interval& value = nats.bounds->bounds();
    const mpfr_prec_t bits = value.bits();
    EXPECT_TRUE(overlap(
        value, a.bounds->bounds() * (in == unit::bits ? const_ln2(bits) : const_ln10(bits))))
        << p.text() << " against " << q.text();
  }
}

Q extreme(domain in, law_source& source) {
  static const Q wide[] = {Q(1e300), Q(1e-300), Q(4.9406564584124654e-324), Q(1.7e308),
                           Q(1),     Q(1e16),   Q(1.0000000000000002),      Q(3, 2)};
  static const Q reals[] = {0, 1, Q(-1e300), Q(1e300), Q(1e-300), Q(-700), Q(1.0000000000000002)};
  static const Q parts[] = {Q(1e-300), Q(1, 2), Q(0.49999999999999994), Q(0.9999999999999999),
                            Q(4.9406564584124654e-324)};
  static const Q counts[] = {1, 2, 1000, 1000000};
  switch (in) {
    case domain::real:
      return reals[source.below(7)];
    case domain::probability:
      return parts[source.below(5)];
    case domain::natural:
    case domain::positive_integer:
      return counts[source.below(4)];
    default:
      return wide[source.below(8)];
  }
}

// What is watched for is a hang. That the worst takes about a second, families_benchmark prints;
// slow machines and sanitizers take longer.
TEST_P(limits_of, ExtremeParametersAreAnsweredInSeconds) {
  law_source source(17);
  const auto drawn = [&] {
    stated_law d = source.law(GetParam()->entry);
    for (auto& [own, value] : d.parameters) {
      for (const parameter_entry& row : GetParam()->entry.parameters) {
        if (row.name == own) value = extreme(row.in, source);
      }
    }
    if (d.has("lower") && d["lower"] >= d["upper"]) d.parameters[1].second = d["lower"] * 2 + 1;
    if (d.has("lower") && d["lower"] >= d["upper"]) d.parameters[1].second = 1;
    return d;
  };
  for (int i = 0; i < 12; ++i) {
    const stated_law p = drawn();
    const stated_law q = drawn();
    for (const quantity what : {quantity::kl, quantity::entropy, quantity::squared_hellinger}) {
      problem x{what, p.posed()};
      if (what != quantity::entropy) x.q = q.posed();
      const clock_t start = clock();
      const answer a = evaluate(x);
      EXPECT_LT(double(clock() - start) / CLOCKS_PER_SEC, 10.0)
          << entry(what).name << " of " << p.text() << " against " << q.text();
      EXPECT_TRUE(what != quantity::kl || !a.bad_input()) << p.text() << a.argument << a.reason;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(every, limits_of, ::testing::ValuesIn(defined_families()),
                         [](const auto& row) { return std::string(row.param->entry.name); });

}  // namespace
}  // namespace kloracle::second_opinion
