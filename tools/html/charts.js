// SPDX-License-Identifier: Apache-2.0
// Four plots of some functions: error against condition number, its distribution, error against n,
// and error over two parameters. A series is {name, fn, at, number}; number picks colour and shape.

const ERROR_AXIS = "error (ulp)";
const CORRECT = -1; // log2 of half an ulp

function specialsIn(lists) {
  const found = new Set(lists.flat().map((point) => point[point.length - 1]));
  return [1, 2, 3, 4, 5].filter((special) => found.has(special));
}

function inWords(points) {
  const finite = points.filter((p) => p[4] === 0 && p[1] !== null).map((p) => p[1]);
  const bad = [1, 2, 3, 4, 5].map((special) => [
    points.filter((p) => p[4] === special).length,
    SPECIALS[special],
  ]);
  return [
    `${counted(points.length, "point")} drawn`,
    finite.length > 0 && `largest error ${fromLog2(Math.max(...finite))} ulp`,
    ...bad.filter(([n]) => n > 0).map(([n, name]) => `${n} ${name}`),
  ]
    .filter(Boolean)
    .join(", ");
}

function described(title, chosen, words) {
  return `${title}. ${chosen.map((series) => `${series.name}: ${words(series)}`).join("; ")}.`;
}

function pointText(series, point) {
  const [condition, error, n, grade, special] = point;
  return [
    series.name,
    condition === null ? "no condition number" : `condition ${fromLog2(condition)}`,
    special ? SPECIALS[special] : "",
    error === null ? "" : `${error <= -8 ? "at most " : ""}${fromLog2(error)} ulp`,
    `n = ${n}`,
    data.grades[grade] ? `grade ${data.grades[grade].letter}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function pointRows(chosen) {
  return chosen.flatMap((series) =>
    series.at.points.map(([condition, error, n, grade, special]) => [
      series.name,
      condition === null ? "none" : fromLog2(condition),
      special ? SPECIALS[special] : "",
      error === null ? "" : fromLog2(error),
      n,
      (data.grades[grade] || {}).letter,
    ]),
  );
}

const POINT_HEADS = ["function", "condition number", "went wrong", "error in ulps", "n", "grade"];

/// A point without an error that is nothing special has nowhere to be but with the lost ones.
function rowFor(point) {
  return point[4] || (point[1] === null ? 5 : 0);
}

function placed(kind, at, chosen, xOf) {
  const marks = chosen.flatMap((series) =>
    series.at.points.map((point) => {
      const special = rowFor(point);
      const x = xOf(point) === null ? at.asideAt : at.px(xOf(point));
      return mark(
        kind,
        [x, special ? at.rowOf(special) : at.py(point[1])],
        series.number,
        special,
        pointText(series, point),
      );
    }),
  );
  at.shown.append(...marks);
  return at.shown;
}

function bandsOf(chosen) {
  return specialsIn(chosen.map((series) => series.at.points.map((point) => [rowFor(point)])));
}

function errorsOf(chosen) {
  return chosen.flatMap((series) =>
    series.at.points.filter((point) => rowFor(point) === 0).map((point) => point[1]),
  );
}

/// The error that grade T allows, in ulps, at condition number 2^k: 3 (ulp/2 + u S) is
/// 3/2 (1 + m condition), where m in [1, 2) is the significand of the value.
function attainable(k, m) {
  return k > 1000 ? k + Math.log2(1.5 * m) : Math.log2(1.5 * (1 + m * 2 ** k));
}

function envelope({ shown, inner, px, py }, x, y) {
  const steps = Array.from({ length: 65 }, (_, i) => x.low + ((x.high - x.low) * i) / 64);
  const place = (k, m) =>
    `${px(k).toFixed(1)} ${py(Math.min(attainable(k, m), y.high)).toFixed(1)}`;
  const line = (m) => {
    const inside = steps.filter((k) => attainable(k, m) <= y.high);
    return inside.length > 0 ? `M${inside.map((k) => place(k, m)).join("L")}` : "";
  };
  shown.append(
    svg("path", {
      class: "attainable",
      d: `M${steps.map((k) => place(k, 1)).join("L")}L${px(x.high)} ${inner.bottom}L${px(x.low)} ${inner.bottom}z`,
    }),
    svg("path", { class: "attainable-edge", d: line(1) }),
    svg("path", { class: "attainable-most", d: line(2) }),
  );
}

function halfUlp({ shown, inner, py }) {
  shown.append(
    svg("line", {
      class: "half-ulp",
      x1: inner.left,
      x2: inner.right,
      y1: py(CORRECT),
      y2: py(CORRECT),
    }),
    svg(
      "text",
      { class: "label", x: inner.right - 4, y: py(CORRECT) + 12, "text-anchor": "end" },
      "\u00bd ulp",
    ),
  );
}

function conditionChart(chosen, width) {
  const title = "Error against condition number";
  const all = chosen.flatMap((series) => series.at.points);
  const known = all.filter((point) => point[0] !== null).map((point) => point[0]);
  const x = powerAxis("condition number", known, 0, 4);
  const y = powerAxis(ERROR_AXIS, errorsOf(chosen), -8, 2);
  const at = frame(width, {
    x,
    y,
    bands: bandsOf(chosen),
    aside: known.length < all.length && "none",
    label: described(title, chosen, (series) => inWords(series.at.points)),
  });
  envelope(at, x, y);
  halfUlp(at);
  return figure(
    "condition",
    title,
    "Shaded: what rounding the inputs can explain, 1.5 (1 + condition) ulp; dotted: 1.5 (1 + 2 condition), " +
      "by where the value lies between powers of two. A sum of n terms may need (2 + n)/3 times as much. Errors below 2\u207b\u2078 are drawn there.",
    placed("condition", at, chosen, (point) => point[0]),
    () => plotTable(title, POINT_HEADS, pointRows(chosen)),
  );
}

function lengthChart(chosen, width) {
  const title = "Error against n";
  const log2n = (point) => Math.log2(Math.max(1, point[2]));
  const x = powerAxis(
    "n: how many numbers P is given by",
    chosen.flatMap((series) => series.at.points.map(log2n)),
    0,
    4,
  );
  const y = powerAxis(ERROR_AXIS, errorsOf(chosen), -8, 2);
  const at = frame(width, {
    x,
    y,
    bands: bandsOf(chosen),
    label: described(title, chosen, (series) => inWords(series.at.points)),
  });
  halfUlp(at);
  return figure(
    "length",
    title,
    "A cloud that rises to the right: the error grows with the number of terms.",
    placed("length", at, chosen, log2n),
    () => plotTable(title, POINT_HEADS, pointRows(chosen)),
  );
}

/// Quantiles up to the first that is no number, and how many there are.
function finiteQuantiles(series) {
  const all = series.at.ecdf.quantiles || [];
  const finite = all.filter((q) => q !== null);
  return { finite, of: all.length, share: (i) => (100 * i) / Math.max(1, all.length - 1) };
}

function quantileWords(series) {
  const { finite, of, share } = finiteQuantiles(series);
  if (finite.length === 0) return "no finite error";
  const half = series.at.ecdf.quantiles[Math.floor(of / 2)];
  return (
    `half of ${counted(series.at.ecdf.cases, "value")} within ${half === null ? "no finite error" : `${fromLog2(half)} ulp`}, ` +
    (finite.length === of
      ? `all within ${fromLog2(finite[of - 1])} ulp`
      : `finite up to ${Math.round(share(finite.length - 1))} %`)
  );
}

function distributionChart(chosen, width) {
  const title = "Share of values within an error";
  const x = powerAxis(
    ERROR_AXIS,
    chosen.flatMap((series) => finiteQuantiles(series).finite),
    -8,
    2,
  );
  const y = {
    label: "share of values (%)",
    low: 0,
    high: 100,
    ticks: [0, 25, 50, 75, 100].map((k) => [k, String(k)]),
  };
  const broken = chosen.some(
    (series) => finiteQuantiles(series).finite.length < finiteQuantiles(series).of,
  );
  const at = frame(width, {
    x,
    y,
    bands: [],
    right: broken,
    label: described(title, chosen, quantileWords),
  });
  const beyond = at.inner.right + 30;
  if (broken) {
    at.shown.append(
      svg("rect", {
        class: "band",
        x: at.inner.right + 4,
        y: at.inner.top,
        width: 52,
        height: at.inner.bottom - at.inner.top,
      }),
      svg(
        "text",
        { class: "label", x: beyond, y: at.inner.bottom + 16, "text-anchor": "middle" },
        "NaN, \u221e",
      ),
    );
  }
  for (const series of chosen) {
    const { finite, of, share } = finiteQuantiles(series);
    const steps = finite.map((q, i) => `${at.px(q).toFixed(1)} ${at.py(share(i)).toFixed(1)}`);
    const drawn = (d) =>
      svg(
        "path",
        {
          class: `curve s${series.number}`,
          "data-mark": "distribution",
          "data-special": 0,
          "data-series": series.number,
          d,
        },
        svg("title", null, `${series.name}: ${quantileWords(series)}`),
      );
    if (steps.length > 0) at.shown.append(drawn(`M${steps.join("L")}`));
    if (finite.length === of) continue;
    const from = finite.length > 0 ? share(finite.length - 1) : 0;
    const shift = beyond - 15 + 6 * series.number;
    at.shown.append(
      svg("path", {
        class: `curve s${series.number}`,
        d: `M${shift} ${at.py(from)}V${at.py(100)}`,
      }),
      mark(
        "distribution",
        [shift, at.py((from + 100) / 2)],
        series.number,
        1,
        `${series.name}: ${Math.round(100 - from)} % not finite`,
      ),
    );
  }
  const rows = () =>
    chosen.flatMap((series) =>
      (series.at.ecdf.quantiles || [])
        .map((q, i) => [series.name, i, q])
        .filter(([, i]) => i % 5 === 0)
        .map(([name, i, q]) => [name, i, q === null ? "not finite" : fromLog2(q)]),
    );
  return figure(
    "distribution",
    title,
    "The further left and the steeper, the better. The strip at the right holds what is no number.",
    at.shown,
    () => plotTable(title, ["function", "share of values (%)", "error within (ulp)"], rows()),
  );
}
