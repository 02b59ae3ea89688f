// SPDX-License-Identifier: Apache-2.0
//
// Gaussian laws for tests: rational matrices, and the distributions that they pose.
#pragma once

#include <gtest/gtest.h>

#include <random>

#include "oracle/families/covariance.hpp"
#include "oracle/families/given.hpp"
#include "oracle/mpfr_env.hpp"
#include "oracle/oracle.hpp"
#include "oracle/symmetric_matrix.hpp"

namespace kloracle {

inline std::vector<number> numbers_of(const std::vector<Q>& values) {
  std::vector<number> all;
  for (const Q& x : values) all.push_back(as_number(x));
  return all;
}
inline parameter stated(std::string name, const std::vector<Q>& values) {
  return {std::move(name), numbers_of(values), {values.size()}};
}
inline parameter stated(std::string name, const rational_matrix& a) {
  return {std::move(name), numbers_of(a.cells()), {a.rows(), a.columns()}};
}
inline parameter stated(std::string name, const Q& x) {
  return {std::move(name), {as_number(x)}, {}};
}

inline rational_matrix transposed(const rational_matrix& a) {
  rational_matrix t(a.columns(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) t(j, i) = a(i, j);
  }
  return t;
}

inline rational_matrix minor_of(const rational_matrix& a, std::size_t row, std::size_t column) {
  rational_matrix m(a.rows() - 1, a.columns() - 1);
  for (std::size_t i = 0; i < m.rows(); ++i) {
    for (std::size_t j = 0; j < m.columns(); ++j) {
      m(i, j) = a(i < row ? i : i + 1, j < column ? j : j + 1);
    }
  }
  return m;
}

/// By cofactors, so that nothing of the oracle's elimination is in it.
inline Q cofactor_determinant(const rational_matrix& a) {
  if (a.rows() == 0) return 1;
  Q total = 0;
  for (std::size_t j = 0; j < a.columns(); ++j) {
    if (a(0, j) == 0) continue;
    total += (j % 2 == 0 ? 1 : -1) * a(0, j) * cofactor_determinant(minor_of(a, 0, j));
  }
  return total;
}

inline rational_matrix cofactor_inverse(const rational_matrix& a) {
  const Q determinant = cofactor_determinant(a);
  rational_matrix inverse(a.rows(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.rows(); ++j) {
      inverse(j, i) =
          ((i + j) % 2 == 0 ? 1 : -1) * cofactor_determinant(minor_of(a, i, j)) / determinant;
    }
  }
  return inverse;
}

inline Q trace_of(const rational_matrix& a) {
  Q total = 0;
  for (std::size_t i = 0; i < a.rows(); ++i) total += a(i, i);
  return total;
}

/// A normal law, with what each of its parameters is made of.
struct drawn_normal {
  std::vector<Q> mean;
  rational_matrix covariance{0, 0};
  parameter spread;       // as it is posed
  parameter beside = {};  // of a factor: its diagonal

  distribution posed() const {
    distribution d{"multivariate_normal", {stated("mean", mean), spread}};
    if (!beside.name.empty()) d.parameters.push_back(beside);
    return d;
  }
};

inline const char* const spread_names[] = {"covariance", "precision", "scale_tril", "variances",
                                           "factor"};

class law_drawer {
 public:
  explicit law_drawer(unsigned seed) : engine_(seed) {}

  long below(long n) { return static_cast<long>(engine_() % static_cast<unsigned long>(n)); }
  Q entry() { return Q(below(41) - 20, 1 << below(4)); }

  rational_matrix triangle(std::size_t d) {
    rational_matrix l(d, d);
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = 0; j < i; ++j) l(i, j) = entry();
      l(i, i) = Q(1 + below(20), 1 << below(4));
    }
    return l;
  }

  std::vector<Q> vector(std::size_t d) {
    std::vector<Q> x;
    for (std::size_t i = 0; i < d; ++i) x.push_back(entry());
    return x;
  }

  std::vector<Q> positive_vector(std::size_t d) {
    std::vector<Q> x;
    for (std::size_t i = 0; i < d; ++i) x.push_back(Q(1 + below(30), 1 + below(6)));
    return x;
  }

  drawn_normal normal(std::size_t d, const std::string& spread) {
    drawn_normal law{vector(d), rational_matrix(d, d), {}, {}};
    const rational_matrix l = triangle(d);
    law.covariance = l * transposed(l);
    if (spread == "covariance") law.spread = stated(spread, law.covariance);
    if (spread == "scale_tril") law.spread = stated(spread, l);
    if (spread == "precision") {
      law.spread = stated(spread, law.covariance);
      law.covariance = cofactor_inverse(law.covariance);
    }
    if (spread == "variances" || spread == "factor") {
      const std::vector<Q> v = positive_vector(d);
      rational_matrix w(d, 2);
      if (spread == "factor") w = rational_matrix(d, 2, vector(2 * d));
      law.covariance = w * transposed(w);
      for (std::size_t i = 0; i < d; ++i) law.covariance(i, i) += v[i];
      law.spread = spread == "factor" ? stated(spread, w) : stated(spread, v);
      if (spread == "factor") law.beside = stated("diagonal", v);
    }
    return law;
  }

 private:
  std::mt19937_64 engine_;
};

inline distribution normal_of(const std::vector<Q>& mean, const rational_matrix& covariance) {
  return {"multivariate_normal", {stated("mean", mean), stated("covariance", covariance)}};
}
inline distribution diagonal_of(const std::vector<Q>& mean, const std::vector<Q>& variances) {
  return {"multivariate_normal", {stated("mean", mean), stated("variances", variances)}};
}
inline distribution scalar_normal(const Q& mean, const Q& variance) {
  return {"normal", {stated("mu", mean), stated("variance", variance)}};
}

inline answer answered(quantity what, const distribution& p, const std::optional<distribution>& q,
                       const std::optional<Q>& order = std::nullopt, unit in = unit::nats,
                       long enclosure_bits = 200) {
  problem posed{what, p, q};
  if (order) posed.order = as_number(*order);
  posed.in = in;
  target t;
  t.condition = false;
  t.enclosure_bits = enclosure_bits;
  return evaluate(posed, t);
}

inline bool overlapping(const answer& x, const answer& y) {
  return x.bounds && y.bounds && overlap(x.bounds->bounds(), y.bounds->bounds());
}

}  // namespace kloracle
