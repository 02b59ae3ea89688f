// SPDX-License-Identifier: Apache-2.0
//
// f_divergence: sum q f(p/q) for a generator f by name. This is another route to the divergences of
// f_divergences.cpp, through f alone. A generator is one struct and its row in the table.
#include <array>

#include "oracle/separable.hpp"

namespace kloracle {

/// A generator: what the vocabulary says of it, and its summand q f(p/q).
struct generator {
  generator_entry entry;
  summand term;
  Q (*slope)(const settings&);        // f'(1)
  bool (*rational)(const settings&);  // f of rationals is rational
  bool smooth;
};

namespace {

constexpr option_use generator_options[] = {{option::generator, true}, {option::order, false}};

std::optional<log_form> finite(const Q& value) {
  return log_form{1, value, {}};
}
constexpr std::nullopt_t infinite = std::nullopt;

template <class F>
struct generated {
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    return x.q() * F::f(x.ratio(), with);
  }
  static std::optional<log_form> without_p(const settings& with) { return F::at_zero(with); }
  static std::optional<log_form> without_q(const settings& with) { return F::at_infinity(with); }
};

struct irrational_values {
  static constexpr bool smooth = true;
  static bool rational(const settings&) { return false; }
  static Q slope(const settings&) { return 0; }
};
struct rational_values : irrational_values {
  static bool rational(const settings&) { return true; }
};

struct kl : irrational_values {
  static constexpr generator_entry entry{"kl", "t ln t", true, false, false, "", ""};
  template <class T>
  static T f(const T& t, const settings&) {
    return t * log(t);
  }
  static std::optional<log_form> at_zero(const settings&) { return finite(0); }
  static std::optional<log_form> at_infinity(const settings&) { return infinite; }
  static Q slope(const settings&) { return 1; }
};

struct reverse_kl : irrational_values {
  static constexpr generator_entry entry{"reverse_kl", "-ln t", true, false, false, "", ""};
  template <class T>
  static T f(const T& t, const settings&) {
    return -log(t);
  }
  static std::optional<log_form> at_zero(const settings&) { return infinite; }
  static std::optional<log_form> at_infinity(const settings&) { return finite(0); }
  static Q slope(const settings&) { return -1; }
};

struct jeffreys : irrational_values {
  static constexpr generator_entry entry{"jeffreys", "(t - 1) ln t", true, false, true, "", ""};
  template <class T>
  static T f(const T& t, const settings&) {
    return (t - Q(1)) * log(t);
  }
  static std::optional<log_form> at_zero(const settings&) { return infinite; }
  static std::optional<log_form> at_infinity(const settings&) { return infinite; }
};

struct jensen_shannon : irrational_values {
  static constexpr generator_entry entry{
      "jensen_shannon", "(1/2)(t ln t - (t + 1) ln((t + 1)/2))", true, false, true, "ln 2",
      "square root"};
  template <class T>
  static T f(const T& t, const settings&) {
    const T next = t + Q(1);
    return (t * log(t) - next * log(next * Q(1, 2))) * Q(1, 2);
  }
  static std::optional<log_form> at_zero(const settings&) { return log_form{Q(1, 2), 0, {{1, 2}}}; }
  static std::optional<log_form> at_infinity(const settings& with) { return at_zero(with); }
};

struct total_variation : rational_values {
  static constexpr bool smooth = false;
  static constexpr generator_entry entry{"total_variation", "(1/2)|t - 1|", false, false, true, "1",
                                         "itself"};
  template <class T>
  static T f(const T& t, const settings&) {
    return abs(t - Q(1)) * Q(1, 2);
  }
  static std::optional<log_form> at_zero(const settings&) { return finite(Q(1, 2)); }
  static std::optional<log_form> at_infinity(const settings&) { return finite(Q(1, 2)); }
};

struct squared_hellinger : irrational_values {
  static constexpr generator_entry entry{
      "squared_hellinger", "(sqrt t - 1)^2", false, false, true, "2", "square root"};
  template <class T>
  static T f(const T& t, const settings&) {
    return sqr(sqrt(t) - Q(1));
  }
  static std::optional<log_form> at_zero(const settings&) { return finite(1); }
  static std::optional<log_form> at_infinity(const settings&) { return finite(1); }
};

struct chi_squared : rational_values {
  static constexpr generator_entry entry{"chi_squared", "(t - 1)^2", false, false, false, "", ""};
  template <class T>
  static T f(const T& t, const settings&) {
    return sqr(t - Q(1));
  }
  static std::optional<log_form> at_zero(const settings&) { return finite(1); }
  static std::optional<log_form> at_infinity(const settings&) { return infinite; }
};

struct neyman_chi_squared : rational_values {
  static constexpr generator_entry entry{
      "neyman_chi_squared", "(t - 1)^2/t", false, false, false, "", ""};
  template <class T>
  static T f(const T& t, const settings&) {
    return sqr(t - Q(1)) / t;
  }
  static std::optional<log_form> at_zero(const settings&) { return infinite; }
  static std::optional<log_form> at_infinity(const settings&) { return finite(1); }
};

struct triangular_discrimination : rational_values {
  static constexpr generator_entry entry{
      "triangular_discrimination", "(t - 1)^2/(t + 1)", false, false, true, "2", "square root"};
  template <class T>
  static T f(const T& t, const settings&) {
    return sqr(t - Q(1)) / (t + Q(1));
  }
  static std::optional<log_form> at_zero(const settings&) { return finite(1); }
  static std::optional<log_form> at_infinity(const settings&) { return finite(1); }
};

// Not symmetric but for a = 1/2, and bounded for 0 < a < 1 only, by 1/(1 - a).
struct tsallis : irrational_values {
  static constexpr generator_entry entry{"tsallis", "(t^a - 1)/(a - 1)", false, true, false, "",
                                         ""};
  template <class T>
  static T f(const T& t, const settings& with) {
    return (power(t, with.order) - Q(1)) * Q(1 / (with.order - 1));
  }
  static closed_form power(const closed_form& t, const Q& a) { return pow(t, a); }
  template <class T>
  static T power(const T& t, const Q& a) {
    return exp(log(t) * a);
  }
  static std::optional<log_form> at_zero(const settings& with) {
    if (with.order < 0) return infinite;
    return finite(Q(1 / (1 - with.order)));
  }
  static std::optional<log_form> at_infinity(const settings& with) {
    if (with.order > 1) return infinite;
    return finite(0);
  }
  static Q slope(const settings& with) { return with.order / (with.order - 1); }
  static bool rational(const settings& with) {
    return denominator(with.order) == 1 && abs(with.order) <= 64;
  }
};

template <class F>
generator generator_of() {
  return {F::entry, summand_of<generated<F>>(), &F::slope, &F::rational, F::smooth};
}

const auto& table() {
  static const std::array rows{generator_of<kl>(),
                               generator_of<reverse_kl>(),
                               generator_of<jeffreys>(),
                               generator_of<jensen_shannon>(),
                               generator_of<tsallis>(),
                               generator_of<total_variation>(),
                               generator_of<chi_squared>(),
                               generator_of<neyman_chi_squared>(),
                               generator_of<squared_hellinger>(),
                               generator_of<triangular_discrimination>()};
  return rows;
}

struct f_divergence {
  static constexpr quantity_entry entry{
      .id = quantity::f_divergence,
      .name = "f_divergence",
      .formula = "sum q f(p/q)",
      .domain =
          "q f(0) where p = 0, p lim f(t)/t where q = 0, for a generator f of the list; only "
          "tsallis takes an order. Csiszar 1963, Ali and Silvey 1966",
      .accepted = accepting::divergences,
      .options = generator_options};

