// SPDX-License-Identifier: Apache-2.0
//
// Distances that see where the outcomes lie: transport on the line, and a kernel's discrepancy.
#include <algorithm>
#include <numeric>

#include "oracle/outcome.hpp"
#include "oracle/posed.hpp"

namespace kloracle {
namespace {

constexpr option_use support_option[] = {{option::support, true}};
constexpr option_use kernel_option[] = {{option::kernel, true}};

// What the two have in common: exact weights where they can be written out.
class pair_evaluation : public evaluation {
 public:
  pair_evaluation(sides given) : given_(std::move(given)) {  // NOLINT
    if (given_.p.kind == given_.q->kind) equal_ = same_weights(given_.p, *given_.q);
  }
  std::optional<Q> known() const override {
    if (equal_ == true) return Q(0);
    const bool rational = given_.rational();
    return rational ? std::optional<Q>(decide().value) : std::nullopt;
  }
  std::size_t size() const override { return given_.p.size(); }
  long longest_input_bits() const override {
    long longest = std::max(given_.p.longest_input_bits(), given_.q->longest_input_bits());
    for (const Q& x : geometry()) {
      longest = std::max({longest, bit_length(numerator(x)), bit_length(denominator(x))});
    }
    return longest;
  }

 protected:
  virtual const std::vector<Q>& geometry() const = 0;  // points or kernel
  closed_form exact_difference(std::size_t i) const {
    return given_.p.exact_weight(i) - given_.q->exact_weight(i);
  }
  // From slopes with respect to p; those with respect to q are their negatives.
  sensitivity pulled_back(const std::vector<interval>& slope, mpfr_prec_t bits) const {
    const enclosed_sides at(given_.p, &*given_.q, bits);
    const interval zero(0L, bits);
    std::vector<interval> by_p;
    std::vector<interval> by_q;
    for (std::size_t i = 0; i < size(); ++i) {
      const outcome<dual> x(at, i);
      by_p.push_back(given_.p.moves(i) ? slope[i] * x.p().by_p : zero);
      by_q.push_back(given_.q->moves(i) ? -(slope[i] * x.q().by_q) : zero);
    }
    const gradient_block p = given_.p.pull_back(by_p, at.all_p());
    const gradient_block q = given_.q->pull_back(by_q, at.all_q());
    sensitivity s{componentwise(p, bits) + componentwise(q, bits), std::nullopt};
    if (given_.rational()) {
      s.tangent = tangent(p, bits) + tangent(q, bits);
    }
    return s;
  }

  sides given_;
  std::optional<bool> equal_;
};

// sum |F_i - G_i| (x_(i+1) - x_i) over the points in ascending order, F and G the masses up to x_i.
class transport_evaluation : public pair_evaluation {
 public:
  transport_evaluation(sides given, std::vector<Q> at)
      : pair_evaluation(std::move(given)), at_(std::move(at)), order_(at_.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return at_[a] < at_[b]; });
  }

  interval enclose(mpfr_prec_t bits) const override {
    interval total(0L, bits);
    const std::vector<interval> gap = excesses(bits);
    for (std::size_t k = 0; k + 1 < size(); ++k) total = total + abs(gap[k]) * width(k);
    return total;
  }
  decision decide() const override {
    closed_form total;
    closed_form excess;
    for (std::size_t k = 0; k + 1 < size() && !total.is_open(); ++k) {
      excess += exact_difference(order_[k]);
      total += abs(excess) * width(k);
    }
    return kloracle::decide(total, unit::nats);
  }
  // Moving mass from x_i upwards: d/dp_i = sum over the gaps above x_i of the excess's sign.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const std::vector<interval> gap = excesses(bits);
    std::vector<interval> slope(size(), interval(0L, bits));
    interval above(0L, bits);
    const interval one(1L, bits);
    bool weighed = false;  // beyond the last weight nothing is ever in excess
    for (std::size_t k = size(); k-- > 0;) {
      if (weighed) {
        const interval sign = certainly_positive(gap[k])   ? one
                              : certainly_negative(gap[k]) ? -one
                                                           : hull(-one, one);
        above = above + sign * width(k);
      }
      slope[order_[k]] = above;
      weighed = weighed || given_.p.has(order_[k]) || given_.q->has(order_[k]);
    }
    return pulled_back(slope, bits);
  }

 private:
  const std::vector<Q>& geometry() const override { return at_; }
  Q width(std::size_t k) const { return at_[order_[k + 1]] - at_[order_[k]]; }
  std::vector<interval> excesses(mpfr_prec_t bits) const {
    const enclosed_sides at(given_.p, &*given_.q, bits);
    std::vector<interval> gap;
    interval excess(0L, bits);
    for (const std::size_t i : order_) {
      excess = excess + difference(at, i);
      gap.push_back(excess);
    }
    return gap;
  }
  interval difference(const enclosed_sides& at, std::size_t i) const {
    return given_.p.has(i) || given_.q->has(i) ? at.difference(i) : interval(0L, at.bits());
  }

  std::vector<Q> at_;
  std::vector<std::size_t> order_;
};

