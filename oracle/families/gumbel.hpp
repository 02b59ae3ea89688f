// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oracle/families/words.hpp"

namespace kloracle {

/// KL between Gumbel distributions; also between Weibull distributions, whose -ln x is a Gumbel
/// variable of mu = -ln scale and of the scale 1/shape.
///
/// Statement     for r = scale_p/scale_q and t = (mu_p - mu_q)/scale_q
/// Formula       -ln r + gamma (r - 1) + t + e^-t Gamma(1 + r) - 1, gamma being Euler's constant:
///               with w = e^-z the standard exponential variable of P, z = (x - mu_p)/scale_p,
///               ln p/q = -ln r - z - w + (r z + t) + e^-t w^r, where E z = gamma, E w = 1 and
///               E w^r = Gamma(1 + r)
template <class T>
T kl_of_gumbels(const T& r, const T& t) {
  return euler(r) * (r - Q(1)) - log(r) + t + exp(lgamma(r + Q(1)) - t) - Q(1);
}

}  // namespace kloracle
