// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace kloracle {

/// What is asked of one or two distributions. P comes first, then Q.
enum class quantity { kl, entropy, cross_entropy, jensen_shannon, jensen_shannon_distance };

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

enum class unit { nats, bits, hartleys };

struct quantity_entry {
  quantity id;
  std::string_view name;
  bool of_two;               // takes q
  std::string_view formula;  // for distributions p, q
  std::span<const semantics> accepted;
};

struct space_entry {
  space id;
  std::string_view name;
  std::string_view meaning;
};

struct semantics_entry {
  semantics id;
  std::string_view name;
  space p;
  space q;
  std::string_view parameter;  // name of its option, or empty
  std::string_view meaning;
  std::string_view used_by;
};

struct unit_entry {
  unit id;
  std::string_view name;
  std::string_view meaning;
};

/// The registries: one entry per word of the vocabulary. The CLI, its help, the docs and the tests
/// read these and nothing else.
std::span<const quantity_entry> quantities();
std::span<const space_entry> spaces();
std::span<const semantics_entry> all_semantics();
std::span<const unit_entry> units();

/// The entry of a word.
const quantity_entry& entry(quantity id);
/// The entry of a word.
const space_entry& entry(space id);
/// The entry of a word.
const semantics_entry& entry(semantics id);
/// The entry of a word.
const unit_entry& entry(unit id);

/// Look-up by name; nullptr for a word that is not in the vocabulary.
const quantity_entry* find_quantity(std::string_view name);
const space_entry* find_space(std::string_view name);
const semantics_entry* find_semantics(std::string_view name);
const unit_entry* find_unit(std::string_view name);

/// The semantics meant when a problem names none: a divergence of distributions wherever the inputs
/// allow one. nullopt if no semantics takes these two input spaces together.
std::optional<semantics> default_semantics(space p, space q);

/// Whether the semantics takes inputs of these spaces.
bool accepts(semantics s, space p, space q);

}  // namespace kloracle
