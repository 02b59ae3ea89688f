// SPDX-License-Identifier: Apache-2.0
//
// Related quantities of one pair: their enclosures satisfy the relation, and values stay in range.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/oracle/related_problems.hpp"

namespace kloracle::second_opinion {
namespace {

Q total(const inputs& x) {
  Q result = 0;
  for (const input& value : x) result += *value.meant;
  return result;
}

bool masked_out(const input& x) {
  return !x.meant;
}

// p_i Q = q_i P for all i; with P = Q demanded, p = q.
bool proportional(const sides& s, bool equal) {
  const Q p_total = equal ? Q(1) : total(s.p);
  const Q q_total = equal ? Q(1) : total(s.q);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    if (*s.p[i].meant * q_total != *s.q[i].meant * p_total) return false;
  }
  return true;
}

interval bounds_of(const drawn& d) {
  const answer a = asked(d);
  EXPECT_TRUE(a.bounds.has_value()) << name(a.state) << ' ' << described(d);
  return a.bounds ? a.bounds->bounds() : interval::entire(64);
}

TEST(RelatedQuantities, BitsTimesLn2AndHartleysTimesLn10AreNats) {
  const mpfr_env env;
  repeatedly(41, [](problem_source& source) {
    const sides s = positive_weights(source);
    const semantics how = source.one_of(weight_forms);
    const interval nats = bounds_of(of_probs(quantity::kl, how, s, unit::nats));
    const interval bits = bounds_of(of_probs(quantity::kl, how, s, unit::bits));
    const interval hartleys = bounds_of(of_probs(quantity::kl, how, s, unit::hartleys));
    EXPECT_TRUE(overlap(nats, bits * const_ln2(bits.bits())));
    EXPECT_TRUE(overlap(nats, hartleys * const_ln10(bits.bits())));
  });
}

TEST(RelatedQuantities, CrossEntropyIsEntropyPlusKl) {
  constexpr std::array forms{semantics::normalised, semantics::measure, semantics::clipped};
  const mpfr_env env;
  repeatedly(42, [&](problem_source& source) {
    const semantics how = source.one_of(forms);
    const sides s = positive_weights(source);
    EXPECT_TRUE(overlap(bounds_of(of_probs(quantity::cross_entropy, how, s)),
                        bounds_of(of_probs(quantity::entropy, how, s)) +
                            bounds_of(of_probs(quantity::kl, how, s))));
    sides l = source.near_logarithms(5);
    std::rotate(l.q.begin(), l.q.begin() + 1, l.q.end());
    std::erase_if(l.p, masked_out);
    std::erase_if(l.q, masked_out);
    if (l.p.empty()) return;
    constexpr std::array log_forms{semantics::normalised, semantics::log_prob};
    const semantics log_form = source.one_of(log_forms);
    EXPECT_TRUE(overlap(bounds_of(of_logs(quantity::cross_entropy, log_form, l, space::log_probs)),
                        bounds_of(of_logs(quantity::entropy, log_form, l, space::log_probs)) +
                            bounds_of(of_logs(quantity::kl, log_form, l, space::log_probs))));
  });
}

TEST(RelatedQuantities, MixedCrossEntropyIsEntropyPlusMixedKl) {
  const mpfr_env env;
  repeatedly(43, [](problem_source& source) {
    sides s = source.ordinary();
    for (input& value : s.q) value = from_double(source.real(10));
    const auto mixed = [&](quantity what) {
      return bounds_of(
          stated(what, semantics::prob_vs_logprob, s, unit::nats, space::probs, space::log_probs));
    };
    EXPECT_TRUE(overlap(
        mixed(quantity::cross_entropy),
        bounds_of(of_probs(quantity::entropy, semantics::measure, s)) + mixed(quantity::kl)));
  });
}

TEST(RelatedQuantities, GeneralisedIsMeasurePlusTheDifferenceOfTheSums) {
  const mpfr_env env;
  repeatedly(44, [](problem_source& source) {
    const sides s = positive_weights(source);
    EXPECT_TRUE(overlap(
        bounds_of(of_probs(quantity::kl, semantics::generalised, s)),
        bounds_of(of_probs(quantity::kl, semantics::measure, s)) + Q(total(s.q) - total(s.p))));
  });
}

TEST(RelatedQuantities, MeasureIsTheMassTimesNormalisedPlusTheLogarithmOfTheMassRatio) {
  const mpfr_env env;
  repeatedly(45, [](problem_source& source) {
    const sides s = positive_weights(source);
    const Q mass = total(s.p);
    const interval ratio(Q(mass / total(s.q)), 300);
    EXPECT_TRUE(
        overlap(bounds_of(of_probs(quantity::kl, semantics::measure, s)),
                (bounds_of(of_probs(quantity::kl, semantics::normalised, s)) + log(ratio)) * mass));
  });
}

TEST(RelatedQuantities, KlFromUniformIsTheEntropyDeficit) {
  const mpfr_env env;
  repeatedly(46, [](problem_source& source) {
    sides s = positive_weights(source);
    for (input& value : s.q) value = from_double(0.25);
    const interval outcomes(static_cast<long>(s.p.size()), 300);
    EXPECT_TRUE(
        overlap(bounds_of(of_probs(quantity::kl, semantics::normalised, s)),
                log(outcomes) - bounds_of(of_probs(quantity::entropy, semantics::normalised, s))));
  });
}

TEST(RelatedQuantities, JensenShannonIsTheMeanKlFromTheMiddle) {
  const mpfr_env env;
  repeatedly(47, [](problem_source& source) {
    const sides s = positive_weights(source);
    sides from_p = s;
    sides from_q{s.q, s.q};
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      from_p.q[i] = from_q.q[i] = given_and_meant((*s.p[i].meant + *s.q[i].meant) / 2);
    }
    const interval mean = (bounds_of(of_probs(quantity::kl, semantics::measure, from_p)) +
                           bounds_of(of_probs(quantity::kl, semantics::measure, from_q))) /
                          Q(2);
    EXPECT_TRUE(
        overlap(bounds_of(of_probs(quantity::jensen_shannon, semantics::measure, s)), mean));
  });
}

