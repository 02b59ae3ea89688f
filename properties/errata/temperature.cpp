// SPDX-License-Identifier: Apache-2.0
//
// Softmax at other temperatures: 000 C.5.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;
using enum semantics;

constexpr const char* z = "2 1 0.1";

interval sum_of_exponentials() {
  return exp(enclosed("2")) + exp(enclosed("1")) + exp(enclosed("0.1"));
}

/// The mean of z over its softmax.
interval mean_logit() {
  const interval weighted =
      exp(enclosed("2")) * Q(2) + exp(enclosed("1")) + exp(enclosed("0.1")) * exactly("0.1");
  return weighted / sum_of_exponentials();
}

std::vector<proved_fact> prove_temperature() {
  proof s;
  const interval h = oracle_value(entropy, z, {}, logits);
  const interval at_tenth = oracle_value(kl, z, "20 10 1", logits);
  const interval at_hundredth = oracle_value(kl, z, "200 100 10", logits);
  const interval at_thousandth = oracle_value(kl, z, "2000 1000 100", logits);
  s.less("logits z = (2, 1, 0.1): H(p_1)", h, "D(p_1 || p_0.1)", at_tenth);
  s.less("D(p_1 || p_0.1)", at_tenth, "D(p_1 || p_0.01)", at_hundredth);
  s.less("D(p_1 || p_0.01)", at_hundredth, "D(p_1 || p_0.001)", at_thousandth);
  // D(p_1 || p_tau) = -H - E z/tau + ln(sum e^(z/tau)), and that logarithm is at least max z/tau.
  const interval gap = -(mean_logit() - Q(2));
  const interval below = gap / (h * Q(2));
  s.step(certainly_positive(below),
         "D(p_1 || p_tau) >= (max z - E z)/tau - H(p_1), which is above H(p_1) for every tau below "
         "(max z - E z)/(2 H(p_1)) = " +
             shown(below));
  s.less("-ln p_1(argmax)", log(sum_of_exponentials()) - Q(2), "H(p_1)", h);
  s.rounds("D(p_0.001 || p_1)", oracle_value(kl, "2000 1000 100", z, logits), "0.417", "0.847");
  s.rounds("D(p_1 || uniform) = ln 3 - H(p_1), the limit for large tau,",
           oracle_value(kl, z, "0 0 0", logits), "0.25187");
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{"E18", "000 C.5", "source",
            "As the temperature tau goes to 0, D(p_1 || p_tau) becomes the entropy of the original "
            "distribution p_1.",
            "It goes to infinity, like (max z - E z)/tau. The other direction goes to "
            "-ln p_1(argmax), which is not the entropy either. The limit for large tau, ln n - "
            "H(p_1), and the minimum at tau = 1 are right.",
            "On one vector of logits: values that leave the entropy behind, and a lower bound that "
            "is above the entropy for every tau below a certified number.",
            prove_temperature},
};

}  // namespace

std::span<const erratum> temperature_errata() {
  return table;
}

}  // namespace kloracle
