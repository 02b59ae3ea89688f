# SPDX-License-Identifier: Apache-2.0
"""Right answers under kloracle: kloracle check "cmd:python3 tools/adapters/mpmath_adapter.py".

Textbook formulas in mpmath, at as many digits as it takes for the rounding to the format to be
settled. It shows that right code gets no findings: every value should be correctly rounded.
"""

import sys

from kloracle_adapter import Adapter, Skip

try:
    from mpmath import inf, mp, mpf
    import mpmath
except ImportError as error:
    print("mpmath_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

LONGEST = 100  # outcomes of a distribution: so many digits take their time
MOST_BITS = 60000
WIDEST_FOR_GAMMA = 120  # bits of parameters beyond which its logarithm takes seconds
SHAPES = {"binary64": (53, -1022, 1023), "binary32": (24, -126, 127)}  # digits, exponents

adapter = Adapter(name="mpmath", version=mpmath.__version__, max_cases=8, max_n=LONGEST,
                  issues="https://github.com/mpmath/mpmath/issues")


def rounded(x, format):
    """x as a float of the format, to nearest, ties to even."""
    if not mp.isfinite(x):
        return float(x)
    digits, least, most = SHAPES[format]
    sign, mantissa, exponent, length = map(int, x._mpf_)
    top = exponent + length - 1
    if mantissa == 0 or top > most:
        return float("inf") * (-1) ** sign if mantissa else 0.0
    unit = max(top, least) - digits + 1
    if top < unit - 1:
        return 0.0
    dropped = unit - exponent
    whole, rest = (mantissa << -dropped, 0) if dropped <= 0 else divmod(mantissa, 1 << dropped)
    half = 1 << max(dropped - 1, 0)
    whole += dropped > 0 and (rest > half or (rest == half and whole % 2 == 1))
    if whole.bit_length() + unit > most + 1:
        return float("inf") * (-1) ** sign
    return float(mp.ldexp(-whole if sign else whole, unit))


def width(numbers):
    """How many bits a sum of such numbers has: two that differ do so within that many."""
    pairs = [map(int, mpf(x)._mpf_[2:]) for x in numbers if x and mp.isfinite(x)]
    ends = [(exponent, exponent + length) for exponent, length in pairs]
    return max((top for _, top in ends), default=0) - min((low for low, _ in ends), default=0)


def settled(formula, numbers, format):
    """formula() rounded: the precision doubles until the error left cannot change the rounding.

    It starts where nothing that differs is taken for equal, also after it has been squared.
    """
    bits = 4 * width(numbers) + 250
    with mp.workprec(bits):
        coarse = formula()
    while bits < MOST_BITS:
        with mp.workprec(2 * bits):
            fine = formula()
            if not mp.isfinite(fine):
                return float(fine)
            error = 2 * abs(fine - coarse) + mp.ldexp(abs(fine), -bits // 2)
            low, high = rounded(fine - error, format), rounded(fine + error, format)
        if low == high:
            return low
        coarse, bits = fine, 2 * bits
    raise Skip("not settled at %d bits" % MOST_BITS)


# ---- Of vectors. 0 ln(0/q) is 0, and p ln(p/0) is infinite.


def require_weights(*vectors):
    for vector in vectors:
        if not vector or min(vector) < 0 or not all(mp.isfinite(x) for x in vector):
            raise ValueError("finite weights that are not negative are due")
    if len({len(vector) for vector in vectors}) > 1:
        raise ValueError("p and q differ in length")


def normalised(vector):
    total = mp.fsum(vector)
    if total == 0:
        raise ValueError("weights that are all 0")
    return [x / total for x in vector]


def log_term(x, a, b):
    """x ln(a/b)"""
    if x == 0:
        return mpf(0)
    return x * mp.log(a / b) if b else inf


def kl(p, q):
    return mp.fsum(log_term(a, a, b) for a, b in zip(p, q))


def generalised_kl(p, q):
    return kl(p, q) + mp.fsum(q) - mp.fsum(p)


def jensen_shannon(p, q):
    middle = [(a + b) / 2 for a, b in zip(p, q)]
    return (kl(p, middle) + kl(q, middle)) / 2


def entropy(p):
    return -mp.fsum(log_term(a, a, 1) for a in p)


def cross_entropy(p, q):
    return -mp.fsum(a * mp.log(b) if b else -inf for a, b in zip(p, q) if a)


def total_variation(p, q):
    return mp.fsum(abs(a - b) for a, b in zip(p, q)) / 2


def squared_hellinger(p, q):
    return mp.fsum((mp.sqrt(a) - mp.sqrt(b)) ** 2 for a, b in zip(p, q)) / 2


def hellinger(p, q):
    return mp.sqrt(squared_hellinger(p, q))


def chi_squared(p, q):
    return mp.fsum((a - b) ** 2 / b if b else inf for a, b in zip(p, q) if a != b)


def renyi_of_two(p, q):
    """ln(1 + chi-squared), the Renyi divergence of order 2"""
    return mp.log1p(chi_squared(p, q))


def bhattacharyya_distance(p, q):
    """-ln sum sqrt(pq), as -ln(1 - H^2): nothing cancels where P is near Q"""
    if all(a == 0 or b == 0 for a, b in zip(p, q)):
        return inf
    return -mp.log1p(-squared_hellinger(p, q))


def offer_vectors(name, quantity, semantics, formula, **options):
    """Offer a formula of one vector of mpf, or of two."""
    def evaluate(format, *vectors):
        require_weights(*vectors)
        prepare = normalised if semantics == "normalised" else list

        def value():
            return formula(*[prepare([mpf(x) for x in vector]) for vector in vectors])
        return settled(value, [x for vector in vectors for x in vector], format)

    def of_one(p, format):
        return evaluate(format, p)

    def of_two(p, q, format):
        return evaluate(format, p, q)

    register = adapter.function(name, quantity, semantics, formats=tuple(SHAPES), **options)
    register(of_one if quantity == "entropy" else of_two)


for word in ("normalised", "measure"):
    offer_vectors("kl of " + word, "kl", word, kl)
    offer_vectors("jensen_shannon of " + word, "jensen_shannon", word, jensen_shannon)
    offer_vectors("entropy of " + word, "entropy", word, entropy)
    offer_vectors("total_variation of " + word, "total_variation", word, total_variation)
    offer_vectors("hellinger of " + word, "hellinger", word, hellinger)
offer_vectors("generalised kl", "kl", "generalised", generalised_kl)
offer_vectors("cross_entropy", "cross_entropy", "normalised", cross_entropy)
offer_vectors("chi_squared", "chi_squared", "normalised", chi_squared)
offer_vectors("renyi of order 2", "renyi", "normalised", renyi_of_two, order="2")
offer_vectors("bhattacharyya_distance", "bhattacharyya_distance", "normalised",
              bhattacharyya_distance)


def log_softmax(logits):
    """(x - max, the logarithm of the sum of their exponentials): nothing tiny is lost."""
    top = max(logits)
    rest = list(logits)
    rest.remove(top)
    return ([x - top for x in logits], mp.log1p(mp.fsum(mp.exp(x - top) for x in rest)))


@adapter.function("kl of logits", quantity="kl", semantics="logits", space="logits",
                  formats=tuple(SHAPES))
def kl_of_logits(p, q, format):
    if not p or len(p) != len(q) or any(x != x or x == inf for x in p + q) or max(p) == -inf \
            or max(q) == -inf:
        raise ValueError("logits of one length are due, of each side one above -inf")

    def value():
        (x, log_x), (y, log_y) = (log_softmax([mpf(z) for z in side]) for side in (p, q))
        return mp.fsum(mp.exp(a - log_x) * (a - b - (log_x - log_y)) if b != -inf else inf
                       for a, b in zip(x, y) if a != -inf)
    return settled(value, p + q, format)


# ---- Of families.


def normal(mu, sigma, nu, tau):
    return mp.log(tau / sigma) + (sigma ** 2 - tau ** 2 + (mu - nu) ** 2) / (2 * tau ** 2)


def exponential(a, b):
    return b / a - 1 - mp.log(b / a)


def laplace(mu, a, nu, b):
    gap = abs(mu - nu)
    return mp.log(b / a) - 1 + gap / b + a / b * mp.exp(-gap / a)


def poisson(a, b):
    return log_term(a, a, b) - a + b


def bernoulli(a, b):
    return kl([a, 1 - a], [b, 1 - b])


def gamma(a, rate_a, b, rate_b):
    return ((a - b) * mp.psi(0, a) - mp.loggamma(a) + mp.loggamma(b) + b * mp.log(rate_a / rate_b)
            + a * (rate_b / rate_a - 1))


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def beta(a, b, c, d):
    return (log_beta(c, d) - log_beta(a, b) + (a - c) * mp.psi(0, a) + (b - d) * mp.psi(0, b)
            + (c - a + d - b) * mp.psi(0, a + b))


def offer_family(law, formula):
    """Offer a formula of the parameters of two distributions of a family."""
    @adapter.function("kl of " + law, "kl", p=law, q=law, formats=tuple(SHAPES))
    def between(p, q, format):
        numbers = p + q + [1.0]  # 1 - prob is one of them
        if formula in (gamma, beta) and width(numbers) > WIDEST_FOR_GAMMA:
            raise Skip("parameters too far apart for mpmath's gamma function in seconds")
        if p == q:
            return 0.0
        return settled(lambda: formula(*map(mpf, p + q)), numbers, format)


offer_family("normal(mu, sigma)", normal)
offer_family("exponential(rate)", exponential)
offer_family("laplace(mu, scale)", laplace)
offer_family("poisson(rate)", poisson)
offer_family("bernoulli(prob)", bernoulli)
offer_family("gamma(shape, rate)", gamma)
offer_family("beta(alpha, beta)", beta)

adapter.run()
