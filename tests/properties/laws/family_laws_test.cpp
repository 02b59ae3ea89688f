// SPDX-License-Identifier: Apache-2.0
//
// The laws of families: nobody who rounds correctly is blamed, every input is a distribution, and
// each law sees a fault made for it.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "properties/cases.hpp"
#include "properties/conformance.hpp"
#include "properties/generators.hpp"
#include "properties/laws/law_run.hpp"
#include "tests/properties/laws/perfect_subject.hpp"

namespace kloracle {
namespace {

constexpr std::array four_formats{&binary16, &bfloat16, &binary32, &binary64};

offered_function of_twins(quantity what, const std::string& side) {
  offered_function f{.name = std::string(entry(what).name) + '.' + side, .what = what};
  f.p_of = f.q_of = parameters(side);
  f.formats.assign(four_formats.begin(), four_formats.end());
  return f;
}

// Families whose values cost microseconds, in every parameterisation that a law tells apart.
std::vector<offered_function> family_functions() {
  using enum quantity;
  std::vector<offered_function> all;
  for (const char* side : {"bernoulli(prob)",
                           "binomial(n,prob)",
                           "poisson(rate)",
                           "geometric(prob)",
                           "negative_binomial(r,prob)",
                           "normal(mu,sigma)",
                           "normal(mu,variance)",
                           "normal(mu,log_variance)",
                           "log_normal(mu,sigma)",
                           "logit_normal(mu,sigma)",
                           "half_normal(sigma)",
                           "exponential(rate)",
                           "exponential(scale)",
                           "laplace(mu,scale)",
                           "gumbel(mu,scale)",
                           "cauchy(mu,scale)",
                           "pareto(minimum,shape)",
                           "weibull(shape,scale)",
                           "uniform(lower,upper)",
                           "gamma(shape,rate)",
                           "gamma(shape,scale)",
                           "inverse_gamma(shape,scale)",
                           "chi_squared(df)",
                           "chi(df)",
                           "beta(alpha,beta)",
                           "inverse_gaussian(mu,lambda)",
                           "von_mises(mu,kappa)"}) {
    const std::string family = parameters(side).family;
    for (const quantity what : {kl, total_variation, squared_hellinger, renyi}) {
      if (!covers(what, family, family)) continue;
      all.push_back(of_twins(what, side));
      if (what != renyi) continue;
      all.back().order = number(0.5);
      all.push_back(of_twins(what, side));
      all.back().name += ".2";
      all.back().order = number(2);
    }
  }
  for (const std::size_t d : {2, 3}) {
    offered_function f = of_twins(kl, "normal(mu,sigma)");
    f.name = "kl.multivariate_normal" + std::to_string(d);
    f.p_of = f.q_of = family_side{"multivariate_normal", {{"mean", {d}}, {"covariance", {d, d}}}};
    all.push_back(f);
  }
  return all;
}

bool of_a_family(const law& l) {
  return l.id.starts_with("family.") || l.id.starts_with("coin.") || l.id.starts_with("normal.");
}

TEST(FamilyLaws, ACorrectlyRoundedSubjectIsBlamedForNothing) {
  perfect_subject who(family_functions());
  std::map<std::string_view, std::pair<long, long>> checks;  // all of them, and those that speak
  for (const law* l : laws()) {
    if (!of_a_family(*l)) continue;
    for (const law_summary& s : check_laws(who, {.checks = 6, .only_law = std::string(l->id)})) {
      EXPECT_EQ(s.hard + s.soft + s.undecided + s.lost, 0)
          << l->id << ' ' << s.function->name << ' ' << s.in->name << ' '
          << (s.example ? s.example->id + ' ' + s.example->judged.reason : "");
      checks[l->id].first += s.checks;
      checks[l->id].second += s.checks - s.not_applicable;
    }
    EXPECT_GT(checks[l->id].first, 0) << l->id << " speaks of no function";
    EXPECT_GE(2 * checks[l->id].second, checks[l->id].first) << l->id;
  }
}

// Whatever the decisions, every input is a distribution in numbers of the format.
TEST(FamilyLaws, AnyDecisionsMakeDistributions) {
  random_source r(5);
  for (const offered_function& f : family_functions()) {
    for (const law* l : laws()) {
      if (!of_a_family(*l) || !l->applies(f)) continue;
      const std::vector<offered_function> others =
          l->others != nullptr ? l->others(f) : std::vector<offered_function>{};
      for (int kind = 0; kind < 6; ++kind) {
        const format& in = *four_formats[static_cast<std::size_t>(r.between(0, 3))];
        std::vector<std::uint64_t> told(40, kind == 0 ? 0 : ~std::uint64_t{0} >> 1);
        if (kind > 1) {
          for (auto& d : told) d = r.bits() >> r.between(1, 63);
        }
        choices c;
        c.replay(told);
        law_instance x;
        l->draw(c, {f, in}, x);
        for (const law_instance::term& t : x.terms) {
          const offered_function& g = t.of == 0 ? f : others.at(t.of - 1);
          for (const double v : t.input.p) EXPECT_EQ(draws::into(in, v), v) << l->id;
          for (const double v : t.input.q) EXPECT_EQ(draws::into(in, v), v) << l->id;
          // A quantity that a bound is taken from may have no formula where parameters differ.
          const bool may_lack = l->type == law_type::bound && t.of > 0;
          const answer a = evaluate(problem_of(g, t.input), {.condition = false});
          EXPECT_TRUE(may_lack || !a.bad_input()) << l->id << ' ' << g.name << ' ' << a.reason;
        }
      }
    }
  }
}

// The oracle's answers, each through a fault.
class faulty_subject : public subject {
 public:
  using fault = std::function<double(const offered_function&, const sample&, double)>;
  faulty_subject(std::vector<offered_function> offers, fault f)
      : right_(std::move(offers)), fault_(std::move(f)) {}
  const subject_identity& identity() const override { return right_.identity(); }
  std::span<const offered_function> functions() const override { return right_.functions(); }
  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    std::vector<response> responses = right_.evaluate(f, in, samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double y = responses[i].value;
      if (std::isfinite(y)) responses[i].value = draws::into(in, fault_(f, samples[i], y));
    }
    return responses;
  }

