// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/check_outcomes.hpp"
#include "tools/known_list.hpp"

namespace kloracle {

/// A glob may stand for so many failures: more are a fault with a cause, and deserve a look each.
inline constexpr std::size_t most_of_a_glob = 20;

/// "gibbs.nonnegative/kl/binary64".
std::string law_id(const law_outcome& l);

/// Lists of failures that are known, held to what happened.
///
/// Statement     an entry's pattern is matched with the id of a case, with "FUNCTION/ID" (two
///               functions may be asked the same case) and with the id of a law on a function in a
///               format ("gibbs.nonnegative/kl/binary64"). A failure that an entry of --known
///               matches with the right label is excused; so is, by an entry of --known-flaky, an
///               answer that changed when it was asked again, whatever it was worth
/// Guarantee     nothing is excused silently for ever: see complaints()
class known_failures {
 public:
  known_failures(std::vector<known_entry> failures, std::vector<known_entry> flaky)
      : failures_(std::move(failures)), flaky_(std::move(flaky)) {}

  /// Marks what is excused. A line for each entry of --known that does not hold:
  ///
  ///   stale        it matches nothing, or nothing that fails; of a run of a part, only the second
  ///   differently  what it matches fails, but not as it says
  ///   not asked    what it matches was skipped or not run
  ///   a glob       that covers more than most_of_a_glob failures
  std::vector<std::string> complaints(subject_outcomes& s, bool part_of_a_run) const;

 private:
  void excuse_unsteady(subject_outcomes& s) const;

  std::vector<known_entry> failures_;
  std::vector<known_entry> flaky_;
};

/// The shortest list found that covers every failure of the subject: globs of at most
/// most_of_a_glob failures of one label where they match nothing else that was asked, ids for the
/// rest. Reasons are taken over from `before`.
std::vector<known_entry> covering_list(subject_outcomes& s, const std::vector<known_entry>& before);

}  // namespace kloracle
