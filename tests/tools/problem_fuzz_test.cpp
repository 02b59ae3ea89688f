// SPDX-License-Identifier: Apache-2.0
//
// Whatever a line holds, it gets one line of JSON for an answer.
//   KLORACLE_FUZZ_LINES=N   how many lines (100000)
//   KLORACLE_FUZZ_TRACE=1   prints the number of every line before it is asked: the last is to
//   blame
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "tests/tools/family_samples.hpp"
#include "tests/tools/line_mutator.hpp"
#include "tests/tools/problem_lines.hpp"
#include "tools/distribution_json.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

constexpr std::uint64_t seed = 20261120;

// A line that asks for a quantity of p alone.
std::string single(const std::string& quantity, const std::string& p, const std::string& more = "",
                   const std::string& space = "probs") {
  return R"({"quantity":")" + quantity + R"(","p":)" + categorical_text(space, p) + more + "}";
}

// A line that asks for a quantity of p and q, in their spaces.
std::string pair(const std::string& quantity, const std::string& p_space, const std::string& p,
                 const std::string& q_space, const std::string& q, const std::string& more = "") {
  return single(quantity, p, ",\"q\":" + categorical_text(q_space, q) + more, p_space);
}

const std::string three = R"("0.2","0.3","0.5")";
const std::string thirds = R"("1/3","1/3","1/3")";
const std::string tally = R"("3","0","17")";
const std::string other_tally = R"("1","2","4")";
const std::string logs = R"("-1.5","0.25","-0x1p-3")";
const std::string masked = R"("-inf","-0.5","0")";

// Every quantity with what it requires, and options and tables beyond that.
void add_option_lines(std::vector<std::string>& lines) {
  for (const quantity_entry& what : quantities()) lines.push_back(line_of(what));
  const auto more = [&](const char* quantity, const std::string& text) {
    lines.push_back(pair(quantity, "probs", three, "probs", thirds, text));
  };
  for (const char* order : {"0", "1", "-1/2", "2", "inf", "0.3"}) {
    more("tsallis", std::string(R"(,"order":")") + order + "\"");
    lines.push_back(single("renyi_entropy", three, std::string(R"(,"order":")") + order + "\""));
  }
  more("jeffreys", R"(,"convention":"mean","unit":"bits")");
  more("jensen_shannon", R"(,"weight":"1/4")");
  more("squared_hellinger", R"(,"convention":"sum","semantics":"measure")");
  more("f_divergence", R"(,"generator":"tsallis","order":"3")");
  more("wasserstein_1", R"(,"support":["-1","0.5","7/3"])");
  more("perplexity", R"(,"semantics":"measure")");
  for (const std::string space : {"probs", "counts", "logits"}) {
    lines.push_back(R"({"quantity":"total_correlation","p":{"family":"categorical",")" + space +
                    R"(":[[["1","0"],["2","3"],["1","1"]],[["1","5"],["2","2"],["0","1"]]]}})");
  }
}

// Every family against itself, and pairs of families.
void add_family_lines(std::vector<std::string>& lines) {
  const auto of = [&](const std::string& quantity, const distribution& p, const distribution& q,
                      const std::string& more = "") {
    lines.push_back(R"({"quantity":")" + quantity + R"(","p":)" + json_of(p).dump() + R"(,"q":)" +
                    json_of(q).dump() + more + "}");
  };
  for (const family_entry& family : families()) {
    of("kl", sample_of(family, 0), sample_of(family, 1));
  }
  const auto sample = [](const char* name, int side) {
    return sample_of(*find_family(name), side);
  };
  of("kl", sample("gamma", 0), sample("normal", 1));
  of("cross_entropy", sample("beta", 0), sample("normal", 1), R"(,"unit":"bits")");
  of("renyi", sample("normal", 0), sample("normal", 1), R"(,"order":"1/2")");
  of("chernoff_information", sample("poisson", 0), sample("poisson", 1));
  of("hellinger", sample("dirichlet", 0), sample("dirichlet", 1), R"(,"input":"exact")");
}

