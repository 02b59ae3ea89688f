// SPDX-License-Identifier: Apache-2.0
//
// Problems of families as lines of JSON: every family in every parameterisation, and what is said
// of lines that state none. What the lists say is covered is covered.
#include <gtest/gtest.h>

#include "tests/tools/family_samples.hpp"
#include "tests/tools/problem_lines.hpp"
#include "tools/distribution_json.hpp"
#include "tools/family_words.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

std::string line_of_pair(const quantity_entry& what, const distribution& p, const distribution& q) {
  std::string line = R"({"quantity":")" + std::string(what.name) + R"(","p":)" + json_of(p).dump();
  if (what.of_two && !what.q_optional) line += R"(,"q":)" + json_of(q).dump();
  for (const option_use& use : what.options) {
    if (!use.required) continue;
    line.append(",\"").append(entry(use.id).name).append("\":").append(option_sample(use.id));
  }
  return line + "}";
}

// With p as the text says and a good normal q.
std::string kl_of(const std::string& p, const std::string& more = "") {
  return R"({"quantity":"kl","p":)" + p + R"(,"q":{"family":"normal","mu":"0","sigma":"1"})" +
         more + "}";
}

std::string error_in(const std::string& line) {
  const json a = answered(line);
  return a.value("error", "none");
}

TEST(FamilyLine, EveryParameterisationIsReadAndComesBack) {
  for (const family_entry& family : families()) {
    for (const distribution& p : samples_of(family, 0)) {
      const std::string line = line_of_pair(entry(quantity::kl), p, p);
      const json a = answered(line);
      EXPECT_FALSE(a.contains("error")) << line << '\n' << a;
      if (a.contains("error")) continue;
      EXPECT_EQ(a["p"], json::parse(line)["p"]) << a;
      EXPECT_EQ(a["p"], a["q"]);
      EXPECT_FALSE(a.contains("semantics")) << a;
      const distribution again = parse_problem(line).asked.p;
      ASSERT_EQ(again.parameters.size(), p.parameters.size()) << line;
      for (const parameter& read : again.parameters) {
        const auto& stated = *std::ranges::find(p.parameters, read.name, &parameter::name);
        EXPECT_EQ(read.shape, stated.shape) << line;
      }
    }
  }
}

TEST(FamilyLine, ConditionNumbersNameTheParameters) {
  const json a = answered(kl_of(R"({"family":"normal","mu":"1","variance":"2"})"));
  for (const char* model : {"componentwise", "p.mu", "p.variance", "q.mu", "q.sigma"}) {
    EXPECT_TRUE(a["condition"].contains(model)) << model << ' ' << a;
  }
}

TEST(FamilyLine, NumbersAreReadAsEverywhere) {
  const std::string exact_line =
      kl_of(R"({"family":"normal","mu":"0.1","sigma":3})", R"(,"input":"exact")");
  EXPECT_EQ(answered(exact_line)["p"]["mu"], "1/10");
  EXPECT_EQ(answered(exact_line)["p"]["sigma"], number(3).text());
  const json a = answered(kl_of(R"({"family":"normal","mu":0.1,"sigma":"0x1.8p-1"})"));
  EXPECT_EQ(a["p"]["mu"], number(0.1).text());
  EXPECT_EQ(a["p"]["sigma"], "0x1.8p-1");
}

// Whether evaluate() has no formula; other faults, of what a sample does not fit, aside.
bool has_no_formula(const std::string& line) {
  return error_in(line).find("has no formula here; kloracle list") != std::string::npos;
}

TEST(Coverage, QuantitiesOfOneFamilyAreAnsweredWhereTheListSaysSo) {
  for (const family_entry& family : families()) {
    const distribution p = sample_of(family, 0);
    for (const quantity_entry& what : quantities()) {
      const std::string line = line_of_pair(what, p, p);
      const bool listed = covers(what.id, family.name, family.name);
      const json a = answered(line);
      EXPECT_EQ(a.contains("error"), !listed) << line << '\n' << a;
    }
  }
}

TEST(Coverage, PairsAreAnsweredWhereTheListSaysSo) {
  for (const family_entry& of_p : families()) {
    for (const family_entry& of_q : families()) {
      const std::string line =
          line_of_pair(entry(quantity::kl), sample_of(of_p, 0), sample_of(of_q, 1));
      if (covers(quantity::kl, of_p.name, of_q.name)) {
        EXPECT_FALSE(has_no_formula(line)) << line << '\n' << error_in(line);
      } else {
        const json a = answered(line);
        EXPECT_TRUE(a.contains("error") || a["status"] == "plus_infinity" ||
                    a["status"] == "undecided")
            << line << '\n'
            << a;
      }
    }
  }
}

TEST(Coverage, OfWordsThatAreNoFamilies) {
  EXPECT_TRUE(covers(quantity::kl, "categorical", "categorical"));
  EXPECT_FALSE(covers(quantity::kl, "categorical", "normal"));
  EXPECT_FALSE(covers(quantity::kl, "normal", "categorical"));
  EXPECT_FALSE(covers(quantity::kl, "", "normal"));
  EXPECT_FALSE(covers(quantity::wasserstein_1, "normal", "normal"));
}

