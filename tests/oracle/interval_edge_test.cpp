// SPDX-License-Identifier: Apache-2.0
//
// Widths of results, the ends of the exponent range, and the environment that sets the range.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

constexpr long longest = std::numeric_limits<long>::max();
constexpr long shortest = std::numeric_limits<long>::min();

real smallest_positive(mpfr_prec_t bits) {
  real x(bits);
  mpfr_set_zero(x.p(), 1);
  mpfr_nextabove(x.p());
  return x;
}

real largest_finite(mpfr_prec_t bits) {
  real x(bits);
  mpfr_set_inf(x.p(), 1);
  mpfr_nextbelow(x.p());
  return x;
}

interval point(const real& x) {
  return interval::make(x.bits(), [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x.p(), MPFR_RNDN);
    mpfr_set(hi, x.p(), MPFR_RNDN);
  });
}

// What a positive result below every positive number, or above every finite one, becomes.
interval underflowed(mpfr_prec_t bits) {
  return hull(interval(0L, bits), point(smallest_positive(bits)));
}

interval overflowed(mpfr_prec_t bits) {
  return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_inf(hi, 1);
    mpfr_set_inf(lo, 1);
    mpfr_nextbelow(lo);
  });
}

class IntervalEdge : public testing::Test {
 private:
  const mpfr_env environment_;
};

// Both ends are the one correctly rounded value, down and up, so no number lies between them. Then
// upper - lower is one ulp, at most 2^(1-p) times the end nearer to 0, unless that underflows.
testing::AssertionResult narrow(const interval& z) {
  if (!ends_equal_or_adjacent(z)) return testing::AssertionFailure() << text_of(z) << " is wide";
  real nearer = copy_of(mpfr_cmpabs(z.lo(), z.hi()) < 0 ? z.lo() : z.hi());
  const bool measurable =
      z.bounded() && mpfr_regular_p(nearer.p()) &&
      mpfr_get_exp(nearer.p()) > mpfr_get_emin() + static_cast<mpfr_exp_t>(z.bits());
  if (!measurable) return testing::AssertionSuccess();
  real width(z.bits());
  mpfr_sub(width.p(), z.hi(), z.lo(), MPFR_RNDU);
  mpfr_abs(nearer.p(), nearer.p(), MPFR_RNDN);
  mpfr_mul_2si(nearer.p(), nearer.p(), 1 - z.bits(), MPFR_RNDD);
  if (mpfr_lessequal_p(width.p(), nearer.p())) return testing::AssertionSuccess();
  return testing::AssertionFailure() << text_of(z) << " is wider than 2^(1-p)";
}

TEST_F(IntervalEdge, FunctionsOfAPointHaveNothingBetweenTheirEnds) {
  random_source random(61);
  for (long n = 0; n < 20000; ++n) {
    real x(2 + random.below(299));
    draw_endpoint(x.p(), random);
    const interval z = point(x);
    ASSERT_TRUE(narrow(exp(z)) && narrow(expm1(z)) && narrow(sqr(z))) << text_of(z);
    ASSERT_TRUE((-z).is_point() && abs(z).is_point());
    if (!z.contains_zero()) {
      ASSERT_TRUE(narrow(inv(z)) && narrow(log(abs(z))) && narrow(sqrt(abs(z)))) << text_of(z);
    }
    ASSERT_TRUE(narrow(log1p(abs(z)))) << text_of(z);
    ASSERT_TRUE(narrow(ldexp(z, static_cast<long>(random.word())))) << text_of(z);
  }
}

TEST_F(IntervalEdge, OperationsOnPointsHaveNothingBetweenTheirEnds) {
  random_source random(62);
  for (long n = 0; n < 20000; ++n) {
    real a(2 + random.below(299));
    real b(2 + random.below(299));
    draw_endpoint(a.p(), random);
    draw_endpoint(b.p(), random);
    const interval x = point(a);
    const interval y = point(b);
    ASSERT_TRUE(narrow(x + y) && narrow(x - y) && narrow(x * y)) << text_of(x) << text_of(y);
    if (!y.contains_zero()) {
      ASSERT_TRUE(narrow(x / y)) << text_of(x) << text_of(y);
    }
  }
}

