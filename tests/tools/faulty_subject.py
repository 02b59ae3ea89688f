# SPDX-License-Identifier: Apache-2.0
"""An adapter whose every answer a test can spoil; its name and its functions stay the same.

FAULTS names a JSON file: {"formats": [...], "functions": [...], "faults": {CASE: FAULT}}, CASE as
case_key() says, FAULT one of nan, inf, minus, skip, throw, crash, random and "N ulps".
"""

import json
import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools",
                                "adapters"))

from kloracle_adapter import Adapter, Skip  # noqa: E402


def case_key(p, q):
    """A text for the input of a case."""
    return " ".join(x.hex() for x in p) + " | " + " ".join(x.hex() for x in q)


def kl(p, q):
    """Sum of p log(p / q): good, not perfect."""
    def term(a, b):
        if a == 0:
            return 0.0
        if b == 0:
            return math.inf
        near = b / 2 <= a <= 2 * b
        return a * (math.log1p((a - b) / b) if near else math.log(a) - math.log(b))
    return math.fsum(term(a, b) for a, b in zip(p, q))


def spoilt(value, fault):
    """What is answered instead of the value."""
    if fault == "skip":
        raise Skip("on purpose")
    if fault == "throw":
        raise ArithmeticError("on purpose")
    if fault == "crash":
        os._exit(3)
    if fault == "random":
        return value * (1 + random.SystemRandom().random())
    if fault.endswith(" ulps"):
        return value + int(fault.split()[0]) * math.ulp(value)
    return {"nan": math.nan, "inf": math.inf, "minus": -value}[fault]


def main():
    """Offer what the file says."""
    with open(os.environ["FAULTS"], encoding="utf-8") as file:
        plan = json.load(file)

    def answer(p, q, format):
        value, fault = kl(p, q), plan["faults"].get(case_key(p, q))
        return value if fault is None else spoilt(value, fault)

    adapter = Adapter(name="mine", version="1")
    for name in plan["functions"]:
        adapter.function(name, quantity="kl", semantics="measure", formats=plan["formats"])(answer)
    adapter.run()


if __name__ == "__main__":
    main()
