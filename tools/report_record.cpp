// SPDX-License-Identifier: Apache-2.0
#include "tools/report_record.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "tools/report_lines.hpp"

namespace kloracle {
namespace {

using nlohmann::json;

std::string key_of(std::string_view a, std::string_view b, std::string_view c = "") {
  return std::string(a) + '\n' + std::string(b) + '\n' + std::string(c);
}

}  // namespace

/// Takes the lines of a file one by one.
class report_record_reader {
 public:
  // Whether the line, which begins at this byte, stays.
  bool read(const std::string& line, std::uintmax_t at) {
    const json l = json::parse(line, nullptr, false);
    if (!l.is_object()) refuse_line("is no JSON object");
    const std::string& kind = line_text(l, "line");
    if (ended_) refuse_line("follows the footer");
    if (record_.header.empty() != (kind == "header"))
      refuse_line("a report begins with its one header");
    if (kind == "header") {
      header(l, line);
    } else if (kind == "subject") {
      subject(l);
    } else if (kind == "footer") {
      footer(l);
      return record_.finished;
    } else if (kind == "absent") {
      line_text(l, "name");
      record_.absent.push_back(line);
    } else {
      if (record_.subjects.empty()) refuse_line("no subject has been named yet");
      of_subject(kind, l, line, at);
    }
    return true;
  }

  report_record take() { return std::move(record_); }

 private:
  void header(const json& l, const std::string& line) {
    constexpr long oldest = 2;
    constexpr long newest = 3;
    const bool report = line_text_or(l, "format", "") == "kloracle-report";
    const long version = report ? line_count(l, "format_version") : 0;
    if (version < oldest || version > newest)
      refuse_line("expected the header of a kloracle-report of format_version " +
                  std::to_string(oldest) + " or " + std::to_string(newest));
    record_.header = line;
  }

  void footer(const json& l) {
    ended_ = true;
    record_.finished = line_flag(l, "complete");
    record_.unfinished = !record_.finished;
  }

  // A subject that is named again goes on.
  void subject(const json& l) {
    record_.last_subject = line_text(l, "argument");
    if (record_.find(record_.last_subject) != nullptr) return;
    record_.subjects.emplace_back(
        record_.last_subject, subject_identity{line_text(l, "name"), line_text(l, "version"),
                                               line_text(l, "language"), line_text(l, "issues")});
  }

  void of_subject(const std::string& kind, const json& l, const std::string& line,
                  std::uintmax_t at) {
    recorded_subject& s =
        *std::ranges::find(record_.subjects, record_.last_subject, &recorded_subject::argument);
    const auto case_on = [&] {
      return recorded_case{line_text(l, "function"),
                           line_text(l, "id"),
                           line_text_or(l, "group", ""),
                           vector_length(l),
                           at,
                           read_result(l)};
    };
    if (kind == "result") {
      s.put(case_on());
    } else if (kind == "minimal") {
      s.put({line_text(l, "from"), line_text(l, "kind"), read_input(l), case_on()});
    } else if (kind == "law") {
      read_law(l, {});  // what is read once can be read again
      s.laws_.put(key_of(line_text(l, "law"), line_text(l, "function"), line_text(l, "format")),
                  line);
    } else if (kind == "summary") {
      read_summary(l);
      s.summaries_.put(key_of(line_text(l, "function"), line_text(l, "format")), line);
    } else if (kind == "function") {
      line_object(l, "declaration");
      s.declarations_[line_text(l, "function")] =
          nlohmann::ordered_json::parse(line)["declaration"].dump();  // its keys in their order
    } else if (kind == "event") {
      s.events_.push_back({line_text(l, "text"), line_flag(l, "unsteady")});
    } else {
      refuse_line("unknown kind of line '" + kind + "'");
    }
  }

