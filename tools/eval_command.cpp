// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>

#include "tools/commands.hpp"
#include "tools/exit_codes.hpp"
#include "tools/family_words.hpp"
#include "tools/flag_values.hpp"
#include "tools/human_answer.hpp"
#include "tools/one_line.hpp"
#include "tools/problem_json.hpp"
#include "tools/terminal.hpp"

namespace kloracle {
namespace {

constexpr const char* examples = R"(
examples:
  kloracle eval kl categorical --p 0.7,0.3 --q 0.5,0.5
  kloracle eval kl categorical --p 0.7,0.3 --q 0.5,0.5 --input exact --unit bits --digits 40
  kloracle eval kl --p 3,1,0 --q 1,1,1 --semantics smoothed --pseudocount 1/2
  kloracle eval kl --p 2,1,0.1 --q 1.5,1,0.5 --semantics logits --format binary32
  kloracle eval renyi --order 1/2 --p 0.7,0.3 --q 0.5,0.5
  kloracle eval f_divergence --generator squared_hellinger --p 1,2,3 --q 3,2,1
  kloracle eval mutual_information --p '0.1,0.2;0.3,0.4' --unit bits
  kloracle eval entropy categorical --p @weights.txt
  kloracle eval kl normal --p mu=0,sigma=1 --q mu=1,sigma=2
  kloracle eval kl gamma --p shape=2,rate=1 --q normal:mu=0,sigma=1
  kloracle eval renyi dirichlet --order 2 --p 'alpha=[1,2,3]' --q 'alpha=[2,2,2]'
  echo '{"quantity":"entropy","p":{"family":"categorical","probs":["1"]}}' | kloracle eval --json

exit status: 0 answered, 2 undecided at the precision cap, 64 bad input
See 'kloracle list' for every quantity, family, semantics, space, unit and format.)";

struct eval_flags {
  std::string quantity_name;
  std::string family;
  std::string p;
  std::string q;
  std::string space_name = "probs";
  std::string space_q;
  std::string semantics_name;
  std::string unit_name = "nats";
  std::string format_name = "binary64";
  std::string rounding = "nearest_even";
  std::string input = "binary64";
  std::map<std::string, std::string> semantics_parameter;  // by the registry's name
  std::map<option, std::string> options;
  int digits = 17;
  bool json = false;
  bool space_given = false;
};

template <class Entry, class Entries>
const Entry& word(const std::string& flag, const std::string& text,
                  const Entry* (*find)(std::string_view), const Entries& entries) {
  const Entry* e = find(text);
  if (e == nullptr)
    throw input_error(flag + ": unknown '" + text + "'; expected one of " + words(entries));
  return *e;
}

target target_of(const eval_flags& f) {
  target wanted;
  wanted.to = &format_named("--format", f.format_name);
  wanted.rounding = direction_named("--rounding", f.rounding);
  if (f.digits < 1 || f.digits > 10000) throw input_error("--digits: expected 1 to 10000");
  wanted.digits = f.digits;
  return wanted;
}

// The spaces of P and Q. A semantics that is named, or the only one that the quantity has, implies
// them: --semantics logits needs no --space.
std::pair<space, space> spaces_of(const eval_flags& f, const quantity_entry& what,
                                  const semantics_entry* how) {
  space in_p = word("--space", f.space_name, find_space, spaces()).id;
  space in_q = f.space_q.empty() ? in_p : word("--space-q", f.space_q, find_space, spaces()).id;
  if (how == nullptr && what.accepted.size() == 1) how = &entry(what.accepted.front());
  if (how != nullptr && !f.space_given) {
    in_p = how->p;
    if (f.space_q.empty()) in_q = how->q;
  }
  return {in_p, in_q};
}

void read_semantics_parameter(const eval_flags& f, const semantics_entry* how, stated_problem& s) {
  for (const auto& [parameter, text] : f.semantics_parameter) {
    if (text.empty()) continue;
    if (how == nullptr || how->parameter != parameter) {
      throw input_error("--" + parameter + ": is taken by other semantics only");
    }
    try {
      s.asked.semantics_parameter = number::parse(text, s.input);
    } catch (const input_error& e) {
      throw input_error("--" + parameter + ": " + e.what());
    }
  }
}

// What is wrong with parameters where the numbers of a categorical distribution are due.
[[noreturn]] void refuse_parameters(const flag_side& side, bool family_given) {
  const std::vector<std::string> names = parameter_names(side);
  if (family_given) {
    throw input_error(side.flag + ": has the parameter '" + names.front().substr(0, 40) +
                      "'; categorical takes numbers alone");
  }
  const std::string found = families_with(names);
  throw input_error(
      "family: is missing; " +
      (found.empty()
           ? "no family has the parameters that " + side.flag + " names (kloracle list families)"
           : "expected before the flags, with parameters as in " + side.flag + ": " + found));
}

// P's family is named before the flags or in --p, Q's in --q or it is P's.
void name_families(const eval_flags& f, flag_side& p, flag_side& q) {
  if (!f.family.empty() && !p.family.empty() && f.family != p.family) {
    throw input_error("--p: is of " + p.family.substr(0, 40) + " where the family is " +
                      f.family.substr(0, 40));
  }
  if (p.family.empty()) p.family = f.family;
  if (p.family.empty() && names_parameters(p)) refuse_parameters(p, false);
  if (p.family.empty()) p.family = "categorical";
  if (q.family.empty()) q.family = p.family;
}

distribution side_of(const flag_side& side, space in, const format* input,
                     const std::string& blamed) {
  if (side.family == "categorical") {
    if (names_parameters(side)) refuse_parameters(side, true);
    return flag_categorical(side, in, input);
  }
  const family_entry* family = find_family(side.family);
  if (family == nullptr) throw input_error(blamed + ": " + unknown_family(side.family));
  return flag_of_family(side, *family, input);
}

void read_distributions(const eval_flags& f, const quantity_entry& what, const semantics_entry* how,
                        stated_problem& s) {
  flag_side p = read_side("--p", f.p);
  flag_side q = f.q.empty() ? flag_side{"--q", "", ""} : read_side("--q", f.q);
  const bool in_flag = !p.family.empty();
  const bool in_q = !q.family.empty();
  name_families(f, p, q);
  if (p.family != "categorical" && (f.space_given || !f.space_q.empty())) {
    throw input_error(std::string(f.space_given ? "--space" : "--space-q") +
                      ": is of categorical distributions only");
  }
  const auto [of_p, of_q] = spaces_of(f, what, how);
  s.asked.p = side_of(p, of_p, s.input, in_flag ? "--p" : "family");
  if (!f.q.empty()) s.asked.q = side_of(q, of_q, s.input, in_q ? "--q" : "family");
}

stated_problem problem_of(const eval_flags& f) {
  stated_problem s;
  s.wanted = target_of(f);
  s.input = input_format_named("--input", f.input);
  const quantity_entry& what = word("quantity", f.quantity_name, find_quantity, quantities());
  s.asked.what = what.id;
  const semantics_entry* how = nullptr;
  if (!f.semantics_name.empty()) {
    how = &word("--semantics", f.semantics_name, find_semantics, all_semantics());
    s.asked.how = how->id;
  }
  if (f.p.empty()) throw input_error("--p: is missing");
  if (what.of_two && !what.q_optional && f.q.empty())
    throw input_error("--q: is missing; " + std::string(what.name) + " takes p and q");
  read_distributions(f, what, how, s);
  s.asked.in = word("--unit", f.unit_name, find_unit, units()).id;
  read_semantics_parameter(f, how, s);
  for (const auto& [o, text] : f.options) {
    if (!text.empty()) read_flag_option(s.asked, entry(o), text, s.input);
  }
  return s;
}

int eval_one(const eval_flags& f) {
  const stated_problem s = problem_of(f);
  const answer a = evaluate(s.asked, s.wanted);
  if (a.bad_input()) throw input_error(a.argument + ": " + a.reason);
  std::fputs(human_answer(s, a, wants_colour(stdout)).c_str(), stdout);
  return a.state == status::undecided ? exit_undecided : exit_ok;
}

int eval_stream(const eval_flags& f) {
  const target defaults = target_of(f);
  const format* input = input_format_named("--input", f.input);
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << answer_to_line(line, defaults, input) << '\n';
    // Whoever waits for this answer gets it.
    if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
    if (!std::cout) break;
  }
  std::cout.flush();
  if (std::cout) return exit_ok;
  std::fprintf(stderr, "kloracle eval: output was lost\n");
  return exit_output;
}

