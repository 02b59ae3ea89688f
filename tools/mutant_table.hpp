// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "properties/mutants/mutants.hpp"
#include "properties/mutants/trial.hpp"

namespace kloracle {

/// An original or a mutant, and what the suite has against it.
struct tried_code {
  std::string_view name;
  const mutants::original_entry* of = nullptr;    // itself, or what it is planted in
  const mutants::mutant_entry* mutant = nullptr;  // nullptr of an original
  mutants::trial found;

  /// As it should be: a mutant is blamed, an original is not.
  bool as_due() const { return found.blamed() == (mutant != nullptr); }
};

/// A paragraph of what blames each; with everything there is, or the first few laws.
std::string mutant_text(std::span<const tried_code> all, bool in_full, bool colour);

/// The mutants as a Markdown table.
std::string mutant_markdown(std::span<const tried_code> all);

/// Who was blamed by what, in a few lines.
std::string mutant_totals(std::span<const tried_code> all);

}  // namespace kloracle
