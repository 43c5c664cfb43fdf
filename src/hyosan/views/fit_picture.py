"""A fit as a picture: reports as red dots, the runs that explain them as dark bands, new outbreaks as pale ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hyosan.analysis.fitted import Estimate, Fit
from hyosan.views.curve import FINENESS, axis_unit, count_ticks, nice_top, scaled, time_ticks
from hyosan.views.ink import Plates, blank, lay, press, rule
from hyosan.views.lettering import shortened, text_width, write, write_wide
from hyosan.views.wording import short_count

F64 = NDArray[np.float64]

WIDTH, HEIGHT = 1600, 900
MARGIN = 44
HEAD = 176
"""Height of the title, the line under it, and the estimates."""

SIZE = 18
DOT = 7
"""Radius of a report's dot, in pixels."""

HEADROOM = 1.05
MOST_BEYOND: Final = 2.0
"""New outbreaks may reach beyond the picture where they are so many times higher than everything else."""

BANDS: Final = (
    ("predicted_025", "predicted_975", 34, "95 % of new outbreaks"),
    ("predicted_250", "predicted_750", 62, "50 %"),
    ("fitted_025", "fitted_975", 112, "95 % of them"),
    ("fitted_250", "fitted_750", 170, "50 %"),
)
"""Columns of a band's edges, its ink, and what the key calls it."""


@dataclass(frozen=True)
class Frame:
    """The area between the axes in pixels, and the values at its ends."""

    left: int
    top: int
    width: int
    height: int
    end_days: float
    most: float

    def points(self, days: F64, values: F64) -> list[tuple[float, float]]:
        """Return the places of values on days; what is higher than the frame lies on its upper edge."""
        x = self.left + self.width * days / self.end_days
        y = self.top + self.height * (1.0 - np.minimum(values, self.most) / self.most)
        return list(zip(x.tolist(), y.tolist(), strict=True))


def draw_fit(fit: Fit) -> Image.Image:
    """Return the picture of a fit."""
    columns = {name: fit.bands[name].to_numpy() for name in fit.bands.column_names}
    frame = _frame(columns)
    plates = blank(WIDTH, HEIGHT)
    lay(plates, _shapes(columns, frame), 0, 0)
    _write_head(plates, fit)
    _write_scales(plates, frame, fit.quantity)
    _write_key(plates, frame)
    return press(plates)


def estimate_words(one: Estimate) -> str:
    """Return an estimate in words: "pathogen.r0 3.97 (3.31 to 4.84)"."""
    unit = f" {one.unit}" if one.unit else ""
    if one.interval_95 is None:
        return f"{one.path} {one.value:.3g}{unit}"
    return f"{one.path} {one.value:.3g}{unit} ({one.interval_95[0]:.3g} to {one.interval_95[1]:.3g})"


def _frame(columns: dict[str, F64]) -> Frame:
    near = max(float(columns[name].max()) for name in ("reported", "fitted_975", "predicted_750"))
    most = nice_top(HEADROOM * min(MOST_BEYOND * near, max(near, float(columns["predicted_975"].max()))))
    left, below = MARGIN + 60, 74
    return Frame(left, HEAD + 62, WIDTH - left - MARGIN, HEIGHT - HEAD - 62 - below, float(columns["day"][-1]), most)


