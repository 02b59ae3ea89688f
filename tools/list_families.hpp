// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

/// `kloracle list families`: what each family takes, is, has a formula for, and reaches.
void list_families();

/// The same as a Markdown table, for README.md: `kloracle list closed_forms`.
void list_closed_forms();

}  // namespace kloracle
