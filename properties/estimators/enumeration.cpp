// SPDX-License-Identifier: Apache-2.0
#include "properties/estimators/enumeration.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "oracle/mpfr_env.hpp"
#include "properties/estimators/every_sample.hpp"

namespace kloracle {
namespace {

constexpr std::size_t sample_limit = std::size_t{1} << 16;
constexpr long first_bits = 192;
constexpr long last_bits = 1024;

using result = outcome_of_statement;

// Everything that is summed over the samples at one precision.
struct totals {
  explicit totals(long bits)
      : rounding(0L, bits),
        attainable(rounding),
        rounding2(rounding),
        attainable2(rounding),
        se_rounding(rounding),
        se_attainable(rounding) {}
  interval rounding, attainable;        // E a, a the allowance of one estimate
  interval rounding2, attainable2;      // E a^2
  interval se_rounding, se_attainable;  // E of what the square of a standard error is allowed
};

class enumeration {
 public:
  enumeration(const sample_estimator& who, const finite_pair& pair, std::size_t n)
      : who_(who), pair_(pair), n_(n), formula_(who.claims ? *who.claims : *find_formula("k1")) {}

  std::vector<estimator_finding> run() {
    calls_ = call_on_every_sample(who_, pair_, term_law(formula_, pair_, first_bits), n_);
    const std::string& fault = calls_.fault;
    if (fault.empty()) {
      for (const long bits : {first_bits, last_bits}) {
        findings_.clear();
        judge_all(bits);
        const bool open =
            std::any_of(findings_.begin(), findings_.end(),
                        [](const estimator_finding& f) { return f.what == result::undecided; });
        if (!open) break;
      }
      return std::move(findings_);
    }
    add("estimator.values", result::violated, fault);
    if (who_.unbiased) add("estimator.unbiased", result::violated, "there is no mean: " + fault);
    return std::move(findings_);
  }

 private:
  void add(std::string_view statement, result what, std::string evidence) {
    findings_.push_back(
        {statement, pair_.name + ", n = " + std::to_string(n_), what, std::move(evidence)});
  }

  void judge_all(long bits) {
    const term_law law(formula_, pair_, bits);
    const totals sum = judge_values(law, bits);
    if (!who_.claims) {
      judge_unbiased(sum, bits);
      return;
    }
    if (who_.unbiased) judge_unbiased(sum, bits);
    if (!law.finite()) return;
    if (!calls_.finite()) return;  // a violation of the values already
    judge_mean(law, sum, bits);
    judge_variance(law, sum);
    judge_standard_error(law, sum);
  }

  // The slack of a formula of its own: that of k1 and k3 together.
  interval slack_of(const term_law& law, std::span<const std::size_t> places, long bits) const {
    interval total(0L, bits);
    for (const std::size_t i : places) {
      const term_law::outcome& o = law.outcomes()[i];
      total = total + o.slack;
      if (!who_.claims && !o.infinite) {
        total = total + o.slack * Q(Q(pair_.q[o.index]) / Q(pair_.p[o.index]));
      }
    }
    return total / Q(static_cast<unsigned long>(n_));
  }

  // Compares each estimate with its certified value, and sums what they are allowed.
  totals judge_values(const term_law& law, long bits) {
    totals sum(bits);
    worst_ = {};
    every_sample sample(law.outcomes().size(), n_);
    for (std::size_t at = 0; at < calls_.estimates.size(); ++at, sample.next()) {
      const estimate& y = calls_.estimates[at];
      const bool finite = finite_sample(law, sample.now());
      const interval v = value_of(law, sample.now(), y.value, bits);
      const allowance a = allowance_of(v, slack_of(law, sample.now(), bits), n_);
      if (who_.claims) {
        note_worst(finite ? compared(y.value, v, a) : infinite(y.value),
                   shown_sample(law, sample.now()));
      }
      if (!finite) continue;
      add_up(sum, a, calls_.weights[at]);
      if (y.standard_error) add_error(sum, law, sample.now(), calls_.weights[at], bits);
    }
    if (who_.claims) add("estimator.values", worst_.what, worst_.evidence);
    add("estimator.repeatable", calls_.repeatable ? result::holds : result::violated,
        calls_.repeatable ? "each sample twice" : "the second call gave another estimate");
    return sum;
  }

  // One estimate against its value; `excess` orders those of the same outcome.
  struct comparison {
    result what = result::not_applicable;
    double excess = 0;
    std::string evidence = {};
  };

  void note_worst(comparison c, const std::string& sample) {
    if (std::pair(c.what, c.excess) <= std::pair(worst_.what, worst_.excess)) return;
    worst_ = std::move(c);
    worst_.evidence = "worst of " + std::to_string(calls_.estimates.size()) + " is " + sample +
                      ", " + worst_.evidence;
  }

  static comparison infinite(double y) {
    return {y == HUGE_VAL ? result::holds : result::violated, 0,
            "which gives " + shown(y) + " for inf"};
  }

  static comparison compared(double y, const interval& v, const allowance& a) {
    if (std::isinf(y))
      return {result::violated, HUGE_VAL, "which gives " + shown(y) + " for " + shown(v)};
    const interval off = abs(v - Q(y));
    return {compare(off, a), mpfr_get_d((off / a.attainable).hi(), MPFR_RNDU),
            "which gives " + shown(y) + " for " + shown(v) + ": off by " + shown(off) +
                ", attainable " + shown(a.attainable)};
  }

  interval value_of(const term_law& law, std::span<const std::size_t> places, double y,
                    long bits) const {
    if (!who_.claims) return interval(std::isinf(y) ? Q(0) : Q(y), bits);
    interval total(0L, bits);
    for (const std::size_t i : places) total = total + law.outcomes()[i].term;
    return total / Q(static_cast<unsigned long>(n_));
  }

