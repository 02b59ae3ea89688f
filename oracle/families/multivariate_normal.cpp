// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/matrix_quantities.hpp"
#include "oracle/families/words.hpp"

namespace kloracle {
namespace {

/// The normal distribution on d-dimensional space.
///
/// Density       exp(-(x - m)' S^-1 (x - m)/2) / sqrt((2 pi)^d det S)
/// Parameters    mean m; S by one of covariance S, precision S^-1, scale_tril L (S = L L'),
///               variances v (S = diag(v)), factor W with diagonal v (S = W W' + diag(v))
/// Formula       KL = (tr(S_q^-1 S_p) - d + ln det S_q/det S_p + (m_p - m_q)' S_q^-1 (m_p - m_q))/2
/// Cost          d^3 and, of diagonal against diagonal, d; exact decisions d^3 to d^4, on suspicion
///               only
/// Conditions    entries [i][j] and [j][i] count as two numbers, each with half the slope of the
///               pair: the sum of |x_i df/dx_i| is that of symmetric matrices that stay symmetric.
///               None for total_variation and chernoff_information
/// Source        Kullback 1959, "Information Theory and Statistics", chapter 9
constexpr parameter_entry parameters[] = {
    {"mean", domain::real, 0, 1, "m"},
    {"covariance", domain::real, 1, 2, "S, symmetric and positive definite"},
    {"precision", domain::real, 1, 2, "S^-1, symmetric and positive definite"},
    {"scale_tril", domain::real, 1, 2, "L of S = L L', lower triangular, diagonal positive"},
    {"variances", domain::positive, 1, 1, "v of S = diag(v)"},
    {"factor", domain::real, 1, 2, "W of S = W W' + diag(v)"},
    {"diagonal", domain::positive, 1, 1, "v of S = W W' + diag(v)", "factor"}};

constexpr family_entry entry_of_family{
    .name = "multivariate_normal",
    .parameters = parameters,
    .over = sample_space::real_vectors,
    .support = "all real vectors of one length",
    .density = "exp(-(x - m)' S^-1 (x - m)/2)/sqrt((2 pi)^d det S)",
    .source = "Kullback 1959"};

constexpr covariance_name covariance_names[] = {{"covariance", covariance_form::matrix},
                                                {"precision", covariance_form::inverse},
                                                {"scale_tril", covariance_form::scale_tril},
                                                {"variances", covariance_form::diagonal},
                                                {"factor", covariance_form::factor, "diagonal"}};

void check(const given_distribution& given) {
  const given_covariance spread(given, covariance_names);
  const std::size_t d = given.values("mean").size();
  if (d == spread.size()) return;
  given.blame(spread.stated().name, "is of dimension " + std::to_string(spread.size()) +
                                        " where mean has " + std::to_string(d) + " numbers");
}

std::vector<Q> difference_of(const std::vector<Q>& x, const std::vector<Q>& y) {
  std::vector<Q> difference;
  for (std::size_t i = 0; i < x.size(); ++i) difference.push_back(x[i] - y[i]);
  return difference;
}

// ln 2 pi e.
interval log_two_pi_e(mpfr_prec_t bits) {
  return log(ldexp(const_pi(bits), 1)) + interval(1L, bits);
}

class normal_pair : public matrix_pair {
 public:
  explicit normal_pair(const family_problem& x)
      : matrix_pair(x), whole_{given_covariance(problem().p, covariance_names), std::nullopt, {}} {
    if (problem().q) {
      whole_.q = given_covariance(*problem().q, covariance_names);
      if (whole_.q->size() != whole_.size()) {
        problem().q->blame("mean", "has " + std::to_string(whole_.q->size()) +
                                       " numbers where p's " + "has " +
                                       std::to_string(whole_.size()));
      }
      whole_.difference = difference_of(problem().p.values("mean"), problem().q->values("mean"));
    }
    divide();
  }

  std::optional<bool> well_posed() const override {
    const auto p = whole_.p.positive_definite(problem().p);
    const auto q = whole_.q ? whole_.q->positive_definite(*problem().q) : std::optional<bool>(true);
    return p && q ? p : std::nullopt;
  }

  bool same() const override { return same_mean() && is_multiple(whole_.p, *whole_.q, 1); }

  parameter_number kl(bool reversed) const override {
    return sum([reversed](const enclosed_pair& x) { return x.twice_kl(reversed); },
               [reversed](const enclosed_pair& x) { return x.twice_kl_slopes(reversed); },
               [reversed](const gaussian_pair& x) { return written_twice_kl(x, reversed); });
  }

  parameter_number entropy() const override {
    return sum(
        [](const enclosed_pair& x) {
          const mpfr_prec_t bits = x.p().bits();
          return x.p().log_determinant() + log_two_pi_e(bits) * Q(x.p().given().size());
        },
        [](const enclosed_pair& x) {
          const std::size_t d = x.p().given().size();
          return gaussian_slopes{{}, x.p().inverse(), interval_matrix(d, d, x.p().bits())};
        },
        [](const gaussian_pair& x) {
          return written_log_determinant(x.p) +
                 (closed_form::log_pi() + log(closed_form(Q(2))) + closed_form(Q(1))) *
                     closed_form(Q(x.size()));
        });
  }

