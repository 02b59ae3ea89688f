// SPDX-License-Identifier: Apache-2.0
//
// Sums of radicals, drawn so that they meet, and whether they are rational: by integer roots and a
// norm. Knows nothing of linear independence or of coprime bases.
#pragma once

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "oracle/closed_form.hpp"

namespace kloracle::second_opinion {

using random_engine = std::mt19937_64;

inline long below(random_engine& random, long n) {
  return static_cast<long>(random() % static_cast<std::uint64_t>(n));
}

inline Q raised_to(const Q& x, long n) {
  Q result = 1;
  for (long k = 0; k < std::labs(n); ++k) result *= x;
  return n < 0 ? Q(1 / result) : result;
}

inline long as_long(const Q& x) {
  return numerator(x).convert_to<long>();
}

using summands = std::vector<product>;

// --- drawing -----------------------------------------------------------------------------------

/// Bases that share primes in every way, some of them perfect powers. Past 29 no prime is small to
/// decide(), 1147 = 31 * 37, and 35557 = 31^2 * 37.
inline const std::vector<std::vector<long>> families{
    {2, 3, 4, 6, 8, 9, 12, 18, 27, 36, 72}, {5, 7, 25, 35, 49, 125, 175, 343},
    {31, 37, 961, 1147, 1369, 35557},       {101, 103, 10201, 10403, 1030301},
    {2, 31, 37, 62, 74, 961, 1147, 2294},
};

inline std::vector<long> primes_of(const std::vector<long>& family) {
  std::vector<long> primes;
  for (const long prime : {2L, 3L, 5L, 7L, 31L, 37L, 101L, 103L}) {
    const auto divides = [&](long base) { return base % prime == 0; };
    if (std::ranges::any_of(family, divides)) primes.push_back(prime);
  }
  return primes;
}

inline Q small_rational(random_engine& random) {
  return Q(below(random, 13) - 6, 1 + below(random, 4));
}

inline Q nonzero_rational(random_engine& random) {
  return Q(below(random, 2) == 0 ? 1 + below(random, 6) : -1 - below(random, 6),
           1 + below(random, 4));
}

/// c * b^(k/d) ..., of one or two bases.
inline product drawn_product(random_engine& random, const std::vector<long>& family, long d) {
  product x{nonzero_rational(random)};
  for (long k = 1 + below(random, 2); k > 0; --k) {
    const long base = family[random() % family.size()];
    x.radicals.push_back({base, Q(below(random, 2 * d + 3) - d, d)});
  }
  return x;
}

/// The same number, spelled otherwise: factors split, powered, shifted by whole powers, cancelled.
inline product disguised(product x, random_engine& random, const std::vector<long>& family) {
  for (long step = below(random, 5); step > 0; --step) {
    if (below(random, 3) == 0) {  // b^e b^-e
      const Z base = family[random() % family.size()];
      const Q e = small_rational(random);
      x.radicals.push_back({base, e});
      x.radicals.push_back({base * base, -e / 2});
    }
    if (x.radicals.empty()) continue;
    power& r = x.radicals[random() % x.radicals.size()];
    const Q e = r.exponent;
    switch (below(random, 3)) {
      case 0:  // b^e = (b^k)^(e/k)
        r = below(random, 2) == 0 ? power{r.base * r.base, e / 2}
                                  : power{r.base * r.base * r.base, e / 3};
        break;
      case 1:  // b^e = b b^(e-1)
        x.coefficient *= Q(r.base);
        r.exponent -= 1;
        break;
      default:  // (u v)^e = u^e v^e
        for (const long u : family) {
          if (u == r.base || r.base % u != 0) continue;
          r = {r.base / u, e};
          x.radicals.push_back({u, e});
          break;
        }
    }
  }
  std::shuffle(x.radicals.begin(), x.radicals.end(), random);
  return x;
}

/// The product, by multiplications, divisions and powers of powers.
inline closed_form assembled(const product& x, random_engine& random) {
  closed_form z(x.coefficient);
  for (const power& r : x.radicals) {
    const closed_form base = Q(r.base);
    switch (below(random, 3)) {
      case 0:
        z = z * pow(base, r.exponent);
        break;
      case 1:
        z = z / pow(base, -r.exponent);
        break;
      default:
        z = sqrt(pow(base, 2 * r.exponent)) * z;
    }
  }
  if (x.power == 0) return z;
  switch (below(random, 3)) {
    case 0:
      return z * closed_form::exponential(x.power);
    case 1:
      return closed_form(Q(1)) / closed_form::exponential(-x.power) * z;
    default:
      return pow(closed_form::exponential(x.power / 3), 3) * z;
  }
}

/// Every product disguised, and summed in any order.
inline closed_form assembled(summands sum, random_engine& random, const std::vector<long>& family) {
  std::shuffle(sum.begin(), sum.end(), random);
  closed_form z;
  for (const product& x : sum) z += assembled(disguised(x, random, family), random);
  return z;
}

inline product negative(product x) {
  x.coefficient = -x.coefficient;
  return x;
}

inline std::string described(const summands& sum) {
  std::string text;
  for (const product& x : sum) {
    text += " + " + x.coefficient.str();
    for (const power& r : x.radicals) text += " " + r.base.str() + "^(" + r.exponent.str() + ")";
    if (x.power != 0) text += " e^(" + x.power.str() + ")";
  }
  return text.empty() ? "0" : text;
}

// --- the exact truth ---------------------------------------------------------------------------

/// (sum of whole_j * radicand_j^(1/degree)) / divisor, everything an integer.
struct integer_sum {
  long degree = 1;
  Z divisor = 1;
  std::vector<Z> whole;
  std::vector<Z> radicand;

