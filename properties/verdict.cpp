// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "oracle/interval.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/rounding.hpp"

namespace kloracle {
namespace {

constexpr long refinement_limit_bits = 4096;

constexpr std::array grade_table{
    grade_entry{grade::correctly_rounded, "CR", "correctly rounded",
                "the nearest value of the format"},
    grade_entry{grade::faithful, "F", "faithful", "within 1 ulp"},
    grade_entry{grade::tangent, "T", "stable",
                "no worse than rounding the inputs with their sums kept"},
    grade_entry{grade::as_data, "A", "as good as its data",
                "no worse than rounding each input independently"},
    grade_entry{grade::half, "H", "half the bits", "at least half of the bits are right"},
    grade_entry{grade::wrong, "W", "wrong", "fewer than half of the bits, or NaN"},
};

double upper_double(const interval& x) {
  return mpfr_get_d(x.hi(), MPFR_RNDU);
}

// Whether x <= bound: proved, disproved, or open.
std::optional<bool> at_most(const interval& x, const interval& bound) {
  if (certainly_le(x, bound)) return true;
  if (certainly_lt(bound, x)) return false;
  return std::nullopt;
}

// ulp(v) for every v in the enclosure, if they agree on it. 0 has the smallest subnormal.
std::optional<interval> ulp_of(const interval& v, const format& f) {
  const auto exponent = [&](mpfr_srcptr x) {
    const long leading = mpfr_zero_p(x) ? f.emin : static_cast<long>(mpfr_get_exp(x)) - 1;
    return std::max<long>(leading, f.emin) - f.precision + 1;
  };
  if (!v.bounded()) return std::nullopt;
  const interval size = abs(v);
  if (exponent(size.lo()) != exponent(size.hi())) return std::nullopt;
  return ldexp(interval(1L, v.bits()), exponent(size.lo()));
}

const enclosure* sensitivity_of(const answer& truth, std::string_view model) {
  for (const perturbation& p : truth.condition) {
    if (p.model == model) return &p.absolute;
  }
  return nullptr;
}

// One attempt at a verdict with the enclosure at hand; nullopt if it is too wide to tell.
class attempt {
 public:
  attempt(const reference& truth, double returned)
      : truth_(truth), returned_(returned), v_(truth.truth().bounds->bounds()) {}

  std::optional<verdict> run() {
    note_signs();
    if (std::isinf(returned_)) return infinite();
    const auto ulp = ulp_of(v_, truth_.in());
    if (!ulp) return std::nullopt;
    const interval y(exact(number(returned_)), 64);  // at most 53 bits: exact
    error_ = abs(y - v_);
    const interval in_ulps = *error_ / *ulp;
    result_.ulp_error = upper_double(in_ulps);
    if (!grade_by(*ulp, in_ulps)) return std::nullopt;
    return result_;
  }

 private:
  // Infinite where the value is finite: right only if the value rounds there, faithful if the value
  // is past the largest finite number.
  std::optional<verdict> infinite() {
    result_.ulp_error = result_.excess = std::numeric_limits<double>::infinity();
    if (is_nearest()) {
      result_.is = grade::correctly_rounded;
      result_.ulp_error = result_.excess = 0;
      return result_;
    }
    fp largest;
    largest.m = (Z(1) << static_cast<unsigned>(truth_.in().precision)) - 1;
    largest.q = truth_.in().emax - truth_.in().precision + 1L;
    const interval bound(value(largest), v_.bits());
    const auto in_range = at_most(returned_ > 0 ? v_ : -v_, bound);
    if (!in_range) return std::nullopt;
    result_.is = *in_range ? grade::wrong : grade::faithful;
    result_.special.spurious_infinity = *in_range;
    return result_;
  }

