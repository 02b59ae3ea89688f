// SPDX-License-Identifier: Apache-2.0
// Which functions are plotted, and the panels.

const MOST_SERIES = SERIES_SHAPES.length;

/// The functions that can be plotted together: of one quantity, in one format.
function plottable() {
  const column = data.columns.find((one) => one.key === state.plot) || data.columns[0];
  if (!column) return { column: null, formats: [], format: "", its: [] };
  const of = entries.filter((entry) => entry.fn.column === column.key);
  const formats = data.formats
    .map((f) => f.name)
    .filter((name) => of.some((entry) => entry.at.format === name));
  const wanted = formats.includes(state.in)
    ? state.in
    : formats.includes("binary64")
      ? "binary64"
      : formats[0];
  return { column, formats, format: wanted, its: of.filter((entry) => entry.at.format === wanted) };
}

/// What is ticked: what the reader ticked, else the functions of the open cell, else the first
/// function of each of a few implementations.
function plotted(its) {
  const ticked = state.series.split(",").filter(Boolean);
  const asked = its.filter((entry) => ticked.includes(entry.key));
  if (asked.length > 0 || state.series === "none") return asked.slice(0, MOST_SERIES);
  const [who] = splitCell(state.cell);
  const open = its.filter((entry) => subjectKey(entry.subject) === who);
  if (open.length > 0) return open.slice(0, MOST_SERIES);
  const first = its.filter((entry, i) => its.findIndex((e) => e.subject === entry.subject) === i);
  return first.slice(0, 4);
}

function seriesOf(chosen) {
  const several = new Set(chosen.map((entry) => entry.subject)).size > 1 || chosen.length === 1;
  return chosen.map((entry, number) => ({
    ...entry,
    number,
    name: several ? `${entry.subject.name} ${entry.fn.name}` : entry.fn.name,
    at: {
      ...entry.at,
      points: entry.at.points || [],
      heat: entry.at.heat || [],
      ecdf: entry.at.ecdf || { quantiles: [], cases: 0 },
    },
  }));
}

function seriesTick(entry, chosen) {
  const at = chosen.indexOf(entry);
  const box = el("input", {
    type: "checkbox",
    value: entry.key,
    checked: at >= 0,
    disabled: at < 0 && chosen.length >= MOST_SERIES,
    onchange: () => {
      const keys = chosen.map((one) => one.key).filter((key) => key !== entry.key);
      if (box.checked) keys.push(entry.key);
      choose({ series: keys.join(",") || "none" }, drawPlots);
      const again = Array.from(byId("plot-choice").querySelectorAll("input")).find(
        (one) => one.value === entry.key,
      );
      if (again) again.focus();
    },
  });
  const shape =
    at >= 0 &&
    svg(
      "svg",
      { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" },
      svg("path", { class: `dot s${at}`, d: SERIES_SHAPES[at] }),
    );
  return el(
    "label",
    { class: "tick" },
    box,
    shape,
    el("span", { class: "said" }, entry.subject.name),
    el("span", null, breakable(entry.fn.name)),
  );
}

function drawPlotChoice({ column, formats, format, its }, chosen) {
  const columns = el(
    "select",
    { name: "plot", onchange: () => choose({ plot: columns.value, series: "" }, drawPlots) },
    data.columns.map((one) => option(one.key, one.title, column && column.key)),
  );
  const inFormat = el(
    "select",
    { name: "in", onchange: () => choose({ in: inFormat.value }, drawPlots) },
    formats.map((name) => option(name, name, format)),
  );
  const focused = document.activeElement && document.activeElement.name;
  byId("plot-choice").replaceChildren(
    labelled("Quantity", columns),
    labelled("Format", inFormat),
    el(
      "fieldset",
      null,
      el("legend", null, `Functions, up to ${MOST_SERIES} at a time`),
      Array.from(new Set(its.map((entry) => entry.subject)), (subject) =>
        el(
          "div",
          { class: "ticks" },
          el("b", null, breakable(subject.name)),
          el(
            "span",
            null,
            its
              .filter((entry) => entry.subject === subject)
              .map((entry) => seriesTick(entry, chosen)),
          ),
        ),
      ),
    ),
  );
  byId("plot-choice").onsubmit = (event) => event.preventDefault();
  if (focused === "plot") columns.focus();
  if (focused === "in") inFormat.focus();
}

function thinned(chosen) {
  const cases = chosen.reduce((sum, series) => sum + series.at.cases, 0);
  const points = chosen.reduce((sum, series) => sum + series.at.points.length, 0);
  return points < cases
    ? `${count(points)} of ${counted(cases, "value")} are drawn: all that are extreme, and some of those that lie close together.`
    : `${counted(points, "value")}.`;
}

function drawPlots() {
  const what = plottable();
  const chosen = seriesOf(plotted(what.its));
  drawPlotChoice(what, plotted(what.its));
  const panels = byId("plot-panels");
  if (chosen.length === 0) {
    panels.replaceChildren(el("p", { class: "notice" }, "Choose a function to see its errors."));
    byId("plot-key").replaceChildren();
    return;
  }
  byId("plot-key").replaceChildren(
    el("p", { class: "aside" }, `${what.column.title}, ${what.format}. ${thinned(chosen)}`),
  );
  const room = panels.clientWidth || 800;
  const width = Math.floor(room >= 860 ? (room - 24) / 2 : room) - 2;
  const flat = chosen.filter((series) => series.fn.parameters && series.at.heat.length > 0);
  const range = heatRange(flat);
  panels.replaceChildren(
    conditionChart(chosen, width),
    lengthChart(chosen, width),
    distributionChart(chosen, width),
    ...flat.map((series) => heatFigure(series, range, width)),
  );
}
