// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <vector>

// KL as people write it in float or double. These are subjects: their defects are the point of them
// and must not be repaired. T is float or double; every operation is in T.
namespace kloracle::kernels {

template <class T>
using vec = std::span<const T>;

template <class T>
T total(vec<T> x) {
  T sum = 0;
  for (T v : x) sum += v;
  return sum;
}

// sum p log(p/q)
template <class T>
T kl_ratio(vec<T> p, vec<T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) sum += p[i] * std::log(p[i] / q[i]);
  }
  return sum;
}

// sum p (log p - log q)
template <class T>
T kl_difference(vec<T> p, vec<T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) sum += p[i] * (std::log(p[i]) - std::log(q[i]));
  }
  return sum;
}

template <class T>
std::vector<T> divided(vec<T> x) {
  const T sum = total(x);
  std::vector<T> y(x.begin(), x.end());
  for (T& v : y) v /= sum;
  return y;
}

template <class T>
T kl_ratio_normalised(vec<T> p, vec<T> q) {
  const std::vector<T> a = divided(p);
  const std::vector<T> b = divided(q);
  return kl_ratio<T>(a, b);
}

template <class T>
T kl_difference_normalised(vec<T> p, vec<T> q) {
  const std::vector<T> a = divided(p);
  const std::vector<T> b = divided(q);
  return kl_difference<T>(a, b);
}

// p log(p/q) - p + q
template <class T>
T kl_generalised(vec<T> p, vec<T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    sum += p[i] > 0 ? p[i] * std::log(p[i] / q[i]) - p[i] + q[i] : q[i];
  }
  return sum;
}

// log((p + eps)/(q + eps)), "to be safe"
template <class T>
T kl_padded(vec<T> p, vec<T> q) {
  const T eps = T(1e-10);
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    sum += p[i] * std::log((p[i] + eps) / (q[i] + eps));
  }
  return sum;
}

// Both sides clamped to [1e-7, 1], as Keras does
template <class T>
T kl_clamped(vec<T> p, vec<T> q) {
  const T eps = T(1e-7);
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const T a = std::fmin(std::fmax(p[i], eps), T(1));
    const T b = std::fmin(std::fmax(q[i], eps), T(1));
    sum += a * std::log(a / b);
  }
  return sum;
}

template <class T>
T entropy(vec<T> p, vec<T>) {
  T sum = 0;
  for (T v : p) {
    if (v > 0) sum -= v * std::log(v);
  }
  return sum;
}

template <class T>
T cross_entropy(vec<T> p, vec<T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) sum -= p[i] * std::log(q[i]);
  }
  return sum;
}

template <class T>
std::vector<T> softmax(vec<T> x) {
  std::vector<T> y;
  for (T v : x) y.push_back(std::exp(v));
  return divided<T>(y);
}

// exp without a shift, then sum p log(p/q)
template <class T>
T kl_softmax(vec<T> a, vec<T> b) {
  const std::vector<T> p = softmax(a);
  const std::vector<T> q = softmax(b);
  T sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * std::log(p[i] / q[i]);
  return sum;
}

template <class T>
std::vector<T> log_softmax(vec<T> x) {
  T top = x[0];
  for (T v : x) top = std::fmax(top, v);
  T sum = 0;
  for (T v : x) sum += std::exp(v - top);
  const T log_sum = std::log(sum);
  std::vector<T> y;
  for (T v : x) y.push_back(v - top - log_sum);
  return y;
}

// sum exp(log p) (log p - log q), both by log-softmax
template <class T>
T kl_log_softmax(vec<T> a, vec<T> b) {
  const std::vector<T> lp = log_softmax(a);
  const std::vector<T> lq = log_softmax(b);
  T sum = 0;
  for (std::size_t i = 0; i < lp.size(); ++i) sum += std::exp(lp[i]) * (lp[i] - lq[i]);
  return sum;
}

}  // namespace kloracle::kernels
