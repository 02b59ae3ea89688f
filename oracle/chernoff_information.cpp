// SPDX-License-Identifier: Apache-2.0
//
// Chernoff information: -min over a in [0, 1] of g(a) = ln S(a), S(a) = sum p^a q^(1-a) over the
// outcomes that both have. g is convex (Hoelder), so its tangent at any b bounds it below:
//
//   g(b) + min over a of g'(b)(a - b)  <=  min g  <=  g(b)
//
// b is found without proof, by Newton steps inside a bracket; the enclosure holds wherever it lies
// and narrows as g'(b) tends to 0. If g is increasing at 0, or decreasing at 1, that end is b, and
// the tangent's minimum is g(b) itself.
#include <algorithm>

#include "oracle/posed.hpp"
#include "oracle/separable.hpp"

namespace kloracle {
namespace {

// ln S and its first two derivatives.
struct curve_point {
  interval value;
  interval slope;
  interval bend;
};

// Some member of x if it is a usable step: within the size of the bracket, or nothing.
std::optional<Q> step_in(const interval& x) {
  const mpfr_srcptr lo = x.lo();
  if (!x.bounded() || mpfr_zero_p(lo) || mpfr_get_exp(lo) > 1) return std::nullopt;
  if (mpfr_get_exp(lo) < -2 * x.bits()) return Q(0);
  Z mantissa;
  const auto exponent = static_cast<long>(mpfr_get_z_2exp(mantissa.backend().data(), lo));
  return Q(mantissa) * power_of_two(exponent);
}

// A nearby number of few bits, still in [0, 1].
Q shortened(const Q& x, long bits) {
  const Q scaled = x * power_of_two(bits);
  Z whole;
  mpz_fdiv_q(whole.backend().data(), Z(numerator(scaled)).backend().data(),
             Z(denominator(scaled)).backend().data());
  return std::clamp(Q(Q(whole) * power_of_two(-bits)), Q(0), Q(1));
}

class curve {
 public:
  curve(const sides& given, mpfr_prec_t bits) : bits_(bits) {
    const enclosed_sides at(given.p, &*given.q, bits);
    for (std::size_t i = 0; i < given.p.size(); ++i) {
      if (given.p.has(i) && given.q->has(i)) {
        weight_.push_back(at.q(i));
        log_weight_.push_back(at.log_q(i));
        log_ratio_.push_back(at.log_ratio(i));
      } else if (given.q->has(i)) {
        missing_ = missing_ + at.q(i);
      }
    }
    of_distributions_ = given.q->is_distribution();
  }

  // The powers are taken relative to the largest, so that none leaves the exponents' range.
  curve_point at(const interval& a) const {
    std::vector<interval> logs;
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      logs.push_back(log_weight_[i] + a * log_ratio_[i]);
    }
    const auto top =
        static_cast<std::size_t>(std::max_element(logs.begin(), logs.end(),
                                                  [](const interval& x, const interval& y) {
                                                    return mpfr_less_p(x.lo(), y.lo()) != 0;
                                                  }) -
                                 logs.begin());
    const interval one(1L, bits_);
    interval excess = -missing_;
    interval others(0L, bits_);
    interval first(0L, bits_);
    interval second(0L, bits_);
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      const interval& l = log_ratio_[i];
      const interval power = i == top ? one : exp(logs[i] - logs[top]);
      if (i != top) others = others + power;
      if (of_distributions_) excess = excess + weight_[i] * expm1(a * l);
      first = first + power * l;
      second = second + power * sqr(l);
    }
    const interval sum = others + one;
    const interval half(Q(1, 2), bits_);
    const bool near_one = of_distributions_ && certainly_lt(abs(excess), half);
    const interval slope = first / sum;
    return {near_one ? log1p(excess) : logs[top] + log1p(others), slope,
            clamp_nonnegative(second / sum - sqr(slope))};
  }
  curve_point at(const Q& a) const { return at(interval(a, bits_)); }
  mpfr_prec_t bits() const { return bits_; }

 private:
  mpfr_prec_t bits_;
  std::vector<interval> weight_;
  std::vector<interval> log_weight_;
  std::vector<interval> log_ratio_;
  interval missing_ = interval(0L, 64);
  bool of_distributions_ = false;
};

