// SPDX-License-Identifier: Apache-2.0
//
// Code lengths: entropy, cross entropy and divergence as bits of a prefix code.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;

template <quantity What>
bool is(const offered_function& f) {
  return recipe::on_simplex(f, What);
}

// --- Shannon's lengths, ceil(-log2 q) ---

void draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::give(recipe::simplex_pair(c, where), where, to.input(0));
}
void draw_one(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::give(recipe::simplex_pair(c, where, {.least = c.between(0, 1)}), where, to.input(0));
}

// ceil(-log2(x/whole)) of 0 < x <= whole, a power of two: x 2^l is the first to reach it.
int shannon_length(double x, double whole) {
  return std::ilogb(whole) - std::ilogb(x);
}

double total(space in, const std::vector<double>& x) {
  return in == space::counts ? std::accumulate(x.begin(), x.end(), 0.0) : 1.0;
}

// The mean length in nats, under P, of Q's Shannon code.
interval shannon_code(const law_scope& where, const sample& s, long bits) {
  const std::vector<interval> p = sums::p_of(where, s, bits);
  const double whole = total(where.f.q_in, s.q);
  interval mean(0L, bits);
  for (std::size_t i = 0; i < p.size(); ++i) mean = mean + p[i] * Q(shannon_length(s.q[i], whole));
  return mean * const_ln2(bits);
}

interval length_of_code(const law_instance& x, values, const law_scope& where, long bits) {
  return shannon_code(where, x.input(0), bits);
}
interval length_less_a_bit(const law_instance& x, values, const law_scope& where, long bits) {
  return shannon_code(where, x.input(0), bits) - const_ln2(bits);
}

// The same less the entropy of P: what the code made for Q wastes.
interval waste(const law_instance& x, values, const law_scope& where, long bits) {
  return shannon_code(where, x.input(0), bits) - sums::entropy(sums::p_of(where, x.input(0), bits));
}
interval waste_less_a_bit(const law_instance& x, values v, const law_scope& where, long bits) {
  return waste(x, v, where, bits) - const_ln2(bits);
}

// --- lengths of a complete prefix code ---

// Lengths of n codewords that fill a binary tree: one leaf after another grows two, none past
// `longest`.
std::vector<int> complete_code(choices& c, std::size_t n, int longest) {
  std::vector<int> lengths{0};
  const bool deep = c.one_of(2) == 1;
  while (lengths.size() < n) {
    std::size_t leaf = deep ? lengths.size() - 1 : c.one_of(lengths.size());
    if (lengths[leaf] >= longest)
      leaf = static_cast<std::size_t>(std::min_element(lengths.begin(), lengths.end()) -
                                      lengths.begin());
    lengths.push_back(++lengths[leaf]);
  }
  return lengths;
}

// P, and Q = 2^-l of such a code.
void draw_ideal_code(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const recipe::unit_pair x = recipe::simplex_pair(c, where, {.least = c.between(0, 1)});
  recipe::give(x.p, x.k, where.f.p_in, to.input(0).p);
  const bool counts = where.f.q_in == space::counts;
  const int longest = counts ? where.in.precision : where.in.precision - where.in.emin - 1;
  for (const int l : complete_code(c, x.p.size(), longest)) {
    to.input(0).q.push_back(std::ldexp(1.0, counts ? longest - l : -l));
    to.weights.push_back(l);
  }
}

// A code drawn for nobody, and P.
void draw_any_code(choices& c, const law_scope& where, law_instance& to) {
  draw_one(c, where, to);
  for (const int l : complete_code(c, to.input(0).p.size(), 64)) to.weights.push_back(l);
}

interval mean_length(const law_instance& x, values, const law_scope& where, long bits) {
  const std::vector<interval> p = sums::p_of(where, x.input(0), bits);
  interval mean(0L, bits);
  for (std::size_t i = 0; i < p.size(); ++i) mean = mean + p[i] * recipe::exactly(x.weights[i]);
  return mean * const_ln2(bits);
}
interval residual_of_lengths(const law_instance& x, values v, const law_scope& where) {
  return v[0] - mean_length(x, v, where, v[0].bits());
}

