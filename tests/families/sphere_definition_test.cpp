// SPDX-License-Identifier: Apache-2.0
//
// Distributions on circles and spheres against integrals over t, the cosine with the mean
// direction: a point of the sphere in R^d has that cosine with weight S_(d-2) (1 - t^2)^((d-3)/2).
// Normalisers too are integrals: no Bessel function is used here.
#include <gtest/gtest.h>

#include <map>

#include "oracle/mpfr_env.hpp"
#include "tests/families/definition.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr slong twenty_digits = 67;  // 20 ln 10/ln 2

const precision exactly{192, 96, 0};

enum class shape { fisher, power };  // e^(kappa t) and (1 + t)^kappa

struct zonal {
  shape of;
  long d;
  Q kappa;
};

parameter scalar(std::string name, const Q& value) {
  return {std::move(name), {as_number(value)}};
}

distribution posed(const zonal& z) {
  const bool uniform = z.kappa == 0 && z.of == shape::power;
  if (uniform) return {"spherical_uniform", {scalar("dimension", z.d)}};
  return {z.of == shape::fisher ? "von_mises_fisher" : "power_spherical",
          {scalar("dimension", z.d), scalar("kappa", z.kappa)}};
}

std::string text(const zonal& z) {
  return posed(z).family + " d=" + std::to_string(z.d) + " kappa=" + z.kappa.str();
}

// With t = 2 s(u) - 1 the weight times dt/du is 2^(d-2) (s(u) s(-u))^((d-1)/2), and 1 + t = 2 s(u).
struct cosine {
  complex_ball u;
  complex_ball log_sum() const {  // ln(1 + t)
    return log(ball(Q(2), u.bits())) - softplus(-u);
  }
  complex_ball t() const { return exp(log_sum()) - ball(Q(1), u.bits()); }
  complex_ball log_density(const zonal& z) const {
    return (z.of == shape::power ? log_sum() : t()) * ball(z.kappa, u.bits());
  }
  complex_ball log_weight(long d) const {
    const ball constant = log(ball(Q(2), u.bits())) * Q(d - 2);
    return constant - (softplus(u) + softplus(-u)) * ball(Q(d - 1, 2), u.bits());
  }
};

// The integral of f e^(log_density) where |f| <= 4^growth (2 + |u|)^2. s(u) s(-u) <= e^-|u|, and
// the density is at most e^kappa or 2^kappa, both below 4^kappa. (2 + |u|)^2 <= 16 e^(|u|/4), so
// that what lies beyond |u| = T is at most 2 * 16 * 4^(kappa + growth) 2^(d-2) e^(-cT)/c,
// c = (d-1)/2 - 1/4.
ball over_cosines(const zonal& z, const Q& growth,
                  const std::function<complex_ball(const cosine&)>& f) {
  const slong bits = exactly.bits;
  const Q c = Q(z.d - 1, 2) - Q(1, 4);
  const Q order = z.kappa + growth;
  const Q reach = (Q(90) + order * 2 + z.d) / c;
  const ball constant = log(ball(Q(4), bits)) * Q(order + 3) + log(ball(Q(2), bits)) * Q(z.d - 2);
  const ball beyond = exp(constant - ball(Q(c * reach), bits)) / c;
  const auto g = [&](const complex_ball& u) {
    const cosine at{u};
    return f(at) * exp(at.log_density(z) + at.log_weight(z.d));
  };
  const ball middle(Q(0), bits);
  return widened(integral(g, ball(Q(-reach), bits), middle, exactly) +
                     integral(g, middle, ball(reach, bits), exactly),
                 beyond);
}

ball normaliser(const zonal& z) {
  static std::map<std::string, ball> known;
  const auto [found, fresh] =
      known.try_emplace(text(z) + (z.of == shape::power ? "p" : "f"), exactly.bits);
  if (!fresh) return found->second;
  return found->second = over_cosines(
             z, 0, [](const cosine& at) -> complex_ball { return ball(Q(1), at.u.bits()); });
}

// E_P of ln of Q's unnormalised density, which is at most kappa_q (2 + |u|) in size; by symmetry
// E_P[mu_q . x] = cos E_P[t]. A power density of Q has P's direction.
ball average(const zonal& p, const zonal& q, const ball& cos) {
  if (q.kappa == 0) return {Q(0), exactly.bits};
  static std::map<std::string, ball> known;  // E_P[t] and E_P[ln(1 + t)]
  const zonal once{q.of, q.d, 1};
  const auto [found, fresh] = known.try_emplace(text(p) + text(once), exactly.bits);
  if (fresh) {
    const auto f = [&](const cosine& at) { return at.log_density(once); };
    found->second = over_cosines(p, 1, f) / normaliser(p);
  }
  const ball value = found->second * q.kappa;
  return q.of == shape::fisher ? value * cos : value;
}

ball kl_between(const zonal& p, const zonal& q, const ball& cos) {
  const ball one(Q(1), exactly.bits);
  return average(p, p, one) - log(normaliser(p)) - average(p, q, cos) + log(normaliser(q));
}

// ln of S_(d-2) = 2 pi^((d-1)/2)/Gamma((d-1)/2).
ball log_lesser_sphere(long d) {
  const Q half(d - 1, 2);
  return log(ball(Q(2), exactly.bits)) + log(pi(exactly.bits)) * half -
         lgamma(ball(half, exactly.bits));
}

