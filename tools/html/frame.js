// SPDX-License-Identifier: Apache-2.0
// The frame of a plot: axes, bands for what is no number, marks, and the same as a table.

/// Outlines of marks around (0, 0). Of a number: by series. Of what is no number: by what it is.
const SERIES_SHAPES = [
  "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z",
  "M-3.1-3.1h6.2v6.2h-6.2z",
  "M-3.8 3.1h7.6l-3.8-6.6z",
  "M0-4.3l4.3 4.3l-4.3 4.3l-4.3-4.3z",
  "M-3.8-3.1h7.6l-3.8 6.6z",
  "M-4-1.2h8v2.4h-8z",
];
const SPECIAL_SHAPES = {
  1: "M-4-4L4 4M-4 4L4-4",
  2: "M0 5V-5M-4-1L0-5L4-1",
  3: "M-4-2.5H4M0-6.5V1.5M-4 4.5H4",
  4: "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0M-5 5L5-5",
  5: "M0-5V5M-4.3-2.5L4.3 2.5M-4.3 2.5L4.3-2.5",
};
const BAND = 22;

/// An axis of whole powers of two from log2 values, with six labels at most.
function powerAxis(label, values, least, most) {
  const low = Math.floor(Math.min(least, ...values));
  const high = Math.max(low + 1, Math.ceil(Math.max(most, ...values)));
  const step =
    [1, 2, 4, 5, 10, 20, 50, 100, 200, 500, 1000].find((s) => (high - low) / s <= 6) || 2000;
  const ticks = [];
  for (let k = Math.ceil(low / step) * step; k <= high; k += step) ticks.push([k, power(k)]);
  return { label, low, high, ticks };
}

/// The frame and its scales. `bands` are special numbers that get a row of their own above the plot,
/// `aside` names a strip at the left for values without an x.
function frame(width, { x, y, bands, aside, right, label, margin = 56, height = 300 }) {
  const top = 10 + BAND * bands.length;
  const left = bands.length > 0 ? 108 : margin;
  const inner = {
    left: left + (aside ? 34 : 0),
    right: width - (right ? 62 : 14),
    top,
    bottom: top + height - 56,
  };
  const px = (v) =>
    inner.left + 8 + ((inner.right - inner.left - 16) * (v - x.low)) / (x.high - x.low);
  const py = (v) =>
    inner.bottom - 6 - ((inner.bottom - inner.top - 12) * (v - y.low)) / (y.high - y.low);
  const whole = inner.bottom + 48;
  const shown = svg("svg", {
    role: "img",
    "aria-label": label,
    width,
    height: whole,
    viewBox: `0 0 ${width} ${whole}`,
  });
  shown.append(
    svg("rect", {
      class: "field-of",
      x: inner.left,
      y: inner.top,
      width: inner.right - inner.left,
      height: inner.bottom - inner.top,
    }),
  );
  for (const [at, text] of x.ticks) {
    shown.append(
      svg("line", { class: "grid", x1: px(at), x2: px(at), y1: inner.top, y2: inner.bottom }),
      svg(
        "text",
        { class: "label", x: px(at), y: inner.bottom + 16, "text-anchor": "middle" },
        text,
      ),
    );
  }
  for (const [at, text] of y.ticks) {
    shown.append(
      svg("line", { class: "grid", x1: inner.left, x2: inner.right, y1: py(at), y2: py(at) }),
      svg("text", { class: "label", x: left - 6, y: py(at) + 4, "text-anchor": "end" }, text),
    );
  }
  shown.append(
    svg(
      "text",
      {
        class: "axis",
        x: (inner.left + inner.right) / 2,
        y: inner.bottom + 38,
        "text-anchor": "middle",
      },
      x.label,
    ),
    svg(
      "text",
      {
        class: "axis",
        transform: `translate(13 ${(inner.top + inner.bottom) / 2}) rotate(-90)`,
        "text-anchor": "middle",
      },
      y.label,
    ),
  );
  const rowOf = (special) => 8 + BAND * bands.indexOf(special) + BAND / 2;
  for (const special of bands) {
    const at = rowOf(special);
    shown.append(
      svg("rect", {
        class: "band",
        x: left,
        y: at - BAND / 2 + 1,
        width: inner.right - left,
        height: BAND - 2,
      }),
      svg("path", {
        class: "special",
        d: SPECIAL_SHAPES[special],
        transform: `translate(${left - 92} ${at})`,
      }),
      svg(
        "text",
        { class: "label", x: left - 6, y: at + 4, "text-anchor": "end" },
        SPECIALS[special],
      ),
    );
  }
  const asideAt = left + 15;
  if (aside) {
    shown.append(
      svg("rect", {
        class: "band",
        x: left,
        y: inner.top,
        width: 30,
        height: inner.bottom - inner.top,
      }),
      svg(
        "text",
        { class: "label", x: asideAt, y: inner.bottom + 16, "text-anchor": "middle" },
        aside,
      ),
    );
  }
  return { shown, inner, px, py, rowOf, asideAt };
}

/// One mark. The text is shown where the pointer rests on it.
function mark(kind, at, series, special, text) {
  const attributes = {
    class: special ? `special s${series}` : `dot s${series}`,
    "data-mark": kind,
    "data-special": special,
    "data-series": series,
    d: special ? SPECIAL_SHAPES[special] : SERIES_SHAPES[series],
    transform: `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`,
  };
  return svg("path", attributes, svg("title", null, text));
}

function plotTable(caption, heads, rows) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      { class: "plain" },
      el("caption", null, caption),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          heads.map((head) => el("th", { scope: "col" }, head)),
        ),
      ),
      el(
        "tbody",
        null,
        rows.map((row) =>
          el(
            "tr",
            null,
            row.map((cell) => el("td", null, cell === 0 ? "0" : String(cell ?? ""))),
          ),
        ),
      ),
    ),
  );
}

/// A titled plot that can be read as a table instead.
function figure(kind, title, caption, drawn, table) {
  const place = el("div", { class: "drawn" }, drawn);
  const toggle = el(
    "button",
    {
      type: "button",
      "aria-pressed": "false",
      onclick: () => {
        const asTable = toggle.getAttribute("aria-pressed") !== "true";
        toggle.setAttribute("aria-pressed", String(asTable));
        toggle.textContent = asTable ? "Show as plot" : "Show as table";
        place.replaceChildren(...(asTable ? [table()] : [drawn].flat()));
      },
    },
    "Show as table",
  );
  return el(
    "figure",
    { "data-plot": kind },
    el("figcaption", null, el("h3", null, title), toggle),
    place,
    el("div", { class: "caption" }, caption),
  );
}
