// SPDX-License-Identifier: Apache-2.0
#include "properties/errata/proofs.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace kloracle::proofs {

namespace {

constexpr long enclosure_bits = proof_bits;

answer asked_of_oracle(const problem& what) {
  target wanted;
  wanted.condition = false;
  wanted.enclosure_bits = enclosure_bits;
  return evaluate(what, wanted);
}

[[noreturn]] void no_such_value(const problem& what, const answer& a, const char* wanted) {
  throw std::logic_error(std::string(entry(what.what).name) + ": " + wanted + " expected, got " +
                         std::string(name(a.state)) + " " + a.reason);
}

/// Half a unit in the last decimal that `text` shows.
Q half_unit(std::string_view text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
  });
  if (!plain) throw std::invalid_argument("not a plain decimal: " + std::string(text));
  const std::size_t dot = text.find('.');
  const std::size_t decimals = dot == std::string_view::npos ? 0 : text.size() - dot - 1;
  return Q(1) / Q(2 * pow(Z(10), static_cast<unsigned>(decimals)));
}

struct free_text {
  void operator()(char* text) const { mpfr_free_str(text); }
};

/// The first digits of |x|, and the place of the decimal point.
struct leading_digits {
  bool negative = false;
  std::string digits;
  long exponent = 0;  // the value is 0.digits * 10^exponent
  bool operator==(const leading_digits&) const = default;
};

leading_digits leading(mpfr_srcptr x, int count, mpfr_rnd_t how = MPFR_RNDZ) {
  leading_digits result;
  const auto size = static_cast<std::size_t>(count);
  const std::unique_ptr<char, free_text> text(
      mpfr_get_str(nullptr, &result.exponent, 10, size, x, how));
  result.digits = text.get();
  if (result.digits.front() == '-') {
    result.negative = true;
    result.digits.erase(0, 1);
  }
  return result;
}

/// The digits as people write them: with a decimal point where that is short, or with an exponent.
std::string written(leading_digits x) {
  const std::string sign = x.negative ? "-" : "";
  const auto count = static_cast<long>(x.digits.size());
  if (x.exponent > count || x.exponent < -4) {
    const std::string fraction = count > 1 ? "." + x.digits.substr(1) : "";
    return sign + x.digits.substr(0, 1) + fraction + "e" + std::to_string(x.exponent - 1);
  }
  if (x.exponent <= 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-x.exponent), '0') + x.digits;
  }
  std::string text = x.digits;
  if (x.exponent < count) text.insert(static_cast<std::size_t>(x.exponent), ".");
  return sign + text;
}

/// x as a finite decimal of at most 12 significant digits; nullopt if it is none.
std::optional<std::string> short_decimal(const Q& x) {
  if (x == 0) return "0";
  constexpr int most = 12;
  interval near(x, proof_bits);
  leading_digits cut = leading(near.lo(), most, MPFR_RNDN);
  while (cut.digits.size() > 1 && cut.digits.back() == '0') cut.digits.pop_back();
  const auto whole = std::max(cut.exponent, 1L);  // zeros before the point are not cut
  if (cut.exponent > 0 && static_cast<long>(cut.digits.size()) < whole) {
    cut.digits.append(static_cast<std::size_t>(whole) - cut.digits.size(), '0');
  }
  const std::string text = written(cut);
  if (exactly(text) == x) return text;
  return std::nullopt;
}

}  // namespace

Q exactly(std::string_view text) {
  return exact(number::parse(text, nullptr));
}

std::vector<number> numbers(std::string_view text) {
  std::vector<number> result;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) result.push_back(number::parse(word, nullptr));
  return result;
}

interval enclosed(const Q& x) {
  return {x, proof_bits};
}

interval enclosed(std::string_view text) {
  return enclosed(exactly(text));
}

Q exact_end(mpfr_srcptr x) {
  if (mpfr_number_p(x) == 0) throw std::invalid_argument("an infinite end has no exact value");
  Q result;
  mpfr_get_q(result.backend().data(), x);
  return result;
}

problem asked(quantity what, std::string_view p, std::string_view q, semantics how) {
  problem result{what, categorical(numbers(p), entry(how).p)};
  if (!q.empty()) result.q = categorical(numbers(q), entry(how).q);
  result.how = how;
  return result;
}

distribution of_family(std::string_view family,
                       std::initializer_list<std::pair<std::string_view, std::string_view>> of) {
  distribution result{std::string(family), {}};
  for (const auto& [name, values] : of) {
    result.parameters.push_back({std::string(name), numbers(values)});
  }
  return result;
}

