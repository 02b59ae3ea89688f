// SPDX-License-Identifier: Apache-2.0
#include "tools/klap_function.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "properties/cases.hpp"
#include "tools/json_values.hpp"

namespace kloracle {

using nlohmann::json;

void part::refuse(const std::string& why) const {
  throw protocol_error("hello: " + where + why);
}

void part::expected(const std::string& what, const char* key) const {
  const json* came = find_member(object, key);
  const std::string text = came == nullptr ? "none" : one_line(came->dump());
  refuse("expected '" + std::string(key) + "' to be " + what + ", came " + text);
}

std::string part::text(const char* key) const {
  const std::string* found = find_text(object, key);
  if (found == nullptr || found->empty()) expected("a text", key);
  return *found;
}

std::string part::text_or(const char* key, const std::string& otherwise) const {
  if (!has(key)) return otherwise;
  const std::string* found = find_text(object, key);
  if (found == nullptr) expected("a text", key);
  return *found;
}

std::size_t part::count_or(const char* key, std::size_t otherwise) const {
  const json* found = find_member(object, key);
  if (found == nullptr) return otherwise;
  if (!found->is_number_unsigned() || *found == 0) expected("a positive integer", key);
  return found->get<std::size_t>();
}

bool part::flag_or(const char* key, bool otherwise) const {
  const json* found = find_member(object, key);
  if (found == nullptr) return otherwise;
  if (!found->is_boolean()) expected("true or false", key);
  return found->get<bool>();
}

const json& part::array(const char* key) const {
  const json* found = find_member(object, key);
  if (found == nullptr || !found->is_array() || found->empty()) {
    expected("a list with something in it", key);
  }
  return *found;
}

namespace {

// The formats that travel: those whose values a double holds.
std::vector<format> offered_formats() {
  std::vector<format> offered;
  for (const format* f : formats()) {
    if (fits_double(*f)) offered.push_back(*f);
  }
  return offered;
}

std::vector<const format*> read_formats(const part& from) {
  static const std::vector<format> known = offered_formats();
  std::vector<const format*> read;
  for (const json& word : from.array("formats")) {
    if (!word.is_string()) from.expected("a list of texts", "formats");
    read.push_back(find_format(from.entry_of(known, "format", word.get<std::string>()).name));
  }
  return read;
}

void read_spaces(const part& from, offered_function& into) {
  const auto space_of = [&](const std::string& word) {
    return from.entry_of(spaces(), "space", word).id;
  };
  const std::string p = from.text_or("space", std::string(entry(space::probs).name));
  into.p_in = space_of(p);
  into.q_in = takes_q(into) ? space_of(from.text_or("space_q", p)) : into.p_in;
  if (accepts(into.how, into.p_in, into.q_in)) return;
  const semantics_entry& how = entry(into.how);
  from.refuse("semantics '" + std::string(how.name) + "' takes p in '" +
              std::string(entry(how.p).name) + "' and q in '" + std::string(entry(how.q).name) +
              "', came 'space' " + p + " and 'space_q' " + std::string(entry(into.q_in).name));
}

void read_parameter(const part& from, offered_function& into) {
  const semantics_entry& how = entry(into.how);
  if (find_member(from.object, "parameter") == nullptr) {
    if (!how.parameter.empty()) {
      from.expected("the " + std::string(how.parameter) + " of '" + std::string(how.name) + "'",
                    "parameter");
    }
    return;
  }
  if (how.parameter.empty()) {
    from.refuse("semantics '" + std::string(how.name) + "' has no parameter");
  }
  try {
    into.semantics_parameter = number::parse(from.text("parameter"));
  } catch (const input_error& error) {
    from.refuse("'parameter': " + one_line(error.what()));
  }
}

// Whether the function is called with q: the quantity's choice, but where its q is optional.
void read_with_q(const part& from, offered_function& into) {
  const quantity_entry& what = entry(into.what);
  if (!from.has("with_q")) return;
  into.with_q = from.flag_or("with_q", false);
  if (into.with_q != what.of_two && !what.q_optional) {
    from.refuse("quantity '" + std::string(what.name) + "' takes p " +
                (what.of_two ? "and q" : "alone") + ", came 'with_q' " +
                (into.with_q ? "true" : "false"));
  }
}

void read_options(const part& from, offered_function& into) {
  const quantity_entry& what = entry(into.what);
  for (const option_entry& o : options()) {
    const std::string key(o.name);
    const auto use = std::ranges::find(what.options, o.id, &option_use::id);
    const json* value = find_member(from.object, key.c_str());
    // The cosine is an option of some families, which the oracle knows.
    const bool of_the_families = o.id == option::cosine && from.has("p");
    if (use == what.options.end() && !(of_the_families && value != nullptr)) {
      if (value == nullptr) continue;
      from.refuse("quantity '" + std::string(what.name) + "' takes no '" + key + "'");
    }
    if (value == nullptr) {
      if (use->required) from.expected("stated: " + std::string(o.meaning), key.c_str());
      continue;
    }
    try {
      read_option(into, o, *value, "'" + key + "'", &binary64);
    } catch (const input_error& error) {
      from.refuse(one_line(error.what()));
    }
  }
}

// The lengths of the axes of the tables that a function of joint distributions is given.
void read_shape(const part& from, offered_function& into) {
  constexpr std::size_t most_outcomes = 1000000;
  const quantity_entry& what = entry(into.what);
  const bool stated = find_member(from.object, "shape") != nullptr;
  if (what.least_axes == 0) {
    if (!stated) return;
    from.refuse("quantity '" + std::string(what.name) + "' takes no table, came 'shape'");
  }
  const std::string due = "the " + std::to_string(what.least_axes) +
                          (what.most_axes > what.least_axes ? " or more" : "") +
                          " lengths of the table's axes, with 2 to 1000000 outcomes in all";
  if (!stated) from.expected(due, "shape");
  std::size_t outcomes = 1;
  for (const json& axis : from.array("shape")) {
    if (!axis.is_number_unsigned() || axis == 0) from.expected(due, "shape");
    const std::size_t length = axis.get<std::size_t>();
    if (length > most_outcomes / outcomes) from.expected(due, "shape");
    outcomes *= length;
    into.shape.push_back(length);
  }
}

problem small_problem(const part& from, const offered_function& f) {
  const std::size_t n = outcomes_of(f).value_or(2);
  if (n < 2) from.refuse("a function of 1 outcome is not judged: expected 2 or more");
  const auto side = [&](space in) {
    const bool logarithms = in == space::logits || in == space::log_probs;
    return std::vector<double>(n, logarithms ? 0 : 1);
  };
  return problem_of(f, {side(f.p_in), takes_q(f) ? side(f.q_in) : std::vector<double>{}});
}

// What the oracle refuses of a small problem, it would refuse of every case.
void refuse_what_the_oracle_refuses(const part& from, const offered_function& f) {
  const problem small = of_families(f) ? small_problem_of_families(f) : small_problem(from, f);
  const answer a = evaluate(small, {.condition = false, .precision_cap_bits = 64});
  if (a.bad_input()) from.refuse("'" + a.argument + "' " + one_line(a.reason));
}

// The meaning of categorical distributions, and the spaces that they come in.
void read_meaning(const part& from, offered_function& into) {
  const quantity_entry& what = entry(into.what);
  const semantics_entry& how = from.entry_of(all_semantics(), "semantics", from.text("semantics"));
  if (std::ranges::find(what.accepted, how.id) == what.accepted.end()) {
    from.refuse("semantics '" + std::string(how.name) + "' is not one for '" +
                std::string(what.name) + "'");
  }
  into.how = how.id;
  read_shape(from, into);
  read_spaces(from, into);
  read_parameter(from, into);
}

// Whether the function returns a bound on its error beside the value.
bool read_returns(const part& from) {
  const json* found = find_member(from.object, "returns");
  if (found == nullptr || *found == json::array({"value"})) return false;
  if (*found != json::array({"value", "error"})) {
    from.expected(R"(["value"] or ["value","error"])", "returns");
  }
  return true;
}

// A call of the library on one case, with a place for each of its inputs.
std::string read_snippet(const part& from, const offered_function& f) {
  const std::string snippet = from.text_or("snippet", "");
  if (snippet.empty()) return snippet;
  const auto has_place = [&](const std::string& side) {
    return snippet.find('{' + side + '}') != std::string::npos ||
           snippet.find('{' + side + ":hex}") != std::string::npos;
  };
  if (!has_place("p")) from.expected("a program with {p} or {p:hex} in it", "snippet");
  if (takes_q(f) && !has_place("q"))
    from.expected("a program with {q} or {q:hex} in it", "snippet");
  return snippet;
}

// The inputs with respect to which there are derivatives.
std::vector<std::string> read_gradient(const part& from, const offered_function& f) {
  const json* found = find_member(from.object, "gradient");
  if (found == nullptr) return {};
  const std::string due = takes_q(f) ? R"(a list of "p", "q" or both)" : R"([] or ["p"])";
  if (!found->is_array()) from.expected(due, "gradient");
  std::vector<std::string> sides;
  for (const json& side : *found) {
    if (side != "p" && (side != "q" || !takes_q(f))) from.expected(due, "gradient");
    sides.push_back(side.get<std::string>());
    if (std::ranges::count(sides, sides.back()) > 1) from.expected(due, "gradient");
  }
  return sides;
}

}  // namespace

offered_function read_function(part from) {
  offered_function read;
  read.name = from.text("name");
  from.where = "function '" + one_line(read.name) + "': ";
  read.what = from.entry_of(quantities(), "quantity", from.text("quantity")).id;
  read_with_q(from, read);
  if (from.has("p") || from.has("q")) {
    read_families(from, read);
  } else {
    read_meaning(from, read);
  }
  read_options(from, read);
  const bool plain = !has_unit(read.what, read);
  read.in =
      from.entry_of(units(), "unit", plain ? from.text_or("unit", "nats") : from.text("unit")).id;
  refuse_what_the_oracle_refuses(from, read);
  read.formats = read_formats(from);
  read.claims_error = read_returns(from);
  read.note = from.text_or("note", "");
  read.snippet = read_snippet(from, read);
  read.gradient = read_gradient(from, read);
  return read;
}

}  // namespace kloracle
