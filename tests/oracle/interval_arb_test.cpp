// SPDX-License-Identifier: Apache-2.0
//
// Arb computes the same numbers by other algorithms, as balls. At a low precision the ball must
// meet our enclosure; at a high one it nearly always decides how the number rounds, and then our
// ends must be those two roundings.
#include <gtest/gtest.h>
#if __has_include(<arb.h>)
#include <arb.h>
#else
#include <flint/arb.h>  // FLINT 3
#endif

#include <functional>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

constexpr long trials = 20000;
constexpr long everywhere = -1000;  // below every operand drawn here

class IntervalArb : public testing::Test {
 public:
  static void TearDownTestSuite() { flint_cleanup(); }

 private:
  const mpfr_env environment_;
};

class arb_number {
 public:
  arb_number() { arb_init(value_); }
  explicit arb_number(mpfr_srcptr x) : arb_number() {
    arf_set_mpfr(arb_midref(value_), x);  // exact
  }
  arb_number(const arb_number&) = delete;
  arb_number& operator=(const arb_number&) = delete;
  ~arb_number() { arb_clear(value_); }
  arb_ptr p() { return value_; }

 private:
  arb_t value_;
};

class arf_number {
 public:
  arf_number() { arf_init(value_); }
  explicit arf_number(mpfr_srcptr x) : arf_number() { arf_set_mpfr(value_, x); }
  arf_number(const arf_number&) = delete;
  arf_number& operator=(const arf_number&) = delete;
  ~arf_number() { arf_clear(value_); }
  arf_ptr p() { return value_; }

 private:
  arf_t value_;
};

using ball_at = std::function<void(arb_ptr, slong)>;

// The two ends of Arb's ball at a precision.
class ball_ends {
 public:
  ball_ends(const ball_at& evaluate, slong bits) {
    arb_number ball;
    evaluate(ball.p(), bits);
    arb_get_lbound_arf(lower_.p(), ball.p(), 2 * bits + 64);
    arb_get_ubound_arf(upper_.p(), ball.p(), 2 * bits + 64);
  }

  bool overlaps(const interval& z) {
    arf_number lower(z.lo());
    arf_number upper(z.hi());
    return arf_cmp(lower.p(), upper_.p()) <= 0 && arf_cmp(lower_.p(), upper.p()) <= 0;
  }

  // Whether both ends round alike, to `out`.
  bool rounds_to(mpfr_ptr out, mpfr_rnd_t direction) {
    real other(mpfr_get_prec(out));
    arf_get_mpfr(out, lower_.p(), direction);
    arf_get_mpfr(other.p(), upper_.p(), direction);
    return mpfr_equal_p(out, other.p()) != 0;
  }

 private:
  arf_number lower_;
  arf_number upper_;
};

testing::AssertionResult meets_arb(const interval& z, const ball_at& evaluate) {
  for (const slong bits : {z.bits() + 10, 3 * z.bits() + 150}) {
    if (ball_ends(evaluate, bits).overlaps(z)) continue;
    return testing::AssertionFailure() << text_of(z) << " misses Arb's ball at " << bits << " bits";
  }
  return testing::AssertionSuccess();
}

// Counts how often Arb's ball was narrow enough to judge an end.
struct tally {
  long ends = 0;
  long decided = 0;

  void judge(const interval& z, const ball_at& evaluate) {
    ball_ends ball(evaluate, 3 * z.bits() + 150);
    real rounded(z.bits());
    ends += 2;
    if (ball.rounds_to(rounded.p(), MPFR_RNDD)) {
      ++decided;
      EXPECT_TRUE(mpfr_equal_p(z.lo(), rounded.p())) << text_of(z) << hex_of(rounded.p());
    }
    if (ball.rounds_to(rounded.p(), MPFR_RNDU)) {
      ++decided;
      EXPECT_TRUE(mpfr_equal_p(z.hi(), rounded.p())) << text_of(z) << hex_of(rounded.p());
    }
  }

  bool decided_nearly_all() const { return decided > ends - ends / 10; }
};

using unary_function = interval (*)(const interval&);
using unary_arb = void (*)(arb_ptr, arb_srcptr, slong);
using binary_function = interval (*)(const interval&, const interval&);
using binary_arb = void (*)(arb_ptr, arb_srcptr, arb_srcptr, slong);

// A point or two, of exponents that Arb's precision can follow.
interval draw_moderate(random_source& random) {
  const auto draw = [&](mpfr_ptr x) {
    if (random.one_in(4)) return set_near_one(x, random);
    set_scaled(x, random, random.below(50) - 40);
    if (random.one_in(2)) mpfr_neg(x, x, MPFR_RNDN);
  };
  return interval::make(2 + random.below(120), [&](mpfr_ptr lo, mpfr_ptr hi) {
    draw(lo);
    mpfr_set(hi, lo, MPFR_RNDN);
    if (random.one_in(2)) draw(hi);
    if (mpfr_greater_p(lo, hi)) mpfr_swap(lo, hi);
  });
}

