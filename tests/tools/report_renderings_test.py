#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle report --as junit` and `--as md`: what they say is what the report's lines say.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/report_renderings_test.py  (standard library
only).
"""

import collections
import html
import json
import os
import re
import sys
import tempfile
import unittest
from xml.etree import ElementTree

sys.dont_write_bytecode = True

from check_test import (EXIT_INCOMPLETE, GRADES, adapter, lines_of, run_shown,  # noqa: E402
                        shown)
from cli_test import expect_usage_error, run, strict  # noqa: E402
from junit_structure import faults  # noqa: E402
from markdown_page import Markdown, plain  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "adapters"))
from hostile import TEXT as HOSTILE  # noqa: E402

FEW = ("--cases", "30", "--max-n", "80", "--laws", "2", "--format", "binary64")
SUBJECTS = ("builtin:naive", "builtin:correctly_rounded", "mutant:kl_halved")
LOST = ("thrown", "crashed", "timed_out", "malformed", "not_run")


def rendered(path, *flags):
    """`kloracle report` of a finished run."""
    done = run("report", path, *flags)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def suites_of(text):
    """The test suites of a JUnit file, by name."""
    root = ElementTree.fromstring(text.encode())
    assert faults(root) == [], "\n".join(faults(root))
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites) == len(root), "two suites have one name"
    return suites


def facts_of(test):
    """The lines "name: value" of a test case."""
    return dict(line.split(": ", 1) for line in test.findtext("system-out", "").splitlines())


def came_to(test):
    """How a test ended: passed, failure, error or skipped."""
    results = [child.tag for child in test if child.tag != "system-out"]
    assert len(results) <= 1, results
    return results[0] if results else "passed"


def worst_of(lines, required="W"):
    """What a group's test comes to, by the rules of tools/README.md."""
    accepted = GRADES[:GRADES.index("H" if required == "W" else required) + 1]
    judged = [line for line in lines if line["returned"] not in LOST + ("skipped",)]
    graded = [line for line in judged if "grade" in line]
    if any(line["grade"] not in accepted or line.get("claim") == "broken" for line in graded):
        return "failure"
    if any(line["returned"] in LOST or "undecided" in (line.get("verdict"), line.get("claim"))
           for line in lines):
        return "error"
    return "passed" if graded else "skipped"


class Reports(unittest.TestCase):
    """Tests that share the report of one run."""

    RUN = ("check", *SUBJECTS, *FEW)

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = os.path.join(folder.name, "run.jsonl")
        cls.done = run(*cls.RUN, "--report", cls.path)
        with open(cls.path, encoding="utf-8") as file:
            cls.lines = [strict(line) for line in file]
        cls.results = lines_of(cls.lines, "result")
        cls.laws = lines_of(cls.lines, "law")

    def changed(self, name, change):
        """The path of a report whose lines this changed."""
        path = f"{self.path}.{name}"
        with open(self.path, encoding="utf-8") as before:
            with open(path, "w", encoding="utf-8") as after:
                after.write(change(before.read()))
        return path


