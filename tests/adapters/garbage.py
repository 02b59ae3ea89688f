# SPDX-License-Identifier: Apache-2.0
"""Answers eval with a line that is not JSON."""

from good import Adapter, naive_kl, offer


class Garbage(Adapter):
    """An adapter whose every answer to eval is spoilt."""

    def reply(self, line):
        """Cut the front off an eval's answer; leave the others alone."""
        text = super().reply(line)
        return text[1:] if text and '"r":' in text else text


offer(Garbage(name="garbage", version="1"), naive_kl).run()
