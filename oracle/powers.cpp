// SPDX-License-Identifier: Apache-2.0
//
// What is made of sum p^a q^(1-a): Tsallis, alpha and Renyi divergences, Chernoff's and
// Bhattacharyya's. The orders 0, 1 and infinity are the limits.
#include "oracle/extreme.hpp"
#include "oracle/separable.hpp"

namespace kloracle {
namespace {

constexpr option_use order_option[] = {{option::order, true}};

std::optional<log_form> finite(long value) {
  return log_form{1, value, {}};
}

// p^a q^(1-a)
struct power_term {
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    return x.power(with.order);
  }
  static interval log_term(const outcome<interval>& x, const settings& with) {
    return x.log_q() + x.log_ratio() * with.order;
  }
  static std::optional<log_form> without_p(const settings& with) {
    return with.order > 0 ? finite(0) : std::nullopt;
  }
  static std::optional<log_form> without_q(const settings& with) {
    return with.order < 1 ? finite(0) : std::nullopt;
  }
};

// p^a q^(1-a) - q
struct power_excess_term {
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    return x.power_excess(with.order);
  }
  static std::optional<log_form> without_p(const settings& with) {
    return with.order > 0 ? finite(-1) : std::nullopt;
  }
  static std::optional<log_form> without_q(const settings& with) {
    return power_term::without_q(with);
  }
};

// q where p > 0: the limit of p^a q^(1-a) as a falls to 0.
struct shared_mass_term {
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.q();
  }
  static std::optional<log_form> without_p(const settings&) { return finite(0); }
  static std::optional<log_form> without_q(const settings&) { return finite(0); }
};

// The same, less q.
struct shared_mass_excess_term {
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.number(0);
  }
  static std::optional<log_form> without_p(const settings&) { return finite(-1); }
  static std::optional<log_form> without_q(const settings&) { return finite(0); }
};

bool short_integer(const Q& order) {
  return denominator(order) == 1 && abs(order) <= 64;
}

// factor * ln(sum p^a q^(1-a)), a neither 0 nor 1.
prepared logarithm_of_powers(posed x, const Q& factor, bool nonnegative) {
  separable s{summand_of<power_term>(), x.with};
  s.how = outer::logarithm;
  s.log_term = &power_term::log_term;
  s.factor = factor;
  s.equality = at_equality{0, false, nonnegative};
  if (x.given.q->is_distribution()) s.excess = summand_of<power_excess_term>();
  return prepare_separable(std::move(s), std::move(x.given), x.in);
}

// -ln Q(p > 0).
prepared logarithm_of_shared_mass(posed x) {
  const side& p = x.given.p;
  const side& q = *x.given.q;
  bool nested = q.is_distribution();  // all of Q's mass is shared
  for (std::size_t i = 0; i < p.size(); ++i) nested = nested && (p.has(i) || !q.has(i));
  if (nested) return prepare_constant(0, x.given);
  separable s{summand_of<shared_mass_term>(), x.with};
  s.how = outer::logarithm;
  s.factor = -1;
  if (q.is_distribution()) s.excess = summand_of<shared_mass_excess_term>();
  return prepare_separable(std::move(s), std::move(x.given), x.in);
}

// (sum p^a q^(1-a) - q)/scale as a grows without bound: terms with p > q grow exponentially, the
// others are bounded while the scale is not.
prepared at_infinite_order(const posed& x) {
  if (x.generalised) {
    return no_value{status::undefined, "order", "is inf; semantics generalised takes finite ones"};
  }
  const auto exceeds = exceeds_somewhere(x.given.p, *x.given.q);
  if (!exceeds) return no_value{status::undecided, "", "whether some p exceeds q is undecided"};
  if (!*exceeds) return prepare_constant(0, x.given, true);
  return no_value{status::plus_infinity, "", "some p exceeds q"};
}

