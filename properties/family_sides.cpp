// SPDX-License-Identifier: Apache-2.0
#include "properties/family_sides.hpp"

namespace kloracle {

std::vector<std::size_t> shape_in(const parameter_entry& parameter, std::size_t d) {
  if (parameter.axes == 0) return {};
  if (parameter.axes == 1) return {d};
  if (parameter.name == "factor") return {d, 1};
  return {d, d};
}

std::vector<family_side> sides_of(const family_entry& family, std::size_t d) {
  std::vector<family_side> all;
  int before = -1;
  for (const parameter_entry& chosen : family.parameters) {
    const bool again = !all.empty() && chosen.slot != before;  // first alternatives only, again
    before = chosen.slot;
    if (again || !chosen.beside.empty()) continue;
    family_side side{std::string(family.name), {}};
    int slot = -1;
    for (const parameter_entry& other : family.parameters) {
      const bool head = other.slot != slot;
      slot = other.slot;
      const bool given = other.beside.empty()
                             ? (other.slot == chosen.slot ? other.name == chosen.name : head)
                             : other.beside == chosen.name;
      if (given) side.parameters.push_back({std::string(other.name), shape_in(other, d)});
    }
    all.push_back(std::move(side));
  }
  return all;
}

}  // namespace kloracle
