// SPDX-License-Identifier: Apache-2.0
//
// What is said of supports, limits and boundaries.
#include <algorithm>
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

// The question as printed: is p(x) > 0 wherever q(x) = 0?
bool positive_wherever_q_is_zero(const exact_law& p, const exact_law& q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0 && p[i] == 0) return false;
  }
  return true;
}

std::vector<proved_fact> e35() {
  proof done;
  const exact_law p = rationals("0.5 0.25 0.25 0");
  const exact_law q = rationals("0.5 0.5 0 0");
  done.step(!positive_wherever_q_is_zero(p, q) && is_infinite(asked(quantity::kl, p, q)),
            "p = " + shown(p) + ", q = " + shown(q) +
                ": the answer is no, for the last outcome, and D(p || q) = +infinity");
  const exact_law r = rationals("0.25 0.25 0.25 0.25");
  done.step(positive_wherever_q_is_zero(p, r),
            "q = " + shown(r) + " has no zeros: the answer is yes, of nothing");
  done.rounds("D(p || q) for that q", oracle_value(asked(quantity::kl, p, r)), "0.3466");
  return std::move(done).facts();
}

// The image under the statistic that merges the first two outcomes.
exact_law merged(const exact_law& p) {
  exact_law image = {p[0] + p[1]};
  image.insert(image.end(), p.begin() + 2, p.end());
  return image;
}

std::vector<proved_fact> e36() {
  proof done;
  const exact_law p = rationals("0.4 0.4 0.2 0");
  const exact_law q = rationals("0.1 0.3 0 0.6");
  done.step(is_infinite(asked(quantity::kl, p, q)) &&
                is_infinite(asked(quantity::kl, merged(p), merged(q))),
            "p = " + shown(p) + ", q = " + shown(q) +
                ", T merges the first two outcomes: D(p || q) = D(p_T || q_T) = +infinity");
  done.differ("but T is not sufficient: p/q at the first outcome", Q(p[0] / q[0]),
              "p/q at the second", Q(p[1] / q[1]));
  const exact_law a = rationals("0.4 0.4 0.2");
  const exact_law b = rationals("0.1 0.1 0.8");
  const exact_law c = rationals("0.1 0.3 0.6");
  done.equal("a = " + shown(a) + ", b = " + shown(b) + ": D(a || b)", kl_form(a, b),
             "D(a_T || b_T)", kl_form(merged(a), merged(b)));
  done.less("a and c = " + shown(c) + ", so that one pair does not settle it: D(a_T || c_T)",
            oracle_value(asked(quantity::kl, merged(a), merged(c))), "D(a || c)",
            oracle_value(asked(quantity::kl, a, c)));
  return std::move(done).facts();
}

std::vector<proved_fact> e39() {
  proof done;
  for (const long n : {10L, 30L, 100L}) {
    const Q small = power_of_two(-n * n);
    const exact_law p = {1 - Q(1, n), Q(1, n)};
    const exact_law q = {1 - small, small};
    const interval d = oracle_value(asked(quantity::kl, p, q));
    done.step(certainly_lt(enclosed(Q(n, 2)), d),
              "p_n = (1 - 1/n, 1/n) and q_n = (1 - 2^(-n^2), 2^(-n^2)) both go to (1, 0); n = " +
                  std::to_string(n) + ": D(p_n || q_n) = " + shown(d) + " > n/2");
  }
  const exact_law limit = rationals("1 0");
  const Q there = oracle_rational(asked(quantity::kl, limit, limit));
  done.step(there == 0, "at the limit D((1, 0) || (1, 0)) = " + shown(there) +
                            ": not continuous, only lower semicontinuous");
  // (D(t) - D(0))/t for p = (1 - t, t), q = (1/2, 1/2), D(0) = ln 2.
  for (const long k : {10L, 100L, 1000L}) {
    const Q t = power_of_two(-k);
    const interval slope = log(enclosed(t)) + log1p(-enclosed(t)) * Q((1 - t) / t);
    done.less("p = (1 - t, t), q = (1/2, 1/2), t = 2^-" + std::to_string(k) +
                  ": the difference quotient (D(t) - D(0))/t",
              slope, "-k/2", enclosed(Q(-k, 2)));
  }
  return std::move(done).facts();
}

