// SPDX-License-Identifier: Apache-2.0
#include "oracle/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "oracle/real.hpp"

namespace kloracle {
namespace {

// |x| = (m + theta) * 2^q, with theta = 0 if !sticky and 0 < theta < 1 if sticky.
struct magnitude {
  Z m;
  long q = 0;
  bool sticky = false;
};

// Whether direction d takes a magnitude between two neighbours to the larger one.
// `half` compares the discarded part with one half of a unit: -1, 0 or 1.
bool rounds_away(direction d, bool negative, int half, bool odd) {
  switch (d) {
    case direction::nearest_even:
      return half > 0 || (half == 0 && odd);
    case direction::nearest_away:
      return half >= 0;
    case direction::upward:
      return !negative;
    case direction::downward:
      return negative;
    case direction::toward_zero:
      return false;
  }
  return false;
}

// Drops the low `drop` bits of x.m (drop > 0), rounding in direction d. The caller has an
// inexactness to round only if a dropped bit or the sticky bit is set.
Z drop_bits(const magnitude& x, unsigned long drop, direction d, bool negative) {
  Z kept = x.m >> drop;
  const Z rest = x.m - (kept << drop);
  if (rest == 0 && !x.sticky) return kept;
  const Z unit_half = Z(1) << (drop - 1);
  int half = rest.compare(unit_half);
  half = half < 0 ? -1 : (half > 0 || x.sticky ? 1 : 0);
  if (rounds_away(d, negative, half, bit_test(kept, 0))) kept += 1;
  return kept;
}

fp overflow(const format& f, direction d, bool negative) {
  fp result;
  result.negative = negative;
  const bool to_infinity = d == direction::nearest_even || d == direction::nearest_away ||
                           (d == direction::upward && !negative) ||
                           (d == direction::downward && negative);
  if (to_infinity) {
    result.infinite = true;
  } else {
    result.m = (Z(1) << static_cast<unsigned>(f.precision)) - 1;
    result.q = f.emax - f.precision + 1L;
  }
  return result;
}

// IEEE rounding of a positive magnitude. x.m > 0 must carry at least precision + 2 bits if sticky.
fp round_magnitude(const format& f, direction d, bool negative, magnitude x) {
  const long leading = bit_length(x.m) - 1 + x.q;  // exponent of the leading bit
  if (leading > f.emax) return overflow(f, d, negative);
  const long unit =
      std::max<long>(leading, f.emin) - f.precision + 1;  // exponent of the last place
  fp result;
  result.negative = negative;
  result.q = unit;
  if (unit <= x.q) {  // every bit is kept; never the case when sticky
    result.m = x.m << static_cast<unsigned long>(x.q - unit);
  } else {
    // A magnitude far below the last place rounds like any value in (0, 1/4) of it.
    const long drop = std::min(unit - x.q, bit_length(x.m) + 2);
    result.m = drop_bits(x, static_cast<unsigned long>(drop), d, negative);
  }
  if (bit_length(result.m) > f.precision) {  // carried into the next binade: m = 2^precision
    result.m >>= 1;
    result.q += 1;
  }
  if (bit_length(result.m) - 1 + result.q > f.emax) return overflow(f, d, negative);
  return result;
}

// |x| to at least `bits` bits, the rest sticky.
magnitude truncate(const Q& x, long bits) {
  Z n = abs(numerator(x));
  Z den = denominator(x);
  const long shift = bits + 1 - (bit_length(n) - bit_length(den));
  if (shift > 0) {
    n <<= static_cast<unsigned long>(shift);
  } else {
    den <<= static_cast<unsigned long>(-shift);
  }
  magnitude result;
  Z rest;
  divide_qr(n, den, result.m, rest);
  result.q = -shift;
  result.sticky = rest != 0;
  return result;
}

Z power_of_ten(unsigned long k) {
  Z p;
  mpz_ui_pow_ui(p.backend().data(), 10, k);
  return p;
}

// Plain notation where it shows no digit that is not claimed and few zeros; scientific otherwise.
std::string decimal_text(bool negative, const std::string& digits, long exponent) {
  constexpr long smallest_plain = -5;
  const auto count = static_cast<long>(digits.size());
  std::string text = negative ? "-" : "";
  if (exponent >= 0 && exponent < count) {
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    text += digits.substr(0, whole);
    if (whole < digits.size()) text += '.' + digits.substr(whole);
    return text;
  }
  if (exponent < 0 && exponent >= smallest_plain) {
    return text + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  text += digits[0];
  if (count > 1) text += '.' + digits.substr(1);
  return text + 'e' + std::to_string(exponent);
}

// floor(|x| * 10^scale) and whether something was cut off.
magnitude decimal_floor(const Q& x, long scale) {
  Z n = abs(numerator(x));
  Z den = denominator(x);
  if (scale >= 0) {
    n *= power_of_ten(static_cast<unsigned long>(scale));
  } else {
    den *= power_of_ten(static_cast<unsigned long>(-scale));
  }
  magnitude result;
  Z rest;
  divide_qr(n, den, result.m, rest);
  result.sticky = rest != 0;
  return result;
}

// True if x is exactly half way between two N-digit decimals: it then has N + 1 digits, the last
// a 5.
bool is_decimal_tie(int digits, mpfr_srcptr x) {
  mpfr_exp_t below_exponent = 0;
  mpfr_exp_t above_exponent = 0;
  const auto count = static_cast<std::size_t>(digits) + 1;
  char* below = mpfr_get_str(nullptr, &below_exponent, 10, count, x, MPFR_RNDZ);
  char* above = mpfr_get_str(nullptr, &above_exponent, 10, count, x, MPFR_RNDA);
  const std::string low = below;
  const bool tie = below_exponent == above_exponent && low == above && low.back() == '5';
  mpfr_free_str(below);
  mpfr_free_str(above);
  return tie;
}

// |x| = (lead).(fraction) * 2^exponent, lead 0x0 or 0x1, without trailing zeros.
std::string hex_text(const fp& x, long exponent, const char* lead) {
  const long fraction_bits = exponent - x.q;
  Z fraction = x.m;
  if (fraction_bits >= 0 && bit_test(fraction, static_cast<unsigned>(fraction_bits))) {
    fraction -= Z(1) << static_cast<unsigned long>(fraction_bits);
  }
  const long pad = (4 - fraction_bits % 4) % 4;
  fraction <<= static_cast<unsigned long>(pad);
  std::string text = x.negative ? "-" : "";
  text += lead;
  if (fraction != 0) {
    std::string digits = fraction.str(0, std::ios_base::hex);
    const auto width = static_cast<std::size_t>((fraction_bits + pad) / 4);
    digits.insert(0, width - digits.size(), '0');
    digits.erase(digits.find_last_not_of('0') + 1);
    text += '.' + digits;
  }
  return text + 'p' + (exponent < 0 ? "" : "+") + std::to_string(exponent);
}

mpfr_rnd_t mpfr_direction(direction d) {
  switch (d) {
    case direction::upward:
      return MPFR_RNDU;
    case direction::downward:
      return MPFR_RNDD;
    case direction::toward_zero:
      return MPFR_RNDZ;
    case direction::nearest_even:
    case direction::nearest_away:
      break;
  }
  return MPFR_RNDN;
}

}  // namespace

fp round_to(const format& f, direction d, const Q& x) {
  if (x == 0) return {};
  return round_magnitude(f, d, x < 0, truncate(x, f.precision + 2L));
}

fp round_to(const format& f, direction d, mpfr_srcptr x) {
  fp result;
  if (mpfr_zero_p(x)) return result;
  const bool negative = mpfr_signbit(x) != 0;
  if (mpfr_inf_p(x)) {
    result.negative = negative;
    result.infinite = true;
    return result;
  }
  magnitude m;
  m.q = static_cast<long>(mpfr_get_z_2exp(m.m.backend().data(), x));
  m.m = abs(m.m);
  return round_magnitude(f, d, negative, std::move(m));
}

std::string round_decimal(int digits, direction d, const Q& x) {
  if (x == 0) return "0";
  const bool negative = x < 0;
  const long bits = bit_length(abs(numerator(x))) - bit_length(denominator(x));
  // 10^exponent <= |x| < 10^(exponent+1); the estimate is within one and corrected below.
  long exponent = static_cast<long>(std::floor(static_cast<double>(bits) * 0.30102999566398120));
  const Z smallest = power_of_ten(static_cast<unsigned long>(digits) - 1);
  const Z limit = smallest * 10;
  magnitude m = decimal_floor(x, digits - 1 - exponent);
  while (m.m >= limit) m = decimal_floor(x, digits - 1 - ++exponent);
  while (m.m < smallest) m = decimal_floor(x, digits - 1 - --exponent);
  const Q cut =
      abs(x) * (digits - 1 - exponent >= 0
                    ? Q(power_of_ten(static_cast<unsigned long>(digits - 1 - exponent)))
                    : Q(Z(1), power_of_ten(static_cast<unsigned long>(exponent - digits + 1)))) -
      Q(m.m);
  const int half = m.sticky ? cut.compare(Q(1, 2)) : -1;
  if (m.sticky && rounds_away(d, negative, half < 0 ? -1 : (half > 0 ? 1 : 0), bit_test(m.m, 0))) {
    m.m += 1;
    if (m.m == limit) {
      m.m = smallest;
      ++exponent;
    }
  }
  return decimal_text(negative, m.m.str(), exponent);
}

std::string round_decimal(int digits, direction d, mpfr_srcptr x) {
  if (mpfr_zero_p(x)) return "0";
  const bool negative = mpfr_signbit(x) != 0;
  if (mpfr_inf_p(x)) return negative ? "-inf" : "inf";
  mpfr_rnd_t rounding = mpfr_direction(d);
  if (d == direction::nearest_away && is_decimal_tie(digits, x)) rounding = MPFR_RNDA;
  mpfr_exp_t exponent = 0;
  char* raw = mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), x, rounding);
  const std::string text = negative ? raw + 1 : raw;
  mpfr_free_str(raw);
  return decimal_text(negative, text, static_cast<long>(exponent) - 1);
}

