// SPDX-License-Identifier: Apache-2.0
//
// The options of a problem, checked against what its quantity takes.
#include <algorithm>

#include "oracle/exact.hpp"
#include "oracle/fault.hpp"
#include "oracle/posed.hpp"

namespace kloracle {
namespace {

bool given(const problem& what, option o) {
  switch (o) {
    case option::order:
      return what.order.has_value();
    case option::weight:
      return what.weight.has_value();
    case option::convention:
      return !what.convention.empty();
    case option::generator:
      return !what.generator.empty();
    case option::support:
      return !what.support.empty();
    case option::kernel:
      return !what.kernel.empty();
    case option::cosine:
      return what.cosine.has_value();
  }
  return false;
}

// No outcomes need no points and no kernel.
bool is_required(const problem& what, const option_use& use) {
  const bool per_outcome =
      entry(use.id).kind == option_kind::vector || entry(use.id).kind == option_kind::matrix;
  return use.required && !(per_outcome && what.p.parameters.at(0).values.empty());
}

void check_presence(const problem& what) {
  const quantity_entry& asked = entry(what.what);
  for (const option_entry& o : options()) {
    // The cosine is not a quantity's but some families' (families/spherical.hpp).
    if (o.id == option::cosine && what.p.family != "categorical") continue;
    const auto use = std::find_if(asked.options.begin(), asked.options.end(),
                                  [&](const option_use& u) { return u.id == o.id; });
    if (use == asked.options.end()) {
      if (given(what, o.id)) {
        throw fault{std::string(o.name), "is not taken by " + std::string(asked.name)};
      }
    } else if (is_required(what, *use) && !given(what, o.id)) {
      throw fault{std::string(o.name), "is missing; " + std::string(asked.name) + " needs it"};
    }
  }
}

template <class Entries>
std::string names_of(const Entries& entries) {
  std::string names;
  for (const auto& e : entries) names += (names.empty() ? "" : ", ") + std::string(e.name);
  return names;
}

std::vector<Q> finite_numbers(const std::vector<number>& values, std::string_view name) {
  std::vector<Q> read;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].is_finite()) {
      throw fault{std::string(name) + "[" + std::to_string(i) + "]",
                  "is not finite (" + values[i].text() + ")"};
    }
    read.push_back(exact(values[i]));
  }
  return read;
}

void read_order(const number& order, settings& into) {
  if (order.is_nan() || order.is_minus_infinity()) {
    throw fault{"order", "is " + order.text() + "; expected a number or inf"};
  }
  into.order_given = true;
  into.order_is_infinite = order.is_plus_infinity();
  if (!into.order_is_infinite) into.order = exact(order);
}

void read_weight(const number& weight, settings& into) {
  if (weight.is_finite()) into.weight = exact(weight);
  if (!weight.is_finite() || into.weight < 0 || into.weight > 1) {
    throw fault{"weight", "is " + weight.text() + "; expected a number in [0, 1]"};
  }
}

int doubles_of(const problem& what) {
  const auto& known = entry(what.what).conventions;
  for (const convention_entry& c : known) {
    if (c.name == what.convention) return c.doubles;
  }
  throw fault{"convention", "unknown '" + what.convention.substr(0, 40) + "'; expected one of " +
                                names_of(known)};
}

}  // namespace

settings settings_of(const problem& what) {
  check_presence(what);
  settings read;
  if (what.order) read_order(*what.order, read);
  if (what.weight) read_weight(*what.weight, read);
  if (!what.convention.empty()) read.doubles = doubles_of(what);
  if (!what.generator.empty()) {
    read.f = find_generator_row(what.generator);
    if (read.f == nullptr) {
      throw fault{"generator", "unknown '" + what.generator.substr(0, 40) + "'; expected one of " +
                                   names_of(generators())};
    }
  }
  read.support = finite_numbers(what.support, "support");
  read.kernel = finite_numbers(what.kernel, "kernel");
  if (!entry(what.what).has_unit && what.in != unit::nats) {
    throw fault{"unit", std::string(entry(what.what).name) + " is a number without a unit"};
  }
  return read;
}

}  // namespace kloracle
