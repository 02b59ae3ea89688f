# SPDX-License-Identifier: Apache-2.0
"""Sends a sound payload, of one case fewer than it was asked for."""

import zlib

from binary import serve


def drop(header, payload):
    """All but the last entry, announced as such."""
    rest = payload[:-9]  # a status and a binary64 number
    header.update(bytes=len(rest), crc32=zlib.crc32(rest))
    return rest


serve("payload_of_fewer", drop)
