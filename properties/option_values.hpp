// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

// The options of a quantity by their registry, so that whoever reads, writes or copies them needs
// no list of its own. A holder is a problem or an offered_function: their fields have one name.
namespace kloracle {

/// Calls use(field) with the holder's field for the option: an optional<number> of a scalar, a
/// string of a word, a vector<number> of a vector or matrix.
template <class Holder, class Use>
void with_option(Holder& holder, option o, const Use& use) {
  switch (o) {
    case option::order:
      return use(holder.order);
    case option::weight:
      return use(holder.weight);
    case option::convention:
      return use(holder.convention);
    case option::generator:
      return use(holder.generator);
    case option::support:
      return use(holder.support);
    case option::kernel:
      return use(holder.kernel);
    case option::cosine:
      return use(holder.cosine);
  }
}

/// The rows and columns of a square matrix of that many numbers, 0 if there is no such matrix.
inline std::size_t order_of_square(std::size_t numbers) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(numbers))));
  return n * n == numbers ? n : 0;
}

/// The numbers of a matrix in rows, "1,0;0,1", or in one where `columns` is 0; each is exact.
inline std::string rows_text(const std::vector<number>& values, std::size_t columns) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) text += columns != 0 && i % columns == 0 ? ';' : ',';
    text += values[i].text();
  }
  return text;
}

/// The exact text of an option, as the command line reads it; empty if it is not given.
template <class Holder>
std::string option_text(const Holder& holder, const option_entry& o) {
  struct writer {
    const option_entry& o;
    std::string& text;
    void operator()(const std::optional<number>& x) const {
      if (x) text = x->text();
    }
    void operator()(const std::string& word) const { text = word; }
    void operator()(const std::vector<number>& values) const {
      text = rows_text(values, o.kind == option_kind::matrix ? order_of_square(values.size()) : 0);
    }
  };
  std::string text;
  with_option(holder, o.id, writer{o, text});
  return text;
}

/// Gives `to` the options of `from`.
template <class From, class To>
void copy_options(const From& from, To& to) {
  to.order = from.order;
  to.weight = from.weight;
  to.convention = from.convention;
  to.generator = from.generator;
  to.support = from.support;
  to.kernel = from.kernel;
  to.cosine = from.cosine;
}

/// Whether the answer is an amount of information, rather than a plain number: of a quantity that
/// takes a generator, the generator tells.
template <class Holder>
bool has_unit(quantity what, const Holder& holder) {
  const quantity_entry& e = entry(what);
  if (!takes(e, option::generator)) return e.has_unit;
  const generator_entry* f = find_generator(holder.generator);
  return f != nullptr && f->has_unit;
}

}  // namespace kloracle
