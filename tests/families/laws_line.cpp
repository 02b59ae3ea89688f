// SPDX-License-Identifier: Apache-2.0
//
// Distributions on the whole line. Written from Johnson, Kotz and Balakrishnan 1994/1995,
// "Continuous Univariate Distributions"; moyal from Moyal 1955.
#include "tests/families/laws.hpp"

namespace kloracle::second_opinion {
namespace {

ball number(const stated_law& d, std::string_view name, slong bits) {
  return {d[name], bits};
}

// (x - origin)/unit
complex_ball standardised(const outcome& o, const ball& origin, const ball& unit) {
  return (o.x() - origin) / unit;
}

// >= |x - origin|/unit
majorants standardised_size(const envelope& e, const ball& origin, const ball& unit) {
  return {e.size() / unit, e.one() * above(origin) / unit};
}

/// exp(-z^2/2)/(sigma sqrt(2 pi)), z = (x - mu)/sigma; z^2 <= 2 (x^2 + mu^2)/sigma^2.
law normal(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball sigma = sigma_of(d, bits);
  const ball constant = log(sigma) + log(pi(bits) * Q(2)) * Q(1, 2);
  law l;
  l.c = affine(mu, sigma);
  l.log_density = [=](const outcome& o) {
    return -(sqr(standardised(o, mu, sigma)) * ball(Q(1, 2), bits)) - constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    return {e.one() * (above(constant) + sqr(mu / sigma)), sqr(e.size() / sigma)};
  };
  return l;
}

/// exp(-|z|)/(2 scale).
law laplace(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball scale = number(d, "scale", bits);
  law l;
  l.c = affine(mu, scale);
  l.log_density = [=](const outcome& o) {
    return -real_abs(standardised(o, mu, scale)) - log(scale * Q(2));
  };
  l.log_size = [=](const envelope& e) {
    majorants m = standardised_size(e, mu, scale);
    m.push_back(e.one() * above(log(scale * Q(2))));
    return m;
  };
  return l;
}

/// exp(-z - e^-z)/scale.
law gumbel(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball scale = number(d, "scale", bits);
  law l;
  l.c = affine(mu, scale);
  l.log_density = [=](const outcome& o) {
    const complex_ball z = standardised(o, mu, scale);
    return -z - exp(-z) - log(scale);
  };
  l.log_size = [=](const envelope& e) {
    majorants m = standardised_size(e, mu, scale);
    m.push_back(e.one() * above(log(scale)));
    m.push_back(exp(mu / scale) * e.decay(ball(Q(1), bits) / scale));
    return m;
  };
  return l;
}

/// exp(-(z + e^-z)/2)/(scale sqrt(2 pi)).
law moyal(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball scale = number(d, "scale", bits);
  const ball constant = log(scale) + log(pi(bits) * Q(2)) * Q(1, 2);
  law l;
  l.c = affine(mu, scale);
  l.log_density = [=](const outcome& o) {
    const complex_ball z = standardised(o, mu, scale);
    return -((z + exp(-z)) * ball(Q(1, 2), bits)) - constant;
  };
  l.log_size = [=](const envelope& e) {
    majorants m = standardised_size(e, mu, scale);
    m.push_back(e.one() * above(constant));
    m.push_back(exp(mu / scale) * e.decay(ball(Q(1), bits) / scale));
    return m;
  };
  return l;
}

/// e^-z/(scale (1 + e^-z)^2): |ln of it + ln scale| = |z| + 2 ln(1 + e^-|z|) <= |z| + 2 ln 2.
law logistic(const stated_law& d, slong bits) {
  const ball mu = number(d, "mu", bits);
  const ball scale = number(d, "scale", bits);
  law l;
  l.c = affine(mu, scale);
  l.log_density = [=](const outcome& o) {
    const complex_ball z = standardised(o, mu, scale);
    return -softplus(z) - softplus(-z) - log(scale);
  };
  l.log_size = [=](const envelope& e) {
    majorants m = standardised_size(e, mu, scale);
    m.push_back(e.one() * (above(log(scale)) + log(ball(Q(4), bits))));
    return m;
  };
  return l;
}

/// Gamma((df + 1)/2)/(Gamma(df/2) sqrt(df pi) scale) (1 + z^2/df)^(-(df + 1)/2). With z = sqrt(df)
/// sinh u the density times dx/du is proportional to cosh(u)^-df, and -ln cosh is concave.
/// ln(1 + y^2) <= 2 ln(1 + |y|) <= 2 ln(1 + (1 + |mu|)/b) + 2 ln(1 + |x|) for y = (x - mu)/b.
law student(const ball& df, const ball& mu, const ball& scale) {
  const slong bits = df.bits();
  const ball power = (df + Q(1)) * Q(1, 2);
  const ball unit = scale * sqrt(df);
  const ball constant = lgamma(power) - lgamma(df * Q(1, 2)) - log(pi(bits)) * Q(1, 2) - log(unit);
  law l;
  l.c = hyperbolic(mu, unit);
  l.log_density = [=](const outcome& o) {
    return -(log(sqr(standardised(o, mu, unit)) + ball(Q(1), bits)) * power) + constant;
  };
  l.log_size = [=](const envelope& e) -> majorants {
    const ball outside = log((above(mu) + Q(1)) / unit + Q(1));
    return {e.one() * (above(constant) + power * outside * Q(2)), e.log_above() * power * Q(2)};
  };
  return l;
}

law student_t(const stated_law& d, slong bits) {
  return student(number(d, "df", bits), number(d, "mu", bits), number(d, "scale", bits));
}

law cauchy(const stated_law& d, slong bits) {
  return student(ball(Q(1), bits), number(d, "mu", bits), number(d, "scale", bits));
}

}  // namespace

std::vector<law_row> laws_on_the_line() {
  return {{"normal", normal},     {"laplace", laplace},     {"gumbel", gumbel}, {"moyal", moyal},
          {"logistic", logistic}, {"student_t", student_t}, {"cauchy", cauchy}};
}

}  // namespace kloracle::second_opinion
