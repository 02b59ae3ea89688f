// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/disk.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>

#include "oracle/number.hpp"

namespace kloracle {

namespace fs = std::filesystem;

std::optional<std::string> read_bytes(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (fs::file_size(path, ignored) != 0) bytes << file.rdbuf();
  if (!file || !bytes) throw input_error(path.string() + ": cannot be read");
  return bytes.str();
}

void write_whole(const fs::path& path, const std::string& bytes) {
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  fs::path beside = path;
  beside += ".new";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) fault = std::error_code(errno, std::generic_category());
  if (!fault) fs::rename(beside, path, fault);
  if (!fault) return;
  std::error_code ignored;
  fs::remove(beside, ignored);
  throw input_error(path.string() + ": cannot be written: " + fault.message());
}

std::set<std::string> files_under(const fs::path& base, const std::string& folder) {
  std::set<std::string> all;
  std::error_code fault;
  if (!fs::is_directory(base / folder, fault)) return all;
  fs::recursive_directory_iterator at(base / folder, fault);
  for (; !fault && at != fs::recursive_directory_iterator(); at.increment(fault)) {
    // A link is a file, whatever it leads to.
    std::error_code ignored;
    const bool is_folder = at->symlink_status(ignored).type() == fs::file_type::directory;
    if (!is_folder) all.insert(at->path().lexically_relative(base).generic_string());
  }
  if (fault) throw input_error((base / folder).string() + ": cannot be read: " + fault.message());
  return all;
}

}  // namespace kloracle
