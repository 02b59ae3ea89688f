// SPDX-License-Identifier: Apache-2.0
//
// decide() and enclose() of sums of radicals, powers of e and logarithms: against integer roots
// and a norm (radical_sums.hpp), products multiplied out, and values known by design.
#include "oracle/closed_form.hpp"

#include <gtest/gtest.h>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/radical_sums.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr std::array all_units{unit::nats, unit::bits, unit::hartleys};

using family = std::vector<long>;

const family& any_family(random_engine& random) {
  return families[random() % families.size()];
}

// Roots up to the sixth of two primes, up to the fourth of three: the norm's degree stays small.
long any_degree(random_engine& random, const family& of) {
  constexpr std::array degrees{2L, 3L, 4L, 6L};
  return degrees[random() % (primes_of(of).size() > 2 ? 3 : 4)];
}

void expect_decided(const decision& d, const std::optional<Q>& value, const std::string& trace) {
  ASSERT_EQ(d.verdict, value ? rationality::rational : rationality::irrational) << trace;
  if (value) {
    ASSERT_EQ(d.value, *value) << trace;
  }
}

// A sum of radicals other than 0 is algebraic, and its quotient by ln 2 or ln 10 transcendental.
std::optional<Q> in_unit_of(const std::optional<Q>& nats, unit in) {
  return in == unit::nats || nats == Q(0) ? nats : std::nullopt;
}

std::optional<Q> root_of(const std::optional<Q>& x) {
  if (!x || *x < 0) return std::nullopt;
  const auto root = [](const Z& n) { return Z(boost::multiprecision::sqrt(n)); };
  const Q candidate(root(numerator(*x)), root(denominator(*x)));
  return candidate * candidate == *x ? std::optional(candidate) : std::nullopt;
}

// --- sums of radicals ----------------------------------------------------------------------------

struct drawn_sum {
  family of;
  summands terms;
  closed_form form;
};

// A few random products, sometimes less their own disguise.
drawn_sum any_radicals(random_engine& random) {
  drawn_sum s{any_family(random), {}, {}};
  const long degree = any_degree(random, s.of);
  for (long k = below(random, 4); k > 0; --k) {
    s.terms.push_back(drawn_product(random, s.of, degree));
    if (below(random, 3) == 0) s.terms.push_back(negative(s.terms[random() % s.terms.size()]));
  }
  if (below(random, 3) == 0) s.terms.push_back({nonzero_rational(random)});
  s.form = assembled(s.terms, random, s.of);
  return s;
}

TEST(SumsOfRadicals, AgreeWithTheNorm) {
  random_engine random(81);
  std::array<int, 3> rational{};
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const drawn_sum s = any_radicals(random);
    const auto value = rational_value(s.terms, primes_of(s.of));
    for (const unit in : all_units) {
      const auto there = in_unit_of(value, in);
      expect_decided(decide(s.form, in), there, described(s.terms));
      if (!value || *value >= 0) {
        expect_decided(decide_root(s.form, in), root_of(there), described(s.terms));
      }
      rational[static_cast<std::size_t>(in)] += there.has_value();
    }
  }
  EXPECT_GT(rational[0], 500) << "too few rational cases to mean much";
  EXPECT_LT(rational[0], 3500);
  EXPECT_GT(rational[1], 300);
}

interval spanned(const Q& low, const Q& high, mpfr_prec_t bits) {
  return hull(interval(low, bits), interval(high, bits));
}

TEST(SumsOfRadicals, LieInTheirEnclosuresAndHaveTheirSign) {
  const mpfr_env env;
  random_engine random(82);
  for (int i = 0; i < 1500 && !HasFailure(); ++i) {
    const drawn_sum s = any_radicals(random);
    const integer_sum exact(s.terms);
    const auto [low, high] = exact.bounds(2000);
    const Q scale = power_of_two(-2000) / Q(exact.divisor);
    const interval reference = spanned(low * scale, high * scale, 1900);
    for (const mpfr_prec_t bits : {2, 53, 400, 1800}) {
      ASSERT_TRUE(overlap(enclose(s.form, bits), reference)) << described(s.terms) << bits;
    }
    const closed_form size = abs(s.form);
    if (reference.contains_zero()) continue;
    ASSERT_TRUE(narrower_than(enclose(s.form, 1800), 1000)) << described(s.terms);
    ASSERT_FALSE(size.is_open()) << described(s.terms);
    ASSERT_TRUE(overlap(enclose(size, 1800), abs(reference))) << described(s.terms);
  }
}

