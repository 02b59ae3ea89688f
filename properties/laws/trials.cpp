// SPDX-License-Identifier: Apache-2.0
//
// Repeated trials: what n draws say of one, and how probable a type is.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

// --- coins ---

// What adds over independent trials.
bool adds(const offered_function& f) {
  static constexpr std::array some{
      kl,    reverse_kl,    jeffreys, bhattacharyya_distance, chernoff_information,
      renyi, max_log_ratio, chernoff};
  return std::find(some.begin(), some.end(), f.what) != some.end() && recipe::on_simplex(f);
}

// What depends on the likelihood ratio's distribution alone.
bool of_ratios(const offered_function& f) {
  return recipe::on_simplex(f) && kind::under_channels(f) != 0;
}

// n tosses of a coin of l 2^-w: the probabilities of 0..n heads, in units of 2^-(n w).
recipe::units binomial(std::int64_t l, int w, std::size_t n) {
  const std::int64_t rest = (std::int64_t{1} << w) - l;
  recipe::units x{1};
  for (std::size_t toss = 0; toss < n; ++toss) {
    x.push_back(0);
    for (std::size_t i = x.size(); i-- > 0;) x[i] = rest * x[i] + (i > 0 ? l * x[i - 1] : 0);
  }
  return x;
}
// The same, of the 2^n sequences.
recipe::units sequences(std::int64_t l, int w, std::size_t n) {
  const recipe::units coin{(std::int64_t{1} << w) - l, l};
  recipe::units x{1};
  for (std::size_t toss = 0; toss < n; ++toss) x = recipe::product(x, coin);
  return x;
}

struct coins {
  int w;
  std::int64_t p;
  std::int64_t q;
};
coins two_coins(choices& c, int most_bits, std::int64_t least) {
  coins x{};
  x.w = static_cast<int>(c.between(1, most_bits));
  const std::int64_t most = (std::int64_t{1} << x.w) - least;
  x.p = c.between(least, most);
  x.q = c.one_of(2) == 0 ? c.between(least, most) : std::clamp(x.p + c.between(-1, 1), least, most);
  return x;
}

// Heads in n tosses, and one toss.
void draw_tosses(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const std::size_t n =
      2 + c.one_of(std::min<std::size_t>(std::max<std::size_t>(where.max_n, 3) - 2, 4));
  const coins x = two_coins(c, where.in.precision / static_cast<int>(n), 1);
  const int k = x.w * static_cast<int>(n);
  recipe::give(binomial(x.p, x.w, n), binomial(x.q, x.w, n), k, where.f, to.input(0));
  recipe::give(sequences(x.p, x.w, 1), sequences(x.q, x.w, 1), x.w, where.f, to.input(1));
  to.weights = {static_cast<double>(n)};
}

interval n_times_one(const law_instance& x, values v, const law_scope&) {
  return v[0] - v[1] * recipe::exactly(x.weights[0]);
}

// All sequences of n tosses, and the number of heads.
void draw_sequences(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const std::size_t n = 2 + c.one_of(where.max_n >= 8 ? 2 : 1);
  const coins x = two_coins(c, where.in.precision / static_cast<int>(n), 1);
  const int k = x.w * static_cast<int>(n);
  recipe::give(sequences(x.p, x.w, n), sequences(x.q, x.w, n), k, where.f, to.input(0));
  recipe::give(binomial(x.p, x.w, n), binomial(x.q, x.w, n), k, where.f, to.input(1));
}

// --- types ---

constexpr int most_type_bits = 7;  // sequences of up to 128 outcomes: their number is exact

// P the type of a sequence of 2^k outcomes; its counts are kept.
void draw_type(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const int bits = std::min(where.in.precision, most_type_bits);
  recipe::unit_pair x = recipe::simplex_pair(
      c, where, {.bits = bits, .most_n = std::min<std::size_t>(where.max_n, 32)});
  if (c.one_of(2) == 1) x.p = recipe::simplex(c, x.p.size(), x.k, 0);
  recipe::give(x, where, to.input(0));
  recipe::give(x.p, x.k, space::counts, to.weights);
}

