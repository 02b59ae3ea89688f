// SPDX-License-Identifier: Apache-2.0
#include "properties/case_moves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/cases.hpp"
#include "properties/generators.hpp"
#include "properties/long_sum.hpp"

namespace kloracle {
namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
constexpr std::size_t no_number = nowhere;

// Numbers are changed alike on both sides where they mean the same.
bool are_twins(const sample& s) {
  return s.p.size() == s.q.size();
}

}  // namespace

case_moves::case_moves(const offered_function& f, const format& in, const sample& drawn)
    : in_(in),
      fixed_length_(of_families(f) || outcomes_of(f).has_value()),
      p_(f.p_of ? side_layout(*f.p_of, drawn.p, in) : side_layout(f.p_in, drawn.p, in)),
      q_(f.q_of ? side_layout(*f.q_of, drawn.q, in) : side_layout(f.q_in, drawn.q, in)) {}

bool case_moves::admissible(const sample& s) const {
  constexpr std::size_t fewest = 2;
  return (fixed_length_ || s.p.size() >= fewest) && p_.admits(s.p) && q_.admits(s.q);
}

plainness case_moves::plainness_of(const sample& s) const {
  plainness of;
  of.odd_sums = static_cast<std::size_t>(p_.has_odd_sum(s.p)) + (q_.has_odd_sum(s.q) ? 1 : 0);
  for (const double x : s.p) count(of, x, in_);
  for (const double x : s.q) count(of, x, in_);
  return of;
}

// The input as it is, and with its sums put right.
void case_moves::add(std::vector<sample>& to, sample s, std::size_t except) const {
  sample right = s;
  const bool rights = p_.top_up(right.p, except) && q_.top_up(right.q, except);
  if (rights && (right.p != s.p || right.q != s.q)) to.push_back(std::move(right));
  to.push_back(std::move(s));
}

case_moves::numbers case_moves::merged(const numbers& x, const places& to) const {
  if (x.empty()) return {};
  std::size_t outcomes = 0;
  for (const std::size_t place : to) {
    if (place != nowhere) outcomes = std::max(outcomes, place + 1);
  }
  std::vector<long_sum> sums(outcomes);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (to[i] != nowhere) sums[to[i]].add(x[i]);
  }
  numbers y;
  for (const long_sum& s : sums)
    y.push_back(std::isfinite(s.value()) ? draws::into(in_, s.value()) : s.value());
  return y;
}

void case_moves::add_merged(std::vector<sample>& to, const sample& now, const places& at) const {
  add(to, {merged(now.p, at), merged(now.q, at)}, no_number);
}

// Blocks merged, and slices with the rest as one outcome or left out.
void case_moves::cut_long(std::vector<sample>& to, const sample& now) const {
  const std::size_t n = now.p.size();
  const bool adds_up = !p_.of_logarithms() && !q_.of_logarithms();
  for (const std::size_t kept : {2u, 4u, 16u, 63u}) {
    places block(n);
    for (std::size_t i = 0; i < n; ++i) block[i] = i * kept / n;
    if (adds_up) add_merged(to, now, block);
    for (const std::size_t first : {std::size_t{0}, (n - kept) / 2, n - kept}) {
      places slice(n, nowhere);
      for (std::size_t i = 0; i < kept; ++i) slice[first + i] = i;
      add_merged(to, now, slice);
      std::ranges::replace(slice, nowhere, kept);
      if (adds_up) add_merged(to, now, slice);
    }
  }
}

// Runs of outcomes left out, or given to a neighbour.
void case_moves::drop_runs(std::vector<sample>& to, const sample& now) const {
  const std::size_t n = now.p.size();
  const bool adds_up = !p_.of_logarithms() && !q_.of_logarithms();
  for (std::size_t run = n - 2; run > 0 && run >= n / 8; run /= 2) {
    const std::size_t step = std::max<std::size_t>(std::min(run / 2, n - run), 1);
    for (std::size_t at = 0; at + run <= n; at += step) {
      places kept(n, nowhere);
      for (std::size_t i = 0; i < n; ++i) {
        if (i < at) kept[i] = i;
        if (i >= at + run) kept[i] = i - run;
      }
      add_merged(to, now, kept);
      std::ranges::replace(kept, nowhere, at == 0 ? 0 : at - 1);
      if (adds_up) add_merged(to, now, kept);
    }
  }
}

