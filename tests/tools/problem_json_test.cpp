// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>

#include "oracle/exact.hpp"
#include "tests/tools/problem_lines.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

std::string error_of(const std::string& line) {
  const json a = answered(line);
  if (!a.contains("error")) return "none";
  EXPECT_EQ(a["status"], "undefined") << line;
  return a["error"];
}

// The first number of p, as text that says exactly which number it is.
std::string read_as(const std::string& written, const std::string& input) {
  const std::string line = kl_line(written, "\"1\"", ",\"input\":\"" + input + "\"");
  try {
    return parse_problem(line).asked.p.parameters.at(0).values.at(0).text();
  } catch (const input_error&) {
    return "rejected";
  }
}

TEST(ProblemLine, EveryKeyIsRead) {
  const stated_problem s = parse_problem(
      R"({"id":7,"quantity":"cross_entropy","semantics":"clipped","eps":"1/8","unit":"bits",)"
      R"("format":"binary32","rounding":"upward","digits":5,"input":"exact",)"
      R"("q":{"probs":["0.5","3"],"family":"categorical"},)"
      R"("p":{"family":"categorical","counts":["1","2"]}})");
  EXPECT_EQ(s.id, "7");
  EXPECT_EQ(s.asked.what, quantity::cross_entropy);
  EXPECT_EQ(s.asked.how, semantics::clipped);
  EXPECT_EQ(exact(s.asked.semantics_parameter.value()), Q(1, 8));
  EXPECT_EQ(s.asked.in, unit::bits);
  EXPECT_EQ(s.wanted.to, &binary32);
  EXPECT_EQ(s.wanted.rounding, direction::upward);
  EXPECT_EQ(s.wanted.digits, 5);
  EXPECT_EQ(s.input, nullptr);
  EXPECT_EQ(s.asked.p.parameters.at(0).name, "counts");
  EXPECT_EQ(exact(s.asked.p.parameters.at(0).values.at(1)), 2);
  EXPECT_EQ(s.asked.q->parameters.at(0).name, "probs");
  EXPECT_EQ(exact(s.asked.q->parameters.at(0).values.at(0)), Q(1, 2));
}

TEST(ProblemLine, DefaultsApplyWhereTheLineIsSilent) {
  const target defaults{.to = &binary16, .rounding = direction::downward, .digits = 3};
  const stated_problem silent = parse_problem(with(""), defaults, nullptr);
  EXPECT_EQ(silent.wanted.to, &binary16);
  EXPECT_EQ(silent.wanted.rounding, direction::downward);
  EXPECT_EQ(silent.wanted.digits, 3);
  EXPECT_EQ(exact(silent.asked.p.parameters.at(0).values.at(0)), Q(7, 10));
  const stated_problem plain = parse_problem(with(R"(,"digits":4,"input":"binary64")"), defaults);
  EXPECT_EQ(plain.wanted.to, &binary16);
  EXPECT_EQ(plain.wanted.digits, 4);
  EXPECT_EQ(exact(plain.asked.p.parameters.at(0).values.at(0)), exact(number(0.7)));
  EXPECT_EQ(plain.asked.how, std::nullopt);
  EXPECT_EQ(plain.asked.in, unit::nats);
  EXPECT_EQ(plain.id, "");
}

TEST(ProblemLine, OptionsAreReadAsTheInputsAre) {
  const std::string clipped = R"(,"semantics":"clipped","eps":"0.1")";
  EXPECT_EQ(exact(parse_problem(with(clipped)).asked.semantics_parameter.value()),
            exact(number(0.1)));
  EXPECT_EQ(
      exact(parse_problem(with(clipped + R"(,"input":"exact")")).asked.semantics_parameter.value()),
      Q(1, 10));
}

// Puts every word of a registry under a key; the answer repeats it.
template <class Words>
void every_word_is_read(const std::string& key, const Words& words) {
  for (const std::string& word : words) {
    std::string option = ",\"" + key;
    option.append("\":\"").append(word).append("\"");
    const json a = answered(with(option));
    EXPECT_EQ(a.value(key, "missing"), word) << a;
  }
}

