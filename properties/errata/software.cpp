// SPDX-License-Identifier: Apache-2.0
//
// What is said of code. What floating point does is shown by running the formula in doubles and
// judging what comes out exactly; the truth beside it comes from the oracle.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

constexpr double infinity = std::numeric_limits<double>::infinity();

// sum p (ln p - ln q), as printed.
double naive_kl(const std::vector<double>& p, const std::vector<double>& q) {
  double total = 0;
  for (std::size_t i = 0; i < p.size(); ++i) total += p[i] * (std::log(p[i]) - std::log(q[i]));
  return total;
}

std::vector<double> log_softmax(std::vector<double> z) {
  const double most = *std::ranges::max_element(z);
  double total = 0;
  for (const double x : z) total += std::exp(x - most);
  for (double& x : z) x -= most + std::log(total);
  return z;
}

// sum exp(lp) (lp - lq), as printed.
double log_softmax_kl(const std::vector<double>& z, const std::vector<double>& w) {
  const std::vector<double> lp = log_softmax(z);
  const std::vector<double> lq = log_softmax(w);
  double total = 0;
  for (std::size_t i = 0; i < lp.size(); ++i) total += std::exp(lp[i]) * (lp[i] - lq[i]);
  return total;
}

interval true_kl(const std::vector<double>& z, const std::vector<double>& w) {
  problem what{quantity::kl, categorical({z.begin(), z.end()}, space::logits)};
  what.q = categorical({w.begin(), w.end()}, space::logits);
  what.how = semantics::logits;
  return oracle_value(what);
}

// Near-equal pairs of logits: how many answers of the doubles are negative, of how many positive
// truths.
struct signs {
  int tried = 0;
  int positive = 0;
  int negative = 0;
};

signs near_equal_signs() {
  signs found;
  for (int k = 1; k <= 64; ++k) {
    const std::vector<double> z{0.0, k / 16.0, 1.0 - k / 8.0, 0.5};
    std::vector<double> w = z;
    w[0] += std::ldexp(1.0, -30);
    ++found.tried;
    found.positive += certainly_positive(true_kl(z, w)) ? 1 : 0;
    found.negative += log_softmax_kl(z, w) < 0 ? 1 : 0;
  }
  return found;
}

std::vector<proved_fact> e42() {
  proof done;
  done.step(std::isnan(naive_kl({1, 0}, {0.5, 0.5})),
            "doubles, naive, p = (1, 0), q = (.5, .5): NaN, from 0 * (-infinity)");
  done.equal("D(p || q) there", kl_form(rationals("1 0"), rationals("0.5 0.5")), "ln 2", log_of(2));
  done.step(naive_kl({0.5, 0.5}, {1, 0}) == infinity &&
                is_infinite(asked(quantity::kl, rationals("0.5 0.5"), rationals("1 0"))),
            "p = (.5, .5), q = (1, 0): infinity, which is right");
  const interval longest = -log(enclosed(power_of_two(-1074)));
  done.step(
      certainly_lt(longest, enclosed(power_of_two(1023))),
      "nothing overflows: of positive doubles up to 1, |ln p - ln q| is at most " + shown(longest));
  const std::vector<double> z{0, 1, -infinity};
  const std::vector<double> w{0, 2, -infinity};
  done.step(std::isnan(log_softmax_kl(z, w)),
            "log-softmax form, logits (0, 1, -inf) and (0, 2, -inf): NaN");
  done.rounds("D of those two", true_kl(z, w), "0.082608");
  const signs near = near_equal_signs();
  done.step(near.positive == near.tried && near.negative > 0,
            "log-softmax form, " + std::to_string(near.tried) +
                " pairs of logits that differ by 2^-30 in one place: D is positive for each, and "
                "some answers are negative");
  return std::move(done).facts();
}

std::vector<proved_fact> e43() {
  proof done;
  const exact_law p = rationals("0.7 0.3");
  const exact_law q = rationals("0.5 0.5");
  const interval d = oracle_value(asked(quantity::kl, p, q));
  done.rounds("coin (.7, .3) against (.5, .5): the sum, D(p || q)", d, "0.082");
  done.rounds("the mean over its two elements, what the default gives", d * Q(1, 2), "0.041",
              "0.082");
  const problem passed = asked(quantity::kl, "0.7 0.3", "0.5 0.5", semantics::prob_vs_logprob);
  const interval wrong = oracle_value(passed);
  done.rounds("the sum if q is passed where ln q is due, sum p (ln p - q)", wrong, "-1.11086");
  done.step(certainly_negative(wrong), "that is negative, as no KL of two laws is");
  return std::move(done).facts();
}

// The oracle's mean of both directions, after p + eps and q + eps were normalised.
problem jeffreys(exact_law p, exact_law q, const Q& eps) {
  for (Q& x : p) x += eps;
  for (Q& x : q) x += eps;
  problem what = asked(quantity::jeffreys, normalised(p), normalised(q));
  what.convention = "mean";
  return what;
}

