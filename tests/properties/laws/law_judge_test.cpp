// SPDX-License-Identifier: Apache-2.0
//
// What outputs are held to, on laws made for the purpose and outputs a known number of ulps off.
#include "properties/laws/law_judge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "oracle/mpfr_env.hpp"

namespace kloracle {
namespace {

using state = law_verdict::state;

const offered_function kl{.name = "f", .what = quantity::kl, .how = semantics::normalised};
const offered_function kl_in_bits{
    .name = "f", .what = quantity::kl, .how = semantics::normalised, .in = unit::bits};

bool always(const offered_function&) {
  return true;
}

// D(P||Q) for P = (1/2, 1/2) and Q = (1/4, 3/4), and the same with the outcomes exchanged.
law_instance two_of_a_kind() {
  law_instance x;
  x.resize(2);
  x.input(0) = {{0.5, 0.5}, {0.25, 0.75}};
  x.input(1) = {{0.5, 0.5}, {0.75, 0.25}};
  return x;
}

// The same, and a larger one first.
law_instance ordered() {
  law_instance x = two_of_a_kind();
  x.input(0) = {{0.5, 0.5}, {0.125, 0.875}};
  return x;
}

double right(const offered_function& f, const law_instance& x, std::size_t i) {
  return certify(f, binary64, x.input(i)).rounded;
}

double up(double x, int steps) {
  for (int i = 0; i < std::abs(steps); ++i) x = std::nextafter(x, steps > 0 ? 1e9 : -1e9);
  return x;
}

law_verdict judged(const law& l, const offered_function& f, const law_instance& x, double a,
                   double b) {
  const law_binding bound{&l, &f, {}, {}};
  const std::vector<response> outputs{response::of(a), response::of(b)};
  return judge(bound, binary64, 16, x, {outputs.data(), x.terms.size()});
}

law law_of(law_type t, law_sense s = law_sense::zero) {
  return {.id = "test", .type = t, .applies = always, .sense = s};
}

TEST(JudgeEquality, OneUlpIsSoftAndAThousandHard) {
  const law l = law_of(law_type::equality);
  const law_instance x = two_of_a_kind();
  const double y = right(kl, x, 0);
  EXPECT_EQ(judged(l, kl, x, y, y).what, state::holds);
  const law_verdict one = judged(l, kl, x, y, up(y, 1));
  EXPECT_EQ(one.what, state::violated);
  EXPECT_FALSE(one.hard);
  EXPECT_EQ(one.severity, 1);
  const law_verdict many = judged(l, kl, x, y, up(y, 1000));
  EXPECT_TRUE(many.hard);
  EXPECT_EQ(many.severity, 1000);
}

TEST(JudgeEquality, OfInfinitiesNeedsInfinities) {
  const law l = law_of(law_type::equality);
  law_instance x = two_of_a_kind();
  x.input(0).q = {0, 1};
  x.input(1).q = {1, 0};
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(judged(l, kl, x, infinity, infinity).what, state::holds);
  EXPECT_TRUE(judged(l, kl, x, infinity, 700).hard);
}

TEST(JudgeOrder, EqualOutputsAreInOrder) {
  const law l = law_of(law_type::order);
  const law_instance x = ordered();
  const double a = right(kl, x, 0);
  const double b = right(kl, x, 1);
  EXPECT_GT(a, b);
  EXPECT_EQ(judged(l, kl, x, a, b).what, state::holds);
  EXPECT_TRUE(judged(l, kl, x, a, b).decided);
  EXPECT_EQ(judged(l, kl, x, b, b).what, state::holds);
  EXPECT_EQ(judged(l, kl, x, b, up(b, 1)).what, state::violated);
  EXPECT_TRUE(judged(l, kl, x, b, a).hard);
}

TEST(JudgeOrder, ARefutedOrderIsTheLawsFault) {
  const law l = law_of(law_type::order);
  law_instance x = ordered();
  std::swap(x.terms[0], x.terms[1]);
  EXPECT_THROW(judged(l, kl, x, 1, 1), std::logic_error);
}

// D >= 2 TV^2 with TV = 1/4.
interval pinsker(const law_instance&, std::span<const interval>, const law_scope&, long bits) {
  return interval(Q(1, 8), bits);
}

TEST(JudgeBound, TheBoundItselfIsAllowedAndOneUlpLessIsNot) {
  law l = law_of(law_type::bound, law_sense::at_least);
  l.bound = pinsker;
  law_instance x = two_of_a_kind();
  x.terms.resize(1);
  EXPECT_EQ(judged(l, kl, x, right(kl, x, 0), 0).what, state::holds);
  EXPECT_EQ(judged(l, kl, x, 0.125, 0).what, state::holds);
  const law_verdict less = judged(l, kl, x, up(0.125, -1), 0);
  EXPECT_EQ(less.what, state::violated);
  EXPECT_TRUE(less.hard);
  EXPECT_TRUE(judged(l, kl, x, -0.125, 0).hard);
}

// TV = 1 + 2^-11, halfway between two numbers of binary16.
interval halfway(const law_instance&, std::span<const interval>, const law_scope&, long bits) {
  return interval(1 + power_of_two(-11), bits);
}

TEST(JudgeBound, EitherNeighbourOfATieReachesTheBound) {
  const offered_function tv{
      .name = "tv", .what = quantity::total_variation, .how = semantics::measure};
  law_instance x;
  x.resize(1);
  x.input(0) = {{3, 0x1p-9}, {1, 0x1p-10}};
  for (const law_sense sense : {law_sense::at_least, law_sense::at_most}) {
    law l = law_of(law_type::bound, sense);
    l.bound = halfway;
    const law_binding bound{&l, &tv, {}, {}};
    const auto verdict_on = [&](double y) {
      const response output = response::of(y);
      return judge(bound, binary16, 16, x, {&output, 1}).what;
    };
    EXPECT_EQ(verdict_on(1), state::holds);
    EXPECT_EQ(verdict_on(1 + 0x1p-10), state::holds);
    const bool least = sense == law_sense::at_least;
    EXPECT_EQ(verdict_on(least ? 1 - 0x1p-11 : 1 + 0x1p-9), state::violated);
  }
}

TEST(JudgeBound, ABoundThatMayBeInfiniteBoundsNothing) {
  law l = law_of(law_type::bound, law_sense::at_most);
  l.bound = [](const law_instance&, std::span<const interval>, const law_scope&, long bits) {
    return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
      mpfr_set_si(lo, 0, MPFR_RNDD);
      mpfr_set_inf(hi, 1);
    });
  };
  law_instance x = two_of_a_kind();
  x.terms.resize(1);
  const double y = right(kl, x, 0);
  EXPECT_EQ(judged(l, kl, x, y, 0).what, state::holds);
  EXPECT_EQ(judged(l, kl, x, up(y, 1), 0).what, state::holds);
}

