// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "tools/command_subject.hpp"

namespace kloracle {

/// The subject `so:PATH`: a shared library with the C interface of tools/adapters/c.
///
/// Statement     the program kloracle-host loads the library and speaks KLAP for it, so that a
///               crash ends only that. It is looked for beside this program, and in
///               ../libexec/kloracle from there; `host` names another
/// Guarantee     as of command_subject
/// Errors        protocol_error where there is no such file, no host, or the library does not
///               export what it should
std::unique_ptr<command_subject> start_library_subject(const std::string& path,
                                                       const command_options& options = {},
                                                       const std::string& host = "");

}  // namespace kloracle
