// SPDX-License-Identifier: Apache-2.0
//
// What is said of variational inference: the reverse KL, its minimisers among products, the ELBO.
// The witnesses are tables of two binary variables, (u, v; v, u), and products of their laws.
#include <array>
#include <string>
#include <utility>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

// The product of Bernoulli laws that give their first outcomes a and b.
exact_law product_of(const Q& a, const Q& b) {
  return {a * b, a * (1 - b), (1 - a) * b, (1 - a) * (1 - b)};
}

const Q half(1, 2);

exact_law separated() {
  return rationals("0.49 0.01 0.01 0.49");
}

interval divergence(const exact_law& p, const exact_law& q) {
  return oracle_value(asked(quantity::kl, p, q));
}

// x ln x + (1 - x) ln(1 - x).
interval negative_entropy(const interval& x) {
  const interval rest = enclosed(Q(1)) - x;
  return x * log(x) + rest * log(rest);
}

// ln(a/(1 - a)) - (2a - 1) ln 49, which is 0 where the update of one factor gives the other.
interval update_residual(const Q& a) {
  return log(enclosed(Q(a / (1 - a)))) - log(enclosed(Q(49))) * Q(2 * a - 1);
}

// A zero of that between 0.9 and 0.99.
interval fixed_point(proof& done) {
  Q low = exactly("0.9");
  Q high = exactly("0.99");
  done.step(certainly_negative(update_residual(low)) && certainly_positive(update_residual(high)),
            "ln(a/(1 - a)) - (2a - 1) ln 49 changes sign between 0.9 and 0.99");
  for (int step = 0; step < 150; ++step) {
    const Q middle = (low + high) / 2;
    (certainly_negative(update_residual(middle)) ? low : high) = middle;
  }
  done.step(certainly_negative(update_residual(low)) && certainly_positive(update_residual(high)),
            "it is 0 at a = " + shown(hull(enclosed(low), enclosed(high))) +
                ", where coordinate ascent stays");
  return hull(enclosed(low), enclosed(high));
}

std::vector<proved_fact> e37() {
  proof done;
  const exact_law table = separated();
  const Q a = exactly("0.975989");
  const exact_law uniform = product_of(half, half);
  const exact_law near = product_of(a, a);
  const exact_law mirrored = product_of(1 - a, 1 - a);
  done.less(
      "table (.49, .01; .01, .49), products q = (a, 1-a) x (b, 1-b): D(q || table) at "
      "a = b = 0.975989",
      divergence(near, table), "D at a = b = 1/2", divergence(uniform, table));
  done.equal("D at a = b = 0.975989", kl_form(near, table),
             "D at the mirror image, a = b = 0.024011", kl_form(mirrored, table));
  const exact_law turned = {table[3], table[2], table[1], table[0]};
  done.step(turned == table && product_of(1 - half, 1 - half) == uniform,
            "exchanging both pairs of outcomes leaves the table as it is, so the mirror image of a "
            "minimiser, which exists by compactness, is one too; only a = b = 1/2 is its own, and "
            "it is none: there are two");
  const interval fixed = fixed_point(done);
  const interval other = enclosed(Q(1)) - fixed;
  const interval same = sqr(fixed) + sqr(other);
  const interval value = negative_entropy(fixed) * Q(2) - same * log(enclosed("0.49")) -
                         (enclosed(Q(1)) - same) * log(enclosed("0.01"));
  done.rounds("D at that a = b", value, "0.669229");
  done.rounds("D at a = b = 1/2", divergence(uniform, table), "1.272966");
  done.less("D at that a = b", value, "D at a = b = 1", divergence(product_of(1, 1), table));
  const exact_law middle = mixed(product_of(0, 0), product_of(1, 1), half);
  done.step(middle[0] * middle[3] != middle[1] * middle[2],
            "products are no convex set: halfway between two point masses lies " + shown(middle) +
                ", no product");
  return std::move(done).facts();
}

std::vector<proved_fact> e47() {
  proof done;
  const auto elbo = [](const char* joint) {
    return -oracle_value(quantity::kl, "0.5 0.5", joint, semantics::measure);
  };
  done.less("q = (.5, .5), p(x, z) = (.55, .01): ELBO", elbo("0.55 0.01"),
            "ELBO for p(x, z) = (.2, .2)", elbo("0.2 0.2"));
  done.less("and yet ln p(x) after that", log(enclosed("0.4")), "ln p(x) before it",
            log(enclosed("0.56")));
  const exact_law q = rationals("0.5 0.5");
  const exact_law joint = rationals("0.55 0.01");
  const Q evidence = joint[0] + joint[1];
  done.equal("D(q || posterior) for the first, minus ln p(x)",
             kl_form(q, normalised(joint)) - log_of(evidence), "sum q ln(q/p(x, z))",
             kl_form(q, joint));
  // The forward direction over products is solved by the marginals.
  const exact_law table = rationals("0.1 0.2 0.3 0.4");
  const Q row = table[0] + table[1];
  const Q column = table[0] + table[2];
  const exact_law marginals = product_of(row, column);
  const Q a(1, 4);
  const exact_law rows = {row, 1 - row};
  const exact_law columns = {column, 1 - column};
  const exact_law factor = {a, 1 - a};
  done.equal("table (.1, .2; .3, .4), forward KL to the product of (1/4, 3/4) and (1/4, 3/4)",
             kl_form(table, product_of(a, a)),
             "forward KL to the product of the marginals, plus D(row marginal || (1/4, 3/4)) plus "
             "D(column marginal || (1/4, 3/4))",
             kl_form(table, marginals) + kl_form(rows, factor) + kl_form(columns, factor));
  return std::move(done).facts();
}

