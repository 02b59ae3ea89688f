// SPDX-License-Identifier: Apache-2.0
//
// Every quantity of vectors, under every semantics that it accepts, against Arb.
#include <gtest/gtest.h>

#include "tests/oracle/arb_divergences.hpp"

namespace kloracle::second_opinion {
namespace {

[[maybe_unused]] const auto* const printed_at_the_end =
    ::testing::AddGlobalTestEnvironment(new tally_table);

// --- the least power sum ---------------------------------------------------------------------

/// sum q r^a ln(r)^k with r = p/q: the k-th derivative of the power sum S.
ball slope(const two_sides& x, const ball& a, int k) {
  return sum_over(x, a.bits(), [&](const outcome& p, const outcome& q) {
    ball term = q.weight * power(p.weight / q.weight, a);
    for (int i = 0; i < k; ++i) term = term * (p.logarithm - q.logarithm);
    return term;
  });
}

ball joined(const ball& x, const ball& y) {
  return lifted(x, y, arb_union);
}

ball lower_end(const ball& x) {
  return lifted(x, [](arb_ptr y, arb_srcptr from, slong bits) {
    arb_get_lbound_arf(arb_midref(y), from, bits);
  });
}

ball middle_of(const ball& x) {
  return lifted(x, [](arb_ptr y, arb_srcptr from, slong) { arb_get_mid_arb(y, from); });
}

/// A narrower bracket of the root of S': a half by its sign at the middle, and interval Newton.
ball narrower(const two_sides& x, const ball& bracket) {
  const ball middle = middle_of(bracket);
  const ball s = slope(x, middle, 1);
  ball result = bracket;
  if (arb_is_positive(s.p())) result = joined(lower_end(bracket), middle);
  if (arb_is_negative(s.p())) result = joined(middle, middle + middle - lower_end(bracket));
  const ball newton = middle - s / slope(x, bracket, 2);
  ball both(bracket.bits());
  const bool met = arb_is_finite(newton.p()) &&
                   arb_intersection(both.p(), result.p(), newton.p(), bracket.bits()) != 0;
  return met ? both : result;
}

/// Where the power sum is least over 0 <= a <= 1, and its least value.
struct minimum {
  ball at;
  ball value;
};

/// S is convex: S(u) + S'(u) (a - u) <= S(a) <= S(u) where S falls from u to a.
minimum least_power_sum(const two_sides& x, slong bits) {
  const ball zero(Q(0), bits);
  const ball one(Q(1), bits);
  const ball first = slope(x, zero, 1);
  const ball last = slope(x, one, 1);
  if (arb_is_nonnegative(first.p())) return {zero, power_sum(x, zero)};
  if (arb_is_nonpositive(last.p())) return {one, power_sum(x, one)};
  ball at = joined(zero, one);
  if (!arb_is_negative(first.p())) return {at, power_sum(x, zero) + joined(zero, first)};
  if (!arb_is_positive(last.p())) return {at, power_sum(x, one) - joined(zero, last)};
  for (slong step = 0; step < bits; ++step) {
    const ball next = narrower(x, at);
    if (mag_cmp(arb_radref(next.p()), arb_radref(at.p())) >= 0) break;
    at = next;
  }
  const ball u = lower_end(at);
  return {at, power_sum(x, u) + joined(zero, slope(x, u, 1) * (at - u))};
}

// --- all of them -----------------------------------------------------------------------------

/// Of the convention, over the default.
Q scale_of(quantity what, const chosen_options& with) {
  if (with.convention == "mean") return Q(1) / 2;
  const bool of_generator = with.generator == "squared_hellinger";
  return of_generator || (what != quantity::jeffreys && with.convention == "sum") ? 2 : 1;
}

/// The divergence that an f_divergence is, its generators being named after them.
quantity generated(quantity what, const chosen_options& with) {
  return what == quantity::f_divergence ? find_quantity(with.generator)->id : what;
}

/// f'(1), which `generalised` takes off the generator.
Q tangent(quantity what, const Q& a) {
  if (what == quantity::kl) return 1;
  if (what == quantity::reverse_kl) return -1;
  if (what == quantity::k_divergence) return Q(1) / 2;
  if (what != quantity::tsallis && what != quantity::alpha) return 0;
  if (a == 1) return 1;
  return (what == quantity::tsallis ? a : Q(1)) / (a - 1);
}

/// The quantity in nats, by its default convention; for orders of infinity where it is finite.
ball of_sides(quantity what, const two_sides& x, const chosen_options& with, slong bits) {
  const std::optional<Q> a = with.order ? with.order->meant : Q(1) / 2;
  switch (what) {
    case quantity::kl:
      return kl_of(x, bits);
    case quantity::reverse_kl:
      return kl_of(swapped(x), bits);
    case quantity::jeffreys:
      return kl_of(x, bits) + kl_of(swapped(x), bits);
    case quantity::jensen_shannon:
    case quantity::jensen_shannon_distance:
      return jensen_shannon_of(x, with.weight ? *with.weight->meant : Q(1) / 2, bits);
    case quantity::total_variation:
      return total_variation_of(x, bits);
    case quantity::squared_hellinger:
    case quantity::hellinger:
      return squared_hellinger_of(x, bits);
    case quantity::chi_squared:
      return chi_squared_of(x, bits);
    case quantity::neyman_chi_squared:
      return chi_squared_of(swapped(x), bits);
    case quantity::triangular_discrimination:
      return triangular_discrimination_of(x, bits);
    case quantity::k_divergence:
      return kl_of({x.p, middle_of(x, Q(1) / 2, bits)}, bits);
    case quantity::tsallis:
    case quantity::alpha:
      return a ? tsallis_of(x, *a, what == quantity::alpha, bits) : ball(Q(0), bits);
    case quantity::bhattacharyya_coefficient:
      return power_sum(x, ball(*a, bits));
    case quantity::bhattacharyya_distance:
    case quantity::chernoff:
      return ball(Q(0), bits) - log(power_sum(x, ball(*a, bits)));
    case quantity::chernoff_information:
      return ball(Q(0), bits) - log(least_power_sum(x, bits).value);
    case quantity::renyi:
      return a ? renyi_of(x, *a, bits) : max_log_ratio_of(x, bits);
    case quantity::max_log_ratio:
      return max_log_ratio_of(x, bits);
    case quantity::entropy:
      return entropy_of(x.p, bits);
    case quantity::cross_entropy:
      return kl_of(x, bits) + entropy_of(x.p, bits);
    case quantity::perplexity:
      return perplexity_of(x, bits);
    case quantity::renyi_entropy:
      return renyi_entropy_of(x.p, a, bits);
    default:
      return tsallis_entropy_of(x.p, a, bits);
  }
}

/// The quantity in its unit, by its convention.
ball evaluated(const drawn_with_options& d, slong bits) {
  two_sides x = measured(d.meant, bits);
  if (x.q.empty()) x.q = x.p;
  const quantity what = generated(d.asked.what, d.with);
  ball value = of_sides(what, x, d.with, bits);
  if (d.meant.how == semantics::generalised) {
    const ball excess = total(x.p, bits) - total(x.q, bits);
    const Q a = d.with.order ? d.with.order->meant.value_or(0) : Q(0);
    value = value - excess * ball(tangent(what, a), bits);
  }
  value = in_unit(value * ball(scale_of(d.asked.what, d.with), bits), d.meant.in);
  const bool root =
      what == quantity::hellinger || d.asked.what == quantity::jensen_shannon_distance;
  return root ? sqrt(value) : value;
}

// --- where there is no number ----------------------------------------------------------------

/// Which kinds of outcome there are; without a q, as if q were nowhere 0.
struct supports {
  bool p_only = false;
  bool q_only = false;
  bool both = false;
};

supports supports_of(const two_sides& x) {
  supports s;
  for (std::size_t i = 0; i < x.p.size(); ++i) {
    const bool p = !x.p[i].zero;
    const bool q = x.q.empty() || !x.q[i].zero;
    s.p_only |= p && !q;
    s.q_only |= q && !p;
    s.both |= p && q;
  }
  return s;
}

/// Whether some p is above its q (above 1 where there is no q).
bool exceeds(const drawn_with_options& d) {
  const statement& s = d.meant;
  const bool logs = is_log_space(s);
  const bool one_sum = s.softmax || s.how == semantics::logits;
  if (one_sum && s.q.empty()) return false;
  if (one_sum) {  // distributions: unless they are equal
    std::optional<Q> shift;
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      if (s.p[i].has_value() != s.q[i].has_value()) return true;
      if (s.p[i] && *s.p[i] - *s.q[i] != shift.value_or(*s.p[i] - *s.q[i])) return true;
      if (s.p[i]) shift = *s.p[i] - *s.q[i];
    }
    return false;
  }
  const pair_of_weights w =
      logs || s.how == semantics::prob_vs_logprob ? pair_of_weights{} : transformed(s);
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const reals& q = s.q;
    if (logs && s.p[i] && (q.empty() ? *s.p[i] > 0 : !q[i] || *s.p[i] > *q[i])) return true;
    if (logs) continue;
    if (!w.p.empty() && w.p[i] > (w.q.empty() ? Q(1) : w.q[i])) return true;
    if (!w.p.empty() || *s.p[i] == 0) continue;
    if (!q[i]) return true;  // prob_vs_logprob, and e^rational is rational at 0 only
    if (*q[i] == 0 ? *s.p[i] > 1
                   : arb_is_positive((log(ball(*s.p[i], 4096)) - ball(*q[i], 4096)).p()))
      return true;
  }
  return false;
}

