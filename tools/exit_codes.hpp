// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

/// What kloracle exits with; the table in tools/README.md is checked against this list.
enum exit_code : int {
  exit_ok = 0,
  exit_gate = 1,           // what was required does not hold: check, mutants, golden check
  exit_undecided = 2,      // eval: the precision cap was reached
  exit_subject = 3,        // check: a subject could not be started or failed its handshake
  exit_incomplete = 4,     // check: some cases were never run
  exit_usage = 64,         // bad command line or bad input
  exit_internal = 70,      // a bug in kloracle
  exit_output = 74,        // what was written did not arrive: disk full, pipe closed
  exit_interrupted = 130,  // SIGINT or SIGTERM ended it, as a shell would say
};

}  // namespace kloracle
