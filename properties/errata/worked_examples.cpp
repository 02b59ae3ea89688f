// SPDX-License-Identifier: Apache-2.0
//
// Printed numbers that are not what their formulas give: the worked examples K.1 and K.3 of 001.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;
using enum semantics;

// K.1: the next word, and a model of it.
constexpr const char* k1_p = "0.92 0.03 0.02 0.02 0.01";
constexpr const char* k1_q = "0.7 0.1 0.1 0.05 0.05";

// K.3: two distributions, and their images under the channel.
constexpr const char* k3_p = "0.5 0.3 0.2";
constexpr const char* k3_q = "0.2 0.3 0.5";
constexpr const char* k3_pt = "0.57 0.43";
constexpr const char* k3_qt = "0.36 0.64";

/// sum a ln b over pairs "a b", as a form that algebra decides.
closed_form sum_of_logs(std::initializer_list<std::pair<const char*, const char*>> pairs) {
  closed_form sum;
  for (const auto& [a, b] : pairs) sum += closed_form(exactly(a)) * log(closed_form(exactly(b)));
  return sum;
}

closed_form k1_entropy() {
  return -sum_of_logs({{"0.92", "0.92"}, {"0.03", "0.03"}, {"0.04", "0.02"}, {"0.01", "0.01"}});
}

closed_form k1_cross_entropy() {
  return -sum_of_logs({{"0.92", "0.7"}, {"0.05", "0.1"}, {"0.03", "0.05"}});
}

closed_form k1_divergence() {
  return sum_of_logs({{"0.92", "46/35"}, {"0.03", "0.3"}, {"0.03", "0.2"}, {"0.02", "0.4"}});
}

/// The document's sum, with the third word both merged with the second and listed by itself.
closed_form k1_slip() {
  return -sum_of_logs({{"0.92", "0.7"}, {"0.05", "0.1"}, {"0.02", "0.1"}, {"0.03", "0.05"}});
}

