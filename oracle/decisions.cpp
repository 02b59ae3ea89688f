// SPDX-License-Identifier: Apache-2.0
//
// Which closed forms are rational. The statements and their sources are in closed_form.hpp.
#include <algorithm>
#include <array>
#include <map>

#include "oracle/closed_form.hpp"

namespace kloracle {
namespace {

constexpr std::array<long, 10> small_primes{2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
constexpr std::size_t base_limit = 1024;
constexpr long formed_bits_limit = 1L << 24;  // a power longer than that is not written out
constexpr long told_bits_limit = 1L << 17;    // an answer longer than that is not read back

const decision unknown{};
const decision irrational{rationality::irrational};

decision exactly(Q value) {
  return {rationality::rational, std::move(value)};
}

// The root of b that is no perfect power itself: v with b = v^k, k as large as it can be.
Z primitive_root(Z b) {
  while (b > 1 && mpz_perfect_power_p(b.backend().data()) != 0) {
    unsigned long k = 2;
    Z root;
    while (mpz_root(root.backend().data(), b.backend().data(), k) == 0) ++k;
    b = root;
  }
  return b;
}

// Pairwise coprime integers > 1, none a perfect power, whose powers multiply to every given one.
// The primes it begins with are divided out of the rest first. nullopt past the limit.
std::optional<std::vector<Z>> coprime_basis(std::vector<Z> given) {
  std::vector<Z> basis;
  for (const long prime : small_primes) {
    bool divides = false;
    for (Z& x : given) divides = remove_factor(x, Z(prime)) > 0 || divides;
    if (divides) basis.emplace_back(prime);
  }
  std::sort(given.begin(), given.end());
  given.erase(std::unique(given.begin(), given.end()), given.end());
  const std::size_t primes = basis.size();
  // A split replaces x and b by gcd, x/gcd, b/gcd, whose product is smaller: the loop ends.
  while (!given.empty()) {
    const Z x = std::move(given.back());
    given.pop_back();
    if (x == 1) continue;
    const auto clash = std::find_if(basis.begin() + static_cast<std::ptrdiff_t>(primes),
                                    basis.end(), [&](const Z& b) { return gcd(x, b) != 1; });
    if (clash == basis.end()) {
      basis.push_back(x);
      if (basis.size() > base_limit) return std::nullopt;
      continue;
    }
    const Z b = std::move(*clash);
    basis.erase(clash);
    const Z common = gcd(x, b);
    given.insert(given.end(), {common, x / common, b / common});
  }
  for (Z& b : basis) b = primitive_root(std::move(b));
  return basis;
}

using radical_class = std::vector<Q>;  // exponents in [0, 1) over the basis

// A sum of products with equal powers of e, and within them equal radicals, collected.
struct collected {
  std::vector<Z> basis;
  std::map<Q, std::map<radical_class, Q>> sum;

  bool empty() const { return sum.empty(); }
  bool algebraic() const { return empty() || (sum.size() == 1 && sum.begin()->first == 0); }
  bool one_product() const { return sum.size() == 1 && sum.begin()->second.size() == 1; }
  bool plain() const {  // one product, and it is rational
    if (!one_product() || sum.begin()->first != 0) return false;
    const radical_class& c = sum.begin()->second.begin()->first;
    return std::all_of(c.begin(), c.end(), [](const Q& e) { return e == 0; });
  }
};

// Products of integer powers of the basis, or nullopt if they would be too long.
std::optional<Q> formed(const std::vector<Z>& basis, const std::vector<Z>& exponents) {
  Z n = 1;
  Z d = 1;
  Z bits = 0;
  for (std::size_t j = 0; j < basis.size(); ++j) bits += abs(exponents[j]) * bit_length(basis[j]);
  if (bits > formed_bits_limit) return std::nullopt;
  for (std::size_t j = 0; j < basis.size(); ++j) {
    const auto e = exponents[j].convert_to<long>();
    if (e > 0) n *= pow(basis[j], static_cast<unsigned>(e));
    if (e < 0) d *= pow(basis[j], static_cast<unsigned>(-e));
  }
  return Q(n, d);
}

Z floor_of(const Q& x) {
  Z q;
  mpz_fdiv_q(q.backend().data(), Z(numerator(x)).backend().data(),
             Z(denominator(x)).backend().data());
  return q;
}

// Adds one product to what is collected. A radical over pairwise coprime bases, none a perfect
// power, is rational iff every exponent is an integer: for a prime l of b, v_l(b) e is one, and the
// v_l(b) of all l have no common divisor.
bool collect(const product& x, collected& into) {
  std::vector<Q> exponents(into.basis.size());
  for (const power& r : x.radicals) {
    Z left = r.base;
    for (std::size_t j = 0; j < into.basis.size() && left != 1; ++j) {
      const long v = remove_factor(left, into.basis[j]);
      if (v != 0) exponents[j] += r.exponent * v;
    }
  }
  std::vector<Z> whole;
  for (Q& e : exponents) {
    whole.push_back(floor_of(e));
    e -= Q(whole.back());
  }
  const auto factor = formed(into.basis, whole);
  if (!factor) return false;
  auto& classes = into.sum[x.power];
  Q& coefficient = classes[exponents];
  coefficient += x.coefficient * *factor;
  if (coefficient == 0) classes.erase(exponents);
  if (classes.empty()) into.sum.erase(x.power);
  return true;
}

std::optional<collected> collect(const std::vector<product>& sum) {
  std::vector<Z> bases;
  for (const product& x : sum) {
    for (const power& r : x.radicals) bases.push_back(r.base);
  }
  auto basis = coprime_basis(std::move(bases));
  if (!basis) return std::nullopt;
  collected all{std::move(*basis), {}};
  for (const product& x : sum) {
    if (!collect(x, all)) return std::nullopt;
  }
  return all;
}

std::optional<Q> rational_root(const Q& x) {
  const Z n = numerator(x);
  const Z d = denominator(x);
  if (x < 0 || !mpz_perfect_square_p(n.backend().data()) ||
      !mpz_perfect_square_p(d.backend().data())) {
    return std::nullopt;
  }
  return Q(boost::multiprecision::sqrt(n), boost::multiprecision::sqrt(d));
}

}  // namespace

decision decide(const closed_form& x, unit in) {
  if (x.is_open() || x.has_constants()) return unknown;
  const auto all = collect(x.products());
  if (!all || (!all->empty() && !all->plain() && !x.logs().empty())) return unknown;
  const Q constant = all->plain() ? all->sum.begin()->second.begin()->second : Q(0);
  if (!x.logs().empty()) return decide(log_form{1, constant, x.logs()}, in);
  if (all->empty()) return exactly(0);
  if (in == unit::nats) return all->plain() ? exactly(constant) : irrational;
  return all->algebraic() ? irrational : unknown;
}

decision decide_root(const closed_form& x, unit in) {
  const decision square = decide(x, in);
  if (square.verdict != rationality::rational) return square;
  const auto root = rational_root(square.value);
  return root ? exactly(*root) : irrational;
}

decision decide_logarithm(const closed_form& x, const Q& factor, unit in) {
  if (x.is_open() || x.has_constants() || !x.logs().empty()) return unknown;
  if (factor == 0) return exactly(0);
  if (x.products().size() == 1 && x.products()[0].coefficient > 0) {
    // Of one product the powers need not be formed, however long.
    const product& only = x.products()[0];
    log_form form{factor, only.power, {{1, only.coefficient}}};
    for (const power& r : only.radicals) form.terms.push_back({r.exponent, Q(r.base)});
    return decide(form, in);
  }
  const auto all = collect(x.products());
  if (!all || all->empty()) return unknown;
  if (!all->one_product()) return irrational;
  const auto& [power, classes] = *all->sum.begin();
  const auto& [exponents, coefficient] = *classes.begin();
  log_form form{factor, power, {{1, coefficient}}};
  for (std::size_t j = 0; j < exponents.size(); ++j) {
    if (exponents[j] != 0) form.terms.push_back({exponents[j], Q(all->basis[j])});
  }
  return decide(form, in);
}

decision decide_exponential(const closed_form& x) {
  if (x.is_open() || x.has_constants()) return unknown;
  const auto all = collect(x.products());
  if (!all) return unknown;
  if (!all->empty()) {
    return x.logs().empty() ? (all->algebraic() ? irrational : unknown)
                            : (all->plain() ? irrational : unknown);
  }
  product r;
  for (const log_term& t : x.logs()) {
    r.radicals.push_back({numerator(t.argument), t.coefficient});
    r.radicals.push_back({denominator(t.argument), -t.coefficient});
  }
  const auto formed = collect({r});
  if (!formed) return unknown;
  if (!formed->plain()) return irrational;
  const Q& value = formed->sum.begin()->second.begin()->second;
  const bool short_enough = bit_length(numerator(value)) < told_bits_limit &&
                            bit_length(denominator(value)) < told_bits_limit;
  return short_enough ? exactly(value) : unknown;
}

}  // namespace kloracle