  // The value rounded to nearest; at an exact tie, either neighbour. An irrational value has no
  // ties.
  bool is_nearest() const {
    const answer& a = truth_.truth();
    if (returned_ == a.value) return true;
    if (a.state != status::exact || std::isinf(a.value) || std::isinf(returned_)) return false;
    constexpr std::size_t tie_limit = 65536;  // a tie is a dyadic number of about the format's size
    if (a.rational.size() > tie_limit) return false;
    const Q v = exact(number::parse(a.rational, nullptr));
    return abs(v - Q(returned_)) == abs(v - Q(a.value));
  }

  void note_signs() {
    const bool zero = truth_.truth().state == status::exact && truth_.truth().rational == "0";
    result_.special.missed_zero = zero && returned_ != 0;
    result_.special.wrong_sign =
        (returned_ < 0 && certainly_positive(v_)) || (returned_ > 0 && certainly_negative(v_));
  }

  // error / (ulp/2 + u S)
  interval excess_over(const interval& ulp, const interval& s) const {
    return *error_ / (ldexp(ulp, -1) + ldexp(s, -truth_.in().precision));
  }

  bool grade_by(const interval& ulp, const interval& in_ulps) {
    const enclosure* tangent = sensitivity_of(truth_.truth(), "simplex_tangent");
    const enclosure* free = sensitivity_of(truth_.truth(), "componentwise");
    const enclosure* named = tangent != nullptr ? tangent : free;
    const interval zero(0L, v_.bits());
    result_.excess = upper_double(excess_over(ulp, named != nullptr ? named->bounds() : zero));
    if (is_nearest()) return settle(grade::correctly_rounded, true);
    const interval half_right = sqrt(interval(power_of_two(truth_.in().precision), 64));
    const bool zero_value = truth_.truth().state == status::exact && truth_.truth().rational == "0";
    return settle(grade::faithful, at_most(in_ulps, interval(1L, 64))) ||
           stable(grade::tangent, named, ulp) || stable(grade::as_data, free, ulp) ||
           (!open_ && settle(grade::half,
                             zero_value ? std::optional(false) : at_most(in_ulps, half_right))) ||
           (!open_ && settle(grade::wrong, true));
  }

  // Grade g with the least growth that reaches it. A sensitivity is not negative: where there is
  // none, or none that is bounded, 0 in its place excuses less than it would.
  bool stable(grade g, const enclosure* s, const interval& ulp) {
    const bool known = s != nullptr && s->bounds().bounded();
    const auto n = static_cast<double>(std::max<std::size_t>(truth_.outcomes(), 1));
    const interval excess = excess_over(ulp, known ? s->bounds() : interval(0L, v_.bits()));
    const auto reached = [&](growth needed, double allowance) {
      result_.needed = needed;
      return !open_ && settle(g, at_most(excess, interval(exact(number(2 + allowance)), 64)));
    };
    if (reached(growth::none, 1) || reached(growth::logarithm, std::log2(n)) ||
        reached(growth::linear, n)) {
      return true;
    }
    result_.needed = growth::none;
    // At a jump no precision bounds it: it excuses nothing.
    if (s != nullptr && !known && !truth_.refined()) open_ = true;
    return false;
  }

  bool settle(grade g, std::optional<bool> reached) {
    if (!reached) open_ = true;
    if (reached != true) return false;
    result_.is = g;
    return true;
  }

