# SPDX-License-Identifier: Apache-2.0
"""What the tests of library adapters share: a sample of each function, filled-in snippets, and what
kloracle makes of the declarations. Not a test."""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADAPTERS = ROOT / "tools" / "adapters"
KLORACLE = os.environ.get("KLORACLE", "kloracle")
sys.dont_write_bytecode = True
sys.path.insert(0, str(ADAPTERS))

# A value that each parameter may have, whatever its family.
NUMBERS = {"mu": 0.5, "sigma": 1.5, "scale": 2.0, "rate": 0.75, "prob": 0.25, "logit": -0.5,
           "alpha": 2.0, "beta": 3.0, "shape": 2.5, "minimum": 1.0, "lower": 0.25, "upper": 0.75,
           "df": 6.0, "a": 2.0, "b": 3.0, "kappa": 1.25, "dimension": 3.0}
VECTORS = {"probs": ([0.25, 0.75], [0.5, 0.5]), "logits": ([-2.0, 0.5], [1.0, 0.75]),
           "log_probs": ([-2.0, -0.5], [-1.0, -0.75])}


def values_of(parameter):
    """Numbers that a parameter may be, of a declaration: in a matrix, on its diagonal."""
    if isinstance(parameter, str):
        return [NUMBERS[parameter]]
    name, shape = parameter["name"], parameter["shape"]
    if name == "mean_direction":
        return [1.0] + [0.0] * (shape[0] - 1)
    number = NUMBERS.get(name, 1.5)
    if len(shape) == 1:
        return [number + i for i in range(shape[0])]
    return [number + i if i == j else 0.0 for i in range(shape[0]) for j in range(shape[1])]


def sides_of(declaration):
    """A valid sample of a function: [p] or [p, q], each a list of floats."""
    sides = []
    for i, side in enumerate(("p", "q")[:2 if declaration["with_q"] else 1]):
        if side in declaration:
            sides.append([number for parameter in declaration[side]["parameters"]
                          for number in values_of(parameter)])
        else:
            space = declaration.get("space", "probs")
            sides.append(VECTORS[declaration.get("space_q", space) if i else space][i])
    return sides


def filled(snippet, sides, dtype="float64"):
    """A snippet with one case in it, as kloracle fills it in."""
    for side, values in zip("pq", sides):
        snippet = snippet.replace("{%s}" % side, "[%s]" % ", ".join(map(repr, values)))
    return snippet.replace("{dtype}", dtype)


def nested(numbers, shape):
    """A flat list folded to a shape of one or two axes, as texts that are exact."""
    texts = [number.hex() if abs(number) < float("inf") else repr(number) for number in numbers]
    if len(shape) == 1:
        return texts
    return [texts[i * shape[1]:(i + 1) * shape[1]] for i in range(shape[0])]


def problem_of(declaration, sides):
    """The problem that a function states, with these inputs, as `kloracle eval --json` reads it."""
    problem = {key: declaration[key] for key in ("quantity", "semantics", "unit")
               if key in declaration}
    for side, numbers in zip("pq", sides):
        if side not in declaration:
            space = declaration.get("space", "probs")
            problem[side] = {"family": "categorical",
                             declaration.get("space_q", space) if side == "q" else space:
                                 nested(numbers, [len(numbers)])}
            continue
        rest, stated = list(numbers), {"family": declaration[side]["family"]}
        for parameter in declaration[side]["parameters"]:
            if isinstance(parameter, str):
                stated[parameter] = rest.pop(0).hex()
                continue
            shape = parameter["shape"]
            size = shape[0] * (shape[1] if len(shape) == 2 else 1)
            stated[parameter["name"]] = nested(rest[:size], shape)
            del rest[:size]
        problem[side] = stated
    return problem


def certified_values(problems):
    """The certified values of problems, as floats."""
    done = subprocess.run([KLORACLE, "eval", "--json"], capture_output=True, text=True, timeout=600,
                          input="".join(json.dumps(problem) + "\n" for problem in problems))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    faults = [answer for answer in answers if "decimal" not in answer]
    if len(answers) != len(problems) or faults:
        raise AssertionError("%s %s" % (faults, done.stderr))
    return [float(answer["decimal"]) for answer in answers]


def printed_by(program):
    """What a program prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "snippet", "exec"), {})
    return output.getvalue()


def run_without(library, name):
    """An adapter run where one library cannot be imported."""
    blocked = ("import runpy, sys; sys.modules[%r] = None; del sys.argv[0]; "
               "sys.path.insert(0, %r); runpy.run_path(sys.argv[0], run_name='__main__')")
    command = [sys.executable, "-B", "-c", blocked % (library, str(ADAPTERS)),
               str(ADAPTERS / (name + ".py"))]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120)


def judged_functions(name):
    """The functions of an adapter that a short check judged."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        subject = "cmd:%s %s" % (sys.executable, ADAPTERS / (name + ".py"))
        done = subprocess.run([KLORACLE, "check", subject, "--cases", "1", "--laws", "0",
                               "--format", "binary64", "--report", report],
                              capture_output=True, text=True, timeout=600)
        if done.returncode not in (0, 1):
            raise AssertionError(done.stderr)
        lines = [json.loads(line) for line in report.read_text().splitlines()]
    return {line["function"] for line in lines if line["line"] == "summary"}
