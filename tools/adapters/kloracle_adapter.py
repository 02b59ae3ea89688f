# SPDX-License-Identifier: Apache-2.0
"""The adapter kit: lets kloracle judge Python code, in about ten lines of yours.

    from kloracle_adapter import Adapter

    adapter = Adapter(name="mine", version="1.0", issues="https://example.org/issues")

    @adapter.function("naive_kl", quantity="kl", semantics="measure")
    def naive_kl(p, q, format):
        return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)

    adapter.run()

Copy this file beside yours; it needs Python 3.8 or newer and nothing else. It speaks KLAP/1, the
protocol of the README beside it, and sees to these points so that you need not:

* p and q arrive as lists of Python floats holding exactly the numbers kloracle sent; a function of
  one distribution takes (p, format) instead of (p, q, format).
* A function of families (p="normal(mu, sigma)") gets the parameters' values as such lists.
* Return anything float() accepts; with bounds_error=True the pair (value, bound on its error). It
  becomes a binary64 number (by float()) and then, where the format is narrower, is rounded once to
  it: to nearest, ties to even, with gradual underflow, and to infinity beyond the largest number.
  A numpy.float32 is thus kept as it is. Code that returns more than binary64 should round itself.
* An exception is reported as what was raised. Raise Skip("reason") for a case you do not support.
* Standard output is kept for the protocol: whatever else prints there, C code included, lands on
  standard error. That begins with run(); for an import that prints, call claim_streams() first.
"""

import inspect
import json
import math
import os
import platform
import re
import struct
import sys

__all__ = ["Adapter", "Skip", "claim_streams", "decode", "encode", "ENCODINGS", "FORMATS"]

KLAP_VERSION = 1


class Skip(Exception):
    """Raised by a function to say that it does not support this case, and why."""

    def __init__(self, reason, issue=""):
        super().__init__(reason)
        self.reason = reason
        self.issue = issue


class Malformed(ValueError):
    """A request, or a number in one, that the protocol does not allow."""


# ---- Numbers. Every result passes through its bit pattern, an int, so nothing is rounded twice.


class Format:
    """A binary floating-point format by its fields: one sign bit, exponent, fraction."""

    def __init__(self, width, fraction_bits, struct_code):
        exponent_bits = width - 1 - fraction_bits
        self.width = width
        self.fraction_bits = fraction_bits
        self.min_exponent = 2 - (1 << (exponent_bits - 1))
        self.sign = 1 << (width - 1)
        self.infinity = ((1 << exponent_bits) - 1) << fraction_bits
        self.nan = self.infinity | 1 << (fraction_bits - 1)
        self.digits = width // 4
        self.struct_code = struct_code
        # bfloat16 is the upper half of binary32; these zero digits make up the lower half.
        self.padding = "0" * (2 * struct.calcsize(">" + struct_code) - self.digits)
        self.is_pattern = re.compile("[0-9a-fA-F]{%d}" % self.digits).fullmatch


FORMATS = {
    "binary64": Format(64, 52, "d"),
    "binary32": Format(32, 23, "f"),
    "binary16": Format(16, 10, "e"),
    "bfloat16": Format(16, 7, "f"),
}


def shift_right_to_even(integer, shift):
    """integer / 2**shift, rounded to the nearest integer, ties to even; shift >= 1."""
    quotient = integer >> shift
    doubled_rest = (integer - (quotient << shift)) << 1
    if doubled_rest + (quotient & 1) > 1 << shift:
        quotient += 1
    return quotient


def pattern_of(number, fmt):
    """The bit pattern of a float in fmt: exact where it fits, else rounded once, ties to even."""
    if number != number:
        return fmt.nan
    (bits,) = struct.unpack("<Q", struct.pack("<d", number))
    if fmt.width == 64:
        return bits
    sign = fmt.sign if bits >> 63 else 0
    field, significand = divmod(bits & ~(1 << 63), 1 << 52)
    if field == 0x7FF:
        return sign | fmt.infinity
    if field:
        significand |= 1 << 52
    exponent = max(field, 1) - 1023
    # units counts multiples of 2**(top - fraction_bits). The leading bit of a normal result carries
    # into the exponent field, and so does a round-up to the next power of two.
    top = max(exponent, fmt.min_exponent)
    units = shift_right_to_even(significand, top - exponent + 52 - fmt.fraction_bits)
    magnitude = ((top - fmt.min_exponent) << fmt.fraction_bits) + units
    return sign | min(magnitude, fmt.infinity)


def number_of(pattern, fmt):
    """The float whose bit pattern in fmt this is."""
    return read_bits(["%0*x" % (fmt.digits, pattern)], fmt)[0]


