// SPDX-License-Identifier: Apache-2.0
#include "tools/answer_json.hpp"

#include "tools/distribution_json.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

json enclosed(const enclosure& e) {
  return {e.lower_hex(), e.upper_hex()};
}

json condition_of(const answer& a) {
  json condition = json::object();
  for (const perturbation& p : a.condition) condition[p.model] = condition_number(p);
  return condition;
}

// Writes an option under its name; what is not given is not there.
class option_writer {
 public:
  option_writer(const option_entry& o, json& line) : option_(o), line_(line) {}

  void operator()(const std::optional<number>& scalar) const {
    if (scalar) put(scalar->text());
  }
  void operator()(const std::string& word) const {
    if (!word.empty()) put(word);
  }
  void operator()(const std::vector<number>& numbers) const {
    if (numbers.empty()) return;
    const std::size_t n = order_of_square(numbers.size());
    put(option_.kind == option_kind::matrix ? nested_texts(numbers, {n, n})
                                            : nested_texts(numbers, {}));
  }

 private:
  void put(json value) const { line_[std::string(option_.name)] = std::move(value); }

  const option_entry& option_;
  json& line_;
};

// The problem as it was understood, but for its numbers.
void put_question(const stated_problem& asked, const answer& a, json& line) {
  const quantity_entry& what = entry(asked.asked.what);
  line["quantity"] = std::string(what.name);
  for (const option_entry& o : options()) with_option(asked.asked, o.id, option_writer(o, line));
  if (asked.asked.convention.empty() && !what.conventions.empty())
    line["convention"] = std::string(what.conventions.front().name);
  if (a.how) line["semantics"] = std::string(entry(*a.how).name);
  if (has_unit(what.id, asked.asked)) line["unit"] = std::string(entry(asked.asked.in).name);
  line["format"] = std::string(asked.wanted.to->name);
  line["rounding"] = std::string(name(asked.wanted.rounding));
}

// The line with the id in front, as it was written.
std::string text(const json& line, std::string_view id) {
  std::string dumped = line.dump(-1, ' ', false, json::error_handler_t::replace);
  if (!id.empty()) dumped = "{\"id\":" + std::string(id) + ',' + dumped.substr(1);
  return dumped;
}

}  // namespace

std::string condition_number(const perturbation& p) {
  const std::string size = p.relative.upper_decimal(3);
  const bool tiny = size.find("e-") != std::string::npos && p.relative.lower_decimal(1) == "0";
  return tiny ? "0" : size;
}

std::string answer_line(const stated_problem& asked, const answer& a) {
  json line;
  line["status"] = std::string(name(a.state));
  if (a.bad_input()) {
    line["error"] = a.argument + ": " + a.reason;
    return text(line, asked.id);
  }
  if (!a.hex.empty()) line["value"] = a.hex;
  if (!a.decimal.empty()) line["decimal"] = a.decimal;
  if (a.state == status::exact) line["rational"] = a.rational;
  if (a.bounds) {
    line["enclosure"] = enclosed(*a.bounds);
    line["inexact"] = a.inexact ? json(*a.inexact) : json(nullptr);
    line["condition"] = condition_of(a);
  }
  if (a.minimiser) line["minimiser"] = enclosed(*a.minimiser);
  if (!a.reason.empty()) line["reason"] = a.reason;
  put_question(asked, a, line);
  line["p"] = json_of(asked.asked.p);
  if (asked.asked.q) line["q"] = json_of(*asked.asked.q);
  return text(line, asked.id);
}

std::string error_line(std::string_view id, std::string_view error) {
  json line;
  line["status"] = "undefined";
  line["error"] = std::string(error);
  return text(line, id);
}

}  // namespace kloracle
