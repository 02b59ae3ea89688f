// SPDX-License-Identifier: Apache-2.0
#include "tools/human_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "oracle/exact.hpp"
#include "oracle/rounding.hpp"
#include "properties/option_values.hpp"
#include "tools/answer_json.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr int label_width = 12;

std::string row(std::string_view label, std::string_view text, bool colour) {
  return "  " + tinted(fmt::format("{:<{}}", label, label_width), tint::dim, colour) +
         std::string(text) + '\n';
}

std::string exactness(const answer& a) {
  if (a.state == status::exact) {
    return a.inexact == true ? "exact value known; the rounded one differs" : "exact";
  }
  if (!a.inexact) return "exactness unknown";
  return *a.inexact ? "inexact, proved" : "exact";
}

// A number as people write it, if that is short: 1/2 rather than 0x1p-1.
std::string readable(const number& x) {
  constexpr std::size_t longest = 16;
  std::string text = x.text();
  if (!x.is_finite() || text.size() > 2 * longest) return text;
  std::string fraction = exact(x).str();
  if (fraction.size() <= longest) text = std::move(fraction);
  return text;
}

// What a title says of an option; nothing if it is not given.
class option_phrase {
 public:
  option_phrase(const option_entry& o, std::string& text) : option_(o), text_(text) {}

  void operator()(const std::optional<number>& scalar) const {
    if (scalar) put(readable(*scalar));
  }
  void operator()(const std::string& word) const {
    if (!word.empty()) put(word);
  }
  void operator()(const std::vector<number>& numbers) const {
    constexpr std::size_t most = 6;
    if (numbers.empty()) return;
    if (option_.kind == option_kind::matrix) {
      const std::size_t n = order_of_square(numbers.size());
      return put(fmt::format("{} x {}", n, n));
    }
    std::string list;
    for (std::size_t i = 0; i < std::min(numbers.size(), most); ++i)
      list += (i == 0 ? "(" : ", ") + readable(numbers[i]);
    put(list + (numbers.size() > most ? ", ...)" : ")"));
  }

 private:
  void put(const std::string& text) const { text_ += fmt::format(", {} {}", option_.name, text); }

  const option_entry& option_;
  std::string& text_;
};

// "2", "[1,2,3,...]", "[[1,0],[0,1]]"; of a large matrix its shape alone.
std::string numbers_text(const parameter& p) {
  constexpr std::size_t most = 6;
  if (p.shape.empty()) return readable(p.values.at(0));
  const bool matrix = p.shape.size() > 1;
  if (matrix && p.values.size() > most + 3) return fmt::format("{}x{}", p.shape[0], p.shape[1]);
  const std::size_t columns = p.shape.back();
  std::string text = "[";
  for (std::size_t i = 0; i < p.values.size(); ++i) {
    if (!matrix && i == most) return text + ",...]";
    const bool starts = matrix && i % columns == 0;
    text += (i == 0 ? "" : ",") + std::string(starts ? "[" : "") + readable(p.values[i]);
    if (matrix && (i + 1) % columns == 0) text += ']';
  }
  return text + ']';
}

// "normal:mu=0,sigma=1", as --p takes it.
std::string distribution_text(const distribution& d) {
  std::string text = d.family + ":";
  for (const parameter& p : d.parameters) {
    text += (&p == &d.parameters.front() ? "" : ",") + p.name + "=" + numbers_text(p);
  }
  return text;
}

std::string title_of_families(const problem& what) {
  std::string text(entry(what.what).name);
  text += (what.q ? "(P, Q)" : "(P)") + options_text(what);
  text += (text.back() == ')' ? " of P = " : ", of P = ") + distribution_text(what.p);
  return what.q ? text + ", Q = " + distribution_text(*what.q) : text;
}

std::string title(const stated_problem& asked, const answer& a) {
  const problem& what = asked.asked;
  if (what.p.family != "categorical") return title_of_families(what);
  const parameter& p = what.p.parameters.at(0);
  std::string text = std::string(entry(what.what).name) + (what.q ? "(P, Q)" : "(P)");
  const std::string options = options_text(what);
  text += options + (options.empty() ? " of categorical" : ", of categorical");
  if (p.shape.empty()) text += fmt::format(", n = {}", p.values.size());
  return a.how ? text + fmt::format(", semantics {}", entry(*a.how).name) : text;
}

// " nats", or nothing where the answer is a plain number.
std::string unit_text(const problem& what) {
  return has_unit(what.what, what) ? ' ' + std::string(entry(what.in).name) : "";
}

