// SPDX-License-Identifier: Apache-2.0
#include "oracle/format.hpp"

#include <array>

namespace kloracle {
namespace {

constexpr std::array<const format*, 5> all_formats{&binary16, &bfloat16, &binary32, &binary64,
                                                   &binary128};
constexpr std::array<direction, 5> all_directions{direction::nearest_even, direction::nearest_away,
                                                  direction::upward, direction::downward,
                                                  direction::toward_zero};

}  // namespace

std::span<const format* const> formats() {
  return all_formats;
}

const format* find_format(std::string_view name) {
  for (const format* f : all_formats) {
    if (f->name == name) return f;
  }
  return nullptr;
}

std::span<const direction> directions() {
  return all_directions;
}

std::string_view name(direction d) {
  switch (d) {
    case direction::nearest_even:
      return "nearest_even";
    case direction::nearest_away:
      return "nearest_away";
    case direction::upward:
      return "upward";
    case direction::downward:
      return "downward";
    case direction::toward_zero:
      return "toward_zero";
  }
  return {};
}

const direction* find_direction(std::string_view wanted) {
  for (const direction& d : all_directions) {
    if (name(d) == wanted) return &d;
  }
  return nullptr;
}

}  // namespace kloracle
