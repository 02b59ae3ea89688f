// SPDX-License-Identifier: Apache-2.0
//
// Random and adversarial categorical problems, each with a reading of its own: the numbers go to
// the oracle as `number`s and to the second opinion as rationals made here.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "oracle/exact.hpp"
#include "oracle/oracle.hpp"

namespace kloracle::second_opinion {

/// One input, twice.
struct input {
  number given;
  std::optional<Q> meant;  // nullopt is -inf
};

using inputs = std::vector<input>;

inline input from_double(double x) {
  if (std::isinf(x)) return {number(x), std::nullopt};
  return {number(x), Q(x)};
}

inline input from_fraction(long n, long d) {
  return {number::parse(std::to_string(n) + "/" + std::to_string(d), nullptr), Q(n, d)};
}

struct sides {
  inputs p;
  inputs q;
};

using reals = std::vector<std::optional<Q>>;  // nullopt is -inf

/// A well-formed problem, read by this test rather than by the oracle.
struct statement {
  quantity what = quantity::kl;
  semantics how = semantics::normalised;
  unit in = unit::nats;
  bool softmax = false;  // log-probabilities under normalised
  reals p;
  reals q;
  Q parameter = 0;
};

/// A problem in both readings.
struct drawn {
  problem asked;
  statement meant;
};

class problem_source {
 public:
  explicit problem_source(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t word() { return engine_(); }
  long below(long n) { return static_cast<long>(engine_() % static_cast<std::uint64_t>(n)); }
  bool one_in(long n) { return below(n) == 0; }
  template <class Choices>
  auto one_of(const Choices& choices) {
    return choices[static_cast<std::size_t>(below(static_cast<long>(std::size(choices))))];
  }
  std::size_t size() { return static_cast<std::size_t>(1 + below(one_in(4) ? 16 : 6)); }

  /// In [0, 1), 53 random bits.
  double fraction() { return std::ldexp(static_cast<double>(word() >> 11), -53); }
  /// In [1, 2) * 2^e, e in [low, high].
  double positive(int low, int high) {
    return std::ldexp(1 + fraction(), low + static_cast<int>(below(high - low + 1)));
  }
  double real(double largest) { return (2 * fraction() - 1) * largest; }

  // --- weights -------------------------------------------------------------------------------

  sides ordinary() {
    return each([&] { return from_double(positive(-8, 0)); });
  }
  sides dyadic() {
    return each([&] { return from_double(std::ldexp(static_cast<double>(below(1 << 12)), -12)); });
  }
  sides powers_of_two() {
    return each([&] { return from_double(std::ldexp(1.0, static_cast<int>(-below(12)))); });
  }
  sides subnormal() {
    return each([&] {
      return from_double(one_in(3) ? positive(-1022, -1000)
                                   : std::bit_cast<double>(word() >> (12 + below(52))));
    });
  }
  sides huge_ratios() {
    return each([&] { return from_double(positive(-1022, 1000)); });
  }
  sides of_binary32() {
    return each(
        [&] { return from_double(static_cast<double>(static_cast<float>(positive(-30, 3)))); });
  }
  sides fractions() {
    return each([&] { return from_fraction(below(1000), 1 + below(1000)); });
  }
  sides with_zeros(bool same_support) {
    sides s = ordinary();
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      if (one_in(3)) s.p[i] = from_double(one_in(2) ? 0.0 : -0.0);
      if (one_in(4) && (!same_support || *s.p[i].meant == 0)) s.q[i] = from_double(0);
    }
    return s;
  }
  /// q is p moved by up to 1000 units in the last place, most entries by few.
  sides near_equal() {
    sides s = one_in(8) ? subnormal() : ordinary();
    for (std::size_t i = 0; i < s.p.size(); ++i) s.q[i] = from_double(moved(s.p[i]));
    return s;
  }
  /// q is proportional to p, or a permutation of it.
  sides related() {
    sides s = one_in(2) ? dyadic() : fractions();
    const long factor = 1 + below(7);
    const bool permuted = one_in(2);
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      const input& from = permuted ? s.p[(i + 1) % s.p.size()] : s.p[i];
      const Q x = permuted ? *from.meant : Q(*from.meant * factor);
      s.q[i] = {as_number(x), x};
    }
    return s;
  }
  sides any_weights() {
    switch (below(10)) {
      case 0:
        return dyadic();
      case 1:
        return powers_of_two();
      case 2:
        return subnormal();
      case 3:
        return huge_ratios();
      case 4:
        return of_binary32();
      case 5:
        return fractions();
      case 6:
        return with_zeros(!one_in(5));
      case 7:
        return related();
      case 8:
        return near_equal();
      default:
        return ordinary();
    }
  }
  sides counted() {
    const long limit = one_in(3) ? (1L << 53) : one_in(2) ? 20 : 100000;
    sides s = each([&] { return from_double(static_cast<double>(below(limit))); });
    if (one_in(6)) s.q = s.p;
    return s;
  }