 private:
  perfect_subject right_;
  fault fault_;
};

// Half of the inputs, and never twins of each other: which half depends on every bit.
bool is_chosen(const offered_function& f, const sample& s) {
  std::uint64_t h = f.name.size() * 0x9e3779b97f4a7c15u;
  for (const std::vector<double>* x : {&s.p, &s.q}) {
    for (const double v : *x) h = (h ^ std::hash<double>()(v)) * 0x100000001b3u;
  }
  return ((h >> 33) & 1) != 0;
}

faulty_subject::fault fault_for(const law& l) {
  if (l.id == "family.nonnegative") return [](auto&, auto&, double y) { return -y; };
  if (l.id == "family.zero_only_if_equal") return [](auto&, auto&, double) { return 0.0; };
  if (l.id == "family.zero_if_equal") return [](auto&, auto&, double y) { return y + 0.125; };
  if ((l.type == law_type::bound && l.sense == law_sense::at_least) || l.type == law_type::order)
    return [](const offered_function& f, auto&, double y) {
      return f.name.ends_with("normal2") ? y : y / 8;
    };
  if (l.type == law_type::bound) return [](auto&, auto&, double y) { return y * 8; };
  return [](const offered_function& f, const sample& s, double y) {
    return is_chosen(f, s) ? y * 1.0625 + 0.0625 : y;
  };
}

TEST(FamilyLaws, EachSeesTheFaultMadeForIt) {
  const std::vector<offered_function> all = family_functions();
  for (const law* l : laws()) {
    if (!of_a_family(*l)) continue;
    faulty_subject who(all, fault_for(*l));
    long hard = 0;
    for (const law_summary& s : check_laws(who, {.checks = 12,
                                                .shrinks = 0,
                                                .only_law = std::string(l->id),
                                                .only_format = &binary64}))
      hard += s.hard;
    EXPECT_GT(hard, 0) << l->id;
  }
}

}  // namespace
}  // namespace kloracle
