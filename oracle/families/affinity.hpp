// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/expression.hpp"

namespace kloracle {

/// The quantities that are made of the integral of p^a q^(1-a), for families that have one: Renyi,
/// Tsallis, alpha, Chernoff, Bhattacharyya, Hellinger, chi-squared. nullopt for other quantities
/// and where these distributions have no such formula. The orders at which these are
/// Kullback-Leibler divergences are not asked for here.
///
/// Formula       of an exponential family the logarithm of the integral is
///               F(a theta_p + (1-a) theta_q) - a F(theta_p) - (1-a) F(theta_q) where the natural
///               parameters allow it, and the integral is infinite where they do not
/// Source        Nielsen and Nock 2011, "On Renyi and Tsallis entropies and divergences for
///               exponential families"
std::optional<prepared> prepare_affinity(const family_problem& x);

/// Whether these two distributions have a log affinity.
bool has_affinity(const family_problem& x);

/// Whether that formula holds for parameters nearby too, so that it has slopes.
bool has_affinity_slopes(const family_problem& x);

/// The log affinity of a given order, a constant or a number on a tape.
template <class T>
T log_affinity(const both_arguments<T>& both, const T& order);
extern template interval log_affinity(const both_arguments<interval>&, const interval&);
extern template taped log_affinity(const both_arguments<taped>&, const taped&);
extern template closed_form log_affinity(const both_arguments<closed_form>&, const closed_form&);

/// The Chernoff information of distributions that have a log affinity and differ
/// (family_chernoff.cpp).
prepared prepare_family_chernoff(const family_problem& x);

}  // namespace kloracle
