// SPDX-License-Identifier: Apache-2.0
//
// Damages to the parameters of families.
#include <algorithm>
#include <optional>

#include "oracle/exact.hpp"
#include "tools/golden/spoilt.hpp"

namespace kloracle {
namespace {

using problems = std::vector<problem>;

bool is_of_families(const problem& x) {
  return find_family(x.p.family) != nullptr;
}

const parameter_entry& entry_of(const distribution& d, const parameter& x) {
  return *std::ranges::find(find_family(d.family)->parameters, x.name, &parameter_entry::name);
}

bool must_be_symmetric(const distribution& d, const parameter& x) {
  return entry_of(d, x).axes == 2 && x.name != "mean" && x.name != "scale_tril" &&
         x.name != "factor";
}

std::size_t rows(const parameter& x) {
  return x.shape.empty() ? 0 : x.shape.front();
}

bool is_integer_valued(domain d) {
  return d == domain::natural || d == domain::positive_integer;
}

// The problem with a parameter of P spoilt, and with one of Q: P's first that `spoil` can do
// something to, Q's last. `spoil` says whether it could.
template <class Spoil>
problems each_side(const problem& sound, const Spoil& spoil) {
  problems all;
  if (!is_of_families(sound)) return all;
  problem copy = sound;
  for (parameter& x : copy.p.parameters) {
    if (!spoil(copy.p, x)) continue;
    all.push_back(copy);
    break;
  }
  if (!sound.q) return all;
  copy = sound;
  for (auto x = copy.q->parameters.rbegin(); x != copy.q->parameters.rend(); ++x) {
    if (!spoil(*copy.q, *x)) continue;
    all.push_back(copy);
    break;
  }
  return all;
}

// A number of a parameter, by its domain; nullopt where the domain knows no such fault.
template <class Bad>
problems each_number(const problem& sound, const Bad& bad) {
  return each_side(sound, [&](const distribution& d, parameter& x) {
    const std::optional<number> worse = bad(entry_of(d, x), x.values.front());
    if (worse) x.values.front() = *worse;
    return worse.has_value();
  });
}

using maybe = std::optional<number>;

problems nan_parameter(const problem& sound) {
  return each_number(sound,
                     [](const parameter_entry&, const number&) -> maybe { return number::nan(); });
}

problems infinite_parameter(const problem& sound) {
  return each_number(
      sound, [](const parameter_entry&, const number&) -> maybe { return number::infinity(); });
}

problems negative_parameter(const problem& sound) {
  return each_number(sound, [](const parameter_entry& e, const number& x) -> maybe {
    if (e.in == domain::real || e.in == domain::probability || e.name == "weights") return {};
    return x.sign() == 0 ? number(-1) : as_number(-exact(x));
  });
}

problems zero_parameter(const problem& sound) {
  return each_number(sound, [](const parameter_entry& e, const number&) -> maybe {
    if (e.in != domain::positive && e.in != domain::positive_integer) return {};
    return number(0);
  });
}

problems fractional_parameter(const problem& sound) {
  return each_number(sound, [](const parameter_entry& e, const number& x) -> maybe {
    if (!is_integer_valued(e.in)) return {};
    return as_number(exact(x) + Q(1, 2));
  });
}

problems bad_probability(const problem& sound) {
  problems all;
  for (const number& bad : {number(1.5), number(-0.5)}) {
    for (problem& x : each_number(sound, [&](const parameter_entry&e, const number&) -> maybe {
           return e.in == domain::probability && e.axes == 0 ? maybe(bad) : std::nullopt;
         }))
      all.push_back(std::move(x));
  }
  return all;
}

// Families without point masses at an end.
problems degenerate_probability(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    const bool counts = d.family == "geometric" || d.family == "negative_binomial";
    if (x.name != "prob" || (!counts && d.family != "continuous_bernoulli")) return false;
    x.values.front() = counts ? number(0) : number(1);
    return true;
  });
}

problems sum_not_one(const problem& sound) {
  return each_side(sound, [](const distribution&, parameter& x) {
    if (x.name != "probs") return false;
    number& first = *std::ranges::find_if(x.values, [](const number& v) { return v.sign() > 0; });
    first = as_number(exact(first) / 2);
    return true;
  });
}

problems negative_weight(const problem& sound) {
  return each_side(sound, [](const distribution&, parameter& x) {
    if (x.name != "weights" && x.name != "probs") return false;
    x.values.front() = number(-1);
    return true;
  });
}

problems weights_without_mass(const problem& sound) {
  return each_side(sound, [](const distribution&, parameter& x) {
    if (x.name == "weights") std::ranges::fill(x.values, number(0));
    return x.name == "weights";
  });
}

