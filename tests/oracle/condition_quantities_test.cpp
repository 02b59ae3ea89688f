// SPDX-License-Identifier: Apache-2.0
//
// Condition numbers of every quantity under every semantics it accepts, against exact movements of
// its value; at a kink, and where P = Q, they bound the movement along every direction.
#include <gtest/gtest.h>

#include "oracle/mpfr_env.hpp"
#include "tests/oracle/moving_problems.hpp"

namespace kloracle::second_opinion {
namespace {

using enum quantity;
using enum semantics;

std::optional<answer> finite_answer(const problem& asked) {
  answer a = evaluate(asked);
  return a.bounds ? std::optional(std::move(a)) : std::nullopt;
}

point direction_of(std::size_t n, std::size_t i, const Q& by) {
  point d(n);
  d[i] = by;
  return d;
}

// Of the movements of one input alone: the slopes, unless some input sits at a kink.
std::optional<slopes> slopes_unless_kinked(const moving_problem& f, const span_of_q& here,
                                           std::size_t first, std::size_t last) {
  slopes s;
  for (std::size_t i = first; i < last; ++i) {
    if (f.inputs[i] == 0) continue;
    const span_of_q ahead = moved_along(f, here, direction_of(f.inputs.size(), i, 1));
    const span_of_q behind = moved_along(f, here, direction_of(f.inputs.size(), i, -1));
    if (!overlap(ahead, {-behind.upper, -behind.lower})) return std::nullopt;
    s.weight.push_back(abs(f.inputs[i]));
    s.relative.push_back(f.inputs[i] > 0 ? ahead : span_of_q{-ahead.upper, -ahead.lower});
  }
  return s;
}

span_of_q absolute(const answer& a, std::string_view model) {
  return span(find_model(a, model)->absolute.bounds());
}

void expect_tight(const span_of_q& x, const std::string& trace) {
  EXPECT_TRUE(x.lower == 0 || x.upper * 256 <= x.lower * 257) << trace;
}

void expect_relative(const perturbation& p, const span_of_q& value, const std::string& trace) {
  const span_of_q size = magnitude(value);
  const span_of_q moved = span(p.absolute.bounds());
  if (size.lower == 0) return;
  EXPECT_LE(rational_of(p.relative.bounds().lo()) * size.lower, moved.upper) << trace;
  EXPECT_GE(rational_of(p.relative.bounds().hi()) * size.upper, moved.lower) << trace;
}

// --- along any direction -------------------------------------------------------------------------

// The largest movement over the corners of |d_i| <= 1. Where f is locally the largest (smallest)
// of smooth functions the movement is convex (concave) in d and its extremes are at corners.
span_of_q largest_over_corners(const moving_problem& f, const span_of_q& here) {
  const std::size_t n = f.inputs.size();
  span_of_q largest;
  for (std::size_t corner = 0; corner < (std::size_t{1} << n); ++corner) {
    point d(n);
    bool repeated = false;
    for (std::size_t i = 0; i < n; ++i) {
      d[i] = (corner >> i & 1) != 0 ? 1 : -1;
      repeated = repeated || (f.inputs[i] == 0 && d[i] == 1);
    }
    if (repeated) continue;
    const span_of_q moved = magnitude(moved_along(f, here, d));
    largest = {std::max(largest.lower, moved.lower), std::max(largest.upper, moved.upper)};
  }
  return largest;
}

// Movements that keep the sum of p, and that of q: of two inputs of either side.
span_of_q largest_over_exchanges(const moving_problem& f, const span_of_q& here) {
  const std::size_t n = f.inputs.size();
  span_of_q largest;
  std::vector<point> of_p{point(n)};
  std::vector<point> of_q{point(n)};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const bool in_p = i < f.of_p;
      if (i == j || in_p != (j < f.of_p) || f.inputs[i] == 0 || f.inputs[j] == 0) continue;
      const Q mass = std::min<Q>(abs(f.inputs[i]), abs(f.inputs[j]));
      point d(n);
      d[i] = mass / f.inputs[i];
      d[j] = -mass / f.inputs[j];
      (in_p ? of_p : of_q).push_back(d);
    }
  }
  for (const point& a : of_p) {
    for (const point& b : of_q) {
      point d(n);
      for (std::size_t i = 0; i < n; ++i) d[i] = a[i] + b[i];
      const span_of_q moved = magnitude(moved_along(f, here, d));
      largest = {std::max(largest.lower, moved.lower), std::max(largest.upper, moved.upper)};
    }
  }
  return largest;
}