std::vector<proved_fact> prove_k1_divergence() {
  proof s;
  s.rounds("D(p || q)", oracle_value(kl, k1_p, k1_q), "0.149", "0.150");
  s.rounds("ln(0.92/0.7)", log(enclosed("46/35")), "0.273", "0.274");
  s.rounds("0.92 ln(0.92/0.7)", oracle_value(kl, "0.92", "0.7", measure), "0.251", "0.252");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_k1_cross_entropy() {
  proof s;
  s.rounds("H(p, q)", oracle_value(cross_entropy, k1_p, k1_q), "0.533", "0.579");
  s.rounds("0.92 ln(1/0.7) + 0.05 ln 10 + 0.02 ln 10 + 0.03 ln 20, the weight 0.02 used twice,",
           enclose(k1_slip(), proof_bits), "0.579", "0.533");
  s.equal("the weights of that sum, 0.92 + 0.05 + 0.02 + 0.03,",
          exactly("0.92") + exactly("0.05") + exactly("0.02") + exactly("0.03"), "1 + 0.02",
          exactly("1.02"));
  return std::move(s).facts();
}

std::vector<proved_fact> prove_k1_entropy() {
  proof s;
  s.rounds("H(p)", oracle_value(entropy, k1_p), "0.384", "0.383");
  s.rounds("-0.92 ln 0.92", oracle_value(entropy, "0.92", {}, measure), "0.077", "0.076");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_k1_identity() {
  proof s;
  const closed_form twice = -sum_of_logs({{"0.02", "0.1"}});
  s.equal("H(p) + D(p || q)", k1_entropy() + k1_divergence(), "H(p, q)", k1_cross_entropy());
  s.equal("the printed sum - H(p, q)", k1_slip() - k1_cross_entropy(), "0.02 ln 10", twice);
  // Five terms on each side and five logarithms, each off by half a unit of the third decimal.
  s.less("what rounding 15 terms to three decimals can add up to", exactly("0.0005") * 15,
         "0.02 ln 10", enclose(twice, proof_bits));
  return std::move(s).facts();
}

std::vector<proved_fact> prove_k1_perplexity() {
  proof s;
  s.rounds("e^H(p, q)", oracle_value(perplexity, k1_p, k1_q), "1.70", "1.78");
  s.rounds("e^D(p || q), the ratio of the perplexities,", exp(oracle_value(kl, k1_p, k1_q)), "1.16",
           "1.21");
  s.rounds("e^H(p)", oracle_value(perplexity, k1_p), "1.47");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_k3() {
  proof s;
  const interval after = oracle_value(kl, k3_pt, k3_qt);
  s.rounds("D(pT || qT)", after, "0.091", "0.089");
  s.rounds("ln(0.57/0.36)", log(enclosed("57/36")), "0.460", "0.458");
  s.rounds("ln(0.43/0.64)", log(enclosed("43/64")), "-0.398", "-0.399");
  s.rounds("0.57 ln(0.57/0.36)", oracle_value(kl, "0.57", "0.36", measure), "0.262", "0.261");
  s.rounds("0.43 ln(0.43/0.64)", oracle_value(kl, "0.43", "0.64", measure), "-0.171", "-0.172");
  s.rounds("D(qT || pT), the other direction,", oracle_value(kl, k3_qt, k3_pt), "0.089", "0.091");
  s.equal("D(p || q)", sum_of_logs({{"0.5", "5/2"}, {"0.2", "2/5"}}), "D(q || p)",
          sum_of_logs({{"0.2", "2/5"}, {"0.5", "5/2"}}));
  s.less("D(pT || qT)", after, "D(p || q)", oracle_value(kl, k3_p, k3_q));
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{"E04", "001 K.1 (a)", "source",
            "D = 0.150, with ln(0.92/0.70) = 0.274 and a first term of 0.252.",
            "D = 0.1487..., so 0.149; the logarithm is 0.273 and the term 0.251.",
            "The certified values round to the corrected numbers and never to the printed ones.",
            prove_k1_divergence},
    erratum{"E05", "001 K.1 (b)", "source", "H(p, q) = 0.579.",
            "H(p, q) = 0.5331..., so 0.533. Two words of equal q were merged into the weight 0.05, "
            "and the second of them, 0.02, was then added once more.",
            "The certified cross-entropy rounds to 0.533 and never to 0.579; the sum with the "
            "repeated word does round to 0.579, and its weights add up to 1.02.",
            prove_k1_cross_entropy},
    erratum{"E06", "001 K.1 (c)", "source", "H(p) = 0.383, with a first term of 0.076.",
            "H(p) = 0.3844..., so 0.384; the term is 0.0767..., so 0.077.",
            "The certified values round to the corrected numbers and never to the printed ones.",
            prove_k1_entropy},
    erratum{
        "E07", "001 K.1, verification", "source",
        "0.579 against 0.533 is a small discrepancy from rounding; exact values match.",
        "The identity holds exactly, but for the right H(p, q): the gap is 0.02 ln 10 = "
        "0.046..., the word counted twice.",
        "Algebra decides that H(p) + D = H(p, q) and that the printed sum exceeds it by exactly "
        "0.02 ln 10, more than any rounding to three decimals can do.",
        prove_k1_identity},
    erratum{
        "E08", "001 K.1, interpretation", "source",
        "The model's perplexity is 1.78, 21 % higher than the least possible, e^H(p).",
        "It is 1.704..., 16.03 % higher: the ratio is e^D = 1.1603...",
        "The certified perplexity and ratio round to 1.70 and 1.16, never to 1.78 and 1.21; the "
        "source's own perplexity, 1.47, is right.",
        prove_k1_perplexity},
    erratum{
        "E09", "001 K.3", "source",
        "After processing the divergence is 0.089, with logarithms 0.458 and -0.399 and terms "
        "0.261 and -0.172.",
        "It is 0.0909..., so 0.091; 0.089 happens to be the other direction, so the printed "
        "number would confirm code with swapped arguments. The inequality itself holds. The "
        "unprocessed pair cannot show a swap: both its directions are 0.275.",
        "The certified values round to the corrected numbers and never to the printed ones, the "
        "reverse divergence rounds to 0.089, and algebra decides that D(p || q) = D(q || p).",
        prove_k3},
};

}  // namespace

std::span<const erratum> worked_examples_errata() {
  return table;
}

}  // namespace kloracle
