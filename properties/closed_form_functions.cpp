// SPDX-License-Identifier: Apache-2.0
#include "properties/closed_form_functions.hpp"

#include <array>
#include <charconv>

#include "properties/family_kernels.hpp"

namespace kloracle {
namespace {

using enum quantity;
#define KLORACLE_KERNEL(f) kernels::f<float>, kernels::f<double>
constexpr std::array function_table{
    closed_form_function{"kl_normal", kl, "normal(mu,sigma)", "normal(mu,sigma)",
                         KLORACLE_KERNEL(kl_normal), "(r + t^2 - 1 - log r)/2"},
    closed_form_function{"kl_normal_log_variance", kl, "normal(mu,log_variance)",
                         "normal(mu,log_variance)", KLORACLE_KERNEL(kl_normal_log_variance),
                         "a variational autoencoder's regulariser, per dimension"},
    closed_form_function{"kl_normal_diagonal", kl, "multivariate_normal(mean[2],variances[2])",
                         "multivariate_normal(mean[2],variances[2])",
                         KLORACLE_KERNEL(kl_normal_diagonal), "summed over the dimensions"},
    closed_form_function{"entropy_normal", entropy, "normal(mu,sigma)", "",
                         KLORACLE_KERNEL(entropy_normal), "1/2 + log(2 pi)/2 + log sigma"},
    closed_form_function{"kl_laplace", kl, "laplace(mu,scale)", "laplace(mu,scale)",
                         KLORACLE_KERNEL(kl_laplace), ""},
    closed_form_function{"kl_laplace_normal", kl, "laplace(mu,scale)", "normal(mu,sigma)",
                         KLORACLE_KERNEL(kl_laplace_normal), "cross-entropy less entropy"},
    closed_form_function{"kl_cauchy", kl, "cauchy(mu,scale)", "cauchy(mu,scale)",
                         KLORACLE_KERNEL(kl_cauchy), ""},
    closed_form_function{"kl_gumbel", kl, "gumbel(mu,scale)", "gumbel(mu,scale)",
                         KLORACLE_KERNEL(kl_gumbel), ""},
    closed_form_function{"kl_uniform", kl, "uniform(lower,upper)", "uniform(lower,upper)",
                         KLORACLE_KERNEL(kl_uniform), "log of the ratio of the lengths"},
    closed_form_function{"kl_exponential", kl, "exponential(rate)", "exponential(rate)",
                         KLORACLE_KERNEL(kl_exponential), "log(p/q) + q/p - 1"},
    closed_form_function{"kl_gamma", kl, "gamma(shape,rate)", "gamma(shape,rate)",
                         KLORACLE_KERNEL(kl_gamma), "by lgamma and digamma"},
    closed_form_function{"kl_pareto", kl, "pareto(minimum,shape)", "pareto(minimum,shape)",
                         KLORACLE_KERNEL(kl_pareto), ""},
    closed_form_function{"kl_weibull", kl, "weibull(shape,scale)", "weibull(shape,scale)",
                         KLORACLE_KERNEL(kl_weibull), "by pow and tgamma"},
    closed_form_function{"kl_beta", kl, "beta(alpha,beta)", "beta(alpha,beta)",
                         KLORACLE_KERNEL(kl_beta), "by lgamma and digamma"},
    closed_form_function{"kl_dirichlet", kl, "dirichlet(alpha[3])", "dirichlet(alpha[3])",
                         KLORACLE_KERNEL(kl_dirichlet), "by lgamma and digamma"},
    closed_form_function{"kl_bernoulli", kl, "bernoulli(prob)", "bernoulli(prob)",
                         KLORACLE_KERNEL(kl_bernoulli), "two terms p*log(p/q)"},
    closed_form_function{"kl_bernoulli_logit", kl, "bernoulli(logit)", "bernoulli(logit)",
                         KLORACLE_KERNEL(kl_bernoulli_logit), "by sigmoid and softplus"},
    closed_form_function{"kl_binomial", kl, "binomial(n,prob)", "binomial(n,prob)",
                         KLORACLE_KERNEL(kl_binomial), "n times Bernoulli's, or by the definition"},
    closed_form_function{"kl_poisson", kl, "poisson(rate)", "poisson(rate)",
                         KLORACLE_KERNEL(kl_poisson), "p*log(p/q) - p + q"},
    closed_form_function{"kl_geometric", kl, "geometric(prob)", "geometric(prob)",
                         KLORACLE_KERNEL(kl_geometric), ""},
};
#undef KLORACLE_KERNEL

// "mu" or "mean[2]"
family_side::slot slot_of(std::string_view text) {
  const std::size_t bracket = text.find('[');
  family_side::slot slot{std::string(text.substr(0, bracket)), {}};
  if (bracket == std::string_view::npos) return slot;
  std::size_t length = 0;
  std::from_chars(text.data() + bracket + 1, text.data() + text.size(), length);
  slot.shape.push_back(length);
  return slot;
}

// "normal(mu,sigma)"
family_side side_of(std::string_view text) {
  const std::size_t open = text.find('(');
  family_side side{std::string(text.substr(0, open)), {}};
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    side.parameters.push_back(slot_of(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return side;
}

}  // namespace

std::span<const closed_form_function> closed_form_functions() {
  return function_table;
}

offered_function describe(const closed_form_function& f) {
  offered_function offered{.name = std::string(f.name),
                           .what = f.what,
                           .formats = {&binary32, &binary64},
                           .note = std::string(f.note)};
  offered.p_of = side_of(f.p);
  if (!f.q.empty()) offered.q_of = side_of(f.q);
  return offered;
}

}  // namespace kloracle
