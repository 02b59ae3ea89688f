// SPDX-License-Identifier: Apache-2.0
//
// Holds a k-nearest-neighbour estimator to its value and to the changes of the points that leave
// the value alone.
#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>

#include "oracle/mpfr_env.hpp"
#include "properties/estimators/neighbours.hpp"
#include "properties/verdict.hpp"

namespace kloracle {
namespace {

using result = outcome_of_statement;

// What an estimator made of a problem.
struct answered {
  double value = NAN;
  std::string fault;  // what it threw

  std::string shown() const { return fault.empty() ? kloracle::shown(value) : "threw: " + fault; }
};

answered ask(const neighbour_estimator& who, const neighbour_problem& what) {
  try {
    return {who.of(what.x, what.y, what.k), ""};
  } catch (const std::exception& e) {
    return {NAN, e.what()};
  }
}

template <class Change>
std::optional<neighbour_problem> changed(const neighbour_problem& what, Change change) {
  neighbour_problem moved = what;
  for (point_set* points : {&moved.x, &moved.y}) {
    for (std::size_t i = 0; i < points->coordinates.size(); ++i) {
      const auto c = change(points->coordinates[i], i % points->dimension);
      if (!c) return std::nullopt;
      points->coordinates[i] = *c;
    }
  }
  return moved;
}

// By the largest powers of 2 up to 2^30 that keep every coordinate exact, another one per axis.
std::optional<neighbour_problem> translated(const neighbour_problem& what) {
  for (int exponent = 30; exponent > 0; --exponent) {
    auto moved = changed(what, [&](double c, std::size_t axis) -> std::optional<double> {
      const double by = std::ldexp(axis % 2 == 0 ? 1.0 : -3.0, exponent);
      const double sum = c + by;
      if (Q(sum) != Q(c) + Q(by)) return std::nullopt;
      return sum;
    });
    if (moved) return moved;
  }
  return std::nullopt;
}

std::optional<neighbour_problem> scaled(const neighbour_problem& what) {
  return changed(what, [](double c, std::size_t) -> std::optional<double> {
    const double smaller = std::ldexp(c, -20);
    if (std::ldexp(smaller, 20) != c) return std::nullopt;
    return smaller;
  });
}

std::optional<neighbour_problem> rotated(const neighbour_problem& what) {
  neighbour_problem turned = what;
  for (point_set* points : {&turned.x, &turned.y}) {
    const std::size_t d = points->dimension;
    for (auto row = points->coordinates.begin(); row != points->coordinates.end();) {
      const auto end = row + static_cast<std::ptrdiff_t>(d);
      std::rotate(row, row + 1, end);
      *row = -*row;
      row = end;
    }
  }
  return turned;
}

// x backwards; y with its first half moved behind the second.
std::optional<neighbour_problem> permuted(const neighbour_problem& what) {
  neighbour_problem mixed = what;
  const std::size_t d = what.x.dimension;
  for (std::size_t i = 0; i < what.x.size(); ++i) {
    const auto row = what.x.at(what.x.size() - 1 - i);
    std::copy(row.begin(), row.end(),
              mixed.x.coordinates.begin() + static_cast<std::ptrdiff_t>(i * d));
  }
  auto& y = mixed.y.coordinates;
  std::rotate(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(what.y.size() / 2 * d), y.end());
  return mixed;
}

struct change {
  std::string_view law;
  std::optional<neighbour_problem> (*of)(const neighbour_problem&);
};
constexpr change changes[] = {{"knn.translation", translated},
                              {"knn.scaling", scaled},
                              {"knn.rotation", rotated},
                              {"knn.permutation", permuted}};

class point_judge {
 public:
  point_judge(const neighbour_estimator& who, const neighbour_problem& what)
      : who_(who), what_(what), certified_(certify(what)), answered_(ask(who, what)) {
    if (certified_.value) truth_.emplace(*certified_.value, binary64);
  }

