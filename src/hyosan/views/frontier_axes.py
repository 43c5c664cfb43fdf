"""The frame of a frontier's picture: where values lie in pixels, ticks, and the words along the axes."""

import math
from dataclasses import dataclass
from typing import Final

from PIL import ImageDraw

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_words import SHORT_DAYS
from hyosan.views.ink import Plates
from hyosan.views.lettering import write

UNIT_WORDS: Final = {"d": "days", "km": "km", "/ d": "a day", "": ""}
MOST_TICKS: Final = 11


@dataclass(frozen=True)
class Scale:
    """One side of the frame: the values at its ends, and their places in pixels."""

    low: float
    high: float
    start_px: float
    end_px: float

    def px(self, value: float) -> float:
        """Return the place of a value; beyond the range, the end of the frame."""
        share = min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        return self.start_px + share * (self.end_px - self.start_px)


@dataclass(frozen=True)
class Box:
    """The frame: left, top, right and bottom in pixels, with a scale along each side."""

    left: int
    top: int
    right: int
    bottom: int
    x: Scale
    y: Scale

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top


def make_box(left: int, top: int, right: int, bottom: int, x: tuple[float, float], y: tuple[float, float]) -> Box:
    """Return a frame whose x runs from left to right and whose y from the bottom up."""
    return Box(left, top, right, bottom, Scale(*x, left, right), Scale(*y, bottom, top))


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """Return the ticks of an axis: values and words; times up to two weeks are in hours."""
    if axis.unit == "d" and axis.high <= SHORT_DAYS:
        steps = (1 / 24, 2 / 24, 3 / 24, 6 / 24, 0.5, 1.0, 2.0, 4.0)
        step = next((s for s in steps if (axis.high - axis.low) / s <= MOST_TICKS), steps[-1])
        return [(value, f"{24 * value:.6g}") for value in multiples(axis.low, axis.high, step)]
    step = nice_step(axis.high - axis.low)
    return [(value, f"{round(value, 9):,.10g}") for value in multiples(axis.low, axis.high, step)]


def multiples(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step within a range."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def nice_step(span: float) -> float:
    """Return a round step that gives at most MOST_TICKS ticks."""
    size = 10.0 ** math.floor(math.log10(span))
    return next(size * k for k in (0.1, 0.2, 0.5, 1, 2, 5) if span / (size * k) <= MOST_TICKS)


def axis_words(axis: Axis) -> str:
    """Return the words along an axis: seal.start, hours."""
    unit = "hours" if axis.unit == "d" and axis.high <= SHORT_DAYS else UNIT_WORDS.get(axis.unit, axis.unit)
    return f"{axis.path}, {unit}" if unit else axis.path


def draw_frame(plates: Plates, box: Box, size_px: int) -> None:
    """Draw the frame."""
    outline = (box.left - 2, box.top - 2, box.right + 1, box.bottom + 1)
    ImageDraw.Draw(plates.black).rectangle(outline, outline=255, width=2)


def write_x(plates: Plates, box: Box, marks: list[tuple[float, str]], words: str, size_px: int) -> None:
    """Write ticks and words below the frame."""
    pen = ImageDraw.Draw(plates.black)
    for value, text in marks:
        x = box.x.px(value)
        pen.line((x, box.bottom, x, box.bottom + size_px // 2), fill=255, width=2)
        write(plates, (x, box.bottom + 0.7 * size_px), text, size_px, "sans", "ma")
    write(plates, ((box.left + box.right) / 2, box.bottom + 2.3 * size_px), words, size_px + 2, anchor="ma")


def write_y(plates: Plates, box: Box, marks: list[tuple[float, str]], words: str, size_px: int) -> None:
    """Write ticks left of the frame, and the words above its upper left corner."""
    pen = ImageDraw.Draw(plates.black)
    for value, text in marks:
        y = box.y.px(value)
        pen.line((box.left - size_px // 2, y, box.left, y), fill=255, width=2)
        write(plates, (box.left - 0.8 * size_px, y), text, size_px, "sans", "rm")
    write(plates, (box.left, box.top - 0.7 * size_px), words, size_px + 2, anchor="ls")
