// SPDX-License-Identifier: Apache-2.0
#include "tools/report_issue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "properties/laws/law.hpp"
#include "properties/option_values.hpp"
#include "tools/check_table.hpp"
#include "tools/number_codec.hpp"
#include "tools/one_line.hpp"
#include "tools/report.hpp"
#include "tools/report_cases.hpp"
#include "tools/report_markdown.hpp"
#include "tools/report_snippet.hpp"
#include "tools/report_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// Foreign text within a line, easier to read as it stands than what
// markdown_text() makes: it is pasted by hand.
std::string in_text(std::string_view foreign) {
  const std::string line = one_line(foreign, message_limit);
  const auto in_word = [&](std::size_t i) {
    const auto is_word = [&](std::size_t k) {
      return k < line.size() && std::isalnum(static_cast<unsigned char>(line[k])) != 0;
    };
    return i > 0 && is_word(i - 1) && is_word(i + 1);
  };
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '@') {
      text += "&#64;";  // no mention of a person
      continue;
    }
    if (std::string_view("\\`*[]<>|~#&").find(c) != std::string_view::npos ||
        (c == '_' && !in_word(i)))
      text += '\\';
    text += c;
  }
  return text;
}

// Foreign text in a fixed font.
std::string in_code(std::string_view foreign) {
  const std::string line = one_line(foreign, message_limit);
  return line.find('`') == std::string::npos && !line.empty() ? '`' + line + '`'
                                                              : markdown_code(line);
}

// A finding, read as text.
class issue_text {
 public:
  issue_text(const ordered_json& finding, const offered_function* declared)
      : f_(finding),
        declared_(declared),
        in_(*find_format(finding.at("format").get<std::string>())) {}

  std::string title() const {
    std::string text = one_line(at("function"));
    if (text.find('(') == std::string::npos) text += has_q() ? "(p, q)" : "(p)";
    text += ' ';
    if (at("kind") == "law") return one_line(at("function")) + " breaks " + law("id") + in_format();
    if (at("kind") == "lost")
      return text + no_value() + " where the value is " + due(3) + in_format();
    const std::string got = short_number(at("returned"));
    int digits = 2;
    while (digits < 17 && due(digits) == got) ++digits;
    return text + "returns " + got + " where the value is " + due(digits) + in_format();
  }

  std::string body() const {
    if (at("kind") == "law") return opening() + law_part() + closing();
    return opening() + program() + values() + meaning() + closing();
  }

 private:
  std::string at(const char* key) const {
    const auto found = f_.find(key);
    return found == f_.end() || !found->is_string() ? "" : found->get<std::string>();
  }
  std::string law(const char* key) const {
    return f_.contains("law") ? f_["law"].value(key, std::string()) : "";
  }
  bool has_q() const {
    return f_.contains("input") ? f_["input"].contains("q")
                                : declared_ == nullptr || takes_q(*declared_);
  }
  std::string in_format() const { return " (" + dtype_of(in_) + ')'; }

  std::string no_value() const {
    const std::string word = at("returned");
    if (word == "thrown") return "raises";
    if (word == "timed_out") return "does not return";
    return word == "crashed" ? "crashes" : "answers what is no number";
  }

  // The certified value with few digits.
  std::string due(int digits) const {
    json line{{"status", at("status")}};
    if (f_.contains("enclosure")) line["enclosure"] = f_["enclosure"];
    const std::string text = certified_decimal(line, digits);
    return text.empty() ? "a finite number" : text;
  }

  std::optional<double> number_at(const std::string& hex) const {
    return decode(in_, encoding::hexfloat, hex);
  }

  std::string short_number(const std::string& hex) const {
    const auto x = number_at(hex);
    return x ? fmt::format("{:.2g}", *x) : hex;
  }

  // "`-0x1p-54`, that is -5.55e-17"
  std::string shown(const std::string& hex) const {
    const auto x = number_at(hex);
    if (!x || !std::isfinite(*x) || *x == 0) return in_code(hex);
    return in_code(decimals_text({*x}, in_)) + " (" + in_code(hex) + ')';
  }

