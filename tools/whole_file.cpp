// SPDX-License-Identifier: Apache-2.0
#include "tools/whole_file.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "oracle/number.hpp"

namespace kloracle {
namespace {

using open_file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr std::size_t most_bytes = std::size_t{64} << 20;

[[noreturn]] void refuse(const std::string& flag, const char* what, const std::string& path) {
  throw input_error(flag + ": cannot " + what + " '" + path + "': " + std::strerror(errno));
}

// The file itself, where the path is a link to it.
std::filesystem::path target_of(const std::string& path) {
  std::error_code error;
  const auto target = std::filesystem::weakly_canonical(path, error);
  return error ? std::filesystem::path(path) : target;
}

}  // namespace

std::string whole_file(const std::string& path, const std::string& flag) {
  errno = 0;
  const open_file file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) refuse(flag, "read", path);
  std::string text;
  std::array<char, 65536> part{};
  for (std::size_t n; (n = std::fread(part.data(), 1, part.size(), file.get())) != 0;) {
    text.append(part.data(), n);
    if (text.size() > most_bytes)
      throw input_error(flag + ": '" + path + "' is too large; expected at most 64 MiB");
  }
  if (std::ferror(file.get()) != 0) refuse(flag, "read", path);
  return text;
}

void replace_file(const std::string& path, const std::string& text, const std::string& flag) {
  const std::filesystem::path target = target_of(path);
  const std::string beside = target.string() + ".new";
  open_file file(std::fopen(beside.c_str(), "wb"), std::fclose);
  if (!file) refuse(flag, "write", path);
  const bool whole = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  const bool closed = std::fclose(file.release()) == 0;
  if (whole && closed && std::rename(beside.c_str(), target.c_str()) == 0) return;
  const int why = errno;
  std::remove(beside.c_str());
  errno = why;
  refuse(flag, "write", path);
}

void refuse_unwritable(const std::string& path, const std::string& flag) {
  std::error_code error;
  const std::filesystem::path target = target_of(path);
  if (std::filesystem::exists(target, error) && !std::filesystem::is_regular_file(target, error))
    throw input_error(flag + ": cannot write '" + path + "': it is no file");
  const std::filesystem::path folder =
      target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
  if (access(folder.c_str(), W_OK) != 0) refuse(flag, "write", path);
}

}  // namespace kloracle
