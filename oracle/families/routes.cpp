// SPDX-License-Identifier: Apache-2.0
#include "oracle/families/routes.hpp"

#include <algorithm>
#include <map>

namespace kloracle {
namespace {

const given_distribution& first_of(const family_problem& x, bool reversed) {
  return reversed ? *x.q : x.p;
}
const given_distribution& second_of(const family_problem& x, bool reversed) {
  return reversed ? x.p : *x.q;
}

// A function of the first and the second distribution's arguments as an expression.
template <class F>
expression of_both(bool reversed, F f) {
  return expression(
      [reversed, f](const auto& x) { return reversed ? f(*x.q, x.p) : f(x.p, *x.q); });
}

expression from(const guises<of_two>& formula, bool reversed) {
  return of_both(reversed, [formula]<class T>(const arguments<T>& p, const arguments<T>& q) {
    return formula.in<T>()(p, q);
  });
}

template <class T>
T bregman(const family_row& family, const arguments<T>& p, const arguments<T>& q) {
  const auto& natural = family.natural.in<T>();
  const auto& f = family.log_normaliser.in<T>();
  const std::vector<T> theta_p = natural(p);
  const std::vector<T> theta_q = natural(q);
  const std::vector<T> mean = family.mean.in<T>()(p, theta_p);
  T total = f(p, theta_q) - f(p, theta_p);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    total = total - (theta_q[i] - theta_p[i]) * mean[i];
  }
  return total;
}

bool lists(const family_row& family, statistic s) {
  return std::find(family.offers.begin(), family.offers.end(), s) != family.offers.end();
}

// 1/x is also one of the powers of x.
bool offers(const family_row& family, statistic s) {
  return lists(family, s) || (s == statistic::reciprocal && lists(family, statistic::power));
}

template <class T>
T average(const arguments<T>& p, statistic s, std::span<const T> at) {
  const family_row& family = *p.given().family;
  if (s == statistic::reciprocal && !lists(family, s)) {
    const T minus_one = p.number(-1);
    return average(p, statistic::power, std::span<const T>(&minus_one, 1));
  }
  if constexpr (std::is_same_v<T, closed_form>) {
    const auto finite =
        family.finite == nullptr ? std::optional<bool>(true) : family.finite(p, s, at);
    if (finite != true) {
      throw infinite_average{finite.has_value(), "the average of " + std::string(name(s)) +
                                                     " over " + p.given().side + " is infinite"};
    }
  }
  return family.expect.in<T>()(p, s, at);
}

template <class T>
T expected_log_density(const arguments<T>& p, const arguments<T>& q) {
  const expectations<T> over_p(
      [&p](statistic s, std::span<const T> at) { return average(p, s, at); });
  const family_row& family = *q.given().family;
  return family.expected_log_density.in<T>()(q, over_p);
}

bool averages_cover(const family_row& p, const family_row& q) {
  return p.entry.over == q.entry.over && q.averages_logarithm && p.entropy &&
         std::all_of(q.needs.begin(), q.needs.end(), [&](statistic s) { return offers(p, s); });
}

const pair_row* find_pair(const family_row& p, const family_row& q) {
  for (const pair_row& row : pair_rows()) {
    if (row.p == p.entry.name && row.q == q.entry.name) return &row;
  }
  return nullptr;
}

// Numbers of both sides, compared one by one: nullopt as soon as one comparison is open.
std::optional<bool> all_equal(const guises<numbers_of_one>& of, const family_problem& x) {
  const std::size_t count = of.write_out(written_out(x).p).size();
  if (of.write_out(*written_out(x).q).size() != count) return false;
  bool open = false;
  for (std::size_t i = 0; i < count; ++i) {
    const auto difference =
        of_both(false, [&of, i]<class T>(const arguments<T>& p, const arguments<T>& q) {
          return of.in<T>()(p)[i] - of.in<T>()(q)[i];
        });
    const auto sign = sign_of(difference, x);
    if (sign && *sign != 0) return false;
    open = open || !sign;
  }
  return open ? std::nullopt : std::optional<bool>(true);
}

// Whether an end of P's range lies beyond Q's, `direction` being -1 for the lower ends.
std::optional<bool> beyond(const std::optional<closed_form>& p, const std::optional<closed_form>& q,
                           int direction) {
  if (!q) return false;
  if (!p) return true;
  const auto difference = sign(*p - *q);
  return difference ? std::optional<bool>(*difference * direction > 0) : std::nullopt;
}

number_range range_of(const given_distribution& d) {
  const arguments<closed_form> written(d, [](const Q& value) { return closed_form(value); });
  return d.family->range == nullptr ? number_range{} : d.family->range(written);
}

// Whether two ends are one, or may be.
bool meet(const std::optional<closed_form>& one, const std::optional<closed_form>& other) {
  return one && other && sign(*one - *other).value_or(0) == 0;
}

void check_shapes(const given_distribution& p, const given_distribution& q) {
  for (const given_parameter& parameter : p.parameters) {
    const given_parameter* other = q.find(parameter.entry->name);
    if (parameter.entry->axes > 0 && other != nullptr && other->shape != parameter.shape) {
      q.blame(parameter.entry->name, "has another shape than p's");
    }
  }
}

}  // namespace

