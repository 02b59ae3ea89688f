// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/matrix_quantities.hpp"
#include "oracle/families/words.hpp"

namespace kloracle {
namespace {

/// The Wishart distribution on positive definite d x d matrices.
///
/// Density       det X^((df-d-1)/2) e^(-tr(V^-1 X)/2) / (2^(d df/2) det V^(df/2) Gamma_d(df/2))
/// Parameters    df > d - 1; V by one of scale V, inverse_scale V^-1, scale_tril L (V = L L')
/// Formula       KL = df_p/2 (tr(V_q^-1 V_p) - d + ln det V_q/det V_p)
///               + (df_q - df_p)/2 (ln det V_q/det V_p - psi_d(df_p/2))
///               + ln Gamma_d(df_q/2) - ln Gamma_d(df_p/2)
/// Affinity      the exponential family of theta = (df/2, V^-1/2): with n = a df_p + (1-a) df_q and
///               S = (1-a) V_p + a V_q, as V_p^-1 S V_q^-1 is the matrix of the order a,
///               ln of the integral = ((1-a) df_q ln det V_p + a df_p ln det V_q - n ln det S)/2
///               + ln Gamma_d(n/2) - a ln Gamma_d(df_p/2) - (1-a) ln Gamma_d(df_q/2),
///               finite where n > d - 1 and S is positive definite
/// Conditions    as for multivariate_normal
/// Source        Muirhead 1982, "Aspects of Multivariate Statistical Theory", chapter 3
constexpr parameter_entry parameters[] = {
    {"df", domain::positive, 0, 0, "degrees of freedom, above d - 1"},
    {"scale", domain::real, 1, 2, "V, symmetric and positive definite"},
    {"inverse_scale", domain::real, 1, 2, "V^-1, symmetric and positive definite"},
    {"scale_tril", domain::real, 1, 2, "L of V = L L', lower triangular, diagonal positive"}};

constexpr family_entry entry_of_family{
    .name = "wishart",
    .parameters = parameters,
    .over = sample_space::matrices,
    .support = "positive definite d x d matrices",
    .density = "det X^((df-d-1)/2) e^(-tr(V^-1 X)/2)/(2^(d df/2) det V^(df/2) Gamma_d(df/2))",
    .source = "Muirhead 1982"};

constexpr covariance_name covariance_names[] = {{"scale", covariance_form::matrix},
                                                {"inverse_scale", covariance_form::inverse},
                                                {"scale_tril", covariance_form::scale_tril}};

void check(const given_distribution& given) {
  const given_covariance v(given, covariance_names);
  const Q& df = given.exact("df");
  if (df > Q(v.size()) - 1) return;
  given.blame("df", "is " + df.str() + "; expected a number above " + std::to_string(v.size() - 1));
}

class wishart_pair : public matrix_pair {
 public:
  explicit wishart_pair(const family_problem& x)
      : matrix_pair(x),
        scales_{given_covariance(problem().p, covariance_names), std::nullopt, {}},
        d_(static_cast<long>(scales_.size())),
        df_p_(problem().p.exact("df")),
        df_q_(df_p_) {
    if (!problem().q) return;
    df_q_ = problem().q->exact("df");
    scales_.q = given_covariance(*problem().q, covariance_names);
    if (scales_.q->size() == scales_.size()) return;
    problem().q->blame(scales_.q->stated().name, "is of dimension " +
                                                     std::to_string(scales_.q->size()) +
                                                     " where p's is of " + std::to_string(d_));
  }

  std::optional<bool> well_posed() const override {
    const auto p = scales_.p.positive_definite(problem().p);
    const auto q =
        scales_.q ? scales_.q->positive_definite(*problem().q) : std::optional<bool>(true);
    return p && q ? p : std::nullopt;
  }
  bool same() const override { return df_p_ == df_q_ && is_multiple(scales_.p, *scales_.q, 1); }

  parameter_number kl(bool reversed) const override {
    return {[=, this](mpfr_prec_t bits) { return enclosed_kl(reversed, bits); },
            [=, this](mpfr_prec_t bits) { return kl_slopes(reversed, bits); },
            [=, this] { return written_kl(reversed); }};
  }

