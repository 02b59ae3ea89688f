// SPDX-License-Identifier: Apache-2.0
#include "oracle/symmetric_matrix.hpp"

#include <cmath>

namespace kloracle {
namespace {

// floor(log2 x), or one less, for x > 0.
long magnitude(const Q& x) {
  return bit_length(numerator(x)) - bit_length(denominator(x));
}

// A with its i-th row and column times 2^-k_i, and all of it times `factor`, in integers. With k_i
// about half of log2 A_ii the entries of a positive definite A are alike in size, however wide its
// range: |A_ij|^2 < A_ii A_jj.
struct integer_form {
  std::vector<Z> cells;
  std::vector<long> halves;  // k
  Z factor = 1;
};

Z least_denominator(const std::vector<Q>& cells) {
  Z least = 1;
  for (const Q& x : cells) least = lcm(least, denominator(x));
  return least;
}

std::vector<Z> times(const std::vector<Q>& cells, const Z& factor) {
  std::vector<Z> whole;
  whole.reserve(cells.size());
  for (const Q& x : cells) whole.push_back(numerator(x) * (factor / denominator(x)));
  return whole;
}

std::optional<integer_form> in_integers(const rational_matrix& a) {
  const std::size_t n = a.rows();
  integer_form form;
  for (std::size_t i = 0; i < n; ++i) {
    form.halves.push_back(a(i, i) == 0 ? 0 : magnitude(a(i, i)) / 2);
  }
  std::vector<Q> scaled;
  scaled.reserve(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      scaled.push_back(a(i, j) * power_of_two(-form.halves[i] - form.halves[j]));
    }
  }
  form.factor = least_denominator(scaled);
  form.cells = times(scaled, form.factor);
  return form;
}

// n^3 times the bits of the minors, which Hadamard's inequality bounds by the diagonal's product.
bool affordable(const integer_form& a, std::size_t n, double columns) {
  double bits = 0;
  for (std::size_t i = 0; i < n; ++i) {
    bits += static_cast<double>(bit_length(a.cells[i * n + i]));
  }
  constexpr double work_limit = 3e11;
  const auto size = static_cast<double>(n);
  return size * size * (size / 6 + columns) * std::pow(bits, 1.25) < work_limit;
}

// (p x - y z)/before, exactly.
void eliminate(Z& x, const Z& p, const Z& y, const Z& z, const Z& before) {
  auto* const to = x.backend().data();
  mpz_mul(to, to, p.backend().data());
  mpz_submul(to, y.backend().data(), z.backend().data());
  if (before != 1) mpz_divexact(to, to, before.backend().data());
}

// Bareiss on the lower half. Returns how many leading minors are positive; the last pivot reached
// is left in place.
std::size_t bareiss(std::vector<Z>& m, std::size_t n) {
  Z before = 1;
  for (std::size_t k = 0; k < n; ++k) {
    const Z pivot = m[k * n + k];
    if (pivot <= 0) return k;
    for (std::size_t i = k + 1; i < n; ++i) {
      for (std::size_t j = k + 1; j <= i; ++j) {
        eliminate(m[i * n + j], pivot, m[i * n + k], m[j * n + k], before);
      }
    }
    before = pivot;
  }
  return n;
}

// Elimination of [A, B], A symmetric: the pivot rows become those of a triangle, in integers.
// Then X = det(A) A^-1 B, whose entries are integers by Cramer's rule, from the last row up.
std::vector<Z> fraction_free_solution(std::vector<Z> m, std::vector<Z> x, std::size_t n,
                                      std::size_t columns) {
  Z before = 1;
  for (std::size_t k = 0; k < n; ++k) {
    const Z pivot = m[k * n + k];
    for (std::size_t i = k + 1; i < n; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        eliminate(x[i * columns + j], pivot, m[i * n + k], x[k * columns + j], before);
      }
      for (std::size_t j = k + 1; j <= i; ++j) {
        eliminate(m[i * n + j], pivot, m[i * n + k], m[j * n + k], before);
      }
    }
    before = pivot;
  }
  const Z det = m[n * n - 1];
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = 0; j < columns; ++j) {
      Z& to = x[k * columns + j];
      to *= det;
      for (std::size_t i = k + 1; i < n; ++i) to -= m[i * n + k] * x[i * columns + j];
      mpz_divexact(to.backend().data(), to.backend().data(), m[k * n + k].backend().data());
    }
  }
  x.push_back(det);
  return x;
}

