# SPDX-License-Identifier: Apache-2.0
"""Declares a format that does not exist."""

from good import Adapter, naive_kl, offer


class UnknownFormat(Adapter):
    """An adapter that goes behind the kit's back, which would refuse the name."""

    def hello(self, request):
        """The usual introduction, with one invented word."""
        answer = super().hello(request)
        answer["functions"][0]["formats"] = ["binary13"]
        return answer


offer(UnknownFormat(name="unknown_format", version="1"), naive_kl).run()