// In a stream every line states its own problem: a flag that would state part of one is refused.
void refuse_problem_flags(const CLI::App& verb) {
  for (const CLI::Option* o : verb.get_options()) {
    const std::string name = o->get_name();
    const bool applies = name == "--json" || name == "--help" || name == "--format" ||
                         name == "--rounding" || name == "--digits" || name == "--input";
    if (!applies && o->count() > 0) {
      throw input_error(name + ": is stated by each line of a stream, not beside --json");
    }
  }
}

// An empty flag is a mistake, such as a shell variable that is not set, and states nothing.
void refuse_empty_flags(const CLI::App& verb) {
  for (const CLI::Option* o : verb.get_options()) {
    const auto& given = o->results();
    if (!given.empty() && given.front().empty()) throw input_error(o->get_name() + ": is empty");
  }
}

void add_flags(CLI::App& verb, eval_flags& f) {
  verb.add_option("quantity", f.quantity_name,
                  "one of " + std::to_string(quantities().size()) +
                      " words that 'kloracle list quantities' explains: kl, entropy, renyi, ...");
  verb.add_option("family", f.family,
                  "of P, and of Q unless --q names another: categorical (the default), or one of " +
                      std::to_string(families().size()) + " that 'kloracle list families' shows");
  verb.add_option("--p", f.p,
                  "the numbers of P: 0.7,0.3, a table 0.1,0.2;0.3,0.4 or nested arrays; its "
                  "parameters: mu=0,sigma=1 or mean=[0,0],covariance=[[1,0],[0,1]]; or @FILE");
  verb.add_option("--q", f.q,
                  "the same of Q; of another family with its name: normal:mu=0,sigma=1");
  verb.add_option("--space", f.space_name, "what the numbers are: " + words(spaces()))
      ->default_str("probs");
  verb.add_option("--space-q", f.space_q, "the same for Q, where it differs");
  verb.add_option("--semantics", f.semantics_name,
                  "which problem they pose: " + words(all_semantics()));
  for (const semantics_entry& s : all_semantics()) {
    if (s.parameter.empty()) continue;
    verb.add_option("--" + std::string(s.parameter),
                    f.semantics_parameter[std::string(s.parameter)],
                    "for --semantics " + std::string(s.name));
  }
  for (const option_entry& o : options()) {
    verb.add_option("--" + std::string(o.name), f.options[o.id],
                    std::string(o.meaning) + ", for " + takers(o.id));
  }
  verb.add_option("--unit", f.unit_name, words(units()))->default_str("nats");
  verb.add_option("--format", f.format_name, "round to this format")->default_str("binary64");
  verb.add_option("--rounding", f.rounding, "in this direction")->default_str("nearest_even");
  verb.add_option("--digits", f.digits, "significant decimal digits to print")->default_str("17");
  verb.add_option("--input", f.input, "decimals are the nearest value of this format, or 'exact'")
      ->default_str("binary64");
  verb.add_flag("--json", f.json,
                "answer a stream: one problem per line on stdin, one answer per line");
}

}  // namespace

void add_eval(CLI::App& app, int& code) {
  auto f = std::make_shared<eval_flags>();
  CLI::App* verb =
      app.add_subcommand("eval", "the certified answer to a problem, or to a stream of them");
  add_flags(*verb, *f);
  verb->footer(examples);
  verb->callback([f, verb, &code] {
    f->space_given = verb->get_option("--space")->count() > 0;
    try {
      refuse_empty_flags(*verb);
      if (!f->json && f->quantity_name.empty()) {
        throw input_error("quantity: is missing; expected one of " + words(quantities()));
      }
      if (f->json) refuse_problem_flags(*verb);
      code = f->json ? eval_stream(*f) : eval_one(*f);
    } catch (const input_error& e) {
      std::fprintf(stderr, "kloracle eval: %s\n", one_line(e.what(), message_limit).c_str());
      code = exit_usage;
    }
  });
}

}  // namespace kloracle
