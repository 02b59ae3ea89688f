// SPDX-License-Identifier: Apache-2.0
//
// Divergences sum q f(p/q). A definition is one struct: its entry in the vocabulary, its term, its
// limits f(0) (`without_p`) and lim f(t)/t (`without_q`), its slope f'(1), and f''(1).
#include "oracle/separable.hpp"

namespace kloracle {
namespace {

std::optional<log_form> finite(const Q& value) {
  return log_form{1, value, {}};
}
constexpr std::nullopt_t infinite = std::nullopt;

constexpr option_use weight_option[] = {{option::weight, false}};
constexpr option_use convention_option[] = {{option::convention, false}};

/// What a definition need not say.
struct plain {
  static constexpr bool rational = false;
  static constexpr bool smooth = true;
  static Q slope(const settings&) { return 0; }
  static Q curvature(const settings&) { return 1; }
};

template <class Term>
separable f_divergence_of(const posed& x) {
  separable s{summand_of<Term>(), x.with};
  const Q slope = Term::slope(x.with);
  if (x.generalised) s.linear = slope;
  s.equality =
      at_equality{0, x.generalised || slope == 0, true, Term::smooth, Term::curvature(x.with)};
  s.rational = Term::rational;
  s.factor = power_of_two(x.with.doubles);
  return s;
}

template <class Term>
prepared prepare_f_divergence(posed x) {
  return prepare_separable(f_divergence_of<Term>(x), std::move(x.given), x.in);
}

template <class Term>
prepared prepare_root(posed x) {
  separable s = f_divergence_of<Term>(x);
  s.how = outer::square_root;
  s.rational = false;
  return prepare_separable(std::move(s), std::move(x.given), x.in);
}

struct kl : plain {
  static constexpr semantics accepted[] = {
      semantics::normalised, semantics::measure,        semantics::generalised, semantics::counts,
      semantics::smoothed,   semantics::clipped,        semantics::opencv,      semantics::logits,
      semantics::log_prob,   semantics::prob_vs_logprob};
  static constexpr quantity_entry entry{
      .id = quantity::kl,
      .name = "kl",
      .formula = "sum p ln(p/q)",
      .domain = "+infinity iff some p > 0 = q. Kullback and Leibler 1951",
      .accepted = accepted};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.p() * x.log_ratio();
  }
  static std::optional<log_form> without_p(const settings&) { return finite(0); }
  static std::optional<log_form> without_q(const settings&) { return infinite; }
  static Q slope(const settings&) { return 1; }
  static constexpr auto prepare = &prepare_f_divergence<kl>;
};

struct reverse_kl : plain {
  static constexpr quantity_entry entry{.id = quantity::reverse_kl,
                                        .name = "reverse_kl",
                                        .formula = "sum q ln(q/p)",
                                        .domain = "kl with p and q exchanged",
                                        .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return -(x.q() * x.log_ratio());
  }
  static std::optional<log_form> without_p(const settings&) { return infinite; }
  static std::optional<log_form> without_q(const settings&) { return finite(0); }
  static Q slope(const settings&) { return -1; }
  static constexpr auto prepare = &prepare_f_divergence<reverse_kl>;
};

struct jeffreys : plain {
  static constexpr convention_entry conventions[] = {{"sum", "kl + reverse_kl", 0},
                                                     {"mean", "half of that", -1}};
  static constexpr quantity_entry entry{
      .id = quantity::jeffreys,
      .name = "jeffreys",
      .formula = "sum (p - q) ln(p/q)",
      .domain = "+infinity iff the supports differ. Jeffreys 1946",
      .accepted = accepting::divergences,
      .options = convention_option,
      .conventions = conventions};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.difference() * x.log_ratio();
  }
  static std::optional<log_form> without_p(const settings&) { return infinite; }
  static std::optional<log_form> without_q(const settings&) { return infinite; }
  static Q curvature(const settings&) { return 2; }
  static constexpr auto prepare = &prepare_f_divergence<jeffreys>;
};

