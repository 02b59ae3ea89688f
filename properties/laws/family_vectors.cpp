// SPDX-License-Identifier: Apache-2.0
//
// Laws of the multivariate normal: linear maps change no divergence, marginals lower it.
#include <algorithm>
#include <array>

#include "properties/laws/family_recipes.hpp"

namespace kloracle {
namespace {

bool has_covariance(const std::optional<family_side>& s) {
  return s && s->family == "multivariate_normal" && s->parameters.size() == 2 &&
         s->parameters[0].name == "mean" && s->parameters[1].name == "covariance" &&
         s->parameters[0].shape[0] >= 2;
}

bool is_normal(const offered_function& f) {
  return recipe::compares_twins(f) && has_covariance(f.p_of);
}

std::size_t dimension(const offered_function& f) {
  return f.p_of->parameters[0].shape[0];
}

// The numbers of a distribution: its mean, then its covariance by rows.
struct moments {
  std::size_t d;
  std::vector<double>& numbers;
  double& mean(std::size_t i) const { return numbers[i]; }
  double& covariance(std::size_t i, std::size_t j) const { return numbers[d + i * d + j]; }
};

// x_i + x_j in the place of x_i: rows, then columns. False where a sum rounds.
bool add_coordinate(const format& in, const moments& x, std::size_t i, std::size_t j) {
  const auto add = [&](double& to, double some) {
    const std::optional<double> sum = recipe::exact_sum(in, to, some);
    if (sum) to = *sum;
    return sum.has_value();
  };
  bool exact = add(x.mean(i), x.mean(j));
  for (std::size_t k = 0; k < x.d; ++k) exact &= add(x.covariance(i, k), x.covariance(j, k));
  for (std::size_t k = 0; k < x.d; ++k) exact &= add(x.covariance(k, i), x.covariance(k, j));
  return exact;
}

// -x_i in the place of x_i.
void reflect(const moments& x, std::size_t i) {
  x.mean(i) = -x.mean(i);
  for (std::size_t k = 0; k < x.d; ++k) {
    if (k == i) continue;
    x.covariance(i, k) = -x.covariance(i, k);
    x.covariance(k, i) = -x.covariance(k, i);
  }
}

// x_i and x_j change places.
void exchange(const moments& x, std::size_t i, std::size_t j) {
  std::swap(x.mean(i), x.mean(j));
  for (std::size_t k = 0; k < x.d; ++k) std::swap(x.covariance(i, k), x.covariance(j, k));
  for (std::size_t k = 0; k < x.d; ++k) std::swap(x.covariance(k, i), x.covariance(k, j));
}

void draw_two(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
}

void draw_renamed(choices& c, const law_scope& where, law_instance& to) {
  draw_two(c, where, to);
  const std::size_t d = dimension(where.f);
  const std::size_t i = c.one_of(d);
  const std::size_t j = c.one_of(d);
  for (std::vector<double>* numbers : {&to.input(1).p, &to.input(1).q}) {
    const moments x{d, *numbers};
    exchange(x, i, j);
    reflect(x, i);
  }
}

// Where a sum rounds, the two inputs are the same.
void draw_sheared(choices& c, const law_scope& where, law_instance& to) {
  draw_two(c, where, to);
  const std::size_t d = dimension(where.f);
  const std::size_t i = c.one_of(d);
  const std::size_t j = (i + 1 + c.one_of(d - 1)) % d;
  const bool exact = add_coordinate(where.in, {d, to.input(1).p}, i, j) &&
                     add_coordinate(where.in, {d, to.input(1).q}, i, j);
  if (!exact) to.input(1) = to.input(0);
}

std::vector<offered_function> of_fewer_coordinates(const offered_function& f) {
  offered_function g = f;
  const std::size_t d = dimension(f) - 1;
  for (family_side* side : {&*g.p_of, &*g.q_of}) {
    side->parameters[0].shape = {d};
    side->parameters[1].shape = {d, d};
  }
  return {g};
}

std::vector<double> without_last(std::size_t d, std::vector<double>& numbers) {
  const moments x{d, numbers};
  std::vector<double> rest(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(d) - 1);
  for (std::size_t i = 0; i + 1 < d; ++i) {
    for (std::size_t j = 0; j + 1 < d; ++j) rest.push_back(x.covariance(i, j));
  }
  return rest;
}

void draw_marginal(choices& c, const law_scope& where, law_instance& to) {
  draw_two(c, where, to);
  const std::size_t d = dimension(where.f);
  to.terms[1].of = 1;
  to.input(1).p = without_last(d, to.input(0).p);
  to.input(1).q = without_last(d, to.input(0).q);
}

// A divergence, larger for distributions further apart: not the affinity.
bool is_divergence(const offered_function& f) {
  return is_normal(f) && f.what != quantity::bhattacharyya_coefficient &&
         (!f.order || f.order->sign() > 0);
}

constexpr std::array law_table{
    law{.id = "normal.coordinates",
        .statement = "renaming coordinates and changing their signs changes nothing",
        .equality = "always",
        .source = "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1",
        .type = law_type::equality,
        .recipe = "R8",
        .applies = is_normal,
        .draw = draw_renamed},
    law{.id = "normal.linear_map",
        .statement = "x_i + x_j in the place of x_i, in P and Q, changes nothing",
        .equality = "always",
        .source = "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1",
        .type = law_type::equality,
        .recipe = "R8",
        .applies = is_normal,
        .draw = draw_sheared},
    law{.id = "normal.marginal",
        .statement = "leaving out a coordinate lowers D",
        .equality = "the others say all about P against Q",
        .source = "data processing; Cover, Thomas, 2.8",
        .type = law_type::order,
        .recipe = "R8",
        .applies = is_divergence,
        .draw = draw_marginal,
        .others = of_fewer_coordinates},
};

}  // namespace

std::span<const law> family_vectors_laws() {
  return law_table;
}

}  // namespace kloracle
