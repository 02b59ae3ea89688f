// SPDX-License-Identifier: Apache-2.0
//
// Laws of every family: what is never negative, and changes of outcomes that change no divergence.
#include <algorithm>
#include <array>
#include <cmath>

#include "properties/laws/family_recipes.hpp"
#include "properties/laws/recipes.hpp"

namespace kloracle {
namespace {

using draws::placed_parameter;
using draws::role;

// 0 or more, and 0 exactly where P = Q.
bool separates(const offered_function& f) {
  if (!recipe::compares(f) || f.what == quantity::bhattacharyya_coefficient) return false;
  return !f.order || f.order->sign() > 0;
}

bool separates_twins(const offered_function& f) {
  return separates(f) && recipe::compares_twins(f);
}

void draw_pair(choices& c, const law_scope& where, law_instance& to) {
  to.resize(1);
  recipe::parameter_pair(c, where, to.input(0));
}

void draw_equal(choices& c, const law_scope& where, law_instance& to) {
  draw_pair(c, where, to);
  to.input(0).q = to.input(0).p;
}

// --- changes of outcomes ---

template <std::size_t N>
bool among(const std::array<std::string_view, N>& families, const offered_function& f) {
  const auto is_one = [&](const family_side& side) {
    return std::find(families.begin(), families.end(), side.family) != families.end();
  };
  return recipe::compares(f) && is_one(*f.p_of) && is_one(*f.q_of);
}

// Calls change(parameter, its numbers) for every parameter of a side.
template <class Change>
void each(const family_side& side, std::vector<double>& numbers, const Change& change) {
  for (const placed_parameter& at : draws::places_of(side))
    change(at, std::span(numbers).subspan(at.first, at.count));
}

bool has_logarithms(const family_side& side) {
  for (const placed_parameter& at : draws::places_of(side)) {
    if (at.how.is == role::logarithm) return true;
  }
  return false;
}

// Outcomes times 2^j: the parameters go by their units, exactly. Not where one is a logarithm.
bool has_scale(const offered_function& f) {
  static constexpr std::array<std::string_view, 18> families{
      "normal",        "half_normal",      "rayleigh",
      "exponential",   "laplace",          "gumbel",
      "cauchy",        "pareto",           "weibull",
      "uniform",       "log_uniform",      "moyal",
      "logistic",      "student_t",        "gamma",
      "inverse_gamma", "inverse_gaussian", "multivariate_normal"};
  return among(families, f) && !has_logarithms(*f.p_of) && !has_logarithms(*f.q_of);
}

void scale(const family_side& side, int exponent, std::vector<double>& numbers) {
  each(side, numbers, [&](const placed_parameter& at, std::span<double> x) {
    for (double& v : x) v = std::ldexp(v, exponent * at.how.unit);
  });
}

void draw_scaled(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  const int exponent = static_cast<int>(c.between(1, 2)) * (c.one_of(2) == 0 ? 1 : -1);
  scale(*where.f.p_of, exponent, to.input(1).p);
  scale(*where.f.q_of, exponent, to.input(1).q);
}

// Outcomes plus a number, or what that is after a logarithm: locations move together.
bool has_location(const offered_function& f) {
  static constexpr std::array<std::string_view, 8> line{
      "normal", "laplace", "gumbel", "cauchy", "uniform", "moyal", "logistic", "student_t"};
  static constexpr std::array<std::string_view, 1> vectors{"multivariate_normal"};
  static constexpr std::array<std::string_view, 1> logs{"log_normal"};
  static constexpr std::array<std::string_view, 1> odds{"logit_normal"};
  return among(line, f) || among(vectors, f) || among(logs, f) || among(odds, f);
}

// A parameter that moves with the outcomes: a location, or an end of an interval.
bool is_location(const placed_parameter& at) {
  return at.how.is == role::location && at.how.unit == 1 && at.slot->name != "factor";
}

// By an eighth to 8; not at all where a sum is no number of the format.
void draw_shifted(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  const double by = std::ldexp(static_cast<double>(c.between(1, 64)), -3);
  bool exact = true;
  const auto shift = [&](const family_side& side, std::vector<double>& numbers) {
    each(side, numbers, [&](const placed_parameter& at, std::span<double> x) {
      for (double& v : x) {
        if (!is_location(at)) continue;
        const std::optional<double> sum = recipe::exact_sum(where.in, v, by);
        exact = exact && sum;
        v = sum.value_or(v);
      }
    });
  };
  shift(*where.f.p_of, to.input(1).p);
  shift(*where.f.q_of, to.input(1).q);
  if (!exact) to.input(1) = to.input(0);
}

// Outcomes times -1 (their logarithms, their log-odds): locations change sign.
bool has_reflection(const offered_function& f) {
  static constexpr std::array<std::string_view, 5> line{"normal", "laplace", "cauchy", "logistic",
                                                        "student_t"};
  static constexpr std::array<std::string_view, 1> vectors{"multivariate_normal"};
  static constexpr std::array<std::string_view, 1> logs{"log_normal"};
  static constexpr std::array<std::string_view, 1> odds{"logit_normal"};
  return among(line, f) || among(vectors, f) || among(logs, f) || among(odds, f);
}

void draw_reflected(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  const auto reflect = [](const placed_parameter& at, std::span<double> x) {
    for (double& v : x) v = is_location(at) ? -v : v;
  };
  each(*where.f.p_of, to.input(1).p, reflect);
  each(*where.f.q_of, to.input(1).q, reflect);
}

// x becomes 1 - x: the parameters of a beta change places.
bool is_beta(const offered_function& f) {
  static constexpr std::array<std::string_view, 1> families{"beta"};
  return among(families, f) && f.p_of->parameters.size() == 2;
}

void draw_swapped_ends(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(1) = to.input(0);
  std::swap(to.input(1).p[0], to.input(1).p[1]);
  std::swap(to.input(1).q[0], to.input(1).q[1]);
}

constexpr std::string_view change_of_variables =
    "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1";

constexpr std::array law_table{
    law{.id = "family.nonnegative",
        .statement = "D(P||Q) >= 0, also for parameters an ulp apart",
        .equality = "equal parameters",
        .source = "Gibbs' inequality; Cover, Thomas, Elements of Information Theory, 8.6.1",
        .type = law_type::bound,
        .recipe = "R8",
        .applies = separates,
        .draw = draw_pair,
        .bound = recipe::zero},
    law{.id = "family.zero_if_equal",
        .statement = "D(P||P) <= 0",
        .equality = "always",
        .source = "Cover, Thomas, 8.6.1",
        .type = law_type::bound,
        .recipe = "R8",
        .applies = separates_twins,
        .draw = draw_equal,
        .sense = law_sense::at_most,
        .bound = recipe::zero},
    law{.id = "family.zero_only_if_equal",
        .statement = "D(P||Q) > 0, where it does not round to 0",
        .equality = "equal parameters",
        .source = "Cover, Thomas, 8.6.1",
        .type = law_type::bound,
        .recipe = "R8",
        .applies = separates,
        .draw = draw_pair,
        .bound = recipe::least_positive},
    law{.id = "family.scale",
        .statement = "outcomes of P and Q times 2^j change nothing",
        .equality = "always",
        .source = change_of_variables,
        .type = law_type::equality,
        .recipe = "R5",
        .applies = has_scale,
        .draw = draw_scaled},
    law{.id = "family.location",
        .statement = "adding one number to the locations of P and Q changes nothing",
        .equality = "always",
        .source = change_of_variables,
        .type = law_type::equality,
        .recipe = "R8",
        .applies = has_location,
        .draw = draw_shifted},
    law{.id = "family.reflection",
        .statement = "changing the signs of the locations of P and Q changes nothing",
        .equality = "always",
        .source = change_of_variables,
        .type = law_type::equality,
        .recipe = "R8",
        .applies = has_reflection,
        .draw = draw_reflected},
    law{.id = "family.beta_reflection",
        .statement = "exchanging alpha and beta in P and Q changes nothing",
        .equality = "always",
        .source = change_of_variables,
        .type = law_type::equality,
        .recipe = "R8",
        .applies = is_beta,
        .draw = draw_swapped_ends},
};

}  // namespace

std::span<const law> families_laws() {
  return law_table;
}

}  // namespace kloracle
