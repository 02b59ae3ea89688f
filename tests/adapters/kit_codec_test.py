# SPDX-License-Identifier: Apache-2.0
"""The number codec of the Python adapter kit: every pattern there and back, in every encoding."""

import math
import os
import random
import struct
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
KIT_FOLDER = os.path.join(HERE, "..", "..", "tools", "adapters")
sys.path.insert(0, KIT_FOLDER)
sys.dont_write_bytecode = True

import kloracle_adapter as kit  # noqa: E402

ALL_ENCODINGS = ["hexfloat", "bits", "dec17"]


def value_bits(number):
    """A float's binary64 pattern, by struct and not by the kit."""
    return struct.unpack("<Q", struct.pack("<d", number))[0]


def reference_number(pattern, fmt):
    """A pattern's value by the definition of the format, and not by the kit; no NaN."""
    width, fraction_bits = fmt.width, fmt.fraction_bits
    sign = -1.0 if pattern >> (width - 1) else 1.0
    field = (pattern >> fraction_bits) & ((1 << (width - 1 - fraction_bits)) - 1)
    fraction = pattern & ((1 << fraction_bits) - 1)
    bias = (1 << (width - 2 - fraction_bits)) - 1
    if field == 2 * bias + 1:
        return sign * math.inf
    if field:
        fraction += 1 << fraction_bits
    return sign * math.ldexp(fraction, max(field, 1) - bias - fraction_bits)


def is_nan_pattern(pattern, fmt):
    """Whether a pattern is one of the format's NaNs."""
    return pattern & ~fmt.sign > fmt.infinity


