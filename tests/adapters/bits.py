# SPDX-License-Identifier: Apache-2.0
"""Chooses the bits encoding, and behaves."""

from good import Adapter, naive_kl, offer

offer(Adapter(name="bits", version="1", encoding="bits"), naive_kl).run()
