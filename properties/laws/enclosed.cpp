// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/enclosed.hpp"

#include <algorithm>
#include <cmath>

#include "properties/laws/recipes.hpp"

namespace kloracle::enclosed {
namespace {

bool softmax_alike(const std::vector<double>& x, const std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] - x[0] != y[i] - y[0]) return false;  // exact on the grid of logits_pair
  }
  return true;
}

std::vector<interval> softmax(const std::vector<double>& x, long bits) {
  const double most = *std::max_element(x.begin(), x.end());
  std::vector<interval> y;
  interval sum(0L, bits);
  for (const double v : x) {
    y.push_back(std::isinf(v) ? interval(0L, bits) : exp(exactly(v, bits) - exactly(most, bits)));
    sum = sum + y.back();
  }
  for (interval& v : y) v = v / sum;
  return y;
}

template <class Term>
interval sum_of(const sides& x, Term term) {
  interval sum(0L, x.bits);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!is_zero(x.p[i]) || !is_zero(x.q[i])) sum = sum + term(i);
  }
  return sum;
}

// One half of Jensen-Shannon's term: a ln(2a/(a + b)).
interval against_middle(const interval& a, const interval& b, const interval& difference) {
  return is_zero(a) ? a : a * log_ratio(ldexp(a, 1), a + b, difference);
}

}  // namespace

interval exactly(double x, long bits) {
  return interval::make(bits, [&](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_d(lo, x, MPFR_RNDD);
    mpfr_set_d(hi, x, MPFR_RNDU);
  });
}

bool is_zero(const interval& x) {
  return mpfr_zero_p(x.lo()) != 0 && mpfr_zero_p(x.hi()) != 0;
}

interval infinite(long bits) {
  return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_set_inf(lo, 1);
    mpfr_nextbelow(lo);
    mpfr_set_inf(hi, 1);
  });
}

sides sides_of(const law_scope& where, const sample& s, bool swapped, long bits) {
  const bool logits = recipe::on_logits(where.f);
  sides x;
  x.bits = bits;
  x.p = logits ? softmax(s.p, bits) : recipe::probabilities(where.f.p_in, s.p, bits);
  x.q = logits ? softmax(s.q, bits) : recipe::probabilities(where.f.q_in, s.q, bits);
  if (swapped) std::swap(x.p, x.q);
  const bool alike = logits && softmax_alike(s.p, s.q);
  for (std::size_t i = 0; i < x.size(); ++i)
    x.d.push_back(alike ? interval(0L, bits) : x.p[i] - x.q[i]);
  return x;
}

sides partition(const sides& x, const std::vector<bool>& event) {
  sides y;
  y.bits = x.bits;
  const auto sum_in = [&](const std::vector<interval>& of, bool in) {
    interval sum(0L, x.bits);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (event[i] == in) sum = sum + of[i];
    }
    return sum;
  };
  for (const bool in : {true, false}) {
    y.p.push_back(sum_in(x.p, in));
    y.q.push_back(sum_in(x.q, in));
    y.d.push_back(sum_in(x.d, in));
  }
  return y;
}

interval log_ratio(const interval& a, const interval& b, const interval& difference) {
  // Near a = b the difference is known better than the ratio; far below it, 1 + d/b is lost.
  return certainly_lt(ldexp(a, 1), b) ? log(a / b) : log1p(difference / b);
}

interval kl(const sides& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (is_zero(x.q[i]) && !is_zero(x.p[i])) return infinite(x.bits);
  }
  return sum_of(x, [&](std::size_t i) {
    return is_zero(x.p[i]) ? x.p[i] : x.p[i] * log_ratio(x.p[i], x.q[i], x.d[i]);
  });
}

interval jeffreys(const sides& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (is_zero(x.q[i]) != is_zero(x.p[i])) return infinite(x.bits);
  }
  return sum_of(x, [&](std::size_t i) { return x.d[i] * log_ratio(x.p[i], x.q[i], x.d[i]); });
}

interval jensen_shannon(const sides& x) {
  const interval both = sum_of(x, [&](std::size_t i) {
    return against_middle(x.p[i], x.q[i], x.d[i]) + against_middle(x.q[i], x.p[i], -x.d[i]);
  });
  return ldexp(both, -1);
}

interval total_variation(const sides& x) {
  return ldexp(sum_of(x, [&](std::size_t i) { return abs(x.d[i]); }), -1);
}

interval squared_hellinger(const sides& x) {
  const interval twice =
      sum_of(x, [&](std::size_t i) { return sqr(x.d[i] / (sqrt(x.p[i]) + sqrt(x.q[i]))); });
  return ldexp(twice, -1);
}

interval chi_squared(const sides& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (is_zero(x.q[i]) && !is_zero(x.p[i])) return infinite(x.bits);
  }
  return sum_of(x, [&](std::size_t i) { return sqr(x.d[i]) / x.q[i]; });
}

interval triangular_discrimination(const sides& x) {
  return sum_of(x, [&](std::size_t i) { return sqr(x.d[i]) / (x.p[i] + x.q[i]); });
}

interval affinity(const sides& x) {
  return sum_of(x, [&](std::size_t i) { return sqrt(x.p[i] * x.q[i]); });
}

interval overlap(const sides& x) {
  return sum_of(x, [&](std::size_t i) { return min(x.p[i], x.q[i]); });
}

interval power_affinity(const sides& x, const Q& order) {
  return sum_of(x, [&](std::size_t i) {
    if (is_zero(x.p[i]) || is_zero(x.q[i])) return interval(0L, x.bits);
    return x.q[i] * exp(log_ratio(x.p[i], x.q[i], x.d[i]) * order);
  });
}

}  // namespace kloracle::enclosed