/// Returns the largest movement over the corners.
span_of_q expect_bounds_every_movement(const moving_problem& f, const answer& a) {
  const std::string trace = described(f);
  const span_of_q here = value_span(f.asked);
  const span_of_q corners = largest_over_corners(f, here);
  EXPECT_TRUE(absolute(a, "componentwise").upper >= corners.lower) << trace;
  const perturbation* tangent = find_model(a, "simplex_tangent");
  if (tangent != nullptr && f.of_weights()) {
    EXPECT_TRUE(span(tangent->absolute.bounds()).upper >= largest_over_exchanges(f, here).lower)
        << tangent->absolute.upper_decimal(10) << ' ' << trace;
  }
  return corners;
}

// Where f is the largest of smooth functions: what is reported is no more than true at its lower
// end.
void expect_encloses_kink(const moving_problem& f, const answer& a) {
  const span_of_q corners = expect_bounds_every_movement(f, a);
  EXPECT_TRUE(absolute(a, "componentwise").lower <= corners.upper) << described(f);
}

// --- every quantity ------------------------------------------------------------------------------

// A root has no slope where what is under it is 0.
bool is_root_at_zero(const moving_problem& f, const answer& a) {
  return (f.asked.what == hellinger || f.asked.what == jensen_shannon_distance) &&
         a.rational == "0";
}

// An input at an end of the interval that it is clipped to: a kink, and a test of its own.
bool at_clipping(const moving_problem& f) {
  return f.asked.how == clipped &&
         std::ranges::any_of(f.inputs, [](const Q& x) { return x == 1 || x == Q(1, 10); });
}

void expect_condition(const moving_problem& f, const answer& a) {
  const std::string trace = described(f);
  const perturbation* componentwise = find_model(a, "componentwise");
  const perturbation* tangent = find_model(a, "simplex_tangent");
  ASSERT_NE(componentwise, nullptr) << trace;
  ASSERT_TRUE(tangent != nullptr || !f.of_weights()) << trace;
  const span_of_q here = value_span(f.asked);
  const auto of_p = slopes_unless_kinked(f, here, 0, f.of_p);
  const auto of_q = slopes_unless_kinked(f, here, f.of_p, f.inputs.size());
  if (!of_p || !of_q) {
    expect_encloses_kink(f, a);
    return;
  }
  const span_of_q sum = componentwise_sum(*of_p) + componentwise_sum(*of_q);
  EXPECT_TRUE(overlap(absolute(a, "componentwise"), sum))
      << componentwise->absolute.lower_decimal(20) << ' ' << trace;
  expect_tight(absolute(a, "componentwise"), trace);
  expect_relative(*componentwise, here, trace);
  if (!f.of_weights()) return;
  const span_of_q kept = tangent_minimum(*of_p) + tangent_minimum(*of_q);
  EXPECT_TRUE(overlap(absolute(a, "simplex_tangent"), kept))
      << tangent->absolute.lower_decimal(20) << ' ' << trace;
  expect_relative(*tangent, here, trace);
}

class ConditionOf : public ::testing::TestWithParam<quantity> {};

TEST_P(ConditionOf, EverySemanticsIsWhatItsInputsMove) {
  moving_source source(101);
  for (const semantics how : entry(GetParam()).accepted) {
    constexpr int wanted = 20;
    int found = 0;
    for (int tries = 0; found < wanted && tries < 40 * wanted && !HasFailure(); ++tries) {
      const moving_problem f = source.problem_of(GetParam(), how);
      const auto a = finite_answer(f.asked);
      if (!a || is_root_at_zero(f, *a) || at_clipping(f)) continue;
      expect_condition(f, *a);
      ++found;
    }
    EXPECT_TRUE(found == wanted || HasFailure()) << entry(how).name << ' ' << found;
  }
}

std::vector<quantity> every_quantity() {
  std::vector<quantity> all;
  for (const quantity_entry& row : quantities()) all.push_back(row.id);
  return all;
}

std::string name_of(const ::testing::TestParamInfo<quantity>& what) {
  return std::string(entry(what.param).name);
}

INSTANTIATE_TEST_SUITE_P(Quantities, ConditionOf, ::testing::ValuesIn(every_quantity()), name_of);