class JunitTest(Reports):
    """Test cases, their results and their facts, against the lines."""

    def groups(self):
        """The result lines by suite and test case."""
        groups = collections.defaultdict(list)
        for line in self.results:
            form = line["id"].split(":")[0].rsplit(".", 1)[1]
            groups[f"{line['subject']} {line['function']} {form}",
                   f"{form} values {line['group']}"].append(line)
        return groups

    def expect_statuses(self, required, *flags):
        suites = suites_of(rendered(self.path, "--as", "junit", *flags))
        found = {(name, test.get("name")): came_to(test) for name, suite in suites.items()
                 for test in suite.iter("testcase") if " values " in test.get("name")}
        due = {key: worst_of(lines, required) for key, lines in self.groups().items()}
        self.assertEqual(found, due)
        return collections.Counter(found.values())

    def test_a_test_case_per_group_and_per_law_and_no_more(self):
        suites = suites_of(rendered(self.path, "--as", "junit"))
        found = [(name, test.get("name")) for name, suite in suites.items()
                 for test in suite.iter("testcase")]
        due = list(self.groups()) + [("kloracle", "the run is complete")]
        due += [(f"{law['subject']} {law['function']} {law['format']}",
                 f"{law['format']} law {law['law']}") for law in self.laws]
        self.assertEqual(sorted(found), sorted(due))
        classes = [(test.get("classname"), test.get("name")) for suite in suites.values()
                   for test in suite.iter("testcase")]
        self.assertEqual(len(classes), len(set(classes)))

    def test_what_fails_is_what_the_lines_say(self):
        counts = self.expect_statuses("W")
        self.assertGreater(min(counts["passed"], counts["failure"]), 0)

    def test_a_required_grade_fails_more(self):
        self.assertGreater(self.expect_statuses("T", "--require", "T")["failure"],
                           self.expect_statuses("W")["failure"])
        self.expect_statuses("CR", "--require", "CR")

    def test_laws_fail_where_they_are_broken_hard(self):
        suites = suites_of(rendered(self.path, "--as", "junit"))
        seen = set()
        for law in self.laws:
            suite = suites[f"{law['subject']} {law['function']} {law['format']}"]
            test = next(t for t in suite.iter("testcase")
                        if t.get("name") == f"{law['format']} law {law['law']}")
            due = ("failure" if law["hard"] else "error" if law["lost"] or law["undecided"] else
                   "skipped" if law["not_applicable"] == law["checks"] else "passed")
            self.assertEqual(came_to(test), due, law)
            facts = facts_of(test)
            for key in ("checks", "holds", "undecided", "lost", "not_applicable"):
                self.assertEqual(facts[key], str(law[key]))
            self.assertEqual((facts["SOFT"], facts["HARD"]), (str(law["soft"]), str(law["hard"])))
            seen.add(due)
        self.assertLessEqual({"failure", "passed"}, seen)

    def test_counts_are_those_of_the_lines(self):
        text = rendered(self.path, "--as", "junit")
        suites = suites_of(text)
        for summary in lines_of(self.lines, "summary"):
            name = f"{summary['subject']} {summary['function']} {summary['format']}"
            facts = [facts_of(test) for test in suites[name].iter("testcase")
                     if " values " in test.get("name")]
            self.assertEqual(sum(int(f["values"]) for f in facts), summary["cases"])
            for grade in GRADES:
                self.assertEqual(sum(int(f.get("grade " + grade, 0)) for f in facts),
                                 summary["by_grade"][grade])
            for kind in ("nan", "infinite", "wrong_sign", "missed_zero", "undecided"):
                self.assertEqual(sum(int(f.get(kind, 0)) for f in facts), summary[kind])
            properties = {p.get("name"): p.get("value") for p in suites[name].iter("property")}
            self.assertEqual(properties["grade"], summary["grade"])
            self.assertEqual(properties["worst_id"], summary["worst"])
            self.assertEqual(properties["problem"], summary["problem"])

    def test_totals_are_sums(self):
        root = ElementTree.fromstring(rendered(self.path, "--as", "junit").encode())
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            self.assertEqual(int(root.get(name)), len(list(root.iter(tag))))
            for suite in root:
                self.assertEqual(int(suite.get(name)), len(list(suite.iter(tag))))
        self.assertEqual([e for e in root.iter() if "time" in e.attrib], [])

    def test_a_failure_says_how_to_see_it_again(self):
        root = ElementTree.fromstring(rendered(self.path, "--as", "junit").encode())
        failures = list(root.iter("failure"))
        for failure in failures:
            self.assertTrue(shown(failure.text, "again"), failure.attrib)
        line = shown(failures[0].text, "again")[0]
        again = run_shown(line)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn(shown(failures[0].text, "returned")[0].split()[0], again.stdout)


