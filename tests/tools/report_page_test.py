#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page of `kloracle report --as html` in headless Chromium: what it shows is what the data
say, and it works by keyboard, on a phone, in the dark, without a network or a clipboard.

Run as  python3 tests/tools/report_page_test.py  (standard library, chromium, chromedriver). With
KLORACLE=path/to/kloracle a page that it made is looked at too; with PRINT_PAGE=1 the page that the
tests look at is printed.
"""

import base64
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

sys.dont_write_bytecode = True

from chromium import Browser, missing  # noqa: E402
from report_page_data import (DRAWN, HOSTILE, INFINITE, ISSUE, LETTERS, LOST, NAN,  # noqa: E402
                              SIGN, ZERO, at, function, page, report, subject)

KLORACLE = os.environ.get("KLORACLE", "")
CELLS = """
return Array.from(document.querySelectorAll('table.matrix tbody tr:not(.absent)'), row => [
  row.querySelector('th .who').textContent,
  Array.from(row.querySelectorAll('td'), cell => { const b = cell.querySelector('button');
    return b ? [b.dataset.grade, b.getAttribute('aria-label'),
                Number((b.querySelector('.flag') || {textContent: 0}).textContent)] : null; })]);
"""
MARKS = """
return Object.fromEntries(['condition', 'length', 'distribution', 'heat'].map(kind => [kind,
  Array.from(document.querySelectorAll(`[data-mark="${kind}"]`), m => Number(m.dataset.special))]))