ball entropy_of_zonal(const zonal& p) {
  const ball one(Q(1), exactly.bits);
  return log(normaliser(p)) + log_lesser_sphere(p.d) - average(p, p, one);
}

void expect_near(const problem& asked, const ball& value, const std::string& about) {
  target t;
  t.condition = false;
  t.enclosure_bits = twenty_digits + 3;
  const answer a = evaluate(asked, t);
  ASSERT_TRUE(a.bounds) << about << " " << a.argument << " " << a.reason;
  EXPECT_TRUE(overlap(value, a.bounds->bounds()))
      << about << ": " << a.decimal << "; by definition " << arb_get_str(value.p(), 30, 0);
  EXPECT_GE(arb_rel_accuracy_bits(value.p()), twenty_digits) << about << " by definition";
  EXPECT_TRUE(narrower_than(a.bounds->bounds(), twenty_digits)) << about;
}

class on_spheres : public ::testing::Test {
 protected:
  mpfr_env env_;
};

const Q kappas[] = {Q(1, 4), Q(11, 2)};

TEST_F(on_spheres, DivergencesOfOneDirection) {
  const ball one(Q(1), exactly.bits);
  for (const long d : {2, 3}) {
    std::vector<zonal> all = {{shape::power, d, 0}};
    for (const Q& kappa : kappas) {
      all.push_back({shape::fisher, d, kappa});
      all.push_back({shape::power, d, kappa});
    }
    for (const zonal& p : all) {
      for (const zonal& q : all) {
        const bool covered = q.of == shape::fisher || q.kappa == 0 || p.of == q.of;
        if (!covered || (p.of == q.of && p.kappa == q.kappa)) continue;
        if (p.of == q.of && p.of == shape::power && p.kappa == 0) continue;
        expect_near({quantity::kl, posed(p), posed(q)}, kl_between(p, q, one),
                    text(p) + " against " + text(q));
      }
    }
  }
}

TEST_F(on_spheres, Entropies) {
  for (const long d : {2, 3, 4}) {
    for (const Q& kappa : kappas) {
      for (const shape of : {shape::fisher, shape::power}) {
        const zonal p{of, d, kappa};
        expect_near({quantity::entropy, posed(p)}, entropy_of_zonal(p), text(p));
      }
    }
  }
}

distribution von_mises(const Q& mu, const Q& kappa) {
  return {"von_mises", {scalar("mu", mu), scalar("kappa", kappa)}};
}

TEST_F(on_spheres, TheCircle) {
  for (const Q& kappa_p : kappas) {
    for (const Q& kappa_q : kappas) {
      for (const Q& apart : {Q(1, 3), Q(40)}) {
        const ball cos = lifted(ball(apart, exactly.bits), arb_cos);
        const zonal p{shape::fisher, 2, kappa_p};
        const zonal q{shape::fisher, 2, kappa_q};
        const std::string about = text(p) + " " + text(q) + " at " + apart.str();
        const distribution left = von_mises(2, kappa_p);
        const distribution right = von_mises(Q(apart + 2), kappa_q);
        expect_near({quantity::kl, left, right}, kl_between(p, q, cos), about);
        // p^(1/2) q^(1/2) is proportional to the density of the mean of the two kappa mu.
        const ball norm = sqrt(ball(Q(kappa_p * kappa_p + kappa_q * kappa_q), exactly.bits) +
                               cos * Q(2 * kappa_p * kappa_q)) *
                          Q(1, 2);
        const auto f = [&](const cosine& at) { return exp(at.t() * norm); };
        const ball between = over_cosines({shape::fisher, 2, 0}, Q((kappa_p + kappa_q) / 2), f);
        const ball coefficient = between / sqrt(normaliser(p) * normaliser(q));
        expect_near({quantity::bhattacharyya_coefficient, left, right}, coefficient, about);
      }
    }
    const zonal p{shape::fisher, 2, kappa_p};
    expect_near({quantity::entropy, von_mises(1, kappa_p)}, entropy_of_zonal(p), text(p));
  }
}

TEST_F(on_spheres, DirectionsApart) {
  const auto pointing = [](std::vector<Q> direction, const Q& kappa) {
    parameter along{"mean_direction", {}};
    for (const Q& x : direction) along.values.push_back(as_number(x));
    return distribution{"von_mises_fisher", {along, scalar("kappa", kappa)}};
  };
  const zonal p{shape::fisher, 3, Q(3, 2)};
  const zonal q{shape::fisher, 3, Q(5)};
  // (1, 2, 2) and (3, 0, 4) have the cosine 11/15.
  expect_near({quantity::kl, pointing({1, 2, 2}, p.kappa), pointing({3, 0, 4}, q.kappa)},
              kl_between(p, q, ball(Q(11, 15), exactly.bits)), "directions");
  expect_near({quantity::kl, pointing({1, 2, 2}, p.kappa), pointing({-3, 0, -4}, q.kappa)},
              kl_between(p, q, ball(Q(-11, 15), exactly.bits)), "directions");
}

}  // namespace
}  // namespace kloracle::second_opinion