// What is asked of weights cannot be asked of logarithms: P = Q makes no difference.
TEST(SimplexTangent, IsSaidOfWeightsAndOfNothingElse) {
  moving_source source(102);
  for (const quantity_entry& row : quantities()) {
    for (const semantics how : row.accepted) {
      for (int k = 0; k < 12; ++k) {
        const moving_problem f = source.problem_of(row.id, how);
        const auto a = finite_answer(f.asked);
        if (!a) continue;
        const bool said = find_model(*a, "simplex_tangent") != nullptr;
        EXPECT_EQ(said, f.of_weights()) << described(f);
        if (said != f.of_weights()) break;
      }
    }
  }
}

// --- kinks ---------------------------------------------------------------------------------------

moving_problem posed_at(const spelled& s) {
  moving_problem f;
  f.asked = posed(s);
  f.of_p = f.asked.p.parameters[0].values.size();
  for (const std::string& side : {s.p, s.q.value_or("")}) {
    for (const number& x : numbers(side)) f.inputs.push_back(exact(x));
  }
  f.gone.assign(f.inputs.size(), false);
  return f;
}

void expect_encloses_kink(const moving_problem& f) {
  const answer a = evaluate(f.asked);
  ASSERT_TRUE(a.bounds.has_value()) << described(f) << a.reason;
  expect_encloses_kink(f, a);
}

TEST(Kinks, OfTotalVariationWhereWeightsAreEqual) {
  for (const semantics how : {normalised, measure, generalised, logits, log_prob}) {
    for (const char* q : {"1/2 1/3", "1/2 1/4", "1/3 1/3", "1/3 1/2"}) {
      moving_problem f = posed_at({total_variation, how, "1/2 1/3", q});
      expect_encloses_kink(f);
      f.asked.what = f_divergence;
      f.asked.generator = "total_variation";
      expect_encloses_kink(f);
    }
  }
  expect_encloses_kink(posed_at({total_variation, prob_vs_logprob, "1 1", "0 0"}));
  expect_encloses_kink(posed_at({total_variation, normalised, "1 2 3", "1 3 2"}));
}

TEST(Kinks, OfTransportWhereCumulativeSumsAreEqual) {
  for (const semantics how : {normalised, logits}) {
    for (const char* q : {"1 2 3", "1 3 2", "2 1 3", "3 0 3"}) {
      for (const char* points : {"0 1 3", "3 1 0", "0 5 5"}) {
        moving_problem f = posed_at({wasserstein_1, how, "1 2 3", q});
        f.asked.support = numbers(points);
        expect_encloses_kink(f);
      }
    }
  }
}

// No mass ever passes the gap between the weights and an outcome without one.
TEST(Kinks, OfTransportAreNotBeyondTheLastWeight) {
  const auto moved = [](semantics how, const char* p, const char* q, const char* points) {
    problem asked = posed({wasserstein_1, how, p, q});
    asked.support = numbers(points);
    return evaluate(asked);
  };
  for (const char* points : {"0 1 3", "0 1 1000003", "0 1 -7", "0 1 1/2"}) {
    for (const auto& [how, p, q] :
         {std::tuple{normalised, "1 2 0", "2 1 0"}, {logits, "1 2 -inf", "2 1 -inf"}}) {
      const answer with = moved(how, p, q, points);
      for (const perturbation& k : moved(how, "1 2", "2 1", "0 1").condition) {
        const span_of_q far = absolute(with, k.model);
        EXPECT_TRUE(far.lower > 0 && overlap(far, span(k.absolute.bounds()))) << points;
        expect_tight(far, points);
      }
    }
  }
}

TEST(Kinks, OfTheLargestRatioWhereOutcomesTie) {
  for (const semantics how : {normalised, measure, logits, log_prob}) {
    for (const char* q : {"1 2 3", "2 4 6", "1 2 4", "2 2 3", "3 4 5"}) {
      moving_problem f = posed_at({max_log_ratio, how, "1 2 3", q, unit::bits});
      expect_encloses_kink(f);
      f.asked.what = renyi;
      f.asked.order = number::infinity();
      expect_encloses_kink(f);
    }
    for (const char* p : {"1 1 1", "1 2 2", "3"}) {
      moving_problem f = posed_at({renyi_entropy, how, p});
      f.asked.order = number::infinity();
      expect_encloses_kink(f);
    }
  }
}

TEST(Kinks, OfChernoffInformationWhereEveryOrderAttainsIt) {
  for (const char* q : {"1 2", "1 0", "0 2", "2 1", "3 4"}) {
    expect_encloses_kink(posed_at({chernoff_information, measure, "1 2", q}));
    expect_encloses_kink(posed_at({chernoff_information, normalised, "1 2", q}));
  }
  expect_encloses_kink(posed_at({chernoff_information, log_prob, "-1 -2", "-1 -2"}));
}

