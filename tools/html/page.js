// SPDX-License-Identifier: Apache-2.0
// The top of the page, the theme, and the start of everything.

function total(list) {
  return list.reduce((all, n) => all + n, 0);
}

function drawLead() {
  const functions = total(data.subjects.map((subject) => subject.functions.length));
  const values = total(entries.map((entry) => entry.at.cases));
  const wrong = data.findings.filter((finding) => finding.severity === "wrong").length;
  const found =
    data.findings.length === 0
      ? "No findings."
      : `${counted(data.findings.length, "finding")}, ${wrong === data.findings.length ? "all" : count(wrong)} of them wrong values or answers that failed.`;
  byId("lead").append(
    `${counted(data.subjects.length, "implementation")}, ${counted(functions, "function")} and ` +
      `${counted(values, "value")} judged against certified values. `,
    el(
      "a",
      {
        href: "#findings",
        onclick: (event) => {
          event.preventDefault();
          byId("findings").scrollIntoView();
          byId("findings").focus();
        },
      },
      found,
    ),
  );
  if (data.finished === false) {
    byId("notices").append(
      el("p", { class: "notice" }, "The run did not finish: what follows is a part of it."),
    );
  }
}

function drawLegend() {
  byId("legend").append(
    ...data.grades.map((grade, i) =>
      el(
        "li",
        null,
        el("span", { class: `chip g${i}` }, grade.letter),
        el("span", null, el("b", null, grade.name), el("span", { class: "about" }, grade.about)),
      ),
    ),
  );
}

function drawRun() {
  const environment = Object.entries(data.environment || {})
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
  byId("run-facts").append(
    el(
      "p",
      null,
      "Each value is compared with an enclosure of the true value that interval arithmetic proves. " +
        "Errors are in units in the last place of the format (ulp), and the largest ones found: " +
        "another input may show a larger one. The condition number says how much the value moves " +
        "when the inputs do; what rounding the inputs explains is not held against a function.",
    ),
    facts(
      ["seed", data.seed],
      ["values per function", data.cases_per_function],
      ["instances per law", data.checks_per_law],
      ["measure", data.measure],
      ["kloracle", data.suite],
      ["machine", environment],
    ),
    data.command ? copyable(data.command, "Command of the run") : "",
  );
}

function isDark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function drawTheme() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
}

function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  drawTheme();
}

function drawAll() {
  drawFilters();
  drawFindingFilters();
  drawFiltered();
  drawDetails();
  drawPlots();
}

/// An address that is no choice of filters is the name of a part of the page.
function followAddress() {
  if (location.hash && byId(location.hash.slice(1))) return;
  readAddress();
  drawAll();
  const asked = state.finding && byId("finding-list").querySelector("details[open]");
  if (asked) asked.scrollIntoView({ block: "start" });
}

function start() {
  drawLead();
  drawLegend();
  drawRun();
  drawTheme();
  byId("theme").addEventListener("click", toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTheme);
  byId("footer").append(
    el(
      "p",
      null,
      `Made by kloracle ${data.suite}. Every value here can be certified again with the command beside it.`,
    ),
  );
  if (byId(location.hash.slice(1) || "none")) drawAll();
  else followAddress();
  addEventListener("hashchange", followAddress);
  let drawnFor = byId("plot-panels").clientWidth;
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (byId("plot-panels").clientWidth === drawnFor) return;
      drawnFor = byId("plot-panels").clientWidth;
      drawPlots();
    }, 150);
  });
}

// What follows this file in the page has to have run first.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else queueMicrotask(start);
