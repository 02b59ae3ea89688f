// SPDX-License-Identifier: Apache-2.0
//
// What each generator promises, exactly: sums, distances, zeros, and what the oracle says of it.
#include "properties/generators.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "oracle/rounding.hpp"
#include "tests/properties/offered_functions.hpp"

namespace kloracle {
namespace {

using draw = sample (*)(random_source&, const format&, lengths);

template <class Check>
void for_draws(draw generator, int count, Check check) {
  random_source r(99);
  for (const format* f : judged_formats) {
    for (int k = 0; k < count; ++k) {
      const std::size_t max_n = std::size_t{2} << (k % 6);
      check(*f, generator(r, *f, max_n));
    }
  }
}

Q total(const std::vector<double>& x) {
  Q sum = 0;
  for (const double v : x) sum += Q(v);
  return sum;
}

bool all_positive(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [](double v) { return v > 0; });
}

answer answered(semantics how, const format& f, const sample& s) {
  return evaluate(problem_of(offered(quantity::kl, how), s), {.to = &f, .condition = false});
}

bool finite(const answer& a) {
  return a.state == status::exact || a.state == status::rounded;
}

TEST(Generators, EveryOneDrawsValuesOfEveryFormatAndHonoursTheLength) {
  random_source r(1);
  for (const case_group& g : case_groups()) {
    for (const format* f : judged_formats) {
      for (const std::size_t max_n : {2u, 3u, 10u, 64u, 300u}) {
        for (int k = 0; k < 20; ++k) {
          const sample s = g.draw(r, *f, max_n);
          ASSERT_EQ(s.p.size(), s.q.size()) << g.name;
          ASSERT_TRUE(s.p.size() >= 2 && s.p.size() <= max_n) << g.name;
          for (const auto* side : {&s.p, &s.q}) {
            for (const double x : *side) {
              const bool masked = g.logarithms && x == -std::numeric_limits<double>::infinity();
              ASSERT_TRUE(masked || value_at(*f, index_of(*f, x)) == x)
                  << g.name << ' ' << f->name << ' ' << x;
              ASSERT_TRUE(g.logarithms || (x >= 0 && std::isfinite(x))) << g.name << ' ' << x;
            }
          }
        }
      }
    }
  }
}

TEST(Generators, IntoIsTheNearestFiniteValue) {
  random_source r(2);
  for (const format* f : judged_formats) {
    const double largest = value_at(*f, last_index(*f));
    for (const double x : {1e300, std::numeric_limits<double>::max()}) {
      EXPECT_EQ(draws::into(*f, x), f == &binary64 ? x : largest);
      EXPECT_EQ(draws::into(*f, -x), f == &binary64 ? -x : -largest);
    }
    for (int k = 0; k < 300; ++k) {
      const double x = std::ldexp(r.unit() - 0.5, static_cast<int>(r.between(-40, 14)));
      const double y = draws::into(*f, x);
      const Q error = abs(Q(Q(y) - Q(x)));
      EXPECT_LE(error, abs(Q(Q(stepped(*f, y, 1)) - Q(x))));
      EXPECT_LE(error, abs(Q(Q(stepped(*f, y, -1)) - Q(x))));
    }
  }
}

TEST(Generators, NeighbourIsTheKthValueUpOrDown) {
  random_source r(3);
  for (const format* f : judged_formats) {
    const std::int64_t last = last_index(*f);
    for (int n = 0; n < 400; ++n) {
      const std::int64_t index = r.between(1, last);
      const std::int64_t k = r.between(-8, 8);
      const double x = value_at(*f, index);
      const double there = value_at(*f, std::clamp<std::int64_t>(index + k, 1, last));
      EXPECT_EQ(draws::neighbour(*f, x, k), there) << f->name << ' ' << x << ' ' << k;
    }
  }
}

TEST(Generators, NeighbourIsTheKthValueAcrossPowersOfTwo) {
  for (const format* f : judged_formats) {
    for (const double power : {0x1p-10, 1.0, 0x1p4}) {
      for (const std::int64_t from : {-2, -1, 0, 1}) {
        for (const std::int64_t k : {-5, -3, -2, -1, 1, 2, 3, 5}) {
          const double x = stepped(*f, power, from);
          EXPECT_EQ(draws::neighbour(*f, x, k), stepped(*f, x, k))
              << f->name << ' ' << x << ' ' << k;
        }
      }
    }
  }
}

TEST(Generators, NeighbourGoesUpwardBelowZeroToo) {
  for (const format* f : judged_formats) {
    for (const std::int64_t k : {-2, 1, 2})
      EXPECT_EQ(draws::neighbour(*f, -1.5, k), stepped(*f, -1.5, k));
  }
}

TEST(Generators, NeighbourStaysPositiveAndFinite) {
  for (const format* f : judged_formats) {
    const std::int64_t last = last_index(*f);
    for (const std::int64_t index : {std::int64_t{1}, std::int64_t{5}, last - 1, last}) {
      for (const std::int64_t k : {-1000, -1, 1, 1000}) {
        const double x = draws::neighbour(*f, value_at(*f, index), k);
        EXPECT_TRUE(x > 0 && std::isfinite(x)) << f->name << ' ' << index << ' ' << k;
      }
    }
  }
}

TEST(Generators, DyadicSimplicesArePositiveWithSumsOfExactlyOneInAnyOrder) {
  for_draws(draws::dyadic_simplex, 200, [](const format& f, const sample& s) {
    for (const auto* side : {&s.p, &s.q}) {
      EXPECT_TRUE(all_positive(*side));
      EXPECT_EQ(total(*side), 1);
      double one_by_one = 0;
      for (const double x : *side) {
        one_by_one += x;
        EXPECT_EQ(draws::into(f, one_by_one), one_by_one);  // no partial sum is rounded
      }
    }
  });
}

// Units of 2^-p, p the precision.
Q units_between(const format& f, const sample& s) {
  Q moved = 0;
  for (std::size_t i = 0; i < s.p.size(); ++i) moved += abs(Q(Q(s.q[i]) - Q(s.p[i])));
  return moved / 2 * power_of_two(f.precision);
}

TEST(Generators, NearEqualSimplicesArePositiveAndAtMostAThousandUnitsApart) {
  for_draws(draws::near_equal_simplex, 200, [](const format& f, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
    EXPECT_EQ(total(s.p), 1);
    EXPECT_EQ(total(s.q), 1);
    EXPECT_LE(units_between(f, s), 1000);
    EXPECT_EQ(denominator(units_between(f, s)), 1);
  });
}

TEST(Generators, NearEqualSimplicesAreAtLeastOneUnitApart) {
  for_draws(draws::near_equal_simplex, 200, [](const format& f, const sample& s) {
    EXPECT_GE(units_between(f, s), 1) << f.name << " n = " << s.p.size();
  });
}

TEST(Generators, NearEqualUlpsArePositiveAndWithinAThousandSteps) {
  for_draws(draws::near_equal_ulps, 100, [](const format& f, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
    for (std::size_t i = 0; i < s.p.size(); ++i)
      EXPECT_LE(std::abs(index_of(f, s.q[i]) - index_of(f, s.p[i])), 1000)
          << f.name << ' ' << s.p[i] << ' ' << s.q[i];
  });
}

TEST(Generators, WideRangesArePowersOfTwoWithSumsOfAtMostOne) {
  for_draws(draws::wide_range, 100, [](const format&, const sample& s) {
    for (const auto* side : {&s.p, &s.q}) {
      for (const double x : *side) {
        int exponent = 0;
        EXPECT_EQ(std::frexp(x, &exponent), 0.5);
      }
      EXPECT_LE(total(*side), 1);
    }
  });
}

TEST(Generators, WideRangesHaveSumsOfExactlyOne) {
  for_draws(draws::wide_range, 100, [](const format& f, const sample& s) {
    EXPECT_EQ(total(s.p), 1) << f.name << " n = " << s.p.size();
    EXPECT_EQ(total(s.q), 1) << f.name << " n = " << s.q.size();
  });
}

TEST(Generators, WideRangesReachTheSmallestSubnormal) {
  random_source r(5);
  for (const format* f : judged_formats) {
    double least = 1;
    for (int k = 0; k < 100; ++k) {
      const sample s = draws::wide_range(r, *f, 10000);
      for (const auto* side : {&s.p, &s.q}) {
        for (const double x : *side) least = std::min(least, x);
      }
    }
    EXPECT_EQ(least, value_at(*f, 1)) << f->name;
  }
}

TEST(Generators, ZerosHaveAFiniteValueAndHoldZerosOnBothSides) {
  int of_p = 0;
  int of_both = 0;
  for_draws(draws::zeros, 60, [&](const format& f, const sample& s) {
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      EXPECT_TRUE(s.p[i] == 0 || s.q[i] > 0);
      of_p += s.p[i] == 0 && s.q[i] > 0;
      of_both += s.p[i] == 0 && s.q[i] == 0;
    }
    EXPECT_GT(total(s.p), 0);
    for (const semantics how : {semantics::measure, semantics::normalised, semantics::generalised})
      EXPECT_TRUE(finite(answered(how, f, s)));
  });
  EXPECT_GT(of_p, 100);
  EXPECT_GT(of_both, 100);
}

