// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "tools/klap.hpp"
#include "tools/klap_json.hpp"
#include "tools/one_line.hpp"

namespace kloracle {

// How klap_hello.cpp reads the functions of an introduction; for sources only, as klap_json.hpp is.

/// A JSON object of the introduction, and how to speak of it in a complaint. Every reader throws a
/// protocol_error that names the key, what was expected and what came.
struct part {
  const nlohmann::json& object;
  std::string where;

  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void expected(const std::string& what, const char* key) const;

  bool has(const char* key) const { return find_member(object, key) != nullptr; }
  std::string text(const char* key) const;
  std::string text_or(const char* key, const std::string& otherwise) const;
  std::size_t count_or(const char* key, std::size_t otherwise) const;
  bool flag_or(const char* key, bool otherwise) const;
  const nlohmann::json& array(const char* key) const;

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

/// A function as an adapter declares it.
///
/// Guarantee     the oracle takes a small problem of it: what it would refuse
/// of every case, it
///               has refused here
/// Errors        protocol_error, which names the function and the key
offered_function read_function(part from);

/// The families of `p` and `q`, of a function that states them, and a small problem of it.
void read_families(const part& from, offered_function& into);
problem small_problem_of_families(const offered_function& f);

}  // namespace kloracle
