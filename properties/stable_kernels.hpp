// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <vector>

// KL as it can be computed in float or double without a wider type. The idea: with d = p - t,
//
//   phi(p, t) = p ln(p/t) - p + t = d s + 2p (atanh(s) - s),  s = d/(p + t),
//
// whose pieces do not cancel when p is near t (the second is s/3 of the first), and
//
//   measure      sum phi(p, q) + sum (p - q)         generalised   sum phi(p, q)
//   normalised   sum phi(p, r q) / P,  r = P/Q       since sum (p - r q) = 0.
//
// An error in r only counts squared, because r = P/Q minimises the sum; sums and r are kept as
// pairs.
namespace kloracle::kernels {

// An unevaluated sum hi + lo, |lo| <= ulp(hi)/2.
template <class T>
struct pair {
  T hi = 0;
  T lo = 0;
};

// a + b exactly (Knuth).
template <class T>
pair<T> two_sum(T a, T b) {
  const T s = a + b;
  const T t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

// a b exactly, barring underflow.
template <class T>
pair<T> two_product(T a, T b) {
  const T p = a * b;
  return {p, std::fma(a, b, -p)};
}

template <class T>
void add(pair<T>& sum, T x) {
  const pair<T> s = two_sum(sum.hi, x);
  sum = two_sum(s.hi, s.lo + sum.lo);
}

template <class T>
pair<T> exact_total(std::span<const T> x) {
  pair<T> sum;
  for (T v : x) add(sum, v);
  return sum;
}

// (p.hi + p.lo)/(q.hi + q.lo) as a pair.
template <class T>
pair<T> quotient(pair<T> p, pair<T> q) {
  const T hi = p.hi / q.hi;
  const pair<T> back = two_product(hi, q.hi);
  const T rest = ((p.hi - back.hi) - back.lo) + p.lo - hi * q.lo;
  return two_sum(hi, rest / q.hi);
}

// atanh(s) - s for |s| < 1, without cancellation near 0.
template <class T>
T atanh_minus_identity(T s) {
  if (std::fabs(s) > T(0.25)) return std::atanh(s) - s;
  const T s2 = s * s;
  T tail = 0;
  for (int k = std::numeric_limits<T>::digits > 24 ? 27 : 13; k >= 3; k -= 2)
    tail = tail * s2 + 1 / T(k);
  return s * s2 * tail;
}

// ln(p/t) for p and t far apart, whose quotient may leave the range.
template <class T>
T log_quotient(T p, T t) {
  const T ratio = p / t;
  return std::isnormal(ratio) ? std::log(ratio) : std::log(p) - std::log(t);
}

// phi(p, t), t = a pair. Far apart there is nothing to cancel.
template <class T>
T phi(T p, pair<T> t) {
  if (p == 0) return t.hi;
  if (t.hi == 0) return std::numeric_limits<T>::infinity();
  const T d = (p - t.hi) - t.lo;
  const T s = d / (p + t.hi);
  if (std::fabs(s) <= T(0.5)) return d * s + 2 * p * atanh_minus_identity(s);
  return p * log_quotient(p, t.hi) - d;
}

// The power of two that takes the largest entry near the top of the range, so that as few entries
// as can be are subnormal and products keep their low halves. Every formula here is homogeneous.
template <class T>
int headroom(std::span<const T> x, std::span<const T> y) {
  T top = 0;
  for (T v : x) top = std::fmax(top, v);
  for (T v : y) top = std::fmax(top, v);
  constexpr int spare = 40;  // for sums and logarithms
  return top == 0 ? 0 : std::numeric_limits<T>::max_exponent - spare - std::ilogb(top);
}

template <class T>
std::vector<T> scaled(std::span<const T> x, int k) {
  std::vector<T> y;
  y.reserve(x.size());
  for (T v : x) y.push_back(std::ldexp(v, k));
  return y;
}

template <class T>
bool dominated(std::span<const T> p, std::span<const T> q) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0 && q[i] == 0) return false;
  }
  return true;
}

