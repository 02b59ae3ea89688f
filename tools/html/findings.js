// SPDX-License-Identifier: Apache-2.0
// The findings, the worst first, each with what a maintainer needs to act on it.

function drawFindingFilters() {
  const kinds = Array.from(new Set(data.findings.map((finding) => finding.kind)));
  const severities = Object.keys(SEVERITIES).filter((one) =>
    data.findings.some((finding) => finding.severity === one),
  );
  byId("finding-filters").replaceChildren(
    chooser(
      "severity",
      "Severity",
      [["", "every severity"], ...severities.map((one) => [one, `${one}: ${SEVERITIES[one]}`])],
      drawFiltered,
    ),
    chooser(
      "kind",
      "Kind",
      [["", "every kind"], ...kinds.map((one) => [one, kindName(one)])],
      drawFiltered,
    ),
  );
  byId("finding-filters").onsubmit = (event) => event.preventDefault();
}

function findingCount(chosen) {
  const all = data.findings.length;
  if (all === 0) return "No findings: every value is within attainable error.";
  if (chosen < all) return `${count(chosen)} of ${counted(all, "finding")} pass the filters.`;
  const rest = data.left_out > 0 ? ` ${count(data.left_out)} more do not fit into this page.` : "";
  return `${counted(all, "finding")}, the worst first. The filters at the top hold here too.${rest}`;
}

function drawFindings() {
  const chosen = chosenFindings(state);
  byId("finding-count").textContent = findingCount(chosen.length);
  byId("finding-list").replaceChildren(...chosen.map(findingEntry));
  const asked = chosen.find((finding) => String(finding.finding) === state.finding);
  if (asked) showFinding(asked);
}

/// What came back and what was due, both short: "returned inf, due 1.3e3".
function seen(finding) {
  if (!finding.returned || !finding.certified) return "";
  const returned = valueOf(finding.returned);
  const shown = Number.isNaN(returned) ? finding.returned : short(returned);
  return `returned ${shown}, due ${short(valueOf(finding.certified))}`;
}

function findingEntry(finding) {
  const shown = el(
    "details",
    { class: "finding", "data-finding": finding.finding },
    el(
      "summary",
      null,
      el("span", { class: "number" }, String(finding.finding)),
      el(
        "span",
        { class: `severity ${finding.severity === "wrong" ? "wrong" : "inaccurate"}` },
        finding.severity,
      ),
      el("span", { class: "what" }, finding.what, el("span", { class: "seen" }, seen(finding))),
      el(
        "span",
        { class: "where" },
        el("b", null, [finding.subject, finding.version].filter(Boolean).join(" ")),
        " ",
        el("code", null, finding.function),
        ` ${finding.format}`,
      ),
    ),
  );
  shown.addEventListener("toggle", () => {
    if (shown.open && shown.children.length === 1) shown.append(findingBody(finding));
  });
  return shown;
}

function lawTerms(law) {
  if (!law) return null;
  const terms = (law.terms || []).map((term) =>
    el(
      "li",
      null,
      facts([
        "function",
        term.function || "one that is not offered: its certified value stands in",
      ]),
      outcome(term),
      inputTable(term),
      facts(...howFarOff(term)),
    ),
  );
  return [
    facts(
      ["law", law.id],
      ["says", law.statement],
      ["source", law.source],
      ["broken by", law.violated_by_ulp && ulps(law.violated_by_ulp)],
    ),
    terms.length > 0 && el("ol", { class: "terms" }, terms),
  ].filter(Boolean);
}

function likeText(cases) {
  return cases && cases.of > 0 ? `${count(cases.like)} of ${counted(cases.of, "value")} drawn` : "";
}

function drawnFrom(from) {
  if (!from) return null;
  return el(
    "details",
    null,
    el("summary", null, "The input as it was drawn, before it was made small"),
    outcome(from),
    inputTable(from.input || from),
    facts(...howFarOff(from), ["id", el("code", null, from.id)]),
  );
}

function findingFacts(finding, fn) {
  const input = finding.input && inputTable(finding.input, rowNames(fn));
  const n =
    finding.input && Number(finding.input.n) > 0 ? `n = ${count(Number(finding.input.n))}` : "";
  return [
    outcome(finding),
    input && el("h4", null, "Input ", el("small", null, n)),
    input,
    facts(
      ...howFarOff(finding),
      [
        "the problem",
        [finding.problem, (finding.declaration || {}).unit].filter(Boolean).join(", in "),
      ],
      ["what the adapter states", (finding.declaration || {}).note],
      ["kind of input", finding.group],
      ["the like", likeText(finding.cases)],
      ["laws broken too", (finding.also || []).join(", ")],
      ["id", finding.id && el("code", null, finding.id)],
    ),
  ].filter(Boolean);
}

function issueBlock(issue) {
  if (!issue) return null;
  const text = el("textarea", {
    readonly: true,
    rows: "14",
    spellcheck: "false",
    "aria-label": "Issue text in Markdown",
  });
  text.value = `${issue.title}\n\n${issue.body}`;
  return el(
    "div",
    { class: "issue" },
    el("h4", null, "For the issue tracker"),
    text,
    el(
      "button",
      { type: "button", class: "copy-issue", onclick: () => copyFrom(text) },
      "Copy issue text",
    ),
  );
}

function findingBody(finding) {
  const entry = entryOfFinding.get(finding);
  const meaning = meaningOf(finding);
  return el(
    "div",
    { class: "finding-body" },
    meaning && el("p", { class: "meaning" }, meaning),
    findingFacts(finding, entry && entry.fn),
    lawTerms(finding.law),
    drawnFrom(finding.from),
    finding.snippet && [
      el("h4", null, "To see it"),
      copyable(finding.snippet, "Program that shows it"),
    ],
    finding.repeat && [
      el("h4", null, "To judge it again"),
      copyable(finding.repeat, "Command that repeats this finding"),
    ],
    issueBlock(finding.issue),
    entry &&
      el(
        "p",
        null,
        el(
          "button",
          {
            type: "button",
            onclick: () => openCell(`${subjectKey(entry.subject)}|${entry.fn.column}`),
          },
          `All of ${subjectTitle(entry.subject)}: ${entry.column.title}`,
        ),
      ),
  );
}

function shownFinding(finding) {
  return byId("finding-list").querySelector(`[data-finding="${Number(finding.finding)}"]`);
}

function showFinding(finding) {
  const shown = shownFinding(finding);
  if (shown) shown.open = true;
  return shown;
}

/// Goes to a finding, past the filters if they hide it.
function openFinding(finding) {
  choose({ finding: String(finding.finding) });
  if (!shownFinding(finding)) clearFilters();
  choose({ finding: String(finding.finding) });
  const shown = showFinding(finding);
  shown.scrollIntoView({ block: "start" });
  shown.querySelector("summary").focus();
}
