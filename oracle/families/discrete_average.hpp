// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "oracle/families/family.hpp"

namespace kloracle {

// Averages over Poisson, binomial and negative binomial laws that are no point masses:
//
//   log_factorial       E ln x!
//   log_rising(a)       E[ln Gamma(x + a) - ln Gamma(a) - ln x!], a > 0
//   log_binomial(m)     E ln C(m, x), of laws on 0 ... n with n <= m only; m is an integer and
//   exact,
//                       nothing moves it
//
// Formula       the sum over x of the probabilities, in intervals, between two places from where a
//               geometric series bounds what is left; the proof stands in counting_sum.cpp
// Guarantee     an enclosure, with slopes where on a tape. Written out for the binomial law with a
//               short n, and where it is plainly 0
// Cost          at 256 bits below 1 s. Where the sum would be longer (a Poisson rate above about
//               10^7, prob of the negative binomial law below about 10^-3) a wide enclosure, by
//               Jensen's inequality, that no precision makes narrower
// Errors        std::domain_error for log_binomial of an unbounded law
interval poisson_average(const interval& rate, statistic s, std::span<const interval> at);
taped poisson_average(const taped& rate, statistic s, std::span<const taped> at);
closed_form poisson_average(const closed_form& rate, statistic s, std::span<const closed_form> at);

interval binomial_average(const Q& n, const interval& prob, statistic s,
                          std::span<const interval> at);
taped binomial_average(const Q& n, const taped& prob, statistic s, std::span<const taped> at);
closed_form binomial_average(const Q& n, const closed_form& prob, statistic s,
                             std::span<const closed_form> at);

interval negative_binomial_average(const interval& r, const interval& prob, statistic s,
                                   std::span<const interval> at);
taped negative_binomial_average(const taped& r, const taped& prob, statistic s,
                                std::span<const taped> at);
closed_form negative_binomial_average(const closed_form& r, const closed_form& prob, statistic s,
                                      std::span<const closed_form> at);

}  // namespace kloracle
