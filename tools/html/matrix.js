// SPDX-License-Identifier: Apache-2.0
// The matrix: a row per implementation, a column per quantity, the worst grade in each cell.

/// So many headings fit without being turned.
const FEW_COLUMNS = 9;

/// What a grade is made of, as a strip: the share of each grade, the best first.
function strip(by) {
  const all = by.reduce((sum, n) => sum + n, 0);
  return el(
    "span",
    { class: "strip", "aria-hidden": "true" },
    by
      .map(
        (n, i) =>
          n > 0 && el("span", { class: `g${i}`, style: `flex-grow:${(n / all).toFixed(4)}` }),
      )
      .filter(Boolean),
  );
}

function cellLabel(subject, column, some, sum) {
  const grade =
    sum.grade < 0
      ? "not judged"
      : `grade ${data.grades[sum.grade].letter}, ${data.grades[sum.grade].name}`;
  const said = headline(sum);
  const error = sum.max === null ? "" : `, largest error found ${short(sum.max)} ulp`;
  const kind = {
    lost: "answers lost",
    NaN: "NaN returned",
    "\u221e": "infinity wrong",
    sign: "wrong sign",
    zero: "zero missed",
  }[said];
  return (
    `${subjectTitle(subject)}, ${column.title}: ${grade}; ${counted(sum.cases, "value")}${error}` +
    `${kind ? `, ${kind}` : ""}; ${counted(sum.findings, "finding")}. Show details`
  );
}

function matrixCell(subject, column, some) {
  if (some.length === 0)
    return el("td", { class: "none" }, el("span", { class: "said" }, "not offered"));
  const sum = together(some);
  const key = `${subjectKey(subject)}|${column.key}`;
  const letter = sum.grade < 0 ? "\u2013" : data.grades[sum.grade].letter;
  return el(
    "td",
    null,
    el(
      "button",
      {
        type: "button",
        class: `cell g${sum.grade}`,
        "data-cell": key,
        "data-grade": letter,
        "aria-label": cellLabel(subject, column, some, sum),
        "aria-expanded": String(state.cell === key),
        "aria-controls": "details",
        onclick: () => openCell(key),
      },
      el("span", { class: "letter" }, letter),
      el("span", { class: "headline" }, headline(sum)),
      sum.findings > 0 && el("span", { class: "flag" }, count(sum.findings)),
      strip(sum.by),
    ),
  );
}

function rowHeader(subject, some) {
  const found = some.reduce((n, entry) => n + entry.findings.length, 0);
  return el(
    "th",
    { scope: "row" },
    el("span", { class: "who" }, breakable(subject.name)),
    el(
      "span",
      { class: "version" },
      [subject.version, subject.language].filter(Boolean).join(" \u00b7 "),
    ),
    found > 0 && el("span", { class: "found" }, counted(found, "finding")),
  );
}

function absentRow(absent, width) {
  return el(
    "tr",
    { class: "absent" },
    el("th", { scope: "row" }, el("span", { class: "who" }, absent.name)),
    el(
      "td",
      { colspan: String(width) },
      el(
        "div",
        null,
        "not installed: ",
        el("code", null, absent.install || ""),
        absent.reason && el("span", { class: "version" }, absent.reason),
      ),
    ),
  );
}

function drawMatrix() {
  const some = chosenEntries(state);
  const columns = data.columns.filter((column) =>
    some.some((entry) => entry.fn.column === column.key),
  );
  const subjects = data.subjects.filter((subject) =>
    some.some((entry) => entry.subject === subject),
  );
  const absent = state.subject || state.text || state.only ? [] : data.absent;
  byId("matrix-note").textContent =
    columns.length === 0
      ? ""
      : "Beside each letter: the largest error found, in ulps (of T and A: attainable for " +
        "the input), or what was worse: NaN, \u221e (wrongly infinite or finite), sign, zero (missed), " +
        "lost (no answer). Below: the share of each grade. The number in the corner counts findings. " +
        "Choose a cell for its worst case.";
  if (columns.length === 0) {
    byId("matrix-table").replaceChildren(
      el("p", { class: "notice" }, "Nothing here passes the filters."),
    );
    return;
  }
  const head = el(
    "tr",
    null,
    el("th", { scope: "col", class: "corner" }, "Implementation"),
    columns.map((column) =>
      el(
        "th",
        { scope: "col", title: column.about },
        el("span", { class: "heading" }, breakable(column.title)),
      ),
    ),
  );
  const rows = subjects.map((subject) => {
    const its = some.filter((entry) => entry.subject === subject);
    return el(
      "tr",
      null,
      rowHeader(subject, its),
      columns.map((column) =>
        matrixCell(
          subject,
          column,
          its.filter((entry) => entry.fn.column === column.key),
        ),
      ),
    );
  });
  byId("matrix-table").replaceChildren(
    el(
      "table",
      {
        class: columns.length <= FEW_COLUMNS ? "matrix few" : "matrix many",
        onkeydown: moveInMatrix,
      },
      el(
        "caption",
        { class: "said" },
        "Worst grade of each implementation (rows) in each quantity (columns)",
      ),
      el("thead", null, head),
      el(
        "tbody",
        null,
        rows,
        absent.map((one) => absentRow(one, columns.length)),
      ),
    ),
  );
}

/// Arrow keys go to the nearest cell in their direction.
function moveInMatrix(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[
    event.key
  ];
  const from = event.target.closest("td");
  if (!step || !from) return;
  const rows = Array.from(event.currentTarget.rows);
  let row = rows.indexOf(from.parentElement);
  let at = from.cellIndex;
  for (;;) {
    row += step[0];
    at += step[1];
    const cell = rows[row] && rows[row].cells[at];
    if (!cell) break;
    const button = cell.querySelector("button");
    if (button) {
      button.focus();
      break;
    }
  }
  event.preventDefault();
}

function openCell(key) {
  const [, column] = splitCell(key);
  choose({ cell: key, plot: column, in: state.format, series: "" });
  markOpenCell();
  drawDetails();
  drawPlots();
  if (!byId("details").hidden) byId("details-title").focus();
  byId("details").scrollIntoView({ block: "start" });
}

function markOpenCell() {
  for (const cell of document.querySelectorAll("button.cell")) {
    cell.setAttribute("aria-expanded", String(cell.dataset.cell === state.cell));
  }
}

/// The subject's name, which may hold any character, and the column's key.
function splitCell(key) {
  const column = data.columns.find((one) => key.endsWith(`|${one.key}`));
  return column ? [key.slice(0, -column.key.length - 1), column.key] : ["", ""];
}