// By enclosures at precisions from..upto.
std::optional<std::size_t> minor_by_enclosures(const rational_matrix& a, mpfr_prec_t from,
                                               mpfr_prec_t upto) {
  for (mpfr_prec_t bits = from; bits <= upto; bits *= 4) {
    const ldl_factors f = factor_ldl(enclose(a, bits));
    if (f.positive()) return 0;
    if (const auto minor = f.nonpositive_minor()) return minor;
  }
  return std::nullopt;
}

}  // namespace

rational_matrix operator*(const rational_matrix& a, const rational_matrix& b) {
  rational_matrix c(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) {
      if (a(i, k) == 0) continue;
      for (std::size_t j = 0; j < b.columns(); ++j) c(i, j) += a(i, k) * b(k, j);
    }
  }
  return c;
}

interval_matrix enclose(const rational_matrix& a, mpfr_prec_t bits) {
  interval_matrix enclosed(a.rows(), a.columns(), bits);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) {
      if (a(i, j) != 0) enclosed(i, j) = interval(a(i, j), bits);
    }
  }
  return enclosed;
}

std::optional<std::pair<std::size_t, std::size_t>> first_asymmetry(const rational_matrix& a) {
  for (std::size_t i = 1; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (a(i, j) != a(j, i)) return std::pair{i, j};
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> first_nonpositive_minor(const rational_matrix& a) {
  const std::size_t n = a.rows();
  if (const auto minor = minor_by_enclosures(a, 96, 1536)) return minor;
  auto whole = in_integers(a);
  if (affordable(*whole, n, 0)) {
    const std::size_t positive = bareiss(whole->cells, n);
    return positive == n ? 0 : positive + 1;
  }
  return minor_by_enclosures(a, 6144, 6144);
}

std::optional<Q> determinant(const rational_matrix& a) {
  const std::size_t n = a.rows();
  auto whole = in_integers(a);
  if (!affordable(*whole, n, 0)) return std::nullopt;
  bareiss(whole->cells, n);
  long twos = 0;
  for (const long k : whole->halves) twos += 2 * k;
  return Q(whole->cells.back(), pow(whole->factor, static_cast<unsigned>(n))) * power_of_two(twos);
}

std::optional<rational_matrix> solution(const rational_matrix& a, const rational_matrix& b) {
  const std::size_t n = a.rows();
  auto whole = in_integers(a);
  if (!affordable(*whole, n, static_cast<double>(b.columns()))) return std::nullopt;
  // With A = E M E / f, E = diag(2^k): A^-1 B = f E^-1 (M^-1 (E^-1 B)).
  std::vector<Q> right;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < b.columns(); ++j) {
      right.push_back(b(i, j) * power_of_two(-whole->halves[i]));
    }
  }
  const Z of_right = least_denominator(right);
  const auto x =
      fraction_free_solution(std::move(whole->cells), times(right, of_right), n, b.columns());
  rational_matrix result(n, b.columns());
  for (std::size_t i = 0; i < n; ++i) {
    const Q row = Q(whole->factor, Z(x.back() * of_right)) * power_of_two(-whole->halves[i]);
    for (std::size_t j = 0; j < b.columns(); ++j) result(i, j) = row * x[i * b.columns() + j];
  }
  return result;
}

rational_matrix identity_matrix(std::size_t n) {
  rational_matrix one(n, n);
  for (std::size_t i = 0; i < n; ++i) one(i, i) = 1;
  return one;
}

}  // namespace kloracle
