// SPDX-License-Identifier: Apache-2.0
#include "properties/mutants/planting.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace kloracle::mutants {

double rounded(const problem& what, const format& in, direction towards) {
  const answer a = evaluate(what, {.to = &in, .rounding = towards, .condition = false});
  if (a.state == status::plus_infinity) return std::numeric_limits<double>::infinity();
  if (a.state == status::undecided) throw std::runtime_error(a.reason);
  return a.value;  // NaN where the value is undefined
}

double sound(const call& c) {
  return rounded(problem_of(c.f, c.given), c.in);
}

double in_format(const format& in, double x) {
  return in.name == binary32.name ? static_cast<float>(x) : x;
}

double next(const format& in, double x, bool upward) {
  const double goal =
      upward ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  if (in.name == binary32.name)
    return std::nextafter(static_cast<float>(x), static_cast<float>(goal));
  return std::nextafter(x, goal);
}

double least_normal(const format& in) {
  return std::ldexp(1.0, in.emin);
}

double largest(const format& in) {
  return std::ldexp(2 - std::ldexp(1.0, 1 - in.precision), in.emax);
}

void ask(problem& x, quantity what) {
  x.what = what;
  if (!takes(entry(what), option::order)) x.order.reset();
  if (!takes(entry(what), option::weight)) x.weight.reset();
}

double exchanged(const call& c) {
  return posed_as(c, [](problem& x) { std::swap(x.p, *x.q); });
}

}  // namespace kloracle::mutants
