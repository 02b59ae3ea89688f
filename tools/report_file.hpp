// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "tools/report_record.hpp"

namespace kloracle {

/// The file of a report: a new one, or one to go on with.
class report_file {
 public:
  /// No file: nothing is written.
  report_file() = default;

  /// Errors: input_error that names the flag: a file that cannot be written, that another run is
  /// writing, or, to be resumed, that is no report or one of another run than `header` says.
  report_file(const std::string& path, bool resume, const std::string& header);

  std::FILE* stream() const { return file_.get(); }
  const report_record& record() const { return record_; }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, std::fclose};
  report_record record_;
};

}  // namespace kloracle
