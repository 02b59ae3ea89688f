// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tools/golden/recipe.hpp"

namespace kloracle {

/// Everything that a recipe stands for, as bytes: fixture files, vectors, schema and index, by path
/// from the recipe's folder.
struct golden_files {
  std::map<std::string, std::string> texts;
  std::string index;  // the path of the index
  long cases = 0;
  std::vector<std::string> left_out;  // ids of cases that stayed undecided
};

/// How to work, and whom to tell how far it is: done(files so far, files in all), from any thread;
/// throws `interrupted` where the caller's does.
struct golden_effort {
  unsigned threads = 0;  // 0: all
  long extra_bits = 0;   // finer enclosures
  std::function<void(std::size_t, std::size_t)> done = {};
};

/// Derives a recipe's files.
///
/// Guarantee     the same bytes on any machine, with any compiler and number of threads: all texts
///               are determined by mathematics (certified_value.hpp), but for condition numbers and
///               the flags that follow from them: those are what bounds at this precision round
///               up to, and may differ with extra_bits
golden_files derive(const recipe& r, const golden_effort& how = {});

/// What was found when files on disk were compared with those that the recipe stands for.
struct golden_difference {
  std::string path;
  std::string what;  // "is missing", "differs at case kl.normalised:...: rounded.binary64 is ..."
};

/// Compares, file by file; files that do not belong there are differences too. Empty: all is as
/// derived, byte for byte. The first differences tell what else changed: the recipe, a file of
/// stated cases, the version.
std::vector<golden_difference> compare(const recipe& r, const golden_files& derived);

/// What writing came to.
struct golden_changes {
  long written = 0;
  long unchanged = 0;
  long removed = 0;  // files of the old index that the recipe no longer asks for
};

/// Writes the files, each at once and whole; one that is as it should be is not touched.
/// Errors: input_error where a file cannot be written, or the folder holds files that no index
/// names.
golden_changes write(const recipe& r, const golden_files& derived);

}  // namespace kloracle