std::vector<proved_fact> e44() {
  proof done;
  const exact_law p = rationals("1 0");
  const exact_law q = rationals("0 1");
  done.infinite("p = (1, 0), q = (0, 1): Jeffreys", jeffreys(p, q, 0));
  const std::array<std::array<const char*, 2>, 4> rows{
      {{"1e-6", "13.8155"}, {"1e-10", "23.0259"}, {"1e-15", "34.5388"}, {"1e-20", "46.0517"}}};
  for (const auto& [eps, value] : rows) {
    done.rounds("the same with eps = " + std::string(eps),
                oracle_value(jeffreys(p, q, exactly(eps))), value);
  }
  const volatile double tiny = 1e-320;
  done.step(
      (1.0 + tiny) / tiny == infinity,
      "the same in doubles with eps = 1e-320, which is not 0: p/q = (1 + eps)/eps is infinity");
  const exact_law middle = mixed(p, q, Q(1, 2));
  const closed_form jsd = closed_form(Q(1, 2)) * (kl_form(p, middle) + kl_form(q, middle));
  done.equal("Jensen-Shannon there, without an eps", jsd, "ln 2, its bound", log_of(2));
  const Q few = exactly("1e-12");
  const Q more = exactly("1e-6");
  const exact_law a = {few, 1 - few};
  const exact_law b = {more, 1 - more};
  done.rounds("masses 1e-12 and 1e-6, the rest elsewhere: Jeffreys",
              oracle_value(jeffreys(a, b, 0)), "0.00000691");
  done.rounds("the same with eps = 1e-10", oracle_value(jeffreys(a, b, exactly("1e-10"))),
              "0.00000460", "0.00000691");
  return std::move(done).facts();
}

std::vector<proved_fact> e45() {
  proof done;
  const exact_law policy = rationals("0.5 0.5");
  const exact_law ref = rationals("0.25 0.75");
  const interval one = log(enclosed(Q(policy[1] / ref[1])));
  done.step(certainly_negative(one),
            "policy (.5, .5), ref (.25, .75): one sampled second response "
            "gives the log-ratio " +
                shown(one) + ", negative; no KL is");
  done.equal("its mean over the policy's own samples",
             closed_form(policy[0]) * log_of(policy[0] / ref[0]) +
                 closed_form(policy[1]) * log_of(policy[1] / ref[1]),
             "D(policy || ref)", kl_form(policy, ref));
  const interval off =
      log(enclosed(Q(policy[0] / ref[0]))) * ref[0] + log(enclosed(Q(policy[1] / ref[1]))) * ref[1];
  done.step(certainly_negative(off),
            "its mean over samples of ref, off-policy, is " + shown(off) + ", negative as well");
  return std::move(done).facts();
}

std::vector<proved_fact> e46() {
  proof done;
  const volatile double low = -746;
  const volatile double high = 710;
  const volatile float low_single = -104;
  const volatile float high_single = 89;
  done.step(std::exp(low) == 0 && std::exp(high) == infinity,
            "in doubles exp(-746) is 0 and exp(710) is infinity");
  done.step(
      std::exp(low_single) == 0 && std::exp(high_single) == std::numeric_limits<float>::infinity(),
      "in single precision exp(-104) is 0 and exp(89) is infinity");
  // Half of the least subnormal rounds to 0; half an ulp past the largest number to infinity.
  done.rounds("a correctly rounded exp is 0 below a threshold: in binary64 -1075 ln 2",
              -(const_ln2(proof_bits) * Q(1075)), "-745.13");
  done.rounds("in binary32 -150 ln 2", -(const_ln2(proof_bits) * Q(150)), "-103.97");
  const auto overflow = [](long bits, long exponent) {
    return log(enclosed(Q(power_of_two(exponent) - power_of_two(exponent - bits - 1))));
  };
  done.rounds("it is infinity from another on: in binary64 ln(2^1024 - 2^970)", overflow(53, 1024),
              "709.78");
  done.rounds("in binary32 ln(2^128 - 2^103)", overflow(24, 128), "88.72");
  done.step(certainly_positive(exp(enclosed("-746"))),
            "the real exp(-746) is " + shown(exp(enclosed("-746"))) + ", positive");
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E42", "000 D.1", "source",
            "The naive form can overflow; the log-softmax version is CORRECT.",
            "Given probabilities, the naive form fails by 0 * (-inf) = NaN, not by overflow. The "
            "log-softmax version gives NaN on shared -inf logits and is negative for many "
            "near-equal pairs.",
            "Both formulas are run in doubles. How many answers are negative depends on the "
            "library's exp and log; that there are some is what is checked.",
            e42},
    erratum{"E43", "000 D.1, J.3; 001 M.3; 002", "source",
            "kl_div(log_q, p) computes the sum and expects inputs in log space.",
            "Its default reduction is the mean over elements; only the first argument is in log "
            "space by default.",
            "In part: the values that both readings give for the coin. What the default is, is "
            "the library's own documentation.",
            e43},
    erratum{"E44", "000 D.3", "source", "Jeffreys is more numerically stable than computing JSD.",
            "The reverse: JSD is bounded and needs no eps; Jeffreys with an eps gives a value that "
            "the eps chose.",
            "Disjoint supports and tiny masses, with the eps of the code and without, certified; "
            "one overflow run in doubles. Jeffreys is half the sum here, as in the code.",
            e44},
    erratum{"E45", "000 D.4", "source",
            "Docstrings: vae_kl_loss returns shape (batch,), the RLHF penalty is the mean KL per "
            "sequence and per token.",
            "The first returns a scalar; the second returns beta times a mean log-ratio, an "
            "estimate that may be negative and is unbiased only on-policy.",
            "In part: log-ratios of one pair of policies. The shape that code returns is textual.",
            e45},
    erratum{"E46", "000 D.4", "source", "The log-variance parameterisation ensures sigma^2 > 0.",
            "In the reals. In floats exp underflows to 0 below -103.97 (binary32) or -745.13 "
            "(binary64) and overflows above 88.72 or 709.78.",
            "exp is run in both precisions beyond the thresholds, and the thresholds are enclosed.",
            e46},
};

}  // namespace

std::span<const erratum> software_errata() {
  return table;
}

}  // namespace kloracle
