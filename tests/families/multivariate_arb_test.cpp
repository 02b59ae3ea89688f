// SPDX-License-Identifier: Apache-2.0
//
// Normal laws of vectors against Arb's matrices: values from inverses and determinants, condition
// numbers from quotients of differences.
#include <gtest/gtest.h>

#include <arb_mat.h>

#include <functional>

#include "tests/families/gaussian_laws.hpp"
#include "tests/oracle/arb_ball.hpp"

namespace kloracle::second_opinion {
namespace {

constexpr slong bits = 1500;

class MultivariateArb : public ::testing::Test {
  mpfr_env env_;
};

/// An arb_mat_t that owns itself.
class ball_matrix {
 public:
  ball_matrix(std::size_t rows, std::size_t columns) {
    arb_mat_init(x_, static_cast<slong>(rows), static_cast<slong>(columns));
  }
  explicit ball_matrix(const rational_matrix& a) : ball_matrix(a.rows(), a.columns()) {
    for (std::size_t i = 0; i < a.rows(); ++i) {
      for (std::size_t j = 0; j < a.columns(); ++j) set(i, j, ball(a(i, j), bits));
    }
  }
  ball_matrix(const ball_matrix& other) : ball_matrix(other.rows(), other.columns()) {
    arb_mat_set(x_, other.x_);
  }
  ball_matrix& operator=(const ball_matrix& other) {
    arb_mat_set(x_, other.x_);
    return *this;
  }
  ~ball_matrix() { arb_mat_clear(x_); }

  std::size_t rows() const { return static_cast<std::size_t>(arb_mat_nrows(x_)); }
  std::size_t columns() const { return static_cast<std::size_t>(arb_mat_ncols(x_)); }
  void set(std::size_t i, std::size_t j, const ball& value) {
    arb_set(arb_mat_entry(x_, static_cast<slong>(i), static_cast<slong>(j)), value.p());
  }
  ball get(std::size_t i, std::size_t j) const {
    ball value(bits);
    arb_set(value.p(), arb_mat_entry(x_, static_cast<slong>(i), static_cast<slong>(j)));
    return value;
  }

  ball determinant() const {
    ball value(bits);
    arb_mat_det(value.p(), x_, bits);
    return value;
  }
  ball_matrix inverse() const {
    ball_matrix result(rows(), rows());
    EXPECT_NE(arb_mat_inv(result.x_, x_, bits), 0);
    return result;
  }
  friend ball_matrix operator*(const ball_matrix& a, const ball_matrix& b) {
    ball_matrix result(a.rows(), b.columns());
    arb_mat_mul(result.x_, a.x_, b.x_, bits);
    return result;
  }
  friend ball_matrix operator+(const ball_matrix& a, const ball_matrix& b) {
    ball_matrix result(a.rows(), a.columns());
    arb_mat_add(result.x_, a.x_, b.x_, bits);
    return result;
  }
  ball_matrix times(const ball& factor) const {
    ball_matrix result(rows(), columns());
    arb_mat_scalar_mul_arb(result.x_, x_, factor.p(), bits);
    return result;
  }
  ball trace() const {
    ball value(bits);
    arb_mat_trace(value.p(), x_, bits);
    return value;
  }

 private:
  arb_mat_t x_;
};

ball_matrix transposed(const ball_matrix& a) {
  ball_matrix t(a.columns(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) t.set(j, i, a.get(i, j));
  }
  return t;
}

/// The numbers of a law's parameters, and what they mean.
struct numbers_of_law {
  std::string form;
  std::vector<Q> mean;
  rational_matrix spread{0, 0};
  std::vector<Q> beside;

