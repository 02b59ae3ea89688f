// SPDX-License-Identifier: Apache-2.0
#include "properties/mutants/mutants.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "properties/mutants/planting.hpp"

namespace kloracle::mutants {
namespace {

class planted_subject : public subject {
 public:
  planted_subject(std::string_view name, const original_entry& of, code runs, error_claim claims)
      : identity_{std::string(name), KLORACLE_VERSION, "C++", ""},
        offered_{of.offers()},
        runs_(runs),
        claims_(claims) {}

  const subject_identity& identity() const override { return identity_; }
  std::span<const offered_function> functions() const override { return offered_; }

  std::vector<response> evaluate(const offered_function& f, const format& in,
                                 std::span<const sample> samples) override {
    std::vector<response> responses;
    responses.reserve(samples.size());
    for (const sample& s : samples) responses.push_back(answer_to({f, in, s, past_}));
    return responses;
  }

 private:
  response answer_to(const call& c) {
    response r;
    try {
      r = response::of(runs_(c));
      if (c.f.claims_error) r.claimed_error = claims_(r.value, c.in);
    } catch (const std::exception& e) {  // the oracle could not tell
      r = {response::kind::skipped, 0, e.what()};
    }
    ++past_.calls;
    return r;
  }

  subject_identity identity_;
  std::vector<offered_function> offered_;
  code runs_;
  error_claim claims_;
  memory past_;
};

template <class Entry>
const Entry* find(std::span<const Entry> table, std::string_view name) {
  const auto at = std::ranges::find(table, name, &Entry::name);
  return at == table.end() ? nullptr : &*at;
}

}  // namespace

std::span<const mutant_entry> mutants() {
  static const auto table = [] {
    std::vector<mutant_entry> all;
    for (const auto& part : {number_mutants(), answer_mutants(), kernel_mutants(),
                             divergence_mutants(), entropy_mutants(), family_mutants()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return table;
}

const original_entry* find_original(std::string_view name) {
  return find(originals(), name);
}
const mutant_entry* find_mutant(std::string_view name) {
  return find(mutants(), name);
}

std::unique_ptr<subject> make_original(std::string_view name) {
  const original_entry* of = find_original(name);
  if (of == nullptr) return nullptr;
  return std::make_unique<planted_subject>("original:" + std::string(name), *of, of->runs,
                                           of->claims);
}

std::unique_ptr<subject> make_mutant(std::string_view name) {
  const mutant_entry* m = find_mutant(name);
  if (m == nullptr) return nullptr;
  const original_entry& of = *find_original(m->original);
  return std::make_unique<planted_subject>("mutant:" + std::string(name), of, m->runs,
                                           m->claims != nullptr ? m->claims : of.claims);
}

}  // namespace kloracle::mutants