TEST_F(IntervalEdge, AResultHasTheLargerPrecisionOfItsOperands) {
  const interval coarse(3L, 5);
  const interval fine(Q(1, 3), 70);
  for (const interval& z : {coarse + fine, fine - coarse, coarse * fine, coarse / fine,
                            min(fine, coarse), max(coarse, fine), hull(coarse, fine)}) {
    EXPECT_EQ(z.bits(), 70);
  }
  EXPECT_EQ(meet(hull(coarse, fine), coarse).bits(), 70);
  EXPECT_TRUE(same_ends(coarse + interval(0L, 70), coarse));
}

TEST_F(IntervalEdge, LdexpIsExactInsideTheRange) {
  random_source random(63);
  for (long n = 0; n < 5000; ++n) {
    const interval x(Q(1 + random.below(1000), 1 + random.below(1000)), 2 + random.below(80));
    const long k = random.below(longest / 4) - longest / 8;
    const interval z = ldexp(x, k);
    ASSERT_TRUE(same_ends(ldexp(z, -k), x)) << text_of(x) << k;
    ASSERT_EQ(mpfr_get_exp(z.lo()), mpfr_get_exp(x.lo()) + k);
    ASSERT_EQ(mpfr_get_exp(z.hi()), mpfr_get_exp(x.hi()) + k);
  }
}

TEST_F(IntervalEdge, LdexpUnderflowsOutward) {
  const interval tiny = point(smallest_positive(30));
  const interval one(1L, 30);
  EXPECT_TRUE(same_ends(ldexp(tiny, -1), underflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(-tiny, -1), -underflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(one, shortest), underflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(-one, shortest), -underflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(interval(0L, 30), shortest), interval(0L, 30)));
  EXPECT_TRUE(same_ends(ldexp(interval::entire(30), shortest), interval::entire(30)));
}

TEST_F(IntervalEdge, LdexpOverflowsOutward) {
  const interval huge = point(largest_finite(30));
  const interval one(1L, 30);
  EXPECT_TRUE(same_ends(ldexp(huge, 1), overflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(-huge, 1), -overflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(one, longest), overflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(-one, longest), -overflowed(30)));
  EXPECT_TRUE(same_ends(ldexp(interval(0L, 30), longest), interval(0L, 30)));
  EXPECT_TRUE(same_ends(ldexp(interval::entire(30), longest), interval::entire(30)));
}

TEST_F(IntervalEdge, ArithmeticUnderflowsAndOverflowsOutward) {
  const interval tiny = point(smallest_positive(9));
  const interval huge = point(largest_finite(9));
  EXPECT_TRUE(same_ends(tiny * tiny, underflowed(9)));
  EXPECT_TRUE(same_ends(tiny * -tiny, -underflowed(9)));
  EXPECT_TRUE(same_ends(sqr(-tiny), underflowed(9)));
  EXPECT_TRUE(same_ends(tiny / huge, underflowed(9)));
  EXPECT_TRUE(same_ends(huge + huge, overflowed(9)));
  EXPECT_TRUE(same_ends(-huge - huge, -overflowed(9)));
  EXPECT_TRUE(same_ends(huge * -huge, -overflowed(9)));
  EXPECT_TRUE(same_ends(huge / tiny, overflowed(9)));
  EXPECT_TRUE(same_ends(inv(tiny), overflowed(9)));
}

TEST_F(IntervalEdge, FunctionsReachTheirLimitsOutward) {
  const interval huge = point(largest_finite(9));
  const interval half_line = hull(interval(0L, 9), overflowed(9));
  EXPECT_TRUE(same_ends(exp(huge), overflowed(9)));
  EXPECT_TRUE(same_ends(exp(-huge), underflowed(9)));
  EXPECT_TRUE(same_ends(expm1(huge), overflowed(9)));
  EXPECT_TRUE(same_ends(exp(interval::entire(9)), half_line));
  EXPECT_TRUE(same_ends(expm1(interval::entire(9)), half_line - interval(1L, 9)));
  EXPECT_TRUE(same_ends(log(interval::entire(9)), interval::entire(9)));
  EXPECT_TRUE(same_ends(log1p(interval::entire(9)), interval::entire(9)));
  EXPECT_TRUE(same_ends(sqrt(interval::entire(9)), half_line));
}

