# SPDX-License-Identifier: Apache-2.0
"""The C++, JavaScript and R kits at the other end of a pipe; every example under kloracle.

Run as  KLORACLE=path/to/kloracle KLORACLE_EXAMPLES=folder python3 tests/adapters/kits_test.py
where the folder holds the built examples and kit_subject (standard library only; a few seconds).
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADAPTERS = HERE.parents[1] / "tools" / "adapters"
KLORACLE = os.environ.get("KLORACLE", "kloracle")
EXAMPLES = os.environ.get("KLORACLE_EXAMPLES", "")
DEADLINE_S = 120
sys.dont_write_bytecode = True
sys.path.insert(0, str(ADAPTERS))

from binary import read_numbers, write_numbers  # noqa: E402
from kloracle_adapter import decode, encode  # noqa: E402

JS_SUBJECT = """
const {Adapter, Skip} = require(process.argv[1] + '/js/kloracle_adapter.js');
const adapter = new Adapter({name: 'subject', version: '2', issues: 'https://example.org/issues'});
adapter.offer('first', {quantity: 'kl', semantics: 'measure', unit: 'nats',
                        formats: ['binary64', 'binary32']}, (p, q) => {
  console.log('stray: print');
  if (p.length === 0) throw new RangeError('p is "empty"');
  if (p.length > 2) throw new Skip('too long');
  return p[0] - q[0];
});
adapter.offer('pairs', {quantity: 'entropy', semantics: 'measure', unit: 'nats',
                        returns: ['value', 'error'], snippet: 'h({p});', gradient: ['p']},
              (p) => [p.length, 0.25]);
adapter.run();
"""

R_SUBJECT = """
source(file.path(commandArgs(TRUE), "r", "kloracle_adapter.R"))
adapter <- new_adapter("subject", "2", "https://example.org/issues")
kl <- list(quantity = "kl", semantics = "measure", unit = "nats")
adapter <- offer(adapter, "first", kl, function(p, q) {
  print("stray: print")
  if (length(p) == 0) stop("p is \\"empty\\"")
  if (length(p) > 2) stop(skip("too long"))
  p[1] - q[1]
})
adapter <- offer(adapter, "pairs", list(quantity = "entropy", semantics = "measure", unit = "nats",
                 returns = c("value", "error"), snippet = "h({p});", gradient = "p"),
                 function(p) c(length(p), 0.25))
