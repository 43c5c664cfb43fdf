"""Two special functions of the closed forms: the exponential integral and the incomplete gamma function."""

import math

EULER_GAMMA = 0.5772156649015329
TINY = 1e-300
MOST_TERMS = 10_000


def scaled_exponential_integral(x: float) -> float:
    """Return exp(x) E1(x), x > 0, where E1(x) is the integral of exp(-u)/u from x on.

    Series below 1, continued fraction above. Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical
    Functions, 1964, 5.1.11 and 5.1.22.
    """
    if not x > 0.0:
        raise ValueError(f"x: found {x}; allowed is a number above 0")
    if x >= 1.0:
        return _continued_fraction(x, 0.0)
    total, power = -EULER_GAMMA - math.log(x), -1.0
    for n in range(1, MOST_TERMS):
        power *= -x / n
        total += power / n
        if abs(power) < 1e-18 * n:
            break
    return math.exp(x) * total


def gamma_above(shape: float, x: float) -> float:
    """Return the share of a gamma law with that shape (> 0) and scale 1 that lies above x >= 0.

    The regularised incomplete gamma function Q(a, x): 1 - its series below a + 1, its continued fraction above.
    Source: M. Abramowitz and I. A. Stegun 1964, 6.5.29 and 6.5.31.
    """
    if x <= 0.0:
        return 1.0
    log_front = shape * math.log(x) - x - math.lgamma(shape)
    if x >= shape + 1.0:
        return math.exp(log_front) * _continued_fraction(x, shape)
    term = total = 1.0 / shape
    for n in range(1, MOST_TERMS):
        term *= x / (shape + n)
        total += term
        if term < 1e-17 * total:
            break
    return 1.0 - math.exp(log_front) * total


def _continued_fraction(x: float, shape: float) -> float:
    """Return Gamma(a, x) exp(x) x^-a by the method of Lentz: 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- ...)))."""
    b = x + 1.0 - shape
    c, d = 1.0 / TINY, 1.0 / b
    value = d
    for n in range(1, MOST_TERMS):
        a = -n * (n - shape)
        b += 2.0
        d = a * d + b
        d = 1.0 / (d if abs(d) > TINY else TINY)
        c = b + a / c
        c = c if abs(c) > TINY else TINY
        value *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return value
