// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace kloracle {

/// A family's parameters as a sample holds them: one after the other, each row by row.
struct family_side {
  struct slot {
    std::string name;                     // of the family's entry: "mu"
    std::vector<std::size_t> shape = {};  // {} of a number, {d} of a vector, {rows, columns}
  };
  std::string family;  // of families(): "normal"
  std::vector<slot> parameters;
};

/// A function that a subject offers, and the exact mathematical problem it claims to solve.
struct offered_function {
  std::string name;  // unique within the subject: "scipy.special.rel_entr"
  quantity what = quantity::kl;
  semantics how = semantics::normalised;
  space p_in = space::probs;
  space q_in = space::probs;
  std::optional<number> semantics_parameter = std::nullopt;
  unit in = unit::nats;
  std::vector<const format*> formats = {&binary64};
  std::string note = {};

  // The options of entry(what), by the names they have in a problem. Where there is a shape, a
  // support or a kernel, every case has the outcomes it speaks of.
  std::optional<number> order = std::nullopt;
  std::optional<number> weight = std::nullopt;
  std::string convention = {};
  std::string generator = {};
  std::vector<number> support = {};
  std::vector<number> kernel = {};
  std::optional<number> cosine = std::nullopt;
  std::vector<std::size_t> shape = {};  // of the joint table that p is, row by row
  bool with_q = false;                  // of a quantity whose q is optional: whether it takes one

  // Of families: what a sample's numbers are parameters of. Then how, p_in and q_in say nothing.
  std::optional<family_side> p_of = std::nullopt;
  std::optional<family_side> q_of = std::nullopt;

  bool claims_error = false;  // returns a bound on its own error with every value

  // How to call the library on one case without kloracle, with {p}, {q}, ... where the numbers go
  // (tools/adapters/README.md, "Functions").
  std::string snippet = {};
  // Of "p" and "q", those with respect to which the subject could give derivatives.
  std::vector<std::string> gradient = {};
};

/// Whether the function is called with q.
inline bool takes_q(const offered_function& f) {
  return entry(f.what).of_two && (f.with_q || !entry(f.what).q_optional);
}

/// Whether the function is of distributions from families, rather than of categorical ones.
inline bool of_families(const offered_function& f) {
  return f.p_of.has_value();
}

/// One input, as values of the format under test; q is empty for a quantity of one distribution.
struct sample {
  std::vector<double> p;
  std::vector<double> q;
};

/// What became of one evaluation.
struct response {
  enum class kind { value, thrown, skipped, crashed, timed_out, malformed, not_run };
  kind what = kind::not_run;
  double value = 0;          // when what is value
  std::string message = {};  // what was thrown, why it was skipped, how it died
  std::optional<double> claimed_error = std::nullopt;  // of a function that claims one

  static response of(double v) { return {kind::value, v, {}}; }
};

/// Who is being judged.
struct subject_identity {
  std::string name;
  std::string version;
  std::string language;
  std::string issues;  // where its maintainers want to hear of findings
};

/// An implementation under test. It may be wrong, slow, or crash; evaluate() never throws for that.
class subject {
 public:
  virtual ~subject() = default;
  virtual const subject_identity& identity() const = 0;
  virtual std::span<const offered_function> functions() const = 0;

  /// One response per sample, in order. `f` is one of functions(), `in` one of f.formats.
  virtual std::vector<response> evaluate(const offered_function& f, const format& in,
                                         std::span<const sample> samples) = 0;
};

}  // namespace kloracle