  distribution posed() const {
    distribution d{"multivariate_normal", {stated("mean", mean)}};
    d.parameters.push_back(form == "variances" ? stated(form, spread.cells())
                                               : stated(form, spread));
    if (form == "factor") d.parameters.push_back(stated("diagonal", beside));
    return d;
  }
  ball_matrix covariance() const {
    const std::size_t d = mean.size();
    const ball_matrix x(spread);
    if (form == "covariance") return x;
    if (form == "precision") return x.inverse();
    ball_matrix s(d, d);
    if (form != "variances") s = x * transposed(x);
    for (std::size_t i = 0; i < d; ++i) {
      if (form == "variances") s.set(i, i, x.get(i, 0));
      if (form == "factor") s.set(i, i, s.get(i, i) + ball(beside[i], bits));
    }
    return s;
  }
  ball_matrix mean_column() const { return ball_matrix(rational_matrix(mean.size(), 1, mean)); }
};

numbers_of_law draw_law(law_drawer& draw, std::size_t d, const std::string& form) {
  numbers_of_law x{form, draw.vector(d), draw.triangle(d), {}};
  if (form == "covariance" || form == "precision") x.spread = x.spread * transposed(x.spread);
  if (form == "variances") x.spread = rational_matrix(d, 1, draw.positive_vector(d));
  if (form == "factor") {
    x.spread = rational_matrix(d, 2, draw.vector(2 * d));
    x.beside = draw.positive_vector(d);
  }
  return x;
}

ball squared(const ball_matrix& difference, const ball_matrix& inverse) {
  return (transposed(difference) * inverse * difference).get(0, 0);
}

ball kl(const numbers_of_law& p, const numbers_of_law& q) {
  const ball_matrix s_p = p.covariance();
  const ball_matrix s_q = q.covariance();
  const ball_matrix inverse = s_q.inverse();
  const ball_matrix difference = p.mean_column() + q.mean_column().times(ball(Q(-1), bits));
  return ((inverse * s_p).trace() + squared(difference, inverse) - ball(Q(p.mean.size()), bits) +
          log(s_q.determinant() / s_p.determinant())) *
         ball(Q(1, 2), bits);
}

/// ln of the integral of p^a q^(1-a), by precisions: L = a S_p^-1 + (1-a) S_q^-1, and the integral
/// of a Gaussian that is not normalised.
ball log_affinity(const numbers_of_law& p, const numbers_of_law& q, const Q& a) {
  const ball one(a, bits);
  const ball rest(1 - a, bits);
  const ball_matrix of_p = p.covariance().inverse();
  const ball_matrix of_q = q.covariance().inverse();
  const ball_matrix l = of_p.times(one) + of_q.times(rest);
  const ball_matrix linear =
      (of_p * p.mean_column()).times(one) + (of_q * q.mean_column()).times(rest);
  const ball half(Q(1, 2), bits);
  return (log(of_p.determinant()) * one + log(of_q.determinant()) * rest - log(l.determinant()) +
          squared(linear, l.inverse()) - squared(p.mean_column(), of_p) * one -
          squared(q.mean_column(), of_q) * rest) *
         half;
}

ball entropy(const numbers_of_law& p) {
  ball two_pi(bits);
  arb_const_pi(two_pi.p(), bits);
  two_pi = two_pi * ball(Q(2), bits);
  return (ball(Q(p.mean.size()), bits) * (log(two_pi) + ball(Q(1), bits)) +
          log(p.covariance().determinant())) *
         ball(Q(1, 2), bits);
}

void expect_overlap(const answer& a, const ball& value, const std::string& about) {
  ASSERT_TRUE(a.bounds) << about << " " << a.argument << a.reason;
  EXPECT_TRUE(overlap(value, a.bounds->bounds())) << about << " " << a.decimal;
  EXPECT_GT(arb_rel_accuracy_bits(value.p()), 200) << about;
  EXPECT_TRUE(narrower_than(a.bounds->bounds(), 200)) << about;
}

TEST_F(MultivariateArb, Values) {
  law_drawer draw(31);
  for (const std::string of_p : spread_names) {
    for (const std::string of_q : spread_names) {
      const std::size_t d = 2 + static_cast<std::size_t>(draw.below(9));
      const numbers_of_law p = draw_law(draw, d, of_p);
      const numbers_of_law q = draw_law(draw, d, of_q);
      const std::string about = of_p + " against " + of_q;
      const auto ask = [&](quantity what, const std::optional<Q>& order = std::nullopt) {
        return answered(what, p.posed(), q.posed(), order);
      };
      expect_overlap(ask(quantity::kl), kl(p, q), about);
      expect_overlap(ask(quantity::jeffreys), kl(p, q) + kl(q, p), about);
      expect_overlap(ask(quantity::cross_entropy), entropy(p) + kl(p, q), about);
      expect_overlap(answered(quantity::entropy, p.posed(), std::nullopt), entropy(p), about);
      for (const Q& a : {Q(1, 2), Q(1, 5), Q(99, 100)}) {
        expect_overlap(ask(quantity::chernoff, a), ball(Q(-1), bits) * log_affinity(p, q, a),
                       about);
        expect_overlap(ask(quantity::tsallis, a),
                       (exp(log_affinity(p, q, a)) - ball(Q(1), bits)) / ball(a - 1, bits), about);
      }
    }
  }
}

// Past 1 and below 0 where that is finite: the same law with a little more or less spread.
TEST_F(MultivariateArb, OrdersOutside) {
  law_drawer draw(32);
  for (const std::string form : {"covariance", "precision", "scale_tril"}) {
    const numbers_of_law p = draw_law(draw, 4, form);
    numbers_of_law q = p;
    q.mean = draw.vector(4);
    for (std::size_t i = 0; i < 4; ++i) q.spread(i, i) *= 1 + power_of_two(-40);
    for (const Q& a : {Q(-1, 2), Q(3, 2)}) {
      const answer x = answered(quantity::renyi, p.posed(), q.posed(), a);
      ASSERT_EQ(x.state, status::rounded) << form << a << x.reason;
      expect_overlap(x, log_affinity(p, q, a) / ball(a - 1, bits), form);
    }
  }
}

// One part in 2^60 apart, and in twelve dimensions.
TEST_F(MultivariateArb, NearlyEqual) {
  law_drawer draw(33);
  for (const std::string form : spread_names) {
    const numbers_of_law p = draw_law(draw, 12, form);
    numbers_of_law q = p;
    q.spread(0, 0) *= 1 + power_of_two(-60);
    expect_overlap(answered(quantity::kl, p.posed(), q.posed()), kl(p, q), form);
  }
}

/// The slope of f by one number x of the laws, which may stand in two places: (f(x + h) - f(x -
/// h))/(2h) is off by h^2 f'''/6 with a third derivative far below 2^300 here.
ball slope(const std::function<ball()>& f, const std::vector<Q*>& x) {
  const Q before = *x[0];
  const Q h = power_of_two(-300);
  const auto at = [&](const Q& value) {
    for (Q* place : x) *place = value;
    return f();
  };
  ball result = (at(before + h) - at(before - h)) / ball(2 * h, bits);
  at(before);
  arb_add_error_2exp_si(result.p(), -300);
  return result;
}

std::vector<std::vector<Q*>> free_numbers(numbers_of_law& x) {
  std::vector<std::vector<Q*>> all;
  const std::size_t rows = x.spread.rows();
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < x.spread.columns(); ++j) {
      const bool symmetric = x.form == "covariance" || x.form == "precision";
      if (symmetric && j > i) continue;
      if (symmetric && j < i) {
        all.push_back({&x.spread(i, j), &x.spread(j, i)});
      } else {
        all.push_back({&x.spread(i, j)});
      }
    }
  }
  return all;
}

