// SPDX-License-Identifier: Apache-2.0
//
// What a family of distributions is. One family is one file beside this one: a struct with its
// parameters, its entry in the vocabulary, and its formulas; families.def names it. README.md shows
// how to add one.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "oracle/families/words.hpp"
#include "oracle/fault.hpp"
#include "oracle/posed.hpp"

namespace kloracle {

struct family_row;

/// The slot of an option of the problem that is read as if it were a parameter of q.
inline constexpr int slot_of_problem = -1;

/// A parameter as it was given: exact numbers, in row-major order where it has axes.
struct given_parameter {
  const parameter_entry* entry = nullptr;
  std::vector<Q> values;
  std::vector<std::size_t> shape;  // as many as entry->axes
};

/// A distribution of a family, its parameters checked one by one.
struct given_distribution {
  const family_row* family = nullptr;
  std::string side;  // "p" or "q"
  std::vector<given_parameter> parameters;
  bool at_jump = false;  // where its range moves with its parameters, and an end is another's too

  /// nullptr for one that was not given, another of its slot being there.
  const given_parameter* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The value of a scalar, or the first of an array.
  const Q& exact(std::string_view name) const { return find(name)->values[0]; }
  const std::vector<Q>& values(std::string_view name) const { return find(name)->values; }

  /// Throws the fault of an argument: "p.sigma" with the reason.
  [[noreturn]] void blame(std::string_view name, const std::string& reason) const;
};

/// The same parameters as numbers of one guise.
template <class T>
class arguments {
 public:
  arguments(const given_distribution& given, std::function<T(const Q&)> make) : given_(&given) {
    for (const given_parameter& parameter : given.parameters) {
      values_.emplace_back();
      for (const Q& x : parameter.values) values_.back().push_back(make(x));
    }
  }

  const given_distribution& given() const { return *given_; }
  bool has(std::string_view name) const { return given_->has(name); }
  const Q& exact(std::string_view name) const { return given_->exact(name); }
  const T& operator[](std::string_view name) const { return all(name)[0]; }
  const std::vector<T>& all(std::string_view name) const {
    return values_[static_cast<std::size_t>(given_->find(name) - given_->parameters.data())];
  }
  /// A constant of the guise and precision of the parameters.
  T number(const Q& c) const { return constant(values_[0][0], c); }

 private:
  const given_distribution* given_;
  std::vector<std::vector<T>> values_;
};

/// What may be averaged over a family's distribution P, by name; x is the outcome. Families offer
/// averages and need averages of the other side: a pair of families whose needs are offered has a
/// closed form.
enum class statistic {
  mean,                   // x
  square_about,           // (x - a)^2
  absolute_about,         // |x - a|
  log,                    // ln x
  log_complement,         // ln(1 - x)
  square_of_log_about,    // (ln x - a)^2
  square_of_logit_about,  // (ln(x/(1-x)) - a)^2
  power,                  // x^a, x > 0
  exponential,            // e^(a x)
  log_one_minus_power,    // ln(1 - x^a), 0 < x < 1
  log_quadratic,          // ln(1 + ((x - a)/b)^2)
  softplus,               // ln(1 + e^(-(x - a)/b))
  log_rising,             // ln Gamma(x + a) - ln Gamma(a) - ln x!
  log_factorial,          // ln x!
  log_binomial,           // ln(a choose x)
  reciprocal,             // 1/x, x > 0
  log_one_plus,           // ln(1 + x), x > 0
};

/// The names of the list above, as `kloracle list families` prints them.
std::string_view name(statistic s);

/// Averages over P, in one guise: what a Q needs to form E_P[ln q]. In the guise closed_form an
/// average that is infinite throws infinite_average.
template <class T>
class expectations {
 public:
  using average = std::function<T(statistic, std::span<const T>)>;
  explicit expectations(average of) : of_(std::move(of)) {}

