// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "oracle/exact.hpp"
#include "oracle/rounding.hpp"
#include "tests/tools/problem_lines.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

struct answer_row {
  std::string line;
  std::string status;
  std::string value;  // empty: none
  std::string inexact;
  std::vector<std::string> keys;
  target defaults = {};
};

const std::vector<answer_row> answer_rows{
    {with(""), "rounded", "0x1.5107da0332f34p-4", "true", {"decimal", "enclosure", "condition"}},
    {kl_line(two, two), "exact", "0x0p+0", "false", {"rational", "decimal", "enclosure"}},
    {kl_line("\"0\"", "\"1/3\"", R"(,"semantics":"generalised")"),
     "exact",
     "0x1.5555555555555p-2",
     "true",
     {"rational", "decimal"}},
    {kl_line("\"1\",\"1\"", "\"0\",\"1\""), "plus_infinity", "", "missing", {"reason"}},
    {kl_line("\"0\",\"0\"", two), "undefined", "", "missing", {"reason"}},
    {with(""), "undecided", "", "null", {"reason", "enclosure"}, {.precision_cap_bits = 20}},
    {kl_line("\"1e6\"", "\"1\"", R"(,"semantics":"measure","format":"binary16")"),
     "rounded",
     "inf",
     "true",
     {"reason", "decimal", "enclosure"}},
};

TEST(AnswerLine, SaysWhatItsStatusSays) {
  for (const answer_row& row : answer_rows) {
    const json a = answered(row.line, row.defaults);
    EXPECT_EQ(a["status"], row.status) << a;
    EXPECT_EQ(a.value("value", ""), row.value) << a;
    EXPECT_EQ(a.contains("inexact") ? a["inexact"].dump() : "missing", row.inexact) << a;
    EXPECT_FALSE(a.contains("error")) << a;
    for (const std::string& key : row.keys) EXPECT_TRUE(a.contains(key)) << key << ' ' << a;
    for (const std::string key : {"quantity", "semantics", "unit", "format", "rounding", "p", "q"})
      EXPECT_TRUE(a.contains(key)) << key << ' ' << a;
  }
}

bool holds_a_number(const json& value) {
  if (value.is_number()) return true;
  if (!value.is_structured()) return false;
  return std::any_of(value.begin(), value.end(), holds_a_number);
}

TEST(AnswerLine, WritesNumbersAsStrings) {
  for (const answer_row& row : answer_rows) {
    const json a = answered(row.line, row.defaults);
    EXPECT_FALSE(holds_a_number(a)) << a;
    EXPECT_EQ(answer_to_line(row.line, row.defaults).find('\n'), std::string::npos);
  }
}

TEST(AnswerLine, RoundsWhatItsEnclosureHolds) {
  for (const format* f : formats()) {
    for (const direction d : directions()) {
      const json a = answered(with(""), {.to = f, .rounding = d, .digits = 30});
      const Q lower = exact(number::parse(a["enclosure"][0].get<std::string>()));
      const Q upper = exact(number::parse(a["enclosure"][1].get<std::string>()));
      EXPECT_LT(lower, upper);
      EXPECT_EQ(hex(*f, round_to(*f, d, lower)), a["value"]) << a;
      EXPECT_EQ(hex(*f, round_to(*f, d, upper)), a["value"]) << a;
      EXPECT_EQ(round_decimal(30, d, lower), a["decimal"]) << a;
      EXPECT_EQ(round_decimal(30, d, upper), a["decimal"]) << a;
    }
  }
}

TEST(AnswerLine, EchoesTheInputsExactly) {
  std::mt19937_64 random(20261120);
  const std::vector<std::string> texts{"0.1",
                                       "1/3",
                                       "0x1.8p-1074",
                                       "1e22",
                                       "0x1p+2000",
                                       "7",
                                       "0.30000000000000004",
                                       "22/7",
                                       "0x1.fffffffffffffp+1023",
                                       "5e-324",
                                       "123456789012345678901234567890",
                                       "0"};
  const auto some = [&] {
    std::string list = "\"1\"";
    for (int i = 0; i < 4; ++i) list += ",\"" + texts[random() % texts.size()] + "\"";
    return list;
  };
  for (int i = 0; i < 200; ++i) {
    const std::string input = i % 2 == 0 ? "binary64" : "exact";
    const std::string line =
        kl_line(some(), some(), R"(,"semantics":"measure","input":")" + input + "\"");
    const stated_problem asked = parse_problem(line);
    const json a = answered(line);
    const auto& p = asked.asked.p.parameters.at(0).values;
    ASSERT_EQ(a["p"].size(), p.size());
    for (std::size_t k = 0; k < p.size(); ++k) {
      EXPECT_EQ(exact(number::parse(a["p"][k].get<std::string>())), exact(p[k])) << line;
    }
    const std::string p_text = a["p"].dump();
    const std::string q_text = a["q"].dump();
    const json again =
        answered(kl_line(p_text.substr(1, p_text.size() - 2), q_text.substr(1, q_text.size() - 2),
                         R"(,"semantics":"measure")"));
    EXPECT_EQ(a, again) << line;
  }
}

TEST(ErrorLine, IsJsonWhateverTheMessageHolds) {
  const std::string error = "bad \xff\x01 \"quoted\"\n";
  const json a = json::parse(error_line("{\"a\":1}", error));
  EXPECT_EQ(a["id"], json::parse("{\"a\":1}"));
  EXPECT_EQ(a["status"], "undefined");
  EXPECT_NE(a["error"].get<std::string>().find("quoted"), std::string::npos);
  EXPECT_FALSE(json::parse(error_line("", "x")).contains("id"));
}

}  // namespace
}  // namespace kloracle
