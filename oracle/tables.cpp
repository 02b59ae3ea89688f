// SPDX-License-Identifier: Apache-2.0
//
// Information in a joint table. Every quantity is sum c_g sum_m m ln m over a few groupings g of
// the cells, m the mass of a group: of all cells, of the rows, of the columns, ... With the
// groupings of one cell multiplied up, that is
//
//   sum over cells p ln r,   r = prod (mass of the cell's group in g)^c_g
//
// which is exact for rational tables, and whose logarithms are 0 where the theory wants 0.
#include <algorithm>

#include "oracle/posed.hpp"

namespace kloracle {
namespace {

struct grouping {
  int sign;                         // c_g
  std::vector<std::size_t> kept{};  // the axes that tell groups apart
};

std::vector<std::size_t> all_axes(std::size_t count) {
  std::vector<std::size_t> axes(count);
  for (std::size_t k = 0; k < count; ++k) axes[k] = k;
  return axes;
}

// The number of each cell's group.
std::vector<std::size_t> groups_of(const std::vector<std::size_t>& shape,
                                   const std::vector<std::size_t>& kept, std::size_t cells) {
  std::vector<std::size_t> group(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    std::size_t rest = cell;
    std::size_t number = 0;
    std::size_t stride = 1;
    for (std::size_t k = shape.size(); k-- > 0;) {
      if (std::find(kept.begin(), kept.end(), k) != kept.end()) {
        number += rest % shape[k] * stride;
        stride *= shape[k];
      }
      rest /= shape[k];
    }
    group[cell] = number;
  }
  return group;
}

class table_evaluation : public evaluation {
 public:
  table_evaluation(side p, const std::vector<std::size_t>& shape,
                   const std::vector<grouping>& groupings, bool independent, unit in)
      : p_(std::move(p)), in_(in), independent_(independent) {
    for (const grouping& g : groupings) {
      sign_.push_back(g.sign);
      group_.push_back(groups_of(shape, g.kept, p_.size()));
    }
    if (p_.is_rational() || p_.uniform_softmax()) write_out();
  }

  interval enclose(mpfr_prec_t bits) const override {
    if (written_) return clamp_nonnegative(in_unit(kloracle::enclose(*written_, bits), in_));
    const enclosed_sides at(p_, nullptr, bits);
    const std::vector<interval> logs = log_ratios(at);
    interval total(0L, bits);
    for (std::size_t i = 0; i < size(); ++i) {
      if (p_.has(i)) total = total + at.p(i) * logs[i];
    }
    return clamp_nonnegative(in_unit(total, in_));
  }

  std::optional<Q> known() const override {
    return vanishes() ? std::optional<Q>(0) : std::nullopt;
  }
  bool nonzero() const override { return !vanishes(); }
  decision decide() const override {
    return written_ ? kloracle::decide(*written_, in_) : decision{};
  }
  std::size_t size() const override { return p_.size(); }
  long longest_input_bits() const override { return p_.longest_input_bits(); }

  // d/dp of sum_g c_g sum m ln m is sum_g c_g (ln m + 1), m the mass of the cell's group.
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const enclosed_sides at(p_, nullptr, bits);
    std::vector<interval> slope = log_ratios(at);
    for (std::size_t i = 0; i < size(); ++i) {
      if (!p_.moves(i)) {
        slope[i] = interval(0L, bits);
      } else if (p_.is_logarithmic()) {
        slope[i] = slope[i] * at.p(i);
      }
    }
    const gradient_block block = p_.pull_back(slope, at.all_p());
    sensitivity s{in_unit(componentwise(block, bits), in_), std::nullopt};
    if (p_.is_rational()) s.tangent = in_unit(tangent(block, bits), in_);
    return s;
  }

 private:
  // All logarithms vanish: of entropies, as each is then of a mass of 1 or of a row's only cell;
  // of informations, as the table is then the product of its margins. By Gibbs only then.
  bool vanishes() const { return written_ ? written_->terms.empty() : independent_; }

  std::vector<Q> exact_masses(std::size_t g, const std::vector<Q>& weight) const {
    std::vector<std::vector<Q>> members(size());
    for (std::size_t i = 0; i < size(); ++i) members[group_[g][i]].push_back(weight[i]);
    std::vector<Q> mass(size());
    for (std::size_t k = 0; k < size(); ++k) mass[k] = sum(members[k]);
    return mass;
  }

  void write_out() {
    std::vector<Q> weight = p_.factor;
    if (!p_.is_rational()) {
      const Z support(static_cast<unsigned long>(p_.support_size()));
      for (Q& w : weight) w /= Q(support);
    }
    std::vector<Q> ratio(size(), 1);
    for (std::size_t g = 0; g < sign_.size(); ++g) {
      const std::vector<Q> mass = exact_masses(g, weight);
      for (std::size_t i = 0; i < size(); ++i) {
        if (weight[i] == 0) continue;
        if (sign_[g] > 0) ratio[i] *= mass[group_[g][i]];
        if (sign_[g] < 0) ratio[i] /= mass[group_[g][i]];
      }
    }
    written_.emplace();
    for (std::size_t i = 0; i < size(); ++i) {
      if (weight[i] != 0 && ratio[i] != 1) written_->terms.push_back({weight[i], ratio[i]});
    }
  }

