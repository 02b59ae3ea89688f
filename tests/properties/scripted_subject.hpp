// SPDX-License-Identifier: Apache-2.0
//
// A subject that answers what a test says, and a record of what became of it.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "properties/check_run.hpp"
#include "tests/properties/offered_functions.hpp"

namespace kloracle {

class scripted_subject : public subject {
 public:
  using script = std::function<response(const offered_function&, const format&, const sample&)>;

  scripted_subject(std::vector<offered_function> offers, script answers)
      : offered_(std::move(offers)), answers_(std::move(answers)) {}

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }

  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    std::vector<response> responses;
    for (const sample& s : samples) responses.push_back(answers_(f, in, s));
    return responses;
  }

 private:
  subject_identity identity_{"scripted", "0", "C++", ""};
  std::vector<offered_function> offered_;
  script answers_;
};

/// The oracle's own rounding.
inline response right_answer(const offered_function& f, const format& in, const sample& s) {
  const answer a = evaluate(problem_of(f, s), {.to = &in, .condition = false});
  if (a.state == status::plus_infinity)
    return response::of(std::numeric_limits<double>::infinity());
  return response::of(a.value);
}

inline offered_function offered_in(quantity what, semantics how,
                                   std::vector<const format*> formats = {&binary64}) {
  offered_function f = offered(what, how);
  f.formats = std::move(formats);
  return f;
}

/// What the listener heard of one case, by value.
struct heard {
  std::string id;
  std::string function;
  std::string_view format_name;
  std::string_view group;
  sample input;
  response returned;
  verdict judgement;
  status truth;
  double value;

  bool operator==(const heard& o) const {
    const auto key = [](const heard& h) {
      const verdict& v = h.judgement;
      return std::tuple(h.id, h.function, h.format_name, h.returned.what, v.what, v.is, v.needed,
                        v.ulp_error, v.excess, v.reason);
    };
    return key(*this) == key(o);
  }
};

struct check_record {
  std::vector<heard> results;
  std::vector<function_summary> summaries;
};

inline check_record recorded_check(subject& who, const check_options& how,
                                   reference_store& references) {
  check_record record;
  check_listener listener;
  listener.result = [&](const judged_case& j) {
    record.results.push_back({j.input->id, j.function->name, j.in->name, j.input->group,
                              j.input->input, j.returned, j.judgement, j.truth->state,
                              j.truth->value});
  };
  record.summaries = check(who, how, references, listener);
  return record;
}

inline check_record recorded_check(subject& who, const check_options& how) {
  reference_store references;
  return recorded_check(who, how, references);
}

inline check_options few_cases(int count = 60, std::size_t max_n = 200) {
  check_options how;
  how.cases.count = count;
  how.cases.max_n = max_n;
  return how;
}

}  // namespace kloracle
