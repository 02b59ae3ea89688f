// SPDX-License-Identifier: Apache-2.0
//
// A subject that offers every quantity and rounds correctly: no law may blame it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "properties/parallel.hpp"
#include "tests/properties/offered_functions.hpp"
#include "tests/properties/scripted_subject.hpp"

namespace kloracle {

/// The functions of a scripted subject, answered by the oracle on all cores.
class perfect_subject : public subject {
 public:
  explicit perfect_subject(std::vector<offered_function> offers) : offered_(std::move(offers)) {}

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }

  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    std::vector<response> responses(samples.size());
    in_parallel(samples.size(), 0,
                [&](std::size_t i) { responses[i] = right_answer(f, in, samples[i]); });
    return responses;
  }

 private:
  subject_identity identity_{"perfect", "1", "C++", ""};
  std::vector<offered_function> offered_;
};

/// The function with other values of its options: orders on both sides of 0 and 1 and the limits,
/// every generator, convention, a skewed weight; the first is the plainest.
inline std::vector<offered_function> with_options(const offered_function& f) {
  std::vector<offered_function> all{f};
  const quantity_entry& what = entry(f.what);
  const auto vary = [&](const std::string& label, auto change) {
    offered_function g = f;
    g.name += '.' + label;
    change(g);
    all.push_back(g);
  };
  if (takes(what, option::order) && f.what != quantity::f_divergence) {
    for (const char* a : {"0", "1", "3/4", "2", "inf", "-1", "5/2"}) {
      if (f.what == quantity::chernoff && a == std::string("2")) break;  // orders from 0 to 1
      vary(a, [&](offered_function& g) { g.order = number::parse(a, nullptr); });
    }
  }
  if (takes(what, option::generator)) {
    for (const generator_entry& e : generators()) {
      vary(std::string(e.name), [&](offered_function& g) {
        g.generator = e.name;
        if (!e.takes_order) g.order.reset();
      });
    }
    vary("tsallis 2", [](offered_function& g) { g.order = number(2); });
  }
  if (takes(what, option::weight)) vary("even", [](offered_function& g) { g.weight.reset(); });
  if (takes(what, option::convention))
    vary("default", [](offered_function& g) { g.convention.clear(); });
  if (what.q_optional) vary("of one", [](offered_function& g) { g.with_q = false; });
  if (what.least_axes == 2) {
    vary("oblong", [](offered_function& g) { g.shape = {2, 4}; });
    if (what.most_axes > 2) vary("cube", [](offered_function& g) { g.shape = {2, 2, 2}; });
  }
  return all;
}

/// Every quantity under every semantics, with several values of its options, in nats and in bits.
inline std::vector<offered_function> functions_for_laws() {
  std::vector<offered_function> all;
  for (const offered_function& plain : every_offered()) {
    for (const offered_function& f : with_options(plain)) {
      all.push_back(f);
      const quantity_entry& what = entry(f.what);
      if (!what.has_unit || takes(what, option::generator)) continue;
      if (f.name != plain.name) continue;
      all.push_back(f);
      all.back().name += ".bits";
      all.back().in = unit::bits;
    }
  }
  return all;
}

}  // namespace kloracle