TEST(Kinks, OfInputsAtAnEndOfTheirClipping) {
  for (const quantity what : {kl, entropy, cross_entropy, hellinger, renyi_entropy}) {
    for (const char* p : {"1/10 1/2", "1 1/2", "1/10 1", "-1 1/10"}) {
      spelled s{what, clipped, p, "1 1/10", unit::nats, "1/10"};
      if (!entry(what).of_two) s.q.reset();
      moving_problem f = posed_at(s);
      if (what == renyi_entropy) f.asked.order = 2;
      expect_bounds_every_movement(f, evaluate(f.asked));
    }
  }
}

// Past a number of ties each is not looked at.
TEST(Kinks, OfManyTiesAreBounded) {
  std::string ones;
  point d;
  for (int i = 0; i < 200; ++i) {
    if (i < 100) ones += "1 ";
    d.push_back((i % 100 == 0) == (i < 100) ? 1 : -1);
  }
  for (const semantics how : {normalised, measure}) {
    const moving_problem f = posed_at({max_log_ratio, how, ones, ones, unit::bits});
    const span_of_q moved = moved_along(f, value_span(f.asked), d);
    EXPECT_GE(absolute(evaluate(f.asked), "componentwise").upper, magnitude(moved).lower);
  }
}

// --- P = Q ---------------------------------------------------------------------------------------

moving_problem with_equal_sides(moving_problem f) {
  f.asked.q = f.asked.p;
  for (std::size_t i = 0; i < f.of_p; ++i) {
    f.inputs[f.of_p + i] = f.inputs[i];
    f.gone[f.of_p + i] = f.gone[i];
  }
  return f;
}

TEST(EqualSides, OfRootsBoundTheMovement) {
  moving_source source(103);
  for (const quantity what : {hellinger, jensen_shannon_distance}) {
    for (const semantics how : entry(what).accepted) {
      for (int k = 0; k < 8 && how != prob_vs_logprob; ++k) {
        const moving_problem f = with_equal_sides(source.problem_of(what, how));
        if (const auto a = finite_answer(f.asked)) expect_bounds_every_movement(f, *a);
      }
    }
    for (const char* x : {"100 100", "-30 30", "-1 -50 -50"}) {
      for (const semantics how : {logits, log_prob}) {
        const moving_problem f = posed_at({what, how, x, x});
        expect_bounds_every_movement(f, evaluate(f.asked));
      }
    }
  }
}

// e^0 = 1: P = Q though one is given by weights and the other by logarithms.
TEST(EqualSides, OfRootsMayBeOfTwoKinds) {
  for (const quantity what : {hellinger, jensen_shannon_distance}) {
    for (const auto& [p, q] : {std::pair{"1", "0"}, {"1 1", "0 0"}, {"1 0", "0 -inf"}}) {
      answer a;
      ASSERT_NO_THROW(a = answered({what, prob_vs_logprob, p, q})) << p;
      EXPECT_EQ(a.rational, "0");
      if (std::string_view(p) == "1 0") continue;
      expect_bounds_every_movement(posed_at({what, prob_vs_logprob, p, q}), a);
    }
  }
}

TEST(EqualSides, OfSmoothDivergencesDoNotMoveTheValue) {
  moving_source source(104);
  for (const quantity_entry& row : quantities()) {
    const bool kinked = row.id == total_variation || row.id == max_log_ratio ||
                        row.id == wasserstein_1 || row.id == hellinger ||
                        row.id == jensen_shannon_distance || row.id == cross_entropy;
    if (!row.of_two || row.q_optional || kinked) continue;
    for (const semantics how : row.accepted) {
      const bool divergence = how == normalised || how == generalised || how == semantics::counts ||
                              how == smoothed || how == logits;
      for (int k = 0; k < 20 && divergence; ++k) {
        const moving_problem f = with_equal_sides(source.problem_of(row.id, how));
        if (f.asked.generator == "total_variation") continue;
        if (f.asked.order && !f.asked.order->is_finite()) continue;
        const auto a = finite_answer(f.asked);
        if (!a) continue;
        EXPECT_EQ(a->rational, row.id == bhattacharyya_coefficient ? "1" : "0") << described(f);
        const span_of_q moved = absolute(*a, "componentwise");
        EXPECT_EQ(moved.lower, 0) << described(f);
        EXPECT_LT(moved.upper, power_of_two(-1000)) << described(f);
      }
    }
  }
}

}  // namespace
}  // namespace kloracle::second_opinion
