// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

namespace kloracle {

/// A file descriptor that is closed with its owner.
class owned_descriptor {
 public:
  owned_descriptor() = default;
  explicit owned_descriptor(int descriptor) : descriptor_(descriptor) {}
  owned_descriptor(owned_descriptor&& other) noexcept;
  owned_descriptor& operator=(owned_descriptor&& other) noexcept;
  ~owned_descriptor() { close(); }

  void close();
  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// A program just started, and this process's ends of the pipes to it, all of them close-on-exec.
struct spawned {
  pid_t pid;
  owned_descriptor input;   // the program's standard input
  owned_descriptor output;  // its standard output
  owned_descriptor errors;  // its standard error
};

/// Runs `/bin/sh -c command` in a process group of its own, with LC_ALL=C and signals as a program
/// expects to find them. Errors: std::system_error.
spawned spawn_shell(const std::string& command);

}  // namespace kloracle
