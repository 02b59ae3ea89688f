// SPDX-License-Identifier: Apache-2.0
//
// Which divergence a formula is: parametrisations, factors, generators, convexity.
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;
using enum semantics;

closed_form ln(const char* text) {
  return log(closed_form(exactly(text)));
}

// The document's formula for two exponential laws, x1 and x2 what it leaves open.
closed_form exponential_formula(const Q& x1, const Q& x2) {
  return log(closed_form(x2 / x1)) + closed_form(x1 / x2 - 1);
}

std::vector<proved_fact> prove_exponential() {
  proof s;
  const auto by_rate = [](const char* rate) { return of_family("exponential", {{"rate", rate}}); };
  const problem forward{kl, by_rate("1"), by_rate("2")};
  const problem backward{kl, by_rate("2"), by_rate("1")};
  s.rounds("D(rate 1 || rate 2) = 1 - ln 2", oracle_value(forward), "0.30685", "0.19315");
  s.equal("the formula with the means 1 and 1/2", exponential_formula(1, Q(1, 2)), "1 - ln 2",
          closed_form(Q(1)) - ln("2"));
  s.equal("the formula with the rates 1 and 2", exponential_formula(1, 2), "ln 2 - 1/2",
          ln("2") - closed_form(Q(1, 2)));
  s.rounds("D(rate 2 || rate 1), which that is,", oracle_value(backward), "0.19315", "0.30685");
  return std::move(s).facts();
}

// F = E_P |(ln p)' - (ln q)'|^2 of two normal laws: with y = x - m1 the difference is
// y (1/v2 - 1/v1) + (m1 - m2)/v2, and E y^2 = v1.
Q fisher(const Q& m1, const Q& v1, const Q& m2, const Q& v2) {
  const Q slope = 1 / v2 - 1 / v1;
  const Q shift = (m1 - m2) / v2;
  return v1 * slope * slope + shift * shift;
}

closed_form normal_kl(const Q& m1, const Q& v1, const Q& m2, const Q& v2) {
  const Q rational = v1 / v2 + (m1 - m2) * (m1 - m2) / v2 - 1;
  return closed_form(Q(1, 2)) * (closed_form(rational) + log(closed_form(v2 / v1)));
}

// d/dt at t = 0 of the divergence with v1 + t and v2 + t: normal_kl, differentiated by hand.
Q smoothing_derivative(const Q& m1, const Q& v1, const Q& m2, const Q& v2) {
  const Q d = m1 - m2;
  return (1 / v2 - v1 / (v2 * v2) - d * d / (v2 * v2) + 1 / v2 - 1 / v1) / 2;
}

std::vector<proved_fact> prove_fisher() {
  proof s;
  const Q f = fisher(0, 1, 1, 4);
  s.equal("N(0, 1) and N(1, 4): F", f, "5/8", Q(5, 8));
  s.differ("F", f, "J = F/2", Q(f / 2));
  s.equal("the derivative of D along Gaussian smoothing", smoothing_derivative(0, 1, 1, 4), "-F/2",
          Q(-f / 2));
  s.equal("in other units, x -> 2x: D(N(0, 4) || N(2, 16))", normal_kl(0, 4, 2, 16),
          "D(N(0, 1) || N(1, 4))", normal_kl(0, 1, 1, 4));
  s.differ("but F of N(0, 4), N(2, 16)", fisher(0, 4, 2, 16), "F of N(0, 1), N(1, 4)", f);
  return std::move(s).facts();
}

std::vector<proved_fact> prove_jeffreys() {
  proof s;
  problem code = asked(jeffreys, "0.9 0.1", "0.5 0.5");
  problem row = asked(f_divergence, "0.9 0.1", "0.5 0.5");
  code.convention = "mean";
  row.generator = "jeffreys";
  s.rounds("the code's (1/2)(D(p || q) + D(q || p)) of (0.9, 0.1), (0.5, 0.5)", oracle_value(code),
           "0.4394449155", "0.8788898309");
  s.rounds("the table's sum q f(p/q) with f(t) = t ln t - ln t", oracle_value(row), "0.8788898309",
           "0.4394449155");
  const closed_form forward =
      closed_form(exactly("0.9")) * ln("1.8") + closed_form(exactly("0.1")) * ln("0.2");
  const closed_form backward = -(closed_form(Q(1, 2)) * (ln("1.8") + ln("0.2")));
  s.equal("D(p || q) + D(q || p)", forward + backward, "0.8 ln 3",
          closed_form(exactly("0.8")) * ln("3"));
  return std::move(s).facts();
}

problem renyi_2(const char* p, const char* q) {
  problem result = asked(renyi, p, q);
  result.order = 2;
  return result;
}

