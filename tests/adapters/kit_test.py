# SPDX-License-Identifier: Apache-2.0
"""Tests of the adapter kit: its codec directly, its conversation through a pipe. No tolerances.

Run as  python3 tests/adapters/kit_test.py  (standard library only; a few seconds).
"""

import json
import math
import os
import random
import struct
import subprocess
import sys
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
KIT_FOLDER = os.path.join(HERE, "..", "..", "tools", "adapters")
sys.path.insert(0, KIT_FOLDER)
sys.dont_write_bytecode = True

import kloracle_adapter as kit  # noqa: E402

ALL_ENCODINGS = ["hexfloat", "bits", "dec17"]
HELLO = {"klap": 1, "cmd": "hello", "suite": "0.1.0", "encodings": ALL_ENCODINGS}
BYE = {"cmd": "bye"}
DEADLINE_S = 60

SUBJECT = """
import math, os, sys
from kloracle_adapter import Adapter, Skip, claim_streams
claim_streams()
print("stray: before run")
adapter = Adapter(name="subject", version="2", issues="https://example.org/issues")
BOTH = ("binary64", "binary32")

@adapter.function("first", quantity="kl", semantics="measure", formats=BOTH, note="p[0] - q[0]")
def first(p, q, format):
    return p[0] - q[0]

@adapter.function("one", quantity="entropy", semantics="clipped", formats=BOTH, parameter=1e-7)
def one(p, format):
    return {"binary64": 64, "binary32": 32}[format] + len(p)

@adapter.function("third", quantity="kl", semantics="measure", formats=tuple("binary64 binary32 "
                  "binary16 bfloat16".split()))
def third(p, q, format):
    return 1 / 3 if p else 1e300

@adapter.function("skips", quantity="kl", semantics="measure")
def skips(p, q, format):
    raise Skip("too long", issue="https://example.org/1") if len(p) > 1 else Skip("no reason")

class Surrogate(dict):
    def __missing__(self, key):
        raise LookupError("lone surrogate " + key)

class Rude(Exception):
    def __str__(self):
        raise RuntimeError("no message for you")

@adapter.function("throws", quantity="kl", semantics="measure")
def throws(p, q, format):
    if not p:
        raise Rude()
    return {1.0: lambda: 1 / 0, 2.0: lambda: None, 3.0: lambda: "x", 4.0: lambda: 10 ** 400,
            5.0: lambda: throws(p, q, format), 6.0: lambda: Surrogate()["\\udcff"]}[p[0]]()

@adapter.function("special", quantity="kl", semantics="measure")
def special(p, q, format):
    return [math.nan, -math.nan, math.inf, -math.inf, -0.0, "0.5", True][int(p[0])]

@adapter.function("chatty", quantity="kl", semantics="measure")
def chatty(p, q, format):
    print("stray: print")
    sys.__stdout__.write("stray: write\\n")
    os.write(1, b"stray: descriptor\\n")
    os.system("echo stray: child; cat")
    if not p:
        os._exit(9)
    return float(len(sys.stdin.read()))

adapter.run()
"""


def strict(text):
    """One line of JSON; bare NaN and Infinity are refused."""
    def refuse(name):
        raise ValueError("bare " + name)
    return json.loads(text, parse_constant=refuse)


def line_of(request):
    """A request line: an object as JSON, bytes as they are."""
    return request if isinstance(request, bytes) else json.dumps(request).encode() + b"\n"


def environment():
    """An adapter's environment: the kit is found, and output buffered as by default."""
    env = dict(os.environ, PYTHONPATH=KIT_FOLDER, PYTHONDONTWRITEBYTECODE="1")
    env.pop("PYTHONUNBUFFERED", None)
    return env


