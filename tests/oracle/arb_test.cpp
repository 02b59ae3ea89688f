// SPDX-License-Identifier: Apache-2.0
//
// The oracle against Arb: other code, other formulas, the same numbers.
#include <gtest/gtest.h>

#include <array>
#include <iostream>

#include "tests/oracle/arb_formulas.hpp"
#include "tests/oracle/spelled_problems.hpp"

namespace kloracle::second_opinion {
namespace {

struct tally {
  long problems = 0;
  long infinite = 0;
  long exact = 0;
  long undecided = 0;
  long rounded_by_both = 0;
  long digits_by_both = 0;
};

std::ostream& operator<<(std::ostream& out, const tally& t) {
  return out << t.problems << " problems: " << t.infinite << " infinite, " << t.exact << " exact, "
             << t.undecided << " undecided; both round in " << t.rounded_by_both
             << ", both give digits in " << t.digits_by_both;
}

// The hex the oracle gave, an infinity as rounded() writes it.
Q value_of(const std::string& hex, const format& f) {
  const number x = number::parse(hex, nullptr);
  if (x.is_finite()) return exact(x);
  return x.sign() * power_of_two(f.emax + 1);
}

Q value_of(double x, const format& f) {
  if (!std::isinf(x)) return Q(x);
  return (x < 0 ? -1 : 1) * power_of_two(f.emax + 1);
}

target random_target(problem_source& source) {
  target t;
  t.condition = false;
  if (!source.one_in(3)) t.to = source.one_of(formats());
  t.rounding = source.one_of(directions());
  t.digits = 1 + static_cast<int>(source.below(source.one_in(3) ? 50 : 20));
  return t;
}

void expect_same_rounding(const drawn& d, const answer& a, const ball& x, const target& t,
                          tally& count) {
  const ball_end lower(x, ball_end::lower);
  const ball_end upper(x, ball_end::upper);
  const Q value = rounded(lower, *t.to, t.rounding);
  if (value == rounded(upper, *t.to, t.rounding)) {
    ASSERT_NE(a.hex, "") << described(d);
    ASSERT_EQ(value_of(a.hex, *t.to), value)
        << a.hex << ' ' << name(t.rounding) << ' ' << t.to->name << ' ' << described(d);
    if (t.to->precision <= binary64.precision) {
      ASSERT_EQ(value_of(a.value, *t.to), value) << a.value << ' ' << a.hex << ' ' << described(d);
    }
    ++count.rounded_by_both;
  }
  if (t.rounding == direction::nearest_away && arb_is_exact(x.p())) return;
  const auto digits = to_digits(lower, t.digits, t.rounding);
  if (!digits || a.decimal.empty() || digits != to_digits(upper, t.digits, t.rounding)) return;
  ASSERT_EQ(exact(number::parse(a.decimal, nullptr)), *digits)
      << a.decimal << ' ' << name(t.rounding) << ' ' << described(d);
  ++count.digits_by_both;
}

void expect_honest_exactness(const drawn& d, const answer& a, const ball& x, const format& f) {
  if (a.state == status::exact) {
    const Q claimed = exact(number::parse(a.rational, nullptr));
    ASSERT_TRUE(arb_overlaps(ball(claimed, x.bits()).p(), x.p())) << a.rational << described(d);
    ASSERT_EQ(a.inexact, claimed != value_of(a.hex, f)) << described(d);
  }
  if (a.inexact == false) {
    ASSERT_TRUE(arb_overlaps(ball(value_of(a.hex, f), x.bits()).p(), x.p())) << described(d);
  }
}

void expect_agreement(const drawn& d, const target& t, slong cap, tally& count) {
  const answer a = evaluate(d.asked, t);
  ++count.problems;
  if (support_violated(d.meant)) {
    ++count.infinite;
    ASSERT_EQ(a.state, status::plus_infinity) << described(d);
    return;
  }
  ASSERT_TRUE(a.bounds.has_value()) << name(a.state) << ' ' << a.reason << ' ' << described(d);
  const double bits_of_digits = 3.33 * t.digits;
  const slong accuracy = 20 + std::max<slong>(t.to->precision, static_cast<slong>(bits_of_digits));
  const ball x = evaluated_to(d.meant, accuracy, cap);
  ASSERT_TRUE(overlap(x, a.bounds->bounds()))
      << a.bounds->lower_hex() << ' ' << a.bounds->upper_hex() << ' ' << described(d);
  count.exact += a.state == status::exact;
  count.undecided += a.state == status::undecided;
  if (a.state == status::undecided) return;
  expect_same_rounding(d, a, x, t, count);
  expect_honest_exactness(d, a, x, *t.to);
}

constexpr std::array all_units{unit::nats, unit::bits, unit::hartleys};

// `draw` gives a problem, or one that is not well posed, which is skipped.
template <class Draw>
tally swept(std::uint64_t seed, long problems, Draw draw, slong cap = 6000) {
  problem_source source(seed);
  tally count;
  while (count.problems < problems && !::testing::Test::HasFailure()) {
    const drawn d = draw(source);
    if (well_posed(d.meant)) expect_agreement(d, random_target(source), cap, count);
  }
  std::cout << count << '\n';
  return count;
}

constexpr std::array of_weights_quantities{quantity::kl,
                                           quantity::kl,
                                           quantity::entropy,
                                           quantity::cross_entropy,
                                           quantity::jensen_shannon,
                                           quantity::jensen_shannon_distance};
constexpr std::array of_logarithms_quantities{quantity::kl, quantity::kl, quantity::entropy,
                                              quantity::cross_entropy};

drawn weights_problem(problem_source& source, semantics how, const sides& s,
                      std::optional<input> parameter = std::nullopt) {
  const bool kl_only = how == semantics::generalised || how == semantics::opencv;
  const quantity what = kl_only ? quantity::kl : source.one_of(of_weights_quantities);
  const space in = entry(how).p;
  return stated(what, how, s, source.one_of(all_units), in, in, parameter);
}

// Nothing left open, and Arb had its say on everything that is not exact.
void expect_all_decided(const tally& count) {
  EXPECT_EQ(count.undecided, 0);
  EXPECT_GE(count.rounded_by_both + count.exact, count.problems - count.infinite);
}

TEST(ArbAgrees, OnNormalisedWeights) {
  expect_all_decided(swept(1, 9000, [](problem_source& s) {
    return weights_problem(s, semantics::normalised, s.any_weights());
  }));
}

TEST(ArbAgrees, OnMeasures) {
  expect_all_decided(swept(2, 9000, [](problem_source& s) {
    return weights_problem(s, semantics::measure, s.any_weights());
  }));
}

TEST(ArbAgrees, OnGeneralisedDivergences) {
  expect_all_decided(swept(3, 6000, [](problem_source& s) {
    return weights_problem(s, semantics::generalised, s.any_weights());
  }));
}

TEST(ArbAgrees, OnNearEqualPairs) {
  constexpr std::array forms{semantics::normalised, semantics::measure, semantics::generalised};
  expect_all_decided(swept(4, 9000, [&](problem_source& s) {
    return weights_problem(s, s.one_of(forms), s.near_equal());
  }));
}

TEST(ArbAgrees, OnCounts) {
  expect_all_decided(swept(5, 5000, [](problem_source& s) {
    return weights_problem(s, semantics::counts, s.counted());
  }));
}

TEST(ArbAgrees, OnSmoothedCounts) {
  expect_all_decided(swept(6, 5000, [](problem_source& s) {
    const input c = s.one_in(4) ? from_fraction(s.below(4), 3) : from_double(s.positive(-20, 3));
    return weights_problem(s, semantics::smoothed, s.counted(), c);
  }));
}

TEST(ArbAgrees, OnClippedWeights) {
  expect_all_decided(swept(7, 5000, [](problem_source& s) {
    const input eps = s.one_in(3) ? from_fraction(1, 10000000) : from_double(s.positive(-60, -2));
    return weights_problem(s, semantics::clipped, s.any_weights(), eps);
  }));
}

TEST(ArbAgrees, OnOpenCvHistograms) {
  expect_all_decided(swept(8, 3000, [](problem_source& s) {
    return weights_problem(s, semantics::opencv, s.any_weights());
  }));
}

TEST(ArbAgrees, OnLogits) {
  expect_all_decided(swept(9, 6000, [](problem_source& s) {
    return stated(s.one_of(of_logarithms_quantities), semantics::logits, s.any_logarithms(false),
                  s.one_of(all_units), space::logits, space::logits);
  }));
}

TEST(ArbAgrees, OnLogProbabilitiesAsGiven) {
  expect_all_decided(swept(10, 5000, [](problem_source& s) {
    return stated(s.one_of(of_logarithms_quantities), semantics::log_prob, s.any_logarithms(true),
                  s.one_of(all_units), space::log_probs, space::log_probs);
  }));
}

TEST(ArbAgrees, OnNormalisedLogProbabilities) {
  swept(11, 2000, [](problem_source& s) {
    return stated(s.one_of(of_logarithms_quantities), semantics::normalised, s.any_logarithms(true),
                  s.one_of(all_units), space::log_probs, space::log_probs);
  });
}

TEST(ArbAgrees, OnProbabilitiesAgainstLogProbabilities) {
  constexpr std::array asked{quantity::kl, quantity::cross_entropy};
  expect_all_decided(swept(12, 4000, [&](problem_source& s) {
    sides both = s.any_weights();
    const sides logarithms = s.any_logarithms(true);
    both.q.resize(std::min(both.p.size(), logarithms.q.size()));
    both.p.resize(both.q.size());
    for (std::size_t i = 0; i < both.q.size(); ++i) both.q[i] = logarithms.q[i];
    return stated(s.one_of(asked), semantics::prob_vs_logprob, both, s.one_of(all_units),
                  space::probs, space::log_probs);
  }));
}

TEST(ArbAgrees, OnEnclosuresAsNarrowAsAsked) {
  problem_source source(14);
  for (int k = 0; k < 1000; ++k) {
    const drawn d = weights_problem(source, semantics::normalised, source.any_weights());
    if (!well_posed(d.meant) || support_violated(d.meant)) continue;
    target t;
    t.condition = false;
    t.enclosure_bits = 50 + source.below(500);
    const answer a = evaluate(d.asked, t);
    const interval& bounds = a.bounds.value().bounds();
    const Q lower = rational_of(bounds.lo());
    const Q upper = rational_of(bounds.hi());
    ASSERT_LE((upper - lower) * power_of_two(t.enclosure_bits), std::min<Q>(abs(lower), abs(upper)))
        << described(d);
    ASSERT_TRUE(overlap(evaluated_to(d.meant, t.enclosure_bits + 20, 6000), bounds))
        << described(d);
  }
}

// A masked logit, a logit of 1e300: the value may be exactly representable but for an amount that
// no exponent range holds, so undecided is honest here and a wrong bit is not.
TEST(ArbAgrees, OnEnormousLogarithms) {
  constexpr std::array forms{semantics::logits, semantics::log_prob};
  swept(
      13, 300,
      [&](problem_source& s) {
        const semantics how = s.one_of(forms);
        sides both = s.logarithms(5, how == semantics::log_prob);
        const std::size_t at = static_cast<std::size_t>(s.word() % both.p.size());
        both.p[at] = from_double(-1e300);
        if (s.one_in(2)) both.q[at] = from_double(-s.positive(990, 996));
        return stated(s.one_of(of_logarithms_quantities), how, both, s.one_of(all_units),
                      entry(how).p, entry(how).p);
      },
      1000);
}

}  // namespace
}  // namespace kloracle::second_opinion
