# SPDX-License-Identifier: Apache-2.0
"""Holds tiny_kl to the golden files. This needs Python alone: kloracle is what wrote the files."""

import json
import unittest
from pathlib import Path

import tiny_kl

GOLDEN = Path(__file__).parent / "golden" / "categorical"


def weights(case, side):
    """The numbers of P or Q."""
    return [float.fromhex(x) for x in case["problem"][side]["probs"]]


class GoldenTest(unittest.TestCase):
    """Every value, to the last bit."""

    def test_every_file(self):
        for path in sorted(GOLDEN.glob("*.json")):
            file = json.loads(path.read_text(encoding="utf-8"))
            function = getattr(tiny_kl, file["quantity"])
            for case in file["cases"]:
                with self.subTest(case["id"]):
                    value = function(weights(case, "p"), weights(case, "q"))
                    self.assertEqual(value, float.fromhex(case["rounded"]["binary64"]))


if __name__ == "__main__":
    unittest.main()
