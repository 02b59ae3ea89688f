// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

// Tables of any shape, row by row (the last axis runs fastest), with entries of any kind.
namespace kloracle::recipe {

/// Indices of axes, lengths of axes, values along an axis.
using axes = std::vector<std::size_t>;

/// 0, 1, ..., count - 1.
inline axes axes_before(std::size_t count) {
  axes all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// Where along each axis a cell lies.
inline axes place_of(std::size_t cell, const axes& shape) {
  axes place(shape.size());
  for (std::size_t k = shape.size(); k-- > 0;) {
    place[k] = cell % shape[k];
    cell /= shape[k];
  }
  return place;
}

/// The lengths of those axes, in that order.
inline axes lengths_of(const axes& kept, const axes& shape) {
  axes lengths;
  for (const std::size_t k : kept) lengths.push_back(shape[k]);
  return lengths;
}

/// How many cells a table of the shape has.
inline std::size_t cells(const axes& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

/// The index of the cell that a place has in the table of the axes kept.
inline std::size_t cell_at(const axes& place, const axes& kept, const axes& shape) {
  std::size_t cell = 0;
  for (const std::size_t k : kept) cell = cell * shape[k] + place[k];
  return cell;
}

/// The sums over all axes but those kept, as a table of them in that order: of no axis, the total.
template <class Entry>
std::vector<Entry> margin(const std::vector<Entry>& table, const axes& shape, const axes& kept) {
  std::vector<Entry> sums(cells(lengths_of(kept, shape)), table[0] - table[0]);
  for (std::size_t cell = 0; cell < table.size(); ++cell) {
    Entry& sum = sums[cell_at(place_of(cell, shape), kept, shape)];
    sum = sum + table[cell];
  }
  return sums;
}

/// The same table with its axes in another order.
template <class Entry>
std::vector<Entry> transposed(const std::vector<Entry>& table, const axes& shape,
                              const axes& order) {
  return margin(table, shape, order);
}

/// The table where value i of an axis is called to_name[i]; values of one name are merged.
template <class Entry>
std::vector<Entry> renamed(const std::vector<Entry>& table, const axes& shape, std::size_t axis,
                           const axes& to_name) {
  std::vector<Entry> y(table.size(), table[0] - table[0]);
  for (std::size_t cell = 0; cell < table.size(); ++cell) {
    axes place = place_of(cell, shape);
    place[axis] = to_name[place[axis]];
    Entry& sum = y[cell_at(place, axes_before(shape.size()), shape)];
    sum = sum + table[cell];
  }
  return y;
}

}  // namespace kloracle::recipe
