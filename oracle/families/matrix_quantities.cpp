// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/matrix_quantities.hpp"

#include "oracle/families/family_evaluation.hpp"
#include "oracle/log_form.hpp"
#include "oracle/monotone.hpp"

namespace kloracle {

parameter_number operator+(parameter_number x, parameter_number y) {
  return {[x, y](mpfr_prec_t bits) { return x.enclose(bits) + y.enclose(bits); },
          [x, y](mpfr_prec_t bits) {
            std::vector<interval> sum = x.slopes(bits);
            const std::vector<interval> other = y.slopes(bits);
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = sum[i] + other[i];
            return sum;
          },
          [x, y] { return x.write_out() + y.write_out(); }};
}

parameter_number operator*(parameter_number x, const Q& factor) {
  return {[x, factor](mpfr_prec_t bits) { return x.enclose(bits) * factor; },
          [x, factor](mpfr_prec_t bits) {
            std::vector<interval> all = x.slopes(bits);
            for (interval& one : all) one = one * factor;
            return all;
          },
          [x, factor] { return x.write_out() * closed_form(factor); }};
}

std::vector<interval>& gathered_slopes::place(const given_distribution& of, std::string_view name) {
  const std::string key = of.side + "." + std::string(name);
  for (auto& [known, slopes] : by_name_) {
    if (known == key) return slopes;
  }
  return by_name_.emplace_back(key, std::vector<interval>()).second;
}

void gathered_slopes::append(const given_distribution& of, std::string_view name,
                             const std::vector<interval>& by) {
  std::vector<interval>& all = place(of, name);
  all.insert(all.end(), by.begin(), by.end());
}

void gathered_slopes::append(const given_distribution& of, const interval_matrix& by_matrix,
                             const enclosed_covariance& at) {
  const covariance_slopes slopes = slopes_by_given(by_matrix, at);
  append(of, at.given().stated().name, slopes.numbers);
  if (!slopes.beside.empty()) append(of, at.given().stated().beside, slopes.beside);
}

std::vector<interval> gathered_slopes::in_order(const family_problem& x, mpfr_prec_t bits) const {
  std::vector<interval> all;
  const auto gather = [&](const given_distribution& d) {
    for (const given_parameter& parameter : d.parameters) {
      const std::string key = d.side + "." + std::string(parameter.entry->name);
      bool found = false;
      for (const auto& [known, slopes] : by_name_) {
        if (known != key) continue;
        all.insert(all.end(), slopes.begin(), slopes.end());
        found = true;
      }
      if (!found) all.insert(all.end(), parameter.values.size(), interval(0L, bits));
    }
  };
  gather(x.p);
  if (x.q) gather(*x.q);
  return all;
}

namespace {

// What is made of a number x: factor x, factor (e^x - offset) or the root of either.
struct last_step {
  Q factor = 1;
  bool exponential = false;
  Q offset = 1;
  bool root = false;
};

class matrix_evaluation : public evaluation {
 public:
  matrix_evaluation(std::shared_ptr<const matrix_pair> pair, parameter_number number,
                    last_step last, known_facts facts)
      : pair_(std::move(pair)),
        number_(std::move(number)),
        last_(std::move(last)),
        facts_(std::move(facts)) {}

  interval enclose(mpfr_prec_t bits) const override {
    const auto number = precision_(bits, number_.enclose);
    if (!number) return interval::entire(bits);
    interval value = finished(at_precision(*number, bits));
    if (facts_.nonnegative) value = clamp_nonnegative(value);
    if (last_.root) value = sqrt(value);
    return in_unit(value, pair_->problem().in);
  }
  std::optional<Q> known() const override { return facts_.value; }
  bool nonzero() const override { return facts_.nonzero; }

  decision decide() const override {
    closed_form written = number_.write_out();
    if (last_.exponential) {
      written = last_.offset == 1 ? expm1(written) : exp(written);
    }
    written = written * closed_form(last_.factor);
    const unit in = pair_->problem().in;
    return last_.root ? decide_root(written, in) : kloracle::decide(written, in);
  }

  bool has_sensitivities() const override { return number_.slopes != nullptr; }

  // At P = Q a divergence has its minimum 0; its root has no slope there.
  sensitivity sensitivities(const interval& value, mpfr_prec_t bits) const override {
    const family_problem& x = pair_->problem();
    if (facts_.value) {
      const interval slope = last_.root ? interval::entire(bits) : interval(0L, bits);
      return sensitivity_of(x, std::vector<interval>(size(), slope), interval(1L, bits));
    }
    const auto all = precision_(bits, [&](mpfr_prec_t work) {
      interval factor = in_unit(interval(last_.factor, work), x.in);
      if (last_.exponential) factor = factor * exp(number_.enclose(work));
      if (last_.root) factor = ldexp(factor / value, -1);
      return sensitivity_of(x, number_.slopes(work), factor);
    });
    if (all) return *all;
    return sensitivity_of(x, std::vector<interval>(size(), interval::entire(bits)),
                          interval(1L, bits));
  }
  std::size_t size() const override { return parameter_count(pair_->problem()); }
  long longest_input_bits() const override { return longest_parameter_bits(pair_->problem()); }

 private:
  interval finished(const interval& x) const {
    if (!last_.exponential) return x * last_.factor;
    return (last_.offset == 1 ? expm1(x) : exp(x)) * last_.factor;
  }