run(adapter)
"""


def require_program(name):
    """Skip where an interpreter is missing; tools/setup installs them all."""
    if shutil.which(name) is None:
        raise unittest.SkipTest(f"{name} is not installed (tools/packages.txt)")


class Texts:
    """A subject whose encoding is one of texts."""

    def __init__(self, encoding, *command):
        self.encoding = encoding
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def ask(self, request):
        """The answer to a request, an object or bytes."""
        line = request if isinstance(request, bytes) else json.dumps(request).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def texts(self, numbers, format):
        return [encode(x, format, self.encoding) for x in numbers]

    def numbers(self, cmd, numbers, format):
        """The numbers that echo or probe answers."""
        request = {"cmd": cmd, "format": format, "values": self.texts(numbers, format)}
        return decode(self.ask(request)["values"], format, self.encoding)

    def eval(self, seq, function, format, cases):
        """An entry per case: a number, numbers or an object."""
        request = {"cmd": "eval", "seq": seq, "function": function, "format": format, "cases": [
            {key: self.texts(x, format) for key, x in zip("pq", case)} for case in cases]}
        answer = self.ask(request)
        assert answer["seq"] == seq
        return [entry if isinstance(entry, dict) else
                decode([entry], format, self.encoding)[0] if isinstance(entry, str) else
                decode(entry, format, self.encoding) for entry in answer["r"]]

    def end(self, last):
        """(exit status, what is left of standard output, standard error) after the last line."""
        out, log = self.process.communicate(last, timeout=DEADLINE_S)
        return self.process.returncode, out, log.decode()


class Bytes(Texts):
    """A subject whose encoding is bin."""

    def __init__(self, *command):
        super().__init__("bin", *command)

    def send(self, request, payload=b""):
        """(header, payload) of the answer."""
        header = dict(request, bytes=len(payload), crc32=zlib.crc32(payload))
        self.process.stdin.write(json.dumps(header).encode() + b"\n" + payload)
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        result = self.process.stdout.read(answer.get("bytes", 0))
        assert zlib.crc32(result) == answer.get("crc32", 0)
        return answer, result

    def numbers(self, cmd, numbers, format):
        payload = write_numbers(numbers, format)
        answer, result = self.send({"cmd": cmd, "format": format, "numbers": len(numbers)}, payload)
        assert "error" not in answer, answer
        return read_numbers(result, format)

    def eval(self, seq, function, format, cases):
        payload = b"".join(len(p).to_bytes(4, "little") + len(q).to_bytes(4, "little") +
                           write_numbers(list(p) + list(q), format)
                           for p, q in ((*case, ())[:2] for case in cases))
        answer, result = self.send({"cmd": "eval", "seq": seq, "function": function,
                                    "format": format, "cases": len(cases)}, payload)
        assert answer["seq"] == seq
        step = len(result) // len(cases)
        entries = []
        for i in range(len(cases)):
            status, rest = result[i * step], result[i * step + 1:(i + 1) * step]
            numbers = read_numbers(rest, format)
            key = ("", "throw", "skip")[status]
            entries.append({key: answer["messages"][str(i)]} if status else
                           numbers[0] if len(numbers) == 1 else numbers)
        return entries


class KitsTest(unittest.TestCase):
    """The same conversation with every kit."""

    def subjects(self):
        """(name, starter) of every kit."""
        yield "C++", lambda: Bytes(os.path.join(EXAMPLES, "kit_subject"))
        if shutil.which("node"):
            yield "JavaScript", lambda: Texts("bits", "node", "-e", JS_SUBJECT, str(ADAPTERS))
        if shutil.which("Rscript"):
            yield "R", lambda: Texts("hexfloat", "Rscript", "-e", R_SUBJECT, str(ADAPTERS))

    def hold(self, subject, has_binary32):
        """Everything a kit must do."""
        hello = {"klap": 1, "cmd": "hello", "suite": "0", "encodings": ["hexfloat", "bits", "bin"]}
        answer = subject.ask(hello)
        self.assertEqual((answer["klap"], answer["encoding"]), (1, subject.encoding))
        self.assertEqual(answer["impl"]["issues"], "https://example.org/issues")
        self.assertEqual([f["name"] for f in answer["functions"]], ["first", "pairs"])
        pairs = answer["functions"][1]
        self.assertEqual(pairs["returns"], ["value", "error"])
        self.assertEqual((pairs["snippet"], pairs["gradient"]), ("h({p});", ["p"]))
        odd = [0.1, -0.0, 5e-324, 1.7e308, float("inf"), float("-inf"), float("nan"), 3e-310]
        self.assertEqual(repr(subject.numbers("echo", odd, "binary64")), repr(odd))
        self.assertEqual(subject.numbers("probe", [1.0, 2 ** -53, 2 ** -1022, 0.5], "binary64"),
                         [1.0, 2 ** -53, 2 ** -1022 + 0.5, 2 ** -1023])
        cases = [((1.0, 5.0), (0.25,)), ((), (1.0,)), ((1.0, 1.0, 1.0), (0.5,)), ((0.0,), (0.0,))]
        first = subject.eval(7, "first", "binary64", cases)
        self.assertEqual((first[0], first[3]), (0.75, 0.0))
        self.assertIn('p is "empty"', first[1]["throw"])
        self.assertEqual(first[2], {"skip": "too long"})
        self.assertEqual(subject.eval(8, "pairs", "binary64", [((1.0, 2.0),)]), [[2.0, 0.25]])
        for bad in (b"junk", b"[]", b"{}", b'{"cmd":"dance","format":"binary64"}', b"null",
                    b'{"cmd":"eval","seq":9,"function":"none","format":"binary64","cases":[]}',
                    b'{"cmd":"eval","seq":9,"function":"first","format":"binary16","cases":[]}'):
            answer = subject.ask(bad)
            self.assertIsInstance(answer["error"], str, bad)
            self.assertNotIn("r", answer)
            self.assertEqual(answer.get("seq"), 9 if b"seq" in bad else None, bad)
        if has_binary32:
            narrow = subject.eval(10, "first", "binary32", [((1.0,), (2.0 ** -24,))])
            self.assertEqual(narrow, [1 - 2.0 ** -24])

    def test_the_conversation(self):
        for name, start in self.subjects():
            for last in (b'{"cmd":"bye"}\n', b""):
                with self.subTest(name, last=last), start() as subject:
                    self.hold(subject, name != "R")
                    status, rest, log = subject.end(last)
                    self.assertEqual((status, rest), (0, b""), log)
                    self.assertIn("stray: print", log)


def example_of_page(language):
    """The code block of the README in that language."""
    page = (ADAPTERS / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```%s\n(.*?)```" % re.escape(language), page, re.S)
    return block


class PageTest(unittest.TestCase):
    """What the README shows does what it says."""

    C_KL = """