class CodecTest(unittest.TestCase):
    """Numbers to text and back."""

    def check_round_trips(self, format, patterns, encodings):
        """Every pattern survives every encoding; every NaN becomes the one NaN."""
        fmt = kit.FORMATS[format]
        for pattern in patterns:
            nan = is_nan_pattern(pattern, fmt)
            expected = fmt.nan if nan else pattern
            number = math.nan if nan else reference_number(pattern, fmt)
            for encoding in encodings:
                text = kit.encode(number, format, encoding)
                (back,) = kit.decode([text], format, encoding)
                if nan:
                    self.assertNotEqual(back, back)
                elif value_bits(back) != value_bits(number):
                    self.fail("%s %s %r: %r" % (format, encoding, number, text))
                if kit.pattern_of(back, fmt) != expected:
                    self.fail("%s %s %x: %r" % (format, encoding, pattern, text))

    def test_every_16_bit_pattern_round_trips(self):
        for format in ("binary16", "bfloat16"):
            self.check_round_trips(format, range(1 << 16), ["bits", "hexfloat"])

    def test_every_16_bit_pattern_is_read_as_itself(self):
        for format in ("binary16", "bfloat16"):
            fmt = kit.FORMATS[format]
            texts = ["%04X" % pattern for pattern in range(1 << 16)]
            for pattern, number in enumerate(kit.decode(texts, format, "bits")):
                expected = fmt.nan if is_nan_pattern(pattern, fmt) else pattern
                if kit.pattern_of(number, fmt) != expected:
                    self.fail("%s %04x" % (format, pattern))

    def test_random_patterns_round_trip_in_every_encoding(self):
        source = random.Random(20260101)
        for format, width in (("binary64", 64), ("binary32", 32)):
            patterns = [source.getrandbits(width) for _ in range(100000)]
            self.check_round_trips(format, patterns, ALL_ENCODINGS)

    def test_random_subnormals_round_trip_in_every_encoding(self):
        source = random.Random(20260102)
        for format, bits in (("binary64", 52), ("binary32", 23)):
            patterns = [source.getrandbits(source.randint(1, bits)) for _ in range(10000)]
            self.check_round_trips(format, patterns, ALL_ENCODINGS)

    def test_hexfloat_of_a_normal_number_is_that_of_python_without_trailing_zeros(self):
        source = random.Random(20260103)
        for _ in range(20000):
            number = struct.unpack("<d", struct.pack("<Q", source.getrandbits(64)))[0]
            if math.isfinite(number) and abs(number) >= sys.float_info.min:
                head, exponent = number.hex().split("p")
                text = head.rstrip("0").rstrip(".") + "p" + exponent
                self.assertEqual(kit.encode(number, "binary64", "hexfloat"), text)

    def test_canonical_hexfloat(self):
        rows = [
            ("binary64", 0.1, "0x1.999999999999ap-4"),
            ("binary64", -1.0, "-0x1p+0"),
            ("binary64", 5e-324, "0x0.0000000000001p-1022"),
            ("binary64", 2.0 ** -1023, "0x0.8p-1022"),
            ("binary64", 2.0 ** -1022 - 5e-324, "0x0.fffffffffffffp-1022"),
            ("binary64", 2.0 ** -1022, "0x1p-1022"),
            ("binary64", sys.float_info.max, "0x1.fffffffffffffp+1023"),
            ("binary32", 2.0 ** -149, "0x0.000002p-126"),
            ("binary32", -(2.0 ** -127), "-0x0.8p-126"),
            ("binary32", 2.0 ** -126 - 2.0 ** -149, "0x0.fffffep-126"),
            ("binary32", 2.0 ** -126, "0x1p-126"),
            ("binary32", 2.0 ** 128 - 2.0 ** 104, "0x1.fffffep+127"),
            ("binary16", 2.0 ** -24, "0x0.004p-14"),
            ("binary16", 2.0 ** -14 - 2.0 ** -24, "0x0.ffcp-14"),
            ("binary16", 65504.0, "0x1.ffcp+15"),
            ("bfloat16", 2.0 ** -133, "0x0.02p-126"),
            ("bfloat16", 2.0 ** 128 - 2.0 ** 120, "0x1.fep+127"),
        ]
        for format, number, text in rows:
            self.assertEqual(kit.encode(number, format, "hexfloat"), text)
            self.assertEqual(kit.decode([text], format, "hexfloat"), [number])

    def test_specials(self):
        words = {"hexfloat": ["inf", "-inf", "nan", "nan", "0x0p+0", "-0x0p+0"],
                 "dec17": ["inf", "-inf", "nan", "nan", "0.0000000000000000e+00",
                           "-0.0000000000000000e+00"]}
        numbers = [math.inf, -math.inf, math.nan, -math.nan, 0.0, -0.0]
        for format in kit.FORMATS:
            for encoding, texts in words.items():
                encoded = [kit.encode(number, format, encoding) for number in numbers]
                self.assertEqual(encoded, texts)
                back = kit.decode(texts, format, encoding)
                self.assertEqual([value_bits(x) for x in back if x == x],
                                 [value_bits(x) for x in numbers if x == x])
        self.assertEqual([kit.encode(x, "binary64", "bits") for x in numbers],
                         ["7ff0000000000000", "fff0000000000000", "7ff8000000000000",
                          "7ff8000000000000", "0000000000000000", "8000000000000000"])
        self.assertEqual([kit.encode(x, "bfloat16", "bits") for x in numbers],
                         ["7f80", "ff80", "7fc0", "7fc0", "0000", "8000"])

    def test_normalised_subnormals_are_read_too(self):
        self.assertEqual(kit.decode(["0x1p-1074", "0x1.8p-1073"], "binary64", "hexfloat"),
                         [5e-324, 1.5e-323])
        self.assertEqual(kit.decode(["0x1p-149"], "binary32", "hexfloat"), [2.0 ** -149])

    def test_what_is_not_a_number_of_the_format_is_refused(self):
        rows = [("binary64", "hexfloat", ["0.1", "1", "0x1.8", " 0x1p+0", "0x1p+0\n", "0x1p+1024",
                                          "0x1p+99999999999999999999", "infinity", "NaN", "",
                                          "+inf", "-nan", "0x.8p+0", 1, 0.5, None, [], {}]),
                ("binary64", "bits", ["3ff", "3ff00000000000000", "0x3ff00000000000",
                                      "3ff 000000000000", "zff0000000000000", "inf", 1]),
                ("binary64", "dec17", ["1_0", " 1", "1e999", "-1e999", "0x1p+0", "1.", "\u0661",
                                       "", 1]),
                ("binary32", "hexfloat", ["0x1.999999999999ap-4", "0x1p+128", "0x1.fffffffp+127",
                                          "0x1p-150", "0x1p+1000"]),
                ("binary32", "dec17", ["0.1", "1e39", "1e-46"]),
                ("binary16", "hexfloat", ["0x1.002p+0", "0x1p+16", "0x1p-25"]),
                ("bfloat16", "hexfloat", ["0x1.01p+0", "0x1.000002p+0", "0x1p-134", "0x1.ffp+127",
                                          "0x1p+128"]),
                ("bfloat16", "bits", ["3f800000", "3f8"])]
        for format, encoding, texts in rows:
            for text in texts:
                with self.assertRaises(kit.Malformed, msg="%s %s %r" % (format, encoding, text)):
                    kit.decode([text], format, encoding)
        with self.assertRaises(kit.Malformed):
            kit.decode("0x1p+0", "binary64", "hexfloat")

    def test_rounding_to_binary32_and_binary16_agrees_with_struct(self):
        source = random.Random(20260104)
        for format, code, low, high in (("binary32", "f", -153, 130), ("binary16", "e", -28, 18)):
            fmt = kit.FORMATS[format]
            for _ in range(50000):
                # Short fractions, so that ties are common.
                fraction = source.getrandbits(52) & -(1 << source.randint(0, 52))
                number = math.ldexp((1 << 52) + fraction, source.randint(low, high) - 52)
                number = math.copysign(number, source.choice([-1.0, 1.0]))
                try:
                    packed = struct.pack(">" + code, number)
                    expected = int.from_bytes(packed, "big")
                except OverflowError:
                    expected = fmt.infinity | (fmt.sign if number < 0 else 0)
                if kit.pattern_of(number, fmt) != expected:
                    self.fail("%s of %s" % (format, number.hex()))

    def test_every_tie_between_16_bit_neighbours_goes_to_even(self):
        for format in ("binary16", "bfloat16"):
            fmt = kit.FORMATS[format]
            largest = fmt.infinity - 1
            numbers = [reference_number(pattern, fmt) for pattern in range(fmt.infinity)]
            numbers.append(2 * numbers[largest] - numbers[largest - 1])
            for pattern in range(fmt.infinity):
                tie = value_bits((numbers[pattern] + numbers[pattern + 1]) / 2)
                below, at, above = [struct.unpack("<d", struct.pack("<Q", tie + step))[0]
                                    for step in (-1, 0, 1)]
                found = [kit.pattern_of(number, fmt) for number in (below, at, above, -at)]
                even = pattern + (pattern & 1)
                if found != [pattern, even, pattern + 1, fmt.sign | even]:
                    self.fail("%s %04x: %s" % (format, pattern, found))

    def test_extremes_round_to_zero_and_infinity(self):
        for format in ("binary32", "binary16", "bfloat16"):
            fmt = kit.FORMATS[format]
            self.assertEqual(kit.pattern_of(5e-324, fmt), 0)
            self.assertEqual(kit.pattern_of(-5e-324, fmt), fmt.sign)
            self.assertEqual(kit.pattern_of(sys.float_info.max, fmt), fmt.infinity)
            self.assertEqual(kit.pattern_of(-sys.float_info.max, fmt), fmt.sign | fmt.infinity)


if __name__ == "__main__":
    unittest.main()
