// SPDX-License-Identifier: Apache-2.0
#include "oracle/log_form.hpp"

#include <array>

#include "oracle/coprime_base.hpp"

namespace kloracle {
namespace {

constexpr std::array<long, 25> small_primes{2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37, 41,
                                            43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97};

// prod argument^coefficient split into powers of small primes and the rest.
struct factored {
  std::array<Q, small_primes.size()> exponent;
  std::vector<power> rest;

  // Multiplies by x^a, x >= 1.
  void multiply(Z x, const Q& a) {
    for (std::size_t i = 0; i < small_primes.size() && x != 1; ++i) {
      const long v = remove_factor(x, Z(small_primes[i]));
      if (v != 0) exponent[i] += a * v;
    }
    if (x != 1) rest.push_back({std::move(x), a});
  }
};

}  // namespace

interval enclose(const log_form& form, mpfr_prec_t bits) {
  interval total(form.constant, bits);
  for (const log_term& t : form.terms) {
    total = total + log(interval(t.argument, bits)) * interval(t.coefficient, bits);
  }
  return form.scale == 1 ? total : total * interval(form.scale, bits);
}

decision decide(const log_form& form, unit in) {
  if (form.scale == 0) return {rationality::rational, 0};
  factored product;
  for (const log_term& t : form.terms) {
    product.multiply(numerator(t.argument), t.coefficient);
    product.multiply(denominator(t.argument), -t.coefficient);
  }
  // The exponents that the unit may absorb: of 2 for bits; of 2 and 5, if equal, for hartleys.
  auto& e = product.exponent;
  Q absorbed = 0;
  if (in == unit::bits || (in == unit::hartleys && e[0] == e[2])) {
    absorbed = e[0];
    e[0] = 0;
    if (in == unit::hartleys) e[2] = 0;
  }
  for (const Q& exponent : e) {
    if (exponent != 0) return {rationality::irrational};
  }
  const auto rest = coprime_base(std::move(product.rest));
  if (!rest) return {};
  if (!rest->empty()) return {rationality::irrational};
  if (in == unit::nats) return {rationality::rational, form.scale * form.constant};
  // R is 1 or a power of the unit's base: rational iff no constant stands beside it.
  if (form.constant != 0) return {rationality::irrational};
  return {rationality::rational, form.scale * absorbed};
}

interval log_of_unit(unit in, mpfr_prec_t bits) {
  switch (in) {
    case unit::bits:
      return const_ln2(bits);
    case unit::hartleys:
      return const_ln10(bits);
    case unit::nats:
      break;
  }
  return interval(1L, bits);
}

interval in_unit(const interval& x, unit in) {
  return in == unit::nats ? x : x / log_of_unit(in, x.bits());
}

}  // namespace kloracle