std::optional<status> infinite_if(bool condition) {
  return condition ? std::optional(status::plus_infinity) : std::nullopt;
}

/// Of the logarithm of sum p^a q^(1-a) over a - 1, and of its limits.
std::optional<status> without_renyi(const std::optional<Q>& a, const supports& s) {
  if (a == 1) return infinite_if(s.p_only);
  if (a && *a < 0 && s.q_only) return status::undefined;
  if (a && *a < 1) return infinite_if(!s.both);
  if (s.p_only) return status::plus_infinity;
  return s.both ? std::nullopt : std::optional(status::undefined);
}

std::optional<status> without_tsallis(const drawn_with_options& d, bool over_a, const supports& s) {
  const std::optional<Q> a = d.with.order->meant;
  if (!a && d.meant.how == semantics::generalised) return status::undefined;
  if (!a) return infinite_if(exceeds(d));
  if (*a < 0 && s.q_only && !over_a) return status::undefined;
  return infinite_if((*a >= 1 && s.p_only) || (over_a && *a <= 0 && s.q_only));
}

/// The same of one side: q is 1 everywhere.
std::optional<status> without_entropy(const drawn_with_options& d, bool renyi, const supports& s) {
  const std::optional<Q> a = d.with.order->meant;
  if (!renyi && !a && exceeds(d)) return status::undefined;
  if (a && *a < 0 && s.q_only) return status::plus_infinity;
  if (!renyi || s.both || a == 1) return {};
  return a && *a < 1 ? status::undefined : status::plus_infinity;
}