problems bounds_out_of_order(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    if (x.name != "upper") return false;
    x.values = std::ranges::find(d.parameters, "lower", &parameter::name)->values;
    return true;
  });
}

problems df_too_small(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    const auto matrix = std::ranges::find_if(
        d.parameters, [&](const parameter& m) { return entry_of(d, m).axes == 2; });
    if (x.name != "df" || matrix == d.parameters.end() || rows(*matrix) < 2) return false;
    x.values.front() = static_cast<std::int64_t>(rows(*matrix) - 1);
    return true;
  });
}

problems too_few_dimensions(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    if (x.name == "dimension") {
      x.values.front() = 1;
      return true;
    }
    if (x.name != "mean_direction" && d.family != "dirichlet") return false;
    x.values = {1};
    x.shape = {1};
    return true;
  });
}

problems zero_direction(const problem& sound) {
  return each_side(sound, [](const distribution&, parameter& x) {
    if (x.name == "mean_direction") std::ranges::fill(x.values, number(0));
    return x.name == "mean_direction";
  });
}

problems not_symmetric(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    if (!must_be_symmetric(d, x) || rows(x) < 2) return false;
    x.values[1] = as_number(exact(x.values[1]) + 1);
    return true;
  });
}

problems not_positive_definite(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    if (!must_be_symmetric(d, x)) return false;
    x.values.front() = as_number(-exact(x.values.front()));
    return true;
  });
}

problems bad_triangle(const problem& sound) {
  return each_side(sound, [](const distribution&, parameter& x) {
    if (x.name == "scale_tril") x.values.front() = 0;
    return x.name == "scale_tril";
  });
}

problems empty_parameter(const problem& sound) {
  return each_side(sound, [](const distribution& d, parameter& x) {
    if (entry_of(d, x).axes != 1) return false;
    x.values.clear();
    x.shape = {0};
    return true;
  });
}

// One row and column more, all 0 but for a 1 on the diagonal: what was symmetric, triangular or
// positive definite stays so.
void enlarge(parameter& x) {
  const std::size_t n = rows(x);
  std::vector<number> larger;
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = x.values.begin() + static_cast<std::ptrdiff_t>(i * n);
    larger.insert(larger.end(), row, row + static_cast<std::ptrdiff_t>(n));
    larger.emplace_back(0);
  }
  larger.insert(larger.end(), n, number(0));
  larger.emplace_back(1);
  x.values = std::move(larger);
  x.shape = {n + 1, n + 1};
}

// Q of one dimension more than P, or one of its parameters of one more than another.
problems unlike_dimensions(const problem& sound) {
  if (!is_of_families(sound) || !sound.q) return {};
  problem spoilt = sound;
  for (parameter& x : spoilt.q->parameters) {
    const bool square = x.shape.size() == 2 && x.shape[0] == x.shape[1];
    if (x.name == "dimension") {
      x.values.front() = as_number(exact(x.values.front()) + 1);
    } else if (entry_of(*spoilt.q, x).axes == 1) {
      x.values.push_back(x.name == "probs" ? number(0) : x.values.back());
      x.shape = {x.values.size()};
    } else if (square && x.name != "mean" && x.name != "factor") {
      enlarge(x);
    } else {
      continue;
    }
    // A Wishart distribution of more dimensions needs more degrees of freedom.
    for (parameter& df : spoilt.q->parameters) {
      if (df.name == "df") df.values.front() = as_number(exact(df.values.front()) + 1);
    }
    return {spoilt};
  }
  return {};
}

}  // namespace

std::span<const damage> family_damages() {
  static constexpr damage all[] = {
      {"nan_parameter", nan_parameter},
      {"lengths_differ", unlike_dimensions},
      {"empty", empty_parameter},
      {"negative_weight", negative_weight},
      {"no_mass", weights_without_mass},
      {"negative_parameter", negative_parameter},
      {"zero_parameter", zero_parameter},
      {"infinite_parameter", infinite_parameter},
      {"fractional_parameter", fractional_parameter},
      {"bad_probability", bad_probability},
      {"degenerate_probability", degenerate_probability},
      {"sum_not_one", sum_not_one},
      {"bounds_out_of_order", bounds_out_of_order},
      {"df_too_small", df_too_small},
      {"too_few_dimensions", too_few_dimensions},
      {"zero_direction", zero_direction},
      {"not_symmetric", not_symmetric},
      {"not_positive_definite", not_positive_definite},
      {"bad_triangle", bad_triangle},
  };
  return all;
}

}  // namespace kloracle
