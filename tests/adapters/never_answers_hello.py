# SPDX-License-Identifier: Apache-2.0
"""Starts, reads nothing and says nothing until it is killed."""

import time

while True:
    time.sleep(3600)
