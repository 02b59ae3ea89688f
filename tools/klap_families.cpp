// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "properties/cases.hpp"
#include "tools/klap_function.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

// As many as an adapter's max_n allows by default.
constexpr std::size_t most_numbers = 1000000;

const parameter_entry* find_parameter(const family_entry& family, std::string_view name) {
  const auto found = std::ranges::find(family.parameters, name, &parameter_entry::name);
  return found == family.parameters.end() ? nullptr : &*found;
}

std::size_t count_of(const family_side::slot& s) {
  std::size_t count = 1;
  for (const std::size_t axis : s.shape) count *= axis;
  return count;
}

// The lengths of a vector's or a matrix's axes.
std::vector<std::size_t> read_axes(const part& from, int axes) {
  const std::string due = axes == 1 ? "the vector's length, such as [2]"
                                    : "the lengths of the matrix's axes, such as [2,2]";
  if (!from.has("shape")) from.expected(due, "shape");
  std::vector<std::size_t> lengths;
  std::size_t numbers = 1;
  for (const json& axis : from.array("shape")) {
    if (!axis.is_number_unsigned() || axis == 0) from.expected(due, "shape");
    const std::size_t length = axis.get<std::size_t>();
    if (length > most_numbers / numbers) from.expected("at most 1000000 numbers", "shape");
    numbers *= length;
    lengths.push_back(length);
  }
  if (lengths.size() != static_cast<std::size_t>(axes)) from.expected(due, "shape");
  return lengths;
}

// A parameter: "mu", or {"name":"mean","shape":[2]}.
family_side::slot read_slot(const family_entry& family, const json& value, const part& side) {
  const bool bare = value.is_string();
  if (!bare && !value.is_object()) {
    side.expected(
        "a list of names, or of objects such as "
        "{\"name\":\"mean\",\"shape\":[2]}",
        "parameters");
  }
  const part from{value, side.where};
  family_side::slot slot{bare ? value.get<std::string>() : from.text("name")};
  const parameter_entry& named = from.entry_of(family.parameters, "parameter", slot.name);
  const part said{value, side.where + "'" + slot.name + "': "};
  if (named.axes > 0) {
    slot.shape = read_axes(said, named.axes);
  } else if (said.has("shape") && !(value["shape"].is_array() && value["shape"].empty())) {
    said.expected("absent, as of a number", "shape");
  }
  return slot;
}

family_side read_side(const part& whole, const char* key) {
  const json* object = find_member(whole.object, key);
  if (object == nullptr || !object->is_object()) {
    whole.expected(R"(an object such as {"family":"normal","parameters":["mu","sigma"]})", key);
  }
  const part from{*object, whole.where + "'" + key + "': "};
  family_side side{from.text("family"), {}};
  const family_entry* family = find_family(side.family);
  if (family == nullptr) {
    from.refuse("unknown family '" + one_line(side.family) + "'; see kloracle list families");
  }
  std::size_t numbers = 0;
  for (const json& value : from.array("parameters")) {
    side.parameters.push_back(read_slot(*family, value, from));
    numbers += count_of(side.parameters.back());
    if (numbers > most_numbers) from.refuse("expected at most 1000000 numbers in all");
  }
  return side;
}

// A number that the parameter may be, beside those that the others get: the larger, the later its
// slot, so that a right end is right of a left one; above the dimension of any matrix here.
number ordinary_number(const parameter_entry& e, std::size_t numbers) {
  const long place = static_cast<long>(numbers) + e.slot + 1;
  switch (e.in) {
    case domain::real:
    case domain::positive:
      return number::parse(std::to_string(place));
    case domain::nonnegative:
    case domain::natural:
      return number(1.0);
    case domain::probability:
      return number(0.5);
    case domain::positive_integer:
      return number(3.0);
  }
  return number(1.0);
}

// Likewise for a vector or a matrix: (1, 0, ...), the identity, equal parts of 1, or ones.
std::vector<number> ordinary_values(const parameter_entry& e, const family_side::slot& s,
                                    std::size_t numbers) {
  if (s.shape.empty()) return {ordinary_number(e, numbers)};
  const std::size_t count = count_of(s);
  if (e.in == domain::probability) {
    return std::vector<number>(count, number::parse("1/" + std::to_string(count)));
  }
  std::vector<number> values(count, number(e.in == domain::real ? 0.0 : 1.0));
  if (e.in != domain::real) return values;
  const std::size_t stride = s.shape.size() == 2 ? s.shape[1] + 1 : count;
  const std::size_t rows = s.shape.size() == 2 ? std::min(s.shape[0], s.shape[1]) : 1;
  for (std::size_t i = 0; i < rows; ++i) values[i * stride] = number(1.0);
  return values;
}

void fill(distribution& d, const family_side& side) {
  std::size_t numbers = 0;
  for (const family_side::slot& s : side.parameters) numbers += count_of(s);
  for (std::size_t i = 0; i < side.parameters.size(); ++i) {
    const family_side::slot& s = side.parameters[i];
    d.parameters[i].values =
        ordinary_values(*find_parameter(*find_family(side.family), s.name), s, numbers);
  }
}

std::vector<double> zeros(const family_side& side) {
  std::size_t numbers = 0;
  for (const family_side::slot& s : side.parameters) numbers += count_of(s);
  return std::vector<double>(numbers);
}

}  // namespace

void read_families(const part& from, offered_function& into) {
  const quantity_entry& what = entry(into.what);
  for (const char* key : {"semantics", "space", "space_q", "parameter", "shape"}) {
    if (from.has(key)) {
      from.refuse("'p' is of a family, which has no '" + std::string(key) + "'");
    }
  }
  into.p_of = read_side(from, "p");
  if (takes_q(into)) {
    into.q_of = read_side(from, "q");
  } else if (from.has("q")) {
    from.refuse("quantity '" + std::string(what.name) + "' takes p alone, came 'q'");
  }
  const std::string& p = into.p_of->family;
  const std::string& q = into.q_of ? into.q_of->family : p;
  if (covers(into.what, p, q)) return;
  from.refuse("there is no '" + std::string(what.name) + "' of '" + p + "'" +
              (into.q_of ? " and '" + q + "'" : "") + "; see kloracle list coverage");
}

problem small_problem_of_families(const offered_function& f) {
  problem what = problem_of(f, {zeros(*f.p_of), f.q_of ? zeros(*f.q_of) : std::vector<double>{}});
  fill(what.p, *f.p_of);
  if (f.q_of) fill(*what.q, *f.q_of);
  return what;
}

}  // namespace kloracle
