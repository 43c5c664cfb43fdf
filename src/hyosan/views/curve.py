"""The epidemic curve: infections in each bar of time in red, everybody infected so far as a line of ink."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from hyosan.views.ink import Plates, blank, lay
from hyosan.views.lettering import text_width, write
from hyosan.views.tally import HOUR, MINUTE, Tally
from hyosan.views.wording import people, short_count, time_stamp

FINENESS = 3
"""Sub-pixels along each edge of a pixel: shapes are drawn larger and reduced, for smooth edges."""

HEADROOM = 1.1
"""The scale of bars goes at least so far beyond the highest, so that there is room to write on it."""

LEAST_FOR_PEAK = 10
"""Fewer infections have no peak worth the name."""

AXIS_UNITS = (
    ("minutes", MINUTE, 4 * HOUR, (1, 2, 5, 10, 15, 30, 60)),
    ("hours", HOUR, 4.0, (1, 2, 3, 6, 12, 24)),
    ("days", 1.0, 1500.0, (1, 2, 5, 10, 20, 30, 50, 100, 200, 300)),
    ("years", 365.25, np.inf, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""Unit of the time axis, its length in days, the span up to which it is used, and the steps that its ticks may have."""


@dataclass(frozen=True)
class Frame:
    """The area between the axes in pixels, and the values at its right and upper edges."""

    left: int
    top: int
    width: int
    height: int
    end_days: float
    most_per_bar: float
    most_ever: float

    def x(self, time_days: float) -> float:
        """Return the horizontal place of a moment."""
        return self.left + self.width * time_days / self.end_days

    def y_bar(self, n: float) -> float:
        """Return the vertical place of a number of infections in a bar."""
        return self.top + self.height * (1 - n / self.most_per_bar)

    def y_ever(self, n: float) -> float:
        """Return the vertical place of a number infected so far."""
        return self.top + self.height * (1 - n / self.most_ever)


def draw_curve(tally: Tally, width: int, height: int, size_px: int = 15, marked: int | None = None) -> Plates:
    """Return the epidemic curve as plates of a size in pixels.

    Parameters: size_px, size of the letters; marked, the still whose moment is now: only what came before is red. None
    shows everything in red and numbers the moments of all stills.
    """
    wide = 4.2 * size_px
    left, right, top, bottom = (
        round(wide),
        round(wide),
        round((3.6 if is_roomy(width, size_px) else 4.6) * size_px),
        round(3.2 * size_px),
    )
    most_bar, most_ever = nice_top(HEADROOM * float(tally.per_bin.max())), nice_top(float(tally.n_infected))
    end_days = max(tally.curve_days, tally.bin_days)
    frame = Frame(left, top, width - left - right, height - top - bottom, end_days, most_bar, most_ever)
    plates = blank(width, height)
    lay(plates, shapes(tally, frame, (width, height), size_px, now_days(tally, frame, marked)), 0, 0)
    write_scales(plates, tally, frame, size_px)
    write_times(plates, frame, size_px)
    if not tally.n_infected:
        middle = (frame.left + frame.width / 2, frame.top + frame.height / 2)
        write(plates, middle, "Nobody was infected.", size_px + 3, anchor="mm")
    elif marked is None:
        write_numbers(plates, tally, frame, size_px)
        if tally.n_infected >= LEAST_FOR_PEAK:
            write_peak(plates, tally, frame, size_px)
    return plates


def now_days(tally: Tally, frame: Frame, marked: int | None) -> float:
    """Return the moment up to which bars are red."""
    return frame.end_days if marked is None else min(float(tally.still_days[marked]), frame.end_days)


