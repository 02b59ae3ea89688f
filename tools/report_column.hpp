// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// A column of the matrix of implementations and quantities.
struct report_column {
  std::string key;    // "kl of logits"
  std::string about;  // the quantity's formula
  int place = 0;      // the less, the further to the left
};

/// Where a function belongs: its quantity, and of what. `declared` is what it
/// is declared to be, or nullptr: then the ids of its cases tell.
report_column column_of(const viewed_function& f, const offered_function* declared);

}  // namespace kloracle
