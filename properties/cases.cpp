// SPDX-License-Identifier: Apache-2.0
#include "properties/cases.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <unordered_set>

#include "properties/family_cases.hpp"
#include "properties/generators.hpp"
#include "properties/option_values.hpp"

namespace kloracle {
namespace {

namespace g = draws;

const std::array<case_group, 18>& group_table() {
  static const std::array<case_group, 18> table{{
      {"ordinary", "everyday input, sums of 1 up to rounding", false, 14, g::ordinary},
      {"dyadic_simplex", "sums of exactly 1", false, 8, g::dyadic_simplex, true},
      {"near_equal_simplex", "sums of exactly 1, Q one to a thousand units from P", false, 14,
       g::near_equal_simplex, true},
      {"near_equal_ulps", "every entry of Q within a thousand ulps of P's", false, 10,
       g::near_equal_ulps},
      {"wide_range", "powers of two down to the smallest subnormal, sums of exactly 1", false, 10,
       g::wide_range},
      {"zeros", "P is zero on some outcomes, both on others", false, 8, g::zeros},
      {"unsupported", "Q is zero where P is not: the value is infinite", false, 3, g::unsupported},
      {"subnormals", "subnormal entries on either side", false, 8, g::subnormals},
      {"tiny_values", "P and Q differ by subnormal amounts, and so is the value", false, 4,
       g::tiny_values},
      {"unnormalised", "sums far from 1", false, 6, g::unnormalised},
      {"one_hot", "P on one outcome", false, 6, g::one_hot},
      {"equal", "Q is P: the value is exactly 0", false, 5, g::equal},
      {"long_vectors", "n from 100 to 10000, from far to near", false, 4, g::long_vectors},
      {"ordinary_logits", "everyday logits", true, 30, g::ordinary_logits},
      {"near_equal_logits", "Q's logits near P's", true, 25, g::near_equal_logits},
      {"huge_logits", "large spreads and large common shifts", true, 25, g::huge_logits},
      {"masked_logits", "-inf on some outcomes", true, 16, g::masked_logits},
      {"long_logits", "n from 100 to 10000", true, 4, g::long_logits},
  }};
  return table;
}

std::uint64_t hash(std::uint64_t h, std::uint64_t word) {  // FNV-1a, 64 bits, by bytes
  for (int i = 0; i < 64; i += 8) h = (h ^ ((word >> i) & 0xff)) * 0x100000001b3;
  return h;
}

std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

std::uint64_t hash(std::uint64_t h, const std::vector<double>& x) {
  h = hash(h, x.size());
  for (double v : x) h = hash(h, std::bit_cast<std::uint64_t>(v));
  return h;
}

std::string id_text(std::uint64_t h) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (int i = 44; i >= 0; i -= 4) text += hex[(h >> i) & 0xf];
  return text;
}

// ".order(0x1p-1)" and the like; what is too long to read is its hash.
std::string options_name(const offered_function& f) {
  constexpr std::size_t readable = 24;
  std::string name;
  const auto add = [&](std::string_view label, const std::string& text) {
    if (text.empty()) return;
    name += '.' + std::string(label) + '(' +
            (text.size() <= readable ? text : id_text(hash(text))) + ')';
  };
  for (const option_entry& o : options()) add(o.name, option_text(f, o));
  std::string shape;
  for (const std::size_t n : f.shape) shape += (shape.empty() ? "" : "x") + std::to_string(n);
  add("shape", shape);
  return name;
}

// Of categorical distributions: the semantics, the spaces and the parameter.
std::string semantics_name(const offered_function& f) {
  std::string name = '.' + std::string(entry(f.how).name);
  if (f.p_in != entry(f.how).p) name += '.' + std::string(entry(f.p_in).name);
  if (f.q_in != entry(f.how).q && takes_q(f)) name += ".q_" + std::string(entry(f.q_in).name);
  if (f.semantics_parameter) name += '(' + f.semantics_parameter->text() + ')';
  return name;
}

std::string problem_name(const offered_function& f, const format& in) {
  std::string name(entry(f.what).name);
  if (of_families(f)) {
    name += '.' + name_of(*f.p_of);
    if (f.q_of) name += '.' + name_of(*f.q_of);
  } else {
    name += semantics_name(f);
  }
  name += options_name(f);
  if (f.in != unit::nats) name += '.' + std::string(entry(f.in).name);
  return name + '.' + std::string(in.name);
}

bool takes_logarithms(const offered_function& f) {
  return f.p_in == space::logits || f.p_in == space::log_probs;
}

// The largest weight near the format's last exact integer; what is positive stays positive.
void into_counts(std::vector<double>& weights, const format& in) {
  const double top = *std::max_element(weights.begin(), weights.end());
  if (top == 0) return;
  const int shift = in.precision - 1 - std::ilogb(top);
  for (double& x : weights) x = std::ceil(std::ldexp(x, shift));
}

// Logits minus their log-sum-exp: log-probabilities, up to rounding.
void normalise_logits(std::vector<double>& logits, const format& in) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (double x : logits) sum += g::exp(x - top);
  for (double& x : logits) x = std::isinf(x) ? x : g::into(in, x - top - g::log(sum));
}

