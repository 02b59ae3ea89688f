// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/random.hpp"

namespace kloracle {

/// Where a law's inputs come from: a sequence of small decisions.
///
/// Statement     fresh, a decision is drawn at random; told, it is read from a sequence, clamped
///               into its range, and is the least one past the sequence's end. Either way it is
///               remembered in made(), counted from the least
/// Guarantee     every sequence of numbers makes an input of the law, so an input shrinks by
///               editing the sequence, and no shrink can leave the law's hypothesis. Authors of
///               recipes put the simplest decision first
/// Source        MacIver, Donaldson, "Test-Case Reduction via Test-Case Generation", ECOOP 2020
class choices {
 public:
  choices() = default;

  /// Decisions from now on are drawn from r.
  void draw_from(random_source& r);

  /// Decisions from now on are read from `told`, which must outlive them.
  void replay(std::span<const std::uint64_t> told);

  /// One of least..most.
  std::int64_t between(std::int64_t least, std::int64_t most);

  /// One of least..most, as likely between 2^j and 2^(j+1) above `least` for every j.
  std::int64_t spread(std::int64_t least, std::int64_t most);

  /// One of 0..count-1, for alternatives.
  std::size_t one_of(std::size_t count) {
    return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(count) - 1));
  }

  /// The decisions so far, each less its least.
  std::span<const std::uint64_t> made() const { return made_; }

 private:
  std::uint64_t next(std::uint64_t range);

  random_source* random_ = nullptr;
  std::span<const std::uint64_t> told_;
  std::vector<std::uint64_t> made_;
};

/// Decisions as text, "2.1f.0" in hexadecimal, and back; nullopt for any other text.
std::string choices_text(std::span<const std::uint64_t> made);
std::optional<std::vector<std::uint64_t>> read_choices(std::string_view text);

}  // namespace kloracle
