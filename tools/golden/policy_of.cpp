// SPDX-License-Identifier: Apache-2.0
//
// Which policy a case without a value is about: told from the fault that the oracle names and the
// problem's own numbers, so that stated cases are classified like spoilt ones.
#include <algorithm>
#include <array>
#include <string>

#include "oracle/exact.hpp"
#include "tools/golden/policies.hpp"

namespace kloracle {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A fault as the oracle words it, and the policy that it is about.
struct wording {
  std::string_view part;
  std::string_view policy;
};

// Whoever is at fault.
constexpr wording wordings[] = {
    {"is not finite (", "infinite_parameter"},
    {"is infinite", "infinite_weight"},
    {"is negative (", "negative_weight"},
    {"is not an integer", "fractional_count"},
    {"is empty", "empty"},
    {"an empty vector", "empty"},
    {"there are no samples", "empty"},
    {"sums to 0", "no_mass"},
    {"are all 0", "no_mass"},
    {"is unmasked", "all_masked"},
    {"cannot have been sampled", "impossible_sample"},
    {"the value is -infinity", "minus_infinite_value"},
    {"sum to ", "sum_not_one"},
    {"is not above lower", "bounds_out_of_order"},
    {"is not symmetric", "not_symmetric"},
    {"is not positive definite", "not_positive_definite"},
    {"expected a positive diagonal", "bad_triangle"},
    {"expected 0 above the diagonal", "bad_triangle"},
    {"expected a number between 0 and 1", "degenerate_probability"},
    {"expected a number above 0, to 1", "degenerate_probability"},
    {"has one entry; expected two", "too_few_dimensions"},
    {"is of fewer than 2 dimensions", "too_few_dimensions"},
    {"which has no direction", "zero_direction"},
    {"entries where p has", "lengths_differ"},
    {"another number of outcomes", "lengths_differ"},
    {"has another shape", "lengths_differ"},
    {"puts q in another dimension", "lengths_differ"},
    {"is of dimension ", "lengths_differ"},
    {" numbers where ", "lengths_differ"},
    {" entries; expected ", "lengths_differ"},
    {"is not square", "lengths_differ"},
};

// An option at fault. What is missing or not taken is no input at all, and has no policy.
std::string_view policy_of_option(std::string_view option, std::string_view reason) {
  if (contains(reason, "missing") || contains(reason, "not taken") || contains(reason, "unknown"))
    return {};
  if (option == "order") return "bad_order";
  if (option == "weight") return "bad_weight";
  if (option == "eps") return "bad_eps";
  if (option == "pseudocount") return "negative_pseudocount";
  if (option == "cosine") return "bad_cosine";
  return {};
}

// "is -0x1p+0; expected a positive number": a parameter outside its domain.
std::string_view policy_of_parameter(std::string_view argument, std::string_view reason) {
  const std::size_t end = reason.find("; expected ");
  if (!reason.starts_with("is ") || end == std::string_view::npos) return {};
  const std::string_view expected = reason.substr(end + 11);
  const number x = number::parse(reason.substr(3, end - 3), nullptr);
  if (!x.is_finite()) return "infinite_parameter";
  if (contains(argument, ".probs") || contains(argument, ".weights"))
    return x.sign() < 0 ? "negative_weight" : "sum_not_one";
  if (expected == meaning(domain::probability)) return "bad_probability";
  if (contains(argument, ".df") && x.sign() > 0) return "df_too_small";
  if (x.sign() < 0) return "negative_parameter";
  return x.sign() == 0 ? "zero_parameter" : "fractional_parameter";
}

bool is_family_argument(std::string_view argument) {
  return argument.starts_with("p.") || argument.starts_with("q.");
}

std::string_view policy_of_nan(std::string_view argument) {
  if (is_family_argument(argument)) return "nan_parameter";
  return argument.starts_with("p[") || argument.starts_with("q[") ? "nan_input" : "nan_option";
}

// The oracle says so, but of what belongs to the semantics.
bool is_nan_at_fault(const problem& asked, std::string_view reason) {
  if (contains(reason, "is not a finite number")) return asked.semantics_parameter->is_nan();
  return contains(reason, "is NaN") || contains(reason, "is nan") ||
         contains(reason, "is not finite (nan)");
}

std::string_view policy_of_infinity(std::string_view argument, const problem& asked) {
  const distribution& d = argument.starts_with("q") && asked.q ? *asked.q : asked.p;
  const bool logits = !d.parameters.empty() && d.parameters.front().name == "logits";
  return logits ? "infinite_logit" : "infinite_log_probability";
}

}  // namespace

std::string_view policy_of(const fixture_input& input, const certified_value& value) {
  if (value.what != outcome_kind::domain && value.what != outcome_kind::undefined) return {};
  const problem& asked = input.asked;
  const std::string_view reason = value.reason;
  if (contains(reason, "is +inf")) return policy_of_infinity(value.argument, asked);
  if (is_nan_at_fault(asked, reason)) return policy_of_nan(value.argument);
  if (contains(reason, "is not a finite number")) return "infinite_parameter";
  for (const wording& w : wordings) {
    if (contains(reason, w.part)) return w.policy;
  }
  return is_family_argument(value.argument) ? policy_of_parameter(value.argument, reason)
                                            : policy_of_option(value.argument, reason);
}

}  // namespace kloracle
