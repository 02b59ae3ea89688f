// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "properties/cases.hpp"
#include "tools/json_values.hpp"
#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr int klap_version = 1;

// The formats that travel: those whose values a double holds.
std::vector<format> offered_formats() {
  std::vector<format> offered;
  for (const format* f : formats()) {
    if (fits_double(*f)) offered.push_back(*f);
  }
  return offered;
}

// A JSON object of the introduction, and how to speak of it in a complaint.
struct part {
  const json& object;
  std::string where;

  [[noreturn]] void refuse(const std::string& why) const {
    throw protocol_error("hello: " + where + why);
  }

  [[noreturn]] void expected(const std::string& what, const char* key) const {
    const json* came = find_member(object, key);
    const std::string text = came == nullptr ? "none" : one_line(came->dump());
    refuse("expected '" + std::string(key) + "' to be " + what + ", came " + text);
  }

  std::string text(const char* key) const {
    const std::string* found = find_text(object, key);
    if (found == nullptr || found->empty()) expected("a text", key);
    return *found;
  }

  std::string text_or(const char* key, const std::string& otherwise) const {
    if (find_member(object, key) == nullptr) return otherwise;
    const std::string* found = find_text(object, key);
    if (found == nullptr) expected("a text", key);
    return *found;
  }

  std::size_t count_or(const char* key, std::size_t otherwise) const {
    const json* found = find_member(object, key);
    if (found == nullptr) return otherwise;
    if (!found->is_number_unsigned() || *found == 0) expected("a positive integer", key);
    return found->get<std::size_t>();
  }

  const json& array(const char* key) const {
    const json* found = find_member(object, key);
    if (found == nullptr || !found->is_array() || found->empty()) {
      expected("a list with something in it", key);
    }
    return *found;
  }

  // The entry of a registry that a word names.
  template <class Entries>
  const auto& entry_of(const Entries& entries, const char* kind, const std::string& word) const {
    std::string allowed;
    for (const auto& e : entries) {
      if (e.name == word) return e;
      allowed += (allowed.empty() ? "" : ", ") + std::string(e.name);
    }
    refuse("unknown " + std::string(kind) + " '" + one_line(word) + "'; allowed: " + allowed);
  }
};

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
  const json* found = find_member(from.object, "with_q");
  if (found == nullptr) return;
  if (!found->is_boolean()) from.expected("true or false", "with_q");
  into.with_q = found->get<bool>();
  if (into.with_q != what.of_two && !what.q_optional) {
    from.refuse("quantity '" + std::string(what.name) + "' takes p " +
                (what.of_two ? "and q" : "alone") + ", came 'with_q' " + found->dump());
  }
}

void read_options(const part& from, offered_function& into) {
  const quantity_entry& what = entry(into.what);
  for (const option_entry& o : options()) {
    const std::string key(o.name);
    const auto use = std::ranges::find(what.options, o.id, &option_use::id);
    const json* value = find_member(from.object, key.c_str());
    if (use == what.options.end()) {
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

// What the oracle refuses of a small problem, it would refuse of every case.
void refuse_what_the_oracle_refuses(const part& from, const offered_function& f) {
  const std::size_t n = outcomes_of(f).value_or(2);
  if (n < 2) from.refuse("a function of 1 outcome is not judged: expected 2 or more");
  const auto side = [&](space in) {
    const bool logarithms = in == space::logits || in == space::log_probs;
    return std::vector<double>(n, logarithms ? 0 : 1);
  };
  const sample small{side(f.p_in), takes_q(f) ? side(f.q_in) : std::vector<double>{}};
  const answer a = evaluate(problem_of(f, small), {.condition = false, .precision_cap_bits = 64});
  if (a.bad_input()) from.refuse("'" + a.argument + "' " + one_line(a.reason));
}

offered_function read_function(part from) {
  offered_function read;
  read.name = from.text("name");
  from.where = "function '" + one_line(read.name) + "': ";
  const quantity_entry& what = from.entry_of(quantities(), "quantity", from.text("quantity"));
  const semantics_entry& how = from.entry_of(all_semantics(), "semantics", from.text("semantics"));
  if (std::ranges::find(what.accepted, how.id) == what.accepted.end()) {
    from.refuse("semantics '" + std::string(how.name) + "' is not one for '" +
                std::string(what.name) + "'");
  }
  read.what = what.id;
  read.how = how.id;
  read_with_q(from, read);
  read_options(from, read);
  read_shape(from, read);
  const bool plain = !has_unit(read.what, read);
  read.in =
      from.entry_of(units(), "unit", plain ? from.text_or("unit", "nats") : from.text("unit")).id;
  read_spaces(from, read);
  read_parameter(from, read);
  refuse_what_the_oracle_refuses(from, read);
  read.formats = read_formats(from);
  read.note = from.text_or("note", "");
  return read;
}

std::vector<offered_function> read_functions(const part& whole) {
  std::vector<offered_function> functions;
  for (const json& one : whole.array("functions")) {
    const std::string where = "functions[" + std::to_string(functions.size()) + "]: ";
    offered_function read = read_function({one, where});
    const auto same_name = [&](const offered_function& f) { return f.name == read.name; };
    if (std::ranges::any_of(functions, same_name)) {
      whole.refuse("two functions are named '" + one_line(read.name) + "'");
    }
    functions.push_back(std::move(read));
  }
  return functions;
}

subject_identity read_identity(const part& whole) {
  const json* impl = find_member(whole.object, "impl");
  if (impl == nullptr || !impl->is_object()) whole.expected("an object", "impl");
  const part from{*impl, "impl: "};
  return {from.text("name"), from.text("version"), from.text_or("language", ""),
          from.text_or("issues", "")};
}

encoding read_encoding(const part& whole) {
  const std::string word = whole.text("encoding");
  if (const auto found = find_encoding(word)) return *found;
  std::string allowed;
  for (const encoding e : encodings())
    allowed += (allowed.empty() ? "" : ", ") + std::string(name(e));
  whole.refuse("unknown encoding '" + one_line(word) + "'; allowed: " + allowed);
}

}  // namespace

std::string hello_request(std::string_view suite_version) {
  std::string text = "{\"klap\":" + std::to_string(klap_version) +
                     ",\"cmd\":\"hello\",\"suite\":" + json_text(suite_version) +
                     ",\"encodings\":[";
  for (const encoding e : encodings()) {
    if (text.back() != '[') text += ',';
    text += json_text(name(e));
  }
  return text + "]}";
}

introduction read_introduction(std::string_view line) {
  const json reply = parse_line(line);
  const part whole{reply, ""};
  if (!reply.is_object()) {
    whole.refuse("expected a JSON object on one line, came '" + one_line(line) + "'");
  }
  if (const std::string* error = find_text(reply, "error")) {
    whole.refuse("expected an introduction, came the error '" + one_line(*error) + "'");
  }
  const json* version = find_member(reply, "klap");
  if (version == nullptr || *version != klap_version) {
    whole.expected(std::to_string(klap_version) + ", the version spoken here", "klap");
  }
  introduction read;
  read.who = read_identity(whole);
  read.functions = read_functions(whole);
  read.numbers = read_encoding(whole);
  read.max_cases = whole.count_or("max_cases", read.max_cases);
  read.max_n = whole.count_or("max_n", read.max_n);
  json functions = *find_member(reply, "functions");
  for (json& one : functions) one.erase("note");
  read.essence = functions.dump() + std::string(name(read.numbers));
  return read;
}

}  // namespace kloracle
