// SPDX-License-Identifier: Apache-2.0
//
// What is said of algorithms that minimise a KL divergence: Frank-Wolfe, multiplicative weights,
// EM.
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

std::vector<proved_fact> e33() {
  proof done;
  const exact_law p = rationals("0.5 0.3 0.2");
  const exact_law q = rationals("0.2 0.3 0.5");
  const exact_law ratio = {p[0] / q[0], p[1] / q[1], p[2] / q[2]};
  done.step(ratio[2] < ratio[1] && ratio[1] < ratio[0],
            "p = " + shown(p) + ", q = " + shown(q) + ": p/q = " + shown(ratio) +
                ", so the gradient ln(p/q) + 1 of D(p || q) is least at the third outcome, and "
                "Frank-Wolfe steps towards the law that is certain of it");
  const exact_law e3 = rationals("0 0 1");
  const exact_law step = mixed(p, e3, Q(2, 3));
  done.step(step == rationals("1/6 1/10 11/15"),
            "a Frank-Wolfe step of size 2/3 goes to exactly " + shown(step));
  done.step(e3[0] == 0 && e3[1] == 0 && step[0] / step[1] == p[0] / p[1],
            "whatever its size g, that step multiplies the first two probabilities by 1 - g and "
            "keeps their odds at " +
                shown(Q(p[0] / p[1])));
  const interval log_ratio = log(enclosed(ratio[0]));
  done.step(certainly_positive(log_ratio) && ratio[1] == 1,
            "multiplicative weights with rate eta divides those odds by (5/2)^eta, more than 1 for "
            "every eta > 0, as ln(5/2) = " +
                shown(log_ratio) + ": no step of the one is a step of the other");
  // With eta = 1/2 the new weights are p (p/q)^(-1/2) = sqrt(p q).
  std::array<interval, 3> w{sqrt(enclosed(Q(p[0] * q[0]))), sqrt(enclosed(Q(p[1] * q[1]))),
                            sqrt(enclosed(Q(p[2] * q[2])))};
  const interval total = w[0] + w[1] + w[2];
  done.rounds("the first weight after a step with eta = 1/2", w[0] / total, "0.3391", "0.1667");
  done.rounds("the second weight", w[1] / total, "0.3217", "0.1000");
  done.rounds("the third weight", w[2] / total, "0.3391", "0.7333");
  const exact_law full = normalised({p[0] / ratio[0], p[1] / ratio[1], p[2] / ratio[2]});
  done.step(full == q, "with eta = 1 multiplicative weights lands on q exactly: " + shown(full));
  return std::move(done).facts();
}

// The binomial law of two trials.
exact_law two_trials(const Q& x) {
  return {(1 - x) * (1 - x), 2 * x * (1 - x), x * x};
}

// 0 exactly on the binomial laws of two trials.
Q discriminant(const exact_law& p) {
  return p[1] * p[1] - 4 * p[0] * p[2];
}

std::vector<proved_fact> e34() {
  proof done;
  const exact_law low = two_trials(Q(1, 4));
  const exact_law high = two_trials(Q(3, 4));
  const exact_law middle = mixed(low, high, Q(1, 2));
  done.step(discriminant(low) == 0 && discriminant(high) == 0,
            "the binomial laws of two trials, an exponential family, satisfy p1^2 = 4 p0 p2: " +
                shown(low) + " and " + shown(high) + " do");
  done.step(discriminant(middle) != 0,
            "their mixture " + shown(middle) + " does not (p1^2 - 4 p0 p2 = " +
                shown(discriminant(middle)) + "): the family is not a convex set of laws");
  const exact_law start = two_trials(Q(1, 2));
  const exact_law step = mixed(start, rationals("1 0 0"), Q(1, 2));
  done.step(discriminant(step) != 0,
            "a Frank-Wolfe step from " + shown(start) + " to " + shown(step) +
                " leaves the family (p1^2 - 4 p0 p2 = " + shown(discriminant(step)) + ")");
  // The slope of sum p ln Bin(2, x) in x, at x = mean/2.
  const Q mean = middle[1] + 2 * middle[2];
  const Q x = mean / 2;
  const Q slope = mean / x - (2 - mean) / (1 - x);
  done.step(slope == 0, "the M-step matches the mean exactly: at x = mean/2 = " + shown(x) +
                            " the expected log-likelihood of " + shown(middle) + " has slope " +
                            shown(slope));
  const auto likelihood = [](const Q& a, const Q& b) {
    const Q none = (two_trials(a)[0] + two_trials(b)[0]) / 2;
    const Q both = (two_trials(a)[2] + two_trials(b)[2]) / 2;
    return Q(none * both);
  };
  const Q low_end = likelihood(Q(1, 4), Q(3, 4));
  const Q high_end = likelihood(Q(3, 4), Q(1, 4));
  const Q halfway = likelihood(Q(1, 2), Q(1, 2));
  done.step(low_end == high_end && halfway < low_end,
            "an even mixture of the binomial laws of a and b, data 0 and 2: the likelihood is " +
                shown(low_end) + " at (a, b) = (1/4, 3/4) and at (3/4, 1/4), and only " +
                shown(halfway) + " halfway, at (1/2, 1/2): its logarithm is not concave");
  return std::move(done).facts();
}

