// SPDX-License-Identifier: Apache-2.0
//
// Information in joint tables: one table, and what its quantities are to each other.
#include <algorithm>
#include <array>

#include "properties/cases.hpp"
#include "properties/laws/function_kinds.hpp"
#include "properties/laws/mixing.hpp"
#include "properties/laws/sums.hpp"
#include "properties/laws/table_draws.hpp"

namespace kloracle {
namespace {

using enum quantity;
using values = std::span<const interval>;
using recipe::axes;
using table::all_but_last;
using table::all_of;
using table::draw_with_margins;
using table::of_table;
using table::of_vector;

template <quantity What>
bool is(const offered_function& f) {
  return f.what == What && kind::of_tables(f);
}
bool is_table(const offered_function& f) {
  return kind::of_tables(f);
}

void draw_table(choices& c, const law_scope& where, law_instance& to) {
  draw_with_margins(c, where, to, {});
}

interval zero(const law_instance&, values, const law_scope&, long bits) {
  return interval(0L, bits);
}

// --- bounds by entropies of margins ---

interval margin_entropy(const law_instance& x, const law_scope& where, const axes& kept,
                        long bits) {
  const std::vector<double> sums_of_cells = recipe::margin(x.input(0).p, where.f.shape, kept);
  return sums::entropy(recipe::probabilities(where.f.p_in, sums_of_cells, bits));
}

// The smallest of the entropies of the two axes.
interval smaller_axis(const law_instance& x, values, const law_scope& where, long bits) {
  return min(margin_entropy(x, where, {0}, bits), margin_entropy(x, where, {1}, bits));
}
interval largest_axis(const law_instance& x, values, const law_scope& where, long bits) {
  interval most = margin_entropy(x, where, {0}, bits);
  for (std::size_t k = 1; k < where.f.shape.size(); ++k)
    most = max(most, margin_entropy(x, where, {k}, bits));
  return most;
}
interval sum_of_axes(const law_instance& x, values, const law_scope& where, long bits) {
  interval sum(0L, bits);
  for (std::size_t k = 0; k < where.f.shape.size(); ++k)
    sum = sum + margin_entropy(x, where, {k}, bits);
  return sum;
}
interval last_axis(const law_instance& x, values, const law_scope& where, long bits) {
  return margin_entropy(x, where, {where.f.shape.size() - 1}, bits);
}
interval smaller_given_z(const law_instance& x, values, const law_scope& where, long bits) {
  const interval z = margin_entropy(x, where, {2}, bits);
  return min(margin_entropy(x, where, {0, 2}, bits), margin_entropy(x, where, {1, 2}, bits)) - z;
}

// --- independence ---

// A product of one vector for each axis. Of conditional information, X of one value and Y, Z free:
// nothing is told by a constant.
void draw_independent(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  const axes& shape = where.f.shape;
  const int bits = where.in.precision / static_cast<int>(shape.size());
  recipe::units x{1};
  int k = 0;
  for (const std::size_t n : shape) {
    const int axis_bits = static_cast<int>(c.between(0, bits));
    x = recipe::product(x, recipe::simplex(c, n, axis_bits, 0));
    k += axis_bits;
  }
  recipe::give(x, k, where.f.p_in, to.input(0).p);
}

bool is_information(const offered_function& f) {
  static constexpr std::array some{mutual_information, conditional_mutual_information,
                                   total_correlation};
  return std::find(some.begin(), some.end(), f.what) != some.end() && is_table(f);
}

// --- renamed axes and outcomes ---

// The shape with its first two axes exchanged.
axes exchanged_shape(const offered_function& f) {
  axes shape = f.shape;
  std::swap(shape[0], shape[1]);
  return shape;
}
bool symmetric_in_first_two(const offered_function& f) {
  if (!is_table(f)) return false;
  return f.what != conditional_entropy || f.shape.size() > 2;
}
void draw_exchanged(choices& c, const law_scope& where, law_instance& to) {
  draw_table(c, where, to);
  axes order = all_of(where.f);
  std::swap(order[0], order[1]);
  to.terms.push_back({1, {recipe::transposed(to.input(0).p, where.f.shape, order), {}}});
}

void draw_renamed(choices& c, const law_scope& where, law_instance& to) {
  draw_table(c, where, to);
  axes to_name = recipe::axes_before(where.f.shape[0]);
  for (std::size_t i = to_name.size(); i > 1; --i)
    std::swap(to_name[i - 1], to_name[i - 1 - c.one_of(i)]);
  to.terms.push_back({0, {recipe::renamed(to.input(0).p, where.f.shape, 0, to_name), {}}});
}

template <quantity... What>
std::vector<offered_function> vectors(const offered_function& f) {
  return {of_vector(f, What)...};
}

interval first_is_sum(const law_instance&, values v, const law_scope&) {
  return v[0] - v[1] - v[2];
}
interval first_is_difference(const law_instance&, values v, const law_scope&) {
  return v[0] - v[1] + v[2];
}

constexpr std::array law_table{
    law{.id = "tables.nonnegative",
        .statement = "no entropy and no information of a table is negative",
        .equality = "certainty; independence",
        .source = "Cover, Thomas, 2.1.1 and 2.6.3",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is_table,
        .draw = draw_table,
        .bound = zero},
    law{.id = "tables.zero_if_independent",
        .statement = "I(X; Y) <= 0 where p(x, y) = p(x) p(y)",
        .equality = "always",
        .source = "Cover, Thomas, 2.6.3",
        .type = law_type::bound,
        .recipe = "R4",
        .applies = is_information,
        .draw = draw_independent,
        .sense = law_sense::at_most,
        .bound = zero},
    law{.id = "tables.information_at_most_entropy",
        .statement = "I(X; Y) <= min(H(X), H(Y))",
        .equality = "one tells the other",
        .source = "Cover, Thomas, 2.4.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<mutual_information>,
        .draw = draw_table,
        .sense = law_sense::at_most,
        .bound = smaller_axis},
    law{.id = "tables.information_at_most_entropy_given",
        .statement = "I(X; Y|Z) <= min(H(X|Z), H(Y|Z))",
        .equality = "one tells the other",
        .source = "Cover, Thomas, 2.5.2",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<conditional_mutual_information>,
        .draw = draw_table,
        .sense = law_sense::at_most,
        .bound = smaller_given_z},
    law{.id = "tables.joint_at_least_axes",
        .statement = "H(X, Y) >= max(H(X), H(Y))",
        .equality = "one tells the others",
        .source = "Cover, Thomas, 2.2.1",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<joint_entropy>,
        .draw = draw_table,
        .bound = largest_axis},
    law{.id = "tables.joint_at_most_sum",
        .statement = "H(X, Y) <= H(X) + H(Y)",
        .equality = "independence",
        .source = "Cover, Thomas, 2.6.6",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<joint_entropy>,
        .draw = draw_table,
        .sense = law_sense::at_most,
        .bound = sum_of_axes},
    law{.id = "tables.condition_lowers_entropy",
        .statement = "H(Y|X) <= H(Y)",
        .equality = "independence",
        .source = "Cover, Thomas, 2.6.5",
        .type = law_type::bound,
        .recipe = "R1",
        .applies = is<conditional_entropy>,
        .draw = draw_table,
        .sense = law_sense::at_most,
        .bound = last_axis},
    law{.id = "tables.axes_exchanged",
        .statement = "exchanging the first two axes changes nothing",
        .equality = "always",
        .source = "Cover, Thomas, 2.4",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = symmetric_in_first_two,
        .draw = draw_exchanged,
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{of_table(f, f.what, exchanged_shape(f))};
            }},
    law{.id = "tables.values_renamed",
        .statement = "renaming the values of the first axis changes nothing",
        .equality = "always",
        .source = "the definition, a sum over cells",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = is_table,
        .draw = draw_renamed},
    law{.id = "tables.joint_of_conditional",
        .statement = "H(X, Y) = H(Y|X) + H(X)",
        .equality = "always",
        .source = "Cover, Thomas, 2.2.1",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<joint_entropy>,
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_with_margins(c, where, to, {all_of(where.f), all_but_last(where.f)});
            },
        .sense = law_sense::zero,
        .residual = first_is_sum,
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{of_table(f, conditional_entropy, f.shape),
                                                   of_vector(f, entropy)};
            }},
    law{.id = "tables.joint_is_entropy",
        .statement = "H(X, Y) is the entropy of the pair",
        .equality = "always",
        .source = "the definition",
        .type = law_type::equality,
        .recipe = "R1",
        .applies = is<joint_entropy>,
        .draw = [](choices& c, const law_scope& where,
                   law_instance& to) { draw_with_margins(c, where, to, {all_of(where.f)}); },
        .others = vectors<entropy>},
    law{.id = "tables.information_of_entropies",
        .statement = "I(X; Y) = H(X) + H(Y) - H(X, Y)",
        .equality = "always",
        .source = "Cover, Thomas, 2.4.1",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<mutual_information>,
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_with_margins(c, where, to, {{0}, {1}, {0, 1}});
              to.terms[2].of = 1;
              to.terms[3].of = 2;
            },
        .sense = law_sense::zero,
        .residual = [](const law_instance&, values v,
                       const law_scope&) { return v[0] - v[1] - v[2] + v[3]; },
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{of_vector(f, entropy),
                                                   of_table(f, joint_entropy, f.shape)};
            }},
    law{.id = "tables.information_of_conditional",
        .statement = "I(X; Y) = H(Y) - H(Y|X)",
        .equality = "always",
        .source = "Cover, Thomas, 2.4.1",
        .type = law_type::arithmetic,
        .recipe = "R1",
        .applies = is<mutual_information>,
        .draw =
            [](choices& c, const law_scope& where, law_instance& to) {
              draw_with_margins(c, where, to, {{1}, {0, 1}});
            },
        .sense = law_sense::zero,
        .residual = first_is_difference,
        .others =
            [](const offered_function& f) {
              return std::vector<offered_function>{of_vector(f, entropy),
                                                   of_table(f, conditional_entropy, f.shape)};
            }},
};

}  // namespace

std::span<const law> tables_laws() {
  return law_table;
}

}  // namespace kloracle
