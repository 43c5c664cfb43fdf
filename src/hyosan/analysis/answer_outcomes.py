"""One arm of an answer: how its replicates ended, when and how they got out, what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.answer_intervals import (
    Mean,
    Share,
    Spread,
    counts_by,
    mean_of,
    share_of,
    share_of_count,
    spread_of,
)
from hyosan.engine.response.verdict import Verdict
from hyosan.terms import Outcome, Route

F64 = NDArray[np.float64]

WHOLE: Final = (Outcome.EXTINCT, Outcome.HORIZON)
"""Ends of a replicate that was not cut short."""


@dataclass(frozen=True)
class RouteShare:
    """How it first got out, as a share of the replicates that got out."""

    route: Route
    share: Share


@dataclass(frozen=True)
class Place:
    """A district where it first came out, as a share of the replicates that got out. `name` is "" where it has none."""

    district: int
    name: str
    share: Share


@dataclass(frozen=True)
class FirstEscape:
    """The first infection outside: whether, when, how, where, and how late it was noticed.

    `share` is that of replicates with any infection outside; all else is about these. Intervals of routes and places
    hold for each by itself. `outside_when_noticed` counts infections outside until the first detection there, or until
    the end where nobody was detected there; `noticed` is the share in which somebody was. `delay_days` runs from the
    first infection outside to the first detection there, where there was one; it is negative where somebody infected
    inside was detected outside before he infected anybody.
    """

    share: Share
    days: Spread | None
    routes: tuple[RouteShare, ...]
    places: tuple[Place, ...]
    outside_when_noticed: Spread | None
    noticed: Share | None
    delay_days: Spread | None


@dataclass(frozen=True)
class Quantity:
    """A count of each replicate: mean with its 95 % interval, median, 5 % and 95 % quantiles."""

    mean: Mean
    median: float
    q05: float
    q95: float


@dataclass(frozen=True)
class Burden:
    """Infected and dead a replicate, inside and outside, and what the measures cost.

    n_censored replicates were stopped once nationwide (or at a number that the scenario names): their counts, and so
    the means and upper quantiles, are lower bounds.
    """

    infected: Quantity
    infected_inside: Quantity
    infected_outside: Quantity
    dead: Quantity
    dead_inside: Quantity
    dead_outside: Quantity
    cases: Quantity
    cost: Quantity
    n_censored: int


@dataclass(frozen=True)
class Arm:
    """All replicates under one response: shares of the ends, the first escape, the burden, and the verdicts."""

    contained: Share
    escaped: Share
    nationwide: Share
    undecided: Share
    first_escape: FirstEscape
    burden: Burden
    verdicts: tuple[Verdict, ...]


def column(verdicts: Sequence[Verdict], name: str) -> F64:
    """Return a field of all verdicts, float64."""
    return np.array([getattr(verdict, name) for verdict in verdicts], dtype=np.float64)


def n_censored(verdicts: Sequence[Verdict]) -> int:
    """Return how many replicates were stopped before their end, so that their counts are lower bounds."""
    return sum(verdict.outcome not in WHOLE for verdict in verdicts)


def arm_of(verdicts: Sequence[Verdict], district_names: Sequence[str]) -> Arm:
    """Return what the verdicts (at least one) of an arm say. district_names: of the world, by index."""
    contained, nationwide = column(verdicts, "is_contained") > 0, column(verdicts, "is_nationwide") > 0
    return Arm(
        contained=share_of(contained),
        escaped=share_of(column(verdicts, "is_escaped")),
        nationwide=share_of(nationwide),
        undecided=share_of(~contained & ~nationwide),
        first_escape=first_escape_of(verdicts, district_names),
        burden=burden_of(verdicts),
        verdicts=tuple(verdicts),
    )


def first_escape_of(verdicts: Sequence[Verdict], district_names: Sequence[str]) -> FirstEscape:
    """Return when, how and where it first got out. district_names: of the world, by index."""
    out = [verdict for verdict in verdicts if not np.isnan(verdict.first_escape_days)]
    share = share_of_count(len(out), len(verdicts))
    if not out:
        return FirstEscape(share, None, (), (), None, None, None)
    days, noticed_days = column(out, "first_escape_days"), column(out, "noticed_days")
    is_noticed = ~np.isnan(noticed_days)
    routes = counts_by([int(verdict.first_escape_route) for verdict in out])
    places = counts_by([verdict.first_escape_district for verdict in out])
    return FirstEscape(
        share=share,
        days=spread_of(days),
        routes=tuple(RouteShare(Route(k), share_of_count(n, len(out))) for k, n in routes),
        places=tuple(Place(k, name_of(k, district_names), share_of_count(n, len(out))) for k, n in places),
        outside_when_noticed=spread_of(column(out, "n_outside_when_noticed")),
        noticed=share_of(is_noticed),
        delay_days=spread_of((noticed_days - days)[is_noticed]),
    )


def name_of(district: int, district_names: Sequence[str]) -> str:
    """Return the name of a district, "" where it has none."""
    return district_names[district] if 0 <= district < len(district_names) else ""


def burden_of(verdicts: Sequence[Verdict]) -> Burden:
    """Return infected and dead of an arm."""
    dead_inside, dead_outside = column(verdicts, "n_dead_inside"), column(verdicts, "n_dead_outside")
    return Burden(
        infected=quantity_of(column(verdicts, "n_infected")),
        infected_inside=quantity_of(column(verdicts, "n_inside")),
        infected_outside=quantity_of(column(verdicts, "n_outside")),
        dead=quantity_of(dead_inside + dead_outside),
        dead_inside=quantity_of(dead_inside),
        dead_outside=quantity_of(dead_outside),
        cases=quantity_of(column(verdicts, "n_cases")),
        cost=quantity_of(column(verdicts, "cost")),
        n_censored=n_censored(verdicts),
    )


def quantity_of(values: F64) -> Quantity:
    """Return mean and quantiles of counts (N >= 1); the interval of the mean of counts does not go below 0."""
    mean, spread = mean_of(values), spread_of(values)
    assert spread is not None
    if mean.low is not None and mean.low < 0.0 <= float(values.min()):
        mean = Mean(mean.mean, 0.0, mean.high)
    return Quantity(mean, spread.median, spread.q05, spread.q95)
