// SPDX-License-Identifier: Apache-2.0
#include "properties/check_run.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "properties/parallel.hpp"
#include "properties/steadiness.hpp"

namespace kloracle {
namespace {

std::vector<test_case> selected_cases(const offered_function& f, const format& in,
                                      const check_options& how) {
  std::vector<test_case> cases = make_cases(f, in, how.cases);
  if (!how.only_id.empty()) {
    std::erase_if(cases, [&](const test_case& c) { return c.id != how.only_id; });
  }
  return cases;
}

// One function in one format: its cases, batch by batch.
class function_check {
 public:
  function_check(subject& who, const offered_function& f, const format& in,
                 const check_options& how, reference_store& store, const check_listener& listener)
      : who_(who),
        f_(f),
        in_(in),
        threads_(how.threads),
        store_(store),
        listener_(listener),
        cases_(selected_cases(f, in, how)) {
    summary_.function = &f_;
    summary_.in = &in_;
  }

  function_summary run() {
    case_tally running(summary_);
    for (std::size_t done = 0; done < cases_.size();) {
      const auto count = std::min(batch_cases, cases_.size() - done);
      one_batch(std::span(cases_).subspan(done, count), running);
      done += count;
      listener_.batch(f_, in_, done, cases_.size());
    }
    return summary_;
  }

 private:
  void one_batch(std::span<const test_case> batch, case_tally& running) {
    std::vector<std::optional<judged_response>> judged(batch.size());
    std::vector<std::size_t> asked;
    std::vector<sample> samples;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      judged[i] = listener_.known(f_, batch[i]);
      if (judged[i]) continue;
      asked.push_back(i);
      samples.push_back(batch[i].input);
    }
    std::vector<std::shared_ptr<const reference>> truths(batch.size());
    if (!asked.empty()) {
      std::vector<response> responses = who_.evaluate(f_, in_, samples);
      responses.resize(asked.size(), {response::kind::malformed, 0, "no response to this case"});
      in_parallel(asked.size(), threads_, [&](std::size_t k) {
        const std::size_t i = asked[k];
        truths[i] = store_.get(batch[i], f_, in_);
        judged[i] = judged_by(*truths[i], responses[k]);
      });
      if (listener_.unsteady) {
        for (const std::size_t k : unsteady(who_, f_, in_, samples, responses))
          listener_.unsteady(f_, in_, batch[asked[k]]);
      }
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const judged_case j{&f_,
                          &in_,
                          &batch[i],
                          judged[i]->returned,
                          judged[i]->judgement,
                          truths[i] ? &truths[i]->truth() : nullptr};
      running.count(j.input->id, *judged[i]);
      listener_.result(j);
    }
  }

  // A copy is refined: what is reported of a case does not depend on who was judged before.
  static judged_response judged_by(reference truth, response returned) {
    judged_response j{std::move(returned), {}};
    if (j.returned.what == response::kind::value) {
      j.judgement = judge(truth, j.returned.value, j.returned.claimed_error);
    }
    return j;
  }

  subject& who_;
  const offered_function& f_;
  const format& in_;
  unsigned threads_;
  reference_store& store_;
  const check_listener& listener_;
  std::vector<test_case> cases_;
  function_summary summary_;
};

}  // namespace

void case_tally::count(const std::string& id, const judged_response& j) {
  ++s_.by_response[j.returned.what];
  if (j.returned.what != response::kind::value) return;
  const verdict& v = j.judgement;
  if (v.what == verdict::state::undecided) ++s_.undecided;
  if (v.what == verdict::state::not_applicable) ++s_.not_applicable;
  if (v.what != verdict::state::decided) return;
  ++s_.by_grade[static_cast<std::size_t>(v.is)];
  s_.needed = std::max(s_.needed, v.needed);
  s_.nan += v.special.nan;
  s_.infinite += v.special.spurious_infinity || v.special.missed_infinity;
  s_.wrong_sign += v.special.wrong_sign;
  s_.missed_zero += v.special.missed_zero;
  s_.claims_broken += v.claimed == claim::broken;
  s_.claims_useless += v.claimed == claim::useless;
  s_.claims_undecided += v.claimed == claim::undecided;
  if (std::isfinite(v.ulp_error)) s_.max_ulp = std::max(s_.max_ulp, v.ulp_error);
  if (std::isfinite(v.excess)) s_.max_excess = std::max(s_.max_excess, v.excess);
  if (!is_new_worst(v)) return;
  s_.worst_id = id;
  worst_ = v.is;
  worst_excess_ = v.excess;
}

bool case_tally::is_new_worst(const verdict& v) const {
  if (s_.worst_id.empty()) return true;
  return v.is == worst_ ? v.excess > worst_excess_ : v.is > worst_;
}

int function_summary::graded() const {
  int total = 0;
  for (int k : by_grade) total += k;
  return total;
}

int function_summary::cases() const {
  int total = 0;
  for (const auto& [kind, k] : by_response) total += k;
  return total;
}

grade function_summary::worst_grade() const {
  for (std::size_t i = by_grade.size(); i-- > 0;) {
    if (by_grade[i] != 0) return static_cast<grade>(i);
  }
  return grade::correctly_rounded;
}

bool function_summary::reaches(grade required) const {
  const auto excused = by_response.find(response::kind::skipped);
  const int skipped = excused == by_response.end() ? 0 : excused->second;
  return graded() > 0 && graded() + not_applicable + skipped == cases() &&
         claims_broken + claims_undecided == 0 && worst_grade() <= required;
}

bool function_summary::incomplete() const {
  return by_response.contains(response::kind::not_run);
}

struct reference_store::shelf {
  std::mutex lock;
  std::unordered_map<std::string, std::shared_ptr<const reference>> by_id;
};

reference_store::reference_store() : shelf_(std::make_unique<shelf>()) {}
reference_store::~reference_store() = default;

std::shared_ptr<const reference> reference_store::get(const test_case& c, const offered_function& f,
                                                      const format& in) {
  {
    const std::lock_guard hold(shelf_->lock);
    if (const auto found = shelf_->by_id.find(c.id); found != shelf_->by_id.end())
      return found->second;
  }
  auto fresh = std::make_shared<const reference>(problem_of(f, c.input), in);
  const std::lock_guard hold(shelf_->lock);
  return shelf_->by_id.emplace(c.id, std::move(fresh)).first->second;
}

std::vector<function_summary> check(subject& who, const check_options& how,
                                    reference_store& references, const check_listener& listener) {
  std::vector<function_summary> summaries;
  for (const offered_function& f : who.functions()) {
    if (!how.only_function.empty() && how.only_function != f.name) continue;
    for (const format* in : f.formats) {
      if (how.only_format != nullptr && how.only_format != in) continue;
      summaries.push_back(function_check(who, f, *in, how, references, listener).run());
    }
  }
  return summaries;
}

}  // namespace kloracle
