// SPDX-License-Identifier: Apache-2.0
// What a cell of the matrix is made of: each function and format with its worst case.

function gradeCounts(by) {
  return data.grades
    .map((grade) => [grade.letter, (by || {})[grade.letter] || 0])
    .filter(([, n]) => n > 0)
    .map(([letter, n]) => el("span", { class: "share" }, chip(letter), ` ${count(n)}`));
}

function wentWrong(at) {
  const named = [
    ["nan", "NaN"],
    ["infinite", "infinite or missed infinity"],
    ["wrong_sign", "wrong sign"],
    ["missed_zero", "missed zero"],
    ["lost", "lost"],
    ["skipped", "declined"],
    ["undecided", "undecided by the oracle"],
    ["not_applicable", "without a value"],
  ];
  return named
    .filter(([key]) => at[key] > 0)
    .map(([key, name]) => `${count(at[key])} ${name}`)
    .join(", ");
}

function lawsLine(laws) {
  if (!laws || !laws.checked) return "";
  const broken = (laws.broken || []).join(", ");
  return [
    `${count(laws.kept)} of ${counted(laws.checked, "law")} kept`,
    laws.instances && ` at ${count(laws.instances)} instances`,
    laws.soft > 0 && `, ${count(laws.soft)} broken within attainable error`,
    laws.hard > 0 && `, ${count(laws.hard)} broken beyond it`,
    broken && `: ${broken}`,
  ]
    .filter(Boolean)
    .join("");
}

const GROWTHS = {
  logarithm: "grows like log n, as of pairwise summation",
  linear: "grows like n, as of one sum from left to right",
};

const CONDITIONS = {
  componentwise: "each input moves alone",
  simplex_tangent: "sums are kept",
  absolute: "absolute",
};

function conditionText(condition) {
  if (condition === null || condition === undefined) return "";
  if (typeof condition !== "object") return String(condition);
  return Object.entries(condition)
    .map(([model, value]) => `${value} (${CONDITIONS[model] || model})`)
    .join(", ");
}

/// The names of the parameters, where both sides are of one family.
function rowNames(fn) {
  const { p, q } = (fn && fn.parameters) || {};
  return p && q && p.join() === q.join() ? p : null;
}

/// What came back beside what is certified: the heart of every case.
function outcome(shown) {
  const certified = shown.certified || (shown.status === "plus_infinity" ? "inf" : "");
  return facts(
    ["returned", shown.returned && el("strong", null, bothWays(shown.returned))],
    ["certified", certified && el("strong", null, bothWays(certified))],
    ["in decimal", shown.decimal],
  );
}

function howFarOff(shown) {
  const excess = shown.excess === null || shown.excess === undefined ? NaN : valueOf(shown.excess);
  return [
    ["error", shown.ulp_error !== undefined && ulps(shown.ulp_error)],
    [
      "against one rounding",
      Number.isFinite(excess) &&
        `${short(excess)} times what rounding input and result once may cause`,
    ],
    ["condition number", conditionText(shown.condition)],
    ["proved to lie in", shown.enclosure && el("code", null, shown.enclosure.join("  to  "))],
  ];
}

function worstCase(worst, fn) {
  if (!worst || !worst.id) return el("p", { class: "aside" }, "No value of it was judged.");
  return el(
    "div",
    { class: "worst" },
    el("h5", null, "Worst case, by what is attainable for its input"),
    outcome(worst),
    inputTable(worst, rowNames(fn)),
    facts(
      ...howFarOff(worst),
      ["grade", worst.grade && chip(worst.grade)],
      ["kind of input", worst.group],
      ["input", !worst.p && worst.n > 0 && `${counted(worst.n, "number")}: the command shows them`],
      ["id", el("code", null, worst.id)],
    ),
    worst.repeat && copyable(worst.repeat, "Command that repeats this case"),
    worst.eval && copyable(worst.eval, "Command that certifies this value"),
  );
}

