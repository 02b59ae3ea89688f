// SPDX-License-Identifier: Apache-2.0
//
// Entropies: functionals of P alone, and of P in a code made for Q.
#include "oracle/extreme.hpp"
#include "oracle/separable.hpp"

namespace kloracle {
namespace {

constexpr option_use order_option[] = {{option::order, true}};

std::optional<log_form> nothing(const settings&) {
  return log_form{1, 0, {}};
}
std::optional<log_form> infinite(const settings&) {
  return std::nullopt;
}

struct surprise_term {  // -p ln p
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return -(x.p() * x.log_p());
  }
  static constexpr auto without_p = &nothing;
  static constexpr auto without_q = &nothing;
};

struct cross_surprise_term {  // -p ln q
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return -(x.p() * x.log_q());
  }
  static constexpr auto without_p = &nothing;
  static constexpr auto without_q = &infinite;
};

struct power_of_p_term {  // p^a
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    return x.power_of_p(with.order);
  }
  static interval log_term(const outcome<interval>& x, const settings& with) {
    return x.log_p() * with.order;
  }
  static constexpr auto without_p = &nothing;
  static constexpr auto without_q = &nothing;
};

struct power_of_p_excess_term {  // p^a - p
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    return x.power_of_p_excess(with.order);
  }
  static constexpr auto without_p = &nothing;
  static constexpr auto without_q = &nothing;
};

struct counting_term {  // 1 where p > 0
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.number(1);
  }
  static constexpr auto without_p = &nothing;
  static constexpr auto without_q = &nothing;
};

separable surprise_of(const posed& x) {
  const bool cross = x.given.q.has_value();
  separable s{cross ? summand_of<cross_surprise_term>() : summand_of<surprise_term>(), x.with};
  s.linear_in_p = cross;
  return s;
}

// The cross entropy of a distribution and a point mass that holds all of it is 0.
bool certain(const sides& given) {
  const side& code = given.q ? *given.q : given.p;
  return code.is_distribution() && code.support_size() == 1;
}

prepared prepare_surprise(posed x) {
  const bool dominated = [&] {
    for (std::size_t i = 0; x.given.q && i < x.given.p.size(); ++i) {
      if (x.given.p.has(i) && !x.given.q->has(i)) return false;
    }
    return true;
  }();
  if (dominated && certain(x.given)) return prepare_constant(0, x.given);
  separable s = surprise_of(x);
  s.positive = x.given.q ? x.given.q->is_distribution() : x.given.p.is_distribution();
  return prepare_separable(std::move(s), std::move(x.given), x.in);
}

struct entropy {
  static constexpr quantity_entry entry{.id = quantity::entropy,
                                        .name = "entropy",
                                        .formula = "-sum p ln p",
                                        .domain = "0 ln 0 = 0. Shannon 1948",
                                        .of_two = false,
                                        .accepted = accepting::singles};
  static constexpr auto prepare = &prepare_surprise;
};

struct cross_entropy {
  static constexpr quantity_entry entry{.id = quantity::cross_entropy,
                                        .name = "cross_entropy",
                                        .formula = "-sum p ln q",
                                        .domain = "entropy + kl; +infinity iff some p > 0 = q",
                                        .accepted = accepting::pairs};
  static constexpr auto prepare = &prepare_surprise;
};

struct perplexity {
  static constexpr quantity_entry entry{
      .id = quantity::perplexity,
      .name = "perplexity",
      .formula = "exp(-sum p ln p), with q exp(-sum p ln q)",
      .domain = "q may be left out; the same in every unit. Jelinek and others 1977",
      .q_optional = true,
      .has_unit = false,
      .accepted = accepting::pairs};
  static prepared prepare(posed x) {
    separable s = surprise_of(x);
    s.how = outer::exponential;
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

// p^a of an order below 0 where p = 0.
std::optional<no_value> infinite_power(const posed& x) {
  for (std::size_t i = 0; x.with.order < 0 && i < x.given.p.size(); ++i) {
    if (x.given.p.has(i)) continue;
    return no_value{status::plus_infinity, "",
                    "p[" + std::to_string(i) + "] is 0 and the order is negative"};
  }
  return std::nullopt;
}

struct renyi_entropy {
  static constexpr quantity_entry entry{
      .id = quantity::renyi_entropy,
      .name = "renyi_entropy",
      .formula = "ln(sum p^a)/(1 - a)",
      .domain =
          "order 1: entropy; order 0: ln of the number of p > 0; order inf: -ln max p. "
          "Renyi 1961",
      .of_two = false,
      .accepted = accepting::singles,
      .options = order_option};
  static prepared prepare(posed x) {
    if (x.with.order_is_infinite) return prepare_smallest_surprise(std::move(x.given), x.in);
    const Q a = x.with.order;
    if (a == 1 || (certain(x.given) && a > 0)) return prepare_surprise(std::move(x));
    if (auto none = infinite_power(x)) return *none;
    separable s{a == 0 ? summand_of<counting_term>() : summand_of<power_of_p_term>(), x.with};
    s.how = outer::logarithm;
    s.factor = 1 / (1 - a);
    if (a != 0) s.log_term = &power_of_p_term::log_term;
    if (a != 0 && x.given.p.is_distribution()) s.excess = summand_of<power_of_p_excess_term>();
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

struct tsallis_entropy {
  static constexpr quantity_entry entry{
      .id = quantity::tsallis_entropy,
      .name = "tsallis_entropy",
      .formula = "(sum p^a - 1)/(1 - a)",
      .domain =
          "order 1: entropy; order 0: the number of p > 0, less 1; order inf: 0. Tsallis 1988",
      .of_two = false,
      .has_unit = false,
      .accepted = accepting::singles,
      .options = order_option};
  static prepared prepare(posed x) {
    if (x.with.order_is_infinite) return at_infinite_order(x);
    const Q a = x.with.order;
    if (a == 1 || (certain(x.given) && a > 0)) return prepare_surprise(std::move(x));
    if (auto none = infinite_power(x)) return *none;
    // Of distributions -1 is taken term by term, so that nothing cancels.
    const bool by_terms = a != 0 && x.given.p.is_distribution();
    separable s{by_terms ? summand_of<power_of_p_excess_term>()
                : a == 0 ? summand_of<counting_term>()
                         : summand_of<power_of_p_term>(),
                x.with};
    if (!by_terms) s.offset = -1;
    s.factor = 1 / (1 - a);
    s.rational = denominator(a) == 1 && abs(a) <= 64;
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
  // p^a grows without bound iff p > 1, and then exponentially.
  static prepared at_infinite_order(const posed& x) {
    const side& p = x.given.p;
    bool jumps = false;
    for (std::size_t i = 0; i < p.size() && !p.is_distribution(); ++i) {
      if (!p.has(i)) continue;
      jumps = jumps || (p.factor[i] == 1 && p.exponent_of(i) == 0);
      if (p.factor[i] <= 1 && p.exponent_of(i) <= 0) continue;
      return no_value{status::undefined, "",
                      "the value is -infinity: p[" + std::to_string(i) + "] exceeds 1"};
    }
    return prepare_constant(0, x.given, jumps);
  }
};

}  // namespace

std::span<const quantity_row> entropy_rows() {
  static constexpr quantity_row rows[] = {row_of<entropy>(), row_of<cross_entropy>(),
                                          row_of<perplexity>(), row_of<renyi_entropy>(),
                                          row_of<tsallis_entropy>()};
  return rows;
}

}  // namespace kloracle
