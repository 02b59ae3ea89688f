// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/covariance.hpp"

#include <algorithm>

namespace kloracle {
namespace {

std::string place(std::size_t i, std::size_t j) {
  return "[" + std::to_string(i) + "][" + std::to_string(j) + "]";
}

std::string shape_of(const rational_matrix& a) {
  return std::to_string(a.rows()) + " x " + std::to_string(a.columns());
}

std::vector<interval> diagonal_of(const interval_matrix& a) {
  std::vector<interval> d;
  for (std::size_t i = 0; i < a.rows(); ++i) d.push_back(a(i, i));
  return d;
}

std::vector<interval> inverses(const std::vector<interval>& d) {
  std::vector<interval> inverse;
  for (const interval& x : d) inverse.push_back(inv(x));
  return inverse;
}

}  // namespace

given_covariance::given_covariance(const given_distribution& given,
                                   std::span<const covariance_name> names) {
  for (const covariance_name& name : names) {
    if (given.has(name.name)) stated_ = &name;
  }
  const given_parameter& parameter = *given.find(stated_->name);
  size_ = parameter.shape[0];
  numbers_ =
      rational_matrix(size_, parameter.shape.size() > 1 ? parameter.shape[1] : 1, parameter.values);
  if (!stated_->beside.empty()) beside_ = given.values(stated_->beside);
  check_shape(given);
  if (form() == covariance_form::scale_tril) check_triangle(given);
}

void given_covariance::check_shape(const given_distribution& given) const {
  if (form() == covariance_form::diagonal) return;
  if (form() == covariance_form::factor) {
    if (beside_.size() == size_) return;
    given.blame(stated_->beside, "has " + std::to_string(beside_.size()) + " numbers where " +
                                     std::string(stated_->name) + " has " + std::to_string(size_) +
                                     " rows");
  }
  if (numbers_.columns() != size_) {
    given.blame(stated_->name, "is not square but " + shape_of(numbers_));
  }
  if (form() == covariance_form::scale_tril) return;
  if (const auto at = first_asymmetry(numbers_)) {
    const auto [i, j] = *at;
    given.blame(stated_->name, "is not symmetric: " + place(i, j) + " is " + numbers_(i, j).str() +
                                   " and " + place(j, i) + " is " + numbers_(j, i).str());
  }
}

void given_covariance::check_triangle(const given_distribution& given) const {
  for (std::size_t i = 0; i < size_; ++i) {
    if (numbers_(i, i) <= 0) {
      given.blame(stated_->name, "has " + numbers_(i, i).str() + " at " + place(i, i) +
                                     "; expected a positive diagonal");
    }
    for (std::size_t j = i + 1; j < size_; ++j) {
      if (numbers_(i, j) == 0) continue;
      given.blame(stated_->name, "has " + numbers_(i, j).str() + " at " + place(i, j) +
                                     "; expected 0 above the diagonal");
    }
  }
}

Q given_covariance::entry(std::size_t i, std::size_t j) const {
  Q total = 0;
  switch (form()) {
    case covariance_form::matrix:
    case covariance_form::inverse:
      return numbers_(i, j);
    case covariance_form::diagonal:
      return i == j ? numbers_(i, 0) : total;
    case covariance_form::scale_tril:
      for (std::size_t k = 0; k <= std::min(i, j); ++k) total += numbers_(i, k) * numbers_(j, k);
      return total;
    case covariance_form::factor:
      if (i == j) total = beside_[i];
      for (std::size_t k = 0; k < numbers_.columns(); ++k) {
        total += numbers_(i, k) * numbers_(j, k);
      }
      return total;
  }
  return total;
}

rational_matrix given_covariance::entries() const {
  rational_matrix all(size_, size_);
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) all(i, j) = all(j, i) = entry(i, j);
  }
  return all;
}

std::optional<rational_matrix> given_covariance::exact(bool inverse) const {
  if (inverse == inverted()) return entries();
  if (form() != covariance_form::diagonal) return solution(entries(), identity_matrix(size_));
  rational_matrix all(size_, size_);
  for (std::size_t i = 0; i < size_; ++i) all(i, i) = 1 / numbers_(i, 0);
  return all;
}

