// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cfenv>
#include <cmath>

#include "tests/tools/command_fixture.hpp"
#include "tools/klap.hpp"

namespace kloracle {
namespace {

using facts = std::vector<std::string>;

// The numbers that a probe sends, read from its text.
std::vector<double> sent(const format& in) {
  const std::string line = probe_request(in, encoding::hexfloat).line;
  std::vector<double> values;
  for (std::size_t at = line.find("\"values\":[") + 10; line[at] == '"';) {
    const std::size_t end = line.find('"', at + 1);
    values.push_back(*decode(in, encoding::hexfloat, line.substr(at + 1, end - at - 1)));
    at = end + (line[end + 1] == ',' ? 2 : 1);
  }
  return values;
}

std::string texts(const format& in, const std::vector<double>& values) {
  std::string list;
  for (const double x : values) {
    list += list.empty() ? "\"" : ",\"";
    encode(in, encoding::hexfloat, x, list);
    list += '"';
  }
  return list;
}

// What is told of an adapter whose operands go through `in_`, and its results through `out`.
template <class In, class Out>
facts told(In in_, Out out) {
  const std::vector<double> x = sent(binary64);
  std::vector<double> results;
  for (std::size_t i = 0; i < x.size(); i += 2) {
    const volatile double a = in_(x[i]);
    const volatile double b = in_(x[i + 1]);
    results.push_back(out(a + b));
    results.push_back(out(a * b));
  }
  return read_probe(binary64, encoding::hexfloat,
                    {"{\"values\":[" + texts(binary64, results) + "]}"});
}

double same(double x) {
  return x;
}

double flushed(double x) {
  return std::fpclassify(x) == FP_SUBNORMAL ? 0 : x;
}

TEST(Probe, ArithmeticOfThisProcessGivesNoFacts) {
  EXPECT_EQ(told(same, same), facts{});
}

TEST(Probe, FlushingIsToldByItsSide) {
  EXPECT_EQ(told(same, flushed),
            facts{"arithmetic in binary64 flushes subnormal results to zero (FTZ)"});
  EXPECT_EQ(told(flushed, same),
            facts{"arithmetic in binary64 takes subnormal inputs for zero (DAZ)"});
  EXPECT_EQ(told(flushed, flushed).size(), 2u);
}

TEST(Probe, DirectedRoundingIsTold) {
  const std::pair<int, const char*> rows[]{
      {FE_UPWARD, "upward"}, {FE_DOWNWARD, "downward"}, {FE_TOWARDZERO, "toward zero"}};
  for (const auto& [mode, name] : rows) {
    std::fesetround(mode);
    const facts found = told(same, same);
    std::fesetround(FE_TONEAREST);
    EXPECT_EQ(found, facts{"arithmetic in binary64 rounds " + std::string(name)});
  }
}

TEST(Probe, AnythingElseIsQuoted) {
  const facts found = told(same, [](double x) { return x == 1 ? 2.0 : x; });
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], "arithmetic in binary64 makes 0x1p+1 of 0x1p+0 + 0x1p-53");
}

TEST(Probe, EveryFormatAsksForNumbersOfItsOwn) {
  for (const format* in : {&binary16, &bfloat16, &binary32, &binary64}) {
    const std::vector<double> x = sent(*in);
    EXPECT_EQ(x.size() % 2, 0u);
    const double least = std::ldexp(1.0, in->emin);
    EXPECT_TRUE(std::ranges::any_of(x, [&](double v) { return v != 0 && v < least && v > 0; }));
  }
}

TEST(Probe, AnErrorIsNoFactAndNonsenseIsAFault) {
  EXPECT_EQ(read_probe(binary64, encoding::hexfloat, {R"({"error":"unknown cmd"})"}), facts{});
  for (const char* line : {"", "{}", R"({"values":[]})", R"({"values":["0x1p+0"]})"}) {
    EXPECT_THROW(read_probe(binary64, encoding::hexfloat, {line}), protocol_error) << line;
  }
}

TEST(Probe, FactsBecomeEventsOfTheSubject) {
  const auto subject = start_command_subject(adapter("flushes_subnormals"));
  ASSERT_EQ(subject->events().size(), 1u);
  EXPECT_EQ(subject->events()[0],
            "environment: arithmetic in binary64 flushes subnormal results to zero (FTZ)");
}

}  // namespace
}  // namespace kloracle
