// SPDX-License-Identifier: Apache-2.0
#include "tools/klap.hpp"
#include "tools/one_line.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace kloracle {
namespace {

constexpr const format* doubles[]{&binary16, &bfloat16, &binary32, &binary64};

// An introduction with `members` in place of, or besides, those of a good function.
std::string hello_with(const std::string& members, const std::string& outer = "") {
  return R"({"klap":1,"impl":{"name":"n","version":"v"},"encoding":"bits",)"
         R"("functions":[{"name":"f",)"
         R"("quantity":"kl","semantics":"measure","formats":["binary32"],"unit":"bits")" +
         members + "}]" + outer + "}";
}

std::string complaint_about(const std::string& line) {
  try {
    read_introduction(line);
  } catch (const protocol_error& error) {
    return error.what();
  }
  return "none";
}

TEST(Introduction, IsRead) {
  const introduction read = read_introduction(hello_with(
      R"(,"note":"w","space":"log_probs","semantics":"log_prob","unknown":[{}])", R"(,"max_n":5)"));
  EXPECT_EQ(read.who.name, "n");
  EXPECT_EQ(read.who.version, "v");
  EXPECT_EQ(read.numbers, encoding::bits);
  EXPECT_EQ(read.max_cases, 256u);
  EXPECT_EQ(read.max_n, 5u);
  ASSERT_EQ(read.functions.size(), 1u);
  const offered_function& f = read.functions[0];
  EXPECT_EQ(f.what, quantity::kl);
  EXPECT_EQ(f.how, semantics::log_prob);
  EXPECT_EQ(f.p_in, space::log_probs);
  EXPECT_EQ(f.q_in, space::log_probs);
  EXPECT_EQ(f.in, unit::bits);
  EXPECT_EQ(f.formats, std::vector<const format*>{&binary32});
  EXPECT_EQ(f.note, "w");
}

TEST(Introduction, WordsForPeopleAreRead) {
  const offered_function f =
      read_introduction(hello_with(R"(,"snippet":"f({p:hex},{q});","gradient":["q","p"])"))
          .functions[0];
  EXPECT_EQ(f.snippet, "f({p:hex},{q});");
  EXPECT_EQ(f.gradient, (std::vector<std::string>{"q", "p"}));
  const offered_function of_one =
      read_introduction(hello_with(R"(,"quantity":"entropy","snippet":"h({p});","gradient":["p"])"))
          .functions[0];
  EXPECT_EQ(of_one.snippet, "h({p});");
  const offered_function bare = read_introduction(hello_with(R"(,"gradient":[])")).functions[0];
  EXPECT_EQ(bare.snippet, "");
  EXPECT_TRUE(bare.gradient.empty());
}

TEST(Introduction, SpacesAndParametersAreRead) {
  const introduction mixed =
      read_introduction(hello_with(R"(,"semantics":"prob_vs_logprob","space_q":"log_probs")"));
  EXPECT_EQ(mixed.functions[0].p_in, space::probs);
  EXPECT_EQ(mixed.functions[0].q_in, space::log_probs);
  const introduction clipped =
      read_introduction(hello_with(R"(,"semantics":"clipped","parameter":"0x1p-23")"));
  EXPECT_EQ(clipped.functions[0].semantics_parameter->text(), number(0x1p-23).text());
}

TEST(Introduction, EssenceLeavesOutRemarks) {
  const std::string one = read_introduction(hello_with(R"(,"note":"pid 1")")).essence;
  EXPECT_EQ(one, read_introduction(hello_with(R"(,"note":"pid 2")")).essence);
  EXPECT_EQ(one, read_introduction(hello_with(R"(,"snippet":"f({p}, {q}, 1);")")).essence);
  EXPECT_NE(one, read_introduction(hello_with(R"(,"formats":["binary64"])")).essence);
}

TEST(Introduction, FaultsAreNamed) {
  const std::pair<std::string, const char*> rows[] = {
      {"", "hello: expected a JSON object on one line, came ''"},
      {"Loading...", "came 'Loading...'"},
      {"[1]", "came '[1]'"},
      {std::string(1 << 20, '['), "came '[[["},
      {R"({"error":"no"})", "came the error 'no'"},
      {"{}", "expected 'klap' to be 1, the version spoken here, came none"},
      {R"({"klap":2})", "came 2"},
      {R"({"klap":1})", "expected 'impl' to be an object, came none"},
      {R"({"klap":1,"impl":{}})", "impl: expected 'name' to be a text, came none"},
      {R"({"klap":1,"impl":{"name":"n","version":1}})", "expected 'version' to be a text, came 1"},
      {R"({"klap":1,"impl":{"name":"n","version":"1"}})", "expected 'functions' to be a list"},
      {hello_with("", R"(,"functions":[])"), "with something in it, came []"},
      {hello_with("", R"(,"functions":[7])"), "functions[0]: expected 'name' to be a text"},
      {hello_with("", R"(,"max_n":0)"), "expected 'max_n' to be a positive integer, came 0"},
      {hello_with("", R"(,"max_cases":-1)"), "came -1"},
      {hello_with("", R"(,"encoding":"utf")"),
       "unknown encoding 'utf'; allowed: hexfloat, bits, dec17"},
      {hello_with(R"(,"quantity":"KL")"),
       "function 'f': unknown quantity 'KL'; allowed: kl, reverse_kl,"},
      {hello_with(R"(,"semantics":"norm")"),
       "unknown semantics 'norm'; allowed: normalised, measure,"},
      {hello_with(R"(,"unit":"nat")"), "unknown unit 'nat'; allowed: nats, bits, hartleys"},
      {hello_with(R"(,"space":"p")"), "unknown space 'p'; allowed: probs, counts,"},
      {hello_with(R"(,"formats":["binary32","binary128"])"),
       "unknown format 'binary128'; allowed: binary16, bfloat16, binary32, binary64"},
      {hello_with(R"(,"formats":"binary32")"), "expected 'formats' to be a list"},
      {hello_with(R"(,"formats":[[]])"), "expected 'formats' to be a list of texts"},
      {hello_with(R"(,"semantics":"logits")"), "takes p in 'logits' and q in 'logits', came"},
      {hello_with(R"(,"quantity":"entropy","semantics":"opencv")"),
       "'opencv' is not one for 'entropy'"},
      {hello_with(R"(,"semantics":"clipped")"), "expected 'parameter' to be the eps of 'clipped'"},
      {hello_with(R"(,"semantics":"clipped","parameter":1e-7)"),
       "expected 'parameter' to be a text"},
      {hello_with(R"(,"semantics":"clipped","parameter":"eps")"), "'parameter': 'eps' is not"},
      {hello_with(R"(,"parameter":"1")"), "semantics 'measure' has no parameter"},
      {hello_with(R"(,"snippet":["f({p},{q});"])"), "expected 'snippet' to be a text"},
      {hello_with(R"(,"snippet":"f(p, {q});")"),
       "'snippet' to be a program with {p} or {p:hex} in"},
      {hello_with(R"(,"snippet":"f({p}, {Q});")"),
       "'snippet' to be a program with {q} or {q:hex} in"},
      {hello_with(R"(,"gradient":"p")"), R"(expected 'gradient' to be a list of "p", "q" or both)"},
      {hello_with(R"(,"gradient":["p","p"])"), R"(came ["p","p"])"},
      {hello_with(R"(,"gradient":["x"])"), R"(came ["x"])"},
      {hello_with(R"(,"gradient":[1])"), "came [1]"},
      {hello_with(R"(,"quantity":"entropy","gradient":["q"])"),
       R"(expected 'gradient' to be [] or ["p"], came ["q"])"},
      {hello_with(R"(},{"name":"f","quantity":"kl","semantics":"measure","unit":"nats",)"
                  R"("formats":["binary64"])"),
       "two functions are named 'f'"},
      {"{\"klap\":1,\"impl\":{\"name\":\"\xff\"}}", "expected a JSON object"},
  };
  for (const auto& [line, why] : rows) {
    const std::string complaint = complaint_about(line);
    EXPECT_TRUE(complaint.starts_with("hello: ")) << line;
    EXPECT_NE(complaint.find(why), std::string::npos) << complaint << "\n  lacks " << why;
    EXPECT_EQ(complaint.find('\n'), std::string::npos) << complaint;
  }
}

TEST(Echo, CanariesCoverTheFormat) {
  for (const format* f : doubles) {
    const std::vector<double> values = canaries(*f);
    EXPECT_EQ(values.size(), 40u);
    std::set<std::uint64_t> patterns;
    for (const double x : values) patterns.insert(*pattern_of(*f, x));
    EXPECT_EQ(patterns.size(), values.size()) << f->name;
    const double least = std::ldexp(1.0, f->emin - f->precision + 1);
    const double ulp = std::ldexp(1.0, 1 - f->precision);
    const double normal = std::ldexp(1.0, f->emin);
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double x : {0.0, -0.0, least, -least, normal - least, normal, 1 + ulp, 1 - ulp / 2,
                           std::ldexp(2 - ulp, f->emax), infinity, -infinity, std::nan("")}) {
      EXPECT_TRUE(patterns.contains(*pattern_of(*f, x))) << f->name << ' ' << x;
    }
  }
}

