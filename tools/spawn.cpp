// SPDX-License-Identifier: Apache-2.0
#include "tools/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

extern char** environ;

namespace kloracle {
namespace {

void require(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

struct pipe_ends {
  owned_descriptor read;
  owned_descriptor write;
};

pipe_ends make_pipe() {
  std::array<int, 2> ends{};
  require(pipe2(ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  pipe_ends made{owned_descriptor(ends[0]), owned_descriptor(ends[1])};
  // Where this process has no standard streams, a pipe could take their numbers and be run over in
  // the child.
  for (owned_descriptor* end : {&made.read, &made.write}) {
    if (end->get() > 2) continue;
    const int moved = fcntl(end->get(), F_DUPFD_CLOEXEC, 3);
    require(moved >= 0 ? 0 : errno, "fcntl");
    *end = owned_descriptor(moved);
  }
  return made;
}

// This process's environment, in which numbers are written with a decimal point.
std::vector<char*> plain_environment() {
  static std::string locale = "LC_ALL=C";
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("LC_ALL=")) variables.push_back(*variable);
  }
  variables.push_back(locale.data());
  variables.push_back(nullptr);
  return variables;
}

// What posix_spawn is told; the C structures need releasing.
class spawn_settings {
 public:
  spawn_settings() {
    require(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init");
    const int error = posix_spawnattr_init(&attributes_);
    if (error != 0) posix_spawn_file_actions_destroy(&actions_);
    require(error, "posix_spawnattr_init");
  }
  spawn_settings(const spawn_settings&) = delete;
  spawn_settings& operator=(const spawn_settings&) = delete;
  ~spawn_settings() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  void connect(const owned_descriptor& from, int to) {
    require(posix_spawn_file_actions_adddup2(&actions_, from.get(), to), "posix_spawn dup2");
  }

  // A group of its own, and signals as a program expects to find them.
  void start_afresh() {
    sigset_t none;
    sigset_t pipe;
    sigemptyset(&none);
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    require(posix_spawnattr_setpgroup(&attributes_, 0), "posix_spawn pgroup");
    require(posix_spawnattr_setsigmask(&attributes_, &none), "posix_spawn sigmask");
    require(posix_spawnattr_setsigdefault(&attributes_, &pipe), "posix_spawn sigdefault");
    const int flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    require(posix_spawnattr_setflags(&attributes_, static_cast<short>(flags)), "posix_spawn flags");
  }

  pid_t run_shell(std::string command) const {
    std::string shell = "sh";
    std::string option = "-c";
    char* const arguments[]{shell.data(), option.data(), command.data(), nullptr};
    pid_t pid = -1;
    require(posix_spawn(&pid, "/bin/sh", &actions_, &attributes_, arguments,
                        plain_environment().data()),
            "/bin/sh");
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

owned_descriptor::owned_descriptor(owned_descriptor&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

owned_descriptor& owned_descriptor::operator=(owned_descriptor&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

void owned_descriptor::close() {
  if (is_open()) ::close(std::exchange(descriptor_, -1));
}

spawned spawn_shell(const std::string& command) {
  pipe_ends input = make_pipe();
  pipe_ends output = make_pipe();
  pipe_ends errors = make_pipe();
  spawn_settings settings;
  settings.connect(input.read, STDIN_FILENO);
  settings.connect(output.write, STDOUT_FILENO);
  settings.connect(errors.write, STDERR_FILENO);
  settings.start_afresh();
  const pid_t pid = settings.run_shell(command);
  return {pid, std::move(input.write), std::move(output.read), std::move(errors.read)};
}

}  // namespace kloracle
