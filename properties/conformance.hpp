// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "properties/subject.hpp"
#include "properties/verdict.hpp"

namespace kloracle {

/// Code under test as kloracle calls it: P's numbers, Q's numbers (empty where there is no Q).
template <class T>
using kernel_of = std::function<T(std::span<const T>, std::span<const T>)>;

/// A subject made of functions in this process. What a function throws is what it returned.
class function_subject final : public subject {
 public:
  explicit function_subject(std::string name);

  /// Offers code for a function; an empty kernel is a format not offered.
  void offer(offered_function what, kernel_of<double> in_double, kernel_of<float> in_float = {});

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override;

 private:
  struct kernels {
    kernel_of<double> in_double;
    kernel_of<float> in_float;
  };
  subject_identity identity_;
  std::vector<offered_function> offered_;
  std::vector<kernels> kernels_;
};

/// The parameters "normal(mu,sigma)" of a family, each a number: one parameterisation of it.
/// Errors: input_error for an unknown family or parameter.
family_side parameters(std::string_view text);

/// How much is asked of a function.
struct conformance_options {
  grade required = grade::tangent;  // of every value
  std::uint64_t seed = 20261120;
  int cases = 300;         // values per format, about
  long law_checks = 100;   // per law and format
  std::size_t max_n = 64;  // longest vector; products and splits in laws may be longer
  unsigned threads = 0;    // 0: as many as the machine has
};

/// What became of it.
struct conformance {
  bool conforms = false;
  long values = 0;      // values judged
  long laws = 0;        // laws that speak of the functions
  long law_checks = 0;  // checks of them
  std::string report;   // for a person: every shortfall with its input, and what was looked at
};

/// Holds every function of a subject to the oracle's values and to the laws.
///
/// Statement     conforms: every value reaches the required grade, and no law is violated beyond
///               attainable error; nothing was undecided or lost, and something was judged
/// Guarantee     a correctly rounded function conforms to any grade; see judge() and check_laws()
conformance check_conformance(subject& who, const conformance_options& how = {});

namespace conformance_detail {

template <class Result, class F, class... Argument>
constexpr bool gives = [] {
  if constexpr (std::is_invocable_v<F&, Argument...>) {
    return std::is_same_v<std::invoke_result_t<F&, Argument...>, Result>;
  } else {
    return false;
  }
}();

// F called with Count numbers, one after the other.
template <class T, class Index>
struct spelt_out;
template <class T, std::size_t... I>
struct spelt_out<T, std::index_sequence<I...>> {
  template <std::size_t>
  using each = T;
  template <class F>
  static constexpr bool callable = gives<T, F, each<I>...>;

  template <class F>
  static kernel_of<T> kernel(F f) {
    return [f](std::span<const T> p, std::span<const T> q) mutable {
      std::vector<T> x(p.begin(), p.end());
      x.insert(x.end(), q.begin(), q.end());
      if (x.size() != sizeof...(I)) throw std::invalid_argument("takes another number of numbers");
      return f(x[I]...);
    };
  }
};

constexpr std::size_t most_numbers = 8;

// A kernel in T of whatever f can be called with; empty if it cannot.
template <class T, class F, std::size_t Count = 1>
kernel_of<T> kernel(const F& f) {
  using view = std::span<const T>;
  using list = const std::vector<T>&;
  using numbers = spelt_out<T, std::make_index_sequence<Count>>;
  if constexpr (gives<T, F, view, view>) {
    return f;
  } else if constexpr (gives<T, F, view>) {
    return [f](view p, view) mutable { return f(p); };
  } else if constexpr (gives<T, F, list, list>) {
    return [f](view p, view q) mutable {
      return f(std::vector<T>(p.begin(), p.end()), std::vector<T>(q.begin(), q.end()));
    };
  } else if constexpr (gives<T, F, list>) {
    return [f](view p, view) mutable { return f(std::vector<T>(p.begin(), p.end())); };
  } else if constexpr (gives<T, F, const T*, const T*, std::size_t>) {
    return [f](view p, view q) mutable { return f(p.data(), q.data(), p.size()); };
  } else if constexpr (numbers::template callable<F>) {
    return numbers::kernel(f);
  } else if constexpr (Count < most_numbers) {
    return kernel<T, F, Count + 1>(f);
  } else {
    return {};
  }
}

}  // namespace conformance_detail

/// A subject of one function.
///
/// Domain        `code` can be called with P and Q as two std::span<const T> or two std::vector<T>,
///               with P alone, with (const T* p, const T* q, std::size_t n), or, of families, with
///               the parameters of P and then those of Q as numbers (eight at the most), and
///               returns a T, which is double or float. A template is judged in both. It is copied
/// Statement     `what` says which mathematical problem it solves; the formats are found out
template <class Code>
function_subject subject_of(offered_function what, const Code& code) {
  namespace detail = conformance_detail;
  kernel_of<double> in_double = detail::kernel<double>(code);
  kernel_of<float> in_float = detail::kernel<float>(code);
  if (what.name.empty()) what.name = "function";
  function_subject s(what.name);
  s.offer(std::move(what), std::move(in_double), std::move(in_float));
  return s;
}

}  // namespace kloracle
