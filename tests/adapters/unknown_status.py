# SPDX-License-Identifier: Apache-2.0
"""Gives every case of a payload a status that is none."""

import zlib

from binary import serve


def relabel(header, payload):
    """Status 7 for every binary64 entry."""
    changed = b"".join(b"\7" + payload[i + 1:i + 9] for i in range(0, len(payload), 9))
    header.update(crc32=zlib.crc32(changed))
    return changed


serve("unknown_status", relabel)