template <class T>
T stable_generalised(std::span<const T> p, std::span<const T> q) {
  if (!dominated(p, q)) return std::numeric_limits<T>::infinity();
  const int k = headroom(p, q);
  const std::vector<T> a = scaled(p, k);
  const std::vector<T> b = scaled(q, k);
  pair<T> sum;
  for (std::size_t i = 0; i < a.size(); ++i) add(sum, phi<T>(a[i], {b[i], 0}));
  return std::ldexp(sum.hi, -k);
}

template <class T>
T stable_measure(std::span<const T> p, std::span<const T> q) {
  if (!dominated(p, q)) return std::numeric_limits<T>::infinity();
  const int k = headroom(p, q);
  const std::vector<T> a = scaled(p, k);
  const std::vector<T> b = scaled(q, k);
  pair<T> sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == 0) continue;
    const bool near = std::fabs(a[i] - b[i]) <= (a[i] + b[i]) / 2;
    if (!near) {  // no cancellation between p - q and the logarithm to avoid
      add(sum, a[i] * log_quotient(a[i], b[i]));
      continue;
    }
    add(sum, phi<T>(a[i], {b[i], 0}));
    add(sum, a[i]);
    add(sum, -b[i]);
  }
  return std::ldexp(sum.hi, -k);
}

template <class T>
T stable_normalised(std::span<const T> p, std::span<const T> q) {
  if (!dominated(p, q)) return std::numeric_limits<T>::infinity();
  const std::vector<T> a = scaled(p, headroom(p, {}));
  const std::vector<T> b = scaled(q, headroom(q, {}));
  const pair<T> total = exact_total<T>(a);
  const pair<T> ratio = quotient(total, exact_total<T>(b));
  pair<T> sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const pair<T> product = two_product(ratio.hi, b[i]);
    add(sum, phi<T>(a[i], two_sum(product.hi, product.lo + ratio.lo * b[i])));
  }
  return sum.hi / total.hi;
}

// expm1(-t) + t for |t| <= 1: t^2/2 - t^3/6 + ..., summed from the small end.
template <class T>
T expm1_plus_identity(T t) {
  T tail = 0;
  for (int k = std::numeric_limits<T>::digits > 24 ? 20 : 11; k >= 2; --k)
    tail = (1 - t * tail) / T(k);
  return t * t * tail;
}

// With t_i = ln p_i - ln q_i = (a_i - b_i) - c and c = lse(a) - lse(b):
//
//   KL = sum p (expm1(-t) + t) + (mass of Q outside P's support),
//
// no term of which is negative. An error in c only counts squared, and one Newton step for
// sum p expm1(-t) + (that mass) = 0, which says that Q sums to 1, makes it small beside the t_i.
template <class T>
T stable_logits(std::span<const T> a, std::span<const T> b) {
  T top_a = a[0];
  T top_b = b[0];
  for (std::size_t i = 0; i < a.size(); ++i) {
    top_a = std::fmax(top_a, a[i]);
    top_b = std::fmax(top_b, b[i]);
  }
  std::vector<T> p(a.size());
  std::vector<T> q(a.size());
  T sum_a = 0;
  T sum_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isinf(b[i]) && !std::isinf(a[i])) return std::numeric_limits<T>::infinity();
    sum_a += p[i] = std::exp(a[i] - top_a);
    sum_b += q[i] = std::exp(b[i] - top_b);
  }
  T c = std::log(sum_a / sum_b);
  const auto log_ratio = [&](std::size_t i) { return ((a[i] - top_a) - (b[i] - top_b)) - c; };
  T excess = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    p[i] /= sum_a;
    q[i] /= sum_b;
    const bool near = !std::isinf(a[i]) && std::fabs(log_ratio(i)) <= 1;
    excess += near ? p[i] * std::expm1(-log_ratio(i)) : q[i] - p[i];
  }
  c -= excess;
  pair<T> sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (p[i] == 0) {
      add(sum, q[i]);
      continue;
    }
    const T t = log_ratio(i);
    add(sum, std::fabs(t) <= 1 ? p[i] * expm1_plus_identity(t) : (q[i] - p[i]) + p[i] * t);
  }
  return sum.hi;
}

}  // namespace kloracle::kernels
