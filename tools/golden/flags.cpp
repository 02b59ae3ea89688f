// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/flags.hpp"

#include "tools/golden/flag_facts.hpp"

namespace kloracle {
namespace {

const std::vector<flag_row>& rows() {
  static const auto all = [] {
    std::vector<flag_row> every;
    for (const auto& some :
         {weight_flags(), logarithm_flags(), pair_flags(), parameter_flags(), value_flags()})
      every.insert(every.end(), some.begin(), some.end());
    return every;
  }();
  return all;
}

}  // namespace

std::span<const flag_entry> fixture_flags() {
  static const auto entries = [] {
    std::vector<flag_entry> all;
    for (const flag_row& r : rows()) all.push_back(r.entry);
    return all;
  }();
  return entries;
}

std::vector<std::string_view> flags_of(const problem& asked, const certified_value& value) {
  std::vector<std::string_view> names;
  if (!has_flags(value)) return names;
  const flag_facts facts(asked, value);
  for (const flag_row& r : rows()) {
    if (r.holds(facts)) names.push_back(r.entry.name);
  }
  return names;
}

}  // namespace kloracle
