// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kloracle {

/// One step of a refutation, as it came out.
struct proved_fact {
  std::string text;  // with the certified values in it: "D(p || q) = 0.1487..., prints as 0.149"
  bool proved = false;
};

/// What a source document says that is not so, and the check that proves it.
struct erratum {
  std::string_view id;       // "E14"
  std::string_view where;    // document and section: "000 A.3"
  std::string_view visible;  // "source", "upstream" or "extraction" (erratum_places())
  std::string_view says;     // the claim
  std::string_view correct;  // what is right
  std::string_view check;    // what the check proves, in a sentence; why there is none, if there is
                             // none
  std::vector<proved_fact> (*prove)() = nullptr;  // nullptr: purely textual
};

/// Every erratum, E01 to E64: the list that the CLI, the page and the tests read.
std::span<const erratum> errata();

/// The erratum of that id, or nullptr.
const erratum* find_erratum(std::string_view id);

/// A word of erratum::visible: where the slip can be read.
struct erratum_place {
  std::string_view name;
  std::string_view meaning;
};

/// The words of erratum::visible.
std::span<const erratum_place> erratum_places();

/// An erratum, its check executed.
struct checked_erratum {
  const erratum* of;
  std::vector<proved_fact> facts;  // empty if it is textual

  /// There is no check, or it gave facts and all of them are proved.
  bool holds() const;
};

/// Executes the check. One that cannot be carried through (a domain error, an undecided answer)
/// gives a fact that is not proved, with the reason.
checked_erratum checked(const erratum& e);

/// The register as a page of Markdown.
std::string errata_page(std::span<const checked_erratum> all);

}  // namespace kloracle