class KnownTest(Reports):
    """Failures that a list has are neither red nor findings."""

    RUN = ("check", "mutant:kl_halved", "--cases", "30", "--max-n", "20", "--laws", "3")

    def listed(self, *entries):
        path = self.path + ".known"
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"{name}  # {label}\n" for name, label in entries)
        return path

    def failures(self, *flags):
        return [(test.get("name"), came_to(test))
                for suite in suites_of(rendered(self.path, "--as", "junit", *flags)).values()
                for test in suite.iter("testcase") if came_to(test) in ("failure", "error")]

    def test_the_list_that_check_writes_makes_it_green(self):
        path = self.path + ".written"
        done = run(*self.RUN, "--write-known", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(self.failures())
        self.assertEqual(self.failures("--known", path), [])
        page = Markdown(rendered(self.path, "--as", "md", "--known", path))
        self.assertEqual([b for b in page.blocks if re.search(r"verdict +(W|HARD)", b)], [])
        self.assertIn("known failures", "\n".join(page.outside))

    def test_one_entry_excuses_one_failure_of_its_kind(self):
        wrong = [line for line in self.results if line.get("grade") == "W"]
        law = next(line for line in self.laws if line["hard"])
        group = (f"binary32 values {wrong[0]['group']}", "failure")
        broken = (f"{law['format']} law {law['law']}", "failure")
        name = f"{law['law']}/{law['function']}/{law['format']}"
        before = self.failures()
        self.assertIn(group, before)
        same = [(line["id"], "W") for line in wrong if line["group"] == wrong[0]["group"]
                and ".binary32:" in line["id"]]
        for entries, gone in (
                (same, {group}), (same[1:], set()),
                ([(name, "HARD")], {broken}), ([(name, "lost")], set()),
                ([(i, "nan") for i, _ in same], set()),
                ([(f"kl/{i}", label) for i, label in same], {group})):
            with self.subTest(entries):
                after = self.failures("--known", self.listed(*entries))
                self.assertEqual(set(before) - set(after), gone)
                self.assertEqual(set(after) - set(before), set())


class IncompleteTest(Reports):
    """Runs that did not finish."""

    RUN = ("check", "builtin:naive", "--cases", "20", "--max-n", "8", "--laws", "1",
           "--function", "kl_ratio")

    def cut(self, share):
        return self.changed("cut", lambda text: text[:int(len(text) * share)])

    def test_junit_refuses_unless_told(self):
        for share in (0.2, 0.6, 0.99):
            done = run("report", self.cut(share), "--as", "junit")
            self.assertEqual((done.returncode, done.stdout), (EXIT_INCOMPLETE, ""))
            self.assertIn("--partial", done.stderr)

    def test_a_partial_junit_is_red(self):
        done = run("report", self.cut(0.6), "--as", "junit", "--partial")
        self.assertEqual(done.returncode, EXIT_INCOMPLETE)
        (test,) = suites_of(done.stdout)["kloracle"].iter("testcase")
        self.assertEqual(came_to(test), "error")
        self.assertIn("--resume", test.find("error").text)
        whole = suites_of(rendered(self.path, "--as", "junit", "--partial"))["kloracle"]
        self.assertEqual(came_to(whole.find("testcase")), "passed")

    def test_markdown_says_so_first(self):
        for share in (0.05, 0.6, 0.99):
            done = run("report", self.cut(share), "--as", "md")
            self.assertEqual(done.returncode, EXIT_INCOMPLETE)
            self.assertIn("**This run is incomplete.**", done.stdout.split("###")[0])
        self.assertNotIn("incomplete", rendered(self.path, "--as", "md"))

    def test_what_was_never_put_to_the_subject_is_an_error(self):
        def never_run(text):
            lines = text.splitlines(keepends=True)
            at = next(i for i, line in enumerate(lines) if '"result"' in line)
            lines[at] = re.sub(r'"returned":"[^"]*"', '"returned":"not_run"', lines[at])
            return "".join(lines).replace('"complete":true', '"complete":false')
        path = self.changed("lost", never_run)
        done = run("report", path, "--as", "junit", "--partial")
        errors = [e.get("message") for suite in suites_of(done.stdout).values()
                  for e in suite.iter("error")]
        self.assertEqual(len(errors), 2, errors)
        self.assertIn("1 not_run", errors[1])

    def test_what_was_declined_is_skipped(self):
        def declined(text):
            return re.sub(r'("group":"zeros".*)"returned":"[^"]*"(.*),"grade":.*\}',
                          r'\1"returned":"skipped","message":"no zeros, please"\2}', text)
        path = self.changed("declined", declined)
        skipped = [test for suite in suites_of(rendered(path, "--as", "junit")).values()
                   for test in suite.iter("testcase") if came_to(test) == "skipped"
                   and " values " in test.get("name")]
        self.assertEqual([t.get("name") for t in skipped],
                         [f"{form} values zeros" for form in ("binary32", "binary64")])
        self.assertRegex(skipped[0].find("skipped").get("message"), r"\d skipped")
        self.assertIn("skipped", rendered(path, "--as", "md"))

    def test_of_two_lines_on_one_case_the_last_holds(self):
        def asked_twice(text):
            lines = text.splitlines(keepends=True)
            at = next(i for i, line in enumerate(lines) if '"result"' in line)
            lines.insert(at, re.sub(r'"returned":"[^"]*"', '"returned":"not_run"', lines[at]))
            return "".join(lines)
        path = self.changed("twice", asked_twice)
        for form in ("md", "junit"):
            self.assertEqual(rendered(path, "--as", form), rendered(self.path, "--as", form))

    def test_bad_flags_are_named(self):
        for flags, named in ((("--as", "pdf"), "--as"), (("--require", "T"), "--require"),
                             (("--known", self.path), "--known"),
                             (("--as", "md", "--known", "/no/such/list"), "--known"),
                             (("--as", "md", "--partial"), "--partial"),
                             (("--as", "junit", "--require", "Z"), "--require"),
                             (("--as", "md", "--findings", "-1"), "--findings")):
            expect_usage_error(self, run("report", self.path, *flags), named)

    def test_what_is_no_report_is_refused(self):
        for content in ("", "{}\n", "no report\n"):
            path = self.changed("none", lambda _, content=content: content)
            for form in ("md", "junit"):
                expect_usage_error(self, run("report", path, "--as", form), "report")


class MarkdownTest(Reports):
    """Tables and findings, against the lines."""

    def setUp(self):
        self.page = Markdown(rendered(self.path, "--as", "md"))

    def test_a_row_per_function_and_format(self):
        rows = [row for table in self.page.tables() for row in table if "function" in row]
        summaries = lines_of(self.lines, "summary")
        self.assertEqual(len(rows), len(summaries))
        for row, summary in zip(rows, summaries):
            self.assertEqual((plain(row["function"]), plain(row["problem"]), row["format"],
                              row["values"]),
                             (summary["function"], summary["problem"], summary["format"],
                              str(summary["cases"])))
            if sum(summary["by_grade"].values()) != 0:
                self.assertEqual(plain(row["grade"]), summary["grade"])
            mine = [law for law in self.laws if all(
                law[key] == summary[key] for key in ("subject", "function", "format"))]
            for column, key in (("laws held", "holds"), ("SOFT", "soft"), ("HARD", "hard")):
                self.assertEqual(int(plain(row[column]) or 0), sum(law[key] for law in mine))

    def test_a_row_per_law_that_is_not_kept(self):
        rows = {(plain(row["law not kept"]), plain(row["by"])): row
                for table in self.page.tables() for row in table if "by" in row}
        for (law, by), row in rows.items():
            self.assertTrue(any(line["law"] == law and f"{line['function']} {line['format']}" == by
                                and str(line["hard"]) == (plain(row["HARD"]) or "0")
                                for line in self.laws), (law, by))
        self.assertTrue(rows)

    def test_findings_are_folded_and_exact(self):
        text = "\n".join(self.page.outside)
        self.assertEqual(text.count("<details><summary>"), len(self.page.blocks))
        self.assertEqual(text.count("</summary>"), len(self.page.blocks))
        self.assertEqual(text.count("</details>"), len(self.page.blocks))
        by_id = {(line["subject"], line["function"], line["id"]): line for line in self.results}
        values = 0
        for block in self.page.blocks:
            self.assertEqual(len(shown(block, "again")), 1, block)
            function, _, name = block.split()[:3]
            if name == "law":
                self.assertTrue(shown(block, "law") and shown(block, "verdict"), block)
                continue
            subject = re.search(r"--subject (\S+)", block)[1]
            line = by_id[subject, function, name]
            values += 1
            self.assertEqual(shown(block, "certified")[0].split()[0], line["certified"])
            self.assertEqual(shown(block, "returned")[0].split()[0], line["returned"])
            if "p" in line:
                self.assertEqual(shown(block, "p")[0].split()[0], ",".join(line["p"]))
            else:
                self.assertIn(str(line["n"]), shown(block, "p")[0])
        self.assertGreater(values, 2)

    def test_the_worst_comes_first(self):
        def badness(line):
            return GRADES.index(line.get("grade", "W"))
        by_function = collections.defaultdict(list)
        for line in self.results:
            by_function[line["subject"], line["function"]].append(line)
        first = {}
        for block in self.page.blocks:
            function, _, name = block.split()[:3]
            key = re.search(r"--subject (\S+)", block)[1], function
            if name != "law":
                first.setdefault(key, name)
        for key, name in first.items():
            shown_line = next(line for line in by_function[key] if line["id"] == name)
            self.assertEqual(badness(shown_line), max(map(badness, by_function[key])), key)

    def test_of_one_kind_the_worst_is_shown(self):
        """By grade; then what a person can read; then by what is the code's own fault."""
        def rank(line):
            return (GRADES.index(line["grade"]), -max(len(line.get("p", ())) or line["n"], 4),
                    float(line["excess"]))
        plain_errors = collections.defaultdict(list)
        for line in self.results:
            if line.get("grade") in ("A", "H", "W") and "special" not in line:
                plain_errors[line["subject"], line["function"]].append(line)
        page = Markdown(rendered(self.path, "--as", "md", "--findings", "9"))
        shown_ids = {(re.search(r"--subject (\S+)", block)[1], block.split()[0], block.split()[2])
                     for block in page.blocks}
        self.assertTrue(plain_errors)
        for (subject, function), lines in plain_errors.items():
            self.assertIn((subject, function, max(lines, key=rank)["id"]), shown_ids)

    def test_lines_that_repeat_a_finding_work(self):
        for block in (self.page.blocks[0], self.page.blocks[-1]):
            again = run_shown(shown(block, "again")[0])
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertIn(shown(block, "certified")[0].split()[0], again.stdout)

    def test_the_number_of_findings(self):
        self.assertEqual(Markdown(rendered(self.path, "--as", "md", "--findings", "0")).blocks, [])
        more = Markdown(rendered(self.path, "--as", "md", "--findings", "9")).blocks
        self.assertGreater(len(more), len(self.page.blocks))

    def test_a_required_grade_marks_its_rows(self):
        rows = [row for table in Markdown(
            rendered(self.path, "--as", "md", "--require", "T")).tables()
            for row in table if "function" in row]
        self.assertEqual([("misses T" in row["grade"]) for row in rows],
                         [any(s["by_grade"][g] for g in "AHW") or s["undecided"] > 0
                          for s in lines_of(self.lines, "summary")])


class HostileTest(Reports):
    """Text that a subject chose is text, wherever it stands."""

    RUN = ("check", adapter("hostile"), "--cases", "30", "--max-n", "8", "--laws", "2")

    def test_the_adapter_says_it(self):
        self.assertEqual(self.lines[1]["version"], HOSTILE)
        self.assertIn("thrown", {line["returned"] for line in self.results})

    def test_junit(self):
        raw = self.changed("raw", lambda text: re.sub(  # a message as no protocol would pass it
            r'"message":"', r'"message":"]]>&<|`\\n\\u0001\\ufffe', text))
        visible = HOSTILE.replace("\x01", "\\x01").replace("\ufffe", "\\ufffe")
        for path in (self.path, raw):
            suites = suites_of(rendered(path, "--as", "junit"))
            (name,) = [name for name in suites if "hostile_kl" in name]
            self.assertEqual(name, f"hostile {visible} hostile_kl{visible} binary64")
            self.assertIn("]]>&<|`", "".join(e.text for e in suites[name].iter("failure")))
            kinds = collections.Counter(came_to(t) for t in suites[name].iter("testcase"))
            self.assertGreater(kinds["failure"], 0)

    def test_every_character(self):
        """Of XML 1.0 and HTML, and those that neither can hold."""
        said = "".join(map(chr, range(1, 0x300))) + "\ufffe\uffff\U0001f600"
        path = self.changed("every", lambda text: re.sub(
            r'(?m)^(\{"line":"subject".*"version":)"(?:[^"\\]|\\.)*"',
            lambda m: m[1] + json.dumps(said), text))
        unheard = {c: f"\\x{ord(c):02x}" for c in map(chr, range(1, 0x20)) if c not in "\t\n\r"}
        unheard.update({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})
        root = ElementTree.fromstring(rendered(path, "--as", "junit").encode())
        versions = {p.get("value") for p in root.iter("property") if p.get("name") == "version"}
        self.assertEqual(versions, {"".join(unheard.get(c, c) for c in said)})
        page = Markdown(rendered(path, "--as", "md"))
        (heading,) = [line for line in page.outside if line.startswith("### ")]
        self.assertIn(re.sub(r"[\x01-\x1f\x7f]", " ", said), html.unescape(heading))

    def test_markdown(self):
        page = Markdown(rendered(self.path, "--as", "md"))
        tables = page.tables()
        self.assertIn(re.sub(r"[\n\x01]", " ", "hostile_kl" + HOSTILE),
                      [plain(row.get("function", "")) for table in tables for row in table])
        tags = re.findall(r"<[^>]*>?", "\n".join(page.outside))
        self.assertLessEqual(set(tags), {"<code>", "</code>", "<details>", "</details>",
                                         "<summary>", "</summary>"})
        for tag in ("code", "details", "summary"):
            self.assertEqual(tags.count(f"<{tag}>"), tags.count(f"</{tag}>"))
        outside = "\n".join(page.outside)
        self.assertIsNone(re.search(r"[`*]x|`|(?<![^\W_])_|_(?![^\W_])", outside))
        self.assertTrue(any("]]>&<|`" in block for block in page.blocks))


if __name__ == "__main__":
    unittest.main()