TEST(JudgeBound, IsConvertedToTheFunctionsUnit) {
  law l = law_of(law_type::bound, law_sense::at_least);
  l.bound = pinsker;
  law_instance x = two_of_a_kind();
  x.terms.resize(1);
  // 0.125 nats are 0.18 bits, the value 0.14 nats or 0.2075 bits.
  EXPECT_EQ(judged(l, kl_in_bits, x, 0.19, 0).what, state::holds);
  EXPECT_EQ(judged(l, kl_in_bits, x, 0.15, 0).what, state::violated);
}

TEST(JudgeBound, NanIsHard) {
  law l = law_of(law_type::bound, law_sense::at_least);
  l.bound = pinsker;
  law_instance x = two_of_a_kind();
  x.terms.resize(1);
  const law_verdict v = judged(l, kl, x, std::nan(""), 0);
  EXPECT_EQ(v.what, state::violated);
  EXPECT_TRUE(v.hard);
}

interval difference(const law_instance&, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1];
}

// Half an ulp on each side: outputs one ulp apart may belong to one number, two may not.
TEST(JudgeArithmetic, AsksForRealNumbersThatRoundToTheOutputs) {
  law l = law_of(law_type::arithmetic);
  l.residual = difference;
  const law_instance x = two_of_a_kind();
  const double y = right(kl, x, 0);
  EXPECT_EQ(judged(l, kl, x, y, y).what, state::holds);
  EXPECT_EQ(judged(l, kl, x, y, up(y, 1)).what, state::holds);
  EXPECT_EQ(judged(l, kl, x, up(y, -1), up(y, 1)).what, state::violated);
  EXPECT_TRUE(judged(l, kl, x, up(y, -40), up(y, 40)).hard);
}

TEST(JudgeArithmetic, OneSidedResidualsAllowTheOtherSide) {
  law l = law_of(law_type::arithmetic, law_sense::at_least);
  l.residual = difference;
  const law_instance x = ordered();
  const double a = right(kl, x, 0);
  const double b = right(kl, x, 1);
  EXPECT_EQ(judged(l, kl, x, a, b).what, state::holds);
  EXPECT_TRUE(judged(l, kl, x, a, b).decided);
  EXPECT_TRUE(judged(l, kl, x, b, a).hard);
  law other = law_of(law_type::arithmetic, law_sense::at_most);
  other.residual = difference;
  EXPECT_THROW(judged(other, kl, x, a, b), std::logic_error);
}

TEST(JudgeWitness, WhoSatisfiesTheFalseRelationIsWrong) {
  law l = law_of(law_type::witness);
  l.residual = difference;  // the two are different
  const law_instance x = ordered();
  const double a = right(kl, x, 0);
  const double b = right(kl, x, 1);
  EXPECT_EQ(judged(l, kl, x, a, b).what, state::holds);
  EXPECT_TRUE(judged(l, kl, x, a, a).hard);
  const law_instance equal = two_of_a_kind();
  EXPECT_THROW(judged(l, kl, equal, b, b), std::logic_error);
}

TEST(Bind, NeedsTheOtherFunctionsOfAnEquality) {
  law l = law_of(law_type::equality);
  l.others = [](const offered_function& f) {
    offered_function g = f;
    g.what = quantity::reverse_kl;
    return std::vector{g};
  };
  std::vector<offered_function> offered{kl};
  EXPECT_FALSE(bind_law(l, offered[0], binary64, offered));
  offered.push_back(kl);
  offered.back().what = quantity::reverse_kl;
  offered.back().name = "g";
  const auto bound = bind_law(l, offered[0], binary64, offered);
  ASSERT_TRUE(bound);
  EXPECT_EQ(bound->asked(1), &offered[1]);
  EXPECT_FALSE(bind_law(l, offered[0], binary16, offered)) << "g is not offered in binary16";
  law order = l;
  order.type = law_type::order;
  EXPECT_TRUE(bind_law(order, offered[0], binary16, offered)) << "a certified value will do";
}

}  // namespace
}  // namespace kloracle
