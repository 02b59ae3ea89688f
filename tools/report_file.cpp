// SPDX-License-Identifier: Apache-2.0
#include "tools/report_file.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "oracle/number.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

// A run is gone on with by the same run alone: the same program, options and machine.
void refuse_other_run(const std::string& path, const std::string& was, const std::string& is) {
  if (was.empty() || was == is) return;
  const nlohmann::json before = nlohmann::json::parse(was);
  const nlohmann::json now = nlohmann::json::parse(is);
  for (const auto& [key, value] : now.items()) {
    const auto old = before.find(key);
    if (old != before.end() && *old == value) continue;
    throw input_error("--resume: '" + path + "' was written by another run: '" + key + "' is " +
                      one_line(value.dump(), 500) + ", it was " +
                      (old == before.end() ? "not there" : one_line(old->dump(), 500)));
  }
}

}  // namespace

report_file::report_file(const std::string& path, bool resume, const std::string& header) {
  if (resume) record_ = read_report(path, "--resume");
  refuse_other_run(path, record_.header, header);
  if (record_.unfinished) {
    for (recorded_subject& s : record_.subjects) s.forget_what_was_lost();
  }
  file_.reset(std::fopen(path.c_str(), "a"));
  if (!file_) throw input_error("--report: cannot write '" + path + "'");
  const int descriptor = fileno(file_.get());
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    throw input_error("--report: '" + path + "' is being written by another run");
  // What is no file, such as a pipe, has no length.
  if (ftruncate(descriptor, static_cast<off_t>(record_.bytes)) != 0 && record_.bytes != 0)
    throw input_error("--resume: cannot cut '" + path + "' to its whole lines");
}

}  // namespace kloracle
