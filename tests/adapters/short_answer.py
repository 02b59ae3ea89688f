# SPDX-License-Identifier: Apache-2.0
"""Leaves the last entry out of every answer to eval."""

from good import Adapter, naive_kl, offer


class ShortAnswer(Adapter):
    """An adapter that is one entry short."""

    def eval(self, request):
        """All results but the last."""
        answer = super().eval(request)
        answer["r"] = answer["r"][:-1]
        return answer


offer(ShortAnswer(name="short_answer", version="1"), naive_kl).run()
