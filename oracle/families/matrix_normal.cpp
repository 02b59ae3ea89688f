// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/matrix_quantities.hpp"
#include "oracle/families/words.hpp"

namespace kloracle {
namespace {

/// The normal distribution on n x c matrices whose covariance is a Kronecker product.
///
/// Density       e^(-tr(V^-1 (X-M)' U^-1 (X-M))/2) / ((2 pi)^(nc/2) det U^(c/2) det V^(n/2))
/// Parameters    mean M; row_covariance U, n x n; column_covariance V, c x c. (U, V) and (t U, V/t)
///               are the same distribution
/// Formula       KL = (tr(V_q^-1 V_p) tr(U_q^-1 U_p) - n c + n ln det V_q/det V_p
///               + c ln det U_q/det U_p + tr(V_q^-1 D' U_q^-1 D))/2, D = M_p - M_q
/// Affinity      a U_q x V_q + (1-a) U_p x V_p is no Kronecker product: it is written out, for
///               matrices of at most 128 entries
/// Conditions    as for multivariate_normal; none for the quantities made of the affinity
/// Source        Dawid 1981, "Some matrix-variate distribution theory"
constexpr parameter_entry parameters[] = {
    {"mean", domain::real, 0, 2, "M"},
    {"row_covariance", domain::real, 1, 2, "U, symmetric and positive definite"},
    {"column_covariance", domain::real, 2, 2, "V, symmetric and positive definite"}};

constexpr family_entry entry_of_family{
    .name = "matrix_normal",
    .parameters = parameters,
    .over = sample_space::matrices,
    .support = "all real n x c matrices",
    .density = "e^(-tr(V^-1 (X-M)' U^-1 (X-M))/2)/((2 pi)^(nc/2) det U^(c/2) det V^(n/2))",
    .source = "Dawid 1981"};

constexpr covariance_name row_names[] = {{"row_covariance", covariance_form::matrix}};
constexpr covariance_name column_names[] = {{"column_covariance", covariance_form::matrix}};
constexpr std::size_t most_entries_written_out = 128;

void check_size(const given_distribution& given, const given_covariance& s, std::size_t size,
                const std::string& of_mean) {
  if (s.size() == size) return;
  given.blame(s.stated().name, "is of dimension " + std::to_string(s.size()) + " where mean has " +
                                   std::to_string(size) + of_mean);
}

void check(const given_distribution& given) {
  const auto& shape = given.find("mean")->shape;
  check_size(given, given_covariance(given, row_names), shape[0], " rows");
  check_size(given, given_covariance(given, column_names), shape[1], " columns");
}

std::vector<Q> difference_of(const std::vector<Q>& x, const std::vector<Q>& y) {
  std::vector<Q> difference;
  for (std::size_t i = 0; i < x.size(); ++i) difference.push_back(x[i] - y[i]);
  return difference;
}

// U x V: what is at [i c + k][j c + l] is U_ij V_kl, as of a matrix read row by row.
given_covariance kronecker(const given_covariance& u, const given_covariance& v) {
  const std::size_t c = v.size();
  rational_matrix all(u.size() * c, u.size() * c);
  for (std::size_t i = 0; i < all.rows(); ++i) {
    for (std::size_t j = 0; j < all.rows(); ++j) {
      all(i, j) = u.entry(i / c, j / c) * v.entry(i % c, j % c);
    }
  }
  return given_covariance::of_entries(std::move(all));
}

class matrix_normal_pair : public matrix_pair {
 public:
  explicit matrix_normal_pair(const family_problem& x)
      : matrix_pair(x),
        rows_{given_covariance(problem().p, row_names), std::nullopt, {}},
        columns_{given_covariance(problem().p, column_names), std::nullopt, {}} {
    if (!problem().q) return;
    const given_distribution& q = *problem().q;
    if (q.find("mean")->shape != problem().p.find("mean")->shape) {
      q.blame("mean", "has another shape than p's");
    }
    rows_.q = given_covariance(q, row_names);
    columns_.q = given_covariance(q, column_names);
    difference_ = rational_matrix(rows_.size(), columns_.size(),
                                  difference_of(problem().p.values("mean"), q.values("mean")));
  }

  std::optional<bool> well_posed() const override {
    std::optional<bool> all = rows_.p.positive_definite(problem().p);
    const auto join = [&](std::optional<bool> one) { all = all && one ? all : std::nullopt; };
    join(columns_.p.positive_definite(problem().p));
    if (problem().q) join(rows_.q->positive_definite(*problem().q));
    if (problem().q) join(columns_.q->positive_definite(*problem().q));
    return all;
  }

