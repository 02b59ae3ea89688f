// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "properties/laws/law.hpp"

namespace kloracle {

#define LAWS(file) std::span<const law> file##_laws();
#include "properties/laws/laws.def"
#undef LAWS

namespace {

constexpr std::array recipe_table{
    recipe_entry{"any", "any inputs of the function's domain: the law asks nothing of them"},
    recipe_entry{"R1",
                 "dyadic simplex: p_i = c_i 2^-k with the c_i integers of sum 2^k, k at most the "
                 "precision: every sum is exactly 1"},
    recipe_entry{"R2",
                 "dyadic channel: entries t_ij 2^-m, rows of sum 1, k + m at most the precision: "
                 "every partial sum of the image is exact"},
    recipe_entry{"R3", "mixtures and splits by a weight l 2^-w, with w + k at most the precision"},
    recipe_entry{"R4", "products of two dyadic simplices, k1 + k2 at most the precision"},
    recipe_entry{"R5", "scaling by a power of two that neither overflows nor underflows"},
    recipe_entry{
        "R6",
        "powers of two with the lengths of a complete prefix code: sum exactly 1, over the "
        "whole range of exponents"},
    recipe_entry{"R7", "counts, taken as they are"},
    recipe_entry{"R8", "integer or dyadic parameters of a family"},
    recipe_entry{"R9", "the uniform distribution on 2^j outcomes"},
    recipe_entry{"R10",
                 "logits on a grid: integers times 2^step with bits to spare, so that sums with a "
                 "constant, differences and small multiples are exact"},
    recipe_entry{"witness", "a fixed input at which the relation is proved to fail"},
};

std::vector<const law*> every_law() {
  std::vector<const law*> all;
  const auto add = [&](std::span<const law> some) {
    for (const law& l : some) all.push_back(&l);
  };
#define LAWS(file) add(file##_laws());
#include "properties/laws/laws.def"
#undef LAWS
  return all;
}

}  // namespace

std::span<const law* const> laws() {
  static const std::vector<const law*> all = every_law();
  return all;
}

std::span<const recipe_entry> recipes() {
  return recipe_table;
}

const law* find_law(std::string_view id) {
  const auto found =
      std::find_if(laws().begin(), laws().end(), [&](const law* l) { return l->id == id; });
  return found == laws().end() ? nullptr : *found;
}

std::string_view name(law_type t) {
  switch (t) {
    case law_type::order:
      return "order";
    case law_type::bound:
      return "bound";
    case law_type::equality:
      return "equality";
    case law_type::arithmetic:
      return "arithmetic";
    case law_type::witness:
      return "witness";
  }
  return "";
}

char letter(law_type t) {
  static constexpr std::string_view letters = "MBEAW";
  return letters[static_cast<std::size_t>(t)];
}

}  // namespace kloracle
