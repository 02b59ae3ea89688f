// SPDX-License-Identifier: Apache-2.0
//
// The ways to a Kullback-Leibler divergence between distributions of families, and what must be
// known of P and Q before one is taken.
#pragma once

#include "oracle/families/expression.hpp"

namespace kloracle {

/// Thrown by a written-out average over P that is not finite, or not known to be.
struct infinite_average {
  bool known;
  std::string reason;
};

/// A way to E_P[ln p/q]: its name for tests and lists, and the number itself.
struct route {
  std::string_view name;  // "direct", "bregman", "averages" or "pair"
  expression value;
};

/// Every way to KL(P, Q) that these families have, the one to prefer first. They are independent:
///
///   direct    the closed form of textbooks, of one family
///   bregman   F(theta_q) - F(theta_p) - <theta_q - theta_p, grad F(theta_p)>, Banerjee et al. 2005
///   pair      a closed form of two families, pairs.cpp
///   averages  -H(P) - E_P[ln q], from the averages that P offers and Q needs
///
/// With `reversed`, of KL(Q, P), as a number of the same both_arguments.
std::vector<route> kl_routes(const family_problem& x, bool reversed = false);

/// Whether P and Q are one distribution, as far as it is decided; nullopt too where they are of
/// different families.
std::optional<bool> same_distribution(const family_problem& x);

/// What is known of P against Q.
struct relation {
  bool decided = true;
  std::optional<std::string> singular;  // why P is not absolutely continuous with respect to Q
};

/// Whether P is absolutely continuous with respect to Q (Q to P if reversed). Throws the fault of a
/// pair that lives on different spaces.
relation relate(const family_problem& x, bool reversed = false);

/// Marks the distributions whose range moves with their parameters and has an end in common with
/// the other's range: there the smallest movement decides whether P is absolutely continuous.
void mark_jumps(family_problem& x);

/// Why E_P[ln q] is -infinity, by an average that is infinite: of the route "averages" only.
relation averages_of(const family_problem& x, bool reversed = false);

/// A closed form for P of one family and Q of another that no averages give: pairs.cpp.
struct pair_row {
  std::string_view p;
  std::string_view q;
  guises<of_two> kl;
};
std::span<const pair_row> pair_rows();

/// Whether KL from the one family to the other has a formula at all, for `kloracle list families`.
bool has_closed_form(const family_row& p, const family_row& q);

}  // namespace kloracle
