// SPDX-License-Identifier: Apache-2.0
#include "tests/families/definition.hpp"

#include <acb_calc.h>

#include <algorithm>
#include <map>

namespace kloracle::second_opinion {

// --- distributions as stated ---------------------------------------------------------------------

const Q* stated_law::find(std::string_view name) const {
  for (const auto& [own, value] : parameters) {
    if (own == name) return &value;
  }
  return nullptr;
}

distribution stated_law::posed() const {
  distribution d{family, {}};
  for (const auto& [name, value] : parameters) d.parameters.push_back({name, {as_number(value)}});
  return d;
}

std::string stated_law::text() const {
  std::string text = family;
  for (const auto& [name, value] : parameters) text += " " + name + "=" + value.str();
  return text;
}

ball sigma_of(const stated_law& d, slong bits) {
  const auto plain = [&](std::string_view name) { return ball(d[name], bits); };
  if (d.has("variance")) return sqrt(plain("variance"));
  if (d.has("log_variance")) return exp(plain("log_variance") * Q(1, 2));
  if (d.has("log_sigma")) return exp(plain("log_sigma"));
  if (d.has("precision")) return ball(Q(1), bits) / sqrt(plain("precision"));
  return plain("sigma");
}

namespace {

const std::map<std::string_view, law (*)(const stated_law&, slong)>& all_laws() {
  static const auto laws = [] {
    std::map<std::string_view, law (*)(const stated_law&, slong)> all;
    for (const auto& rows :
         {laws_on_the_line(), laws_of_positive_numbers(), laws_on_intervals(), laws_of_counts()}) {
      for (const law_row& row : rows) all[row.family] = row.make;
    }
    return all;
  }();
  return laws;
}

}  // namespace

bool is_defined(std::string_view family) {
  return all_laws().contains(family);
}

std::optional<law> law_of(const stated_law& d, slong bits) {
  const auto found = all_laws().find(d.family);
  if (found == all_laws().end()) return std::nullopt;
  return found->second(d, bits);
}

bool support_within(const law& p, const law& q) {
  if (p.discrete != q.discrete) return false;
  const bool below = q.lower && (!p.lower || *p.lower < *q.lower);
  const bool above = q.upper && (!p.upper || *p.upper > *q.upper);
  return !below && !above;
}

ball widened(const ball& x, const ball& radius) {
  ball result(x);
  arb_add_error(result.p(), radius.p());
  return result;
}

// --- integrals -----------------------------------------------------------------------------------

namespace {

struct integrand {
  const std::function<complex_ball(const complex_ball&)>& f;
};

int call(acb_ptr out, const acb_t at, void* what, slong order, slong bits) {
  const complex_ball value = static_cast<integrand*>(what)->f({at, bits, order != 0});
  acb_set(out, value.p());
  return 0;
}

// ln of what is integrated, on the real line: L + ln m for each of several m. Each is concave on
// the tails |u| >= 1.
using tail_logarithms = std::function<majorants(const ball& u)>;

// Bound on the integral of the sum of e^A from T outwards: A concave lies below its tangent, and
// its slope at T is at most A(T) - A(T - 1), so it is at most e^A(T)/(A(T - 1) - A(T)) if that
// slope is negative. nullopt if it is not.
std::optional<ball> tail_bound(const tail_logarithms& logarithms, const Q& from, int direction,
                               slong bits) {
  const majorants here = logarithms(ball(Q(from * direction), bits));
  const majorants before = logarithms(ball(Q((from - 1) * direction), bits));
  ball total(Q(0), bits);
  for (std::size_t i = 0; i < here.size(); ++i) {
    const ball fall = before[i] - here[i];
    if (!arb_is_positive(fall.p())) return std::nullopt;
    total = total + exp(here[i]) / fall;
  }
  return total;
}

struct cut {
  Q at;
  ball beyond;
};

bool small(const ball& x, slong exponent) {
  return arf_cmpabs_2exp_si(ball_end(x, ball_end::upper).p(), exponent) <= 0;
}

// Where a tail may be cut off: the least multiple of a power of two that does.
std::optional<cut> cut_off(const tail_logarithms& logarithms, int direction, const precision& how) {
  const slong wanted = how.exponent - how.goal;
  const auto enough = [&](const Q& at) -> std::optional<cut> {
    const auto bound = tail_bound(logarithms, at, direction, how.bits);
    if (!bound || !small(*bound, wanted)) return std::nullopt;
    return cut{at, *bound};
  };
  Q far = 2;
  while (far < (1 << 20) && !enough(far)) far *= 2;
  std::optional<cut> best = enough(far);
  if (!best) return std::nullopt;
  Q near = far / 2;
  for (int i = 0; i < 4; ++i) {
    const Q between = (near + best->at) / 2;
    const auto better = between < 2 ? std::nullopt : enough(between);
    better ? best = better : std::optional<cut>();
    if (!better) near = between;
  }
  return best;
}

// The integral of f over a coordinate from `first`, or over the whole line.
finite_or_not over_the_line(const std::function<complex_ball(const complex_ball&)>& f,
                            const tail_logarithms& tails, const std::optional<Q>& first,
                            const precision& how) {
  const auto above = cut_off(tails, 1, how);
  if (!above) return std::nullopt;
  ball beyond = above->beyond;
  Q from = first.value_or(0);
  if (!first) {
    const auto below = cut_off(tails, -1, how);
    if (!below) return std::nullopt;
    beyond = beyond + below->beyond;
    from = -below->at;
  }
  const ball middle((Q(0)), how.bits);
  const ball inside = integral(f, middle, ball(above->at, how.bits), how);
  if (first) return widened(inside, beyond);
  return widened(inside + integral(f, ball(from, how.bits), middle, how), beyond);
}

complex_ball log_mass(const law& p, const complex_ball& u) {
  return p.log_density(outcome(*p.c, u)) + p.c->log_slope(u);
}

ball log_mass_bound(const law& p, const ball& u) {
  return p.log_bound ? p.log_bound(u) : log_mass(p, complex_ball(u)).real_part();
}

// E_P of a combination of ln p and ln q: both weights 1 at most in size.
finite_or_not expected_log(const law& p, const law* q, int of_p, const precision& how) {
  const auto f = [&](const complex_ball& u) {
    const outcome o(*p.c, u);
    const complex_ball own = p.log_density(o);
    complex_ball value = own * ball(Q(of_p), how.bits);
    if (q != nullptr) value = value - q->log_density(o);
    return exp(own + p.c->log_slope(u)) * value;
  };
  const auto tails = [&](const ball& u) {
    const envelope e{*p.c, u};
    majorants all = of_p == 0 ? majorants{} : p.log_size(e);
    if (q != nullptr) {
      for (const ball& more : q->log_size(e)) all.push_back(more);
    }
    const ball mass = log_mass_bound(p, u);
    for (ball& m : all) m = mass + log(m);
    return all;
  };
  return over_the_line(f, tails, p.c->first, how);
}

// The same of counts: sums up to `last`, or to where what follows is small. The terms beyond k are
// at most (term k) times powers of the ratio, as both factors' ratios do not increase.
finite_or_not expected_log_of_counts(const law& p, const law* q, int of_p, const precision& how) {
  ball total(Q(0), how.bits);
  for (long k = 0; k < 100000; ++k) {
    if (p.upper && k > *p.upper) return total;
    const auto own = p.log_probability(k);
    if (!own) continue;
    ball value = *own * Q(of_p);
    if (q != nullptr) {
      const auto other = q->log_probability(k);
      if (!other) return std::nullopt;
      value = value - *other;
    }
    total = total + exp(*own) * value;
    if (p.upper || k < 2) continue;
    const auto sizes = [&](long j) {
      majorants all = of_p == 0 ? majorants{} : p.log_probability_size(j);
      if (q == nullptr) return all;
      for (const ball& more : q->log_probability_size(j)) all.push_back(more);
      return all;
    };
    const majorants here = sizes(k);
    const majorants next = sizes(k + 1);
    ball beyond(Q(0), how.bits);
    bool converges = true;
    for (std::size_t i = 0; i < here.size(); ++i) {
      const ball ratio = p.ratio(k) * next[i] / here[i];
      const ball rest = ball(Q(1), how.bits) - ratio;
      converges = converges && arb_is_positive(rest.p());
      beyond = beyond + exp(*own) * here[i] * ratio / rest;
    }
    if (converges && small(beyond, how.exponent - how.goal)) return widened(total, beyond);
  }
  return std::nullopt;
}

finite_or_not negative(const finite_or_not& x) {
  return x ? finite_or_not(-*x) : std::nullopt;
}

}  // namespace

ball integral(const std::function<complex_ball(const complex_ball&)>& f, const ball& a,
              const ball& b, const precision& how) {
  complex_ball result(how.bits, false);
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, how.exponent - how.goal);
  integrand what{f};
  acb_calc_integrate(result.p(), call, &what, complex_ball(a).p(), complex_ball(b).p(), how.goal,
                     tolerance, nullptr, how.bits);
  mag_clear(tolerance);
  return result.real_part();
}

