// SPDX-License-Identifier: Apache-2.0
//
// Quantities of non-negative weights. Every one is a log_form; with P = sum p, Q = sum q:
//
//   measure      sum p ln(p/q)                     generalised   that + Q - P
//   normalised   (1/P) (sum p ln(p/q) + P ln(Q/P))
//
// so that no p/P is ever formed and near-equal inputs keep short rationals.
#include <algorithm>
#include <functional>

#include "oracle/categorical.hpp"
#include "oracle/condition.hpp"
#include "oracle/log_form.hpp"
#include "oracle/square_root.hpp"

namespace kloracle {
namespace {

struct totals {
  Q p = 1;
  Q q = 1;
};

// p_i q_k = q_i p_k for all i, with k any outcome of positive p: p and q are proportional.
bool proportional(const std::vector<Q>& p, const std::vector<Q>& q) {
  const auto positive = std::find_if(p.begin(), p.end(), [](const Q& x) { return x != 0; });
  if (positive == p.end())
    return std::all_of(q.begin(), q.end(), [](const Q& x) { return x == 0; });
  const auto k = static_cast<std::size_t>(positive - p.begin());
  if (q[k] == 0) return false;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] * q[k] != q[i] * p[k]) return false;
  }
  return true;
}

log_form kl_form(const measures& m, correction how, const totals& t) {
  log_form form;
  for (std::size_t i = 0; i < m.p.value.size(); ++i) {
    if (m.p.value[i] != 0 && m.p.value[i] != m.q.value[i])
      form.terms.push_back({m.p.value[i], m.p.value[i] / m.q.value[i]});
  }
  if (how == correction::generalise) form.constant = t.q - t.p;
  if (how == correction::normalise && t.p != t.q) form.terms.push_back({t.p, t.q / t.p});
  return form;
}

// -sum p ln q, or with q = p the entropy.
log_form cross_form(const std::vector<Q>& p, const std::vector<Q>& q, correction how,
                    const Q& total_p, const Q& total_q) {
  log_form form;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] != 0 && q[i] != 1) form.terms.push_back({-p[i], q[i]});
  }
  if (how == correction::normalise && total_q != 1) form.terms.push_back({total_p, total_q});
  return form;
}

// sum (p/2) ln(2p/(p+q)) + (q/2) ln(2q/(p+q)), over the common denominator PQ when normalised.
log_form jensen_shannon_form(const measures& m, const totals& t) {
  log_form form;
  form.scale = Q(1, 2) / (t.p * t.q);
  for (std::size_t i = 0; i < m.p.value.size(); ++i) {
    const Q p = m.p.value[i] * t.q;
    const Q q = m.q.value[i] * t.p;
    const Q both = p + q;
    if (p != 0 && p != q) form.terms.push_back({p, 2 * p / both});
    if (q != 0 && p != q) form.terms.push_back({q, 2 * q / both});
  }
  return form;
}

// Derivatives with respect to p_i and q_i.
struct slopes {
  interval p;
  interval q;
};

class measures_evaluation : public evaluation {
 public:
  measures_evaluation(quantity what, correction how, measures m, totals t, unit in)
      : what_(what), how_(how), m_(std::move(m)), t_(std::move(t)), in_(in) {
    divergence_ = what == quantity::kl || what == quantity::jensen_shannon;
    switch (what) {
      case quantity::kl:
        form_ = kl_form(m_, how, t_);
        break;
      case quantity::entropy:
        form_ = cross_form(m_.p.value, m_.p.value, how, t_.p, t_.p);
        break;
      case quantity::cross_entropy:
        form_ = cross_form(m_.p.value, m_.q.value, how, t_.p, t_.q);
        break;
      default:
        form_ = jensen_shannon_form(m_, normalised() ? t_ : totals());
    }
    if (normalised() && what != quantity::jensen_shannon) form_.scale = 1 / t_.p;
    if (divergence_ && normalised()) equal_ = proportional(m_.p.value, m_.q.value);
    if (divergence_ && how == correction::generalise) equal_ = m_.p.value == m_.q.value;
  }

  interval enclose(mpfr_prec_t bits) const override {
    const interval value = in_unit(kloracle::enclose(form_, bits), in_);
    return equal_ ? clamp_nonnegative(value) : value;
  }

  // Gibbs: a divergence of distributions is 0 iff they are equal. So is the generalised one of
  // measures, whose terms p ln(p/q) - p + q are 0 iff p = q and positive otherwise.
  std::optional<Q> known() const override {
    if (equal_ == true) return Q(0);
    if (form_.terms.empty() && (in_ == unit::nats || form_.constant == 0)) {
      return Q(form_.scale * form_.constant);
    }
    return std::nullopt;
  }
  bool nonzero() const override { return equal_ == false; }
  decision decide() const override { return kloracle::decide(form_, in_); }
  std::size_t size() const override { return m_.p.value.size(); }
  long longest_input_bits() const override;
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override;

 private:
  bool normalised() const { return how_ == correction::normalise; }
  slopes slopes_at(std::size_t i, const interval& log_ratio, mpfr_prec_t bits) const;
  gradient_block block_of(const weights& side, const Q& total, const std::vector<interval>& slope,
                          mpfr_prec_t bits) const;

  quantity what_;
  correction how_;
  measures m_;
  totals t_;
  unit in_;
  log_form form_;
  bool divergence_ = false;
  std::optional<bool> equal_;  // decided for divergences that Gibbs' theorem covers
};

