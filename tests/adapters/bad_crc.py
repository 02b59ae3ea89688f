# SPDX-License-Identifier: Apache-2.0
"""Sends a payload in which one bit is not as it was when its checksum was taken."""

from binary import serve


def flip(header, payload):
    """The lowest bit of the last byte."""
    return payload[:-1] + bytes([payload[-1] ^ 1])


serve("bad_crc", flip)
