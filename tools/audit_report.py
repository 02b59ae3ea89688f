# SPDX-License-Identifier: Apache-2.0
"""The report of tools/audit: its parts joined to one, and what is made of it."""

import json
import shutil
import subprocess

from audit_subjects import relative

EXIT_INCOMPLETE = 4
GRADES = ("CR", "F", "T", "A", "H", "W")
RENDERINGS = {"report.html": "html", "report.md": "md", "report.xml": "junit",
              "report.csv": "csv", "findings.jsonl": "findings"}


def report_lines(subjects, asked):
    """The lines of the parts as one report; the subjects in the order of their names."""
    present = [s for s in subjects if s.functions or not s.source]
    counts, complete, header = {"result": 0, "law": 0}, True, None
    for subject in present:
        whole = subject.complete()
        complete = complete and whole
        if not subject.part.exists():
            continue
        with open(subject.part, encoding="utf-8", errors="surrogateescape") as part:
            lines = part.readlines()
        if lines and not lines[-1].endswith("\n"):
            lines.pop()
        for line in lines:
            kind = json.loads(line)["line"]
            if kind == "header":
                if header is None:
                    header = json.loads(line)
                    header["command"] = "tools/audit --cases %d --laws %d --seed %d" % (
                        asked.cases, asked.laws, asked.seed)
                    yield json.dumps(header, ensure_ascii=False, separators=(",", ":")) + "\n"
            elif kind != "footer":
                if kind in counts:
                    counts[kind] += 1
                yield line
    for subject in subjects:
        if subject.absent or subject.fault:
            yield json.dumps({"line": "absent",
                              "argument": subject.argument or relative(subject.source),
                              "name": subject.name,
                              "reason": subject.absent or "it failed: " + subject.fault,
                              "install": "tools/setup --adapters " + subject.group},
                             separators=(",", ":")) + "\n"
    yield json.dumps({"line": "footer", "complete": complete, "subjects": len(present),
                      "results": counts["result"], "laws": counts["law"]},
                     separators=(",", ":")) + "\n"


def render(kloracle, report, rendering, target):
    """One rendering of a report; what went wrong, or nothing."""
    command = [kloracle, "report", str(report), "--as", rendering]
    if rendering == "junit":
        command.append("--partial")
    with open(target, "wb") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE)
    if done.returncode in (0, EXIT_INCOMPLETE):
        return ""
    target.unlink()
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return "%s: %s" % (target.name, (lines or ["status %d" % done.returncode])[-1])


def write_report(subjects, asked, kloracle):
    """report.jsonl and what is made of it; the list of what could not be made."""
    report = asked.out / "report.jsonl"
    with open(report, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines(report_lines(subjects, asked))
    faults = [render(kloracle, report, how, asked.out / name) for name, how in RENDERINGS.items()]
    badges = asked.out / "badges"
    shutil.rmtree(badges, ignore_errors=True)
    badges.mkdir()
    for subject in subjects:
        if subject.complete() and not subject.fault and not subject.absent:
            faults.append(render(kloracle, subject.part, "badge",
                                 badges / subject.part.with_suffix(".json").name))
    return [fault for fault in faults if fault]


def findings_of(path):
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return []


def print_table(subjects, findings):
    """A line per implementation: how much was judged, the worst grade, the findings."""
    row = "  %-25s %-12s %9s %8s %6s %6s %11s"
    print(row % ("implementation", "version", "functions", "values", "worst", "wrong",
                 "inaccurate"))
    for subject in subjects:
        if subject.absent or subject.fault:
            print("  %-25s %s" % (subject.name, subject.absent or "FAILED: " + subject.fault))
            continue
        version, functions, values, worst = "", set(), 0, -1
        for line in open(subject.part, encoding="utf-8", errors="replace"):
            if line.startswith('{"line":"subject"'):
                version = json.loads(line)["version"]
            elif line.startswith('{"line":"summary"'):
                summary = json.loads(line)
                functions.add(summary["function"])
                values += summary["cases"]
                grades = [GRADES.index(g) for g, count in summary["by_grade"].items() if count]
                worst = max([worst] + grades)
        mine = [f["severity"] for f in findings if f["subject"] == subject.called]
        print(row % (subject.name, version[:12], len(functions), values,
                     GRADES[worst] if worst >= 0 else "-", mine.count("wrong") or ".",
                     mine.count("inaccurate") or "."))
