// SPDX-License-Identifier: Apache-2.0
#include "oracle/square_root.hpp"

#include "oracle/log_form.hpp"

namespace kloracle {
namespace {

class root_evaluation : public evaluation {
 public:
  root_evaluation(std::unique_ptr<evaluation> square, Q mass, unit in)
      : square_(std::move(square)), mass_(std::move(mass)), in_(in) {}

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
  // d sqrt(f) = df / (2 sqrt f). At f = 0, p = q, the root is not differentiable but has a bounded
  // slope: f = (1/8) sum (dp - dq)^2/p to second order, which is at most u^2/2 of a distribution
  // when dp and dq are at most u p.
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override {
    if (known()) {
      const interval bound = sqrt(in_unit(interval(Q(mass_ / 2), bits), in_));
      return {bound, bound};
    }
    sensitivity s = square_->sensitivities(sqr(value), bits);
    const interval slope = ldexp(value, 1);
    s.componentwise = s.componentwise / slope;
    if (s.tangent) s.tangent = *s.tangent / slope;
    return s;
  }

 private:
  std::unique_ptr<evaluation> square_;
  Q mass_;
  unit in_;
};

}  // namespace

std::unique_ptr<evaluation> square_root_of(std::unique_ptr<evaluation> divergence, Q mass,
                                           unit in) {
  return std::make_unique<root_evaluation>(std::move(divergence), std::move(mass), in);
}

}  // namespace kloracle