  std::optional<bool> finite_affinity(const Q& a) const override {
    std::optional<bool> all = true;
    for (const gaussian_pair& block : blocks_) {
      const auto one = positive_between(block, a);
      if (one == false) return false;
      if (!one) all = std::nullopt;
    }
    return all;
  }

  parameter_number log_affinity(const Q& a) const override {
    const determinant_weights<Q> w{1 - a, a, 1};
    return sum([a, w](const enclosed_pair& x) { return x.twice_log_affinity(a, w); },
               [a, w](const enclosed_pair& x) { return x.twice_log_affinity_slopes(a, w); },
               [a, w](const gaussian_pair& x) { return written_twice_log_affinity(x, a, w); });
  }

  curve_point affinity_curve(const Q& a, mpfr_prec_t bits) const override {
    curve_point total{interval(0L, bits), interval(0L, bits)};
    for (const gaussian_pair& block : blocks_) {
      const curve_point one =
          enclosed_pair(block, bits).twice_affinity_curve(a, {1 - a, a, 1}, {-1, 1, 0});
      total = {total.value + one.value, total.slope + one.slope};
    }
    return {ldexp(total.value, -1), ldexp(total.slope, -1)};
  }

  /// Formula       erf(sqrt(difference' S^-1 difference / 8)), of equal covariances
  std::optional<parameter_number> total_variation() const override {
    if (!is_multiple(whole_.p, *whole_.q, 1)) return std::nullopt;
    const auto enclose = [this](mpfr_prec_t bits) {
      interval square(0L, bits);
      for (const gaussian_pair& block : blocks_) {
        square = square + enclosed_pair(block, bits).square();
      }
      return erf(sqrt(ldexp(square, -3)));
    };
    return parameter_number{enclose, nullptr, [] { return closed_form::open(); }};
  }

 private:
  bool same_mean() const {
    for (const Q& d : whole_.difference) {
      if (d != 0) return false;
    }
    return true;
  }

  // Diagonal matrices make independent coordinates, and every quantity here a sum over these.
  void divide() {
    const auto diagonal = [](const given_covariance& s) {
      return s.form() == covariance_form::diagonal;
    };
    if (!diagonal(whole_.p) || (whole_.q && !diagonal(*whole_.q))) {
      blocks_ = {whole_};
      return;
    }
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      gaussian_pair one{whole_.p.one_place(i), std::nullopt, {}};
      if (whole_.q) {
        one.q = whole_.q->one_place(i);
        one.difference = {whole_.difference[i]};
      }
      blocks_.push_back(std::move(one));
    }
  }

  // Half the sum over the blocks.
  template <class Enclose, class Slopes, class WriteOut>
  parameter_number sum(Enclose enclose, Slopes slopes, WriteOut write_out) const {
    return {[this, enclose](mpfr_prec_t bits) {
              interval total(0L, bits);
              for (const gaussian_pair& block : blocks_) {
                total = total + enclose(enclosed_pair(block, bits));
              }
              return ldexp(total, -1);
            },
            [this, slopes](mpfr_prec_t bits) {
              gathered_slopes all;
              for (const gaussian_pair& block : blocks_) {
                const enclosed_pair x(block, bits);
                gather(halved(slopes(x)), x, all);
              }
              return all.in_order(problem(), bits);
            },
            [this, write_out] {
              closed_form total;
              for (const gaussian_pair& block : blocks_) total += write_out(block);
              return total * closed_form(Q(1, 2));
            }};
  }

  static gaussian_slopes halved(gaussian_slopes x) {
    for (interval& one : x.difference) one = ldexp(one, -1);
    const interval half(Q(1, 2), x.p.bits());
    return {std::move(x.difference), x.p * half, x.q * half};
  }

  void gather(const gaussian_slopes& by, const enclosed_pair& at, gathered_slopes& all) const {
    all.append(problem().p, by.p, at.p());
    if (problem().q) all.append(*problem().q, by.q, at.q());
    if (by.difference.empty()) return;
    std::vector<interval> opposite;
    for (const interval& x : by.difference) opposite.push_back(-x);
    all.append(problem().p, "mean", by.difference);
    all.append(*problem().q, "mean", opposite);
  }

  gaussian_pair whole_;
  std::vector<gaussian_pair> blocks_;
};

prepared prepare(const family_problem& x) {
  return prepare_matrix_quantity(std::make_shared<normal_pair>(x));
}

}  // namespace

const family_row& multivariate_normal_family() {
  static const family_row row = [] {
    family_row made;
    made.entry = entry_of_family;
    made.check = check;
    made.prepare = prepare;
    static constexpr quantity also[] = {quantity::total_variation};
    made.covers = also;
    return made;
  }();
  return row;
}

}  // namespace kloracle
