# SPDX-License-Identifier: Apache-2.0
"""Tests of the adapter kit's conversation through a pipe; kit_codec_test.py has its numbers.

Run as  python3 tests/adapters/kit_test.py  (standard library only; a few seconds).
"""

import json
import math
import os
import random
import subprocess
import sys
import threading
import unittest
from fractions import Fraction

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

@adapter.function("first", quantity="kl", semantics="measure", formats=BOTH, note="p[0] - q[0]",
                  snippet="print({p}[0] - {q}[0])", gradient=("p", "q"))
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
            "name": "first", "quantity": "kl", "semantics": "measure",
            "formats": ["binary64", "binary32"], "unit": "nats", "note": "p[0] - q[0]",
            "snippet": "print({p}[0] - {q}[0])", "gradient": ["p", "q"], "with_q": True})
        self.assertIs(answer["deterministic"], True)
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

    def test_probe_adds_and_multiplies(self):
        values = ["0x1p+0", "0x1p-53", "0x1p-1022", "0x1p-1"]
        told, refused = ask({"cmd": "probe", "format": "binary64", "values": values},
                            {"cmd": "probe", "format": "binary32", "values": values})
        self.assertEqual(told["values"], ["0x1p+0", "0x1p-53", "0x1p-1", "0x0.8p-1022"])
        self.assertEqual(list(refused), ["error"])

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
    """What an author says of a function; mistakes are told at once."""

    def test_options_are_declared_as_texts(self):
        adapter = kit.Adapter(name="x", version="1")

        def declared(function=lambda p, q, format: 0, **options):
            name = str(len(adapter.declared))
            adapter.function(name, "any", "measure", **options)(function)
            basic = {"name", "quantity", "semantics", "space", "formats", "unit"}
            return {key: value for key, value in adapter.declared[name].items()
                    if key not in basic}

        class Array(list):  # as NumPy's
            def tolist(self):
                return [[float(x) for x in row] for row in self]

        self.assertEqual(declared(), {"with_q": True})
        self.assertEqual(declared(lambda p, format: 0), {"with_q": False})
        self.assertEqual(declared(order=0.5, weight=Fraction(1, 3)),
                         {"order": "0x1p-1", "weight": "1/3", "with_q": True})
        self.assertEqual(declared(order=math.inf)["order"], "inf")
        self.assertEqual(declared(order=0)["order"], "0")
        self.assertEqual(declared(convention="mean", generator="tsallis"),
                         {"convention": "mean", "generator": "tsallis", "with_q": True})
        self.assertEqual(declared(support=(0, 0.5, "1/3"))["support"], ["0", "0x1p-1", "1/3"])
        for kernel in ([[1, 0.0], [0.0, 1]], Array([[1, 0], [0, 1]])):
            texts = declared(kernel=kernel)["kernel"]
            self.assertEqual([[kit.decode([x], "binary64", "hexfloat")[0] if "x" in x else float(x)
                               for x in row] for row in texts], [[1, 0], [0, 1]])
        self.assertEqual(declared(shape=(2, 3))["shape"], [2, 3])
        with self.assertRaises(TypeError):
            declared(ordre=2)

    def test_families_are_declared_by_their_names(self):
        def declared(p, q=""):
            adapter = kit.Adapter(name="x", version="1")
            adapter.function("f", "kl", p=p, q=q)(lambda p, q, format: 0)
            return adapter.declared["f"]

        self.assertEqual(declared("normal(mu, sigma)", "gamma( shape ,rate )"), {
            "name": "f", "quantity": "kl", "formats": ["binary64"], "unit": "nats", "with_q": True,
            "p": {"family": "normal", "parameters": ["mu", "sigma"]},
            "q": {"family": "gamma", "parameters": ["shape", "rate"]}})
        self.assertEqual(declared("multivariate_normal(mean[2], covariance[2,2])")["p"], {
            "family": "multivariate_normal",
            "parameters": [{"name": "mean", "shape": [2]},
                           {"name": "covariance", "shape": [2, 2]}]})
        for wrong in ("normal", "normal()", "normal(mu, sigma", "(mu)"):
            with self.assertRaises(ValueError):
                declared(wrong)

    def test_bounds_on_errors_come_in_pairs(self):
        adapter = kit.Adapter(name="x", version="1")
        results = iter([(1, 0.5), 1, (1, 2, 3)])
        adapter.function("f", "kl", "measure", bounds_error=True)(
            lambda p, q, format: next(results))
        self.assertEqual(adapter.declared["f"]["returns"], ["value", "error"])
        adapter.reply(line_of(HELLO))
        answer = strict(adapter.reply(line_of(evaluation("f", ([], []), ([], []), ([], [])))))["r"]
        self.assertEqual(answer[0], ["0x1p+0", "0x1p-1"])
        self.assertIn("TypeError", answer[1]["throw"])
        self.assertEqual(len(answer[2]), 3)  # for kloracle to refuse

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
