// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/table_draws.hpp"

#include "properties/laws/mixing.hpp"

namespace kloracle::table {

offered_function of_vector(const offered_function& f, quantity what) {
  offered_function g = f;
  g.what = what;
  g.shape.clear();
  g.q_in = f.p_in;
  return g;
}

offered_function of_table(const offered_function& f, quantity what, recipe::axes shape) {
  offered_function g = f;
  g.what = what;
  g.shape = std::move(shape);
  return g;
}

recipe::axes all_of(const offered_function& f) {
  return recipe::axes_before(f.shape.size());
}

recipe::axes all_but_last(const offered_function& f) {
  return recipe::axes_before(f.shape.size() - 1);
}

void draw_with_margins(choices& c, const law_scope& where, law_instance& to,
                       const std::vector<recipe::axes>& kept) {
  to.resize(1);
  const recipe::unit_pair x = recipe::pair_of(c, where, {.least = c.between(0, 1)});
  recipe::give(x.p, x.k, where.f.p_in, to.input(0).p);
  for (const recipe::axes& some : kept) {
    to.terms.push_back({to.terms.size(), {}});
    recipe::give(recipe::margin(x.p, where.f.shape, some), x.k, where.f.p_in,
                 to.terms.back().input.p);
  }
}

}  // namespace kloracle::table