std::vector<proved_fact> prove_renyi() {
  proof s;
  problem generated = asked(f_divergence, "0.9 0.1", "0.5 0.5");
  generated.generator = "tsallis";
  generated.order = 2;
  problem named = asked(tsallis, "0.9 0.1", "0.5 0.5");
  named.order = 2;
  s.equal("at order 2, (0.9, 0.1), (0.5, 0.5): sum q f(p/q)", oracle_rational(generated),
          "the Tsallis divergence T", oracle_rational(named));
  s.rounds("D_2 = ln(1 + T)", oracle_value(renyi_2("0.9 0.1", "0.5 0.5")), "0.494696", "0.640000");
  const interval middle = oracle_value(renyi_2("0.7 0.3", "0.1 0.9"));
  const interval mean =
      (oracle_value(renyi_2("0.5 0.5", "0.1 0.9")) + oracle_value(renyi_2("0.9 0.1", "0.1 0.9"))) *
      Q(1, 2);
  s.less("q = (0.1, 0.9): the mean of D_2 at p = (0.5, 0.5) and (0.9, 0.1)", mean,
         "D_2 at the midpoint (0.7, 0.3)", middle);
  return std::move(s).facts();
}

std::vector<proved_fact> prove_convex_path() {
  proof s;
  constexpr std::array path{"0.9 0.1", "0.7 0.3", "0.5 0.5", "0.3 0.7", "0.1 0.9"};
  constexpr std::array times{"0", "0.25", "0.5", "0.75", "1"};
  std::vector<value> values{value(oracle_rational(asked(kl, path[0], path[0])))};
  for (std::size_t i = 1; i < path.size(); ++i) {
    values.emplace_back(oracle_value(kl, path[0], path[i]));
  }
  for (std::size_t i = 1; i + 1 < path.size(); ++i) {
    const interval mean = (values[i - 1].bounds() + values[i + 1].bounds()) * Q(1, 2);
    s.less(std::string("D(p_0 || p_t) at t = ") + times[i], values[i],
           std::string("the mean of D at t = ") + times[i - 1] + " and " + times[i + 1], mean);
  }
  // The second derivative, sum p_0 (p_1 - p_0)^2/p_t^2, for all t at once: p_t is in [0.1, 0.9].
  const interval along = hull(enclosed("0.1"), enclosed("0.9"));
  const interval second = inv(sqr(along)) * exactly("0.64");
  s.less("", 0, "the second derivative, for every t in [0, 1] at once,", second);
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{
        "E15", "000 B.1, exponential", "source",
        "The divergence of two exponential laws is ln(x2/x1) + x1/x2 - 1 (the symbol is lost; "
        "the original uses the letter of a rate).",
        "That is right for the means. With rates it is the divergence with its arguments "
        "swapped: of rates 1 and 2 it gives ln 2 - 1/2, where 1 - ln 2 is right.",
        "The oracle's two directions, and the formula with means and with rates as exact forms.",
        prove_exponential},
    erratum{
        "E19", "000 C.4", "source",
        "J, which carries a factor 1/2, is called the Fisher divergence, which is later defined "
        "without it; it is called a generalization of the KL divergence.",
        "J = F/2. F is neither an f-divergence nor invariant under a change of units, and the "
        "KL divergence is no case of it; what links them is d/dt D(p_t || q_t) = -F/2 under "
        "Gaussian smoothing. (The first half is in formulas that extraction dropped.)",
        "For N(0, 1) and N(1, 4) (mean and variance), exactly: F, the derivative (by its formula), "
        "and F in other "
        "units, in which D stays and F does not.",
        prove_fisher},
    erratum{"E25", "000 D.3 and H.3", "source",
            "The Jeffreys divergence is (1/2)(D(p || q) + D(q || p)) in the code, and has the "
            "generator t ln t - ln t in the table.",
            "These two differ by a factor 2; either is in use, so each needs its name.",
            "Both certified on one pair; the sum is exactly 0.8 ln 3.", prove_jeffreys},
    erratum{
        "E26", "000 H.3, Renyi", "source",
        "The Renyi divergence is an f-divergence, with f(t) = (t^a - 1)/(a - 1) (limit form).",
        "That f generates the Tsallis divergence T; Renyi's is ln(1 + (a - 1) T)/(a - 1), no "
        "f-divergence: those are convex in p, and D_2 is not. At a = 1/2 it is symmetric, being -2 "
        "ln sum sqrt(p q).",
        "At order 2: f gives exactly T = 0.64 where D_2 is another number, and D_2 at a midpoint "
        "is above the mean of its values at the ends.",
        prove_renyi},
    erratum{"E27", "000 I.1", "source", "t -> D(p_0 || p_t) may not be convex.",
            "It always is: D is convex in its second argument, so along a line, as the document's "
            "own table H.1 says.",
            "On the document's path: the certified values at five points, and the second "
            "derivative, positive for all t at once. For all paths it is the convexity of -ln.",
            prove_convex_path},
};

}  // namespace

std::span<const erratum> divergence_kinds_errata() {
  return table;
}

}  // namespace kloracle
