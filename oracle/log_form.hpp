// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "oracle/evaluation.hpp"
#include "oracle/exact.hpp"
#include "oracle/interval.hpp"
#include "oracle/vocabulary.hpp"

namespace kloracle {

struct log_term {
  Q coefficient;
  Q argument;  // > 0
};

/// scale * (constant + sum coefficient * ln(argument)), everything rational.
struct log_form {
  Q scale = 1;
  Q constant = 0;
  std::vector<log_term> terms;
};

/// An enclosure of the form, in nats.
interval enclose(const log_form& form, mpfr_prec_t bits);

/// Whether the form, measured in `in`, is rational, and which rational it is.
///
/// Statement     with R = prod argument^coefficient: in nats the value is rational iff R = 1, and
///               is then scale * constant. In bits it is rational iff constant = 0 and R is a power
///               of 2 (or R = 1 and constant = 0); hartleys likewise with powers of 10
/// Source        Hermite-Lindemann: ln of an algebraic number other than 0 and 1 is transcendental.
///               The coefficients are rational, so sum a ln r = (1/D) ln R^D with R^D rational, and
///               Baker's theorem is not needed. For bits: constant + ln R = r ln 2 with constant !=
///               0 makes e^constant algebraic, which Hermite-Lindemann forbids
/// Formula       R = 1 iff every exponent over a coprime base is 0 (coprime_base.hpp); exponents of
///               small primes are summed first, in linear time, and settle nearly every form
/// Guarantee     exact; `unknown` only past 4096 distinct cofactors
decision decide(const log_form& form, unit in);

/// ln of the unit: 1, ln 2 or ln 10.
interval log_of_unit(unit in, mpfr_prec_t bits);

/// x nats, in the unit.
interval in_unit(const interval& x, unit in);

}  // namespace kloracle
