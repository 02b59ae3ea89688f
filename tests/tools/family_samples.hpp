// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/oracle.hpp"

// Distributions of every family by its entry in the vocabulary, so that a family needs no line in
// the tests of the tools.

namespace kloracle {

/// What to write for a parameter, of P (side 0) or of Q (side 1).
struct sampled_parameter {
  std::string_view name;
  std::vector<std::string_view> of_p;
  std::vector<std::string_view> of_q;
  std::vector<std::size_t> shape = {};
};

inline parameter sample_of(const parameter_entry& entry, int side) {
  static const std::vector<sampled_parameter> by_name{
      {"lower", {"1/4"}, {"1/8"}},
      {"upper", {"3/4"}, {"7/8"}},
      {"minimum", {"2"}, {"2"}},
      {"df", {"9/2"}, {"5"}},
      {"probs", {"1/4", "3/4"}, {"1/2", "1/2"}, {2}},
      {"weights", {"1", "3"}, {"2", "5"}, {2}},
      {"mean_direction", {"3", "4"}, {"3", "4"}, {2}},
      {"scale_tril", {"1", "0", "1/2", "2"}, {"2", "0", "-1/2", "1"}, {2, 2}},
      {"factor", {"1", "1/2"}, {"-1", "2"}, {2, 1}}};
  static constexpr std::string_view scalars[][2] = {{"1/2", "-1/4"}, {"3/2", "2"}, {"3/2", "2"},
                                                    {"1/4", "2/3"},  {"3", "3"},   {"3", "3"}};
  std::vector<std::string_view> texts;
  std::vector<std::size_t> shape;
  for (const sampled_parameter& known : by_name) {
    if (known.name != entry.name || known.shape.size() != static_cast<std::size_t>(entry.axes)) {
      continue;
    }
    texts = side == 0 ? known.of_p : known.of_q;
    shape = known.shape;
  }
  if (texts.empty() && entry.axes == 2) {  // symmetric and positive definite
    texts = side == 0 ? std::vector<std::string_view>{"2", "1/2", "1/2", "1"}
                      : std::vector<std::string_view>{"1", "-1/4", "-1/4", "3"};
    shape = {2, 2};
  }
  if (texts.empty()) {
    const auto& of_domain = scalars[static_cast<std::size_t>(entry.in)];
    texts.push_back(of_domain[side]);
    if (entry.axes == 1) texts.push_back(of_domain[1 - side]);
    if (entry.axes == 1) shape = {2};
  }
  parameter sample{std::string(entry.name), {}, shape};
  for (const std::string_view text : texts) sample.values.push_back(number::parse(text, nullptr));
  return sample;
}

/// The distributions of the family that differ in how one parameter is given; the first has the
/// first alternative of each slot.
inline std::vector<distribution> samples_of(const family_entry& family, int side) {
  std::vector<distribution> all;
  const auto with = [&](const parameter_entry* chosen) {
    distribution d{std::string(family.name), {}};
    int slot = -1;
    for (const parameter_entry& entry : family.parameters) {
      if (!entry.beside.empty()) {
        if (chosen != nullptr && chosen->name == entry.beside) {
          d.parameters.push_back(sample_of(entry, side));
        }
        continue;
      }
      const bool head = entry.slot != slot;
      slot = entry.slot;
      const bool other_chosen = chosen != nullptr && chosen->slot == entry.slot;
      if (other_chosen ? chosen == &entry : head) d.parameters.push_back(sample_of(entry, side));
    }
    all.push_back(std::move(d));
  };
  with(nullptr);
  for (std::size_t i = 1; i < family.parameters.size(); ++i) {
    const parameter_entry& entry = family.parameters[i];
    if (entry.beside.empty() && entry.slot == family.parameters[i - 1].slot) with(&entry);
  }
  return all;
}

inline distribution sample_of(const family_entry& family, int side) {
  return samples_of(family, side).front();
}

}  // namespace kloracle