  const reference& truth_;
  double returned_;
  const interval& v_;
  std::optional<interval> error_;
  verdict result_;
  bool open_ = false;
};

verdict without_enclosure(const answer& truth, double returned) {
  verdict v;
  if (truth.state == status::plus_infinity) {
    const bool right = std::isinf(returned) && returned > 0;
    v.is = right ? grade::correctly_rounded : grade::wrong;
    v.special.missed_infinity = std::isfinite(returned);
    v.special.wrong_sign = returned < 0;
    v.ulp_error = v.excess = right ? 0 : std::numeric_limits<double>::infinity();
    return v;
  }
  v.what = verdict::state::not_applicable;
  v.reason = truth.reason;
  return v;
}

verdict of_nan() {
  verdict v;
  v.special.nan = true;
  v.ulp_error = v.excess = std::numeric_limits<double>::infinity();
  return v;
}

verdict graded(reference& truth, double returned) {
  if (truth.truth().state == status::undefined) return without_enclosure(truth.truth(), returned);
  if (std::isnan(returned)) return of_nan();
  if (truth.truth().state == status::plus_infinity)
    return without_enclosure(truth.truth(), returned);
  do {
    if (truth.truth().state == status::undecided) break;
    if (const auto v = attempt(truth, returned).run()) return *v;
  } while (truth.refine());
  verdict open;
  open.what = verdict::state::undecided;
  open.reason = truth.truth().state == status::undecided
                    ? truth.truth().reason
                    : "the enclosure still holds a threshold at " +
                          std::to_string(refinement_limit_bits) + " bits";
  return open;
}

// The bound against the error, both finite; nullopt if the enclosure is too wide to tell.
std::optional<claim> claim_at(const reference& truth, double returned, double bound) {
  const interval& v = truth.truth().bounds->bounds();
  const interval said(exact(number(bound)), 64);
  const auto within = at_most(abs(interval(exact(number(returned)), 64) - v), said);
  if (!within) return std::nullopt;
  if (!*within) return claim::broken;
  if (truth.truth().state == status::exact && truth.truth().rational == "0") return claim::kept;
  const auto ulp = ulp_of(v, truth.in());
  if (!ulp) return std::nullopt;
  const interval half_right = sqrt(interval(power_of_two(truth.in().precision), 64));
  const auto vouches = at_most(said / *ulp, half_right);
  if (!vouches) return std::nullopt;
  return *vouches ? claim::kept : claim::useless;
}

claim judged_claim(reference& truth, double returned, double bound) {
  const status state = truth.truth().state;
  if (state == status::undefined) return claim::none;
  if (!(bound >= 0)) return claim::broken;
  if (std::isinf(bound)) return claim::useless;
  const bool infinite = state == status::plus_infinity;
  if (infinite && returned > 0 && std::isinf(returned)) return claim::kept;
  if (infinite || !std::isfinite(returned)) return claim::broken;
  do {
    if (truth.truth().state == status::undecided) break;
    if (const auto c = claim_at(truth, returned, bound)) return *c;
  } while (truth.refine());
  return claim::undecided;
}

}  // namespace

std::span<const grade_entry> grades() {
  return grade_table;
}

const grade_entry& entry(grade g) {
  return *std::find_if(grade_table.begin(), grade_table.end(),
                       [&](const grade_entry& e) { return e.id == g; });
}

const grade_entry* find_grade(std::string_view letter) {
  for (const grade_entry& e : grade_table) {
    if (e.letter == letter) return &e;
  }
  return nullptr;
}

reference::reference(problem what, const format& in) : asked_(std::move(what)), in_(&in), bits_(0) {
  truth_ = evaluate(asked_, {.to = in_});
}

std::size_t reference::outcomes() const {
  if (asked_.p.family == "categorical") return asked_.p.parameters.at(0).values.size();
  std::size_t count = 0;
  for (const parameter& x : asked_.p.parameters) count += x.values.size();
  if (!asked_.q) return count;
  for (const parameter& x : asked_.q->parameters) count += x.values.size();
  return count;
}

bool reference::refine() {
  if (bits_ >= refinement_limit_bits) return false;
  bits_ = std::max<long>(2 * bits_, 256);
  truth_ = evaluate(asked_, {.to = in_, .enclosure_bits = bits_});
  return true;
}

verdict judge(reference& truth, double returned, std::optional<double> claimed_error) {
  const mpfr_env env;
  verdict v = graded(truth, returned);
  if (claimed_error) v.claimed = judged_claim(truth, returned, *claimed_error);
  return v;
}

}  // namespace kloracle