TEST(Generators, UnsupportedInputsHaveAnInfiniteValue) {
  for_draws(draws::unsupported, 60, [](const format& f, const sample& s) {
    for (const semantics how : {semantics::measure, semantics::normalised, semantics::generalised})
      EXPECT_EQ(answered(how, f, s).state, status::plus_infinity);
    EXPECT_GT(total(s.q), 0);
  });
}

TEST(Generators, OneHotInputsHaveOneOutcomeOfWeightOne) {
  for_draws(draws::one_hot, 60, [](const format& f, const sample& s) {
    EXPECT_EQ(std::count(s.p.begin(), s.p.end(), 0.0), static_cast<long>(s.p.size()) - 1);
    EXPECT_EQ(total(s.p), 1);
    EXPECT_TRUE(all_positive(s.q));
    EXPECT_TRUE(finite(answered(semantics::measure, f, s)));
  });
}

TEST(Generators, EqualInputsHaveTheExactValueZero) {
  for_draws(draws::equal, 60, [](const format& f, const sample& s) {
    EXPECT_EQ(s.p, s.q);
    for (const semantics how :
         {semantics::measure, semantics::normalised, semantics::generalised}) {
      const answer a = answered(how, f, s);
      EXPECT_EQ(a.state, status::exact);
      EXPECT_EQ(a.rational, "0");
    }
  });
}

