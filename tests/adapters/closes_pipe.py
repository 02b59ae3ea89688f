# SPDX-License-Identifier: Apache-2.0
"""Closes its standard output on the first eval, and lives on."""

import os
import time

from good import Adapter, naive_kl, offer


class ClosesPipe(Adapter):
    """An adapter that hangs up."""

    def eval(self, request):
        """No answer, ever."""
        os.closerange(0, 64)
        time.sleep(60)


offer(ClosesPipe(name="closes_pipe", version="1"), naive_kl).run()
