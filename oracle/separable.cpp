// SPDX-License-Identifier: Apache-2.0
#include "oracle/separable.hpp"

#include "oracle/separable_evaluation.hpp"

namespace kloracle {
namespace {

class constant_evaluation : public evaluation {
 public:
  constant_evaluation(Q value, const sides& given, bool jumps)
      : value_(std::move(value)),
        jumps_(jumps),
        size_(given.p.size()),
        bits_(given.p.longest_input_bits()),
        rational_(given.rational()) {}
  interval enclose(mpfr_prec_t bits) const override { return interval(value_, bits); }
  std::optional<Q> known() const override { return value_; }
  sensitivity sensitivities(const interval&, mpfr_prec_t bits) const override {
    const interval change = jumps_ ? abs(interval::entire(bits)) : interval(0L, bits);
    return {change, rational_ ? std::optional<interval>(change) : std::nullopt};
  }
  std::size_t size() const override { return size_; }
  long longest_input_bits() const override { return bits_; }

 private:
  Q value_;
  bool jumps_;
  std::size_t size_;
  long bits_;
  bool rational_;
};

// The value where the sum is +infinity.
prepared infinite(const separable& what, const std::string& why) {
  if (what.factor > 0) return no_value{status::plus_infinity, "", why};
  return no_value{status::undefined, "", "the value is -infinity: " + why};
}

std::string at_index(std::string_view zero, std::string_view positive, std::size_t i) {
  const std::string index = "[" + std::to_string(i) + "]";
  return std::string(zero) + index + " is 0 where " + std::string(positive) + index + " is not";
}

}  // namespace

prepared prepare_separable(separable what, sides given, unit in) {
  bool disjoint = true;  // no outcome has both weights
  for (std::size_t i = 0; i < given.p.size(); ++i) {
    const bool in_p = given.p.has(i);
    const bool in_q = !given.q || given.q->has(i);
    disjoint = disjoint && !(in_p && in_q);
    if (!given.q || in_p == in_q) continue;
    if (in_p && !what.term.without_q(what.with)) {
      return infinite(what,
                      at_index("q", "p", i) + ": P is not absolutely continuous with respect to Q");
    }
    if (in_q && !what.term.without_p(what.with)) {
      return infinite(what,
                      at_index("p", "q", i) + ": Q is not absolutely continuous with respect to P");
    }
  }
  if (what.how == outer::logarithm && disjoint) {
    const std::string why = given.q ? "the supports of P and Q have no outcome in common"
                                    : "no outcome has positive weight";
    if (what.factor < 0) return no_value{status::plus_infinity, "", why};
    return no_value{status::undefined, "", "the value is -infinity: " + why};
  }
  return std::make_unique<separable_evaluation>(std::move(what), std::move(given), in);
}

prepared prepare_constant(Q value, const sides& given, bool jumps) {
  return std::make_unique<constant_evaluation>(std::move(value), given, jumps);
}

}  // namespace kloracle
