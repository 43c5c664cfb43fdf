"""What a search for a frontier has found."""

from dataclasses import dataclass
from typing import Literal

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_surface import Surface

Status = Literal["found", "all hold", "none hold", "unknown"]


@dataclass(frozen=True)
class Point:
    """The critical value of one parameter at a value of the other (None if there is none), with its 95 % interval.

    status: "found"; "all hold": every value of the range keeps the wanted level, by the counts (`critical` is then the
    hardest value); "none hold": none does (`critical` is None); "unknown": the budget was used up before. `low` and
    `high` are None where the interval reaches beyond the range.
    """

    at: float | None
    critical: float | None
    low: float | None
    high: float | None
    status: Status
    n_seeds: int


@dataclass(frozen=True)
class Evaluation:
    """A setting, the seeds known there, how many of them were contained, and how many were run at that very setting.

    Of the others the outcome follows from runs at harder and easier settings; `n_contained` is corrected for the share
    of such outcomes that turned out wrong when they were run.
    """

    values: tuple[float, ...]
    n: int
    n_contained: int
    n_run: int


@dataclass(frozen=True)
class Frontier:
    """What containment takes: the critical values of the first parameter, and what they rest on.

    axes: the first is the one whose critical value `points` gives for each value of the second; edge: the critical
    value of the second where the first is at its easiest (None with one parameter). `runs_grid`: what a plain grid
    would have run for intervals of the same width (see grid_runs). `n_checked` implied outcomes near the critical
    values were run as well, `n_violating` of them were wrong; `n_disorderly` of `n_look` seeds of the first look were
    contained at a setting harder than one at which they were lost. `is_implying`: whether outcomes were implied at the
    end. `is_complete`: every interval of a value within the range is as narrow as wanted; otherwise the budget was
    used up. `sentences` say it in plain English, the most important first.
    """

    scenario: str
    seed: int
    hold: float
    confidence: float
    precision: float
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    edge: Point | None
    settings: tuple[Evaluation, ...]
    surface: Surface
    runs_used: int
    runs_grid: int
    n_checked: int
    n_violating: int
    n_look: int
    n_disorderly: int
    is_implying: bool
    is_complete: bool
    sentences: tuple[str, ...] = ()
