// SPDX-License-Identifier: Apache-2.0
//
// Printed numbers that are not what their formulas give: the tables of 000. E12 is what extraction
// did to them.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;
using enum semantics;

// B.3: two vectors of logits.
constexpr const char* z1_text = "2 1 0.1";
constexpr const char* z2_text = "1.5 1 0.5";
const std::array<const char*, 3> z1{"2", "1", "0.1"};
const std::array<const char*, 3> z2{"1.5", "1", "0.5"};

interval sum_of_exponentials(const std::array<const char*, 3>& z) {
  return exp(enclosed(z[0])) + exp(enclosed(z[1])) + exp(enclosed(z[2]));
}

interval softmax(const std::array<const char*, 3>& z, std::size_t i) {
  return exp(enclosed(z[i])) / sum_of_exponentials(z);
}

std::vector<proved_fact> prove_sum_of_exponentials() {
  proof s;
  s.rounds("e^2 + e^1 + e^0.1", sum_of_exponentials(z1), "11.213", "11.212");
  s.rounds("e^2", exp(enclosed("2")), "7.389");
  s.rounds("e^1", exp(enclosed("1")), "2.718");
  s.rounds("e^0.1", exp(enclosed("0.1")), "1.105");
  s.equal("the sum of these rounded terms, 7.389 + 2.718 + 1.105,",
          exactly("7.389") + exactly("2.718") + exactly("1.105"), "the number printed",
          exactly("11.212"));
  return std::move(s).facts();
}

std::vector<proved_fact> prove_softmax() {
  proof s;
  s.rounds("p2[0] = e^1.5/(e^1.5 + e^1 + e^0.5)", softmax(z2, 0), "0.506", "0.507");
  s.rounds("p2[1]", softmax(z2, 1), "0.307");
  s.rounds("p2[2]", softmax(z2, 2), "0.186");
  constexpr std::array right{"0.263", "-0.237", "-0.637"};
  constexpr std::array printed{"0.261", "-0.238", "-0.635"};
  for (std::size_t i = 0; i < right.size(); ++i) {
    const std::string place = "[" + std::to_string(i) + "]";
    s.rounds("ln(p1" + place + "/p2" + place + ")", log(softmax(z1, i) / softmax(z2, i)), right[i],
             printed[i]);
  }
  return std::move(s).facts();
}

std::vector<proved_fact> prove_softmax_kl() {
  proof s;
  s.rounds("D(p1 || p2)", oracle_value(kl, z1_text, z2_text, logits), "0.053", "0.051");
  interval mean(0L, proof_bits);
  for (std::size_t i = 0; i < z1.size(); ++i) {
    mean = mean + softmax(z1, i) * (exactly(z1[i]) - exactly(z2[i]));
  }
  s.rounds("sum p1 (z1 - z2) - ln(sum e^z1) + ln(sum e^z2), the same another way,",
           mean - log(sum_of_exponentials(z1)) + log(sum_of_exponentials(z2)), "0.053", "0.051");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_mixture_path() {
  proof s;
  constexpr std::array<std::pair<const char*, const char*>, 2> wrong_rows{
      {{"0.25", "0.7 0.3"}, {"0.75", "0.3 0.7"}}};
  for (const auto& [t, p] : wrong_rows) {
    const std::string at = std::string("t = ") + t + ": ";
    s.rounds(at + "D(p_t || q)", oracle_value(kl, p, "0.5 0.5"), "0.082", "0.119");
    s.rounds(at + "D(q || p_t)", oracle_value(kl, "0.5 0.5", p), "0.087", "0.133");
  }
  s.rounds("t = 0: D(p_t || q)", oracle_value(kl, "0.9 0.1", "0.5 0.5"), "0.368");
  s.rounds("t = 0: D(q || p_t)", oracle_value(kl, "0.5 0.5", "0.9 0.1"), "0.511");
  s.equal("t = 0.5: D(p_t || q)", oracle_rational(asked(kl, "0.5 0.5", "0.5 0.5")),
          "the printed number", 0);
  return std::move(s).facts();
}

std::vector<proved_fact> prove_poisson() {
  proof s;
  const problem poisson{kl, of_family("poisson", {{"rate", "3"}}),
                        of_family("poisson", {{"rate", "2"}})};
  s.rounds("D(Poisson(3) || Poisson(2)) = -1 + 3 ln(3/2)", oracle_value(poisson), "0.216", "0.215");
  s.rounds("ln(3/2)", log(enclosed("3/2")), "0.405");
  s.step(3 * exactly("0.405") - 1 == exactly("0.215"), "-1 + 3 * 0.405 = 0.215 exactly, not 0.216");
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{"E01", "000 B.3, step 1", "upstream",
            "The sum of e^z over the logits (2, 1, 0.1) is printed as 11.212.",
            "It is 11.2125..., which rounds to 11.213; 11.212 is the sum of the rounded terms.",
            "The certified sum rounds to 11.213 and never to 11.212; the rounded terms add up to "
            "11.212 exactly.",
            prove_sum_of_exponentials},
    erratum{"E02", "000 B.3, step 2", "upstream",
            "The softmax of (1.5, 1, 0.5) is printed as (0.507, 0.307, 0.186), and the logarithms "
            "of the ratios as 0.261, -0.238, -0.635.",
            "The first probability is 0.506; the logarithms are 0.263, -0.237 and -0.637.",
            "Each certified value rounds to the corrected number and never to the printed one.",
            prove_softmax},
    erratum{
        "E03", "000 B.3, result", "source",
        "The divergence between the softmaxes of (2, 1, 0.1) and (1.5, 1, 0.5) is 0.051 nats.",
        "It is 0.0533..., so 0.053 nats.",
        "The oracle's value, and the log-sum-exp form of it, round to 0.053 and never to 0.051.",
        prove_softmax_kl},
    erratum{"E10", "000 I.1, table", "upstream",
            "On the path from (0.9, 0.1) to (0.1, 0.9), at t = 0.25 and 0.75, the divergences from "
            "and of the uniform q are 0.119 and 0.133.",
            "They are 0.082 and 0.087: the pair is the coin of 002, which prints 0.082. The rows "
            "t = 0, 0.5 and 1 are right.",
            "The certified values round to the corrected numbers and never to the printed ones; "
            "the rows that are right are shown to be.",
            prove_mixture_path},
    erratum{
        "E11", "000 B.2", "upstream", "-1 + 3 (0.405) = 0.216.",
        "The divergence is 0.2163..., which does round to 0.216; the line of arithmetic gives "
        "0.215, since ln(3/2) was rounded before it was multiplied by 3.",
        "The divergence rounds to 0.216, ln(3/2) to 0.405, and -1 + 3 * 0.405 is exactly 0.215.",
        prove_poisson},
    erratum{"E12", "all documents", "extraction",
            "Formulas of 000 B.1 stand without sigma, lambda, psi, 1/2 and superscripts; the "
            "generators of H.3 are missing, and its total variation row is split; rows of F.2 and "
            "H.2 are moved by a cell; 002's code is one line, most of it behind a comment sign; "
            "K's formulas stand there three times.",
            "None of this is in the originals. Formulas and cells of the extracted text must not "
            "be read literally.",
            "textual: the damage is to symbols and layout; there is no statement to refute."},
};

}  // namespace

std::span<const erratum> printed_numbers_errata() {
  return table;
}

}  // namespace kloracle
