// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

// Parts of `kloracle list`: what subjects are held to.
void list_laws();
void list_recipes();
void list_law_table();  // as Markdown

}  // namespace kloracle
