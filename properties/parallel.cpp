// SPDX-License-Identifier: Apache-2.0
#include "properties/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace kloracle {

void in_parallel(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t)>& task) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next = 0;
  std::mutex lock;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) task(i);
    } catch (...) {
      const std::lock_guard hold(lock);
      failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> pool;
    const auto useful = std::min<std::size_t>(threads, count);
    for (std::size_t t = 1; t < useful; ++t) pool.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace kloracle
