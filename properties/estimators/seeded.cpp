// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/seeded.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <exception>

#include "oracle/mpfr_env.hpp"
#include "properties/random.hpp"

namespace kloracle {
namespace {

constexpr long bits = 256;
constexpr std::size_t repeated_calls = 32;

using result = outcome_of_statement;

Q as_rational(std::size_t n) {
  return Q(static_cast<unsigned long>(n));
}

std::string hex(std::uint64_t seed) {
  std::array<char, 20> text;
  std::snprintf(text.data(), text.size(), "0x%llx", static_cast<unsigned long long>(seed));
  return text.data();
}

// A t with P(T >= t) <= e^-L: solves t^2 = 2 L (V + c t/3).
interval bernstein(const interval& l, const interval& variance, const interval& c) {
  const interval linear = l * c / Q(3);
  return linear + sqrt(sqr(linear) + ldexp(l * variance, 1));
}

class seeded_test {
 public:
  seeded_test(const seeded_sampler& who, const finite_pair& pair, const seeded_plan& plan)
      : who_(who), pair_(pair), plan_(plan), law_(*who.claims, pair, bits), l_(log_of_tests()) {}

  std::vector<estimator_finding> run() {
    if (!law_.finite()) {
      add("sampler.location", result::not_applicable, "the formula has no finite mean");
      return std::move(findings_);
    }
    if (!call_all()) {
      for (const char* statement : {"sampler.range", "sampler.location", "sampler.spread"})
        add(statement, result::violated, fault_);
      return std::move(findings_);
    }
    judge_range();
    judge_repeatable();
    judge_location();
    judge_spread();
    return std::move(findings_);
  }

 private:
  interval log_of_tests() const {
    return log(interval(Q(2), bits) * as_rational(plan_.tests) / Q(plan_.alpha));
  }

  void add(std::string_view statement, result what, std::string evidence) {
    findings_.push_back(
        {statement, pair_.name + ", n = " + std::to_string(plan_.n), what, std::move(evidence)});
  }

  bool call_all() {
    for (const std::uint64_t seed : seeds_of(plan_)) {
      try {
        estimates_.push_back(who_.of(pair_, plan_.n, seed));
      } catch (const std::exception& e) {
        fault_ = "seed " + hex(seed) + " made it throw: " + e.what();
        return false;
      }
      if (!std::isfinite(estimates_.back())) {
        fault_ = "the estimate of seed " + hex(seed) + " is " + shown(estimates_.back());
        return false;
      }
    }
    return true;
  }

  // How far rounding may put one estimate off.
  interval attainable() const {
    return allowance_of(law_.range(), law_.largest_slack(), plan_.n).attainable;
  }

  void judge_range() {
    const interval range = law_.range();
    const interval wide = attainable();
    for (std::size_t i = 0; i < estimates_.size(); ++i) {
      const interval y(Q(estimates_[i]), bits);
      if (!certainly_lt(y, range - wide) && !certainly_lt(range + wide, y)) continue;
      add("sampler.range", result::violated,
          "the estimate of seed " + hex(seeds_of(plan_)[i]) + " is " + shown(estimates_[i]) +
              ", the terms are in " + shown_range());
      return;
    }
    add("sampler.range", result::holds, "all " + count() + " estimates in " + shown_range());
  }

  std::string shown_range() const {
    const interval range = law_.range();
    return "[" + shown(mpfr_get_d(range.lo(), MPFR_RNDD)) + ", " +
           shown(mpfr_get_d(range.hi(), MPFR_RNDU)) + "]";
  }

  std::string count() const { return std::to_string(plan_.estimates); }

  void judge_repeatable() {
    const std::vector<std::uint64_t> seeds = seeds_of(plan_);
    for (std::size_t i = 0; i < std::min(seeds.size(), repeated_calls); ++i) {
      double again = NAN;
      try {
        again = who_.of(pair_, plan_.n, seeds[i]);
      } catch (const std::exception&) {  // it did not throw the first time: not repeatable
      }
      if (again == estimates_[i]) continue;
      add("sampler.repeatable", result::violated,
          "seed " + hex(seeds[i]) + " gave " + shown(estimates_[i]) + ", then " + shown(again));
      return;
    }
    add("sampler.repeatable", result::holds, "the first 32 seeds, or all, twice");
  }

  // Within the margin, past it, or too close to tell.
  static result within(const interval& deviation, const interval& margin) {
    if (certainly_le(deviation, margin)) return result::holds;
    return certainly_lt(margin, deviation) ? result::violated : result::undecided;
  }

