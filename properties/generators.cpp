// SPDX-License-Identifier: Apache-2.0
#include "properties/generators.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>

#include "oracle/real.hpp"
#include "oracle/rounding.hpp"

namespace kloracle::draws {
namespace {

constexpr double no_weight = -std::numeric_limits<double>::infinity();

// Mostly short vectors: they are read by people.
std::size_t length(random_source& r, lengths allowed) {
  static constexpr std::size_t usual[] = {2, 2, 3, 3, 4, 5, 8, 16, 33, 64};
  return allowed.near(usual[r.between(0, 9)]);
}

std::vector<double> random_weights(random_source& r, const format& f, std::size_t n) {
  std::vector<double> x(n);
  for (double& v : x) v = into(f, exp(4 * r.unit() - 3));
  return x;
}

// c_i 2^-k with sum c_i = 2^k: n - 1 distinct cuts of 0..2^k, so that every c_i > 0. Sums are exact
// in the format in any order, because k is at most its precision.
std::vector<std::int64_t> composition(random_source& r, int k, std::size_t n) {
  const std::int64_t whole = std::int64_t{1} << k;
  std::set<std::int64_t> cuts{whole};
  while (cuts.size() < n) cuts.insert(r.between(1, whole - 1));
  std::vector<std::int64_t> parts;
  std::int64_t before = 0;
  for (const std::int64_t cut : cuts) {
    parts.push_back(cut - before);
    before = cut;
  }
  return parts;
}

std::vector<double> scaled(const std::vector<std::int64_t>& parts, int k) {
  std::vector<double> x(parts.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::ldexp(static_cast<double>(parts[i]), -k);
  return x;
}

// Bits of a dyadic simplex on which n outcomes fit and sums stay exact.
int simplex_bits(random_source& r, const format& f, std::size_t n) {
  const int least = static_cast<int>(std::bit_width(n - 1)) + 1;  // ceil(log2 n) + 1
  return static_cast<int>(r.between(std::min(least, f.precision), f.precision));
}

// Lengths of a complete prefix code of n words, from a random binary tree: sum 2^-length = 1
// (Kraft). A skewed tree is deep: with a word more than the format has exponents it ends at the
// smallest value.
std::vector<double> prefix_code(random_source& r, const format& f, std::size_t n) {
  const int deepest = f.precision - 1 - f.emin;
  std::vector<int> depths{0};
  const bool skewed = r.between(0, 1) == 0;
  while (depths.size() < n) {
    const auto last = static_cast<std::int64_t>(depths.size()) - 1;
    auto i = static_cast<std::size_t>(skewed ? last : r.between(0, last));
    while (depths[i] == deepest) i = (i + 1) % depths.size();
    ++depths[i];
    depths.push_back(depths[i]);
  }
  std::vector<double> x;
  x.reserve(depths.size());
  for (int d : depths) x.push_back(std::ldexp(1.0, -d));
  return x;
}

void shuffle(random_source& r, std::vector<double>& x) {
  for (std::size_t i = x.size(); i > 1; --i) {
    std::swap(x[i - 1],
              x[static_cast<std::size_t>(r.between(0, static_cast<std::int64_t>(i) - 1))]);
  }
}

std::vector<double> random_logits(random_source& r, const format& f, std::size_t n, double spread) {
  std::vector<double> x(n);
  for (double& v : x) v = into(f, spread * (2 * r.unit() - 1));
  return x;
}

std::size_t long_length(random_source& r, lengths allowed) {
  static constexpr std::size_t usual[] = {100, 1000, 10000};
  return allowed.near(usual[r.between(0, 2)]);
}

}  // namespace

double largest(const format& f) {
  return std::ldexp(2 - std::ldexp(1.0, 1 - f.precision), f.emax);
}
double smallest(const format& f) {
  return std::ldexp(1.0, f.emin - f.precision + 1);
}

double exp(double x) {
  real rounded(binary64.precision);
  mpfr_set_d(rounded.p(), x, MPFR_RNDN);
  mpfr_exp(rounded.p(), rounded.p(), MPFR_RNDN);
  return mpfr_get_d(rounded.p(), MPFR_RNDN);
}
double log(double x) {
  real rounded(binary64.precision);
  mpfr_set_d(rounded.p(), x, MPFR_RNDN);
  mpfr_log(rounded.p(), rounded.p(), MPFR_RNDN);
  return mpfr_get_d(rounded.p(), MPFR_RNDN);
}

double into(const format& f, double x) {
  const fp rounded = round_to(f, direction::nearest_even, exact(number(x)));
  return rounded.infinite ? std::copysign(largest(f), x) : to_double(rounded);
}

// The index of a finite x >= 0 among the values of the format, 0 having index 0.
std::int64_t index_of(const format& f, double x) {
  if (x == 0) return 0;
  const int exponent = std::max(std::ilogb(x), f.emin);
  const auto significand = static_cast<std::int64_t>(std::ldexp(x, f.precision - 1 - exponent));
  return significand + (static_cast<std::int64_t>(exponent - f.emin) << (f.precision - 1));
}

double value_at(const format& f, std::int64_t index) {
  const std::int64_t binade = std::int64_t{1} << (f.precision - 1);
  const std::int64_t steps = std::max<std::int64_t>(index / binade - 1, 0);
  return std::ldexp(static_cast<double>(index - steps * binade),
                    static_cast<int>(steps) + f.emin - f.precision + 1);
}

double neighbour(const format& f, double x, std::int64_t k) {
  const std::int64_t index = index_of(f, std::fabs(x)) + (x < 0 ? -k : k);
  const double moved = value_at(f, std::clamp<std::int64_t>(index, 1, index_of(f, largest(f))));
  return std::copysign(moved, x);
}

// 2^precision parts of one unit each leave near_equal_simplex nothing to move; half of them do.
std::size_t grid_outcomes(const format& f) {
  return std::size_t{1} << (f.precision - 1);
}

sample ordinary(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  sample s{random_weights(r, f, n), random_weights(r, f, n)};
  for (auto* side :
       {&s.p, &s.q}) {  // divided in the format, as people do: sums are 1 up to rounding
    double total = 0;
    for (double v : *side) total += v;
    for (double& v : *side) v = into(f, v / total);
  }
  return s;
}

sample dyadic_simplex(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  const int k = simplex_bits(r, f, n);
  return {scaled(composition(r, k, n), k), scaled(composition(r, k, n), k)};
}

// Both sum to exactly 1, and Q moves 1..1000 units of the simplex from one outcome to another.
sample near_equal_simplex(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  const int k = f.precision;
  std::vector<std::int64_t> p = composition(r, k, n);
  std::vector<std::int64_t> q = p;
  auto from = static_cast<std::size_t>(r.between(0, static_cast<std::int64_t>(n) - 1));
  while (q[from] == 1) from = (from + 1) % n;  // some part exceeds one unit: 2^k > n
  const std::size_t to = (from + 1) % n;
  const std::int64_t units =
      std::min<std::int64_t>(r.between(0, 3) == 0 ? 1000 : r.between(1, 8), q[from] - 1);
  q[from] -= units;
  q[to] += units;
  return {scaled(p, k), scaled(q, k)};
}

sample near_equal_ulps(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary(r, f, allowed);
  const std::int64_t reach = r.between(0, 1) == 0 ? 1000 : 4;
  s.q = s.p;
  for (double& v : s.q) v = neighbour(f, v, r.between(-reach, reach));
  return s;
}

sample wide_range(random_source& r, const format& f, lengths allowed) {
  const auto whole_range = static_cast<std::size_t>(f.precision - f.emin);
  const std::size_t n = r.between(0, 15) == 0 ? allowed.near(whole_range) : length(r, allowed);
  sample s{prefix_code(r, f, n), prefix_code(r, f, n)};
  shuffle(r, s.p);
  shuffle(r, s.q);
  return s;
}

// P vanishes on some outcomes, and on some both do; Q is positive wherever P is.
sample zeros(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary(r, f, allowed);
  for (std::size_t i = 1; i < s.p.size(); ++i) {
    const std::int64_t kind = r.between(0, 3);
    if (kind <= 1) s.p[i] = 0;
    if (kind == 0) s.q[i] = 0;
  }
  return s;
}

// Q vanishes where P does not: the divergence is infinite.
sample unsupported(random_source& r, const format& f, lengths allowed) {
  sample s = zeros(r, f, allowed);
  s.q[0] = 0;
  if (s.q[1] == 0) s.q[1] = into(f, 0.5);
  return s;
}

sample subnormals(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary(r, f, allowed);
  const std::int64_t last = (std::int64_t{1} << (f.precision - 1)) - 1;
  for (std::size_t i = 0; i < s.p.size(); ++i) {
    const auto tiny = [&] {
      return smallest(f) * static_cast<double>(r.between(1, r.between(0, 1) == 0 ? 4 : last));
    };
    const std::int64_t kind = r.between(0, 3);
    if (kind == 0 || kind == 2) s.p[i] = tiny();
    if (kind == 1 || kind == 2) s.q[i] = tiny();
  }
  return s;
}

// The first outcome has weight 1 on both sides, the others have weights about the smallest normal
// number: what is made of the differences is of that size too.
sample tiny_values(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  sample s{std::vector<double>(n, 1.0), std::vector<double>(n, 1.0)};
  for (auto* side : {&s.p, &s.q}) {
    for (std::size_t i = 1; i < n; ++i) {
      const int below = static_cast<int>(r.between(0, f.precision - 2));
      (*side)[i] = into(f, std::ldexp(1 + r.unit(), f.emin - below));
    }
  }
  return s;
}

sample unnormalised(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  sample s{random_weights(r, f, n), random_weights(r, f, n)};
  const int reach = std::min(f.emax / 4, 60);
  for (auto* side : {&s.p, &s.q}) {
    const int k = static_cast<int>(r.between(-reach, reach));
    for (double& v : *side) v = into(f, std::ldexp(v, k));
  }
  return s;
}

sample one_hot(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary(r, f, allowed);
  std::fill(s.p.begin(), s.p.end(), 0.0);
  const auto hot =
      static_cast<std::size_t>(r.between(0, static_cast<std::int64_t>(s.p.size()) - 1));
  s.p[hot] = 1;
  if (r.between(0, 2) == 0) s.q[hot] = std::ldexp(1.0, -static_cast<int>(r.between(1, -f.emin)));
  return s;
}

sample equal(random_source& r, const format& f, lengths allowed) {
  sample s = r.between(0, 1) == 0 ? ordinary(r, f, allowed) : subnormals(r, f, allowed);
  s.q = s.p;
  return s;
}

sample long_vectors(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = long_length(r, allowed);
  sample s{random_weights(r, f, n), {}};
  double total = 0;
  for (double v : s.p) total += v;
  for (double& v : s.p) v = into(f, v / total);
  const double distance = std::ldexp(1.0, -static_cast<int>(r.between(0, f.precision)));
  for (double v : s.p) s.q.push_back(into(f, v * (1 + distance * (r.unit() - 0.5))));
  return s;
}

sample ordinary_logits(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  return {random_logits(r, f, n, 4), random_logits(r, f, n, 4)};
}

sample near_equal_logits(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary_logits(r, f, allowed);
  const double distance = std::ldexp(1.0, -static_cast<int>(r.between(2, f.precision)));
  s.q = s.p;
  for (double& v : s.q) v = into(f, v + distance * (2 * r.unit() - 1));
  return s;
}

sample huge_logits(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = length(r, allowed);
  const auto spread = [&] {
    return std::ldexp(1.0, static_cast<int>(r.between(5, std::min(f.emax / 2, 14))));
  };
  sample s{random_logits(r, f, n, spread()), random_logits(r, f, n, spread())};
  if (r.between(0, 1) == 0) {  // a large common shift, which a softmax must not notice
    for (double& v : s.p) v = into(f, v + std::ldexp(1.0, std::min(f.emax / 2, 20)));
  }
  return s;
}

sample masked_logits(random_source& r, const format& f, lengths allowed) {
  sample s = ordinary_logits(r, f, allowed);
  for (std::size_t i = 1; i < s.p.size(); ++i) {
    const std::int64_t kind = r.between(0, 3);
    if (kind <= 1) s.p[i] = no_weight;
    if (kind == 0) s.q[i] = no_weight;
  }
  return s;
}

sample long_logits(random_source& r, const format& f, lengths allowed) {
  const std::size_t n = long_length(r, allowed);
  return {random_logits(r, f, n, 8), random_logits(r, f, n, 8)};
}

}  // namespace kloracle::draws
