// SPDX-License-Identifier: Apache-2.0
//
// Bounds on total variation by the divergence: 000 A.3.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;

interval pinsker_bound(const interval& divergence) {
  return sqrt(divergence * Q(1, 2));
}

interval bretagnolle_huber_bound(const interval& divergence) {
  return sqrt(-expm1(-divergence));
}

std::vector<proved_fact> prove_two_point() {
  proof s;
  const interval constant = inv(const_ln2(proof_bits) * Q(2));
  const Q tv = oracle_rational(asked(total_variation, "0.9 0.1", "0.5 0.5"));
  s.less("1/(2 ln 2)", constant, "the constant of (1/2)(2 TV)^2 = 2 TV^2", 2);
  s.less("at (0.9, 0.1), (0.5, 0.5), TV = 0.4: (1/(2 ln 2)) TV^2", constant * Q(tv * tv),
         "(1/2)(2 TV)^2", Q(2 * tv * tv));
  s.less("2 TV^2", Q(2 * tv * tv), "D", oracle_value(kl, "0.9 0.1", "0.5 0.5"));
  s.less("2 is the best constant: at (0.51, 0.49), (0.5, 0.5), D/TV^2",
         oracle_value(kl, "0.51 0.49", "0.5 0.5") / exactly("0.0001"), "a constant above 2",
         "2.001");
  return std::move(s).facts();
}

// 1 - e^-D - D/2, concave in D and 0 at 0: where BH becomes the smaller bound.
interval advantage(const char* divergence) {
  const interval d = enclosed(divergence);
  return -expm1(-d) - d * Q(1, 2);
}

std::vector<proved_fact> prove_bretagnolle_huber() {
  proof s;
  const interval near = oracle_value(kl, "0.9 0.1", "0.5 0.5");
  const interval far = oracle_value(kl, "0.999 0.001", "0.001 0.999");
  s.less("(0.9, 0.1), (0.5, 0.5): Pinsker's sqrt(D/2)", pinsker_bound(near),
         "Bretagnolle-Huber's sqrt(1 - e^-D)", bretagnolle_huber_bound(near));
  s.less("(0.999, 0.001), (0.001, 0.999): Bretagnolle-Huber's sqrt(1 - e^-D)",
         bretagnolle_huber_bound(far), "the largest total variation", 1);
  s.less("the largest total variation", 1, "Pinsker's sqrt(D/2) there", pinsker_bound(far));
  s.less("", 0, "1 - e^-D - D/2 at D = 1.59362426004004", advantage("1.59362426004004"));
  s.less("1 - e^-D - D/2 at D = 1.59362426004005", advantage("1.59362426004005"), "", 0);
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{
        "E13", "000 A.3", "upstream",
        "The two-point inequality has the constant 1/(2 ln 2), and (1/(2 ln 2)) (p(A) - q(A))^2 "
        ">= (1/2)(2 TV)^2 for the best event A.",
        "In nats the constant is 2: D - 2 (p - q)^2 of two points is convex in p, as its second "
        "derivative 1/(p (1 - p)) - 4 is not negative, and least at p = q. 1/(2 ln 2) belongs "
        "to the squared 1-norm (2 TV)^2 in bits. The last step is false for every TV > 0, since "
        "p(A) - q(A) <= TV and 1/(2 ln 2) < 2. Pinsker's inequality itself holds.",
        "1/(2 ln 2) < 2, which refutes the step for every TV > 0, with one pair of numbers; "
        "Pinsker holds for that pair; a constant of 2.001 fails. That 2 suffices is the "
        "derivative above.",
        prove_two_point},
    erratum{"E14", "000 A.3", "source",
            "p(A) - q(A) <= sqrt(D/2) is the Bretagnolle-Huber inequality, slightly weaker than "
            "Pinsker's.",
            "That display is Pinsker's inequality. Bretagnolle-Huber is TV <= sqrt(1 - e^-D): not "
            "weaker, but the smaller bound for D > 1.5936242600400..., and below 1 always. (The "
            "name is in the text, the display in a formula that extraction dropped.)",
            "A pair where Pinsker's bound is the smaller one, a pair where Bretagnolle-Huber's is "
            "and Pinsker's is above 1, and the change of sign between them: the difference of the "
            "squares is concave in D and 0 at 0, so there is only one.",
            prove_bretagnolle_huber},
};

}  // namespace

std::span<const erratum> pinsker_bounds_errata() {
  return table;
}

}  // namespace kloracle
