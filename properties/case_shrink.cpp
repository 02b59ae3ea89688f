// SPDX-License-Identifier: Apache-2.0
#include "properties/case_shrink.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "properties/case_moves.hpp"
#include "properties/finding_kind.hpp"
#include "properties/parallel.hpp"

namespace kloracle {
namespace {

// A message without its numbers: the same complaint about other ones is the same.
std::string wording(std::string message) {
  constexpr std::string_view of_numbers = "0123456789.+-e";
  std::erase_if(message, [&](char c) { return of_numbers.find(c) != of_numbers.npos; });
  return message;
}

bool has_value(const answer& truth) {
  return truth.state == status::exact || truth.state == status::rounded ||
         truth.state == status::plus_infinity;
}

bool is_lost(const response& r) {
  return r.what != response::kind::value && r.what != response::kind::thrown &&
         r.what != response::kind::skipped;
}

class shrinking {
 public:
  shrinking(subject& who, const offered_function& f, const format& in, const test_case& found,
            const judged_response& judged, const shrink_budget& budget)
      : who_(who),
        f_(f),
        in_(in),
        drawn_(judged),
        budget_(budget),
        moves_(f, in, found.input),
        best_{found, judged},
        plainness_(moves_.plainness_of(found.input)) {}

  shrunk_case run() {
    if (drawn_.returned.what == response::kind::thrown) {
      const reference truth(problem_of(f_, now()), in_);
      due_ = truth.truth().state;
      if (!has_value(truth.truth())) return std::move(best_);  // it may be right to raise that
    }
    for (bool better = true; better && goes_on();) {
      better = false;
      while (improve(moves_.shorter(now()))) better = true;
      if (now().p.size() > longest) break;
      while (improve(moves_.rounder(now()))) better = true;
      for (std::size_t i = 0; i < std::max(now().p.size(), now().q.size()); ++i)
        better = improve(moves_.with_plain(now(), i)) || better;
    }
    return std::move(best_);
  }

 private:
  static constexpr std::size_t longest = 64;
  static constexpr std::size_t at_once = 8;

  struct candidate {
    plainness how;
    sample input;
    std::unique_ptr<reference> truth;
  };

  const sample& now() const { return best_.input.input; }
  bool goes_on() const { return budget_.evaluations > 0 && !best_.lost; }

  // Puts the plainer ones to the subject, plainest first; whether one of them shows the same.
  bool improve(std::vector<sample> inputs) {
    std::vector<candidate> all = plainer(std::move(inputs));
    for (std::size_t done = 0; done < all.size() && goes_on(); done += at_once) {
      const std::size_t count = std::min(at_once, all.size() - done);
      if (try_some(std::span(all).subspan(done, count))) return true;
    }
    return false;
  }

  std::vector<candidate> plainer(std::vector<sample> inputs) {
    std::vector<candidate> all;
    for (sample& s : inputs) {
      const plainness how = moves_.plainness_of(s);
      if (how.numbers > 2 * longest || !(how < plainness_) || !moves_.admissible(s)) continue;
      if (tried_.insert({s.p, s.q}).second) all.push_back({how, std::move(s), nullptr});
    }
    std::ranges::stable_sort(all, {}, &candidate::how);
    return all;
  }

  bool try_some(std::span<candidate> some) {
    for (const candidate& c : some) {
      if (c.how.numbers > budget_.numbers) return false;
      budget_.numbers -= c.how.numbers;
    }
    in_parallel(some.size(), budget_.threads, [&](std::size_t i) {
      some[i].truth = std::make_unique<reference>(problem_of(f_, some[i].input), in_);
    });
    std::vector<candidate*> asked;
    std::vector<sample> samples;
    for (candidate& c : some) {
      if (!has_value(c.truth->truth()) || std::ssize(samples) >= budget_.evaluations) continue;
      asked.push_back(&c);
      samples.push_back(c.input);
    }
    if (samples.empty()) return false;
    budget_.evaluations -= static_cast<int>(samples.size());
    std::vector<response> responses = who_.evaluate(f_, in_, samples);
    responses.resize(samples.size(), {response::kind::malformed, 0, "no response"});
    best_.lost = std::ranges::any_of(responses, is_lost);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (accept(*asked[i], std::move(responses[i]))) return true;
    }
    return false;
  }

  bool accept(candidate& c, response returned) {
    judged_response judged{std::move(returned), {}};
    if (judged.returned.what == response::kind::value)
      judged.judgement = judge(*c.truth, judged.returned.value, judged.returned.claimed_error);
    if (!shows_the_same(judged, drawn_) || !is_due_alike(c.truth->truth())) return false;
    best_.input = {case_id(f_, in_, c.input), best_.input.group, std::move(c.input)};
    best_.judged = std::move(judged);
    best_.plainer = true;
    plainness_ = c.how;
    return true;
  }

  // What is raised where an infinity is due is not what is raised where a number is.
  bool is_due_alike(const answer& truth) const {
    return !due_ || (*due_ == status::plus_infinity) == (truth.state == status::plus_infinity);
  }

  subject& who_;
  const offered_function& f_;
  const format& in_;
  const judged_response drawn_;
  shrink_budget budget_;
  std::optional<status> due_;  // of what was raised
  case_moves moves_;
  shrunk_case best_;
  plainness plainness_;
  std::set<std::pair<std::vector<double>, std::vector<double>>> tried_;
};

}  // namespace

bool can_shrink(const judged_response& j) {
  if (j.returned.what == response::kind::thrown) return true;
  return j.returned.what == response::kind::value && is_finding(j) &&
         j.judgement.what == verdict::state::decided;
}

bool shows_the_same(const judged_response& shrunk, const judged_response& drawn) {
  if (shrunk.returned.what != drawn.returned.what) return false;
  if (drawn.returned.what == response::kind::thrown)
    return wording(shrunk.returned.message) == wording(drawn.returned.message);
  const verdict& v = shrunk.judgement;
  const verdict& was = drawn.judgement;
  if (!can_shrink(shrunk) || kind_of_finding(shrunk) != kind_of_finding(drawn)) return false;
  if (v.is < was.is) return false;
  if (v.special.spurious_infinity != was.special.spurious_infinity) return false;
  return kind_of_finding(drawn) != 0 || std::log2(v.ulp_error) >= std::log2(was.ulp_error) / 2;
}

shrunk_case minimal_case(subject& who, const offered_function& f, const format& in,
                         const test_case& found, const judged_response& judged,
                         const shrink_budget& budget) {
  return shrinking(who, f, in, found, judged, budget).run();
}

}  // namespace kloracle