TEST_F(IntervalEdge, FunctionsAreExactWhereTheirValuesAreIntegers) {
  const interval zero(0L, 9);
  const interval one(1L, 9);
  EXPECT_TRUE(same_ends(exp(zero), one));
  EXPECT_TRUE(same_ends(expm1(zero), zero));
  EXPECT_TRUE(same_ends(log(one), zero));
  EXPECT_TRUE(same_ends(log1p(zero), zero));
  EXPECT_TRUE(same_ends(sqrt(interval(49L, 9)), interval(7L, 9)));
}

// What a thread of its own may compute: everything, at drawn operands, as text.
std::vector<std::string> computed() {
  const mpfr_env environment;
  random_source random(64);
  std::vector<std::string> lines;
  for (long n = 0; n < 500; ++n) {
    const interval x = draw_interval(random, 2 + random.below(200));
    const interval y = draw_interval(random, 2 + random.below(200));
    const interval positive = abs(x) + interval(1L, 2);
    for (const interval& z : {x + y, x - y, x * y, x / positive, exp(x), expm1(y), log(positive),
                              log1p(abs(y)), sqrt(abs(x)), const_ln2(x.bits())}) {
      lines.push_back(text_of(z));
    }
  }
  return lines;
}

TEST(MpfrEnv, FreshThreadsComputeTheSameBits) {
  const std::vector<std::string> here = computed();
  std::vector<std::vector<std::string>> there(4);
  std::vector<std::thread> threads;
  for (auto& lines : there) threads.emplace_back([&lines] { lines = computed(); });
  for (std::thread& t : threads) t.join();
  for (const auto& lines : there) EXPECT_EQ(lines, here);
}

bool range_is(mpfr_exp_t emin, mpfr_exp_t emax) {
  return mpfr_get_emin() == emin && mpfr_get_emax() == emax;
}

bool range_is_widest() {
  return range_is(mpfr_get_emin_min(), mpfr_get_emax_max());
}

class MpfrEnvOfANarrowCaller : public testing::Test {
 protected:
  MpfrEnvOfANarrowCaller() {
    mpfr_set_emin(-100);
    mpfr_set_emax(200);
  }
  ~MpfrEnvOfANarrowCaller() override {
    mpfr_set_emin(MPFR_EMIN_DEFAULT);
    mpfr_set_emax(MPFR_EMAX_DEFAULT);
  }
};

TEST_F(MpfrEnvOfANarrowCaller, GetsItsExponentRangeBack) {
  {
    const mpfr_env environment;
    EXPECT_TRUE(range_is_widest());
  }
  EXPECT_TRUE(range_is(-100, 200));
}

TEST_F(MpfrEnvOfANarrowCaller, MayNest) {
  {
    const mpfr_env outer;
    {
      const mpfr_env inner;
      EXPECT_TRUE(range_is_widest());
    }
    EXPECT_TRUE(range_is_widest());
  }
  EXPECT_TRUE(range_is(-100, 200));
}

TEST_F(MpfrEnvOfANarrowCaller, GetsItsExponentRangeBackAfterAnException) {
  EXPECT_THROW(
      {
        const mpfr_env environment;
        log(interval(-1L, 8));
      },
      std::domain_error);
  EXPECT_TRUE(range_is(-100, 200));
}

TEST_F(MpfrEnvOfANarrowCaller, LeavesOtherThreadsAlone) {
  const mpfr_env environment;
  bool widest_inside = false;
  bool restored = false;
  std::thread([&] {
    const mpfr_exp_t emin = mpfr_get_emin();
    const mpfr_exp_t emax = mpfr_get_emax();
    {
      const mpfr_env of_thread;
      widest_inside = range_is_widest();
    }
    restored = range_is(emin, emax);
  }).join();
  EXPECT_TRUE(widest_inside);
  EXPECT_TRUE(restored);
  EXPECT_TRUE(range_is_widest());
}

}  // namespace
}  // namespace kloracle
