# SPDX-License-Identifier: Apache-2.0
"""Announces more bytes than it sends, and dies."""

import os
import sys

from binary import serve


def cut(header, payload):
    """Half of the payload, and the end."""
    sys.stdout.buffer.write(b'{"seq":%d,"bytes":%d,"crc32":0}\n' % (header["seq"], len(payload)))
    sys.stdout.buffer.write(payload[:len(payload) // 2])
    sys.stdout.buffer.flush()
    os._exit(0)


serve("short_payload", cut)
