# SPDX-License-Identifier: Apache-2.0
"""Answers the cases of a batch in reverse order."""

from good import Adapter, naive_kl, offer


class OutOfOrder(Adapter):
    """An adapter that works off a stack."""

    def eval(self, request):
        """The right numbers, last case first."""
        answer = super().eval(request)
        answer["r"].reverse()
        return answer


offer(OutOfOrder(name="out_of_order", version="1"), naive_kl).run()
