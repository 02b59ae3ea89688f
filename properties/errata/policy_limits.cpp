// SPDX-License-Identifier: Apache-2.0
//
// What is said of policies held near a reference by a KL divergence: rewards, multipliers, updates,
// the clip.
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

std::vector<proved_fact> e49() {
  proof done;
  // beta = 1 and rewards ln 3 and 0: everything is a logarithm of a rational.
  const exact_law ref = rationals("0.5 0.5");
  const exact_law gain = rationals("3 1");  // exp(reward)
  const Q z = ref[0] * gain[0] + ref[1] * gain[1];
  const exact_law best = {ref[0] * gain[0] / z, ref[1] * gain[1] / z};
  done.step(best == rationals("0.75 0.25"), "ref = " + shown(ref) +
                                                ", rewards (ln 3, 0), beta = 1: Z = " + shown(z) +
                                                ", the optimal policy is " + shown(best));
  for (std::size_t y = 0; y < 2; ++y) {
    const std::string of = " of response " + std::to_string(y + 1);
    done.equal("reward - beta ln(policy/ref)" + of, log_of(gain[y]) - log_of(best[y] / ref[y]),
               "beta ln Z", log_of(z));
  }
  done.equal("difference of the rewards", log_of(gain[0]) - log_of(gain[1]),
             "difference of the log-ratios", log_of(best[0] / ref[0]) - log_of(best[1] / ref[1]));
  const interval log_z = log(exp(enclosed("20")) * exactly("0.6") + exactly("0.4"));
  const interval beta_log_z = log_z * exactly("0.1");
  const interval log_ratio = enclosed("2") - beta_log_z;
  done.step(certainly_lt(log_ratio, enclosed("2")),
            "ref = (0.6, 0.4), rewards (2, 0), beta = 0.1: beta ln(policy/ref) of the first "
            "response is " +
                shown(log_ratio) + ", its reward 2");
  done.rounds("what is missing there, beta ln Z", beta_log_z, "1.948917");
  return std::move(done).facts();
}

// KL to the reference of the optimal policy at beta: E[r]/beta - ln Z.
interval divergence_at(const exact_law& ref, const exact_law& reward, const Q& beta) {
  interval z = enclosed(Q(0));
  interval mean = enclosed(Q(0));
  for (std::size_t y = 0; y < ref.size(); ++y) {
    const interval weight = exp(enclosed(Q(reward[y] / beta))) * ref[y];
    z = z + weight;
    mean = mean + weight * Q(reward[y] / beta);
  }
  return mean / z - log(z);
}

std::vector<proved_fact> e50() {
  proof done;
  const exact_law ref = rationals("0.6 0.4");
  const exact_law reward = rationals("2 0");
  const exact_law certain = rationals("1 0");
  const interval limit = oracle_value(asked(quantity::kl, certain, ref));
  done.rounds("ref = (0.6, 0.4), rewards (2, 0): D of the certain policy (1, 0) from ref", limit,
              "0.510826");
  done.equal("that D", kl_form(certain, ref), "-ln ref(argmax r)", -log_of(ref[0]));
  const Q best = certain[0] * reward[0] + certain[1] * reward[1];
  done.step(best >= reward[0] && best >= reward[1],
            "its expected reward is " + shown(best) +
                ", the largest that any policy has: from eps = -ln ref(argmax r) on the constraint "
                "costs nothing, and beta is 0");
  interval before = enclosed(Q(0));
  for (const char* beta : {"10", "1", "0.5", "0.2", "0.1"}) {
    const interval d = divergence_at(ref, reward, exactly(beta));
    done.step(certainly_lt(before, d) && certainly_lt(d, limit),
              "the optimal policy of beta = " + std::string(beta) + " has D = " + shown(d) +
                  ", below that limit");
    before = d;
  }
  const exact_law even = rationals("1/3 1/3 1/3");
  const exact_law kept = rationals("0.5 0.5 0");
  done.equal("with two best responses of three, even ref: D of ref restricted to them",
             kl_form(kept, even), "-ln ref(argmax r)", -log_of(even[0] + even[1]));
  return std::move(done).facts();
}

// sum_y r_y pi_y (1[y = k] - pi_k), from the derivative of softmax.
exact_law policy_gradient(const exact_law& pi, const exact_law& r) {
  exact_law slopes;
  for (std::size_t k = 0; k < pi.size(); ++k) {
    Q total = 0;
    for (std::size_t y = 0; y < pi.size(); ++y) {
      total += r[y] * pi[y] * ((y == k ? Q(1) : Q(0)) - pi[k]);
    }
    slopes.push_back(total);
  }
  return slopes;
}

// The Fisher matrix of the logits, diag(pi) - pi pi', times v.
exact_law fisher_image(const exact_law& pi, const exact_law& v) {
  exact_law image;
  for (std::size_t k = 0; k < pi.size(); ++k) {
    Q total = 0;
    for (std::size_t y = 0; y < pi.size(); ++y) {
      total += ((y == k ? pi[k] : Q(0)) - pi[k] * pi[y]) * v[y];
    }
    image.push_back(total);
  }
  return image;
}

