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
  for (std::size_t i = 0; i < m.p.size(); ++i) {
    if (m.p[i] != 0 && m.p[i] != m.q[i]) form.terms.push_back({m.p[i], m.p[i] / m.q[i]});
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
  for (std::size_t i = 0; i < m.p.size(); ++i) {
    const Q p = m.p[i] * t.q;
    const Q q = m.q[i] * t.p;
    const Q both = p + q;
    if (p != 0 && p != q) form.terms.push_back({p, 2 * p / both});
    if (q != 0 && p != q) form.terms.push_back({q, 2 * q / both});
  }
  return form;
}

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
        form_ = cross_form(m_.p, m_.p, how, t_.p, t_.p);
        break;
      case quantity::cross_entropy:
        form_ = cross_form(m_.p, m_.q, how, t_.p, t_.q);
        break;
      default:
        form_ = jensen_shannon_form(m_, normalised() ? t_ : totals());
    }
    if (normalised() && what != quantity::jensen_shannon) form_.scale = 1 / t_.p;
    if (divergence_ && normalised()) equal_ = proportional(m_.p, m_.q);
    if (divergence_ && how == correction::generalise) equal_ = m_.p == m_.q;
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
  std::size_t size() const override { return m_.p.size(); }
  long longest_input_bits() const override;
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override;

 private:
  bool normalised() const { return how_ == correction::normalise; }
  void gradients(mpfr_prec_t bits, gradient_block& p, gradient_block& q) const;

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
    for (const Q& x : *side) {
      longest = std::max({longest, bit_length(numerator(x)), bit_length(denominator(x))});
    }
  }
  return longest;
}

// d/dp and d/dq of the formula at the (normalised) weights, in nats. An outcome with p = 0 moves
// q's slope only; one with weight 0 does not move at all. p_i > 0 has q_i > 0, or the value is
// infinite.
void measures_evaluation::gradients(mpfr_prec_t bits, gradient_block& p, gradient_block& q) const {
  const interval one(1L, bits);
  const Q ratio = normalised() ? Q(t_.q / t_.p) : Q(1);  // p^/q^ = (p/q) ratio
  const interval log_ratio = ratio == 1 ? interval(0L, bits) : log(interval(ratio, bits));
  const Q total_p = normalised() ? t_.p : Q(1);
  const Q total_q = normalised() ? t_.q : Q(1);
  for (std::size_t i = 0; i < m_.p.size(); ++i) {
    const Q& pi = m_.p[i];
    const Q qi = m_.q.empty() ? Q(0) : m_.q[i];
    const bool p_moves = pi != 0;
    const bool q_moves = qi != 0;
    switch (what_) {
      case quantity::kl: {
        const Q constant = how_ == correction::generalise ? 0 : 1;
        if (p_moves) {
          p.add(m_.weight_p[i],
                log(interval(Q(pi / qi), bits)) + log_ratio + interval(constant, bits));
        }
        if (q_moves)
          q.add(m_.weight_q[i],
                interval(Q(1 - constant), bits) - interval(Q(pi / qi * ratio), bits));
        break;
      }
      case quantity::entropy:
        if (p_moves) p.add(m_.weight_p[i], -(log(interval(Q(pi / total_p), bits)) + one));
        break;
      case quantity::cross_entropy:
        if (p_moves) p.add(m_.weight_p[i], -log(interval(Q(qi / total_q), bits)));
        if (q_moves) q.add(m_.weight_q[i], -interval(Q(pi / qi * ratio), bits));
        break;
      default: {  // Jensen-Shannon: (1/2) ln(p/m) and (1/2) ln(q/m)
        const Q a = pi * total_q;
        const Q b = qi * total_p;
        const Q half(1, 2);
        if (p_moves) p.add(m_.weight_p[i], log(interval(Q(2 * a / (a + b)), bits)) * half);
        if (q_moves) q.add(m_.weight_q[i], log(interval(Q(2 * b / (a + b)), bits)) * half);
      }
    }
  }
}

// f(p/P) has slopes (g_i - sum_j p_j g_j / P)/P, with g the slopes of f: the mean is taken out.
// `all` are the weights the mean runs over.
interval mean_slope(const gradient_block& block, const std::vector<Q>& all, const Q& total,
                    mpfr_prec_t bits) {
  interval mean(0L, bits);
  std::size_t k = 0;
  for (const Q& w : all) {
    if (w != 0) mean = mean + block.slope[k++] * interval(Q(w / total), bits);
  }
  return mean;
}

