// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// A report as JUnit XML, for what collects test results.
///
/// Statement     a test suite per subject, function and format; in it a test case per group of
///               values, and one per law. First comes a suite of one test case: that the run is
///               complete. A test case
///                 fails       at grade W, below `required`, where a bound on the error is broken,
///                             or a law is broken HARD
///                 is an error where a value was raised, crashed, timed out, malformed or never
///                             asked for, and where the oracle could not decide: neither is a pass
///                 is skipped  where every failure is a known one, or nothing was left to judge:
///                             every value was declined, or the problem has none
///               What fails in several ways is the first of these
/// Guarantee     as that of junit_xml(). There are no times: a report has none
/// Source        the schema has <properties> in suites alone; a test case has its own as lines of
///               <system-out>
std::string report_junit(const report_view& view, const grade_entry* required);

}  // namespace kloracle
