// SPDX-License-Identifier: Apache-2.0
//
// The class invariant, the domains and the thrown errors, over every pair of awkward endpoints.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

class IntervalInvariant : public testing::Test {
 private:
  const mpfr_env environment_;
};

using unary_function = interval (*)(const interval&);
using binary_function = interval (*)(const interval&, const interval&);

constexpr unary_function unary_functions[] = {operator-,
                                              sqr,
                                              inv,
                                              abs,
                                              sqrt,
                                              exp,
                                              log,
                                              expm1,
                                              log1p,
                                              [](const interval& x) { return ldexp(x, 1000); },
                                              [](const interval& x) { return ldexp(x, -1000); }};
constexpr binary_function binary_functions[] = {operator+, operator-, operator*, hull, min, max};

// 0, 1, 2, 3, 1/2 and 1e9 with neighbours, the range's ends and where exp overflows; each sign.
std::vector<real> awkward_endpoints(mpfr_prec_t bits) {
  std::vector<real> ends;
  const auto add = [&](const real& x) {
    ends.push_back(x);
    real below(x);
    mpfr_nextbelow(below.p());
    ends.push_back(below);
    mpfr_neg(below.p(), below.p(), MPFR_RNDN);
    ends.push_back(below);
    real negative(x);
    mpfr_neg(negative.p(), x.p(), MPFR_RNDN);
    ends.push_back(negative);
  };
  real x(bits);
  for (const double value : {0.5, 1.0, 2.0, 3.0, 1e9}) {
    mpfr_set_d(x.p(), value, MPFR_RNDN);
    add(x);
  }
  mpfr_set_zero(x.p(), 1);
  add(x);
  mpfr_set_inf(x.p(), 1);
  add(x);
  mpfr_const_log2(x.p(), MPFR_RNDD);
  mpfr_mul_si(x.p(), x.p(), mpfr_get_emax(), MPFR_RNDD);
  add(x);
  return ends;
}

std::vector<interval> awkward_intervals(mpfr_prec_t bits) {
  const std::vector<real> ends = awkward_endpoints(bits);
  std::vector<interval> intervals;
  for (const real& a : ends) {
    for (const real& b : ends) {
      const bool valid = mpfr_lessequal_p(a.p(), b.p()) &&
                         !(mpfr_inf_p(a.p()) && mpfr_sgn(a.p()) > 0) &&
                         !(mpfr_inf_p(b.p()) && mpfr_sgn(b.p()) < 0);
      if (!valid) continue;
      intervals.push_back(interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
        mpfr_set(lo, a.p(), MPFR_RNDN);
        mpfr_set(hi, b.p(), MPFR_RNDN);
      }));
    }
  }
  return intervals;
}

// f(x), or nothing where f has no value on x.
std::optional<interval> value_or_domain_error(const std::function<interval()>& f) {
  try {
    return f();
  } catch (const std::domain_error&) {
    return std::nullopt;
  }
}

TEST_F(IntervalInvariant, HoldsForEveryFunctionOfAwkwardOperands) {
  for (const mpfr_prec_t bits : {2, 53}) {
    for (const interval& x : awkward_intervals(bits)) {
      for (const unary_function f : unary_functions) {
        const auto z = value_or_domain_error([&] { return f(x); });
        ASSERT_TRUE(!z || (invariant_holds(*z) && z->bits() == bits)) << text_of(x);
      }
    }
  }
}

TEST_F(IntervalInvariant, HoldsForEveryOperationOnAwkwardOperands) {
  const std::vector<interval> coarse = awkward_intervals(2);
  for (const interval& x : awkward_intervals(8)) {
    for (const interval& y : coarse) {
      for (const binary_function f : binary_functions) {
        const interval z = f(x, y);
        ASSERT_TRUE(invariant_holds(z) && z.bits() == 8) << text_of(x) << " " << text_of(y);
      }
      const auto quotient = value_or_domain_error([&] { return x / y; });
      ASSERT_TRUE(!quotient || (invariant_holds(*quotient) && quotient->bits() == 8));
      if (!overlap(x, y)) continue;
      ASSERT_TRUE(invariant_holds(meet(x, y)));
    }
  }
}