std::optional<status> without_number(const drawn_with_options& d) {
  if (!well_posed(d.meant)) return status::undefined;
  const supports s = supports_of(measured(d.meant, 64));
  const quantity what = generated(d.asked.what, d.with);
  switch (what) {
    case quantity::kl:
    case quantity::cross_entropy:
    case quantity::chi_squared:
    case quantity::perplexity:
      return infinite_if(s.p_only);
    case quantity::reverse_kl:
    case quantity::neyman_chi_squared:
      return infinite_if(s.q_only);
    case quantity::jeffreys:
      return infinite_if(s.p_only || s.q_only);
    case quantity::tsallis:
    case quantity::alpha:
      return without_tsallis(d, what == quantity::alpha, s);
    case quantity::bhattacharyya_distance:
    case quantity::chernoff:
    case quantity::chernoff_information:
      return infinite_if(!s.both);
    case quantity::renyi:
      return without_renyi(d.with.order->meant, s);
    case quantity::max_log_ratio:
      return without_renyi(std::nullopt, s);
    case quantity::renyi_entropy:
    case quantity::tsallis_entropy:
      return without_entropy(d, what == quantity::renyi_entropy, s);
    default:
      return {};
  }
}

Q to_power(const Q& x, long k) {
  Q result = 1;
  for (long i = 0; i < std::abs(k); ++i) result *= x;
  return k < 0 ? Q(1 / result) : result;
}

/// The term of one outcome as the specification writes it, at the whole order k.
std::optional<Q> rational_term(quantity what, const Q& p, const Q& q, long k) {
  const Q square = (p - q) * (p - q);
  switch (what) {
    case quantity::total_variation:
      return abs(p - q) / 2;
    case quantity::chi_squared:
      return q == 0 ? Q(0) : Q(square / q);
    case quantity::neyman_chi_squared:
      return p == 0 ? Q(0) : Q(square / p);
    case quantity::triangular_discrimination:
      return p + q == 0 ? Q(0) : Q(square / (p + q));
    case quantity::tsallis:
    case quantity::alpha: {
      const Q mixed = p == 0 || q == 0 ? Q(0) : Q(to_power(p, k) * to_power(q, 1 - k));
      return (mixed - q) / ((k - 1) * (what == quantity::alpha ? k : 1));
    }
    default:
      return {};
  }
}

