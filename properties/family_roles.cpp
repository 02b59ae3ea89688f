// SPDX-License-Identifier: Apache-2.0
#include "properties/family_roles.hpp"

#include <algorithm>
#include <array>

#include "properties/generators.hpp"

namespace kloracle::draws {
namespace {

struct named_role {
  std::string_view family;  // empty: of any family
  std::string_view name;
  parameter_role how;
};

// What a name says. A parameter that is not here goes by its domain, so that a new family needs no
// line unless its parameters hang together.
constexpr std::array role_table{
    named_role{"inverse_gaussian", "mu", {role::scale, 1}},
    named_role{"von_mises", "mu", {role::location, 0}},
    named_role{"poisson", "rate", {role::scale, 0}},
    named_role{"wishart", "scale", {role::covariance, 2}},
    named_role{"wishart", "df", {role::shape, 0}},
    named_role{"multivariate_normal", "precision", {role::covariance, -2}},
    named_role{"", "mu", {role::location, 1}},
    named_role{"", "mean", {role::location, 1}},
    named_role{"", "sigma", {role::scale, 1}},
    named_role{"", "variance", {role::scale, 2}},
    named_role{"", "precision", {role::scale, -2}},
    named_role{"", "log_variance", {role::logarithm, 0}},
    named_role{"", "log_sigma", {role::logarithm, 0}},
    named_role{"", "logit", {role::logarithm, 0}},
    named_role{"", "scale", {role::scale, 1}},
    named_role{"", "rate", {role::scale, -1}},
    named_role{"", "theta", {role::scale, -1}},
    named_role{"", "minimum", {role::scale, 1}},
    named_role{"", "lambda", {role::scale, 1}},
    named_role{"", "lower", {role::location, 1}},
    named_role{"", "upper", {role::location, 1}},
    named_role{"", "probs", {role::simplex, 0}},
    named_role{"", "weights", {role::scale, 0}},
    named_role{"", "mean_direction", {role::direction, 0}},
    named_role{"", "covariance", {role::covariance, 2}},
    named_role{"", "row_covariance", {role::covariance, 2}},
    named_role{"", "column_covariance", {role::covariance, 0}},
    named_role{"", "inverse_scale", {role::covariance, -2}},
    named_role{"", "scale_tril", {role::triangle, 1}},
    named_role{"", "variances", {role::scale, 2}},
    named_role{"", "factor", {role::location, 1}},
    named_role{"", "diagonal", {role::scale, 2}},
};

role role_of(domain in) {
  switch (in) {
    case domain::real:
      return role::location;
    case domain::positive:
      return role::shape;
    case domain::nonnegative:
      return role::scale;
    case domain::probability:
      return role::probability;
    case domain::natural:
      return role::count;
    case domain::positive_integer:
      return role::dimension;
  }
  return role::location;
}

parameter_role role_of(const family_entry& family, const parameter_entry& parameter) {
  for (const named_role& row : role_table) {
    if (row.name != parameter.name || (!row.family.empty() && row.family != family.name)) continue;
    const bool of_line = row.how.is == role::location && parameter.in == domain::positive;
    return {of_line ? role::scale : row.how.is, row.how.unit};
  }
  return {role_of(parameter.in), 0};
}

double* number_of(const std::vector<placed_parameter>& places, std::string_view name,
                  std::vector<double>& numbers) {
  for (const placed_parameter& at : places) {
    if (at.entry->name == name && at.count == 1) return &numbers[at.first];
  }
  return nullptr;
}

void separate(const format& f, double& lower, double& upper) {
  if (lower > upper) std::swap(lower, upper);
  if (lower < upper) return;
  if (lower == 0) {
    upper = 1;  // what is next to 0 is nothing like it
    return;
  }
  const bool down = lower < 0 ? lower != -largest(f) : lower == largest(f);
  double& moving = down ? lower : upper;
  moving = neighbour(f, moving, down ? -1 : 1);
}

bool fits(const placed_parameter& at) {
  const std::vector<std::size_t>& shape = at.slot->shape;
  const bool square = at.how.is == role::covariance || at.how.is == role::triangle;
  return shape.size() == static_cast<std::size_t>(at.entry->axes) && at.count != 0 &&
         (!square || shape[0] == shape[1]);
}

void raise_above(const format& f, double bound, double* x) {
  if (x != nullptr && *x <= bound) *x = bound == 0 ? smallest(f) : neighbour(f, bound, 1);
}

}  // namespace

std::vector<placed_parameter> places_of(const family_side& side) {
  const family_entry* family = find_family(side.family);
  std::vector<placed_parameter> places;
  std::size_t next = 0;
  if (family == nullptr) return places;
  for (const family_side::slot& slot : side.parameters) {
    const auto entry = std::ranges::find(family->parameters, slot.name, &parameter_entry::name);
    if (entry == family->parameters.end()) return {};
    placed_parameter at{&slot, &*entry, role_of(*family, *entry), next, 1};
    for (const std::size_t axis : slot.shape) at.count *= axis;
    if (!fits(at)) return {};
    next += at.count;
    places.push_back(at);
  }
  return places;
}

std::size_t rows_of(const placed_parameter& at) {
  return at.slot->shape.empty() ? 1 : at.slot->shape[0];
}

double degrees_bound(const placed_parameter& at) {
  return static_cast<double>(rows_of(at) - 1);
}

void settle(const format& f, const family_side& side, const std::vector<placed_parameter>& places,
            std::vector<double>& numbers) {
  double* const lower = number_of(places, "lower", numbers);
  double* const upper = number_of(places, "upper", numbers);
  if (lower != nullptr && upper != nullptr) separate(f, *lower, *upper);
  double* const prob = number_of(places, "prob", numbers);
  const bool open_above = side.family == "continuous_bernoulli";
  const bool open_below =
      open_above || side.family == "geometric" || side.family == "negative_binomial";
  if (prob != nullptr && open_below && *prob == 0) *prob = smallest(f);
  if (prob != nullptr && open_above && *prob == 1) *prob = neighbour(f, 1, -1);
  for (const placed_parameter& at : places) {
    double* const first = numbers.data() + at.first;
    const bool all_zero = std::all_of(first, first + at.count, [](double x) { return x == 0; });
    if (at.entry->name == "weights" && all_zero) *first = 1;
    const bool of_wishart = side.family == "wishart" && at.entry->axes == 2;
    if (of_wishart) raise_above(f, degrees_bound(at), number_of(places, "df", numbers));
  }
}

}  // namespace kloracle::draws
