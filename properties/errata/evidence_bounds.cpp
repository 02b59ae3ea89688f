// SPDX-License-Identifier: Apache-2.0
//
// The evidence lower bound (ELBO) and its gap: 000 E.3, E.4 and 001 K.2, on K.2's model.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;

// K.2: z ~ N(0, 1), x = 1.5 given z ~ N(z, 0.25), q = N(1.2, 0.4); variances second.
const Q x(3, 2);
const Q noise(1, 4);
const Q mean(6, 5);
const Q spread(2, 5);

closed_form ln(const Q& of) {
  return log(closed_form(of));
}

closed_form half(const closed_form& of) {
  return closed_form(Q(1, 2)) * of;
}

/// E_q ln N(y; z, v) where E_q (y - z)^2 = square.
closed_form mean_log_density(const Q& v, const Q& square) {
  return -half(ln(2 * v) + closed_form::log_pi() + closed_form(square / v));
}

closed_form reconstruction() {
  return mean_log_density(noise, (x - mean) * (x - mean) + spread);
}

closed_form log_joint() {
  return reconstruction() + mean_log_density(1, mean * mean + spread);
}

closed_form entropy_of_q() {
  return half(ln(2 * spread) + closed_form::log_pi() + closed_form(Q(1)));
}

closed_form divergence_from_prior() {
  return half(closed_form(spread + mean * mean - 1) - ln(spread));
}

interval value_of(const closed_form& form) {
  return enclose(form, proof_bits);
}

interval normal_kl(const char* m1, const char* v1, const char* m2, const char* v2) {
  return oracle_value({kl, of_family("normal", {{"mu", m1}, {"variance", v1}}),
                       of_family("normal", {{"mu", m2}, {"variance", v2}})});
}

std::vector<proved_fact> prove_entropy_sign() {
  proof s;
  const interval elbo = value_of(reconstruction() - divergence_from_prior());
  s.rounds("K.2: the expected log joint", value_of(log_joint()), "-3.0447");
  s.rounds("H(q)", value_of(entropy_of_q()), "0.9608");
  s.equal("the expected log joint + H(q)", log_joint() + entropy_of_q(),
          "the reconstruction term - D(q || prior), K.2's ELBO,",
          reconstruction() - divergence_from_prior());
  s.differ("the expected log joint - H(q)", value_of(log_joint() - entropy_of_q()), "the ELBO",
           elbo);
  s.differ("the free energy F = -E ln p(x, z) - H(q)", value_of(-(log_joint() + entropy_of_q())),
           "the ELBO", elbo);
  s.rounds("D(q || prior), by the oracle,", normal_kl("1.2", "0.4", "0", "1"), "0.878");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_gap_sign() {
  proof s;
  const interval of_q = normal_kl("1.2", "0.4", "1.2", "0.2");
  const problem best{kl, of_family("normal", {{"mu", "1.2"}, {"variance", "0.2"}}),
                     of_family("normal", {{"mu", "1.2"}, {"variance", "0.2"}})};
  s.equal("K.2: D(q* || p(z | x)) of the best q* = N(1.2, 0.2)", oracle_rational(best), "the least",
          0);
  s.less("the printed D(q* || p) - D(q || p)", -of_q, "", 0);
  s.rounds("the gap D(q || p) - D(q* || p)", of_q, "0.1534", "-0.1534");
  // ln p(x): x ~ N(0, 1.25).
  const closed_form evidence = mean_log_density(1 + noise, x * x);
  s.equal("ln p(x) - ELBO", evidence - log_joint() - entropy_of_q(), "(1 - ln 2)/2",
          half(closed_form(Q(1)) - ln(2)));
  return std::move(s).facts();
}

std::vector<proved_fact> prove_gap_cause() {
  proof s;
  const Q precision = 1 + 1 / noise;
  s.equal("the posterior's mean (x/0.25)/(1 + 1/0.25)", Q(x / noise / precision),
          "the encoder's mean", mean);
  s.differ("the posterior's variance 1/(1 + 1/0.25)", Q(1 / precision), "the encoder's variance",
           spread);
  const interval gap = normal_kl("1.2", "0.4", "1.2", "0.2");
  s.rounds("the gap D(N(1.2, 0.4) || N(1.2, 0.2))", gap, "0.153426");
  s.less("the gap", gap, "the gap at the mean 1.1", normal_kl("1.1", "0.4", "1.2", "0.2"));
  s.less("the gap", gap, "the gap at the mean 1.3", normal_kl("1.3", "0.4", "1.2", "0.2"));
  s.less("the gap at the variance 0.3", normal_kl("1.2", "0.3", "1.2", "0.2"), "the gap", gap);
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{"E21", "000 E.3", "source",
            "The ELBO is the expected log joint minus the entropy of q; the ELBO is the free "
            "energy.",
            "It is the expected log joint plus the entropy; the free energy is F = -ELBO.",
            "On K.2's model algebra decides that the sum with plus is K.2's ELBO, -2.0839...; with "
            "minus it is another number, and so is F.",
            prove_entropy_sign},
    erratum{"E22", "000 E.4", "upstream",
            "The amortisation gap is D(q* || p) - D(q_phi || p), q* the best member of the family.",
            "The sign is reversed: q* has the least divergence, so the printed form is never "
            "positive. (There too, the maximiser over phi is equated with a distribution.)",
            "On K.2's model with q* = N(1.2, 0.2): the printed form is -0.1534..., and ln p(x) - "
            "ELBO is exactly (1 - ln 2)/2 = 0.1534...",
            prove_gap_sign},
    erratum{"E30", "001 K.2", "source",
            "A better encoder, with mu closer to the posterior's mean, would close the gap.",
            "The posterior is N(1.2, 0.2): the mean is already exact. The whole gap is that of the "
            "variances, 0.4 against 0.2.",
            "The posterior in rationals; moving the mean either way widens the certified gap, a "
            "variance of 0.3 narrows it.",
            prove_gap_cause},
};

}  // namespace

std::span<const erratum> evidence_bounds_errata() {
  return table;
}

}  // namespace kloracle