  std::string opening() const {
    std::string text = in_code(at("function")) + " of " + in_text(at("subject"));
    if (!at("version").empty()) text += ' ' + in_text(at("version"));
    if (!at("language").empty()) text += " (" + in_text(at("language")) + ')';
    return text + ", " + dtype_of(in_) + ": " + in_text(at("what")) + ".\n\n";
  }

  std::string language() const {
    std::string word;
    for (const char c : at("language").substr(0, at("language").find(' '))) {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0)
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return word == "c" && at("language") != "C" ? "cpp" : word;
  }

  std::string program() const {
    if (!at("snippet").empty()) return markdown_fenced(at("snippet"), language()) + '\n';
    if (!f_.contains("input")) return fmt::format("The input has {} numbers.\n\n", length());
    std::string text = "Input, exactly:\n\n";
    for (const char* side : {"p", "q"}) {
      if (!f_["input"].contains(side)) continue;
      std::string list;
      for (const ordered_json& x : f_["input"][side]) {
        const auto number = number_at(x.get<std::string>());
        list += (list.empty() ? "" : ", ") + (number ? decimal_literal(*number) : "nan");
      }
      text += fmt::format("* {} = [{}]\n", side, list);
    }
    return text + '\n';
  }

  std::size_t length() const { return f_.value("n", std::size_t{0}); }

  std::string values() const {
    const bool lost = at("kind") == "lost";
    std::string text = "* returned: ";
    text += lost ? in_text("nothing: " + no_value() +
                           (at("message").empty() ? "" : ": " + at("message")))
                 : shown(at("returned"));
    text += "\n* expected: " + expected() + '\n';
    if (declared_ != nullptr) text += "* which is " + in_code(formula()) + '\n';
    text += "\n" + proof();
    return text;
  }

  std::string expected() const {
    if (at("status") == "plus_infinity") return "`+infinity`";
    const std::string nearest = dtype_of(in_) + ' ' + in_code(at("certified"));
    return at("decimal").empty() ? "the nearest " + nearest
                                 : in_code(at("decimal")) + ", the nearest " + nearest;
  }

  // What the numbers mean: what a semantics says of other spaces is left out.
  std::string reading() const {
    const std::string_view meaning = entry(declared_->how).meaning;
    return std::string(meaning.substr(0, meaning.find(';')));
  }

  std::string formula() const {
    const quantity_entry& what = entry(declared_->what);
    std::string text = of_families(*declared_) ? at("problem")
                                               : std::string(what.formula) + " (" + reading() + ')';
    return has_unit(declared_->what, *declared_)
               ? text + ", in " + std::string(entry(declared_->in).name)
               : text;
  }

  std::string proof() const {
    std::string text;
    if (at("status") == "plus_infinity") {
      text = "The value is infinite, mathematically.";
    } else if (at("status") == "exact") {
      text = "The value is exact.";
    } else if (f_.contains("enclosure")) {
      text =
          fmt::format("The value is proved to be in [{}, {}] (MPFR interval arithmetic).",
                      f_["enclosure"][0].get<std::string>(), f_["enclosure"][1].get<std::string>());
    }
    const std::string check = independent_check();
    const std::string line = check.empty() ? at("eval") : check;
    if (line.empty()) return text + "\n\n";
    return text + (check.empty() ? " To compute it:" : " An independent check, with mpmath:") +
           "\n\n" + markdown_fenced(line, "sh") + '\n';
  }

  // The sum at 1000 digits, where the value is no more than a sum.
  std::string independent_check() const {
    constexpr std::size_t readable = 16;
    const bool plain = declared_ != nullptr && !of_families(*declared_) &&
                       declared_->what == quantity::kl && f_.contains("input") &&
                       at("status") != "plus_infinity" && f_["input"]["p"].size() <= readable;
    if (!plain) return "";
    const semantics how = declared_->how;
    if (how != semantics::measure && how != semantics::normalised) return "";
    const auto list = [&](const char* side) {
      std::string text;
      for (const ordered_json& x : f_["input"][side])
        text += (text.empty() ? "" : " ") + x.get<std::string>();
      return text;
    };
    const std::string share =
        how == semantics::normalised ? "; p, q = ([x/fsum(v) for x in v] for v in (p, q))" : "";
    const std::string scale = declared_->in == unit::nats ? "" : unit_divisor();
    return fmt::format(
        "python3 -c \"from mpmath import *; mp.dps = 1000; "
        "p, q = ([mpf(float.fromhex(x)) for x in s.split()] for s in ('{}', "
        "'{}')){}; "
        "print(nstr(fsum(a*log(a/b) for a, b in zip(p, q) if a){}, 17))\"",
        list("p"), list("q"), share, scale);
  }