struct malformed {
  std::string p;
  std::string blamed;  // how the error begins
};

const std::vector<malformed> malformed_sides{
    {R"({"family":"norml","mu":"0","sigma":"1"})",
     "p.family: unknown 'norml'; did you mean normal"},
    {R"({"family":"gaussian","mu":"0","sigma":"1"})",
     "p.family: unknown 'gaussian'; did you mean normal"},
    {R"({"family":"","mu":"0","sigma":"1"})", "p.family: unknown ''; expected categorical or one"},
    {R"({"family":"Normal","mu":"0","sigma":"1"})", "p.family: unknown 'Normal'; did you mean"},
    {R"({"family":["normal"]})", "p.family: expected a string"},
    {R"({"mu":"0","sigma":"1"})", "p: has no family; expected \"family\":\"categorical\", or with"},
    {R"({"family":"normal"})", "p.mu: is missing; normal takes mu; sigma or variance"},
    {R"({"family":"normal","mu":"0"})", "p.sigma: is missing; normal takes"},
    {R"({"family":"normal","mu":"0","sigma":"1","variance":"1"})",
     "p: has both sigma and variance"},
    {R"({"family":"normal","mu":"0","sigma":"1","nu":"1"})", "p.nu: is not a parameter of normal"},
    {R"({"family":"normal","mu":"0","sigma":"1","nu":{}})", "p.nu: is not a parameter of normal"},
    {R"({"family":"normal","mu":"0","sigma":"1","":"1"})", "p.: is not a parameter of normal"},
    {R"({"family":"normal","probs":["1","2"]})", "p.probs: is not a parameter of normal"},
    {R"({"family":"normal","mu":"0","sigma":"-1"})", "p.sigma: is -0x1p+0; expected a positive"},
    {R"({"family":"normal","mu":"0","sigma":"0"})", "p.sigma: "},
    {R"({"family":"normal","mu":"inf","sigma":"1"})", "p.mu: is inf; expected a real number"},
    {R"({"family":"normal","mu":"nan","sigma":"1"})", "p.mu: is NaN; expected a real number"},
    {R"({"family":"normal","mu":"x","sigma":"1"})", "p.mu: 'x'"},
    {R"({"family":"normal","mu":"1/0","sigma":"1"})", "p.mu: '1/0'"},
    {R"({"family":"normal","mu":null,"sigma":"1"})", "p.mu: expected a number"},
    {R"({"family":"normal","mu":{},"sigma":"1"})", "p.mu: expected a number"},
    {R"({"family":"normal","mu":["1"],"sigma":"1"})", "p.mu: expected a number, came an array"},
    {R"({"family":"dirichlet","alpha":"1"})", "p.alpha: expected an array of numbers"},
    {R"({"family":"dirichlet","alpha":[]})", "p.alpha: is empty"},
    {R"({"family":"dirichlet","alpha":[["1"],["2"]]})", "p.alpha: is not a vector"},
    {R"({"family":"dirichlet","alpha":["1","x"]})", "p.alpha[1]: 'x'"},
    {R"({"family":"dirichlet","alpha":["1","0"]})", "p.alpha[1]: "},
    {R"({"family":"dirichlet","alpha":["1",["2"]]})", "p.alpha[1]: ragged"},
    {R"({"family":"poisson","rate":"-1"})", "p.rate: is -0x1p+0; expected"},
    {R"({"family":"categorical","mu":"1"})", "p: has the unknown key 'mu'"},
};

TEST(FamilyLine, AFaultIsBlamedOnItsPlace) {
  for (const malformed& m : malformed_sides) {
    EXPECT_EQ(error_in(kl_of(m.p)).substr(0, m.blamed.size()), m.blamed) << m.p;
  }
}

TEST(FamilyLine, WhatIsOfCategoricalDistributionsIsRefused) {
  const std::string p = R"({"family":"normal","mu":"0","sigma":"1"})";
  EXPECT_EQ(error_in(kl_of(p, R"(,"semantics":"normalised")")).substr(0, 10), "semantics:");
  EXPECT_EQ(error_in(kl_of(p, R"(,"eps":"1/2")")).substr(0, 4), "eps:");
  EXPECT_EQ(error_in(kl_of(categorical_text("probs", two))).substr(0, 2), "q:");
  EXPECT_NE(
      error_in(R"({"quantity":"kl","p":)" + p + R"(,"q":)" + categorical_text("probs", two) + "}"),
      "none");
}

TEST(FamilyWords, ParametersAreWrittenWithTheirAlternatives) {
  const family_entry& normal = *find_family("normal");
  EXPECT_EQ(parameters_text(normal).substr(0, 17), "mu, sigma|varianc");
  EXPECT_EQ(parameters_sample(normal), "mu=...,sigma=...");
  EXPECT_EQ(parameters_sample(*find_family("dirichlet")), "alpha=[...]");
}

}  // namespace
}  // namespace kloracle