def _shapes(columns: dict[str, F64], frame: Frame) -> Plates:
    """Return bands, the median, dots, grid and axes, without a word."""
    black, red = (Image.new("L", (WIDTH * FINENESS, HEIGHT * FINENESS), 0) for _ in range(2))
    pen, days = ImageDraw.Draw(black), columns["day"]
    for low, high, ink, _ in BANDS:
        outline = frame.points(days, columns[high]) + frame.points(days, columns[low])[::-1]
        pen.polygon(scaled(outline), fill=ink)
    for n in count_ticks(frame.most)[1:]:
        (start, end) = frame.points(np.array([0.0, frame.end_days]), np.array([n, n]))
        pen.line(scaled([start, end]), fill=200, width=1)
    pen.line(scaled(frame.points(days, columns["fitted_500"])), fill=255, width=3 * FINENESS, joint="curve")
    floor = frame.top + frame.height
    pen.line(scaled([(frame.left, floor), (frame.left + frame.width, floor)]), fill=255, width=2 * FINENESS)
    for moment, _ in time_ticks(frame.end_days, frame.width / (3.4 * SIZE)):
        x = frame.left + frame.width * moment / frame.end_days
        pen.line(scaled([(x, floor), (x, floor + SIZE // 3)]), fill=255, width=FINENESS)
    for x, y in scaled(frame.points(days, columns["reported"])):
        _dot(pen, x, y, (DOT + 2) * FINENESS, 0)
        _dot(ImageDraw.Draw(red), x, y, DOT * FINENESS, 255)
    return Plates(black.reduce(FINENESS), red.reduce(FINENESS))


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _write_head(plates: Plates, fit: Fit) -> None:
    """Write the scenario's name, what was fitted by which method, and the estimates."""
    room = WIDTH - 2 * MARGIN
    write_wide(plates, (MARGIN, 36), fit.scenario, 34, room)
    how = "the best values by search" if fit.n_effective is None else "medians and 95 % of the posterior"
    words = f"{how}; the runs that explain the reports reach {fit.peak_people:,.0f} on day {fit.peak_day:g}"
    write(plates, (MARGIN, 90), shortened(words, SIZE, room), SIZE)
    line = " · ".join(estimate_words(one) for one in fit.estimates)
    write(plates, (MARGIN, 120), shortened(line, SIZE, room, "bold"), SIZE, "bold")
    rule(plates, (MARGIN, HEAD - 18, WIDTH - MARGIN, HEAD - 17))


def _write_scales(plates: Plates, frame: Frame, quantity: str) -> None:
    """Write the scale of people and the scale of time."""
    for n in count_ticks(frame.most):
        (place,) = frame.points(np.zeros(1), np.array([n]))
        write(plates, (frame.left - SIZE // 2, place[1]), short_count(n), SIZE, "sans", "rm")
    floor = frame.top + frame.height + round(0.55 * SIZE)
    for moment, words in time_ticks(frame.end_days, frame.width / (3.4 * SIZE)):
        write(plates, (frame.left + frame.width * moment / frame.end_days, floor), words, SIZE, "sans", "ma")
    right = frame.left + frame.width
    write(plates, (right, floor + 26), f"{axis_unit(frame.end_days)[0]} since the start", SIZE, anchor="ra")
    write(plates, (frame.left, floor + 26), quantity, SIZE)


def _write_key(plates: Plates, frame: Frame) -> None:
    """Write what the signs mean, in a row above the frame."""
    x, y = float(MARGIN), frame.top - 38
    _dot(ImageDraw.Draw(plates.red), x + DOT, y, DOT, 255)
    x = _write_sign(plates, x + 2 * DOT, y, "reports")
    rule(plates, (round(x), y - 1, round(x) + 24, y + 1))
    x = _write_sign(plates, x + 24, y, "median of the runs that explain them")
    for _, _, ink, words in _in_order_of_key(BANDS):
        rule(plates, (round(x), y - 9, round(x) + 24, y + 9), ink)
        x = _write_sign(plates, x + 24, y, words)


def _in_order_of_key(bands: Sequence[tuple[str, str, int, str]]) -> list[tuple[str, str, int, str]]:
    return [*bands[2:], *bands[:2]]


def _write_sign(plates: Plates, left: float, middle: float, words: str) -> float:
    """Write what a sign means beside it and return where the next may begin."""
    write(plates, (left + 8, middle), words, SIZE, anchor="lm")
    return left + 8 + text_width(words, SIZE) + 26
