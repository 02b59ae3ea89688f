// SPDX-License-Identifier: Apache-2.0
//
// Entropies, information in tables, distances with a geometry, estimators.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "properties/mutants/planting.hpp"

namespace kloracle::mutants {
namespace {

using enum quantity;

double zero_p_nan(const call& c) {
  const bool any = std::ranges::find(c.given.p, 0.0) != c.given.p.end();
  return any ? std::numeric_limits<double>::quiet_NaN() : sound(c);
}

// Miller and Madow's (K - 1)/(2N), K the outcomes that were seen.
double bias_corrected(const call& c) {
  double seen = 0;
  double total = 0;
  for (const double n : c.given.p) {
    seen += n > 0;
    total += n;
  }
  return in_format(c, sound(c) + (seen - 1) / (2 * total));
}

double over_log_n(const call& c) {
  return in_format(c, sound(c) / std::log(static_cast<double>(c.size())));
}

double two_to_the_nats(const call& c) {
  return in_format(c, std::exp2(instead<entropy>(c)));
}

double read_by_columns(const call& c) {
  return posed_as(c, [](problem& x) { std::ranges::reverse(x.p.parameters[0].shape); });
}

// The table with its two axes exchanged, cell by cell.
double transposed(const call& c) {
  return posed_as(c, [&](problem& x) {
    const std::size_t rows = c.f.shape[0];
    const std::size_t columns = c.f.shape[1];
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j)
        x.p.parameters[0].values[j * rows + i] = number(c.given.p[i * columns + j]);
    }
    std::ranges::reverse(x.p.parameters[0].shape);
  });
}

double joint_not_subtracted(const call& c) {
  return in_format(c, sound(c) + instead<joint_entropy>(c));
}

double over_joint_entropy(const call& c) {
  return in_format(c, sound(c) / instead<joint_entropy>(c));
}

double condition_summed_out(const call& c) {
  return posed_as(c, [&](problem& x) {
    std::vector<number> cells;
    for (std::size_t i = 0; i < c.size(); i += 2)
      cells.emplace_back(c.given.p[i] + c.given.p[i + 1]);
    x.p.parameters[0] = {x.p.parameters[0].name, cells, {2, 2}};
    x.what = mutual_information;
  });
}

double last_two_axes_as_one(const call& c) {
  return posed_as(c, [](problem& x) {
    x.p.parameters[0].shape = {2, 4};
    x.what = mutual_information;
  });
}

double outcomes_numbered(const call& c) {
  return posed_as(c, [](problem& x) {
    for (std::size_t i = 0; i < x.support.size(); ++i) x.support[i] = number(i);
  });
}

double support_reversed(const call& c) {
  return posed_as(c, [](problem& x) { std::ranges::reverse(x.support); });
}

double without_the_diagonal(const call& c) {
  return posed_as(c, [](problem& x) {
    const std::size_t n = x.p.parameters[0].values.size();
    for (std::size_t i = 0; i < n; ++i) x.kernel[i * n + i] = number(0);
  });
}

double square_of_the_mean(const call& c) {
  const double mean = instead<k1>(c);
  return in_format(c, mean * mean / 2);
}

constexpr std::array table{
    mutant_entry{"entropy_negated", "The sign is forgotten: sum p ln p.", "entropy", times<-1>},
    mutant_entry{"entropy_in_bits", "The logarithm is to base 2, and nats are promised.", "entropy",
                 measured_in<unit::bits>},
    mutant_entry{"entropy_zero_p_nan", "0 log 0 is NaN.", "entropy", zero_p_nan},
    mutant_entry{"entropy_over_log_n", "The answer is divided by ln n.", "entropy", over_log_n},
    mutant_entry{"entropy_bias_corrected", "Miller and Madow's (K - 1)/(2N) is added.",
                 "entropy.counts", bias_corrected},
    mutant_entry{"cross_entropy_swapped", "P and Q are exchanged.", "cross_entropy", exchanged},
    mutant_entry{"cross_entropy_is_kl", "The entropy of P is subtracted.", "cross_entropy",
                 instead<kl>},
    mutant_entry{"perplexity_base_two", "2 is raised to an entropy in nats.", "perplexity",
                 two_to_the_nats},
    mutant_entry{"perplexity_is_entropy", "The exponential is left out.", "perplexity",
                 instead<entropy>},
    mutant_entry{"renyi_entropy_of_order_one", "The order is ignored.", "renyi_entropy",
                 instead<entropy>},
    mutant_entry{"renyi_entropy_negated", "The divisor is a - 1.", "renyi_entropy", times<-1>},
    mutant_entry{"tsallis_entropy_is_renyi", "A logarithm is taken.", "tsallis_entropy",
                 instead<renyi_entropy>},
    mutant_entry{"mutual_information_by_columns", "The table of rows is read by columns.",
                 "mutual_information", read_by_columns},
    mutant_entry{"mutual_information_of_margins", "The joint entropy is not subtracted.",
                 "mutual_information", joint_not_subtracted},
    mutant_entry{"mutual_information_relative", "The answer is divided by the joint entropy.",
                 "mutual_information", over_joint_entropy},
    mutant_entry{"conditional_entropy_of_rows", "H(X|Y) is returned for H(Y|X).",
                 "conditional_entropy", transposed},
    mutant_entry{"conditional_entropy_joint", "The entropy of the rows is not subtracted.",
                 "conditional_entropy", instead<joint_entropy>},
    mutant_entry{"conditional_mutual_information_unconditional", "The condition is summed out.",
                 "conditional_mutual_information", condition_summed_out},
    mutant_entry{"total_correlation_of_two", "The last two axes are taken for one.",
                 "total_correlation", last_two_axes_as_one},
    mutant_entry{"wasserstein_1_of_numbers", "Outcomes lie at 0, 1, 2, ..., whatever is given.",
                 "wasserstein_1", outcomes_numbered},
    mutant_entry{"wasserstein_1_reversed", "The support is read from the other end.",
                 "wasserstein_1", support_reversed},
    mutant_entry{"squared_mmd_without_diagonal", "The kernel's diagonal is left out.",
                 "squared_mmd", without_the_diagonal},
    mutant_entry{"squared_mmd_root", "The distance is returned for its square.", "squared_mmd",
                 [](const call& c) { return in_format(c, std::sqrt(sound(c))); }},
    mutant_entry{"k1_negated", "The logarithm is of q/p.", "k1", times<-1>},
    mutant_entry{
        "k1_sum", "The sum is not divided by the number of samples.", "k1",
        [](const call& c) { return in_format(c, sound(c) * static_cast<double>(c.size())); }},
    mutant_entry{"k2_not_halved", "The square is not halved.", "k2", times<2>},
    mutant_entry{"k2_square_of_mean", "The mean is squared, not each term.", "k2",
                 square_of_the_mean},
    mutant_entry{"k3_exchanged", "The ratio is p/q.", "k3", exchanged},
};

}  // namespace

std::span<const mutant_entry> entropy_mutants() {
  return table;
}

}  // namespace kloracle::mutants
