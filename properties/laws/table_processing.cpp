// SPDX-License-Identifier: Apache-2.0
//
// Joint tables: what a channel on one axis does, and what mixing inputs or channels does.
#include <algorithm>
#include <array>

#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"

namespace kloracle {
namespace {

using enum quantity;
using recipe::exactly;

std::size_t cells_of(const offered_function& f) {
  std::size_t cells = 1;
  for (const std::size_t size : f.shape) cells *= size;
  return cells;
}

bool a_table(const offered_function& f) {
  return kind::of_tables(f) && cells_of(f) <= 64;
}

// What a channel on an axis does to the value: 1 it falls or stays, -1 it rises or stays; 2 it
// falls where the channel merges outcomes.
int under_channel_on(const offered_function& f, std::size_t axis) {
  const bool last = axis + 1 == f.shape.size();
  switch (f.what) {
    case mutual_information:
    case total_correlation:
      return 1;
    case conditional_mutual_information:
      return last ? 0 : 1;
    case conditional_entropy:
      return last ? 2 : -1;
    case joint_entropy:
      return 2;
    default:
      return 0;
  }
}

bool processed(const offered_function& f) {
  return a_table(f) && under_channel_on(f, 0) != 0;
}

// Information between two axes.
bool between_two(const offered_function& f) {
  return a_table(f) && f.shape.size() == 2 &&
         (f.what == mutual_information || f.what == total_correlation);
}

// The table after one axis passed through a square channel.
recipe::units image(const recipe::units& x, const std::vector<std::size_t>& shape, std::size_t axis,
                    const recipe::unit_channel& t) {
  std::size_t stride = 1;
  for (std::size_t k = axis + 1; k < shape.size(); ++k) stride *= shape[k];
  recipe::units y(x.size(), 0);
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    const std::size_t from = cell / stride % shape[axis];
    for (std::size_t j = 0; j < shape[axis]; ++j)
      y[cell + j * stride - from * stride] += x[cell] * t.rows[from][j];
  }
  return y;
}

// A grid for a table of some cells.
int bits_for(choices& c, const law_scope& where, std::size_t cells, int bits) {
  return std::min(bits, recipe::grid_bits(c, where, {.bits = bits}, cells));
}

void draw_processed(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  const std::size_t axes = where.f.shape.size();
  const std::size_t axis = c.one_of(where.f.what == conditional_mutual_information ? 2 : axes);
  const int effect = under_channel_on(where.f, axis);
  const bool merges = effect == 2 || c.one_of(3) == 0;
  const int m = merges ? 0 : recipe::some_bits(c, where.in.precision / 2);
  const std::size_t cells = cells_of(where.f);
  const int k = bits_for(c, where, cells, where.in.precision - m);
  const recipe::units before = recipe::simplex(c, cells, k, 0);
  const std::size_t outcomes = where.f.shape[axis];
  const recipe::units after =
      image(before, where.f.shape, axis, recipe::channel(c, outcomes, outcomes, m));
  recipe::give(before, k, where.f.p_in, to.input(effect < 0 ? 1 : 0).p);
  recipe::give(after, k + m, where.f.p_in, to.input(effect < 0 ? 0 : 1).p);
}

// Bits for a weight, a channel and an input: w + m + k is at most the precision.
struct bit_shares {
  recipe::unit_weight at;
  int m = 0;
  int k = 0;
};

bit_shares shares(choices& c, const law_scope& where) {
  bit_shares b;
  b.at = recipe::weight(c, where);
  b.m = recipe::some_bits(c, (where.in.precision - b.at.w) / 2);
  b.k = bits_for(c, where, where.f.shape[0], where.in.precision - b.at.w - b.m);
  return b;
}

// The third term is the mixture of the others.
void give_mixed(const recipe::units& x, const recipe::units& y, const bit_shares& b,
                const law_scope& where, law_instance& to) {
  recipe::give(x, b.k + b.m, where.f.p_in, to.input(0).p);
  recipe::give(y, b.k + b.m, where.f.p_in, to.input(1).p);
  recipe::give(recipe::mixture(x, y, b.at), b.k + b.m + b.at.w, where.f.p_in, to.input(2).p);
  to.weights.push_back(recipe::value(b.at));
}

void draw_inputs_mixed(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const bit_shares b = shares(c, where);
  const recipe::unit_channel t = recipe::channel(c, where.f.shape[0], where.f.shape[1], b.m);
  const recipe::units x = recipe::simplex(c, where.f.shape[0], b.k, 0);
  const recipe::units y = recipe::another(c, x, b.k, 0);
  give_mixed(recipe::table_of(x, t), recipe::table_of(y, t), b, where, to);
}

void draw_channels_mixed(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  const bit_shares b = shares(c, where);
  const recipe::units input = recipe::simplex(c, where.f.shape[0], b.k, 0);
  const recipe::unit_channel t = recipe::channel(c, where.f.shape[0], where.f.shape[1], b.m);
  recipe::unit_channel s = t;
  for (recipe::units& row : s.rows) row = recipe::another(c, row, b.m, 0);
  give_mixed(recipe::table_of(input, t), recipe::table_of(input, s), b, where, to);
}

// What the mean of the values has over the value of the mixture.
interval mean_less_mixed(const law_instance& x, std::span<const interval> v, const law_scope&) {
  const Q w = exactly(x.weights[0]);
  return v[0] * w + v[1] * Q(1 - w) - v[2];
}
interval mixed_less_mean(const law_instance& x, std::span<const interval> v, const law_scope& in) {
  return -mean_less_mixed(x, v, in);
}

constexpr std::array law_table{
    law{.id = "processing.one_axis",
        .statement = "I(X';Y) <= I(X;Y) for X' a channel's output of X; H(Y|X') >= H(Y|X)",
        .equality = "X - X' - Y is a Markov chain too",
        .source = "Cover, Thomas, Elements of Information Theory, 2.8.1",
        .type = law_type::order,
        .recipe = "R2",
        .applies = processed,
        .draw = draw_processed},
    law{.id = "convexity.information_of_inputs",
        .statement = "I(X;Y) is concave in the distribution of X, for a fixed channel to Y",
        .equality = "the two inputs make one output",
        .source = "Cover, Thomas, 2.7.4",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = between_two,
        .draw = draw_inputs_mixed,
        .residual = mixed_less_mean},
    law{.id = "convexity.information_of_channels",
        .statement = "I(X;Y) is convex in the channel from X to Y, for a fixed X",
        .equality = "the two channels are one",
        .source = "Cover, Thomas, 2.7.4",
        .type = law_type::arithmetic,
        .recipe = "R3",
        .applies = between_two,
        .draw = draw_channels_mixed,
        .residual = mean_less_mixed},
};

}  // namespace

std::span<const law> table_processing_laws() {
  return law_table;
}

}  // namespace kloracle
