// SPDX-License-Identifier: Apache-2.0
//
// The condition numbers of families with matrices against quotients of differences of the oracle's
// own values. multivariate_arb_test.cpp has those of normal laws of vectors.
#include "tests/families/gaussian_laws.hpp"

namespace kloracle {
namespace {

class MatrixCondition : public ::testing::Test {
  mpfr_env env_;
};

struct posed_problem {
  quantity what;
  std::optional<Q> order;
  distribution p;
  std::optional<distribution> q;

  interval value() const {
    const answer a = answered(what, p, q, order, unit::nats, 500);
    EXPECT_TRUE(a.bounds) << a.argument << a.reason;
    return a.bounds->bounds();
  }
};

// The slope by the numbers at `at`, which move together. The quotient (f(x + h) - f(x - h))/(2h) is
// off by h^2 f'''/6, with a third derivative far below 2^100 here.
interval slope(const posed_problem& x, parameter& moving, const std::vector<std::size_t>& at) {
  const Q before = exact(moving.values[at[0]]);
  const Q h = power_of_two(-150);
  const auto value_at = [&](const Q& moved) {
    for (const std::size_t i : at) moving.values[i] = as_number(moved);
    return x.value();
  };
  const interval quotient = (value_at(before + h) - value_at(before - h)) / Q(2 * h);
  for (const std::size_t i : at) moving.values[i] = as_number(before);
  const interval off(power_of_two(-200), 300);
  return quotient + hull(-off, off);
}

interval sensitivity_by(const posed_problem& x, parameter& moving) {
  const bool symmetric =
      moving.shape.size() == 2 && moving.name != "mean" && moving.name != "scale_tril";
  interval total(0L, 300);
  const std::size_t n = symmetric ? moving.shape[0] : 1;
  for (std::size_t i = 0; i < moving.values.size(); ++i) {
    const Q size = abs(exact(moving.values[i]));
    if (size == 0) continue;
    std::vector<std::size_t> together{i};
    if (symmetric && i / n < i % n) continue;
    if (symmetric && i / n > i % n) together.push_back(i % n * n + i / n);
    total = total + abs(slope(x, moving, together)) * size;
  }
  return total;
}

void expect_condition(posed_problem x) {
  problem posed{x.what, x.p, x.q};
  if (x.order) posed.order = as_number(*x.order);
  const answer a = evaluate(posed);
  ASSERT_FALSE(a.condition.empty()) << entry(x.what).name << a.reason;
  std::size_t at = 0;
  for (distribution* d : {&x.p, x.q ? &*x.q : nullptr}) {
    if (d == nullptr) continue;
    for (parameter& moving : d->parameters) {
      const interval expected = sensitivity_by(x, moving);
      const perturbation& said = a.condition.at(++at);
      EXPECT_TRUE(overlap(said.absolute.bounds(), expected))
          << entry(x.what).name << " " << said.model << " " << said.absolute.lower_decimal(12)
          << " expected " << enclosure(expected).lower_decimal(12);
      EXPECT_TRUE(narrower_than(said.absolute.bounds(), 20)) << said.model;
    }
  }
  EXPECT_EQ(at + 1, a.condition.size());
}

rational_matrix positive(law_drawer& draw, std::size_t d) {
  rational_matrix l = draw.triangle(d);
  for (std::size_t i = 0; i < d; ++i) l(i, i) += 20;
  return l * transposed(l);
}

TEST_F(MatrixCondition, Wishart) {
  law_drawer draw(41);
  const auto law = [&](std::size_t d, long form) {
    static const char* const names[] = {"scale", "inverse_scale", "scale_tril"};
    const rational_matrix s = form < 2 ? positive(draw, d) : draw.triangle(d);
    return distribution{"wishart",
                        {stated("df", Q(d) + draw.positive_vector(1)[0]), stated(names[form], s)}};
  };
  for (const std::size_t d : {1U, 3U}) {
    for (long form = 0; form < 3; ++form) {
      const distribution p = law(d, form);
      const distribution q = law(d, (form + 1) % 3);
      for (const quantity what : {quantity::kl, quantity::reverse_kl, quantity::jeffreys,
                                  quantity::cross_entropy, quantity::hellinger}) {
        expect_condition({what, {}, p, q});
      }
      expect_condition({quantity::chernoff, Q(1, 3), p, q});
      expect_condition({quantity::entropy, {}, p, {}});
    }
  }
}

TEST_F(MatrixCondition, MatrixNormal) {
  law_drawer draw(42);
  const auto law = [&](std::size_t n, std::size_t c) {
    return distribution{"matrix_normal",
                        {stated("mean", rational_matrix(n, c, draw.vector(n * c))),
                         stated("row_covariance", positive(draw, n)),
                         stated("column_covariance", positive(draw, c))}};
  };
  const std::pair<std::size_t, std::size_t> shapes[] = {{1, 1}, {1, 3}, {3, 2}};
  for (const auto& [n, c] : shapes) {
    const distribution p = law(n, c);
    const distribution q = law(n, c);
    for (const quantity what :
         {quantity::kl, quantity::reverse_kl, quantity::jeffreys, quantity::cross_entropy}) {
      expect_condition({what, {}, p, q});
    }
    expect_condition({quantity::entropy, {}, p, {}});
  }
}

}  // namespace
}  // namespace kloracle