// ln of the density of N(mean, s^2) at x.
interval log_normal_density(const Q& x, const Q& mean, const Q& s) {
  const interval two_pi = interval::make(proof_bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_const_pi(lo, MPFR_RNDD);
    mpfr_const_pi(hi, MPFR_RNDU);
    mpfr_mul_2ui(lo, lo, 1, MPFR_RNDD);
    mpfr_mul_2ui(hi, hi, 1, MPFR_RNDU);
  });
  const Q z = (x - mean) / s;
  return -(log(two_pi) * Q(1, 2)) - log(enclosed(s)) - Q(z * z / 2);
}

std::vector<proved_fact> e54() {
  proof done;
  // One component, data -1 and 1: all responsibilities are 1.
  const auto fit = [](const Q& s) {
    return log_normal_density(Q(-1), Q(0), s) + log_normal_density(Q(1), Q(0), s);
  };
  done.less(
      "one component, data -1 and 1, s = 2; the M-step for weight and mean keeps s, and the "
      "log-likelihood",
      fit(Q(2)), "the log-likelihood after s^2 = mean of (x - mu)^2 = 1", fit(Q(1)));
  const Q updated = (Q(-1) * Q(-1) + Q(1) * Q(1)) / 2;
  done.step(updated == 1, "from mu = 0, s^2 = 1 the update gives s^2 = " + shown(updated) +
                              " again: log p need not increase");
  // Two components of weight 1/2, data 0 and 1: N(0, s^2) and N(0, 1).
  const auto log_likelihood = [](const Q& s) {
    const auto at = [&](const Q& x) {
      const interval narrow = exp(log_normal_density(x, Q(0), s));
      return log((narrow + exp(log_normal_density(x, Q(0), Q(1)))) * Q(1, 2));
    };
    return at(Q(0)) + at(Q(1));
  };
  const std::string name = "two components with mean 0, data 0 and 1: log-likelihood at s = ";
  done.less(name + "0.1", log_likelihood(exactly("0.1")), "log-likelihood at s = 1e-10",
            log_likelihood(exactly("1e-10")));
  done.less(name + "1e-10", log_likelihood(exactly("1e-10")), "log-likelihood at s = 1e-100",
            log_likelihood(exactly("1e-100")));
  // At 0 the mixture has at least half the narrow density, at 1 at least half the wide one.
  const interval rest = log_normal_density(Q(0), Q(0), Q(1)) +
                        log_normal_density(Q(1), Q(0), Q(1)) - const_ln2(proof_bits) * Q(2);
  done.less("the log-likelihood is at least c - ln s, which passes every bound as s goes to 0: c",
            rest, "log-likelihood + ln s at s = 0.1",
            log_likelihood(exactly("0.1")) + log(enclosed("0.1")));
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E33", "001 L.3", "source",
            "Frank-Wolfe on D(. || q) over the simplex recovers multiplicative weights.",
            "Frank-Wolfe moves to (1 - g) p + g e_k, towards a vertex. Multiplicative weights is "
            "entropic mirror descent.",
            "Both steps from one p: Frank-Wolfe keeps the odds of two outcomes for every step "
            "size, multiplicative weights changes them for every rate.",
            e33},
    erratum{"E34", "001 L.3", "source",
            "Frank-Wolfe on an exponential family corresponds to the M-step, and all of these are "
            "special cases of convex optimization.",
            "Exponential families are not convex sets of laws; the M-step is exact moment "
            "matching; mixture likelihoods are not concave.",
            "Exact witnesses among binomial laws of two trials: a mixture and a Frank-Wolfe step "
            "that leave the family, the M-step's zero slope, a mixture likelihood with a dip "
            "between two equal ends.",
            e34},
    erratum{"E54", "000 I.5", "source",
            "The M-step, given for weights and means only, maximises the ELBO; EM increases "
            "log p.",
            "The update of the variances, s_k^2 = sum r (x - mu_k)^2 / sum r, is missing; log p "
            "never decreases; the likelihood of a Gaussian mixture is unbounded.",
            "Two data points: a better variance than the one kept, a step that leaves everything "
            "as it was, and a collapsing component.",
            e54},
};

}  // namespace

std::span<const erratum> algorithms_errata() {
  return table;
}

}  // namespace kloracle
