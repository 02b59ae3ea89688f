// SPDX-License-Identifier: Apache-2.0
//
// Categorical inputs: what the numbers mean, and which numbers pose no problem. The table of
// special values is in oracle/README.md.
#include "oracle/categorical.hpp"

#include <algorithm>

namespace kloracle {
namespace {

// Thrown inside this file only: an input at fault.
struct fault {
  std::string argument;
  std::string reason;
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

correction correction_of(semantics how) {
  switch (how) {
    case semantics::normalised:
    case semantics::counts:
    case semantics::smoothed:
      return correction::normalise;
    case semantics::generalised:
      return correction::generalise;
    default:
      return correction::none;
  }
}

prepared prepare_weights(const problem& what, const semantics_entry& how,
                         const std::vector<number>& p, const std::vector<number>& q) {
  const bool integers = how.p == space::counts;
  const auto is_count = [](const distribution& d) { return space_of(d)->id == space::counts; };
  const bool clipped = how.id == semantics::clipped;
  measures m;
  m.p = as_given(read_weights(p, "p", integers || is_count(what.p), clipped));
  m.q = as_given(read_weights(q, "q", integers || (what.q && is_count(*what.q)), clipped));
  transform(m, what, how);
  return prepare_measures(what.what, correction_of(how.id), std::move(m), what.in);
}

prepared prepare_checked(const problem& what, const semantics_entry& how) {
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
  if (how.id == semantics::prob_vs_logprob) {
    return prepare_mixed(what.what, read_weights(p, "p", in == space::counts, false),
                         read_logarithms(q, "q"), what.in);
  }
  if (in == space::probs || in == space::counts) return prepare_weights(what, how, p, q);
  auto lp = read_logarithms(p, "p");
  auto lq = read_logarithms(q, "q");
  if (how.id == semantics::log_prob) {
    return prepare_exponentials(what.what, std::move(lp), std::move(lq), what.in);
  }
  return prepare_softmax(what.what, std::move(lp), std::move(lq), what.in);
}

}  // namespace

const space_entry* space_of(const distribution& d) {
  return d.parameters.size() == 1 ? find_space(d.parameters[0].name) : nullptr;
}

prepared prepare_categorical(const problem& what, semantics how) {
  try {
    return prepare_checked(what, entry(how));
  } catch (const fault& f) {
    return no_value{status::undefined, f.argument, f.reason};
  }
}

}  // namespace kloracle