  static void add_up(totals& sum, const allowance& a, const Q& weight) {
    sum.rounding = sum.rounding + a.rounding * weight;
    sum.attainable = sum.attainable + a.attainable * weight;
    sum.rounding2 = sum.rounding2 + sqr(a.rounding) * weight;
    sum.attainable2 = sum.attainable2 + sqr(a.attainable) * weight;
  }

  // |s^2 - v^2| <= a (2 v + a) for |s - v| <= a. The standard error is a seminorm of the terms, so
  // moving them by at most d_i moves it by at most sqrt(sum d_i^2 / (n (n - 1))).
  void add_error(totals& sum, const term_law& law, std::span<const std::size_t> places,
                 const Q& weight, long bits) const {
    if (n_ < 2) return;
    const interval centre = value_of(law, places, 0, bits);
    interval squares(0L, bits);
    interval slacks(0L, bits);
    bool alike = true;
    for (const std::size_t i : places) {
      squares = squares + sqr(law.outcomes()[i].term - centre);
      slacks = slacks + sqr(law.outcomes()[i].slack);
      alike = alike && i == places[0];
    }
    const Q divisor(static_cast<unsigned long>(n_ * (n_ - 1)));
    const interval v = alike ? interval(0L, bits) : sqrt(squares / divisor);
    const allowance a = allowance_of(v, sqrt(slacks / divisor), n_);
    const auto of_square = [&](const interval& x) { return x * (ldexp(v, 1) + x); };
    sum.se_rounding = sum.se_rounding + of_square(a.rounding) * weight;
    sum.se_attainable = sum.se_attainable + of_square(a.attainable) * weight;
  }

  void add_compared(std::string_view statement, const char* what, const Q& got, const char* of,
                    const interval& expected, const allowance& allowed) {
    const interval off = abs(expected - got);
    add(statement, compare(off, allowed),
        std::string(what) + " " + shown(got) + ", " + of + " " + shown(expected) + ": off by " +
            shown(off) + ", attainable " + shown(allowed.attainable) + ", over " +
            std::to_string(calls_.estimates.size()) + " samples");
  }

  void judge_unbiased(const totals& sum, long bits) {
    if (who_.claims && !formula_.hypothesis(pair_)) {
      add("estimator.unbiased", result::not_applicable,
          std::string(formula_.name) + " is where " + std::string(formula_.hypothesis_text));
      return;
    }
    const auto divergence = certified_divergence(pair_, bits);
    if (!divergence) {
      judge_infinite_mean();
    } else if (!calls_.finite()) {
      add("estimator.unbiased", result::violated,
          "an estimate is infinite, D is " + shown(*divergence));
    } else {
      add_compared("estimator.unbiased", "mean", calls_.mean(), "D", *divergence,
                   {sum.rounding, sum.attainable});
    }
  }

  void judge_infinite_mean() {
    const bool above = calls_.any_estimate(HUGE_VAL);
    const bool below = calls_.any_estimate(-HUGE_VAL);
    const bool right = above && !below;
    add("estimator.unbiased", right ? result::holds : result::violated,
        std::string("D is inf, the mean of the estimates is ") + (right   ? "inf"
                                                                  : above ? "undefined"
                                                                          : "not"));
  }

  void judge_mean(const term_law& law, const totals& sum, long bits) {
    if (!formula_.biased && formula_.hypothesis(pair_)) return;  // D itself: estimator.unbiased
    add_compared("estimator.mean", "mean", calls_.mean(), "the formula's", law.mean(),
                 {sum.rounding, sum.attainable});
    const auto divergence = certified_divergence(pair_, bits);
    findings_.back().evidence += divergence ? "; D is " + shown(*divergence) + ": biased by " +
                                                  shown(law.mean() - *divergence)
                                            : "; D is inf";
  }

  // By Minkowski the standard deviations differ by at most that of y - v, at most sqrt(E a^2).
  void judge_variance(const term_law& law, const totals& sum) {
    const interval expected = law.variance() / Q(static_cast<unsigned long>(n_));
    const interval spread = sqrt(clamp_nonnegative(expected));
    const auto allowed = [&](const interval& mean_square) {
      const interval a = sqrt(clamp_nonnegative(mean_square));
      return a * (ldexp(spread, 1) + a);
    };
    add_compared("estimator.variance", "variance", calls_.variance(), "Var(term)/n", expected,
                 {allowed(sum.rounding2), allowed(sum.attainable2)});
  }

  void judge_standard_error(const term_law& law, const totals& sum) {
    if (n_ < 2 || !calls_.finite_errors()) return;
    add_compared("estimator.standard_error", "mean square", calls_.mean_square_error(),
                 "Var(term)/n", law.variance() / Q(static_cast<unsigned long>(n_)),
                 {sum.se_rounding, sum.se_attainable});
  }

  const sample_estimator& who_;
  const finite_pair& pair_;
  std::size_t n_;
  const estimator_formula& formula_;
  called_estimator calls_;
  comparison worst_;
  std::vector<estimator_finding> findings_;
};

}  // namespace

std::vector<estimator_finding> judge_by_enumeration(const sample_estimator& who,
                                                    const finite_pair& pair, std::size_t n) {
  const mpfr_env env;
  require_distributions(pair);
  constexpr std::size_t longest = 4096;
  if (n == 0 || n > longest) {
    throw input_error("n is " + std::to_string(n) + ", expected 1 to 4096 outcomes in a sample");
  }
  if (count_samples(pair.size(), n, sample_limit) > sample_limit) {
    throw input_error("pair '" + pair.name + "' has more than 65536 samples of " +
                      std::to_string(n) + " outcomes");
  }
  return enumeration(who, pair, n).run();
}

}  // namespace kloracle
