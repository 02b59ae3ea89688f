// SPDX-License-Identifier: Apache-2.0
//
// Categorical inputs: what the numbers mean, and which numbers pose no problem. The table of
// special values is in oracle/README.md.
#include "oracle/categorical.hpp"

#include <algorithm>

#include "oracle/fault.hpp"

namespace kloracle {
namespace {

using masked = std::optional<Q>;  // nullopt: no weight

// The entries of one side after the semantics' input transform, and what the transform did: the
// magnitude of each input as given, and whether the entry was fixed (clipped or replaced), so that
// condition numbers speak of the inputs as given.
struct weights {
  std::vector<Q> value;  // >= 0
  std::vector<Q> input;  // |x_i|
  std::vector<bool> fixed;
  std::vector<bool> at_end = {};  // of clipping
};

struct measures {
  weights p;
  weights q;
};

[[noreturn]] void blame(std::string_view side, std::size_t i, const std::string& reason) {
  throw fault{std::string(side) + "[" + std::to_string(i) + "]", reason};
}

std::vector<Q> read_weights(const std::vector<number>& values, std::string_view side, bool integers,
                            bool negative_allowed) {
  std::vector<Q> weights;
  weights.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const number& x = values[i];
    if (x.is_nan()) blame(side, i, "is NaN; expected a non-negative number");
    if (!x.is_finite()) blame(side, i, "is infinite; expected a non-negative number");
    if (x.sign() < 0 && !negative_allowed) {
      blame(side, i, "is negative (" + x.text() + "); expected a non-negative number");
    }
    if (integers && !is_integer(x)) {
      blame(side, i, "is not an integer (" + x.text() + "); expected a count");
    }
    weights.push_back(exact(x));
  }
  return weights;
}

std::vector<masked> read_logarithms(const std::vector<number>& values, std::string_view side) {
  std::vector<masked> logs;
  logs.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const number& x = values[i];
    if (x.is_nan()) blame(side, i, "is NaN; expected a real number or -inf");
    if (x.is_plus_infinity()) blame(side, i, "is +inf; expected a real number or -inf");
    logs.push_back(x.is_minus_infinity() ? masked() : masked(exact(x)));
  }
  return logs;
}

Q semantics_parameter(const problem& what, const semantics_entry& how) {
  const std::string name(how.parameter);
  if (!what.semantics_parameter) {
    throw fault{name, "is missing; semantics " + std::string(how.name) + " needs it"};
  }
  if (!what.semantics_parameter->is_finite()) throw fault{name, "is not a finite number"};
  return exact(*what.semantics_parameter);
}

weights as_given(std::vector<Q> values) {
  weights w;
  w.fixed.assign(values.size(), false);
  for (const Q& x : values) w.input.push_back(abs(x));
  w.value = std::move(values);
  return w;
}

void fix(weights& w, std::size_t i, const Q& value) {
  w.value[i] = value;
  w.fixed[i] = true;
}

// Keras: clip both sides to [eps, 1], exactly.
void clip(weights& w, const Q& eps) {
  for (std::size_t i = 0; i < w.value.size(); ++i) {
    w.at_end.push_back(w.value[i] == eps || w.value[i] == 1);
    if (w.value[i] < eps) fix(w, i, eps);
    if (w.value[i] > 1) fix(w, i, 1);
  }
}

// OpenCV: skip p <= DBL_EPSILON; q <= DBL_EPSILON becomes the double 1e-10.
void replace_as_opencv(measures& m) {
  const Q epsilon = power_of_two(-52);
  const Q stand_in = exact(number(1e-10));
  for (std::size_t i = 0; i < m.p.value.size(); ++i) {
    if (m.p.value[i] <= epsilon) fix(m.p, i, 0);
    if (m.q.value[i] <= epsilon) fix(m.q, i, stand_in);
  }
}

void transform(measures& m, const problem& what, const semantics_entry& how) {
  if (how.id == semantics::clipped) {
    const Q eps = semantics_parameter(what, how);
    if (eps <= 0 || eps > 1) throw fault{"eps", "is not in (0, 1]"};
    clip(m.p, eps);
    clip(m.q, eps);
  } else if (how.id == semantics::smoothed) {
    const Q c = semantics_parameter(what, how);
    if (c < 0) throw fault{"pseudocount", "is negative; expected a non-negative number"};
    for (Q& n : m.p.value) n += c;
    for (Q& n : m.q.value) n += c;
  } else if (how.id == semantics::opencv) {
    replace_as_opencv(m);
  }
}

bool normalises(semantics how) {
  return how == semantics::normalised || how == semantics::counts || how == semantics::smoothed;
}

// Thrown inside this file only: a problem without a value, though no input is at fault.
struct without_value {
  no_value why;
};

[[noreturn]] void give_up(const std::string& reason) {
  throw without_value{{status::undefined, "", reason}};
}

side side_of(weights w, bool normalised, const std::string& name) {
  if (!normalised) {
    return weights_side(std::move(w.value), std::move(w.input), std::move(w.fixed),
                        std::move(w.at_end));
  }
  if (w.value.empty()) give_up("an empty vector cannot be normalised");
  if (std::all_of(w.value.begin(), w.value.end(), [](const Q& x) { return x == 0; })) {
    give_up(name + " sums to 0 and cannot be normalised");
  }
  return distribution_side(std::move(w.value), std::move(w.input));
}

