// SPDX-License-Identifier: Apache-2.0
//
// The keys of a problem that only some quantities take, and tables: what they mean, what is wrong
// with them, and how an answer repeats them.
#include <gtest/gtest.h>

#include "oracle/exact.hpp"
#include "tests/tools/problem_lines.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

std::string error_of(const std::string& line) {
  const json a = answered(line);
  return a.contains("error") ? a["error"].get<std::string>() : "none: " + a.dump();
}

// A line that asks for a quantity of p alone, its numbers as JSON.
std::string of_p(const std::string& quantity, const std::string& p, const std::string& more = "",
                 const std::string& space = "probs") {
  return R"({"quantity":")" + quantity + R"(","p":{"family":"categorical",")" + space + "\":" + p +
         "}" + more + "}";
}

// A line that asks for a quantity of two short vectors.
std::string of_two(const std::string& quantity, const std::string& more) {
  return of_p(quantity, R"(["1","2"])",
              R"(,"q":{"family":"categorical","probs":["2","1"]})" + more);
}

std::vector<Q> exact_values(const std::vector<number>& numbers) {
  std::vector<Q> values;
  for (const number& x : numbers) values.push_back(exact(x));
  return values;
}

TEST(ProblemOptions, ScalarsAreReadAsTheInputsAre) {
  const auto order = [](const std::string& text) {
    return parse_problem(of_two("renyi", ",\"order\":" + text)).asked.order.value();
  };
  EXPECT_EQ(exact(order(R"("1/2")")), Q(1, 2));
  EXPECT_EQ(exact(order("2")), 2);
  EXPECT_EQ(exact(order("-1.5")), Q(-3, 2));
  EXPECT_EQ(exact(order(R"("0.1")")), exact(number(0.1)));
  EXPECT_EQ(exact(order(R"("0.1","input":"exact")")), Q(1, 10));
  EXPECT_TRUE(order(R"("inf")").is_plus_infinity());
  const problem skewed = parse_problem(of_two("jensen_shannon", R"(,"weight":"1/4")")).asked;
  EXPECT_EQ(exact(skewed.weight.value()), Q(1, 4));
  EXPECT_EQ(skewed.order, std::nullopt);
}

TEST(ProblemOptions, WordsVectorsAndMatricesAreRead) {
  const problem f = parse_problem(of_two("f_divergence", R"(,"generator":"tsallis")")).asked;
  EXPECT_EQ(f.generator, "tsallis");
  EXPECT_EQ(parse_problem(of_two("jeffreys", R"(,"convention":"mean")")).asked.convention, "mean");
  const problem w = parse_problem(of_two("wasserstein_1", R"(,"support":["0","-1/3"])")).asked;
  EXPECT_EQ(exact_values(w.support), (std::vector<Q>{0, Q(-1, 3)}));
  const problem k = parse_problem(of_two("squared_mmd", R"(,"kernel":[["1",2],["3","4"]])")).asked;
  EXPECT_EQ(exact_values(k.kernel), (std::vector<Q>{1, 2, 3, 4}));
}

// Every kind, driven by the registry: a key that a parser forgets would be "unknown".
TEST(ProblemOptions, EveryOptionOfTheRegistryIsAKey) {
  for (const option_entry& o : options()) {
    std::string value = R"("1/2")";
    if (o.kind == option_kind::vector) value = R"(["1/2"])";
    if (o.kind == option_kind::matrix) value = R"([["1/2"]])";
    const std::string line = with(",\"" + std::string(o.name) + "\":" + value);
    EXPECT_NO_THROW(parse_problem(line)) << line;
    EXPECT_TRUE(error_of(line).starts_with(std::string(o.name) + ": ")) << error_of(line);
  }
}

TEST(ProblemOptions, OneThatIsRequiredIsMissed) {
  for (const quantity_entry& what : quantities()) {
    for (const option_use& use : what.options) {
      if (!use.required) continue;
      const std::string name(entry(use.id).name);
      json line = json::parse(line_of(what));
      line.erase(name);
      EXPECT_TRUE(error_of(line.dump()).starts_with(name + ": ")) << error_of(line.dump());
    }
  }
}

