// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "oracle/oracle.hpp"

namespace kloracle {

/// A problem as written, with what to round to and how decimals were read.
struct stated_problem {
  problem asked;
  target wanted;
  const format* input = &binary64;  // nullptr: decimals are exact
  std::string id;                   // echoed; JSON text, empty if none
};

/// The problem that one line of JSON states (the vocabulary of tools/README.md).
/// Errors: input_error with one line naming the key and what was expected.
stated_problem parse_problem(std::string_view line, const target& defaults = {},
                             const format* input = &binary64);

/// The answer to one line, whatever the line holds. Never throws but for std::bad_alloc.
std::string answer_to_line(std::string_view line, const target& defaults = {},
                           const format* input = &binary64);

/// The word's meaning; an input_error that names `key` and the allowed words if it has none. Of the
/// last, "exact" is nullptr: decimals are exact.
const format& format_named(const std::string& key, std::string_view name);
direction direction_named(const std::string& key, std::string_view name);
const format* input_format_named(const std::string& key, std::string_view name);

/// The quantities that take an option, for messages: "renyi, tsallis, ...".
std::string takers(option o);

/// The allowed words of a registry, for messages: "kl, entropy, ...".
template <class Entries>
std::string words(const Entries& entries) {
  std::string text;
  for (const auto& e : entries) text += (text.empty() ? "" : ", ") + std::string(e.name);
  return text;
}

}  // namespace kloracle
