// SPDX-License-Identifier: Apache-2.0
//
// Flags of the value, from its certified texts, and of numbers in the formats that hold them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "oracle/rounding.hpp"
#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

using link = std::string_view;

bool has_value(const flag_facts& x) {
  return x.value.what == outcome_kind::value;
}

bool infinite_value(const flag_facts& x) {
  return x.value.what == outcome_kind::plus_infinity;
}

bool negative_value(const flag_facts& x) {
  return has_value(x) && x.value.decimal.starts_with('-');
}

bool zero_value(const flag_facts& x) {
  return x.value.rational == "0";
}

bool exact_value(const flag_facts& x) {
  return !x.value.rational.empty() && !zero_value(x);
}

// Whether the value's text in a format of `fits` is so.
template <class Predicate>
bool some_rounding(const flag_facts& x, const Predicate& holds) {
  return std::ranges::any_of(x.value.rounded, [&](const auto& rounded) {
    return std::ranges::count(x.fits, rounded.first) != 0 && holds(rounded.second);
  });
}

bool value_overflows(const flag_facts& x) {
  return some_rounding(x, [](std::string_view text) { return text.ends_with("inf"); });
}

bool value_underflows(const flag_facts& x) {
  return !zero_value(x) &&
         some_rounding(x, [](std::string_view text) { return text.ends_with("0x0p+0"); });
}

bool subnormal_value(const flag_facts& x) {
  return some_rounding(x, [](std::string_view text) {
    return text.starts_with("0x0.") || text.starts_with("-0x0.");
  });
}

bool subnormal_input(const flag_facts& x) {
  const auto in = [](const distribution& d, const format& f) {
    return std::ranges::any_of(d.parameters, [&](const parameter& p) {
      return std::ranges::any_of(p.values, [&](const number& v) {
        return v.is_finite() && v.sign() != 0 && abs(exact(v)) < power_of_two(f.emin);
      });
    });
  };
  return x.in_some_format(
      [&](const format& f) { return in(x.asked.p, f) || (x.asked.q && in(*x.asked.q, f)); });
}

// The number half-way between the neighbours of x in a format; none where x is its own neighbour,
// or beyond the largest number.
std::optional<Q> midpoint(const format& f, const Q& x) {
  const fp below = round_to(f, direction::downward, x);
  const fp above = round_to(f, direction::upward, x);
  if (below.infinite || above.infinite || below == above) return std::nullopt;
  return Q(value(below) + value(above)) / 2;
}

bool tie(const flag_facts& x) {
  if (!exact_value(x)) return false;
  const Q v(x.value.rational);
  return std::ranges::any_of(formats(), [&](const format* f) { return midpoint(*f, v) == v; });
}

// The exponent of a normalised hex text.
long exponent_of(std::string_view text) {
  std::size_t at = text.find('p');
  if (at == std::string_view::npos) return 0;
  at += text[at + 1] == '+' ? 2 : 1;
  long exponent = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), exponent);
  return exponent;
}

// Of the formats that most code returns, whose midpoints a value of 256 bits can be told from.
bool nearly_a_tie(const flag_facts& x) {
  if (!has_value(x) || zero_value(x) || std::abs(exponent_of(x.value.lower)) > 2000) return false;
  const Q v = exact(number::parse(x.value.lower, nullptr));
  return std::ranges::any_of(std::array{&binary32, &binary64}, [&](const format* f) {
    const std::optional<Q> middle = midpoint(*f, v);
    if (!middle || *middle == v) return false;
    const long last = std::max(floor_log2(abs(v)), long{f->emin}) - f->precision + 1;
    return abs(Q(v - *middle)) <= power_of_two(last - 20);
  });
}

bool root_near_zero(const flag_facts& x) {
  const quantity what = x.asked.what;
  if (what != quantity::jensen_shannon_distance && what != quantity::hellinger) return false;
  return has_value(x) && (zero_value(x) || exponent_of(x.value.lower) < -10);
}

// Whether a decimal text exceeds 2^26; its exponent may be any.
bool is_large(std::string_view text) {
  if (text == "inf") return false;  // of a value that is 0, or where a limit jumps
  const std::size_t e = text.find('e');
  if (e != std::string_view::npos && text.size() - e > 5) return text[e + 1] != '-';
  return exact(number::parse(text, nullptr)) > power_of_two(26);
}

bool ill_conditioned(const flag_facts& x) {
  return std::ranges::any_of(x.value.condition, [](const auto& c) {
    return c.first == "componentwise" && is_large(c.second);
  });
}

constexpr link sign_links[] = {"google-deepmind/torch-distributions#32",
                               "JuliaStats/Distances.jl#170"};
constexpr link infinite_links[] = {"acerbilab/pyvbmc#125", "JuliaStats/Distributions.jl#1443"};
constexpr link zero_links[] = {"scikit-learn/scikit-learn#13847", "scipy/scipy#24664"};
constexpr link subnormal_links[] = {"scipy/scipy#19436", "scikit-learn/scikit-learn#10142"};
constexpr link root_links[] = {"scipy/scipy#20083", "NVIDIA/raft#189"};

constexpr flag_row all[] = {
    flag<subnormal_input>("subnormal_input", "underflow",
                          "Some number is subnormal in a format of `fits`: it has few digits, its "
                          "reciprocal may overflow, and hardware may take it for 0.",
                          subnormal_links),
    flag<infinite_value>("infinite_value", "infinity",
                         "The value is +infinity: clamping makes it a large number, subtracting "
                         "infinities NaN.",
                         infinite_links),
    flag<negative_value>("negative_value", "assumed non-negativity",
                         "The value is negative and rightly so: code that clamps at 0, or asserts, "
                         "is wrong here.",
                         sign_links),
    flag<zero_value>("zero_value", "cancellation",
                     "The value is exactly 0: any rounding shows, and a negative remainder becomes "
                     "NaN under a root or a logarithm.",
                     zero_links),
    flag<exact_value>(
        "exact_value", "rounding",
        "The value is a rational number other than 0: a result can be checked without "
        "any tolerance."),
    flag<tie>("tie", "rounding",
              "The value lies half-way between two numbers of a format: `rounded` is the even one, "
              "and rounding twice may give the other."),
    flag<nearly_a_tie>(
        "nearly_a_tie", "double rounding",
        "The value is within 2^-20 units in the last place of a midpoint of binary32 "
        "or binary64: a reference with few guard bits rounds it wrongly."),
    flag<value_overflows>("value_overflows", "overflow",
                          "The value exceeds the largest number of a format in `fits`: inf is its "
                          "correct rounding there, and no error."),
    flag<value_underflows>("value_underflows", "underflow",
                           "The value is not 0, but rounds to 0 in a format of `fits`."),
    flag<subnormal_value>("subnormal_value", "underflow",
                          "The value is subnormal in a format of `fits`: relative error cannot be "
                          "small, and hardware may return 0."),
    flag<root_near_zero>("root_near_zero", "root of a remainder",
                         "The value is a square root below 2^-10: the root of a sum that has "
                         "cancelled keeps half of its digits, or is NaN.",
                         root_links),
    flag<ill_conditioned>(
        "ill_conditioned", "conditioning",
        "The componentwise condition number exceeds 2^26, and is finite: rounding "
        "the inputs may change half of binary64's digits, so no tolerance in "
        "ulps is fair."),
};

}  // namespace

std::span<const flag_row> value_flags() {
  return all;
}

}  // namespace kloracle
