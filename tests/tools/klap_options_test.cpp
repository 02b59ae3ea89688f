// SPDX-License-Identifier: Apache-2.0
//
// What an adapter may say of a function besides its quantity and semantics, and the cases that
// follow from it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "oracle/exact.hpp"
#include "properties/cases.hpp"
#include "tools/klap.hpp"

namespace kloracle {
namespace {

// An introduction of one function with these members.
std::string hello_of(const std::string& quantity, const std::string& members,
                     const std::string& semantics = "normalised") {
  return R"({"klap":1,"impl":{"name":"n","version":"v"},"encoding":"hexfloat",)"
         R"("functions":[{"name":"f","formats":["binary64"],"quantity":")" +
         quantity + R"(","semantics":")" + semantics + "\"" + members + "}]}";
}

offered_function read(const std::string& quantity, const std::string& members,
                      const std::string& semantics = "normalised") {
  return read_introduction(hello_of(quantity, members, semantics)).functions.at(0);
}

const std::string nats = R"(,"unit":"nats")";

TEST(FunctionOptions, AreRead) {
  EXPECT_EQ(exact(read("renyi", nats + R"(,"order":"1/2")").order.value()), Q(1, 2));
  EXPECT_TRUE(read("renyi", nats + R"(,"order":"inf")").order->is_plus_infinity());
  EXPECT_EQ(exact(read("jensen_shannon", nats + R"(,"weight":"0x1p-2")").weight.value()), Q(1, 4));
  EXPECT_EQ(read("jeffreys", nats + R"(,"convention":"mean")").convention, "mean");
  const offered_function f = read("f_divergence", R"(,"generator":"tsallis","order":"2")");
  EXPECT_EQ(f.generator, "tsallis");
  EXPECT_EQ(exact(f.order.value()), 2);
  EXPECT_EQ(f.in, unit::nats) << "a plain number needs no unit";
  EXPECT_EQ(read("wasserstein_1", R"(,"support":["0","1/2","3"])").support.size(), 3u);
  EXPECT_EQ(read("squared_mmd", R"(,"kernel":[["1","0"],["0","1"]])").kernel.size(), 4u);
  EXPECT_EQ(read("mutual_information", nats + R"(,"shape":[2,3])").shape,
            (std::vector<std::size_t>{2, 3}));
  EXPECT_TRUE(read("kl", nats).shape.empty());
}

TEST(FunctionOptions, SayWhetherThereIsAQ) {
  EXPECT_TRUE(takes_q(read("kl", nats)));
  EXPECT_TRUE(takes_q(read("kl", nats + R"(,"with_q":true)")));
  EXPECT_FALSE(takes_q(read("entropy", nats + R"(,"with_q":false)")));
  EXPECT_FALSE(takes_q(read("perplexity", "")));
  EXPECT_FALSE(takes_q(read("perplexity", R"(,"with_q":false)")));
  EXPECT_TRUE(takes_q(read("perplexity", R"(,"with_q":true)")));
}

TEST(FunctionOptions, FaultsAreNamed) {
  struct row {
    std::string quantity, members, why;
  };
  const std::vector<row> rows{
      {"renyi", nats, "expected 'order' to be stated"},
      {"kl", nats + R"(,"order":"2")", "quantity 'kl' takes no 'order'"},
      {"renyi", nats + R"(,"order":"two")", "'order': 'two'"},
      {"renyi", nats + R"(,"order":{})", "'order': expected a number"},
      {"chernoff", nats + R"(,"order":"2")", "'order' "},
      {"jeffreys", nats + R"(,"convention":"median")", "'convention' "},
      {"f_divergence", R"(,"generator":"none")", "'generator' "},
      {"f_divergence", R"(,"generator":"tsallis")", "'order' "},
      {"wasserstein_1", "", "expected 'support' to be stated"},
      {"wasserstein_1", R"(,"support":["0","x"])", "'support'[1]: 'x'"},
      {"wasserstein_1", R"(,"support":["0"])", "expected 2 or more"},
      {"squared_mmd", R"(,"kernel":[["1","0"],["2","1"]])", "'kernel"},
      {"squared_mmd", R"(,"kernel":["1"])", "expected a square array of arrays"},
      {"kl", nats + R"(,"shape":[2,2])", "quantity 'kl' takes no table, came 'shape'"},
      {"mutual_information", nats, "expected 'shape' to be the 2 lengths of the table's axes"},
      {"mutual_information", nats + R"(,"shape":[2])", "'p"},
      {"mutual_information", nats + R"(,"shape":[2,0])", "expected 'shape' to be the 2 lengths"},
      {"mutual_information", nats + R"(,"shape":[2,-3])", "expected 'shape' to be"},
      {"mutual_information", nats + R"(,"shape":["2","3"])", "expected 'shape' to be"},
      {"mutual_information", nats + R"(,"shape":[1000,1001])", "2 to 1000000 outcomes"},
      {"total_correlation", nats + R"(,"shape":[9999999999999,9999999999999])", "1000000 outcomes"},
      {"total_correlation", nats, "the 2 or more lengths"},
      {"joint_entropy", nats + R"(,"shape":[1,1])", "expected 2 or more"},
      {"kl", nats + R"(,"with_q":false)", "quantity 'kl' takes p and q, came 'with_q' false"},
      {"entropy", nats + R"(,"with_q":true)", "quantity 'entropy' takes p alone, came"},
      {"perplexity", R"(,"with_q":1)", "expected 'with_q' to be true or false, came 1"},
      {"total_variation", R"(,"unit":"bits")", "'unit' "},
      {"kl", "", "expected 'unit' to be a text, came none"},
  };
  for (const row& r : rows) {
    try {
      read(r.quantity, r.members);
      ADD_FAILURE() << r.quantity << r.members << " is accepted";
    } catch (const protocol_error& error) {
      const std::string complaint = error.what();
      EXPECT_TRUE(complaint.starts_with("hello: function 'f': ")) << complaint;
      EXPECT_NE(complaint.find(r.why), std::string::npos) << complaint << "\n  lacks " << r.why;
      EXPECT_EQ(complaint.find('\n'), std::string::npos) << complaint;
    }
  }
}

TEST(FunctionOptions, BelongToWhatMustStayTheSame) {
  const auto essence = [](const std::string& order) {
    return read_introduction(hello_of("renyi", nats + ",\"order\":\"" + order + "\"")).essence;
  };
  EXPECT_EQ(essence("2"), essence("2"));
  EXPECT_NE(essence("2"), essence("3"));
}

// A function of every quantity as an adapter would declare it.
std::vector<offered_function> every_function() {
  std::vector<offered_function> all;
  for (const quantity_entry& what : quantities()) {
    const semantics_entry& how = entry(what.accepted.front());
    std::string members = nats + R"(,"space":")" + std::string(entry(how.p).name) + "\"";
    for (const option_use& use : what.options) {
      if (!use.required) continue;
      static const std::map<option, std::string> samples{
          {option::order, R"("1/2")"},
          {option::generator, R"("chi_squared")"},
          {option::support, R"(["0","1","3"])"},
          {option::kernel, R"([["1","1/2"],["1/2","1"]])"}};
      members += ",\"" + std::string(entry(use.id).name) + "\":" + samples.at(use.id);
    }
    if (what.least_axes > 0)
      members += what.least_axes == 3 ? ",\"shape\":[2,2,3]" : ",\"shape\":[2,3]";
    all.push_back(read(std::string(what.name), members, std::string(how.name)));
  }
  return all;
}