Q value(const fp& x) {
  const Q magnitude_value = Q(x.m) * power_of_two(x.q);
  return x.negative ? Q(-magnitude_value) : magnitude_value;
}

double to_double(const fp& x) {
  const double magnitude_value = x.infinite
                                     ? std::numeric_limits<double>::infinity()
                                     : std::ldexp(x.m.convert_to<double>(), static_cast<int>(x.q));
  return x.negative ? -magnitude_value : magnitude_value;
}

fp from_double(const format& f, double x) {
  fp result;
  if (std::isinf(x)) {
    result.infinite = true;
  } else if (x != 0) {
    result = round_to(f, direction::toward_zero, Q(std::fabs(x)));
  }
  result.negative = std::signbit(x);
  return result;
}

std::string hex(const format& f, const fp& x) {
  const bool subnormal = !x.infinite && x.m != 0 && bit_length(x.m) - 1 + x.q < f.emin;
  return subnormal ? hex_text(x, f.emin, "0x0") : hex(x);
}

std::string hex(const fp& x) {
  if (x.infinite) return x.negative ? "-inf" : "inf";
  if (x.m == 0) return x.negative ? "-0x0p+0" : "0x0p+0";
  return hex_text(x, bit_length(x.m) - 1 + x.q, "0x1");
}

}  // namespace kloracle
