// SPDX-License-Identifier: Apache-2.0
//
// Every categorical quantity once more, in Arb, from another formula than the oracle's where there
// is one. The input transforms are written out again from the table of semantics.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/oracle/arb_ball.hpp"
#include "tests/oracle/random_problems.hpp"

namespace kloracle::second_opinion {

using weights = std::vector<Q>;

inline weights plain(const reals& x) {
  weights result;
  for (const auto& value : x) result.push_back(value.value());
  return result;
}

inline weights normalised(weights x) {
  Q total = 0;
  for (const Q& value : x) total += value;
  for (Q& value : x) value /= total;
  return x;
}

inline bool is_log_space(const statement& s) {
  return s.softmax || s.how == semantics::logits || s.how == semantics::log_prob;
}

/// Both sides after the semantics' transform, exactly; only for weights.
struct pair_of_weights {
  weights p;
  weights q;
};

inline pair_of_weights transformed(const statement& s) {
  weights p = plain(s.p);
  weights q = plain(s.q);
  for (std::size_t i = 0; i < p.size(); ++i) {
    const bool two = !q.empty();
    if (s.how == semantics::clipped) {
      p[i] = std::clamp(p[i], s.parameter, Q(1));
      if (two) q[i] = std::clamp(q[i], s.parameter, Q(1));
    } else if (s.how == semantics::smoothed) {
      p[i] += s.parameter;
      if (two) q[i] += s.parameter;
    } else if (s.how == semantics::opencv) {
      const Q epsilon = Q(1) / Q(Z(1) << 52);
      if (p[i] <= epsilon) p[i] = 0;
      if (q[i] <= epsilon) q[i] = Q(1e-10);
    }
  }
  const bool divide =
      s.how == semantics::normalised || s.how == semantics::counts || s.how == semantics::smoothed;
  return divide ? pair_of_weights{normalised(p), q.empty() ? q : normalised(q)}
                : pair_of_weights{p, q};
}

/// x ln(x/y) - x + y >= 0, as x (t - log1p(t)) with t = (y - x)/x exact.
inline ball bregman(const Q& x, const Q& y, slong bits) {
  if (x == 0) return {y, bits};
  const ball t(Q((y - x) / x), bits);
  return ball(x, bits) * (t - log1p(t));
}

inline ball negative_x_log_x(const Q& x, slong bits) {
  return x == 0 ? ball(Q(0), bits) : ball(x, bits) * log(ball(Q(1 / x), bits));
}

inline ball entropy_of(const weights& x, slong bits) {
  ball sum(Q(0), bits);
  for (const Q& value : x) sum = sum + negative_x_log_x(value, bits);
  return sum;
}

/// sum x ln(x/y), from the Bregman terms and the exact difference of the sums.
inline ball kl_of(const pair_of_weights& w, bool generalised, slong bits) {
  ball sum(Q(0), bits);
  Q excess = 0;
  for (std::size_t i = 0; i < w.p.size(); ++i) {
    sum = sum + bregman(w.p[i], w.q[i], bits);
    excess += w.p[i] - w.q[i];
  }
  return generalised ? sum : sum + ball(excess, bits);
}

/// H(m) - (H(p) + H(q))/2.
inline ball jensen_shannon_of(const pair_of_weights& w, slong bits) {
  weights middle;
  for (std::size_t i = 0; i < w.p.size(); ++i) middle.push_back((w.p[i] + w.q[i]) / 2);
  return entropy_of(middle, bits) -
         (entropy_of(w.p, bits) + entropy_of(w.q, bits)) * ball(Q(1) / 2, bits);
}

inline ball of_weights(const statement& s, slong bits) {
  const pair_of_weights w = transformed(s);
  switch (s.what) {
    case quantity::kl:
      return kl_of(w, s.how == semantics::generalised, bits);
    case quantity::entropy:
      return entropy_of(w.p, bits);
    case quantity::cross_entropy:
      return entropy_of(w.p, bits) + kl_of(w, false, bits);
    default:
      return jensen_shannon_of(w, bits);
  }
}

/// Probabilities as balls, and their logarithms.
struct log_distribution {
  std::vector<ball> probability;
  std::vector<ball> logarithm;
};

/// exp(l) and ln of that ball again; l itself where exp(l) is beyond any exponent worth having.
inline log_distribution as_given(const reals& l, slong bits) {
  log_distribution d;
  for (const auto& value : l) {
    const bool moderate = value && abs(*value) < 100000;
    d.probability.push_back(value ? exp(ball(*value, bits)) : ball(Q(0), bits));
    d.logarithm.push_back(moderate ? log(d.probability.back()) : ball(value.value_or(0), bits));
  }
  return d;
}

/// e^a / sum e^a written out, without a shift unless the exponents are beyond Arb's.
inline log_distribution softmax_of(const reals& a, slong bits) {
  std::optional<Q> largest;
  for (const auto& value : a) {
    if (value && (!largest || *value > *largest)) largest = value;
  }
  Q shift = 0;
  for (const auto& value : a) {
    if (value && abs(*value) >= 100000) shift = *largest;
  }
  ball sum(Q(0), bits);
  for (const auto& value : a) {
    if (value) sum = sum + exp(ball(Q(*value - shift), bits));
  }
  log_distribution d;
  for (const auto& value : a) {
    const ball exponent(value ? Q(*value - shift) : Q(0), bits);
    d.probability.push_back(value ? exp(exponent) / sum : ball(Q(0), bits));
    d.logarithm.push_back(exponent - log(sum));
  }
  return d;
}

inline ball of_logarithms(const statement& s, slong bits) {
  const auto read = s.how == semantics::log_prob ? as_given : softmax_of;
  const log_distribution p = read(s.p, bits);
  const log_distribution q = s.q.empty() ? p : read(s.q, bits);
  ball sum(Q(0), bits);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    if (!s.p[i]) continue;
    if (s.what == quantity::entropy) sum = sum - p.probability[i] * p.logarithm[i];
    if (s.what == quantity::cross_entropy) sum = sum - p.probability[i] * q.logarithm[i];
    if (s.what == quantity::kl) {
      sum = sum + p.probability[i] * (p.logarithm[i] - q.logarithm[i]);
    }
  }
  return sum;
}

