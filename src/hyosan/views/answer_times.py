"""When and how it first gets out: a row of red bars for each route, on one scale of time."""

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

from hyosan.analysis.answer_intervals import Share, share_of_count
from hyosan.analysis.answer_outcomes import Arm
from hyosan.terms import Route
from hyosan.views.answer_words import days_words, of_100
from hyosan.views.curve import axis_unit, time_ticks
from hyosan.views.ink import Plates
from hyosan.views.lettering import shortened, wrapped, write

MOST_ROWS = 4
N_BINS = 48

TITLES = {
    Route.NONE: "route unknown",
    Route.COMMUTER: "with a commuter, where nothing held him",
    Route.TRIP: "on a longer trip",
    Route.ROAMING: "on the feet of a roaming infected",
    Route.EVADER: "with an evader, through the cordon",
    Route.ESSENTIAL: "with a permit holder, through the cordon",
    Route.LATE: "over a route not yet closed",
    Route.OVERRUN: "through overrun guards",
    Route.EVACUEE: "with an evacuated person",
    Route.SEEDED: "it began outside, or came from abroad",
    Route.NEIGHBOUR: "to a neighbour across the border",
}


@dataclass(frozen=True)
class Row:
    """The times of one route, or of all the rare ones together."""

    title: str
    share: Share
    days: NDArray[np.float64]


def rows_of(arm: Arm) -> list[Row]:
    """Return the rows: the most frequent routes, the others in one."""
    out = [v for v in arm.verdicts if not isnan(v.first_escape_days)]
    routes = [item.route for item in arm.first_escape.routes]
    kept = routes if len(routes) <= MOST_ROWS else routes[: MOST_ROWS - 1]
    made = [
        _row(TITLES[route], [v.first_escape_days for v in out if v.first_escape_route == route], len(out))
        for route in kept
    ]
    others = [v.first_escape_days for v in out if v.first_escape_route not in kept]
    return [*made, _row("by other routes", others, len(out))] if others else made


def _row(title: str, days: list[float], n: int) -> Row:
    return Row(title, share_of_count(len(days), n), np.array(days))


def draw_times(plates: Plates, arm: Arm, left: int, top: int, size: tuple[int, int]) -> None:
    """Draw the panel into plates, in a size in pixels."""
    width, height = size
    write(plates, (left, top), "WHEN AND HOW IT FIRST GETS OUT", 16, "bold")
    escape = arm.first_escape
    if escape.days is None:
        write(plates, (left, top + 40), f"It never got out: {of_100(escape.share)}.", 16)
        return
    median = f"median {days_words(escape.days)} after the start"
    for k, line in enumerate(wrapped(median, 14, width, 2)):
        write(plates, (left, top + 28 + 20 * k), line, 14)
    found = rows_of(arm)
    end_days = max(float(np.max([row.days.max() for row in found])) * 1.02, 1 / 24)
    first, floor = top + 76, top + height - 52
    step = (floor - first) // len(found)
    edges = np.linspace(0.0, end_days, N_BINS + 1)
    most = max(int(np.histogram(row.days, edges)[0].max()) for row in found)
    words = "1 outbreak" if most == 1 else f"{most:,} outbreaks"
    write(plates, (left + width, top), f"the highest bar is {words}", 14, anchor="ra")
    for k, row in enumerate(found):
        draw_row(plates, row, edges, most, (left, first + k * step, width, step))
    for days, words in time_ticks(end_days, width / 56):
        write(plates, (left + width * days / end_days, floor + 8), words, 14, "sans", "ma")
    write(plates, (left + width, floor + 28), f"{axis_unit(end_days)[0]} since the start", 14, anchor="ra")


def draw_row(plates: Plates, row: Row, edges: NDArray[np.float64], most: int, box: tuple[int, int, int, int]) -> None:
    """Draw one route. box: left, top, width, height in pixels; most: the highest bar of all rows."""
    left, top, width, height = box
    write(plates, (left, top + 4), shortened(f"{row.title}: {of_100(row.share)}", 14, width), 14)
    floor, room = top + height, height - 30
    counts = np.histogram(row.days, edges)[0]
    pen = ImageDraw.Draw(plates.red)
    for k, n in enumerate(counts.tolist()):
        if n:
            x0, x1 = (left + round(width * j / len(counts)) for j in (k, k + 1))
            pen.rectangle((x0, floor - max(2, round(room * n / most)), max(x0, x1 - 2), floor - 1), fill=255)
    ImageDraw.Draw(plates.black).line((left, floor, left + width, floor), fill=255)
