# SPDX-License-Identifier: Apache-2.0
"""Answers eval under another request's number."""

from good import Adapter, naive_kl, offer


class WrongSeq(Adapter):
    """An adapter that has lost count."""

    def eval(self, request):
        """The right numbers under the wrong seq."""
        answer = super().eval(request)
        answer["seq"] += 1
        return answer


offer(WrongSeq(name="wrong_seq", version="1"), naive_kl).run()
