// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "oracle/rounding.hpp"
#include "properties/option_values.hpp"
#include "tools/golden/export_table.hpp"

namespace kloracle {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// A number that is a value of the format; nothing where it would have to be rounded.
std::optional<double> value_in(const format& f, const number& x) {
  if (x.is_nan()) return nan;
  if (!x.is_finite()) return x.sign() * infinity;
  const Q q = exact(x);
  const fp rounded = round_to(f, direction::nearest_even, q);
  if (rounded.infinite || value(rounded) != q) return std::nullopt;
  return to_double(rounded);
}

// Collects the inputs of a problem; `fits` tells whether all are values of the format.
class input_list {
 public:
  explicit input_list(const format& f) : in_(f) {}

  void add(const std::string& name, std::span<const number> values,
           std::vector<std::size_t> shape) {
    export_array array{name, std::move(shape), {}};
    for (const number& x : values) {
      const auto v = value_in(in_, x);
      if (!v) fits = false;
      array.values.push_back(v.value_or(nan));
    }
    arrays.push_back(std::move(array));
  }

  void add(const std::string& side, const distribution& d) {
    for (const parameter& p : d.parameters) {
      const bool alone = d.family != "categorical" && p.shape.empty() && p.values.size() == 1;
      std::vector<std::size_t> shape = p.shape;
      if (shape.empty() && !alone) shape = {p.values.size()};
      add(side + "." + p.name, p.values, shape);
    }
  }

  bool fits = true;
  std::vector<export_array> arrays;

 private:
  const format& in_;
};

// Adds an option that is numbers; a word has a column of its own.
struct option_adder {
  const option_entry& option;
  input_list& inputs;

  void operator()(const std::optional<number>& scalar) const {
    if (scalar) inputs.add(std::string(option.name), {&*scalar, 1}, {});
  }
  void operator()(const std::string&) const {}
  void operator()(const std::vector<number>& numbers) const {
    if (numbers.empty()) return;
    const std::size_t n = order_of_square(numbers.size());
    std::vector<std::size_t> shape{numbers.size()};
    if (option.kind == option_kind::matrix) shape = {n, n};
    inputs.add(std::string(option.name), numbers, std::move(shape));
  }
};

}  // namespace

std::optional<std::vector<export_array>> inputs_in(const format& f, const problem& asked) {
  input_list inputs(f);
  inputs.add("p", asked.p);
  if (asked.q) inputs.add("q", *asked.q);
  for (const option_entry& o : options()) with_option(asked, o.id, option_adder{o, inputs});
  if (asked.semantics_parameter)
    inputs.add(std::string(entry(*asked.how).parameter), {&*asked.semantics_parameter, 1}, {});
  if (!inputs.fits) return std::nullopt;
  return std::move(inputs.arrays);
}

}  // namespace kloracle