  // With E ln det X = psi_d(df/2) + d ln 2 + ln det V and E tr(V^-1 X) = d df.
  parameter_number entropy() const override {
    return {[this](mpfr_prec_t bits) {
              const interval logs = enclosed_covariance(scales_.p, bits).log_determinant();
              return entropy_of(interval(df_p_, bits), logs);
            },
            [this](mpfr_prec_t bits) { return entropy_slopes(bits); },
            [this] { return entropy_of(closed_form(df_p_), written_log_determinant(scales_.p)); }};
  }

  std::optional<bool> finite_affinity(const Q& a) const override {
    if (between(a) <= d_ - 1) return false;
    return positive_between(scales_, a);
  }

  parameter_number log_affinity(const Q& a) const override {
    return {[=, this](mpfr_prec_t bits) {
              return ldexp(enclosed_pair(scales_, bits).twice_log_affinity(a, weights(a)), -1) +
                     gammas(a, interval(df_p_, bits), interval(df_q_, bits));
            },
            [=, this](mpfr_prec_t bits) { return affinity_slopes(a, bits); },
            [=, this] {
              return written_twice_log_affinity(scales_, a, weights(a)) * closed_form(Q(1, 2)) +
                     gammas(a, closed_form(df_p_), closed_form(df_q_));
            }};
  }

  curve_point affinity_curve(const Q& a, mpfr_prec_t bits) const override {
    const determinant_weights<Q> slopes{-df_q_, df_p_, df_p_ - df_q_};
    const curve_point of_matrices =
        enclosed_pair(scales_, bits).twice_affinity_curve(a, weights(a), slopes);
    const interval p(df_p_, bits);
    const interval q(df_q_, bits);
    interval slope = ldexp(of_matrices.slope, -1);
    if (df_p_ != df_q_) {
      slope = slope +
              multivariate_digamma(d_, interval(Q(between(a) / 2), bits)) * Q((df_p_ - df_q_) / 2) -
              log_gamma(p) + log_gamma(q);
    }
    return {ldexp(of_matrices.value, -1) + gammas(a, p, q), slope};
  }

 private:
  Q between(const Q& a) const { return a * df_p_ + (1 - a) * df_q_; }
  determinant_weights<Q> weights(const Q& a) const {
    return {(1 - a) * df_q_, a * df_p_, between(a)};
  }

  template <class T>
  T log_gamma(const T& df) const {
    return log_multivariate_gamma(d_, df * Q(1, 2));
  }
  template <class T>
  T digamma_of(const T& df) const {
    return multivariate_digamma(d_, df * Q(1, 2));
  }

  // What the log affinity has of gamma functions: nothing where the degrees of freedom agree.
  template <class T>
  T gammas(const Q& a, const T& p, const T& q) const {
    if (df_p_ == df_q_) return constant(p, 0);
    return log_gamma(constant(p, between(a))) - log_gamma(p) * a - log_gamma(q) * Q(1 - a);
  }

  // df_q ln ratio/2 + ..., past what equal degrees of freedom have.
  template <class T>
  T unlike_degrees(const T& p, const T& q, const T& log_ratio) const {
    return (q - p) * (log_ratio - digamma_of(p)) * Q(1, 2) + log_gamma(q) - log_gamma(p);
  }

  interval enclosed_kl(bool reversed, mpfr_prec_t bits) const {
    const enclosed_pair x(scales_, bits);
    const Q& p = reversed ? df_q_ : df_p_;
    const Q& q = reversed ? df_p_ : df_q_;
    const interval alike = x.twice_kl(reversed) * Q(p / 2);
    if (p == q) return alike;
    const interval ratio = x.q().log_determinant() - x.p().log_determinant();
    return alike + unlike_degrees(interval(p, bits), interval(q, bits), reversed ? -ratio : ratio);
  }

  closed_form written_kl(bool reversed) const {
    const Q& p = reversed ? df_q_ : df_p_;
    const Q& q = reversed ? df_p_ : df_q_;
    const closed_form alike = written_twice_kl(scales_, reversed) * closed_form(p / 2);
    if (p == q) return alike;
    const closed_form ratio =
        written_log_determinant(*scales_.q) - written_log_determinant(scales_.p);
    return alike + unlike_degrees(closed_form(p), closed_form(q), reversed ? -ratio : ratio);
  }

