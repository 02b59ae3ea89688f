// SPDX-License-Identifier: Apache-2.0
//
// Bit comparison with MPFI, an independent interval library. The tightest enclosure with given
// precision is unique, so where both claim it every endpoint must be the same number.
//
// Where the conventions legitimately differ:
//   zeros         MPFI signs them (left +0, right -0), kloracle has one zero: compared as numbers
//   domains       MPFI gives NaN ends to log of [-1, 2]; it is handed the operand cut to the domain
//   1/X, 0 in X   MPFI gives [inf, -1/2] for 1/[-2, 0] and [inf, inf] for 1/{0}; 0/[0, 4] = [0,
//   inf].
//                 kloracle gives the hull of all quotients that exist. Containment is checked
#include <gtest/gtest.h>
#include <mpfi.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "tests/oracle/interval_operands.hpp"

namespace kloracle {
namespace {

constexpr long operations_per_range = 40000;

class comparison_count : public testing::Environment {
 public:
  static long total;
  void TearDown() override {
    std::printf("%ld random operations compared with MPFI, bit for bit\n", total);
  }
};
long comparison_count::total = 0;
const testing::Environment* const printed_last =
    testing::AddGlobalTestEnvironment(new comparison_count);

class mpfi_number {
 public:
  explicit mpfi_number(mpfr_prec_t bits) { mpfi_init2(value_, bits); }
  explicit mpfi_number(const interval& x) : mpfi_number(x.bits()) {
    mpfr_set(&value_->left, x.lo(), MPFR_RNDN);
    mpfr_set(&value_->right, x.hi(), MPFR_RNDN);
  }
  mpfi_number(const mpfi_number&) = delete;
  mpfi_number& operator=(const mpfi_number&) = delete;
  ~mpfi_number() { mpfi_clear(value_); }

  mpfi_ptr p() { return value_; }
  mpfr_ptr lower() { return &value_->left; }
  mpfr_ptr upper() { return &value_->right; }