  // --- logarithms ----------------------------------------------------------------------------

  /// Real numbers up to `largest`, some masked on both sides, rarely on one.
  sides logarithms(double largest, bool negative) {
    sides s = each([&] {
      const double x = real(largest);
      return from_double(negative ? -std::fabs(x) : x);
    });
    const bool masks = one_in(4);
    for (std::size_t i = 0; i < s.p.size() && masks; ++i) {
      if (one_in(3)) s.p[i] = from_double(-INFINITY);
      if (one_in(4) && (!s.p[i].meant || one_in(10))) s.q[i] = from_double(-INFINITY);
    }
    return s;
  }
  sides near_logarithms(double largest) {
    sides s = logarithms(largest, false);
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      s.q[i] = s.p[i].meant ? from_double(moved(s.p[i])) : s.p[i];
    }
    return s;
  }
  /// q = p + a constant, exactly.
  sides shifted_logarithms(double largest) {
    sides s = logarithms(largest, false);
    const Q shift(real(largest));
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      s.q[i] = s.p[i];
      if (s.p[i].meant) s.q[i] = {as_number(*s.p[i].meant + shift), *s.p[i].meant + shift};
    }
    return s;
  }
  sides any_logarithms(bool negative) {
    switch (below(6)) {
      case 0:
        return near_logarithms(negative ? 3 : 20);
      case 1:
        return shifted_logarithms(10);
      case 2:
        return logarithms(1000, negative);
      default:
        return logarithms(one_in(2) ? 10 : 1, negative);
    }
  }

 private:
  template <class Draw>
  sides each(Draw draw) {
    const std::size_t n = size();
    sides s;
    for (std::size_t i = 0; i < n; ++i) {
      s.p.push_back(draw());
      s.q.push_back(draw());
    }
    return s;
  }
  double moved(const input& x) {
    const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(*x.meant));
    if (one_in(3)) return std::bit_cast<double>(bits);
    const auto steps = static_cast<std::uint64_t>(1 + below(one_in(2) ? 2 : 1000));
    return std::bit_cast<double>(one_in(2) && (bits << 1) > 4000 ? bits - steps : bits + steps);
  }

  std::mt19937_64 engine_;
};

inline reals meant(const inputs& x) {
  reals result;
  for (const input& value : x) result.push_back(value.meant);
  return result;
}

inline std::vector<number> given(const inputs& x) {
  std::vector<number> result;
  for (const input& value : x) result.push_back(value.given);
  return result;
}

/// The same problem in both readings.
inline drawn stated(quantity what, semantics how, const sides& s, unit in, space p, space q,
                    std::optional<input> parameter = std::nullopt) {
  drawn d;
  d.asked = {what, categorical(given(s.p), p), std::nullopt, how, std::nullopt, in};
  d.meant = {what,       how, in, how == semantics::normalised && p == space::log_probs,
             meant(s.p), {},  0};
  if (entry(what).of_two) {
    d.asked.q = categorical(given(s.q), q);
    d.meant.q = meant(s.q);
  }
  if (parameter) {
    d.asked.semantics_parameter = parameter->given;
    d.meant.parameter = *parameter->meant;
  }
  return d;
}

/// Whether the sums, or the masks, leave something to normalise.
inline bool well_posed(const statement& s) {
  const auto some = [](const reals& x) {
    for (const auto& value : x) {
      if (value && *value != 0) return true;
    }
    return false;
  };
  const auto unmasked = [](const reals& x) {
    for (const auto& value : x) {
      if (value) return true;
    }
    return false;
  };
  if (s.softmax || s.how == semantics::logits) {
    return unmasked(s.p) && (s.q.empty() || unmasked(s.q));
  }
  if (s.how == semantics::normalised || s.how == semantics::counts) {
    return some(s.p) && (s.q.empty() || some(s.q));
  }
  return s.how != semantics::smoothed || s.parameter > 0 ||
         (some(s.p) && (s.q.empty() || some(s.q)));
}

inline std::string described(const drawn& d) {
  std::string text(entry(d.asked.what).name);
  text += ' ' + std::string(entry(*d.asked.how).name) + ' ' + std::string(entry(d.asked.in).name);
  const auto side = [&](const char* label, const distribution& x) {
    text += std::string("\n  ") + label + " =";
    for (const number& value : x.parameters[0].values) text += ' ' + value.text();
  };
  side("p", d.asked.p);
  if (d.asked.q) side("q", *d.asked.q);
  if (d.asked.semantics_parameter) text += "\n  parameter " + d.asked.semantics_parameter->text();
  return text;
}

}  // namespace kloracle::second_opinion