struct tsallis {
  static constexpr quantity_entry entry{
      .id = quantity::tsallis,
      .name = "tsallis",
      .formula = "(sum p^a q^(1-a) - 1)/(a - 1)",
      .domain =
          "order 1: kl; order 0: Q(p = 0); order inf: +infinity iff some p > q. Of weights, "
          "sum q for 1. Tsallis 1998",
      .has_unit = false,
      .accepted = accepting::divergences,
      .options = order_option};
  static separable of(const posed& x) {
    const Q& a = x.with.order;
    separable s{summand_of<power_excess_term>(), x.with};
    s.factor = 1 / (a - 1);
    if (x.generalised) s.linear = a;
    s.equality = at_equality{0, x.generalised, a > 0};
    s.rational = short_integer(a);
    return s;
  }
  static prepared prepare(posed x) {
    if (x.with.order_is_infinite) return at_infinite_order(x);
    if (x.with.order == 1) return row(quantity::kl).prepare(std::move(x));
    if (x.with.order != 0) return prepare_separable(of(x), std::move(x.given), x.in);
    separable s{summand_of<shared_mass_excess_term>(), x.with};  // -Q(p = 0)
    s.factor = -1;
    s.rational = true;
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

struct alpha {
  static constexpr quantity_entry entry{
      .id = quantity::alpha,
      .name = "alpha",
      .formula = "(sum p^a q^(1-a) - 1)/(a (a - 1))",
      .domain =
          "order 1: kl; order 0: reverse_kl; order inf: +infinity iff some p > q. Of weights, "
          "sum q for 1. Cichocki and Amari 2010",
      .has_unit = false,
      .accepted = accepting::divergences,
      .options = order_option};
  static prepared prepare(posed x) {
    if (x.with.order_is_infinite) return at_infinite_order(x);
    if (x.with.order == 1) return row(quantity::kl).prepare(std::move(x));
    if (x.with.order == 0) return row(quantity::reverse_kl).prepare(std::move(x));
    separable s = tsallis::of(x);
    s.factor /= x.with.order;
    s.equality->nonnegative = true;  // t^a/(a (a-1)) is convex whatever a is
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

struct bhattacharyya_coefficient {
  static constexpr quantity_entry entry{.id = quantity::bhattacharyya_coefficient,
                                        .name = "bhattacharyya_coefficient",
                                        .formula = "sum sqrt(p q)",
                                        .domain = "1 iff p = q, 0 iff the supports are disjoint",
                                        .has_unit = false,
                                        .accepted = accepting::pairs};
  static prepared prepare(posed x) {
    x.with.order = Q(1, 2);
    separable s{summand_of<power_term>(), x.with};
    s.equality = at_equality{1, false, false, false};
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

struct bhattacharyya_distance {
  static constexpr quantity_entry entry{.id = quantity::bhattacharyya_distance,
                                        .name = "bhattacharyya_distance",
                                        .formula = "-ln sum sqrt(p q)",
                                        .domain =
                                            "+infinity iff the supports are disjoint. "
                                            "Bhattacharyya 1943",
                                        .accepted = accepting::pairs};
  static prepared prepare(posed x) {
    x.with.order = Q(1, 2);
    return logarithm_of_powers(std::move(x), -1, true);
  }
};

struct renyi {
  static constexpr quantity_entry entry{
      .id = quantity::renyi,
      .name = "renyi",
      .formula = "ln(sum p^a q^(1-a))/(a - 1)",
      .domain =
          "order 1: kl; order 0: -ln Q(p > 0); order inf: max_log_ratio; orders below 0 too. "
          "Renyi 1961, van Erven and Harremoes 2014",
      .accepted = accepting::pairs,
      .options = order_option};
  static prepared prepare(posed x) {
    if (x.with.order_is_infinite) return prepare_largest_ratio(std::move(x.given), x.in);
    const Q a = x.with.order;
    if (a == 1) return row(quantity::kl).prepare(std::move(x));
    if (a == 0) return logarithm_of_shared_mass(std::move(x));
    return logarithm_of_powers(std::move(x), 1 / (a - 1), a > 0);
  }
};

struct chernoff {
  static constexpr quantity_entry entry{
      .id = quantity::chernoff,
      .name = "chernoff",
      .formula = "-ln sum p^a q^(1-a)",
      .domain = "orders from 0 (-ln Q(p > 0)) to 1 (-ln P(q > 0)). Chernoff 1952",
      .accepted = accepting::pairs,
      .options = order_option};
  static prepared prepare(posed x) {
    const Q a = x.with.order;
    if (x.with.order_is_infinite || a < 0 || a > 1) {
      return no_value{status::undefined, "order", "is not in [0, 1]"};
    }
    if (a == 1) std::swap(x.given.p, *x.given.q);
    if (a == 0 || a == 1) return logarithm_of_shared_mass(std::move(x));
    return logarithm_of_powers(std::move(x), -1, true);
  }
};

struct max_log_ratio {
  static constexpr quantity_entry entry{.id = quantity::max_log_ratio,
                                        .name = "max_log_ratio",
                                        .formula = "max ln(p/q)",
                                        .domain =
                                            "over p > 0; +infinity iff some p > 0 = q. The "
                                            "Renyi divergence of order inf",
                                        .accepted = accepting::pairs};
  static prepared prepare(posed x) { return prepare_largest_ratio(std::move(x.given), x.in); }
};

}  // namespace

std::span<const quantity_row> power_rows() {
  static constexpr quantity_row rows[] = {
      row_of<tsallis>(),      row_of<alpha>(),    row_of<bhattacharyya_coefficient>(),
      row_of<renyi>(),        row_of<chernoff>(), row_of<bhattacharyya_distance>(),
      row_of<max_log_ratio>()};
  return rows;
}

}  // namespace kloracle
