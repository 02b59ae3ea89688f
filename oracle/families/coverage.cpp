// SPDX-License-Identifier: Apache-2.0
//
// Which quantities have a formula for which families: what family_quantities.cpp goes by, said of
// the rows alone.
#include <algorithm>

#include "oracle/families/routes.hpp"

namespace kloracle {
namespace {

bool has_affinity(const family_row& family) {
  return family.log_affinity || (family.natural && family.log_normaliser);
}

bool covers(quantity what, const family_row& p, const family_row& q) {
  const bool one_family = &p == &q;
  if (p.prepare != nullptr && one_family) return std::ranges::count(p.covers, what) != 0;
  switch (what) {
    case quantity::kl:
      return has_closed_form(p, q);
    case quantity::reverse_kl:
      return has_closed_form(q, p);
    case quantity::jeffreys:
      return has_closed_form(p, q) && has_closed_form(q, p);
    case quantity::entropy:
    case quantity::perplexity:
      return bool(p.entropy);
    case quantity::cross_entropy:
      return p.entropy && has_closed_form(p, q);
    case quantity::total_variation:
      return one_family && p.total_variation;
    case quantity::squared_hellinger:
    case quantity::hellinger:
    case quantity::chi_squared:
    case quantity::neyman_chi_squared:
    case quantity::tsallis:
    case quantity::alpha:
    case quantity::bhattacharyya_coefficient:
    case quantity::bhattacharyya_distance:
    case quantity::renyi:
    case quantity::chernoff:
    case quantity::chernoff_information:
      return one_family && has_affinity(p);
    default:
      return false;
  }
}

}  // namespace

bool covers(quantity what, std::string_view p, std::string_view q) {
  if (p == "categorical" || q == "categorical") return p == q && !entry(what).accepted.empty();
  const family_row* const first = find_family_row(p);
  const family_row* const second = find_family_row(q);
  return first != nullptr && second != nullptr && covers(what, *first, *second);
}

}  // namespace kloracle