// w p ln(p/m) + (1-w) q ln(q/m), m = w p + (1-w) q. With w = 0 or 1, m is q or p and the value 0.
struct jensen_shannon : plain {
  static constexpr quantity_entry entry{
      .id = quantity::jensen_shannon,
      .name = "jensen_shannon",
      .formula = "w KL(p, m) + (1 - w) KL(q, m), m = w p + (1 - w) q",
      .domain = "always finite; the weight w is in [0, 1], 1/2 where it is left out. Lin 1991",
      .accepted = accepting::divergences,
      .options = weight_option};
  template <class T>
  static T at(const outcome<T>& x, const settings& with) {
    const Q& w = with.weight;
    return x.p() * w * x.log_p_over_mean(w) + x.q() * Q(1 - w) * x.log_q_over_mean(w);
  }
  static std::optional<log_form> without_p(const settings& with) {
    const Q v = 1 - with.weight;
    return log_form{1, 0, {{v, 1 / v}}};
  }
  static std::optional<log_form> without_q(const settings& with) {
    return log_form{1, 0, {{with.weight, 1 / with.weight}}};
  }
  static Q curvature(const settings& with) { return with.weight * (1 - with.weight); }
  static bool degenerate(const posed& x) { return x.with.weight == 0 || x.with.weight == 1; }
  static prepared prepare(posed x) {
    if (degenerate(x)) return prepare_constant(0, x.given);
    return prepare_f_divergence<jensen_shannon>(std::move(x));
  }
};

struct jensen_shannon_distance {
  static constexpr quantity_entry entry{
      .id = quantity::jensen_shannon_distance,
      .name = "jensen_shannon_distance",
      .formula = "sqrt(jensen_shannon)",
      .domain =
          "a metric for w = 1/2; in bits, the root of jensen_shannon in bits. Endres and "
          "Schindelin 2003",
      .accepted = accepting::pairs,
      .options = weight_option};
  static prepared prepare(posed x) {
    if (jensen_shannon::degenerate(x)) return prepare_constant(0, x.given);
    return prepare_root<jensen_shannon>(std::move(x));
  }
};

struct total_variation : plain {
  static constexpr bool rational = true;
  static constexpr bool smooth = false;
  static constexpr quantity_entry entry{.id = quantity::total_variation,
                                        .name = "total_variation",
                                        .formula = "(1/2) sum |p - q|",
                                        .domain = "a metric; in [0, 1] for distributions",
                                        .has_unit = false,
                                        .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return abs(x.difference()) * Q(1, 2);
  }
  static std::optional<log_form> without_p(const settings&) { return finite(Q(1, 2)); }
  static std::optional<log_form> without_q(const settings&) { return finite(Q(1, 2)); }
  static constexpr auto prepare = &prepare_f_divergence<total_variation>;
};

struct squared_hellinger : plain {
  static constexpr convention_entry conventions[] = {
      {"half", "1 - bhattacharyya_coefficient, in [0, 1]", 0},
      {"sum", "sum (sqrt p - sqrt q)^2, in [0, 2]", 1}};
  static constexpr quantity_entry entry{.id = quantity::squared_hellinger,
                                        .name = "squared_hellinger",
                                        .formula = "(1/2) sum (sqrt p - sqrt q)^2",
                                        .domain = "in [0, 1] for distributions",
                                        .has_unit = false,
                                        .accepted = accepting::divergences,
                                        .options = convention_option,
                                        .conventions = conventions};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return sqr(x.root_difference()) * Q(1, 2);
  }
  static std::optional<log_form> without_p(const settings&) { return finite(Q(1, 2)); }
  static std::optional<log_form> without_q(const settings&) { return finite(Q(1, 2)); }
  static Q curvature(const settings&) { return Q(1, 4); }
  static constexpr auto prepare = &prepare_f_divergence<squared_hellinger>;
};

