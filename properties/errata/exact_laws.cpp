// SPDX-License-Identifier: Apache-2.0
#include "properties/errata/exact_laws.hpp"

#include <stdexcept>

#include "properties/errata/proofs.hpp"

namespace kloracle::proofs {

exact_law rationals(std::string_view text) {
  exact_law result;
  for (const number& x : numbers(text)) result.push_back(exact(x));
  return result;
}

std::string shown(std::span<const Q> law) {
  std::string text;
  for (const Q& x : law) text += (text.empty() ? "(" : ", ") + shown(x);
  return text + ")";
}

exact_law normalised(exact_law weights) {
  const Q total = sum(weights);
  for (Q& x : weights) x /= total;
  return weights;
}

exact_law mixed(std::span<const Q> p, std::span<const Q> q, const Q& t) {
  exact_law result;
  for (std::size_t i = 0; i < p.size(); ++i) result.push_back((1 - t) * p[i] + t * q[i]);
  return result;
}

closed_form log_of(const Q& x) {
  return log(closed_form(x));
}

closed_form kl_form(std::span<const Q> p, std::span<const Q> q) {
  closed_form total;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0) continue;
    if (q[i] == 0) throw std::logic_error("KL is infinite: P is not absolutely continuous");
    total += closed_form(p[i]) * log_of(p[i] / q[i]);
  }
  return total;
}

problem asked(quantity what, std::span<const Q> p, std::span<const Q> q) {
  const auto given = [](std::span<const Q> law) {
    std::vector<number> exact_numbers;
    for (const Q& x : law) exact_numbers.push_back(as_number(x));
    return categorical(std::move(exact_numbers));
  };
  problem result{what, given(p)};
  if (!q.empty()) result.q = given(q);
  result.how = semantics::normalised;
  return result;
}

}  // namespace kloracle::proofs
