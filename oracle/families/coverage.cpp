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

// What is made of the integral of p^a q^(1-a).
bool is_of_affinity(quantity what) {
  switch (what) {
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
      return true;
    default:
      return false;
  }
}

bool covers(quantity what, const family_row& p, const family_row& q) {
  const bool one_family = &p == &q;
  const bool by_itself = one_family && p.prepare != nullptr;  // matrix_quantities.cpp
  if (by_itself && std::ranges::count(p.covers, what) != 0) return true;
  if (is_of_affinity(what)) return one_family && (by_itself || has_affinity(p));
  switch (what) {
    case quantity::kl:
      return has_closed_form(p, q);
    case quantity::reverse_kl:
      return has_closed_form(q, p);
    case quantity::jeffreys:
      return has_closed_form(p, q) && has_closed_form(q, p);
    case quantity::entropy:
    case quantity::perplexity:
      return by_itself || p.entropy;
    case quantity::cross_entropy:
      return by_itself || (p.entropy && has_closed_form(p, q));
    case quantity::total_variation:
      return one_family && p.total_variation;
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
