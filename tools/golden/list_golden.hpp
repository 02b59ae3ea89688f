// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

// Markdown tables for fixtures/README.md, which `kloracle list` prints.

/// Every group of fixtures, and the generators that its cases come from.
void list_fixture_groups();
/// Every flag: its class of bug, what careless code does there, public reports.
void list_flags();
/// Every policy: what it is about, and what each profile expects.
void list_policies();
/// Every profile.
void list_profiles();

}  // namespace kloracle