std::optional<Q> given_covariance::exact_determinant() const {
  Q product = 1;
  if (form() == covariance_form::scale_tril || form() == covariance_form::diagonal) {
    const bool square = form() == covariance_form::scale_tril;
    for (std::size_t i = 0; i < size_; ++i) product *= numbers_(i, square ? i : 0);
    return square ? Q(product * product) : product;
  }
  const auto of_given = determinant(entries());
  return of_given && inverted() ? std::optional<Q>(1 / *of_given) : of_given;
}

std::optional<bool> given_covariance::positive_definite(const given_distribution& given) const {
  if (form() != covariance_form::matrix && !inverted()) return true;
  const auto minor = first_nonpositive_minor(numbers_);
  if (!minor) return std::nullopt;
  if (*minor == 0) return true;
  given.blame(stated_->name, "is not positive definite (leading minor " + std::to_string(*minor) +
                                 " is not positive)");
}

given_covariance given_covariance::of_entries(rational_matrix s) {
  static constexpr covariance_name made{"covariance", covariance_form::matrix};
  given_covariance one;
  one.stated_ = &made;
  one.size_ = s.rows();
  one.numbers_ = std::move(s);
  return one;
}

given_covariance given_covariance::one_place(std::size_t i) const {
  given_covariance one;
  one.stated_ = stated_;
  one.size_ = 1;
  one.numbers_ = rational_matrix(1, 1, {numbers_(i, 0)});
  return one;
}

namespace {

// A row or column of rationals over one denominator.
struct integer_vector {
  std::vector<Z> cells;
  Z denominator = 1;
};

integer_vector in_integers(const std::vector<Q>& x) {
  integer_vector whole;
  for (const Q& one : x) whole.denominator = lcm(whole.denominator, denominator(one));
  for (const Q& one : x) {
    whole.cells.push_back(numerator(one) * (whole.denominator / denominator(one)));
  }
  return whole;
}

std::vector<integer_vector> rows_in_integers(const rational_matrix& a) {
  std::vector<integer_vector> rows;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    std::vector<Q> row;
    for (std::size_t j = 0; j < a.columns(); ++j) row.push_back(a(i, j));
    rows.push_back(in_integers(row));
  }
  return rows;
}

// Whether S T = factor I, T symmetric: its first entry before all the others, which for different
// laws tells already.
bool are_inverses(const rational_matrix& s, const given_covariance& t, const Q& factor) {
  const std::size_t n = s.rows();
  Q first = 0;
  for (std::size_t k = 0; k < n; ++k) first += s(0, k) * t.entry(k, 0);
  if (first != factor) return false;
  const std::vector<integer_vector> left = rows_in_integers(s);
  const std::vector<integer_vector> right = rows_in_integers(t.entries());
  Z total;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      total = 0;
      for (std::size_t k = 0; k < n; ++k) total += left[i].cells[k] * right[j].cells[k];
      const Q one = i == j ? Q(factor * left[i].denominator * right[j].denominator) : Q(0);
      if (Q(total) != one) return false;
    }
  }
  return true;
}

}  // namespace

bool is_multiple(const given_covariance& p, const given_covariance& q, const Q& factor) {
  if (p.size() != q.size()) return false;
  // S_p = c S_q: S_p^-1 S_q = I/c, and S_p S_q^-1 = c I.
  if (p.inverted() && !q.inverted()) return are_inverses(p.numbers(), q, 1 / factor);
  if (q.inverted() && !p.inverted()) return are_inverses(q.numbers(), p, factor);
  const Q by = p.inverted() ? Q(1 / factor) : factor;
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (p.entry(i, j) != by * q.entry(i, j)) return false;
    }
  }
  return true;
}