def converse(command, requests):
    """Send all requests at once; returns (reply lines, exit status, standard error)."""
    done = subprocess.run([sys.executable] + command, env=environment(), timeout=DEADLINE_S,
                          input=b"".join(line_of(request) for request in requests),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.decode("ascii").splitlines(), done.returncode, done.stderr.decode()


def ask(*requests):
    """The subject's replies to requests; hello before and bye after are left out."""
    lines, status, log = converse(["-c", SUBJECT], [HELLO] + list(requests) + [BYE])
    assert status == 0, log
    return [strict(line) for line in lines[1:]]


def evaluation(function, *cases, **more):
    """An eval request of binary64."""
    request = {"cmd": "eval", "seq": 7, "function": function, "format": "binary64",
               "cases": [{"p": p, "q": q} for p, q in cases]}
    request.update(more)
    return request


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


class ConversationTest(unittest.TestCase):
    """The kit at the other end of a pipe."""

    def test_hello_names_and_lists(self):
        lines, status, _ = converse(["-c", SUBJECT], [HELLO, BYE])
        self.assertEqual((len(lines), status), (1, 0))
        answer = strict(lines[0])
        self.assertEqual((answer["klap"], answer["encoding"]), (1, "hexfloat"))
        self.assertEqual((answer["max_cases"], answer["max_n"]), (256, 1000000))
        self.assertEqual(answer["impl"]["name"], "subject")
        self.assertEqual(answer["impl"]["issues"], "https://example.org/issues")
        self.assertTrue(answer["impl"]["language"].startswith("Python 3."))
        self.assertEqual(answer["functions"][0], {
            "name": "first", "quantity": "kl", "semantics": "measure", "space": "probs",
            "formats": ["binary64", "binary32"], "unit": "nats", "note": "p[0] - q[0]"})
        self.assertEqual(answer["functions"][1]["parameter"], "0x1.ad7f29abcaf48p-24")

    def test_hello_takes_an_offered_encoding(self):
        for offered, chosen in ((["bits"], "bits"), (["new", "dec17"], "dec17")):
            lines, _, _ = converse(["-c", SUBJECT], [dict(HELLO, encodings=offered), BYE])
            self.assertEqual(strict(lines[0])["encoding"], chosen)
        lines, _, _ = converse(["-c", SUBJECT], [dict(HELLO, encodings=["new"]), BYE])
        self.assertEqual(list(strict(lines[0])), ["error"])

    def test_echo_in_every_encoding(self):
        rows = {"hexfloat": ["0x1.999999999999ap-4", "-0x0p+0", "0x0.0000000000001p-1022", "inf",
                             "-inf", "nan"],
                "bits": ["3fb999999999999a", "8000000000000000", "0000000000000001",
                         "7ff0000000000000", "fff0000000000000", "7ff8000000000000"],
                "dec17": ["1.0000000000000001e-01", "-0.0000000000000000e+00",
                          "4.9406564584124654e-324", "inf", "-inf", "nan"]}
        for encoding, texts in rows.items():
            requests = [dict(HELLO, encodings=[encoding]),
                        {"cmd": "echo", "format": "binary64", "values": texts}, BYE]
            lines, _, _ = converse(["-c", SUBJECT], requests)
            self.assertEqual(strict(lines[1]), {"values": texts})

    def test_eval_answers_in_order_and_by_arity(self):
        two = evaluation("first", (["0x1p+1"], ["0x1p+0"]), (["0x1p-1"], ["0x1p-1"]),
                         (["0x0.0000000000001p-1022"], ["0x0p+0"]))
        one = {"cmd": "eval", "seq": 8, "function": "one", "format": "binary32", "more": None,
               "cases": [{"p": ["0x1p+0"]}, {"p": [], "q": ["ignored"]}]}
        empty = evaluation("first")
        self.assertEqual(ask(two, one, empty), [
            {"seq": 7, "r": ["0x1p+0", "0x0p+0", "0x0.0000000000001p-1022"]},
            {"seq": 8, "r": ["0x1.08p+5", "0x1p+5"]},
            {"seq": 7, "r": []}])

    def test_results_are_rounded_to_the_format(self):
        cases = [(["0x1p+0"], []), ([], [])]
        formats = ("binary64", "binary32", "binary16", "bfloat16")
        answers = ask(*[evaluation("third", *cases, format=format) for format in formats])
        self.assertEqual([answer["r"] for answer in answers], [
            ["0x1.5555555555555p-2", (1e300).hex()], ["0x1.555556p-2", "inf"],
            ["0x1.554p-2", "inf"], ["0x1.56p-2", "inf"]])

    def test_special_results(self):
        cases = [([float(i).hex()], []) for i in range(7)]
        self.assertEqual(ask(evaluation("special", *cases))[0]["r"],
                         ["nan", "nan", "inf", "-inf", "-0x0p+0", "0x1p-1", "0x1p+0"])

    def test_skip(self):
        answer = ask(evaluation("skips", (["0x1p+0"], []), (["0x1p+0", "0x1p+0"], [])))[0]
        self.assertEqual(answer["r"], [{"skip": "no reason"},
                                       {"skip": "too long", "issue": "https://example.org/1"}])

    def test_throw(self):
        cases = [([float(i).hex()], []) for i in range(1, 7)] + [([], [])]
        thrown = [entry["throw"] for entry in ask(evaluation("throws", *cases))[0]["r"]]
        self.assertEqual(thrown[0], "ZeroDivisionError: division by zero")
        self.assertEqual([text.split(":")[0] for text in thrown[1:]], [
            "TypeError", "ValueError", "OverflowError", "RecursionError", "LookupError", "Rude"])
        self.assertEqual(thrown[5], "LookupError: lone surrogate ?")

    def test_stray_prints_and_reads_miss_the_protocol(self):
        requests = [HELLO, evaluation("chatty", (["0x1p+0"], [])), BYE]
        lines, status, log = converse(["-c", SUBJECT], requests)
        self.assertEqual((len(lines), status), (2, 0))
        self.assertEqual(strict(lines[1]), {"seq": 7, "r": ["0x0p+0"]})
        for stray in ("before run", "print", "write", "descriptor", "child"):
            self.assertIn("stray: " + stray + "\n", log)

    def test_last_words_are_not_lost(self):
        lines, status, log = converse(["-c", SUBJECT], [HELLO, evaluation("chatty", ([], []))])
        self.assertEqual((len(lines), status), (1, 9))
        self.assertIn("stray: print\n", log)

    def test_every_reply_is_flushed_and_standard_input_is_not_the_functions(self):
        process = subprocess.Popen([sys.executable, "-c", SUBJECT], env=environment(), bufsize=0,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        watchdog = threading.Timer(DEADLINE_S, process.kill)
        watchdog.start()
        with process:
            for seq in range(5):
                process.stdin.write(line_of(HELLO))
                self.assertEqual(strict(process.stdout.readline())["klap"], 1)
                process.stdin.write(line_of(evaluation("chatty", (["0x1p+0"], []), seq=seq)))
                self.assertEqual(strict(process.stdout.readline()), {"seq": seq, "r": ["0x0p+0"]})
            process.stdin.write(line_of(BYE))
            self.assertEqual(process.wait(DEADLINE_S), 0)
        watchdog.cancel()

    def test_end_of_input_ends_the_adapter(self):
        lines, status, _ = converse(["-c", SUBJECT], [line_of(HELLO).rstrip(b"\n")])
        self.assertEqual((len(lines), status), (1, 0))

    def test_malformed_lines_get_an_error_each_and_the_rest_go_on(self):
        good = evaluation("first", (["0x1p+0"], ["0x0p+0"]))
        case = {"p": ["0x1p+0"], "q": ["0x1p+0"]}
        malformed = [
            b"\n", b"junk\n", b"\xff\xfe\n", b"{\n", b"[]\n", b"1\n", b"null\n", b"{}\n", b'"x"\n',
            b'{"cmd":NaN}\n', b'\xef\xbb\xbf{"cmd":"bye"}\n',
            b"[" * 100000 + b"\n", b"9" * 5000 + b"\n",
            b'{"cmd":"echo","format":"binary64","values":' + b"[" * 900 + b"]" * 900 + b"}\n",
            line_of(dict(good, more=math.nan)), line_of(dict(good, more=-math.inf)),
            {"cmd": 1}, {"cmd": "dance"}, {"cmd": "hello"}, dict(HELLO, encodings="hexfloat"),
            {"cmd": "echo"}, {"cmd": "echo", "format": "binary13", "values": []},
            {"cmd": "echo", "format": "binary64", "values": "0x1p+0"},
            {"cmd": "echo", "format": "binary64", "values": [1.0]},
            {"cmd": "echo", "format": "binary64", "values": ["0.1"]},
            dict(good, seq="7"), dict(good, seq=True), dict(good, function=None),
            dict(good, function="unknown"), dict(good, format="binary16"), dict(good, cases={}),
            dict(good, cases=[case, 1]), dict(good, cases=[case, {"p": ["0x1p+0"]}]),
            dict(good, cases=[case, {"p": 1, "q": []}]), dict(good, cases=[{"p": [[]], "q": []}])]
        requests = [request for bad in malformed for request in (bad, good)]
        answers = ask(*requests)
        self.assertEqual(len(answers), len(requests))
        for bad, refusal, answer in zip(malformed, answers[0::2], answers[1::2]):
            self.assertIsInstance(refusal.get("error"), str, bad)
            self.assertNotIn("r", refusal)
            self.assertEqual(answer, {"seq": 7, "r": ["0x1p+0"]}, bad)
        self.assertEqual(list(answers[2 * malformed.index(dict(good, seq=True))]), ["error"])
        unknown = answers[2 * malformed.index(dict(good, function="unknown"))]
        self.assertEqual(unknown, {"seq": 7, "error": "unknown function 'unknown'"})

    def test_numbers_before_hello_are_refused(self):
        lines, status, _ = converse(["-c", SUBJECT], [evaluation("first", ([], [])), BYE])
        self.assertEqual((len(lines), status), (1, 0))
        self.assertEqual(strict(lines[0]), {"seq": 7, "error": "hello comes first"})

    def test_no_mutation_of_a_request_line_escapes(self):
        adapter = kit.Adapter(name="fuzzed", version="1")
        adapter.function("first", "kl", "measure")(lambda p, q, format: p[0] - q[0])
        seeds = [line_of(HELLO), line_of(evaluation("first", (["0x1p+0"], ["0x1p-1"]))),
                 line_of({"cmd": "echo", "format": "binary32", "values": ["0x1p+0", "nan"]})]
        adapter.reply(seeds[0])
        source = random.Random(20260105)
        alphabet = b'{}[]",:0189.xpe+-\\nNaIul \x00\xc3\xff'
        for _ in range(20000):
            line = bytearray(source.choice(seeds))
            for _ in range(source.randint(1, 3)):
                at = source.randrange(len(line))
                line[at:at + source.randint(0, 2)] = bytes([source.choice(alphabet)])
            text = adapter.reply(bytes(line))
            self.assertIsInstance(strict(text), dict)
            self.assertNotIn("\n", text)


class DeclarationTest(unittest.TestCase):
    """Mistakes of an adapter's author are told at once."""

    def test_wrong_declarations_raise(self):
        adapter = kit.Adapter(name="x", version="1")
        adapter.function("taken", "kl", "measure")(lambda p, q, format: 0)
        with self.assertRaises(ValueError):
            adapter.function("f", "kl", "measure", formats=("binary13",))
        with self.assertRaises(ValueError):
            adapter.function("taken", "kl", "measure")
        with self.assertRaises(ValueError):
            kit.Adapter(name="x", version="1", encoding="base64")
        for wrong in (lambda p: 0, lambda p, q, format, more: 0, lambda *all: 0):
            with self.assertRaises(TypeError):
                adapter.function("f", "kl", "measure")(wrong)
        self.assertEqual(list(adapter.functions), ["taken"])


class MisbehaviourTest(unittest.TestCase):
    """The misbehaving adapters beside this file misbehave as they say, and in no other way."""

    CASES = [(["0x1p+0"], ["0x1p-1"]), (["0x1p-1"], ["0x1p-1"])]
    RIGHT = ["0x1.62e42fefa39efp-1", "0x0p+0"]
    ECHO = {"cmd": "echo", "format": "binary64", "values": ["0x1p+0", "-0x0.8p-1022"]}
    MARKED = evaluation("naive_kl", (["0x1.8p-2"], ["0x1p-1"]))

    def run_file(self, name, *requests):
        """(replies after hello, exit status) of one file."""
        lines, status, _ = converse([os.path.join(HERE, name + ".py")], [HELLO] + list(requests))
        return lines[1:], status

    def check(self, name, *expected_results):
        """The file's results for CASES, all else being right."""
        lines, status = self.run_file(name, self.ECHO, evaluation("naive_kl", *self.CASES), BYE)
        self.assertEqual(strict(lines[0])["values"], self.ECHO["values"], name)
        self.assertEqual(strict(lines[1]), {"seq": 7, "r": list(expected_results)}, name)
        self.assertEqual((len(lines), status), (2, 0), name)

    def test_those_that_answer(self):
        for name in ("good", "crash_on_marker", "hang_on_marker", "stray_print"):
            self.check(name, *self.RIGHT)
        self.check("short_answer", *self.RIGHT[:1])
        self.check("nan", "nan", "nan")
        self.check("throws", *[{"throw": "ArithmeticError: on purpose"}] * 2)

    def test_marker_crashes(self):
        self.assertEqual(self.run_file("crash_on_marker", self.MARKED, BYE), ([], 3))

    def test_marker_hangs(self):
        with self.assertRaises(subprocess.TimeoutExpired):
            self.hear("hang_on_marker", HELLO, self.MARKED, BYE)

    def test_never_answers_hello(self):
        with self.assertRaises(subprocess.TimeoutExpired):
            self.hear("never_answers_hello", HELLO, BYE)

    def hear(self, name, *requests):
        """Give a file one second to end; subprocess.run kills it where it does not."""
        subprocess.run([sys.executable, "-B", os.path.join(HERE, name + ".py")], timeout=1,
                       input=b"".join(line_of(request) for request in requests),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_garbage(self):
        lines, status = self.run_file("garbage", self.ECHO, evaluation("naive_kl"), BYE)
        self.assertEqual(strict(lines[0])["values"], self.ECHO["values"])
        self.assertEqual((lines[1:], status), (['"seq":7,"r":[]}'], 0))

    def test_wrong_echo(self):
        lines, _ = self.run_file("wrong_echo", self.ECHO, evaluation("naive_kl", *self.CASES), BYE)
        self.assertEqual(strict(lines[0])["values"], ["0x1p+0", "-0x0p+0"])
        self.assertEqual(strict(lines[1])["r"], self.RIGHT)

    def test_wrong_seq(self):
        lines, _ = self.run_file("wrong_seq", evaluation("naive_kl", *self.CASES), BYE)
        self.assertEqual(strict(lines[0]), {"seq": 8, "r": self.RIGHT})

    def test_encodings(self):
        for name, text, result in (("bits", "3ff0000000000000", "0000000000000000"),
                                   ("dec17", "1", "0.0000000000000000e+00")):
            path = os.path.join(HERE, name + ".py")
            lines, _, _ = converse([path], [HELLO, evaluation("naive_kl", ([text], [text])), BYE])
            self.assertEqual(strict(lines[0])["encoding"], name)
            self.assertEqual(strict(lines[1])["r"], [result])

    def test_hello_misbehaviour(self):
        self.assertEqual(self.run_file("no_hello"), ([], 1))
        lines, status, _ = converse([os.path.join(HERE, "hello_garbage.py")], [HELLO, BYE])
        self.assertEqual((lines, status), (["hello yourself"] * 2, 0))
        lines, _, _ = converse([os.path.join(HERE, "unknown_format.py")], [HELLO, BYE])
        self.assertEqual(strict(lines[0])["functions"][0]["formats"], ["binary13"])


class ScipyAdapterTest(unittest.TestCase):
    """What can be said of the SciPy adapter without SciPy."""

    def test_without_scipy_it_says_what_to_do_and_exits_69(self):
        env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        path = os.path.join(KIT_FOLDER, "scipy_adapter.py")
        # -S leaves out the folders of installed packages.
        done = subprocess.run([sys.executable, "-B", "-S", path], env=env, timeout=DEADLINE_S,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stdout), (69, b""))
        self.assertIn(b"tools/setup", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)


if __name__ == "__main__":
    unittest.main()
