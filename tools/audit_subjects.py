# SPDX-License-Identifier: Apache-2.0
"""What tools/audit judges: the adapters that it finds, and what each of them offers."""

import concurrent.futures
import hashlib
import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXIT_UNAVAILABLE = 69  # of an adapter whose library is missing
HELLO_S = 60
CONTROL = "builtin:correctly_rounded"  # right by construction: a finding about it is a bug of ours
BUILTINS = (CONTROL, "builtin:naive")
HELLO = '{"klap":1,"cmd":"hello","suite":"audit","encodings":["hexfloat","bits","dec17","bin"]}\n'
GROUPS = {".py": "python", ".R": "r", ".js": "node", ".cpp": "cpp"}


class UsageError(Exception):
    """What is wrong with the command line."""


class Subject:
    """A built-in subject or an adapter, and its part of the report."""

    def __init__(self, name, argument, parts):
        self.name = name
        self.argument = argument
        self.source = None
        self.group = ""
        self.functions = 0
        self.units = 1        # functions times formats
        self.absent = ""      # why it is not installed
        self.fault = ""       # why it could not be judged
        self.hello = ""       # what it answered
        self.called = name    # what it calls itself
        plain = name.replace(":", "_")
        self.part = parts / (plain + ".jsonl")
        self.key = parts / (plain + ".key")
        self.log = parts / (plain + ".log")

    def stored(self):
        try:
            return json.loads(self.key.read_text())
        except (OSError, ValueError):
            return {}

    def complete(self):
        """Whether the part ends in the footer of a run that put every case to its subject."""
        return last_line(self.part).get("complete") is True

    def weight(self):
        """About how long it takes, in seconds: as long as it took, else by its functions."""
        return max(0.1, float(self.stored().get("seconds", 0)) or 0.6 * self.units)


def last_line(path):
    """The last line of a JSONL file, an empty object if that is none."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, file.seek(0, 2) - 65536))
            line = json.loads(file.read().splitlines()[-1])
            return line if isinstance(line, dict) else {}
    except (OSError, ValueError, IndexError):
        return {}


def relative(path):
    """A path as one writes it in the repository."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)


def python_for(name):
    """The interpreter of an adapter: of an environment of its own, of all, or of tools/run."""
    folders = (".adapters/" + name, ".adapters/python", ".venv")
    pythons = [folder + "/bin/python" for folder in folders]
    return next((python for python in pythons if (ROOT / python).exists()), "python3")


def compiled(source, name):
    """Compiles a C++ adapter where that is due; its path, and why that failed if it did."""
    target = ROOT / ".adapters" / "cpp" / source.stem
    inputs = [source] + list(source.parent.glob("*.hpp"))
    if target.exists() and target.stat().st_mtime > max(f.stat().st_mtime for f in inputs):
        return target, ""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    done = subprocess.run(["c++", "-O2", "-std=c++17", "-Itools/adapters/cpp",
                           "-isystem", "/usr/include/eigen3", str(source), "-o", str(target)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = [line for line in done.stderr.splitlines() if "error" in line]
    return target, "" if done.returncode == 0 else (errors or ["c++ failed"])[0]


def command_of(subject):
    """How the adapter is run, as a list; sets `absent` or `fault` where it cannot be."""
    source, suffix = subject.source, subject.source.suffix
    needs = {".R": "Rscript", ".js": "node", ".cpp": "c++"}.get(suffix)
    if needs and not shutil.which(needs):
        subject.absent = needs + " is not installed"
        return []
    if suffix == ".cpp":
        target, subject.fault = compiled(source, subject.name)
        return [relative(target)]
    runner = python_for(subject.name) if suffix == ".py" else needs
    return [runner, relative(source)]


def probe(subject):
    """Asks an adapter for its functions, and finds out so whether its library is there."""
    command = command_of(subject)
    if subject.absent or subject.fault:
        return
    subject.argument = "cmd:" + " ".join(shlex.quote(word) for word in command)
    try:
        done = subprocess.run(command, input=HELLO + '{"cmd":"bye"}\n', capture_output=True,
                              text=True, errors="replace", timeout=HELLO_S,
                              env=dict(os.environ, LC_ALL="C"))
    except subprocess.TimeoutExpired:
        subject.fault = "no answer to hello in %d s" % HELLO_S
        return
    except OSError as error:
        subject.fault = "%s: %s" % (command[0], error.strerror)
        return
    said = (done.stderr.strip().splitlines() or ["exit status %d" % done.returncode])[-1]
    if done.returncode == EXIT_UNAVAILABLE:
        subject.absent = said
        return
    try:
        hello = json.loads(done.stdout.splitlines()[0])
        formats = [len(f["formats"]) for f in hello["functions"]]
        subject.functions, subject.units = len(formats), max(1, sum(formats))
        subject.hello = json.dumps(hello, sort_keys=True)
        subject.called = hello["impl"]["name"]
    except (ValueError, KeyError, TypeError, IndexError):
        subject.fault = "no answer to hello: " + said


def find_subjects(asked, parts):
    """All that `asked` wants judged, probed."""
    known = {name: Subject(name, name, parts) for name in BUILTINS}
    for source in sorted(asked.adapters.rglob("*_adapter.*")):
        if source.suffix not in GROUPS or source.stem == "kloracle_adapter":
            continue
        name = source.stem[:-len("_adapter")]
        if name in known:
            raise UsageError("two adapters are named '%s'" % name)
        known[name] = Subject(name, "", parts)
        known[name].source = source
        known[name].group = GROUPS[source.suffix]
    unknown = [name for name in asked.only or () if name not in known]
    if unknown:
        raise UsageError("--only: no adapter '%s'; known: %s" % (
            unknown[0], ", ".join(sorted(known))))
    chosen = [known[name] for name in sorted(known) if not asked.only or name in asked.only]
    print("tools/audit: asking %d implementations what they offer" % len(chosen), flush=True)
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        list(pool.map(probe, [subject for subject in chosen if subject.source]))
    return chosen


def key_of(subject, asked, binary):
    """All that the part depends on, as one digest."""
    digest = hashlib.sha256()
    for text in (subject.argument, subject.hello, asked.cases, asked.laws, asked.seed, binary):
        digest.update(repr(text).encode())
    if subject.source:
        beside = [f for f in subject.source.parent.glob("*" + subject.source.suffix)
                  if f.stem == "kloracle_adapter" or not f.stem.endswith("_adapter")]
        for file in [subject.source] + sorted(beside) + sorted(subject.source.parent.glob("*.hpp")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
