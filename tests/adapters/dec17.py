# SPDX-License-Identifier: Apache-2.0
"""Chooses the dec17 encoding, and behaves."""

from good import Adapter, naive_kl, offer

offer(Adapter(name="dec17", version="1", encoding="dec17"), naive_kl).run()
