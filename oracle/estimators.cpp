// SPDX-License-Identifier: Apache-2.0
//
// Estimators of KL(P, Q) from outcomes sampled from P, given by their log-probabilities under both:
// with r = q/p of a sample, k1 = -ln r, k2 = (ln r)^2/2, k3 = r - 1 - ln r, averaged.
#include <algorithm>

#include "oracle/posed.hpp"

namespace kloracle {
namespace {

// The estimate of one sample, written out, and its slope with respect to x = ln r.
struct estimator {
  closed_form (*estimate)(const Q& x);
  interval (*slope)(const Q& x, mpfr_prec_t bits);
};

class estimate_evaluation : public evaluation {
 public:
  estimate_evaluation(const estimator& k, const sides& given, unit in)
      : k_(k), p_(given.p), q_(*given.q), in_(in) {
    for (std::size_t i = 0; i < size(); ++i) total_ += k.estimate(log_ratio(i));
  }

  interval enclose(mpfr_prec_t bits) const override {
    return mean(kloracle::enclose(total_, bits));
  }
  std::optional<Q> known() const override {
    const decision d = decide();
    return d.verdict == rationality::rational ? std::optional<Q>(d.value) : std::nullopt;
  }
  decision decide() const override { return kloracle::decide(total_ * Q(Q(1) / count()), in_); }
  std::size_t size() const override { return p_.size(); }
  long longest_input_bits() const override {
    return 2 * std::max(p_.longest_input_bits(), q_.longest_input_bits());
  }
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    interval total(0L, bits);
    for (std::size_t i = 0; i < size(); ++i) {
      total = total + abs(k_.slope(log_ratio(i), bits)) * Q(p_.input[i] + q_.input[i]);
    }
    return {mean(total), std::nullopt};
  }

 private:
  Q log_ratio(std::size_t i) const { return q_.exponent[i] - p_.exponent[i]; }
  Q count() const { return Q(static_cast<unsigned long>(size())); }
  interval mean(const interval& total) const { return in_unit(total / count(), in_); }

  const estimator& k_;
  side p_;
  side q_;
  unit in_;
  closed_form total_;
};

prepared prepare_estimate(const estimator& k, const posed& x) {
  const side& p = x.given.p;
  if (p.size() == 0) return no_value{status::undefined, "", "there are no samples to average over"};
  for (std::size_t i = 0; i < p.size(); ++i) {
    const std::string index = "[" + std::to_string(i) + "]";
    if (!p.has(i)) {
      return no_value{status::undefined, "",
                      "log p" + index + " is -inf: that outcome cannot have been sampled"};
    }
  }
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!x.given.q->has(i)) {
      return no_value{status::plus_infinity, "",
                      "log q[" + std::to_string(i) + "] is -inf: the sample is impossible under Q"};
    }
  }
  return std::make_unique<estimate_evaluation>(k, x.given, x.in);
}

struct k1 {
  static constexpr quantity_entry entry{
      .id = quantity::k1,
      .name = "k1",
      .formula = "mean of ln(p/q)",
      .domain = "over outcomes sampled from P, by their log-probabilities; unbiased, of any sign",
      .accepted = accepting::samples};
  static prepared prepare(posed asked) {
    static constexpr estimator k{[](const Q& x) { return closed_form(-x); },
                                 [](const Q&, mpfr_prec_t bits) { return interval(1L, bits); }};
    return prepare_estimate(k, asked);
  }
};

struct k2 {
  static constexpr quantity_entry entry{
      .id = quantity::k2,
      .name = "k2",
      .formula = "mean of (ln(p/q))^2/2",
      .domain = "over outcomes sampled from P, by their log-probabilities; biased, never negative",
      .accepted = accepting::samples};
  static prepared prepare(posed asked) {
    static constexpr estimator k{[](const Q& x) { return closed_form(x * x / 2); },
                                 [](const Q& x, mpfr_prec_t bits) { return interval(x, bits); }};
    return prepare_estimate(k, asked);
  }
};

struct k3 {
  static constexpr quantity_entry entry{
      .id = quantity::k3,
      .name = "k3",
      .formula = "mean of q/p - 1 - ln(q/p)",
      .domain =
          "over outcomes sampled from P, by their log-probabilities; unbiased, never negative",
      .accepted = accepting::samples};
  static prepared prepare(posed asked) {
    static constexpr estimator k{
        [](const Q& x) { return closed_form::exponential(x) - closed_form(1 + x); },
        [](const Q& x, mpfr_prec_t bits) { return expm1(interval(x, bits)); }};
    return prepare_estimate(k, asked);
  }
};

}  // namespace

std::span<const quantity_row> estimator_rows() {
  static constexpr quantity_row rows[] = {row_of<k1>(), row_of<k2>(), row_of<k3>()};
  return rows;
}

}  // namespace kloracle
