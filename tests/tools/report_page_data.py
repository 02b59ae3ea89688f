# SPDX-License-Identifier: Apache-2.0
"""A small report as the HTML page gets it, with a bit of everything, and the page around it."""

import base64
import json
import re
import zlib
from pathlib import Path

HTML = Path(__file__).resolve().parents[2] / "tools" / "html"
LETTERS = ("CR", "F", "T", "A", "H", "W")
DRAWN = "return document.querySelector('#footer p') !== null"  # the data are unpacked by then
NAN, INFINITE, SIGN, ZERO, LOST = 1, 2, 3, 4, 5
HOSTILE = ('<img src=x onerror="window.hurt=1">', "</script><script>window.hurt=2</script>",
           "\"'`{{js}}${window.hurt=3}&amp;", "x" * 300, "\u202egnorw\u2028")
ISSUE = {"title": "f(p, q) returns nan", "body": "**Input**\n\n```\n[0.5]\n```\n"}


def points(*specials):
    """Ten plain points (grades CR to H in turn) and one for each special number."""
    plain = [[k if k != 3 else None, k - 5, 2 ** k, k % 5, 0] for k in range(10)]
    return plain + [[2, 40 if s == SIGN else None, 4, 5, s] for s in specials]


def at(fmt, by_grade, max_ulp, *specials, **more):
    """What a function came to in a format."""
    letters = [letter for letter in LETTERS if by_grade.get(letter)]
    cases = sum(by_grade.values())
    worst = {"id": f"id-{fmt}", "group": "ordinary", "p": ["0x1p-1", "0x1p-1"], "n": 2,
             "q": ["0x1p-2", "0x1.8p-1"], "returned": "0x1.8p-1073",
             "certified": "0x1.269621134db92p-3", "decimal": "0.14384103622589046",
             "ulp_error": max_ulp, "excess": "2.5", "condition": {"componentwise": "4.25"},
             "grade": letters[-1], "repeat": "kloracle repro x", "eval": "kloracle eval kl"}
    known = {"nan": NAN, "infinite": INFINITE, "wrong_sign": SIGN, "missed_zero": ZERO,
             "lost": LOST}
    counts = {name: specials.count(s) for name, s in known.items()}
    bad = sum(s in (NAN, INFINITE, LOST) for s in specials)
    ecdf = [k / 20 - 4 for k in range(101 - 10 * bad)] + [None] * (10 * bad)
    return {"format": fmt, "grade": letters[-1], "cases": cases, "by_grade": by_grade,
            "max_ulp": max_ulp, "max_excess": "2.5", "growth": "linear", **counts, "skipped": 0,
            "undecided": 0, "not_applicable": 0, "finding": None, "worst": worst,
            "laws": {"checked": 9, "kept": 7, "soft": 1, "hard": 1, "undecided": 0,
                     "instances": 90, "broken": ["pinsker.vajda"]},
            "points": points(*specials), "heat": [],
            "ecdf": {"quantiles": ecdf, "cases": cases}, **more}


def function(name, column, *formats, **more):
    return {"name": name, "column": column, "problem": f"{column}, stated", "note": "a note",
            "unit": "nats", "snippet": "print(1)", "gradient": [], "parameters": None,
            "formats": list(formats), **more}


def subject(name, *functions):
    return {"name": name, "version": "1.2", "language": "Python", "issues": "", "events": [],
            "argument": f"cmd:{name}", "functions": list(functions)}


def finding(number, who, name, fmt, kind, severity):
    return {"finding": number, "severity": severity, "subject": who, "version": "1.2",
            "language": "Python", "function": name, "format": fmt, "kind": kind,
            "what": f"what {number} is", "quantity": "kl", "problem": "kl, stated",
            "declaration": {"note": "a note", "unit": "nats"}, "group": "ordinary",
            "id": f"id-{fmt}", "cases": {"like": 3, "of": 15}, "returned": "nan",
            "input": {"n": 2, "p": ["0x1p-1", "0x1p-1"], "q": ["0x1p-2", "0x1.8p-1"]},
            "certified": "0x1.269621134db92p-3", "decimal": "0.14384103622589046",
            "status": "rounded", "enclosure": ["0x1.2p-3", "0x1.3p-3"], "ulp_error": None,
            "condition": {"componentwise": "4.25"}, "also": ["pinsker.vajda"],
            "snippet": "print(kl([0.5, 0.5], [0.25, 0.75]))", "repeat": "kloracle repro x",
            "issue": ISSUE}


def heat():
    rows = [[str(mu), "0.5", "1e-300", str(sigma), mu + sigma, 0] for mu in (-3, 0, 2)
            for sigma in (1, 4)]
    return rows + [["1", "0.5", "1e300", "2", None, NAN], ["1", "0.5", "2", "3", 7, SIGN]]


def report(names=("alpha", "beta", "gamma")):
    """Three implementations: one wrong in places, one inaccurate in one format, one right."""
    first, second, third = names
    normal = {"p": ["mu", "sigma"], "q": ["mu", "sigma"]}
    subjects = [
        subject(first,
                function("kl_div", "kl", at("binary32", {"CR": 8, "T": 2}, "2.5"),
                         at("binary64", {"CR": 8, "F": 2, "W": 5}, "1e15", NAN, INFINITE, SIGN,
                            ZERO, LOST)),
                function("kl_normal", "kl of families",
                         at("binary64", {"CR": 6, "W": 2}, "9.5", NAN, SIGN, heat=heat()),
                         parameters=normal)),
        subject(second,
                function("relative_entropy", "kl", at("binary32", {"CR": 4, "H": 1}, "4096"),
                         at("binary64", {"CR": 4, "F": 1}, "0.75")),
                function("entropy", "entropy", at("binary64", {"T": 3}, "3.1"))),
        subject(third, function("kl", "kl", at("binary32", {"CR": 5}, "0.5"),
                                at("binary64", {"CR": 5}, "0.49")))]
    findings = [finding(1, first, "kl_div", "binary64", "nan", "wrong"),
                finding(2, first, "kl_normal", "binary64", "sign", "wrong"),
                finding(3, second, "relative_entropy", "binary32", "error", "inaccurate")]
    about = {"CR": "correctly rounded", "F": "faithful", "T": "stable",
             "A": "as good as its data", "H": "half the bits", "W": "wrong"}
    return {"suite": "0.1.0", "command": "kloracle check x", "seed": "7", "finished": True,
            "cases_per_function": 15, "checks_per_law": 10, "environment": {"cpu": "any"},
            "measure": "ulp v1",
            "grades": [{"letter": a, "name": b, "about": "as it says"} for a, b in about.items()],
            "formats": [{"name": "binary32", "precision": 24},
                        {"name": "binary64", "precision": 53}],
            "columns": [{"key": key, "title": key, "about": "a sum"}
                        for key in ("kl", "kl of families", "entropy")],
            "subjects": subjects, "findings": findings,
            "absent": [{"name": "delta", "reason": "No module named 'delta'",
                        "install": "tools/setup --adapters python"}]}


def packed(data):
    """The data as the page holds them."""
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


def page(data, title="Report"):
    """The page as kloracle makes it: the scripts in the order of their names, the data packed."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HTML.glob("*.js")))
    parts = {"css": (HTML / "report.css").read_text(encoding="utf-8"), "js": scripts,
             "data": packed(data), "title": title}
    return re.sub(r"\{\{(css|js|data|title)\}\}", lambda place: parts[place[1]],
                  (HTML / "report.html").read_text(encoding="utf-8"))
