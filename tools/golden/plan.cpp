// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/plan.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "properties/cases.hpp"
#include "properties/option_values.hpp"
#include "tools/golden/canonical_json.hpp"
#include "tools/golden/fixture_groups.hpp"
#include "tools/golden/flags.hpp"
#include "tools/golden/policies.hpp"
#include "tools/golden/settings.hpp"
#include "tools/golden/stated_cases.hpp"

namespace kloracle {
namespace {

constexpr std::size_t large_n = 1000;  // longest vector of that group, unless a set says more

// How the cases of one file are drawn.
struct drawing {
  std::vector<offered_function> functions;
  const fixture_group* group;
  const format* in;
  int count;
  case_options how;
};

// The cases of a function under a generator.
std::vector<test_case> cases_of(const drawing& d, const offered_function& f,
                                std::string_view generator, int count) {
  case_options how = d.how;
  how.count = count;
  if (d.group->holds == nullptr) return draw_cases(f, *d.in, generator, how);
  how.count = 4 * count + 16;  // most are of the group
  std::vector<test_case> cases = draw_cases(f, *d.in, generator, how);
  std::erase_if(cases, [&](const test_case& c) { return !d.group->holds(problem_of(f, c.input)); });
  cases.resize(std::min(cases.size(), static_cast<std::size_t>(count)));
  return cases;
}

// The generators of the group that a function takes.
std::vector<std::string_view> generators_for(const drawing& d, const offered_function& f) {
  std::vector<std::string_view> all;
  for (const std::string_view g : d.group->generators) {
    if (!cases_of(d, f, g, 1).empty()) all.push_back(g);
  }
  return all;
}

// Functions and generators in turn, each function once at least. The k-th case of a generator,
// whichever function it goes to, is the k-th that the generator draws for that function: functions
// that differ in an option alone would else share their inputs.
std::vector<fixture_input> drawn_inputs(const drawing& d) {
  struct turn {
    std::size_t function;
    std::string_view generator;
    std::size_t k;
  };
  std::vector<std::vector<std::string_view>> usable;
  for (const offered_function& f : d.functions) usable.push_back(generators_for(d, f));
  std::map<std::string_view, std::size_t> used;
  std::vector<turn> turns;
  const std::size_t count = std::max(static_cast<std::size_t>(d.count), d.functions.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t which = i % d.functions.size();
    if (usable[which].empty()) continue;
    const std::string_view generator = usable[which][i % usable[which].size()];
    turns.push_back({which, generator, used[generator]++});
  }
  std::map<std::pair<std::size_t, std::string_view>, std::vector<test_case>> drawn;
  std::vector<fixture_input> inputs;
  for (const turn& t : turns) {
    const offered_function& f = d.functions[t.function];
    auto& cases = drawn[{t.function, t.generator}];
    if (cases.empty()) cases = cases_of(d, f, t.generator, static_cast<int>(used[t.generator]));
    if (t.k < cases.size())
      inputs.push_back({problem_of(f, cases[t.k].input), std::string(t.generator), {}});
  }
  return inputs;
}

// One everyday case of every function, spoilt in every way.
std::vector<fixture_input> spoilt_inputs(const drawing& d) {
  static constexpr std::string_view everyday[] = {"ordinary", "ordinary_logits",
                                                  "ordinary_parameters"};
  std::vector<fixture_input> inputs;
  std::set<std::string> faults;
  for (const offered_function& f : d.functions) {
    for (const std::string_view g : everyday) {
      for (const test_case& c : cases_of(d, f, g, 1)) {
        for (fixture_input& input : spoilt(problem_of(f, c.input))) {
          if (static_cast<int>(inputs.size()) < 4 * d.count || faults.insert(input.from).second)
            inputs.push_back(std::move(input));
        }
      }
    }
  }
  return inputs;
}

std::vector<fixture_input> inputs_of(const drawing& d) {
  return d.group->origin == case_origin::spoilt ? spoilt_inputs(d) : drawn_inputs(d);
}

// The plan as it grows, and who asked for what.
class planner {
 public:
  explicit planner(const recipe& r) : recipe_(r) {}

  void add_set(const recipe_set& set) {
    const std::size_t before = files_.size();
    for (const quantity what : set.quantities) {
      for (const unit in : set.units) {
        const bool has_units = entry(what).has_unit;
        if (has_units || in == set.units.front()) add_quantity(set, what, in);
      }
    }
    if (files_.size() == before)
      throw input_error(set.place + ": no quantity of it takes these semantics, families or pairs");
  }

  // Cases of one kind and group stand in one file, whichever files state them.
  void add_stated(const std::vector<recipe_file>& all) {
    const std::filesystem::path folder = std::filesystem::path(recipe_.path).parent_path();
    std::map<std::string, planned_file> by_path;
    std::map<std::string, std::vector<fixture_input>> inputs;
    for (const recipe_file& stated : all) {
      for (fixture_input& input : stated_cases((folder / stated.file).string())) {
        planned_file file = headed(input.asked.what, kind_of(input.asked), stated.group, "");
        inputs[file.path].push_back(std::move(input));
        by_path.emplace(file.path, std::move(file));
      }
    }
    for (auto& [path, file] : by_path) {
      file.drawn = false;
      file.draw = [cases = std::move(inputs[path])] { return cases; };
      add("[[stated]]", std::move(file));
    }
  }

