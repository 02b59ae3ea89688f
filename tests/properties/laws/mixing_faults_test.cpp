// SPDX-License-Identifier: Apache-2.0
//
// For every law a fault that it finds: what people get wrong, planted in an otherwise correct
// function.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/mixing_laws.hpp"

namespace kloracle {
namespace {

struct asked {
  const offered_function& f;
  const sample& s;
  double right;
};
using answer_of = double (*)(const asked&);

double mean_over_outcomes(const asked& a) {
  return a.right / static_cast<double>(a.s.p.size());
}
double other_sign(const asked& a) {
  return -a.right;
}
double similarity(const asked& a) {
  return std::exp(-a.right);
}
double root(const asked& a) {
  return std::sqrt(std::abs(a.right));
}
double too_large(const asked& a) {
  return a.right + 0.125;
}
double too_small(const asked& a) {
  return a.right - 0.125;
}
double tenth_off(const asked& a) {
  return a.right * 0.9;
}
// (sum p^a q^(1-a) - 1)/(a - 1): Tsallis' divergence for Renyi's, here of order 2.
double without_logarithm(const asked& a) {
  return std::expm1(a.right);
}
double with_logarithm(const asked& a) {
  return std::log1p(a.right);
}
double not_normalised(const asked& a) {
  return a.right * std::accumulate(a.s.p.begin(), a.s.p.end(), 0.0);
}
// Terms with p below 1/64 are left out.
double small_terms_dropped(const asked& a) {
  double sum = 0;
  for (std::size_t i = 0; i < a.s.p.size(); ++i) {
    if (a.s.p[i] >= 0x1p-6) sum += a.s.p[i] * std::log(a.s.p[i] / a.s.q[i]);
  }
  return sum;
}
// A pseudocount of 1/16 for every outcome, then normalised.
double smoothed(const asked& a) {
  const double n = static_cast<double>(a.s.p.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.s.p.size(); ++i) {
    const double p = (a.s.p[i] + 0.0625) / (1 + n * 0.0625);
    const double q = (a.s.q[i] + 0.0625) / (1 + n * 0.0625);
    sum += p * std::log(p / q);
  }
  return sum;
}
// Information as a share of the joint entropy.
double share_of_entropy(const asked& a) {
  double h = 0;
  for (const double p : a.s.p) h -= p > 0 ? p * std::log(p) : 0;
  return h > 0 ? a.right / h : 0;
}
// The divergence from the mean of P and Q rather than from Q.
double halved_towards_p(const asked& a) {
  double sum = 0;
  for (std::size_t i = 0; i < a.s.p.size(); ++i)
    sum += a.s.p[i] * std::log(2 * a.s.p[i] / (a.s.p[i] + a.s.q[i]));
  return sum;
}

struct planted {
  std::string_view law;
  quantity what;
  semantics how;
  answer_of answers;
};

using enum quantity;
constexpr semantics n = semantics::normalised;
constexpr planted faults[] = {
    {"processing.channel", kl, n, mean_over_outcomes},
    {"processing.channel", bhattacharyya_coefficient, n, other_sign},
    {"processing.merging", kl, n, mean_over_outcomes},
    {"processing.merging", entropy, n, mean_over_outcomes},
    {"processing.merging", joint_entropy, n, other_sign},
    {"processing.splitting", kl, n, small_terms_dropped},
    {"processing.splitting", total_variation, n, mean_over_outcomes},
    {"processing.one_axis", mutual_information, n, share_of_entropy},
    {"processing.one_axis", conditional_entropy, n, other_sign},
    {"convexity.information_of_inputs", mutual_information, n, other_sign},
    {"convexity.information_of_channels", mutual_information, n, root},
    {"convexity.joint", kl, n, root},
    {"convexity.joint", bhattacharyya_coefficient, n, other_sign},
    {"convexity.in_p", total_variation, n, root},
    {"convexity.in_q", chi_squared, n, root},
    {"convexity.quasi", hellinger, n, similarity},
    {"convexity.renyi_is_not_joint", renyi, n, without_logarithm},
    {"convexity.entropies", joint_entropy, n, other_sign},
    {"convexity.entropies_quasi", perplexity, n, other_sign},
    {"mixtures.compensation", kl, n, smoothed},
    {"mixtures.compensation", squared_mmd, n, root},
    {"mixtures.towards_q", kl, n, root},
    {"mixtures.towards_p", kl, n, root},
    {"mixtures.in_proportion", chi_squared, n, root},
    {"mixtures.capped", kl, n, too_large},
    {"mixtures.strong_convexity", jensen_shannon, n, tenth_off},
    {"mixtures.of_disjoint", jensen_shannon, n, too_large},
    {"chains.rule", kl, n, smoothed},
    {"chains.merging_loss", kl, n, halved_towards_p},
    {"chains.branches", kl, n, smoothed},
    {"chains.against_product", kl, n, root},
    {"pythagoras.event", kl, n, halved_towards_p},
    {"pythagoras.half_space", kl, n, root},
    {"products.add", kl, n, halved_towards_p},
    {"products.add", kl, semantics::logits, mean_over_outcomes},
    {"products.multiply", chi_squared, n, with_logarithm},
    {"products.affinity", bhattacharyya_coefficient, n, tenth_off},
    {"products.subadd", total_variation, n, too_small},
    {"products.shared_factor", kl, n, smoothed},
    {"products.shared_factor", kl, semantics::logits, mean_over_outcomes},
    {"measures.log_sum", kl, semantics::measure, tenth_off},
    {"measures.affinity", bhattacharyya_coefficient, semantics::measure, too_large},
    {"measures.homogeneous", kl, semantics::generalised, root},
    {"measures.two_scales", kl, semantics::measure, not_normalised},
    {"measures.normalised", kl, n, not_normalised},
    {"measures.normalised", kl, semantics::counts, not_normalised},
    {"measures.generalised", kl, semantics::generalised, tenth_off},
    {"measures.as_they_are", kl, semantics::measure, tenth_off},
    {"measures.counts", kl, semantics::counts, not_normalised},
};

// The faulty function, and the right ones that the law may relate it to.
std::vector<offered_function> offers(const planted& fault) {
  offered_function f = offered(fault.what, fault.how);
  f.name = "faulty";
  f.convention.clear();
  f.weight.reset();
  f.with_q = f.what != perplexity && f.with_q;
  if (f.what == renyi) f.order = number(2);
  std::vector<offered_function> all{f};
  for (const semantics how : {semantics::normalised, semantics::measure}) {
    if (how == fault.how) continue;
    f.name = entry(how).name;
    f.how = how;
    f.p_in = entry(how).p;
    f.q_in = entry(how).q;
    all.push_back(f);
  }
  return all;
}

class PlantedFaults : public testing::TestWithParam<planted> {};

TEST_P(PlantedFaults, ViolateTheLaw) {
  const planted& fault = GetParam();
  scripted_subject who(offers(fault),
                       [&](const offered_function& f, const format& in, const sample& s) {
                         response r = right_answer(f, in, s);
                         if (f.name != "faulty") return r;
                         r.value = fault.answers({f, s, r.value});
                         return r;
                       });
  law_options how;
  how.only_law = fault.law;
  how.only_function = "faulty";
  how.only_format = &binary64;
  how.max_n = 6;
  how.checks = 100;
  how.shrinks = 0;
  const std::vector<law_summary> summaries = check_laws(who, how);
  ASSERT_EQ(summaries.size(), 1u) << "the law does not speak of the function";
  EXPECT_GT(summaries[0].hard, 0);
}

std::string fault_name(const testing::TestParamInfo<planted>& fault) {
  std::string name(fault.param.law);
  std::replace(name.begin(), name.end(), '.', '_');
  return name + '_' + std::string(entry(fault.param.what).name) + '_' +
         std::string(entry(fault.param.how).name);
}

INSTANTIATE_TEST_SUITE_P(Laws, PlantedFaults, testing::ValuesIn(faults), fault_name);

TEST(FaultTable, HasEveryLaw) {
  for (const law* l : mixing_laws()) {
    EXPECT_TRUE(std::any_of(std::begin(faults), std::end(faults), [&](const planted& fault) {
      return fault.law == l->id;
    })) << l->id;
  }
}

}  // namespace
}  // namespace kloracle
