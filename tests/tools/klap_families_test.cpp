// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "properties/cases.hpp"
#include "properties/verdict.hpp"
#include "tests/tools/command_fixture.hpp"
#include "tools/klap.hpp"

namespace kloracle {
namespace {

std::string hello(const std::string& members) {
  return R"({"klap":1,"impl":{"name":"n","version":"v"},"encoding":"bits","functions":[{)"
         R"("name":"f","unit":"nats","formats":["binary64"],)" +
         members + "}]}";
}

std::string one_family(const std::string& quantity, const std::string& family,
                       const std::string& parameters) {
  const std::string side = R"({"family":")" + family + R"(","parameters":)" + parameters + "}";
  return hello(R"("quantity":")" + quantity + R"(","p":)" + side + R"(,"q":)" + side);
}

std::string complaint_about(const std::string& line) {
  try {
    read_introduction(line);
  } catch (const protocol_error& error) {
    return error.what();
  }
  return "none";
}

// A declaration of the family in the first alternatives of its slots, in dimension 3.
std::string first_parameters(const family_entry& family) {
  std::string list;
  int slot = -1;
  for (const parameter_entry& p : family.parameters) {
    if (p.slot == slot || !p.beside.empty()) continue;
    slot = p.slot;
    const std::string name = "\"" + std::string(p.name) + "\"";
    list += list.empty() ? "[" : ",";
    if (p.axes == 0) list += name;
    if (p.axes == 1) list += "{\"name\":" + name + ",\"shape\":[3]}";
    if (p.axes == 2) list += "{\"name\":" + name + ",\"shape\":[3,3]}";
  }
  return list + "]";
}

TEST(Families, AreRead) {
  const offered_function f =
      read_introduction(
          one_family("kl", "multivariate_normal",
                     R"([{"name":"mean","shape":[2]},{"name":"covariance","shape":[2,2]}])"))
          .functions[0];
  ASSERT_TRUE(of_families(f));
  EXPECT_EQ(f.p_of->family, "multivariate_normal");
  ASSERT_EQ(f.p_of->parameters.size(), 2u);
  EXPECT_EQ(f.p_of->parameters[1].name, "covariance");
  EXPECT_EQ(f.p_of->parameters[1].shape, (std::vector<std::size_t>{2, 2}));
  EXPECT_TRUE(f.q_of);
  const offered_function alone =
      read_introduction(hello(R"("quantity":"entropy","p":{"family":"normal",)"
                              R"("parameters":["variance",{"name":"mu","shape":[]}]})"))
          .functions[0];
  EXPECT_EQ(alone.p_of->parameters[0].name, "variance");
  EXPECT_FALSE(alone.q_of);
}

TEST(Families, EveryFamilyAndItsFirstParametersAreAccepted) {
  for (const family_entry& family : families()) {
    EXPECT_EQ(complaint_about(one_family("kl", std::string(family.name), first_parameters(family))),
              "none")
        << family.name;
  }
}

TEST(Families, EveryAlternativeIsAccepted) {
  const std::pair<const char*, const char*> rows[]{
      {"multivariate_normal", R"([{"name":"mean","shape":[3]},{"name":"factor","shape":[3,2]},)"
                              R"({"name":"diagonal","shape":[3]}])"},
      {"multivariate_normal",
       R"([{"name":"scale_tril","shape":[4,4]},{"name":"mean","shape":[4]}])"},
      {"multinomial", R"(["n",{"name":"weights","shape":[7]}])"},
      {"wishart", R"(["df",{"name":"inverse_scale","shape":[5,5]}])"},
      {"matrix_normal", R"([{"name":"mean","shape":[2,3]},{"name":"row_covariance","shape":[2,2]},)"
                        R"({"name":"column_covariance","shape":[3,3]}])"},
      {"von_mises_fisher", R"(["dimension","kappa"])"},
      {"exponential", R"(["scale"])"},
  };
  for (const auto& [family, parameters] : rows) {
    EXPECT_EQ(complaint_about(one_family("kl", family, parameters)), "none") << parameters;
  }
}

TEST(Returns, AreAValueOrAValueAndItsError) {
  const std::string measure = R"("quantity":"kl","semantics":"measure")";
  EXPECT_FALSE(read_introduction(hello(measure)).functions[0].claims_error);
  const std::string value = measure + R"(,"returns":["value"])";
  EXPECT_FALSE(read_introduction(hello(value)).functions[0].claims_error);
  const std::string both = measure + R"(,"returns":["value","error"])";
  EXPECT_TRUE(read_introduction(hello(both)).functions[0].claims_error);
}

TEST(Families, TheCosineIsAnOptionOfSome) {
  const std::string side = R"({"family":"von_mises_fisher","parameters":["dimension","kappa"]})";
  const std::string sides = R"("quantity":"kl","p":)" + side + R"(,"q":)" + side;
  const introduction read = read_introduction(hello(sides + R"(,"cosine":"1/2")"));
  EXPECT_EQ(read.functions[0].cosine->text(), number::parse("1/2").text());
  EXPECT_NE(complaint_about(hello(sides + R"(,"cosine":"2")")), "none");
  EXPECT_NE(complaint_about(hello(R"("quantity":"kl","semantics":"measure","cosine":"1/2")"))
                .find("quantity 'kl' takes no 'cosine'"),
            std::string::npos);
}

TEST(Families, FaultsAreNamed) {
  const std::string normal = R"({"family":"normal","parameters":["mu","sigma"]})";
  const std::pair<std::string, const char*> rows[] = {
      {one_family("kl", "norml", R"(["mu"])"), "'p': unknown family 'norml'; see kloracle list"},
      {one_family("kl", "categorical", R"(["probs"])"), "unknown family 'categorical'"},
      {one_family("kl", "normal", R"(["mu","s"])"),
       "'p': unknown parameter 's'; allowed: mu, sigma, variance,"},
      {one_family("kl", "normal", R"(["mu"])"), "function 'f': 'p"},
      {one_family("kl", "normal", R"(["mu","sigma","variance"])"), "function 'f': 'p"},
      {one_family("kl", "normal", R"([])"), "expected 'parameters' to be a list"},
      {one_family("kl", "normal", R"([7])"), "a list of names, or of objects such as"},
      {one_family("kl", "normal", R"([{"name":"mu","shape":[2]},"sigma"])"),
       "'p': 'mu': expected 'shape' to be absent, as of a number, came [2]"},
      {one_family("kl", "dirichlet", R"(["alpha"])"),
       "'alpha': expected 'shape' to be the vector's length, such as [2], came none"},
      {one_family("kl", "dirichlet", R"([{"name":"alpha","shape":[2,2]}])"), "the vector's length"},
      {one_family("kl", "dirichlet", R"([{"name":"alpha","shape":[0]}])"), "came [0]"},
      {one_family("kl", "dirichlet", R"([{"name":"alpha","shape":[-1]}])"), "came [-1]"},
      {one_family("kl", "dirichlet", R"([{"name":"alpha","shape":[1000001]}])"), "1000000 numbers"},
      {one_family("kl", "wishart", R"(["df",{"name":"scale","shape":[99999999999,99999999999]}])"),
       "1000000 numbers"},
      // 2^32 * 2^32 is 0 to a machine word.
      {one_family("kl", "wishart", R"(["df",{"name":"scale","shape":[4294967296,4294967296]}])"),
       "'scale': expected 'shape' to be at most 1000000 numbers, came [4294967296,4294967296]"},
      {one_family("kl", "multivariate_normal",
                  R"([{"name":"mean","shape":[2]},{"name":"covariance","shape":[3,3]}])"),
       "function 'f': 'p"},
      {hello(R"("quantity":"kl","p":)" + normal), "expected 'q' to be an object such as"},
      {hello(R"("quantity":"kl","q":)" + normal), "expected 'p' to be an object such as"},
      {hello(R"("quantity":"kl","p":"normal","q":)" + normal), "expected 'p' to be an object"},
      {hello(R"("quantity":"entropy","p":)" + normal + R"(,"q":)" + normal),
       "quantity 'entropy' takes p alone, came 'q'"},
      {hello(R"("quantity":"kl","semantics":"measure","p":)" + normal + R"(,"q":)" + normal),
       "'p' is of a family, which has no 'semantics'"},
      {hello(R"("quantity":"kl","space":"probs","p":)" + normal + R"(,"q":)" + normal),
       "has no 'space'"},
      {hello(R"("quantity":"mutual_information","shape":[2,2],"p":)" + normal), "has no 'shape'"},
      {hello(R"("quantity":"kl","p":)" + normal +
             R"(,"q":{"family":"wishart","parameters":["df",{"name":"scale","shape":[1,1]}]})"),
       "there is no 'kl' of 'normal' and 'wishart'; see kloracle list coverage"},
      {one_family("wasserstein_1", "normal", R"(["mu","sigma"])"), "there is no 'wasserstein_1'"},
      {hello(R"("quantity":"kl","semantics":"measure","returns":["error"])"),
       R"(expected 'returns' to be ["value"] or ["value","error"], came ["error"])"},
  };
  for (const auto& [line, why] : rows) {
    const std::string complaint = complaint_about(line);
    EXPECT_NE(complaint.find(why), std::string::npos) << complaint << "\n  lacks " << why;
    EXPECT_EQ(complaint.find('\n'), std::string::npos) << complaint;
  }
}

TEST(Families, ValuesTravelAndAreJudged) {
  const auto subject = start_command_subject(adapter("families"));
  const auto by_name = [&](std::string_view name) -> const offered_function& {
    return *std::ranges::find(subject->functions(), name, &offered_function::name);
  };
  const std::pair<const char*, sample> rows[]{
      {"normal", {{0.5, 2}, {-1, 0.75}}},
      {"diagonal_normal", {{1, 2, 0.5, 3}, {0, 1, 2, 0.25}}},
      {"exponential_entropy", {{3.5}, {}}},
  };
  for (const auto& [name, input] : rows) {
    const offered_function& f = by_name(name);
    const auto responses = subject->evaluate(f, binary64, std::span(&input, 1));
    ASSERT_EQ(responses[0].what, kind::value) << name;
    reference truth(problem_of(f, input), binary64);
    EXPECT_LE(judge(truth, responses[0].value).is, grade::tangent) << name;
  }
  const sample pair{{0.5, 0.5}, {0.25, 0.75}};
  const auto bounded = subject->evaluate(by_name("bounded"), binary64, std::span(&pair, 1));
  ASSERT_TRUE(bounded[0].claimed_error);
  EXPECT_GT(*bounded[0].claimed_error, 0);
  EXPECT_LT(*bounded[0].claimed_error, 0x1p-40);
  EXPECT_TRUE(subject->events().empty());
}

}  // namespace
}  // namespace kloracle
