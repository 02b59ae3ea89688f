// SPDX-License-Identifier: Apache-2.0
//
// Every quantity of joint tables, of points on a line, of kernels and of samples against Arb; what
// takes longest; and what is said of options that are missing or not wanted.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "tests/oracle/arb_tables.hpp"

namespace kloracle::second_opinion {
namespace {

[[maybe_unused]] const auto* const printed_at_the_end =
    ::testing::AddGlobalTestEnvironment(new tally_table);

std::vector<ball> weights_of(const outcomes& x) {
  std::vector<ball> result;
  for (const outcome& o : x) result.push_back(o.weight);
  return result;
}

ball evaluated(const drawn_with_options& d, slong bits) {
  const quantity what = d.asked.what;
  const auto value = [&] {
    if (what >= quantity::k1) return estimated(what, d.meant, bits);
    const two_sides x = measured(d.meant, bits);
    if (what == quantity::wasserstein_1) return wasserstein_1_of(x, d.with.support, bits);
    if (what == quantity::squared_mmd) {
      return quadratic_form(weights_of(x.p), weights_of(x.q), d.with.kernel,
                            [&](const Q& k) { return ball(k, bits); });
    }
    return of_table(what, x.p, d.with.shape, bits);
  };
  return in_unit(value(), d.meant.in);
}

std::optional<status> without_number(const drawn_with_options& d) {
  if (!well_posed(d.meant)) return status::undefined;
  if (d.asked.what < quantity::k1) return {};
  const auto impossible = [](const reals& x) {
    return !std::ranges::all_of(x, [](const auto& l) { return l.has_value(); });
  };
  if (d.meant.p.empty() || impossible(d.meant.p)) return status::undefined;
  return impossible(d.meant.q) ? std::optional(status::plus_infinity) : std::nullopt;
}

/// The value where it is rational by its formula.
std::optional<Q> rational_value(const drawn_with_options& d) {
  const statement& s = d.meant;
  const quantity what = d.asked.what;
  if (what >= quantity::k1) {
    if (s.p == s.q) return 0;
    if (what == quantity::k3 || s.in != unit::nats) return {};
    Q sum = 0;
    for (std::size_t i = 0; i < s.p.size(); ++i) {
      const Q difference = *s.p[i] - *s.q[i];
      sum += what == quantity::k1 ? difference : Q(difference * difference / 2);
    }
    return sum / Q(s.p.size());
  }
  if (what < quantity::wasserstein_1) return {};
  if (s.p == s.q && s.how != semantics::prob_vs_logprob) return 0;
  if (!is_rational(s)) return {};
  const pair_of_weights w = transformed(s);
  if (what == quantity::wasserstein_1) return transported(w.p, w.q, d.with.support);
  return quadratic_form(w.p, w.q, d.with.kernel, [](const Q& k) { return k; });
}

second_answer second_answer_to(const drawn_with_options& d) {
  second_answer b{without_number(d), {}, [d](slong bits) { return evaluated(d, bits); }};
  if (!b.no_number) b.rational = rational_value(d);
  return b;
}

std::vector<quantity> from(quantity first) {
  std::vector<quantity> result;
  for (const quantity_entry& row : quantities()) {
    if (row.id >= first) result.push_back(row.id);
  }
  return result;
}

constexpr auto name_of = [](const auto& row) { return std::string(entry(row.param).name); };

class table_quantity : public ::testing::TestWithParam<quantity> {};

TEST_P(table_quantity, AgreesWithArb) {
  sweep(GetParam(), 3000, second_answer_to);
}

INSTANTIATE_TEST_SUITE_P(every, table_quantity, ::testing::ValuesIn(from(quantity::joint_entropy)),
                         name_of);

// --- time ------------------------------------------------------------------------------------

class any_quantity : public ::testing::TestWithParam<quantity> {};

TEST_P(any_quantity, OfSixteenOutcomesTakesSoLong) {
  using clock = std::chrono::steady_clock;
  const quantity what = GetParam();
  option_source source(static_cast<std::uint64_t>(what) + 7000);
  clock::duration longest{};
  std::string slowest;
  for (int k = 0; k < 300; ++k) {
    const semantics how = source.one_of(entry(what).accepted);
    const drawn_with_options d = source.problem_of(what, how, 16);
    const clock::time_point start = clock::now();
    const answer a = evaluate(d.asked);
    const clock::duration taken = clock::now() - start;
    if (taken <= longest) continue;
    longest = taken;
    slowest = described(d) + described(target{}, a);
  }
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(longest);
  std::cout << "slowest: " << microseconds.count() << " us, " << slowest << '\n';
}

INSTANTIATE_TEST_SUITE_P(every, any_quantity, ::testing::ValuesIn(from(quantity::kl)), name_of);

// --- options ---------------------------------------------------------------------------------

/// Fills in, or takes away, what the problem has of the option.
void put(problem& x, option o, bool there) {
  const std::vector<number> some(there ? 1 : 0, number(1));
  const std::optional<number> one = there ? std::optional(number(1)) : std::nullopt;
  if (o == option::order) x.order = one;
  if (o == option::weight) x.weight = one;
  if (o == option::convention) x.convention = there ? "sum" : "";
  if (o == option::generator) x.generator = there ? "kl" : "";
  if (o == option::support) x.support = some;
  if (o == option::kernel) x.kernel = some;
  if (o == option::cosine) x.cosine = one;
}

/// A problem of three outcomes that has an answer.
drawn_with_options posed(option_source& source, quantity what) {
  const semantics how = entry(what).accepted.front();
  drawn_with_options d = source.problem_of(what, how, 3);
  for (int k = 0; k < 1000 && evaluate(d.asked).state == status::undefined; ++k) {
    d = source.problem_of(what, how, 3);
  }
  EXPECT_NE(evaluate(d.asked).state, status::undefined) << described(d);
  return d;
}

void expect_fault(const problem& x, std::string_view argument) {
  const answer a = evaluate(x);
  EXPECT_EQ(a.state, status::undefined) << entry(x.what).name;
  EXPECT_EQ(a.argument, argument) << entry(x.what).name << ' ' << x.generator << ' ' << a.reason;
}

TEST_P(any_quantity, NamesTheOptionAtFault) {
  option_source source(8000);
  const quantity_entry& row = entry(GetParam());
  for (const option_entry& o : options()) {
    const auto use = std::ranges::find(row.options, o.id, &option_use::id);
    const bool taken = use != row.options.end();
    if (taken && !use->required) continue;
    drawn_with_options d = posed(source, row.id);
    put(d.asked, o.id, !taken);
    expect_fault(d.asked, o.name);
  }
  drawn_with_options d = posed(source, row.id);
  d.asked.in = unit::bits;
  if (!is_information(row.id, d.with)) expect_fault(d.asked, "unit");
  d = posed(source, row.id);
  if (!d.asked.q) return;
  d.asked.q->parameters[0].values.emplace_back(0);
  expect_fault(d.asked, "q");
}

TEST(Options, OfTheGenerator) {
  option_source source(8001);
  for (const generator_entry& g : generators()) {
    drawn_with_options d = posed(source, quantity::f_divergence);
    d.with.generator = d.asked.generator = g.name;
    d.asked.in = unit::nats;
    put(d.asked, option::order, g.name != "tsallis");
    expect_fault(d.asked, "order");
    put(d.asked, option::order, g.name == "tsallis");
    d.asked.in = unit::bits;
    if (!is_information(quantity::f_divergence, d.with)) expect_fault(d.asked, "unit");
  }
}

TEST(Options, OutOfRange) {
  option_source source(8002);
  const auto with = [&](quantity what, auto change) {
    drawn_with_options d = posed(source, what);
    change(d.asked);
    return d.asked;
  };
  for (const number& x : {number(-1), number(1.5), number::infinity(), number::nan()}) {
    expect_fault(with(quantity::chernoff, [&](problem& y) { y.order = x; }), "order");
    expect_fault(with(quantity::jensen_shannon, [&](problem& y) { y.weight = x; }), "weight");
  }
  for (const quantity what : {quantity::renyi, quantity::tsallis, quantity::alpha,
                              quantity::renyi_entropy, quantity::tsallis_entropy}) {
    for (const number& x : {number::infinity(true), number::nan()}) {
      expect_fault(with(what, [&](problem& y) { y.order = x; }), "order");
    }
  }
  expect_fault(with(quantity::f_divergence, [](problem& y) { y.generator = "nonsense"; }),
               "generator");
  expect_fault(with(quantity::jeffreys, [](problem& y) { y.convention = "nonsense"; }),
               "convention");
  expect_fault(with(quantity::squared_mmd, [](problem& y) { y.kernel.pop_back(); }), "kernel");
  expect_fault(with(quantity::squared_mmd, [](problem& y) { y.kernel[1] = 1000; }), "kernel");
  expect_fault(with(quantity::wasserstein_1, [](problem& y) { y.support.pop_back(); }), "support");
}

}  // namespace
}  // namespace kloracle::second_opinion