  std::vector<interval> log_ratios(const enclosed_sides& at) const {
    std::vector<interval> total(size(), interval(0L, at.bits()));
    for (std::size_t g = 0; g < sign_.size(); ++g) {
      const std::vector<interval> logs =
          p_.is_rational() ? logs_of_rationals(g, at) : logs_of_exponentials(g, at.bits());
      for (std::size_t i = 0; i < size(); ++i) {
        if (!p_.has(i)) continue;
        const interval& l = logs[group_[g][i]];
        total[i] = sign_[g] > 0 ? total[i] + l : total[i] - l;
      }
    }
    return total;
  }

  std::vector<interval> logs_of_rationals(std::size_t g, const enclosed_sides& at) const {
    std::vector<interval> logs;
    for (const Q& mass : exact_masses(g, p_.factor)) {
      logs.push_back(mass == 0 ? interval(0L, at.bits()) : log(interval(mass, at.bits())));
    }
    return logs;
  }

  // Of each group: m = e^t (1 + rest)/(the sum over all), t its largest exponent. Of the group that
  // has the largest of all, ln m = -ln(1 + the others' share), so that what is left over stays.
  std::vector<interval> logs_of_exponentials(std::size_t g, mpfr_prec_t bits) const {
    const interval zero(0L, bits);
    std::vector<std::optional<Q>> top(size());
    for (std::size_t i = 0; i < size(); ++i) {
      auto& t = top[group_[g][i]];
      if (p_.has(i) && (!t || p_.exponent[i] > *t)) t = p_.exponent[i];
    }
    const auto first =
        static_cast<std::size_t>(std::find(top.begin(), top.end(), Q(0)) - top.begin());
    std::vector<interval> sum(size(), zero);  // over the group, of e^(x - t)
    interval others = zero;                   // over all groups but `first`, of e^x
    for (std::size_t i = 0; i < size(); ++i) {
      if (!p_.has(i)) continue;
      const std::size_t k = group_[g][i];
      sum[k] = sum[k] + exp(interval(Q(p_.exponent[i] - *top[k]), bits));
      if (k != first) others = others + exp(interval(p_.exponent[i], bits));
    }
    const interval first_log = -log1p(others / sum[first]);
    std::vector<interval> logs(size(), zero);
    for (std::size_t k = 0; k < size(); ++k) {
      if (!top[k]) continue;
      logs[k] = k == first ? first_log
                           : interval(*top[k], bits) + log(sum[k]) - log(sum[first]) + first_log;
    }
    return logs;
  }

  side p_;
  unit in_;
  bool independent_;
  std::vector<int> sign_;
  std::vector<std::vector<std::size_t>> group_;
  std::optional<log_form> written_;
};

// Whether the cells of a softmax, seen as a matrix by two groupings, are a product: the support is
// one of rows by columns, and exponents differ between rows by a constant.
bool is_product(const side& p, const std::vector<std::size_t>& row,
                const std::vector<std::size_t>& column) {
  const std::size_t rows = 1 + *std::max_element(row.begin(), row.end());
  const std::size_t columns = 1 + *std::max_element(column.begin(), column.end());
  std::vector<std::optional<std::size_t>> cell(rows * columns);
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!p.has(i)) continue;
    cell[row[i] * columns + column[i]] = i;
    if (!first) first = i;
  }
  if (!first) return true;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const auto here = cell[r * columns + c];
      const auto left = cell[r * columns + column[*first]];
      const auto above = cell[row[*first] * columns + c];
      if (here.has_value() != (left && above)) return false;
      if (here && p.exponent[*here] + p.exponent[*first] != p.exponent[*left] + p.exponent[*above])
        return false;
    }
  }
  return true;
}

// Mutual independence: each axis is independent of all the others together.
bool axes_independent(const posed& x) {
  const side& p = x.given.p;
  if (p.is_rational()) return false;  // decided by the written form
  for (std::size_t k = 0; k < x.shape.size(); ++k) {
    std::vector<std::size_t> others = all_axes(x.shape.size());
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
    if (!is_product(p, groups_of(x.shape, {k}, p.size()), groups_of(x.shape, others, p.size()))) {
      return false;
    }
  }
  return true;
}