// Near the minimum, by Newton steps kept inside a shrinking bracket. Nothing is proved here.
Q near_minimum(const curve& g, const std::optional<Q>& start) {
  if (mpfr_sgn(g.at(Q(0)).slope.lo()) >= 0) return 0;
  if (mpfr_sgn(g.at(Q(1)).slope.hi()) <= 0) return 1;
  Q low = 0;
  Q high = 1;
  Q b = start && *start > 0 && *start < 1 ? *start : Q(1, 2);
  const long bits = g.bits();
  for (long step = 0; step < 64 + 2 * bits && high - low > power_of_two(-bits); ++step) {
    const curve_point here = g.at(b);
    if (here.slope.contains_zero()) return b;
    (certainly_negative(here.slope) ? low : high) = b;
    const auto newton = step_in(here.slope / here.bend);
    Q next = newton ? shortened(b - *newton, bits) : Q((low + high) / 2);
    if (next <= low || next >= high) next = shortened((low + high) / 2, bits);
    if (next == b || next <= low || next >= high) return b;
    b = next;
  }
  return b;
}

class chernoff_evaluation : public evaluation {
 public:
  chernoff_evaluation(sides given, unit in) : given_(std::move(given)), in_(in) {
    const bool distributions = given_.p.is_distribution() && given_.p.kind == given_.q->kind;
    if (distributions) equal_ = same_weights(given_.p, *given_.q);
  }

  interval enclose(mpfr_prec_t bits) const override {
    const curve g(given_, bits);
    const Q b = near_minimum(g, last_);
    last_ = b;
    const curve_point here = g.at(b);
    const interval to_0 = here.slope * Q(-b);
    const interval to_1 = here.slope * Q(1 - b);
    const interval drop = min(min(to_0, to_1), interval(0L, bits));
    const interval least = hull(here.value, here.value + drop);
    const interval value = in_unit(-least, in_);
    return equal_ ? clamp_nonnegative(value) : value;
  }
  std::optional<Q> known() const override {
    return equal_ == true ? std::optional<Q>(0) : std::nullopt;
  }
  bool nonzero() const override { return equal_ == false; }
  decision decide() const override;

  // The orders between two, at which the slopes are proved to be negative and positive.
  std::optional<interval> minimiser(mpfr_prec_t bits) const override {
    if (equal_ == true) return hull(interval(0L, bits), interval(1L, bits));
    const curve g(given_, bits);
    const Q b = near_minimum(g, last_);
    const auto bound = [&](int side) {
      for (long k = bits; k > 0; k -= k / 8 + 1) {
        const Q end = std::clamp(Q(b + side * power_of_two(-k)), Q(0), Q(1));
        if (end == 0 || end == 1) return end;
        const interval slope = g.at(end).slope;
        if (side < 0 ? certainly_negative(slope) : certainly_positive(slope)) return end;
      }
      return Q(side < 0 ? 0 : 1);
    };
    Q low = bound(-1);
    Q high = bound(1);
    if (!certainly_negative(g.at(Q(0)).slope) && certainly_increasing_at(0)) high = 0;
    if (!certainly_positive(g.at(Q(1)).slope) && certainly_decreasing_at(1)) low = 1;
    return hull(interval(low, bits), interval(high, bits));
  }

  // At a minimum inside, or at an end where the order cannot move, the order's own movement does
  // not count to first order.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const interval zero(0L, bits);
    if (equal_ == true) {
      return {zero, given_.rational() ? std::optional<interval>(zero) : std::nullopt};
    }
    const interval a = *minimiser(bits);
    const enclosed_sides at(given_.p, &*given_.q, bits);
    std::vector<interval> by_p(size(), zero);
    std::vector<interval> by_q(size(), zero);
    interval sum = zero;
    for (std::size_t i = 0; i < size(); ++i) {
      if (!given_.p.has(i) || !given_.q->has(i)) continue;
      const interval power = at.q(i) * exp(a * at.log_ratio(i));
      sum = sum + power;
      if (given_.p.moves(i)) by_p[i] = a * power * outcome<dual>(at, i).log_p().by_p;
      if (given_.q->moves(i)) {
        by_q[i] = (interval(1L, bits) - a) * power * outcome<dual>(at, i).log_q().by_q;
      }
    }
    for (auto* slopes : {&by_p, &by_q}) {
      for (interval& s : *slopes) s = s / sum;
    }
    const gradient_block p = given_.p.pull_back(by_p, at.all_p());
    const gradient_block q = given_.q->pull_back(by_q, at.all_q());
    sensitivity s{in_unit(componentwise(p, bits) + componentwise(q, bits), in_), std::nullopt};
    if (given_.rational()) {
      s.tangent = in_unit(tangent(p, bits) + tangent(q, bits), in_);
    }
    return s;
  }
  std::size_t size() const override { return given_.p.size(); }
  long longest_input_bits() const override {
    return std::max(given_.p.longest_input_bits(), given_.q->longest_input_bits());
  }

 private:
  bool both(std::size_t i) const { return given_.p.has(i) && given_.q->has(i); }
  // The sign of g' at the end 0 (weights w = q) or 1 (w = p): that of sum w ln(p/q) over what both
  // have. By enclosures, and if they leave 0 open by algebra.
  std::optional<int> slope_sign(int end) const;
  bool certainly_increasing_at(int end) const { return slope_sign(end).value_or(-1) >= 0; }
  bool certainly_decreasing_at(int end) const { return slope_sign(end).value_or(1) <= 0; }
  bool exchangeable() const;
  prepared at_order(const Q& order) const;

  sides given_;
  unit in_;
  std::optional<bool> equal_;
  mutable std::optional<Q> last_;  // where the search at more bits begins
};