TEST_F(IntervalInvariant, DomainErrorMeansThatNoMemberHasAValue) {
  for (const interval& x : awkward_intervals(5)) {
    const bool zero = mpfr_zero_p(x.lo()) && mpfr_zero_p(x.hi());
    const auto throws = [&](unary_function f) {
      return !value_or_domain_error([&] { return f(x); }).has_value();
    };
    ASSERT_EQ(throws(sqrt), mpfr_sgn(x.hi()) < 0) << text_of(x);
    ASSERT_EQ(throws(log), mpfr_sgn(x.hi()) <= 0) << text_of(x);
    ASSERT_EQ(throws(log1p), mpfr_cmp_si(x.hi(), -1) <= 0) << text_of(x);
    ASSERT_EQ(throws(inv), zero) << text_of(x);
    ASSERT_EQ(throws([](const interval& y) { return interval(1L, 5) / y; }), zero) << text_of(x);
    ASSERT_EQ(throws([](const interval& y) { return interval(0L, 5) / y; }), zero) << text_of(x);
    for (const unary_function f : {unary_function(operator-), sqr, abs, exp, expm1}) {
      ASSERT_FALSE(throws(f)) << text_of(x);
    }
  }
}

TEST_F(IntervalInvariant, DivisionByTheRationalZeroIsADomainError) {
  EXPECT_THROW(interval(1L, 8) / Q(0), std::domain_error);
  EXPECT_THROW(interval::entire(8) / Q(0), std::domain_error);
}

TEST_F(IntervalInvariant, MakeRejectsWhatIsNotAnInterval) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(between(nan, 1), std::logic_error);
  EXPECT_THROW(between(0, nan), std::logic_error);
  EXPECT_THROW(between(nan, nan), std::logic_error);
  EXPECT_THROW(between(2, 1), std::logic_error);
  EXPECT_THROW(between(infinite, infinite), std::logic_error);
  EXPECT_THROW(between(-infinite, -infinite), std::logic_error);
  EXPECT_THROW(between(infinite, -infinite), std::logic_error);
  EXPECT_NO_THROW(between(-infinite, infinite));
}

TEST_F(IntervalInvariant, UnwrittenEndpointsAreRejected) {
  EXPECT_THROW(interval::make(8, [](mpfr_ptr, mpfr_ptr) {}), std::logic_error);
}

TEST_F(IntervalInvariant, MakeLeavesOneZero) {
  const interval zero = between(-0.0, -0.0);
  EXPECT_TRUE(invariant_holds(zero));
  EXPECT_TRUE(zero.is_point());
  EXPECT_TRUE(zero.contains(Q(0)));
}

TEST_F(IntervalInvariant, MeetOfDisjointEnclosuresIsALogicError) {
  EXPECT_THROW(meet(between(0, 1), between(2, 3)), std::logic_error);
  EXPECT_THROW(meet(between(2, 3), between(0, 1)), std::logic_error);
  EXPECT_THROW(meet(between(-infinite, 0), between(1, infinite)), std::logic_error);
  EXPECT_TRUE(same_ends(meet(between(0, 1), between(1, 2)), between(1, 1)));
  EXPECT_TRUE(same_ends(meet(between(0, 4), between(1, 2)), between(1, 2)));
  EXPECT_TRUE(same_ends(meet(interval::entire(2), between(1, 2)), between(1, 2)));
}

TEST_F(IntervalInvariant, ClampingKeepsTheNonnegativePart) {
  EXPECT_TRUE(same_ends(clamp_nonnegative(between(-1, 2)), between(0, 2)));
  EXPECT_TRUE(same_ends(clamp_nonnegative(between(1, 2)), between(1, 2)));
  EXPECT_TRUE(same_ends(clamp_nonnegative(between(-1, 0)), between(0, 0)));
  EXPECT_TRUE(same_ends(clamp_nonnegative(interval::entire(9)), between(0, infinite)));
  EXPECT_THROW(clamp_nonnegative(between(-2, -1)), std::logic_error);
  EXPECT_THROW(clamp_nonnegative(between(-infinite, -1)), std::logic_error);
}

}  // namespace
}  // namespace kloracle
