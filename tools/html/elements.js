// SPDX-License-Identifier: Apache-2.0
// Making elements and wording numbers. What the data say goes in as text, never as markup.

const SVG_SPACE = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child || child === 0) made.append(child);
  }
  return made;
}

/// An HTML element; `onclick: f` and the like add listeners, null attributes and empty children are left out.
function el(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return filled(document.createElementNS(SVG_SPACE, name), attributes, children);
}

function byId(id) {
  return document.getElementById(id);
}

function count(n) {
  return Number(n || 0).toLocaleString("en");
}

function counted(n, noun) {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/// Two significant digits, as short as can be: 2.1, 0.15, 941, 9e15.
function short(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "\u221e" : "\u2212\u221e";
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 0.01 && size < 1000) return String(Number(x.toPrecision(size < 100 ? 2 : 3)));
  return x.toExponential(1).replace(".0e", "e").replace("e+", "e");
}

/// An error in ulps as the data have it: a decimal text, or null where it is no number.
function ulps(text) {
  const error = text === null || text === undefined ? NaN : valueOf(text);
  return Number.isFinite(error) ? `${short(error)} ulp` : "no finite number";
}

/// 2 to an integer power, as a label of an axis has it.
function power(k) {
  if (k === 0) return "1";
  const raised = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3" };
  const digits = Array.from(String(k), (d) => raised[d] || String.fromCharCode(0x2070 + Number(d)));
  return `2${digits.join("")}`;
}

/// The number whose base-2 logarithm this is, in words.
function fromLog2(x) {
  return Math.abs(x) > 1000 ? power(Math.round(x)) : short(2 ** x);
}

/// The value of a C99 hex float (or of inf, nan, a decimal); exact where it is a binary64.
function valueOf(text) {
  const parts = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i.exec(text);
  if (!parts) return Number(String(text).replace(/inf(inity)?/i, "Infinity"));
  const [, sign, whole, fraction, exponent] = parts;
  const scale = Number(exponent) - 4 * fraction.length;
  const half = Math.trunc(scale / 2); // one step would underflow for subnormals
  const size = parseInt(whole + fraction || "0", 16) * 2 ** half * 2 ** (scale - half);
  return sign === "-" ? -size : size;
}

/// A number of the data beside its decimal.
function bothWays(text) {
  if (!/0x/i.test(text)) return String(text);
  return `${text}  (${valueOf(text)})`;
}

/// Rows "name: value" of what is there; a value is text or an element.
function facts(...rows) {
  const shown = rows.filter(
    (row) => row && row[1] !== null && row[1] !== undefined && row[1] !== "" && row[1] !== false,
  );
  return el(
    "dl",
    { class: "facts" },
    shown.map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))),
  );
}

function chip(letter) {
  const at = gradeIndex(letter);
  const known = at >= 0;
  return el(
    "span",
    { class: `chip g${at}`, title: known ? data.grades[at].name : "not judged" },
    known ? letter : "\u2013",
  );
}

function say(text) {
  byId("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    byId("said").textContent = "";
  }, 4000);
}

function selectText(shown) {
  shown.focus();
  if (shown.select) {
    shown.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(shown);
  const chosen = getSelection();
  chosen.removeAllRanges();
  chosen.addRange(range);
}

/// Copies what an element shows; where the clipboard is refused the text is selected instead.
async function copyFrom(shown) {
  const text = shown.select ? shown.value : shown.textContent;
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    selectText(shown);
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch {
      copied = false;
    }
    say(copied ? "Copied." : "Selected: press Ctrl+C (or \u2318C) to copy.");
  }
}

/// Source text or a command line with a button that copies it.
function copyable(text, label, button = "Copy") {
  const shown = el("pre", { tabindex: "0", "aria-label": label }, text);
  return el(
    "div",
    { class: "copyable" },
    shown,
    el(
      "button",
      { type: "button", "aria-label": `${button}: ${label}`, onclick: () => copyFrom(shown) },
      button,
    ),
  );
}

function option(value, shown, chosen) {
  return el("option", { value, selected: String(value) === String(chosen) }, shown);
}

function labelled(text, control) {
  return el("label", { class: "field" }, el("span", null, text), control);
}

/// Text that may break where a name has a joint.
function breakable(text) {
  return String(text)
    .split(/(?<=[_:./|,-])/)
    .flatMap((part, i) => (i > 0 ? [el("wbr"), part] : [part]));
}

function inputRow(name, p, q) {
  const cells = [p, q].flatMap((text) =>
    text === undefined
      ? ["", ""]
      : [/0x/i.test(text) ? String(valueOf(text)) : text, /0x/i.test(text) ? text : ""],
  );
  return el(
    "tr",
    null,
    el("th", { scope: "row" }, name),
    cells.map((cell) => el("td", null, cell)),
  );
}

/// The numbers of both arguments beside each other, in decimal and exactly; many are folded.
function inputTable(input, names) {
  const side = (values) =>
    values === null || values === undefined ? [] : [values].flat(Infinity).map(String);
  const p = side(input.p);
  const q = side(input.q);
  const n = Math.max(p.length, q.length);
  if (n === 0) return null;
  const first = n <= 12 ? n : 8;
  const row = (i) => inputRow(names && names.length === n ? names[i] : String(i), p[i], q[i]);
  const body = el(
    "tbody",
    null,
    Array.from({ length: first }, (_, i) => row(i)),
  );
  const heads = ["", "p", "p exactly", ...(q.length > 0 ? ["q", "q exactly"] : [])];
  const table = el(
    "table",
    { class: "plain input" },
    el(
      "thead",
      null,
      el(
        "tr",
        null,
        heads.map((head) => el("th", { scope: "col" }, head)),
      ),
    ),
    body,
  );
  const more =
    n > first &&
    el(
      "button",
      {
        type: "button",
        onclick: () => {
          body.append(...Array.from({ length: n - first }, (_, i) => row(first + i)));
          more.remove();
        },
      },
      `Show ${count(n - first)} more`,
    );
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Input" },
    table,
    more,
  );
}