TEST(ProblemOptions, AFaultIsBlamedOnItsPlace) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {of_two("renyi", R"(,"order":"x")"), "order: 'x'"},
      {of_two("renyi", R"(,"order":null)"), "order: expected a number"},
      {of_two("renyi", R"(,"order":["2"])"), "order: expected a number"},
      {of_two("renyi", R"(,"order":"nan")"), "order: "},
      {of_two("chernoff", R"(,"order":"2")"), "order: "},
      {of_two("jensen_shannon", R"(,"weight":"3/2")"), "weight: "},
      {of_two("jeffreys", R"(,"convention":"")"), "convention: is empty"},
      {of_two("jeffreys", R"(,"convention":2)"), "convention: expected a string"},
      {of_two("jeffreys", R"(,"convention":"median")"), "convention: "},
      {of_two("f_divergence", R"(,"generator":"nope")"), "generator: "},
      {of_two("f_divergence", R"(,"generator":["kl"])"), "generator: expected a string"},
      {of_two("wasserstein_1", R"(,"support":"0")"), "support: expected an array"},
      {of_two("wasserstein_1", R"(,"support":[])"), "support: is empty"},
      {of_two("wasserstein_1", R"(,"support":["0"])"), "support: "},
      {of_two("wasserstein_1", R"(,"support":["0","inf"])"), "support"},
      {of_two("wasserstein_1", R"(,"support":["0","x"])"), "support[1]: 'x'"},
      {of_two("wasserstein_1", R"(,"support":[["0","1"]])"), "support: expected a plain array"},
      {of_two("squared_mmd", R"(,"kernel":["1","0","0","1"])"), "kernel: expected a square array"},
      {of_two("squared_mmd", R"(,"kernel":[["1","0","0","1"]])"), "kernel: expected a square"},
      {of_two("squared_mmd", R"(,"kernel":[["1","0"],["0"]])"),
       "kernel[1]: ragged: expected 2 entries"},
      {of_two("squared_mmd", R"(,"kernel":[["1","0"],["0","x"]])"), "kernel[1][1]: 'x'"},
      {of_two("squared_mmd", R"(,"kernel":[["1","0"],["2","1"]])"), "kernel"},
      {of_two("squared_mmd", R"(,"kernel":[["1"]])"), "kernel: "},
      {of_two("squared_mmd", R"(,"kernel":[])"), "kernel: is empty"},
      {of_two("total_variation", R"(,"unit":"bits")"), "unit: "},
      {with(R"(,"Order":"2")"), "line: unknown key 'Order'"},
  };
  for (const auto& [line, blamed] : rows) {
    const std::string error = error_of(line);
    EXPECT_TRUE(error.starts_with(blamed)) << line << '\n' << error;
    EXPECT_EQ(error.find('\n'), std::string::npos);
  }
}

TEST(ProblemTables, AreReadRowByRow) {
  const parameter flat = parse_problem(of_p("entropy", R"(["1","2"])")).asked.p.parameters.at(0);
  EXPECT_TRUE(flat.shape.empty());
  const std::string text = R"([["1","2","3"],["4","5","6"]])";
  const parameter table = parse_problem(of_p("joint_entropy", text)).asked.p.parameters.at(0);
  EXPECT_EQ(exact_values(table.values), (std::vector<Q>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(table.shape, (std::vector<std::size_t>{2, 3}));
  const parameter cube =
      parse_problem(of_p("total_correlation", R"([[["1"],["2"]]])", "", "counts"))
          .asked.p.parameters.at(0);
  EXPECT_EQ(cube.name, "counts");
  EXPECT_EQ(exact_values(cube.values), (std::vector<Q>{1, 2}));
  EXPECT_EQ(cube.shape, (std::vector<std::size_t>{1, 2, 1}));
}

TEST(ProblemTables, AFaultIsBlamedOnItsPlace) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"([["1","2"],["3"]])", "p[1]: ragged: expected 2 entries, as at first, came 1"},
      {R"([["1"],["3","4"]])", "p[1]: ragged: expected 1 entry, as at first, came 2"},
      {R"([["1","2"],"3"])", "p[1]: ragged: expected an array of 2, as at first, came a number"},
      {R"(["1",["2"]])", "p[1]: ragged: expected a number, as at first, came an array"},
      {R"([[["1"],["2"]],[["3"],["4","5"]]])", "p[1][1]: ragged: expected 1 entry"},
      {R"([["1","2"],["3",["4"]]])", "p[1][1]: ragged: expected a number"},
      {R"([["1","2"],["3",{}]])", "p[1][1]: expected a number"},
      {R"([["1","2"],["3","x"]])", "p[1][1]: 'x'"},
      {"[[]]", "p[0]: is empty"},
      {R"([[],["1"]])", "p[0]: is empty"},
      {R"([["1"],[]])", "p[1]: is empty"},
      {"[[[]]]", "p[0][0]: is empty"},
      {R"(["1","2"])", "p"},
      {R"([[["1","2"],["3","4"]]])", "p"},
      {R"([["1","-2"],["3","4"]])", "p"},
  };
  for (const auto& [table, blamed] : rows) {
    const std::string error = error_of(of_p("mutual_information", table));
    EXPECT_TRUE(error.starts_with(blamed)) << table << '\n' << error;
  }
  EXPECT_TRUE(error_of(of_p("entropy", R"([["1","2"],["3","4"]])")).starts_with("p: "));
}

