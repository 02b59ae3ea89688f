// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/function_kinds.hpp"

#include <algorithm>
#include <array>

#include "properties/laws/recipes.hpp"

namespace kloracle::kind {
namespace {

using enum quantity;

template <std::size_t N>
bool among(quantity what, const std::array<quantity, N>& some) {
  return std::find(some.begin(), some.end(), what) != some.end();
}

// Sums of a power of p/q, up to a factor and a constant.
bool of_powers(quantity what) {
  return what == tsallis || what == alpha;
}

bool of_order(const offered_function& f, quantity what, long a) {
  const auto o = order(f);
  return divergence(f) == what && o && o->is(a);
}

}  // namespace

std::optional<power> order(const offered_function& f) {
  if (!f.order || f.order->is_nan() || f.order->is_minus_infinity()) return std::nullopt;
  if (f.order->is_plus_infinity()) return power{true, 0};
  return power{false, exact(*f.order)};
}

quantity divergence(const offered_function& f) {
  if (f.what != f_divergence) return f.what;
  const quantity_entry* named = find_quantity(f.generator);
  return named != nullptr ? named->id : f.what;
}

bool is_kl(const offered_function& f) {
  return divergence(f) == kl || of_order(f, renyi, 1) || of_order(f, tsallis, 1) ||
         of_order(f, alpha, 1);
}

bool is_reverse_kl(const offered_function& f) {
  return divergence(f) == reverse_kl || of_order(f, alpha, 0);
}

int f_convexity(const offered_function& f) {
  static constexpr std::array convex{kl,
                                     reverse_kl,
                                     jeffreys,
                                     jensen_shannon,
                                     total_variation,
                                     squared_hellinger,
                                     chi_squared,
                                     neyman_chi_squared,
                                     triangular_discrimination,
                                     k_divergence};
  const quantity what = divergence(f);
  if (among(what, convex)) return 1;
  if (what == bhattacharyya_coefficient) return -1;
  if (!of_powers(what)) return 0;
  const auto a = order(f);
  if (!a || (a->infinite && f.how == semantics::generalised)) return 0;
  return what == alpha || a->at_least(0) ? 1 : -1;
}

int under_channels(const offered_function& f) {
  static constexpr std::array falling{jensen_shannon_distance, hellinger, bhattacharyya_distance,
                                      chernoff_information, max_log_ratio};
  if (among(f.what, falling)) return 1;
  const auto a = order(f);
  if (f.what == chernoff) return a && a->at_least(0) && a->at_most(1) ? 1 : 0;
  if (f.what == renyi) return !a ? 0 : a->at_least(0) ? 1 : -1;
  return f_convexity(f);
}

int joint_convexity(const offered_function& f) {
  static constexpr std::array convex{bhattacharyya_distance, chernoff_information, wasserstein_1};
  if (among(f.what, convex)) return 1;
  const auto a = order(f);
  const bool up_to_1 = a && a->at_least(0) && a->at_most(1);
  if (f.what == chernoff || f.what == renyi) return up_to_1 ? 1 : 0;
  // 0 or infinite, of an infinite order: there is nothing to mix.
  return a && a->infinite ? 0 : f_convexity(f);
}

int convexity_in_q(const offered_function& f) {
  static constexpr std::array convex{max_log_ratio, cross_entropy};
  if (among(f.what, convex) || (f.what == perplexity && takes_q(f))) return 1;
  if (f.what == renyi) return under_channels(f) > 0 ? 1 : 0;
  return joint_convexity(f);
}

bool quasi_convex(const offered_function& f) {
  static constexpr std::array more{max_log_ratio, hellinger, jensen_shannon_distance};
  return among(f.what, more) || (f.what == renyi && under_channels(f) > 0) ||
         joint_convexity(f) > 0;
}

bool zero_at_equality(const offered_function& f) {
  if (f.what == wasserstein_1 || f.what == squared_mmd) return true;
  return f.what != bhattacharyya_coefficient && under_channels(f) != 0;
}

bool finite_everywhere(const offered_function& f) {
  static constexpr std::array finite{jensen_shannon,  jensen_shannon_distance,
                                     total_variation, squared_hellinger,
                                     hellinger,       triangular_discrimination,
                                     k_divergence,    bhattacharyya_coefficient,
                                     wasserstein_1,   squared_mmd};
  const quantity what = divergence(f);
  if (among(what, finite)) return true;
  const auto a = order(f);
  return of_powers(what) && a && !a->infinite && a->value > 0 && a->value < 1;
}

bool on_simplex(const offered_function& f) {
  if (of_families(f)) return false;
  offered_function plain = f;
  plain.shape.clear();
  plain.support.clear();
  plain.kernel.clear();
  return recipe::on_simplex(plain);
}

bool of_tables(const offered_function& f) {
  return !f.shape.empty() && on_simplex(f);
}

}  // namespace kloracle::kind
