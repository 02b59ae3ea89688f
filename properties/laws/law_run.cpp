// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/law_run.hpp"

#include <algorithm>
#include <string>

#include "properties/cases.hpp"
#include "properties/laws/law_judge.hpp"
#include "properties/laws/law_shrink.hpp"
#include "properties/parallel.hpp"

namespace kloracle {
namespace {

using state = law_verdict::state;
constexpr long chunk = 256;  // instances drawn, asked and judged together

std::uint64_t hash(std::string_view text) {  // FNV-1a, 64 bits
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

// One law on one function in one format: draws, asks, judges, shrinks.
class law_trial {
 public:
  law_trial(subject& who, const law_binding& bound, const format& in, const law_options& how)
      : who_(who),
        bound_(bound),
        in_(in),
        how_(how),
        scope_{*bound.f, in, how.max_n, how.least_n},
        random_(how.seed ^ hash(bound.what->id) ^ hash(in.name)) {
    summary_.what = bound.what;
    summary_.function = bound.f;
    summary_.in = &in;
  }

  law_summary run(const std::function<void(long)>& progress) {
    while (summary_.checks < how_.checks) {
      draw(std::min(chunk, how_.checks - summary_.checks));
      ask_and_judge();
      for (std::size_t i = 0; i < verdicts_.size(); ++i) count(i);
      progress(summary_.checks);
    }
    if (kept_) summary_.example = std::make_shared<const counterexample>(shrunk());
    return summary_;
  }

  counterexample repeat(const decisions& made) {
    replay({&made, 1});
    return shown(made);
  }

 private:
  // --- a batch of instances ---

  void resize(std::size_t count) {
    instances_.resize(count);
    made_.resize(count);
    verdicts_.assign(count, {});
    outputs_.resize(count);
  }

  void draw(long count) {
    resize(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < instances_.size(); ++i) {
      choices_.draw_from(random_);
      bound_.what->draw(choices_, scope_, instances_[i]);
      made_[i].assign(choices_.made().begin(), choices_.made().end());
    }
  }

  void replay(std::span<const decisions> told) {
    resize(told.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
      choices_.replay(told[i]);
      bound_.what->draw(choices_, scope_, instances_[i]);
      // What was read, and no more: a sequence too long or too short becomes the one it stands for.
      made_[i].assign(choices_.made().begin(), choices_.made().end());
    }
    ask_and_judge();
  }

  void ask_and_judge() {
    for (std::size_t i = 0; i < instances_.size(); ++i)
      outputs_[i].assign(instances_[i].terms.size(), response{});
    const bool others = bound_.what->type != law_type::bound;
    for (std::size_t of = 0; of <= (others ? bound_.others.size() : 0); ++of) {
      if (bound_.asked(of) != nullptr) ask(of);
    }
    in_parallel(instances_.size(), how_.threads, [&](std::size_t i) {
      verdicts_[i] = judge(bound_, in_, how_.max_n, instances_[i], outputs_[i]);
    });
  }

  // Every term of one function in one call.
  void ask(std::size_t of) {
    samples_.clear();
    for (const law_instance& instance : instances_) {
      for (const law_instance::term& t : instance.terms) {
        if (t.of == of) samples_.push_back(t.input);
      }
    }
    std::vector<response> responses = who_.evaluate(*bound_.asked(of), in_, samples_);
    const response none{response::kind::malformed, 0, "no answer", {}};
    responses.resize(samples_.size(), none);
    auto next = responses.begin();
    for (std::size_t i = 0; i < instances_.size(); ++i) {
      for (std::size_t t = 0; t < instances_[i].terms.size(); ++t) {
        if (instances_[i].terms[t].of == of) outputs_[i][t] = std::move(*next++);
      }
    }
  }

  // --- what became of it ---

  // How bad a verdict is; 0 is nothing to show.
  static int badness(const law_verdict& v) {
    if (v.what == state::violated) return v.hard ? 4 : 1;
    if (v.what == state::lost) return 3;
    return v.what == state::undecided ? 2 : 0;
  }

  void count(std::size_t i) {
    const law_verdict& v = verdicts_[i];
    ++summary_.checks;
    switch (v.what) {
      case state::holds:
        ++summary_.holds;
        break;
      case state::violated:
        ++(v.hard ? summary_.hard : summary_.soft);
        summary_.worst = std::max(summary_.worst, v.severity);
        break;
      case state::undecided:
        ++summary_.undecided;
        break;
      case state::not_applicable:
        ++summary_.not_applicable;
        break;
      case state::lost:
        ++summary_.lost;
    }
    if (badness(v) <= badness_) return;
    badness_ = badness(v);
    kept_ = made_[i];
  }

  counterexample shrunk() {
    const int as_bad = badness_;
    const decisions made =
        shrink(*kept_, as_bad == 3 ? 0 : how_.shrinks, [&](std::span<const decisions> told) {
          replay(told);
          const auto found =
              std::find_if(verdicts_.begin(), verdicts_.end(),
                           [&](const law_verdict& v) { return badness(v) == as_bad; });
          return static_cast<std::size_t>(found - verdicts_.begin());
        });
    replay({&made, 1});
    if (badness(verdicts_[0]) == as_bad) return shown(made_[0]);
    replay({&*kept_, 1});  // the subject changed its mind: show what it was first asked
    return shown(*kept_);
  }

  // The one instance at hand.
  counterexample shown(decisions made) {
    while (!made.empty() && made.back() == 0) made.pop_back();  // what is not told is 0
    counterexample c;
    c.id = std::string(bound_.what->id) + '/' + bound_.f->name + '/' + std::string(in_.name) + '/' +
           choices_text(made);
    c.inputs = instances_[0];
    c.judged = verdicts_[0];
    for (std::size_t t = 0; t < c.inputs.terms.size(); ++t) {
      const std::size_t of = c.inputs.terms[t].of;
      const certified_value truth = certify(bound_.function(of), in_, c.inputs.input(t), 0, 17);
      const bool asked = t == 0 || bound_.what->type != law_type::bound;
      c.outputs.push_back({asked ? bound_.asked(of) : nullptr, &c.inputs.input(t), outputs_[0][t],
                           truth.state == status::plus_infinity ? "inf" : truth.decimal});
    }
    return c;
  }

  subject& who_;
  const law_binding& bound_;
  const format& in_;
  const law_options& how_;
  law_scope scope_;
  random_source random_;
  choices choices_;
  std::vector<law_instance> instances_;
  std::vector<decisions> made_;
  std::vector<std::vector<response>> outputs_;
  std::vector<law_verdict> verdicts_;
  std::vector<sample> samples_;
  law_summary summary_;
  int badness_ = 0;
  std::optional<decisions> kept_;
};

}  // namespace

std::vector<law_summary> check_laws(subject& who, const law_options& how,
                                    const law_listener& listener) {
  std::vector<law_summary> summaries;
  for (const offered_function& f : who.functions()) {
    if (!how.only_function.empty() && how.only_function != f.name) continue;
    for (const format* in : f.formats) {
      if (how.only_format != nullptr && how.only_format != in) continue;
      for (const law* l : laws()) {
        if (!how.only_law.empty() && how.only_law != l->id) continue;
        if (listener.done(*l, f, *in)) continue;
        const std::optional<law_binding> bound = bind_law(*l, f, *in, who.functions());
        if (!bound) continue;
        law_trial trial(who, *bound, *in, how);
        summaries.push_back(
            trial.run([&](long done) { listener.progress(*l, f, *in, done, how.checks); }));
        listener.summary(summaries.back());
      }
    }
  }
  return summaries;
}

counterexample repeat_law(subject& who, std::string_view id, std::size_t max_n) {
  const std::size_t first = id.find('/');
  const std::size_t last = id.rfind('/');
  const std::size_t middle = last == 0 || last == id.npos ? id.npos : id.rfind('/', last - 1);
  if (middle == id.npos || middle <= first)
    throw input_error("id: '" + std::string(id) + "' is not LAW/FUNCTION/FORMAT/DECISIONS");
  const law* l = find_law(id.substr(0, first));
  if (l == nullptr)
    throw input_error("id: no law '" + std::string(id.substr(0, first)) + "' (kloracle list laws)");
  const format* in = find_format(id.substr(middle + 1, last - middle - 1));
  if (in == nullptr)
    throw input_error("id: no format '" + std::string(id.substr(middle + 1, last - middle - 1)) +
                      "'");
  const std::optional<decisions> made = read_choices(id.substr(last + 1));
  if (!made) throw input_error("id: what follows the last '/' is not hexadecimal numbers and dots");
  const std::string_view function = id.substr(first + 1, middle - first - 1);
  for (const offered_function& f : who.functions()) {
    if (f.name != function) continue;
    const std::optional<law_binding> bound = bind_law(*l, f, *in, who.functions());
    if (!bound) throw input_error("id: the law does not speak of this function of the subject");
    law_options how;
    how.max_n = max_n;
    return law_trial(who, *bound, *in, how).repeat(*made);
  }
  throw input_error("id: the subject offers no function '" + std::string(function) + "'");
}

}  // namespace kloracle
