// SPDX-License-Identifier: Apache-2.0
//
// What is said of mutual information, generalisation bounds, codes and transport.
#include <array>
#include <string>

#include "properties/errata/exact_laws.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

// X = Z uniform on k outcomes, critic f = height * 1[x = z], one positive and one independent
// candidate: the mean of ln(e^f(x,z) / (half the sum over both)).
interval two_candidates(long k, const interval& height) {
  const interval grown = exp(height);
  const interval hit = log(grown / grown);  // the other candidate equals z too
  const interval miss = log(grown * Q(2) / (grown + Q(1)));
  return hit * Q(1, k) + miss * Q(k - 1, k);
}

problem diagonal_information(const char* table, std::size_t k) {
  return {quantity::mutual_information, joint(numbers(table), {k, k})};
}

std::vector<proved_fact> e40() {
  proof done;
  const interval info = oracle_value(diagonal_information("0.5 0 0 0.5", 2));
  done.rounds("X = Z a fair bit: I(X; Z)", info, "0.693147");
  // The positive is not among the candidates: E f(x, z) - E f(x, z').
  const Q negatives_only = Q(10) - Q(10) * Q(1, 2);
  done.less("that I", info, "value with f = 10 * 1[x = z] against one negative alone",
            enclosed(negatives_only));
  const interval height = enclosed(Q(10));
  done.less("value with the positive among the N = 2 candidates", two_candidates(2, height), "I",
            info);
  const interval loss = const_ln2(proof_bits) - two_candidates(2, -height);
  done.less("I", info, "the loss itself, ln N minus that value, of the critic f = -10 * 1[x = z]",
            loss);
  const interval more =
      oracle_value(diagonal_information("0.25 0 0 0 0 0.25 0 0 0 0 0.25 0 0 0 0 0.25", 4));
  const interval cap = const_ln2(proof_bits);
  done.less(
      "no critic passes ln N, as e^f(x, z) is one of the N summands; X = Z uniform on four, f = "
      "1000 * 1[x = z], N = 2: value",
      two_candidates(4, enclosed(Q(1000))), "ln N", cap);
  done.less("ln N", cap, "I there", more);
  done.less("a loss that falls raises the bound on I; value for f = 1[x = z]",
            two_candidates(2, enclosed(Q(1))), "value for f = 10 * 1[x = z]",
            two_candidates(2, height));
  return std::move(done).facts();
}

// P(at most `most` heads in n fair tosses).
Q few_heads(long n, long most) {
  Z ways = 1;
  Z total = 0;
  for (long k = 0; k <= most; ++k) {
    total += ways;
    ways = ways * (n - k) / (k + 1);
  }
  return Q(total) * power_of_two(-n);
}

// sqrt((KL + ln(2 sqrt(n)/delta))/(2n)) at KL = 0.
interval slack(long n, const Q& delta) {
  return sqrt(log(sqrt(enclosed(Q(n))) * Q(2 / delta)) * Q(1, 2 * n));
}

std::vector<proved_fact> e41() {
  proof done;
  done.step(few_heads(1, 0) == Q(1, 2),
            "Q = P, so KL = 0 and the bound as printed is 0; n = 1, a fair 0-1 loss: the true loss "
            "exceeds the empirical one by 1/2 with probability " +
                shown(few_heads(1, 0)));
  const Q delta = exactly("0.05");
  const interval bound = slack(100, delta);
  // The gap passes the bound when heads/100 < 1/2 - bound.
  const long most = 32;
  done.step(certainly_lt(enclosed(Q(1, 2) - Q(most + 1, 100)), bound),
            "n = 100, delta = 0.05: the bound with its log term is " + shown(bound) +
                ", which 33 heads or more of 100 do not pass");
  done.less("probability of at most 32 heads", few_heads(100, most), "delta", delta);
  const interval eight = slack(8, delta);
  done.step(certainly_lt(eight, enclosed(Q(10) * (Q(1, 2) - Q(3, 8)))),
            "a loss of 0 or 10, outside [0, 1], n = 8: the bound is " + shown(eight) +
                ", and 3 losses of 8 are a gap of 1.25");
  done.less("delta", delta, "probability of at most 3 of 8", few_heads(8, 3));
  const interval inside = log(sqrt(enclosed(Q(8))) * Q(Q(2) / 6));
  done.step(certainly_negative(inside),
            "delta = 6, n = 8, KL = 0: ln(2 sqrt(n)/delta) = " + shown(inside) +
                " is negative and the bound no real number");
  return std::move(done).facts();
}

problem transport(const exact_law& p, const exact_law& q, std::vector<number> support) {
  problem what = asked(quantity::wasserstein_1, p, q);
  what.support = std::move(support);
  return what;
}