TEST(FunctionOptions, EveryQuantityGetsCasesThatPoseAProblem) {
  for (const offered_function& f : every_function()) {
    const std::string name(entry(f.what).name);
    const auto cases = make_cases(f, binary64, {.count = 30, .max_n = 12});
    EXPECT_GE(cases.size(), 5u) << name;
    const auto due = outcomes_of(f);
    for (const test_case& c : cases) {
      ASSERT_EQ(c.input.p.size(), due.value_or(c.input.p.size())) << c.id;
      ASSERT_EQ(c.input.q.size(), takes_q(f) ? c.input.p.size() : 0) << c.id;
      const answer a = evaluate(problem_of(f, c.input), {.condition = false});
      ASSERT_FALSE(a.bad_input()) << c.id << ' ' << a.argument << ": " << a.reason;
    }
  }
}

TEST(FunctionOptions, AreWithTheProblem) {
  const offered_function f = read("mutual_information", nats + R"(,"shape":[2,2])");
  EXPECT_EQ(problem_of(f, {{1, 2, 3, 4}, {}}).p.parameters.at(0).shape,
            (std::vector<std::size_t>{2, 2}));
  const offered_function g = read("renyi", nats + R"(,"order":"3")");
  EXPECT_EQ(exact(problem_of(g, {{1}, {2}}).order.value()), 3);
}

