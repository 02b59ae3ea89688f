// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/certified_value.hpp"

#include <optional>

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"
#include "tools/answer_json.hpp"

namespace kloracle {
namespace {

// How far a value is pinned down. The first is what fixtures have; the others are for sums and
// integrals of which the oracle computes no more.
struct depth {
  int bits;    // of the numbers around the value
  int digits;  // of the decimal
};
constexpr depth depths[] = {{enclosure_precision, decimal_digits}, {128, 30}, {96, 20}};

// The number of so many bits next to x, as normalised hex: its exponent may be of any size.
std::string neighbour_hex(mpfr_prec_t bits, mpfr_rnd_t to, mpfr_srcptr x) {
  const enclosure point(interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set(lo, x, to);
    mpfr_set(hi, lo, MPFR_RNDN);
  }));
  return point.lower_hex();
}
std::string neighbour_hex(mpfr_prec_t bits, mpfr_rnd_t to, const Q& x) {
  const enclosure around(interval(x, bits));
  return to == MPFR_RNDD ? around.lower_hex() : around.upper_hex();
}

// Formats so narrow that nearly every enclosure of that depth settles them.
bool is_settled_by(const depth& d, const format& f) {
  return 8 * f.precision <= 5 * d.bits;
}

// What rounds both ends of an enclosure alike rounds the value so.
template <class Round>
std::optional<std::string> agreed(const interval& x, const Round& round) {
  std::string low = round(x.lo());
  if (low != round(x.hi())) return std::nullopt;
  return low;
}

// Everything that is rounded, from the value itself or from both ends of an enclosure of it;
// false where the ends disagree.
template <class Settle>
bool settled(certified_value& v, const depth& d, const Settle& settle) {
  const auto neighbour = [&](mpfr_rnd_t to) {
    return [&d, to](const auto& x) { return neighbour_hex(d.bits, to, x); };
  };
  const std::optional<std::string> lower = settle(neighbour(MPFR_RNDD));
  const std::optional<std::string> upper = settle(neighbour(MPFR_RNDU));
  const std::optional<std::string> decimal =
      settle([&](const auto& x) { return round_decimal(d.digits, direction::nearest_even, x); });
  if (!lower || !upper || !decimal) return false;
  v.lower = *lower;
  v.upper = *upper;
  v.decimal = *decimal;
  v.rounded.clear();
  for (const format* f : formats()) {
    if (!is_settled_by(d, *f)) continue;
    const auto nearest =
        settle([f](const auto& x) { return hex(*f, round_to(*f, direction::nearest_even, x)); });
    if (!nearest) return false;
    v.rounded.emplace_back(f, *nearest);
  }
  return true;
}

bool settled_by(certified_value& v, const depth& d, const answer& a) {
  if (a.state == status::exact) {
    const Q value(a.rational);
    v.rational = a.rational;
    return settled(v, d, [&](const auto& round) { return std::optional(round(value)); });
  }
  const interval& x = a.bounds->bounds();
  if (!x.bounded()) return false;
  return settled(v, d, [&](const auto& round) { return agreed(x, round); });
}

// The outcome of whatever has no value.
outcome_kind outcome_without_value(const answer& a) {
  if (a.bad_input()) return outcome_kind::domain;
  switch (a.state) {
    case status::plus_infinity:
      return outcome_kind::plus_infinity;
    default:
      return outcome_kind::undefined;
  }
}

certified_value without_value(const answer& a) {
  certified_value v;
  v.what = outcome_without_value(a);
  v.argument = a.argument;
  v.reason = a.reason;
  return v;
}

// The oracle's answer as texts, if it settles them.
std::optional<certified_value> settled_texts(const depth& d, const answer& a) {
  certified_value v;
  if (!settled_by(v, d, a)) return std::nullopt;
  v.what = outcome_kind::value;
  for (const perturbation& p : a.condition) v.condition.emplace_back(p.model, condition_number(p));
  return v;
}

// The certified value at one depth, from that many bits more than it takes; nullopt if the oracle
// computes no enclosure so fine, and `undecided` if none that it computes settles the texts.
std::optional<certified_value> certified_to(const problem& asked, const depth& d, long extra_bits) {
  // 32 bits more than the texts need settle all but one case in 2^32; the others get more.
  const long most = 9 * (d.bits + 32) + extra_bits;
  for (long bits = d.bits + 32 + extra_bits; bits <= most; bits *= 3) {
    const answer a = evaluate(asked, {.enclosure_bits = bits});
    if (a.state == status::undecided) return std::nullopt;
    if (a.state != status::exact && a.state != status::rounded) return without_value(a);
    if (auto v = settled_texts(d, a)) return v;
  }
  // A breakpoint of the texts, or nearer to one than so many bits tell: asked to round there, the
  // oracle asks the algebra, or goes on for as long as somebody may want to wait.
  const format breakpoints{"breakpoints", d.bits, -(1 << 20), 1 << 20, 0};
  const answer a = evaluate(
      asked, {.to = &breakpoints, .rounding = direction::downward, .precision_cap_bits = 40000});
  const bool has_value = a.state == status::exact || a.state == status::rounded;
  if (auto v = has_value ? settled_texts(d, a) : std::nullopt) return v;
  return certified_value{.reason = "its texts are not settled by any enclosure"};
}

}  // namespace

std::string_view name(outcome_kind k) {
  switch (k) {
    case outcome_kind::value:
      return "value";
    case outcome_kind::plus_infinity:
      return "plus_infinity";
    case outcome_kind::undefined:
      return "undefined";
    case outcome_kind::domain:
      return "domain";
    case outcome_kind::undecided:
      return "undecided";
  }
  return "";
}

certified_value certify(const problem& asked, long extra_bits) {
  const mpfr_env env;
  // What the oracle cannot compute so much finer is computed as without extra bits.
  std::vector<long> starts{extra_bits};
  if (extra_bits != 0) starts.push_back(0);
  for (const depth& d : depths) {
    for (const long extra : starts) {
      if (auto v = certified_to(asked, d, extra)) return *v;
    }
  }
  return {.reason = "the oracle computes no enclosure that is fine enough"};
}

}  // namespace kloracle