// Roots of degrees that no norm reaches: pairs that cancel, and one product that may be left.
summands cancelling_pairs(random_engine& random, const family& of, long degree) {
  summands sum;
  for (long k = 1 + below(random, 4); k > 0; --k) {
    sum.push_back(drawn_product(random, of, degree));
    sum.push_back(negative(sum.back()));
  }
  return sum;
}

// Never an integer: the numerator is odd.
Q odd_over(random_engine& random, long degree) {
  return Q(2 * below(random, 50) + 1, 2 * degree);
}

constexpr std::array degrees{1L, 7L, 30L, 1009L, 1L << 20, 1L << 50, (1L << 40) * 3 * 7};

TEST(SumsByDesign, OfPairsThatCancelAreRationalUnlessARadicalIsLeft) {
  random_engine random(83);
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const family& of = any_family(random);
    const long degree = degrees[random() % degrees.size()];
    summands sum = cancelling_pairs(random, of, degree);
    const Q value = below(random, 3) == 0 ? Q(0) : raised_to(small_rational(random), 2);
    const Q kept = below(random, 2) == 0 ? value : Q(2 * value);
    if (kept != 0) sum.push_back({kept});
    for (const unit in : all_units) {
      const closed_form x = assembled(sum, random, of);
      expect_decided(decide(x, in), in_unit_of(kept, in), described(sum));
      expect_decided(decide_root(x, in), root_of(in_unit_of(kept, in)), described(sum));
    }
    const long prime = primes_of(of)[random() % 2];
    sum.push_back({nonzero_rational(random), {{prime, odd_over(random, degree)}}});
    for (const unit in : all_units) {
      const closed_form x = assembled(sum, random, of);
      expect_decided(decide(x, in), std::nullopt, described(sum));
      expect_decided(decide_root(x, in), std::nullopt, described(sum));
    }
  }
}

closed_form root(long x, const Q& e = Q(1, 2)) {
  return pow(closed_form(Q(x)), e);
}

TEST(SumsByDesign, WorkedExamples) {
  const std::vector<std::pair<closed_form, std::optional<Q>>> cases{
      {root(8) - root(2) * Q(2), 0},
      {root(6) * Q(2) / root(3) - root(8), 0},
      {root(16, Q(1, 3)) * root(4, Q(1, 3)), 4},
      {sqr(root(3) + root(2)) + sqr(root(3) - root(2)), 10},
      {sqr(root(3) + root(2)) - root(24), 5},
      {sqr(root(3) + root(2)), std::nullopt},
      {root(2, Q(1, 3)) + root(4, Q(1, 3)) + Q(1), std::nullopt},
      {root(2) + root(3) - root(5), std::nullopt},
      {root(4, Q(1, 1L << 50)) - root(2, Q(1, 1L << 49)), 0},
      {root(2, Q(1, 1L << 50)) * root(2, Q((1L << 50) - 1, 1L << 50)), 2},
      {root(35557) / root(37), 31},
      {root(35557), std::nullopt},
      {root(1073741824, Q(1, 15)), 4},
      {root(1030301, Q(2, 3)), 10201},
      {root(2) * Q(0), 0},
      {root(12, 3) / root(6, 3), 8},
      {root(5, -3), Q(1, 125)},
      {root(7, 0), 1},
      {pow(closed_form(Q(4, 9)), Q(-3, 2)), Q(27, 8)},
      {sqrt(pow(closed_form(Q(2, 3)), -2)), Q(3, 2)},
      {pow(closed_form(Q(2, 3)), -1), Q(3, 2)},
      {closed_form(), 0},
  };
  for (std::size_t k = 0; k < cases.size(); ++k) {
    for (const unit in : all_units) {
      expect_decided(decide(cases[k].first, in), in_unit_of(cases[k].second, in),
                     "case " + std::to_string(k));
    }
  }
}

// --- powers of e ---------------------------------------------------------------------------------

