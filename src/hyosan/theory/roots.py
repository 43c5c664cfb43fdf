"""Two small numerical tools of the closed forms: a root by bisection and a Runge-Kutta integrator."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def bisect(function: Callable[[float], float], low: float, high: float, steps: int = 200) -> float:
    """Return a root of a continuous function that changes its sign between `low` and `high`.

    Halves the interval until it holds no float64 between its ends, or `steps` times. Raises ValueError where both
    ends have the same sign.
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0.0:
        return low
    if at_high == 0.0:
        return high
    if (at_low > 0.0) == (at_high > 0.0):
        raise ValueError(f"no change of sign between {low} ({at_low}) and {high} ({at_high})")
    for _ in range(steps):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if (function(middle) > 0.0) == (at_low > 0.0):
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def integrate(slope: Callable[[F64], F64], start: F64, times_days: F64, max_step_days: float) -> F64:
    """Return the states, one row a time, of dx/dt = slope(x) with x(0) = start.

    Classical Runge-Kutta of fourth order with equal steps of at most `max_step_days` between two times. `times_days`
    (days) must not fall and start at 0 or later.
    """
    state, now = np.array(start, np.float64), 0.0
    rows = np.empty((len(times_days), len(state)))
    for row, time_days in enumerate(times_days):
        span = float(time_days) - now
        if span < 0.0:
            raise ValueError(f"times_days: found {time_days} after {now}; allowed are times that do not fall")
        n_steps = int(np.ceil(span / max_step_days))
        for _ in range(n_steps):
            state = _runge_kutta_step(slope, state, span / n_steps)
        now = float(time_days)
        rows[row] = state
    return rows


def _runge_kutta_step(slope: Callable[[F64], F64], state: F64, step_days: float) -> F64:
    k1 = slope(state)
    k2 = slope(state + 0.5 * step_days * k1)
    k3 = slope(state + 0.5 * step_days * k2)
    k4 = slope(state + step_days * k3)
    return state + step_days / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