TEST(RelatedQuantities, TheSquaredDistanceIsTheDivergence) {
  const mpfr_env env;
  repeatedly(48, [](problem_source& source) {
    const sides s = positive_weights(source);
    EXPECT_TRUE(overlap(
        bounds_of(of_probs(quantity::jensen_shannon, semantics::normalised, s)),
        sqr(bounds_of(of_probs(quantity::jensen_shannon_distance, semantics::normalised, s)))));
  });
}

TEST(Bounds, NormalisedAndGeneralisedAreNeverNegative) {
  constexpr std::array forms{semantics::normalised, semantics::generalised};
  repeatedly(51, [&](problem_source& source) {
    const sides s = source.one_in(2) ? source.near_equal() : positive_weights(source);
    const semantics how = source.one_of(forms);
    const drawn d = of_probs(quantity::kl, how, s);
    const answer a = asked(d);
    EXPECT_FALSE(std::signbit(a.value)) << described(d);
    EXPECT_EQ(a.rational == "0", proportional(s, how == semantics::generalised)) << described(d);
    const interval bounds = a.bounds.value().bounds();
    EXPECT_TRUE(a.rational == "0" || certainly_positive(bounds)) << described(d);
  });
}

TEST(Bounds, JensenShannonOfDistributionsIsAtMostOneBit) {
  repeatedly(52, [](problem_source& source) {
    const sides s = positive_weights(source);
    const answer a =
        asked(of_probs(quantity::jensen_shannon, semantics::normalised, s, unit::bits));
    EXPECT_LE(a.value, 1);
    EXPECT_FALSE(std::signbit(a.value));
  });
}

TEST(Bounds, DirectedRoundingsBracketTheNearest) {
  repeatedly(53, [](problem_source& source) {
    const drawn d = of_probs(quantity::kl, semantics::measure, positive_weights(source));
    target t = value_only();
    t.to = source.one_in(2) ? &binary64 : &binary32;
    std::array<answer, 5> by;
    for (const direction& to : directions()) {
      t.rounding = to;
      by[static_cast<std::size_t>(to)] = evaluate(d.asked, t);
    }
    const auto value = [&](direction to) { return by[static_cast<std::size_t>(to)].value; };
    const double down = value(direction::downward);
    const double up = value(direction::upward);
    EXPECT_EQ(value(direction::toward_zero), up > 0 ? down : up);
    const double nearest = value(direction::nearest_even);
    EXPECT_TRUE(nearest == down || nearest == up);
    EXPECT_EQ(nearest, value(direction::nearest_away));  // a value halfway is rational: not here
    EXPECT_EQ(down == up, by[0].inexact == false);
    const double next = t.to == &binary64 ? std::nextafter(down, INFINITY)
                                          : std::nextafterf(static_cast<float>(down), INFINITY);
    EXPECT_TRUE(down == up || up == next) << down << ' ' << up;
  });
}

}  // namespace
}  // namespace kloracle::second_opinion