struct hellinger {
  static constexpr convention_entry conventions[] = {
      {"half", "sqrt(1 - bhattacharyya_coefficient), in [0, 1]", 0},
      {"sum", "the Euclidean distance of the roots, in [0, sqrt 2]", 1}};
  static constexpr quantity_entry entry{.id = quantity::hellinger,
                                        .name = "hellinger",
                                        .formula = "sqrt(squared_hellinger)",
                                        .domain = "a metric. Hellinger 1909",
                                        .has_unit = false,
                                        .accepted = accepting::pairs,
                                        .options = convention_option,
                                        .conventions = conventions};
  static constexpr auto prepare = &prepare_root<squared_hellinger>;
};

struct chi_squared : plain {
  static constexpr bool rational = true;
  static constexpr quantity_entry entry{.id = quantity::chi_squared,
                                        .name = "chi_squared",
                                        .formula = "sum (p - q)^2/q",
                                        .domain = "+infinity iff some p > 0 = q. Pearson 1900",
                                        .has_unit = false,
                                        .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return sqr(x.difference()) / x.q();
  }
  static std::optional<log_form> without_p(const settings&) { return finite(1); }
  static std::optional<log_form> without_q(const settings&) { return infinite; }
  static Q curvature(const settings&) { return 2; }
  static constexpr auto prepare = &prepare_f_divergence<chi_squared>;
};

struct neyman_chi_squared : plain {
  static constexpr bool rational = true;
  static constexpr quantity_entry entry{.id = quantity::neyman_chi_squared,
                                        .name = "neyman_chi_squared",
                                        .formula = "sum (p - q)^2/p",
                                        .domain = "chi_squared with p and q exchanged",
                                        .has_unit = false,
                                        .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return sqr(x.difference()) / x.p();
  }
  static std::optional<log_form> without_p(const settings&) { return infinite; }
  static std::optional<log_form> without_q(const settings&) { return finite(1); }
  static Q curvature(const settings&) { return 2; }
  static constexpr auto prepare = &prepare_f_divergence<neyman_chi_squared>;
};

struct triangular_discrimination : plain {
  static constexpr bool rational = true;
  static constexpr quantity_entry entry{
      .id = quantity::triangular_discrimination,
      .name = "triangular_discrimination",
      .formula = "sum (p - q)^2/(p + q)",
      .domain = "in [0, 2] for distributions; its root is a metric. Le Cam 1986, Topsoe 2000",
      .has_unit = false,
      .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.difference() * x.contrast();
  }
  static std::optional<log_form> without_p(const settings&) { return finite(1); }
  static std::optional<log_form> without_q(const settings&) { return finite(1); }
  static constexpr auto prepare = &prepare_f_divergence<triangular_discrimination>;
};

struct k_divergence : plain {
  static constexpr quantity_entry entry{.id = quantity::k_divergence,
                                        .name = "k_divergence",
                                        .formula = "sum p ln(2p/(p + q))",
                                        .domain = "KL(p, (p + q)/2); at most ln 2. Lin 1991",
                                        .accepted = accepting::divergences};
  template <class T>
  static T at(const outcome<T>& x, const settings&) {
    return x.p() * x.log_p_over_mean(Q(1, 2));
  }
  static std::optional<log_form> without_p(const settings&) { return finite(0); }
  static std::optional<log_form> without_q(const settings&) { return log_form{1, 0, {{1, 2}}}; }
  static Q slope(const settings&) { return Q(1, 2); }
  static Q curvature(const settings&) { return Q(1, 4); }
  static constexpr auto prepare = &prepare_f_divergence<k_divergence>;
};

}  // namespace

std::span<const quantity_row> f_divergence_rows() {
  static constexpr quantity_row rows[] = {
      row_of<kl>(),
      row_of<reverse_kl>(),
      row_of<jeffreys>(),
      row_of<jensen_shannon>(),
      row_of<jensen_shannon_distance>(),
      row_of<total_variation>(),
      row_of<squared_hellinger>(),
      row_of<hellinger>(),
      row_of<chi_squared>(),
      row_of<neyman_chi_squared>(),
      row_of<triangular_discrimination>(),
      row_of<k_divergence>(),
  };
  return rows;
}

}  // namespace kloracle