// Lindemann-Weierstrass: rational iff the radicals beside every power of e but e^0 sum to 0.
TEST(SumsOfPowersOfE, AreRationalIffOnlyARationalIsLeft) {
  random_engine random(84);
  int rational = 0;
  for (int i = 0; i < 3000 && !HasFailure(); ++i) {
    const family& of = any_family(random);
    const long degree = any_degree(random, of);
    summands all;
    std::optional<Q> value = 0;
    bool algebraic = true;
    const Q step = nonzero_rational(random);
    for (long k = -below(random, 2); k < 2; ++k) {
      summands group = cancelling_pairs(random, of, degree);
      if (below(random, 2) == 0) group.resize(group.size() - static_cast<std::size_t>(k == 0));
      if (below(random, 3) == 0) group.push_back({nonzero_rational(random)});
      const auto sum = rational_value(group, primes_of(of));
      for (product& x : group) x.power = step * k;
      all.insert(all.end(), group.begin(), group.end());
      if (k == 0 || sum != Q(0)) value = k == 0 && value ? sum : std::nullopt;
      algebraic = algebraic && (k == 0 || sum == Q(0));
    }
    const closed_form x = assembled(all, random, of);
    expect_decided(decide(x, unit::nats), value, described(all));
    expect_decided(decide_root(x, unit::nats), root_of(value), described(all));
    rational += value.has_value();
    if (algebraic) {
      const auto in_bits = decide(x, unit::bits);
      ASSERT_EQ(in_bits.verdict == rationality::rational, value == Q(0)) << described(all);
    } else {
      ASSERT_NE(decide(x, unit::hartleys).verdict, rationality::rational) << described(all);
    }
  }
  EXPECT_GT(rational, 300);
}

// --- logarithms ----------------------------------------------------------------------------------

// constant + ln(inside) / divisor, multiplied out.
struct one_logarithm {
  Q constant = 0;
  Q inside = 1;
  long divisor = 1;

  void add(const Q& times, const product& of, long common) {
    divisor = common;
    constant += times * of.power;
    inside *= raised_to(of.coefficient, as_long(times * common));
    for (const power& r : of.radicals) {
      inside *= raised_to(Q(r.base), as_long(r.exponent * times * common));
    }
  }
  // By Hermite-Lindemann: log_form.hpp.
  std::optional<Q> value(unit in) const {
    if (in == unit::nats) return inside == 1 ? std::optional(constant) : std::nullopt;
    const long base = in == unit::bits ? 2 : 10;
    Q rest = inside;
    long s = 0;
    for (; rest > 1; rest /= base) ++s;
    for (; rest < 1; rest *= base) --s;
    return rest == 1 && constant == 0 ? std::optional(Q(s, divisor)) : std::nullopt;
  }
};

product positive_product(random_engine& random, const family& of) {
  product x = drawn_product(random, of, 3);
  x.coefficient = abs(x.coefficient);
  if (below(random, 3) == 0) x.power = small_rational(random);
  return x;
}

// Of radicals that cancel, a rational, and logarithms of products.
TEST(Logarithms, BesideNothingButARationalAreDecidedAsOneLogarithm) {
  random_engine random(85);
  std::array<int, 3> rational{};
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const family of = below(random, 3) == 0 ? family{2, 5, 10, 20} : any_family(random);
    one_logarithm truth;
    closed_form x = assembled(cancelling_pairs(random, of, 4), random, of);
    for (long k = 1 + below(random, 3); k > 0; --k) {
      const product inside = positive_product(random, of);
      const Q times(below(random, 7) - 3, 2);
      truth.add(times, inside, 6);
      x += log(assembled(disguised(inside, random, of), random)) * times;
      if (below(random, 2) == 0) continue;
      const product less{1, inside.radicals, inside.power};  // times ln(coefficient) is left
      truth.add(-times, less, 6);
      x += -(log(assembled(less, random)) * times);
    }
    if (below(random, 2) == 0) {
      truth.constant += Q(1, 3);
      x += Q(1, 3);
    } else {
      x += Q(-truth.constant);
      truth.constant = 0;
    }
    for (const unit in : all_units) {
      expect_decided(decide(x, in), truth.value(in), "case " + std::to_string(i));
      rational[static_cast<std::size_t>(in)] += truth.value(in).has_value();
    }
    const auto beside_a_root = decide(x + root(41), unit::nats);
    ASSERT_NE(beside_a_root.verdict, rationality::rational);
  }
  for (const int count : rational) EXPECT_GT(count, 150);
}