  std::vector<planned_file> take() {
    std::ranges::sort(files_, {}, &planned_file::path);
    return std::move(files_);
  }

 private:
  // The semantics, "normal", or "gamma|normal".
  static std::string kind_of(const problem& asked) {
    const std::string kind = problem_kind(asked);
    return kind.substr(kind.find('.') + 1);
  }

  planned_file headed(quantity what, const std::string& of, std::string_view group,
                      const std::string& suffix) const {
    const std::size_t bar = of.find('|');
    const bool categorical = find_semantics(of) != nullptr;
    const std::string place = categorical ? "categorical" : of.substr(0, bar);
    std::string name = of;
    std::ranges::replace(name, '|', '-');
    planned_file file;
    file.path = recipe_.folder + '/' + place + '/' + std::string(entry(what).name) + '.' + name +
                '.' + std::string(group) + suffix + ".json";
    file.heading = {what, of, std::string(group),
                    std::filesystem::path(recipe_.path).filename().string(), recipe_.seed};
    return file;
  }

  void add(const std::string& who, planned_file file) {
    const auto [at, is_new] = owners_.emplace(file.path, who);
    if (!is_new)
      throw input_error(who + ": asks for " + file.path + ", as " + at->second + " does");
    files_.push_back(std::move(file));
  }

  void add_quantity(const recipe_set& set, quantity what, unit in) {
    for (const semantics how : set.how) {
      if (std::ranges::count(entry(what).accepted, how) != 0)
        add_files(set, what, in, std::string(entry(how).name), functions_of(set, what, how));
    }
    for (const std::string& family : set.families) {
      if (covers(what, family, family))
        add_files(set, what, in, family, functions_of(set, what, family, family));
    }
    if (!entry(what).of_two || entry(what).q_optional) return;
    std::map<std::string, std::vector<offered_function>> by_p;
    for (const auto& [p, q] : set.pairs) {
      if (!covers(what, p, q)) continue;
      for (offered_function& f : functions_of(set, what, p, q)) by_p[p].push_back(std::move(f));
    }
    for (auto& [p, functions] : by_p)
      add_files(set, what, in, p + "|other_families", std::move(functions));
  }

  void add_files(const recipe_set& set, quantity what, unit in, const std::string& of,
                 std::vector<offered_function> functions) {
    // What has no unit is asked for once, under the first of them.
    const auto has_no_unit = [&](const offered_function& f) { return !has_unit(what, f); };
    if (in != set.units.front()) std::erase_if(functions, has_no_unit);
    if (functions.empty()) return;
    for (offered_function& f : functions) f.in = has_no_unit(f) ? unit::nats : in;
    for (const std::string_view group : set.groups) {
      for (const format* f : set.formats) {
        const fixture_group* g = find_fixture_group(group);
        std::string suffix;
        if (f != &binary64 && g->in == nullptr) suffix += '.' + std::string(f->name);
        if (in != unit::nats && entry(what).has_unit) suffix += '.' + std::string(entry(in).name);
        planned_file file = headed(what, of, group, suffix);
        const bool long_ones = group == "large_n" && set.max_n < large_n;
        const drawing d{functions,
                        g,
                        g->in != nullptr ? g->in : f,
                        set.count * per_file(of, functions),
                        {recipe_.seed, 0, long_ones ? large_n : set.max_n, set.min_n}};
        file.draw = [d] { return inputs_of(d); };
        file.drawn = g->origin == case_origin::drawn;
        add(set.place, std::move(file));
        if (g->in != nullptr) break;  // it has a format of its own
      }
    }
  }

  // A file of pairs holds `count` cases of each pair.
  static int per_file(const std::string& of, const std::vector<offered_function>& functions) {
    return of.find('|') == std::string::npos ? 1 : static_cast<int>(functions.size());
  }

  const recipe& recipe_;
  std::vector<planned_file> files_;
  std::map<std::string, std::string> owners_;
};

}  // namespace

std::vector<planned_file> plan_of(const recipe& r) {
  planner p(r);
  for (const recipe_set& set : r.sets) p.add_set(set);
  p.add_stated(r.stated);
  return p.take();
}

fixture_file certified(const planned_file& file, long extra_bits) {
  fixture_file out{file.heading, {}, {}};
  std::set<std::string> seen;
  for (fixture_input& input : file.draw()) {
    fixture_case c;
    c.id = case_id_of(input.asked);
    if (!seen.insert(c.id).second) continue;
    c.value = certify(input.asked, extra_bits);
    if (c.value.what == outcome_kind::undecided) {
      out.left_out.push_back(c.id);
      continue;
    }
    if (file.drawn && c.value.what == outcome_kind::domain) continue;
    c.flags = flags_of(input.asked, c.value);
    c.policy = policy_of(input, c.value);
    c.input = std::move(input);
    out.cases.push_back(std::move(c));
  }
  return out;
}

}  // namespace kloracle
