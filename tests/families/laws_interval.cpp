// SPDX-License-Identifier: Apache-2.0
//
// Distributions on bounded intervals. With x made of s(u) = 1/(1 + e^-u) the densities times dx/du
// are products of powers of s(u) and s(-u), whose logarithms are concave. Written from Johnson,
// Kotz and Balakrishnan 1995; kumaraswamy from Jones 2009, continuous_bernoulli from
// Loaiza-Ganem and Cunningham 2019.
#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {
namespace {

ball number(const stated_law& d, std::string_view name, slong bits) {
  return {d[name], bits};
}

law between(const Q& lower, const Q& upper, coordinate_ptr c) {
  law l;
  l.lower = lower;
  l.upper = upper;
  l.c = std::move(c);
  return l;
}

/// 1/(upper - lower).
law uniform(const stated_law& d, slong bits) {
  const ball constant = log(ball(Q(d["upper"] - d["lower"]), bits));
  law l = between(d["lower"], d["upper"], sigmoid_between(d["lower"], d["upper"], bits));
  l.log_density = [=](const outcome&) -> complex_ball { return -constant; };
  l.log_size = [=](const envelope& e) -> majorants { return {e.one() * above(constant)}; };
  return l;
}

/// 1/(x ln(upper/lower)).
law log_uniform(const stated_law& d, slong bits) {
  const ball constant = log(log(ball(Q(d["upper"] / d["lower"]), bits)));
  law l = between(d["lower"], d["upper"], log_sigmoid_between(d["lower"], d["upper"], bits));
  l.log_density = [=](const outcome& o) { return -o.log_x() - constant; };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * above(constant), e.log_size()};
  };
  return l;
}

/// x^(alpha - 1) (1 - x)^(beta - 1)/B(alpha, beta).
law beta(const stated_law& d, slong bits) {
  const ball a = number(d, "alpha", bits);
  const ball b = number(d, "beta", bits);
  const ball constant = lgamma(a + b) - lgamma(a) - lgamma(b);
  law l = between(0, 1, sigmoid_between(0, 1, bits));
  l.log_density = [=](const outcome& o) {
    return o.log_x() * (a - Q(1)) + o.log_gap() * (b - Q(1)) + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * above(constant), e.log_size() * above(a - Q(1)),
            e.gap_size() * above(b - Q(1))};
  };
  return l;
}

/// The law of s(N), N normal; (ln(x/(1-x)) - mu)^2 <= 3 (ln^2 x + ln^2(1 - x) + mu^2).
law logit_normal(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball sigma = sigma_of(d, bits);
  const ball constant = log(sigma) + log(pi(bits) * Q(2)) * Q(1, 2);
  law l = between(0, 1, sigmoid_between(0, 1, bits));
  l.log_density = [=](const outcome& o) {
    const complex_ball log_x = o.log_x();
    const complex_ball log_gap = o.log_gap();
    const complex_ball z = (log_x - log_gap - mu) / sigma;
    return -(sqr(z) * ball(Q(1, 2), bits)) - log_x - log_gap - constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + sqr(mu / sigma) * Q(3, 2)), e.log_size(), e.gap_size(),
            sqr(e.log_size() / sigma) * Q(3, 2), sqr(e.gap_size() / sigma) * Q(3, 2)};
  };
  return l;
}

/// C prob^x (1 - prob)^(1 - x) = eta e^(eta x)/(e^eta - 1), eta = ln(prob/(1 - prob)); 1 at eta =
/// 0.
law continuous_bernoulli(const stated_law& d, slong bits) {
  const bool flat = d.has("prob") ? d["prob"] == Q(1, 2) : d["logit"] == 0;
  const ball eta =
      d.has("prob") ? log(ball(Q(d["prob"] / (1 - d["prob"])), bits)) : number(d, "logit", bits);
  const ball rise = lifted(eta, arb_expm1);
  const ball constant = flat ? ball(Q(0), bits) : log(eta / rise);
  law l = between(0, 1, sigmoid_between(0, 1, bits));
  l.log_density = [=](const outcome& o) { return o.x() * eta + constant; };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + above(eta))};
  };
  const auto c = l.c;
  l.log_bound = [=](const ball& u) {
    return c->log_slope(complex_ball(u)).real_part() + abs(eta) + constant;
  };
  return l;
}

/// a b x^(a - 1) (1 - x^a)^(b - 1); 1 - x^a >= min(1, a) (1 - x).
law kumaraswamy(const stated_law& d, slong bits) {
  const ball a = number(d, "a", bits);
  const ball b = number(d, "b", bits);
  const ball constant = log(a) + log(b);
  law l = between(0, 1, sigmoid_root(a));
  l.log_density = [=](const outcome& o) {
    const complex_ball log_x = o.log_x();
    return log_x * (a - Q(1)) + log(-expm1(log_x * a)) * (b - Q(1)) + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + above(b - Q(1)) * above(log(a))),
            e.log_size() * above(a - Q(1)), e.gap_size() * above(b - Q(1))};
  };
  return l;
}

}  // namespace

std::vector<law_row> laws_on_intervals() {
  return {{"uniform", uniform},
          {"log_uniform", log_uniform},
          {"beta", beta},
          {"logit_normal", logit_normal},
          {"continuous_bernoulli", continuous_bernoulli},
          {"kumaraswamy", kumaraswamy}};
}

}  // namespace kloracle::second_opinion
