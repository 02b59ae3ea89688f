// SPDX-License-Identifier: Apache-2.0
#include "tools/family_case_text.hpp"

#include <fmt/format.h>

#include "properties/cases.hpp"
#include "tools/check_table.hpp"
#include "tools/report.hpp"

namespace kloracle {
namespace {

// "0x1p+0", "[0x1p+0,0x1p+1]", "[[0x1p+0],[0x1p+1]]"
std::string value_text(const family_side::slot& slot, const double* first, const format& in) {
  if (slot.shape.empty()) return number_text(*first, in);
  const std::size_t columns = slot.shape.back();
  std::size_t count = 1;
  for (const std::size_t axis : slot.shape) count *= axis;
  const bool matrix = slot.shape.size() > 1;
  std::string text = "[";
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += ',';
    if (matrix && i % columns == 0) text += '[';
    text += number_text(first[i], in);
    if (matrix && (i + 1) % columns == 0) text += ']';
  }
  return text + ']';
}

}  // namespace

std::string families_text(const offered_function& f) {
  const std::string p = name_of(*f.p_of);
  if (!f.q_of || name_of(*f.q_of) == p) return p;
  return p + " to " + name_of(*f.q_of);
}

std::string parameters_text(const family_side& side, const std::vector<double>& numbers,
                            const format& in) {
  std::string text;
  std::size_t next = 0;
  for (const family_side::slot& slot : side.parameters) {
    std::size_t count = 1;
    for (const std::size_t axis : slot.shape) count *= axis;
    if (next + count > numbers.size()) return text;
    text += (text.empty() ? "" : ",") + slot.name + '=';
    text += value_text(slot, numbers.data() + next, in);
    next += count;
  }
  return text;
}

std::string family_eval_text(const offered_function& f, const sample& input, const format& in) {
  std::string text = fmt::format("{} {} --p={}", entry(f.what).name, f.p_of->family,
                                 shell_quoted(parameters_text(*f.p_of, input.p, in)));
  if (!f.q_of) return text;
  const bool other = f.q_of->family != f.p_of->family;
  return text + " --q=" +
         shell_quoted((other ? f.q_of->family + ':' : "") + parameters_text(*f.q_of, input.q, in));
}

}  // namespace kloracle
