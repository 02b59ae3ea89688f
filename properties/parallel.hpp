// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace kloracle {

/// Calls task(i) for i in 0..count-1 on that many threads (0: as many as the machine has), the
/// calling one among them. The first exception ends it and comes out.
void in_parallel(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t)>& task);

}  // namespace kloracle
