// SPDX-License-Identifier: Apache-2.0
//
// Distributions of positive numbers. With x = e^u each density times dx/du is e^(c + d u - b
// e^(ku)) or likewise concave in u. Written from Johnson, Kotz and Balakrishnan 1994/1995; lindley
// from Lindley 1958.
#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {
namespace {

ball number(const stated_law& d, std::string_view name, slong bits) {
  return {d[name], bits};
}

law positive(coordinate_ptr c) {
  law l;
  l.lower = 0;
  l.c = std::move(c);
  return l;
}

/// e^constant x^(d - 1) exp(-b x^k), of positive b and any k but 0.
law power_exponential(const ball& constant, const ball& d, const ball& b, const ball& k) {
  const ball unit = exp((log(d) - log(b)) / k);
  const ball exponent = d - Q(1);
  law l = positive(exponential(unit));
  l.log_density = [=](const outcome& o) {
    const complex_ball log_x = o.log_x();
    return log_x * exponent - exp(log_x * k) * b + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    const ball power = arb_is_positive(k.p()) ? raised(e.size(), k) : raised(e.inverse(), -k);
    return {e.one() * above(constant), e.log_size() * above(exponent), power * b};
  };
  return l;
}

/// k b^(d/k)/Gamma(d/k) x^(d - 1) exp(-b x^k): Stacy 1962.
law generalised_gamma(const ball& d, const ball& b, const ball& k) {
  return power_exponential(log(abs(k)) + log(b) * d / k - lgamma(d / k), d, b, k);
}

ball plain(const Q& x, slong bits) {
  return {x, bits};
}

law gamma(const stated_law& d, slong bits) {
  const ball rate(d.has("rate") ? d["rate"] : Q(1 / d["scale"]), bits);
  return generalised_gamma(number(d, "shape", bits), rate, plain(1, bits));
}

law exponential_law(const stated_law& d, slong bits) {
  const ball rate(d.has("rate") ? d["rate"] : Q(1 / d["scale"]), bits);
  return generalised_gamma(plain(1, bits), rate, plain(1, bits));
}

law chi_squared(const stated_law& d, slong bits) {
  return generalised_gamma(plain(d["df"] / 2, bits), plain(Q(1, 2), bits), plain(1, bits));
}

law chi(const stated_law& d, slong bits) {
  return generalised_gamma(number(d, "df", bits), plain(Q(1, 2), bits), plain(2, bits));
}

law half_normal(const stated_law& d, slong bits) {
  const ball b(Q(1) / (2 * d["sigma"] * d["sigma"]), bits);
  return generalised_gamma(plain(1, bits), b, plain(2, bits));
}

law rayleigh(const stated_law& d, slong bits) {
  const ball b(Q(1) / (2 * d["sigma"] * d["sigma"]), bits);
  return generalised_gamma(plain(2, bits), b, plain(2, bits));
}

law weibull(const stated_law& d, slong bits) {
  const ball shape = number(d, "shape", bits);
  return generalised_gamma(shape, raised(number(d, "scale", bits), -shape), shape);
}

/// scale^shape/Gamma(shape) x^(-shape - 1) exp(-scale/x): the generalised gamma of k = -1 has
/// d = -shape and the same constant with ln b * shape.
law inverse_gamma(const stated_law& d, slong bits) {
  const ball shape = number(d, "shape", bits);
  const ball scale = number(d, "scale", bits);
  const ball constant = log(scale) * shape - lgamma(shape);
  law l = positive(exponential(scale / shape));
  l.log_density = [=](const outcome& o) {
    const complex_ball log_x = o.log_x();
    return -(log_x * (shape + Q(1))) - exp(-log_x) * scale + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * above(constant), e.log_size() * (shape + Q(1)), e.inverse() * scale};
  };
  return l;
}

/// exp(-(ln x - mu)^2/(2 sigma^2))/(x sigma sqrt(2 pi)).
law log_normal(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball sigma = sigma_of(d, bits);
  const ball constant = log(sigma) + log(pi(bits) * Q(2)) * Q(1, 2);
  law l = positive(exponential(exp(mu)));
  l.log_density = [=](const outcome& o) {
    const complex_ball log_x = o.log_x();
    return -(sqr((log_x - mu) / sigma) * ball(Q(1, 2), bits)) - log_x - constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + sqr(mu / sigma)), e.log_size(), sqr(e.log_size() / sigma)};
  };
  return l;
}

/// sqrt(lambda/(2 pi x^3)) exp(-lambda (x - mu)^2/(2 mu^2 x)): in u = ln x the exponent is
/// -u/2 + lambda/mu - (lambda/2) (e^u/mu^2 + e^-u).
law inverse_gaussian(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball lambda = number(d, "lambda", bits);
  const ball constant = log(lambda / (pi(bits) * Q(2))) * Q(1, 2);
  law l = positive(exponential(mu));
  l.log_density = [=](const outcome& o) {
    const complex_ball x = o.x();
    const ball half = lambda * Q(1, 2);
    return -(o.log_x() * ball(Q(3, 2), bits)) - sqr(x - mu) * half / (x * sqr(mu)) + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + lambda / mu), e.log_size() * Q(3, 2),
            e.size() * lambda / sqr(mu), e.inverse() * lambda};
  };
  return l;
}

/// theta^2/(1 + theta) (1 + x) e^(-theta x). On a tail 1 + e^u <= 2 e^max(u, 0), which is e^(an
/// affine function), and 0 < ln(1 + x) <= x.
law lindley(const stated_law& d, slong bits) {
  const ball theta = number(d, "theta", bits);
  const ball constant = log(theta) * Q(2) - log(theta + Q(1));
  law l = positive(exponential(ball(Q(1), bits)));
  l.log_density = [=](const outcome& o) {
    const complex_ball x = o.x();
    return log(x + ball(Q(1), bits)) - x * theta + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * above(constant), e.size() * (theta + Q(1))};
  };
  l.log_bound = [=](const ball& u) {
    const ball more = arb_is_positive(u.p()) ? u * Q(2) : u;
    return more + log(ball(Q(2), bits)) - exp(u) * theta + constant;
  };
  return l;
}

/// shape minimum^shape/x^(shape + 1) on x >= minimum.
law pareto(const stated_law& d, slong bits) {
  const ball minimum = number(d, "minimum", bits);
  const ball shape = number(d, "shape", bits);
  const ball constant = log(shape) + shape * log(minimum);
  law l;
  l.lower = d["minimum"];
  l.c = exponential_from(minimum);
  l.log_density = [=](const outcome& o) { return -(o.log_x() * (shape + Q(1))) + constant; };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * above(constant), e.log_size() * (shape + Q(1))};
  };
  return l;
}

}  // namespace

std::vector<law_row> laws_of_positive_numbers() {
  return {{"gamma", gamma},
          {"exponential", exponential_law},
          {"chi_squared", chi_squared},
          {"chi", chi},
          {"half_normal", half_normal},
          {"rayleigh", rayleigh},
          {"weibull", weibull},
          {"inverse_gamma", inverse_gamma},
          {"log_normal", log_normal},
          {"inverse_gaussian", inverse_gaussian},
          {"lindley", lindley},
          {"pareto", pareto}};
}

}  // namespace kloracle::second_opinion
