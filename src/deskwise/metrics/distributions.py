"""The few distributions that intervals need, in plain Python: a statistics library takes a second to load.

Accurate to about twelve digits, as the tests hold against published tables and such a library.
"""

from __future__ import annotations

import math
from collections.abc import Callable

TINY = 1e-300
STEPS = 200_000
HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
# From here on the gamma function's logarithm is taken by its series, which loses no digits in differences.
LARGE = 10.0


def _stirling(x: float) -> float:
    """What Stirling's formula misses of the logarithm of the gamma function, for large x."""
    inverse = 1 / (x * x)
    return (
        1 / 12
        - inverse
        * (
            1 / 360
            - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - inverse * 691 / 360360)))
        )
    ) / x


def _log_power(x: float, a: float, b: float) -> float:
    """The logarithm of x^a (1-x)^b / (a B(a, b)) x a, without losing digits where a and b are large."""
    if min(a, b) < LARGE:
        log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
        if max(a, b) >= LARGE:
            small, large = min(a, b), max(a, b)
            log_beta = (
                math.lgamma(small)
                + _stirling(large)
                - _stirling(a + b)
                - small * math.log(a + b)
                + small
                + (large - 0.5) * math.log1p(-small / (a + b))
            )
        return a * math.log(x) + b * math.log1p(-x) - log_beta
    mean = a / (a + b)
    apart = x - mean
    correction = _stirling(a) + _stirling(b) - _stirling(a + b)
    root = 0.5 * (math.log(a) + math.log(b) - math.log(a + b)) - HALF_LOG_TWO_PI
    return a * math.log1p(apart / mean) + b * math.log1p(-apart / (1 - mean)) - correction + root


def beta_below(x: float, a: float, b: float) -> float:
    """The chance that a beta-distributed number lies below x.

    >>> round(beta_below(0.5, 2, 3), 12)
    0.6875
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_fraction(1 - x, b, a)
    return _beta_fraction(x, a, b)


def beta_above(x: float, a: float, b: float) -> float:
    """The chance that a beta-distributed number lies above x, exact where it is small."""
    return beta_below(1 - x, b, a)


def _beta_fraction(x: float, a: float, b: float) -> float:
    # The continued fraction, by Lentz's method.
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > TINY else TINY)
    found = d
    for m in range(1, STEPS):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + factor * d
            d = 1 / (d if abs(d) > TINY else TINY)
            c = 1 + factor / c
            c = c if abs(c) > TINY else TINY
            found *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return math.exp(_log_power(x, a, b)) * found / a


def binomial_at_most(k: int, n: int, p: float) -> float:
    """The chance of at most k successes in n trials.

    >>> binomial_at_most(1, 6, 0.5) == 7 / 64
    True
    """
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    if n <= 60:
        return math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))
    return beta_below(1 - p, n - k, k + 1)


def binomial_at_least(k: int, n: int, p: float) -> float:
    """The chance of at least k successes in n trials."""
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    if n <= 60:
        return math.fsum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))
    return beta_below(p, k, n - k + 1)


def gamma_above(x: float, a: float) -> float:
    """The chance that a gamma-distributed number of shape a lies above x."""
    return 1.0 if x <= 0 else 1 - _gamma_series(x, a) if x < a + 1 else _gamma_fraction(x, a)


def gamma_below(x: float, a: float) -> float:
    """The chance that a gamma-distributed number of shape a lies below x."""
    return 0.0 if x <= 0 else _gamma_series(x, a) if x < a + 1 else 1 - _gamma_fraction(x, a)


def _gamma_density(x: float, a: float) -> float:
    """x^a e^-x / Gamma(a), without losing digits where a is large."""
    if a < LARGE:
        return math.exp(a * math.log(x) - x - math.lgamma(a))
    apart = (x - a) / a
    exponent = a * (math.log1p(apart) - apart)
    return math.exp(exponent - _stirling(a) + 0.5 * math.log(a) - HALF_LOG_TWO_PI)


def _gamma_series(x: float, a: float) -> float:
    term = found = 1 / a
    for n in range(1, STEPS):
        term *= x / (a + n)
        found += term
        if term < found * 1e-17:
            break
    return found * _gamma_density(x, a)


def _gamma_fraction(x: float, a: float) -> float:
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    found = d
    for n in range(1, STEPS):
        factor = -n * (n - a)
        b += 2
        d = factor * d + b
        d = 1 / (d if abs(d) > TINY else TINY)
        c = b + factor / c
        c = c if abs(c) > TINY else TINY
        found *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return found * _gamma_density(x, a)


def rising_root(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes 0 between two points, to the last digits (Brent-like bisection)."""
    at_low, at_high = value(low), value(high)
    for _ in range(200):
        # The secant while it halves the gap, the middle otherwise.
        middle = low - at_low * (high - low) / (at_high - at_low) if at_high != at_low else (low + high) / 2
        if not low < middle < high:
            middle = (low + high) / 2
        for point in (middle, (low + high) / 2):
            if not low < point < high:
                continue
            found = value(point)
            if found < 0:
                low, at_low = point, found
            else:
                high, at_high = point, found
        if high - low <= 4e-16 * max(abs(low), abs(high)):
            break
    return (low + high) / 2
