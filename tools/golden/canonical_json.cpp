// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/canonical_json.hpp"

#include <nettle/sha2.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "oracle/exact.hpp"
#include "oracle/rounding.hpp"
#include "properties/option_values.hpp"
#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/semantics_of.hpp"
#include "tools/golden/vectors.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

bool is_value_of(const format& f, const number& x) {
  if (!x.is_finite()) return true;
  const Q q = exact(x);
  const fp rounded = round_to(f, direction::nearest_even, q);
  return !rounded.infinite && value(rounded) == q;
}

json numbers_json(std::span<const number> values, std::span<const std::size_t> shape) {
  json array = json::array();
  if (shape.size() < 2) {
    for (const number& x : values) array.push_back(canonical_number(x));
    return array;
  }
  const std::size_t rows = shape.front();
  const std::size_t each = rows == 0 ? 0 : values.size() / rows;
  for (std::size_t i = 0; i < rows; ++i)
    array.push_back(numbers_json(values.subspan(i * each, each), shape.subspan(1)));
  return array;
}

json parameter_json(const parameter& p, bool number_alone) {
  if (number_alone && p.shape.empty() && p.values.size() == 1) return canonical_number(p.values[0]);
  if (is_long(p)) {
    const std::string text = vector_text(p.values);
    return {{"file", vector_path(text)}, {"n", p.values.size()}, {"sha256", sha256(text)}};
  }
  return numbers_json(p.values, p.shape);
}

// In the order of the family's entry, whoever wrote them; what is not in it last, by name.
std::vector<parameter> in_one_order(const distribution& d) {
  std::vector<parameter> all = d.parameters;
  const family_entry* family = find_family(d.family);
  const auto rank = [&](const parameter& p) {
    std::size_t place = 0;
    while (family != nullptr && place < family->parameters.size() &&
           family->parameters[place].name != p.name)
      ++place;
    return std::pair(place, p.name);
  };
  std::ranges::stable_sort(all, {}, rank);
  return all;
}

json distribution_json(const distribution& d) {
  json object{{"family", d.family}};
  for (const parameter& p : in_one_order(d))
    object[p.name] = parameter_json(p, d.family != "categorical");
  return object;
}

// Writes an option under its name; what is not given is not there.
struct option_member {
  const option_entry& option;
  json& object;

  void operator()(const std::optional<number>& scalar) const {
    if (scalar) put(canonical_number(*scalar));
  }
  void operator()(const std::string& word) const {
    if (!word.empty()) put(word);
  }
  void operator()(const std::vector<number>& numbers) const {
    if (numbers.empty()) return;
    const std::size_t n = order_of_square(numbers.size());
    const std::array shape{n, n};
    put(option.kind == option_kind::matrix ? numbers_json(numbers, shape)
                                           : numbers_json(numbers, {}));
  }
  void put(json value) const { object[std::string(option.name)] = std::move(value); }
};

json problem_json(const problem& asked) {
  json object{{"quantity", entry(asked.what).name}};
  for (const option_entry& o : options()) with_option(asked, o.id, option_member{o, object});
  if (const auto how = semantics_of(asked)) {
    object["semantics"] = entry(*how).name;
    if (asked.semantics_parameter)
      object[std::string(entry(*how).parameter)] = canonical_number(*asked.semantics_parameter);
  }
  if (has_unit(asked.what, asked) || asked.in != unit::nats) object["unit"] = entry(asked.in).name;
  object["p"] = distribution_json(asked.p);
  if (asked.q) object["q"] = distribution_json(*asked.q);
  return object;
}

template <class Use>
void for_each_number(const problem& asked, const Use& use) {
  const auto each = [&](const distribution& d) {
    for (const parameter& p : d.parameters) std::ranges::for_each(p.values, use);
  };
  each(asked.p);
  if (asked.q) each(*asked.q);
}

json rounded_json(const certified_value& v) {
  json object = json::object();
  for (const auto& [f, text] : v.rounded) object[std::string(f->name)] = text;
  return object;
}

json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json object = json::object();
  for (const auto& [key, text] : pairs) object[key] = text;
  return object;
}

void put_value(const certified_value& v, json& line) {
  line["outcome"] = name(v.what);
  if (v.what != outcome_kind::value) {
    if (!v.argument.empty()) line["argument"] = v.argument;
    line["reason"] = v.reason;
    return;
  }
  if (!v.rational.empty()) line["exact"] = v.rational;
  line["enclosure"] = {v.lower, v.upper};
  line["decimal"] = v.decimal;
  line["rounded"] = rounded_json(v);
  line["condition"] = pairs_json(v.condition);
}

