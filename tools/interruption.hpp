// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

/// Somebody asked the run to end (SIGINT, SIGTERM).
class interrupted {};

/// While it lives, the first SIGINT or SIGTERM is noted rather than obeyed, so that a run can
/// finish what it is at and write it down. The second is obeyed.
class interruption {
 public:
  interruption();
  ~interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;

  static bool asked_for();
};

}  // namespace kloracle
