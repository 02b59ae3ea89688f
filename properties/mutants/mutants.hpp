// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "properties/subject.hpp"
#include "properties/verdict.hpp"

// Planted bugs: sound code with one defect each, on which the suite is tried. Whoever judges them
// and finds nothing has a hole in the suite.
namespace kloracle::mutants {

struct call;                           // properties/mutants/planting.hpp
using code = double (*)(const call&);  // what is returned, a value of the format
using error_claim = double (*)(double value, const format& in);

/// Sound code: a function, how it is computed, and the grade it reaches everywhere.
struct original_entry {
  std::string_view name;  // "kl", "kl.stable", "normal.variance"
  offered_function (*offers)();
  code runs;
  grade claim;                   // correctly_rounded through the oracle, tangent of float code
  error_claim claims = nullptr;  // the bound on its own error, where it returns one
};

/// A defect, and the sound code it is planted in.
struct mutant_entry {
  std::string_view name;      // "kl_swapped"
  std::string_view sentence;  // what is wrong with it: "P and Q are exchanged."
  std::string_view original;  // of originals(): it offers the same function
  code runs;
  error_claim claims = nullptr;  // in place of the original's
};

/// Every original and every mutant: the lists that the report and the tests read.
std::span<const original_entry> originals();
std::span<const mutant_entry> mutants();

/// The entry of that name, or nullptr.
const original_entry* find_original(std::string_view name);
const mutant_entry* find_mutant(std::string_view name);

/// The original or mutant of that name as a subject, or nullptr if there is none. A subject that
/// remembers (some defects do) remembers from its making on; it belongs to one thread at a time.
std::unique_ptr<subject> make_original(std::string_view name);
std::unique_ptr<subject> make_mutant(std::string_view name);

}  // namespace kloracle::mutants
