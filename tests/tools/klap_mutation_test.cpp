// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/tools/line_mutator.hpp"
#include "tools/klap.hpp"
#include "tools/klap_numbers.hpp"

// Answers of adapters, spoilt: nothing but a protocol_error of one line may come of them.

namespace kloracle {
namespace {

constexpr std::uint64_t seed = 20261120;
constexpr std::uint64_t count = 4000;

const std::vector<std::string>& introductions() {
  static const std::vector<std::string> lines{
      R"({"klap":1,"impl":{"name":"n","version":"1"},"encoding":"bits","max_n":1000,"functions":[{)"
      R"("name":"f","quantity":"kl","unit":"nats","formats":["binary64"],)"
      R"("returns":["value","error"],"p":{"family":"normal","parameters":["mu","sigma"]},)"
      R"("q":{"family":"normal","parameters":["mu","variance"]}}]})",
      R"({"klap":1,"impl":{"name":"n","version":"1"},"encoding":"bin","functions":[{"name":"f",)"
      R"("quantity":"kl","unit":"bits","formats":["binary32"],)"
      R"("p":{"family":"multivariate_normal","parameters":[{"name":"mean","shape":[2]},)"
      R"({"name":"covariance","shape":[2,2]}]},"q":{"family":"multivariate_normal",)"
      R"("parameters":[{"name":"mean","shape":[2]},{"name":"scale_tril","shape":[2,2]}]}}]})",
      R"({"klap":1,"impl":{"name":"n","version":"1"},"encoding":"dec17","deterministic":false,)"
      R"("functions":[{"name":"f","quantity":"renyi","semantics":"normalised","order":"1/2",)"
      R"("unit":"nats","formats":["binary16","bfloat16"],"space":"counts","note":"n",)"
      R"("snippet":"print(f({p}, {q:hex}, {dtype}));","gradient":["p","q"]}]})"};
  return lines;
}

const std::vector<std::string>& answers() {
  static const std::vector<std::string> lines{
      R"({"seq":7,"r":[["0x1p+0","0x1p-50"],{"throw":"E: no"}]})",
      R"({"seq":7,"bytes":34,"crc32":12345,"messages":{"1":"why"}})",
      R"({"seq":7,"r":["0x1p+0",{"skip":"why","issue":"url"}],"error":"no"})"};
  return lines;
}

TEST(SpoiltAnswers, OfHelloAreReadOrRefused) {
  int read = 0;
  for (std::uint64_t k = 0; k < count; ++k) {
    const std::string line = line_mutator(seed + k, introductions()).mutated();
    try {
      EXPECT_FALSE(read_introduction(line).functions.empty());
      ++read;
    } catch (const protocol_error& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  }
  EXPECT_GT(read, 0);
}

TEST(SpoiltAnswers, OfEvalGiveAResponsePerCaseOrAFault) {
  offered_function bounded{"f"};
  const std::vector<sample> samples{{{1}, {1}}, {{2}, {3}}};
  for (std::uint64_t k = 0; k < count; ++k) {
    const std::string line = line_mutator(seed + k, answers()).mutated();
    bounded.claims_error = k % 2 == 0;
    for (const encoding e : {encoding::hexfloat, encoding::bin}) {
      const evaluation asked{7, bounded, binary64, e, samples};
      const std::string payload(announced_bytes(line) % 100, '\1');
      const eval_reply reply = read_eval_reply(asked, {line, payload});
      if (reply.what == eval_reply::kind::entries) {
        EXPECT_EQ(reply.responses.size(), samples.size());
      } else {
        EXPECT_FALSE(reply.fault.empty());
      }
    }
  }
}

TEST(SpoiltAnswers, OfProbeAreFactsOrRefused) {
  const std::vector<std::string> lines{R"({"values":["0x1p+0","0x1p-50","0x0p+0","-0x1p+3"]})",
                                       R"({"error":"no"})"};
  for (std::uint64_t k = 0; k < count; ++k) {
    const std::string line = line_mutator(seed + k, lines).mutated();
    for (const encoding e : {encoding::hexfloat, encoding::bin}) {
      try {
        read_probe(binary64, e, {line, line});
      } catch (const protocol_error& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      }
    }
  }
}

}  // namespace
}  // namespace kloracle
