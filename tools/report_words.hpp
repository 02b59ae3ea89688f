// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "properties/laws/law_run.hpp"
#include "properties/verdict.hpp"

// The words of a report, for what writes it and for what reads it again.
namespace kloracle {

template <class Value>
struct report_word {
  std::string_view name;
  Value means;
};

inline constexpr std::array response_words{
    report_word<response::kind>{"value", response::kind::value},
    report_word<response::kind>{"thrown", response::kind::thrown},
    report_word<response::kind>{"skipped", response::kind::skipped},
    report_word<response::kind>{"crashed", response::kind::crashed},
    report_word<response::kind>{"timed_out", response::kind::timed_out},
    report_word<response::kind>{"malformed", response::kind::malformed},
    report_word<response::kind>{"not_run", response::kind::not_run},
};

inline constexpr std::array growth_words{
    report_word<growth>{"none", growth::none},
    report_word<growth>{"log", growth::logarithm},
    report_word<growth>{"linear", growth::linear},
};

inline constexpr std::array claim_words{
    report_word<claim>{"none", claim::none},           report_word<claim>{"kept", claim::kept},
    report_word<claim>{"useless", claim::useless},     report_word<claim>{"broken", claim::broken},
    report_word<claim>{"undecided", claim::undecided},
};

inline constexpr std::array verdict_words{
    report_word<verdict::state>{"decided", verdict::state::decided},
    report_word<verdict::state>{"undecided", verdict::state::undecided},
    report_word<verdict::state>{"not_applicable", verdict::state::not_applicable},
};

inline constexpr std::array law_words{
    report_word<law_verdict::state>{"holds", law_verdict::state::holds},
    report_word<law_verdict::state>{"violated", law_verdict::state::violated},
    report_word<law_verdict::state>{"undecided", law_verdict::state::undecided},
    report_word<law_verdict::state>{"not_applicable", law_verdict::state::not_applicable},
    report_word<law_verdict::state>{"lost", law_verdict::state::lost},
};

inline constexpr std::array special_words{
    report_word<bool special_findings::*>{"nan", &special_findings::nan},
    report_word<bool special_findings::*>{"spurious_infinity",
                                          &special_findings::spurious_infinity},
    report_word<bool special_findings::*>{"missed_infinity", &special_findings::missed_infinity},
    report_word<bool special_findings::*>{"wrong_sign", &special_findings::wrong_sign},
    report_word<bool special_findings::*>{"missed_zero", &special_findings::missed_zero},
};

template <class Words, class Value>
std::string word_for(const Words& words, const Value& v) {
  for (const auto& w : words) {
    if (w.means == v) return std::string(w.name);
  }
  return "";
}

template <class Words>
auto meaning_of(const Words& words, std::string_view name) {
  using value = decltype(words.front().means);
  for (const auto& w : words) {
    if (w.name == name) return std::optional<value>(w.means);
  }
  return std::optional<value>();
}

/// Errors and severities are texts, so that an infinity survives; the shortest that reads back as
/// the same number.
inline std::string measure_text(double x) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr};
}

inline std::optional<double> read_measure(std::string_view text) {
  double x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return x;
}

}  // namespace kloracle
