# SPDX-License-Identifier: Apache-2.0
"""An adapter of the encoding bin, written from the protocol's page; mutants bend its answers."""

import json
import struct
import sys
import zlib

from good import naive_kl
from kloracle_adapter import FORMATS, number_of, pattern_of

FUNCTION = {"name": "naive_kl", "quantity": "kl", "semantics": "measure", "unit": "nats",
            "formats": ["binary64"]}
HELLO = {"klap": 1, "encoding": "bin", "functions": [FUNCTION]}


def read_numbers(payload, format):
    """The floats whose bytes these are."""
    width = FORMATS[format].width // 8
    parts = [payload[i:i + width] for i in range(0, len(payload), width)]
    return [number_of(int.from_bytes(part, "little"), FORMATS[format]) for part in parts]


def write_numbers(numbers, format):
    """The bytes of floats."""
    fmt = FORMATS[format]
    return b"".join(pattern_of(x, fmt).to_bytes(fmt.width // 8, "little") for x in numbers)


def read_cases(payload, format):
    """(p, q) of every case."""
    width = FORMATS[format].width // 8
    at = 0
    while at < len(payload):
        p, q = (width * count for count in struct.unpack_from("<II", payload, at))
        at += 8
        yield (read_numbers(payload[at:at + p], format),
               read_numbers(payload[at + p:at + p + q], format))
        at += p + q


def evaluate(request, payload):
    """(members of the header, payload) of the answer to eval."""
    format, entries, messages = request["format"], [], {}
    for i, (p, q) in enumerate(read_cases(payload, format)):
        try:
            entries.append(b"\0" + write_numbers([naive_kl(p, q, format)], format))
        except ValueError as error:
            messages[str(i)] = "ValueError: %s" % error
            entries.append(b"\1" + write_numbers([0], format))
    assert len(entries) == request["cases"]
    return {"seq": request["seq"], "messages": messages}, b"".join(entries)


def answer(request, payload):
    """(members of the header, payload) of the answer to any request but bye."""
    cmd, format = request["cmd"], request.get("format")
    if cmd == "hello":
        return HELLO, b""
    if cmd == "echo":
        return {}, payload
    if cmd == "probe":
        x = read_numbers(payload, format)
        pairs = zip(x[::2], x[1::2])
        return {}, write_numbers([r for a, b in pairs for r in (a + b, a * b)], format)
    return evaluate(request, payload)


def serve(name, bend=lambda header, payload: payload):
    """Hold the conversation; bend() may change the header and the payload of answers to eval."""
    HELLO["impl"] = {"name": name, "version": "1"}
    reader, writer = sys.stdin.buffer, sys.stdout.buffer
    for line in reader:
        request = json.loads(line)
        if request["cmd"] == "bye":
            return
        payload = reader.read(request.get("bytes", 0))
        assert zlib.crc32(payload) == request.get("crc32", 0)
        header, result = answer(request, payload)
        if result or request["cmd"] == "eval":
            header.update(bytes=len(result), crc32=zlib.crc32(result))
        if request["cmd"] == "eval":
            result = bend(header, result)
        writer.write(json.dumps(header).encode() + b"\n" + result)
        writer.flush()


if __name__ == "__main__":
    FUNCTION["formats"] = list(FORMATS)
    serve("binary")
