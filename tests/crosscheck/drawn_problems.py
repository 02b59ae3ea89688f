# SPDX-License-Identifier: Apache-2.0
"""Random and adversarial problems, as the JSON that kloracle reads. Every number is exact."""

import math
from fractions import Fraction

CONVENTIONS = {"jeffreys": ("sum", "mean"), "squared_hellinger": ("half", "sum"),
               "hellinger": ("half", "sum")}
ORDERED = {"tsallis", "alpha", "renyi", "chernoff", "renyi_entropy", "tsallis_entropy"}
UNITLESS = {"total_variation", "squared_hellinger", "hellinger", "chi_squared",
            "neyman_chi_squared", "triangular_discrimination", "tsallis", "alpha",
            "bhattacharyya_coefficient", "perplexity", "tsallis_entropy", "wasserstein_1",
            "squared_mmd"}
AXES = {"joint_entropy": (2, 4), "conditional_entropy": (2, 4), "mutual_information": (2, 2),
        "conditional_mutual_information": (3, 3), "total_correlation": (2, 4)}
OF_ONE = {"entropy", "renyi_entropy", "tsallis_entropy", *AXES}
LOGARITHMIC = ("kl", "reverse_kl", "jeffreys", "jensen_shannon")
GENERATORS = (*LOGARITHMIC, "total_variation", "squared_hellinger", "chi_squared",
              "neyman_chi_squared", "triangular_discrimination", "tsallis")
SPACES = {"normalised": ("probs", "probs", "counts", "log_probs", "logits"),
          "counts": ("counts",), "smoothed": ("counts",), "logits": ("logits",),
          "log_prob": ("log_probs",), "prob_vs_logprob": ("probs",)}
FORMATS = ("binary64",) * 4 + ("binary16", "bfloat16", "binary32", "binary128")
ROUNDINGS = ("nearest_even",) * 3 + ("nearest_away", "upward", "downward", "toward_zero")
KNOWN = ({"kl", "reverse_kl", "jeffreys", "jensen_shannon", "jensen_shannon_distance",
          "f_divergence", "bhattacharyya_distance", "chernoff_information", "max_log_ratio",
          "cross_entropy", "k_divergence", "k1", "k2", "k3"} | UNITLESS | ORDERED | OF_ONE)


def dyadic(mantissa, exponent):
    """mantissa * 2^exponent"""
    return Fraction(mantissa) * Fraction(2) ** exponent