std::vector<std::string> all_seed_lines() {
  std::vector<std::string> lines{
      with(""),
      with(R"(,"id":1)"),
      with(R"(,"id":{"run":"a","n":[1,2,{"deep":null}]})"),
      with(R"(,"id":"\u00e9\ud83d\ude00")"),
      with(R"(,"unit":"bits","digits":40)"),
      with(R"(,"unit":"hartleys","format":"binary128")"),
      with(R"(,"format":"binary16","rounding":"upward")"),
      with(R"(,"format":"bfloat16","rounding":"toward_zero")"),
      with(R"(,"format":"binary32","rounding":"nearest_away")"),
      with(R"(,"input":"exact","rounding":"downward")"),
      with(R"(,"input":"binary16","digits":1)"),
      with(R"(,"semantics":"measure")"),
      with(R"(,"semantics":"generalised","unit":"bits")"),
      with(R"(,"semantics":"clipped","eps":"1e-7")"),
      with(R"(,"semantics":"opencv")"),
      kl_line("0.5,0.25,0.25", "1,2,3"),
      kl_line("0", "1"),
      kl_line(R"("1","0")", R"("0","1")"),
      kl_line(R"("0","0")", two),
      kl_line("", ""),
      kl_line(R"("0x1p-1074","1")", R"("1","0x1p-1074")"),
      kl_line(R"("1e-3000","1")", R"("3e-3000","1")", R"(,"input":"exact")"),
      kl_line(R"("1","1")", R"("2","0.50000000000000001")", R"(,"semantics":"measure")"),
      kl_line(three, thirds),
      kl_line(three, three),
      kl_line(tally, other_tally, "", "counts"),
      kl_line(tally, other_tally, R"(,"semantics":"smoothed","pseudocount":"1/2")", "counts"),
      kl_line(logs, masked, "", "logits"),
      kl_line(masked, logs, R"(,"unit":"bits")", "logits"),
      kl_line(logs, logs, R"(,"semantics":"log_prob")", "log_probs"),
      kl_line(masked, logs, "", "log_probs"),
      pair("kl", "probs", three, "log_probs", logs),
      pair("cross_entropy", "probs", three, "log_probs", logs, R"(,"semantics":"prob_vs_logprob")"),
      pair("cross_entropy", "probs", three, "probs", thirds),
      pair("cross_entropy", "logits", logs, "logits", logs),
      pair("jensen_shannon", "probs", three, "probs", thirds),
      pair("jensen_shannon", "counts", tally, "counts", other_tally, R"(,"unit":"bits")"),
      pair("jensen_shannon_distance", "probs", three, "probs", tally),
      single("entropy", thirds),
      single("entropy", logs, "", "logits"),
      single("entropy", R"("1","1","1","1")", R"(,"unit":"bits","id":[])", "counts"),
      " { \"quantity\" : \"entropy\" , \"p\" : " + categorical_text("probs", three) + " } ",
  };
  add_option_lines(lines);
  add_family_lines(lines);
  return lines;
}

const std::vector<std::string>& seed_lines() {
  static const std::vector<std::string> lines = all_seed_lines();
  return lines;
}

long lines_wanted() {
  const char* wanted = std::getenv("KLORACLE_FUZZ_LINES");
  return wanted == nullptr ? 100000 : std::strtol(wanted, nullptr, 10);
}

// What is wrong with an answer; empty if nothing is.
std::string fault_of(const std::string& text) {
  static const std::set<std::string> statuses{"exact", "rounded", "undecided", "plus_infinity",
                                              "undefined"};
  if (text.find('\n') != std::string::npos) return "the answer has several lines";
  const json a = json::parse(text, nullptr, false);
  if (!a.is_object()) return "the answer is not a JSON object";
  if (!a.contains("status")) return "the answer has no status";
  const std::string status = a["status"];
  if (!statuses.contains(status)) return "unknown status " + status;
  if (a.contains("error")) return status == "undefined" ? "" : "an error with status " + status;
  if (!a.contains("quantity") || !a.contains("p")) return "an answer without its question";
  const bool valued = status == "rounded" || status == "exact";
  return valued == a.contains("value") ? "" : "a value where there is none, or none where one is";
}

struct fuzz_count {
  long answered = 0;
  long rejected = 0;
  double slowest_s = 0;
  long slowest_line = 0;

  void add(long i, const std::string& answer, double seconds) {
    ++(answer.find("\"error\":") == std::string::npos ? answered : rejected);
    if (seconds > slowest_s) {
      slowest_s = seconds;
      slowest_line = i;
    }
  }
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Line i of the run; the first ones are the seeds as they are.
std::string fuzz_line(long i) {
  const auto k = static_cast<std::size_t>(i);
  if (k < seed_lines().size()) return seed_lines()[k];
  return line_mutator(seed + k, seed_lines()).mutated();
}

TEST(ProblemFuzz, EveryMutatedLineIsAnswered) {
  const bool trace = std::getenv("KLORACLE_FUZZ_TRACE") != nullptr;
  const long count = lines_wanted();
  const auto start = std::chrono::steady_clock::now();
  fuzz_count found;
  for (long i = 0; i < count; ++i) {
    if (trace) std::fprintf(stderr, "line %ld\n", i);
    const std::string line = fuzz_line(i);
    const auto asked = std::chrono::steady_clock::now();
    std::string answer;
    try {
      answer = answer_to_line(line);
    } catch (const std::exception& e) {
      ADD_FAILURE() << "line " << i << " throws " << e.what() << ": " << line.substr(0, 500);
    }
    found.add(i, answer, seconds_since(asked));
    const std::string fault = fault_of(answer);
    ASSERT_EQ(fault, "") << "line " << i << ": " << line.substr(0, 500) << '\n' << answer;
  }
  std::printf("%ld lines: %ld answered, %ld rejected, %.1f s; slowest: line %ld, %.2f s\n%s\n",
              count, found.answered, found.rejected, seconds_since(start), found.slowest_line,
              found.slowest_s, fuzz_line(found.slowest_line).substr(0, 300).c_str());
  EXPECT_GT(found.answered, count / 10) << "too few lines reach the oracle";
  EXPECT_GT(found.rejected, count / 10) << "too few lines are spoilt";
}

TEST(ProblemFuzz, TheSeedsAreProblems) {
  for (const std::string& line : seed_lines()) {
    const json a = json::parse(answer_to_line(line));
    EXPECT_FALSE(a.contains("error")) << line << '\n' << a;
  }
}

}  // namespace
}  // namespace kloracle
