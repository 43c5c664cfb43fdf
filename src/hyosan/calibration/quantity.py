"""Which number of a run a series is compared with, and how it is counted while the run goes on."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.infections import is_infection
from hyosan.calibration.errors import FitError
from hyosan.calibration.series import Series
from hyosan.scenario import Scenario
from hyosan.terms import SUSCEPTIBLE, EventKind
from hyosan.world.errors import nearest

F64 = NDArray[np.float64]

INFECTIONS: Final = "infections"
CASES: Final = "cases"
IN: Final = "in:"
FORM: Final = "'infections', 'cases', or 'in:STATE' (several states apart by commas)"


@dataclass(frozen=True)
class Quantity:
    """What is counted: new infections, newly detected cases, or people who are in some states.

    name: as it was asked for. states: codes of the states; none for infections and cases.
    """

    name: str
    states: tuple[int, ...] = ()

    def words(self, series: Series) -> str:
        """Return the quantity in words."""
        if self.states:
            names = self.name.removeprefix(IN)
            return f"people in states {names.replace(',', ', ')}" if "," in names else f"people in state {names}"
        what = "infections" if self.name == INFECTIONS else "detected cases"
        return f"{what} so far" if series.is_cumulative else f"{what} a day"


def find_quantity(name: str, scenario: Scenario, is_cumulative: bool) -> Quantity:
    """Return the quantity of a name. Raises FitError for an unknown one and where the scenario does not have it."""
    if name == INFECTIONS:
        return Quantity(name)
    if name == CASES:
        if scenario.response is None or not scenario.response.detection:
            raise FitError(
                "quantity: found 'cases', but nobody is detected in this scenario; "
                "say in response.detection who is, or compare with 'infections'."
            )
        return Quantity(name)
    if not name.startswith(IN):
        raise FitError(f"quantity: found {name!r}; give {FORM}.{nearest(name, (INFECTIONS, CASES))}")
    if is_cumulative:
        raise FitError(f"quantity: found {name!r} for a cumulative series; give {INFECTIONS!r} or {CASES!r}.")
    known = [state.name for state in scenario.pathogen.states]
    wanted = [part.strip() for part in name.removeprefix(IN).split(",")]
    for state in wanted:
        if state not in known:
            raise FitError(f"quantity: found state {state!r}; give one of {', '.join(known)}.{nearest(state, known)}")
    return Quantity(name, tuple(sorted({known.index(state) for state in wanted})))


class Counter:
    """Counts a quantity on the days of a series from the rows of an event log, as they come.

    People in a state are those at the moment at which the day begins (the time equals the day's number); infections
    and cases of day d happen from d until just before d + 1, cumulative ones at any time before d + 1.
    """

    def __init__(self, quantity: Quantity, series: Series, n_people: int) -> None:
        """Start with nobody infected. n_people: in the world."""
        self._quantity = quantity
        self._series = series
        self._is_running = series.is_cumulative or bool(quantity.states)
        self._counts = np.zeros(len(series.days) + 1, np.int64)
        if SUSCEPTIBLE in quantity.states:
            self._counts[0] = n_people

    def take(self, rows: NDArray[np.void]) -> None:
        """Count rows of the log (LOG_DTYPE)."""
        kind, days, n = rows["kind"], self._series.days, len(self._counts)
        if self._quantity.states:
            went = np.isin(rows["to_state"], self._quantity.states).astype(np.int64)
            went -= np.isin(rows["from_state"], self._quantity.states)
            at = np.flatnonzero(went)
            self._add(np.searchsorted(days, rows["time_days"][at], side="left"), went[at], n)
            return
        is_counted = is_infection(kind) if self._quantity.name == INFECTIONS else kind == EventKind.DETECTION
        times = rows["time_days"][is_counted]
        if self._is_running:
            self._add(np.searchsorted(days + 1.0, times, side="right"), None, n)
            return
        day = np.searchsorted(days, times, side="right") - 1
        is_on = (day >= 0) & (times < days[np.maximum(day, 0)] + 1.0)
        self._add(day[is_on], None, n)

    def _add(self, places: NDArray[np.int64], weights: NDArray[Any] | None, n: int) -> None:
        added = np.bincount(places, weights, n)
        self._counts += added.astype(np.int64)

    def values(self) -> F64:
        """Return the counted quantity on each day of the series."""
        counts = self._counts[:-1]
        return (np.cumsum(counts) if self._is_running else counts).astype(np.float64)