// sum_ij K_ij (p_i - q_i) (p_j - q_j), K symmetric.
class discrepancy_evaluation : public pair_evaluation {
 public:
  discrepancy_evaluation(sides given, std::vector<Q> kernel)
      : pair_evaluation(std::move(given)), kernel_(std::move(kernel)) {}

  interval enclose(mpfr_prec_t bits) const override {
    const std::vector<interval> d = differences(bits);
    const std::vector<interval> image = applied(d, bits);
    interval total(0L, bits);
    for (std::size_t i = 0; i < size(); ++i) total = total + d[i] * image[i];
    return total;
  }
  decision decide() const override {
    constexpr std::size_t written_outcomes = 48;
    if (!given_.p.is_rational() && size() > written_outcomes) return {};
    std::vector<closed_form> d;
    for (std::size_t i = 0; i < size(); ++i) d.push_back(exact_difference(i));
    closed_form total;
    for (std::size_t i = 0; i < size() && !total.is_open(); ++i) {
      closed_form image;
      for (std::size_t j = 0; j < size(); ++j) image += d[j] * entry(i, j);
      total += d[i] * image;
    }
    return kloracle::decide(total, unit::nats);
  }
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    std::vector<interval> slope = applied(differences(bits), bits);
    for (interval& s : slope) s = ldexp(s, 1);
    return pulled_back(slope, bits);
  }

 private:
  const std::vector<Q>& geometry() const override { return kernel_; }
  const Q& entry(std::size_t i, std::size_t j) const { return kernel_[i * size() + j]; }
  std::vector<interval> differences(mpfr_prec_t bits) const {
    const enclosed_sides at(given_.p, &*given_.q, bits);
    std::vector<interval> d;
    for (std::size_t i = 0; i < size(); ++i) {
      const bool weighs = given_.p.has(i) || given_.q->has(i);
      d.push_back(weighs ? at.difference(i) : interval(0L, bits));
    }
    return d;
  }
  std::vector<interval> applied(const std::vector<interval>& d, mpfr_prec_t bits) const {
    std::vector<interval> image(size(), interval(0L, bits));
    for (std::size_t i = 0; i < size(); ++i) {
      for (std::size_t j = 0; j < size(); ++j) {
        if (entry(i, j) != 0) image[i] = image[i] + d[j] * entry(i, j);
      }
    }
    return image;
  }

  std::vector<Q> kernel_;
};

struct wasserstein_1 {
  static constexpr quantity_entry entry{
      .id = quantity::wasserstein_1,
      .name = "wasserstein_1",
      .formula = "integral |F - G|",
      .domain = "outcome i lies at support[i], any points in any order. Vallender 1974",
      .has_unit = false,
      .accepted = accepting::distributions,
      .options = support_option};
  static prepared prepare(posed x) {
    const std::size_t n = x.given.p.size();
    if (x.with.support.size() != n) {
      return no_value{status::undefined, "support",
                      "has " + std::to_string(x.with.support.size()) + " entries where p has " +
                          std::to_string(n)};
    }
    return std::make_unique<transport_evaluation>(std::move(x.given), std::move(x.with.support));
  }
};

struct squared_mmd {
  static constexpr semantics accepted[] = {
      semantics::normalised, semantics::measure, semantics::counts,  semantics::smoothed,
      semantics::clipped,    semantics::logits,  semantics::log_prob};
  static constexpr quantity_entry entry{
      .id = quantity::squared_mmd,
      .name = "squared_mmd",
      .formula = "sum K_ij (p_i - q_i)(p_j - q_j)",
      .domain =
          "K symmetric; negative values are possible if K is not positive semidefinite. "
          "Gretton and others 2012",
      .has_unit = false,
      .accepted = accepted,
      .options = kernel_option};
  static prepared prepare(posed x) {
    const std::size_t n = x.given.p.size();
    const std::vector<Q>& k = x.with.kernel;
    if (k.size() != n * n) {
      return no_value{status::undefined, "kernel",
                      "has " + std::to_string(k.size()) + " entries; expected " +
                          std::to_string(n) + " rows of " + std::to_string(n)};
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (k[i * n + j] == k[j * n + i]) continue;
        const auto at = [](std::size_t a, std::size_t b) {
          return "[" + std::to_string(a) + "][" + std::to_string(b) + "]";
        };
        return no_value{status::undefined, "kernel",
                        "is not symmetric: " + at(i, j) + " differs from " + at(j, i)};
      }
    }
    return std::make_unique<discrepancy_evaluation>(std::move(x.given), std::move(x.with.kernel));
  }
};

}  // namespace

std::span<const quantity_row> geometry_rows() {
  static constexpr quantity_row rows[] = {row_of<wasserstein_1>(), row_of<squared_mmd>()};
  return rows;
}

}  // namespace kloracle