def shapes(tally: Tally, frame: Frame, size: tuple[int, int], size_px: int, now: float) -> Plates:
    """Return bars (red until now), line, grid and axes, without a word."""
    large = (size[0] * FINENESS, size[1] * FINENESS)
    black, red = Image.new("L", large, 0), Image.new("L", large, 0)
    pen = ImageDraw.Draw(black)
    if tally.n_infected:
        outline = scaled(bar_outline(tally, frame))
        ImageDraw.Draw(red).polygon(outline, fill=255)
        if now < frame.end_days:
            later = (round(frame.x(now) * FINENESS), 0, *large)
            pen.polygon(outline, fill=70)
            black.paste(0, (0, 0, later[0], large[1]))
            red.paste(0, later)
            pen.line((later[0], frame.top * FINENESS, later[0], (frame.top + frame.height) * FINENESS), 255, FINENESS)
    draw_grid(pen, frame)
    if tally.n_infected:
        pen.line(scaled(ever_line(tally, frame)), fill=255, width=round(FINENESS * size_px / 8), joint="curve")
    floor = frame.top + frame.height
    pen.line(scaled([(frame.left, floor), (frame.left + frame.width, floor)]), fill=255, width=FINENESS * 2)
    for moment, _ in time_ticks(frame.end_days, frame.width / (3.4 * size_px)):
        pen.line(scaled([(frame.x(moment), floor), (frame.x(moment), floor + size_px // 3)]), fill=255, width=FINENESS)
    return Plates(black.reduce(FINENESS), red.reduce(FINENESS))


def draw_grid(pen: ImageDraw.ImageDraw, frame: Frame) -> None:
    """Draw faint lines at the ticks of infections for each bar."""
    for n in count_ticks(frame.most_per_bar)[1:]:
        y = frame.y_bar(n)
        pen.line(scaled([(frame.left, y), (frame.left + frame.width, y)]), fill=46, width=FINENESS)


def bar_outline(tally: Tally, frame: Frame) -> list[tuple[float, float]]:
    """Return the outline of all bars together, as steps."""
    edges = np.minimum(np.arange(len(tally.per_bin) + 1) * tally.bin_days, frame.end_days)
    points = [(frame.x(0), frame.y_bar(0))]
    for k, n in enumerate(tally.per_bin.tolist()):
        points += [(frame.x(edges[k]), frame.y_bar(n)), (frame.x(edges[k + 1]), frame.y_bar(n))]
    return [*points, (frame.x(float(edges[-1])), frame.y_bar(0))]


def ever_line(tally: Tally, frame: Frame) -> list[tuple[float, float]]:
    """Return the line of everybody infected so far."""
    so_far = np.concatenate(([0], np.cumsum(tally.per_bin)))
    edges = np.minimum(np.arange(len(so_far)) * tally.bin_days, frame.end_days)
    return [(frame.x(moment), frame.y_ever(n)) for moment, n in zip(edges.tolist(), so_far.tolist(), strict=True)]


def scaled(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points on the enlarged canvas."""
    return [(x * FINENESS, y * FINENESS) for x, y in points]


def write_scales(plates: Plates, tally: Tally, frame: Frame, size_px: int) -> None:
    """Write both vertical scales: infections for each bar on the left, infected so far on the right."""
    right, head = frame.left + frame.width, frame.top - round(1.9 * size_px)
    for n in count_ticks(frame.most_per_bar):
        write(plates, (frame.left - size_px // 2, frame.y_bar(n)), short_count(n), size_px, "sans", "rm")
    for n in count_ticks(frame.most_ever):
        write(plates, (right + size_px // 2, frame.y_ever(n)), short_count(n), size_px, "sans", "lm")
    write_legend(plates, frame.left, head, f"infections {bar_words(tally.bin_days)}", size_px, is_red=True)
    words = "infected so far"
    room = text_width(words, size_px) + 1.6 * size_px
    if is_roomy(plates.size[0], size_px):
        write_legend(plates, round(right - room), head, words, size_px, is_red=False)
    else:
        write_legend(plates, frame.left, head - round(1.5 * size_px), words, size_px, is_red=False)


def is_roomy(width: int, size_px: int) -> bool:
    """Return whether the legends of both scales fit beside each other."""
    return width > 40 * size_px


def write_legend(plates: Plates, left: int, middle: int, words: str, size_px: int, is_red: bool) -> None:
    """Write what a scale says, after a swatch: a red square for the bars, a bar of ink for the line."""
    edge = round(0.75 * size_px)
    if is_red:
        ImageDraw.Draw(plates.red).rectangle((left, middle - edge // 2, left + edge, middle + edge // 2), fill=255)
    else:
        ImageDraw.Draw(plates.black).rectangle((left, middle - 1, left + round(1.2 * size_px), middle + 1), fill=255)
    write(plates, (left + round((1.25 if is_red else 1.6) * size_px), middle), words, size_px, anchor="lm")


def write_times(plates: Plates, frame: Frame, size_px: int) -> None:
    """Write the scale of time, with its unit after the last tick."""
    floor = frame.top + frame.height + round(0.55 * size_px)
    for moment, words in time_ticks(frame.end_days, frame.width / (3.4 * size_px)):
        write(plates, (frame.x(moment), floor), words, size_px, "sans", "ma")
    unit = axis_unit(frame.end_days)[0]
    right = frame.left + frame.width
    write(plates, (right, floor + round(1.35 * size_px)), f"{unit} since the start", size_px, anchor="ra")


def write_peak(plates: Plates, tally: Tally, frame: Frame, size_px: int) -> None:
    """Say how high the highest bar is and when it was, beside its top."""
    k = int(tally.per_bin.argmax())
    n, moment = int(tally.per_bin[k]), min((k + 0.5) * tally.bin_days, frame.end_days)
    start = k * tally.bin_days
    words = f"peak {people(n)}, {time_stamp(start) if tally.bin_days < 1 else f'day {start:.0f}'}"
    x, y = frame.x(moment), max(frame.y_bar(n), frame.top + 0.9 * size_px)
    room = text_width(words, size_px)
    left = x - room - size_px if x - room - 2 * size_px > frame.left else x + size_px
    middle = y - 0.75 * size_px
    ImageDraw.Draw(plates.black).rectangle((left - 3, middle - size_px // 2, left + room + 3, middle + size_px // 2), 0)
    write(plates, (left, middle), words, size_px, anchor="lm")


def write_numbers(plates: Plates, tally: Tally, frame: Frame, size_px: int) -> None:
    """Number the moments of the stills above the axes, with a fine line down; numbers that would touch are left out."""
    pen, free = ImageDraw.Draw(plates.black), -1e9
    for k, moment in enumerate(tally.still_days.tolist()):
        x = frame.x(min(moment, frame.end_days))
        if moment > frame.end_days * (1 + 1e-9) or x < free:
            continue
        for y in range(frame.top - size_px // 3, frame.top + frame.height, 5):
            pen.line((x, y, x, y + 1), fill=200)
        write(plates, (x, frame.top - size_px // 2), str(k + 1), size_px - 2, "bold", "ms")
        free = x + 1.1 * size_px


def bar_words(bin_days: float) -> str:
    """Return the width of a bar in words: an hour, 6 hours, a day."""
    for name, length in (("year", 365.0), ("week", 7.0), ("day", 1.0), ("hour", HOUR), ("minute", MINUTE)):
        n = round(bin_days / length, 6)
        if n >= 1 and abs(n - round(n)) < 1e-3:
            return ("an hour" if name == "hour" else f"a {name}") if round(n) == 1 else f"in {round(n)} {name}s"
    return f"in {bin_days:.0f} days" if bin_days >= 1 else f"in {bin_days * 24:.2g} hours"


def nice_top(most: float) -> float:
    """Return a round value at or just above the largest value of a scale, at least 1."""
    if most <= 5:
        return max(1.0, float(np.ceil(most)))
    size = 10.0 ** np.floor(np.log10(most))
    return float(next(size * k for k in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if size * k >= most * (1 - 1e-9)))


def count_ticks(top: float) -> list[float]:
    """Return the round values of a scale from 0 up to its top, two to six of them."""
    size = float(10.0 ** np.floor(np.log10(top)))
    steps = [size * k for k in (0.1, 0.2, 0.25, 0.5, 1, 2) if (size * k).is_integer() or k >= 1]
    step = next((step for step in steps if top / step <= 5.01), size)
    return [float(k * step) for k in range(int(top / step + 1e-9) + 1)]


def axis_unit(end_days: float) -> tuple[str, float, float, Sequence[int]]:
    """Return the row of AXIS_UNITS for a span of days."""
    return next(row for row in AXIS_UNITS if end_days <= row[2])


def time_ticks(end_days: float, most: float) -> list[tuple[float, str]]:
    """Return the ticks of the time axis, (days, words), at most `most` of them."""
    _, length, _, steps = axis_unit(end_days)
    span = end_days / length
    step = next((step for step in steps if span / step <= max(most, 2)), steps[-1])
    return [(k * step * length, f"{k * step:,}") for k in range(int(span / step + 1e-9) + 1)]
