// SPDX-License-Identifier: Apache-2.0
//
// Policies with a KL penalty, controllers, proximal steps: 000 F.1, F.2 and 001 L.1, L.2.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;

// Two actions with rewards 2 and 0, the reference policy (0.6, 0.4), beta = 0.1.
const Q beta(1, 10);

/// E r - beta D(pi || ref) where pi = (first, 1 - first).
interval objective(const interval& first) {
  const interval second = -(first - Q(1));
  const interval divergence =
      first * log(first / exactly("0.6")) + second * log(second / exactly("0.4"));
  return first * Q(2) - divergence * beta;
}

std::vector<proved_fact> prove_maximisers() {
  proof s;
  const interval weight = exp(enclosed(Q(2 / beta))) * exactly("0.6");
  const interval best = objective(weight / (weight + exactly("0.4")));
  const interval other = objective(enclosed("0.9"));
  s.less("pi_ref = (0.6, 0.4), r = (2, 0), beta = 0.1: the objective at (0, 1)",
         -(oracle_value(kl, "0 1", "0.6 0.4") * beta), "at pi_ref, which is E r alone,", "1.2");
  s.less("at pi_ref", "1.2", "at (0.9, 0.1)", other);
  s.less("at (0.9, 0.1)", other, "at pi* = pi_ref e^(r/beta)/Z", best);
  return std::move(s).facts();
}

/// The document's update, beta + gamma (D - kappa), for divergences one after the other.
Q controlled(Q beta_now, std::initializer_list<const char*> divergences) {
  for (const char* d : divergences) beta_now += exactly("0.1") * (exactly(d) - 1);
  return beta_now;
}

std::vector<proved_fact> prove_controller() {
  proof s;
  const Q start = exactly("0.02");
  s.equal("beta = 0.02, gamma = 0.1, kappa = 1, one step with D = 0: beta",
          controlled(start, {"0"}), "0.02 + 0.1 (0 - 1), negative,", exactly("-0.08"));
  s.equal("after D = 2, 1, 3: beta", controlled(start, {"2", "1", "3"}),
          "beta after D = 3, 2, 1, whose last error is another,",
          controlled(start, {"3", "2", "1"}));
  return std::move(s).facts();
}

// theta + (1/eta) D(Bernoulli at logit 0 || Bernoulli at logit theta): gradient 1, eta = 1/5.
interval proximal_objective(const interval& theta, std::string_view parameter,
                            std::string_view text) {
  const distribution now = of_family("bernoulli", {{"logit", "0"}});
  return theta + oracle_value({kl, now, of_family("bernoulli", {{parameter, text}})}) * Q(5);
}

std::vector<proved_fact> prove_proximal() {
  proof s;
  const interval exact_step = log(enclosed("3/7"));
  s.rounds("logit 0, gradient 1, eta = 0.2: the exact step ln(3/7), at probability 0.3,",
           exact_step, "-0.847298", "-0.800000");
  s.equal("the objective's derivative there, 1 + (0.3 - 0.5)/0.2,",
          1 + (exactly("0.3") - exactly("0.5")) * 5, "that of a minimum, as it is convex,", 0);
  s.less("the objective there", proximal_objective(exact_step, "prob", "0.3"),
         "the objective at the natural gradient's -0.8",
         proximal_objective(enclosed("-0.8"), "logit", "-0.8"));
  // With the arguments of D exchanged the derivative is 1 + theta sigmoid'(theta)/eta.
  const interval prob = inv(exp(enclosed("0.8")) + Q(1));
  s.less("", 0, "with D's arguments exchanged, the derivative at -0.8",
         prob * (prob - Q(1)) * Q(4) + Q(1));
  return std::move(s).facts();
}

std::vector<proved_fact> prove_average() {
  proof s;
  const interval far = oracle_value(kl, "0.9 0.1", "0.5 0.5");
  s.less("two states, equally often: the average of D = 0 and D((0.9, 0.1) || (0.5, 0.5))",
         far * Q(1, 2), "a bound delta", "0.2");
  s.less("delta", "0.2", "the maximum over the states", far);
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{
        "E23", "000 F.1", "source",
        "The three policies listed minimise E r - beta D(pi || pi_ref).",
        "The objective is maximised, and pi_ref, one of the three, optimises nothing. The "
        "formula for pi* is right.",
        "On two actions: the objective at pi* is above that at pi_ref, so pi* minimises nothing, "
        "and pi_ref's is neither the lowest nor the highest.",
        prove_maximisers},
    erratum{"E24", "000 F.2", "source", "beta + gamma (D - kappa) is a PI controller.",
            "It integrates the error only; there is no proportional term. Unclamped, beta can turn "
            "negative.",
            "Exactly: one step from 0.02 to -0.08; and the same beta after the same errors in "
            "another order, where a proportional term would show the last one.",
            prove_controller},
    erratum{"E31", "001 L.1", "source",
            "The KL-proximal step's solution is theta - eta F^-1 gradient.",
            "That is the solution for the quadratic approximation of the divergence only.",
            "One parameter, a Bernoulli logit at 0: the exact step is ln(3/7) = -0.847..., with a "
            "certified lower objective than at the natural gradient's -0.8, which is no stationary "
            "point with D's arguments exchanged either.",
            prove_proximal},
    erratum{"E32", "001 L.2, TRPO", "source", "The barred D is the maximum of KL over the states.",
            "The bar is the average over the states visited; the maximum stands in the theory's "
            "bound (Schulman et al. 2015, sections 3 and 4).",
            "That the two are different constraints: a policy that the average admits and the "
            "maximum does not. Which of them the bar means is notation, not proved here.",
            prove_average},
};

}  // namespace

std::span<const erratum> policies_errata() {
  return table;
}

}  // namespace kloracle
