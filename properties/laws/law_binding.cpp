// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "properties/cases.hpp"
#include "properties/laws/law_judge.hpp"
#include "properties/option_values.hpp"

namespace kloracle {
namespace {

bool same_number(const std::optional<number>& a, const std::optional<number>& b) {
  return a.has_value() == b.has_value() && (!a || a->text() == b->text());
}

// The option's exact text, an omitted one as what it stands for.
std::string option_meant(const offered_function& f, const option_entry& o) {
  std::string text = option_text(f, o);
  if (!text.empty() || !takes(entry(f.what), o.id)) return text;
  if (o.id == option::convention && !entry(f.what).conventions.empty())
    return std::string(entry(f.what).conventions.front().name);
  if (o.id == option::weight) return number(0.5).text();
  return text;
}

bool same_problem(const offered_function& a, const offered_function& b) {
  const auto same_side = [](const std::optional<family_side>& x,
                            const std::optional<family_side>& y) {
    if (!x || !y) return !x && !y;
    return x->family == y->family &&
           std::equal(x->parameters.begin(), x->parameters.end(), y->parameters.begin(),
                      y->parameters.end(), [](const auto& s, const auto& t) {
                        return s.name == t.name && s.shape == t.shape;
                      });
  };
  if (a.what != b.what || a.in != b.in || a.shape != b.shape) return false;
  for (const option_entry& o : options()) {
    if (option_meant(a, o) != option_meant(b, o)) return false;
  }
  if (of_families(a)) return same_side(a.p_of, b.p_of) && same_side(a.q_of, b.q_of);
  return !of_families(b) && a.how == b.how && a.p_in == b.p_in && a.q_in == b.q_in &&
         takes_q(a) == takes_q(b) && same_number(a.semantics_parameter, b.semantics_parameter);
}

}  // namespace

std::optional<law_binding> bind_law(const law& what, const offered_function& f, const format& in,
                                    std::span<const offered_function> functions) {
  if (!what.applies(f)) return std::nullopt;
  law_binding bound{&what, &f, {}, {}};
  if (what.others != nullptr) bound.others = what.others(f);
  for (const offered_function& wanted : bound.others) {
    const auto found =
        std::find_if(functions.begin(), functions.end(), [&](const offered_function& g) {
          return same_problem(g, wanted) &&
                 std::find(g.formats.begin(), g.formats.end(), &in) != g.formats.end();
        });
    bound.offered.push_back(found == functions.end() ? nullptr : &*found);
    const bool certified_will_do = what.type == law_type::order || what.type == law_type::bound;
    if (found == functions.end() && !certified_will_do) return std::nullopt;
  }
  return bound;
}

certified_value certify(const offered_function& f, const format& in, const sample& input, long bits,
                        int digits) {
  const answer a =
      evaluate(problem_of(f, input),
               {.to = &in, .digits = digits, .condition = false, .enclosure_bits = bits});
  certified_value value{a.state, std::nullopt, a.value, a.decimal};
  if (a.state == status::plus_infinity) value.rounded = std::numeric_limits<double>::infinity();
  if (a.bounds) {
    value.bounds = a.bounds->bounds();
  } else if (a.state != status::plus_infinity) {
    value.state = status::undefined;
  }
  return value;
}

}  // namespace kloracle
