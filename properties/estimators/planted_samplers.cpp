// SPDX-License-Identifier: Apache-2.0
//
// Samplers with one defect each.
#include "properties/estimators/estimator_parts.hpp"
#include "properties/estimators/planted_estimators.hpp"

namespace kloracle {
namespace {

using drawing = double (*)(random_source&, const finite_pair&, std::size_t n);

template <drawing of>
double seeded(const finite_pair& pair, std::size_t n, std::uint64_t seed) {
  random_source random(seed);
  return of(random, pair, n);
}

double drawn_mean(random_source& random, const finite_pair& pair, std::size_t n) {
  return mean_of(drawn_terms(random, pair, n, log_ratio_term));
}

double from_q(random_source& random, const finite_pair& pair, std::size_t n) {
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t drawn = draw_outcome(random, pair.q);
    total += log_ratio_term(pair.p[drawn], pair.q[drawn]);
  }
  return total / static_cast<double>(n);
}

double stops_when_pleased(random_source& random, const finite_pair& pair, std::size_t n) {
  double total = 0;
  for (std::size_t i = 1;; ++i) {
    total += drawn_terms(random, pair, 1, log_ratio_term)[0];
    if (total > 0 || i == n) return total / static_cast<double>(i);
  }
}

double best_of_three(random_source& random, const finite_pair& pair, std::size_t n) {
  double best = drawn_mean(random, pair, n);
  for (int i = 0; i < 2; ++i) best = std::max(best, drawn_mean(random, pair, n));
  return best;
}

double redraws_negative(random_source& random, const finite_pair& pair, std::size_t n) {
  double drawn = drawn_mean(random, pair, n);
  for (int i = 0; i < 8 && drawn < 0; ++i) drawn = drawn_mean(random, pair, n);
  return drawn;
}

double half_the_draws(random_source& random, const finite_pair& pair, std::size_t n) {
  return drawn_mean(random, pair, (n + 1) / 2);
}

double each_draw_twice(random_source& random, const finite_pair& pair, std::size_t n) {
  std::vector<double> terms = drawn_terms(random, pair, (n + 1) / 2, log_ratio_term);
  terms.insert(terms.end(), terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(n / 2));
  return mean_of(terms);
}

double uniform_draws(random_source& random, const finite_pair& pair, std::size_t n) {
  double total = 0;
  const auto last = static_cast<std::int64_t>(pair.size()) - 1;
  for (std::size_t i = 0; i < n; ++i) {
    const auto drawn = static_cast<std::size_t>(random.between(0, last));
    total += log_ratio_term(pair.p[drawn], pair.q[drawn]);
  }
  return total / static_cast<double>(n);
}

double the_truth(random_source&, const finite_pair& pair, std::size_t) {
  double total = 0;
  for (std::size_t i = 0; i < pair.size(); ++i)
    total += pair.p[i] * log_ratio_term(pair.p[i], pair.q[i]);
  return total;
}

double rarely_nan(random_source& random, const finite_pair& pair, std::size_t n) {
  const double mean = drawn_mean(random, pair, n);
  return random.between(0, 999) == 0 ? std::sqrt(-1.0) : mean;
}

double ignores_its_seed(const finite_pair& pair, std::size_t n, std::uint64_t) {
  random_source random(7);
  return drawn_mean(random, pair, n);
}

double keeps_its_state(const finite_pair& pair, std::size_t n, std::uint64_t) {
  static random_source random(7);
  return drawn_mean(random, pair, n);
}

}  // namespace

std::vector<seeded_sampler> planted_samplers() {
  const estimator_formula* k1 = find_formula("k1");
  return {{"from_q", k1, seeded<from_q>, "draws from Q"},
          {"stops_when_pleased", k1, seeded<stops_when_pleased>,
           "stops drawing once the estimate is positive"},
          {"best_of_three", k1, seeded<best_of_three>, "the greatest of three estimates"},
          {"redraws_negative", k1, seeded<redraws_negative>, "throws negative estimates away"},
          {"half_the_draws", k1, seeded<half_the_draws>, "averages n/2 draws"},
          {"each_draw_twice", k1, seeded<each_draw_twice>, "uses every draw twice"},
          {"uniform_draws", k1, seeded<uniform_draws>, "draws every outcome alike"},
          {"the_truth", k1, seeded<the_truth>, "returns D itself: no estimate at all"},
          {"rarely_nan", k1, seeded<rarely_nan>, "NaN once in a thousand times"},
          {"ignores_its_seed", k1, ignores_its_seed, "the same draws for every seed"},
          {"keeps_its_state", k1, keeps_its_state, "draws on from where it was, seed or no seed"}};
}

}  // namespace kloracle