// X and Y independent at every Z.
bool slices_independent(const posed& x) {
  const side& p = x.given.p;
  if (p.is_rational()) return false;
  const auto z = groups_of(x.shape, {2}, p.size());
  for (std::size_t slice = 0; slice < x.shape[2]; ++slice) {
    side one = p;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (z[i] != slice) one.factor[i] = 0;
    }
    if (!is_product(one, groups_of(x.shape, {0}, p.size()), groups_of(x.shape, {1}, p.size()))) {
      return false;
    }
  }
  return true;
}

// One outcome at most in every group: nothing is left to know.
bool certain_within(const posed& x, const std::vector<std::size_t>& kept) {
  const auto group = groups_of(x.shape, kept, x.given.p.size());
  std::vector<bool> seen(x.given.p.size());
  for (std::size_t i = 0; i < x.given.p.size(); ++i) {
    if (!x.given.p.has(i)) continue;
    if (seen[group[i]]) return false;
    seen[group[i]] = true;
  }
  return true;
}

prepared prepare_table(posed x, const std::vector<grouping>& groupings, bool vanishes) {
  return std::make_unique<table_evaluation>(std::move(x.given.p), x.shape, groupings, vanishes,
                                            x.in);
}

constexpr int most_axes = 64;

struct joint_entropy {
  static constexpr quantity_entry entry{.id = quantity::joint_entropy,
                                        .name = "joint_entropy",
                                        .formula = "-sum p_xy ln p_xy",
                                        .domain = "of a table of 2 to 64 axes",
                                        .of_two = false,
                                        .least_axes = 2,
                                        .most_axes = most_axes,
                                        .accepted = accepting::distributions};
  static prepared prepare(posed x) {
    const bool certain = certain_within(x, {});
    const auto all = all_axes(x.shape.size());
    return prepare_table(std::move(x), {{-1, all}}, certain);
  }
};

struct conditional_entropy {
  static constexpr quantity_entry entry{
      .id = quantity::conditional_entropy,
      .name = "conditional_entropy",
      .formula = "-sum p_xy ln(p_xy/p_x)",
      .domain = "of the last axis, given all the others: H(Y|X) of rows X and columns Y",
      .of_two = false,
      .least_axes = 2,
      .most_axes = most_axes,
      .accepted = accepting::distributions};
  static prepared prepare(posed x) {
    const auto all = all_axes(x.shape.size());
    const auto given = all_axes(x.shape.size() - 1);
    const bool certain = certain_within(x, given);
    return prepare_table(std::move(x), {{-1, all}, {1, given}}, certain);
  }
};

struct mutual_information {
  static constexpr quantity_entry entry{.id = quantity::mutual_information,
                                        .name = "mutual_information",
                                        .formula = "sum p_xy ln(p_xy/(p_x p_y))",
                                        .domain =
                                            "of a table of two axes; 0 iff they are "
                                            "independent",
                                        .of_two = false,
                                        .least_axes = 2,
                                        .most_axes = 2,
                                        .accepted = accepting::distributions};
  static prepared prepare(posed x) {
    const bool independent = axes_independent(x);
    return prepare_table(std::move(x), {{1, {0, 1}}, {-1, {0}}, {-1, {1}}}, independent);
  }
};

struct conditional_mutual_information {
  static constexpr quantity_entry entry{.id = quantity::conditional_mutual_information,
                                        .name = "conditional_mutual_information",
                                        .formula = "sum p_xyz ln(p_z p_xyz/(p_xz p_yz))",
                                        .domain = "I(X; Y | Z) of a table of three axes X, Y, Z",
                                        .of_two = false,
                                        .least_axes = 3,
                                        .most_axes = 3,
                                        .accepted = accepting::distributions};
  static prepared prepare(posed x) {
    const bool independent = slices_independent(x);
    return prepare_table(std::move(x), {{1, {0, 1, 2}}, {1, {2}}, {-1, {0, 2}}, {-1, {1, 2}}},
                         independent);
  }
};

struct total_correlation {
  static constexpr quantity_entry entry{
      .id = quantity::total_correlation,
      .name = "total_correlation",
      .formula = "sum p_xyz ln(p_xyz/(p_x p_y p_z))",
      .domain = "of a table of 2 to 64 axes; of two, mutual_information. Watanabe 1960",
      .of_two = false,
      .least_axes = 2,
      .most_axes = most_axes,
      .accepted = accepting::distributions};
  static prepared prepare(posed x) {
    std::vector<grouping> groupings{{1, all_axes(x.shape.size())}};
    for (std::size_t k = 0; k < x.shape.size(); ++k) groupings.push_back({-1, {k}});
    const bool independent = axes_independent(x);
    return prepare_table(std::move(x), groupings, independent);
  }
};

}  // namespace

std::span<const quantity_row> table_rows() {
  static constexpr quantity_row rows[] = {
      row_of<joint_entropy>(), row_of<conditional_entropy>(), row_of<mutual_information>(),
      row_of<conditional_mutual_information>(), row_of<total_correlation>()};
  return rows;
}

}  // namespace kloracle
