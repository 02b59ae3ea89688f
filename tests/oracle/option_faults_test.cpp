// SPDX-License-Identifier: Apache-2.0
//
// Options that are missing, unwanted or out of their domain, and tables where vectors are due: bad
// input, each with the argument that is at fault.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/oracle/stated_problems.hpp"

namespace kloracle {
namespace {

using enum quantity;

const char* const numbers_out_of_every_domain[] = {"nan", "-inf"};

bool is_of_samples(quantity what) {
  return what == k1 || what == k2 || what == k3;
}

problem with_option(problem x, option o) {
  switch (o) {
    case option::order:
      x.order = number::parse("1/2");
      break;
    case option::weight:
      x.weight = number::parse("1/2");
      break;
    case option::convention:
      x.convention = "sum";
      break;
    case option::generator:
      x.generator = "kl";
      break;
    case option::support:
      x.support = {0, 1};
      break;
    case option::kernel:
      x.kernel = {1, 0, 0, 1};
      break;
    case option::cosine:
      x.cosine = number::parse("1/2");
      break;
  }
  return x;
}

// Two outcomes, or a table of two cells, with the required options and no other.
problem complete(const quantity_entry& what) {
  const space in = is_of_samples(what.id) ? space::log_probs : space::probs;
  problem x{what.id, categorical({1, 2}, in)};
  if (what.least_axes > 0) {
    std::vector<std::size_t> shape(static_cast<std::size_t>(what.least_axes), 1);
    shape.back() = 2;
    x.p = joint({1, 2}, shape);
  }
  if (what.of_two && !what.q_optional) x.q = categorical({2, 2}, in);
  for (const option_use& use : what.options) {
    if (use.required) x = with_option(x, use.id);
  }
  return x;
}

problem complete(quantity what) {
  return complete(entry(what));
}

// The argument itself, or an entry of it: "kernel" or "kernel[1]".
void expect_blamed(const std::string& argument, const problem& x) {
  const answer a = evaluate(x);
  EXPECT_EQ(name(a.state), "undefined") << said(x);
  EXPECT_TRUE(a.argument == argument || a.argument.starts_with(argument + '['))
      << said(x) << " blames '" << a.argument << "', not " << argument << ": " << a.reason;
  EXPECT_NE(a.reason, "") << said(x);
  EXPECT_EQ(a.hex, "") << said(x);
}

void expect_accepted(const problem& x) {
  const answer a = evaluate(x);
  EXPECT_FALSE(a.bad_input()) << said(x) << ' ' << a.argument << ": " << a.reason;
}

problem of_order(const char* order, quantity what) {
  return of_order(order, complete(what));
}

// --- which options -------------------------------------------------------------------------------

TEST(ACompleteProblem, IsAnswered) {
  for (const quantity_entry& what : quantities()) expect_accepted(complete(what));
}

TEST(ARequiredOption, IsBlamedWhereItIsMissing) {
  int required = 0;
  for (const quantity_entry& what : quantities()) {
    for (const option_use& use : what.options) {
      if (!use.required) continue;
      ++required;
      problem x = complete(what);
      if (use.id == option::order) x.order.reset();
      if (use.id == option::generator) x.generator.clear();
      if (use.id == option::support) x.support.clear();
      if (use.id == option::kernel) x.kernel.clear();
      expect_blamed(std::string(entry(use.id).name), x);
    }
  }
  EXPECT_EQ(required, 9);
}

TEST(AnUnwantedOption, IsBlamed) {
  for (const quantity_entry& what : quantities()) {
    for (const option_entry& o : options()) {
      if (takes(what, o.id)) continue;
      expect_blamed(std::string(o.name), with_option(complete(what), o.id));
    }
  }
}

TEST(AnOptionalOption, MayBeGivenOrNot) {
  for (const quantity what : {jensen_shannon, jensen_shannon_distance}) {
    expect_accepted(with_option(complete(what), option::weight));
  }
  for (const quantity what : {jeffreys, squared_hellinger, hellinger}) {
    expect_accepted(with_option(complete(what), option::convention));
  }
}

// --- orders and weights
// ----------------------------------------------------------------------------

TEST(Order, IsARationalNumberOrInfinity) {
  for (const quantity what : {renyi, tsallis, alpha, chernoff, renyi_entropy, tsallis_entropy}) {
    for (const char* order : numbers_out_of_every_domain) {
      expect_blamed("order", of_order(order, what));
    }
  }
  for (const quantity what : {renyi, tsallis, alpha, renyi_entropy, tsallis_entropy}) {
    for (const char* order : {"-7/3", "-0x1p-1074", "0", "1/3", "1", "1e10", "inf"}) {
      expect_accepted(of_order(order, what));
    }
  }
}

TEST(Order, OfChernoffIsInTheUnitInterval) {
  for (const char* order : {"3/2", "-1/2", "0x1.0000000000001p+0", "-0x1p-1074", "inf"}) {
    expect_blamed("order", of_order(order, chernoff));
  }
  for (const char* order : {"0", "-0.0", "0x1p-1074", "1/3", "1"}) {
    expect_accepted(of_order(order, chernoff));
  }
}

TEST(Order, IsTakenByTheTsallisGeneratorAndByNoOther) {
  for (const generator_entry& f : generators()) {
    const problem without = by(f.name, complete(f_divergence));
    const problem with = of_order("1/2", without);
    if (f.takes_order) {
      expect_blamed("order", without);
      expect_accepted(with);
      for (const char* order : numbers_out_of_every_domain) {
        expect_blamed("order", of_order(order, with));
      }
    } else {
      expect_accepted(without);
      expect_blamed("order", with);
    }
  }
}

TEST(Order, OfAGeneralisedDivergenceIsFinite) {
  for (const quantity what : {tsallis, alpha}) {
    problem x = of_order("inf", what);
    x.how = semantics::generalised;
    EXPECT_EQ(name(evaluate(x).state), "undefined");
    x.order = number::parse("2");
    expect_accepted(x);
  }
}

TEST(Weight, IsInTheUnitInterval) {
  for (const quantity what : {jensen_shannon, jensen_shannon_distance}) {
    for (const char* outside :
         {"2", "-1", "0x1.0000000000001p+0", "-0x1p-1074", "inf", "-inf", "nan"}) {
      expect_blamed("weight", weighted(outside, complete(what)));
    }
    for (const char* inside : {"0", "-0.0", "0x1p-1074", "1/3", "1"}) {
      expect_accepted(weighted(inside, complete(what)));
    }
  }
}

// --- words
// -----------------------------------------------------------------------------------------

TEST(Convention, IsOneOfThoseOfTheQuantity) {
  for (const quantity_entry& what : quantities()) {
    for (const convention_entry& c : what.conventions) {
      expect_accepted(by_convention(c.name, complete(what)));
    }
    for (const char* unknown : {"Sum", "twice", "sum ", "half mean"}) {
      if (!what.conventions.empty()) {
        expect_blamed("convention", by_convention(unknown, complete(what)));
      }
    }
  }
  expect_blamed("convention", by_convention("half", complete(jeffreys)));
  expect_blamed("convention", by_convention("mean", complete(hellinger)));
}

TEST(Generator, IsOneOfTheList) {
  for (const char* unknown : {"KL", "renyi", "hellinger", "t ln t", "kl "}) {
    expect_blamed("generator", by(unknown, complete(f_divergence)));
  }
}

// --- units
// -----------------------------------------------------------------------------------------

TEST(Unit, IsOfInformationOnly) {
  for (const quantity_entry& what : quantities()) {
    for (const unit in : {unit::bits, unit::hartleys}) {
      problem x = complete(what);
      x.in = in;
      if (what.has_unit) {
        expect_accepted(x);
      } else {
        expect_blamed("unit", x);
      }
    }
  }
}

TEST(Unit, OfAnFDivergenceIsItsGenerators) {
  for (const generator_entry& f : generators()) {
    problem x = by(f.name, complete(f_divergence));
    if (f.takes_order) x = of_order("2", x);
    x.in = unit::bits;
    if (f.has_unit) {
      expect_accepted(x);
    } else {
      expect_blamed("unit", x);
    }
  }
}

TEST(Unit, IsTakenByExactlyTheQuantitiesOfTheSpecification) {
  constexpr quantity plain[] = {total_variation, squared_hellinger,
                                hellinger,       chi_squared,
                                tsallis,         alpha,
                                perplexity,      bhattacharyya_coefficient,
                                tsallis_entropy, neyman_chi_squared,
                                wasserstein_1,   triangular_discrimination,
                                squared_mmd};
  for (const quantity_entry& what : quantities()) {
    EXPECT_EQ(what.has_unit, std::ranges::count(plain, what.id) == 0) << what.name;
  }
}

// --- supports and kernels
// ----------------------------------------------------------------------------

TEST(Support, HasAFiniteNumberForEachOutcome) {
  for (const char* wrong : {"0", "0 1 2", "0 inf", "-inf 0", "nan 0"}) {
    problem x = complete(wasserstein_1);
    x.support = numbers(wrong);
    expect_blamed("support", x);
  }
  for (const char* right : {"0 0", "1/3 -7", "1e300 -1e-300"}) {
    problem x = complete(wasserstein_1);
    x.support = numbers(right);
    expect_accepted(x);
  }
}

TEST(Kernel, IsASymmetricMatrixOfFiniteNumbers) {
  for (const char* wrong : {"1 2 3 4", "1", "1 0 0", "1 0 0 1 0", "1 0 0 1 0 0 1 0 0", "1 0 0 inf",
                            "nan 0 0 1", "1 -inf -inf 1", "1 0 0x1p-1074 1"}) {
    problem x = complete(squared_mmd);
    x.kernel = numbers(wrong);
    expect_blamed("kernel", x);
  }
  for (const char* right : {"0 0 0 0", "1 1/3 1/3 -7", "1e300 -1 -1 0"}) {
    problem x = complete(squared_mmd);
    x.kernel = numbers(right);
    expect_accepted(x);
  }
}

// --- vectors and tables
// --------------------------------------------------------------------------------

TEST(ATable, IsBlamedWhereAVectorIsDue) {
  for (const quantity_entry& what : quantities()) {
    if (what.least_axes > 0) continue;
    problem x = complete(what);
    const space in = is_of_samples(what.id) ? space::log_probs : space::probs;
    x.p = joint({1, 2}, {1, 2}, in);
    expect_blamed("p", x);
    if (!x.q) continue;
    std::swap(x.p, *x.q);
    expect_blamed("q", x);
  }
}

TEST(AVector, IsBlamedWhereATableIsDue) {
  for (const quantity_entry& what : quantities()) {
    if (what.least_axes == 0) continue;
    problem x = complete(what);
    x.p = categorical({1, 2});
    expect_blamed("p", x);
    x.p = joint({1, 2}, {2});
    expect_blamed("p", x);
  }
}

TEST(ATable, HasTheNumberOfAxesOfItsQuantity) {
  for (const quantity_entry& what : quantities()) {
    if (what.least_axes == 0) continue;
    for (int axes = 1; axes <= 5; ++axes) {
      std::vector<std::size_t> shape(static_cast<std::size_t>(axes), 1);
      shape.back() = 2;
      problem x = complete(what);
      x.p = joint({1, 2}, shape);
      const bool any = what.id == joint_entropy || what.id == conditional_entropy ||
                       what.id == total_correlation;
      const int exactly = what.id == mutual_information ? 2 : 3;
      if (any ? axes >= 2 : axes == exactly) {
        expect_accepted(x);
      } else {
        expect_blamed("p", x);
      }
    }
  }
}

TEST(ATable, HasAsManyCellsAsItsShape) {
  for (const std::vector<std::size_t>& shape :
       {std::vector<std::size_t>{2, 2}, {3, 1}, {2, 0}, {1, 1}, {std::size_t{1} << 33, 1u << 31}}) {
    problem x = complete(mutual_information);
    x.p = joint({1, 2, 1}, shape);
    if (shape == std::vector<std::size_t>{3, 1}) {
      expect_accepted(x);
    } else {
      expect_blamed("p", x);
    }
  }
}

TEST(ATable, HasNonNegativeEntriesAndNamesTheCell) {
  problem x = complete(mutual_information);
  x.p = joint(numbers("1 -1"), {1, 2});
  expect_blamed("p[0][1]", x);
  x.p = joint(numbers("nan 1"), {1, 2});
  expect_blamed("p[0][0]", x);
}

}  // namespace
}  // namespace kloracle
