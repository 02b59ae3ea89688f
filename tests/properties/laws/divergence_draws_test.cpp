// SPDX-License-Identifier: Apache-2.0
//
// The inputs that laws of divergences draw satisfy their hypotheses, in rational arithmetic, for
// every sequence of decisions: random ones, the least of all, the greatest of all.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "oracle/rounding.hpp"
#include "tests/properties/laws/divergence_topics.hpp"
#include "tests/properties/laws/rational_instance.hpp"

namespace kloracle {
namespace {

using hypotheses::exactly;
using hypotheses::instance;
using hypotheses::numbers;
using hypotheses::weights;

class DivergenceDraws : public testing::TestWithParam<const char*> {};

// --- what every recipe promises ---

bool of_format(const format& in, double x) {
  return x == 0 || to_double(round_to(in, direction::nearest_even, exactly(x))) == x;
}

bool all_of_format(const format& in, const std::vector<double>& x) {
  return !x.empty() && std::all_of(x.begin(), x.end(),
                                   [&](double v) { return std::isfinite(v) && of_format(in, v); });
}

// A dyadic simplex: sum 1 of probs, a power of two of counts, which are integers.
bool on_simplex(space in, const std::vector<double>& x) {
  if (std::any_of(x.begin(), x.end(), [](double v) { return v < 0; })) return false;
  const Q whole = sum(numbers(x));
  if (in == space::probs) return whole == 1;
  int exponent = 0;
  const bool whole_numbers =
      std::all_of(x.begin(), x.end(), [](double v) { return std::floor(v) == v; });
  return whole_numbers && std::frexp(whole.convert_to<double>(), &exponent) == 0.5;
}

bool side_fits(const law& l, space in, const std::vector<double>& x, const law_scope& where) {
  if (!all_of_format(where.in, x)) return false;
  if (in == space::logits) return true;
  if (topic_of(l) == "outcome")
    return std::all_of(x.begin(), x.end(), [](double v) { return v >= 0; });
  return on_simplex(in, x);
}

// --- what a law promises besides ---

// P and Q as the divergence has them, whatever the function calls them.
struct oriented {
  weights p;
  weights q;
};

oriented term(const instance& x, std::size_t i) {
  const offered_function& f = x.where.f;
  const bool back = f.what == quantity::reverse_kl || f.what == quantity::neyman_chi_squared ||
                    f.generator == "reverse_kl" || f.generator == "neyman_chi_squared" ||
                    (f.what == quantity::alpha && exact(*f.order) <= 0);
  return back ? oriented{x.q(i), x.p(i)} : oriented{x.p(i), x.q(i)};
}

bool full(const weights& x) {
  return std::all_of(x.begin(), x.end(), [](const Q& v) { return v > 0; });
}

bool half_remains(const instance& x) {
  const oriented t = term(x, 0);
  for (std::size_t i = 0; i < t.p.size(); ++i) {
    if (2 * t.p[i] < t.q[i]) return false;
  }
  return full(t.q);
}

bool disjoint(const instance& x) {
  const weights p = x.p(0);
  const weights q = x.q(0);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] * q[i] != 0) return false;
  }
  return true;
}

bool exchanged(const instance& x, std::size_t i, std::size_t j) {
  return x.given.input(i).p == x.given.input(j).q && x.given.input(i).q == x.given.input(j).p;
}

// And one renaming does both.
bool mirrored(const instance& x) {
  const sample& s = x.given.input(0);
  std::multiset<std::pair<double, double>> there;
  std::multiset<std::pair<double, double>> back;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    there.emplace(s.p[i], s.q[i]);
    back.emplace(s.q[i], s.p[i]);
  }
  return exchanged(x, 0, 1) && there == back;
}

// (P, R), (P, Q), (Q, R).
bool chained(const instance& x) {
  const bool logits = x.where.f.p_in == space::logits;
  const auto t = [&](std::size_t i) {
    return logits ? oriented{numbers(x.given.input(i).p), numbers(x.given.input(i).q)} : term(x, i);
  };
  return t(0).p == t(1).p && t(0).q == t(2).q && t(1).q == t(2).p;
}

bool best_event(const instance& x) {
  for (std::size_t i = 0; i < x.given.weights.size(); ++i) {
    if (x.weight(i) != (x.p(0)[i] > x.q(0)[i] ? 1 : 0)) return false;
  }
  return x.given.weights.size() == x.p(0).size();
}

bool weights_between(const instance& x, double least, double most) {
  return x.given.weights.size() == x.given.input(0).p.size() &&
         std::all_of(x.given.weights.begin(), x.given.weights.end(),
                     [&](double w) { return w >= least && w <= most; });
}

// Functions with the ratio p/q need both to be positive.
bool tilted(const instance& x) {
  const bool logits = x.where.f.p_in == space::logits;
  const bool ratio = !x.given.distance.empty();
  return weights_between(x, -8, 8) && (!ratio || logits || (full(x.p(0)) && full(x.q(0))));
}

