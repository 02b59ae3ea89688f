// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <exception>

#include "oracle/mpfr_env.hpp"
#include "properties/errata/erratum.hpp"

namespace kloracle {

#define ERRATA(file) std::span<const erratum> file##_errata();
#include "properties/errata/errata.def"
#undef ERRATA

namespace {

constexpr std::array places{
    erratum_place{"source", "in the text as extracted"},
    erratum_place{"upstream",
                  "in a formula or a cell of the original page that extraction dropped: whoever "
                  "writes code from the original inherits it"},
    erratum_place{"extraction", "damage done by extraction; the original has no such slip"},
};

std::vector<erratum> every_erratum() {
  std::vector<erratum> all;
#define ERRATA(file) \
  for (const erratum& e : file##_errata()) all.push_back(e);
#include "properties/errata/errata.def"
#undef ERRATA
  std::ranges::sort(all, {}, &erratum::id);
  return all;
}

}  // namespace

std::span<const erratum> errata() {
  static const std::vector<erratum> all = every_erratum();
  return all;
}

const erratum* find_erratum(std::string_view id) {
  const auto found = std::ranges::find(errata(), id, &erratum::id);
  return found == errata().end() ? nullptr : &*found;
}

std::span<const erratum_place> erratum_places() {
  return places;
}

checked_erratum checked(const erratum& e) {
  if (e.prove == nullptr) return {&e, {}};
  const mpfr_env widest_range;
  try {
    return {&e, e.prove()};
  } catch (const std::exception& fault) {
    return {&e, {{std::string("the check could not be carried through: ") + fault.what(), false}}};
  }
}

bool checked_erratum::holds() const {
  if (of->prove == nullptr) return true;
  return !facts.empty() && std::ranges::all_of(facts, &proved_fact::proved);
}

}  // namespace kloracle
