// SPDX-License-Identifier: Apache-2.0
//
// Where the slip is one of words, or nearly so.
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

// An even mixture of two Bernoulli laws.
exact_law even_mixture(const Q& a, const Q& b) {
  const Q first = (a + b) / 2;
  return {first, 1 - first};
}

std::vector<proved_fact> e56() {
  proof done;
  const exact_law truth = even_mixture(Q(1, 4), Q(3, 4));
  for (const Q& a : {Q(1, 2), Q(0), Q(3, 4)}) {
    const exact_law other = even_mixture(a, 1 - a);
    const Q d = oracle_rational(asked(quantity::kl, truth, other));
    done.step(d == 0,
              "even mixtures of the Bernoulli laws of a and b, (a, b) = (1/4, 3/4) against (" +
                  shown(a) + ", " + shown(Q(1 - a)) + "): D = " + shown(d) +
                  ", the least there is, at another parameter");
  }
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E56", "001 M.5", "source",
            "That KL is not negative proves the consistency of maximum likelihood; every objective "
            "is a KL in one direction or the other.",
            "Consistency also needs identifiability and uniform convergence; the second claim is "
            "too general.",
            "In part: different parameters at KL 0, without identifiability. Uniform convergence "
            "and the second claim are textual.",
            e56},
    erratum{"E58", "002, 003", "source",
            "\"The KL of P from Q\" in 002, \"the KL of q from p\" in 003, both for D(p || q).",
            "The wordings are opposite; go by the position of the arguments only.",
            "textual: what a phrase refers to is not computed."},
    erratum{"E60", "000 C.2", "source",
            "Bayes by Backprop uses the local reparameterisation trick.",
            "theta = mu + sigma eps is the plain trick; the local one is that of Kingma, Salimans "
            "and Welling 2015.",
            "textual: who named which method is not computed."},
};

}  // namespace

std::span<const erratum> wording_errata() {
  return table;
}

}  // namespace kloracle
