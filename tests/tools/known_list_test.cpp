// SPDX-License-Identifier: Apache-2.0
//
// Patterns against their definition, and lists of failures over made-up outcomes.
#include "tools/known_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "properties/random.hpp"
#include "tools/failure_labels.hpp"
#include "tools/known_failures.hpp"

namespace kloracle {
namespace {

// What a pattern means, word for word.
bool stands_for(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return stands_for(pattern.substr(1), text) ||
           (!text.empty() && stands_for(pattern, text.substr(1)));
  }
  if (text.empty()) return false;
  const bool first = pattern.front() == '?' || pattern.front() == text.front();
  return first && stands_for(pattern.substr(1), text.substr(1));
}

std::size_t below(random_source& random, std::size_t end) {
  return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(end) - 1));
}

std::string drawn(random_source& random, std::string_view letters, std::size_t most) {
  std::string text(below(random, most + 1), ' ');
  for (char& c : text) c = letters[below(random, letters.size())];
  return text;
}

TEST(KnownList, PatternsMatchWhatTheyStandFor) {
  random_source random(20261120);
  int matching = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string pattern = drawn(random, "ab/*?", 7);
    const std::string text = drawn(random, "ab/", 8);
    const bool due = stands_for(pattern, text);
    matching += due;
    ASSERT_EQ(matches(pattern, text), due) << pattern << " and " << text;
  }
  EXPECT_GT(matching, 1000);
}

TEST(KnownList, ManyStarsEnd) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  EXPECT_FALSE(matches(pattern + "b", std::string(5000, 'a')));
}

TEST(KnownList, APatternOfAnIdMatchesItAndFitsOnALine) {
  for (const std::string id :
       {"kl:1", "a#b", " led", "trailed ", "two\nlines", "*", "x\x7f", "é"}) {
    const std::string pattern = pattern_of(id);
    EXPECT_TRUE(matches(pattern, id)) << id;
    EXPECT_FALSE(matches(pattern, id + "more")) << id;
    EXPECT_EQ(pattern.find_first_of("#\n\x7f"), pattern.npos) << id;
  }
}

TEST(FailureLabels, AreWordsInOneOrder) {
  for (const char* label : {"CR", "W", "W sign", "T zero", "W sign inf", "nan", "HARD", "unsteady"})
    EXPECT_TRUE(is_label(label)) << label;
  for (const char* text : {"", "w", "sign", "W  sign", "W ", " W", "W inf sign", "W sign sign",
                           "W nan", "nan W", "HARD W", "SOFT", "holds"})
    EXPECT_FALSE(is_label(text)) << text;
  EXPECT_TRUE(begins_with_label("W sign", "W"));
  EXPECT_FALSE(begins_with_label("W sign", "W si"));
  EXPECT_FALSE(begins_with_label("W", "W sign"));
  EXPECT_FALSE(begins_with_label("CR", "C"));
}

TEST(FailureLabels, OfAResponse) {
  const response value = response::of(1);
  verdict v;
  v.is = grade::wrong;
  v.special.wrong_sign = v.special.spurious_infinity = true;
  EXPECT_EQ(label_of(value, v), "W sign inf");
  EXPECT_TRUE(is_label(label_of(value, v)));
  v.special.nan = true;
  EXPECT_EQ(label_of(value, v), "nan");
  verdict undecided;
  undecided.what = verdict::state::undecided;
  EXPECT_EQ(label_of(value, undecided), "undecided");
  verdict boasts;
  boasts.is = grade::faithful;
  boasts.claimed = claim::broken;
  EXPECT_EQ(label_of(value, boasts), "claim");
  EXPECT_TRUE(misses(value, boasts, grade::wrong));
  EXPECT_TRUE(misses(value, undecided, grade::wrong));
  EXPECT_FALSE(misses({response::kind::skipped, 0, ""}, {}, grade::correctly_rounded));
  for (const auto what : {response::kind::thrown, response::kind::crashed,
                          response::kind::timed_out, response::kind::malformed}) {
    EXPECT_TRUE(is_label(label_of({what, 0, ""}, {})));
    EXPECT_TRUE(misses({what, 0, ""}, {}, grade::wrong));
  }
}