TEST(Generators, SubnormalsHoldSubnormalEntriesOnEitherSide) {
  std::array<int, 2> seen{};
  int inputs = 0;
  for_draws(draws::subnormals, 60, [&](const format& f, const sample& s) {
    const auto is_subnormal = [&](double x) { return x > 0 && x < std::ldexp(1.0, f.emin); };
    seen[0] += std::any_of(s.p.begin(), s.p.end(), is_subnormal);
    seen[1] += std::any_of(s.q.begin(), s.q.end(), is_subnormal);
    ++inputs;
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
    EXPECT_TRUE(finite(answered(semantics::measure, f, s)));
  });
  EXPECT_GT(seen[0], inputs / 2);
  EXPECT_GT(seen[1], inputs / 2);
}

TEST(Generators, TinyValuesAreOftenSubnormalOnes) {
  int subnormal = 0;
  int inputs = 0;
  for_draws(draws::tiny_values, 60, [&](const format& f, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
    for (const semantics how : {semantics::generalised, semantics::normalised}) {
      const answer a = answered(how, f, s);
      subnormal += a.value > 0 && a.value < std::ldexp(1.0, f.emin);
      ++inputs;
    }
  });
  EXPECT_GT(subnormal, inputs / 3);
}

TEST(Generators, UnnormalisedInputsHaveSumsFarFromOne) {
  int far = 0;
  int inputs = 0;
  for_draws(draws::unnormalised, 60, [&](const format&, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
    far += total(s.p) > 2 || 2 * total(s.p) < 1;
    ++inputs;
  });
  EXPECT_GT(far, inputs / 2);
}

TEST(Generators, OrdinaryInputsArePositive) {
  for_draws(draws::ordinary, 60, [](const format&, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
  });
  for_draws(draws::long_vectors, 12, [](const format&, const sample& s) {
    EXPECT_TRUE(all_positive(s.p) && all_positive(s.q));
  });
}

TEST(Generators, MaskedLogitsHaveAFiniteValueAndMasks) {
  int masked = 0;
  for_draws(draws::masked_logits, 60, [&](const format& f, const sample& s) {
    EXPECT_TRUE(std::isfinite(s.p[0]) && std::isfinite(s.q[0]));
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      EXPECT_TRUE(std::isinf(s.p[i]) || std::isfinite(s.q[i]));
      masked += std::isinf(s.p[i]);
    }
    EXPECT_TRUE(finite(answered(semantics::logits, f, s)));
  });
  EXPECT_GT(masked, 100);
}

TEST(Generators, OtherLogitsAreFinite) {
  for (const draw g :
       {draws::ordinary_logits, draws::near_equal_logits, draws::huge_logits, draws::long_logits}) {
    for_draws(g, 30, [](const format&, const sample& s) {
      for (const auto* side : {&s.p, &s.q})
        EXPECT_TRUE(
            std::all_of(side->begin(), side->end(), [](double x) { return std::isfinite(x); }));
    });
  }
}

}  // namespace
}  // namespace kloracle