  std::string terms_of_test() const {
    return "; N = " + count() + ", seed " + std::to_string(plan_.seed) +
           ", false alarms <= " + shown(plan_.alpha) + " over " + std::to_string(plan_.tests) +
           " tests";
  }

  void judge_location() {
    std::vector<Q> values(estimates_.begin(), estimates_.end());
    const Q mean = sum(values) / as_rational(plan_.estimates);
    const Q draws = as_rational(plan_.estimates) * as_rational(plan_.n);
    const interval margin =
        bernstein(l_, law_.variance() * draws, law_.largest_deviation()) / draws + attainable();
    const interval off = abs(law_.mean() - mean);
    add("sampler.location", within(off, margin),
        "mean " + shown(mean) + ", expected " + shown(law_.mean()) + ": off by " + shown(off) +
            ", margin " + shown(margin) + ", sees a bias of " + shown(ldexp(margin, 1)) +
            terms_of_test());
  }

  // (Y - mu)^2 has the mean s^2/n and the variance (m4 + 3 (n-1) s^4)/n^3 - s^4/n^2, and lies
  // between 0 and c^2.
  void judge_spread() {
    const Q n = as_rational(plan_.n);
    const Q count_n = as_rational(plan_.estimates);
    const interval expected = law_.variance() / n;
    const interval fourth =
        (law_.fourth_moment() + sqr(law_.variance()) * Q(3 * (n - 1))) / Q(n * n * n);
    const interval variance = clamp_nonnegative(fourth - sqr(expected)) * count_n;
    const interval c = law_.largest_deviation();
    const interval rounding = attainable() * (ldexp(c, 1) + attainable());
    const interval up =
        bernstein(l_, variance, clamp_nonnegative(sqr(c) - expected)) / count_n + rounding;
    const interval down = bernstein(l_, variance, expected) / count_n + rounding;
    const interval observed = mean_squared_deviation();
    const result what =
        std::max(within(observed - expected, up), within(expected - observed, down));
    add("sampler.spread", what,
        "mean squared deviation " + shown(observed) + ", Var(term)/n " + shown(expected) +
            ", allowed " + shown(clamp_nonnegative(max(expected - down, interval(0L, bits)))) +
            " to " + shown(expected + up) + terms_of_test());
  }

  interval mean_squared_deviation() const {
    const interval centre = law_.mean();
    interval total(0L, bits);
    for (const double y : estimates_) total = total + sqr(centre - Q(y));
    return total / as_rational(plan_.estimates);
  }

  const seeded_sampler& who_;
  const finite_pair& pair_;
  const seeded_plan& plan_;
  term_law law_;
  interval l_;
  std::vector<double> estimates_;
  std::string fault_;
  std::vector<estimator_finding> findings_;
};

void require_plan(const seeded_sampler& who, const seeded_plan& plan) {
  constexpr std::size_t most_estimates = std::size_t{1} << 24;
  constexpr std::size_t most_outcomes = std::size_t{1} << 20;
  if (who.claims == nullptr) {
    throw input_error("sampler '" + who.name + "' claims no formula; expected one");
  }
  if (plan.estimates < 2 || plan.estimates > most_estimates) {
    throw input_error("estimates is " + std::to_string(plan.estimates) + ", expected 2 to 2^24");
  }
  if (plan.n < 1 || plan.n > most_outcomes) {
    throw input_error("n is " + std::to_string(plan.n) + ", expected 1 to 2^20");
  }
  if (!(plan.alpha > 0 && plan.alpha < 1)) {
    throw input_error("alpha is " + shown(plan.alpha) + ", expected a probability in (0, 1)");
  }
  if (plan.tests < 1) throw input_error("tests is 0, expected how many the family has");
}

}  // namespace

std::vector<std::uint64_t> seeds_of(const seeded_plan& plan) {
  random_source random(plan.seed);
  std::vector<std::uint64_t> seeds(plan.estimates);
  for (std::uint64_t& s : seeds) s = random.bits();
  return seeds;
}

std::vector<estimator_finding> judge_by_seeds(const seeded_sampler& who, const finite_pair& pair,
                                              const seeded_plan& plan) {
  const mpfr_env env;
  require_distributions(pair);
  require_plan(who, plan);
  return seeded_test(who, pair, plan).run();
}

}  // namespace kloracle
