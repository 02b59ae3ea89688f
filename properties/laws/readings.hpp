// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "oracle/exact.hpp"
#include "properties/laws/enclosed.hpp"
#include "properties/laws/recipes.hpp"

// Divergences as laws compare them: which of a few well-known ones a function is, whatever it is
// called, and inputs at which comparisons are tight.
namespace kloracle::recipe {

/// A function as an increasing function of a well-known divergence D of P and Q.
struct reading {
  enum class shape {
    linear,    // scale D
    root,      // sqrt(scale D)
    log_gain,  // scale ln(1 + D): Renyi's of order 2, of chi_squared
    log_loss,  // -scale ln(1 - D): Bhattacharyya's distance, of squared_hellinger
  };
  quantity of = quantity::kl;  // kl, jeffreys, jensen_shannon, total_variation, squared_hellinger,
                               // chi_squared or triangular_discrimination; D in nats
  bool swapped = false;        // D(Q||P): the function's P is the divergence's Q
  Q scale = 1;
  shape as = shape::linear;

  /// The function's value where the divergence is d, in nats and its first convention.
  interval operator()(const interval& d) const;
};

/// How a function reads on the simplex; nullopt for one that is none of these divergences.
///
/// Statement     tsallis, alpha, renyi and chernoff at orders -1 to 2 are some of them; generators
///               are what their names say; Jensen-Shannon has weight 1/2
std::optional<reading> reading_of(const offered_function& f);

/// Whether the function poses a plain problem of distributions: on_simplex or on_logits.
bool of_distributions(const offered_function& f);

/// The order, where it is finite; the weight of P in Jensen-Shannon, 1/2 where it is left out.
std::optional<Q> order_of(const offered_function& f);
std::optional<Q> weight_of(const offered_function& f);

/// Whether the function is of Renyi's, Tsallis', Chernoff's or the alpha kin, by any name.
bool takes_order(const offered_function& f);

/// Whether the function is a divergence of distributions that reads so.
bool reads(const offered_function& f, quantity what);
template <quantity What>
bool reads(const offered_function& f) {
  return reads(f, What);
}

/// A bound law's other side: B of the divergence that the function is, as the function reads.
template <interval (*B)(const enclosed::sides&)>
interval bound_by(const law_instance& x, std::span<const interval>, const law_scope& where,
                  long bits) {
  const reading r = *reading_of(where.f);
  return r(B(enclosed::sides_of(where, x.input(0), r.swapped, bits)));
}

/// A pair that comparisons of divergences are tight at: any_pair, two outcomes, (a, b) against
/// (b, a), or P = Q given an event (of a swapped reading, Q = P given an event).
void compared_pair(choices& c, const law_scope& where, sample& to);

/// The draw of a law about one such pair.
void draw_compared(choices& c, const law_scope& where, law_instance& to);

/// Exchanges P and Q where the function reads as swapped, so that they are the divergence's.
void orient(const law_scope& where, unit_pair& x);

/// Three distributions of one simplex as terms (P, R), (P, Q), (Q, R), oriented.
void give_triple(const law_scope& where, int k, const units& p, const units& q, const units& r,
                 law_instance& to);

}  // namespace kloracle::recipe
