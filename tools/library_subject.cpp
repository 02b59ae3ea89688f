// SPDX-License-Identifier: Apache-2.0
#include "tools/library_subject.hpp"

#include <filesystem>

#include "tools/one_line.hpp"

namespace kloracle {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// The host that belongs to this program.
std::string installed_host() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& folder : {here, here / ".." / "libexec" / "kloracle"}) {
    if (is_file(folder / "kloracle-host")) return (folder / "kloracle-host").string();
  }
  throw protocol_error("so: expected the program kloracle-host in " + here.string() +
                       " or in ../libexec/kloracle from there; it is built and installed with "
                       "kloracle");
}

// The text as one word of a shell.
std::string quoted(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace

std::unique_ptr<command_subject> start_library_subject(const std::string& path,
                                                       const command_options& options,
                                                       const std::string& host) {
  if (!is_file(path)) {
    throw protocol_error("so: expected the path of a shared library, came '" + one_line(path) +
                         "', which is no file");
  }
  // A name without a slash would be looked for among the system's libraries.
  const std::string library = fs::absolute(path).string();
  return start_command_subject(
      "exec " + quoted(host.empty() ? installed_host() : host) + ' ' + quoted(library), options);
}

}  // namespace kloracle
