// SPDX-License-Identifier: Apache-2.0
// What the report holds, indexed, and what of it the filters let through.

/// The data of the page: JSON, packed (zlib, base64) where kloracle wrote it.
async function unpacked(element) {
  if (element.type === "application/json") return element.textContent;
  if (!window.DecompressionStream) {
    byId("lead").textContent =
      "This browser cannot unpack the report: it needs DecompressionStream (2023). The same is in " +
      "kloracle report FILE --as md.";
  }
  const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

const data = JSON.parse(await unpacked(byId("report-data")));

/// Kinds of findings in plain words: a name, and what it means to whoever calls the function.
const KINDS = {
  lost: ["no answer", "The function raised, crashed or hung where the value is defined."],
  nan: [
    "NaN",
    "NaN was returned where the value is an ordinary number; it spreads to whatever is computed from it.",
  ],
  infinity: ["infinity", "Infinity was returned where the value is finite and fits the format."],
  sign: [
    "wrong sign",
    "The value has one sign and what was returned has the other; a root or a logarithm of it fails.",
  ],
  zero: ["missed zero", "The value is exactly 0 and what was returned is not."],
  error: ["large error", "The number is further off than rounding the inputs can explain."],
  claim: ["broken bound", "The function bounds its own error, and the bound is too small here."],
  law: [
    "law broken",
    "What was returned contradicts a theorem, by more than rounding can explain.",
  ],
};

const SEVERITIES = {
  wrong: "a value is wrong",
  inaccurate: "off by more than rounding explains, half of the bits right",
};

/// Of points: what is drawn in a band of its own, by the number in the data.
const SPECIALS = ["number", "NaN", "infinite", "wrong sign", "missed zero", "lost"];

/// What a finding means to whoever calls the function.
function meaningOf(finding) {
  if (finding.kind === "infinity" && finding.status === "plus_infinity") {
    return "A number was returned where the value is infinite: Q is zero where P is not, or the like.";
  }
  return (KINDS[finding.kind] || [])[1];
}

function gradeIndex(letter) {
  return data.grades.findIndex((grade) => grade.letter === letter);
}

/// Names tell subjects apart, unless two have one name.
function subjectKey(subject) {
  const twins = data.subjects.filter((other) => other.name === subject.name);
  return twins.length > 1 ? subject.argument : subject.name;
}

function subjectTitle(subject) {
  return subject.version ? `${subject.name} ${subject.version}` : subject.name;
}

function kindName(kind) {
  return (KINDS[kind] || [kind])[0];
}

function columnOf(key) {
  return data.columns.find((column) => column.key === key) || { key, title: key, about: "" };
}

function indexedFindings() {
  const by = new Map();
  for (const finding of data.findings) {
    const key = JSON.stringify([finding.subject, finding.function, finding.format]);
    if (!by.has(key)) by.set(key, []);
    by.get(key).push(finding);
  }
  return by;
}

/// One per subject, function and format: what cells, details and plots are made from.
function allEntries() {
  const findings = indexedFindings();
  const entries = [];
  data.subjects.forEach((subject, s) =>
    subject.functions.forEach((fn, f) =>
      fn.formats.forEach((at) => {
        const key = JSON.stringify([subject.name, fn.name, at.format]);
        const found = findings.get(key) || [];
        const column = columnOf(fn.column);
        const words = [
          subject.name,
          subject.version,
          subject.language,
          fn.name,
          fn.problem,
          fn.note,
          column.title,
          at.format,
          ...((at.laws || {}).broken || []),
          ...found.map((one) => one.what),
        ];
        entries.push({
          key: `${s}.${f}`,
          subject,
          fn,
          at,
          column,
          findings: found,
          words: words.join(" ").toLowerCase(),
        });
      }),
    ),
  );
  return entries;
}

const entries = allEntries();
const entryOfFinding = new Map();
for (const entry of entries) entry.findings.forEach((one) => entryOfFinding.set(one, entry));

function hasWords(words, asked) {
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/// The entries that the filters let through.
function chosenEntries(filters) {
  return entries.filter(
    (entry) =>
      (!filters.format || entry.at.format === filters.format) &&
      (!filters.column || entry.fn.column === filters.column) &&
      (!filters.subject || subjectKey(entry.subject) === filters.subject) &&
      (!filters.only || entry.findings.length > 0) &&
      (!filters.text || hasWords(entry.words, filters.text)),
  );
}

function wordsOfFinding(finding) {
  const entry = entryOfFinding.get(finding);
  const law = finding.law || {};
  return [
    finding.what,
    finding.kind,
    kindName(finding.kind),
    finding.severity,
    finding.group,
    finding.id,
    finding.problem,
    finding.function,
    finding.subject,
    law.id,
    law.statement,
    ...(finding.also || []),
    entry ? entry.words : "",
  ]
    .join(" ")
    .toLowerCase();
}

/// The findings that the filters let through, in the order of the data: the worst first.
function chosenFindings(filters) {
  return data.findings.filter((finding) => {
    const entry = entryOfFinding.get(finding);
    const subject = entry ? subjectKey(entry.subject) : finding.subject;
    return (
      (!filters.format || finding.format === filters.format) &&
      (!filters.column || (entry && entry.fn.column === filters.column)) &&
      (!filters.subject || subject === filters.subject) &&
      (!filters.severity || finding.severity === filters.severity) &&
      (!filters.kind || finding.kind === filters.kind) &&
      (!filters.text || hasWords(wordsOfFinding(finding), filters.text))
    );
  });
}

/// What several entries come to: the worst grade, counts, and the largest error found.
function together(some) {
  const sum = {
    grade: -1,
    cases: 0,
    by: data.grades.map(() => 0),
    max: null,
    findings: 0,
    lost: 0,
    nan: 0,
    infinite: 0,
    wrong_sign: 0,
    missed_zero: 0,
  };
  for (const { at, findings } of some) {
    sum.grade = Math.max(sum.grade, gradeIndex(at.grade));
    sum.cases += at.cases;
    sum.findings += findings.length;
    data.grades.forEach((grade, i) => {
      sum.by[i] += (at.by_grade || {})[grade.letter] || 0;
    });
    for (const name of ["lost", "nan", "infinite", "wrong_sign", "missed_zero"])
      sum[name] += at[name] || 0;
    const largest = at.max_ulp === null ? NaN : valueOf(at.max_ulp);
    if (Number.isFinite(largest)) sum.max = Math.max(sum.max || 0, largest);
  }
  return sum;
}

/// What a cell says beside its letter: what went wrong in kind, or how far off it was.
function headline(sum) {
  if (sum.lost) return "lost";
  if (sum.nan) return "NaN";
  if (sum.infinite) return "\u221e";
  if (sum.wrong_sign) return "sign";
  if (sum.missed_zero) return "zero";
  return sum.max === null ? "" : short(sum.max);
}
