// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace kloracle {

/// What is asked of one or two distributions. P comes first, then Q.
enum class quantity {
  kl,
  reverse_kl,
  jeffreys,
  jensen_shannon,
  jensen_shannon_distance,
  total_variation,
  squared_hellinger,
  hellinger,
  chi_squared,
  neyman_chi_squared,
  triangular_discrimination,
  k_divergence,
  tsallis,
  alpha,
  f_divergence,
  bhattacharyya_coefficient,
  bhattacharyya_distance,
  renyi,
  chernoff,
  chernoff_information,
  max_log_ratio,
  entropy,
  cross_entropy,
  perplexity,
  renyi_entropy,
  tsallis_entropy,
  joint_entropy,
  conditional_entropy,
  mutual_information,
  conditional_mutual_information,
  total_correlation,
  wasserstein_1,
  squared_mmd,
  k1,
  k2,
  k3,
};

/// What the numbers of a categorical distribution are: its one parameter's name.
enum class space { probs, counts, logits, log_probs };

/// Which mathematical problem the numbers pose. The same doubles are different problems.
enum class semantics {
  normalised,
  measure,
  generalised,
  counts,
  smoothed,
  clipped,
  opencv,
  logits,
  log_prob,
  prob_vs_logprob,
};

/// What an amount of information is measured in.
enum class unit { nats, bits, hartleys };

/// What some quantities need beyond their distributions.
enum class option { order, weight, convention, generator, support, kernel, cosine };

/// How an option is written: a number, a word, numbers, rows of numbers.
enum class option_kind { scalar, word, vector, matrix };

/// An option, and what it means.
struct option_entry {
  option id;
  std::string_view name;
  option_kind kind;
  std::string_view meaning;
};

/// An option that a quantity takes.
struct option_use {
  option id;
  bool required;
};

/// A way in which authors scale one quantity. The first of a quantity's conventions is the default.
struct convention_entry {
  std::string_view name;
  std::string_view meaning;
  int doubles;  // the value is 2^doubles times the default's
};

/// A quantity, and everything that a caller may know of it.
struct quantity_entry {
  quantity id;
  std::string_view name;
  std::string_view formula;  // for distributions p, q
  std::string_view domain;   // limits, conventions and source, in a sentence or two
  bool of_two = true;        // takes q
  bool q_optional = false;   // and may do without
  bool has_unit = true;      // an amount of information, rather than a plain number
  int least_axes = 0;        // of the table it takes; 0: a vector
  int most_axes = 0;
  std::span<const semantics> accepted;
  std::span<const option_use> options = {};
  std::span<const convention_entry> conventions = {};
};

/// A named generator f of sum q f(p/q), and what is known of the divergence.
struct generator_entry {
  std::string_view name;
  std::string_view formula;  // f(t)
  bool has_unit;             // f is logarithmic
  bool takes_order;
  bool symmetric;
  std::string_view bound;   // the least upper bound in nats, or empty if there is none
  std::string_view metric;  // "itself", "square root", or empty: which of them is a metric
};

/// An input space, by the name of the distribution's parameter.
struct space_entry {
  space id;
  std::string_view name;
  std::string_view meaning;
};

/// A semantics: the spaces it takes, and the option of its own that it needs.
struct semantics_entry {
  semantics id;
  std::string_view name;
  space p;
  space q;
  std::string_view parameter;  // name of its option, or empty
  std::string_view meaning;
  std::string_view used_by;
};

/// A unit.
struct unit_entry {
  unit id;
  std::string_view name;
  std::string_view meaning;
};

/// Where the numbers of a parameter may lie, one by one.
enum class domain { real, positive, nonnegative, probability, natural, positive_integer };

/// A parameter of a family. Parameters of one slot are alternatives: exactly one of them is given.
struct parameter_entry {
  std::string_view name;
  domain in;
  int slot;
  int axes = 0;  // 0: a number; 1: a vector; 2: a matrix
  std::string_view meaning = {};
  std::string_view beside = {};  // given exactly when that other parameter is, whatever its slot
};

/// What a family is a distribution of.
enum class sample_space {
  integers,
  reals,
  circle,
  sphere,
  simplex,
  count_vectors,
  real_vectors,
  matrices,
};

/// A family of distributions, and everything that a caller may know of it.
struct family_entry {
  std::string_view name;
  std::span<const parameter_entry> parameters;
  sample_space over;
  std::string_view support;  // in words
  std::string_view density;  // or the probabilities, in the first alternative of each slot
  std::string_view source;
};

/// The registries: one entry per word of the vocabulary. The CLI, its help, the docs and the tests
/// read these and nothing else.
std::span<const quantity_entry> quantities();
std::span<const space_entry> spaces();
std::span<const semantics_entry> all_semantics();
std::span<const unit_entry> units();
std::span<const option_entry> options();
std::span<const generator_entry> generators();
std::span<const family_entry> families();  // those other than categorical

/// The entry of an enumerator of the list above.
const quantity_entry& entry(quantity id);
/// The entry of an enumerator of the list above.
const space_entry& entry(space id);
/// The entry of an enumerator of the list above.
const semantics_entry& entry(semantics id);
/// The entry of an enumerator of the list above.
const unit_entry& entry(unit id);
/// The entry of an enumerator of the list above.
const option_entry& entry(option id);

/// Look-up by name; nullptr for a word that is not in the vocabulary.
const quantity_entry* find_quantity(std::string_view name);
const space_entry* find_space(std::string_view name);
const semantics_entry* find_semantics(std::string_view name);
const unit_entry* find_unit(std::string_view name);
const option_entry* find_option(std::string_view name);
const generator_entry* find_generator(std::string_view name);
const family_entry* find_family(std::string_view name);

/// A domain in words: "a positive number".
std::string_view meaning(domain d);
/// A sample space's name: "reals".
std::string_view name(sample_space s);

/// Whether the quantity has a formula for P and Q of these families, by name; of a quantity of one
/// distribution, whatever q is. Parameters may still make the value infinite, and some families ask
/// both sides to share a parameter.
bool covers(quantity what, std::string_view p, std::string_view q);

/// Whether the quantity takes the option.
bool takes(const quantity_entry& what, option o);

/// The semantics meant when a problem names none: a divergence of distributions wherever the inputs
/// allow one. nullopt if no semantics takes these two input spaces together.
std::optional<semantics> default_semantics(space p, space q);

/// The same for a quantity: where it has no such meaning, the first that it accepts.
std::optional<semantics> default_semantics(quantity what, space p, space q);

/// Whether the semantics takes inputs of these spaces.
bool accepts(semantics s, space p, space q);

}  // namespace kloracle