interval oracle_value(const problem& what) {
  const answer a = asked_of_oracle(what);
  const bool known = a.state == status::exact || a.state == status::rounded;
  if (!known || !a.bounds) no_such_value(what, a, "a finite value");
  return a.bounds->bounds();
}

interval oracle_value(quantity what, std::string_view p, std::string_view q, semantics how) {
  return oracle_value(asked(what, p, q, how));
}

Q oracle_rational(const problem& what) {
  const answer a = asked_of_oracle(what);
  if (a.state != status::exact) no_such_value(what, a, "a rational value");
  return exactly(a.rational);
}

bool is_infinite(const problem& what) {
  return asked_of_oracle(what).state == status::plus_infinity;
}

bool rounds_to(const interval& x, std::string_view text) {
  const Q half = half_unit(text);
  const Q center = exactly(text);
  return x.bounded() && exact_end(x.lo()) > center - half && exact_end(x.hi()) < center + half;
}

bool never_rounds_to(const interval& x, std::string_view text) {
  const Q half = half_unit(text);
  const Q center = exactly(text);
  const bool above = mpfr_number_p(x.lo()) != 0 && exact_end(x.lo()) > center + half;
  const bool below = mpfr_number_p(x.hi()) != 0 && exact_end(x.hi()) < center - half;
  return above || below;
}

bool certainly_less(const value& x, const value& y) {
  if (x.exact() && y.exact()) return *x.exact() < *y.exact();
  return certainly_lt(x.bounds(), y.bounds());
}

bool certainly_differ(const value& x, const value& y) {
  if (x.exact() && y.exact()) return *x.exact() != *y.exact();
  return !overlap(x.bounds(), y.bounds());
}

bool certainly_zero(const closed_form& x) {
  return sign(x) == 0;
}

std::string shown(const interval& x, int digits) {
  if (x.is_point()) {
    if (auto text = short_decimal(exact_end(x.lo()))) return *text;
  }
  constexpr int least = 3;
  for (int count = digits; x.bounded() && count >= least; --count) {
    const leading_digits lower = leading(x.lo(), count);
    if (lower == leading(x.hi(), count)) return written(lower) + "...";
  }
  const auto [lower, upper] = enclosure(x).decimal_pair(digits);
  return "[" + lower + ", " + upper + "]";
}

std::string shown(const Q& x) {
  if (auto text = short_decimal(x)) return *text;
  const std::string text = x.str();
  constexpr std::size_t longest = 24;
  return text.size() <= longest ? text : shown(enclosed(x));
}

std::string shown(const value& x) {
  return x.exact() ? shown(*x.exact()) : shown(x.bounds());
}

namespace {

/// "NAME = 0.5", "NAME in [0.1, 0.9]", or the number alone.
std::string named(std::string_view name, const value& x) {
  const std::string text = shown(x);
  if (name.empty()) return text;
  return std::string(name) + (text.front() == '[' ? " in " : " = ") + text;
}

}  // namespace

void proof::step(bool proved, std::string text) {
  facts_.push_back({std::move(text), proved});
}

void proof::rounds(std::string_view name, const interval& x, std::string_view to,
                   std::string_view not_to) {
  std::string text = named(name, x) + ", which rounds to " + std::string(to);
  if (!not_to.empty()) text += ", not to " + std::string(not_to);
  step(rounds_to(x, to) && (not_to.empty() || never_rounds_to(x, not_to)), text);
}

void proof::less(std::string_view name_x, const value& x, std::string_view name_y, const value& y) {
  step(certainly_less(x, y), named(name_x, x) + " < " + named(name_y, y));
}

void proof::differ(std::string_view name_x, const value& x, std::string_view name_y,
                   const value& y) {
  step(certainly_differ(x, y), named(name_x, x) + " differs from " + named(name_y, y));
}

void proof::equal(std::string_view name_x, const Q& x, std::string_view name_y, const Q& y) {
  step(x == y, std::string(name_x) + " = " + named(name_y, y));
}

void proof::equal(std::string_view name_x, const closed_form& x, std::string_view name_y,
                  const closed_form& y) {
  const bool open = x.is_open() || y.is_open();
  const std::string value = open ? "open" : shown(enclose(y, proof_bits));
  step(!open && certainly_zero(x - y),
       std::string(name_x) + " = " + std::string(name_y) + " exactly, both " + value);
}

void proof::infinite(std::string_view name, const problem& what) {
  step(is_infinite(what), std::string(name) + " = +infinity");
}

}  // namespace kloracle::proofs
