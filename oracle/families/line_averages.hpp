// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/words.hpp"

namespace kloracle {

// Averages that have no closed form, by integrals over the line (line_integral.hpp). Z is a
// standard variable of the named law.
//
// Guarantee     enclosures, with slopes where on a tape; written out they are open. Where an
//               integral would need too many nodes (scales or exponents some fifty times apart, df
//               below about 0.2 or above 10^6) the enclosure is wide, and no precision makes it
//               narrower

/// Laws on the line with densities that are analytic in a strip.
enum class line_law { normal, logistic };

/// E ln(1 + e^-(t + r Z)), r > 0.
interval mean_softplus(line_law z, const interval& t, const interval& r);
taped mean_softplus(line_law z, const taped& t, const taped& r);
closed_form mean_softplus(line_law z, const closed_form& t, const closed_form& r);

/// E ln(1 + (t + r Z)^2), r > 0.
interval mean_log_quadratic(line_law z, const interval& t, const interval& r);
taped mean_log_quadratic(line_law z, const taped& t, const taped& r);
closed_form mean_log_quadratic(line_law z, const closed_form& t, const closed_form& r);

/// E ln(1 + (t + r S)^2), r > 0, where sqrt(df) S has Student's distribution of df degrees of
/// freedom.
interval mean_log_quadratic_of_student(const interval& df, const interval& t, const interval& r);
taped mean_log_quadratic_of_student(const taped& df, const taped& t, const taped& r);
closed_form mean_log_quadratic_of_student(const closed_form& df, const closed_form& t,
                                          const closed_form& r);

/// E ln(1 - V^rho), rho > 0, where V has the density b (1 - v)^(b - 1) on (0, 1).
interval mean_log_one_minus_power(const interval& b, const interval& rho);
taped mean_log_one_minus_power(const taped& b, const taped& rho);
closed_form mean_log_one_minus_power(const closed_form& b, const closed_form& rho);

}  // namespace kloracle