  std::vector<estimator_finding> run() {
    judge_value();
    judge_sign();
    for (const change& c : changes) judge_law(c);
    return std::move(findings_);
  }

 private:
  void add(std::string_view statement, result what, std::string evidence) {
    findings_.push_back({statement,
                         what_.name + ", n = " + std::to_string(what_.x.size()) + ", m = " +
                             std::to_string(what_.y.size()) + ", k = " + std::to_string(what_.k),
                         what, std::move(evidence)});
  }

  static result from(const verdict& v) {
    if (v.what == verdict::state::not_applicable) return result::not_applicable;
    if (v.what == verdict::state::undecided) return result::undecided;
    if (v.is <= grade::faithful) return result::holds;
    return v.is <= grade::as_data ? result::soft : result::violated;
  }

  void judge_value() {
    if (!truth_) {
      add("knn.value", result::not_applicable, certified_.reason);
      return;
    }
    const verdict v = judge(*truth_, answered_.value);
    std::string evidence = "gives " + answered_.shown() + ", its value is " + shown_truth();
    if (v.what == verdict::state::decided) {
      evidence += ": grade " + std::string(entry(v.is).letter);
      if (std::isfinite(v.ulp_error)) evidence += ", " + shown(v.ulp_error) + " ulps";
    } else {
      evidence += ": " + v.reason;
    }
    add("knn.value", from(v),
        evidence + "; " + std::to_string(certified_.ties) + " ties, " +
            std::to_string(certified_.coincident) + " coincident points");
  }

  std::string shown_truth() const {
    const answer& a = truth_->truth();
    return a.bounds ? shown(a.bounds->bounds()) : "inf";
  }

  void judge_sign() {
    if (!truth_ || !truth_->truth().bounds) return;
    if (!certainly_positive(truth_->truth().bounds->bounds())) return;
    add("knn.sign", answered_.value > 0 ? result::holds : result::violated,
        "gives " + answered_.shown() + ", its value is " + shown_truth());
  }

  void judge_law(const change& law) {
    const auto other = law.of(what_);
    if (!other) {
      add(law.law, result::not_applicable, "the change is not exact in binary64");
      return;
    }
    if (certify(*other).ratios != certified_.ratios) {
      throw std::logic_error("kloracle: " + std::string(law.law) + " changed the distances");
    }
    const answered again = ask(who_, *other);
    add(law.law, kept(again),
        again.value == answered_.value ? "gives " + again.shown() + " again"
                                       : "gives " + answered_.shown() + ", then " + again.shown());
  }

  // Both estimates are of the same number: each may be off by what the grades T and A allow.
  result kept(const answered& again) const {
    if (again.value == answered_.value) return result::holds;
    if (!std::isfinite(again.value) || !std::isfinite(answered_.value)) return result::violated;
    const enclosure* slack = sensitivity();
    if (slack == nullptr) return result::not_applicable;  // the value is infinite, or none
    const interval& v = truth_->truth().bounds->bounds();
    const allowance one = allowance_of(v, slack->bounds(), truth_->outcomes());
    const interval apart = abs(interval(Q(again.value), v.bits()) - Q(answered_.value));
    return compare(apart, {interval(0L, v.bits()), ldexp(one.attainable, 1)});
  }

  const enclosure* sensitivity() const {
    if (!truth_) return nullptr;
    for (const perturbation& p : truth_->truth().condition) {
      if (p.model == "componentwise") return &p.absolute;
    }
    return nullptr;
  }

  const neighbour_estimator& who_;
  const neighbour_problem& what_;
  certified_neighbours certified_;
  std::optional<reference> truth_;
  answered answered_;
  std::vector<estimator_finding> findings_;
};

}  // namespace

std::vector<estimator_finding> judge_at_points(const neighbour_estimator& who,
                                               const neighbour_problem& what) {
  const mpfr_env env;
  return point_judge(who, what).run();
}

}  // namespace kloracle