  std::string unit_divisor() const {
    const std::string name(entry(declared_->in).name);
    return name == "bits" ? "/log(2)" : "/log(10)";
  }

  // One sentence on the error for who knows no condition numbers.
  std::string meaning() const {
    std::string text;
    const auto error = read_measure(at("ulp_error"));
    const auto excess = read_measure(at("excess"));
    if (error && excess && *excess > 0) {
      const double moved = std::max(*error / *excess - 0.5, 0.0);
      text = fmt::format(
          "Rounding the inputs can change this value by {} ulp (units in the last place); the "
          "result is off by {} ulp. ",
          measured(moved), measured(*error));
    } else if (f_.contains("condition") && f_["condition"].contains("componentwise") &&
               f_["condition"]["componentwise"] != "inf") {
      text = fmt::format("The condition number of the problem is {}. ",
                         f_["condition"]["componentwise"].get<std::string>());
    }
    return text + likes() + "\n\n";
  }

  std::string likes() const {
    const long like = f_["cases"]["like"].get<long>();
    const long of = f_["cases"]["of"].get<long>();
    return fmt::format("Of {} inputs that were drawn for this function, {} {} the like{}.", of,
                       like, like == 1 ? "shows" : "show",
                       f_.contains("from") ? "; this one was made as plain as it could be" : "");
  }

  std::string law_part() const {
    std::string text = "The law " + in_code(law("id"));
    if (!law("statement").empty()) text += ": " + in_code(law("statement"));
    text += " is broken by more than rounding the inputs explains.\n\n";
    if (!law("source").empty()) text += "Source: " + in_text(law("source")) + "\n\n";
    if (f_["law"].contains("terms")) {
      for (const ordered_json& t : f_["law"]["terms"]) {
        text += "* p = " + in_code(t["p"].dump());
        if (t.contains("q")) text += ", q = " + in_code(t["q"].dump());
        text += ": returned " + shown(t["returned"].get<std::string>()) + ", certified " +
                in_code(t["certified"].get<std::string>()) + '\n';
      }
      text += '\n';
    }
    return text;
  }

  std::string closing() const {
    std::string text;
    if (declared_ != nullptr && !declared_->note.empty())
      text += "What the comparison takes for granted, and what may be intended: " +
              in_text(declared_->note) + "\n\n";
    text += laws_broken();
    if (!at("repeat").empty())
      text += "To repeat it with kloracle " KLORACLE_VERSION ":\n\n" +
              markdown_fenced(at("repeat"), "sh");
    return text;
  }

  std::string laws_broken() const {
    constexpr std::size_t most = 5;
    const std::size_t laws = f_.contains("also") ? f_["also"].size() : 0;
    if (laws == 0) return "";
    std::string text = "Theorems that the results contradict by more than rounding explains:\n\n";
    for (std::size_t i = 0; i < std::min(laws, most); ++i)
      text += "* " + stated(f_["also"][i]) + '\n';
    if (laws > most) text += fmt::format("* and {} more\n", laws - most);
    return text + '\n';
  }

  static std::string stated(const std::string& id) {
    const kloracle::law* l = find_law(id);
    return l == nullptr ? in_code(id) : in_code(id) + ": " + in_code(l->statement);
  }

  const ordered_json& f_;
  const offered_function* declared_;
  const format& in_;
};

}  // namespace

ordered_json issue_of(const ordered_json& finding, const offered_function* declared) {
  const issue_text text(finding, declared);
  return {{"title", text.title()}, {"body", text.body()}};
}

}  // namespace kloracle
