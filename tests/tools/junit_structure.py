# SPDX-License-Identifier: Apache-2.0
"""What the schema of Jenkins' xUnit plugin (junit-10.xsd) says of a JUnit file, in Python.

ElementTree checks no schema, so this states the part of it that matters: which elements stand in
which, and what attributes they must and may have. It is written from the schema, not from a file.
"""

import re

TEXT = re.compile(r"(?s).*")
BLANK = re.compile(r"\s*")
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")
RESULT = ({}, {"type": TEXT, "message": TEXT}, (), TEXT)
SUITE_FACTS = ("group", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url")

# element: (attributes it must have, attributes it may have, elements in it, text in it)
ELEMENTS = {
    "testsuites": ({}, {"name": TEXT, "time": TIME, "tests": TEXT, "failures": TEXT,
                        "errors": TEXT}, ("testsuite",), BLANK),
    "testsuite": ({"name": TEXT, "tests": TEXT, "failures": TEXT, "errors": TEXT},
                  {"time": TIME, **{name: TEXT for name in SUITE_FACTS}},
                  ("testsuite", "properties", "testcase", "system-out", "system-err"), BLANK),
    "properties": ({}, {}, ("property",), BLANK),
    "property": ({"name": TEXT, "value": TEXT}, {}, (), BLANK),
    "testcase": ({"name": TEXT}, {"time": TEXT, "classname": TEXT, "group": TEXT},
                 ("skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure",
                  "flakyError", "system-out", "system-err"), BLANK),
    "failure": RESULT, "error": RESULT, "skipped": RESULT,
    "system-out": ({}, {}, (), TEXT), "system-err": ({}, {}, (), TEXT),
}


def faults_of_element(element, path):
    """What the schema has against an element and all that is in it, a line each."""
    here = f"{path}/{element.tag}"
    if element.tag not in ELEMENTS:
        return [f"{here}: no such element"]
    must, may, inside, text = ELEMENTS[element.tag]
    allowed = {**must, **may}
    faults = [f"{here}: lacks {name}" for name in must if name not in element.attrib]
    faults += [f"{here}: {name}={value!r}" for name, value in element.attrib.items()
               if name not in allowed or not allowed[name].fullmatch(value)]
    texts = [element.text or ""] + [child.tail or "" for child in element]
    faults += [f"{here}: text {t!r}" for t in texts if not text.fullmatch(t)]
    for child in element:
        faults += [] if child.tag in inside else [f"{here}: {child.tag} stands in it"]
        faults += faults_of_element(child, here)
    return faults


def faults(root):
    """What the schema has against a file, a line each."""
    wrong = [] if root.tag in ("testsuites", "testsuite") else [f"{root.tag} is the root"]
    return wrong + faults_of_element(root, "")
