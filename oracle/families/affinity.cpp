// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/affinity.hpp"

#include "oracle/families/family_evaluation.hpp"
#include "oracle/families/log_sum.hpp"
#include "oracle/families/routes.hpp"

namespace kloracle {

template <class T>
T log_affinity(const both_arguments<T>& both, const T& order) {
  const arguments<T>& p = both.p;
  const arguments<T>& q = *both.q;
  const family_row& family = *p.given().family;
  if (family.log_affinity) return family.log_affinity.template in<T>()(p, q, order);
  const auto& natural = family.natural.template in<T>();
  const auto& f = family.log_normaliser.template in<T>();
  const std::vector<T> theta_p = natural(p);
  const std::vector<T> theta_q = natural(q);
  const T rest = constant(order, 1) - order;
  std::vector<T> between;
  for (std::size_t i = 0; i < theta_p.size(); ++i) {
    between.push_back(order * theta_p[i] + rest * theta_q[i]);
  }
  return f(p, between) - order * f(p, theta_p) - rest * f(p, theta_q);
}

template interval log_affinity(const both_arguments<interval>&, const interval&);
template taped log_affinity(const both_arguments<taped>&, const taped&);
template closed_form log_affinity(const both_arguments<closed_form>&, const closed_form&);

namespace {

// The natural bounds at an order, as numbers of both sides.
template <class T>
std::vector<natural_bound<T>> bounds_at(const both_arguments<T>& both, const Q& order) {
  const family_row& family = *both.p.given().family;
  const auto& natural = family.natural.in<T>();
  const std::vector<T> theta_p = natural(both.p);
  const std::vector<T> theta_q = natural(*both.q);
  std::vector<T> between;
  for (std::size_t i = 0; i < theta_p.size(); ++i) {
    between.push_back(theta_p[i] * order + theta_q[i] * Q(1 - order));
  }
  return family.bounds.in<T>()(both.p, between);
}

// Whether P is known to have finitely many outcomes (Q if reversed).
bool finitely_many(const family_problem& x, bool reversed) {
  const both_arguments<closed_form> both = written_out(x);
  const arguments<closed_form>& of = reversed ? *both.q : both.p;
  const family_row& family = *of.given().family;
  return family.entry.over == sample_space::integers && family.range != nullptr &&
         family.range(of).upper.has_value();
}

// Whether the integral of p^a q^(1-a) is finite; of orders in (0, 1) it always is (Hoelder).
std::optional<bool> finite_at(const family_problem& x, const Q& order) {
  if (order >= 0 && order <= 1) return true;
  const relation one = relate(x, order < 0);
  if (one.singular) return false;
  if (!one.decided) return std::nullopt;
  if (!x.p.family->bounds || finitely_many(x, order < 0)) return true;
  const auto bounds = bounds_at(written_out(x), order);
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const expression value(
        [i, order](const auto& both) { return bounds_at(both, order)[i].value; });
    const auto sign = sign_of(value, x);
    if (!sign) return std::nullopt;
    if (*sign < 0 || (*sign == 0 && !bounds[i].closed)) return false;
  }
  return true;
}

expression log_affinity_at(const Q& order) {
  return expression([order]<class T>(const both_arguments<T>& both) {
    return log_affinity(both, both.p.number(order));
  });
}

// What is made of the log affinity of one order.
struct made_of_affinity {
  Q order;
  bool logarithm;  // the value is factor * ln of the integral
  Q factor;        // or factor * (the integral - offset)
  Q offset = 1;
  final_step last = final_step::itself;
};

no_value unbounded(const made_of_affinity& m) {
  if (m.factor > 0) {
    return {status::plus_infinity, "",
            "the integral of p^a q^(1-a) is infinite at a = " + m.order.str()};
  }
  return {status::undefined, "", "the value is -infinity"};
}

expression expression_of(const made_of_affinity& m) {
  const expression log = log_affinity_at(m.order);
  return expression([log, m](const auto& both) {
    const auto l = log.in(both);
    if (m.logarithm) return l * m.factor;
    return m.offset == 1 ? expm1(l) * m.factor : exp(l) * m.factor;
  });
}

// Whether P and Q share no outcomes, which is what their log affinity knows.
bool disjoint(const family_problem& x) {
  constexpr mpfr_prec_t bits = 64;
  try {
    log_affinity_at(Q(1, 2)).in(enclosed(x, bits));
  } catch (const nothing_shared&) {
    return true;
  }
  return false;
}

no_value infinitely_far() {
  return {status::plus_infinity, "", "p and q share no outcomes"};
}

// Where the integral of an order in [0, 1] is 0, its factor being negative if the logarithm is
// taken.
prepared prepare_disjoint(const family_problem& x, const made_of_affinity& m, known_facts facts) {
  if (m.logarithm) return infinitely_far();
  const Q value = -m.factor * m.offset;
  facts.nonzero = value != 0;
  return evaluate_expression(
      x, expression([value](const auto& both) { return both.p.number(value); }), facts, m.last);
}

prepared prepare_made(const family_problem& x, const made_of_affinity& m, known_facts facts) {
  if (facts.value) return evaluate_expression(x, expression_of(m), std::move(facts), m.last);
  if (m.order >= 0 && m.order <= 1 && disjoint(x)) return prepare_disjoint(x, m, facts);
  const auto finite = finite_at(x, m.order);
  if (!finite) {
    return no_value{status::undecided, "",
                    "whether the integral of p^a q^(1-a) is finite is undecided"};
  }
  if (!*finite) return unbounded(m);
  return evaluate_expression(x, expression_of(m), std::move(facts), m.last);
}

const Q& finite_order(const family_problem& x) {
  if (x.with.order_is_infinite) {
    throw fault{"order", "is inf; of " + std::string(x.p.family->entry.name) +
                             " distributions only finite orders have a formula here"};
  }
  return x.with.order;
}

// Whether Q has all of P's mass where it has any (P of Q's, if reversed), so that the integral of
// p^1 q^0, or p^0 q^1, is 1. The members of an exponential family share one support.
bool holds_all(const family_problem& x, bool reversed) {
  if (!x.p.family->log_affinity) return true;
  const relation r = relate(x, reversed);
  return r.decided && !r.singular;
}

prepared prepare_order(const family_problem& x, known_facts facts) {
  const Q order = finite_order(x);
  if ((order == 0 && holds_all(x, true)) || (order == 1 && holds_all(x, false))) facts.value = 0;
  if (x.what == quantity::chernoff) {
    if (order < 0 || order > 1) throw fault{"order", "is not in [0, 1]"};
    if (order == 0 || order == 1) facts.nonzero = false;
    return prepare_made(x, {order, true, -1}, facts);
  }
  if (x.what != quantity::alpha) facts.nonnegative = order >= 0;
  if (order == 0) facts.nonzero = false;
  if (x.what == quantity::renyi) return prepare_made(x, {order, true, 1 / (order - 1)}, facts);
  const Q factor = x.what == quantity::tsallis ? Q(1 / (order - 1)) : Q(1 / (order * (order - 1)));
  return prepare_made(x, {order, false, factor}, facts);
}

}  // namespace