// The number of draws, and (1/n) ln of how many sequences have the counts.
struct type_class {
  long n = 0;
  interval rate;
};
type_class class_of(const law_instance& x, long bits) {
  long n = 0;
  Z sequences = 1;
  for (const double count : x.weights) {
    for (long i = 1; i <= std::lround(count); ++i) sequences = sequences * ++n / i;
  }
  return {n, log(interval(sequences, bits)) / Q(n)};
}

interval fewest(const law_instance& x, values, const law_scope&, long bits) {
  return class_of(x, bits).rate;
}
// ln(n + 1) once for every outcome but the last, whose count the others tell.
interval slack(const law_instance& x, const type_class& t, long bits) {
  const Q others(static_cast<long>(x.weights.size()) - 1);
  return log(interval(t.n + 1, bits)) * Q(others / t.n);
}
interval most(const law_instance& x, values, const law_scope&, long bits) {
  const type_class t = class_of(x, bits);
  return t.rate + slack(x, t, bits);
}

// -(1/n) ln of the probability of the type under Q.
interval exponent(const law_instance& x, const law_scope& where, const type_class& t, long bits) {
  return sums::cross_entropy(sums::p_of(where, x.input(0), bits),
                             sums::q_of(where, x.input(0), bits)) -
         t.rate;
}
interval exponent_of_type(const law_instance& x, values, const law_scope& where, long bits) {
  return exponent(x, where, class_of(x, bits), bits);
}
interval exponent_less_slack(const law_instance& x, values, const law_scope& where, long bits) {
  const type_class t = class_of(x, bits);
  return exponent(x, where, t, bits) - slack(x, t, bits);
}

constexpr std::array law_table{
    law{.id = "trials.binomial",
        .statement = "D(Bin(n, a)||Bin(n, b)) = n D(Bin(1, a)||Bin(1, b))",
        .equality = "always",
        .source = "Cover, Thomas, 2.5.3, and heads being sufficient",
        .type = law_type::arithmetic,
        .recipe = "R4",
        .applies = adds,
        .draw = draw_tosses,
        .sense = law_sense::zero,
        .residual = n_times_one},
    law{.id = "trials.heads_suffice",
        .statement = "n tosses and their number of heads: the same divergence",
        .equality = "always",
        .source = "Kullback, Leibler 1951, theorem 4.1: the number of heads is sufficient",
        .type = law_type::equality,
        .recipe = "R4",
        .applies = of_ratios,
        .draw = draw_sequences},
    law{.id = "trials.type_is_likely_enough",
        .statement = "D(P||Q) <= -(1/n) ln Q^n(type P), P of n-ths",
        .equality = "P a point mass",
        .source = "Csiszar, Korner; Cover, Thomas, 11.1.4; Sanov 1957",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return recipe::on_simplex(f, kl); },
        .draw = draw_type,
        .sense = law_sense::at_most,
        .bound = exponent_of_type},
    law{.id = "trials.type_is_unlikely",
        .statement = "D(P||Q) >= -(1/n) ln Q^n(type P) - (k - 1) ln(n + 1)/n, of k outcomes",
        .equality = "never",
        .source = "Cover, Thomas, 11.1.4, with k - 1 for k: the counts but one tell the type",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return recipe::on_simplex(f, kl); },
        .draw = draw_type,
        .bound = exponent_less_slack},
    law{.id = "trials.sequences_of_a_type",
        .statement = "H(P) >= (1/n) ln(n!/(n p_1)!(n p_2)!...), P of n-ths",
        .equality = "P a point mass",
        .source = "Cover, Thomas, 11.1.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return recipe::on_simplex(f, entropy); },
        .draw = draw_type,
        .bound = fewest},
    law{.id = "trials.most_sequences_of_a_type",
        .statement = "H(P) <= (1/n) ln(n!/(n p_1)!(n p_2)!...) + (k - 1) ln(n + 1)/n",
        .equality = "never",
        .source = "Cover, Thomas, 11.1.3, with k - 1 for k: the counts but one tell the type",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = [](const offered_function& f) { return recipe::on_simplex(f, entropy); },
        .draw = draw_type,
        .sense = law_sense::at_most,
        .bound = most},
};

}  // namespace

std::span<const law> trials_laws() {
  return law_table;
}

}  // namespace kloracle
