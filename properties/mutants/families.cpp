// SPDX-License-Identifier: Apache-2.0
//
// Closed forms: parameters mistaken for others, terms and factors left out.
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "properties/mutants/planting.hpp"

namespace kloracle::mutants {
namespace {

// The numbers given for the parameter stand for another of the same family.
void read_as(problem& x, std::size_t which, std::string_view parameter) {
  x.p.parameters[which].name = parameter;
  if (x.q) x.q->parameters[which].name = parameter;
}

double rate_as_scale(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 0, "scale"); });
}

double scale_as_rate(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 0, "rate"); });
}

double second_as_scale(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 1, "scale"); });
}

double sigma_as_variance(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 1, "variance"); });
}

double variance_as_sigma(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 1, "sigma"); });
}

double log_variance_as_log_sigma(const call& c) {
  return posed_as(c, [](problem& x) { read_as(x, 1, "log_sigma"); });
}

// The sound answer with a term more, where that is a finite number.
double with_term(const call& c, double term) {
  return std::isfinite(term) ? in_format(c, sound(c) + term) : sound(c);
}

struct line_pair {  // (m, s) of P and of Q
  double m1, s1, m2, s2;
};

line_pair line_of(const call& c) {
  return {c.given.p[0], c.given.p[1], c.given.q[0], c.given.q[1]};
}

// The normal's KL is ln(s2/s1) + (s1^2 + (m1 - m2)^2)/(2 s2^2) - 1/2.
double normal_without_half_of_square(const call& c) {
  const auto [m1, s1, m2, s2] = line_of(c);
  return with_term(c, (s1 * s1 + (m1 - m2) * (m1 - m2)) / (2 * s2 * s2));
}

double normal_without_last_half(const call& c) {
  return with_term(c, 0.5);
}

double normal_log_inverted(const call& c) {
  const auto [m1, s1, m2, s2] = line_of(c);
  return with_term(c, -2 * std::log(s2 / s1));
}

double normal_over_other_variance(const call& c) {
  const auto [m1, s1, m2, s2] = line_of(c);
  const double d = m1 - m2;
  return with_term(c, d * d / 2 * (1 / (s1 * s1) - 1 / (s2 * s2)));
}

double means_ignored(const call& c) {
  return given_as(c, [](sample& s) { s.p[0] = s.q[0]; });
}

// The entropy is ln(sigma sqrt(2 pi e)).
double normal_entropy_without_e(const call& c) {
  return with_term(c, -0.5);
}

// With r = rate_q/rate_p the KL is r - 1 - ln r = (r - 1)^2/2 - ...
double exponential_second_order(const call& c) {
  const double d = (c.given.q[0] - c.given.p[0]) / c.given.p[0];
  return std::fabs(d) < 0x1p-10 ? in_format(c, d * d / 2) : sound(c);
}

// (a - b) digamma(a) is a term, and digamma(a + 1) = digamma(a) + 1/a.
double gamma_digamma_off_by_one(const call& c) {
  const double a = c.given.p[0];
  return with_term(c, (a - c.given.q[0]) / a);
}

double beta_of_q_exchanged(const call& c) {
  return given_as(c, [](sample& s) { std::swap(s.q[0], s.q[1]); });
}

// The KL is p ln(p/q) - p + q.
double poisson_without_difference(const call& c) {
  return with_term(c, c.given.p[0] - c.given.q[0]);
}

// The KL is ln(p/q) + (1/p - 1) ln((1-p)/(1-q)), where 1/p - 1 is the mean number of failures.
double geometric_counted_from_one(const call& c) {
  const double p = c.given.p[0];
  const double q = c.given.q[0];
  return with_term(c, std::log1p(-p) - std::log1p(-q));
}

double geometric_of_failure(const call& c) {
  return given_as(c, [&](sample& s) {
    for (double* prob : {&s.p[0], &s.q[0]}) *prob = *prob < 1 ? in_format(c, 1 - *prob) : 1;
  });
}

// e^-x, x = |m1 - m2|/s1, is a factor of the last term: its series stops after x^2/2.
double laplace_short_series(const call& c) {
  const auto [m1, s1, m2, s2] = line_of(c);
  const double x = std::fabs(m1 - m2) / s1;
  if (x > 1) return sound(c);
  return with_term(c, s1 / s2 * (1 - x + x * x / 2 - std::exp(-x)));
}

double normal_dimension_forgotten(const call& c) {
  return with_term(c, 1);  // d/2, d = 2
}

struct symmetric {
  double a, b, d;  // a b; b d
};

symmetric covariance(const std::vector<double>& parameters) {
  return {parameters[2], parameters[3], parameters[5]};
}

// tr(S^-1 T)
double trace_of_quotient(const symmetric& s, const symmetric& t) {
  return (s.d * t.a - 2 * s.b * t.b + s.a * t.d) / (s.a * s.d - s.b * s.b);
}

double trace_of_wrong_inverse(const call& c) {
  const symmetric p = covariance(c.given.p);
  const symmetric q = covariance(c.given.q);
  return with_term(c, (trace_of_quotient(p, q) - trace_of_quotient(q, p)) / 2);
}

