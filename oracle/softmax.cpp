// SPDX-License-Identifier: Apache-2.0
//
// Quantities of softmax distributions p = exp(a)/sum exp(a), q = exp(b)/sum exp(b), a and b exact.
// With a' = a - max a, b' = b - max b (exact differences), A = ln sum exp(a'), B = ln sum exp(b'):
//
//   kl             sum p (a' - b') - A + B
//   entropy        A - sum p a'
//   cross_entropy  B - sum p b'
//
// All of them are L - sum p c, with L an alternating sum of A and B and c an exact rational per
// outcome.
#include <algorithm>

#include "oracle/categorical.hpp"
#include "oracle/condition.hpp"
#include "oracle/log_form.hpp"

namespace kloracle {
namespace {

Q largest(const std::vector<masked>& logits) {
  std::optional<Q> top;
  for (const masked& x : logits) {
    if (x && (!top || *x > *top)) top = *x;
  }
  return *top;
}

// Shifted so that the largest logit is 0: the softmax is the same, exactly.
std::vector<masked> shifted(std::vector<masked> logits) {
  const Q top = largest(logits);
  for (masked& x : logits) {
    if (x) *x -= top;
  }
  return logits;
}

std::vector<interval> weights_of(const std::vector<masked>& logits, mpfr_prec_t bits) {
  std::vector<interval> w;
  w.reserve(logits.size());
  for (const masked& x : logits) w.push_back(x ? exp(interval(*x, bits)) : interval(0L, bits));
  return w;
}

// The sum without one outcome, whose weight is 1: ln(1 + rest) keeps what ln(sum) would round away.
interval rest_of(const std::vector<interval>& w, std::size_t top, mpfr_prec_t bits) {
  interval sum(0L, bits);
  for (std::size_t i = 0; i < w.size(); ++i) {
    if (i != top) sum = sum + w[i];
  }
  return sum;
}

// An outcome whose shifted logit is 0 in a and, if there is one, in b; else one of a.
std::size_t shared_top(const std::vector<masked>& a, const std::vector<masked>& b) {
  std::size_t top = a.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != Q(0)) continue;
    if (!b.empty() && b[i] == Q(0)) return i;
    top = std::min(top, i);
  }
  return top;
}

interval total(const std::vector<interval>& x, mpfr_prec_t bits) {
  return rest_of(x, x.size(), bits);
}

class softmax_evaluation : public evaluation {
 public:
  softmax_evaluation(quantity what, std::vector<masked> a, std::vector<masked> b, unit in)
      : what_(what), given_a_(std::move(a)), given_b_(std::move(b)), in_(in) {
    a_ = shifted(given_a_);
    if (!given_b_.empty()) b_ = shifted(given_b_);
  }

  // None of the three is negative: kl by Gibbs, the others as sums of -p ln q.
  interval enclose(mpfr_prec_t bits) const override {
    const std::vector<interval> w = weights_of(a_, bits);
    const std::size_t top = shared_top(a_, b_);
    const interval rest_a = rest_of(w, top, bits);
    interval mean(0L,
                  bits);  // sum p c, c <= 0 for entropy and cross-entropy: nothing cancels there
    for (std::size_t i = 0; i < a_.size(); ++i) {
      const Q c = slope_of_mean(i);
      if (c != 0) mean = mean + w[i] * interval(c, bits);
    }
    mean = mean / (rest_a + Q(1));
    return in_unit(clamp_nonnegative(log_sums(top, rest_a, bits) - mean), in_);
  }

  std::optional<Q> known() const override {
    if (what_ == quantity::kl && equal()) return Q(0);
    if (what_ == quantity::entropy && support_size(a_) == 1) return Q(0);
    if (what_ == quantity::cross_entropy && support_size(b_) == 1) return Q(0);
    return std::nullopt;
  }

  // Gibbs for kl; the others vanish only where no uncertainty is left, which known() has caught.
  bool nonzero() const override { return !known(); }

  decision decide() const override;
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override;
  std::size_t size() const override { return a_.size(); }
  long longest_input_bits() const override {
    return std::max({longest_bits(given_a_), longest_bits(given_b_), exponential_bits(a_),
                     exponential_bits(b_)});
  }

 private:
  static std::size_t support_size(const std::vector<masked>& x) {
    return static_cast<std::size_t>(
        std::count_if(x.begin(), x.end(), [](const masked& v) { return v.has_value(); }));
  }

  // A, B, or B - A; the last of one quotient, so that near-equal distributions lose no more than
  // the subtraction must.
  interval log_sums(std::size_t top, const interval& rest_a, mpfr_prec_t bits) const {
    if (what_ == quantity::entropy) return log1p(rest_a);
    const std::vector<interval> v = weights_of(b_, bits);
    if (what_ == quantity::cross_entropy) return log1p(rest_of(v, shared_top(b_, {}), bits));
    const interval sum_a = rest_a + Q(1);
    if (b_[top] != Q(0)) return log(total(v, bits) / sum_a);
    return log1p((rest_of(v, top, bits) - rest_a) / sum_a);
  }

