// SPDX-License-Identifier: Apache-2.0
//
// From a family's struct to its row. The struct D has
//
//   parameters, entry            what the vocabulary knows of it
//   law<T>                       its parameters as its formulas want them, made from arguments<T>
//   coordinates(law)             numbers that are equal exactly for equal distributions
//
// and any of these, each a template over the guise T:
//
//   kl(p, q)                     the closed form of textbooks, within the family
//   entropy(p)                   -E ln p
//   expect(p, s, at)             E_P of a statistic in `offers`
//   expected_log_density(q, E)   E_P[ln q] from averages over P in `needs`
//   total_variation(p, q)
//   natural(p), log_normaliser(p, theta), mean(p, theta), bounds(p, theta), fixed(p)
//                                p = h e^(theta . t - F(theta)): theta; F; its gradient; where F is
//                                finite; what both sides must share for this to be one family
//   log_affinity(p, q, order)    ln of the integral of p^order q^(1 - order), where it is not
//                                F(theta of the order) less the mean of F
//
// and, without T: check(given) throws a fault for parameters that do not go together;
// singular(p, q) says why P is not absolutely continuous, where range does not; range(p);
// finite(p, s, at) whether an offered average is; moving_range, fixed_is_exact where true.
//
// A formula that holds only where an exact fact does (equal shapes, say) may not be differentiated
// by what the fact ties: in the guise taped it is the general formula's turn.
#pragma once

#include <concepts>

#include "oracle/families/family.hpp"

namespace kloracle {

/// What a family need not say.
struct family_definition {
  static constexpr std::span<const statistic> offers = {};
  static constexpr std::span<const statistic> needs = {};
  static constexpr bool moving_range = false;
  static constexpr bool fixed_is_exact = false;
};

template <class D, class T>
using law_of = typename D::template law<T>;

/// Reads the laws and calls the formula: one wrapper for each shape of a formula.
template <class D>
struct formulas {
  template <class T>
  using law = law_of<D, T>;
  template <class T>
  using args = arguments<T>;

  template <class T>
  static std::vector<T> coordinates(const args<T>& p) {
    return D::coordinates(law<T>(p));
  }
  template <class T>
  static T kl(const args<T>& p, const args<T>& q) {
    return D::kl(law<T>(p), law<T>(q));
  }
  template <class T>
  static T entropy(const args<T>& p) {
    return D::entropy(law<T>(p));
  }
  template <class T>
  static T total_variation(const args<T>& p, const args<T>& q) {
    return D::total_variation(law<T>(p), law<T>(q));
  }
  template <class T>
  static T expect(const args<T>& p, statistic s, std::span<const T> at) {
    return D::expect(law<T>(p), s, at);
  }
  template <class T>
  static T expected_log_density(const args<T>& q, const expectations<T>& over_p) {
    return D::expected_log_density(law<T>(q), over_p);
  }
  template <class T>
  static std::vector<T> natural(const args<T>& p) {
    return D::natural(law<T>(p));
  }
  template <class T>
  static std::vector<T> fixed(const args<T>& p) {
    return D::fixed(law<T>(p));
  }
  template <class T>
  static T log_normaliser(const args<T>& p, const std::vector<T>& theta) {
    return D::log_normaliser(law<T>(p), theta);
  }
  template <class T>
  static std::vector<T> mean(const args<T>& p, const std::vector<T>& theta) {
    return D::mean(law<T>(p), theta);
  }
  template <class T>
  static std::vector<natural_bound<T>> bounds(const args<T>& p, const std::vector<T>& theta) {
    return D::bounds(law<T>(p), theta);
  }
  template <class T>
  static T log_affinity(const args<T>& p, const args<T>& q, const T& order) {
    return D::log_affinity(law<T>(p), law<T>(q), order);
  }

  static number_range range(const args<closed_form>& p) { return D::range(law<closed_form>(p)); }
  static std::optional<bool> finite(const args<closed_form>& p, statistic s,
                                    std::span<const closed_form> at) {
    return D::finite(law<closed_form>(p), s, at);
  }
};

/// The row of a family's struct.
template <class D>
family_row family_of() {
  using f = formulas<D>;
  using interval_law = law_of<D, interval>;
  using closed_law = law_of<D, closed_form>;
  using theta = std::vector<interval>;
  family_row row;
  row.entry = D::entry;
  row.offers = D::offers;
  row.needs = D::needs;
  row.moving_range = D::moving_range;
  row.fixed_is_exact = D::fixed_is_exact;
  const auto all = [](auto& into, auto enclose, auto trace, auto write_out) {
    into = {enclose, trace, write_out};
  };
#define KLORACLE_GUISES(hook)                                          \
  all(row.hook, &f::template hook<interval>, &f::template hook<taped>, \
      &f::template hook<closed_form>)
  KLORACLE_GUISES(coordinates);
  if constexpr (requires(interval_law l) { D::kl(l, l); }) KLORACLE_GUISES(kl);
  if constexpr (requires(interval_law l) { D::entropy(l); }) KLORACLE_GUISES(entropy);
  if constexpr (requires(interval_law l) { D::total_variation(l, l); }) {
    KLORACLE_GUISES(total_variation);
  }
  if constexpr (requires(interval_law l, std::span<const interval> a) {
                  D::expect(l, statistic::mean, a);
                }) {
    KLORACLE_GUISES(expect);
  }
  if constexpr (requires(interval_law l, expectations<interval> e) {
                  D::expected_log_density(l, e);
                }) {
    KLORACLE_GUISES(expected_log_density);
    row.averages_logarithm = true;
  }
  if constexpr (requires(interval_law l) { D::natural(l); }) KLORACLE_GUISES(natural);
  if constexpr (requires(interval_law l) { D::fixed(l); }) KLORACLE_GUISES(fixed);
  if constexpr (requires(interval_law l, theta t) { D::log_normaliser(l, t); }) {
    KLORACLE_GUISES(log_normaliser);
  }
  if constexpr (requires(interval_law l, theta t) { D::mean(l, t); }) KLORACLE_GUISES(mean);
  if constexpr (requires(interval_law l, theta t) { D::bounds(l, t); }) KLORACLE_GUISES(bounds);
  if constexpr (requires(interval_law l, interval a) { D::log_affinity(l, l, a); }) {
    KLORACLE_GUISES(log_affinity);
  }
#undef KLORACLE_GUISES
  if constexpr (requires(given_distribution g) { D::check(g); }) row.check = &D::check;
  if constexpr (requires(given_distribution g) { D::singular(g, g); }) row.singular = &D::singular;
  if constexpr (requires(closed_law l) { D::range(l); }) row.range = &f::range;
  if constexpr (requires(closed_law l, std::span<const closed_form> a) {
                  D::finite(l, statistic::mean, a);
                }) {
    row.finite = &f::finite;
  }
  return row;
}

}  // namespace kloracle
