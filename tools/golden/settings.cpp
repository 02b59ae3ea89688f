// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/settings.hpp"

#include <algorithm>
#include <array>

#include "properties/family_sides.hpp"
#include "properties/option_values.hpp"
#include "tools/flag_values.hpp"

namespace kloracle {
namespace {

using word = std::string_view;

constexpr std::array any_order{word("1/2"), word("2"),   word("0"),
                               word("1"),   word("inf"), word("5/4")};
constexpr std::array finite_order{word("1/2"), word("2"), word("3/2"),
                                  word("-1"),  word("1"), word("0")};
constexpr std::array positive_order{word("1/2"), word("2"), word("1"), word("3")};
constexpr std::array inner_order{word("1/2"), word("1/4"), word("7/8")};
constexpr std::array weights{word(""), word("1/4"), word("7/8")};
constexpr std::array supports{word("0,1,3,7"), word("0,1,2"), word("-1,1/4,1/2,5,6,9")};
constexpr std::array kernels{word("1,1/2,1/4;1/2,1,1/2;1/4,1/2,1"), word("2,1;1,2")};
constexpr std::array left_out{word("")};

// Tables of two axes and of three.
const std::vector<std::size_t> shapes[] = {{2, 2}, {3, 2}, {4, 4}, {2, 2, 2}, {3, 2, 2}};

std::vector<word> names_of_generators() {
  std::vector<word> names;
  for (const generator_entry& g : generators()) names.push_back(g.name);
  return names;
}

std::span<const word> orders(quantity what) {
  switch (what) {
    case quantity::chernoff:
      return inner_order;
    case quantity::tsallis:
    case quantity::alpha:
    case quantity::f_divergence:
      return finite_order;
    case quantity::tsallis_entropy:
      return positive_order;
    default:
      return any_order;
  }
}

// What the set or the usual says, i-th of a cycle; "" where the option is not taken.
std::string chosen(const recipe_set& set, quantity what, option o, std::size_t i) {
  if (!takes(entry(what), o)) return "";
  const auto said = std::ranges::find(set.options, o, &option_choice::id);
  if (said != set.options.end() && !said->values.empty())
    return said->values[i % said->values.size()];
  const std::span<const word> usual = usual_values(what, o);
  return std::string(usual[i % usual.size()]);
}

std::size_t choices(const recipe_set& set, quantity what, option o) {
  if (!takes(entry(what), o)) return 1;
  const auto said = std::ranges::find(set.options, o, &option_choice::id);
  if (said != set.options.end() && !said->values.empty()) return said->values.size();
  return usual_values(what, o).size();
}

// A generator without an order has none, one with an order needs it.
bool wants_order(const offered_function& f) {
  if (!takes(entry(f.what), option::generator)) return true;
  const generator_entry* g = find_generator(f.generator);
  return g != nullptr && g->takes_order;
}

// The i-th choice of every option; `orders` counts the functions that have one.
void set_options(offered_function& f, const recipe_set& set, std::size_t i, std::size_t& orders) {
  problem holder;
  holder.what = f.what;
  const auto give = [&](const option_entry& o, std::size_t choice) {
    const std::string text = chosen(set, f.what, o.id, choice);
    try {
      if (!text.empty()) read_flag_option(holder, o, text, &binary64);
    } catch (const input_error& e) {
      throw input_error(set.place + ": " + e.what());
    }
  };
  for (const option_entry& o : options()) {
    if (o.id != option::order) give(o, i);
  }
  copy_options(holder, f);
  if (!wants_order(f)) return;
  give(entry(option::order), orders++);
  copy_options(holder, f);
}

std::size_t most_choices(const recipe_set& set, quantity what) {
  std::size_t most = 1;
  for (const option_entry& o : options()) most = std::max(most, choices(set, what, o.id));
  return most;
}

// Functions with every choice in turn; goes on for the orders that have not come, where only some
// of the generators have one.
template <class Make>
std::vector<offered_function> in_turn(const recipe_set& set, quantity what, std::size_t count,
                                      const Make& make) {
  std::vector<offered_function> all;
  std::size_t orders = 0;
  for (std::size_t i = 0; i < count || (orders != 0 && orders < choices(set, what, option::order));
       ++i) {
    offered_function f = make(i);
    set_options(f, set, i, orders);
    if (i < count || wants_order(f)) all.push_back(std::move(f));
  }
  return all;
}

offered_function named(quantity what, std::size_t i) {
  offered_function f;
  f.name = std::string(entry(what).name);
  f.what = what;
  f.with_q = i % 2 == 0;
  return f;
}

std::vector<std::vector<std::size_t>> shapes_of(const quantity_entry& what) {
  std::vector<std::vector<std::size_t>> all;
  for (const auto& shape : shapes) {
    const auto axes = static_cast<int>(shape.size());
    if (axes >= what.least_axes && axes <= what.most_axes) all.push_back(shape);
  }
  return all;
}

}  // namespace

std::span<const std::string_view> usual_values(quantity what, option o) {
  static const std::vector<word> generator_names = names_of_generators();
  static const std::vector<std::vector<word>> conventions = [] {
    std::vector<std::vector<word>> all;
    for (const quantity_entry& q : quantities()) {
      all.emplace_back();
      for (const convention_entry& c : q.conventions) all.back().push_back(c.name);
    }
    return all;
  }();
  switch (o) {
    case option::order:
      return orders(what);
    case option::weight:
      return weights;
    case option::convention:
      return conventions[static_cast<std::size_t>(what)];
    case option::generator:
      return generator_names;
    case option::support:
      return supports;
    case option::kernel:
      return kernels;
    case option::cosine:
      return left_out;
  }
  return left_out;
}

std::vector<offered_function> functions_of(const recipe_set& set, quantity what, semantics how) {
  const semantics_entry& meaning = entry(how);
  const auto tables = shapes_of(entry(what));
  static constexpr word eps[] = {"0x1p-52", "0x1p-20"};
  static constexpr word pseudocounts[] = {"1", "1/2"};
  const std::size_t count = std::max({most_choices(set, what), std::size_t{2}, tables.size()});
  return in_turn(set, what, count, [&](std::size_t i) {
    offered_function f = named(what, i);
    f.how = how;
    f.p_in = meaning.p;
    f.q_in = meaning.q;
    if (meaning.parameter == "eps") f.semantics_parameter = number::parse(eps[i % 2]);
    if (meaning.parameter == "pseudocount")
      f.semantics_parameter = number::parse(pseudocounts[i % 2]);
    if (!tables.empty()) f.shape = tables[i % tables.size()];
    return f;
  });
}

std::vector<offered_function> functions_of(const recipe_set& set, quantity what,
                                           const std::string& p, const std::string& q) {
  std::vector<family_side> sides = sides_of(*find_family(p), 2);
  const bool has_axes = std::ranges::any_of(
      sides.front().parameters, [](const family_side::slot& s) { return !s.shape.empty(); });
  if (has_axes && p == q) sides.push_back(sides_of(*find_family(p), 3).front());
  if (p != q) sides.resize(1);
  const std::size_t count = std::max(most_choices(set, what), sides.size());
  return in_turn(set, what, count, [&](std::size_t i) {
    offered_function f = named(what, i);
    f.p_of = sides[i % sides.size()];
    if (takes_q(f)) f.q_of = p == q ? *f.p_of : sides_of(*find_family(q), 2).front();
    return f;
  });
}

}  // namespace kloracle
