# SPDX-License-Identifier: Apache-2.0
"""Every quantity of kloracle by its textbook formula, at a precision that two values agree on."""

import itertools
from fractions import Fraction

import mpmath_values as v
from mpmath import mp

LEAST_DIGITS, MOST_DIGITS = 40, 1200  # most: unless the first two precisions are higher
STABLE_DIGITS = 34  # two precisions agree when they share this many significant digits


# --- f-divergences from their generators --------------------------------------------------------

def generator(name, order):
    """(f, f(0), lim f(t)/t): f of t > 0, the others Fractions, mpf or INF."""
    half, two = v.HALF, 2
    table = {
        "kl": (lambda t: t * v.ln(t), Fraction(0), v.INF),
        "reverse_kl": (lambda t: -v.ln(t), v.INF, Fraction(0)),
        "jeffreys": (lambda t: (t - 1) * v.ln(t), v.INF, v.INF),
        "jensen_shannon": (lambda t: (t * v.ln(t) - (t + 1) * v.ln((t + 1) / 2)) / 2,
                           mp.ln(2) / 2, mp.ln(2) / 2),
        "total_variation": (lambda t: abs(t - 1) / two, half, half),
        "squared_hellinger": (lambda t: (v.sqrt(t) - 1) ** 2, Fraction(1), Fraction(1)),
        "chi_squared": (lambda t: (t - 1) ** 2, Fraction(1), v.INF),
        "neyman_chi_squared": (lambda t: (t - 1) ** 2 / t, v.INF, Fraction(1)),
        "triangular_discrimination": (lambda t: (t - 1) ** 2 / (t + 1), Fraction(1), Fraction(1)),
    }
    return table[name] if name != "tsallis" else tsallis_generator(order)


def tsallis_generator(a):
    """(t^a - 1)/(a - 1) for a finite a other than 1."""
    if a == 1:
        return generator("kl", None)
    at_zero = 1 / (1 - a) if a >= 0 else None  # t^0 is 0 at t = 0
    slope = v.INF if a > 1 else Fraction(0)
    return lambda t: v.over(v.power(t, a) - 1, a - 1), at_zero, slope


def f_divergence(p, q, name, order):
    if order is v.INF:
        return v.tsallis(p, q, order)
    f, at_zero, slope = generator(name, order)
    terms = []
    for a, b in zip(p, q):
        if a == b == 0:
            continue
        if a > 0 and b > 0:
            terms.append(v.times(b, f(a / b)))
            continue
        edge = at_zero if a == 0 else slope
        if edge is None:
            raise v.Undefined("-infinity")
        if edge is v.INF:
            raise v.PlusInfinity
        terms.append(v.times(a + b, edge))
    return v.total(terms)


def generalised_correction(what, a, p, q):
    """-f'(1) (P - Q)"""
    excess = v.plus(v.total(p), -v.total(q))
    if what in ("kl", "tsallis", "alpha") and (what == "kl" or a == 1):
        return -excess
    if what == "reverse_kl" or (what == "alpha" and a == 0):
        return excess
    if what == "tsallis":
        return -a / (a - 1) * excess
    if what == "k_divergence":
        return -excess / 2
    return -excess / (a - 1) if what == "alpha" else Fraction(0)


# --- Chernoff information -----------------------------------------------------------------------

def tilted(logs, a):
    """(first, second) derivative at a of ln sum p^a q^(1-a): mean and variance of ln(p/q)."""
    top = max(base + a * ratio for base, ratio in logs)
    weights = [(mp.exp(base + a * ratio - top), ratio) for base, ratio in logs]
    mass = mp.fsum(w for w, _ in weights)
    mean = mp.fsum(w * r for w, r in weights) / mass
    return mean, mp.fsum(w * (r - mean) ** 2 for w, r in weights) / mass


def root(logs, a):
    """Where the increasing first derivative is 0: Newton from a, kept inside a bracket."""
    low, high = mp.mpf(0), mp.mpf(1)
    for _ in range(200):
        value, rate = tilted(logs, a)
        low, high = (a, high) if value < 0 else (low, a)
        step = a - value / rate if rate else low
        if abs(step - a) <= mp.ldexp(a, 8 - mp.prec):
            return step
        a = step if low < step < high else (low + high) / 2
    return a