  report_record record_;
  bool ended_ = false;
};

void recorded_subject::put(recorded_case c) {
  const auto [known, is_new] = case_at_.try_emplace(key_of(c.function, c.id), cases_.size());
  if (is_new) cases_.emplace_back();
  cases_[known->second] = std::move(c);
}

void recorded_subject::put(recorded_minimal m) {
  const auto known = std::ranges::find_if(minimals_, [&](const recorded_minimal& other) {
    return other.found.function == m.found.function && other.from == m.from && other.kind == m.kind;
  });
  if (known == minimals_.end()) {
    minimals_.push_back(std::move(m));
  } else {
    *known = std::move(m);
  }
}

const recorded_minimal* recorded_subject::find_minimal(std::string_view function,
                                                       std::string_view from,
                                                       std::string_view kind) const {
  for (const recorded_minimal& m : minimals_) {
    if (m.found.function == function && m.from == from && m.kind == kind) return &m;
  }
  return nullptr;
}

void recorded_subject::forget_what_was_lost() {
  std::vector<recorded_case> kept;
  for (recorded_case& c : cases_) {
    if (c.judged.returned.what != response::kind::not_run) kept.push_back(std::move(c));
  }
  if (kept.size() != cases_.size()) summaries_.clear();
  cases_.clear();
  case_at_.clear();
  for (recorded_case& c : kept) put(std::move(c));
  laws_.erase_if([](const std::string& line) { return read_law(json::parse(line), {}).lost != 0; });
}

void keyed_lines::put(const std::string& key, const std::string& line) {
  const auto [known, is_new] = at_.try_emplace(key, lines_.size());
  if (is_new) lines_.emplace_back();
  lines_[known->second] = line;
}

const std::string* keyed_lines::find(const std::string& key) const {
  const auto found = at_.find(key);
  return found == at_.end() ? nullptr : &lines_[found->second];
}

std::vector<std::string> keyed_lines::all() const {
  std::vector<std::size_t> kept;
  for (const auto& [key, index] : at_) kept.push_back(index);
  std::ranges::sort(kept);
  std::vector<std::string> lines;
  for (const std::size_t index : kept) lines.push_back(lines_[index]);
  return lines;
}

void keyed_lines::clear() {
  lines_.clear();
  at_.clear();
}

std::optional<judged_response> recorded_subject::find(const offered_function& f,
                                                      const test_case& c) const {
  const auto found = case_at_.find(key_of(f.name, c.id));
  if (found == case_at_.end()) return std::nullopt;
  return cases_[found->second].judged;
}

std::optional<law_summary> recorded_subject::find(
    const law& l, const offered_function& f, const format& in,
    std::span<const offered_function> functions) const {
  const std::string* line = laws_.find(key_of(l.id, f.name, in.name));
  if (line == nullptr) return std::nullopt;
  law_summary s = read_law(json::parse(*line), functions);
  s.what = &l;
  s.function = &f;
  return s;
}

bool recorded_subject::has_summary(const function_summary& s) const {
  return summaries_.find(key_of(s.function->name, s.in->name)) != nullptr;
}

const recorded_subject* report_record::find(std::string_view argument) const {
  const auto found = std::ranges::find(subjects, argument, &recorded_subject::argument);
  return found == subjects.end() ? nullptr : &*found;
}

report_record read_report(const std::string& path, const std::string& key) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return {};
    throw input_error(key + ": cannot read '" + path + "'");
  }
  report_record_reader reader;
  std::uintmax_t bytes = 0;
  long number = 0;
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    try {
      if (reader.read(line, bytes)) bytes += line.size() + 1;
    } catch (const input_error& e) {
      throw input_error(key + ": '" + path + "', line " + std::to_string(number) + ": " + e.what());
    }
  }
  report_record record = reader.take();
  record.bytes = bytes;
  return record;
}

std::string line_of_report(const std::string& path, std::uintmax_t at) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  file.seekg(static_cast<std::streamoff>(at));
  if (!std::getline(file, line))
    throw input_error("report: '" + path + "' changed while it was read");
  return line;
}

}  // namespace kloracle