std::vector<proved_fact> e48() {
  proof done;
  const exact_law table = separated();
  // The update of a, given b: ln(a/(1 - a)) = b ln(u/v) + (1 - b) ln(v/u).
  const closed_form update = closed_form(half) * log_of(table[0] / table[2]) +
                             closed_form(1 - half) * log_of(table[1] / table[3]);
  done.step(
      certainly_zero(update),
      "table (.49, .01; .01, .49), update from b = 1/2: ln(a/(1 - a)) = 0 exactly, so a = 1/2 "
      "and, by symmetry, b = 1/2 again: the uniform start is a fixed point, nothing increases");
  const interval start = divergence(product_of(half, half), table);
  const Q more = exactly("0.51");
  const Q less = exactly("0.49");
  done.less("D a little further along a = b, at (.51, .51)",
            divergence(product_of(more, more), table), "D at the uniform start", start);
  done.less("D at the uniform start", start, "D a little further across, at (.51, .49)",
            divergence(product_of(more, less), table));
  const interval curvature = enclosed(Q(8)) - log(enclosed(Q(49))) * Q(4);
  done.rounds("the second derivative along a = b, 8 - 4 ln 49", curvature, "-7.567");
  done.step(certainly_negative(curvature),
            "it is negative: the uniform start is a saddle of D, no "
            "local optimum, and coordinate ascent stays there");
  return std::move(done).facts();
}

std::vector<proved_fact> e51() {
  proof done;
  const exact_law uniform = product_of(half, half);
  const auto table = [](const Q& u, const Q& v) { return normalised({u, v, v, u}); };
  const exact_law even = {half, half};
  const exact_law one = rationals("0.6 0.4");
  const exact_law other = rationals("0.9 0.1");
  const Q xy = (one[0] - one[1]) * (other[0] - other[1]);
  done.equal(
      "x = 2a - 1, y = 2b - 1, here (a, b) = (0.6, 0.9), u/v = 7: "
      "D(q || table) - D(uniform || table)",
      kl_form(product_of(one[0], other[0]), table(7, 1)) - kl_form(uniform, table(7, 1)),
      "D((a, 1-a) || (1/2, 1/2)) + D((b, 1-b) || (1/2, 1/2)) - xy ln(u/v)/2",
      kl_form(one, even) + kl_form(other, even) - closed_form(xy / 2) * log_of(7));
  const interval two = enclosed(Q(2));
  const interval below = log(enclosed(Q(7)));
  done.step(certainly_lt(below, two),
            "Pinsker's inequality makes that at least (x^2 + y^2 - |xy| ln(u/v))/2, so the uniform "
            "product is the only minimiser while ln(u/v) <= 2, u/v <= e^2; ln 7 = " +
                shown(below));
  for (const char* a : {"0.6", "0.9", "0.99"}) {
    const exact_law q = product_of(exactly(a), exactly(a));
    done.less("u/v = 7: D of the uniform product", divergence(uniform, table(7, 1)),
              "D at a = b = " + std::string(a), divergence(q, table(7, 1)));
  }
  const interval above = log(enclosed(Q(9)));
  done.step(certainly_lt(two, above), "u/v = 9 is more than e^2: ln 9 = " + shown(above));
  const exact_law leaning = product_of(exactly("0.6"), exactly("0.6"));
  done.less("u/v = 9: D at a = b = 0.6", divergence(leaning, table(9, 1)),
            "D of the uniform product", divergence(uniform, table(9, 1)));
  return std::move(done).facts();
}

constexpr std::array entries{
    erratum{"E37", "000 G.2", "source",
            "The ELBO problem in q is convex with a unique solution; variational inference is the "
            "I-projection onto the exponential family.",
            "True over all q, or over a convex set of laws such as one given by moments, where "
            "the solution has exponential form. Products and exponential families are not convex: "
            "the table (.49, .01; .01, .49) has two minimisers.",
            "The uniform product is not optimal and is the only one that is its own mirror image; "
            "the stationary point and its value are enclosed. That it is the global minimiser is "
            "not needed and not proved.",
            e37},
    erratum{"E47", "000 E.1", "source",
            "Reverse KL is the only tractable direction; maximising the ELBO improves the model "
            "fit.",
            "Expectation propagation and wake-sleep work on the forward KL; D(q || posterior) is "
            "computable only up to ln p(x); the ELBO can rise while ln p(x) falls.",
            "A model whose ELBO rises and whose evidence falls; what is computable without the "
            "evidence; a forward projection in closed form.",
            e47},
    erratum{"E48", "000 E.2", "source",
            "Coordinate ascent increases the ELBO and converges to a local optimum.",
            "It never decreases the ELBO; it may stop at a saddle.",
            "The uniform start on the table (.49, .01; .01, .49): a fixed point that is a saddle.",
            e48},
    erratum{
        "E51", "000 H.2, echoed in 003 and 004", "source", "Reverse KL collapses to one mode.",
        "Only if the modes are separated: among products, for the table (u, v; v, u), iff "
        "u/v > e^2. Posterior collapse comes from the KL-to-prior term, not from the "
        "direction.",
        "Up to e^2 the uniform product is the minimiser, by Pinsker's inequality; at 9, which "
        "is above, a better product leans to one mode. What causes posterior collapse is textual.",
        e51},
};

}  // namespace

std::span<const erratum> variational_errata() {
  return entries;
}

}  // namespace kloracle