interval draw_above(long bound, random_source& random) {
  for (;;) {
    const interval x = draw_moderate(random);
    if (mpfr_cmp_si(x.lo(), bound) > 0) return x;
  }
}

// f is defined above `bound`.
void expect_agreement(unary_function f, unary_arb g, long bound, std::uint64_t seed) {
  random_source random(seed);
  tally judged;
  for (long n = 0; n < trials; ++n) {
    const interval x = draw_above(bound, random);
    for (mpfr_srcptr end : {x.lo(), x.hi()}) {
      arb_number member(end);
      const ball_at ball = [&](arb_ptr out, slong bits) { g(out, member.p(), bits); };
      ASSERT_TRUE(meets_arb(f(x), ball)) << text_of(x);
      if (x.is_point()) judged.judge(f(x), ball);
    }
  }
  EXPECT_TRUE(judged.decided_nearly_all()) << judged.decided << " of " << judged.ends;
}

void expect_agreement(binary_function f, binary_arb g, std::uint64_t seed) {
  random_source random(seed);
  tally judged;
  for (long n = 0; n < trials; ++n) {
    const interval x = draw_moderate(random);
    const interval y = draw_moderate(random);
    for (mpfr_srcptr a : {x.lo(), x.hi()}) {
      for (mpfr_srcptr b : {y.lo(), y.hi()}) {
        arb_number left(a);
        arb_number right(b);
        const ball_at ball = [&](arb_ptr out, slong bits) { g(out, left.p(), right.p(), bits); };
        ASSERT_TRUE(meets_arb(f(x, y), ball)) << text_of(x) << text_of(y);
        if (x.is_point() && y.is_point()) judged.judge(f(x, y), ball);
      }
    }
  }
  EXPECT_TRUE(judged.decided_nearly_all()) << judged.decided << " of " << judged.ends;
}

TEST_F(IntervalArb, AgreesOnTheExponential) {
  expect_agreement(exp, arb_exp, everywhere, 41);
}

TEST_F(IntervalArb, AgreesOnExpm1) {
  expect_agreement(expm1, arb_expm1, everywhere, 42);
}

TEST_F(IntervalArb, AgreesOnTheLogarithm) {
  expect_agreement(log, arb_log, 0, 43);
}

TEST_F(IntervalArb, AgreesOnLog1p) {
  expect_agreement(log1p, arb_log1p, -1, 44);
}

TEST_F(IntervalArb, AgreesOnTheSquareRoot) {
  expect_agreement(sqrt, arb_sqrt, 0, 45);
}

TEST_F(IntervalArb, AgreesOnProducts) {
  expect_agreement(operator*, arb_mul, 46);
}

TEST_F(IntervalArb, AgreesOnQuotients) {
  expect_agreement(operator/, arb_div, 47);
}

// Exponents up to 2^62, where MPFR's range ends and Arb's does not.
TEST_F(IntervalArb, AgreesAtTheEndsOfTheExponentRange) {
  random_source random(48);
  for (long n = 0; n < trials; ++n) {
    const interval x = draw_interval(random, 2 + random.below(60));
    if (!x.bounded() || mpfr_sgn(x.lo()) <= 0) continue;
    arb_number lower(x.lo());
    const auto meets = [&](const interval& z, unary_arb g) {
      return meets_arb(z, [&](arb_ptr out, slong bits) { g(out, lower.p(), bits); });
    };
    ASSERT_TRUE(meets(log(x), arb_log)) << text_of(x);
    ASSERT_TRUE(meets(log1p(x), arb_log1p)) << text_of(x);
    ASSERT_TRUE(meets(sqrt(x), arb_sqrt)) << text_of(x);
    ASSERT_TRUE(meets(inv(x), arb_inv)) << text_of(x);
    ASSERT_TRUE(meets(sqr(x), [](arb_ptr out, arb_srcptr in, slong bits) {
      arb_mul(out, in, in, bits);
    })) << text_of(x);
  }
}

void expect_tightest(const interval& z, void (*constant)(arb_ptr, slong)) {
  const ball_at ball = [&](arb_ptr out, slong bits) { constant(out, bits); };
  tally judged;
  judged.judge(z, ball);
  EXPECT_EQ(judged.decided, judged.ends) << z.bits();
  EXPECT_TRUE(meets_arb(z, ball)) << z.bits();
  EXPECT_TRUE(ends_equal_or_adjacent(z) && !z.is_point()) << text_of(z);
}

TEST_F(IntervalArb, Ln2AndLn10AreAdjacentNumbersAroundTheConstant) {
  for (mpfr_prec_t bits = 1; bits <= 300; ++bits) {
    expect_tightest(const_ln2(bits), arb_const_log2);
    expect_tightest(const_ln10(bits), arb_const_log10);
    EXPECT_EQ(const_ln2(bits).bits(), bits);
    EXPECT_EQ(const_ln10(bits).bits(), bits);
  }
}

}  // namespace
}  // namespace kloracle