def chernoff_minimiser(p, q):
    """The a in [0, 1] that minimises sum p^a q^(1-a); None if every a does."""
    common = [(x, y) for x, y in zip(p, q) if x > 0 and y > 0]
    logs = [(v.ln(y), v.ln(x / y)) for x, y in common]
    if all(ratio == 0 for _, ratio in logs):
        return None
    if tilted(logs, mp.mpf(0))[0] >= 0:
        return mp.mpf(0)
    if tilted(logs, mp.mpf(1))[0] <= 0:
        return mp.mpf(1)
    with mp.workprec(mp.prec // 8 + 60):
        near = root(logs, mp.mpf(0.5))
    return root(logs, near)


def chernoff_information(p, q):
    if not any(x > 0 and y > 0 for x, y in zip(p, q)):
        raise v.PlusInfinity
    a = chernoff_minimiser(p, q)
    a = mp.mpf(0) if a is None else a
    return -v.ln(v.total(v.real(y) * mp.power(v.real(x) / v.real(y), a)
                         for x, y in zip(p, q) if x > 0 and y > 0))


# --- tables ------------------------------------------------------------------------------------

def marginal(cells, kept):
    """{index on the kept axes: sum}"""
    sums = {}
    for index, x in cells.items():
        key = tuple(index[axis] for axis in kept)
        sums[key] = sums.get(key, 0) + x
    return sums


def table_quantity(what, p, shape):
    """joint_entropy, conditional_entropy, ...: each as one sum over the cells."""
    cells = {index: x for index, x in zip(itertools.product(*map(range, shape)), p) if x > 0}
    axes = range(len(shape))

    def mean(ratio):
        return v.total(v.real(x) * v.ln(ratio(i, x)) for i, x in cells.items())
    if what == "joint_entropy":
        return -mean(lambda i, x: x)
    if what == "conditional_entropy":
        given = marginal(cells, axes[:-1])
        return -mean(lambda i, x: x / given[i[:-1]])
    if what == "conditional_mutual_information":
        xz, yz, z = (marginal(cells, kept) for kept in ((0, 2), (1, 2), (2,)))
        return mean(lambda i, x: z[i[2:]] * x / (xz[i[0], i[2]] * yz[i[1:]]))
    sides = [marginal(cells, (axis,)) for axis in axes]  # mutual information, total correlation

    def product(i):
        result = Fraction(1)
        for axis in axes:
            result = v.times(result, sides[axis][i[axis],])
        return result
    return mean(lambda i, x: x / product(i))


# --- the rest ------------------------------------------------------------------------------------

def renyi_entropy(p, a, tsallis):
    """ln(sum p^a)/(1-a), or (sum p^a - 1)/(1-a) for Tsallis's."""
    some = [x for x in p if x > 0]
    if a == 1:
        return v.entropy(p)
    if a is v.INF and tsallis:
        if any(x > 1 for x in some):
            raise v.Undefined("-infinity")
        return Fraction(0)
    if a is v.INF:
        if not some:
            raise v.PlusInfinity
        return -v.ln(max(some))
    if a < 0 and len(some) < len(p):
        raise v.PlusInfinity
    s = v.total(v.power(x, a) for x in some)
    return v.over(s - 1, 1 - a) if tsallis else v.log_over(s, 1 - a)


def wasserstein_1(p, q, support):
    order = sorted(range(len(p)), key=lambda i: support[i])
    terms, gap = [], Fraction(0)
    for here, following in zip(order, order[1:]):
        gap = v.plus(gap, p[here] - q[here])
        terms.append(v.times(abs(gap), support[following] - support[here]))
    return v.total(terms)


def squared_mmd(p, q, kernel):
    gaps = [a - b for a, b in zip(p, q)]
    n = len(gaps)
    return v.total(v.times(gaps[i] * gaps[j], kernel[i * n + j])
                   for i in range(n) for j in range(n))


def sampled(what, lp, lq):
    """k1, k2, k3: means over samples, from the log-probabilities themselves."""
    if not lp:
        raise v.Undefined("no samples")
    if None in lp:
        raise v.Undefined("an impossible sample")
    if None in lq:
        raise v.PlusInfinity
    gaps = [a - b for a, b in zip(lp, lq)]
    if what == "k1":
        terms = gaps
    elif what == "k2":
        terms = [gap * gap / 2 for gap in gaps]
    else:
        terms = [mp.exp(-v.real(gap)) - 1 + v.real(gap) for gap in gaps]
    return v.total(terms) / len(terms)


def scale(problem):
    """What the convention multiplies by; squared_hellinger() is not halved."""
    chosen = problem.get("convention")
    if problem["quantity"] == "jeffreys":
        return v.HALF if chosen == "mean" else Fraction(1)
    return Fraction(1) if chosen == "sum" else v.HALF


def of_two(problem, p, q):
    """The value in nats of a quantity of p and q."""
    what = problem["quantity"]
    a = v.number(problem["order"]) if "order" in problem else None
    direct = {
        "kl": lambda: v.kl(p, q),
        "reverse_kl": lambda: v.kl(q, p),
        "jeffreys": lambda: v.times(scale(problem), v.plus(v.kl(p, q), v.kl(q, p))),
        "jensen_shannon": lambda: v.skewed(p, q, v.number(problem.get("weight", "1/2"))),
        "total_variation": lambda: v.total(abs(x - y) for x, y in zip(p, q)) / 2,
        "squared_hellinger": lambda: v.times(scale(problem), v.squared_hellinger(p, q)),
        "hellinger": lambda: v.sqrt(v.times(scale(problem), v.squared_hellinger(p, q))),
        "chi_squared": lambda: v.sum_square_over(p, q, v.pearson),
        "neyman_chi_squared": lambda: v.sum_square_over(p, q, v.neyman),
        "triangular_discrimination": lambda: v.sum_square_over(p, q, v.triangular),
        "k_divergence": lambda: v.kl(p, [v.plus(a, b) / 2 for a, b in zip(p, q)]),
        "tsallis": lambda: v.tsallis(p, q, a),
        "alpha": lambda: v.alpha(p, q, a),
        "f_divergence": lambda: f_divergence(p, q, problem["generator"], a),
        "bhattacharyya_coefficient": lambda: v.root_sum(p, q),
        "bhattacharyya_distance": lambda: v.minus_log(v.root_sum(p, q)),
        "renyi": lambda: v.renyi(p, q, a),
        "chernoff": lambda: v.minus_log(v.chernoff_sum(p, q, a)),
        "chernoff_information": lambda: chernoff_information(p, q),
        "max_log_ratio": lambda: v.renyi(p, q, v.INF),
        "cross_entropy": lambda: v.cross_entropy(p, q),
        "perplexity": lambda: mp.exp(v.cross_entropy(p, q)),
        "wasserstein_1": lambda: wasserstein_1(p, q, list(map(v.number, problem["support"]))),
        "squared_mmd": lambda: squared_mmd(p, q, v.flat(problem["kernel"])[0]),
    }
    return direct[what]()


def of_one(problem, p):
    """The value in nats of a quantity of p alone."""
    what = problem["quantity"]
    a = v.number(problem["order"]) if "order" in problem else None
    if what == "entropy":
        return v.entropy(p)
    if what == "perplexity":
        return mp.exp(v.entropy(p))
    if what in ("renyi_entropy", "tsallis_entropy"):
        return renyi_entropy(p, a, what == "tsallis_entropy")
    (nested,) = (x for k, x in problem["p"].items() if k != "family")
    return table_quantity(what, p, v.flat(nested)[1])


def in_nats(problem):
    """The value at the working precision: a Fraction where everything is rational."""
    what = problem["quantity"]
    if what in ("k1", "k2", "k3"):
        return sampled(what, *(v.flat(problem[s]["log_probs"])[0] for s in "pq"))
    p, q = v.both_sides(problem)
    value = of_one(problem, p) if q is None else of_two(problem, p, q)
    if problem["semantics"] != "generalised":
        return value
    a = v.number(problem["order"]) if "order" in problem else None
    kind = problem["generator"] if what == "f_divergence" else what
    excess = generalised_correction(kind, a, p, q)
    return v.plus(value, excess)


def evaluated(problem, digits):
    """The value in its unit at that many digits."""
    with mp.workdps(digits):
        if problem["quantity"] == "jensen_shannon_distance":
            whole = dict(problem, quantity="jensen_shannon")
            return v.sqrt(abs(v.real(evaluated(whole, digits))))
        value = in_nats(problem)
        unit = problem.get("unit", "nats")
        if unit == "nats" or value == 0:
            return value
        return v.real(value) / mp.ln(2 if unit == "bits" else 10)


def minimiser(problem, digits):
    """Chernoff's a at that many digits, or None."""
    with mp.workdps(digits):
        return chernoff_minimiser(*v.both_sides(problem))


def first_digits(problem):
    """Digits that tell every input from every other and from 1: below, two values agree idly."""
    exact, logs = [Fraction(0)], [Fraction(0)]
    for side in "pq":
        for key, nested in problem.get(side, {}).items():
            if key != "family":
                values = [x for x in v.flat(nested)[0] if x is not None]
                (logs if key in ("logits", "log_probs") else exact).extend(values)
    scalars = [v.number(problem[k]) for k in ("order", "weight") if k in problem]
    scalars = [x for x in scalars if x is not v.INF]
    bits = max(x.numerator.bit_length() + x.denominator.bit_length() for x in exact)
    spread = (max(logs) - min(logs)) * 3 // 2  # in bits: 1/ln 2 < 3/2
    stretch = max([1, *map(abs, scalars)])  # of the exponents of p^a
    fine = max(x.denominator.bit_length() for x in logs + scalars + [1])
    return LEAST_DIGITS + int((bits + spread) * stretch + fine) // 3


def settled(problem, compute=evaluated, doubled=0):
    """(value, error): the precision doubles until two values agree; the error of a Fraction is 0.

    It has doubled `doubled` times before the first of them.
    """
    digits = first_digits(problem) << doubled
    coarse = compute(problem, digits)
    if isinstance(coarse, Fraction) or coarse is None:
        return coarse, Fraction(0)
    while True:
        fine = compute(problem, 2 * digits)
        with mp.workdps(2 * digits + 20):
            error = 2 * abs(fine - coarse)
            if 2 * digits > MOST_DIGITS or error <= abs(fine) * mp.mpf(10) ** -STABLE_DIGITS:
                return fine, error
        coarse, digits = fine, 2 * digits