std::vector<proved_fact> e63() {
  proof done;
  const exact_law pi = rationals("0.5 0.3 0.2");
  const exact_law r = rationals("1 0 0");
  const Q mean = pi[0] * r[0] + pi[1] * r[1] + pi[2] * r[2];
  const exact_law advantage = {r[0] - mean, r[1] - mean, r[2] - mean};
  const exact_law slope = policy_gradient(pi, r);
  done.step(slope == exact_law{pi[0] * advantage[0], pi[1] * advantage[1], pi[2] * advantage[2]},
            "policy " + shown(pi) + ", rewards " + shown(r) + ", advantages A = " +
                shown(advantage) + ": the policy gradient by the logits is pi A = " + shown(slope));
  done.step(slope[1] != slope[2] && advantage[1] == advantage[2],
            "of two responses with the same advantage, multiplicative weights keeps the odds; the "
            "gradient step changes them by the factor exp(" +
                shown(Q(slope[1] - slope[2])) + " eta), for every eta > 0");
  const exact_law image = fisher_image(pi, advantage);
  done.step(image == slope, "the Fisher matrix diag(pi) - pi pi' takes A to exactly " +
                                shown(image) +
                                ", the gradient: the natural gradient step moves the logits by "
                                "eta A, as multiplicative weights does");
  return std::move(done).facts();
}

// E min(ratio A, clip(ratio) A) under the old policy.
Q clipped_objective(const exact_law& old, const exact_law& next, const exact_law& advantage,
                    const Q& e) {
  Q total = 0;
  for (std::size_t y = 0; y < old.size(); ++y) {
    const Q ratio = next[y] / old[y];
    const Q clipped = ratio < 1 - e ? Q(1 - e) : ratio > 1 + e ? Q(1 + e) : ratio;
    const Q free = ratio * advantage[y];
    const Q held = clipped * advantage[y];
    total += old[y] * (free < held ? free : held);
  }
  return total;
}

std::vector<proved_fact> e64() {
  proof done;
  const exact_law old = rationals("0.5 0.5");
  const exact_law advantage = rationals("1 -1");
  const Q e = exactly("0.2");
  const exact_law inside = rationals("0.6 0.4");
  const Q value = clipped_objective(old, inside, advantage, e);
  const interval bound = -log(enclosed(Q(1 - e)));
  done.less(
      "old = (0.5, 0.5), e = 0.2, all ratios within [0.8, 1.2] for new = (0.6, 0.4): "
      "D(old || new)",
      oracle_value(asked(quantity::kl, old, inside)), "-ln(1 - e)", bound);
  for (const char* rest : {"1e-6", "1e-60", "1e-300"}) {
    const Q left = exactly(rest);
    const exact_law far = {1 - left, left};
    const Q there = clipped_objective(old, far, advantage, e);
    const interval d = oracle_value(asked(quantity::kl, old, far));
    done.step(
        there == value && certainly_lt(bound, d),
        "advantages (1, -1): the clipped objective of new = (1 - x, x), x = " + std::string(rest) +
            ", is exactly " + shown(there) + ", as at (0.6, 0.4), and D(old || new) = " + shown(d));
  }
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E49", "000 F.3", "source",
            "The implicit reward of DPO is the log-ratio beta ln(pi/ref).",
            "It is the reward only up to + beta ln Z(x), which does not depend on the response; "
            "differences of rewards are unaffected.",
            "Two responses: what is missing is beta ln Z for both, symbolically; on the numbers of "
            "a worked exercise the log-ratio is not the reward.",
            e49},
    erratum{"E50", "001 L.2", "source",
            "The multiplier beta goes to 0 as eps, the bound on the KL, goes to infinity.",
            "beta is 0 already at the finite eps = -ln ref(argmax r); the limiting policy is ref "
            "restricted to argmax r.",
            "That policy has the largest reward there is, at that eps; optimal policies of several "
            "beta > 0 stay below it.",
            e50},
    erratum{"E63", "001 L.1", "source",
            "Multiplicative weights is exactly how softmax policies in RL are updated.",
            "Plain policy gradient moves logit k by eta pi_k A_k, multiplicative weights by "
            "eta A_k; it is the natural policy gradient that matches.",
            "Both updates on one policy in exact rationals, and the Fisher matrix between them.",
            e63},
    erratum{"E64", "001 L.2, M.2", "source", "The PPO clip approximates the KL constraint.",
            "Clipping bounds no KL; only ratios that all lie in [1 - e, 1 + e] imply "
            "D(old || new) <= -ln(1 - e).",
            "Policies of equal clipped objective, exactly, whose KL from the old one is as large "
            "as one likes.",
            e64},
};

}  // namespace

std::span<const erratum> policy_limits_errata() {
  return table;
}

}  // namespace kloracle