  bool same() const override {
    for (const Q& d : difference_.cells()) {
      if (d != 0) return false;
    }
    const Q factor = rows_.p.entry(0, 0) / rows_.q->entry(0, 0);
    return is_multiple(rows_.p, *rows_.q, factor) &&
           is_multiple(columns_.p, *columns_.q, 1 / factor);
  }

  parameter_number kl(bool reversed) const override {
    return {[=, this](mpfr_prec_t bits) { return enclosed_kl(reversed, bits); },
            [=, this](mpfr_prec_t bits) { return kl_slopes(reversed, bits); },
            [=, this] { return written_kl(reversed); }};
  }

  parameter_number entropy() const override {
    return {[this](mpfr_prec_t bits) {
              const enclosed_covariance u(rows_.p, bits);
              const enclosed_covariance v(columns_.p, bits);
              const interval constant = log(ldexp(const_pi(bits), 1)) + interval(1L, bits);
              return ldexp(constant * Q(entries()) + log_determinant(u, v), -1);
            },
            [this](mpfr_prec_t bits) {
              const enclosed_covariance u(rows_.p, bits);
              const enclosed_covariance v(columns_.p, bits);
              gathered_slopes all;
              all.append(problem().p, u.inverse() * interval(Q(columns_.size(), 2), bits), u);
              all.append(problem().p, v.inverse() * interval(Q(rows_.size(), 2), bits), v);
              return all.in_order(problem(), bits);
            },
            [this] {
              const closed_form constant =
                  closed_form::log_pi() + log(closed_form(Q(2))) + closed_form(Q(1));
              return (constant * closed_form(Q(entries())) +
                      written_log_determinant(rows_.p, columns_.p)) *
                     closed_form(Q(1, 2));
            }};
  }

  bool has_affinity() const override { return entries() <= most_entries_written_out; }
  std::optional<bool> finite_affinity(const Q& a) const override {
    return positive_between(written_out(), a);
  }
  parameter_number log_affinity(const Q& a) const override {
    const determinant_weights<Q> w{1 - a, a, 1};
    return {[=, this](mpfr_prec_t bits) {
              return ldexp(enclosed_pair(written_out(), bits).twice_log_affinity(a, w), -1);
            },
            nullptr,
            [=, this] {
              return written_twice_log_affinity(written_out(), a, w) * closed_form(Q(1, 2));
            }};
  }
  curve_point affinity_curve(const Q& a, mpfr_prec_t bits) const override {
    const curve_point twice =
        enclosed_pair(written_out(), bits).twice_affinity_curve(a, {1 - a, a, 1}, {-1, 1, 0});
    return {ldexp(twice.value, -1), ldexp(twice.slope, -1)};
  }

 private:
  std::size_t entries() const { return rows_.size() * columns_.size(); }

  // c ln det U + n ln det V.
  interval log_determinant(const enclosed_covariance& u, const enclosed_covariance& v) const {
    return u.log_determinant() * Q(columns_.size()) + v.log_determinant() * Q(rows_.size());
  }
  closed_form written_log_determinant(const given_covariance& u, const given_covariance& v) const {
    return kloracle::written_log_determinant(u) * closed_form(Q(columns_.size())) +
           kloracle::written_log_determinant(v) * closed_form(Q(rows_.size()));
  }

  // U and V of the side that is divided by, and D: all that the quadratic form needs.
  struct sides_at {
    enclosed_pair rows;
    enclosed_pair columns;
    interval_matrix difference;
    bool reversed;
    const enclosed_covariance& u_p() const { return reversed ? rows.q() : rows.p(); }
    const enclosed_covariance& u_q() const { return reversed ? rows.p() : rows.q(); }
    const enclosed_covariance& v_p() const { return reversed ? columns.q() : columns.p(); }
    const enclosed_covariance& v_q() const { return reversed ? columns.p() : columns.q(); }
  };
  sides_at at(bool reversed, mpfr_prec_t bits) const {
    return {enclosed_pair(rows_, bits), enclosed_pair(columns_, bits), enclose(difference_, bits),
            reversed};
  }

