// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "oracle/oracle.hpp"

namespace kloracle {

/// How good one returned value is, best first.
///
/// With v the certified value, y the returned one, p the format's precision, u = 2^-p,
/// ulp(v) = 2^(max(floor(log2 |v|), emin) - p + 1), S the sensitivity of v to its inputs
/// (answer::condition, absolute) and c = 2 + n an allowance for summing n terms in any order (which
/// part of it was needed is reported beside the grade, see `growth`).
///
/// Of families, the inputs are the parameters of both sides, n is their number, and S is the sum of
/// what each of them does moving alone. Where the oracle knows no S, or any movement may change
/// what is possible at all (a probability of 1, the end of a support), T and A are not given: a
/// value is F, H or W there.
enum class grade {
  correctly_rounded,  // CR: y is v rounded to nearest
  faithful,           // F:  |y - v| <= 1 ulp
  tangent,            // T:  |y - v| <= c (ulp/2 + u S), S under perturbations that keep the sums
                      //     (under any, where the inputs are logarithms or parameters of families
                      //     and have no sums to keep)
  as_data,            // A:  |y - v| <= c (ulp/2 + u S), S under independent perturbations
  half,               // H:  half of the bits are right: |y - v| <= 2^(p/2) ulp
  wrong,              // W:  anything else, and every NaN
};

/// How the error must be allowed to grow with n for grade T or A: the order of the summation shows.
enum class growth {
  none,       // c = 3 suffices: compensated, or n is small
  logarithm,  // c = 2 + log2 n: pairwise summation
  linear,     // c = 2 + n: one term after the other
};

struct grade_entry {
  grade id;
  std::string_view letter;
  std::string_view name;
  std::string_view meaning;
};
std::span<const grade_entry> grades();
const grade_entry& entry(grade g);
const grade_entry* find_grade(std::string_view letter);

/// What went wrong besides the size of the error. Channels of their own, never folded into a
/// number.
struct special_findings {
  bool nan = false;                // NaN where a number is due
  bool spurious_infinity = false;  // infinite, the value is finite and in range
  bool missed_infinity = false;    // finite, the value is infinite
  bool wrong_sign = false;         // y v < 0
  bool missed_zero = false;        // the value is exactly 0, y is not
  bool any() const {
    return nan || spurious_infinity || missed_infinity || wrong_sign || missed_zero;
  }
};

/// What a bound on its own error is worth that a function returns with a value.
enum class claim {
  none,     // the function claims nothing, or the problem has no value
  kept,     // |y - v| is at most the bound
  useless,  // so it is, but the bound is above 2^(p/2) ulp: it vouches for less than half the bits
  broken,   // |y - v| is above the bound, or the bound is NaN or negative
  undecided,  // the oracle could not tell
};

struct verdict {
  enum class state { decided, undecided, not_applicable };
  state what = state::decided;
  grade is = grade::wrong;
  growth needed = growth::none;  // for grades T and A
  special_findings special;
  double ulp_error = 0;  // upper bound, rounded up; inf where y is not a number near v
  double excess = 0;     // |y - v| / (ulp/2 + u S): above 1 the error is the implementation's own.
                         // S is the tangent sensitivity where there is one, else the componentwise
  std::string reason = {};  // why undecided or not applicable
  claim claimed = claim::none;
};

/// A problem with its certified answer in one format, refined when a verdict needs it.
class reference {
 public:
  reference(problem what, const format& in);
  const problem& asked() const { return asked_; }
  const format& in() const { return *in_; }
  const answer& truth() const { return truth_; }
  /// How many terms an implementation may have summed: the outcomes of categorical distributions,
  /// the parameters of both sides of others.
  std::size_t outcomes() const;

  /// Whether the enclosure is finer than the first.
  bool refined() const { return bits_ != 0; }

  /// Doubles the accuracy of the enclosure; false once 4096 bits are reached.
  bool refine();

 private:
  problem asked_;
  const format* in_;
  long bits_;
  answer truth_;
};

/// The verdict on a returned value, which must be a value of truth.in() (NaN and infinities
/// included).
///
/// Statement     the grade above, from the real-valued error |y - v| enclosed by the oracle;
///               nothing is rounded before it is compared
/// Guarantee     never wrong: a threshold inside the error's enclosure is refined, and what stays
///               open is `undecided`, which is not a pass
/// Source        grade boundaries: this header; measure: "ulp v1", a real number of ulps of v
verdict judge(reference& truth, double returned,
              std::optional<double> claimed_error = std::nullopt);

}  // namespace kloracle
