#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Screenshots of a report's page, to look at by eye before it is called done.

Run as  python3 tests/tools/report_page_shots.py report.html FOLDER  (chromium, chromedriver).
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

from chromium import Browser, missing  # noqa: E402
from report_page_data import DRAWN  # noqa: E402

DESK, PHONE = (1400, 1000), (400, 850)
OPEN_CELL = "const c = document.querySelector('button.cell.g5, button.cell'); if (c) c.click()"
OPEN_FINDING = """document.getElementById('findings').scrollIntoView();
    const f = document.querySelector('.finding summary'); if (f) f.click()"""
PLOTS = "document.getElementById('plots').scrollIntoView()"
MATRIX = "document.getElementById('matrix').scrollIntoView()"


def shoot(browser, address, folder):
    def taken(name, script="", size=DESK, theme="light"):
        browser.size(*size)
        browser.theme(theme)
        browser.open("about:blank")
        browser.open(address)
        browser.wait(DRAWN)
        browser.run(script)
        browser.screenshot(folder / f"{name}.png")

    for theme in ("light", "dark"):
        taken(theme, theme=theme)
        taken(f"details_{theme}", OPEN_CELL, (1400, 1400), theme)
        taken(f"plots_{theme}", PLOTS, (1400, 1500), theme)
        taken(f"findings_{theme}", OPEN_FINDING, (1400, 1400), theme)
    for name, script in (("", ""), ("_matrix", MATRIX), ("_plots", PLOTS),
                         ("_findings", OPEN_FINDING)):
        taken(f"narrow{name}", script, PHONE)


def main():
    if len(sys.argv) != 3 or missing():
        sys.exit(missing() or "report_page_shots.py: expected the page and a folder")
    page, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    if not page.is_file():
        sys.exit(f"report_page_shots.py: {sys.argv[1]}: no such file")
    folder.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        shoot(browser, page.as_uri(), folder)
        for level, text in browser.console():
            print(level, text)


if __name__ == "__main__":
    main()