std::vector<proved_fact> e53() {
  proof done;
  for (const long n : {10L, 1000L, 1000000L}) {
    const exact_law p = {1 - Q(1, n), Q(1, n)};
    const Q w = oracle_rational(transport(p, rationals("1 0"), {0, n}));
    const Q tv = oracle_rational(asked(quantity::total_variation, p, rationals("1 0")));
    done.step(w == 1 && tv == Q(1, n),
              "(1 - 1/n) delta_0 + (1/n) delta_n, n = " + std::to_string(n) +
                  ": total variation from delta_0 is " + shown(tv) +
                  ", so it converges to it weakly, and W1 is " + shown(w));
  }
  const exact_law at_zero = rationals("1 0");
  const exact_law at_a = rationals("0 1");
  done.infinite("delta_0 and delta_a, a not 0, where KL can have no gradient: KL",
                asked(quantity::kl, at_zero, at_a));
  const exact_law middle = mixed(at_zero, at_a, Q(1, 2));
  done.equal("Jensen-Shannon there, constant in a",
             closed_form(Q(1, 2)) * (kl_form(at_zero, middle) + kl_form(at_a, middle)), "ln 2",
             log_of(2));
  const Q a = exactly("0.001");
  const Q right = oracle_rational(transport(at_zero, at_a, {0, as_number(a)}));
  const Q left = oracle_rational(transport(at_zero, at_a, {0, as_number(-a)}));
  const Q slope_right = right / a;
  const Q slope_left = left / -a;
  done.step(slope_right == 1 && slope_left == -1,
            "W1(delta_0, delta_a) = |a|: its difference quotients at 0 are " + shown(slope_left) +
                " from the left and " + shown(slope_right) + " from the right");
  return std::move(done).facts();
}

std::vector<proved_fact> e57() {
  proof done;
  const problem shared = diagonal_information("0.5 0 0 0.5", 2);
  const interval info = oracle_value(shared);
  const interval objective = info - info * Q(2);
  done.step(certainly_negative(objective),
            "T = X = Y a fair bit, beta = 2: I(X; T) - beta I(T; Y) = " + shown(objective) +
                ", and no KL to any target law is negative");
  return std::move(done).facts();
}

std::vector<proved_fact> e59() {
  proof done;
  const exact_law fair = rationals("0.5 0.5");
  const exact_law rigged = rationals("0.99 0.01");
  done.rounds("cross-entropy of the fair coin believed rigged (.99, .01)",
              oracle_value(asked(quantity::cross_entropy, fair, rigged)), "2.3076");
  done.rounds("cross-entropy of the rigged coin believed fair",
              oracle_value(asked(quantity::cross_entropy, rigged, fair)), "0.6931");
  done.rounds("entropy of the fair coin itself", oracle_value(asked(quantity::entropy, fair)),
              "0.6931", "2.3076");
  return std::move(done).facts();
}

constexpr std::array table{
    erratum{"E40", "000 C.3", "source",
            "The InfoNCE loss is a lower bound on I(X; Z); CLIP minimises the KL between joint "
            "and product.",
            "Minus the loss, plus ln N, is the lower bound; the positive must be among the N "
            "candidates; the bound never passes ln N; CLIP maximises that KL.",
            "Exact expectations over all candidates for X = Z uniform. That CLIP's loss is this "
            "one is textual.",
            e40},
    erratum{"E41", "000 C.1", "source",
            "The generalisation gap is bounded by sqrt(KL/n), for any delta > 0.",
            "The log term was dropped: sqrt((KL + ln(2 sqrt(n)/delta))/(2n)), for delta in (0, 1), "
            "a loss in [0, 1] and n >= 8.",
            "Exact binomial probabilities: the printed bound fails half the time, the full one "
            "holds at n = 100, and each condition has a witness but n >= 8.",
            e41},
    erratum{"E53", "000 I.2", "source",
            "W metrises weak convergence; KL has a closed form; gradients of KL vanish; W is "
            "differentiable.",
            "W needs moments or a bounded space; mixtures have no closed-form KL; where KL is "
            "infinite there is no gradient (JSD is the flat one); |a| is not differentiable at 0.",
            "Exact transport between point masses and their mixtures. That KL between mixtures has "
            "no closed form is textual.",
            e53},
    erratum{"E57", "002", "source", "The information bottleneck is a KL to a target distribution.",
            "It minimises I(X; T) - beta I(T; Y).",
            "That objective is negative for one fair bit, as no KL of laws is. What the method is "
            "called is textual.",
            e57},
    erratum{"E59", "004", "source",
            "Where a fair coin is believed rigged, the entropy is much larger.",
            "It is the cross-entropy: 2.3076 against 0.6931 nats; the entropy is 0.6931 in the "
            "second case.",
            "Both cross-entropies and the entropy, certified.", e59},
};

}  // namespace

std::span<const erratum> information_errata() {
  return table;
}

}  // namespace kloracle
