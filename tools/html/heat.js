// SPDX-License-Identifier: Apache-2.0
// Error over two parameters of a scalar family, a map per function.

/// Names of the values that a row of `heat` begins with: all parameters, or the first of each side.
function parameterNames(series) {
  const { p, q } = series.fn.parameters;
  const row = series.at.heat[0] || [];
  const all = [...p.map((name) => `p.${name}`), ...q.map((name) => `q.${name}`)];
  return all.length === row.length - 2 ? all : [`p.${p[0]}`, `q.${q[0]}`];
}

/// log10(1 + size/unit), where the quotient may be out of range.
function log10Above1(size, unit) {
  const digits = Math.log10(size) - Math.log10(unit);
  return digits > 20 ? digits : Math.log10(1 + 10 ** digits);
}

/// An axis that is logarithmic for values of one sign and on both sides of 0 for others.
function signedAxis(label, values) {
  const sizes = values
    .map(Math.abs)
    .filter((v) => v > 0 && Number.isFinite(v))
    .sort((a, b) => a - b);
  const unit = sizes.length > 0 ? sizes[Math.floor(sizes.length / 10)] : 1;
  const logarithmic = sizes.length === values.length && values.every((v) => v > 0);
  const largest = sizes.length > 0 ? sizes[sizes.length - 1] : 1;
  const clipped = (v) => Math.max(-largest, Math.min(largest, v || 0));
  const to = logarithmic
    ? (v) => Math.log10(clipped(v))
    : (v) => Math.sign(clipped(v)) * log10Above1(Math.abs(clipped(v)), unit);
  const scaled = values.map(to);
  let low = Math.min(...scaled);
  let high = Math.max(...scaled);
  if (high - low < 0.05) [low, high] = [low - 0.5, high + 0.5];
  return { label, low, high, to, ticks: signedTicks(logarithmic, unit, low, high, to) };
}

function signedTicks(logarithmic, unit, low, high, to) {
  const step = Math.max(1, Math.ceil((high - low) / 5));
  const shown = (v) => [to(v), short(v)];
  if (!logarithmic) {
    const least = Math.ceil(Math.log10(unit));
    const most = Math.floor(Math.max(Math.abs(low), Math.abs(high)) + Math.log10(unit));
    const sizes = [];
    for (let k = most; k >= least; k -= step) sizes.push(10 ** k);
    return [0, ...sizes, ...sizes.map((v) => -v)]
      .map(shown)
      .filter(([at]) => at >= low && at <= high);
  }
  const ticks = [];
  for (let k = Math.ceil(low); k <= high; k += step) ticks.push([k, short(10 ** k)]);
  return ticks.length > 1
    ? ticks
    : [
        [low, short(10 ** low)],
        [high, short(10 ** high)],
      ];
}

/// The colour of an error between the smallest and the largest; the ends are of the theme.
function heatColour(share) {
  return `color-mix(in oklab, var(--heat-most) ${Math.round(100 * share)}%, var(--heat-least))`;
}

function heatMap(series, axes, range, width) {
  const names = parameterNames(series);
  const rows = series.at.heat;
  const value = (row, axis) => valueOf(row[Math.min(axis, row.length - 3)]);
  const x = signedAxis(
    names[Math.min(axes[0], names.length - 1)],
    rows.map((row) => value(row, axes[0])),
  );
  const y = signedAxis(
    names[Math.min(axes[1], names.length - 1)],
    rows.map((row) => value(row, axes[1])),
  );
  const bad = rows.filter((row) => row[row.length - 1] !== 0).length;
  const at = frame(width, {
    x,
    y,
    bands: [],
    margin: 72,
    label: `Error over ${x.label} and ${y.label} of ${series.name}: ${counted(rows.length, "point")}, ${bad} of them no number or of the wrong kind`,
  });
  at.shown.append(
    ...rows.map((row) => {
      const [error, special] = row.slice(-2);
      const text =
        `${x.label} = ${value(row, axes[0])}, ${y.label} = ${value(row, axes[1])}: ` +
        (special ? SPECIALS[special] : error === null ? "no number" : `${fromLog2(error)} ulp`);
      const place = [at.px(x.to(value(row, axes[0]))), at.py(y.to(value(row, axes[1])))];
      if (special || error === null) return mark("heat", place, series.number, special || 5, text);
      return svg(
        "rect",
        {
          class: "tile",
          "data-mark": "heat",
          "data-special": 0,
          "data-series": series.number,
          x: (place[0] - 4).toFixed(1),
          y: (place[1] - 4).toFixed(1),
          width: 8,
          height: 8,
          style: `fill:${heatColour((error - range[0]) / (range[1] - range[0]))}`,
        },
        svg("title", null, text),
      );
    }),
  );
  return at.shown;
}

function heatScale(range) {
  const stops = [0, 0.25, 0.5, 0.75, 1];
  const kinds = Object.keys(SPECIAL_SHAPES).map((special) =>
    el(
      "span",
      { class: "shape" },
      svg(
        "svg",
        { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" },
        svg("path", { class: "special", d: SPECIAL_SHAPES[special] }),
      ),
      SPECIALS[special],
    ),
  );
  return el(
    "p",
    { class: "scale" },
    `${fromLog2(range[0])} ulp `,
    stops.map((share) => el("span", { class: "swatch", style: `background:${heatColour(share)}` })),
    ` ${fromLog2(range[1])} ulp`,
    kinds,
  );
}

function heatRange(chosen) {
  const errors = chosen
    .flatMap((series) =>
      series.at.heat.filter((row) => row[row.length - 1] === 0).map((row) => row[row.length - 2]),
    )
    .filter((error) => error !== null);
  const low = Math.min(0, ...errors);
  return [low, Math.max(low + 1, ...errors)];
}

/// One figure per function, since two maps cannot lie on each other; axes are chosen for each.
function heatFigure(series, range, width) {
  const names = parameterNames(series);
  const axes = [0, names.length > 2 ? series.fn.parameters.p.length : 1];
  const place = el("div", null);
  const draw = () => place.replaceChildren(heatMap(series, axes, range, width));
  const axisChoice = (which, title) => {
    const control = el(
      "select",
      {
        onchange: () => {
          axes[which] = Number(control.value);
          draw();
        },
      },
      names.map((name, i) => option(i, name, axes[which])),
    );
    return labelled(title, control);
  };
  draw();
  const title = `Error over two parameters: ${series.name}`;
  const rows = () =>
    series.at.heat.map((row) => [
      ...row.slice(0, -2),
      row[row.length - 2] === null ? "" : fromLog2(row[row.length - 2]),
      row[row.length - 1] ? SPECIALS[row[row.length - 1]] : "",
    ]);
  return figure(
    "heat",
    title,
    [
      "A square per value; the scale says how large the error is.",
      names.length > 2 &&
        el("div", { class: "axes" }, axisChoice(0, "across"), axisChoice(1, "up")),
    ],
    [place, heatScale(range)],
    () => plotTable(title, [...names, "error in ulps", "went wrong"], rows()),
  );
}