  explicit integer_sum(const summands& sum) {
    for (const product& x : sum) {
      for (const power& r : x.radicals) degree = std::lcm(degree, as_long(denominator(r.exponent)));
    }
    std::vector<Q> factor;
    for (const product& x : sum) {
      Q inside = 1;
      for (const power& r : x.radicals) {
        inside *= raised_to(Q(r.base), as_long(r.exponent * degree));
      }
      const Z under = denominator(inside);  // (n/d)^(1/k) = (n d^(k-1))^(1/k) / d
      radicand.push_back(numerator(inside * raised_to(Q(under), degree)));
      factor.push_back(x.coefficient / Q(under));
      divisor = lcm(divisor, Z(denominator(factor.back())));
    }
    for (const Q& f : factor) whole.push_back(numerator(f * Q(divisor)));
  }

  /// The numerator lies between these two, over 2^bits.
  std::pair<Z, Z> bounds(long bits) const {
    Z low = 0;
    Z high = 0;
    for (std::size_t j = 0; j < whole.size(); ++j) {
      const Z scaled = radicand[j] << static_cast<unsigned long>(bits * degree);
      Z root;
      mpz_root(root.backend().data(), scaled.backend().data(), static_cast<unsigned long>(degree));
      const Z next = root + 1;
      low += whole[j] * (whole[j] > 0 ? root : next);
      high += whole[j] * (whole[j] > 0 ? next : root);
    }
    return {low, high};
  }

  Z sum_of_sizes() const {
    Z size = 1;
    for (std::size_t j = 0; j < whole.size(); ++j) {
      const auto bits = static_cast<unsigned long>(bit_length(radicand[j]) / degree + 1);
      size += abs(whole[j]) << bits;
    }
    return size;
  }
};

/// The sum's value if it is rational. No powers of e; bases over `primes` alone.
///
/// S, the numerator, is an algebraic integer: if rational, an integer N. S - N lies in the field of
/// the degree-th roots of the primes, whose embeddings number at most degree^primes and turn each
/// radical by a root of unity: none takes S - N past B = sum of sizes + |N|. Their product is a
/// whole number. So S - N is 0, or at least B^-(degree^primes).
inline std::optional<Q> rational_value(const summands& sum, const std::vector<long>& primes) {
  const integer_sum s(sum);
  const auto candidate = [&](long bits) -> std::optional<Z> {
    const auto [low, high] = s.bounds(bits);
    Z least;
    mpz_cdiv_q_2exp(least.backend().data(), low.backend().data(), static_cast<unsigned long>(bits));
    if ((least << static_cast<unsigned long>(bits)) > high) return std::nullopt;
    return least;
  };
  const auto near = candidate(256);
  if (!near) return std::nullopt;
  long embeddings = 1;
  for (std::size_t k = 0; k < primes.size(); ++k) embeddings *= s.degree;
  const long bits_of_bound = bit_length(s.sum_of_sizes() + abs(*near));
  const auto proved = candidate(bits_of_bound * (embeddings + 1));
  return proved ? std::optional<Q>(Q(*proved, s.divisor)) : std::nullopt;
}

}  // namespace kloracle::second_opinion
