# SPDX-License-Identifier: Apache-2.0
"""Answers hello, and whatever else, with a line that is not JSON."""

import sys

for line in sys.stdin:
    print("hello yourself", flush=True)