bool has_affinity_slopes(const family_problem& x) {
  return !x.p.family->fixed || x.p.family->fixed_is_exact;
}

bool has_affinity(const family_problem& x) {
  if (!x.q || x.p.family != x.q->family) return false;
  const family_row& family = *x.p.family;
  if (!family.log_affinity && !(family.natural && family.log_normaliser)) return false;
  if (!family.fixed) return true;
  const both_arguments<closed_form> both = written_out(x);
  const auto p = family.fixed.write_out(both.p);
  const auto q = family.fixed.write_out(*both.q);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (sign(p[i] - q[i]) != 0) return false;
  }
  return true;
}

std::optional<prepared> prepare_affinity(const family_problem& x) {
  if (!has_affinity(x)) return std::nullopt;
  relate(x);  // throws for a pair on different spaces
  const auto same = same_distribution(x);
  known_facts facts;
  if (same == true) facts.value = 0;
  facts.nonzero = same == false;
  facts.nonnegative = true;
  facts.slopes = has_affinity_slopes(x);
  const Q doubled = power_of_two(x.with.doubles);
  switch (x.what) {
    case quantity::renyi:
    case quantity::tsallis:
    case quantity::alpha:
    case quantity::chernoff:
      return prepare_order(x, facts);
    case quantity::bhattacharyya_distance:
      return prepare_made(x, {Q(1, 2), true, -1}, facts);
    case quantity::squared_hellinger:
      return prepare_made(x, {Q(1, 2), false, -doubled}, facts);
    case quantity::hellinger:
      return prepare_made(x, {Q(1, 2), false, -doubled, 1, final_step::square_root}, facts);
    case quantity::chi_squared:
      return prepare_made(x, {2, false, 1}, facts);
    case quantity::neyman_chi_squared:
      return prepare_made(x, {-1, false, 1}, facts);
    case quantity::bhattacharyya_coefficient:
      if (facts.value) facts.value = 1;
      facts.nonzero = true;
      return prepare_made(x, {Q(1, 2), false, 1, 0}, facts);
    case quantity::chernoff_information:
      if (facts.value) return evaluate_expression(x, log_affinity_at(Q(1, 2)), facts);
      if (disjoint(x)) return infinitely_far();
      return prepare_family_chernoff(x);
    default:
      return std::nullopt;
  }
}

}  // namespace kloracle
