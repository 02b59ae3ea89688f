// SPDX-License-Identifier: Apache-2.0
#include "tools/emitted_cases.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "oracle/rounding.hpp"
#include "tools/csv.hpp"
#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* file_format = "kloracle-cases";
constexpr int file_version = 1;

std::string encoded(const std::vector<double>& x, const format& in, encoding e, char between) {
  std::string text;
  for (const double v : x) {
    if (!text.empty()) text += between;
    encode(in, e, v, text);
  }
  return text;
}

json texts(const std::vector<double>& x, const format& in, encoding e) {
  json array = json::array();
  for (const double v : x) {
    std::string text;
    encode(in, e, v, text);
    array.push_back(text);
  }
  return array;
}

std::string plan_json(const emitted_plan& plan) {
  json l{{"line", "header"},
         {"format", file_format},
         {"format_version", file_version},
         {"suite", KLORACLE_VERSION},
         {"seed", std::to_string(plan.cases.seed)},
         {"cases", plan.cases.count},
         {"max_n", plan.cases.max_n},
         {"laws", plan.laws.checks},
         {"law_max_n", plan.laws.max_n},
         {"numbers", std::string(name(plan.numbers))},
         {"functions", json::array()}};
  for (const std::string& f : plan.functions) l["functions"].push_back(json::parse(f));
  return l.dump();
}

// --- reading; what is wrong with a line is an input_error without its place ---

[[noreturn]] void refuse(const std::string& why) {
  throw input_error(why);
}

template <class Number>
Number count_of(const nlohmann::json& l, const char* key) {
  const nlohmann::json* n = find_member(l, key);
  if (n == nullptr || !n->is_number_unsigned())
    refuse(std::string("expected '") + key + "' to be a count");
  return n->get<Number>();
}

emitted_plan read_plan(std::string_view line) {
  const nlohmann::json l = nlohmann::json::parse(line, nullptr, false);
  const std::string* format_name = find_text(l, "format");
  if (format_name == nullptr || *format_name != file_format ||
      count_of<int>(l, "format_version") != file_version) {
    refuse("expected the header that kloracle emit wrote");
  }
  emitted_plan plan;
  const std::string* seed = find_text(l, "seed");
  if (seed == nullptr || seed->empty() || seed->find_first_not_of("0123456789") != seed->npos)
    refuse("expected 'seed' to be a count, as text");
  plan.cases.seed = plan.laws.seed = std::stoull(*seed);
  plan.cases.count = count_of<int>(l, "cases");
  plan.cases.max_n = count_of<std::size_t>(l, "max_n");
  plan.laws.checks = count_of<long>(l, "laws");
  plan.laws.max_n = count_of<std::size_t>(l, "law_max_n");
  plan.laws.shrinks = 0;
  const std::string* numbers = find_text(l, "numbers");
  const auto e = numbers == nullptr ? std::nullopt : find_encoding(*numbers);
  if (!e) refuse("expected 'numbers' to be hexfloat, bits or dec17");
  plan.numbers = *e;
  const nlohmann::json* functions = find_member(l, "functions");
  if (functions == nullptr || !functions->is_array()) refuse("expected 'functions', a list");
  for (const nlohmann::json& f : *functions) plan.functions.push_back(f.dump());
  return plan;
}

// A number of the format: as it was emitted, as a hex float, or the nearest one to a decimal.
std::optional<double> read_number(const std::string& text, const format& in, encoding e) {
  if (const auto x = decode(in, e, text)) return x;
  if (e == encoding::bits) return std::nullopt;
  if (const auto x = decode(in, encoding::hexfloat, text)) return x;
  try {
    const number n = number::parse(text, &in);
    if (!n.is_finite()) return std::nullopt;
    return decode(in, encoding::hexfloat, n.text());
  } catch (const input_error&) {
    return std::nullopt;
  }
}

class case_reader {
 public:
  explicit case_reader(encoding e) : numbers_(e) {}

  answered_case from_json(std::string_view line) const {
    const nlohmann::json l = nlohmann::json::parse(line, nullptr, false);
    const std::string* function = find_text(l, "function");
    const std::string* format_name = find_text(l, "format");
    if (function == nullptr || format_name == nullptr)
      refuse("expected an object with 'function' and 'format'");
    answered_case c{*function, &format_of(*format_name), {}, {}};
    for (const auto& [key, to] : {std::pair{"p", &c.input.p}, std::pair{"q", &c.input.q}}) {
      const nlohmann::json* list = find_member(l, key);
      if (list == nullptr) continue;
      if (!list->is_array()) refuse(std::string("expected '") + key + "' to be a list");
      for (const nlohmann::json& v : *list) to->push_back(input_number(word_of(v), *c.in));
    }
    if (const nlohmann::json* answer = find_member(l, "answer")) {
      if (answer->is_object()) {
        c.answer = unanswered(*answer);
      } else if (answer->is_array() && answer->size() == 2) {
        c.answer = answer_of(word_of((*answer)[0]), *c.in);
        c.answer.claimed_error = read_number(word_of((*answer)[1]), binary64, encoding::hexfloat);
      } else {
        c.answer = answer_of(word_of(*answer), *c.in);
      }
    }
    return c;
  }

