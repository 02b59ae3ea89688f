// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/choices.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

namespace kloracle {

void choices::draw_from(random_source& r) {
  random_ = &r;
  made_.clear();
}

void choices::replay(std::span<const std::uint64_t> told) {
  random_ = nullptr;
  told_ = told;
  made_.clear();
}

// A number in 0..range.
std::uint64_t choices::next(std::uint64_t range) {
  std::uint64_t choice = 0;
  if (random_ != nullptr) {
    choice = static_cast<std::uint64_t>(random_->between(0, static_cast<std::int64_t>(range)));
  } else if (made_.size() < told_.size()) {
    choice = std::min(told_[made_.size()], range);
  }
  made_.push_back(choice);
  return choice;
}

std::int64_t choices::between(std::int64_t least, std::int64_t most) {
  if (most <= least) return least;
  return least + static_cast<std::int64_t>(next(static_cast<std::uint64_t>(most - least)));
}

std::int64_t choices::spread(std::int64_t least, std::int64_t most) {
  if (most <= least) return least;
  const auto range = static_cast<std::uint64_t>(most - least);
  const std::uint64_t bits = next(std::bit_width(range));
  if (bits == 0) return least;
  const std::uint64_t from = std::uint64_t{1} << (bits - 1);
  return least + static_cast<std::int64_t>(from + next(std::min(from, range - from + 1) - 1));
}

std::string choices_text(std::span<const std::uint64_t> made) {
  std::string text;
  for (const std::uint64_t c : made) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, c, 16).ptr;
    if (!text.empty()) text += '.';
    text.append(digits, end);
  }
  return text;
}

std::optional<std::vector<std::uint64_t>> read_choices(std::string_view text) {
  std::vector<std::uint64_t> made;
  while (!text.empty()) {
    std::uint64_t c = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), c, 16);
    if (fault != std::errc()) return std::nullopt;
    made.push_back(c);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return made;
    if (text.front() != '.') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
  }
  return made;
}

}  // namespace kloracle
