// SPDX-License-Identifier: Apache-2.0
//
// One family's divergence by another's: products, special cases, Bregman's form, exact values.
#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "properties/laws/family_recipes.hpp"
#include "properties/laws/output_box.hpp"

namespace kloracle {
namespace {

family_side side(std::string_view family, std::initializer_list<std::string_view> names) {
  family_side s{std::string(family), {}};
  for (const std::string_view name : names) s.parameters.push_back({std::string(name), {}});
  return s;
}

bool is_side(const std::optional<family_side>& s, std::string_view family,
             std::initializer_list<std::string_view> names) {
  return s && s->family == family &&
         std::equal(s->parameters.begin(), s->parameters.end(), names.begin(), names.end(),
                    [](const family_side::slot& slot, std::string_view name) {
                      return slot.name == name && slot.shape.empty();
                    });
}

bool of_twins(const offered_function& f, std::string_view family,
              std::initializer_list<std::string_view> names) {
  return is_side(f.p_of, family, names) && is_side(f.q_of, family, names);
}

// The same question about another family.
std::vector<offered_function> asked_of(const offered_function& f, const family_side& both) {
  offered_function g = f;
  g.p_of = g.q_of = both;
  return {g};
}

interval number_of(double x, std::span<const interval> like) {
  return output_point(x, like[0].bits());
}

// --- a binomial is a sum of n Bernoulli variables, and sufficient for them ---

bool adds_up(quantity what) {
  using enum quantity;
  return what == kl || what == reverse_kl || what == jeffreys || what == renyi ||
         what == bhattacharyya_distance;
}

bool is_binomial(const offered_function& f) {
  return adds_up(f.what) && of_twins(f, "binomial", {"n", "prob"});
}

std::vector<offered_function> of_bernoulli(const offered_function& f) {
  return asked_of(f, side("bernoulli", {"prob"}));
}

void draw_binomial(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  to.input(0).q[0] = to.input(0).p[0];
  to.input(1) = {{to.input(0).p[1]}, {to.input(0).q[1]}};
  to.terms[1].of = 1;
}

interval less_n_times(const law_instance& x, std::span<const interval> v, const law_scope&) {
  return v[0] - v[1] * number_of(x.input(0).p[0], v);
}

// --- families that are others in disguise ---

struct disguise {
  std::string_view family;
  std::array<std::string_view, 2> names;  // two, or one and an empty word
  std::string_view as;
  std::array<std::string_view, 2> as_names;
  double constant;  // the value of the family's first parameter, or 0: it is the other's
};

family_side side(std::string_view family, const std::array<std::string_view, 2>& names) {
  return names[1].empty() ? side(family, {names[0]}) : side(family, {names[0], names[1]});
}

bool is_side(const std::optional<family_side>& s, std::string_view family,
             const std::array<std::string_view, 2>& names) {
  return names[1].empty() ? is_side(s, family, {names[0]})
                          : is_side(s, family, {names[0], names[1]});
}

constexpr disguise gamma_rate{"gamma", {"shape", "rate"}, "exponential", {"rate", ""}, 1};
constexpr disguise gamma_scale{"gamma", {"shape", "scale"}, "exponential", {"scale", ""}, 1};
constexpr disguise weibull{"weibull", {"shape", "scale"}, "exponential", {"scale", ""}, 1};
constexpr disguise negative_binomial{
    "negative_binomial", {"r", "prob"}, "geometric", {"prob", ""}, 1};
constexpr disguise binomial{"binomial", {"n", "prob"}, "bernoulli", {"prob", ""}, 1};
constexpr disguise log_normal{"log_normal", {"mu", "sigma"}, "normal", {"mu", "sigma"}, 0};
constexpr disguise logit_normal{"logit_normal", {"mu", "sigma"}, "normal", {"mu", "sigma"}, 0};
constexpr disguise inverse_gamma{
    "inverse_gamma", {"shape", "scale"}, "gamma", {"shape", "rate"}, 0};
constexpr disguise chi{"chi", {"df", ""}, "chi_squared", {"df", ""}, 0};

template <const disguise& D>
bool wears(const offered_function& f) {
  return recipe::compares(f) && is_side(f.p_of, D.family, D.names) &&
         is_side(f.q_of, D.family, D.names);
}

template <const disguise& D>
std::vector<offered_function> undisguised(const offered_function& f) {
  return asked_of(f, side(D.as, D.as_names));
}

template <const disguise& D>
void draw_disguise(choices& c, const law_scope& where, law_instance& to) {
  to.resize(2);
  recipe::parameter_pair(c, where, to.input(0));
  if (D.constant != 0) to.input(0).p[0] = to.input(0).q[0] = D.constant;
  to.input(1) = to.input(0);
  to.terms[1].of = 1;
  if (D.constant == 0) return;
  to.input(1).p.erase(to.input(1).p.begin());
  to.input(1).q.erase(to.input(1).q.begin());
}

template <const disguise& D>
constexpr law as_law(std::string_view id, std::string_view statement, std::string_view source) {
  return {.id = id,
          .statement = statement,
          .equality = "always",
          .source = source,
          .type = law_type::equality,
          .recipe = "R8",
          .applies = wears<D>,
          .draw = draw_disguise<D>,
          .others = undisguised<D>};
}

// --- Bregman's form of an exponential family: D(P||Q) + D(Q||R) - D(P||R) is an inner product ---

struct exponential_family {
  std::string_view name;
  std::string_view parameter;
  interval (*mean)(const interval&);     // of the sufficient statistic
  interval (*natural)(const interval&);  // parameter
};

constexpr std::array exponential_families{
    exponential_family{"poisson", "rate", [](const interval& x) { return x; },
                       [](const interval& x) { return log(x); }},
    exponential_family{"exponential", "rate", [](const interval& x) { return inv(x); },
                       [](const interval& x) { return -x; }},
    exponential_family{"bernoulli", "prob", [](const interval& x) { return x; },
                       [](const interval& x) { return log(x) - log1p(-x); }},
    exponential_family{"geometric", "prob",
                       [](const interval& x) { return (interval(1L, x.bits()) - x) / x; },
                       [](const interval& x) { return log1p(-x); }},
};

const exponential_family* family_of(const offered_function& f) {
  for (const exponential_family& e : exponential_families) {
    if (of_twins(f, e.name, {e.parameter})) return &e;
  }
  return nullptr;
}

bool is_exponential(const offered_function& f) {
  return f.what == quantity::kl && family_of(f) != nullptr;
}

void draw_three(choices& c, const law_scope& where, law_instance& to) {
  to.resize(3);
  recipe::parameter_pair(c, where, to.input(0));
  const std::vector<double> p = to.input(0).p;
  const std::vector<double> q = to.input(0).q;
  recipe::parameters(c, where.in, *where.f.q_of, to.input(1).q);
  to.input(1).p = q;
  to.input(2) = {p, to.input(1).q};
}

interval three_points(const law_instance& x, std::span<const interval> v, const law_scope& where) {
  const exponential_family& family = *family_of(where.f);
  const interval p = number_of(x.input(0).p[0], v);
  const interval q = number_of(x.input(0).q[0], v);
  const interval r = number_of(x.input(1).q[0], v);
  const interval product =
      (family.mean(p) - family.mean(q)) * (family.natural(r) - family.natural(q));
  return v[0] + v[1] - v[2] - product;
}

// --- exact values ---

bool is_normal_kl(const offered_function& f) {
  return f.what == quantity::kl &&
         (of_twins(f, "normal", {"mu", "sigma"}) || of_twins(f, "normal", {"mu", "variance"}));
}

// Means apart by d, both of unit variance: d^2 / 2.
void draw_unit_normals(choices& c, const law_scope&, law_instance& to) {
  to.resize(1);
  const double mu = static_cast<double>(c.between(0, 8));
  const double other = mu + static_cast<double>(c.between(0, 7)) - 3;
  to.input(0) = {{mu, 1}, {other, 1}};
}

interval less_half_square(const law_instance& x, std::span<const interval> v, const law_scope&) {
  const double apart = x.input(0).p[0] - x.input(0).q[0];
  return v[0] - number_of(apart * apart / 2, v);
}

bool is_beta_kl(const offered_function& f) {
  return f.what == quantity::kl && of_twins(f, "beta", {"alpha", "beta"});
}

// Beta(n + 1, n) against Beta(n, n + 1): E ln(x/(1-x)) = psi(n+1) - psi(n) = 1/n.
void draw_mirrored_betas(choices& c, const law_scope&, law_instance& to) {
  to.resize(1);
  const auto n = static_cast<double>(c.between(1, 16));
  to.input(0) = {{n + 1, n}, {n, n + 1}};
}

interval less_reciprocal(const law_instance& x, std::span<const interval> v, const law_scope&) {
  return v[0] - inv(number_of(x.input(0).q[0], v));
}

constexpr std::array law_table{
    law{.id = "family.binomial_of_bernoullis",
        .statement = "D(Binomial(n, p)||Binomial(n, q)) = n D(Bernoulli(p)||Bernoulli(q))",
        .equality = "always",
        .source = "chain rule and sufficiency; Cover, Thomas 2.5.3",
        .type = law_type::arithmetic,
        .recipe = "R8",
        .applies = is_binomial,
        .draw = draw_binomial,
        .sense = law_sense::zero,
        .residual = less_n_times,
        .others = of_bernoulli},
    as_law<binomial>("family.binomial_1", "Binomial(1, p) is Bernoulli(p)", "the definitions"),
    as_law<gamma_rate>("family.gamma_1_rate", "Gamma(1, rate) is Exponential(rate)",
                       "the definitions"),
    as_law<gamma_scale>("family.gamma_1_scale", "Gamma(1, scale) is Exponential(scale)",
                        "the definitions"),
    as_law<weibull>("family.weibull_1", "Weibull(1, scale) is Exponential(scale)",
                    "the definitions"),
    as_law<negative_binomial>("family.negative_binomial_1",
                              "NegativeBinomial(1, p) is Geometric(p)", "the definitions"),
    as_law<log_normal>("family.log_normal", "logarithms of log-normal variables are normal",
                       "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1"),
    as_law<logit_normal>("family.logit_normal", "log-odds of logit-normal variables are normal",
                         "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1"),
    as_law<inverse_gamma>("family.inverse_gamma",
                          "reciprocals of inverse gamma variables are gamma",
                          "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1"),
    as_law<chi>("family.chi", "squares of chi variables are chi-squared",
                "invariance under bijections; Kullback, Leibler 1951, Theorem 4.1"),
    law{.id = "family.three_points",
        .statement = "D(P||Q) + D(Q||R) - D(P||R) = <mean_P - mean_Q, theta_R - theta_Q>",
        .equality = "always",
        .source = "Bregman's form; Banerjee, Merugu, Dhillon, Ghosh 2005",
        .type = law_type::arithmetic,
        .recipe = "R8",
        .applies = is_exponential,
        .draw = draw_three,
        .sense = law_sense::zero,
        .residual = three_points},
    law{.id = "family.unit_normals",
        .statement = "D(N(a,1)||N(b,1)) = (a - b)^2/2",
        .equality = "always",
        .source = "the closed form",
        .type = law_type::arithmetic,
        .recipe = "R8",
        .applies = is_normal_kl,
        .draw = draw_unit_normals,
        .sense = law_sense::zero,
        .residual = less_half_square},
    law{.id = "family.mirrored_betas",
        .statement = "D(Beta(n+1,n)||Beta(n,n+1)) = 1/n",
        .equality = "always",
        .source = "digamma recurrence, psi(n+1) - psi(n) = 1/n; DLMF 5.5.2",
        .type = law_type::arithmetic,
        .recipe = "R8",
        .applies = is_beta_kl,
        .draw = draw_mirrored_betas,
        .sense = law_sense::zero,
        .residual = less_reciprocal},
};

}  // namespace

std::span<const law> family_identities_laws() {
  return law_table;
}

}  // namespace kloracle