TEST(ProblemTables, NestAsDeepAsALineMay) {
  const auto nested = [](std::size_t depth) {
    return of_p("joint_entropy", std::string(depth, '[') + "\"1\"" + std::string(depth, ']'));
  };
  EXPECT_EQ(parse_problem(nested(60)).asked.p.parameters.at(0).shape.size(), 60u);
  EXPECT_EQ(error_of(nested(63)), "line: nests deeper than 64 brackets");
  EXPECT_EQ(error_of(nested(100000)), "line: nests deeper than 64 brackets");
}

TEST(AnswerOptions, AreThoseThatWereUsed) {
  const json renyi = answered(of_two("renyi", R"(,"order":"0.5")"));
  EXPECT_EQ(renyi["order"], "0x1p-1");
  EXPECT_EQ(renyi["unit"], "nats");
  EXPECT_FALSE(renyi.contains("weight") || renyi.contains("convention"));
  EXPECT_EQ(answered(of_two("jeffreys", ""))["convention"], "sum") << "the default is said";
  EXPECT_EQ(answered(of_two("jeffreys", R"(,"convention":"mean")"))["convention"], "mean");
  EXPECT_EQ(answered(of_two("wasserstein_1", R"(,"support":["0","1/3"])"))["support"],
            json::parse(R"(["0x0p+0","1/3"])"));
  const json mmd = answered(of_two("squared_mmd", R"(,"kernel":[["1","1/3"],["1/3","1"]])"));
  EXPECT_EQ(mmd["kernel"], json::parse(R"([["0x1p+0","1/3"],["1/3","0x1p+0"]])"));
  EXPECT_FALSE(mmd.contains("unit")) << "a plain number";
  const std::string f = R"(,"generator":")";
  EXPECT_TRUE(answered(of_two("f_divergence", f + "kl\"")).contains("unit"));
  EXPECT_FALSE(answered(of_two("f_divergence", f + "chi_squared\"")).contains("unit"));
}

// What an answer repeats of the question asks for the same answer.
TEST(AnswerOptions, AreTheQuestionAgain) {
  for (const quantity_entry& what : quantities()) {
    const json a = answered(line_of(what));
    ASSERT_FALSE(a.contains("error")) << a;
    json again;
    for (const char* key : {"quantity", "semantics"}) again[key] = a[key];
    for (const option_entry& o : options()) {
      if (a.contains(o.name)) again[std::string(o.name)] = a[std::string(o.name)];
    }
    const semantics_entry& how = entry(what.accepted.front());
    const auto side = [](space in, const json& numbers) {
      return json{{"family", "categorical"}, {std::string(entry(in).name), numbers}};
    };
    again["p"] = side(how.p, a["p"]);
    if (a.contains("q")) again["q"] = side(how.q, a["q"]);
    EXPECT_EQ(a, answered(again.dump())) << again;
  }
}

TEST(AnswerOptions, TheOrderThatAttainsIsEnclosed) {
  const json a = answered(of_two("chernoff_information", ""));  // p and q mirror each other
  ASSERT_TRUE(a.contains("minimiser")) << a;
  const Q lower = exact(number::parse(a["minimiser"][0].get<std::string>()));
  const Q upper = exact(number::parse(a["minimiser"][1].get<std::string>()));
  EXPECT_LE(lower, Q(1, 2));
  EXPECT_GE(upper, Q(1, 2));
  EXPECT_LT(upper - lower, Q(1, 1000));
  EXPECT_FALSE(answered(with("")).contains("minimiser"));
}

TEST(AnswerOptions, PerplexityTakesQOrNot) {
  EXPECT_EQ(answered(of_p("perplexity", R"(["1","1","1","1"])"))["rational"], "4");
  EXPECT_EQ(answered(of_p("perplexity", R"(["1","0"])",
                          R"(,"q":{"family":"categorical","probs":["1","7"]})"))["rational"],
            "8");
}

}  // namespace
}  // namespace kloracle
