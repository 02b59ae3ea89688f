// SPDX-License-Identifier: Apache-2.0
//
// The sphere: what relates two distributions on it, and the closed forms across its families.
#include "oracle/exact.hpp"
#include "oracle/families/spherical.hpp"

namespace kloracle {
namespace {

// The option, read as a parameter of q; its slot says that it belongs to the problem.
constexpr parameter_entry cosine_entry{"cosine", domain::real, slot_of_problem, 0,
                                       "between the mean directions"};

bool is_directed_by_dimension(const given_distribution& d) {
  return d.family->entry.over == sample_space::sphere && d.has("kappa") && d.has("dimension");
}

Q dot(const std::vector<Q>& u, const std::vector<Q>& v) {
  Q total = 0;
  for (std::size_t i = 0; i < u.size(); ++i) total += u[i] * v[i];
  return total;
}

std::string_view side_parameter(const given_distribution& d) {
  return d.has("dimension") ? "dimension" : "mean_direction";
}

void check_agreement(const given_distribution& p, const given_distribution& q) {
  const Q d = dimension_of(p);
  if (dimension_of(q) != d) {
    q.blame(side_parameter(q), "puts q in another dimension than p's " + d.str());
  }
  const bool uniform = is_uniform_on_sphere(p) || is_uniform_on_sphere(q);
  if (!uniform && p.has("dimension") != q.has("dimension")) {
    q.blame(side_parameter(q), "is given where p has " + std::string(side_parameter(p)) +
                                   "; mean directions are given on both sides or on neither");
  }
}

Q read_cosine(const number& cosine) {
  const Q value = cosine.is_finite() ? exact(cosine) : Q(2);
  if (abs(value) > 1) {
    throw fault{"cosine", "is " + cosine.text() + "; expected a number in [-1, 1]"};
  }
  return value;
}

/// Against the uniform distribution a density is known relative to: ln q = -ln area + kappa t -
/// normaliser, t = mu.x, with means of t and ln(1 + t) known as in spherical.hpp.
///
/// Formula       F(kappa_q), as the uniform mean of t is 0
struct uniform_to_fisher {
  template <class T>
  static T kl(const arguments<T>&, const arguments<T>& q) {
    return fisher_normaliser(dimension_of(q.given()), q["kappa"]);
  }
};
/// Formula       kappa A(kappa) - F(kappa)
struct fisher_to_uniform {
  template <class T>
  static T kl(const arguments<T>& p, const arguments<T>&) {
    return fisher_information_gain(directed_law<T>(p));
  }
};
/// Formula       G(kappa) - kappa G'(0)
struct uniform_to_power {
  template <class T>
  static T kl(const arguments<T>&, const arguments<T>& q) {
    const directed_law<T> law(q);
    if (law.uniform) return constant(law.kappa, 0);
    return power_normaliser(law.dimension, law.kappa) -
           law.kappa * power_mean_log(law.dimension, constant(law.kappa, 0));
  }
};
/// Formula       kappa G'(kappa) - G(kappa)
struct power_to_uniform {
  template <class T>
  static T kl(const arguments<T>& p, const arguments<T>&) {
    return power_information_gain(directed_law<T>(p));
  }
};
/// Formula       kappa_p G'(kappa_p) - G(kappa_p) + F(kappa_q) - kappa_q cos m, where m =
///               kappa_p/(kappa_p + d - 1) is the mean of mu_p.x: 2 b'/(2b + kappa_p) - 1, b' = b +
///               kappa_p, by the Beta(b', b) distribution of (1 + mu_p.x)/2
struct power_to_fisher {
  template <class T>
  static T kl(const arguments<T>& p, const arguments<T>& q) {
    const directed_law<T> a(p);
    const directed_law<T> b(q);
    const T mean = a.kappa / (a.kappa + Q(a.dimension - 1));
    const T cosine = constant(a.kappa, 1) - versine(a, b);
    return power_information_gain(a) + fisher_normaliser(b.dimension, b.kappa) -
           b.kappa * cosine * mean;
  }
};

template <class Pair>
pair_row row_of(std::string_view p, std::string_view q) {
  return {
      p,
      q,
      {&Pair::template kl<interval>, &Pair::template kl<taped>, &Pair::template kl<closed_form>}};
}

}  // namespace

Q dimension_of(const given_distribution& d) {
  if (d.has("dimension")) return d.exact("dimension");
  return Q(static_cast<long>(d.values("mean_direction").size()));
}

bool is_uniform_on_sphere(const given_distribution& d) {
  return !d.has("kappa") || d.exact("kappa") == 0;
}

void check_on_sphere(const given_distribution& d) {
  if (dimension_of(d) < 2) d.blame(side_parameter(d), "is of fewer than 2 dimensions");
  if (d.has("dimension")) return;
  const std::vector<Q>& direction = d.values("mean_direction");
  if (dot(direction, direction) == 0) d.blame("mean_direction", "is 0, which has no direction");
}

void relate_on_sphere(family_problem& x, const std::optional<number>& cosine) {
  const auto over_sphere = [](const given_distribution& d) {
    return d.family->entry.over == sample_space::sphere;
  };
  if (x.q && over_sphere(x.p) && over_sphere(*x.q)) check_agreement(x.p, *x.q);
  if (!cosine) return;
  if (!x.q || !is_directed_by_dimension(x.p) || !is_directed_by_dimension(*x.q)) {
    throw fault{"cosine",
                "is taken only between von_mises_fisher or power_spherical distributions given by "
                "their dimension"};
  }
  const Q value = read_cosine(*cosine);
  if (value != 1) x.q->parameters.push_back({&cosine_entry, {value}, {}});
}

// Cauchy-Schwarz: (u.v)^2 = u.u v.v exactly for parallel vectors.
int alignment(const given_distribution& p, const given_distribution& q) {
  if (is_uniform_on_sphere(p) || is_uniform_on_sphere(q)) return 1;
  if (p.has("mean_direction")) {
    const std::vector<Q>& u = p.values("mean_direction");
    const std::vector<Q>& v = q.values("mean_direction");
    const Q uv = dot(u, v);
    if (uv * uv != dot(u, u) * dot(v, v)) return 0;
    return uv > 0 ? 1 : -1;
  }
  const given_distribution& other = p.has("cosine") ? p : q;
  if (!other.has("cosine")) return 1;
  return other.exact("cosine") == -1 ? -1 : 0;
}

std::span<const pair_row> spherical_pair_rows() {
  static const pair_row rows[] = {
      row_of<uniform_to_fisher>("spherical_uniform", "von_mises_fisher"),
      row_of<fisher_to_uniform>("von_mises_fisher", "spherical_uniform"),
      row_of<uniform_to_power>("spherical_uniform", "power_spherical"),
      row_of<power_to_uniform>("power_spherical", "spherical_uniform"),
      row_of<power_to_fisher>("power_spherical", "von_mises_fisher")};
  return rows;
}

}  // namespace kloracle