  static prepared prepare(posed x) {
    const generator& g = *x.with.f;
    if (!g.entry.has_unit && x.in != unit::nats) {
      return no_value{status::undefined, "unit",
                      "generator " + std::string(g.entry.name) + " makes a number without a unit"};
    }
    if (auto fault = order_fault(x)) return *fault;
    if (g.entry.takes_order &&
        (x.with.order_is_infinite || x.with.order == 0 || x.with.order == 1)) {
      return row(quantity::tsallis).prepare(std::move(x));  // the limits
    }
    separable s{g.term, x.with};
    if (x.generalised) s.linear = g.slope(x.with);
    const bool convex = !g.entry.takes_order || x.with.order > 0;
    s.equality = at_equality{0, x.generalised || g.slope(x.with) == 0, convex, g.smooth};
    s.rational = g.rational(x.with);
    // Below order 0 tsallis' f is concave, and its limit at 0 is -infinity.
    if (!convex) return negated(std::move(s), std::move(x));
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }

  static std::optional<no_value> order_fault(const posed& x) {
    const generator& g = *x.with.f;
    if (g.entry.takes_order && !x.with.order_given) {
      return no_value{status::undefined, "order",
                      "is missing; generator " + std::string(g.entry.name) + " needs it"};
    }
    if (!g.entry.takes_order && x.with.order_given) {
      return no_value{status::undefined, "order",
                      "is not taken by generator " + std::string(g.entry.name)};
    }
    return std::nullopt;
  }

  static prepared negated(separable s, posed x) {
    for (std::size_t i = 0; i < x.given.p.size(); ++i) {
      if (x.given.q->has(i) && !x.given.p.has(i)) {
        const std::string index = "[" + std::to_string(i) + "]";
        return no_value{status::undefined, "",
                        "the value is -infinity: p" + index + " is 0 where q" + index + " is not"};
      }
    }
    return prepare_separable(std::move(s), std::move(x.given), x.in);
  }
};

}  // namespace

std::span<const generator_entry> generators() {
  static const auto entries = [] {
    std::vector<generator_entry> all;
    for (const generator& g : table()) all.push_back(g.entry);
    return all;
  }();
  return entries;
}

const generator* find_generator_row(std::string_view name) {
  for (const generator& g : table()) {
    if (g.entry.name == name) return &g;
  }
  return nullptr;
}

std::span<const quantity_row> generator_rows() {
  static constexpr quantity_row rows[] = {row_of<f_divergence>()};
  return rows;
}

}  // namespace kloracle
