#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`kloracle check --baseline`: every rule of the ratchet, seen to hold and to bite.

Run as  KLORACLE=path/to/kloracle python3 tests/tools/baseline_test.py  (standard library only).
"""

import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from cli_test import DEADLINE_S, KLORACLE, expect_usage_error, run, strict  # noqa: E402
from faulty_subject import case_key  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
EXIT_GATE, EXIT_SUBJECT, EXIT_INCOMPLETE, EXIT_INTERRUPTED = 1, 3, 4, 130
FEW = ("--cases", "60", "--max-n", "30", "--laws", "0", "--findings", "0")
GRADES = ("CR", "F", "T", "A", "H", "W", "-")


class Spoilable(unittest.TestCase):
    """A subject, "mine", whose answers a test can spoil, and a folder for files."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.baseline = self.path("baseline.json")
        self.plan = {"functions": ["kl"], "formats": ["binary64"], "faults": {}}

    def path(self, name):
        return os.path.join(self.folder, name)

    def subject(self):
        """The subject as the plan is now."""
        plan = self.path("plan.json")
        with open(plan, "w", encoding="utf-8") as file:
            json.dump(self.plan, file)
        words = (sys.executable, "-B", os.path.join(HERE, "faulty_subject.py"))
        return f"cmd:FAULTS={shlex.quote(plan)} " + shlex.join(words)

    def judge(self, *flags, few=FEW):
        return run("check", self.subject(), *few, *flags)

    def cases(self, few=FEW):
        """The `result` lines of the subject as the plan is now."""
        report = self.path("report.jsonl")
        self.judge("--report", report, few=few)
        with open(report, encoding="utf-8") as file:
            lines = [strict(line) for line in file]
        os.remove(report)
        return [line for line in lines if line["line"] == "result"]

    def spoil(self, case, fault):
        """Answer this case, a `result` line, so from now on."""
        p, q = ([float.fromhex(x) for x in case[side]] for side in "pq")
        self.plan["faults"][case_key(p, q)] = fault

    def update(self, *flags, few=FEW):
        return self.judge("--baseline", self.baseline, "--update-baseline", *flags, few=few)

    def compare(self, *flags, few=FEW):
        return self.judge("--baseline", self.baseline, *flags, few=few)

    def text(self):
        with open(self.baseline, encoding="utf-8") as file:
            return file.read()

    def written(self, *flags, few=FEW):
        """The baseline of the subject as the plan is now, as an object."""
        done = self.update(*flags, few=few)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return strict(self.text())

    def entry(self, group):
        found = [v for v in strict(self.text())["values"] if v["group"] == group]
        self.assertEqual(len(found), 1, group)
        return found[0]

    def expect_kept(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertNotRegex(done.stdout, r"(?m)^(worse|missing)")

    def expect_broken(self, done, *told):
        """Exit 1, one line on stderr, and these on one line of stdout each."""
        self.assertEqual(done.returncode, EXIT_GATE, done.stdout + done.stderr)
        self.assertRegex(done.stderr, r"\A[^\n]*--(update-)?baseline[^\n]*\n\Z")
        for line in told:
            self.assertRegex(done.stdout, f"(?m)^{line}$")


class FileTest(Spoilable):
    """What the file holds, and that it is always the same."""

    def test_every_number_is_that_of_the_report(self):
        found = {}
        for case in self.cases():
            found.setdefault(case["group"], []).append(case)
        values = self.written()["values"]
        self.assertEqual({v["group"] for v in values}, set(found))
        for v in values:
            cases = found[v["group"]]
            graded = [c for c in cases if "grade" in c]
            self.assertEqual(int(v["cases"]), len(cases))
            self.assertEqual(v["grade"], max((c["grade"] for c in graded), key=GRADES.index))
            errors = sorted(float(c["ulp_error"]) for c in graded)
            for name, exact in (("max_ulp", errors[-1]), ("p50", errors[(len(errors) - 1) // 2]),
                                ("p99_9", errors[-1])):
                self.assertLessEqual(exact, float(v[name]))
                self.assertLessEqual(float(v[name]), exact * 1.1)
                self.assertLessEqual(len(re.sub(r"e.*|^0\.0*|\.|0+$", "", v[name])), 2, v)
            self.assertIn(v["worst"], {c["id"] for c in graded if c["grade"] == v["grade"]})

    def test_it_is_canonical(self):
        text = self.written() and self.text()
        self.assertTrue(text.endswith("\n}\n") and "\r" not in text)
        whole = strict(text)
        self.assertEqual(list(whole), sorted(whole))
        lines = text.splitlines()
        entries = [strict(line.rstrip(",")) for line in lines if '"subject":' in line]
        self.assertEqual(len(entries), len(whole["values"] + whole["laws"] + whole["subjects"]))
        for e in entries:
            self.assertEqual(list(e), sorted(e))
            self.assertTrue(all(isinstance(v, str) for v in e.values()), e)
        options = {"cases": "60", "laws": "0", "max_n": "30", "seed": "20261120"}
        self.assertEqual(whole["subjects"], [{"subject": "mine", "answers": "steady", **options}])
        order = [(v["function"], v["format"], v["group"]) for v in whole["values"]]
        self.assertEqual(order, sorted(order))

    def test_writing_again_changes_no_byte(self):
        self.written()
        text = self.text()
        self.assertIn("stays as it is", self.update().stdout)
        self.assertEqual(self.text(), text)
        os.remove(self.baseline)
        self.written()
        self.assertEqual(self.text(), text)
        spaced = json.dumps(strict(text), indent=1)  # the same, by another hand
        with open(self.baseline, "w", encoding="utf-8") as file:
            file.write(spaced)
        self.written()
        self.assertEqual(self.text(), text)

    def test_another_machine_is_another_comment_and_nothing_more(self):
        self.written()
        ours = self.text()
        theirs = re.sub(r'(?m)^"comment":.*$', '"comment":{"cpu":"another"},', ours)
        with open(self.baseline, "w", encoding="utf-8") as file:
            file.write(theirs)
        self.expect_kept(self.compare())
        self.written()
        self.assertEqual(self.text(), theirs)

    def test_a_resumed_run_is_the_same(self):
        self.written()
        text, report = self.text(), self.path("report")
        self.judge("--report", report)
        os.remove(self.baseline)
        done = self.update("--report", report, "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.text(), text)

    def expect_refused(self, content, *named):
        with open(self.baseline, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        for flags in ((), ("--update-baseline", "--reason", "why")):
            done = run("check", "builtin:stable", *FEW, "--baseline", self.baseline, *flags)
            expect_usage_error(self, done, "--baseline")
            for word in named:
                self.assertIn(word, done.stderr)

    def test_garbage_is_one_line(self):
        self.written()
        text = self.text()
        for content in ("", "{}", "[]", "null", "7", "\0", "{" * 100000, b"\xff\xfe", text[:-10],
                        "<<<<<<< ours\n" + text, text + text, '{"format":"kloracle-report"}'):
            self.expect_refused(content, "baseline.json")

    def test_each_fault_is_named(self):
        self.written()
        text = self.text()

        def change(spoil):
            whole = strict(text)
            spoil(whole)
            return json.dumps(whole)

        def setting(group, key, value):
            return lambda whole: whole[group][0].update({key: value})

        faults = (("grade", "X"), ("grade", ""), ("max_ulp", "-1"), ("max_ulp", "nan"),
                  ("max_ulp", "1.234"), ("max_ulp", 2), ("cases", "1.5"), ("cases", "-1"),
                  ("nan", "many"), ("status", "HARD"), ("colour", "red"), ("group", ""),
                  ("subject", "another"), ("loosened", {"grade": {"from": "CR"}}),
                  ("loosened", {"colour": {"from": "CR", "reason": "x"}}))
        for key, value in faults:
            with self.subTest(key=key, value=value):
                named = "reason" if key == "loosened" and "grade" in value else key
                named = "colour" if key == "loosened" and "colour" in value else named
                self.expect_refused(change(setting("values", key, value)), "values[0]", named)
        for key in ("subject", "function", "format", "group", "grade", "max_ulp", "cases"):
            self.expect_refused(change(lambda whole: whole["values"][0].pop(key)), key)
        for key in ("values", "laws", "subjects", "removed", "format", "format_version"):
            with self.subTest(key):
                self.expect_refused(change(lambda whole: whole.pop(key)), "baseline.json")
        for key, value in (("values", {}), ("values", [1]), ("format_version", "2"), ("more", "")):
            self.expect_refused(change(lambda whole: whole.update({key: value})), "baseline.json")
        self.expect_refused(change(lambda whole: whole["values"].append(whole["values"][0])),
                            "second")

    def test_a_character_off_never_crashes(self):
        self.written()
        text, chance = self.text(), random.Random(20261120)
        for _ in range(60):
            at = chance.randrange(len(text))
            spoilt = text[:at] + chance.choice('"{}[],:x0-\n\0') + text[at + 1:]
            with open(self.baseline, "w", encoding="utf-8", newline="") as file:
                file.write(spoilt)
            done = run("check", "builtin:stable", "--cases", "2", "--laws", "0", "--max-n", "4",
                       "--findings", "0", "--baseline", self.baseline)
            self.assertIn(done.returncode, (EXIT_GATE, 64), spoilt[max(at - 50, 0):at + 50])
            self.assertLessEqual(done.stderr.count("\n"), 1)


class RatchetTest(Spoilable):
    """Worse fails, better is offered, and nothing is loosened in silence."""

    def worst_of(self, group):
        """A case of the group, with a value that is finite and not 0."""
        cases = [c for c in self.cases() if c["group"] == group and c.get("grade", "W") != "W"]
        return next(c for c in cases if float.fromhex(c["returned"]) not in (0.0, float("inf")))

    def test_the_same_again_is_kept(self):
        self.written()
        self.expect_kept(self.compare())
        self.expect_kept(self.compare("--slack", "1"))

    def test_every_way_to_be_worse(self):
        self.written()
        case = self.worst_of("ordinary")
        for fault, measure in (("nan", "nan 0 -> 1"), ("inf", "spurious_infinity 0 -> 1"),
                               ("minus", "wrong_sign 0 -> 1"), ("throw", "lost 0 -> 1"),
                               ("crash", "lost 0 -> 1"), ("skip", "skipped 0 -> 1"),
                               ("1000 ulps", r"max_ulp \S+ -> 1\d00 \(.* times, slack 2\)")):
            with self.subTest(fault):
                self.spoil(case, fault)
                done = self.compare()
                self.expect_broken(done, rf"worse    mine kl binary64 \[ordinary\]: {measure}")
                self.assertIn(f"kloracle repro {case['id']} --subject ", done.stdout)
        self.plan["faults"].clear()
        self.expect_kept(self.compare())

    def test_the_repro_line_repeats_it(self):
        self.written()
        case = self.worst_of("zeros")
        self.spoil(case, "nan")
        line = re.search(r"(?m)^ +(kloracle repro .*)$", self.compare().stdout).group(1)
        done = run(*shlex.split(line)[1:])
        self.assertIn("NaN where a number is due", done.stdout)
        self.assertIn(case["id"], done.stdout)

    def test_slack_is_for_the_error_alone_and_given_once(self):
        case = self.worst_of("ordinary")
        self.spoil(case, "100 ulps")
        before = self.written() and self.text()
        self.spoil(case, "190 ulps")
        self.expect_kept(self.compare())
        self.expect_broken(self.compare("--slack", "1.5"), "worse .*max_ulp .*slack 1.5.*")
        self.expect_kept(self.update())
        self.assertEqual(self.text(), before, "an update within the slack crept")
        self.spoil(case, "290 ulps")
        self.expect_broken(self.compare(), "worse .*max_ulp .*")
        self.expect_kept(self.compare("--slack", "3"))

    def test_better_is_a_hint_and_tightens_when_asked(self):
        case = self.worst_of("ordinary")
        self.spoil(case, "1000000 ulps")
        before = self.written() and self.text()
        self.plan["faults"].clear()
        done = self.compare()
        self.expect_kept(done)
        self.assertRegex(done.stdout, r"(?m)^better   mine kl binary64 \[ordinary\]: max_ulp .*$")
        self.assertRegex(done.stdout, r"(?m)^.*--update-baseline.*tighten")
        self.assertEqual(self.text(), before, "saved by itself")
        self.written()
        self.assertLess(float(self.entry("ordinary")["max_ulp"]), 1e6)
        self.spoil(case, "1000000 ulps")
        self.expect_broken(self.compare())

    def test_loosening_takes_a_reason_which_stays_beside_it(self):
        before = self.written() and self.text()
        case = self.worst_of("ordinary")
        self.spoil(case, "nan")
        self.expect_broken(self.update(), "worse .* nan 0 -> 1")
        self.assertEqual(self.text(), before)
        was = self.entry("ordinary")
        self.written("--reason", 'issue 12, "ordinary" \u2013 sorry')
        now = self.entry("ordinary")
        self.assertEqual((now["grade"], now["nan"]), ("W", "1"))
        self.assertEqual(now["loosened"]["grade"],
                         {"from": was["grade"], "reason": 'issue 12, "ordinary" \u2013 sorry'})
        self.assertEqual(set(now["loosened"]), {"grade", "nan"})
        for line in before.splitlines():  # nothing else was touched
            if '"group":"ordinary"' not in line:
                self.assertIn(line, self.text().splitlines())
        self.expect_kept(self.compare())
        text = self.text()
        self.written("--reason", "another")
        self.assertEqual(self.text(), text, "a reason for nothing was stored")
        self.plan["faults"].clear()
        self.written()
        self.assertEqual(self.text(), before, "what was loosened is tight again")

    def test_fewer_numbers_are_no_smaller_error(self):
        case = self.worst_of("ordinary")
        self.spoil(case, "1000 ulps")
        self.written()
        before = self.entry("ordinary")["max_ulp"]
        self.spoil(case, "nan")
        self.assertNotRegex(self.compare().stdout, r"(?m)^better .*max_ulp")
        self.written("--reason", "for now")
        self.assertEqual(self.entry("ordinary")["max_ulp"], before)

    def test_functions_formats_and_subjects_on_one_side_only(self):
        self.plan.update(functions=["kl", "other"], formats=["binary64", "binary32"])
        self.written()
        self.plan["formats"] = ["binary64"]
        self.expect_broken(self.compare(), "missing  mine kl binary32: missing",
                           "missing  mine other binary32: missing")
        self.plan["functions"] = ["kl", "third"]
        done = self.compare()
        self.expect_broken(done, "missing  mine other: missing",
                           "new      mine third: not in the baseline")
        self.expect_broken(self.update(), "missing  mine other: missing")
        whole = self.written("--reason", "gone for good")
        self.assertEqual(whole["removed"], [
            {"subject": "mine", "function": "kl", "format": "binary32", "reason": "gone for good"},
            {"subject": "mine", "function": "other", "reason": "gone for good"}])
        self.expect_kept(self.compare())
        self.plan["functions"].append("other")
        self.assertEqual([r["function"] for r in self.written()["removed"]], ["kl"])
        done = run("check", "builtin:stable", *FEW, "--baseline", self.baseline)
        self.expect_broken(done, "missing  mine: missing",
                           "new      builtin:stable: not in the baseline")

    def test_a_group_on_one_side_only(self):
        self.written()
        whole = strict(self.text())
        gone = whole["values"].pop(3)
        kept = dict(whole["values"][0], group="no_such_group")
        whole["values"].append(kept)
        with open(self.baseline, "w", encoding="utf-8") as file:
            json.dump(whole, file)
        self.expect_broken(self.compare(),
                           r"missing  mine kl binary64 \[no_such_group\]: missing",
                           rf"new      mine kl binary64 \[{gone['group']}\]: not in the baseline")

    def test_fewer_cases_are_worse(self):
        self.written()
        whole = strict(self.text())
        whole["values"][0]["cases"] = "1000"
        with open(self.baseline, "w", encoding="utf-8") as file:
            json.dump(whole, file)
        self.expect_broken(self.compare(), r"worse .* cases 1000 -> \d+")

    def test_answers_that_begin_to_change_are_worse(self):
        self.written()
        for case in self.cases():
            self.spoil(case, "random")
        self.expect_broken(self.compare(), "worse    mine: answers steady -> changes")
        self.expect_broken(self.update(), "worse    mine: answers steady -> changes")


class LawTest(unittest.TestCase):
    """Laws, on planted bugs: a mutant in place of sound code is a regression."""

    FLAGS = ("--cases", "0", "--laws", "5", "--findings", "0")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.baseline = os.path.join(folder.name, "laws.json")

    def check(self, subject, *flags):
        return run("check", subject, *self.FLAGS, "--baseline", self.baseline, *flags)

    def as_if_of(self, subject):
        """Rename whom the baseline is about."""
        with open(self.baseline, encoding="utf-8") as file:
            text = file.read()
        with open(self.baseline, "w", encoding="utf-8") as file:
            file.write(re.sub(r'"subject":"[^"]*"', f'"subject":"{subject}"', text))

    def test_a_worse_status_bites_and_a_better_one_is_a_hint(self):
        sound, mutant = "mutant:kl_claims_no_error", "mutant:kl_halved"  # of the same function
        self.assertEqual(self.check(sound, "--update-baseline").returncode, 0)
        self.assertEqual(self.check(sound).returncode, 0)
        self.as_if_of(mutant)
        done = self.check(mutant)
        self.assertEqual(done.returncode, EXIT_GATE)
        worse = re.findall(r"(?m)^worse .* law (\S+): status (\S+) -> HARD\n +(kloracle repro .*)$",
                           done.stdout)
        self.assertGreaterEqual(len(worse), 3)
        repeated = run(*shlex.split(worse[0][2])[1:])
        self.assertIn("HARD", repeated.stdout)
        self.assertEqual(self.check(mutant, "--update-baseline").returncode, EXIT_GATE)
        self.assertEqual(self.check(mutant, "--update-baseline", "--reason", "so").returncode, 0)
        self.assertEqual(self.check(mutant).returncode, 0)
        self.as_if_of(sound)
        self.assertRegex(self.check(sound).stdout, r"(?m)^better .* status HARD -> holds$")


class RefusalTest(Spoilable):
    """Runs of a part, other options, flags that do not go together."""

    def test_flags_that_do_not_go_together(self):
        self.written()
        base = ("builtin:stable", "--baseline", self.baseline)
        rows = (("builtin:stable --update-baseline", "--update-baseline"),
                ("builtin:stable --slack 3", "--slack"), ("builtin:stable --reason x", "--reason"),
                ("builtin:stable --baseline /no/such/file", "--baseline"),
                ("builtin:stable --baseline /", "--baseline"),
                ("builtin:stable --baseline /no/such/file --update-baseline", "--update-baseline"),
                ("builtin:stable --baseline /dev/null --update-baseline", "--update-baseline"))
        for line, named in rows:
            expect_usage_error(self, run("check", *line.split()), named)
        more = (("--slack 0.5", "--slack"), ("--slack nan", "--slack"), ("--slack x", "--slack"),
                ("--reason x", "--reason"), ("--only kl:1", "--baseline"))
        for line, named in more:
            expect_usage_error(self, run("check", *base, *line.split()), named)
        for part in ("--only kl:1", "--law gibbs.nonnegative", "--function kl",
                     "--format binary64"):
            done = run("check", *base, "--update-baseline", *part.split())
            expect_usage_error(self, done, "baseline")
        for reason in ("two\nlines", "long " * 200, b"\xff".decode(errors="surrogateescape")):
            done = run("check", *base, "--update-baseline", "--reason", reason)
            expect_usage_error(self, done, "--reason")
        self.assertTrue(os.path.exists("/dev/null") and not os.path.isfile("/dev/null"))

    def test_other_case_options_are_refused(self):
        self.written()
        text = self.text()
        for flags in (("--cases", "61"), ("--seed", "1"), ("--max-n", "31"), ("--laws", "1")):
            few = dict(zip(FEW[::2], FEW[1::2]), **dict([flags]))
            words = tuple(word for pair in few.items() for word in pair)
            for more in ((), ("--update-baseline", "--reason", "x")):
                done = self.compare(*more, few=words)
                expect_usage_error(self, done, flags[0])
        self.assertEqual(self.text(), text)

    def test_a_part_is_compared_with_its_part(self):
        self.plan.update(functions=["kl", "other"])
        self.written()
        self.expect_kept(self.compare("--function", "kl"))
        self.expect_kept(self.compare("--format", "binary64"))
        self.spoil(self.cases()[0], "nan")
        self.expect_broken(self.compare("--function", "other"), "worse    mine other .* nan 0 -> 1")

    def test_a_run_that_is_not_whole_writes_nothing(self):
        broken = os.path.join(HERE, "..", "adapters", "garbage.py")
        for subject, code in ((f"cmd:{sys.executable} -B {shlex.quote(broken)}", EXIT_INCOMPLETE),
                              ("cmd:/no/such/program", EXIT_SUBJECT)):
            done = run("check", subject, *FEW, "--baseline", self.baseline, "--update-baseline")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn("--update-baseline", done.stderr)
            self.assertEqual(os.listdir(self.folder), [])

    def test_an_interrupted_run_writes_nothing(self):
        words = ("check", "builtin:naive", "--cases", "100000", "--laws", "0", "--baseline",
                 self.baseline, "--update-baseline")
        with subprocess.Popen([KLORACLE, *words], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True) as process:
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=DEADLINE_S)
        self.assertEqual(process.returncode, EXIT_INTERRUPTED)
        self.assertIn("as they are", said)
        self.assertEqual(os.listdir(self.folder), [])

    def test_two_subjects_of_one_name(self):
        subject = self.subject()
        done = run("check", subject, subject + " # again", *FEW, "--baseline", self.baseline,
                   "--update-baseline")
        self.assertEqual(done.returncode, 64)
        self.assertRegex(done.stderr, r"\A[^\n]*'mine'[^\n]*\n\Z")


if __name__ == "__main__":
    unittest.main()
