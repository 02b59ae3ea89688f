// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/policies.hpp"

#include <array>

namespace kloracle {
namespace {

using enum expectation;

// What a library does is written down only where every function that can meet the input does the
// same, by its documentation or its source; the rest is `unspecified`.
constexpr std::array profile_table{
    profile_entry{"strict", "an error for everything that poses no problem"},
    profile_entry{"ieee",
                  "NaN, as IEEE 754 has it for invalid operations; an error where it is no number "
                  "that is at fault"},
    profile_entry{
        "scipy",
        "SciPy: stats.entropy, special.rel_entr and kl_div, spatial.distance."
        "jensenshannon, stats.wasserstein_distance, and the distributions of scipy.stats"},
    profile_entry{
        "torch",
        "PyTorch 2: torch.distributions with argument validation, which is the default, and "
        "nn.functional.kl_div"},
    profile_entry{"r",
                  "R: the distributions of package stats, and package entropy; NA counts as "
                  "NaN"},
};

using expectations = std::array<expectation, profile_table.size()>;

constexpr expectations strict_only{error, unspecified, unspecified, unspecified, unspecified};
constexpr expectations nothing{unspecified, unspecified, unspecified, unspecified, unspecified};
constexpr expectations no_library{error, nan, unspecified, unspecified, unspecified};

struct row {
  std::string_view name;
  std::string_view meaning;
  expectations expects;  // strict, ieee, scipy, torch, r
};

constexpr row table[] = {
    // Any input.
    {"lengths_differ",
     "P and Q, or two arguments of one of them, have unlike numbers of entries or dimensions",
     {error, error, error, error, unspecified}},
    {"empty", "there are no entries where some are needed", no_library},

    // Categorical input.
    {"nan_input",
     "a weight, logit or log-probability is NaN",
     {error, nan, error_or_nan, error_or_nan, error_or_nan}},
    {"negative_weight",
     "a probability, weight or count is negative",
     {error, nan, unspecified, error_or_nan, unspecified}},
    {"infinite_weight", "a probability, weight or count is infinite", no_library},
    {"fractional_count", "a count is not an integer", no_library},
    {"no_mass",
     "weights that are to be divided by their sum are all 0",
     {error, nan, error_or_nan, error, error_or_nan}},
    {"infinite_logit", "a logit is +inf", {error, nan, unspecified, error, unspecified}},
    {"infinite_log_probability", "a log-probability is +inf", no_library},
    {"all_masked", "every logit of P or Q is -inf", {error, nan, unspecified, error, unspecified}},
    {"impossible_sample", "an outcome was sampled that has probability 0 under P", strict_only},
    {"minus_infinite_value", "the mathematics gives -infinity, which is a fair answer", nothing},

    // Options.
    {"nan_option", "an option is NaN, or has a NaN in it", no_library},
    {"bad_order", "the order is one that the quantity does not have", no_library},
    {"bad_weight", "the weight of a mixture is outside [0, 1]", no_library},
    {"bad_eps", "the bound of clipping is outside (0, 1]", no_library},
    {"negative_pseudocount", "the pseudocount is negative", no_library},
    {"bad_cosine", "the cosine between two directions is outside [-1, 1]", no_library},

    // Parameters of families.
    {"nan_parameter",
     "a parameter is NaN; where nothing depends on it, some libraries do not look",
     {error, nan, unspecified, error, error_or_nan}},
    {"negative_parameter",
     "a scale, rate, shape, mean or number of trials is negative",
     {error, nan, error_or_nan, error, error_or_nan}},
    {"zero_parameter",
     "a scale, rate or shape is 0; some libraries take the limit, a point mass",
     {error, nan, error_or_nan, error, unspecified}},
    {"infinite_parameter", "a parameter, a support point or an entry of a kernel is infinite",
     no_library},
    {"fractional_parameter",
     "a number of trials or dimensions is not an integer",
     {error, nan, unspecified, error, unspecified}},
    {"bad_probability",
     "the probability of a success is outside [0, 1]",
     {error, nan, nan, error, nan}},
    {"degenerate_probability",
     "the probability of a success is 0 or 1 where the family has no such member",
     {error, nan, error_or_nan, unspecified, nan}},
    {"sum_not_one", "probabilities that are a family's parameter exceed 1 or do not sum to 1",
     no_library},
    {"bounds_out_of_order",
     "an upper bound is not above the lower one",
     {error, nan, nan, error, nan}},
    {"df_too_small",
     "a Wishart distribution has d - 1 degrees of freedom or fewer",
     {error, nan, error, error, unspecified}},
    {"too_few_dimensions", "a sphere or simplex has fewer than 2 dimensions", no_library},
    {"zero_direction", "a mean direction is the zero vector", no_library},
    {"not_symmetric",
     "a covariance, precision, scale matrix or kernel is not symmetric",
     {error, nan, unspecified, error, unspecified}},
    {"not_positive_definite",
     "a covariance, precision or scale matrix is not positive definite",
     {error, nan, error, error, unspecified}},
    {"bad_triangle",
     "a Cholesky factor is not lower triangular with a positive diagonal",
     {error, nan, unspecified, error, unspecified}},
};

}  // namespace

std::string_view name(expectation e) {
  switch (e) {
    case error:
      return "error";
    case nan:
      return "nan";
    case error_or_nan:
      return "error_or_nan";
    case unspecified:
      return "unspecified";
  }
  return "";
}

std::span<const profile_entry> profiles() {
  return profile_table;
}

std::span<const policy_entry> policies() {
  static const auto entries = [] {
    std::array<policy_entry, std::size(table)> all;
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i] = {table[i].name, table[i].meaning, table[i].expects};
    return all;
  }();
  return entries;
}

}  // namespace kloracle