def write_bits(pattern, fmt):
    """The pattern in hex, all digits, most significant first."""
    return "%0*x" % (fmt.digits, pattern)


def write_hexfloat(pattern, fmt):
    """C99 %a without trailing zeros; a subnormal keeps the leading 0 and the least exponent."""
    sign = "-" if pattern & fmt.sign else ""
    magnitude = pattern & ~fmt.sign
    if magnitude > fmt.infinity:
        return "nan"
    if magnitude == fmt.infinity:
        return sign + "inf"
    if magnitude == 0:
        return sign + "0x0p+0"
    field, fraction = divmod(magnitude, 1 << fmt.fraction_bits)
    digit_count = -(-fmt.fraction_bits // 4)
    fraction <<= 4 * digit_count - fmt.fraction_bits
    digits = ("%0*x" % (digit_count, fraction)).rstrip("0")
    exponent = max(field, 1) - 1 + fmt.min_exponent
    point = "." if digits else ""
    return "%s0x%d%s%sp%+d" % (sign, 1 if field else 0, point, digits, exponent)


def write_dec17(pattern, fmt):
    """17 significant decimal digits: enough for a correctly rounding reader to get it back."""
    return "%.16e" % number_of(pattern, fmt)


is_hexfloat = re.compile(r"-?0x[0-9a-f]+(\.[0-9a-f]+)?p[+-]?[0-9]+|-?inf|nan").fullmatch
is_decimal = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?|-?inf|nan").fullmatch


def require_shape(texts, is_number):
    """Refuse what Python would read and the protocol does not mean, such as "1_0" or " 1"."""
    for text in texts:
        if not isinstance(text, str) or not is_number(text):
            raise Malformed("not a number in this encoding: %.80r" % (text,))


def require_members(numbers, fmt):
    """Refuse numbers that fmt cannot hold: rounding an input would change the problem."""
    if fmt.width == 64:
        return
    layout = "<%d%s" % (len(numbers), fmt.struct_code)
    try:
        packed = struct.pack(layout, *numbers)
    except OverflowError:
        raise Malformed("a number is too large for the format")
    for number, stored in zip(numbers, struct.unpack(layout, packed)):
        if number != stored and number == number:
            raise Malformed("%s is not a number of the format" % number.hex())
    if fmt.padding and (any(packed[0::4]) or any(packed[1::4])):
        raise Malformed("a number has more digits than the format")


def read_bits(texts, fmt):
    """Numbers from their bit patterns, all at once."""
    require_shape(texts, fmt.is_pattern)
    joined = "".join([text + fmt.padding for text in texts])
    layout = ">%d%s" % (len(texts), fmt.struct_code)
    return list(struct.unpack(layout, bytes.fromhex(joined)))


def read_hexfloat(texts, fmt):
    """Numbers from C99 hexadecimal."""
    require_shape(texts, is_hexfloat)
    try:
        numbers = [float.fromhex(text) for text in texts]
    except OverflowError:
        raise Malformed("a number is too large for binary64")
    require_members(numbers, fmt)
    return numbers


def read_dec17(texts, fmt):
    """Numbers from decimal; each is the nearest binary64 number, which fmt must hold."""
    require_shape(texts, is_decimal)
    numbers = [float(text) for text in texts]
    for text, number in zip(texts, numbers):
        if math.isinf(number) and not text.endswith("inf"):
            raise Malformed("a number is too large for binary64")
    require_members(numbers, fmt)
    return numbers


ENCODINGS = {
    "hexfloat": (read_hexfloat, write_hexfloat),
    "bits": (read_bits, write_bits),
    "dec17": (read_dec17, write_dec17),
}


def decode(texts, format, encoding):
    """The floats that a list of texts stands for; Malformed where one is not of the format."""
    if not isinstance(texts, list):
        raise Malformed("a list of numbers is due, not %.80r" % (texts,))
    return ENCODINGS[encoding][0](texts, FORMATS[format])


def encode(number, format, encoding):
    """The text of a float in a format, rounded to it as the head of this file says."""
    fmt = FORMATS[format]
    return ENCODINGS[encoding][1](pattern_of(number, fmt), fmt)


# ---- Streams.

_claimed = None


def claim_streams():
    """Take standard input and output for the protocol; returns (reader, output descriptor).

    Descriptor 1 then leads to standard error and descriptor 0 to nothing, for Python and C code
    alike, so neither a stray print nor a stray read disturbs the conversation. A second call
    returns what the first did.
    """
    global _claimed
    if _claimed is None:
        reader = os.fdopen(os.dup(0), "rb")
        output = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        # Line by line, so that a crash loses no log; and no locale makes a stray print fail.
        sys.__stdout__.reconfigure(line_buffering=True, errors="backslashreplace")
        _claimed = (reader, output)
    return _claimed


def send(descriptor, text):
    """Write one line, whole and at once."""
    rest = memoryview(text.encode("ascii") + b"\n")
    while rest:
        rest = rest[os.write(descriptor, rest):]


# ---- The conversation.


def refuse_constant(name):
    """json.loads would accept the bare words NaN and Infinity, which are not JSON."""
    raise Malformed("bare %s is not JSON" % name)


def read_request(line):
    """The JSON object of one request line (bytes)."""
    try:
        request = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
    except ValueError as error:
        raise Malformed("not a JSON line: %s" % error)
    if not isinstance(request, dict):
        raise Malformed("a request is a JSON object")
    return request


def write_reply(reply):
    """The text of a reply: ASCII, and never the bare NaN that json writes by default."""
    return json.dumps(reply, allow_nan=False, separators=(",", ":"))


def printable(text):
    """Text that every JSON reader takes: no lone surrogates, and not a book."""
    return text[:1000].encode("utf-8", "replace").decode("utf-8")


def describe(error):
    """An exception as "Type: message", even where its own str() fails."""
    try:
        message = str(error)
    except Exception:
        message = "(its message cannot be printed)"
    return printable("%s: %s" % (type(error).__name__, message))


def member(request, key, kind):
    """A key that must be there, of a Python type (bool is not taken for int)."""
    value = request.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Malformed("%r must be present, of type %s" % (key, kind.__name__))
    return value


def member_format(request):
    """The request's format, one that the kit knows."""
    format = member(request, "format", str)
    if format not in FORMATS:
        raise Malformed("unknown format %.80r" % format)
    return format


def distribution_count(function):
    """2 for f(p, q, format), 1 for f(p, format)."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    positional = [parameter for parameter in parameters if parameter.kind in kinds]
    if len(positional) not in (2, 3):
        raise TypeError("an adapter's function takes (p, q, format) or (p, format)")
    return len(positional) - 1


def family_of(text):
    """ "normal(mu, sigma)" or "multivariate_normal(mean[2], covariance[2,2])" as KLAP has it."""
    match = re.fullmatch(r"\s*(\w+)\s*\(([^()]*)\)\s*", text)
    words = re.findall(r"(\w+)\s*(?:\[([\d\s,]*)\])?\s*(?:,|$)", match.group(2)) if match else []
    if not words:
        raise ValueError('expected a family such as "normal(mu, sigma)", came %r' % text)
    return {"family": match.group(1), "parameters": [
        {"name": name, "shape": [int(length) for length in shape.split(",")]} if shape else name
        for name, shape in words]}


def number_texts(value):
    """Numbers as texts, in lists where they come so: a float as the exact hex, others as str."""
    if hasattr(value, "tolist"):  # NumPy's numbers and arrays
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [number_texts(entry) for entry in value]
    if isinstance(value, float):
        return encode(value, "binary64", "hexfloat")
    return str(value)


class Adapter:
    """One implementation and its functions; run() holds the conversation with kloracle.

    `issues` is where its bugs are reported. `encoding` is the one wanted where kloracle offers it.
    `deterministic` False: the same case may be answered differently.
    """

    def __init__(self, name, version, language="", issues="", encoding="hexfloat",
                 max_cases=256, max_n=1000000, deterministic=True):
        if encoding not in ENCODINGS:
            raise ValueError("unknown encoding %r; known: %s" % (encoding, ", ".join(ENCODINGS)))
        language = language or "Python " + platform.python_version()
        self.impl = {"name": name, "version": version, "language": language}
        if issues:
            self.impl["issues"] = issues
        self.wanted_encoding = encoding
        self.encoding = None
        self.limits = {"max_cases": max_cases, "max_n": max_n, "deterministic": deterministic}
        self.declared = {}
        self.functions = {}

    def function(self, name, quantity, semantics="", space="", formats=("binary64",),
                 unit="nats", parameter=None, note="", space_q="", order=None, weight=None,
                 convention="", generator="", shape=(), support=None, kernel=None, cosine=None,
                 p="", q="", bounds_error=False, snippet="", gradient=()):
        """Decorator: offer a function under a name, as the solver of this exact problem.

        From `order` on these are options of some quantities (kloracle list options). With a shape
        p is a joint table, which still comes as one list, row by row. p and q name families, for
        a function of such. snippet and gradient: see "Functions" in the README beside this file.
        """
        unknown = [format for format in formats if format not in FORMATS]
        if unknown:
            raise ValueError("unknown format %r; known: %s" % (unknown[0], ", ".join(FORMATS)))
        if name in self.functions:
            raise ValueError("two functions are named %r" % name)
        declaration = {"name": name, "quantity": quantity, "formats": list(formats), "unit": unit}
        numbers = {"parameter": parameter, "order": order, "weight": weight, "support": support,
                   "kernel": kernel, "cosine": cosine}
        declaration.update((key, number_texts(value)) for key, value in numbers.items()
                           if value is not None)
        rest = {"semantics": semantics, "space": space, "space_q": space_q,
                "convention": convention, "generator": generator, "note": note,
                "shape": [int(length) for length in shape],
                "p": p and family_of(p), "q": q and family_of(q),
                "returns": ["value", "error"] if bounds_error else [],
                "snippet": snippet, "gradient": list(gradient)}
        declaration.update((key, value) for key, value in rest.items() if value)

        def offer(function):
            count = distribution_count(function)
            self.functions[name] = (function, count)
            self.declared[name] = dict(declaration, with_q=count == 2)
            return function

        return offer

    def hello(self, request):
        """Name the implementation and choose an encoding."""
        member(request, "klap", int)
        offered = member(request, "encodings", list)
        choices = [self.wanted_encoding] + list(ENCODINGS)
        chosen = [encoding for encoding in choices if encoding in offered]
        if not chosen:
            raise Malformed("none of the offered encodings is known: %.200r" % offered)
        self.encoding = chosen[0]
        reply = {"klap": KLAP_VERSION, "impl": self.impl,
                 "functions": list(self.declared.values()), "encoding": self.encoding}
        reply.update(self.limits)
        return reply

    def decode(self, texts, format):
        """Numbers from texts in the encoding that hello chose."""
        if self.encoding is None:
            raise Malformed("hello comes first")
        return decode(texts, format, self.encoding)

    def echo(self, request):
        """Read numbers and write them again: kloracle's check of this codec."""
        format = member_format(request)
        numbers = self.decode(member(request, "values", list), format)
        return {"values": [encode(number, format, self.encoding) for number in numbers]}

    def probe(self, request):
        """Tell how this process adds and multiplies: the sum and the product of every pair."""
        format = member_format(request)
        if format != "binary64":
            raise Malformed("Python has no arithmetic in " + format)
        numbers = self.decode(member(request, "values", list), format)
        results = [r for x, y in zip(numbers[::2], numbers[1::2]) for r in (x + y, x * y)]
        return {"values": [encode(result, format, self.encoding) for result in results]}

    def eval(self, request):
        """Evaluate a function on every case; all of them are read before the first is evaluated."""
        seq = member(request, "seq", int)
        name = member(request, "function", str)
        if name not in self.functions:
            raise Malformed("unknown function %.80r" % name)
        format = member_format(request)
        if format not in self.declared[name]["formats"]:
            raise Malformed("%.80s does not offer %s" % (name, format))
        function, count = self.functions[name]
        cases = [self.arguments(case, format, count) for case in member(request, "cases", list)]
        pairs = "returns" in self.declared[name]
        return {"seq": seq, "r": [self.outcome(function, case, format, pairs) for case in cases]}

    def arguments(self, case, format, count):
        """The distributions of one case, as lists of floats."""
        if not isinstance(case, dict):
            raise Malformed("a case is a JSON object")
        return [self.decode(member(case, key, list), format) for key in ("p", "q")[:count]]

    def outcome(self, function, arguments, format, pairs):
        """What the function makes of one case: a number, with its error if so declared, or what it
        raised."""
        try:
            result = function(*arguments, format)
            value, *error = result if pairs else [result]
            texts = [encode(float(x), format, self.encoding) for x in [value] + error]
            return texts if pairs else texts[0]
        except Skip as skip:
            entry = {"skip": printable(str(skip.reason))}
            if skip.issue:
                entry["issue"] = printable(str(skip.issue))
            return entry
        except Exception as error:
            return {"throw": describe(error)}

    def reply(self, line):
        """The reply line to a request line, or None after bye."""
        request = {}
        try:
            request = read_request(line)
            cmd = member(request, "cmd", str)
            if cmd == "bye":
                return None
            answers = {"hello": self.hello, "echo": self.echo, "probe": self.probe,
                       "eval": self.eval}
            if cmd not in answers:
                raise Malformed("unknown cmd %.80r" % cmd)
            return write_reply(answers[cmd](request))
        except (Malformed, RecursionError) as error:
            answer = {"error": printable(str(error))}
            if type(request.get("seq")) is int:
                answer["seq"] = request["seq"]
            return write_reply(answer)

    def run(self):
        """Answer kloracle until it says bye or goes away."""
        reader, output = claim_streams()
        for line in reader:
            text = self.reply(line)
            if text is None:
                break
            send(output, text)
