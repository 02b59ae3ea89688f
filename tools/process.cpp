// SPDX-License-Identifier: Apache-2.0
#include "tools/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

namespace kloracle {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t chunk_bytes = 65536;
constexpr std::size_t error_tail_bytes = 8192;

void make_nonblocking(const owned_descriptor& d) {
  const int flags = fcntl(d.get(), F_GETFL);
  if (flags < 0 || fcntl(d.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "fcntl");
  }
}

// write() without SIGPIPE: the signal is blocked in this thread, and taken back if it was raised.
ssize_t write_quietly(int descriptor, const char* data, std::size_t size) {
  sigset_t pipe;
  sigset_t before;
  sigset_t pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const ssize_t written = ::write(descriptor, data, size);
  const int error = errno;
  if (written < 0 && error == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
    const timespec now{0, 0};
    sigtimedwait(&pipe, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

// Appends what is there to read, one chunk at most; closes the descriptor at its end.
void read_chunk(owned_descriptor& from, std::string& to) {
  std::array<char, chunk_bytes> chunk;
  const ssize_t count = ::read(from.get(), chunk.data(), chunk.size());
  if (count > 0) {
    to.append(chunk.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    from.close();
  }
}

std::string signal_name(int signal) {
  const char* abbreviation = sigabbrev_np(signal);
  const std::string number = "signal " + std::to_string(signal);
  return abbreviation == nullptr ? number : number + " (SIG" + abbreviation + ")";
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return signal_name(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  std::string text = "exit status " + std::to_string(code);
  // A shell between us and the program reports a signal that way.
  if (code > 128 && sigabbrev_np(code - 128) != nullptr) {
    text += ", as a shell reports " + signal_name(code - 128);
  }
  return text;
}

}  // namespace

child_process::child_process(const std::string& command, std::size_t max_line)
    : max_line_(max_line), child_(spawn_shell(command)) {
  try {
    for (const owned_descriptor* d : {&child_.input, &child_.output, &child_.errors}) {
      make_nonblocking(*d);
    }
  } catch (...) {
    finish(deadline::clock::now());
    throw;
  }
}

child_process::~child_process() {
  if (!status_) finish(deadline::clock::now());
}

child_process::outcome child_process::write_line(std::string text, deadline until) {
  text.push_back('\n');
  return write(text, until);
}

child_process::outcome child_process::write(std::string_view rest, deadline until) {
  while (!rest.empty()) {
    if (!child_.input.is_open()) return outcome::end_of_file;
    const ssize_t written = write_quietly(child_.input.get(), rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      if (!wait(until, true)) return outcome::timed_out;
    } else if (errno != EINTR) {
      return outcome::end_of_file;
    }
  }
  return outcome::done;
}

child_process::line child_process::read_line(deadline until) {
  for (;;) {
    if (auto found = take_line()) return *std::move(found);
    if (!child_.output.is_open()) return {outcome::end_of_file, std::exchange(received_, {})};
    if (!wait(until, false)) return {outcome::timed_out, {}};
  }
}

child_process::line child_process::read_bytes(std::size_t count, deadline until) {
  if (count > max_line_) return {outcome::too_long, {}};
  while (received_.size() < count) {
    if (!child_.output.is_open()) return {outcome::end_of_file, std::exchange(received_, {})};
    if (!wait(until, false)) return {outcome::timed_out, std::exchange(received_, {})};
  }
  std::string rest = received_.substr(count);
  received_.resize(count);
  scanned_ = 0;
  return {outcome::done, std::exchange(received_, std::move(rest))};
}

// A whole line of what was received, or the finding that it is too long; nullopt if more is needed.
std::optional<child_process::line> child_process::take_line() {
  const std::size_t end = received_.find('\n', scanned_);
  if (std::min(end, received_.size()) > max_line_) return line{outcome::too_long, {}};
  scanned_ = received_.size();
  if (end == std::string::npos) return std::nullopt;
  scanned_ = 0;
  std::string rest = received_.substr(end + 1);
  received_.resize(end);
  return line{outcome::done, std::exchange(received_, std::move(rest))};
}

// Waits until the child can be read from (or written to) and reads what it said; false once the
// deadline has passed. Standard error is read at every opportunity, so that nobody waits for it.
bool child_process::wait(deadline until, bool to_write) {
  const auto left = until - deadline::clock::now();
  if (left <= 0s) return false;
  // A child that talks without end is not read for ever: what it may keep us is one line.
  const bool full = received_.size() > max_line_;
  const auto slot = [](const owned_descriptor& d, short events, bool wanted) {
    return pollfd{wanted && d.is_open() ? d.get() : -1, events, 0};
  };
  std::array slots{slot(child_.input, POLLOUT, to_write), slot(child_.output, POLLIN, !full),
                   slot(child_.errors, POLLIN, true)};
  const auto milliseconds =
      std::chrono::ceil<std::chrono::milliseconds>(std::min<deadline::duration>(left, 1000h));
  if (poll(slots.data(), slots.size(), static_cast<int>(milliseconds.count())) <= 0) return true;
  if (slots[1].revents != 0) read_chunk(child_.output, received_);
  if (slots[2].revents != 0) read_errors();
  return true;
}

void child_process::read_errors() {
  read_chunk(child_.errors, error_text_);
  if (error_text_.size() > 16 * error_tail_bytes) {
    error_text_.erase(0, error_text_.size() - error_tail_bytes);
  }
}

std::string_view child_process::error_tail() const {
  const std::string_view text = error_text_;
  return text.substr(text.size() - std::min(text.size(), error_tail_bytes));
}

void child_process::kill_group() {
  // Not after the child was reaped: its number, which is the group's, may then be another's.
  if (!status_) kill(-child_.pid, SIGKILL);
}

// Whether the child has ended; it is left unreaped, which keeps its number, and the group's, taken.
bool child_process::has_ended() const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(child_.pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

bool child_process::wait_for_end(deadline until) {
  while (!has_ended()) {
    if (deadline::clock::now() >= until) return false;
    // It may be waiting for us to read its last words.
    wait(std::min(until, deadline::clock::now() + 5ms), false);
  }
  return true;
}

std::string child_process::finish(deadline until) {
  if (!status_) {
    const bool by_itself = wait_for_end(until);
    kill_group();
    // A process within a device driver can outlast even SIGKILL, and is not waited for.
    wait_for_end(deadline::clock::now() + 5s);
    // Its last words; but a process that left the group may go on writing for ever.
    for (int chunks = 0; chunks < 16 && child_.errors.is_open(); ++chunks) read_errors();
    int status = 0;
    const bool reaped = waitpid(child_.pid, &status, WNOHANG) == child_.pid;
    status_ = status;
    if (!by_itself) return "still running, killed";
    if (!reaped) return "exit status unknown";
  }
  return describe(*status_);
}

}  // namespace kloracle