/// sum p ln(p / e^lq) with e^lq a ball.
inline ball of_mixed(const statement& s, slong bits) {
  const log_distribution q = as_given(s.q, bits);
  ball sum(Q(0), bits);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const Q& p = *s.p[i];
    if (p == 0) continue;
    sum = sum - ball(p, bits) * q.logarithm[i];
    if (s.what == quantity::kl) sum = sum - negative_x_log_x(p, bits);
  }
  return sum;
}

/// The quantity in its unit.
inline ball evaluated(const statement& s, slong bits) {
  const ball nats = s.how == semantics::prob_vs_logprob ? of_mixed(s, bits)
                    : is_log_space(s)                   ? of_logarithms(s, bits)
                                                        : of_weights(s, bits);
  const ball value = in_unit(nats, s.in);
  return s.what == quantity::jensen_shannon_distance ? sqrt(value) : value;
}

/// Some p > 0 where q = 0: the value is +infinity for kl and cross_entropy.
inline bool support_violated(const statement& s) {
  if (s.what != quantity::kl && s.what != quantity::cross_entropy) return false;
  const bool logarithms_of_p = is_log_space(s);
  const bool logarithms_of_q = logarithms_of_p || s.how == semantics::prob_vs_logprob;
  const pair_of_weights w = logarithms_of_q ? pair_of_weights{} : transformed(s);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const bool p_zero = logarithms_of_p ? !s.p[i] : logarithms_of_q ? *s.p[i] == 0 : w.p[i] == 0;
    const bool q_zero = logarithms_of_q ? !s.q[i] : w.q[i] == 0;
    if (q_zero && !p_zero) return true;
  }
  return false;
}

/// The ball at a precision that leaves `accuracy` bits of it, or the best one below the cap.
inline ball evaluated_to(const statement& s, slong accuracy, slong cap) {
  for (slong bits = accuracy + 40;; bits *= 2) {
    ball x = evaluated(s, bits);
    if (bits * 2 > cap || arb_rel_accuracy_bits(x.p()) >= accuracy) return x;
  }
}

}  // namespace kloracle::second_opinion