// With S^-1 = U diag(e) U', U unit upper triangular: S = L diag(1/e) L' with L = U'^-1. U is the L
// of S^-1 with its rows and columns in reverse order.
void enclosed_covariance::factor() const {
  if (!pivots_.empty()) return;
  if (given_->form() == covariance_form::diagonal) {
    for (std::size_t i = 0; i < given_->size(); ++i) {
      pivots_.emplace_back(given_->numbers()(i, 0), bits_);
    }
    lower_ = diagonal_matrix(std::vector<interval>(given_->size(), interval(1L, bits_)));
    return;
  }
  if (given_->form() == covariance_form::scale_tril) {
    lower_ = enclose(given_->numbers(), bits_);
    const std::vector<interval> diagonal = diagonal_of(*lower_);
    for (std::size_t j = 0; j < given_->size(); ++j) {
      pivots_.push_back(sqr(diagonal[j]));
      (*lower_)(j, j) = interval(1L, bits_);
      for (std::size_t i = j + 1; i < given_->size(); ++i) {
        (*lower_)(i, j) = (*lower_)(i, j) / diagonal[j];
      }
    }
    return;
  }
  const bool inverted = given_->inverted();
  const interval_matrix& direct = inverted ? inverse() : matrix();
  ldl_factors f = factor_ldl(inverted ? reversed(direct) : direct);
  if (!f.positive()) throw pivot_open{};
  if (!inverted) {
    lower_ = std::move(f.lower);
    pivots_ = std::move(f.pivots);
    return;
  }
  inverse_lower_ = transpose(reversed(f.lower));
  std::reverse(f.pivots.begin(), f.pivots.end());
  pivots_ = inverses(f.pivots);
}

const interval_matrix& enclosed_covariance::lower() const {
  factor();
  if (!lower_) lower_ = inverse_of_unit_lower(*inverse_lower_);
  return *lower_;
}

const interval_matrix& enclosed_covariance::inverse_lower() const {
  factor();
  if (!inverse_lower_) inverse_lower_ = inverse_of_unit_lower(*lower_);
  return *inverse_lower_;
}

const std::vector<interval>& enclosed_covariance::pivots() const {
  factor();
  return pivots_;
}

const interval_matrix& enclosed_covariance::matrix() const {
  if (matrix_) return *matrix_;
  switch (given_->form()) {
    case covariance_form::matrix:
      matrix_ = enclose(given_->numbers(), bits_);
      break;
    case covariance_form::factor: {
      const interval_matrix w = enclose(given_->numbers(), bits_);
      matrix_ = congruence(w, std::vector<interval>(w.columns(), interval(1L, bits_)));
      for (std::size_t i = 0; i < given_->size(); ++i) {
        (*matrix_)(i, i) = (*matrix_)(i, i) + given_->beside()[i];
      }
      break;
    }
    default:
      matrix_ = congruence(lower(), pivots());
  }
  return *matrix_;
}

// S^-1 = K' diag(1/d) K, K = L^-1.
const interval_matrix& enclosed_covariance::inverse() const {
  if (inverse_) return *inverse_;
  if (given_->inverted()) {
    inverse_ = enclose(given_->numbers(), bits_);
  } else {
    inverse_ = congruence(transpose(inverse_lower()), inverses(pivots()));
  }
  return *inverse_;
}

interval enclosed_covariance::log_determinant() const {
  interval total(0L, bits_);
  for (const interval& d : pivots()) total = total + log(d);
  return total;
}

covariance_slopes slopes_by_given(const interval_matrix& g, const enclosed_covariance& at) {
  const given_covariance& given = at.given();
  const interval two(2L, g.bits());
  switch (given.form()) {
    case covariance_form::matrix:
      return {g.cells(), {}};
    case covariance_form::inverse:
      return {(at.matrix() * g * at.matrix() * interval(-1L, g.bits())).cells(), {}};
    case covariance_form::scale_tril:
      return {(g * enclose(given.numbers(), g.bits()) * two).cells(), {}};
    case covariance_form::diagonal:
      return {diagonal_of(g), {}};
    case covariance_form::factor:
      return {(g * enclose(given.numbers(), g.bits()) * two).cells(), diagonal_of(g)};
  }
  return {};
}

}  // namespace kloracle