"""
RATIO = """
function luminance(colour) {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}
function behind(e) {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
}
return Array.from(document.querySelectorAll(arguments[0])).map(e => {
  const pair = [luminance(getComputedStyle(e).color), luminance(behind(e))].sort((a, b) => a - b);
  return [(pair[1] + 0.05) / (pair[0] + 0.05), e.className + ' ' + e.textContent.slice(0, 30)];
});
"""


def expected_cells(data, fmt=None):
    """{implementation: {column: (worst grade, values, findings)}}, from the data alone."""
    rows = {}
    for who in data["subjects"]:
        row = rows.setdefault(who["name"], {})
        for fn in who["functions"]:
            for one in fn["formats"]:
                if fmt in (None, one["format"]):
                    found = sum((f["subject"], f["function"], f["format"]) ==
                                (who["name"], fn["name"], one["format"]) for f in data["findings"])
                    grade, values, findings = row.get(fn["column"], ("CR", 0, 0))
                    row[fn["column"]] = (max(grade, one["grade"], key=LETTERS.index),
                                         values + one["cases"], findings + found)
    return {who: row for who, row in rows.items() if row}


@unittest.skipIf(missing(), missing())
class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kloracle-page-")
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "report.html"
        self.browser.size(1300, 900)
        self.browser.theme("light")
        self.browser.open("about:blank")
        self.browser.console()
        self.browser.requests()

    def tearDown(self):
        self.assertEqual(self.browser.console(), [])

    def show(self, data, address="", drawn=True):
        self.file.write_text(page(data), encoding="utf-8")
        self.browser.open("about:blank")
        self.browser.open(f"{self.file.as_uri()}{address}")
        self.browser.wait(DRAWN if drawn else "return true")

    def run_in(self, script, *given):
        return self.browser.run(script, *given)

    def text(self, selector):
        return self.run_in("return document.querySelector(arguments[0]).textContent", selector)

    def set(self, name, value):
        """Chooses in a form as a hand would: the control tells the page."""
        self.run_in("""const c = document.querySelector(`[name="${arguments[0]}"]`);
            if (c.type === 'checkbox') { c.click(); return; }
            c.value = arguments[1];
            c.dispatchEvent(new Event(c.type === 'search' ? 'input' : 'change'));""", name, value)

    def rows(self):
        return [who for who, _ in self.run_in(CELLS)]

    def findings(self):
        return self.run_in("return Array.from(document.querySelectorAll('.finding'),"
                           "f => Number(f.dataset.finding))")

    def expect_cells(self, data, fmt=None):
        expected = expected_cells(data, fmt)
        columns = [c["key"] for c in data["columns"]
                   if any(c["key"] in row for row in expected.values())]
        heads = self.run_in("return Array.from(document.querySelectorAll("
                            "'table.matrix thead th .heading'), h => h.textContent)")
        self.assertEqual(heads, columns)
        shown = self.run_in(CELLS)
        self.assertEqual([who for who, _ in shown], list(expected))
        for who, cells in shown:
            for column, cell in zip(columns, cells, strict=True):
                if column not in expected[who]:
                    self.assertIsNone(cell)
                    continue
                grade, values, found = expected[who][column]
                self.assertEqual((cell[0], cell[2]), (grade, found), (who, column))
                self.assertIn(f"grade {grade},", cell[1])
                self.assertIn(f"; {values} value", cell[1])

    # What is shown.

    def test_nothing_is_loaded_and_nothing_may_be(self):
        self.show(report())
        asked = [url for url in self.browser.requests()
                 if not re.match(r"data:|about:|chrome:", url)]
        self.assertEqual(asked, [self.file.as_uri()])
        policy = self.run_in("return document.querySelector('meta[http-equiv]').content")
        self.assertIn("default-src 'none'", policy)
        self.assertNotRegex(policy, "http|\\*|connect-src")
        addresses = set(re.findall(r"https?:[^\s\"'<>]*", page(report())))
        self.assertEqual(addresses - {"http://www.w3.org/2000/svg"}, set())

    def test_the_first_sentence_counts(self):
        data = report()
        self.show(data)
        lead = self.text("#lead")
        values = sum(one["cases"] for who in data["subjects"] for fn in who["functions"]
                     for one in fn["formats"])
        for words in ("3 implementations", "5 functions", f"{values} values", "3 findings, 2 of"):
            self.assertIn(words, lead)
        self.assertEqual(self.run_in("return document.querySelectorAll('.notice').length"
                                     "- document.querySelectorAll('noscript .notice').length"), 0)

    def test_a_run_that_did_not_finish_says_so(self):
        self.show(report() | {"finished": False})
        self.assertIn("did not finish", self.text("#notices"))

    def test_cells_are_the_data(self):
        data = report()
        self.show(data)
        self.expect_cells(data)
        scopes = self.run_in("return Array.from(document.querySelectorAll('table.matrix th'),"
                             "h => h.scope)")
        self.assertEqual(set(scopes), {"col", "row"})
        self.assertTrue(self.text("table.matrix caption"))
        self.assertIn("not installed: tools/setup --adapters python", self.text("tr.absent"))

    def test_a_report_of_nothing(self):
        empty = report() | {"subjects": [], "findings": [], "columns": [], "formats": []}
        self.show(empty)
        self.assertIn("0 implementations", self.text("#lead"))
        self.assertEqual(self.findings(), [])

    def test_a_function_without_values(self):
        silent = at("binary64", {"CR": 1}, None, points=[], worst=None) | {
            "grade": "", "by_grade": {}, "cases": 0, "ecdf": {"quantiles": [], "cases": 0}}
        data = report()
        data["subjects"].append(subject("silent", function("f", "kl", silent)))
        self.show(data, "#cell=silent%7Ckl")
        self.assertIn("not judged", self.run_in(CELLS)[3][1][0][1])
        self.assertIn("silent", self.text("#details-title"))

    # Filters.

    def test_filters_of_the_matrix(self):
        data = report()
        self.show(data)
        self.set("format", "binary32")
        self.expect_cells(data, "binary32")
        self.assertEqual(self.findings(), [3])
        self.set("format", "")
        self.set("only", None)
        self.assertEqual(self.rows(), ["alpha", "beta"])
        self.set("only", None)
        self.set("subject", "beta")
        self.assertEqual((self.rows(), self.findings()), (["beta"], [3]))
        self.set("subject", "")
        self.set("column", "entropy")
        self.assertEqual((self.rows(), self.findings()), (["beta"], []))
        self.browser.click("#clear")
        self.expect_cells(data)
        self.assertEqual(self.findings(), [1, 2, 3])
        self.set("text", "RELATIVE_entropy")
        self.assertEqual((self.rows(), self.findings()), (["beta"], [3]))
        self.set("text", "no such thing")
        self.assertEqual((self.rows(), self.findings()), ([], []))
        self.assertIn("Nothing", self.text("#matrix-table"))

    def test_filters_of_the_findings(self):
        self.show(report())
        self.set("severity", "wrong")
        self.assertEqual(self.findings(), [1, 2])
        self.set("kind", "sign")
        self.assertEqual(self.findings(), [2])
        self.assertIn("1 of 3", self.text("#finding-count"))

    def test_the_address_keeps_what_was_chosen(self):
        self.show(report())
        self.set("format", "binary32")
        self.set("severity", "inaccurate")
        address = self.run_in("return location.hash")
        self.show(report(), address)
        self.expect_cells(report(), "binary32")
        self.assertEqual(self.findings(), [3])
        self.run_in("location.hash = ''")
        self.browser.wait("return document.querySelectorAll('.finding').length === 3")
        self.show(report(), "#finding=2")
        self.assertEqual(self.run_in("return document.querySelector('.finding[open]')"
                                     ".dataset.finding"), "2")

    # Plots.

    def test_every_point_has_a_mark(self):
        data = report()
        self.show(data, "#plot=kl&in=binary64")
        drawn = [fn["formats"][-1] for who in data["subjects"] for fn in who["functions"]
                 if fn["column"] == "kl"]
        marks = self.run_in(MARKS)
        specials = sorted(point[4] for one in drawn for point in one["points"])
        for kind in ("condition", "length"):
            self.assertEqual(sorted(marks[kind]), specials)
        self.assertEqual({*specials}, {0, NAN, INFINITE, SIGN, ZERO, LOST})
        # A curve per function, and a mark for the one whose errors are not all finite.
        self.assertEqual(sorted(marks["distribution"]), [0] * len(drawn) + [1])
        self.assertEqual(marks["heat"], [])
        outside = self.run_in("""return Array.from(document.querySelectorAll('svg [data-mark]'))
            .filter(m => { const a = m.getBoundingClientRect(),
                           b = m.ownerSVGElement.getBoundingClientRect();
              return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 ||
                     a.bottom > b.bottom + 1; }).length""")
        self.assertEqual(outside, 0)

    def test_a_point_lies_where_its_numbers_say(self):
        data = report()
        data["subjects"] = data["subjects"][2:]
        self.show(data, "#plot=kl&in=binary64")
        places = self.run_in("""return Array.from(document.querySelectorAll(
            '[data-mark=condition]'), m => m.getAttribute('transform').match(/[\\d.]+/g)
            .map(Number))""")
        points = data["subjects"][0]["functions"][0]["formats"][1]["points"]
        plain = [(point, place) for point, place in zip(points, places, strict=True)
                 if point[0] is not None]
        for (a, at_a), (b, at_b) in zip(plain, plain[1:]):
            self.assertLess(a[0], b[0])
            self.assertLess(at_a[0], at_b[0], "a larger condition number lies to the right")
            self.assertGreater(at_a[1], at_b[1], "a larger error lies higher")
        without = next(place for point, place in zip(points, places) if point[0] is None)
        self.assertLess(without[0], min(place[0] for _, place in plain))

    def test_plots_speak_and_are_tables_too(self):
        self.show(report(), "#plot=kl&in=binary64")
        labels = self.run_in("return Array.from(document.querySelectorAll('figure svg[role=img]'),"
                             "s => s.getAttribute('aria-label'))")
        self.assertEqual(len(labels), 3)
        self.assertIn("alpha kl_div: 15 points drawn", labels[0])
        self.assertIn("1 NaN", labels[0])
        self.assertIn("1 lost", labels[0])
        rows = self.run_in("""return Array.from(document.querySelectorAll('figure'), f => {
            f.querySelector('figcaption button').click();
            return f.querySelectorAll('tbody tr').length; })""")
        self.assertEqual(rows, [35, 35, 3 * 21])
        self.assertEqual(self.run_in("return document.querySelectorAll('figure svg').length"), 0)

    def test_functions_are_ticked(self):
        self.show(report(), "#plot=kl&in=binary64")
        self.browser.click("#plot-choice input[type=checkbox]")
        self.assertEqual(len(self.run_in(MARKS)["condition"]), 20)
        self.set("in", "binary32")
        self.assertEqual(len(self.run_in(MARKS)["condition"]), 20)

    def test_heat_maps(self):
        self.show(report(), "#plot=kl+of+families")
        marks = self.run_in(MARKS)["heat"]
        self.assertEqual(sorted(marks), [0] * 6 + [NAN, SIGN])
        axes = "return Array.from(document.querySelectorAll('[data-plot=heat] svg .axis')," \
               "t => t.textContent)"
        self.assertEqual(self.run_in(axes), ["p.mu", "q.mu"])
        self.run_in("""const c = document.querySelector('[data-plot=heat] select'); c.value = 3;
                       c.dispatchEvent(new Event('change'))""")
        self.assertEqual(self.run_in(axes), ["q.sigma", "q.mu"])
        self.assertEqual(sorted(self.run_in(MARKS)["heat"]), sorted(marks))

    def test_heat_maps_of_the_first_parameters(self):
        data = report()
        one = data["subjects"][0]["functions"][1]["formats"][0]
        one["heat"] = [[row[0], row[3], *row[4:]] for row in one["heat"]]
        self.show(data, "#plot=kl+of+families")
        self.assertEqual(sorted(self.run_in(MARKS)["heat"]), [0] * 6 + [NAN, SIGN])
        axes = self.run_in("return Array.from(document.querySelectorAll("
                           "'[data-plot=heat] svg .axis'), t => t.textContent)")
        self.assertEqual(axes, ["p.mu", "q.mu"])

    def test_heat_maps_of_every_size(self):
        sizes = ["-1e308", "-5e-324", "0", "1e-300", "1", "1e308", "inf", "nan"]
        data = report()
        one = data["subjects"][0]["functions"][1]["formats"][0]
        one["heat"] = [[x, y, 1, 0] for x in sizes for y in sizes]
        self.show(data, "#plot=kl+of+families")
        places = self.run_in("""return Array.from(document.querySelectorAll('[data-mark=heat]'),
            m => Number(m.getAttribute('x')))""")
        shown = places[::len(sizes)]
        self.assertEqual(len(places), len(sizes) ** 2)
        self.assertEqual(shown[:6], sorted(shown[:6]))
        self.assertLess(shown[0], shown[2])
        self.assertLess(shown[2], shown[4])
        self.assertLess(shown[4], shown[5])
        self.assertEqual(shown[6:], [shown[5], shown[2]])  # at the end; in the middle

    # Hands and eyes.

    def test_the_keyboard_opens_a_cell(self):
        self.show(report())
        focused = "return document.activeElement.dataset.cell || ''"
        for _ in range(40):
            self.browser.press("Tab")
            if self.run_in(focused):
                break
        self.assertEqual(self.run_in(focused), "alpha|kl")
        outline = self.run_in("return getComputedStyle(document.activeElement).outlineStyle")
        self.assertNotEqual(outline, "none")
        self.browser.press("ArrowDown")
        self.assertEqual(self.run_in(focused), "beta|kl")
        self.browser.press("ArrowRight")  # beta has nothing in the next column
        self.assertEqual(self.run_in(focused), "beta|entropy")
        self.browser.press("ArrowLeft", "ArrowUp", "Enter")
        self.assertEqual(self.run_in("return document.activeElement.id"), "details-title")
        details = self.text("#details")
        for words in ("alpha 1.2: kl", "kl_div", "binary32", "0.14384103622589046", "1.5e-323",
                      "0x1.8p-1073", "7 of 9 laws kept", "pinsker.vajda",
                      "kloracle repro x", "kloracle eval kl", "1e15 ulp", "1. what 1 is"):
            self.assertIn(words, details)
        self.browser.press("Tab", "Enter")  # back to the matrix
        self.assertEqual(self.run_in(focused), "alpha|kl")

    def test_a_finding_opens_with_what_is_needed(self):
        self.show(report())
        self.run_in("document.querySelector('.finding summary').focus()")
        self.browser.press("Enter")
        self.browser.wait("return document.querySelector('.finding-body') !== null")
        body = self.text(".finding-body")
        for words in ("0x1.269621134db92p-3", "0.14384103622589046", "3 of 15", "pinsker.vajda",
                      "print(kl([0.5, 0.5], [0.25, 0.75]))", "kloracle repro x", "0.75", "nan"):
            self.assertIn(words, body)
        self.assertEqual(self.run_in("return document.querySelector('.issue textarea').value"),
                         f"{ISSUE['title']}\n\n{ISSUE['body']}")

    def test_the_text_is_selected_where_the_clipboard_is_refused(self):
        self.show(report(), "#finding=1")
        self.browser.wait("return document.querySelector('.copy-issue') !== null")
        self.run_in("""document.execCommand = () => false;
            Object.defineProperty(navigator, 'clipboard', {value: {writeText: () =>
                Promise.reject(new Error('refused'))}})""")
        self.run_in("document.querySelector('.copy-issue').click()")
        self.browser.wait("return document.getElementById('said').textContent.includes('Ctrl+C')")
        chosen = self.run_in("""const t = document.activeElement;
            return t.value.slice(t.selectionStart, t.selectionEnd)""")
        self.assertEqual(chosen, f"{ISSUE['title']}\n\n{ISSUE['body']}")

    def test_the_clipboard_gets_the_text(self):
        self.show(report(), "#finding=1")
        self.browser.wait("return document.querySelector('.copy-issue') !== null")
        self.run_in("""Object.defineProperty(navigator, 'clipboard', {value: {writeText: t => {
            window.copied = t; return Promise.resolve(); }}})""")
        self.run_in("document.querySelector('.finding-body .copyable button').click()")
        self.browser.wait("return Boolean(window.copied)")
        self.assertEqual(self.run_in("return window.copied"),
                         "print(kl([0.5, 0.5], [0.25, 0.75]))")

    def test_light_and_dark(self):
        background = "return getComputedStyle(document.body).backgroundColor"
        for theme in ("light", "dark"):
            with self.subTest(theme):
                self.browser.theme(theme)
                self.show(report(), "#cell=alpha%7Ckl&finding=1")
                self.browser.wait("return document.querySelector('.finding-body') !== null")
                texts = ("p, a, button:not(:disabled), select, h1, h2, h3, h4, h5, dt, dd, li, th,"
                         "td, code, pre, textarea, small, .chip, .letter, .headline, .flag,"
                         ".version, .about, label, .what, .where, .severity")
                for ratio, where in self.run_in(RATIO, texts):
                    self.assertGreaterEqual(ratio, 4.5, where)
                before = self.run_in(background)
                self.browser.click("#theme")
                self.assertNotEqual(self.run_in(background), before)
                self.browser.click("#theme")
                self.assertEqual(self.run_in(background), before)
        self.browser.theme("light")

    def test_hostile_texts_are_texts(self):
        data = report(HOSTILE[:3])
        for key, text in zip(("name", "version", "language", "note"), HOSTILE[1:]):
            data["subjects"][0][key if key != "note" else "argument"] = text
        for one in data["findings"]:
            one["what"] = one["issue"]["body"] = "".join(HOSTILE)
        data = copy.deepcopy(data)
        data["findings"][0]["subject"] = data["subjects"][0]["name"]
        data["columns"][0]["title"] = HOSTILE[0]
        data["subjects"][0]["functions"][0]["note"] = HOSTILE[1]
        data["subjects"][0]["issues"] = "javascript://%0awindow.hurt=4"
        self.show(data)
        self.assertEqual(self.rows()[0], data["subjects"][0]["name"])
        self.browser.click("button.cell")
        self.browser.click(".finding summary")
        self.browser.wait("return document.querySelector('.finding-body') !== null")
        self.assertIn(HOSTILE[1], self.text(".function .note"))
        self.assertEqual(self.text(".finding .what"),
                         "".join(HOSTILE) + "returned nan, due 0.14")
        self.assertIsNone(self.run_in("return window.hurt ?? null"))
        self.assertEqual(self.run_in("return document.querySelectorAll('main img, main script,"
                                     "a[href^=javascript]').length"), 0)
        self.expect_no_sideways_scrolling()

    def expect_no_sideways_scrolling(self):
        wide, room = self.run_in("return [document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide, room)

    def test_a_narrow_screen(self):
        self.browser.size(400, 800)
        self.show(report(), "#cell=alpha%7Ckl&finding=1&plot=kl+of+families")
        self.browser.wait("return document.querySelector('.finding-body') !== null")
        self.expect_no_sideways_scrolling()
        self.expect_cells(report())
        self.assertLess(self.run_in("return document.querySelector('figure svg')"
                                    ".getBoundingClientRect().width"), 400)

    def test_without_scripts_it_says_where_the_text_is(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        self.show(report(), drawn=False)
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
        self.assertIn("kloracle report FILE --as md", self.text("noscript"))

    @unittest.skipUnless(KLORACLE, "KLORACLE names no binary")
    def test_a_report_of_kloracle(self):
        ran = [KLORACLE, "check", "builtin:naive", "builtin:closed_forms",
               "builtin:correctly_rounded", "--cases", "20", "--laws", "2", "--max-n", "60",
               "--format", "binary64", "--report", str(self.file.with_suffix(".jsonl"))]
        subprocess.run(ran, check=True, capture_output=True)
        made = subprocess.run([KLORACLE, "report", ran[-1], "--as", "html"], check=True,
                              capture_output=True, text=True).stdout
        self.file.write_text(made, encoding="utf-8")
        held = re.search(r'base64" id="report-data">(.*?)</script>', made, re.DOTALL)[1]
        data = json.loads(zlib.decompress(base64.b64decode(held)))
        self.browser.open(self.file.as_uri())
        self.browser.wait(DRAWN)
        self.expect_cells(data)
        self.assertEqual(self.findings(), [f["finding"] for f in data["findings"]])
        self.assertNotEqual(self.findings(), [])
        self.run_in("for (const f of document.querySelectorAll('.finding')) f.open = true")
        self.browser.wait("return document.querySelectorAll('.finding-body').length === "
                          "document.querySelectorAll('.finding').length")
        for column in data["columns"]:
            self.set("plot", column["key"])
            marks = self.run_in(MARKS)
            self.assertGreater(len(marks["condition"]), 0)
            self.assertEqual(len(marks["condition"]), len(marks["length"]))
        for cell in self.run_in("return Array.from(document.querySelectorAll('button.cell'),"
                                "c => c.dataset.cell)"):
            self.run_in("document.querySelector(`button.cell[data-cell=\"${arguments[0]}\"]`)"
                        ".click()", cell)
            self.assertIn(cell.split("|")[1], self.text("#details-title"))


if __name__ == "__main__":
    if missing():
        print("skipped:", missing())
    if os.environ.get("PRINT_PAGE"):
        print(page(report()))
    else:
        unittest.main()