template <class Entries>
std::vector<std::string> names(const Entries& entries) {
  std::vector<std::string> all;
  for (const auto& e : entries) all.emplace_back(e.name);
  return all;
}

TEST(ProblemLine, EveryWordOfTheRegistriesIsRead) {
  every_word_is_read("unit", names(units()));
  std::vector<std::string> format_names;
  for (const format* f : formats()) format_names.emplace_back(f->name);
  every_word_is_read("format", format_names);
  std::vector<std::string> direction_names;
  for (const direction d : directions()) direction_names.emplace_back(name(d));
  every_word_is_read("rounding", direction_names);
  for (const quantity_entry& e : quantities()) {
    const json a = answered(line_of(e));
    EXPECT_EQ(a.value("quantity", "missing"), e.name) << a;
    EXPECT_EQ(a.value("semantics", "missing"), entry(e.accepted.front()).name) << a;
  }
  for (const semantics_entry& e : all_semantics()) {
    const std::string line =
        R"({"quantity":"kl","semantics":")" + std::string(e.name) + "\"," +
        (e.parameter.empty() ? "" : "\"" + std::string(e.parameter) + "\":\"1/4\",") +
        "\"p\":" + categorical_text(std::string(entry(e.p).name), R"("1","2")") +
        ",\"q\":" + categorical_text(std::string(entry(e.q).name), R"("2","1")") + "}";
    EXPECT_EQ(answered(line).value("semantics", "missing"), e.name) << line;
  }
}

struct malformed {
  std::string line;
  std::string blamed;  // how the error begins
};

const std::string good_p = R"("p":{"family":"categorical","probs":["1","2"]})";
const std::string good_q = R"("q":{"family":"categorical","probs":["1","2"]})";

// A problem with another p.
std::string p_is(const std::string& p) {
  return R"({"quantity":"kl","p":)" + p + "," + good_q + "}";
}