  /// E_P of the statistic, with its parameters a and b where it has them.
  T operator()(statistic s) const { return of_(s, {}); }
  T operator()(statistic s, const T& a) const { return of_(s, std::span<const T>(&a, 1)); }
  T operator()(statistic s, const T& a, const T& b) const {
    const T at[] = {a, b};
    return of_(s, at);
  }

 private:
  average of_;
};

/// The range of a distribution over numbers: from lower to upper, unbounded where there is none.
struct number_range {
  std::optional<closed_form> lower;
  std::optional<closed_form> upper;
};

/// A number that is positive - or, where closed, not negative - exactly on a family's natural
/// parameter space.
template <class T>
struct natural_bound {
  T value;
  bool closed = false;
};

/// One function in its three guises; empty if the family has no such formula.
template <template <class> class Function>
struct guises {
  Function<interval> enclose = nullptr;
  Function<taped> trace = nullptr;
  Function<closed_form> write_out = nullptr;

  explicit operator bool() const { return enclose != nullptr; }
  template <class T>
  const Function<T>& in() const {
    if constexpr (std::is_same_v<T, interval>) return enclose;
    if constexpr (std::is_same_v<T, taped>) return trace;
    if constexpr (std::is_same_v<T, closed_form>) return write_out;
  }
};

template <class T>
using of_one = T (*)(const arguments<T>&);
template <class T>
using numbers_of_one = std::vector<T> (*)(const arguments<T>&);
template <class T>
using of_two = T (*)(const arguments<T>& p, const arguments<T>& q);
template <class T>
using of_order = T (*)(const arguments<T>& p, const arguments<T>& q, const T& order);
template <class T>
using of_natural = T (*)(const arguments<T>&, const std::vector<T>& theta);
template <class T>
using numbers_of_natural = std::vector<T> (*)(const arguments<T>&, const std::vector<T>& theta);
template <class T>
using bounds_of_natural = std::vector<natural_bound<T>> (*)(const arguments<T>&,
                                                            const std::vector<T>& theta);
template <class T>
using of_statistic = T (*)(const arguments<T>&, statistic, std::span<const T> at);
template <class T>
using of_expectations = T (*)(const arguments<T>&, const expectations<T>&);

/// A problem of families, its inputs read and checked.
struct family_problem {
  quantity what;
  settings with;
  unit in;
  given_distribution p;
  std::optional<given_distribution> q;
};

/// Everything that is known of a family: collected from its struct by family_of (below).
struct family_row {
  family_entry entry;
  std::span<const statistic> offers;
  std::span<const statistic> needs;
  bool averages_logarithm = false;  // E_P[ln q] for a Q of this family has a formula

  bool moving_range = false;    // the range's ends are parameters
  bool fixed_is_exact = false;  // what both sides must share is an integer, which nothing moves

  void (*check)(const given_distribution&) = nullptr;
  std::optional<std::string> (*singular)(const given_distribution& p,
                                         const given_distribution& q) = nullptr;
  number_range (*range)(const arguments<closed_form>&) = nullptr;
  std::optional<bool> (*finite)(const arguments<closed_form>&, statistic,
                                std::span<const closed_form> at) = nullptr;

  guises<numbers_of_one> coordinates;
  guises<of_two> kl;
  guises<of_one> entropy;
  guises<of_statistic> expect;
  guises<of_expectations> expected_log_density;
  guises<of_two> total_variation;
  guises<numbers_of_one> natural;
  guises<numbers_of_one> fixed;
  guises<of_natural> log_normaliser;
  guises<numbers_of_natural> mean;
  guises<bounds_of_natural> bounds;
  guises<of_order> log_affinity;
  prepared (*prepare)(const family_problem&) = nullptr;  // of a family that does it all itself
  std::span<const quantity> covers;  // and then, besides those that matrix_quantities.hpp makes
};

/// The rows of families.def, in its order.
std::span<const family_row* const> family_rows();
const family_row* find_family_row(std::string_view name);

}  // namespace kloracle
