// SPDX-License-Identifier: Apache-2.0
// What the reader chose. It lives in the address after #, so that a link shows the same.

const NOTHING_CHOSEN = {
  format: "",
  column: "",
  subject: "",
  only: "",
  text: "",
  severity: "",
  kind: "",
  cell: "",
  finding: "",
  plot: "",
  in: "",
  series: "",
};
const state = { ...NOTHING_CHOSEN };

function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(state)) state[name] = said.get(name) || "";
}

function writeAddress() {
  const said = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  history.replaceState(null, "", said.size ? `#${said}` : location.pathname + location.search);
}

/// Changes what is chosen and draws the parts of the page that depend on it.
function choose(change, ...draw) {
  Object.assign(state, change);
  writeAddress();
  for (const part of draw) part();
}

function drawFiltered() {
  drawMatrix();
  drawFindings();
  drawFilterNote();
}

function chooser(name, title, options, ...draw) {
  const control = el(
    "select",
    { name, onchange: () => choose({ [name]: control.value }, ...draw) },
    options.map(([value, shown]) => option(value, shown, state[name])),
  );
  return labelled(title, control);
}

function drawFilters() {
  const form = byId("filters");
  const subjects = data.subjects.map((subject) => [subjectKey(subject), subjectTitle(subject)]);
  const search = el("input", {
    type: "search",
    name: "text",
    value: state.text,
    placeholder: "function, law, word \u2026",
    oninput: () => choose({ text: search.value.trim() }, drawFiltered),
  });
  const only = el("input", {
    type: "checkbox",
    name: "only",
    checked: Boolean(state.only),
    onchange: () => choose({ only: only.checked ? "1" : "" }, drawFiltered),
  });
  form.replaceChildren(
    chooser(
      "format",
      "Format",
      [["", "every format"], ...data.formats.map((f) => [f.name, f.name])],
      drawFiltered,
    ),
    chooser(
      "column",
      "Quantity",
      [["", "every quantity"], ...data.columns.map((c) => [c.key, c.title])],
      drawFiltered,
    ),
    chooser("subject", "Implementation", [["", "every implementation"], ...subjects], drawFiltered),
    labelled("Search", search),
    el("label", { class: "tick" }, only, "only with findings"),
    el("button", { type: "button", id: "clear", onclick: clearFilters }, "Show all"),
  );
  form.onsubmit = (event) => event.preventDefault();
  drawFilterNote();
}

function clearFilters() {
  choose({
    ...NOTHING_CHOSEN,
    cell: state.cell,
    plot: state.plot,
    in: state.in,
    series: state.series,
  });
  drawFilters();
  drawFindingFilters();
  drawFiltered();
}

function drawFilterNote() {
  const filtered = ["format", "column", "subject", "only", "text", "severity", "kind"].some(
    (name) => state[name],
  );
  byId("clear").disabled = !filtered;
}