const std::vector<malformed> malformed_lines{
    {"", "line: "},
    {" \t\r", "line: "},
    {"{", "line: "},
    {"null", "line: "},
    {"[1]", "line: "},
    {"\"kl\"", "line: "},
    {"{}", "quantity: "},
    {with("") + "}", "line: "},
    {with("") + with(""), "line: "},
    {with(",\"nope\":1"), "line: unknown key 'nope'"},
    {with(",\"\":1"), "line: unknown key ''"},
    {"{" + good_p + "," + good_q + "}", "quantity: "},
    {R"({"quantity":"kl",)" + good_q + "}", "p: "},
    {R"({"quantity":"kl",)" + good_p + "}", "q: "},
    {R"({"quantity":"entropy",)" + good_p + "," + good_q + "}", "q: "},
    {R"({"quantity":7,)" + good_p + "}", "quantity: "},
    {R"({"quantity":"KL",)" + good_p + "}", "quantity: unknown 'KL'"},
    {R"({"quantity":null,)" + good_p + "}", "quantity: "},
    {p_is("[]"), "p: "},
    {p_is("{}"), "p: has no family"},
    {p_is(R"({"family":"nominal","probs":["1","2"]})"), "p.family: unknown 'nominal'"},
    {p_is(R"({"family":3,"probs":["1","2"]})"), "p.family: "},
    {p_is(R"({"family":"categorical"})"), "p: needs exactly one of probs"},
    {p_is(R"({"family":"categorical","probs":["1"],"counts":["1"]})"), "p: needs exactly one"},
    {p_is(R"({"family":"categorical","mu":["1"]})"), "p: has the unknown key 'mu'"},
    {p_is(R"({"family":"categorical","probs":"1"})"), "p: "},
    {p_is(R"({"family":"categorical","probs":{"0":"1"}})"), "p: "},
    {kl_line("\"1\",\"x\"", two), "p[1]: 'x'"},
    {kl_line("\"1\",\"\"", two), "p[1]: "},
    {kl_line("\"1\",\"1/0\"", two), "p[1]: '1/0'"},
    {kl_line("\"1\",\"1e100001\"", two, R"(,"input":"exact")"), "p[1]: "},
    {kl_line("\"1\",\"1e309\"", two), "p[1]: '1e309' overflows binary64"},
    {kl_line("\"1\",null", two), "p[1]: "},
    {kl_line("\"1\",true", two), "p[1]: "},
    {kl_line("\"1\",[\"1\"]", two), "p[1]: "},
    {kl_line(two, "\"1\",\" 2\""), "q[1]: "},
    {kl_line("\"1\",\"nan\"", two), "p[1]: is NaN"},
    {kl_line("\"1\",\"inf\"", two), "p[1]: is infinite"},
    {kl_line(two, "\"1\",\"-0x1p-1074\""), "q[1]: is negative"},
    {kl_line("\"1\"", two), "q: has 2 entries where p has 1"},
    {kl_line("\"1\",\"1.5\"", "\"1\",\"1\"", "", "counts"), "p[1]: is not an integer"},
    {kl_line("\"1\",\"inf\"", two, "", "logits"), "p[1]: is +inf"},
    {kl_line("\"1\",\"nan\"", two, "", "log_probs"), "p[1]: is NaN"},
    {with(R"(,"semantics":"none")"), "semantics: unknown 'none'"},
    {with(R"(,"semantics":3)"), "semantics: "},
    {with(R"(,"semantics":"logits")"), "semantics: logits does not take probs"},
    {with(R"(,"semantics":"clipped")"), "eps: is missing"},
    {with(R"(,"semantics":"clipped","eps":"0")"), "eps: "},
    {with(R"(,"semantics":"clipped","eps":"3/2")"), "eps: "},
    {with(R"(,"semantics":"clipped","eps":"inf")"), "eps: "},
    {with(R"(,"semantics":"clipped","eps":"x")"), "eps: 'x'"},
    {with(R"(,"semantics":"clipped","pseudocount":"1")"), "pseudocount: "},
    {with(R"(,"eps":"1/2")"), "eps: "},
    {kl_line("\"1\"", "\"1\"", R"(,"semantics":"smoothed","pseudocount":"-1")", "counts"),
     "pseudocount: is negative"},
    {with(R"(,"unit":"nat")"), "unit: unknown 'nat'"},
    {with(R"(,"unit":null)"), "unit: "},
    {with(R"(,"format":"double")"), "format: unknown 'double'"},
    {with(R"(,"format":64)"), "format: "},
    {with(R"(,"rounding":"up")"), "rounding: unknown 'up'"},
    {with(R"(,"rounding":[])"), "rounding: "},
    {with(R"(,"digits":0)"), "digits: "},
    {with(R"(,"digits":10001)"), "digits: "},
    {with(R"(,"digits":18446744073709551615)"), "digits: "},
    {with(R"(,"digits":5.0)"), "digits: "},
    {with(R"(,"digits":"5")"), "digits: "},
    {with(R"(,"input":"float")"), "input: unknown 'float'"},
    {with(R"(,"input":64)"), "input: "},
};

TEST(ProblemLine, AFaultIsBlamedOnItsKey) {
  for (const malformed& m : malformed_lines) {
    EXPECT_EQ(error_of(m.line).substr(0, m.blamed.size()), m.blamed) << m.line;
  }
}

TEST(ProblemLine, AnUnknownWordIsAnsweredWithTheKnownOnes) {
  for (const std::string key : {"unit", "semantics", "format", "rounding", "input"}) {
    const std::string error = error_of(with(",\"" + key + "\":\"" + std::string(200, 'z') + "\""));
    EXPECT_NE(error.find("expected one of "), std::string::npos) << error;
    EXPECT_LT(error.size(), 250u) << "the unknown word is cut short";
  }
}

