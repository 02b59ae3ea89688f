# SPDX-License-Identifier: Apache-2.0
"""A Markdown page of `kloracle report`, read as GitHub reads it."""

import html
import re


class Markdown:
    """A Markdown page as its reader sees it: text outside of blocks, tables, blocks."""

    def __init__(self, text):
        self.outside, self.blocks, fence, block = [], [], None, []
        for line in text.split("\n"):
            if fence is None and (opening := re.fullmatch(r"(`{3,})text", line)):
                fence, block = opening[1], []
            elif fence is not None and re.fullmatch(r"`+", line) and len(line) >= len(fence):
                self.blocks.append("\n".join(block))
                fence = None
            elif fence is not None:
                block.append(line)
            else:
                self.outside.append(line)
        assert fence is None, "a block does not end"

    def tables(self):
        """Every table as a list of rows, a row as a dictionary by column."""
        tables, rows = [], []
        for line in self.outside + [""]:
            if line.startswith("|"):
                rows.append([cell.strip() for cell in line[1:-1].split("|")])
                assert line.endswith("|"), line
            elif rows:
                assert all(re.fullmatch(r"-+:?", cell) for cell in rows[1]), rows[1]
                assert {len(row) for row in rows} == {len(rows[0])}, rows
                tables.append([dict(zip(rows[0], row)) for row in rows[2:]])
                rows = []
        return tables


def plain(cell):
    """What a cell shows."""
    return html.unescape(re.sub(r"</?code>|\*\*", "", cell))
