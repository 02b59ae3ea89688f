// SPDX-License-Identifier: Apache-2.0
#include "properties/builtin_subjects.hpp"

#include <array>
#include <cfenv>
#include <cmath>
#include <limits>

#include "properties/cases.hpp"
#include "properties/closed_form_functions.hpp"
#include "properties/float_kernels.hpp"
#include "properties/stable_kernels.hpp"

namespace kloracle {
namespace {

// One row: which subject offers what, in float and in double.
struct builtin_function {
  std::string_view owner;
  std::string_view name;
  quantity what;
  semantics how;
  space in;
  kernel<float> in_float;
  kernel<double> in_double;
  std::string_view note;
};

#define KLORACLE_KERNEL(f) kernels::f<float>, kernels::f<double>
using enum quantity;
constexpr space probs = space::probs;
constexpr std::array function_table{
    builtin_function{"naive", "kl_ratio", kl, semantics::measure, probs, KLORACLE_KERNEL(kl_ratio),
                     "sum p*log(p/q)"},
    builtin_function{"naive", "kl_ratio_normalised", kl, semantics::normalised, probs,
                     KLORACLE_KERNEL(kl_ratio_normalised), "p/sum(p), q/sum(q), then p*log(p/q)"},
    builtin_function{"naive", "kl_generalised", kl, semantics::generalised, probs,
                     KLORACLE_KERNEL(kl_generalised), "sum p*log(p/q) - p + q"},
    builtin_function{"naive", "entropy", entropy, semantics::measure, probs,
                     KLORACLE_KERNEL(entropy), "-sum p*log(p)"},
    builtin_function{"naive", "cross_entropy", cross_entropy, semantics::measure, probs,
                     KLORACLE_KERNEL(cross_entropy), "-sum p*log(q)"},
    builtin_function{"split", "kl_difference", kl, semantics::measure, probs,
                     KLORACLE_KERNEL(kl_difference), "sum p*(log p - log q)"},
    builtin_function{"split", "kl_difference_normalised", kl, semantics::normalised, probs,
                     KLORACLE_KERNEL(kl_difference_normalised), "normalised first"},
    builtin_function{"clamped", "kl_padded", kl, semantics::measure, probs,
                     KLORACLE_KERNEL(kl_padded), "sum p*log((p + 1e-10)/(q + 1e-10))"},
    builtin_function{"clamped", "kl_clamped", kl, semantics::measure, probs,
                     KLORACLE_KERNEL(kl_clamped), "p and q clamped to [1e-7, 1], passed off as KL"},
    builtin_function{"softmax", "kl_softmax", kl, semantics::logits, space::logits,
                     KLORACLE_KERNEL(kl_softmax), "exp without a shift, then p*log(p/q)"},
    builtin_function{"log_softmax", "kl_log_softmax", kl, semantics::logits, space::logits,
                     KLORACLE_KERNEL(kl_log_softmax), "exp(lp)*(lp - lq) after two log-softmaxes"},
    builtin_function{"stable", "kl_measure", kl, semantics::measure, probs,
                     KLORACLE_KERNEL(stable_measure),
                     "sum of phi(p, q), plus sum(p - q) as a pair"},
    builtin_function{"stable", "kl_generalised", kl, semantics::generalised, probs,
                     KLORACLE_KERNEL(stable_generalised), "sum of phi(p, q)"},
    builtin_function{"stable", "kl_normalised", kl, semantics::normalised, probs,
                     KLORACLE_KERNEL(stable_normalised), "sum of phi(p, q P/Q) / P"},
    builtin_function{"stable", "kl_logits", kl, semantics::logits, space::logits,
                     KLORACLE_KERNEL(stable_logits), "cancellation-free near p = q"},
};
#undef KLORACLE_KERNEL

constexpr std::array entry_table{
    builtin_entry{"naive", "the textbook formulas, term by term"},
    builtin_entry{"split", "p*(log p - log q)"},
    builtin_entry{"clamped", "the textbook formula with an epsilon to be safe"},
    builtin_entry{"softmax", "KL from logits through an unshifted softmax"},
    builtin_entry{"log_softmax", "KL from logits through log-softmax"},
    builtin_entry{"stable", "KL as float and double can do it"},
    builtin_entry{"closed_forms", "divergences of families, as textbooks give them"},
    builtin_entry{"correctly_rounded", "the oracle itself, rounded: a perfect subject"},
};

offered_function describe(const builtin_function& f) {
  return {.name = std::string(f.name),
          .what = f.what,
          .how = f.how,
          .p_in = f.in,
          .q_in = f.in,
          .formats = {&binary32, &binary64},
          .note = std::string(f.note)};
}

subject_identity identity_of(std::string_view name) {
  return {"builtin:" + std::string(name), KLORACLE_VERSION, "C++", ""};
}

// What a function computes with.
struct kernels_of {
  kernel<float> in_float;
  kernel<double> in_double;
};

class kernel_subject : public subject {
 public:
  explicit kernel_subject(std::string_view name) : identity_(identity_of(name)) {
    for (const builtin_function& f : function_table) {
      if (f.owner == name) offer(f);
    }
    if (name != "closed_forms") return;
    for (const closed_form_function& f : closed_form_functions()) offer(f);
  }
  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }

  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    const kernels_of& k = kernels_.at(static_cast<std::size_t>(&f - offered_.data()));
    std::vector<response> responses;
    responses.reserve(samples.size());
    for (const sample& s : samples) {
      responses.push_back(
          response::of(in.name == binary32.name ? call(k.in_float, s) : k.in_double(s.p, s.q)));
    }
    return responses;
  }

