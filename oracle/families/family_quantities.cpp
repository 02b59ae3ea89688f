// SPDX-License-Identifier: Apache-2.0
//
// The quantities of families: each from KL(P, Q), from ln of the integral of p^a q^(1-a) (the log
// affinity), from the entropy, or from a formula of its own.
#include "oracle/families/family_quantities.hpp"

#include "oracle/families/affinity.hpp"
#include "oracle/families/family_evaluation.hpp"
#include "oracle/families/given.hpp"
#include "oracle/families/routes.hpp"
#include "oracle/families/spherical.hpp"

namespace kloracle {
namespace {

std::string names_of(const family_problem& x) {
  std::string names(x.p.family->entry.name);
  if (x.q && x.q->family != x.p.family) {
    names += " against " + std::string(x.q->family->entry.name);
  }
  return names;
}

[[noreturn]] void not_covered(const family_problem& x) {
  throw fault{"quantity", std::string(entry(x.what).name) + " of " + names_of(x) +
                              " has no formula here; kloracle list families names what there is"};
}

no_value infinite(std::string why) {
  return {status::plus_infinity, "", std::move(why)};
}

no_value undecided(std::string why) {
  return {status::undecided, "", std::move(why)};
}

// Of a divergence: 0 at P = Q, positive elsewhere (Gibbs; both because an f-divergence with f
// strictly convex at 1 is 0 for equal distributions only).
known_facts divergence_facts(const family_problem& x, bool nonnegative = true) {
  const auto same = same_distribution(x);
  known_facts facts;
  if (same == true) facts.value = 0;
  facts.nonzero = same == false;
  facts.nonnegative = nonnegative;
  return facts;
}

// An expression for KL, or why there is no finite one.
std::variant<no_value, expression> kl_value(const family_problem& x, bool reversed) {
  const relation supports = relate(x, reversed);
  if (supports.singular) return infinite(*supports.singular);
  if (!supports.decided) return undecided("whether one support holds the other is undecided");
  const std::vector<route> routes = kl_routes(x, reversed);
  if (routes.empty()) not_covered(x);
  if (routes.front().name == "averages") {
    const relation averages = averages_of(x, reversed);
    if (!averages.decided) return undecided("whether an average is finite is undecided");
    if (averages.singular) return infinite(*averages.singular);
  }
  return routes.front().value;
}

prepared prepare_kl(const family_problem& x, bool reversed) {
  auto value = kl_value(x, reversed);
  if (auto* none = std::get_if<no_value>(&value)) return std::move(*none);
  return evaluate_expression(x, std::get<expression>(value), divergence_facts(x));
}

prepared prepare_jeffreys(const family_problem& x) {
  auto forth = kl_value(x, false);
  if (auto* none = std::get_if<no_value>(&forth)) return std::move(*none);
  auto back = kl_value(x, true);
  if (auto* none = std::get_if<no_value>(&back)) return std::move(*none);
  const expression there = std::get<expression>(forth);
  const expression home = std::get<expression>(back);
  const Q factor = power_of_two(x.with.doubles);
  return evaluate_expression(
      x, expression([=](const auto& both) { return (there.in(both) + home.in(both)) * factor; }),
      divergence_facts(x));
}

std::optional<expression> entropy_of_p(const family_problem& x) {
  const family_row* family = x.p.family;
  if (!family->entropy) return std::nullopt;
  return expression(
      [family]<class T>(const both_arguments<T>& both) { return family->entropy.in<T>()(both.p); });
}

// The entropy of P, or with Q the cross-entropy H(P) + KL(P, Q).
std::variant<no_value, expression> entropy_value(const family_problem& x) {
  const auto entropy = entropy_of_p(x);
  if (!entropy) not_covered(x);
  if (!x.q) return *entropy;
  auto divergence = kl_value(x, false);
  if (auto* none = std::get_if<no_value>(&divergence)) return std::move(*none);
  return expression([e = *entropy, d = std::get<expression>(divergence)](const auto& both) {
    return e.in(both) + d.in(both);
  });
}

prepared prepare_entropy(const family_problem& x) {
  auto value = entropy_value(x);
  if (auto* none = std::get_if<no_value>(&value)) return std::move(*none);
  const expression entropy = std::get<expression>(value);
  if (x.what != quantity::perplexity) return evaluate_expression(x, entropy, {});
  known_facts facts;
  facts.nonzero = true;
  return evaluate_expression(
      x, expression([entropy](const auto& both) { return exp(entropy.in(both)); }), facts);
}

prepared prepare_total_variation(const family_problem& x) {
  const family_row* family = x.p.family;
  if (family != x.q->family || !family->total_variation) not_covered(x);
  known_facts facts = divergence_facts(x);
  facts.kink = true;
  return evaluate_expression(x, expression([family]<class T>(const both_arguments<T>& both) {
                               return family->total_variation.in<T>()(both.p, *both.q);
                             }),
                             facts);
}

prepared prepare_quantity(const family_problem& x) {
  if (x.p.family->prepare != nullptr && (!x.q || x.q->family == x.p.family)) {
    return x.p.family->prepare(x);
  }
  const bool of_order =
      x.what == quantity::renyi || x.what == quantity::tsallis || x.what == quantity::alpha;
  if (of_order && !x.with.order_is_infinite && x.with.order == 1) return prepare_kl(x, false);
  if (x.what == quantity::alpha && !x.with.order_is_infinite && x.with.order == 0) {
    return prepare_kl(x, true);
  }
  switch (x.what) {
    case quantity::kl:
      return prepare_kl(x, false);
    case quantity::reverse_kl:
      return prepare_kl(x, true);
    case quantity::jeffreys:
      return prepare_jeffreys(x);
    case quantity::entropy:
    case quantity::cross_entropy:
    case quantity::perplexity:
      return prepare_entropy(x);
    case quantity::total_variation:
      return prepare_total_variation(x);
    default:
      break;
  }
  if (auto made = prepare_affinity(x)) return std::move(*made);
  not_covered(x);
}

}  // namespace

prepared prepare_families(const problem& what) {
  try {
    if (what.how) throw fault{"semantics", "is of categorical distributions only"};
    given_distribution p = read_distribution(what.p, "p");
    std::optional<given_distribution> q;
    if (what.q) q = read_distribution(*what.q, "q");
    family_problem x{what.what, settings_of(what), what.in, std::move(p), std::move(q)};
    relate_on_sphere(x, what.cosine);
    mark_jumps(x);
    return prepare_quantity(x);
  } catch (const fault& f) {
    return no_value{status::undefined, f.argument, f.reason};
  }
}

}  // namespace kloracle