function findingLinks(found) {
  return found.map((one) =>
    el(
      "a",
      {
        href: `#finding=${one.finding}`,
        onclick: (event) => {
          event.preventDefault();
          openFinding(one);
        },
      },
      `${one.finding}. ${one.what}`,
    ),
  );
}

function largestError(at) {
  if (at.max_ulp === null) return "";
  const explained = valueOf(at.max_ulp) > 1 && gradeIndex(at.grade) < gradeIndex("H");
  return ulps(at.max_ulp) + (explained ? ", attainable for its input" : "");
}

function formatDetails({ at, fn, findings }) {
  const named = data.grades[gradeIndex(at.grade)];
  const by = data.grades.map((grade) => (at.by_grade || {})[grade.letter] || 0);
  return el(
    "div",
    { class: "format" },
    el(
      "h4",
      null,
      chip(at.grade),
      ` ${at.format} `,
      el("small", null, named ? named.name : "not judged"),
    ),
    strip(by),
    el("p", { class: "shares" }, gradeCounts(at.by_grade)),
    facts(
      ["values judged", count(at.cases)],
      ["largest error found", largestError(at)],
      ["went wrong", wentWrong(at)],
      ["error with n", GROWTHS[at.growth]],
      ["laws", lawsLine(at.laws)],
      [
        findings.length === 1 ? "finding" : "findings",
        findings.length > 0 && findingLinks(findings),
      ].filter(Boolean),
    ),
    worstCase(at.worst, fn),
  );
}

function functionDetails(fn, its) {
  return el(
    "article",
    { class: "function" },
    el("h3", null, el("code", null, fn.name)),
    facts(
      ["problem", fn.problem],
      ["unit", fn.unit],
      ["gradients", (fn.gradient || []).join(", ")],
    ),
    fn.note && el("p", { class: "note" }, fn.note),
    el("div", { class: "formats" }, its.map(formatDetails)),
    fn.snippet &&
      el(
        "details",
        null,
        el("summary", null, "How it is called"),
        copyable(fn.snippet, "How it is called"),
      ),
  );
}

function eventText(event) {
  return typeof event === "string" ? event : event.what || event.text || JSON.stringify(event);
}

function drawDetails() {
  const place = byId("details");
  const [who, key] = splitCell(state.cell);
  const its = entries.filter(
    (entry) => subjectKey(entry.subject) === who && entry.fn.column === key,
  );
  place.hidden = its.length === 0;
  if (its.length === 0) {
    place.replaceChildren();
    return;
  }
  const { subject, column } = its[0];
  const functions = Array.from(new Set(its.map((entry) => entry.fn)));
  const issues =
    /^https?:\/\//.test(subject.issues || "") &&
    el("a", { href: subject.issues, rel: "noreferrer noopener" }, subject.issues);
  place.replaceChildren(
    el(
      "div",
      { class: "head" },
      el(
        "h2",
        { id: "details-title", tabindex: "-1" },
        `${subjectTitle(subject)}: ${column.title}`,
      ),
      el("button", { type: "button", class: "close", onclick: closeDetails }, "Back to the matrix"),
    ),
    facts(
      ["quantity", column.about],
      ["language", subject.language],
      ["run as", el("code", null, subject.argument)],
      ["issues", issues],
      ["events", (subject.events || []).map(eventText).join("; ")],
    ),
    ...functions.map((fn) =>
      functionDetails(
        fn,
        its.filter((entry) => entry.fn === fn),
      ),
    ),
  );
}

function closeDetails() {
  const key = state.cell;
  choose({ cell: "" });
  markOpenCell();
  drawDetails();
  byId("matrix").scrollIntoView({ block: "start" });
  const cell = Array.from(document.querySelectorAll("button.cell")).find(
    (one) => one.dataset.cell === key,
  );
  (cell || byId("matrix")).focus();
}
