# SPDX-License-Identifier: Apache-2.0
"""The adapters of torch: what they state is what torch computes, and no pair is left out.

Run as  KLORACLE=path/to/kloracle .adapters/python/bin/python tests/adapters/torch_adapter_test.py
(some seconds). Without PyTorch in this Python, nor in .adapters/python, only the message about it
is tested.
"""

import contextlib
import io
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADAPTERS = ROOT / "tools" / "adapters"
KLORACLE = os.environ.get("KLORACLE", "kloracle")
INSTALLED = ROOT / ".adapters" / "python" / "bin" / "python"
NAMES = ("torch_adapter", "torch_distributions_adapter", "rlhf_adapter")
sys.dont_write_bytecode = True
sys.path.insert(0, str(ADAPTERS))

try:
    import torch
except ImportError:
    torch = None
if torch is None and INSTALLED.exists() and Path(sys.executable) != INSTALLED:
    os.execv(INSTALLED, [str(INSTALLED), *sys.argv])
if torch is not None:
    import rlhf_adapter
    import torch_adapter
    import torch_distributions_adapter as distributions
    from kloracle_adapter import Skip, family_of
    MODULES = (torch_adapter, distributions, rlhf_adapter)

needs_torch = unittest.skipIf(torch is None,
                              "PyTorch is not installed: tools/setup --adapters python")
LN2, PI = math.log(2), math.pi
BERNOULLI = math.log(2) / 2 + math.log(2 / 3) / 2  # of 1/2 from 1/4
EULER = 0.5772156649015329
NORMAL_ENTROPY = math.log(2 * PI * math.e) / 2
IDENTITY = [1.0, 0.0, 0.0, 1.0]


def times(factor):
    """A multiple of the identity matrix, row by row."""
    return [factor * entry for entry in IDENTITY]


def pair(name, other=None):
    """The name of a divergence of torch.distributions."""
    return "kl_divergence(%s,%s)" % (name, other or name)


