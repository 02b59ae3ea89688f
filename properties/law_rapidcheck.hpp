// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "properties/laws/choices.hpp"
#include "properties/laws/law_shrink.hpp"
#include "properties/random.hpp"

namespace kloracle {

/// A RapidCheck generator of whatever `build` makes of decisions.
///
///   const auto pairs = kloracle::drawn([&](kloracle::choices& c) {
///     return kloracle::recipe::simplex_pair(c, where);
///   });
///   rc::check("KL is not negative", [&] {
///     const auto pair = *pairs;
///     RC_ASSERT(my_kl(pair.p, pair.q) >= 0);
///   });
///
/// Statement     RapidCheck shrinks the decisions, so that every shrink is a value `build` makes:
///               it cannot leave the hypothesis that `build` keeps
/// Domain        include <gtest/gtest.h> before this header where both are used
template <class Build>
auto drawn(Build build) -> rc::Gen<decltype(build(std::declval<choices&>()))> {
  using value = decltype(build(std::declval<choices&>()));
  const auto replayed = [build](const decisions& made) {
    choices c;
    c.replay(made);
    return build(c);
  };
  return rc::Gen<value>([build, replayed](const rc::Random& random, int) {
    rc::Random seed(random);
    random_source source(seed.next());
    choices c;
    c.draw_from(source);
    build(c);
    const decisions made(c.made().begin(), c.made().end());
    const auto tree = rc::shrinkable::shrinkRecur(
        made, [](const decisions& d) { return rc::seq::fromContainer(simpler(d)); });
    return rc::shrinkable::map(tree, replayed);
  });
}

}  // namespace kloracle