bool code(const weights& x) {
  return std::all_of(x.begin(), x.end(),
                     [](const Q& v) { return numerator(v) == 1 || denominator(v) == 1; }) &&
         full(x);
}

const std::map<std::string_view, std::function<bool(const instance&)>>& promises() {
  static const std::map<std::string_view, std::function<bool(const instance&)>> table{
      {"pinsker.two_outcomes", [](const instance& x) { return x.p(0).size() == 2; }},
      {"pinsker.best_constant",
       [](const instance& x) {
         return term(x, 0).q == weights{Q(1, 2), Q(1, 2)};
       }},
      {"event.partition", [](const instance& x) { return weights_between(x, 0, 1); }},
      {"event.best_partition", best_event},
      {"event.best", best_event},
      {"jensen_shannon.of_kl",
       [](const instance& x) {
         const weights m = hypotheses::mean(x.p(0), x.q(0), Q(1, 2));
         return x.p(1) == x.p(0) && x.p(2) == x.q(0) && x.q(1) == m && x.q(2) == m;
       }},
      {"jeffreys.of_kl", [](const instance& x) { return exchanged(x, 1, 2); }},
      {"metric.symmetry", [](const instance& x) { return exchanged(x, 0, 1); }},
      {"metric.mirrored", mirrored},
      {"no_metric.symmetry", [](const instance& x) { return exchanged(x, 0, 1); }},
      {"metric.triangle", chained},
      {"metric.triangle_of_max_log_ratio", chained},
      {"no_metric.triangle", chained},
      {"no_metric.triangle_of_root_kl", chained},
      {"no_metric.triangle_without_root", chained},
      {"bounded.attained", disjoint},
      {"bounded.no_affinity", disjoint},
      {"variational.donsker_varadhan", tilted},
      {"variational.nguyen_wainwright_jordan", tilted},
      {"variational.discriminator", tilted},
      {"variational.chi_squared", tilted},
      {"variational.hellinger", tilted},
      {"variational.gibbs", [](const instance& x) { return code(x.p(0)) && code(x.q(0)); }},
      {"variational.total_variation", [](const instance& x) { return weights_between(x, 0, 1); }},
      {"barycentre.kl",
       [](const instance& x) {
         return term(x, 0).p == term(x, 1).p && full(term(x, 0).q) && full(term(x, 1).q) &&
                x.weight(0) > 0 && x.weight(0) < 1;
       }},
      {"barycentre.renyi",
       [](const instance& x) {
         const weights r = numbers(x.given.weights);
         return full(x.p(0)) && full(x.q(0)) && (r.empty() || (full(r) && sum(r) == 1));
       }},
      {"expansion.third_order", [](const instance& x) { return full(term(x, 0).q); }},
      {"expansion.fourth_order", half_remains},
  };
  return table;
}

void expect_hypothesis(const law& l, const law_scope& where, const law_instance& x,
                       const char* how) {
  for (const law_instance::term& t : x.terms) {
    ASSERT_TRUE(side_fits(l, where.f.p_in, t.input.p, where))
        << l.id << ' ' << where.f.name << ' ' << where.in.name << ' ' << how;
    ASSERT_TRUE(side_fits(l, where.f.q_in, t.input.q, where))
        << l.id << ' ' << where.f.name << ' ' << where.in.name << ' ' << how;
    ASSERT_EQ(t.input.p.size(), t.input.q.size()) << l.id;
    ASSERT_LE(t.input.p.size(), where.max_n) << l.id;
  }
  const auto found = promises().find(l.id);
  if (found != promises().end()) {
    ASSERT_TRUE(found->second({x, where}))
        << l.id << ' ' << where.f.name << ' ' << where.in.name << ' ' << how;
  }
}

TEST_P(DivergenceDraws, HoldTheirHypotheses) {
  const std::vector<std::uint64_t> least;
  const std::vector<std::uint64_t> most(4096, std::numeric_limits<std::uint64_t>::max());
  random_source random(7);
  choices c;
  law_instance x;
  for (const law* l : laws_of(GetParam())) {
    for (const offered_function& f : functions_of(*l, 12)) {
      for (const format* in : law_formats()) {
        for (const std::size_t max_n : {std::size_t{2}, std::size_t{5}, std::size_t{16}}) {
          const law_scope where{f, *in, max_n};
          for (const auto* told : {&least, &most}) {
            c.replay(*told);
            l->draw(c, where, x);
            expect_hypothesis(*l, where, x, told == &least ? "least" : "most");
          }
          for (int i = 0; i < 40; ++i) {
            c.draw_from(random);
            l->draw(c, where, x);
            expect_hypothesis(*l, where, x, "random");
          }
        }
      }
    }
  }
}

// Every law that promises more than a simplex is in the table under its own name.
TEST(DivergencePromises, AreOfLawsThatExist) {
  for (const auto& [id, promise] : promises()) EXPECT_NE(find_law(id), nullptr) << id;
}

INSTANTIATE_TEST_SUITE_P(Of, DivergenceDraws, testing::ValuesIn(divergence_topics),
                         [](const auto& topic) { return std::string(topic.param); });

}  // namespace
}  // namespace kloracle