side side_of(std::vector<masked> x, bool softmax, const std::string& name) {
  if (!softmax) return exponentials_side(std::move(x));
  if (std::none_of(x.begin(), x.end(), [](const masked& v) { return v.has_value(); })) {
    give_up("no outcome of " + name + " is unmasked");
  }
  return softmax_side(std::move(x));
}

sides weighted_sides(const problem& what, const semantics_entry& how, const std::vector<number>& p,
                     const std::vector<number>& q) {
  const bool integers = how.p == space::counts;
  const auto is_count = [](const distribution& d) { return space_of(d)->id == space::counts; };
  const bool clipped = how.id == semantics::clipped;
  measures m;
  m.p = as_given(read_weights(p, "p", integers || is_count(what.p), clipped));
  m.q = as_given(read_weights(q, "q", integers || (what.q && is_count(*what.q)), clipped));
  transform(m, what, how);
  sides read{side_of(std::move(m.p), normalises(how.id), "p"), std::nullopt};
  if (what.q) read.q = side_of(std::move(m.q), normalises(how.id), "q");
  return read;
}

sides logarithmic_sides(const problem& what, const semantics_entry& how,
                        const std::vector<number>& p, const std::vector<number>& q) {
  const bool softmax = how.id != semantics::log_prob;
  auto lp = read_logarithms(p, "p");
  auto lq = read_logarithms(q, "q");
  sides read{side_of(std::move(lp), softmax, "p"), std::nullopt};
  if (what.q) read.q = side_of(std::move(lq), softmax, "q");
  return read;
}

sides sides_of(const problem& what, const semantics_entry& how) {
  static const std::vector<number> none;
  const std::vector<number>& p = what.p.parameters[0].values;
  const std::vector<number>& q = what.q ? what.q->parameters[0].values : none;
  if (what.q && p.size() != q.size()) {
    throw fault{"q", "has " + std::to_string(q.size()) + " entries where p has " +
                         std::to_string(p.size())};
  }
  if (how.parameter.empty() && what.semantics_parameter) {
    throw fault{"semantics", std::string(how.name) + " takes no parameter"};
  }
  const space in = space_of(what.p)->id;
  const bool weighted = in == space::probs || in == space::counts;
  if (how.id == semantics::prob_vs_logprob) {
    weights w = as_given(read_weights(p, "p", in == space::counts, false));
    sides read{side_of(std::move(w), false, "p"), std::nullopt};
    read.q = exponentials_side(read_logarithms(q, "q"));
    return read;
  }
  return weighted ? weighted_sides(what, how, p, q) : logarithmic_sides(what, how, p, q);
}

// A table has as many axes as its quantity takes and as many cells as its shape says; a quantity
// of vectors takes no table.
std::vector<std::size_t> shape_of(const problem& what) {
  const quantity_entry& asked = entry(what.what);
  const parameter& table = what.p.parameters[0];
  const auto axes = static_cast<int>(table.shape.size());
  const bool vector = asked.least_axes == 0;
  if (vector && (axes > 1 || (what.q && what.q->parameters[0].shape.size() > 1))) {
    throw fault{axes > 1 ? "p" : "q", "is a table; " + std::string(asked.name) + " takes vectors"};
  }
  if (vector) return {};
  if (axes < asked.least_axes || axes > asked.most_axes) {
    const std::string expected =
        asked.least_axes == asked.most_axes
            ? std::to_string(asked.least_axes)
            : std::to_string(asked.least_axes) + " to " + std::to_string(asked.most_axes);
    throw fault{"p", "has " + std::to_string(std::max(axes, 1)) +
                         (axes > 1 ? " axes; " : " axis; ") + std::string(asked.name) +
                         " takes a table of " + expected + " axes"};
  }
  const std::size_t cells = table.values.size();
  std::size_t left = cells;  // divided by each axis, so that no product overflows
  bool fits = true;
  for (const std::size_t n : table.shape) {
    fits = fits && (n == 0 ? cells == 0 : left % n == 0);
    if (n != 0) left /= n;
  }
  if (!fits || (cells != 0 && left != 1)) {
    throw fault{"p", "has " + std::to_string(cells) + " entries, which do not fill its shape"};
  }
  return table.shape;
}

// "p[4]" of a table of 2 x 3 is "p[1][1]".
std::string in_table(const std::string& argument, const problem& what) {
  const std::vector<std::size_t>& shape = what.p.parameters[0].shape;
  if (shape.size() < 2 || argument.rfind("p[", 0) != 0) return argument;
  std::size_t rest = std::stoul(argument.substr(2));
  std::string place;
  for (std::size_t k = shape.size(); k-- > 0;) {
    place = "[" + std::to_string(rest % shape[k]) + "]" + place;
    rest /= shape[k];
  }
  return "p" + place;
}

prepared prepare_checked(const problem& what, const semantics_entry& how) {
  posed x;
  x.with = settings_of(what);
  x.shape = shape_of(what);
  x.given = sides_of(what, how);
  x.generalised = how.id == semantics::generalised;
  x.in = what.in;
  return row(what.what).prepare(std::move(x));
}

}  // namespace

const space_entry* space_of(const distribution& d) {
  return d.parameters.size() == 1 ? find_space(d.parameters[0].name) : nullptr;
}

prepared prepare_categorical(const problem& what, semantics how) {
  try {
    return prepare_checked(what, entry(how));
  } catch (const fault& f) {
    return no_value{status::undefined, in_table(f.argument, what), f.reason};
  } catch (const without_value& none) {
    return none.why;
  }
}

}  // namespace kloracle
