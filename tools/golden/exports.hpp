// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tools/golden/export_table.hpp"
#include "tools/number_codec.hpp"

namespace kloracle {

/// A language or file type that fixtures are exported to.
struct export_entry {
  std::string_view name;              // "rust"
  std::string_view extension;         // ".rs"
  std::span<const encoding> allowed;  // what is read back exactly there; the default first
  std::string_view loader;            // in fixtures/loaders
  std::string_view reason;            // of the encodings, in a sentence
  std::string (*text)(const export_table& t, encoding e);  // the file; of npz, its bytes
};

/// Every export: the one list that the command line, the docs and the tests read.
std::span<const export_entry> exports();
const export_entry* find_export(std::string_view name);

/// The writers. Each writes every column of the table, in its order.
///
/// Guarantee     the same bytes on any machine; what a loader reads back is bit for bit the table
std::string csv_export(const export_table& t, encoding e);
std::string npz_export(const export_table& t, encoding e);
std::string c_export(const export_table& t, encoding e);
std::string cpp_export(const export_table& t, encoding e);
std::string rust_export(const export_table& t, encoding e);
std::string javascript_export(const export_table& t, encoding e);
std::string r_export(const export_table& t, encoding e);
std::string julia_export(const export_table& t, encoding e);
std::string python_export(const export_table& t, encoding e);

}  // namespace kloracle
