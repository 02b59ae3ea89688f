// SPDX-License-Identifier: Apache-2.0
//
// What report_writer writes, read_report() reads: every verdict, response and counterexample.
#include "tools/report_record.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "tests/properties/scripted_subject.hpp"
#include "tools/declaration.hpp"

namespace kloracle {
namespace {

using kind = response::kind;
constexpr double infinity = std::numeric_limits<double>::infinity();

// A report with one subject, written and read again.
class written {
 public:
  written()
      : path_((std::filesystem::temp_directory_path() /
               (std::string("kloracle_report_") +
                testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string()),
        file_(std::fopen(path_.c_str(), "w")),
        writer(file_) {
    writer.line(header_line({"kloracle check", {}, {}}));
    writer.subject("cmd:thing", {"thing", "1", "C", ""});
  }
  ~written() { std::filesystem::remove(path_); }

  report_record read() {
    std::fclose(file_);
    return read_report(path_, "--resume");
  }

  // How many lines hold the text so far.
  int count_lines(const std::string& text) const {
    std::fflush(file_);
    std::ifstream file(path_);
    int count = 0;
    for (std::string line; std::getline(file, line);) count += line.find(text) != line.npos;
    return count;
  }

 private:
  std::string path_;
  std::FILE* file_;

 public:
  report_writer writer;
};

bool same_number(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

void expect_same(const response& a, const response& b) {
  EXPECT_EQ(a.what, b.what);
  if (a.what == kind::value) {
    EXPECT_TRUE(same_number(a.value, b.value));
    EXPECT_EQ(std::signbit(a.value) && !std::isnan(a.value),
              std::signbit(b.value) && !std::isnan(b.value));
  }
  EXPECT_EQ(a.message, b.message);
  ASSERT_EQ(a.claimed_error.has_value(), b.claimed_error.has_value());
  if (!a.claimed_error) return;
  EXPECT_TRUE(same_number(*a.claimed_error, *b.claimed_error));
}

void expect_same(const verdict& a, const verdict& b) {
  EXPECT_EQ(a.what, b.what);
  EXPECT_EQ(a.reason, b.reason);
  EXPECT_EQ(a.claimed, b.claimed);
  if (a.what != verdict::state::decided) return;
  EXPECT_EQ(a.is, b.is);
  EXPECT_EQ(a.needed, b.needed);
  EXPECT_TRUE(same_number(a.ulp_error, b.ulp_error));
  EXPECT_TRUE(same_number(a.excess, b.excess));
  EXPECT_EQ(std::tuple(a.special.nan, a.special.spurious_infinity, a.special.missed_infinity,
                       a.special.wrong_sign, a.special.missed_zero),
            std::tuple(b.special.nan, b.special.spurious_infinity, b.special.missed_infinity,
                       b.special.wrong_sign, b.special.missed_zero));
}

// One of every kind of response and verdict.
std::vector<judged_response> all_kinds() {
  std::vector<judged_response> all;
  for (const kind k : {kind::thrown, kind::skipped, kind::crashed, kind::timed_out, kind::malformed,
                       kind::not_run})
    all.push_back({{k, 0, "said \"why\"\n\t\xc3\xa9"}, {}});
  for (const double x : {0.0, -0.0, 0.1, -0x1p-1074, 1.5, infinity, -infinity, std::nan("")})
    all.push_back({response::of(x), {}});
  for (const grade_entry& g : grades()) {
    for (const growth n : {growth::none, growth::logarithm, growth::linear}) {
      judged_response j{response::of(1), {}};
      j.judgement.is = g.id;
      j.judgement.needed = n;
      j.judgement.ulp_error = 0.1 * static_cast<double>(all.size());
      j.judgement.excess = 1e-300 / 3;
      all.push_back(j);
    }
  }
  for (const claim c : {claim::kept, claim::useless, claim::broken, claim::undecided}) {
    judged_response j{response::of(1), {}};
    j.returned.claimed_error = c == claim::broken ? std::nan("") : 1.0 / 3;
    j.judgement.claimed = c;
    j.judgement.ulp_error = j.judgement.excess = infinity;
    all.push_back(j);
  }
  for (const auto s : {verdict::state::undecided, verdict::state::not_applicable}) {
    judged_response j{response::of(1), {}};
    j.judgement.what = s;
    j.judgement.reason = "who knows";
    all.push_back(j);
  }
  for (const auto flag : {&special_findings::nan, &special_findings::spurious_infinity,
                          &special_findings::missed_infinity, &special_findings::wrong_sign,
                          &special_findings::missed_zero}) {
    judged_response j{response::of(1), {}};
    j.judgement.special.*flag = true;
    all.push_back(j);
  }
  return all;
}

TEST(ReportRecord, EveryResultComesBackAsItWas) {
  const offered_function f = offered_in(quantity::kl, semantics::normalised);
  const answer truth = evaluate(problem_of(f, {{0.5, 0.5}, {0.25, 0.75}}));
  const std::vector<judged_response> all = all_kinds();
  std::vector<test_case> cases;
  written report;
  for (std::size_t i = 0; i < all.size(); ++i) {
    cases.push_back({"kl.normalised.binary64:" + std::to_string(i), "ordinary", {{1}, {1}}});
    report.writer.result({&f, &binary64, &cases.back(), all[i].returned, all[i].judgement, &truth});
  }
  const report_record read = report.read();
  ASSERT_EQ(read.subjects.size(), 1u);
  EXPECT_FALSE(read.finished);
  const recorded_subject* s = read.find("cmd:thing");
  ASSERT_NE(s, nullptr);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto found = s->find(f, cases[i]);
    ASSERT_TRUE(found) << i;
    expect_same(found->returned, all[i].returned);
    if (all[i].returned.what == kind::value) expect_same(found->judgement, all[i].judgement);
  }
  EXPECT_FALSE(s->find(f, {"kl.normalised.binary64:none", "ordinary", {}}));
}

// The lines of a report, from its header to what the test adds.
report_record read_lines(const std::string& header, const std::string& lines) {
  const std::string path = (std::filesystem::temp_directory_path() /
                            (std::string("kloracle_lines_") +
                             testing::UnitTest::GetInstance()->current_test_info()->name()))
                               .string();
  std::ofstream(path) << header << '\n' << lines;
  const auto remove = [&] { std::filesystem::remove(path); };
  try {
    report_record record = read_report(path, "--resume");
    remove();
    return record;
  } catch (...) {
    remove();
    throw;
  }
}

std::string header_of_version(int version) {
  return R"({"line":"header","format":"kloracle-report","format_version":)" +
         std::to_string(version) + "}";
}

const std::string a_subject =
    R"({"line":"subject","argument":"cmd:thing","name":"n","version":"1","language":"",)"
    R"("issues":""})"
    "\n";

TEST(ReportRecord, DeclarationsComeBackOnceEach) {
  offered_function f = offered_in(quantity::kl, semantics::normalised);
  f.snippet = "f({p}, {q})";
  offered_function g = offered_in(quantity::entropy, semantics::measure);
  written report;
  const recorded_event event{"an event", false};
  const auto name = [&](std::vector<std::string> declarations) {
    report.writer.subject("cmd:thing", {"thing", "1", "C", ""}, std::move(declarations));
    report.writer.event(event);
  };
  name({declaration_json(f), declaration_json(g)});
  report.writer.event(event);
  report.writer.subject("cmd:other", {"other", "1", "C", ""}, {});
  report.writer.event(event);
  name({});
  EXPECT_EQ(report.count_lines(R"("line":"function")"), 2);
  const report_record read = report.read();
  ASSERT_EQ(read.subjects.size(), 2u);
  const recorded_subject& s = read.subjects[0];
  const std::map<std::string, std::string> due{{f.name, declaration_json(f)},
                                               {g.name, declaration_json(g)}};
  EXPECT_EQ(s.declarations(), due);
  EXPECT_TRUE(s.declares(f.name, declaration_json(f)));
  EXPECT_FALSE(s.declares(f.name, declaration_json(g)));
  EXPECT_FALSE(s.declares("none", declaration_json(f)));
  EXPECT_TRUE(read.subjects[1].declarations().empty());
}

TEST(ReportRecord, OfTwoDeclarationsTheLastHoldsAndMoreKeysAreKept) {
  const std::string first =
      R"({"line":"function","subject":"n","function":"f","declaration":{"name":"f","z":1,"a":[]}})";
  const std::string last =
      R"({"line":"function","subject":"n","function":"f","declaration":{"z":2,"a":{"b":null}}})";
  const report_record read =
      read_lines(header_of_version(3), a_subject + first + "\n" + last + "\n");
  EXPECT_EQ(read.subjects.at(0).declarations().at("f"), R"({"z":2,"a":{"b":null}})");
}

TEST(ReportRecord, OfVersionTwoHasNoDeclarations) {
  const report_record read = read_lines(header_of_version(2), a_subject);
  EXPECT_TRUE(read.subjects.at(0).declarations().empty());
  for (const int version : {1, 4}) {
    EXPECT_THROW(read_lines(header_of_version(version), a_subject), input_error) << version;
  }
}

TEST(ReportRecord, ABadDeclarationIsRefused) {
  for (const char* line :
       {R"({"line":"function","function":"f"})", R"({"line":"function","declaration":{}})",
        R"({"line":"function","function":"f","declaration":"f"})",
        R"({"line":"function","function":1,"declaration":{}})"}) {
    EXPECT_THROW(read_lines(header_of_version(3), a_subject + line + "\n"), input_error) << line;
  }
  EXPECT_THROW(
      read_lines(header_of_version(3), R"({"line":"function","function":"f","declaration":{}})"
                                       "\n"),
      input_error)
      << "no subject yet";
}

TEST(ReportRecord, ALawComesBackWithItsCounterexample) {
  const std::vector<offered_function> functions{offered_in(quantity::kl, semantics::normalised)};
  const law& what = *laws().front();
  auto example = std::make_shared<counterexample>();
  example->id = "an/id/binary64/0";
  example->inputs.terms = {{0, {{0.5, 0.5}, {0.25, 0.75}}}, {1, {{1, 0}, {}}}};
  example->inputs.weights = {0.1};
  example->inputs.distance = {-0x1p-1074, infinity};
  example->judged = {law_verdict::state::violated, true, true, 1.0 / 3, "why"};
  example->outputs = {{&functions[0], &example->inputs.terms[0].input, response::of(-0.0), "1.25"},
                      {nullptr, &example->inputs.terms[1].input, {kind::thrown, 0, "no"}, "inf"}};
  law_summary s{&what, &functions[0], &binary64, 10, 1, 2, 3, 1, 1, 2, infinity, example};
  written report;
  report.writer.law(s);
  report.writer.event({"an event", true});
  report.writer.footer(true, 1, 0, 1);
  const report_record read = report.read();
  EXPECT_TRUE(read.finished);
  const recorded_subject& subject = read.subjects.at(0);
  ASSERT_EQ(subject.events().size(), 1u);
  EXPECT_TRUE(subject.events()[0].unsteady);
  const auto found = subject.find(what, functions[0], binary64, functions);
  ASSERT_TRUE(found);
  EXPECT_EQ(
      std::tuple(found->what, found->function, found->in, found->checks, found->holds, found->soft,
                 found->hard, found->undecided, found->not_applicable, found->lost, found->worst),
      std::tuple(s.what, s.function, s.in, s.checks, s.holds, s.soft, s.hard, s.undecided,
                 s.not_applicable, s.lost, s.worst));
  const counterexample& e = *found->example;
  EXPECT_EQ(e.id, example->id);
  EXPECT_EQ(e.inputs.weights, example->inputs.weights);
  EXPECT_EQ(e.inputs.distance, example->inputs.distance);
  EXPECT_EQ(std::tuple(e.judged.what, e.judged.hard, e.judged.decided, e.judged.severity,
                       e.judged.reason),
            std::tuple(example->judged.what, true, true, 1.0 / 3, std::string("why")));
  ASSERT_EQ(e.outputs.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(e.inputs.terms[i].of, example->inputs.terms[i].of);
    EXPECT_EQ(e.outputs[i].input, &e.inputs.terms[i].input);
    EXPECT_EQ(e.outputs[i].input->p, example->inputs.terms[i].input.p);
    EXPECT_EQ(e.outputs[i].input->q, example->inputs.terms[i].input.q);
    EXPECT_EQ(e.outputs[i].function, example->outputs[i].function);
    EXPECT_EQ(e.outputs[i].certified, example->outputs[i].certified);
    expect_same(e.outputs[i].returned, example->outputs[i].returned);
  }
}

}  // namespace
}  // namespace kloracle
