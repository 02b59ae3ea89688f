// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/interval.hpp"
#include "properties/laws/choices.hpp"
#include "properties/subject.hpp"

namespace kloracle {

/// What the outputs of a law are held to.
enum class law_type {
  order,       // M: the first output is at least the second, that at least the third, ...
  bound,       // B: the first output is at least (or at most) a certified number
  equality,    // E: all outputs are the same number
  arithmetic,  // A: a residual of the outputs is zero (or at least zero)
  witness,     // W: the same, but false at the inputs: who satisfies it is wrong
};

/// Which side of zero the first output less the bound, or the residual, is on.
enum class law_sense { at_least, at_most, zero };

/// The inputs of one check of a law. Buffers are reused from check to check.
struct law_instance {
  struct term {
    std::size_t of = 0;  // 0: the function under test, k: the law's others(f)[k - 1]
    sample input;
  };
  std::vector<term> terms;       // the law's values, in the order its relation names them
  std::vector<double> weights;   // exact numbers of the relation: mixture weights, events, ...
  std::vector<double> distance;  // likewise, whatever the law needs: a kernel, a third vector, ...

  /// Makes room for the terms of a law, each of the function under test, with empty inputs.
  void resize(std::size_t count) {
    terms.resize(count);
    for (term& t : terms) {
      t.of = 0;
      t.input.p.clear();
      t.input.q.clear();
    }
    weights.clear();
    distance.clear();
  }
  sample& input(std::size_t i) { return terms[i].input; }
  const sample& input(std::size_t i) const { return terms[i].input; }
};

/// Where a law is checked.
struct law_scope {
  const offered_function& f;
  const format& in;
  std::size_t max_n = 16;   // longest vector
  std::size_t least_n = 2;  // shortest, where a law has no need of its own
};

/// A theorem about the value of a function, and how outputs are held to it.
///
/// Values in `bound` and `residual` are in nats and in the quantity's first convention, whatever
/// the function's unit and convention: the harness converts.
struct law {
  std::string_view id = {};         // "pinsker", for ever: reports and reproducers name it
  std::string_view statement = {};  // "D(P||Q) >= 2 TV(P,Q)^2"
  std::string_view equality = {};   // when the two sides are equal: "P = Q", "always", "never"
  std::string_view source = {};     // theorem, author, year
  law_type type = law_type::bound;
  std::string_view recipe = {};  // one of recipes(): why the hypothesis holds exactly on the inputs

  /// Whether the law speaks of such a function.
  bool (*applies)(const offered_function&) = nullptr;

  /// Draws inputs, each a value of scope.in and within the law's hypothesis, exactly.
  void (*draw)(choices&, const law_scope&, law_instance&) = nullptr;

  law_sense sense = law_sense::at_least;

  /// bound: encloses the other side. `truth` encloses the values of the terms.
  interval (*bound)(const law_instance&, std::span<const interval> truth, const law_scope&,
                    long bits) = nullptr;

  /// arithmetic, witness: the residual of the values of the terms.
  interval (*residual)(const law_instance&, std::span<const interval> values,
                       const law_scope&) = nullptr;

  /// Other functions whose values the law relates to f's. Where the subject offers none like it, a
  /// certified value takes its place in an order; an equality or a residual is not checked then. A
  /// bound reads certified values alone.
  std::vector<offered_function> (*others)(const offered_function&) = nullptr;
};

/// Why the hypothesis of a law holds exactly on floating-point inputs.
struct recipe_entry {
  std::string_view name;  // "R1"
  std::string_view meaning;
};

/// Every law and every recipe: the lists that the CLI, the docs and the tests read.
std::span<const law* const> laws();
std::span<const recipe_entry> recipes();

/// The law of that id, or nullptr.
const law* find_law(std::string_view id);

/// "order" ..., and the letter M, B, E, A or W.
std::string_view name(law_type t);
char letter(law_type t);

}  // namespace kloracle