TEST(Echo, OnlyTheSameNumbersPass) {
  const std::vector<double> sent{-0.0, 0x1p-1074, std::nan("")};
  const auto complaint = [&](const std::string& line) -> std::string {
    try {
      check_echo(binary64, encoding::hexfloat, sent, {line});
    } catch (const protocol_error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(complaint(R"({"values":["-0x0p0","0x1p-1074","nan"]})"), "none");
  EXPECT_EQ(complaint(R"({"values":["0x0p0","0x1p-1074","nan"]})"),
            "echo of binary64: expected '-0x0p+0' back, came '0x0p0' (value 1 of 3)");
  EXPECT_EQ(
      complaint(R"({"values":["-0x0p0","0x0p0","nan"]})"),
      "echo of binary64: expected '0x0.0000000000001p-1022' back, came '0x0p0' (value 2 of 3)");
  EXPECT_EQ(complaint(R"({"values":["-0x0p0","0x1p-1074",null]})"),
            "echo of binary64: expected 'nan' back, came 'null' (value 3 of 3)");
  EXPECT_EQ(complaint(R"({"values":["-0x0p0"]})"),
            "echo of binary64: expected 'values', a list of 3, came '{\"values\":[\"-0x0p0\"]}'");
  EXPECT_NE(complaint(R"({"error":"what?"})").find("what?"), std::string::npos);
  EXPECT_NE(complaint("\xff").find("came '\xef\xbf\xbd'"), std::string::npos);
}

class eval_replies : public testing::Test {
 protected:
  eval_reply read(const std::string& line) { return read_eval_reply(asked_, {line}); }
  // The one entry's response.
  response entry(const std::string& text) {
    eval_reply reply = read(R"({"seq":7,"r":[)" + text + ",\"inf\"]}");
    EXPECT_EQ(reply.what, eval_reply::kind::entries) << text;
    EXPECT_EQ(reply.responses.size(), 2u);
    EXPECT_EQ(reply.responses.at(1).value, std::numeric_limits<double>::infinity());
    return reply.responses.at(0);
  }

  const offered_function function_{"f \"quoted\""};
  const std::vector<sample> samples_{{{0.5, 0.5}, {0.25, 0.75}}, {{}, {-0.0}}};
  const evaluation asked_{7, function_, binary32, encoding::hexfloat, samples_};
};

TEST_F(eval_replies, RequestIsOneLineOfJson) {
  EXPECT_EQ(eval_request(asked_).line,
            R"({"cmd":"eval","seq":7,"function":"f \"quoted\"","format":"binary32","cases":)"
            R"([{"p":["0x1p-1","0x1p-1"],"q":["0x1p-2","0x1.8p-1"]},{"p":[],"q":["-0x0p+0"]}]})");
}

TEST_F(eval_replies, EntriesAreNumbersThrowsAndSkips) {
  using enum response::kind;
  EXPECT_EQ(entry("\"0x1.8p+0\"").what, value);
  EXPECT_EQ(entry("\"0x1.8p+0\"").value, 1.5);
  EXPECT_EQ(entry("\"nan\"").what, value);
  EXPECT_TRUE(std::isnan(entry("\"nan\"").value));
  EXPECT_EQ(entry(R"({"throw":"E: no\nmore"})").what, thrown);
  EXPECT_EQ(entry(R"({"throw":"E: no\nmore"})").message, "E: no more");
  EXPECT_EQ(entry(R"({"skip":"too long"})").what, skipped);
  EXPECT_EQ(entry(R"({"skip":"too long"})").message, "too long");
  EXPECT_EQ(entry(R"({"skip":"why","issue":"url"})").message, "why (url)");
}

TEST_F(eval_replies, EntryThatIsNoneOfTheseIsMalformedAlone) {
  for (const char* text : {"1.5", "null", "true", "[]", "{}", R"({"throw":1})", R"({"skip":null})",
                           R"("")", R"("0x1.999999999999ap-4")", R"("1.5")", R"(["0x1p+0"])",
                           R"({"value":"0x1p+0"})", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"}) {
    EXPECT_EQ(entry(text).what, response::kind::malformed) << text;
  }
  EXPECT_EQ(entry(R"("0x1.999999999999ap-4")").message,
            "'0x1.999999999999ap-4' is not a hexfloat of binary32");
}

TEST_F(eval_replies, AnswerToThisRequestThatSaysNothingIsRefused) {
  for (const char* line : {R"({"seq":7,"error":"unknown function"})", R"({"seq":7})",
                           R"({"seq":7,"r":["0x1p+0"]})", R"({"seq":7,"r":["inf","inf","inf"]})",
                           R"({"seq":7,"r":{"0":"inf","1":"inf"}})", R"({"seq":7,"r":null})"}) {
    EXPECT_EQ(read(line).what, eval_reply::kind::refused) << line;
  }
  EXPECT_EQ(read(R"({"seq":7,"error":"why"})").fault, "the adapter answered 'error': why");
}

TEST_F(eval_replies, AnythingElseIsGarbage) {
  const std::string deep(1 << 20, '[');
  for (const std::string& line :
       {std::string(), std::string("x"), std::string("7"), std::string("null"), deep,
        std::string(R"({"seq":8,"r":["inf","inf"]})"), std::string(R"({"r":["inf","inf"]})"),
        std::string(R"({"seq":"7","r":["inf","inf"]})"), std::string(R"({"error":"why"})"),
        std::string(R"({"seq":7.5,"r":["inf","inf"]})"), std::string(R"([{"seq":7}])"),
        std::string(R"({"seq":7,"r":[NaN,"inf"]})"), std::string(R"({"seq":7,"r":["inf","inf"]}x)"),
        std::string(R"({"seq":99999999999999999999,"r":["inf","inf"]})"),
        std::string(R"({"seq":7,"r":["inf","inf")"), std::string("{\"seq\":7,\"r\":[\"\xff\",1]}"),
        std::string("{\"seq\":7,\0\"r\":[]}", 16)}) {
    EXPECT_EQ(read(line).what, eval_reply::kind::garbage) << line.substr(0, 80);
  }
}

TEST(OneLine, IsShortValidAndOnOneLine) {
  EXPECT_EQ(one_line("a\n\tb\x7f"), "a  b ");
  EXPECT_EQ(one_line("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(one_line("\xff\"\\"), "\xef\xbf\xbd\"\\");
  EXPECT_EQ(one_line("abcdef", 3), "abc...");
  EXPECT_EQ(one_line("caf\xc3\xa9!", 4), "caf\xef\xbf\xbd...");
}

}  // namespace
}  // namespace kloracle
