// SPDX-License-Identifier: Apache-2.0
#include "tools/interruption.hpp"

#include <array>
#include <csignal>

namespace kloracle {
namespace {

constexpr std::array signals{SIGINT, SIGTERM};
volatile std::sig_atomic_t noted = 0;

void note(int) {
  noted = 1;
}

void handle(void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  for (const int s : signals) sigaction(s, &action, nullptr);
}

}  // namespace

interruption::interruption() {
  noted = 0;
  handle(note, static_cast<int>(SA_RESETHAND | SA_RESTART));
}

interruption::~interruption() {
  handle(SIG_DFL, 0);
}

bool interruption::asked_for() {
  return noted != 0;
}

}  // namespace kloracle