void into_log_probs(std::vector<double>& weights, const format& in) {
  for (double& x : weights) x = x == 0 ? -INFINITY : g::into(in, g::log(x));
}

// The groups draw weights or logarithms; a function may take counts, or weights against logarithms.
void adapt(sample& s, const offered_function& f, const format& in) {
  if (f.p_in == space::counts) into_counts(s.p, in);
  if (f.p_in == space::log_probs) {
    normalise_logits(s.p, in);
    normalise_logits(s.q, in);
  }
  if (!takes_q(f)) {
    s.q.clear();
  } else if (f.q_in == space::counts) {
    into_counts(s.q, in);
  } else if (f.q_in == space::log_probs && !takes_logarithms(f)) {
    into_log_probs(s.q, in);
  }
}

distribution side_of(const family_side& of, const std::vector<double>& numbers) {
  distribution d{of.family, {}};
  auto next = numbers.begin();
  for (const family_side::slot& s : of.parameters) {
    std::size_t count = 1;
    for (const std::size_t axis : s.shape) count *= axis;
    const auto end = next + std::min(std::ptrdiff_t(count), numbers.end() - next);
    d.parameters.push_back({s.name, std::vector<number>(next, end), s.shape});
    next = end;
  }
  return d;
}

problem problem_of_families(const offered_function& f, const sample& input) {
  problem what{f.what, side_of(*f.p_of, input.p)};
  if (f.q_of) what.q = side_of(*f.q_of, input.q);
  what.in = f.in;
  copy_options(f, what);
  return what;
}

// A group that the cases of a function are drawn from.
struct drawn_group {
  std::string_view name;
  int share;
  std::function<sample(random_source&)> draw;
};

// Shares stay what they are where a group on a grid has no room: few functions are so long.
std::vector<drawn_group> categorical_groups(const offered_function& f, const format& in,
                                            lengths wanted) {
  std::vector<drawn_group> groups;
  const std::optional<std::size_t> due = outcomes_of(f);
  if (due && *due > wanted.most) return groups;
  const lengths allowed = due ? lengths(*due, *due) : wanted;
  for (const case_group& group : group_table()) {
    if (group.logarithms != takes_logarithms(f)) continue;
    if (group.on_a_grid && allowed.least > g::grid_outcomes(in)) continue;
    groups.push_back({group.name, group.share, [&f, &in, &group, allowed](random_source& r) {
                        sample s = group.draw(r, in, allowed);
                        adapt(s, f, in);
                        return s;
                      }});
  }
  return groups;
}