TEST(FunctionOptions, AreInTheIdsOfCases) {
  const sample s{{1, 2}, {2, 1}};
  const auto id = [&](const std::string& quantity, const std::string& members) {
    return case_id(read(quantity, members), binary64, s);
  };
  EXPECT_TRUE(
      id("renyi", nats + R"(,"order":"1/2")").starts_with("renyi.normalised.order(0x1p-1)."));
  EXPECT_NE(id("renyi", nats + R"(,"order":"2")"), id("renyi", nats + R"(,"order":"3")"));
  const std::string shape = id("joint_entropy", nats + R"(,"shape":[1,2])");
  EXPECT_TRUE(shape.starts_with("joint_entropy.normalised.shape(1x2).binary64:")) << shape;
  EXPECT_NE(shape, id("joint_entropy", nats + R"(,"shape":[2,1])"));
  const std::string longer = id("wasserstein_1", R"(,"support":["1/1234567890123456789","1/3"])");
  EXPECT_LT(longer.size(), 80u) << longer;
  EXPECT_NE(longer, id("wasserstein_1", R"(,"support":["1/1234567890123456788","1/3"])"));
}

TEST(FunctionOptions, LongTablesAreDrawnFromTheGroupsThatHaveThem) {
  offered_function f = read("joint_entropy", nats + R"(,"shape":[20,20])");
  EXPECT_TRUE(make_cases(f, binary64, {.max_n = 399}).empty());
  for (const format* in : {&bfloat16, &binary16, &binary64}) {
    std::set<std::string_view> groups;
    for (const test_case& c : make_cases(f, *in, {.count = 20})) {
      EXPECT_EQ(c.input.p.size(), 400u);
      groups.insert(c.group);
    }
    EXPECT_EQ(groups.contains("dyadic_simplex"), in != &bfloat16) << "2^8 units for 400 outcomes";
    EXPECT_TRUE(groups.contains("zeros") && groups.contains("wide_range")) << in->name;
  }
}

TEST(FunctionOptions, TablesTravelRowByRow) {
  const offered_function f = read("joint_entropy", nats + R"(,"shape":[2,2])");
  const std::vector<sample> samples{{{1, 2, 3, 4}, {}}};
  EXPECT_EQ(eval_request({1, f, binary64, encoding::hexfloat, samples}).line,
            R"({"cmd":"eval","seq":1,"function":"f","format":"binary64","cases":)"
            R"([{"p":["0x1p+0","0x1p+1","0x1.8p+1","0x1p+2"]}]})");
  const offered_function g = read("perplexity", R"(,"with_q":true)");
  EXPECT_NE(eval_request({1, g, binary64, encoding::hexfloat, samples}).line.find("\"q\":[]"),
            std::string::npos);
}

}  // namespace
}  // namespace kloracle
