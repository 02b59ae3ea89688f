// SPDX-License-Identifier: Apache-2.0
//
// The estimator by nearest neighbours: 000 D.2.
#include <algorithm>
#include <array>

#include "properties/errata/proofs.hpp"

namespace kloracle {
namespace {

using namespace proofs;

/// first, first + step, ...: n points.
std::vector<Q> grid(const Q& first, const Q& step, long n) {
  std::vector<Q> points;
  for (long i = 0; i < n; ++i) points.push_back(first + i * step);
  return points;
}

/// The distance from x to its k-th nearest among the points, x itself left out once if it is one of
/// them (`own`).
Q neighbour_distance(const Q& x, const std::vector<Q>& points, std::size_t k, bool own) {
  std::vector<Q> distances;
  for (const Q& y : points) distances.push_back(abs(Q(x - y)));
  std::ranges::sort(distances);
  return distances[own ? k : k - 1];
}

struct samples {
  std::vector<Q> p;
  std::vector<Q> q;
};

/// On the line, sign = 1: (1/n) sum ln(nu_k/rho_k) + ln(m/(n - 1)), rho_k among the p-sample and
/// nu_k among the q-sample. sign = -1: the ratio inverted.
interval estimate(const samples& of, std::size_t k, long sign) {
  const auto n = static_cast<long>(of.p.size());
  interval sum(0L, proof_bits);
  for (const Q& x : of.p) {
    const Q rho = neighbour_distance(x, of.p, k, true);
    const Q nu = neighbour_distance(x, of.q, k, false);
    sum = sum + log(enclosed(Q(nu / rho)));
  }
  const Q last(static_cast<long>(of.q.size()), n - 1);
  return sum * Q(sign, n) + log(enclosed(last));
}

std::vector<proved_fact> prove_neighbours() {
  proof s;
  constexpr std::size_t k = 5;
  const auto uniform = [](const char* upper) {
    return of_family("uniform", {{"lower", "0"}, {"upper", upper}});
  };
  s.rounds("D(U(0, 1) || U(0, 10)) = ln 10",
           oracle_value({quantity::kl, uniform("1"), uniform("10")}), "2.3026");
  const Q step(1, 100);
  const samples even{grid(step / 2, step, 100), grid(Q(1, 21), Q(10, 100), 100)};
  s.less("evenly spread samples of 100 from them, k = 5: the printed form", estimate(even, k, -1),
         "", 0);
  s.less("", 2, "the form with nu_k/rho_k", estimate(even, k, 1));
  const std::vector<Q> p = grid(0, step, 100);
  for (const long away : {10L, 100L}) {
    const samples near{p, grid(away, step, 100)};
    const samples far{p, grid(10 * away, step, 100)};
    const std::string from = std::to_string(away);
    const std::string to = std::to_string(10 * away);
    s.less("q-sample " + to + " away: the printed form", estimate(far, k, -1),
           "q-sample " + from + " away: the printed form", estimate(near, k, -1));
    s.less("q-sample " + from + " away: the form with nu_k/rho_k", estimate(near, k, 1),
           "q-sample " + to + " away: the form with nu_k/rho_k", estimate(far, k, 1));
  }
  return std::move(s).facts();
}

constexpr std::array table{
    erratum{
        "E20", "000 D.2", "upstream",
        "The estimate by nearest neighbours is (d/n) sum ln(rho_k/nu_k) + ln(m/(n - 1)), rho_k "
        "being the distance within the p-sample.",
        "The ratio is inverted: it must be nu_k/rho_k. Where q is thin its neighbours are far, "
        "and the divergence is large.",
        "On exact samples, evenly spread: of two uniform laws with D = ln 10 the printed form is "
        "negative, which no divergence is; as the q-sample moves away it falls, and the right "
        "form grows. That the right form converges to D is not proved here.",
        prove_neighbours},
};

}  // namespace

std::span<const erratum> neighbour_ratio_errata() {
  return table;
}

}  // namespace kloracle
