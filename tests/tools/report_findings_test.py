#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle report --as findings`, html, csv and badge: they say what the report's lines say, and
what they certify is true.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/report_findings_test.py  (standard library,
and mpmath for the values).
"""

import base64
import collections
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zlib

sys.dont_write_bytecode = True

from check_test import GRADES, adapter, lines_of, run_shown  # noqa: E402
from cli_test import expect_usage_error, run, strict  # noqa: E402
from report_renderings_test import Reports, rendered  # noqa: E402

try:
    import mpmath
except ImportError:
    mpmath = None

NO_VALUE = ("thrown", "crashed", "timed_out", "malformed")
SPECIAL = {"nan": "nan", "wrong_sign": "sign", "spurious_infinity": "infinity",
           "missed_infinity": "infinity", "missed_zero": "zero"}
ORDER = ("lost", "nan", "claim", "sign", "infinity", "zero", "error")


def format_of(line):
    return line["id"].split(":")[0].rsplit(".", 1)[1]


def kind_of(line):
    """The kind of defect that a result line shows, by the rules of tools/README.md, or None."""
    if line["returned"] in NO_VALUE:
        return None if line.get("status") == "undefined" else "lost"
    if line["returned"] in ("skipped", "not_run") or "grade" not in line:
        return None
    found = {"claim"} if line.get("claim") == "broken" else set()
    if found or line["grade"] in "HW":
        found |= {SPECIAL[word] for word in line.get("special", ())}
    if line["grade"] in "HW":
        found.add("error")
    return next((kind for kind in ORDER if kind in found), None)


def exactly(text):
    """The number of a hexadecimal text, however far its exponent reaches."""
    sign, digits, exponent = re.fullmatch(r"(-?)0x([0-9a-f.]+)p([+-]\d+)", text).groups()
    whole, _, part = digits.partition(".")
    number = mpmath.mpf(int(whole + part, 16))
    return mpmath.ldexp(-number if sign else number, int(exponent) - 4 * len(part))


def normal_kl(p, q):
    m, s, n, t = (exactly(side[key]) for side in (p, q) for key in ("mu", "sigma"))
    return mpmath.log(t / s) + (s**2 + (m - n)**2) / (2 * t**2) - mpmath.mpf(1) / 2


def categorical_kl(p, q, semantics):
    p, q = ([exactly(x) for x in side["probs"]] for side in (p, q))
    if semantics == "normalised":
        p, q = ([x / mpmath.fsum(v) for x in v] for v in (p, q))
    value = mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(p, q) if a)
    return value - mpmath.fsum(p) + mpmath.fsum(q) if semantics == "generalised" else value


def value_of(problem):
    """The value of a problem, computed with no part of kloracle; None of those not known here."""
    families = {problem["p"]["family"], problem.get("q", {}).get("family")}
    if problem["quantity"] != "kl" or problem.get("unit") != "nats":
        return None
    if families == {"normal"} and set(problem["p"]) == {"family", "mu", "sigma"}:
        return normal_kl(problem["p"], problem["q"])
    if families == {"categorical"} and set(problem["p"]) == {"family", "probs"} and \
            problem["semantics"] in ("measure", "normalised", "generalised"):
        return categorical_kl(problem["p"], problem["q"], problem["semantics"])
    return None


class Audit(Reports):
    """Of subjects with every kind of defect, and of one without any."""

    RUN = ("check", "builtin:naive", "builtin:closed_forms", "builtin:correctly_rounded",
           adapter("nan"), adapter("throws"), "--cases", "30", "--max-n", "12", "--laws", "2",
           "--minimise")

    shared = {}  # what was judged before, by what was run: one run serves several classes

    @classmethod
    def setUpClass(cls):
        if cls.RUN not in Audit.shared:
            folder = tempfile.TemporaryDirectory()
            unittest.addModuleCleanup(folder.cleanup)
            path = os.path.join(folder.name, "run.jsonl")
            run(*cls.RUN, "--report", path)
            with open(path, encoding="utf-8") as file:
                lines = [strict(line) for line in file]
            findings = rendered(path, "--as", "findings").splitlines()
            Audit.shared[cls.RUN] = path, lines, [strict(line) for line in findings]
        cls.path, cls.lines, cls.findings = Audit.shared[cls.RUN]
        cls.results = lines_of(cls.lines, "result")
        cls.laws = lines_of(cls.lines, "law")

    def data(self, path):
        page = rendered(path, "--as", "html")
        packed = re.search(r'<script type="application/base64" id="report-data">(.*?)</script>',
                           page, re.S)[1]
        return page, strict(zlib.decompress(base64.b64decode(packed, validate=True)).decode())


class FindingsTest(Audit):
    def test_each_kind_once_with_its_count(self):
        due = collections.Counter()
        for line in self.results:
            if kind_of(line):
                due[line["subject"], line["function"], format_of(line), kind_of(line)] += 1
        found = {(f["subject"], f["function"], f["format"], f["kind"]): f["cases"]["like"]
                 for f in self.findings if f["kind"] != "law"}
        self.assertEqual(found, dict(due))
        self.assertGreater({kind for *_, kind in due}, {"lost", "nan", "sign", "infinity"})

    def test_right_code_has_none(self):
        self.assertIn("builtin:correctly_rounded", {line["subject"] for line in self.results})
        self.assertNotIn("builtin:correctly_rounded", {f["subject"] for f in self.findings})

    def test_broken_laws_are_named(self):
        broken = collections.defaultdict(set)
        for line in self.laws:
            if line["hard"]:
                broken[line["subject"], line["function"], line["format"]].add(line["law"])
        told = collections.defaultdict(set)
        for f in self.findings:
            told[f["subject"], f["function"], f["format"]] |= set(f["also"])
            if f["kind"] == "law":
                told[f["subject"], f["function"], f["format"]].add(f["law"]["id"])
        self.assertTrue(broken)
        self.assertEqual({key: laws for key, laws in told.items() if laws}, dict(broken))

    def test_order(self):
        def weight(f):
            return 3 if f["kind"] == "law" else {"error": 2, "zero": 1}.get(f["kind"], 0)
        weights = [weight(f) for f in self.findings]
        self.assertEqual(weights, sorted(weights))
        self.assertEqual([f["finding"] for f in self.findings],
                         list(range(1, len(self.findings) + 1)))
        for f in self.findings:
            only_half = f["kind"] == "error" and f["grade"] == "H"
            self.assertEqual(f["severity"], "inaccurate" if only_half else "wrong")

    def found_in(self, name, change):
        """The findings of the report after this changed its result lines."""
        def changed(text):
            lines = [strict(line) for line in text.splitlines()]
            for line in lines_of(lines, "result"):
                change(line)
            return "".join(json.dumps(line) + "\n" for line in lines)
        path = self.changed(name, changed)
        return [strict(line) for line in rendered(path, "--as", "findings").splitlines()]

    def test_to_raise_is_right_where_there_is_no_value(self):
        def undefine(line):
            if line["returned"] in NO_VALUE:
                line.update(status="undefined")
        self.assertIn("lost", {f["kind"] for f in self.findings})
        self.assertNotIn("lost", {f["kind"] for f in self.found_in("undefined", undefine)})

    def test_a_missed_zero_comes_before_an_error(self):
        def miss(line):
            if line["subject"] == "builtin:correctly_rounded":
                line.update(special=["missed_zero"], grade="W")
        kinds = [f["kind"] for f in self.found_in("zero", miss)]
        self.assertLess(kinds.index("sign"), kinds.index("zero"))
        self.assertLess(len(kinds) - kinds[::-1].index("zero"), kinds.index("error") + 1)

    def test_the_case_is_of_the_report(self):
        held = {(line["subject"], line["function"], line["id"]): line
                for line in self.results + lines_of(self.lines, "minimal")}
        for f in self.findings:
            if f["kind"] == "law":
                continue
            line = held[f["subject"], f["function"], f["id"]]
            self.assertEqual(kind_of(line), f["kind"])
            self.assertEqual(f["returned"], line["returned"])
            self.assertEqual(f.get("enclosure"), line.get("enclosure"))
            if "from" in f:
                drawn = held[f["subject"], f["function"], f["from"]["id"]]
                self.assertEqual(kind_of(drawn), f["kind"])
                self.assertLessEqual(f["input"]["n"], f["from"]["n"])
        self.assertTrue(any("from" in f for f in self.findings))

    @unittest.skipIf(mpmath is None, "mpmath is not installed: no values to compare with")
    def test_what_is_certified_is_true(self):
        confirmed = 0
        with mpmath.workdps(800):
            for f in self.findings:
                value = value_of(f["problem_json"]) if "problem_json" in f else None
                if value is None or f["status"] != "rounded":
                    continue
                lower, upper = map(exactly, f["enclosure"])
                self.assertTrue(lower <= value <= upper, f)
                self.assertEqual(mpmath.nstr(value, 15), mpmath.nstr(mpmath.mpf(f["decimal"]), 15))
                confirmed += 1
        self.assertGreater(confirmed, 5)

    def test_the_problem_is_one_that_eval_reads(self):
        stated = [f for f in self.findings if "problem_json" in f]
        lines = "".join(json.dumps(f["problem_json"]) + "\n" for f in stated)
        answers = run("eval", "--json", stdin=lines).stdout.splitlines()
        self.assertEqual(len(answers), len(stated))
        for f, answer in zip(stated, map(strict, answers)):
            self.assertNotIn("error", answer)
            self.assertEqual(answer["status"], f["status"])
            self.assertEqual(answer.get("value", "inf"), f["certified"])

    def test_what_is_printed_to_repeat_it_does(self):
        of_kind = {f["kind"]: f for f in self.findings
                   if f["subject"] == "builtin:naive" and f["kind"] != "law"}
        for f in of_kind.values():
            self.assertIn(f["repeat"], f["issue"]["body"])
            again = run_shown(f["repeat"])
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertIn(f["certified"], again.stdout)
            self.assertIn(f["returned"], again.stdout)

    @unittest.skipIf(mpmath is None, "mpmath is not installed: the line would not run")
    def test_the_independent_line_prints_the_value(self):
        ran = 0
        for f in self.findings:
            line = re.search(r'python3 (-c) "(.*)"', f["issue"]["body"])
            if line is None or ran == 6:
                continue
            done = subprocess.run([sys.executable, "-c", line[2]], capture_output=True, text=True,
                                  check=True, timeout=60)
            self.assertEqual(mpmath.mpf(done.stdout), mpmath.mpf(f["decimal"]), f["id"])
            ran += 1
        self.assertEqual(ran, 6)

    def test_the_title_tells_two_numbers_apart(self):
        for f in self.findings:
            told = re.search(r"returns (\S+) where the value is (\S+) \(float", f["issue"]["title"])
            if told:
                self.assertNotEqual(told[1], told[2])

    def test_a_report_without_declarations(self):
        def older(text):
            lines = [strict(line) for line in text.splitlines()]
            lines[0]["format_version"] = 2
            return "".join(json.dumps(line) + "\n" for line in lines
                           if line["line"] not in ("function", "minimal"))
        path = self.changed("older", older)
        found = [strict(line) for line in rendered(path, "--as", "findings").splitlines()]
        def told(findings):
            return sorted((f["subject"], f["function"], f["format"], f["kind"], f["cases"]["like"])
                          for f in findings)
        self.assertEqual(told(found), told(self.findings))
        _, data = self.data(path)
        _, newer = self.data(self.path)
        self.assertEqual([c["key"] for c in data["columns"]], [c["key"] for c in newer["columns"]])


class HtmlTest(Audit):
    def test_the_numbers_are_those_of_the_lines(self):
        _, data = self.data(self.path)
        self.assertEqual(data["findings"], self.findings)
        cells = {(s["name"], f["name"], at["format"]): at for s in data["subjects"]
                 for f in s["functions"] for at in f["formats"]}
        summaries = lines_of(self.lines, "summary")
        self.assertEqual(len(cells), len(summaries))
        for line in summaries:
            at = cells[line["subject"], line["function"], line["format"]]
            for key in ("cases", "by_grade", "nan", "infinite", "wrong_sign", "missed_zero",
                        "undecided", "not_applicable", "growth"):
                self.assertEqual(at[key], line[key], key)
            self.assertEqual(at["lost"], sum(line["responses"].get(k, 0) for k in NO_VALUE))
            self.assertTrue(at["worst"]["id"])

    def test_points_keep_extremes(self):
        _, data = self.data(self.path)
        for s in data["subjects"]:
            for f in s["functions"]:
                for at in f["formats"]:
                    self.assertLessEqual(len(at["points"]), 150)
                    specials = {point[4] for point in at["points"]}
                    for number, key in ((1, "nan"), (2, "infinite"), (5, "lost")):
                        self.assertEqual(number in specials, at[key] > 0, (f["name"], key))
                    quantiles = [q for q in at["ecdf"]["quantiles"] if q is not None]
                    self.assertEqual(quantiles, sorted(quantiles))
                    drawn = [point[1] for point in at["points"] if point[1] is not None]
                    if quantiles:
                        self.assertGreaterEqual(max(drawn), quantiles[-1])

    def test_large_reports_stay_small(self):
        def many(text):
            lines = [strict(line) for line in text.splitlines()]
            middle = lines[1:-1]
            copies = [lines[0]]
            for k in range(12):
                for line in middle:
                    line = dict(line)
                    if line["line"] == "subject":
                        line.update(argument=f"{line['argument']} {k}", name=f"{line['name']} {k}")
                    copies.append(line)
            return "".join(json.dumps(line) + "\n" for line in [*copies, lines[-1]])
        page, data = self.data(self.changed("many", many))
        self.assertLessEqual(len(page.encode()), 5_000_000)
        self.assertEqual(len(data["subjects"]), 12 * 5)

    def test_nothing_is_fetched(self):
        page, _ = self.data(self.path)
        links = [u for u in re.findall(r"https?://[^\s\"'<\\]+", page) if "www.w3.org/" not in u]
        issues = [line["issues"] for line in lines_of(self.lines, "subject") if line["issues"]]
        self.assertEqual([u for u in links if not any(u.startswith(i) for i in issues)], [])

    def test_what_is_not_installed(self):
        absent = {"argument": "cmd:x", "name": "x", "reason": "No module named 'x'",
                  "install": "tools/setup --adapters python"}
        def with_one(text):
            head, rest = text.split("\n", 1)
            return head + "\n" + json.dumps({"line": "absent", **absent}) + "\n" + rest
        _, data = self.data(self.changed("absent", with_one))
        self.assertEqual(data["absent"], [absent])


class CsvTest(Audit):
    def test_rows(self):
        text = rendered(self.path, "--as", "csv")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        summaries = {(s["subject"], s["function"], s["format"]): s
                     for s in lines_of(self.lines, "summary")}
        self.assertEqual({(r["subject"], r["function"], r["format"]) for r in rows}, set(summaries))
        for r in rows:
            s = summaries[r["subject"], r["function"], r["format"]]
            self.assertEqual({g: int(r[g]) for g in GRADES}, s["by_grade"])
            self.assertEqual(r["problem"], s["problem"])
            self.assertEqual(r["worst"], s["worst"])
            for key in ("cases", "nan", "infinite", "wrong_sign", "missed_zero", "undecided"):
                self.assertEqual(int(r[key]), s[key])
            for key in NO_VALUE:
                self.assertEqual(int(r[key]), s["responses"].get(key, 0))
        self.assertEqual(sum(int(r["laws_hard"]) for r in rows),
                         sum(line["hard"] > 0 for line in self.laws))


class BadgeTest(Audit):
    def test_of_a_subject(self):
        for s in lines_of(self.lines, "summary"):
            badge = strict(rendered(self.path, "--as", "badge", "--subject", s["subject"],
                                    "--function", s["function"], "--format", s["format"]))
            self.assertEqual(badge["schemaVersion"], 1)
            self.assertTrue(badge["label"].endswith(" " + s["format"]))
            if not any(s["responses"].get(k) for k in NO_VALUE):
                self.assertEqual(badge["message"].split(",")[0], s["grade"])
            self.assertEqual("NaN" in badge["message"], s["nan"] > 0 and
                             not any(s["responses"].get(k) for k in NO_VALUE))

    def test_bad_choices(self):
        for flags, key in ((("--as", "badge"), "--subject"),
                           (("--as", "badge", "--subject", "x"), "--subject"),
                           (("--as", "badge", "--subject", "builtin:naive", "--function", "x"),
                            "--function"),
                           (("--as", "badge", "--format", "binary99"), "--format"),
                           (("--as", "html", "--require", "T"), "--require"),
                           (("--subject", "x"), "--subject"), (("--as", "pdf"), "--as")):
            expect_usage_error(self, run("report", self.path, *flags), key)


class HostileTest(Audit):
    """Text that a subject chose ends no element, no row and no object."""

    RUN = ("check", adapter("hostile"), "--cases", "30", "--max-n", "8", "--laws", "2")

    def test_html(self):
        page, data = self.data(self.path)
        self.assertEqual(page.count("<script"), page.count("</script>"))
        self.assertEqual(data["findings"], self.findings)
        said = lines_of(self.lines, "subject")[0]
        self.assertEqual(data["subjects"][0]["version"], said["version"])
        broken_out = self.changed("script", lambda text: text.replace(
            "]]>&<|", "</script><script>alert(1)</script><!--"))
        page, data = self.data(broken_out)
        self.assertNotIn("<script>alert", page)
        self.assertIn("<script>alert(1)", data["subjects"][0]["version"])

    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(rendered(self.path, "--as", "csv"), newline="")))
        self.assertEqual([r["version"] for r in rows],
                         [line["version"] for line in lines_of(self.lines, "subject")])

    def test_issue(self):
        for f in self.findings:
            self.assertNotIn("\n", f["issue"]["title"])
            fence = ""  # the open one: only a line of as many backticks closes it
            for line in f["issue"]["body"].split("\n"):
                ticks = re.match("`*", line)[0]
                if not fence and len(ticks) >= 3:
                    fence = ticks
                elif fence and line == ticks and len(ticks) >= len(fence):
                    fence = ""
            self.assertEqual(fence, "")


if __name__ == "__main__":
    unittest.main()