/// The value where the weights are rational and so is the formula; 0 where p = q makes it so.
std::optional<Q> rational_value(const drawn_with_options& d) {
  const statement& s = d.meant;
  const bool separates = d.asked.what <= quantity::f_divergence;
  if (separates && s.p == s.q && s.how != semantics::prob_vs_logprob) return 0;
  if (!is_rational(s) || s.q.empty()) return {};
  const quantity what = generated(d.asked.what, d.with);
  const pair_of_weights w = transformed(s);
  if (separates && w.p == w.q) return 0;
  const std::optional<Q> a = d.with.order ? d.with.order->meant : Q(2);
  if (!a) return {};
  const bool whole = denominator(*a) == 1 && abs(*a) < 100;
  const bool of_order = what == quantity::tsallis || what == quantity::alpha;
  const bool logarithmic = *a == 1 || (what == quantity::alpha && *a == 0);
  if (of_order && (!whole || logarithmic)) return {};
  Q sum = 0;
  Q excess = 0;
  for (std::size_t i = 0; i < w.p.size(); ++i) {
    const auto term = rational_term(what, w.p[i], w.q[i], whole ? static_cast<long>(*a) : 2);
    if (!term) return {};
    sum += *term;
    excess += w.p[i] - w.q[i];
  }
  return s.how == semantics::generalised ? Q(sum - tangent(what, *a) * excess) : sum;
}

// --- the tests -------------------------------------------------------------------------------

second_answer second_answer_to(const drawn_with_options& d) {
  second_answer b{without_number(d), {}, [d](slong bits) { return evaluated(d, bits); }};
  if (!b.no_number) b.rational = rational_value(d);
  return b;
}

class vector_quantity : public ::testing::TestWithParam<quantity> {};

TEST_P(vector_quantity, AgreesWithArb) {
  sweep(GetParam(), 3000, second_answer_to);
}

std::vector<quantity> of_vectors() {
  std::vector<quantity> result;
  for (const quantity_entry& row : quantities()) {
    if (row.id < quantity::joint_entropy) result.push_back(row.id);
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(every, vector_quantity, ::testing::ValuesIn(of_vectors()),
                         [](const auto& row) { return std::string(entry(row.param).name); });

// No order between 0 and 1 has more, and the orders that are said to have it do.
TEST(ChernoffInformation, IsTheMostAnywhere) {
  for (const semantics how : entry(quantity::chernoff_information).accepted) {
    option_source source(static_cast<std::uint64_t>(how));
    for (int k = 0; k < 150; ++k) {
      const drawn_with_options d = source.problem_of(quantity::chernoff_information, how);
      if (without_number(d)) continue;
      target t;
      t.condition = false;
      const answer a = evaluate(d.asked, t);
      ASSERT_TRUE(a.bounds && a.minimiser) << described(d) << described(t, a);
      const two_sides x = measured(d.meant, 256);
      const auto at = [&](const ball& order) {
        return in_unit(ball(Q(0), 256) - log(power_sum(x, order)), d.meant.in);
      };
      for (int i = 0; i <= 16; ++i) {
        const ball value = at(ball(Q(i) / 16, 256));
        ASSERT_LE(
            arf_cmp(ball_end(value, ball_end::lower).p(), ball_end(a.bounds->bounds().hi()).p()), 0)
            << i << "/16 " << described(d);
      }
      const interval& where = a.minimiser->bounds();
      ASSERT_TRUE(mpfr_sgn(where.lo()) >= 0 && mpfr_cmp_ui(where.hi(), 1) <= 0) << described(d);
      ball order(256);
      arb_set_interval_mpfr(order.p(), where.lo(), where.hi(), 256);
      ASSERT_TRUE(overlap(at(order), a.bounds->bounds())) << described(d);
      ASSERT_TRUE(overlap(least_power_sum(x, 256).at, where)) << described(d);
    }
  }
}

}  // namespace
}  // namespace kloracle::second_opinion
