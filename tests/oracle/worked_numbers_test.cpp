// SPDX-License-Identifier: Apache-2.0
//
// The worked numbers that are values of quantities, F121-F129, as they stand in
// fixtures/stated/worked_numbers.txt: each is what the oracle proves, and what is printed is right
// or wrong as it is said to be.
#include <gtest/gtest.h>

#include <algorithm>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/worked_numbers.hpp"
#include "tools/golden/stated_cases.hpp"

namespace kloracle {
namespace {

const std::string path = KLORACLE_SOURCE_DIR "/fixtures/stated/worked_numbers.txt";

// No row where the file has a fault, which a test of its own shows.
std::vector<fixture_input> worked_rows() {
  try {
    return stated_cases(path);
  } catch (const input_error&) {
    return {};
  }
}

// Empty if the row does not have it.
std::string remark(const fixture_input& row, std::string_view key) {
  for (const auto& [name, text] : row.remarks) {
    if (name == key) return text;
  }
  return {};
}

std::size_t decimals(const std::string& text) {
  return text.size() - std::min(text.size(), text.find('.') + 1);
}

long significant(const std::string& text) {
  const std::string digits = text.substr(text.find_first_of("123456789"));
  return std::ranges::count_if(digits, [](char c) { return c != '.'; });
}

TEST(WorkedNumbers, HaveAFileThatIsRead) {
  EXPECT_NO_THROW(stated_cases(path));
}

class WorkedNumber : public ::testing::TestWithParam<fixture_input> {};

TEST_P(WorkedNumber, IsReproducedAndThePrintedOneJudged) {
  const mpfr_env env;
  const answer a = evaluate(GetParam().asked, {.digits = 50, .enclosure_bits = 300});
  ASSERT_EQ(a.state, status::rounded) << a.reason;
  const std::string digits = remark(GetParam(), "digits");
  const std::string printed = remark(GetParam(), "printed");
  const std::string corrected = remark(GetParam(), "corrected");
  const std::string erratum = remark(GetParam(), "erratum");
  const interval x = a.bounds->bounds();
  expect_published(x, {digits.c_str(), printed.c_str(), corrected.c_str(), erratum.c_str()});
  if (significant(digits) >= 50) {
    EXPECT_EQ(rational_from(a.decimal), rational_from(digits));
  }
  if (printed.empty()) return;
  EXPECT_EQ(remark(GetParam(), "printed_is"), rounds_to(x, printed) ? "right" : "wrong");
  EXPECT_TRUE(corrected.empty() || decimals(corrected) == decimals(printed)) << corrected;
}

std::string name_of(const ::testing::TestParamInfo<fixture_input>& row) {
  return test_name(row.index, remark(row.param, "where") + remark(row.param, "what"));
}

INSTANTIATE_TEST_SUITE_P(Documents, WorkedNumber, ::testing::ValuesIn(worked_rows()), name_of);

}  // namespace

void PrintTo(const fixture_input& row, std::ostream* out) {
  *out << remark(row, "where") << ' ' << remark(row, "what");
}

}  // namespace kloracle
