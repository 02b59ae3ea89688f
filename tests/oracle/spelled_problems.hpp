// SPDX-License-Identifier: Apache-2.0
//
// Problems written as text, exactly: "1/2 -0x1p-3 nan -inf".
#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "oracle/oracle.hpp"

namespace kloracle {

inline std::vector<number> numbers(const std::string& text) {
  std::vector<number> result;
  std::istringstream words(text);
  for (std::string word; words >> word;) result.push_back(number::parse(word, nullptr));
  return result;
}

/// The exact rational that `text` writes.
inline Q rational_from(const std::string& text) {
  return exact(number::parse(text, nullptr));
}

/// The exact value of an endpoint.
inline Q rational_of(mpfr_srcptr x) {
  Q result;
  mpfr_get_q(result.backend().data(), x);
  return result;
}

/// One row of a table of problems. An empty string is an empty vector; no q is std::nullopt.
struct spelled {
  quantity what;
  semantics how;
  std::string p;
  std::optional<std::string> q = std::nullopt;
  unit in = unit::nats;
  std::optional<std::string> parameter = std::nullopt;
};

/// The problem, its vectors in the spaces that the semantics names.
inline problem posed(const spelled& s) {
  problem result{s.what, categorical(numbers(s.p), entry(s.how).p)};
  if (s.q) result.q = categorical(numbers(*s.q), entry(s.how).q);
  result.how = s.how;
  result.in = s.in;
  if (s.parameter) result.semantics_parameter = number::parse(*s.parameter, nullptr);
  return result;
}

inline answer answered(const spelled& s, const target& wanted = {}) {
  return evaluate(posed(s), wanted);
}

inline std::string text_of(const spelled& s) {
  return std::string(entry(s.what).name) + ' ' + std::string(entry(s.how).name) + " (" + s.p +
         ") (" + s.q.value_or("no q") + ") " + std::string(entry(s.in).name) + ' ' +
         s.parameter.value_or("");
}

}  // namespace kloracle
