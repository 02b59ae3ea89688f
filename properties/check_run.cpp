// SPDX-License-Identifier: Apache-2.0
#include "properties/check_run.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <thread>

namespace kloracle {
namespace {

unsigned thread_count(unsigned wanted) {
  return wanted != 0 ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

// Calls task(i) for i in 0..count-1 on several threads; `meanwhile` runs on the calling one.
void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& task,
                 const std::function<void(std::size_t)>& meanwhile) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::mutex lock;
  std::exception_ptr failure;
  const auto work = [&](bool reports) {
    try {
      for (std::size_t i = next++; i < count; i = next++) {
        task(i);
        const std::size_t finished = ++done;
        if (reports) meanwhile(finished);
      }
    } catch (...) {
      const std::lock_guard hold(lock);
      failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned t = 1; t < threads; ++t) pool.emplace_back(work, false);
    work(true);
  }
  if (failure) std::rethrow_exception(failure);
}

bool is_worse(const judged_case& a, const function_summary& s, double worst_excess, grade worst) {
  if (a.judgement.is != worst || s.worst_id.empty())
    return s.worst_id.empty() || a.judgement.is > worst;
  return a.judgement.excess > worst_excess;
}

// Keeps the running worst case of a summary.
class tally {
 public:
  explicit tally(function_summary& s) : s_(s) {}

  void count(const judged_case& j) {
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
    if (std::isfinite(v.ulp_error)) s_.max_ulp = std::max(s_.max_ulp, v.ulp_error);
    if (std::isfinite(v.excess)) s_.max_excess = std::max(s_.max_excess, v.excess);
    if (!is_worse(j, s_, worst_excess_, worst_)) return;
    s_.worst_id = j.input->id;
    worst_ = v.is;
    worst_excess_ = v.excess;
  }

 private:
  function_summary& s_;
  double worst_excess_ = -1;
  grade worst_ = grade::correctly_rounded;
};

std::vector<test_case> selected_cases(const offered_function& f, const format& in,
                                      const check_options& how) {
  std::vector<test_case> cases = make_cases(f, in, how.cases);
  if (!how.only_id.empty()) {
    std::erase_if(cases, [&](const test_case& c) { return c.id != how.only_id; });
  }
  return cases;
}

function_summary check_function(subject& who, const offered_function& f, const format& in,
                                const check_options& how, reference_store& store,
                                const check_listener& listener) {
  const std::vector<test_case> cases = selected_cases(f, in, how);
  std::vector<std::shared_ptr<reference>> references(cases.size());
  std::vector<sample> samples;
  samples.reserve(cases.size());
  for (const test_case& c : cases) samples.push_back(c.input);
  const std::vector<response> responses = who.evaluate(f, in, samples);
  std::vector<verdict> verdicts(cases.size());
  in_parallel(
      cases.size(), thread_count(how.threads),
      [&](std::size_t i) {
        references[i] = store.get(cases[i], f, in);
        if (responses[i].what == response::kind::value) {
          verdicts[i] = judge(*references[i], responses[i].value);
        }
      },
      [&](std::size_t done) { listener.progress(f, in, done, cases.size()); });
  function_summary summary;
  summary.function = &f;
  summary.in = &in;
  tally running(summary);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const judged_case j{&f, &in, &cases[i], responses[i], verdicts[i], &references[i]->truth()};
    running.count(j);
    listener.result(j);
  }
  return summary;
}

}  // namespace

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
         worst_grade() <= required;
}

bool function_summary::incomplete() const {
  return by_response.contains(response::kind::not_run);
}

struct reference_store::shelf {
  std::mutex lock;
  std::unordered_map<std::string, std::shared_ptr<reference>> by_id;
};

reference_store::reference_store() : shelf_(std::make_unique<shelf>()) {}
reference_store::~reference_store() = default;

std::shared_ptr<reference> reference_store::get(const test_case& c, const offered_function& f,
                                                const format& in) {
  {
    const std::lock_guard hold(shelf_->lock);
    if (const auto found = shelf_->by_id.find(c.id); found != shelf_->by_id.end())
      return found->second;
  }
  auto fresh = std::make_shared<reference>(problem_of(f, c.input), in);
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
      summaries.push_back(check_function(who, f, *in, how, references, listener));
    }
  }
  return summaries;
}

}  // namespace kloracle