  answered_case from_csv(const std::string& row) const {
    const auto fields = csv_fields(row);
    if (!fields || fields->size() < 5) refuse("expected the fields function, format, p, q, answer");
    answered_case c{(*fields)[0], &format_of((*fields)[1]), {}, {}};
    for (const auto& [i, to] : {std::pair{2, &c.input.p}, std::pair{3, &c.input.q}}) {
      std::istringstream words((*fields)[static_cast<std::size_t>(i)]);
      for (std::string w; words >> w;) to->push_back(input_number(w, *c.in));
    }
    if (!(*fields)[4].empty()) c.answer = answer_of((*fields)[4], *c.in);
    if (fields->size() > 5 && !(*fields)[5].empty())
      c.answer.claimed_error = read_number((*fields)[5], binary64, encoding::hexfloat);
    return c;
  }

 private:
  static const format& format_of(const std::string& name) {
    const format* f = find_format(name);
    if (f == nullptr || !fits_double(*f)) refuse("unknown format '" + one_line(name) + "'");
    return *f;
  }

  static std::string word_of(const nlohmann::json& v) {
    return v.is_string() ? v.get<std::string>() : v.dump();
  }

  double input_number(const std::string& text, const format& in) const {
    const auto x = decode(in, numbers_, text);
    if (!x)
      refuse("'" + one_line(text) + "' is no " + std::string(name(numbers_)) + " of " +
             std::string(in.name));
    return *x;
  }

  response answer_of(const std::string& text, const format& in) const {
    if (const auto x = read_number(text, in, numbers_)) return response::of(*x);
    return {response::kind::malformed, 0,
            "'" + one_line(text) + "' is no number of " + std::string(in.name)};
  }

  static response unanswered(const nlohmann::json& answer) {
    constexpr std::size_t limit = 1000;
    if (const std::string* why = find_text(answer, "throw"))
      return {response::kind::thrown, 0, one_line(*why, limit)};
    if (const std::string* why = find_text(answer, "skip"))
      return {response::kind::skipped, 0, one_line(*why, limit)};
    return {response::kind::malformed, 0, "expected a number, a throw or a skip"};
  }

  encoding numbers_;
};

}  // namespace

std::vector<offered_function> functions_of(const emitted_plan& plan, const std::string& key) {
  std::string hello =
      R"({"klap":1,"impl":{"name":"file","version":"0"},"encoding":"hexfloat","functions":[)";
  for (const std::string& f : plan.functions) hello += (hello.back() == '[' ? "" : ",") + f;
  try {
    return read_introduction(hello + "]}").functions;
  } catch (const protocol_error& e) {
    std::string why = e.what();
    if (why.starts_with("hello: ")) why.erase(0, 7);
    throw input_error(key + ": " + why);
  }
}

std::string plan_lines(const emitted_plan& plan, case_file kind) {
  if (kind == case_file::jsonl) return plan_json(plan) + '\n';
  return std::string(file_format) + ',' + csv_field(plan_json(plan)) +
         "\nfunction,format,p,q,answer,claimed error\n";
}

std::string case_line(const offered_function& f, const format& in, const sample& input, encoding e,
                      case_file kind) {
  if (kind == case_file::csv) {
    return csv_field(f.name) + ',' + std::string(in.name) + ',' + encoded(input.p, in, e, ' ') +
           ',' + encoded(input.q, in, e, ' ') + ",,\n";
  }
  json l{{"function", f.name}, {"format", std::string(in.name)}, {"p", texts(input.p, in, e)}};
  if (!input.q.empty()) l["q"] = texts(input.q, in, e);
  return l.dump() + '\n';
}

answered_file read_answered(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  if (!file) throw input_error(key + ": cannot read '" + path + "'");
  answered_file read;
  bool is_csv = false;
  long number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    try {
      if (number == 1) {
        is_csv = !line.starts_with("{");
        const auto fields = is_csv ? csv_fields(line) : std::nullopt;
        if (is_csv && (!fields || fields->size() < 2))
          refuse("expected the header that kloracle emit wrote");
        read.plan = read_plan(is_csv ? (*fields)[1] : line);
      } else if (!(is_csv && number == 2) && line.find_first_not_of(" \r,") != line.npos) {
        const case_reader reader(read.plan.numbers);
        read.cases.push_back(is_csv ? reader.from_csv(line) : reader.from_json(line));
      }
    } catch (const input_error& e) {
      throw input_error(key + ": '" + path + "', line " + std::to_string(number) + ": " + e.what());
    }
  }
  if (number == 0) throw input_error(key + ": '" + path + "' is empty");
  return read;
}

}  // namespace kloracle