  // By df_p: (tr - d - (df_q - df_p)/2 psi_d'(df_p/2))/2; by df_q: (ln ratio - psi_d(df_p/2) +
  // psi_d(df_q/2))/2. By V: those of df_p/2 twice_kl and of (df_q - df_p)/2 ln ratio.
  std::vector<interval> kl_slopes(bool reversed, mpfr_prec_t bits) const {
    const enclosed_pair x(scales_, bits);
    const interval p(reversed ? df_q_ : df_p_, bits);
    const interval q(reversed ? df_p_ : df_q_, bits);
    const interval ratio = x.q().log_determinant() - x.p().log_determinant();
    const interval trigamma = multivariate_trigamma(d_, ldexp(p, -1));
    const interval by_df_p = ldexp(x.trace(reversed) - Q(d_) - ldexp((q - p) * trigamma, -1), -1);
    const interval by_df_q = ldexp((reversed ? -ratio : ratio) - digamma_of(p) + digamma_of(q), -1);
    const gaussian_slopes alike = x.twice_kl_slopes(reversed);
    const interval half = ldexp(p, -1);
    const interval unlike = ldexp(reversed ? p - q : q - p, -1);
    gathered_slopes all;
    all.append(problem().p, alike.p * half - x.p().inverse() * unlike, x.p());
    all.append(*problem().q, alike.q * half + x.q().inverse() * unlike, x.q());
    all.append(problem().p, "df", {reversed ? by_df_q : by_df_p});
    all.append(*problem().q, "df", {reversed ? by_df_p : by_df_q});
    return all.in_order(problem(), bits);
  }

  // (d+1)/2 (ln det V + d ln 2) + ln Gamma_d(df/2) - (df-d-1)/2 psi_d(df/2) + d df/2.
  template <class T>
  T entropy_of(const T& df, const T& log_determinant) const {
    const T two = constant(df, 2);
    return (log_determinant + log(two) * Q(d_)) * Q(d_ + 1, 2) + log_gamma(df) -
           (df - Q(d_ + 1)) * digamma_of(df) * Q(1, 2) + df * Q(d_, 2);
  }

  // By df: d/2 - (df-d-1)/4 psi_d'(df/2), psi_d itself cancels. By V: (d+1)/2 V^-1.
  std::vector<interval> entropy_slopes(mpfr_prec_t bits) const {
    const enclosed_covariance v(scales_.p, bits);
    const interval df(df_p_, bits);
    const interval trigamma = multivariate_trigamma(d_, ldexp(df, -1));
    gathered_slopes all;
    all.append(problem().p, v.inverse() * interval(Q(d_ + 1, 2), bits), v);
    all.append(problem().p, "df",
               {interval(Q(d_, 2), bits) - ldexp((df - Q(d_ + 1)) * trigamma, -2)});
    return all.in_order(problem(), bits);
  }

  // By df_p: (a (ln det V_q - ln det S) + a psi_d(n/2) - a psi_d(df_p/2))/2; df_q likewise.
  std::vector<interval> affinity_slopes(const Q& a, mpfr_prec_t bits) const {
    const enclosed_pair x(scales_, bits);
    const interval mixed = x.log_determinant_between(a);
    const interval psi = digamma_of(interval(between(a), bits));
    const auto by_df = [&](const interval& logs, const Q& df, const Q& order) {
      return (logs - mixed + psi - digamma_of(interval(df, bits))) * Q(order / 2);
    };
    const gaussian_slopes by = x.twice_log_affinity_slopes(a, weights(a));
    const interval half(Q(1, 2), bits);
    gathered_slopes all;
    all.append(problem().p, by.p * half, x.p());
    all.append(*problem().q, by.q * half, x.q());
    all.append(problem().p, "df", {by_df(x.q().log_determinant(), df_p_, a)});
    all.append(*problem().q, "df", {by_df(x.p().log_determinant(), df_q_, 1 - a)});
    return all.in_order(problem(), bits);
  }

  gaussian_pair scales_;
  long d_;
  Q df_p_;
  Q df_q_;
};

prepared prepare(const family_problem& x) {
  return prepare_matrix_quantity(std::make_shared<wishart_pair>(x));
}

}  // namespace

const family_row& wishart_family() {
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