json notes_of(const fixture_file& f) {
  json notes = json::object();
  for (const flag_entry& flag : fixture_flags()) {
    const bool used = std::ranges::any_of(f.cases, [&](const fixture_case& c) {
      return std::ranges::find(c.flags, flag.name) != c.flags.end();
    });
    if (!used) continue;
    json links = json::array();
    for (const std::string_view link : flag.links) links.push_back(link);
    notes[std::string(flag.name)] = {
        {"bug_class", flag.bug_class}, {"effect", flag.effect}, {"links", links}};
  }
  return notes;
}

json policies_of(const fixture_file& f) {
  json all = json::object();
  for (const policy_entry& p : policies()) {
    const auto about = [&](const fixture_case& c) { return c.policy == p.name; };
    if (std::ranges::none_of(f.cases, about)) continue;
    json expects = json::object();
    for (std::size_t i = 0; i < profiles().size(); ++i)
      expects[std::string(profiles()[i].name)] = name(p.expects[i]);
    all[std::string(p.name)] = {{"meaning", p.meaning}, {"expects", expects}};
  }
  return all;
}

json group_json(std::string_view group) {
  const fixture_group& g = *find_fixture_group(group);
  return {{"name", g.name}, {"meaning", g.meaning}, {"difficulty", g.difficulty}};
}

// The members of the heading, one per line.
std::string heading_text(const fixture_file& f) {
  const quantity_entry& what = entry(f.heading.what);
  const semantics_entry* how = find_semantics(f.heading.of);
  json heading{{"format", "kloracle-fixture"}, {"format_version", 1},
               {"license", "CC0-1.0"},         {"quantity", what.name},
               {"definition", what.formula},   {"domain", what.domain}};
  if (how != nullptr) {
    heading["semantics"] = {{"name", how->name}, {"meaning", how->meaning}};
  } else {
    heading["families"] = f.heading.of;
  }
  heading["group"] = group_json(f.heading.group);
  heading["provenance"] = {{"recipe", f.heading.recipe}, {"seed", std::to_string(f.heading.seed)}};
  heading["notes"] = notes_of(f);
  heading["policies"] = policies_of(f);
  heading["left_out"] = f.left_out;
  heading["count"] = f.cases.size();
  std::string text;
  for (const auto& [key, value] : heading.items())
    text += json(key).dump() + ": " + value.dump() + ",\n";
  return text;
}

}  // namespace

std::string canonical_number(const number& x) {
  if (!x.is_finite() || !is_value_of(binary64, x)) return x.text();
  return hex(binary64, round_to(binary64, direction::nearest_even, exact(x)));
}

std::string problem_text(const problem& asked) {
  return problem_json(asked).dump();
}

std::string sha256(std::string_view bytes) {
  sha256_ctx state;
  sha256_init(&state);
  sha256_update(&state, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&state, digest.size(), digest.data());
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string problem_kind(const problem& asked) {
  std::string kind = std::string(entry(asked.what).name) + '.';
  if (const auto how = semantics_of(asked)) return kind + std::string(entry(*how).name);
  kind += asked.p.family;
  if (asked.q && asked.q->family != asked.p.family) kind += '|' + asked.q->family;
  return kind;
}

std::string case_id_of(const problem& asked) {
  return problem_kind(asked) + ':' + sha256(problem_text(asked)).substr(0, 12);
}

std::vector<const format*> fitting_formats(const problem& asked) {
  std::vector<const format*> fitting;
  for (const format* f : formats()) {
    bool fits = true;
    for_each_number(asked, [&](const number& x) { fits = fits && is_value_of(*f, x); });
    if (fits) fitting.push_back(f);
  }
  return fitting;
}

std::string case_text(const fixture_case& c) {
  json line{{"id", c.id}, {"from", c.input.from}};
  for (const auto& [key, text] : c.input.remarks) line[key] = text;
  line["problem"] = problem_json(c.input.asked);
  json fits = json::array();
  for (const format* f : fitting_formats(c.input.asked)) fits.push_back(f->name);
  line["fits"] = std::move(fits);
  put_value(c.value, line);
  if (!c.policy.empty()) line["policy"] = c.policy;
  line["flags"] = c.flags;
  return line.dump();
}

std::string file_text(const fixture_file& f) {
  std::string text = "{\n" + heading_text(f) + "\"cases\": [";
  for (std::size_t i = 0; i < f.cases.size(); ++i)
    text += (i == 0 ? "\n" : ",\n") + case_text(f.cases[i]);
  return text + "\n]\n}\n";
}

}  // namespace kloracle
