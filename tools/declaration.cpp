// SPDX-License-Identifier: Apache-2.0
#include "tools/declaration.hpp"

#include <nlohmann/json.hpp>

#include "properties/option_values.hpp"
#include "tools/json_values.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

json side_json(const family_side& side) {
  json parameters = json::array();
  for (const family_side::slot& s : side.parameters) {
    if (s.shape.empty()) {
      parameters.push_back(s.name);
    } else {
      parameters.push_back({{"name", s.name}, {"shape", s.shape}});
    }
  }
  return {{"family", side.family}, {"parameters", parameters}};
}

// What the numbers of a case are: parameters of families, or categorical distributions.
void put_meaning(json& to, const offered_function& f) {
  if (of_families(f)) {
    to["p"] = side_json(*f.p_of);
    if (f.q_of) to["q"] = side_json(*f.q_of);
    return;
  }
  to["semantics"] = std::string(entry(f.how).name);
  if (f.semantics_parameter) to["parameter"] = f.semantics_parameter->text();
  to["space"] = std::string(entry(f.p_in).name);
  if (takes_q(f) && f.q_in != f.p_in) to["space_q"] = std::string(entry(f.q_in).name);
  if (!f.shape.empty()) to["shape"] = f.shape;
}

// An option's value as read_option() reads it.
struct option_writer {
  json& to;
  const option_entry& o;

  void operator()(const std::optional<number>& x) const {
    if (x) to[std::string(o.name)] = x->text();
  }
  void operator()(const std::string& word) const {
    if (!word.empty()) to[std::string(o.name)] = word;
  }
  void operator()(const std::vector<number>& values) const {
    if (values.empty()) return;
    std::vector<std::size_t> shape;
    const std::size_t rows = o.kind == option_kind::matrix ? order_of_square(values.size()) : 0;
    if (rows != 0) shape = {rows, rows};
    to[std::string(o.name)] = nested_texts(values, shape);
  }
};

}  // namespace

std::string declaration_json(const offered_function& f) {
  json to{{"name", f.name}, {"quantity", std::string(entry(f.what).name)}};
  if (entry(f.what).q_optional) to["with_q"] = f.with_q;
  put_meaning(to, f);
  for (const option_entry& o : options()) with_option(f, o.id, option_writer{to, o});
  if (has_unit(f.what, f)) to["unit"] = std::string(entry(f.in).name);
  for (const format* in : f.formats) to["formats"].push_back(std::string(in->name));
  if (f.claims_error) to["returns"] = {"value", "error"};
  if (!f.gradient.empty()) to["gradient"] = f.gradient;
  if (!f.note.empty()) to["note"] = f.note;
  if (!f.snippet.empty()) to["snippet"] = f.snippet;
  return to.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace kloracle
