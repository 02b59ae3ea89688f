// SPDX-License-Identifier: Apache-2.0
//
// What declaration_json() writes, read_introduction() reads as the function that it was.
#include "tools/declaration.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "properties/builtin_subjects.hpp"
#include "properties/option_values.hpp"
#include "tests/properties/offered_functions.hpp"
#include "tools/klap.hpp"

namespace kloracle {
namespace {

offered_function read_again(const std::string& declaration) {
  const introduction read =
      read_introduction(R"({"klap":1,"impl":{"name":"n","version":"1"},"encoding":"bits",)"
                        R"("functions":[)" +
                        declaration + "]}");
  return read.functions.at(0);
}

std::vector<std::string> texts(const std::vector<number>& numbers) {
  std::vector<std::string> all;
  for (const number& x : numbers) all.push_back(x.text());
  return all;
}

std::string text(const std::optional<number>& x) {
  return x ? x->text() : "none";
}

std::string text(const std::optional<family_side>& side) {
  return side ? name_of(*side) : "none";
}

void expect_same(const offered_function& a, const offered_function& b) {
  EXPECT_EQ(std::tie(a.name, a.what, a.formats, a.note, a.claims_error, a.snippet, a.gradient),
            std::tie(b.name, b.what, b.formats, b.note, b.claims_error, b.snippet, b.gradient));
  EXPECT_EQ(takes_q(a), takes_q(b));
  EXPECT_EQ(text(a.p_of), text(b.p_of));
  EXPECT_EQ(text(a.q_of), text(b.q_of));
  if (has_unit(a.what, a)) {
    EXPECT_EQ(a.in, b.in);
  }
  if (!of_families(a)) {
    EXPECT_EQ(std::tie(a.how, a.p_in), std::tie(b.how, b.p_in));
    if (takes_q(a)) {
      EXPECT_EQ(a.q_in, b.q_in);
    }
  }
  EXPECT_EQ(text(a.semantics_parameter), text(b.semantics_parameter));
  EXPECT_EQ(std::tie(a.convention, a.generator, a.shape),
            std::tie(b.convention, b.generator, b.shape));
  EXPECT_EQ(text(a.order), text(b.order));
  EXPECT_EQ(text(a.weight), text(b.weight));
  EXPECT_EQ(text(a.cosine), text(b.cosine));
  EXPECT_EQ(texts(a.support), texts(b.support));
  EXPECT_EQ(texts(a.kernel), texts(b.kernel));
}

void expect_to_come_back(const offered_function& f) {
  const std::string declared = declaration_json(f);
  SCOPED_TRACE(declared);
  EXPECT_EQ(declared.find('\n'), std::string::npos);
  const offered_function read = read_again(declared);
  expect_same(f, read);
  EXPECT_EQ(declaration_json(read), declared);
}

TEST(Declaration, OfEveryQuantityComesBack) {
  for (offered_function f : every_offered()) {
    expect_to_come_back(f);
    f.claims_error = true;
    f.in = unit::bits;
    // Semantics that speak of q in another space than p need a q.
    if (entry(f.what).q_optional && f.p_in == f.q_in) f.with_q = !f.with_q;
    expect_to_come_back(f);
  }
}

// The family in the first alternatives of its slots, in dimension 3.
family_side first_parameters(const family_entry& family) {
  family_side side{std::string(family.name), {}};
  int slot = -1;
  for (const parameter_entry& p : family.parameters) {
    if (p.slot == slot || !p.beside.empty()) continue;
    slot = p.slot;
    side.parameters.push_back(
        {std::string(p.name), std::vector<std::size_t>(static_cast<std::size_t>(p.axes), 3)});
  }
  return side;
}

TEST(Declaration, OfFamiliesComesBack) {
  int pairs = 0;
  for (const family_entry& p : families()) {
    for (const family_entry& q : families()) {
      if (!covers(quantity::kl, p.name, q.name)) continue;
      offered_function f{"f"};
      f.p_of = first_parameters(p);
      f.q_of = first_parameters(q);
      expect_to_come_back(f);
      ++pairs;
    }
  }
  EXPECT_GE(pairs, static_cast<int>(families().size()));
}

TEST(Declaration, OfDirectionsAtAnAngleComesBack) {
  offered_function f{"f"};
  f.p_of = f.q_of = family_side{"von_mises_fisher", {{"dimension"}, {"kappa"}}};
  f.cosine = number::parse("1/3");
  expect_to_come_back(f);
}

TEST(Declaration, OfEveryBuiltInFunctionComesBack) {
  for (const builtin_entry& b : builtin_subjects()) {
    const std::unique_ptr<subject> who = make_builtin_subject(b.name);
    for (const offered_function& f : who->functions()) expect_to_come_back(f);
  }
}

TEST(Declaration, KeepsTheWordsForPeople) {
  offered_function f = offered(quantity::kl, semantics::measure);
  f.name = "a \"name\"\t\\";
  f.note = "line one\nline two, \xc3\xa9";
  f.snippet = "from m import f\nprint(f({p}, {q:hex}, \"{dtype}\"))\n";
  f.gradient = {"q", "p"};
  expect_to_come_back(f);
  f.note = "\xff";
  EXPECT_EQ(read_again(declaration_json(f)).note, "\xef\xbf\xbd") << "not UTF-8";
}

}  // namespace
}  // namespace kloracle