std::optional<int> chernoff_evaluation::slope_sign(int end) const {
  constexpr mpfr_prec_t most = 4096;
  const side& weights = end == 0 ? *given_.q : given_.p;
  for (mpfr_prec_t bits = 128; bits <= most; bits *= 2) {
    const enclosed_sides at(given_.p, &*given_.q, bits);
    interval total(0L, bits);
    for (std::size_t i = 0; i < size(); ++i) {
      if (both(i)) total = total + (end == 0 ? at.q(i) : at.p(i)) * at.log_ratio(i);
    }
    if (certainly_positive(total)) return 1;
    if (certainly_negative(total)) return -1;
  }
  closed_form total;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    total += weights.exact_weight(i) * log(given_.p.exact_weight(i) / given_.q->exact_weight(i));
  }
  const kloracle::decision d = kloracle::decide(total, unit::nats);
  if (d.verdict != rationality::rational) return std::nullopt;
  return d.value == 0 ? 0 : d.value > 0 ? 1 : -1;
}

// Whether exchanging P and Q permutes the outcomes: then g(a) = g(1 - a), and the minimum is at
// 1/2.
bool chernoff_evaluation::exchangeable() const {
  if (given_.p.kind != given_.q->kind || given_.p.kind == input_kind::softmax) return false;
  std::vector<std::pair<Q, Q>> forward;
  std::vector<std::pair<Q, Q>> backward;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!both(i)) continue;
    const Q p = given_.p.is_rational() ? given_.p.factor[i] : given_.p.exponent[i];
    const Q q = given_.p.is_rational() ? given_.q->factor[i] : given_.q->exponent[i];
    forward.emplace_back(p, q);
    backward.emplace_back(q, p);
  }
  std::sort(forward.begin(), forward.end());
  std::sort(backward.begin(), backward.end());
  return forward == backward;
}

prepared chernoff_evaluation::at_order(const Q& order) const {
  posed x{given_, {}, false, in_};
  x.with.order = order;
  return row(quantity::chernoff).prepare(std::move(x));
}

// Rational orders of the minimum are known in three cases; elsewhere nothing is known of the value.
decision chernoff_evaluation::decide() const {
  std::optional<Q> order;
  if (slope_sign(0).value_or(-1) >= 0) {
    order = 0;
  } else if (slope_sign(1).value_or(1) <= 0) {
    order = 1;
  } else if (exchangeable()) {
    order = Q(1, 2);
  }
  if (!order) return {};
  const prepared there = at_order(*order);
  const auto* e = std::get_if<std::unique_ptr<evaluation>>(&there);
  if (e == nullptr) return {};
  if (const auto value = (*e)->known()) return {rationality::rational, *value};
  return (*e)->decide();
}

struct chernoff_information {
  static constexpr quantity_entry entry{
      .id = quantity::chernoff_information,
      .name = "chernoff_information",
      .formula = "max over 0 <= a <= 1 of -ln sum p^a q^(1-a)",
      .domain =
          "the order that attains it is enclosed too; +infinity iff the supports are "
          "disjoint. Chernoff 1952",
      .accepted = accepting::pairs};
  static prepared prepare(posed x) {
    bool disjoint = true;
    for (std::size_t i = 0; i < x.given.p.size(); ++i) {
      disjoint = disjoint && !(x.given.p.has(i) && x.given.q->has(i));
    }
    if (disjoint) {
      return no_value{status::plus_infinity, "",
                      "the supports of P and Q have no outcome in common"};
    }
    return std::make_unique<chernoff_evaluation>(std::move(x.given), x.in);
  }
};

}  // namespace

std::span<const quantity_row> chernoff_rows() {
  static constexpr quantity_row rows[] = {row_of<chernoff_information>()};
  return rows;
}

}  // namespace kloracle