finite_or_not kl_by_definition(const law& p, const law& q, const precision& how) {
  if (!support_within(p, q)) return std::nullopt;
  return p.discrete ? expected_log_of_counts(p, &q, 1, how) : expected_log(p, &q, 1, how);
}

finite_or_not entropy_by_definition(const law& p, const precision& how) {
  return negative(p.discrete ? expected_log_of_counts(p, nullptr, 1, how)
                             : expected_log(p, nullptr, 1, how));
}

finite_or_not cross_entropy_by_definition(const law& p, const law& q, const precision& how) {
  if (!support_within(p, q)) return std::nullopt;
  return p.discrete ? expected_log_of_counts(p, &q, 0, how) : expected_log(p, &q, 0, how);
}

// Of counts: p^a q^(1-a) <= a p + (1-a) q (Young), for 0 < a < 1, and the tails of these.
static finite_or_not affinity_of_counts(const law& p, const law& q, const Q& a,
                                        const precision& how) {
  ball total(Q(0), how.bits);
  for (long k = 0; k < 100000; ++k) {
    if ((p.upper && k > *p.upper) || (q.upper && k > *q.upper)) return total;
    const auto of_p = p.log_probability(k);
    const auto of_q = q.log_probability(k);
    if (!of_p || !of_q) continue;
    total = total + exp(*of_p * a + *of_q * Q(1 - a));
    if (p.upper || q.upper) continue;
    const auto beyond = [&](const law& l, const ball& log_here) {
      const ball ratio = l.ratio(k);
      const ball rest = ball(Q(1), how.bits) - ratio;
      return arb_is_positive(rest.p()) ? exp(log_here) * ratio / rest : ball(Q(1), how.bits);
    };
    const ball more = beyond(p, *of_p) + beyond(q, *of_q);
    if (small(more, how.exponent - how.goal)) return widened(total, more);
  }
  return std::nullopt;
}

