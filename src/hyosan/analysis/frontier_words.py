"""A frontier in plain English: what has to be done by when, how sure that is, and what it rests on."""

from typing import Final

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_result import Frontier, Point

SHORT_DAYS: Final = 30.0
"""Ranges of time up to this length are told in hours."""

NAMED_POINTS: Final = 3


def amount(axis: Axis, value: float, is_with_unit: bool = True) -> str:
    """Return a value of an axis as people read it: 41 h, 12.5 d, 20 km, 0.021."""
    if axis.unit == "d":
        number, unit = (f"{24 * value:.0f}", "h") if axis.high <= SHORT_DAYS else (f"{value:.1f}", "d")
    elif axis.is_whole:
        number, unit = f"{value:,.0f}", axis.unit
    else:
        number, unit = f"{round(value, decimals(axis)):.12g}", axis.unit
    return f"{number} {unit}".rstrip() if is_with_unit else number


def decimals(axis: Axis) -> int:
    """Return how many decimals tell values of an axis apart at a hundredth of its range."""
    span, n = axis.high - axis.low, 0
    while span < 50 and n < 6:
        span, n = span * 10, n + 1
    return n


def share(hold: float) -> str:
    """Return the wanted level as people count: 95 of 100, 99.5 of 100."""
    return f"{100 * hold:.10g} of 100"


def interval(axis: Axis, point: Point) -> str:
    """Return the interval of a critical value in brackets; an end beyond the range is said in words."""
    if point.low is None and point.high is None:
        return "(not known within the range)"
    if point.low is None:
        return f"(at most {amount(axis, point.high or 0.0, False)}, perhaps {'none' if axis.is_harder_up else 'all'})"
    if point.high is None:
        return f"(at least {amount(axis, point.low, False)}, perhaps {'all' if axis.is_harder_up else 'none'})"
    return f"({amount(axis, point.low, False)} to {amount(axis, point.high, False)})"


def limit(axis: Axis, point: Point) -> str:
    """Return what a point asks for: "start seal by hour 41 (36 to 46)", "seal.leak at most 0.02 (0.01 to 0.03)"."""
    if point.critical is None:
        return f"no {axis.path} in the range will do"
    names = axis.path.split(".")
    is_start = names[-1] == "start" and len(names) > 1 and axis.unit == "d" and axis.is_harder_up
    if is_start and axis.high <= SHORT_DAYS:
        return f"start {names[-2]} by hour {amount(axis, point.critical, False)} {interval(axis, point)}"
    bound = "at most" if axis.is_harder_up else "at least"
    return f"{axis.path} {bound} {amount(axis, point.critical)} {interval(axis, point)}"


def sentences(found: Frontier) -> tuple[str, ...]:
    """Return what a frontier says, the most important first."""
    return (*verdict(found), *edge(found), *grounds(found))


def verdict(found: Frontier) -> list[str]:
    """Return where the limit lies, or that all settings hold, or none."""
    axis, level = found.axes[0], share(found.hold)
    statuses = {point.status for point in found.points}
    if statuses == {"none hold"}:
        easiest = " and ".join(f"{one.path} = {amount(one, one.value(0))}" for one in found.axes)
        return [f"No setting in the range contains it in {level} replicates, not even {easiest}{seen(found, 0)}."]
    if statuses == {"all hold"}:
        hardest = " and ".join(f"{one.path} = {amount(one, one.value(one.n_steps))}" for one in found.axes)
        return [f"Every setting in the range contains it in {level} replicates, even {hardest}{seen(found, -1)}."]
    if len(found.axes) == 1:
        words = limit(axis, found.points[0])
        return [f"To contain it in {level} replicates: {words}."]
    other = found.axes[1]
    ordered = sorted(found.points, key=lambda point: (point.at or 0.0) * (1 if other.is_harder_up else -1))
    crossing = [point for point in ordered if point.status == "found"]
    chosen = crossing if len(crossing) <= NAMED_POINTS else [crossing[0], crossing[len(crossing) // 2], crossing[-1]]
    parts = [f"{limit(axis, point)} if {other.path} is {amount(other, point.at or 0.0)}" for point in chosen]
    told = [f"To contain it in {level} replicates: {'; '.join(parts)}."] if parts else []
    return [*told, *beyond(found, ordered)]


def beyond(found: Frontier, ordered: list[Point]) -> list[str]:
    """Return for which values of the second parameter every setting of the first holds, and for which none."""
    axis, other = found.axes
    told: list[str] = []
    every = [point.at for point in ordered if point.status == "all hold"]
    none = [point.at for point in ordered if point.status == "none hold" and axis.value(0) in (point.low, point.high)]
    if every:
        told.append(f"With {other.path} at {amount(other, every[-1] or 0.0)}, every {axis.path} of the range holds.")
    if none and (found.edge is None or found.edge.status != "found"):
        told.append(f"With {other.path} at {amount(other, none[0] or 0.0)}, no {axis.path} of the range holds.")
    return told


def seen(found: Frontier, index: int) -> str:
    """Return the counts at the easiest (0) or hardest (-1) setting that was run, if it is an end of the range."""
    end = tuple(axis.value(0 if index == 0 else axis.n_steps) for axis in found.axes)
    row = next((row for row in found.settings if row.values == end), None)
    return "" if row is None else f" ({row.n_contained:,} of {row.n:,} contained)"


def edge(found: Frontier) -> list[str]:
    """Return the critical value of the second parameter where the first is at its easiest."""
    if found.edge is None or found.edge.status != "found":
        return []
    first, second = found.axes
    return [f"With {first.path} at {amount(first, first.value(0))}: {limit(second, found.edge)}."]


def grounds(found: Frontier) -> list[str]:
    """Return what the answer rests on: intervals, runs, checks, and what was not reached."""
    alone = ", each for its line alone" if len(found.axes) == 2 else ""
    told = [f"In brackets: 95 % intervals{alone}, from counts of replicates without a model."]
    times = found.runs_grid / max(found.runs_used, 1)
    plain = f"; a plain grid of the same precision takes {found.runs_grid:,} or more" if times > 1 else ""
    told.append(f"It took {found.runs_used:,} runs{plain}.")
    if found.is_implying and found.n_checked:
        told.append(
            f"What a replicate does at one setting was taken from harder and easier ones; of {found.n_checked:,} such "
            f"outcomes that were run as well, {found.n_violating:,} were wrong, and the counts are corrected for that."
        )
    elif not found.is_implying:
        told.append("Replicates do not keep order over this range: every count was run in full.")
    if not found.is_complete:
        width = amount(found.axes[0], found.precision)
        told.append(f"The budget was used up before every interval was as narrow as wanted ({width}).")
    return told