double correlations_ignored(const call& c) {
  return given_as(c, [](sample& s) {
    for (std::vector<double>* side : {&s.p, &s.q}) (*side)[3] = (*side)[4] = 0;
  });
}

double only_the_success(const call& c) {
  const double p = c.given.p[0];
  return p > 0 ? in_format(c, p * std::log(p / c.given.q[0])) : 0;
}

double support_ignored(const call& c) {
  const double p = c.given.p[1] - c.given.p[0];
  const double q = c.given.q[1] - c.given.q[0];
  return std::isinf(sound(c)) ? in_format(c, std::log(q / p)) : sound(c);
}

double shape_and_scale_exchanged(const call& c) {
  return given_as(c, [](sample& s) {
    std::swap(s.p[0], s.p[1]);
    std::swap(s.q[0], s.q[1]);
  });
}

double direction_in_degrees(const call& c) {
  const auto radians = [&](double x) { return in_format(c, x * std::numbers::pi / 180); };
  return given_as(c, [&](sample& s) {
    s.p[0] = radians(s.p[0]);
    s.q[0] = radians(s.q[0]);
  });
}

constexpr std::array table{
    mutant_entry{"normal_swapped", "P and Q are exchanged.", "normal", exchanged},
    mutant_entry{"normal_sigma_as_variance", "sigma is taken for the variance.", "normal",
                 sigma_as_variance},
    mutant_entry{"normal_variance_as_sigma", "The variance is taken for sigma.", "normal.variance",
                 variance_as_sigma},
    mutant_entry{"normal_log_variance_as_log_sigma", "ln sigma^2 is taken for ln sigma.",
                 "normal.log_variance", log_variance_as_log_sigma},
    mutant_entry{"normal_not_halved", "The 1/2 of the quadratic term is missing.", "normal",
                 normal_without_half_of_square},
    mutant_entry{"normal_constant_missing", "The constant -1/2 is missing.", "normal",
                 normal_without_last_half},
    mutant_entry{"normal_log_inverted", "ln(sigma_q/sigma_p) is upside down.", "normal",
                 normal_log_inverted},
    mutant_entry{"normal_over_other_variance", "The means' distance is measured in sigma of P.",
                 "normal", normal_over_other_variance},
    mutant_entry{"normal_means_ignored", "The means do not enter.", "normal", means_ignored},
    mutant_entry{"normal_entropy_without_e", "ln(sigma sqrt(2 pi)) is returned: e is missing.",
                 "normal.entropy", normal_entropy_without_e},
    mutant_entry{"exponential_rate_as_scale", "The rate is taken for the scale.", "exponential",
                 rate_as_scale},
    mutant_entry{"exponential_scale_as_rate", "The scale is taken for the rate.",
                 "exponential.scale", scale_as_rate},
    mutant_entry{"exponential_second_order", "Near equal rates the series stops at its first term.",
                 "exponential", exponential_second_order},
    mutant_entry{"gamma_rate_as_scale", "The rate is taken for the scale.", "gamma",
                 second_as_scale},
    mutant_entry{"gamma_digamma_off_by_one", "The digamma function is taken at the shape plus 1.",
                 "gamma", gamma_digamma_off_by_one},
    mutant_entry{"beta_of_q_exchanged", "Q's parameters are exchanged.", "beta",
                 beta_of_q_exchanged},
    mutant_entry{"poisson_without_difference", "The difference of the rates is left out.",
                 "poisson", poisson_without_difference},
    mutant_entry{"geometric_counted_from_one", "The mean is of counts from 1, the rest from 0.",
                 "geometric", geometric_counted_from_one},
    mutant_entry{"geometric_of_failure", "prob is taken for the probability of a failure.",
                 "geometric", geometric_of_failure},
    mutant_entry{"laplace_short_series", "The exponential's series stops at the second power.",
                 "laplace", laplace_short_series},
    mutant_entry{"multivariate_normal_dimension", "The dimension is not subtracted.",
                 "multivariate_normal", normal_dimension_forgotten},
    mutant_entry{"multivariate_normal_trace", "The trace is of the wrong matrix's inverse.",
                 "multivariate_normal", trace_of_wrong_inverse},
    mutant_entry{"multivariate_normal_diagonal", "Correlations are ignored.", "multivariate_normal",
                 correlations_ignored},
    mutant_entry{"bernoulli_one_term", "Only the term of a success is there.", "bernoulli",
                 only_the_success},
    mutant_entry{"uniform_support_ignored", "The answer is finite although Q misses a part of P.",
                 "uniform", support_ignored},
    mutant_entry{"weibull_exchanged", "Shape and scale are exchanged.", "weibull",
                 shape_and_scale_exchanged},
    mutant_entry{"von_mises_in_degrees", "Directions are read in degrees.", "von_mises",
                 direction_in_degrees},
};

}  // namespace

std::span<const mutant_entry> family_mutants() {
  return table;
}

}  // namespace kloracle::mutants