class Source:
    """Draws from a random.Random."""

    def __init__(self, random):
        self.random = random

    def one_in(self, n):
        return self.random.randrange(n) == 0

    def size(self):
        return self.random.randint(1, 16 if self.one_in(10) else 5)

    def positive(self, low, high):
        """53 random bits, in [1, 2) * 2^e with e in [low, high]."""
        return dyadic((1 << 52) + self.random.getrandbits(52), self.random.randint(low, high) - 52)

    def signed(self, largest):
        """A double in [-largest, largest]."""
        return Fraction(self.random.uniform(-largest, largest))

    def fraction(self, most=1000):
        return Fraction(self.random.randint(0, most), self.random.randint(1, most))

    # --- weights ---------------------------------------------------------------------------

    def weight(self, kind):
        draw = {
            "ordinary": lambda: self.positive(-8, 0),
            "dyadic": lambda: dyadic(self.random.getrandbits(12), -12),
            "power_of_two": lambda: dyadic(1, -self.random.randrange(12)),
            "square": lambda: Fraction(self.random.randint(0, 12), 13) ** 2,
            "subnormal": lambda: dyadic(self.random.getrandbits(self.random.randint(1, 52)), -1074),
            "huge_ratio": lambda: self.positive(-1022, 1000),
            "binary32": lambda: dyadic((1 << 23) + self.random.getrandbits(23),
                                       self.random.randint(-53, -20)),
            "fraction": self.fraction,
            "small": lambda: Fraction(self.random.randint(0, 3)),
        }
        return draw[kind]()

    def weights(self, n):
        """n weights of each side, related in one of many ways."""
        kind = self.random.choice(("ordinary", "ordinary", "dyadic", "power_of_two", "square",
                                   "subnormal", "huge_ratio", "binary32", "fraction", "small"))
        p, q = ([self.weight(kind) for _ in range(n)] for _ in range(2))
        relation = self.random.randrange(14)
        if relation == 0:  # the same distribution
            factor = self.random.choice((1, 1, 3, Fraction(1, 7)))
            q = [w * factor for w in p]
        elif relation == 1:
            q = p[1:] + p[:1]
        elif relation == 2:
            q = self.moved(p)
        elif relation == 3:  # zeros on either side
            p, q = ([0 if self.one_in(3) else w for w in x] for x in (p, q))
        elif relation == 4:  # zeros of both
            zeros = [self.one_in(3) for _ in p]
            p, q = ([0 if z else w for z, w in zip(zeros, x)] for x in (p, q))
        elif relation == 5:  # disjoint supports
            cut = self.random.randint(0, n)
            p, q = [0] * cut + p[cut:], q[:cut] + [0] * (n - cut)
        elif relation == 6:
            p = [Fraction(i == 0) for i in range(n)]
            self.random.shuffle(p)
        elif relation == 7:
            q = [Fraction(1, n)] * n
        return [Fraction(w) for w in p], [Fraction(w) for w in q]

    def moved(self, x):
        """Each weight by a few units in its 53rd bit, or by far less."""
        tiny = Fraction(1, 1 << self.random.choice((52, 52, 60, 200)))
        return [w * (1 + tiny * self.random.randint(-2, 2)) for w in x]

    def counts(self, n):
        most = self.random.choice((3, 20, 100000, 1 << 53))
        p, q = ([Fraction(self.random.randint(0, most)) for _ in range(n)] for _ in range(2))
        return p, (list(p) if self.one_in(8) else q)

    def logarithms(self, n, negative):
        """None is -inf."""
        largest = self.random.choice((1, 1, 10, 10, 10, 50, 700)) if not self.one_in(50) else 3000
        p, q = ([self.signed(largest) for _ in range(n)] for _ in range(2))
        relation = self.random.randrange(9)
        if relation == 0:
            shift = self.signed(10)
            q = [x + shift for x in p]
        elif relation == 1:
            q = self.moved(p)
        elif relation == 2:
            p, q = ([self.fraction(20) for _ in range(n)] for _ in range(2))
        elif relation == 3:  # uniform
            p = [p[0]] * n
        elif relation == 4:
            p, q = ([Fraction(self.random.randint(-2, 2)) for _ in range(n)] for _ in range(2))
        if negative and not self.one_in(10):
            p, q = ([-abs(x) for x in side] for side in (p, q))
        masks = self.random.randrange(8)
        if masks == 0:
            hidden = [self.one_in(3) for _ in p]
            p, q = ([None if h else x for h, x in zip(hidden, side)] for side in (p, q))
        elif masks == 1:
            p = [None if self.one_in(3) else x for x in p]
        elif masks == 2:
            q = [None if self.one_in(5) else x for x in q]
        return p, q

    # --- options -----------------------------------------------------------------------------

    def unit_fraction(self):
        """In [0, 1], often near an end or simple."""
        near = dyadic(1, -self.random.choice((10, 53, 60, 200)))
        return self.random.choice((Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 4),
                                   Fraction(1, 3), near, 1 - near, Fraction(1, 2) + near,
                                   Fraction(self.random.random()), Fraction(self.random.random())))

    def order(self, what, semantics, mild):
        """Large ones only for mild numbers: p^100 of a subnormal p needs 10^5 digits."""
        if what == "chernoff":
            return text(self.unit_fraction())
        if self.one_in(12) and semantics != "generalised":
            return "inf"
        near = dyadic(1, -self.random.choice((10, 53, 60, 200)))
        a = self.random.choice((self.unit_fraction(), Fraction(2), Fraction(3), Fraction(3, 2),
                                Fraction(-1), Fraction(-1, 2), 1 + near, -near, self.signed(5),
                                Fraction(self.random.choice((7, 30, 100) if mild else (7,)))))
        return text(a)

    def kernel(self, n):
        """Symmetric: the identity, or numbers of any sign."""
        draw = self.random.choice((lambda i, j: Fraction(i == j), lambda i, j: self.signed(1),
                                   lambda i, j: dyadic(1, -abs(i - j)),
                                   lambda i, j: self.fraction(9) - self.fraction(9)))
        rows = [[draw(i, j) for j in range(n)] for i in range(n)]
        return [[text(rows[min(i, j)][max(i, j)]) for j in range(n)] for i in range(n)]

    def support(self, n):
        draw = self.random.choice((lambda: self.signed(100), lambda: self.fraction(9),
                                   lambda: Fraction(self.random.randint(-3, 3))))
        return [text(draw()) for _ in range(n)]

    def options(self, what, semantics, n, mild):
        """The keys that the quantity takes."""
        keys = {}
        if what in ORDERED:
            keys["order"] = self.order(what, semantics, mild)
        if what in ("jensen_shannon", "jensen_shannon_distance") and self.one_in(2):
            keys["weight"] = text(self.unit_fraction())
        if what in CONVENTIONS and self.one_in(2):
            keys["convention"] = self.random.choice(CONVENTIONS[what])
        if what == "f_divergence":
            keys["generator"] = self.random.choice(GENERATORS)
            if keys["generator"] == "tsallis":
                keys["order"] = self.order(what, semantics, mild)
        if what == "wasserstein_1":
            keys["support"] = self.support(n)
        if what == "squared_mmd":
            keys["kernel"] = self.kernel(n)
        if semantics == "clipped":
            keys["eps"] = text(self.random.choice((dyadic(1, -10), Fraction(1e-7), Fraction(1, 3))))
        if semantics == "smoothed":
            keys["pseudocount"] = text(self.random.choice((0, 1, Fraction(1, 2), Fraction(1, 3))))
        if what not in UNITLESS and keys.get("generator", "kl") in LOGARITHMIC:
            keys["unit"] = self.random.choice(("nats", "nats", "bits", "hartleys"))
        return keys

    # --- problems ------------------------------------------------------------------------------

    def shape(self, what):
        least, most = AXES[what]
        axes = self.random.randint(least, most)
        return [self.random.randint(1, 4 if axes == 2 else 3) for _ in range(axes)]

    def table(self, shape, p, logarithms):
        """p, or an independent table made of it, or a diagonal one."""
        kind = self.random.randrange(6)
        rest = len(p) // shape[0]
        if kind == 0 and None not in p:
            cells = [(p[i // rest], p[i % rest]) for i in range(len(p))]
            p = [a + b if logarithms else a * b for a, b in cells]
        elif kind == 1 and len(set(shape)) == 1:
            step = sum(shape[0] ** k for k in range(len(shape)))
            p = [x if i % step == 0 else None if logarithms else Fraction(0)
                 for i, x in enumerate(p)]
        return p

    def sides(self, space, n):
        if space == "counts":
            return self.counts(n)
        if space == "probs":
            return self.weights(n)
        return self.logarithms(n, negative=space == "log_probs")

    def problem(self, what, semantics, number):
        """One problem of that quantity under those semantics; `number` is its id."""
        space = self.random.choice(SPACES.get(semantics, ("probs", "probs", "probs", "counts")))
        shape = self.shape(what) if what in AXES else [self.size()]
        n = math.prod(shape)
        p, q = self.sides(space, n)
        space_q = space
        if semantics == "prob_vs_logprob":
            q, space_q = self.logarithms(n, True)[1], "log_probs"
        if semantics == "clipped" and space == "probs" and self.one_in(6):
            p = [-x if self.one_in(3) else x for x in p]
        if what in AXES:
            p = self.table(shape, p, space in ("logits", "log_probs"))
        stated = {"id": number, "quantity": what, "semantics": semantics,
                  "p": {"family": "categorical", space: nested([text(x) for x in p], shape)}}
        if what not in OF_ONE and (what != "perplexity" or self.one_in(2)
                                   or semantics == "prob_vs_logprob"):
            stated["q"] = {"family": "categorical", space_q: [text(x) for x in q]}
        stated.update(self.options(what, semantics, n, is_mild(p + q)))
        stated.update(format=self.random.choice(FORMATS), rounding=self.random.choice(ROUNDINGS),
                      digits=self.random.choice((17, 17, 5, 1, 40)))
        return stated


def is_mild(values):
    """Whether no number has a large exponent or many bits."""
    return all(x is None or (abs(x) < 60 and x.denominator < 1 << 120) for x in values)


def nested(values, shape):
    """The flat list as a nested one."""
    for size in reversed(shape[1:]):
        values = [values[i:i + size] for i in range(0, len(values), size)]
    return values


def text(x):
    """Exact text: a hex float or an integer for dyadic numbers, a fraction otherwise."""
    if x is None:
        return "-inf"
    x = Fraction(x)
    if x.denominator == 1 and abs(x) < 1 << 53:  # a longer decimal would be read rounded
        return str(x)
    power = x.denominator.bit_length() - 1
    if x.denominator != 1 << power:
        return str(x)
    sign = "-" if x < 0 else ""
    return f"{sign}0x{abs(x.numerator):x}p-{power}" if power else f"{sign}0x{abs(x.numerator):x}p+0"
