// SPDX-License-Identifier: Apache-2.0
//
// case_id(): the hash of the problem's name and the input, computed here once more.
#include <gtest/gtest.h>

#include <bit>

#include "properties/cases.hpp"
#include "tests/properties/offered_functions.hpp"

namespace kloracle {
namespace {

std::uint64_t fnv_1a(const std::vector<unsigned char>& bytes) {
  std::uint64_t h = 14695981039346656037u;
  for (const unsigned char b : bytes) {
    h ^= b;
    h *= 1099511628211u;
  }
  return h;
}

std::vector<unsigned char> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

void append_little_endian(std::vector<unsigned char>& bytes, std::uint64_t word) {
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<unsigned char>(word & 0xff));
    word >>= 8;
  }
}

// The low 48 bits of the hash of the name, and of each vector as its length and its bit patterns.
std::string id_here(const std::string& name, const sample& s) {
  std::vector<unsigned char> bytes = bytes_of(name);
  for (const auto* side : {&s.p, &s.q}) {
    append_little_endian(bytes, side->size());
    for (const double x : *side) append_little_endian(bytes, std::bit_cast<std::uint64_t>(x));
  }
  char hex[20];
  std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(fnv_1a(bytes)));
  return name + ':' + (hex + 4);
}

TEST(CaseIds, TheHashHereGivesThePublishedNumbers) {
  EXPECT_EQ(fnv_1a({}), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv_1a(bytes_of("a")), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv_1a(bytes_of("foobar")), 0x85944171f73967e8u);
}

TEST(CaseIds, IdsAreTheHashesComputedHere) {
  const sample two{{0.25, 0.75}, {0.5, 0.5}};
  const sample one{{0.25, 0.75}, {}};
  offered_function f = offered(quantity::kl, semantics::normalised);
  EXPECT_EQ(case_id(f, binary64, two), id_here("kl.normalised.binary64", two));
  EXPECT_EQ(case_id(f, bfloat16, two), id_here("kl.normalised.bfloat16", two));
  f.in = unit::bits;
  EXPECT_EQ(case_id(f, binary32, two), id_here("kl.normalised.bits.binary32", two));
  f = offered(quantity::entropy, semantics::measure);
  EXPECT_EQ(case_id(f, binary64, one), id_here("entropy.measure.binary64", one));
  f = offered(quantity::kl, semantics::smoothed);
  EXPECT_EQ(case_id(f, binary64, two), id_here("kl.smoothed(0x1p-1).binary64", two));
}

TEST(CaseIds, IdsOfFamiliesNameTheFamiliesAndTheirParameters) {
  const sample two{{0.25, 2}, {0.5, 1}};
  offered_function f;
  f.what = quantity::kl;
  f.p_of = {"normal", {{"mu"}, {"sigma"}}};
  f.q_of = {"normal", {{"mu"}, {"log_variance"}}};
  EXPECT_EQ(case_id(f, binary64, two),
            id_here("kl.normal(mu,sigma).normal(mu,log_variance).binary64", two));
  f.what = quantity::renyi;
  f.order = number(0.5);
  f.in = unit::bits;
  f.q_of = {"gamma", {{"shape"}, {"rate"}}};
  EXPECT_EQ(case_id(f, bfloat16, two),
            id_here("renyi.normal(mu,sigma).gamma(shape,rate).order(0x1p-1).bits.bfloat16", two));
  const sample one{{0, 0, 2, 1, 1, 2}, {}};
  offered_function g;
  g.what = quantity::entropy;
  g.p_of = {"multivariate_normal", {{"mean", {2}}, {"covariance", {2, 2}}}};
  EXPECT_EQ(case_id(g, binary32, one),
            id_here("entropy.multivariate_normal(mean[2],covariance[2x2]).binary32", one));
}

TEST(CaseIds, TheOrderOfAFamilysParametersIsThatOfItsNumbers) {
  offered_function f;
  f.p_of = {"normal", {{"sigma"}, {"mu"}}};
  f.q_of = {"normal", {{"mu"}, {"sigma"}}};
  const problem x = problem_of(f, {{2, 1}, {1, 2}});
  EXPECT_EQ(evaluate(x).rational, "0");
  EXPECT_EQ(evaluate(problem_of(f, {{2, 1}, {2, 1}})).state, status::rounded);
}

TEST(CaseIds, MovingAnEntryFromPToQGivesAnotherId) {
  const offered_function f = offered(quantity::kl, semantics::measure);
  EXPECT_NE(case_id(f, binary64, {{1, 2}, {3}}), case_id(f, binary64, {{1}, {2, 3}}));
  EXPECT_NE(case_id(f, binary64, {{1, 2}, {}}), case_id(f, binary64, {{}, {1, 2}}));
}

}  // namespace
}  // namespace kloracle