  // Softmaxes are equal iff the logits differ by a constant on a common support.
  bool equal() const { return a_ == b_; }

  // c in L - sum p c; an outcome outside P's support has p = 0.
  Q slope_of_mean(std::size_t i) const {
    if (!a_[i]) return 0;
    if (what_ == quantity::entropy) return *a_[i];
    if (what_ == quantity::cross_entropy) return *b_[i];
    return *b_[i] - *a_[i];
  }

  quantity what_;
  std::vector<masked> given_a_;
  std::vector<masked> given_b_;
  unit in_;
  std::vector<masked> a_;  // shifted
  std::vector<masked> b_;
};

// Decided when P is uniform on its m outcomes (one-hot included). Then the value is V = B + r - c
// ln m, r rational, c = 1 for kl and 0 for cross-entropy; entropy is ln m. So e^V m^c = e^r sum
// e^{b'}: by Lindemann-Weierstrass a rational V needs a single exponential on the right, that is
// all b' equal, so b' = 0 and r = 0 on Q's k outcomes, and V = ln(k/m^c). The same in bits and
// hartleys, where e^V is algebraic. Otherwise the value is unknown: Schanuel's conjecture would
// make it irrational.
decision softmax_evaluation::decide() const {
  const auto flat = [](const std::vector<masked>& x) {
    return std::all_of(x.begin(), x.end(), [](const masked& v) { return !v || *v == 0; });
  };
  if (what_ == quantity::cross_entropy && flat(b_)) {  // ln of Q's support, whatever P is
    return kloracle::decide({1, 0, {{1, Q(static_cast<unsigned long>(support_size(b_)))}}}, in_);
  }
  if (!flat(a_)) return {};
  const Q m(static_cast<unsigned long>(support_size(a_)));
  if (what_ == quantity::entropy) return kloracle::decide({1, 0, {{1, m}}}, in_);
  if (!flat(b_)) return {rationality::irrational};
  const Q k(static_cast<unsigned long>(support_size(b_)));
  return kloracle::decide({1, 0, {{1, what_ == quantity::kl ? Q(k / m) : k}}}, in_);
}

// Inputs are the logits as given, moved relatively: weight |a_i|. Slopes, with f the value and g_i
// the derivative of the formula with respect to p_i:  df/da_i = p_i (g_i - sum_j p_j g_j); df/db_i
// = q_i - p_i for kl and cross-entropy. Logits have no simplex, hence no tangent model.
sensitivity softmax_evaluation::sensitivities(const interval& value, mpfr_prec_t bits) const {
  (void)value;
  if (known() == Q(0) && what_ == quantity::kl) return {interval(0L, bits), std::nullopt};
  const std::vector<interval> w = weights_of(a_, bits);
  const interval sum_a = total(w, bits);
  const bool of_two = what_ != quantity::entropy;
  const std::vector<interval> v = of_two ? weights_of(b_, bits) : std::vector<interval>();
  const interval sum_b = of_two ? total(v, bits) : interval(1L, bits);
  interval mean(0L, bits);  // of -c: constants in g_i cancel
  for (std::size_t i = 0; i < a_.size(); ++i) mean = mean - w[i] * interval(slope_of_mean(i), bits);
  mean = mean / sum_a;
  interval sum(0L, bits);
  for (std::size_t i = 0; i < a_.size(); ++i) {
    if (a_[i]) {
      const interval slope = w[i] / sum_a * (interval(Q(-slope_of_mean(i)), bits) - mean);
      sum = sum + abs(slope) * interval(Q(abs(*given_a_[i])), bits);
    }
    if (of_two && b_[i]) {
      const interval slope = v[i] / sum_b - w[i] / sum_a;
      sum = sum + abs(slope) * interval(Q(abs(*given_b_[i])), bits);
    }
  }
  return {in_unit(sum, in_), std::nullopt};
}

bool all_masked(const std::vector<masked>& x) {
  return std::none_of(x.begin(), x.end(), [](const masked& v) { return v.has_value(); });
}

}  // namespace

prepared prepare_softmax(quantity what, std::vector<masked> a, std::vector<masked> b, unit in) {
  if (all_masked(a)) return no_value{status::undefined, "", "no outcome of p is unmasked"};
  if (entry(what).of_two) {
    if (all_masked(b)) return no_value{status::undefined, "", "no outcome of q is unmasked"};
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] && !b[i]) {
        return no_value{
            status::plus_infinity, "",
            "outcome " + std::to_string(i) +
                " is masked in q and not in p: P is not absolutely continuous with respect to Q"};
      }
    }
  }
  return std::make_unique<softmax_evaluation>(what, std::move(a), std::move(b), in);
}

}  // namespace kloracle