# Values that follow from the definitions; each would change if an argument changed places, or a
# scale were a rate, a variance a standard deviation, or a success a failure.
KNOWN = (
    ("F.kl_div", [1.0, 0.0], [-LN2, -LN2], LN2),
    ("F.kl_div", [0.5, 0.25], [-1.0, -2.0], 0.5 * (1 - LN2) + 0.25 * (2 - 2 * LN2)),
    ("F.kl_div(log_target)", [-1.0, -2.0], [-3.0, -5.0], 2 / math.e + 3 * math.exp(-2)),
    ("F.kl_div(batchmean)", [1.0, 0.0], [-LN2, -LN2], LN2),
    ("F.kl_div(batchmean,log_target)", [-1.0, -2.0], [-3.0, -5.0],
     2 / math.e + 3 * math.exp(-2)),
    ("torch.special.entr", [0.5, 0.25], None, LN2),
    ("F.binary_cross_entropy", [1.0], [0.25], 2 * LN2),
    ("F.binary_cross_entropy_with_logits", [1.0], [1.0], math.log(1 + 1 / math.e)),
    (pair("Categorical"), [2.0, 2.0], [1.0, 3.0], BERNOULLI),
    (pair("Categorical.logits"), [1.0, 1.0], [0.0, math.log(3)], BERNOULLI),
    (pair("OneHotCategorical"), [2.0, 2.0], [1.0, 3.0], BERNOULLI),
    ("Categorical.logits.entropy", [7.0, 7.0], None, LN2),
    (pair("Bernoulli"), [0.5], [0.25], BERNOULLI),
    (pair("Bernoulli.logits"), [0.0], [-math.log(3)], BERNOULLI),
    (pair("Bernoulli", "Poisson"), [1.0], [2.0], 2 - LN2),
    (pair("Binomial"), [3.0, 0.5], [3.0, 0.25], 3 * BERNOULLI),
    (pair("Geometric"), [0.5], [0.25], LN2 + math.log(2 / 3)),
    (pair("Poisson"), [2.0], [1.0], 2 * LN2 - 1),
    (pair("Beta", "Exponential"), [2.0, 1.0], [1.0], LN2 - 1 / 2 + 2 / 3),
    (pair("Beta"), [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    (pair("Cauchy"), [0.0, 1.0], [0.0, 3.0], math.log(4 / 3)),
    ("ContinuousBernoulli.entropy", [0.25], None,
     2 * LN2 - math.log(2 * math.log(3)) - 3 / 2 * math.log(3) + 1),
    (pair("Exponential"), [2.0], [1.0], LN2 - 0.5),
    (pair("Gamma"), [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    (pair("Gamma", "Exponential"), [1.0, 2.0], [1.0], LN2 - 0.5),
    (pair("Chi2"), [2.0], [4.0], EULER),
    (pair("InverseGamma"), [2.0, 3.0], [2.0, 6.0], 2 * (1 - LN2)),
    (pair("Gumbel"), [0.0, 1.0], [1.0, 1.0], math.e - 2),
    (pair("HalfNormal"), [1.0], [2.0], LN2 - 3 / 8),
    (pair("Independent"), [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    (pair("Laplace"), [0.0, 1.0], [1.0, 1.0], 1 / math.e),
    (pair("LogNormal"), [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    ("LogNormal.entropy", [3.0, 1.0], None, NORMAL_ENTROPY + 3),
    (pair("LogitNormal"), [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    (pair("Normal"), [0.0, 1.0], [1.0, 1.0], 0.5),
    (pair("Normal"), [0.0, 1.0], [0.0, 2.0], LN2 - 3 / 8),
    (pair("Pareto"), [2.0, 1.0], [1.0, 1.0], LN2),
    (pair("Pareto"), [1.0, 1.0], [1.0, 2.0], 1 - LN2),
    (pair("Uniform"), [0.0, 1.0], [0.0, 2.0], LN2),
    (pair("Dirichlet.2"), [1.0, 1.0], [2.0, 1.0], 1 - LN2),
    (pair("MultivariateNormal.covariance_matrix.2"), [0.0, 0.0] + IDENTITY,
     [0.0, 0.0] + times(4.0), 2 * LN2 - 3 / 4),
    (pair("MultivariateNormal.precision_matrix.2"), [0.0, 0.0] + IDENTITY,
     [0.0, 0.0] + times(0.25), 2 * LN2 - 3 / 4),
    (pair("MultivariateNormal.scale_tril.2"), [0.0, 0.0] + IDENTITY, [0.0, 0.0] + times(2.0),
     2 * LN2 - 3 / 4),
    (pair("LowRankMultivariateNormal.2"), [0.0, 0.0, 0.0, 0.0, 1.0, 1.0],
     [0.0, 0.0, 3.0 ** 0.5, 0.0, 1.0, 4.0], 2 * LN2 - 3 / 4),
    (pair("Wishart.covariance_matrix.2"), [6.0] + IDENTITY, [6.0] + times(2.0), 6 * LN2 - 3),
    (pair("Wishart.precision_matrix.2"), [6.0] + IDENTITY, [6.0] + times(0.5), 6 * LN2 - 3),
    (pair("Wishart.scale_tril.2"), [6.0] + IDENTITY, [6.0] + times(2 ** 0.5), 6 * LN2 - 3),
    ("Weibull.entropy", [1.0, 2.0], None, 1 + LN2),
    ("StudentT.entropy", [1.0, 5.0, 2.0], None, math.log(8 * PI)),
    ("Kumaraswamy.entropy", [3.0, 1.0], None, 2 / 3 - math.log(3)),
    ("Multinomial.entropy", [2.0, 2.0, 2.0, 0.0], None, 3 / 2 * LN2),
    ("TRL.k1", [-1.0], [-2.0], 1.0),
    ("verl.k2", [-1.0], [-3.0], 2.0),
    ("TRL.k3(GRPO)", [-1.0], [-2.0], 1 / math.e),
    ("TRL.k3(PPO)", [-1.0], [-2.0], 1 / math.e),
    ("verl.k3", [-1.0], [-2.0], 1 / math.e),
)

# A value that each parameter may have; where a word means different things, by family.
NUMBERS = {"mu": 0.5, "sigma": 1.5, "scale": 2.0, "rate": 0.75, "prob": 0.25, "logit": -0.5,
           "alpha": 2.0, "beta": 3.0, "shape": 2.5, "minimum": 1.0, "lower": 0.25, "upper": 0.75,
           "df": 6.0, "n": 3.0, "a": 2.0, "b": 3.0}


def functions():
    """Every function of the three adapters: name, declaration, the function of lists."""
    for module in MODULES:
        for name, (function, _) in module.adapter.functions.items():
            yield name, module.adapter.declared[name], function


def values_of(parameter, number):
    """Numbers that a parameter may be: in a matrix, number on the diagonal."""
    if not isinstance(parameter, dict):
        return [number]
    shape = parameter["shape"]
    if len(shape) == 1:
        return [number + i for i in range(shape[0])]
    return [number if i == j else 0.0 for i in range(shape[0]) for j in range(shape[1])]


def sides_of(declaration):
    """A valid sample of a function: [p] or [p, q], each a list of floats."""
    sides = []
    for side in ("p", "q")[:2 if declaration["with_q"] else 1]:
        if side not in declaration:
            space = declaration.get("space_q" if side == "q" else "space", "probs")
            if space == "probs":
                sides.append([0.25, 0.75])
            else:
                sides.append([-2.0, -0.5] if side == "p" else [-1.0, -0.75])
            continue
        names = [word if isinstance(word, str) else word["name"]
                 for word in declaration[side]["parameters"]]
        numbers = [values_of(word, NUMBERS.get(name, 1.5))
                   for word, name in zip(declaration[side]["parameters"], names)]
        sides.append([number for group in numbers for number in group])
    return sides


def filled(snippet, sides, dtype="float64"):
    """A snippet with one case in it, as kloracle fills it in."""
    for side, values in zip("pq", sides):
        snippet = snippet.replace("{%s}" % side, "[%s]" % ", ".join(map(repr, values)))
    return snippet.replace("{dtype}", dtype)


def printed_by(program):
    """What a program prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "snippet", "exec"), {})
    return output.getvalue()


class WithoutTorch(unittest.TestCase):
    """An adapter whose library is missing says so, and how to get it."""

    def test_one_line_and_status_69(self):
        blocked = ("import runpy, sys; sys.modules['torch'] = None; del sys.argv[0]; "
                   "sys.path.insert(0, %r); runpy.run_path(sys.argv[0], run_name='__main__')")
        for name in NAMES:
            command = [sys.executable, "-B", "-c", blocked % str(ADAPTERS),
                       str(ADAPTERS / (name + ".py"))]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=120)
            self.assertEqual(done.returncode, 69, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(done.stderr.count("\n"), 1)
            self.assertTrue(done.stderr.startswith(name + ": "), done.stderr)
            self.assertTrue(done.stderr.endswith("tools/setup --adapters python installs it\n"))


@needs_torch
class Conventions(unittest.TestCase):
    """Values that follow from the definitions, to five digits: accuracy is what kloracle judges."""

    def test_known_values(self):
        offered = {name: function for name, _, function in functions()}
        for name, p, q, value in KNOWN:
            sides = [p] if q is None else [p, q]
            returned = offered[name](*sides, "binary64")
            with self.subTest(name, p=p, q=q):
                self.assertEqual("%.5g" % returned, "%.5g" % value)

    def test_every_class_is_pinned(self):
        pinned = " ".join(name for name, *_ in KNOWN)
        for family in distributions.FAMILIES + distributions.OF_ENTROPY_ONLY:
            name = family.name.replace(".5", ".2").replace("Bernoulli.logits", "Bernoulli")
            self.assertIn(name, pinned)

    def test_support_violations_are_infinite(self):
        offered = {name: function for name, _, function in functions()}
        for name, p, q in ((pair("Pareto"), [1.0, 1.0], [2.0, 1.0]),
                           (pair("Uniform"), [0.0, 2.0], [0.0, 1.0]),
                           (pair("Normal", "Exponential"), [0.0, 1.0], [1.0])):
            self.assertEqual(offered[name](p, q, "binary64"), math.inf)

    def test_what_is_meant_otherwise_is_skipped(self):
        offered = {name: function for name, _, function in functions()}
        for name, p, q in (("verl.k3", [-31.0], [-1.0]), ("OpenRLHF.k1", [-1.0], [-12.0]),
                           ("F.binary_cross_entropy", [0.5], [0.0]),
                           (pair("Binomial"), [2.0, 0.5], [3.0, 0.5])):
            with self.subTest(name), self.assertRaises(Skip):
                offered[name](p, q, "binary32")
        self.assertEqual(offered["OpenRLHF.k1"]([-1.0], [-3.0], "binary32"), 2.0)


@needs_torch
class Registry(unittest.TestCase):
    """No divergence that torch has is silently left out."""

    def test_every_registered_pair_is_offered_or_has_a_reason(self):
        registry = torch.distributions.kl._KL_REGISTRY
        reached, kept = set(), dict(registry)

        def recording(key, formula):
            def record(p, q):
                reached.add(key)
                return formula(p, q)
            return record

        try:
            registry.update((key, recording(key, formula)) for key, formula in kept.items())
            torch.distributions.kl._KL_MEMOIZE.clear()
            for name, declaration, function in functions():
                if declaration["quantity"] == "kl":
                    function(*sides_of(declaration), "binary64")
        finally:
            registry.update(kept)
            torch.distributions.kl._KL_MEMOIZE.clear()
        left_out = {(p.__name__, q.__name__) for p, q in set(kept) - reached}
        self.assertEqual(left_out, set(distributions.ALWAYS_INFINITE))

    def test_pairs_left_out_are_infinite_and_torch_says_so(self):
        by_name = {family.name: family for family in distributions.FAMILIES}
        for pair_of_names in distributions.ALWAYS_INFINITE:
            problem, names = {"quantity": "kl"}, dict(vars(torch.distributions))
            for side, name in zip("pq", pair_of_names):
                family = family_of(by_name[name].words)
                words = family["parameters"]
                problem[side] = dict({word: str(NUMBERS[word]) for word in words},
                                     family=family["family"])
                names[side] = torch.tensor([NUMBERS[word] for word in words])
            done = subprocess.run([KLORACLE, "eval", "--json"], input=json.dumps(problem) + "\n",
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(json.loads(done.stdout)["status"], "plus_infinity", pair_of_names)
            call = "kl_divergence(%s, %s)" % tuple(
                distributions.construct(by_name[name], side)
                for side, name in zip("pq", pair_of_names))
            self.assertEqual(eval(call, names).item(), math.inf)

    def test_entropies_left_out_are_not_implemented(self):
        for family in distributions.FAMILIES:
            call = distributions.construct(family, "p") + ".entropy()"
            p = torch.tensor(sides_of({"with_q": False, "p": family_of(family.words)})[0])
            names = dict(vars(torch.distributions), p=p)
            if family.name in distributions.WITHOUT_ENTROPY:
                with self.assertRaises(NotImplementedError):
                    eval(call, names)
            else:
                self.assertIn(family.name + ".entropy", distributions.adapter.functions)


@needs_torch
class Declarations(unittest.TestCase):
    """What is declared is true, and kloracle takes it."""

    def test_kloracle_accepts_every_function(self):
        for name in NAMES:
            with tempfile.TemporaryDirectory() as folder:
                report = Path(folder) / "report.jsonl"
                subject = "cmd:%s %s" % (sys.executable, ADAPTERS / (name + ".py"))
                done = subprocess.run(
                    [KLORACLE, "check", subject, "--cases", "1", "--laws", "0", "--report", report],
                    capture_output=True, text=True, timeout=600)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                lines = [json.loads(line) for line in report.read_text().splitlines()]
            judged = {(line["function"]) for line in lines if line["line"] == "summary"}
            module = sys.modules[name]
            self.assertEqual(judged, set(module.adapter.functions))

    def test_snippets_print_what_the_adapter_returns(self):
        for name, declaration, function in functions():
            with self.subTest(name):
                sides = sides_of(declaration)
                for format, dtype in (("binary64", "float64"), ("binary32", "float32")):
                    if format not in declaration["formats"]:
                        continue
                    printed = printed_by(filled(declaration["snippet"], sides, dtype))
                    self.assertEqual(printed, "%r\n" % function(*sides, format))

    def test_a_snippet_is_a_whole_program(self):
        snippet = distributions.adapter.declared[pair("Normal")]["snippet"]
        done = subprocess.run([sys.executable, "-c", filled(snippet, [[0.0, 1.0], [1.0, 1.0]])],
                              capture_output=True, text=True, timeout=120, check=True)
        self.assertEqual(done.stdout, "0.5\n")

    def test_gradients_are_there_where_declared(self):
        for name, declaration, _ in functions():
            call = declaration["snippet"].splitlines()[-1]
            call = call[len("print("):-len(".item())")]
            names = {"torch": torch, "F": torch.nn.functional, **vars(torch.distributions)}
            sides = sides_of(declaration)
            tensors = {side: torch.tensor(values, dtype=torch.float32, requires_grad=True)
                       for side, values in zip("pq", sides)}
            value = eval(call, names, tensors)
            reached = torch.autograd.grad(value, list(tensors.values()), allow_unused=True) \
                if value.requires_grad else [None, None]
            for side, gradient in zip(tensors, reached):
                with self.subTest(name, side=side):
                    self.assertEqual(gradient is not None,
                                     side in declaration.get("gradient", ()))


if __name__ == "__main__":
    unittest.main()
