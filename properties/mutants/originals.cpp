// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "properties/mutants/planting.hpp"
#include "properties/stable_kernels.hpp"

namespace kloracle::mutants {
namespace {

using enum quantity;

offered_function of(quantity what, semantics how = semantics::normalised) {
  return {.name = std::string(entry(what).name),
          .what = what,
          .how = how,
          .p_in = entry(how).p,
          .q_in = entry(how).q,
          .formats = {&binary32, &binary64}};
}

offered_function of_order(quantity what, double order) {
  offered_function f = of(what);
  f.order = number(order);
  return f;
}

offered_function of_table(quantity what, std::vector<std::size_t> shape) {
  offered_function f = of(what);
  f.shape = std::move(shape);
  return f;
}

offered_function in_double(offered_function f) {
  f.formats = {&binary64};
  return f;
}

using slots = std::vector<family_side::slot>;

offered_function of_family(std::string family, slots parameters, quantity what = kl) {
  offered_function f = of(what);
  f.name += '.' + family;
  f.p_of = family_side{std::move(family), std::move(parameters)};
  if (entry(what).of_two) f.q_of = f.p_of;
  return f;
}

offered_function kl_in_bits() {
  offered_function f = of(kl);
  f.in = unit::bits;
  return f;
}

offered_function kl_smoothed() {
  offered_function f = of(kl, semantics::smoothed);
  f.semantics_parameter = number(0.5);
  return f;
}

offered_function kl_with_error() {
  offered_function f = of(kl);
  f.claims_error = true;
  return f;
}

offered_function jensen_shannon_weighted() {
  offered_function f = of(jensen_shannon);
  f.weight = number(0.25);
  return f;
}

offered_function wasserstein() {
  offered_function f = of(wasserstein_1);
  f.support = {0, 4, 1, 0.5, -2};
  return f;
}

offered_function mmd() {
  offered_function f = of(squared_mmd);
  f.kernel = {2, 1, 0, 1, 3, 1, 0, 1, 4};
  return f;
}

double stable(const call& c) {
  return run_in_format(c, [](auto p, auto q) { return kernels::stable_normalised(p, q); });
}

double stable_logits(const call& c) {
  return run_in_format(c, [](auto p, auto q) { return kernels::stable_logits(p, q); });
}

// One ulp: twice what rounding to nearest needs.
double one_ulp(double value, const format& in) {
  if (!std::isfinite(value)) return 0;
  return std::ldexp(1.0,
                    std::max(value == 0 ? in.emin : std::ilogb(value), in.emin) - in.precision + 1);
}

constexpr grade cr = grade::correctly_rounded;

constexpr std::array original_table{
    original_entry{"kl", [] { return of(kl); }, sound, cr},
    original_entry{"kl.binary64", [] { return in_double(of(kl)); }, sound, cr},
    original_entry{"kl.bits", kl_in_bits, sound, cr},
    original_entry{"kl.measure", [] { return of(kl, semantics::measure); }, sound, cr},
    original_entry{"kl.generalised", [] { return of(kl, semantics::generalised); }, sound, cr},
    original_entry{"kl.counts", [] { return of(kl, semantics::counts); }, sound, cr},
    original_entry{"kl.smoothed", kl_smoothed, sound, cr},
    original_entry{"kl.logits", [] { return of(kl, semantics::logits); }, sound, cr},
    original_entry{"kl.log_prob", [] { return of(kl, semantics::log_prob); }, sound, cr},
    original_entry{"kl.prob_vs_logprob", [] { return of(kl, semantics::prob_vs_logprob); }, sound,
                   cr},
    original_entry{"kl.with_error", kl_with_error, sound, cr, one_ulp},
    original_entry{"kl.stable", [] { return of(kl); }, stable, grade::tangent},
    original_entry{"kl.stable.binary64", [] { return in_double(of(kl)); }, stable, grade::tangent},
    original_entry{"kl.stable_logits", [] { return of(kl, semantics::logits); }, stable_logits,
                   grade::tangent},
    original_entry{"reverse_kl", [] { return of(reverse_kl); }, sound, cr},
    original_entry{"jeffreys", [] { return of(jeffreys); }, sound, cr},
    original_entry{"jensen_shannon", [] { return of(jensen_shannon); }, sound, cr},
    original_entry{"jensen_shannon.weighted", jensen_shannon_weighted, sound, cr},
    original_entry{"jensen_shannon_distance", [] { return of(jensen_shannon_distance); }, sound,
                   cr},
    original_entry{"total_variation", [] { return of(total_variation); }, sound, cr},
    original_entry{"squared_hellinger", [] { return of(squared_hellinger); }, sound, cr},
    original_entry{"hellinger", [] { return of(hellinger); }, sound, cr},
    original_entry{"chi_squared", [] { return of(chi_squared); }, sound, cr},
    original_entry{"triangular_discrimination", [] { return of(triangular_discrimination); }, sound,
                   cr},
    original_entry{"bhattacharyya_distance", [] { return of(bhattacharyya_distance); }, sound, cr},
    original_entry{"chernoff_information", [] { return of(chernoff_information); }, sound, cr},
    original_entry{"max_log_ratio", [] { return of(max_log_ratio); }, sound, cr},
    original_entry{"renyi", [] { return of_order(renyi, 0.25); }, sound, cr},
    original_entry{"renyi.two", [] { return of_order(renyi, 2); }, sound, cr},
    original_entry{"tsallis", [] { return of_order(tsallis, 0.75); }, sound, cr},
    original_entry{"alpha", [] { return of_order(alpha, 0.75); }, sound, cr},
    original_entry{"entropy", [] { return of(entropy); }, sound, cr},
    original_entry{"entropy.counts", [] { return of(entropy, semantics::counts); }, sound, cr},
    original_entry{"cross_entropy", [] { return of(cross_entropy); }, sound, cr},
    original_entry{"perplexity", [] { return of(perplexity); }, sound, cr},
    original_entry{"renyi_entropy", [] { return of_order(renyi_entropy, 2); }, sound, cr},
    original_entry{"tsallis_entropy", [] { return of_order(tsallis_entropy, 2); }, sound, cr},
    original_entry{"mutual_information",
                   [] {
                     return of_table(mutual_information, {2, 3});
                   },
                   sound, cr},
    original_entry{"conditional_entropy",
                   [] {
                     return of_table(conditional_entropy, {2, 3});
                   },
                   sound, cr},
    original_entry{"conditional_mutual_information",
                   [] {
                     return of_table(conditional_mutual_information, {2, 2, 2});
                   },
                   sound, cr},
    original_entry{"total_correlation",
                   [] {
                     return of_table(total_correlation, {2, 2, 2});
                   },
                   sound, cr},
    original_entry{"wasserstein_1", wasserstein, sound, cr},
    original_entry{"squared_mmd", mmd, sound, cr},
    original_entry{"k1", [] { return of(k1, semantics::log_prob); }, sound, cr},
    original_entry{"k2", [] { return of(k2, semantics::log_prob); }, sound, cr},
    original_entry{"k3", [] { return of(k3, semantics::log_prob); }, sound, cr},
    original_entry{"normal",
                   [] {
                     return of_family("normal", {{"mu"}, {"sigma"}});
                   },
                   sound, cr},
    original_entry{"normal.variance",
                   [] {
                     return of_family("normal", {{"mu"}, {"variance"}});
                   },
                   sound, cr},
    original_entry{"normal.log_variance",
                   [] {
                     return of_family("normal", {{"mu"}, {"log_variance"}});
                   },
                   sound, cr},
    original_entry{"exponential", [] { return of_family("exponential", {{"rate"}}); }, sound, cr},
    original_entry{"exponential.scale", [] { return of_family("exponential", {{"scale"}}); }, sound,
                   cr},
    original_entry{"gamma",
                   [] {
                     return of_family("gamma", {{"shape"}, {"rate"}});
                   },
                   sound, cr},
    original_entry{"beta",
                   [] {
                     return of_family("beta", {{"alpha"}, {"beta"}});
                   },
                   sound, cr},
    original_entry{"poisson", [] { return of_family("poisson", {{"rate"}}); }, sound, cr},
    original_entry{"geometric", [] { return of_family("geometric", {{"prob"}}); }, sound, cr},
    original_entry{"laplace",
                   [] {
                     return of_family("laplace", {{"mu"}, {"scale"}});
                   },
                   sound, cr},
    original_entry{
        "multivariate_normal",
        [] {
          return of_family("multivariate_normal", {{"mean", {2}}, {"covariance", {2, 2}}});
        },
        sound, cr},
    original_entry{"bernoulli", [] { return of_family("bernoulli", {{"prob"}}); }, sound, cr},
    original_entry{"uniform",
                   [] {
                     return of_family("uniform", {{"lower"}, {"upper"}});
                   },
                   sound, cr},
    original_entry{"weibull",
                   [] {
                     return of_family("weibull", {{"shape"}, {"scale"}});
                   },
                   sound, cr},
    original_entry{"von_mises",
                   [] {
                     return of_family("von_mises", {{"mu"}, {"kappa"}});
                   },
                   sound, cr},
    original_entry{"normal.entropy",
                   [] {
                     return of_family("normal", {{"mu"}, {"sigma"}}, entropy);
                   },
                   sound, cr},
};

}  // namespace

std::span<const original_entry> originals() {
  return original_table;
}

}  // namespace kloracle::mutants