 private:
  mpfi_t value_;
};

using unary_function = interval (*)(const interval&);
using unary_mpfi = int (*)(mpfi_ptr, mpfi_srcptr);
using binary_function = interval (*)(const interval&, const interval&);
using binary_mpfi = int (*)(mpfi_ptr, mpfi_srcptr, mpfi_srcptr);

mpfr_prec_t draw_bits(random_source& random) {
  return 2 + random.below(random.one_in(2) ? 20 : 299);
}

testing::AssertionResult same_bits(const interval& z, mpfi_number& reference) {
  if (invariant_holds(z) && same_ends(z, reference.lower(), reference.upper())) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << text_of(z) << " but MPFI has [" << hex_of(reference.lower())
                                     << ", " << hex_of(reference.upper()) << "]";
}

void compare(unary_function f, const interval& x, unary_mpfi g, mpfi_number& cut) {
  mpfi_number reference(x.bits());
  g(reference.p(), cut.p());
  ASSERT_TRUE(same_bits(f(x), reference)) << text_of(x);
  ++comparison_count::total;
}

void compare_everywhere(unary_function f, unary_mpfi g, random_source& random) {
  for (long n = 0; n < operations_per_range && !testing::Test::HasFatalFailure(); ++n) {
    const interval x = draw_interval(random, draw_bits(random));
    mpfi_number same(x);
    compare(f, x, g, same);
  }
}

// f is defined from `least` on, there or only above it; MPFI gets the part of x in the domain.
void compare_on_domain(unary_function f, unary_mpfi g, long least, bool defined_there,
                       random_source& random) {
  for (long n = 0; n < operations_per_range && !testing::Test::HasFatalFailure();) {
    const interval x = draw_interval(random, draw_bits(random));
    const int side = mpfr_cmp_si(x.hi(), least);
    if (side < 0 || (side == 0 && !defined_there)) {
      ASSERT_THROW(f(x), std::domain_error) << text_of(x);
      continue;
    }
    mpfi_number cut(x);
    if (mpfr_cmp_si(cut.lower(), least) < 0) mpfr_set_si(cut.lower(), least, MPFR_RNDN);
    compare(f, x, g, cut);
    ++n;
  }
}

// Every quotient of endpoints lies in z; at z's precision that is decided by rounding outward.
void expect_quotients_inside(const interval& z, const interval& x, const interval& y) {
  real quotient(z.bits());
  for (mpfr_srcptr a : {x.lo(), x.hi()}) {
    for (mpfr_srcptr b : {y.lo(), y.hi()}) {
      if (mpfr_zero_p(b) || (mpfr_inf_p(a) && mpfr_inf_p(b))) continue;
      mpfr_div(quotient.p(), a, b, MPFR_RNDD);
      ASSERT_TRUE(mpfr_lessequal_p(z.lo(), quotient.p())) << text_of(x) << " / " << text_of(y);
      mpfr_div(quotient.p(), a, b, MPFR_RNDU);
      ASSERT_TRUE(mpfr_greaterequal_p(z.hi(), quotient.p())) << text_of(x) << " / " << text_of(y);
    }
  }
}

bool is_zero(const interval& x) {
  return mpfr_zero_p(x.lo()) && mpfr_zero_p(x.hi());
}

void compare_binary(binary_function f, const interval& x, const interval& y, binary_mpfi g) {
  mpfi_number reference(std::max(x.bits(), y.bits()));
  mpfi_number left(x);
  mpfi_number right(y);
  g(reference.p(), left.p(), right.p());
  ASSERT_TRUE(same_bits(f(x, y), reference)) << text_of(x) << " and " << text_of(y);
  ++comparison_count::total;
}

void compare_pairs(binary_function f, binary_mpfi g, random_source& random) {
  for (long n = 0; n < operations_per_range && !testing::Test::HasFatalFailure(); ++n) {
    const interval x = draw_interval(random, draw_bits(random));
    const interval y = draw_interval(random, random.one_in(2) ? x.bits() : draw_bits(random));
    compare_binary(f, x, y, g);
  }
}

// Runs `check` in the widest exponent range and in MPFR's default one.
template <class Check>
void in_both_exponent_ranges(std::uint64_t seed, Check check) {
  random_source random(seed);
  const mpfr_env widest;
  check(random);
  const default_exponent_range narrowed;
  check(random);
}

void expect_optimal(unary_function f, unary_mpfi g, std::uint64_t seed) {
  in_both_exponent_ranges(seed, [&](random_source& random) { compare_everywhere(f, g, random); });
}

void expect_optimal_from(long least, bool defined_there, unary_function f, unary_mpfi g,
                         std::uint64_t seed) {
  in_both_exponent_ranges(
      seed, [&](random_source& random) { compare_on_domain(f, g, least, defined_there, random); });
}

void expect_optimal(binary_function f, binary_mpfi g, std::uint64_t seed) {
  in_both_exponent_ranges(seed, [&](random_source& random) { compare_pairs(f, g, random); });
}

TEST(Interval, AdditionRoundsOutwardAndNoFurther) {
  expect_optimal(operator+, mpfi_add, 1);
}

TEST(Interval, SubtractionRoundsOutwardAndNoFurther) {
  expect_optimal(operator-, mpfi_sub, 2);
}

TEST(Interval, MultiplicationRoundsOutwardAndNoFurther) {
  expect_optimal(operator*, mpfi_mul, 3);
}

TEST(Interval, DivisionRoundsOutwardAndNoFurther) {
  in_both_exponent_ranges(4, [](random_source& random) {
    for (long n = 0; n < operations_per_range && !HasFatalFailure();) {
      const interval x = draw_interval(random, draw_bits(random));
      const interval y = draw_interval(random, random.one_in(2) ? x.bits() : draw_bits(random));
      if (y.contains_zero()) continue;
      compare_binary(operator/, x, y, mpfi_div);
      ++n;
    }
  });
}

TEST(Interval, DivisionByZeroInsideKeepsEveryQuotient) {
  in_both_exponent_ranges(5, [](random_source& random) {
    for (long n = 0; n < operations_per_range / 8 && !HasFatalFailure(); ++n) {
      const interval x = draw_interval(random, draw_bits(random));
      const interval y = hull(draw_interval(random, draw_bits(random)), interval(0L, x.bits()));
      if (is_zero(y)) {
        ASSERT_THROW(x / y, std::domain_error);
        continue;
      }
      ASSERT_TRUE(invariant_holds(x / y)) << text_of(x) << " / " << text_of(y);
      expect_quotients_inside(x / y, x, y);
    }
  });
}

TEST(Interval, InverseRoundsOutwardAndNoFurther) {
  in_both_exponent_ranges(6, [](random_source& random) {
    for (long n = 0; n < operations_per_range && !HasFatalFailure();) {
      const interval x = draw_interval(random, draw_bits(random));
      if (x.contains_zero()) continue;
      mpfi_number same(x);
      compare(inv, x, mpfi_inv, same);
      ++n;
    }
  });
}

TEST(Interval, InverseOfAnEndAtZeroIsTheTightestHalfLine) {
  in_both_exponent_ranges(7, [](random_source& random) {
    for (long n = 0; n < operations_per_range / 8 && !HasFatalFailure(); ++n) {
      const interval half = abs(hull(draw_interval(random, draw_bits(random)), interval(0L, 2)));
      if (is_zero(half)) continue;
      real reciprocal(half.bits());
      mpfr_ui_div(reciprocal.p(), 1, half.hi(), MPFR_RNDD);
      const interval inverse = inv(half);
      ASSERT_TRUE(mpfr_equal_p(inverse.lo(), reciprocal.p())) << text_of(half);
      ASSERT_TRUE(mpfr_inf_p(inverse.hi()));
      ASSERT_TRUE(same_ends(inv(-half), -inv(half))) << text_of(half);
    }
  });
}

TEST(Interval, NegationIsExact) {
  expect_optimal(operator-, mpfi_neg, 8);
}

TEST(Interval, SquareRoundsOutwardAndNoFurther) {
  expect_optimal(sqr, mpfi_sqr, 9);
}

TEST(Interval, AbsoluteValueIsExact) {
  expect_optimal(abs, mpfi_abs, 10);
}

TEST(Interval, SquareRootRoundsOutwardAndNoFurther) {
  expect_optimal_from(0, true, sqrt, mpfi_sqrt, 11);
}

TEST(Interval, ExponentialRoundsOutwardAndNoFurther) {
  expect_optimal(exp, mpfi_exp, 12);
}

TEST(Interval, Expm1RoundsOutwardAndNoFurther) {
  expect_optimal(expm1, mpfi_expm1, 13);
}

TEST(Interval, LogarithmRoundsOutwardAndNoFurther) {
  expect_optimal_from(0, false, log, mpfi_log, 14);
}

TEST(Interval, Log1pRoundsOutwardAndNoFurther) {
  expect_optimal_from(-1, false, log1p, mpfi_log1p, 15);
}

}  // namespace
}  // namespace kloracle