  std::shared_ptr<const matrix_pair> pair_;
  parameter_number number_;
  last_step last_;
  known_facts facts_;
  pivot_precision precision_;
};

using pair_pointer = std::shared_ptr<const matrix_pair>;

prepared evaluate_number(const pair_pointer& pair, parameter_number number, last_step last,
                         known_facts facts) {
  return std::make_unique<matrix_evaluation>(pair, std::move(number), std::move(last),
                                             std::move(facts));
}

[[noreturn]] void not_covered(const family_problem& x, const std::string& why = "") {
  throw fault{"quantity", std::string(entry(x.what).name) + " of " +
                              std::string(x.p.family->entry.name) + " has no formula here" + why +
                              "; kloracle list families names what there is"};
}

known_facts divergence_facts(const matrix_pair& pair) {
  known_facts facts;
  const bool same = pair.same();
  if (same) facts.value = 0;
  facts.nonzero = !same;
  facts.nonnegative = true;
  return facts;
}

prepared prepare_affine(const pair_pointer& pair, const Q& a, last_step last, known_facts facts) {
  const auto finite = pair->finite_affinity(a);
  if (!finite) {
    return no_value{status::undecided, "",
                    "whether the integral of p^a q^(1-a) is finite is undecided"};
  }
  if (*finite) return evaluate_number(pair, pair->log_affinity(a), std::move(last), facts);
  if (last.factor > 0) {
    return no_value{status::plus_infinity, "",
                    "the integral of p^a q^(1-a) is infinite at a = " + a.str()};
  }
  return no_value{status::undefined, "", "the value is -infinity"};
}

prepared prepare_order(const pair_pointer& pair, known_facts facts) {
  const family_problem& x = pair->problem();
  if (x.with.order_is_infinite) {
    throw fault{"order", "is inf; of " + std::string(x.p.family->entry.name) +
                             " distributions only finite orders have a formula here"};
  }
  const Q& a = x.with.order;
  // At the orders 0 and 1 the integral is 1, P and Q having the same support.
  known_facts zero = facts;
  zero.value = 0;
  zero.nonzero = false;
  if (x.what == quantity::chernoff) {
    if (a < 0 || a > 1) throw fault{"order", "is not in [0, 1]"};
    return prepare_affine(pair, a, {-1}, a == 0 || a == 1 ? zero : facts);
  }
  if (a == 1) return evaluate_number(pair, pair->kl(false), {}, facts);
  if (x.what == quantity::alpha) {
    if (a == 0) return evaluate_number(pair, pair->kl(true), {}, facts);
    return prepare_affine(pair, a, {1 / (a * (a - 1)), true}, facts);
  }
  facts.nonnegative = a >= 0;
  return prepare_affine(pair, a, {1 / (a - 1), x.what == quantity::tsallis}, a == 0 ? zero : facts);
}

prepared prepare_affinity_of(const pair_pointer& pair) {
  const family_problem& x = pair->problem();
  known_facts facts = divergence_facts(*pair);
  const Q doubled = power_of_two(x.with.doubles);
  const Q half(1, 2);
  switch (x.what) {
    case quantity::renyi:
    case quantity::tsallis:
    case quantity::alpha:
    case quantity::chernoff:
      return prepare_order(pair, facts);
    case quantity::bhattacharyya_distance:
      return prepare_affine(pair, half, {-1}, facts);
    case quantity::squared_hellinger:
      return prepare_affine(pair, half, {-doubled, true}, facts);
    case quantity::hellinger:
      return prepare_affine(pair, half, {-doubled, true, 1, true}, facts);
    case quantity::chi_squared:
      return prepare_affine(pair, 2, {1, true}, facts);
    case quantity::neyman_chi_squared:
      return prepare_affine(pair, -1, {1, true}, facts);
    case quantity::bhattacharyya_coefficient:
      if (facts.value) facts.value = 1;
      facts.nonzero = true;
      return prepare_affine(pair, half, {1, true, 0}, facts);
    case quantity::chernoff_information:
      if (facts.value) return evaluate_number(pair, pair->log_affinity(half), {}, facts);
      return prepare_matrix_chernoff(pair);
    default:
      not_covered(x);
  }
}

// With q, the perplexity is e^(cross entropy).
prepared prepare_entropy(const pair_pointer& pair) {
  const family_problem& x = pair->problem();
  parameter_number value = pair->entropy();
  if (x.q) value = value + pair->kl(false);
  known_facts facts;
  facts.nonzero = x.what == quantity::perplexity;
  return evaluate_number(pair, value, {1, x.what == quantity::perplexity, 0}, facts);
}

}  // namespace

prepared prepare_matrix_quantity(std::shared_ptr<const matrix_pair> pair) {
  const family_problem& x = pair->problem();
  if (!pair->well_posed()) {
    return no_value{status::undecided, "", "whether a matrix is positive definite is undecided"};
  }
  switch (x.what) {
    case quantity::kl:
    case quantity::reverse_kl:
      return evaluate_number(pair, pair->kl(x.what == quantity::reverse_kl), {},
                             divergence_facts(*pair));
    case quantity::jeffreys:
      return evaluate_number(pair, pair->kl(false) + pair->kl(true), {power_of_two(x.with.doubles)},
                             divergence_facts(*pair));
    case quantity::entropy:
    case quantity::cross_entropy:
    case quantity::perplexity:
      return prepare_entropy(pair);
    case quantity::total_variation: {
      auto value = pair->total_variation();
      if (!value) not_covered(x, " where the covariances differ");
      return evaluate_number(pair, *value, {}, divergence_facts(*pair));
    }
    default:
      if (!x.q) not_covered(x);
      if (!pair->has_affinity()) not_covered(x, " for as many entries");
      return prepare_affinity_of(pair);
  }
}

}  // namespace kloracle