// --- Huffman's code, the shortest ---

// Its mean length in nats: the sum of the weights of all inner nodes.
interval shortest_code(const law_instance& x, values, const law_scope& where, long bits) {
  std::vector<double> heap;  // exact: integers, or multiples of one power of two below 1
  for (const double p : x.input(0).p) {
    if (p > 0) heap.push_back(p);
  }
  const auto by_weight = std::greater<>();
  std::make_heap(heap.begin(), heap.end(), by_weight);
  const auto least = [&] {
    std::pop_heap(heap.begin(), heap.end(), by_weight);
    const double lightest = heap.back();
    heap.pop_back();
    return lightest;
  };
  Q inner = 0;
  while (heap.size() > 1) {
    const double both = least() + least();
    inner += recipe::exactly(both);
    heap.push_back(both);
    std::push_heap(heap.begin(), heap.end(), by_weight);
  }
  inner /= recipe::exactly(total(where.f.p_in, x.input(0).p));
  return interval(inner, bits) * const_ln2(bits);
}
interval shortest_less_a_bit(const law_instance& x, values v, const law_scope& where, long bits) {
  return shortest_code(x, v, where, bits) - const_ln2(bits);
}

constexpr std::array law_table{
    law{.id = "codes.shannon",
        .statement = "H(P, Q) <= sum p ceil(-log2 q), in bits",
        .equality = "every q a power of two",
        .source = "Shannon 1948, section 9; Cover, Thomas, 5.4.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<cross_entropy>,
        .draw = draw_pair,
        .sense = law_sense::at_most,
        .bound = length_of_code},
    law{.id = "codes.shannon_within_a_bit",
        .statement = "H(P, Q) > sum p ceil(-log2 q) - 1, in bits",
        .equality = "never",
        .source = "Cover, Thomas, 5.4.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<cross_entropy>,
        .draw = draw_pair,
        .bound = length_less_a_bit},
    law{.id = "codes.wrong_code",
        .statement = "D(P||Q) <= sum p ceil(-log2 q) - H(P), in bits: what Q's code wastes",
        .equality = "every q a power of two",
        .source = "Cover, Thomas, 5.4.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<kl>,
        .draw = draw_pair,
        .sense = law_sense::at_most,
        .bound = waste},
    law{.id = "codes.wrong_code_within_a_bit",
        .statement = "D(P||Q) > sum p ceil(-log2 q) - H(P) - 1, in bits",
        .equality = "never",
        .source = "Cover, Thomas, 5.4.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<kl>,
        .draw = draw_pair,
        .bound = waste_less_a_bit},
    law{.id = "codes.ideal",
        .statement = "H(P, Q) = sum p l, in bits, where q = 2^-l",
        .equality = "always",
        .source = "the definition; McMillan 1956: such l are those of a code that fills its tree",
        .type = law_type::arithmetic,
        .recipe = "R6",
        .applies = is<cross_entropy>,
        .draw = draw_ideal_code,
        .sense = law_sense::zero,
        .residual = residual_of_lengths},
    law{.id = "codes.kraft",
        .statement = "H(P) <= sum p l, in bits, for the lengths l of any prefix code",
        .equality = "p = 2^-l",
        .source = "Shannon 1948; Kraft 1949; Cover, Thomas, 5.3.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<entropy>,
        .draw = draw_any_code,
        .sense = law_sense::at_most,
        .bound = mean_length},
    law{.id = "codes.huffman",
        .statement = "H(P) <= the mean length of Huffman's code, in bits",
        .equality = "every p a power of two",
        .source = "Huffman 1952; Cover, Thomas, 5.4.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<entropy>,
        .draw = draw_one,
        .sense = law_sense::at_most,
        .bound = shortest_code},
    law{.id = "codes.huffman_within_a_bit",
        .statement = "H(P) > the mean length of Huffman's code - 1, in bits",
        .equality = "never",
        .source = "Cover, Thomas, 5.4.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<entropy>,
        .draw = draw_one,
        .bound = shortest_less_a_bit},
};

}  // namespace

std::span<const law> codes_laws() {
  return law_table;
}

}  // namespace kloracle