TEST(ProblemNumbers, StringsMeanWhatTheyWrite) {
  const std::vector<std::pair<std::string, Q>> rows{{"3/20", Q(3, 20)},
                                                    {"0x1.8p-3", Q(3, 16)},
                                                    {"+7", 7},
                                                    {"-0", 0},
                                                    {"0.5", Q(1, 2)},
                                                    {"1e3", 1000},
                                                    {"0x1p-1074", Q(1, Z(1) << 1074)},
                                                    {".25", Q(1, 4)},
                                                    {"6/8", Q(3, 4)},
                                                    {"0.1", exact(number(0.1))},
                                                    {"0X.8P+1", 1},
                                                    {"1e-400", 0},
                                                    {"-1/3", Q(-1, 3)},
                                                    {"1E+2", 100},
                                                    {"9007199254740993", Q(Z(1) << 53)}};
  for (const auto& [text, value] : rows) {
    const std::string line = kl_line("\"" + text + "\"", "\"1\"");
    EXPECT_EQ(exact(parse_problem(line).asked.p.parameters.at(0).values.at(0)), value) << text;
  }
}

TEST(ProblemNumbers, DecimalsAreReadInTheInputFormat) {
  const std::vector<std::pair<std::string, std::string>> tenths{
      {"binary16", "0x1.998p-4"},
      {"bfloat16", "0x1.9ap-4"},
      {"binary32", "0x1.99999ap-4"},
      {"binary64", "0x1.999999999999ap-4"},
      {"binary128", "0x1.999999999999999999999999999ap-4"},
      {"exact", "1/10"}};
  for (const auto& [input, text] : tenths) {
    EXPECT_EQ(read_as("\"0.1\"", input), text) << input;
    EXPECT_EQ(read_as("\"1/10\"", input), "1/10") << input;
    EXPECT_EQ(read_as("\"0x1.00000001p0\"", input), "0x1.00000001p+0") << input;
  }
  EXPECT_EQ(read_as("\"1e39\"", "binary32"), "rejected");
  EXPECT_EQ(read_as("\"65520\"", "binary16"), "rejected") << "it rounds to infinity";
  EXPECT_EQ(read_as("\"65519\"", "binary16"), "0x1.ffcp+15");
}

// tools/README.md: a JSON number is taken as the double it is, if `input` is binary64.
TEST(ProblemNumbers, AJsonNumberIsReadLikeItsTextOrRejected) {
  for (const std::string input : {"binary16", "bfloat16", "binary32", "binary64", "exact"}) {
    for (const std::string text :
         {"0", "-0", "1", "0.1", "2.5", "1e3", "-3", "1e-400", "16777217", "9007199254740993",
          "4611686018427387903", "18446744073709551616", "0.30000000000000004", "1e300"}) {
      const std::string bare = read_as(text, input);
      if (bare == "rejected") {
        EXPECT_TRUE(input != "binary64" || text.size() > 16) << text;
      } else {
        EXPECT_EQ(bare, read_as("\"" + text + "\"", input)) << text << ' ' << input;
      }
    }
  }
}

void comes_back(const std::string& id) {
  const std::string start = "{\"id\":" + id + ",";
  const std::string good = answer_to_line(with(",\"id\":" + id));
  EXPECT_TRUE(good.starts_with(start)) << good.substr(0, 100);
  const std::string bad = answer_to_line("{\"nope\":1,\"id\":" + id + "}");
  EXPECT_TRUE(bad.starts_with(start)) << bad.substr(0, 100);
}

TEST(ProblemId, ComesBackUnchanged) {
  for (const std::string id :
       {"\"a\"", "\"\"", "7", "-7", "1.5", "true", "null", "[1,\"x\"]", R"({"b":[{"a":1}],"a":2})",
        R"("\u0000\n\"")", "18446744073709551615"})
    comes_back(id);
}

TEST(ProblemId, IsNotRounded) {
  comes_back("1234567890123456789012345678901");
}

// Copying or writing a value of this depth by recursion overflows the stack.
TEST(ProblemId, NestedDeeplyIsNoReasonToCrash) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  const auto survive = [&] {
    answer_to_line(with(",\"id\":" + deep));
    std::_Exit(0);
  };
  EXPECT_EXIT(survive(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace kloracle