// A product in many pieces, or with something left that it does not divide.
TEST(Logarithms, OfSumsAreDecidedIffTheSumIsOneProduct) {
  random_engine random(86);
  std::array<int, 3> rational{};
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const family of = below(random, 2) == 0 ? family{2, 5, 10, 20} : any_family(random);
    product whole = positive_product(random, of);
    if (below(random, 2) == 0) whole.coefficient = 1;
    const Q factor(1 - 2 * below(random, 2), 1 + below(random, 3));
    summands pieces = cancelling_pairs(random, of, 5);
    product piece = whole;
    for (const Q& share : {Q(1, 3), Q(7, 6), Q(-1, 2)}) {
      piece.coefficient = whole.coefficient * share;
      pieces.push_back(piece);
    }
    one_logarithm truth;
    truth.add(1, whole, 6);
    for (const unit in : all_units) {
      auto value = truth.value(in);
      if (value) *value *= factor;
      expect_decided(decide_logarithm(assembled(pieces, random, of), factor, in), value,
                     described(pieces));
      rational[static_cast<std::size_t>(in)] += value.has_value();
    }
    piece.coefficient = Q(1, 5);
    piece.radicals.push_back({41, Q(1, 1L << 50)});
    pieces.push_back(piece);
    const closed_form two = assembled(pieces, random, of);
    for (const unit in : all_units) {
      expect_decided(decide_logarithm(two, factor, in), std::nullopt, described(pieces));
    }
  }
  for (const int count : rational) EXPECT_GT(count, 150);
}

// --- exponentials --------------------------------------------------------------------------------

// prod r^a is rational iff its D-th power, D the common denominator, is the D-th power of one.
TEST(Exponentials, OfLogarithmsAreProductsOfPowers) {
  random_engine random(87);
  int rational = 0;
  for (int i = 0; i < 4000 && !HasFailure(); ++i) {
    const family& of = any_family(random);
    const long d = 1 + below(random, 4);
    closed_form x = assembled(cancelling_pairs(random, of, 5), random, of);
    Q to_the_d = 1;
    for (long k = below(random, 4); k > 0; --k) {
      const Q r(of[random() % of.size()], of[random() % of.size()]);
      const long times = below(random, 9) - 4;
      to_the_d *= raised_to(r, times);
      x += log(closed_form(r)) * Q(times, d);
    }
    const auto root_of_z = [&](const Z& n) -> std::optional<Z> {
      Z r;
      const bool whole =
          mpz_root(r.backend().data(), n.backend().data(), static_cast<unsigned long>(d)) != 0;
      return whole ? std::optional(r) : std::nullopt;
    };
    const auto n = root_of_z(numerator(to_the_d));
    const auto m = root_of_z(denominator(to_the_d));
    const auto value = n && m ? std::optional(Q(*n, *m)) : std::nullopt;
    expect_decided(decide_exponential(x), value, to_the_d.str() + "^(1/" + std::to_string(d) + ")");
    rational += value.has_value();
    // e^c times an algebraic number is transcendental.
    expect_decided(decide_exponential(x + Q(-2, 7)), std::nullopt, "");
  }
  EXPECT_GT(rational, 1000);
}

// Of p_i = 2^-k_i the perplexity is 2^(sum k_i p_i).
TEST(Exponentials, AreThePerplexitiesOfDyadicDistributions) {
  random_engine random(88);
  int rational = 0;
  for (int i = 0; i < 500 && !HasFailure(); ++i) {
    std::vector<long> levels{0};  // leaves of a binary tree
    for (long k = below(random, 6); k > 0; --k) {
      long& leaf = levels[random() % levels.size()];
      levels.push_back(++leaf);
    }
    closed_form x;
    Q bits = 0;
    for (const long k : levels) {
      const Q p = power_of_two(-k);
      x += -(log(closed_form(p)) * closed_form(p));
      bits += k * p;
    }
    const bool whole = denominator(bits) == 1;
    const auto value = whole ? std::optional(power_of_two(as_long(bits))) : std::nullopt;
    expect_decided(decide_exponential(x), value, bits.str());
    expect_decided(decide(x, unit::bits), bits, bits.str());
    rational += whole;
  }
  EXPECT_GT(rational, 50);
}

}  // namespace
}  // namespace kloracle::second_opinion