#include <math.h>
#include <kloracle_adapter.h>
static double naive_kl(const double* p, const double* q, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += p[i] > 0 ? p[i] * log(p[i] / q[i]) : 0;
  return sum;
}
"""

    def judge(self, language, file, subject, kit=""):
        """Write the block to a file beside a copy of the kit, build it, and run the check."""
        block = (self.C_KL if language == "c" else "") + example_of_page(language)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(ADAPTERS / kit, folder)
            Path(folder, file).write_text(block, encoding="utf-8")
            if language in ("c", "cpp"):
                mode = ["-std=c99", "-shared", "-fPIC"] if language == "c" else ["-std=c++17"]
                compiler = os.environ.get("CXX", "c++")
                build = [compiler, "-x", language.replace("cpp", "c++"), *mode, "-O1", "-I", ".",
                         file, "-o", "mine.so" if language == "c" else "mine", "-lm"]
                subprocess.run(build, cwd=folder, check=True, timeout=DEADLINE_S)
            done = subprocess.run([KLORACLE, "check", subject, "--cases", "20", "--laws", "0"],
                                  cwd=folder, timeout=DEADLINE_S, capture_output=True, text=True,
                                  check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith("mine 1.0"), done.stdout)
            self.assertIn("naive_kl  ", done.stdout)

    def test_python(self):
        self.judge("python", "mine.py", f"cmd:{shlex.quote(sys.executable)} mine.py",
                   "kloracle_adapter.py")

    def test_cpp(self):
        self.judge("cpp", "mine.cpp", "cmd:./mine", "cpp/kloracle_adapter.hpp")

    def test_c(self):
        self.judge("c", "mine.c", "so:./mine.so", "c/kloracle_adapter.h")

    def test_r(self):
        require_program("Rscript")
        self.judge("r", "mine.R", "cmd:Rscript mine.R", "r/kloracle_adapter.R")

    def test_javascript(self):
        require_program("node")
        self.judge("js", "mine.js", "cmd:node mine.js", "js/kloracle_adapter.js")


class ExamplesTest(unittest.TestCase):
    """Each example of tools/adapters is judged, and is what it says it is."""

    def check(self, subject, name):
        """Every value is there, most are sound, nothing else happened."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.jsonl")
            done = subprocess.run([KLORACLE, "check", subject, "--cases", "100", "--max-n", "100",
                                   "--laws", "1", "--report", path], timeout=DEADLINE_S,
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(path, encoding="utf-8") as file:
                report = [json.loads(line) for line in file]
        self.assertTrue(done.stdout.startswith(name + " 1 "), done.stdout)
        results = [line for line in report if line["line"] == "result"]
        self.assertGreater(len(results), 50)
        self.assertEqual([line for line in results if "message" in line], [])
        sound = [line for line in results if line.get("grade") in ("CR", "F", "T", "A")]
        self.assertGreater(len(sound), len(results) // 2)
        self.assertNotIn("events", report[-1])

    def test_python(self):
        self.check(f"cmd:{shlex.quote(sys.executable)} -B {ADAPTERS}/naive_kl.py", "naive_kl.py")

    def test_cpp(self):
        self.check(f"cmd:{EXAMPLES}/naive_kl_adapter", "naive_kl.cpp")

    def test_c(self):
        self.check(f"so:{EXAMPLES}/naive_kl_library.so", "naive_kl.c")

    def test_r(self):
        require_program("Rscript")
        self.check(f"cmd:Rscript {ADAPTERS}/r/naive_kl.R", "naive_kl.R")

    def test_javascript(self):
        require_program("node")
        self.check(f"cmd:node {ADAPTERS}/js/naive_kl.js", "naive_kl.js")


if __name__ == "__main__":
    unittest.main()
