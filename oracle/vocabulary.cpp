// SPDX-License-Identifier: Apache-2.0
#include "oracle/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "oracle/posed.hpp"

namespace kloracle {
namespace {

using enum semantics;

constexpr std::array space_table{
    space_entry{space::probs, "probs", "non-negative weights"},
    space_entry{space::counts, "counts", "non-negative integers"},
    space_entry{space::logits, "logits",
                "probabilities are the exact softmax; -inf masks an outcome"},
    space_entry{space::log_probs, "log_probs",
                "probabilities are the exact exponentials; -inf is 0"},
};

constexpr std::array semantics_table{
    semantics_entry{normalised, "normalised", space::probs, space::probs, "",
                    "p/sum(p) against q/sum(q), divided exactly; of log_probs, their softmax",
                    "scipy.stats.entropy, torch Categorical(probs=), R entropy::KL.plugin"},
    semantics_entry{measure, "measure", space::probs, space::probs, "",
                    "the formula on the numbers as they are; may be negative",
                    "sum of scipy rel_entr, StatsBase"},
    semantics_entry{generalised, "generalised", space::probs, space::probs, "",
                    "sum q g(p/q), g(t) = f(t) - f'(1)(t - 1); of kl sum p ln(p/q) - p + q; "
                    "negative for no convex f",
                    "sum of scipy kl_div, NMF"},
    semantics_entry{counts, "counts", space::counts, space::counts, "",
                    "integer counts, normalised exactly", "plug-in estimators"},
    semantics_entry{smoothed, "smoothed", space::counts, space::counts, "pseudocount",
                    "(n + c)/(N + kc) on each side, exactly", "additive smoothing"},
    semantics_entry{clipped, "clipped", space::probs, space::probs, "eps",
                    "both sides clipped to [eps, 1], then measure", "Keras (eps = its 1e-7)"},
    semantics_entry{opencv, "opencv", space::probs, space::probs, "",
                    "p <= 2^-52 is skipped, q <= 2^-52 becomes the double 1e-10, then measure",
                    "OpenCV compareHist(HISTCMP_KL_DIV)"},
    semantics_entry{logits, "logits", space::logits, space::logits, "",
                    "exact softmax of each side", "torch Categorical(logits=), JAX, TFP"},
    semantics_entry{log_prob, "log_prob", space::log_probs, space::log_probs, "",
                    "p = exp(lp), q = exp(lq) as given, not normalised",
                    "torch kl_div(log_target=True)"},
    semantics_entry{prob_vs_logprob, "prob_vs_logprob", space::probs, space::log_probs, "",
                    "p and q = exp(lq) as given; of kl, sum p (ln p - lq)", "torch kl_div(lq, p)"},
};

constexpr std::array option_table{
    option_entry{option::order, "order", option_kind::scalar,
                 "the order a, any rational or inf; the limits are taken where they are defined"},
    option_entry{option::weight, "weight", option_kind::scalar,
                 "the weight of P in the mixture, in [0, 1]; 1/2 where it is left out"},
    option_entry{option::convention, "convention", option_kind::word,
                 "which of several customary scalings is meant"},
    option_entry{option::generator, "generator", option_kind::word,
                 "f in sum q f(p/q), by name (list generators)"},
    option_entry{option::support, "support", option_kind::vector,
                 "where the outcomes lie on the line, one number each"},
    option_entry{option::kernel, "kernel", option_kind::matrix,
                 "a symmetric matrix over the outcomes, row by row"},
    option_entry{option::cosine, "cosine", option_kind::scalar,
                 "between two mean directions given by their dimension, in [-1, 1]; 1 where it is "
                 "left out"},
};

constexpr std::array unit_table{
    unit_entry{unit::nats, "nats", "natural logarithm"},
    unit_entry{unit::bits, "bits", "logarithm to base 2"},
    unit_entry{unit::hartleys, "hartleys", "logarithm to base 10 (bans)"},
};

// The rows of all files, each at the index of its enumerator.
const std::vector<quantity_row>& table() {
  static const auto rows = [] {
    std::vector<quantity_row> all;
    for (const auto& group : {f_divergence_rows(), generator_rows(), power_rows(), chernoff_rows(),
                              entropy_rows(), table_rows(), geometry_rows(), estimator_rows()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    std::sort(all.begin(), all.end(),
              [](const quantity_row& a, const quantity_row& b) { return a.entry.id < b.entry.id; });
    bool complete = all.back().entry.id == quantity::k3;
    for (std::size_t i = 0; i < all.size(); ++i) {
      complete = complete && all[i].entry.id == static_cast<quantity>(i);
    }
    if (!complete) throw std::logic_error("kloracle: a quantity has no row, or two");
    return all;
  }();
  return rows;
}

template <class Table, class Id>
const auto& by_id(const Table& table, Id id) {
  return *std::find_if(table.begin(), table.end(), [&](const auto& e) { return e.id == id; });
}

template <class Table>
auto by_name(const Table& table, std::string_view name) -> decltype(table.data()) {
  for (const auto& e : table) {
    if (e.name == name) return &e;
  }
  return nullptr;
}

}  // namespace

std::span<const quantity_entry> quantities() {
  static const auto entries = [] {
    std::vector<quantity_entry> all;
    for (const quantity_row& r : table()) all.push_back(r.entry);
    return all;
  }();
  return entries;
}
std::span<const space_entry> spaces() {
  return space_table;
}
std::span<const semantics_entry> all_semantics() {
  return semantics_table;
}
std::span<const unit_entry> units() {
  return unit_table;
}
std::span<const option_entry> options() {
  return option_table;
}

const quantity_row& row(quantity id) {
  return table().at(static_cast<std::size_t>(id));
}

const quantity_entry& entry(quantity id) {
  return row(id).entry;
}
const space_entry& entry(space id) {
  return by_id(space_table, id);
}
const semantics_entry& entry(semantics id) {
  return by_id(semantics_table, id);
}
const unit_entry& entry(unit id) {
  return by_id(unit_table, id);
}
const option_entry& entry(option id) {
  return by_id(option_table, id);
}

const quantity_entry* find_quantity(std::string_view name) {
  return by_name(quantities(), name);
}
const space_entry* find_space(std::string_view name) {
  return by_name(space_table, name);
}
const semantics_entry* find_semantics(std::string_view name) {
  return by_name(semantics_table, name);
}
const unit_entry* find_unit(std::string_view name) {
  return by_name(unit_table, name);
}
const option_entry* find_option(std::string_view name) {
  return by_name(option_table, name);
}
const generator_entry* find_generator(std::string_view name) {
  return by_name(generators(), name);
}

bool takes(const quantity_entry& what, option o) {
  return std::any_of(what.options.begin(), what.options.end(),
                     [&](const option_use& use) { return use.id == o; });
}

std::optional<semantics> default_semantics(space p, space q) {
  if (p == space::probs && q == space::log_probs) return prob_vs_logprob;
  if (p == space::logits && q == space::logits) return logits;
  if (p == space::counts && q == space::counts) return counts;
  if (accepts(normalised, p, q)) return normalised;
  return std::nullopt;
}

std::optional<semantics> default_semantics(quantity what, space p, space q) {
  const auto usual = default_semantics(p, q);
  const auto& accepted = entry(what).accepted;
  if (usual && std::find(accepted.begin(), accepted.end(), *usual) != accepted.end()) return usual;
  for (const semantics s : accepted) {
    if (accepts(s, p, q) && entry(s).parameter.empty()) return s;
  }
  return usual;
}

bool accepts(semantics s, space p, space q) {
  const semantics_entry& e = entry(s);
  if (e.p == p && e.q == q) return true;
  // Counts are weights too, and normalising works on any one space shared by both sides.
  const auto weights = [](space x) { return x == space::probs || x == space::counts; };
  if (e.p == space::probs && e.q == space::probs && weights(p) && weights(q)) return true;
  return s == normalised && p == q;
}

}  // namespace kloracle
