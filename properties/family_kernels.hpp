// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>
#include <numbers>
#include <span>

// Closed forms of families as textbooks give them and people write them. These are subjects: their
// defects are the point of them and must not be repaired. T is float or double; every operation is
// in T. The arguments are the parameters of P and of Q, in the order of closed_form_functions.cpp.
namespace kloracle::kernels {

template <class T>
using parameters = std::span<const T>;

template <class T>
T infinite() {
  return std::numeric_limits<T>::infinity();
}

// x log y, 0 where x is.
template <class T>
T xlogy(T x, T y) {
  return x == 0 ? T(0) : x * std::log(y);
}

// Upward by recurrence, then the asymptotic series.
template <class T>
T digamma(T x) {
  T shift = 0;
  while (x < 8) {
    shift += 1 / x;
    x += 1;
  }
  const T y = 1 / (x * x);
  const T series = y * (T(1) / 12 - y * (T(1) / 120 - y * (T(1) / 252 - y * (T(1) / 240))));
  return std::log(x) - 1 / (2 * x) - series - shift;
}

template <class T>
T kl_normal(parameters<T> p, parameters<T> q) {
  const T ratio = (p[1] / q[1]) * (p[1] / q[1]);
  const T t = (p[0] - q[0]) / q[1];
  return (ratio + t * t - 1 - std::log(ratio)) / 2;
}

// The regulariser of a variational autoencoder, one dimension of it.
template <class T>
T kl_normal_log_variance(parameters<T> p, parameters<T> q) {
  const T d = p[0] - q[0];
  return (q[1] - p[1] + (std::exp(p[1]) + d * d) / std::exp(q[1]) - 1) / 2;
}

// mean_0, mean_1, variance_0, variance_1
template <class T>
T kl_normal_diagonal(parameters<T> p, parameters<T> q) {
  T sum = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const T d = p[i] - q[i];
    sum += std::log(q[i + 2] / p[i + 2]) + (p[i + 2] + d * d) / q[i + 2] - 1;
  }
  return sum / 2;
}

template <class T>
T entropy_normal(parameters<T> p, parameters<T>) {
  return T(0.5) + std::log(2 * std::numbers::pi_v<T>) / 2 + std::log(p[1]);
}

template <class T>
T kl_laplace(parameters<T> p, parameters<T> q) {
  const T d = std::fabs(p[0] - q[0]);
  return std::log(q[1] / p[1]) + d / q[1] + p[1] / q[1] * std::exp(-d / p[1]) - 1;
}

template <class T>
T kl_laplace_normal(parameters<T> p, parameters<T> q) {
  const T d = p[0] - q[0];
  const T variance = q[1] * q[1];
  return std::log(2 * std::numbers::pi_v<T> * variance) / 2 +
         (2 * p[1] * p[1] + d * d) / (2 * variance) - 1 - std::log(2 * p[1]);
}

template <class T>
T kl_cauchy(parameters<T> p, parameters<T> q) {
  const T sum = p[1] + q[1];
  const T d = p[0] - q[0];
  return std::log((sum * sum + d * d) / (4 * p[1] * q[1]));
}

template <class T>
T kl_gumbel(parameters<T> p, parameters<T> q) {
  const T r = p[1] / q[1];
  const T t = (p[0] - q[0]) / q[1];
  return std::numbers::egamma_v<T> * (r - 1) - std::log(r) + t + std::exp(-t + std::lgamma(1 + r)) -
         1;
}

template <class T>
T kl_uniform(parameters<T> p, parameters<T> q) {
  if (p[0] < q[0] || p[1] > q[1]) return infinite<T>();
  return std::log((q[1] - q[0]) / (p[1] - p[0]));
}

template <class T>
T kl_exponential(parameters<T> p, parameters<T> q) {
  return std::log(p[0] / q[0]) + q[0] / p[0] - 1;
}

template <class T>
T kl_gamma(parameters<T> p, parameters<T> q) {
  return (p[0] - q[0]) * digamma(p[0]) - std::lgamma(p[0]) + std::lgamma(q[0]) +
         q[0] * std::log(p[1] / q[1]) + p[0] * (q[1] / p[1] - 1);
}

template <class T>
T kl_pareto(parameters<T> p, parameters<T> q) {
  if (p[0] < q[0]) return infinite<T>();
  const T r = q[1] / p[1];
  return q[1] * std::log(p[0] / q[0]) + r - 1 - std::log(r);
}

template <class T>
T kl_weibull(parameters<T> p, parameters<T> q) {
  return std::log(p[0] / std::pow(p[1], p[0])) - std::log(q[0] / std::pow(q[1], q[0])) +
         (p[0] - q[0]) * (std::log(p[1]) - std::numbers::egamma_v<T> / p[0]) +
         std::pow(p[1] / q[1], q[0]) * std::tgamma(q[0] / p[0] + 1) - 1;
}

template <class T>
T log_beta(T a, T b) {
  return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

template <class T>
T kl_beta(parameters<T> p, parameters<T> q) {
  return log_beta(q[0], q[1]) - log_beta(p[0], p[1]) + (p[0] - q[0]) * digamma(p[0]) +
         (p[1] - q[1]) * digamma(p[1]) + (q[0] - p[0] + q[1] - p[1]) * digamma(p[0] + p[1]);
}

template <class T>
T kl_dirichlet(parameters<T> p, parameters<T> q) {
  T sum_p = 0;
  T sum_q = 0;
  for (T a : p) sum_p += a;
  for (T a : q) sum_q += a;
  T sum = std::lgamma(sum_p) - std::lgamma(sum_q);
  for (std::size_t i = 0; i < p.size(); ++i) {
    sum += std::lgamma(q[i]) - std::lgamma(p[i]) + (p[i] - q[i]) * (digamma(p[i]) - digamma(sum_p));
  }
  return sum;
}

template <class T>
T kl_of_probs(T p, T q) {
  return xlogy(p, p / q) + xlogy(1 - p, (1 - p) / (1 - q));
}

template <class T>
T kl_bernoulli(parameters<T> p, parameters<T> q) {
  return kl_of_probs(p[0], q[0]);
}

template <class T>
T kl_bernoulli_logit(parameters<T> p, parameters<T> q) {
  const T prob = 1 / (1 + std::exp(-p[0]));
  return prob * (p[0] - q[0]) + std::log1p(std::exp(q[0])) - std::log1p(std::exp(p[0]));
}

// n and prob; by the definition where the n differ
template <class T>
T kl_binomial(parameters<T> p, parameters<T> q) {
  if (p[0] == q[0]) return p[0] * kl_of_probs(p[1], q[1]);
  if (p[0] > q[0] && p[1] > 0) return infinite<T>();
  const auto log_mass = [](T n, T prob, T x) {
    return std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) + xlogy(x, prob) +
           xlogy(n - x, 1 - prob);
  };
  T sum = 0;
  for (T x = 0; x <= p[0]; x += 1) {
    const T of_p = log_mass(p[0], p[1], x);
    if (std::exp(of_p) > 0) sum += std::exp(of_p) * (of_p - log_mass(q[0], q[1], x));
  }
  return sum;
}

template <class T>
T kl_poisson(parameters<T> p, parameters<T> q) {
  return xlogy(p[0], p[0] / q[0]) - p[0] + q[0];
}

template <class T>
T kl_geometric(parameters<T> p, parameters<T> q) {
  return std::log(p[0] / q[0]) + xlogy((1 - p[0]) / p[0], (1 - p[0]) / (1 - q[0]));
}

}  // namespace kloracle::kernels