  // The quadratic form is the sum of Y_ij^2 / (d_i e_j), Y = L_U^-1 D L_V'^-1.
  interval enclosed_kl(bool reversed, mpfr_prec_t bits) const {
    const sides_at x = at(reversed, bits);
    interval total = x.columns.trace(reversed) * x.rows.trace(reversed) - Q(entries()) +
                     log_determinant(x.u_q(), x.v_q()) - log_determinant(x.u_p(), x.v_p());
    const interval_matrix y =
        x.u_q().inverse_lower() * x.difference * transpose(x.v_q().inverse_lower());
    for (std::size_t i = 0; i < y.rows(); ++i) {
      for (std::size_t j = 0; j < y.columns(); ++j) {
        total = total + sqr(y(i, j)) / (x.u_q().pivots()[i] * x.v_q().pivots()[j]);
      }
    }
    return ldexp(total, -1);
  }

  // With t_U, t_V the two traces, twice KL has the slopes
  //   U_p: t_V U_q^-1 - c U_p^-1     U_q: c U_q^-1 - U_q^-1 (t_V U_p + D V_q^-1 D') U_q^-1
  // and V the same with n and D' in place of c and D; D: 2 U_q^-1 D V_q^-1.
  std::vector<interval> kl_slopes(bool reversed, mpfr_prec_t bits) const {
    const sides_at x = at(reversed, bits);
    const interval_matrix& d = x.difference;
    const interval_matrix turned = transpose(d);
    const interval trace_u = x.rows.trace(reversed);
    const interval trace_v = x.columns.trace(reversed);
    const interval half(Q(1, 2), bits);
    const given_distribution& p = reversed ? *problem().q : problem().p;
    const given_distribution& q = reversed ? problem().p : *problem().q;
    gathered_slopes all;
    const auto add = [&](const enclosed_covariance& s_p, const enclosed_covariance& s_q,
                         const interval& other_trace, const interval_matrix& square,
                         std::size_t other_size) {
      const interval n(Q(other_size), bits);
      const interval_matrix inner_part = s_p.matrix() * other_trace + square;
      all.append(p, (s_q.inverse() * other_trace - s_p.inverse() * n) * half, s_p);
      all.append(q, (s_q.inverse() * n - s_q.inverse() * inner_part * s_q.inverse()) * half, s_q);
    };
    add(x.u_p(), x.u_q(), trace_v, d * x.v_q().inverse() * turned, columns_.size());
    add(x.v_p(), x.v_q(), trace_u, turned * x.u_q().inverse() * d, rows_.size());
    const interval_matrix by_difference = x.u_q().inverse() * d * x.v_q().inverse();
    all.append(problem().p, "mean", by_difference.cells());
    all.append(*problem().q, "mean", (by_difference * interval(-1L, bits)).cells());
    return all.in_order(problem(), bits);
  }

  closed_form written_kl(bool reversed) const {
    const auto trace_u = exact_trace(rows_, reversed);
    const auto trace_v = exact_trace(columns_, reversed);
    const auto u = (reversed ? rows_.p : *rows_.q).exact(true);
    const auto v = (reversed ? columns_.p : *columns_.q).exact(true);
    if (!trace_u || !trace_v || !u || !v) return closed_form::open();
    Q square = 0;
    const rational_matrix weighted = *u * difference_ * *v;
    for (std::size_t i = 0; i < weighted.cells().size(); ++i) {
      square += weighted.cells()[i] * difference_.cells()[i];
    }
    const closed_form logs = written_log_determinant(*rows_.q, *columns_.q) -
                             written_log_determinant(rows_.p, columns_.p);
    return (closed_form(Q(*trace_u * *trace_v - Q(entries()) + square)) +
            (reversed ? -logs : logs)) *
           closed_form(Q(1, 2));
  }

  // As a normal distribution of vectors.
  const gaussian_pair& written_out() const {
    if (!whole_) {
      whole_.emplace(gaussian_pair{kronecker(rows_.p, columns_.p), kronecker(*rows_.q, *columns_.q),
                                   difference_.cells()});
    }
    return *whole_;
  }

  gaussian_pair rows_;
  gaussian_pair columns_;
  rational_matrix difference_{0, 0};
  mutable std::optional<gaussian_pair> whole_;
};

prepared prepare(const family_problem& x) {
  return prepare_matrix_quantity(std::make_shared<matrix_normal_pair>(x));
}

}  // namespace

const family_row& matrix_normal_family() {
  static const family_row row = [] {
    family_row made;
    made.entry = entry_of_family;
    made.check = check;
    made.prepare = prepare;
    return made;
  }();
  return row;
}

}  // namespace kloracle
