// SPDX-License-Identifier: Apache-2.0
//
// Large deviations and hypothesis tests: 000 B.4 and I.4. Claims on limits, refuted by what holds
// exactly at every n.
#include <array>

#include "properties/errata/binomial_sums.hpp"
#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;
using enum quantity;

const Q level(1, 20);

std::string at(const std::string& of, long n) {
  return "n = " + std::to_string(n) + ": " + of;
}

std::vector<proved_fact> prove_stein() {
  proof s;
  const problem claimed = asked(kl, "1/2 1/2", "1 0");
  const problem right = asked(kl, "1 0", "1/2 1/2");
  for (const long n : {1L, 10L, 100L}) {
    s.equal(at("H0 is (1, 0), H1 is (1/2, 1/2), level 0.05: the least error, times 2^n,", n),
            Q(least_second_error({1, Q(1, 2)}, n, level) * power_of_two(n)), "1 - 0.05",
            Q(1 - level));
  }
  s.infinite("the exponent claimed, D(H1 || H0),", claimed);
  s.rounds("the exponent D(H0 || H1) = ln 2", oracle_value(right), "0.6931");
  const interval other = oracle_value(kl, "0.9 0.1", "0.5 0.5");
  for (const long n : {200L, 800L, 3200L}) {
    const Q error = least_second_error({Q(1, 2), Q(9, 10)}, n, level);
    s.less("H0 is (0.5, 0.5), H1 is (0.9, 0.1): D(H1 || H0)", other,
           at("-(1/n) ln of the least error", n), exponent(error, n));
  }
  s.rounds("D(H0 || H1)", oracle_value(kl, "0.5 0.5", "0.9 0.1"), "0.5108");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_chernoff() {
  proof s;
  const auto of_order = [](quantity what, const char* order) {
    problem result = asked(what, "0.9 0.1", "0.5 0.5");
    result.order = as_number(exactly(order));
    return oracle_value(result);
  };
  const interval information = oracle_value(chernoff_information, "0.9 0.1", "0.5 0.5");
  const interval divergence = oracle_value(kl, "0.9 0.1", "0.5 0.5");
  s.less("(0.9, 0.1), (0.5, 0.5): D_1/4", of_order(renyi, "1/4"), "D_1/2", of_order(renyi, "1/2"));
  s.less("D_1/2", of_order(renyi, "1/2"), "D_3/4", of_order(renyi, "3/4"));
  s.less("D_3/4", of_order(renyi, "3/4"), "D_1, the KL divergence", divergence);
  s.less("the Chernoff information C", information, "the smallest of these, D_1/4",
         of_order(renyi, "1/4"));
  for (const char* order : {"0.25", "0.45", "0.46", "0.75"}) {
    const Q a = exactly(order);
    s.less(std::string("(1 - a) D_a at a = ") + order, of_order(renyi, order) * Q(1 - a), "C",
           information);
  }
  return std::move(s).facts();
}

// P(the frequency of heads in n fair tosses is exactly k/n).
Q exactly_heads(long k, long n) {
  return binomial_coefficient(n, k) * power_of_two(-n);
}

/// How many n up to 1000 have a number k of heads of which `reached` holds.
template <class Reached>
long lengths_with(Reached reached) {
  long count = 0;
  for (long n = 1; n <= 1000; ++n) {
    bool any = false;
    for (long k = 0; k <= n && !any; ++k) any = reached(k, n);
    count += any ? 1 : 0;
  }
  return count;
}

std::vector<proved_fact> prove_sanov() {
  proof s;
  const interval heads = sqrt(enclosed("1/2"));
  const interval tails = -(heads - Q(1));
  s.less("D of (1/sqrt 2, 1 - 1/sqrt 2) from the fair coin, which is finite,",
         heads * log(heads * Q(2)) + tails * log(tails * Q(2)), "ln 2", const_ln2(proof_bits));
  s.step(lengths_with([](long k, long n) { return 2 * k * k == n * n; }) == 0,
         "no frequency k/n is 1/sqrt 2, which is irrational (none to n = 1000): the probability of "
         "this closed set is 0 at every n");
  const interval d = oracle_value(kl, "1/3 2/3", "1/2 1/2");
  s.rounds("D of (1/3, 2/3) from the fair coin", d, "0.05663");
  for (const long n : {3L, 300L, 3000L}) {
    const interval bound = d + log(enclosed(Q(n + 1))) * Q(1, n);
    s.less(at("-(1/n) ln P(frequency is 1/3)", n), exponent(exactly_heads(n / 3, n), n),
           "D + ln(n + 1)/n", bound);
  }
  s.step(lengths_with([](long k, long n) { return 3 * k == n && n % 3 != 0; }) == 0,
         "at every n that 3 does not divide, P(frequency is 1/3) = 0 (checked to n = 1000)");
  return std::move(s).facts();
}

std::vector<proved_fact> prove_confidence() {
  proof s;
  s.equal("a posterior that is the prior: D(posterior || prior)",
          oracle_rational(asked(kl, "1/2 1/2", "1/2 1/2")), "the exponent claimed", 0);
  const interval coin = oracle_value(kl, "0.7 0.3", "0.5 0.5");
  for (const long n : {10L, 100L, 1000L}) {
    const Q tail = upper_tail(Q(1, 2), n, 7 * n / 10);
    s.less("D((0.7, 0.3) || (0.5, 0.5)), of the frequency from the coin,", coin,
           at("-(1/n) ln P(frequency of heads >= 0.7)", n), exponent(tail, n));
  }
  // C.1's bound: sqrt((KL + ln(2 sqrt n/delta))/(2 n)).
  const auto slack = [](long divergence) {
    const interval log_term = log(sqrt(enclosed(Q(1000))) * Q(40));
    return sqrt((log_term + Q(divergence)) * Q(1, 2000));
  };
  s.less("C.1's slack at n = 1000, delta = 0.05 and KL 0", slack(0), "its slack at KL 5", slack(5));
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{
        "E16", "000 B.4, Stein", "upstream",
        "With data from q under H0 and from p under H1, the error of the second kind decays as "
        "e^(-n D(p || q)).",
        "The null hypothesis comes first: the exponent is D(H0 || H1) = D(q || p).",
        "With H0 = (1, 0) the best test's error is (1 - alpha) 2^-n at every n (computed exactly "
        "at three): the exponent is ln 2 = D(H0 || H1), where D(H1 || H0) is infinite. With "
        "coins of 0.5 and 0.9, exact errors at finite n, past the exponent claimed.",
        prove_stein},
    erratum{
        "E17", "000 B.4, Chernoff", "source",
        "The Chernoff information is the maximum of the Renyi divergences over the orders.",
        "It is C = max over 0 <= a <= 1 of (1 - a) D_a. D_a itself does not decrease in a, so "
        "its maximum there is the KL divergence.",
        "On one pair: C is below even D_1/4, D_a grows up to the KL divergence, and (1 - a) D_a "
        "stays below C on both sides of the maximiser.",
        prove_chernoff},
    erratum{"E28", "000 I.4, Sanov", "source",
            "-(1/n) ln P(empirical law in E) converges to the least divergence from E, for every E "
            "that is closed in total variation.",
            "Closed gives only one half: E must be the closure of its interior (on the relevant "
            "side).",
            "Two closed sets of one point each: one of probability 0 at every n while D is finite, "
            "one of probability 0 unless 3 divides n, where the exponents stay below "
            "D + ln(n + 1)/n (checked at three n; at all by counting the laws possible): no limit.",
            prove_sanov},
    erratum{"E29", "000 I.4, remark", "source",
            "The probability of a deviation decays as e^(-n D(posterior || prior)): a larger KL "
            "means more confidence.",
            "Sanov's exponent compares the empirical law with that of the data. In C.1's bound a "
            "larger D(posterior || prior) means less confidence.",
            "With posterior = prior the claim allows no decay, yet a fair coin's exact tail "
            "probabilities decay, with exponents above D of the frequency 0.7 from the coin; and "
            "C.1's slack grows with KL.",
            prove_confidence},
};

}  // namespace

std::span<const erratum> testing_errata() {
  return table;
}

}  // namespace kloracle