finite_or_not affinity_by_definition(const law& p, const law& q, const Q& a, const precision& how) {
  if (p.discrete) return affinity_of_counts(p, q, a, how);
  if ((a > 1 && !support_within(p, q)) || (a < 0 && !support_within(q, p))) return std::nullopt;
  const law& inner = support_within(p, q) ? p : q;  // one support lies in the other
  const ball of_p(a, how.bits);
  const ball of_q(Q(1 - a), how.bits);
  const auto logarithm = [&](const complex_ball& u) {
    const outcome o(*inner.c, u);
    return p.log_density(o) * of_p + q.log_density(o) * of_q + inner.c->log_slope(u);
  };
  const auto tails = [&](const ball& u) -> majorants {
    if (p.log_bound) return {log_mass_bound(p, u) * of_p + log_mass_bound(q, u) * of_q};
    return {logarithm(complex_ball(u)).real_part()};
  };
  return over_the_line([&](const complex_ball& u) { return exp(logarithm(u)); }, tails,
                       inner.c->first, how);
}

finite_or_not total_variation_by_definition(const law& p, const law& q, const precision& how) {
  if (p.discrete) {  // of at most `upper` outcomes
    ball total(Q(0), how.bits);
    for (long k = 0; k <= std::max(*p.upper, *q.upper); ++k) {
      const auto weight = [&](const law& l) {
        const auto logarithm = l.log_probability(k);
        return logarithm ? exp(*logarithm) : ball(Q(0), how.bits);
      };
      total = total + abs(weight(p) - weight(q));
    }
    return total * Q(1, 2);
  }
  const auto log_masses = [&](const complex_ball& u) {
    const outcome o(*p.c, u);
    const complex_ball slope = p.c->log_slope(u);
    return std::pair(p.log_density(o) + slope, q.log_density(o) + slope);
  };
  const auto f = [&](const complex_ball& u) {
    const auto [of_p, of_q] = log_masses(u);
    return real_abs(exp(of_p) - exp(of_q)) * ball(Q(1, 2), how.bits);
  };
  const auto tails = [&](const ball& u) -> majorants {
    const auto [of_p, of_q] = log_masses(complex_ball(u));
    return {of_p.real_part(), of_q.real_part()};
  };
  return over_the_line(f, tails, p.c->first, how);
}

}  // namespace kloracle::second_opinion
