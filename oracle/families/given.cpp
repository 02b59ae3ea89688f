// SPDX-License-Identifier: Apache-2.0
//
// The parameters of a distribution, read and checked against its family's entry.
#include <algorithm>

#include "oracle/exact.hpp"
#include "oracle/families/given.hpp"

namespace kloracle {
namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

// "mu; sigma or variance"
std::string parameters_in_words(const family_entry& family) {
  std::vector<std::vector<std::string>> slots;
  for (const parameter_entry& parameter : family.parameters) {
    if (!parameter.beside.empty()) {
      slots.back().back() += " with " + std::string(parameter.name);
      continue;
    }
    slots.resize(std::max(slots.size(), static_cast<std::size_t>(parameter.slot) + 1));
    slots[static_cast<std::size_t>(parameter.slot)].emplace_back(parameter.name);
  }
  std::vector<std::string> all;
  for (const auto& alternatives : slots) all.push_back(joined(alternatives, " or "));
  return joined(all, "; ");
}

bool lies_in(domain d, const Q& x) {
  switch (d) {
    case domain::real:
      return true;
    case domain::positive:
      return x > 0;
    case domain::nonnegative:
      return x >= 0;
    case domain::probability:
      return x >= 0 && x <= 1;
    case domain::natural:
      return x >= 0 && denominator(x) == 1;
    case domain::positive_integer:
      return x > 0 && denominator(x) == 1;
  }
  return false;
}

// "p.alpha[3]", "p.covariance[1][0]"
std::string place_of(const std::string& name, std::size_t i,
                     const std::vector<std::size_t>& shape) {
  std::string place;
  for (std::size_t k = shape.size(); k-- > 0;) {
    place = "[" + std::to_string(i % shape[k]) + "]" + place;
    i /= shape[k];
  }
  return name + place;
}

std::vector<std::size_t> shape_of(const parameter& given, const parameter_entry& entry,
                                  const std::string& name) {
  static constexpr std::string_view kinds[] = {"a number", "a vector", "a matrix"};
  std::vector<std::size_t> shape = given.shape;
  if (entry.axes == 1 && shape.empty()) shape = {given.values.size()};
  std::size_t cells = 1;
  for (const std::size_t n : shape) cells *= n;
  if (shape.size() != static_cast<std::size_t>(entry.axes) || cells != given.values.size()) {
    throw fault{name, "is not " + std::string(kinds[static_cast<std::size_t>(entry.axes)])};
  }
  if (cells == 0) throw fault{name, "is empty"};
  return shape;
}

given_parameter read(const parameter& given, const parameter_entry& entry,
                     const std::string& name) {
  given_parameter read{&entry, {}, shape_of(given, entry, name)};
  for (std::size_t i = 0; i < given.values.size(); ++i) {
    const number& x = given.values[i];
    if (!x.is_finite() || !lies_in(entry.in, exact(x))) {
      throw fault{
          place_of(name, i, read.shape),
          "is " + (x.is_nan() ? "NaN" : x.text()) + "; expected " + std::string(meaning(entry.in))};
    }
    read.values.push_back(exact(x));
  }
  return read;
}

const parameter_entry* find(const family_entry& family, std::string_view name) {
  for (const parameter_entry& parameter : family.parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

// Each slot once, and companions together.
void check_slots(const given_distribution& given) {
  const family_entry& family = given.family->entry;
  const std::string expected = std::string(family.name) + " takes " + parameters_in_words(family);
  for (const parameter_entry& wanted : family.parameters) {
    if (!wanted.beside.empty()) {
      if (given.has(wanted.name) != given.has(wanted.beside)) {
        throw fault{given.side, "has only one of " + std::string(wanted.beside) + " and " +
                                    std::string(wanted.name) + "; " + expected};
      }
      continue;
    }
    std::vector<std::string> present;
    for (const given_parameter& parameter : given.parameters) {
      if (parameter.entry->beside.empty() && parameter.entry->slot == wanted.slot) {
        present.emplace_back(parameter.entry->name);
      }
    }
    if (present.empty()) {
      throw fault{given.side + "." + std::string(wanted.name), "is missing; " + expected};
    }
    if (present.size() > 1) {
      throw fault{given.side, "has both " + present[0] + " and " + present[1] + "; " + expected};
    }
  }
}

}  // namespace

given_distribution read_distribution(const distribution& d, const std::string& side) {
  given_distribution given;
  given.side = side;
  given.family = find_family_row(d.family);
  if (given.family == nullptr && d.family == "categorical") {
    throw fault{side,
                "is categorical, over unnamed outcomes; p is a distribution over numbers, "
                "vectors or matrices"};
  }
  if (given.family == nullptr) {
    throw fault{side, "has the unknown family '" + d.family.substr(0, 40) +
                          "'; kloracle list families names those there are"};
  }
  const family_entry& family = given.family->entry;
  given.parameters.reserve(d.parameters.size());
  for (const parameter& stated : d.parameters) {
    const std::string name = side + "." + stated.name.substr(0, 40);
    const parameter_entry* entry = find(family, stated.name);
    if (entry == nullptr) {
      throw fault{name, "is not a parameter of " + std::string(family.name) + ", which takes " +
                            parameters_in_words(family)};
    }
    if (given.has(stated.name)) throw fault{name, "is given twice"};
    given.parameters.push_back(read(stated, *entry, name));
  }
  check_slots(given);
  if (given.family->check != nullptr) given.family->check(given);
  return given;
}

}  // namespace kloracle
