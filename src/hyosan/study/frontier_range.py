"""The ranges of numbers that were given none: as wide as what is asked about them, and no wider."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_words import amount, share
from hyosan.study.batch import evaluate
from hyosan.study.execute import Executor
from hyosan.study.frontier_axes import Range, Read, Source, Varied
from hyosan.theory.intervals import exact_interval

N_SEEDS: Final = 200
MOST_HALVINGS: Final = 8

Outcomes = NDArray[np.bool_]
Try = Callable[[tuple[float, ...]], Outcomes]
"""Returns which seeds are contained at the values of the numbers."""


@dataclass(frozen=True)
class Narrowed:
    """The ranges to search, how many replicates it took to choose them, and what is to be said about that."""

    vary: dict[str, Range]
    n_runs: int = 0
    sentences: tuple[str, ...] = ()


def narrow(
    source: Source,
    vary: Mapping[str, Range],
    varied: tuple[Varied, ...],
    hold: float,
    seed: int,
    executor: Executor,
    read: Read,
) -> Narrowed:
    """Return the ranges of a frontier, with those that were given none cut to where it can lie.

    Such a range is halved as long as half of it shows already that the wanted level is missed, all other numbers being
    at their easiest. A number of which larger values contain better keeps its whole
    range. Parameters: varied, the numbers with their default ranges. Raises what reading and judging raise.
    """
    if None not in vary.values():
        return Narrowed(dict(vary))
    tried: dict[tuple[float, ...], Outcomes] = {}

    def outcomes(values: tuple[float, ...]) -> Outcomes:
        if values not in tried:
            pairs = zip(varied, values, strict=True)
            scenario = read(source, {item.axis.path: item.text(value) for item, value in pairs})
            tried[values] = evaluate([scenario], range(seed, seed + N_SEEDS), executor).is_contained[0]
        return tried[values]

    easiest = max(product(*[(item.axis.low, item.axis.high) for item in varied]), key=lambda at: outcomes(at).sum())
    found, said = dict(vary), []
    for k, item in enumerate(varied):
        if vary[item.axis.path] is not None or easiest[k] != item.axis.low:
            continue
        end = _end(k, easiest, item.axis.high, hold, outcomes)
        found[item.axis.path] = (item.axis.low, end)
        if end < item.axis.high:
            told = f"{item.axis.path} was varied up to {amount(item.axis, end)}"
            said.append(f"{told}: there it is contained in fewer than {share(hold)} at best.")
    return Narrowed(found, N_SEEDS * len(tried), tuple(said))


def _end(k: int, easiest: tuple[float, ...], high: float, hold: float, outcomes: Try) -> float:
    """Return where the range of number k ends."""
    end = high
    for _ in range(MOST_HALVINGS):
        half = outcomes((*easiest[:k], end / 2.0, *easiest[k + 1 :]))
        if exact_interval(int(half.sum()), len(half)).high >= hold:
            break
        end /= 2.0
    return end