std::string headline(const stated_problem& asked, const answer& a) {
  const std::string unit_name = unit_text(asked.asked);
  switch (a.state) {
    case status::plus_infinity:
      return "+infinity" + unit_name;
    case status::undefined:
      return "undefined";
    case status::undecided:
      return "undecided";
    default:
      return (a.decimal.empty() ? a.hex : a.decimal) + unit_name;
  }
}

// "1 + 5.55e-17", or "1" if it is.
std::string sum_text(const Q& total) {
  const Q off = total - 1;
  if (off == 0) return "exactly 1";
  if (abs(off) > Q(1, 100)) return round_decimal(6, direction::nearest_even, total);
  return fmt::format("1 {} {}", off < 0 ? '-' : '+',
                     round_decimal(3, direction::nearest_even, Q(abs(off))));
}

Q total_of(const distribution& d) {
  std::vector<Q> values;
  for (const number& x : d.parameters.at(0).values) values.push_back(exact(x));
  return sum(values);
}

}  // namespace

std::string options_text(const problem& asked) {
  std::string text;
  for (const option_entry& o : options()) with_option(asked, o.id, option_phrase(o, text));
  if (asked.p.family != "categorical" || asked.p.parameters.empty()) return text;
  const std::vector<std::size_t>& shape = asked.p.parameters.front().shape;
  for (std::size_t i = 0; i < shape.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? ", shape " : " x ", shape[i]);
  return text;
}

std::string condition_text(const answer& a) {
  std::string text;
  std::string alone;  // of parameters that move alone: "p.mu 0, p.sigma 2.7"
  for (const perturbation& p : a.condition) {
    if (p.model.find('.') != std::string::npos) {
      alone += fmt::format("{}{} {}", alone.empty() ? "" : ", ", p.model, condition_number(p));
    } else {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", condition_number(p), p.model);
    }
  }
  return alone.empty() ? text : text + " (" + alone + ")";
}

std::string sum_warning(const stated_problem& asked, const answer& a) {
  const problem& what = asked.asked;
  if (a.how != semantics::normalised || a.state == status::undefined) return "";
  if (std::ranges::count(entry(what.what).accepted, semantics::measure) == 0) return "";
  const bool weights = what.p.parameters.at(0).name == entry(space::probs).name &&
                       (!what.q || what.q->parameters.at(0).name == entry(space::probs).name);
  if (!weights) return "";
  const Q p = total_of(what.p);
  const Q q = what.q ? total_of(*what.q) : Q(1);
  if (p == 1 && q == 1) return "";
  problem as_is = what;
  as_is.how = semantics::measure;
  const answer other = evaluate(as_is, {.digits = 6, .condition = false});
  std::string text = "p sums to " + sum_text(p);
  if (what.q) text += ", q to " + sum_text(q);
  text += "; they were divided by their sums, exactly.";
  if (!other.decimal.empty()) {
    text += " As they are (--semantics measure): " + other.decimal + unit_text(what);
  }
  return text;
}

std::string human_answer(const stated_problem& asked, const answer& a, bool colour) {
  std::string text = title(asked, a) + '\n';
  text += "  " + tinted(headline(asked, a), tint::strong, colour) + '\n';
  if (!a.hex.empty()) {
    text +=
        row(std::string(asked.wanted.to->name),
            fmt::format("{}  ({}, {})", a.hex, name(asked.wanted.rounding), exactness(a)), colour);
  }
  if (a.state == status::exact && a.rational.size() < 60) {
    text += row("enclosure", fmt::format("[{0}, {0}]", a.rational), colour);
  } else if (a.bounds) {
    const auto [lower, upper] = a.bounds->decimal_pair(std::max(40, asked.wanted.digits + 5));
    text += row("enclosure", fmt::format("[{}, {}]", lower, upper), colour);
    constexpr std::size_t readable = 80;
    const std::string ends = fmt::format("[{}, {}]", a.bounds->lower_hex(), a.bounds->upper_hex());
    if (ends.size() <= 2 * readable) text += row("", ends, colour);
  }
  if (a.minimiser) {
    const auto [lower, upper] = a.minimiser->decimal_pair(20);
    const std::string order = lower == upper ? lower : fmt::format("in [{}, {}]", lower, upper);
    text += row("attained", "at order " + order, colour);
  }
  if (!a.condition.empty()) text += row("condition", condition_text(a), colour);
  if (!a.reason.empty()) text += row("because", a.reason, colour);
  if (const std::string warning = sum_warning(asked, a); !warning.empty()) {
    text +=
        row(tinted("note", tint::fair, colour) + std::string(label_width - 4, ' '), warning, false);
  }
  return text;
}

}  // namespace kloracle