ball sensitivity_by(const std::function<ball()>& f, const std::vector<std::vector<Q*>>& numbers) {
  ball total(Q(0), bits);
  for (const std::vector<Q*>& x : numbers) {
    if (*x[0] == 0) continue;
    ball term = slope(f, x) * ball(*x[0], bits);
    arb_abs(term.p(), term.p());
    total = total + term;
  }
  return total;
}

// The sums of |x df/dx| over each parameter, and over all.
void expect_condition(quantity what, const std::optional<Q>& order, numbers_of_law& p,
                      numbers_of_law& q, const std::function<ball()>& f) {
  problem posed{what, p.posed(), q.posed()};
  if (order) posed.order = as_number(*order);
  const answer a = evaluate(posed);
  std::vector<ball> by_parameter;
  for (numbers_of_law* x : {&p, &q}) {
    std::vector<std::vector<Q*>> of_mean;
    for (Q& m : x->mean) of_mean.push_back({&m});
    by_parameter.push_back(sensitivity_by(f, of_mean));
    by_parameter.push_back(sensitivity_by(f, free_numbers(*x)));
    if (x->form != "factor") continue;
    std::vector<std::vector<Q*>> of_diagonal;
    for (Q& v : x->beside) of_diagonal.push_back({&v});
    by_parameter.push_back(sensitivity_by(f, of_diagonal));
  }
  ASSERT_EQ(a.condition.size(), by_parameter.size() + 1);
  ball total(Q(0), bits);
  for (std::size_t i = 0; i < by_parameter.size(); ++i) {
    const perturbation& said = a.condition[i + 1];
    const std::string about = std::string(entry(what).name) + " " + p.form + " " + q.form + " " +
                              said.model + " " + said.absolute.lower_decimal(10);
    EXPECT_TRUE(overlap(by_parameter[i], said.absolute.bounds())) << about;
    EXPECT_TRUE(narrower_than(said.absolute.bounds(), 30)) << about;
    total = total + by_parameter[i];
  }
  EXPECT_TRUE(overlap(total, a.condition[0].absolute.bounds()));
}

TEST_F(MultivariateArb, ConditionNumbers) {
  law_drawer draw(34);
  for (const std::string of_p : spread_names) {
    for (const std::string of_q : spread_names) {
      numbers_of_law p = draw_law(draw, 3, of_p);
      numbers_of_law q = draw_law(draw, 3, of_q);
      expect_condition(quantity::kl, {}, p, q, [&] { return kl(p, q); });
      expect_condition(quantity::reverse_kl, {}, p, q, [&] { return kl(q, p); });
      expect_condition(quantity::jeffreys, {}, p, q, [&] { return kl(p, q) + kl(q, p); });
      expect_condition(quantity::cross_entropy, {}, p, q, [&] { return entropy(p) + kl(p, q); });
      const Q a(1, 3);
      expect_condition(quantity::chernoff, a, p, q,
                       [&] { return ball(Q(-1), bits) * log_affinity(p, q, a); });
      expect_condition(quantity::hellinger, {}, p, q,
                       [&] { return sqrt(ball(Q(1), bits) - exp(log_affinity(p, q, Q(1, 2)))); });
    }
  }
}

}  // namespace
}  // namespace kloracle::second_opinion
