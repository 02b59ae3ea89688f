// SPDX-License-Identifier: Apache-2.0
//
// Logarithms taken as given: p = exp(lp), q = exp(lq), nothing normalised.
//
//   kl  sum e^lp (lp - lq)      entropy  -sum e^lp lp      cross_entropy  -sum e^lp lq
//
// and weights p against q = exp(lq): kl  sum p (ln p - lq), cross_entropy  -sum p lq.
#include <algorithm>
#include <map>

#include "oracle/categorical.hpp"
#include "oracle/condition.hpp"
#include "oracle/log_form.hpp"

namespace kloracle {
namespace {

long bits_of(const Q& x) {
  return std::max(bit_length(numerator(x)), bit_length(denominator(x)));
}

// sum over distinct exponents g of coefficient[g] e^g.
class exponential_polynomial : public evaluation {
 public:
  exponential_polynomial(quantity what, std::vector<masked> lp, std::vector<masked> lq, unit in)
      : what_(what), lp_(std::move(lp)), lq_(std::move(lq)), in_(in) {
    for (std::size_t i = 0; i < lp_.size(); ++i) {
      if (lp_[i]) coefficient_[*lp_[i]] += coefficient_of(i);
    }
    std::erase_if(coefficient_, [](const auto& term) { return term.second == 0; });
  }

  interval enclose(mpfr_prec_t bits) const override {
    interval sum(0L, bits);
    for (const auto& [exponent, c] : coefficient_) {
      sum = sum + exp(interval(exponent, bits)) * interval(c, bits);
    }
    return in_unit(sum, in_);
  }

  std::optional<Q> known() const override {
    return coefficient_.empty() ? std::optional<Q>(0) : std::nullopt;
  }

  // Lindemann-Weierstrass: exponentials of distinct rationals are linearly independent over the
  // algebraic numbers. So the sum is not 0, and in nats it is rational iff only the exponent 0 is
  // left. In other units a lone rational is divided by a logarithm, and irrational by
  // Hermite-Lindemann; a mixture is unknown.
  bool nonzero() const override { return !coefficient_.empty(); }
  decision decide() const override {
    const bool constant = coefficient_.size() == 1 && coefficient_.begin()->first == 0;
    if (in_ == unit::nats) {
      if (constant) return {rationality::rational, coefficient_.begin()->second};
      return {rationality::irrational};
    }
    return constant ? decision{rationality::irrational} : decision{};
  }

  std::size_t size() const override { return lp_.size(); }
  long longest_input_bits() const override {
    return std::max({longest_bits(lp_), longest_bits(lq_), exponential_bits(lp_)});
  }

  // d/dlp of e^lp c(lp) is e^lp (c + c'), d/dlq is -e^lp; an input moves relatively, by |lp_i|.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    interval sum(0L, bits);
    const Q own = what_ == quantity::kl ? 1 : (what_ == quantity::entropy ? -1 : 0);
    for (std::size_t i = 0; i < lp_.size(); ++i) {
      if (!lp_[i]) continue;
      Q moved = abs(Q(coefficient_of(i) + own)) * abs(*lp_[i]);
      if (what_ != quantity::entropy) moved += abs(*lq_[i]);
      sum = sum + exp(interval(*lp_[i], bits)) * interval(moved, bits);
    }
    return {in_unit(sum, in_), std::nullopt};
  }

 private:
  Q coefficient_of(std::size_t i) const {
    if (what_ == quantity::kl) return *lp_[i] - *lq_[i];
    return what_ == quantity::entropy ? -*lp_[i] : -*lq_[i];
  }

  quantity what_;
  std::vector<masked> lp_;
  std::vector<masked> lq_;
  unit in_;
  std::map<Q, Q> coefficient_;
};

// sum p ln p - sum p lq, or its second half alone.
class mixed_evaluation : public evaluation {
 public:
  mixed_evaluation(quantity what, std::vector<Q> p, std::vector<masked> lq, unit in)
      : what_(what), p_(std::move(p)), lq_(std::move(lq)), in_(in) {
    std::vector<Q> products;
    for (std::size_t i = 0; i < p_.size(); ++i) {
      if (p_[i] == 0) continue;
      products.push_back(p_[i] * *lq_[i]);
      if (what == quantity::kl && p_[i] != 1) form_.terms.push_back({p_[i], p_[i]});
    }
    form_.constant = -sum(products);
  }

  interval enclose(mpfr_prec_t bits) const override {
    return in_unit(kloracle::enclose(form_, bits), in_);
  }
  std::optional<Q> known() const override {
    const bool plain = form_.terms.empty() && (in_ == unit::nats || form_.constant == 0);
    return plain ? std::optional<Q>(form_.constant) : std::nullopt;
  }
  decision decide() const override { return kloracle::decide(form_, in_); }
  std::size_t size() const override { return p_.size(); }
  long longest_input_bits() const override {
    long longest = 0;
    for (const Q& x : p_) longest = std::max(longest, bits_of(x));
    return std::max(longest, longest_bits(lq_));
  }

  // d/dp = ln p + 1 - lq (or -lq), d/dlq = -p.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    gradient_block block;
    std::vector<Q> of_logs;
    for (std::size_t i = 0; i < p_.size(); ++i) {
      if (p_[i] == 0) continue;
      interval slope(Q(-*lq_[i]), bits);
      if (what_ == quantity::kl) slope = slope + log(interval(p_[i], bits)) + interval(1L, bits);
      block.add(p_[i], slope);
      of_logs.push_back(p_[i] * abs(*lq_[i]));
    }
    return {in_unit(componentwise(block, bits) + interval(sum(of_logs), bits), in_), std::nullopt};
  }

 private:
  quantity what_;
  std::vector<Q> p_;
  std::vector<masked> lq_;
  unit in_;
  log_form form_;
};

no_value not_dominated(std::size_t i) {
  return {status::plus_infinity, "",
          "log q[" + std::to_string(i) + "] is -inf where p[" + std::to_string(i) +
              "] is positive: P is not absolutely continuous with respect to Q"};
}

}  // namespace

long longest_bits(const std::vector<masked>& x) {
  long longest = 0;
  for (const masked& v : x) longest = v ? std::max(longest, bits_of(*v)) : longest;
  return longest;
}

long exponential_bits(const std::vector<masked>& x) {
  constexpr long most = 1L << 15;
  long longest = 0;
  for (const masked& v : x) {
    if (v)
      longest = std::max(longest, abs(*v) > most ? most : Q(abs(*v)).convert_to<long>() * 3 / 2);
  }
  return longest;
}

prepared prepare_exponentials(quantity what, std::vector<masked> lp, std::vector<masked> lq,
                              unit in) {
  if (entry(what).of_two) {
    for (std::size_t i = 0; i < lp.size(); ++i) {
      if (lp[i] && !lq[i]) return not_dominated(i);
    }
  }
  return std::make_unique<exponential_polynomial>(what, std::move(lp), std::move(lq), in);
}

prepared prepare_mixed(quantity what, std::vector<Q> p, std::vector<masked> lq, unit in) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] != 0 && !lq[i]) return not_dominated(i);
  }
  return std::make_unique<mixed_evaluation>(what, std::move(p), std::move(lq), in);
}

}  // namespace kloracle