// Where Q cannot be near P, the other groups have its cases.
std::vector<drawn_group> family_groups(const offered_function& f, const format& in,
                                       std::size_t max_n) {
  std::vector<drawn_group> groups;
  if (!can_draw(f, in, max_n)) return groups;
  int shares = 0;
  for (const family_case_group& group : family_case_groups()) {
    if (group.of_twins && !of_twins(f)) continue;
    groups.push_back({group.name, group.share,
                      [&f, &in, &group](random_source& r) { return group.draw(r, in, f); }});
    shares += group.share;
  }
  for (drawn_group& group : groups) group.share = group.share * 100 / shares;
  return groups;
}

std::vector<drawn_group> groups_of(const offered_function& f, const format& in,
                                   const case_options& how) {
  return of_families(f) ? family_groups(f, in, how.max_n)
                        : categorical_groups(f, in, lengths(how.min_n, how.max_n));
}

// Draws until go_on(how many were drawn, the last) is false. Every group and format has a stream of
// its own: adding a group moves no other group's cases.
template <class GoOn>
void draw(const offered_function& f, const format& in, const drawn_group& group, std::uint64_t seed,
          const GoOn& go_on) {
  random_source r(seed ^ hash(group.name) ^ hash(in.name));
  for (int drawn = 1;; ++drawn) {
    sample s = group.draw(r);
    std::string id = case_id(f, in, s);
    if (!go_on(drawn, test_case{std::move(id), group.name, std::move(s)})) return;
  }
}

}  // namespace

std::span<const case_group> case_groups() {
  return group_table();
}

std::optional<std::size_t> outcomes_of(const offered_function& f) {
  if (!f.shape.empty()) {
    std::size_t n = 1;
    for (const std::size_t axis : f.shape) n *= axis;
    return n;
  }
  if (!f.support.empty()) return f.support.size();
  if (!f.kernel.empty()) return order_of_square(f.kernel.size());
  return std::nullopt;
}

problem problem_of(const offered_function& f, const sample& input) {
  if (of_families(f)) return problem_of_families(f, input);
  const auto side = [&](const std::vector<double>& x, space in) {
    return joint(std::vector<number>(x.begin(), x.end()), f.shape, in);
  };
  problem what{f.what, side(input.p, f.p_in), {}, f.how, f.semantics_parameter, f.in};
  if (takes_q(f)) what.q = side(input.q, f.q_in);
  copy_options(f, what);
  return what;
}

std::string name_of(const family_side& side) {
  std::string slots;
  for (const family_side::slot& slot : side.parameters) {
    slots += (slots.empty() ? "" : ",") + slot.name;
    std::string shape;
    for (const std::size_t n : slot.shape) shape += (shape.empty() ? "[" : "x") + std::to_string(n);
    if (!shape.empty()) slots += shape + ']';
  }
  return side.family + '(' + slots + ')';
}

std::string case_id(const offered_function& f, const format& in, const sample& input) {
  const std::string name = problem_name(f, in);
  const std::uint64_t h = hash(hash(hash(name), input.p), input.q);
  return name + ':' + id_text(h);
}

std::vector<test_case> make_cases(const offered_function& f, const format& in,
                                  const case_options& how) {
  std::vector<test_case> cases;
  std::unordered_set<std::string> seen;
  for (const drawn_group& group : groups_of(f, in, how)) {
    const int wanted = std::max(1, how.count * group.share / 100);
    draw(f, in, group, how.seed, [&](int drawn, test_case c) {
      if (seen.insert(c.id).second) cases.push_back(std::move(c));
      return drawn < wanted;
    });
  }
  return cases;
}

std::vector<test_case> draw_cases(const offered_function& f, const format& in,
                                  std::string_view name, const case_options& how) {
  std::vector<test_case> cases;
  std::unordered_set<std::string> seen;
  const auto wanted = static_cast<std::size_t>(how.count);
  for (const drawn_group& group : groups_of(f, in, how)) {
    if (group.name != name || wanted == 0) continue;
    draw(f, in, group, how.seed, [&](int drawn, test_case c) {
      if (seen.insert(c.id).second) cases.push_back(std::move(c));
      return cases.size() < wanted && drawn < 8 * how.count;
    });
  }
  return cases;
}

}  // namespace kloracle