std::vector<route> kl_routes(const family_problem& x, bool reversed) {
  const family_row& p = *first_of(x, reversed).family;
  const family_row& q = *second_of(x, reversed).family;
  std::vector<route> routes;
  if (&p == &q && p.kl) routes.push_back({"direct", from(p.kl, reversed)});
  if (const pair_row* pair = find_pair(p, q)) {
    routes.push_back({"pair", from(pair->kl, reversed)});
  }
  const bool one_family = &p == &q && p.natural && p.log_normaliser && p.mean;
  if (one_family && (!p.fixed || all_equal(p.fixed, x) == true)) {
    routes.push_back(
        {"bregman", of_both(reversed, [&p]<class T>(const arguments<T>& a, const arguments<T>& b) {
           return bregman(p, a, b);
         })});
  }
  if (averages_cover(p, q)) {
    routes.push_back(
        {"averages", of_both(reversed, [&p]<class T>(const arguments<T>& a, const arguments<T>& b) {
           return -p.entropy.in<T>()(a) - expected_log_density(a, b);
         })});
  }
  return routes;
}

std::optional<bool> same_distribution(const family_problem& x) {
  if (x.p.family != x.q->family || !x.p.family->coordinates) return std::nullopt;
  return all_equal(x.p.family->coordinates, x);
}

relation relate(const family_problem& x, bool reversed) {
  const given_distribution& p = first_of(x, reversed);
  const given_distribution& q = second_of(x, reversed);
  const sample_space over_p = p.family->entry.over;
  const sample_space over_q = q.family->entry.over;
  if (over_p != over_q) {
    const auto numbers = [](sample_space s) {
      return s == sample_space::integers || s == sample_space::reals;
    };
    if (numbers(over_p) && numbers(over_q)) {
      return {true, "one is discrete and the other continuous, so they share no outcomes"};
    }
    throw fault{"q", "is a distribution over " + std::string(name(x.q->family->entry.over)) +
                         " where p is one over " + std::string(name(x.p.family->entry.over))};
  }
  if (p.family == q.family) {
    check_shapes(x.p, *x.q);
    if (p.family->singular != nullptr) return {true, p.family->singular(p, q)};
  }
  const number_range of_p = range_of(p);
  const number_range of_q = range_of(q);
  const auto below = beyond(of_p.lower, of_q.lower, -1);
  const auto above = beyond(of_p.upper, of_q.upper, 1);
  if (below == true || above == true) {
    return {true, "the support of " + p.side + " reaches " + (below == true ? "below" : "above") +
                      " that of " + q.side};
  }
  return {below && above, std::nullopt};
}

void mark_jumps(family_problem& x) {
  if (!x.q || !(x.p.family->moving_range || x.q->family->moving_range)) return;
  const number_range p = range_of(x.p);
  const number_range q = range_of(*x.q);
  if (!meet(p.lower, q.lower) && !meet(p.upper, q.upper)) return;
  x.p.at_jump = x.p.family->moving_range;
  x.q->at_jump = x.q->family->moving_range;
}

relation averages_of(const family_problem& x, bool reversed) {
  const both_arguments<closed_form> written = written_out(x);
  const arguments<closed_form>& p = reversed ? *written.q : written.p;
  const arguments<closed_form>& q = reversed ? written.p : *written.q;
  // Compilers may ask for the averages of a sum in any order; what is said is of the first in the
  // list of statistics that is infinite, or else of the first that is left open.
  using rank = std::pair<bool, statistic>;
  std::map<rank, std::string> faults;
  const expectations<closed_form> over_p(
      [&](statistic s, std::span<const closed_form> at) -> closed_form {
        try {
          return average(p, s, at);
        } catch (const infinite_average& fault) {
          faults.emplace(rank(!fault.known, s), fault.reason);
          return Q(1);  // the others are to be asked for too
        }
      });
  q.given().family->expected_log_density.in<closed_form>()(q, over_p);
  if (faults.empty()) return {};
  const auto& [ranked, reason] = *faults.begin();
  return {!ranked.first, reason};
}

bool has_closed_form(const family_row& p, const family_row& q) {
  if (find_pair(p, q) != nullptr || averages_cover(p, q)) return true;
  return &p == &q && (p.kl || p.prepare != nullptr || (p.natural && p.log_normaliser && p.mean));
}

}  // namespace kloracle