long measures_evaluation::longest_input_bits() const {
  long longest = 0;
  for (const auto* side : {&m_.p, &m_.q}) {
    for (const Q& x : side->value) {
      longest = std::max({longest, bit_length(numerator(x)), bit_length(denominator(x))});
    }
  }
  return longest;
}

// df/dp_i and df/dq_i of the formula at the (normalised) weights, in nats. An entry that is 0 or
// fixed has slope 0: it does not move the value, though it may take up part of a sum. p_i > 0 has
// q_i > 0, or the value is infinite.
slopes measures_evaluation::slopes_at(std::size_t i, const interval& log_ratio,
                                      mpfr_prec_t bits) const {
  const interval zero(0L, bits);
  const Q total_p = normalised() ? t_.p : Q(1);
  const Q total_q = normalised() ? t_.q : Q(1);
  const Q& p = m_.p.value[i];
  const Q q = m_.q.value.empty() ? Q(0) : m_.q.value[i];
  const bool p_moves = p != 0 && !m_.p.fixed[i];
  const bool q_moves = q != 0 && !m_.q.fixed[i];
  slopes s{zero, zero};
  switch (what_) {
    case quantity::kl: {  // ln(p/q) + 1 and -p/q; generalised: ln(p/q) and 1 - p/q
      const Q one = how_ == correction::generalise ? 0 : 1;
      if (p_moves) s.p = log(interval(Q(p / q), bits)) + log_ratio + interval(one, bits);
      if (q_moves) s.q = interval(Q(1 - one - p / q * (total_q / total_p)), bits);
      break;
    }
    case quantity::entropy:  // -ln p - 1
      if (p_moves) s.p = -(log(interval(Q(p / total_p), bits)) + interval(1L, bits));
      break;
    case quantity::cross_entropy:  // -ln q and -p/q
      if (p_moves) s.p = -log(interval(Q(q / total_q), bits));
      if (q_moves) s.q = interval(Q(-p / q * (total_q / total_p)), bits);
      break;
    default: {  // Jensen-Shannon: (1/2) ln(p/m) and (1/2) ln(q/m)
      const Q a = p * total_q;
      const Q b = q * total_p;
      if (p_moves) s.p = ldexp(log(interval(Q(2 * a / (a + b)), bits)), -1);
      if (q_moves) s.q = ldexp(log(interval(Q(2 * b / (a + b)), bits)), -1);
    }
  }
  return s;
}

// f(p/P) has slopes (g_i - sum_j p_j g_j / P)/P, with g the slopes of f at p/P: the mean is taken
// out.
gradient_block measures_evaluation::block_of(const weights& side, const Q& total,
                                             const std::vector<interval>& slope,
                                             mpfr_prec_t bits) const {
  interval mean(0L, bits);
  if (normalised()) {
    for (std::size_t i = 0; i < slope.size(); ++i) {
      mean = mean + slope[i] * interval(Q(side.value[i] / total), bits);
    }
  }
  gradient_block block;
  for (std::size_t i = 0; i < slope.size(); ++i) {
    if (side.input[i] == 0) continue;  // 0 moves relatively to 0
    block.add(normalised() ? Q(side.input[i] / total) : side.input[i], slope[i] - mean);
  }
  return block;
}

sensitivity measures_evaluation::sensitivities(const interval&, mpfr_prec_t bits) const {
  // Equality is a minimum, where every slope is 0.
  if (equal_ == true) return {interval(0L, bits), interval(0L, bits)};
  const interval log_ratio =
      normalised() && t_.p != t_.q ? log(interval(Q(t_.q / t_.p), bits)) : interval(0L, bits);
  std::vector<interval> of_p;
  std::vector<interval> of_q;
  for (std::size_t i = 0; i < m_.p.value.size(); ++i) {
    slopes s = slopes_at(i, log_ratio, bits);
    of_p.push_back(std::move(s.p));
    if (!m_.q.value.empty()) of_q.push_back(std::move(s.q));
  }
  const gradient_block p = block_of(m_.p, t_.p, of_p, bits);
  const gradient_block q = block_of(m_.q, t_.q, of_q, bits);
  return {in_unit(componentwise(p, bits) + componentwise(q, bits), in_),
          in_unit(tangent(p, bits) + tangent(q, bits), in_)};
}

}  // namespace

prepared prepare_measures(quantity what, correction how, measures m, unit in) {
  const bool of_two = entry(what).of_two;
  totals t{sum(m.p.value), of_two ? sum(m.q.value) : Q(1)};
  if (how == correction::normalise) {
    if (m.p.value.empty())
      return no_value{status::undefined, "", "an empty vector cannot be normalised"};
    if (t.p == 0) return no_value{status::undefined, "", "p sums to 0 and cannot be normalised"};
    if (t.q == 0) return no_value{status::undefined, "", "q sums to 0 and cannot be normalised"};
  }
  if (what == quantity::kl || what == quantity::cross_entropy) {
    for (std::size_t i = 0; i < m.p.value.size(); ++i) {
      if (m.p.value[i] != 0 && m.q.value[i] == 0) {
        return no_value{status::plus_infinity, "",
                        "q[" + std::to_string(i) + "] is 0 where p[" + std::to_string(i) +
                            "] is not: P is not absolutely continuous with respect to Q"};
      }
    }
  }
  const bool root = what == quantity::jensen_shannon_distance;
  const Q mass = how == correction::normalise ? Q(1) : t.p;
  auto e = std::make_unique<measures_evaluation>(root ? quantity::jensen_shannon : what, how,
                                                 std::move(m), std::move(t), in);
  if (root) return square_root_of(std::move(e), mass, in);
  return std::unique_ptr<evaluation>(std::move(e));
}

}  // namespace kloracle
