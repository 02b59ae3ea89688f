// SPDX-License-Identifier: Apache-2.0
//
// The steps that errata are proved with: what holds is proved, what does not or cannot be told is
// not.
#include "properties/errata/proofs.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "properties/random.hpp"

namespace kloracle::proofs {
namespace {

using enum quantity;

interval between(const char* lower, const char* upper) {
  return hull(enclosed(lower), enclosed(upper));
}

interval from_one_on() {
  return interval::make(proof_bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_si(lo, 1, MPFR_RNDD);
    mpfr_set_inf(hi, 1);
  });
}

Q power_of_ten(int exponent) {
  const Z power = pow(Z(10), static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? Q(1, power) : Q(power);
}

Q random_rational(random_source& random) {
  const auto numerator = random.between(1, 999999999);
  const auto denominator = random.between(1, 999999999);
  const Q size = Q(numerator, denominator) * power_of_ten(static_cast<int>(random.between(-9, 9)));
  return random.between(0, 1) == 0 ? size : Q(-size);
}

/// `units` of 10^-decimals, written out by hand.
std::string decimal(const Z& units, std::size_t decimals) {
  std::string digits = Z(abs(units)).str();
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, ".");
  return (units < 0 ? "-" : "") + digits;
}

bool only_step_proved(proof&& s) {
  const std::vector<proved_fact> facts = std::move(s).facts();
  EXPECT_EQ(facts.size(), 1U);
  return facts.front().proved;
}

template <class Step>
bool proves(Step step) {
  proof s;
  step(s);
  return only_step_proved(std::move(s));
}

class errata_proofs : public testing::Test {
 private:
  mpfr_env env_;
};

TEST_F(errata_proofs, rounding_is_that_of_integers) {
  random_source random(1);
  for (int i = 0; i < 2000; ++i) {
    const Q x = random_rational(random);
    const auto decimals = static_cast<std::size_t>(random.between(0, 12));
    const Q scaled = abs(x) * power_of_ten(static_cast<int>(decimals));
    const Q twice = 2 * scaled;
    if (denominator(twice) == 1) continue;  // a tie, or a decimal: below
    Z units = (numerator(twice) + denominator(twice)) / (2 * denominator(twice));
    if (x < 0) units = -units;
    const interval enclosure = enclosed(x);
    EXPECT_TRUE(rounds_to(enclosure, decimal(units, decimals))) << x;
    EXPECT_FALSE(never_rounds_to(enclosure, decimal(units, decimals))) << x;
    for (const int off : {-1, 1}) {
      const std::string neighbour = decimal(units + off, decimals);
      EXPECT_FALSE(rounds_to(enclosure, neighbour)) << x << ' ' << neighbour;
      EXPECT_TRUE(never_rounds_to(enclosure, neighbour)) << x << ' ' << neighbour;
    }
  }
}

TEST_F(errata_proofs, what_straddles_a_boundary_proves_nothing_of_its_neighbours) {
  for (const interval& x : {between("0.1484999", "0.1485001"), enclosed("0.1485"),
                            between("0.1480", "0.1490"), between("0.1485", "0.1486")}) {
    for (const char* text : {"0.148", "0.149"}) {
      EXPECT_FALSE(rounds_to(x, text)) << shown(x) << ' ' << text;
      EXPECT_FALSE(never_rounds_to(x, text)) << shown(x) << ' ' << text;
    }
    EXPECT_TRUE(never_rounds_to(x, "0.150")) << shown(x);
    EXPECT_TRUE(never_rounds_to(x, "0.147")) << shown(x);
  }
  for (const char* text : {"0.12", "0.13"}) {  // a tie that is a point
    EXPECT_FALSE(rounds_to(enclosed("0.125"), text));
    EXPECT_FALSE(never_rounds_to(enclosed("0.125"), text));
  }
}

TEST_F(errata_proofs, unbounded_intervals_prove_only_what_their_end_does) {
  EXPECT_FALSE(rounds_to(from_one_on(), "1"));
  EXPECT_FALSE(never_rounds_to(from_one_on(), "1000"));
  EXPECT_TRUE(never_rounds_to(from_one_on(), "0"));
  EXPECT_TRUE(never_rounds_to(-from_one_on(), "0"));
  EXPECT_FALSE(rounds_to(interval::entire(proof_bits), "0"));
  EXPECT_FALSE(never_rounds_to(interval::entire(proof_bits), "0"));
}

TEST_F(errata_proofs, printed_numbers_are_plain_decimals) {
  for (const char* text : {"", ".", "-", "1-2", "1e-3", "1/3", "inf", "nan", "0x1", "0.1 0.2"}) {
    EXPECT_THROW(rounds_to(enclosed("1"), text), std::invalid_argument) << text;
    EXPECT_THROW(never_rounds_to(enclosed("1"), text), std::invalid_argument) << text;
  }
  EXPECT_THROW(exact_end(from_one_on().hi()), std::invalid_argument);
}

TEST_F(errata_proofs, shown_digits_are_those_of_every_member) {
  random_source random(2);
  for (int i = 0; i < 2000; ++i) {
    const Q x = random_rational(random);
    const Q width = abs(x) * power_of_ten(-static_cast<int>(random.between(2, 40)));
    const interval wide = hull(enclosed(x), enclosed(Q(x + width)));
    std::string text = shown(wide);
    if (text.front() == '[') {
      const std::size_t comma = text.find(", ");
      EXPECT_LE(exactly(text.substr(1, comma - 1)), x);
      EXPECT_GE(exactly(text.substr(comma + 2, text.size() - comma - 3)), x + width);
      continue;
    }
    ASSERT_TRUE(text.ends_with("...")) << text;
    text.resize(text.size() - 3);
    const std::size_t e = text.find('e');
    const std::string mantissa = text.substr(0, e);
    const std::size_t dot = mantissa.find('.');
    const int places = dot == std::string::npos ? 0 : static_cast<int>(mantissa.size() - dot - 1);
    const int scale = e == std::string::npos ? 0 : std::stoi(text.substr(e + 1));
    for (const Q& member : {x, Q(x + width)}) {
      EXPECT_LE(abs(exactly(text)), abs(member)) << text;
      EXPECT_LT(abs(member), abs(exactly(text)) + power_of_ten(scale - places)) << text;
    }
  }
}

TEST_F(errata_proofs, shown_rationals_are_exact_or_end_in_dots) {
  random_source random(3);
  for (int i = 0; i < 2000; ++i) {
    const Q x = Q(random.between(-5000, 5000), random.between(1, 1 << 20));
    const std::string text = shown(x);
    EXPECT_TRUE(text.ends_with("...") || exactly(text) == x) << text;
  }
  for (const char* text : {"0", "-0.08", "0.32", "1000", "35/46", "-1.5e-9", "123456789012345"}) {
    EXPECT_EQ(shown(exactly(text)), text);
  }
}

TEST_F(errata_proofs, order_is_exact_for_rationals_and_needs_a_gap_between_enclosures) {
  const Q tiny = power_of_two(-1000);
  EXPECT_TRUE(certainly_less(Q(1), Q(1 + tiny)));
  EXPECT_TRUE(certainly_differ(Q(1), Q(1 + tiny)));
  EXPECT_FALSE(certainly_less(Q(1), Q(1)));
  EXPECT_FALSE(certainly_differ("1/3", "2/6"));
  EXPECT_FALSE(certainly_less(enclosed("1/3"), Q(Q(1, 3) + tiny)));
  EXPECT_FALSE(certainly_differ(enclosed("1/3"), Q(Q(1, 3) + tiny)));
  EXPECT_FALSE(certainly_less(between("1", "2"), between("2", "3")));
  EXPECT_TRUE(certainly_less(between("1", "2"), between("2.1", "3")));
  EXPECT_FALSE(certainly_less(between("2.1", "3"), between("1", "2")));
}

TEST_F(errata_proofs, planted_claims_are_not_proved) {
  const interval d = oracle_value(kl, "0.92 0.03 0.02 0.02 0.01", "0.7 0.1 0.1 0.05 0.05");
  EXPECT_TRUE(proves([&](proof& s) { s.rounds("D", d, "0.149", "0.150"); }));
  EXPECT_FALSE(proves([&](proof& s) { s.rounds("D", d, "0.150", "0.149"); }));
  EXPECT_FALSE(proves([&](proof& s) { s.rounds("D", d, "0.149", "0.149"); }));
  EXPECT_FALSE(proves([&](proof& s) { s.rounds("D", d, "0.150"); }));
  EXPECT_FALSE(proves([&](proof& s) { s.less("D", d, "D", d); }));
  EXPECT_FALSE(proves([&](proof& s) { s.less("", "0.15", "D", d); }));
  EXPECT_FALSE(proves([&](proof& s) { s.differ("D", d, "D", d); }));
  EXPECT_FALSE(proves([&](proof& s) { s.equal("a", Q(1, 3), "b", Q(1, 4)); }));
  EXPECT_TRUE(proves([&](proof& s) { s.equal("a", Q(1, 3), "b", Q(2, 6)); }));
}

TEST_F(errata_proofs, forms_are_equal_only_where_algebra_says_so) {
  const closed_form two_ln_2 = closed_form(Q(2)) * log(closed_form(Q(2)));
  const closed_form ln_4 = log(closed_form(Q(4)));
  const closed_form off = ln_4 + closed_form(power_of_two(-2000));
  EXPECT_TRUE(proves([&](proof& s) { s.equal("a", two_ln_2, "b", ln_4); }));
  EXPECT_FALSE(proves([&](proof& s) { s.equal("a", two_ln_2, "b", off); }));
  EXPECT_FALSE(proves([&](proof& s) { s.equal("a", closed_form::open(), "b", ln_4); }));
  EXPECT_FALSE(
      proves([&](proof& s) { s.equal("a", closed_form::open(), "b", closed_form::open()); }));
}

TEST_F(errata_proofs, only_infinite_values_are_infinite) {
  EXPECT_TRUE(proves([](proof& s) { s.infinite("D", asked(kl, "1 1", "1 0")); }));
  EXPECT_FALSE(proves([](proof& s) { s.infinite("D", asked(kl, "1 0", "1 1")); }));
  EXPECT_FALSE(proves([](proof& s) { s.infinite("D", asked(kl, "1 1", "1 0 0")); }));
}

TEST_F(errata_proofs, oracle_values_exist_and_are_narrow_or_throw) {
  EXPECT_TRUE(narrower_than(oracle_value(kl, "0.7 0.3", "0.5 0.5"), proof_bits));
  EXPECT_THROW(oracle_value(kl, "1 1", "1 0"), std::logic_error);
  EXPECT_THROW(oracle_value(kl, "1 1", "1 0 0"), std::logic_error);
  EXPECT_EQ(oracle_rational(asked(total_variation, "0.9 0.1", "0.5 0.5")), Q(2, 5));
  EXPECT_THROW(oracle_rational(asked(kl, "0.9 0.1", "0.5 0.5")), std::logic_error);
  EXPECT_THROW(oracle_rational(asked(kl, "1 1", "1 0")), std::logic_error);
}

TEST_F(errata_proofs, steps_keep_their_order_and_their_words) {
  proof s;
  s.step(true, "first");
  s.less("x", "1/3", "", 1);
  s.rounds("y", between("0.1", "0.9"), "1", "0");
  const std::vector<proved_fact> facts = std::move(s).facts();
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts[0].text, "first");
  EXPECT_EQ(facts[1].text, "x = 1/3 < 1");
  EXPECT_TRUE(facts[2].text.starts_with("y in [0.")) << facts[2].text;
  EXPECT_FALSE(facts[2].proved);
}

}  // namespace
}  // namespace kloracle::proofs
