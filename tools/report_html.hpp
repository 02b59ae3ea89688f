// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/report_view.hpp"

namespace kloracle {

/// A report as one HTML page that opens offline: the page of tools/html with
/// report_data() in it.
///
/// Guarantee     at most 5 MB (report_data()); no text of a subject can end the
/// element that holds
///               the data; the page asks no network for anything
std::string report_html(const report_view& view);

}  // namespace kloracle
