// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "oracle/exact.hpp"
#include "properties/subject.hpp"

// What theorems know of a function: the classes of quantities that laws speak of.
namespace kloracle::kind {

/// An order, as quantities that take one have it.
struct power {
  bool infinite = false;
  Q value = 0;  // where it is finite

  bool is(long a) const { return !infinite && value == a; }
  bool at_least(long a) const { return infinite || value >= a; }
  bool at_most(long a) const { return !infinite && value <= a; }
};

/// The function's order; nullopt where it has none.
std::optional<power> order(const offered_function& f);

/// The quantity, or of f_divergence the one that its generator names (squared_hellinger's value is
/// then that of the convention "sum").
quantity divergence(const offered_function& f);

/// Kullback-Leibler's divergence of P from Q, or of Q from P, under whatever name: the Renyi
/// divergence of order 1 is one.
bool is_kl(const offered_function& f);
bool is_reverse_kl(const offered_function& f);

/// 1 of a sum q f(p/q) with a convex f, -1 with a concave one, 0 of what is no such sum.
int f_convexity(const offered_function& f);

/// What the value does where both P and Q pass through one channel: 1 it falls or stays, -1 it
/// rises or stays, 0 no theorem says.
int under_channels(const offered_function& f);

/// 1 of a function convex in (P, Q), -1 of a concave one, 0 of neither.
int joint_convexity(const offered_function& f);

/// The same in Q alone, P fixed: more functions are.
int convexity_in_q(const offered_function& f);

/// Whether its value at a mixture of pairs is no larger than at the worse of the two.
bool quasi_convex(const offered_function& f);

/// Whether the value is 0 where P = Q.
bool zero_at_equality(const offered_function& f);

/// Whether the value is finite wherever P and Q have outcomes of probability 0.
bool finite_everywhere(const offered_function& f);

/// Whether the function poses the plain problem of its quantity on an exact simplex, whatever it
/// says of its outcomes: points of a support, a kernel, cells of a table.
bool on_simplex(const offered_function& f);

/// The same of a table.
bool of_tables(const offered_function& f);

}  // namespace kloracle::kind
