// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/export_table.hpp"

#include <algorithm>
#include <array>

#include "oracle/vocabulary.hpp"

namespace kloracle {
namespace {

constexpr std::array numbers{number_column{"expected", &export_case::expected},
                             number_column{"lower", &export_case::lower},
                             number_column{"upper", &export_case::upper}};

}  // namespace

std::span<const std::string> text_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"id",    "quantity", "semantics", "unit",
                                 "group", "p_family", "q_family"};
    for (const option_entry& o : options()) {
      if (o.kind == option_kind::word) all.emplace_back(o.name);
    }
    all.insert(all.end(), {"outcome", "expect", "policy", "condition", "flags"});
    return all;
  }();
  return names;
}

std::span<const number_column> number_columns() {
  return numbers;
}

std::vector<std::string> input_names(const export_table& t) {
  std::vector<std::string> names;
  for (const export_case& c : t.cases) {
    for (const export_array& a : c.inputs) {
      if (std::ranges::find(names, a.name) == names.end()) names.push_back(a.name);
    }
  }
  return names;
}

}  // namespace kloracle