// Inputs that do not move (clipped away) have weight 0 and drop out.
gradient_block moving(const gradient_block& block, const interval& mean) {
  gradient_block result;
  for (std::size_t i = 0; i < block.weight.size(); ++i) {
    if (block.weight[i] != 0) result.add(abs(block.weight[i]), block.slope[i] - mean);
  }
  return result;
}

sensitivity measures_evaluation::sensitivities(const interval&, mpfr_prec_t bits) const {
  gradient_block p;
  gradient_block q;
  gradients(bits, p, q);
  const interval zero(0L, bits);
  interval free = zero;
  interval bound = zero;
  const auto count = [&](const gradient_block& block, const std::vector<Q>& all, const Q& total) {
    if (block.weight.empty()) return;
    const interval mean = normalised() ? mean_slope(block, all, total, bits) : zero;
    const gradient_block b = moving(block, mean);
    const Q scale = normalised() ? Q(1 / total) : Q(1);
    free = free + componentwise(b, bits) * interval(scale, bits);
    bound = bound + tangent(b, bits) * interval(scale, bits);
  };
  count(p, m_.p, t_.p);
  count(q, m_.q, t_.q);
  return {in_unit(free, in_), in_unit(bound, in_)};
}

// sqrt of a Jensen-Shannon divergence. It is not negative: by the log-sum inequality (Cover-Thomas
// 2006, theorem 2.7.1) it is at least that of the two total masses, which is 0 or more.
class root_evaluation : public evaluation {
 public:
  explicit root_evaluation(std::unique_ptr<evaluation> square) : square_(std::move(square)) {}

  interval enclose(mpfr_prec_t bits) const override {
    return sqrt(clamp_nonnegative(square_->enclose(2 * bits)));
  }
  std::optional<Q> known() const override {
    const auto v = square_->known();
    return v && *v == 0 ? v : std::nullopt;
  }
  bool nonzero() const override { return square_->nonzero(); }
  // If the root were rational, so would be its square.
  decision decide() const override {
    decision d = square_->decide();
    if (d.verdict != rationality::rational) return d;
    const Z n = numerator(d.value);
    const Z den = denominator(d.value);
    if (d.value < 0 || !mpz_perfect_square_p(n.backend().data()) ||
        !mpz_perfect_square_p(den.backend().data())) {
      return {rationality::irrational};
    }
    return {rationality::rational,
            Q(boost::multiprecision::sqrt(n), boost::multiprecision::sqrt(den))};
  }
  std::size_t size() const override { return square_->size(); }
  long longest_input_bits() const override { return square_->longest_input_bits(); }
  // d sqrt(f) = df / (2 sqrt f)
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override {
    sensitivity s = square_->sensitivities(sqr(value), bits);
    const interval slope = ldexp(value, 1);
    const auto through = [&](const interval& x) {
      const bool unknown = slope.contains_zero() && x.contains_zero();
      return unknown ? interval::make(bits,
                                      [](mpfr_ptr lo, mpfr_ptr hi) {
                                        mpfr_set_zero(lo, 1);
                                        mpfr_set_inf(hi, 1);
                                      })
                     : x / slope;
    };
    s.componentwise = through(s.componentwise);
    if (s.tangent) s.tangent = through(*s.tangent);
    return s;
  }

 private:
  std::unique_ptr<evaluation> square_;
};

}  // namespace

prepared prepare_measures(quantity what, correction how, measures m, unit in) {
  const bool of_two = entry(what).of_two;
  totals t{sum(m.p), of_two ? sum(m.q) : Q(1)};
  if (how == correction::normalise) {
    if (m.p.empty()) return no_value{status::undefined, "", "an empty vector cannot be normalised"};
    if (t.p == 0) return no_value{status::undefined, "", "p sums to 0 and cannot be normalised"};
    if (t.q == 0) return no_value{status::undefined, "", "q sums to 0 and cannot be normalised"};
  }
  if (what == quantity::kl || what == quantity::cross_entropy) {
    for (std::size_t i = 0; i < m.p.size(); ++i) {
      if (m.p[i] != 0 && m.q[i] == 0) {
        return no_value{status::plus_infinity, "",
                        "q[" + std::to_string(i) + "] is 0 where p[" + std::to_string(i) +
                            "] is not: P is not absolutely continuous with respect to Q"};
      }
    }
  }
  const bool root = what == quantity::jensen_shannon_distance;
  auto e = std::make_unique<measures_evaluation>(root ? quantity::jensen_shannon : what, how,
                                                 std::move(m), std::move(t), in);
  if (root) return std::make_unique<root_evaluation>(std::move(e));
  return std::unique_ptr<evaluation>(std::move(e));
}

}  // namespace kloracle