void case_moves::one_and_the_rest(std::vector<sample>& to, const sample& now) const {
  constexpr std::size_t few = 16;
  if (now.p.size() > few || p_.of_logarithms() || q_.of_logarithms()) return;
  for (std::size_t i = 0; i < now.p.size(); ++i) {
    places at(now.p.size(), 1);
    at[i] = 0;
    add_merged(to, now, at);
  }
}

std::vector<sample> case_moves::shorter(const sample& now) const {
  constexpr std::size_t is_long = 64;
  std::vector<sample> all;
  if (fixed_length_ || now.p.size() <= 2) return all;
  if (now.p.size() > is_long) {
    cut_long(all, now);
  } else {
    one_and_the_rest(all, now);
    drop_runs(all, now);
  }
  return all;
}

std::vector<sample> case_moves::rounder(const sample& now) const {
  std::vector<sample> all;
  const bool twins = are_twins(now);
  // P, Q or both by their own new numbers; both by P's new ones and the old difference.
  const auto by = [&](const auto& replaced) {
    const sample next{replaced(p_, now.p), replaced(q_, now.q)};
    add(all, {next.p, now.q}, no_number);
    if (now.q.empty()) return;
    add(all, {now.p, next.q}, no_number);
    add(all, next, no_number);
    if (!twins) return;
    numbers apart = next.p;
    for (std::size_t i = 0; i < apart.size(); ++i)
      q_.put(apart, i, next.p[i] + (now.q[i] - now.p[i]));
    add(all, {next.p, std::move(apart)}, no_number);
  };
  const auto by_each = [&](const auto& replaced) {
    by([&](const side_layout& of, numbers x) {
      for (std::size_t i = 0; i < x.size(); ++i) of.put(x, i, replaced(x[i]));
      return x;
    });
  };
  by([](const side_layout& of, const numbers& x) { return of.everyday(x.size()); });
  by([](const side_layout& of, const numbers& x) { return of.normalised(x); });
  for (const int digits : {1, 2, 3, 4, 6, 8, 12})
    by_each([&](double x) { return with_digits(x, digits); });
  for (const int bits : {1, 2, 4, 8, 16, 32}) by_each([&](double x) { return with_bits(x, bits); });
  if (p_.of_logarithms()) {  // logits mean the same without their maximum
    by([](const side_layout& of, numbers x) {
      const double top = x.empty() ? 0 : *std::ranges::max_element(x);
      for (std::size_t i = 0; i < x.size(); ++i) of.put(x, i, x[i] - top);
      return x;
    });
  }
  if (!twins) return all;
  all.push_back({now.p, now.p});
  for (std::size_t i = 0; i < now.p.size(); ++i) {
    sample s{now.p, now.p};
    q_.put(s.q, i, now.q[i]);
    add(all, std::move(s), i);
  }
  return all;
}

std::vector<sample> case_moves::with_plain(const sample& now, std::size_t i) const {
  std::vector<sample> all;
  const bool twins = are_twins(now);
  if (i < now.p.size()) {
    for (const double v : plain_values(now.p[i], twins ? now.q[i] : now.p[i], in_)) {
      sample s = now;
      p_.put(s.p, i, v);
      add(all, s, i);
      if (!twins) continue;
      // Q's number as well: the same, as far away, or as many times as large.
      for (const double of_q : {v, v + (now.q[i] - now.p[i]), v * (now.q[i] / now.p[i])}) {
        q_.put(s.q, i, of_q);
        add(all, s, i);
      }
    }
  }
  if (i < now.q.size()) {
    for (const double v : plain_values(now.q[i], twins ? now.p[i] : now.q[i], in_)) {
      sample s = now;
      q_.put(s.q, i, v);
      add(all, std::move(s), i);
    }
  }
  return all;
}

}  // namespace kloracle