std::vector<proved_fact> e52() {
  proof done;
  const exact_law left = rationals("0.9 0.1");
  const exact_law right = rationals("0.1 0.9");
  const exact_law q = rationals("0.5 0.5");
  for (const char* t : {"0", "0.25", "0.4"}) {
    const exact_law here = mixed(left, right, exactly(t));
    const exact_law there = mixed(left, right, 1 - exactly(t));
    const std::string at = "p_t from (.9, .1) to (.1, .9), q = (.5, .5), t = " + std::string(t);
    done.equal(at + ": D(p_t || q)", kl_form(here, q), "D(p_(1-t) || q)", kl_form(there, q));
    done.equal(at + ": D(q || p_t)", kl_form(q, here), "D(q || p_(1-t))", kl_form(q, there));
  }
  done.differ("the directions differ, at t = 0: D(p_t || q)",
              oracle_value(asked(quantity::kl, left, q)), "D(q || p_t)",
              oracle_value(asked(quantity::kl, q, left)));
  return std::move(done).facts();
}

std::vector<proved_fact> e61() {
  proof done;
  const exact_law p = rationals("0.5 0.5 0");
  const exact_law q = rationals("0.25 0.75 0");
  done.rounds("p = " + shown(p) + ", q = " + shown(q) +
                  ": the proof divides by b_3 = 0; with 0 ln(0/0) = 0 D(p || q)",
              oracle_value(asked(quantity::kl, p, q)), "0.143841");
  done.infinite("where b_3 = 0 < a_3 the convention is another; p = (.5, .25, .25): D(p || q)",
                asked(quantity::kl, rationals("0.5 0.25 0.25"), q));
  // g(s, t) = s ln(s/t) at s = 1/n, ln t = -n.
  for (const long n : {10L, 1000L, 1000000L}) {
    const interval g = log(enclosed(Q(1, n))) * Q(1, n) + Q(1);
    done.step(certainly_lt(enclosed(Q(1, 2)), g),
              "g(s, t) = s ln(s/t) at s = 1/n, t = e^-n, n = " + std::to_string(n) + ": " +
                  shown(g) +
                  " > 1/2, while g(0, 0) = 0: at the boundary g is only lower "
                  "semicontinuous, and its Hessian entry 1/s is " +
                  std::to_string(n));
  }
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E35", "001 M.4", "source",
            "Does p(x) > 0 wherever q(x) = 0? If so, D(p || q) is infinite.",
            "It is infinite iff p(x) > 0 for some x with q(x) = 0.",
            "The printed question, asked of two pairs: it answers no where D is infinite, and yes "
            "where D is finite.",
            e35},
    erratum{"E36", "000 G.1", "source",
            "A statistic is sufficient if and only if it leaves the KL as it is.",
            "The \"if\" needs a finite KL, and equality for all pairs of parameters.",
            "A pair with infinite KL before and after whose likelihood ratios differ in a cell; a "
            "family of three where one pair agrees and another does not.",
            e36},
    erratum{"E39", "000 A.3", "source", "KL is continuous and differentiable.",
            "Only inside the simplex; in general it is lower semicontinuous.",
            "Sequences that go to one point while their KL grows without bound; difference "
            "quotients at a vertex that fall without bound.",
            e39},
    erratum{"E52", "000 I.1", "source", "Along the path both directions are symmetric.",
            "Each direction is symmetric under t to 1 - t; the two directions differ (0.368 and "
            "0.511 at the ends).",
            "Symbolic equality under t to 1 - t at three points, and two disjoint enclosures.",
            e52},
    erratum{"E61", "000 A.1, A.2", "upstream",
            "The proofs divide by b_i and take t > 0 while g(s, 0) is defined; the Hessian "
            "argument is for s > 0.",
            "Add the conventions for zeros, and close g as a lower semicontinuous function; the "
            "statements stand.",
            "In part: values at the boundary that the printed proofs do not reach. That they do "
            "not is a matter of their text.",
            e61},
};

}  // namespace

std::span<const erratum> supports_errata() {
  return table;
}

}  // namespace kloracle
