// SPDX-License-Identifier: Apache-2.0
//
// The register of errata: complete, every check carried out and every fact of it proved, and wrong
// checks seen as such.
#include "properties/errata/erratum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace kloracle {

void PrintTo(const erratum& e, std::ostream* out) {
  *out << e.id;
}

namespace {

constexpr std::size_t how_many = 64;

std::string id_of(std::size_t n) {
  return (n < 10 ? "E0" : "E") + std::to_string(n);
}

TEST(Errata, AreAllThereOnceAndInOrder) {
  ASSERT_EQ(errata().size(), how_many);
  for (std::size_t n = 1; n <= how_many; ++n) {
    EXPECT_EQ(errata()[n - 1].id, id_of(n));
    EXPECT_EQ(find_erratum(id_of(n)), &errata()[n - 1]);
  }
  for (const char* none : {"", "E", "E00", "E65", "e01", "E1", "E010"}) {
    EXPECT_EQ(find_erratum(none), nullptr) << none;
  }
}

TEST(Errata, SayEverything) {
  std::set<std::string_view> words;
  for (const erratum_place& p : erratum_places()) {
    EXPECT_TRUE(words.insert(p.name).second) << p.name;
    EXPECT_FALSE(p.meaning.empty());
  }
  for (const erratum& e : errata()) {
    EXPECT_TRUE(words.contains(e.visible)) << e.id << ' ' << e.visible;
    for (const std::string_view text : {e.where, e.says, e.correct, e.check}) {
      ASSERT_FALSE(text.empty()) << e.id;
      EXPECT_EQ(text.find_first_of("\n\t"), std::string_view::npos) << e.id << ": " << text;
    }
    EXPECT_EQ(e.says.back(), '.') << e.id;
    EXPECT_TRUE(e.correct.ends_with('.') || e.correct.ends_with(".)")) << e.id;
    EXPECT_EQ(e.check.back(), '.') << e.id;
    EXPECT_EQ(e.prove == nullptr, e.check.starts_with("textual: ")) << e.id;
  }
}

TEST(Errata, FewAreTextual) {
  const auto textual = std::ranges::count(errata(), nullptr, &erratum::prove);
  EXPECT_LE(textual, 5);
}

class EveryErratum : public testing::TestWithParam<erratum> {};

TEST_P(EveryErratum, IsProved) {
  const checked_erratum once = checked(GetParam());
  EXPECT_TRUE(once.holds());
  EXPECT_EQ(once.facts.empty(), GetParam().prove == nullptr);
  std::set<std::string> texts;
  for (const proved_fact& fact : once.facts) {
    EXPECT_TRUE(fact.proved) << fact.text;
    EXPECT_TRUE(texts.insert(fact.text).second) << "twice: " << fact.text;
    EXPECT_EQ(fact.text.find('\n'), std::string::npos) << fact.text;
  }
}

TEST_P(EveryErratum, SaysTheSameAgain) {
  const checked_erratum once = checked(GetParam());
  const checked_erratum again = checked(GetParam());
  const auto same = [](const proved_fact& x, const proved_fact& y) { return x.text == y.text; };
  EXPECT_TRUE(std::ranges::equal(once.facts, again.facts, same));
}

INSTANTIATE_TEST_SUITE_P(Register, EveryErratum,
                         testing::ValuesIn(errata().begin(), errata().end()),
                         [](const auto& e) { return std::string(e.param.id); });

// Checks that go wrong.
std::vector<proved_fact> of_one_false_fact() {
  return {{"1 < 2", true}, {"2 < 1", false}};
}

std::vector<proved_fact> of_no_fact() {
  return {};
}

std::vector<proved_fact> that_throws() {
  throw std::domain_error("log of a negative number");
}

erratum planted(std::vector<proved_fact> (*prove)()) {
  return {"E99",        "005 Z.9",  "source", "Says *a | b*, p_1 <= _x_ <b>.",
          "Right <b>.", "Planted.", prove};
}

TEST(Errata, AFactThatIsNotProvedFails) {
  const erratum e = planted(of_one_false_fact);
  const checked_erratum c = checked(e);
  EXPECT_FALSE(c.holds());
  EXPECT_EQ(c.facts.size(), 2U);
}

TEST(Errata, ACheckWithoutAFactFails) {
  const erratum e = planted(of_no_fact);
  EXPECT_FALSE(checked(e).holds());
}

TEST(Errata, ACheckThatThrowsFailsAndSaysWhy) {
  const erratum e = planted(that_throws);
  const checked_erratum c = checked(e);
  EXPECT_FALSE(c.holds());
  ASSERT_EQ(c.facts.size(), 1U);
  EXPECT_NE(c.facts[0].text.find("log of a negative number"), std::string::npos);
}

TEST(ErrataPage, SaysWhatIsNotProved) {
  const erratum bad = planted(of_one_false_fact);
  const erratum textual = planted(nullptr);
  const std::array all{checked(bad), checked(textual)};
  const std::string page = errata_page(all);
  const auto has = [&](std::string_view text) { return page.find(text) != std::string::npos; };
  EXPECT_TRUE(has("**1 unproved**"));
  EXPECT_TRUE(has("**1 textual**"));
  EXPECT_TRUE(has("- proved: 1 < 2\n"));
  EXPECT_TRUE(has("- NOT PROVED: 2 < 1\n"));
  EXPECT_TRUE(
      has("| 005 Z.9 | source | Says \\*a \\| b\\*, p_1 <= \\_x\\_ \\<b>. | NOT PROVED |\n"));
  EXPECT_TRUE(has("| 005 Z.9 | source | Says \\*a \\| b\\*, p_1 <= \\_x\\_ \\<b>. | textual |\n"));
}

}  // namespace
}  // namespace kloracle