 private:
  void offer(const auto& f) {
    offered_.push_back(describe(f));
    kernels_.push_back({f.in_float, f.in_double});
  }

  static double call(kernel<float> f, const sample& s) {
    const std::vector<float> p(s.p.begin(), s.p.end());  // exact: values of binary32
    const std::vector<float> q(s.q.begin(), s.q.end());
    return f(p, q);
  }

  subject_identity identity_;
  std::vector<offered_function> offered_;
  std::vector<kernels_of> kernels_;
};

// Offers the oracle's own rounding of every problem the other built-in subjects are asked.
class perfect_subject : public subject {
 public:
  perfect_subject() : identity_(identity_of("correctly_rounded")) {
    for (const builtin_function& f : function_table) {
      if (f.owner == "naive" || f.owner == "log_softmax") offered_.push_back(describe(f));
    }
    for (const closed_form_function& f : closed_form_functions()) offered_.push_back(describe(f));
  }
  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }

  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    std::vector<response> responses;
    for (const sample& s : samples) responses.push_back(answer_to(problem_of(f, s), in));
    return responses;
  }

 private:
  static response answer_to(const problem& what, const format& in) {
    const answer a = kloracle::evaluate(what, {.to = &in, .condition = false});
    if (a.state == status::plus_infinity)
      return response::of(std::numeric_limits<double>::infinity());
    if (a.state == status::rounded || a.state == status::exact) return response::of(a.value);
    return {response::kind::skipped, 0, a.reason};
  }

  subject_identity identity_;
  std::vector<offered_function> offered_;
};

}  // namespace

std::span<const builtin_entry> builtin_subjects() {
  return entry_table;
}

std::unique_ptr<subject> make_builtin_subject(std::string_view name) {
  if (name == "correctly_rounded") return std::make_unique<perfect_subject>();
  for (const builtin_entry& e : entry_table) {
    if (e.name == name) return std::make_unique<kernel_subject>(name);
  }
  return nullptr;
}

std::string float_environment_fault() {
  // volatile: the question is what the machine does, not what the compiler folds.
  volatile double one = 1;
  volatile double tiny = 0x1p-53;
  volatile double least = 0x1p-1074;
  volatile double a = 1 + 0x1p-30;
  if (std::fegetround() != FE_TONEAREST || one + tiny != 1)
    return "the rounding direction is not to nearest";
  if (least * one == 0 || least + 0.0 == 0)
    return "subnormal numbers are flushed to zero (FTZ or DAZ)";
  const double square = a * a;
  if (a * a - square != 0) return "multiplications and additions are contracted (-ffp-contract)";
  return "";
}

}  // namespace kloracle
