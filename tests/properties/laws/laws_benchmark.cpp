// SPDX-License-Identifier: Apache-2.0
//
// Law checks per second on one core: laws_benchmark [CHECKS [LAW]]. A check draws inputs of n = 8,
// asks a double function for every value, proves the law there and judges. The function is
// builtin:stable's KL, so that little time goes into violations; shrinking is off.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "properties/builtin_subjects.hpp"
#include "properties/laws/law_run.hpp"

int main(int count, char** words) {
  using namespace kloracle;
  using clock = std::chrono::steady_clock;
  law_options how;
  how.checks = count > 1 ? std::atol(words[1]) : 2000;
  how.only_law = count > 2 ? words[2] : "";
  how.only_function = "kl_measure";
  how.only_format = &binary64;
  how.least_n = how.max_n = 8;
  how.shrinks = 0;
  how.threads = 1;
  const auto who = make_builtin_subject("stable");
  clock::time_point before = clock::now();
  const clock::time_point start = before;
  long checks = 0;
  law_listener listener;
  listener.summary = [&](const law_summary& s) {
    const std::chrono::duration<double> took = clock::now() - before;
    before = clock::now();
    checks += s.checks;
    std::printf("%-36s %8.0f per second\n", std::string(s.what->id).c_str(),
                static_cast<double>(s.checks) / took.count());
  };
  check_laws(*who, how, listener);
  const std::chrono::duration<double> all = clock::now() - start;
  std::printf("%-36s %8.0f per second\n", "all of them", static_cast<double>(checks) / all.count());
  return checks == 0;
}
