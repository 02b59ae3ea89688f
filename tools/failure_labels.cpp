// SPDX-License-Identifier: Apache-2.0
#include "tools/failure_labels.hpp"

#include <algorithm>
#include <array>

#include "tools/report_words.hpp"

namespace kloracle {
namespace {

constexpr std::array words{
    label_word{"sign", "wrong sign", true},
    label_word{"inf", "infinite where the value is finite", true},
    label_word{"finite", "finite where the value is infinite", true},
    label_word{"zero", "not 0 where the value is exactly 0", true},
    label_word{"nan", "NaN where a number is due", false},
    label_word{"thrown", "raised instead of answering", false},
    label_word{"crashed", "the subject died of it", false},
    label_word{"timed_out", "no answer in time", false},
    label_word{"malformed", "an answer that is none", false},
    label_word{"claim", "the bound on its own error is too small, or may be", false},
    label_word{"undecided", "the oracle could not tell", false},
    label_word{"HARD", "of a law: a violation that rounding cannot explain", false},
    label_word{"lost", "of a law: some values were not returned", false},
    label_word{"unsteady", "of --known-flaky: the answer changed when it was asked again", false},
};

constexpr std::array<std::string_view, 6> of_laws{"holds",     "SOFT", "not_applicable",
                                                  "undecided", "lost", "HARD"};

bool claim_fails(const verdict& v) {
  return v.claimed == claim::broken || v.claimed == claim::undecided;
}

}  // namespace

std::span<const label_word> label_words() {
  return words;
}

std::span<const std::string_view> law_labels() {
  return of_laws;
}

std::string label_of(const response& returned, const verdict& judged) {
  if (returned.what != response::kind::value) return word_for(response_words, returned.what);
  if (judged.what != verdict::state::decided) return word_for(verdict_words, judged.what);
  const special_findings& s = judged.special;
  if (s.nan) return "nan";
  if (claim_fails(judged)) return "claim";
  std::string label(entry(judged.is).letter);
  if (s.wrong_sign) label += " sign";
  if (s.spurious_infinity) label += " inf";
  if (s.missed_infinity) label += " finite";
  if (s.missed_zero) label += " zero";
  return label;
}

std::string label_of(const law_summary& s) {
  if (s.hard != 0) return "HARD";
  if (s.lost != 0) return "lost";
  if (s.undecided != 0) return "undecided";
  if (s.soft != 0) return "SOFT";
  return s.holds != 0 ? "holds" : "not_applicable";
}

bool is_label(std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string_view first = text.substr(0, space);
  if (find_grade(first) == nullptr) {
    return space == text.size() && std::ranges::any_of(words, [&](const label_word& w) {
             return w.name == first && !w.after_grade;
           });
  }
  auto mark = words.begin();
  for (std::string_view rest = text.substr(space); !rest.empty();) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(' '), rest.size());
    mark = std::find_if(mark, words.end(), [&](const label_word& w) {
      return w.after_grade && w.name == rest.substr(0, end);
    });
    if (mark == words.end()) return false;
    ++mark;
    rest.remove_prefix(end);
  }
  return true;
}

bool begins_with_label(std::string_view label, std::string_view expected) {
  return label.starts_with(expected) &&
         (label.size() == expected.size() || label[expected.size()] == ' ');
}

bool misses(const response& returned, const verdict& judged, grade required) {
  if (returned.what == response::kind::skipped) return false;
  if (returned.what != response::kind::value) return true;
  if (judged.what == verdict::state::not_applicable) return false;
  if (judged.what == verdict::state::undecided) return true;
  return claim_fails(judged) || judged.is > required;
}

}  // namespace kloracle