// Outcomes of two functions asked the same cases, some of which fail.
class made_up {
 public:
  explicit made_up(random_source& random) {
    const std::size_t rate = below(random, 12);
    for (const offered_function& f : functions_) {
      for (int i = 0; i < 25; ++i) {
        case_outcome c{&f,
                       &binary64,
                       "kl." + std::to_string(i % 3) + ":" + std::to_string(i),
                       "ordinary",
                       response::kind::value,
                       {}};
        c.misses = below(random, 10) < rate;
        c.label = !c.misses ? "CR" : (below(random, 8) == 0 ? "nan" : "W");
        outcomes.cases.push_back(c);
      }
      for (const law* l : laws().first(12)) {
        law_summary s{.what = l, .function = &f, .in = &binary64, .checks = 1};
        (below(random, 10) < rate ? s.hard : s.holds) = 1;
        outcomes.laws.push_back({s, label_of(s)});
      }
    }
  }

  // Whether all that the entry matches fails as it says, 20 times at most.
  bool fails_alike(const known_entry& e) const {
    int times = 0;
    bool alike = true;
    const auto look = [&](const std::string& id, const std::string& qualified, bool fails,
                          const std::string& label) {
      if (!matches(e.pattern, id) && !matches(e.pattern, qualified)) return;
      ++times;
      alike = alike && fails && label == e.label;
    };
    for (const case_outcome& c : outcomes.cases)
      look(c.id, c.function->name + '/' + c.id, c.misses, c.label);
    for (const law_outcome& l : outcomes.laws)
      look(law_id(l), law_id(l), !l.summary.kept(), l.label);
    return alike && times >= 1 && times <= 20;
  }

  long failures() const {
    return std::ranges::count_if(outcomes.cases, [](const auto& c) { return c.misses; }) +
           std::ranges::count_if(outcomes.laws, [](const auto& l) { return !l.summary.kept(); });
  }
  long excused() const {
    return std::ranges::count_if(outcomes.cases, [](const auto& c) { return c.excused; }) +
           std::ranges::count_if(outcomes.laws, [](const auto& l) { return l.excused; });
  }

 private:
  std::vector<offered_function> functions_{{.name = "kl one"}, {.name = "kl#two"}};

 public:
  subject_outcomes outcomes;
};

TEST(KnownFailures, AListThatCoversExcusesEveryFailureAndNothingElse) {
  random_source random(20261120);
  bool globs = false;
  for (int i = 0; i < 60; ++i) {
    made_up run(random);
    const auto list = covering_list(run.outcomes, {});
    EXPECT_EQ(run.excused(), 0);
    EXPECT_LE(static_cast<long>(list.size()), run.failures());
    globs = globs || std::ranges::any_of(list, &known_entry::is_glob);
    for (const known_entry& e : list) EXPECT_TRUE(run.fails_alike(e)) << e.pattern;
    EXPECT_EQ(known_failures(list, {}).complaints(run.outcomes, false), std::vector<std::string>());
    EXPECT_EQ(run.excused(), run.failures());
    for (const case_outcome& c : run.outcomes.cases) EXPECT_EQ(c.excused, c.misses) << c.id;
    for (const law_outcome& l : run.outcomes.laws) EXPECT_EQ(l.excused, !l.summary.kept());
  }
  EXPECT_TRUE(globs);
}

TEST(KnownFailures, EveryLineOfSuchAListIsNeeded) {
  random_source random(20261121);
  for (int i = 0; i < 8; ++i) {
    made_up run(random);
    const auto list = covering_list(run.outcomes, {});
    for (std::size_t k = 0; k < list.size(); ++k) {
      made_up again(run);
      auto fewer = list;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      known_failures(fewer, {}).complaints(again.outcomes, false);
      EXPECT_LT(again.excused(), again.failures()) << list[k].pattern;
    }
  }
}

}  // namespace
}  // namespace kloracle
