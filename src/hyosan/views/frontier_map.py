"""The picture of a frontier: red where the outbreak gets away, ink where the limit runs.

Two parameters: a map of P over both; a pixel is red when 1 - P exceeds its own fixed threshold, so that the share of
red is the share of replicates that are lost. The line of ink is the limit, through the critical values that counts
gave, the grey band its 95 % interval. One parameter: P as a curve, with all that lies above it red.
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_result import Frontier, Point
from hyosan.analysis.frontier_words import share
from hyosan.views.frontier_axes import Box, axis_words, draw_frame, make_box, ticks, write_x, write_y
from hyosan.views.gallery import save
from hyosan.views.ink import Plates, blank, lay, press
from hyosan.views.lettering import shortened, text_width, wrapped, write, write_wide
from hyosan.views.noise import blots, covering

F64 = NDArray[np.float64]
Places = list[tuple[float, float]]

WIDTH, HEIGHT = 1600, 1180
MARGIN: Final = 60
LEFT, TOP, BOTTOM = 130, 268, 130
SIZE: Final = 19
FINENESS: Final = 3
BAND_INK: Final = 60
TITLE_LINES: Final = 3
GRAIN_PX: Final = 0.8


def draw_frontier(found: Frontier, path: Path) -> Path:
    """Draw a frontier into a PNG file and return its path. Raises RecordError if the disk refuses it."""
    return save(picture(found), path)


def picture(found: Frontier) -> Image.Image:
    """Return the picture of a frontier."""
    first = found.axes[0]
    upright = (found.axes[1].low, found.axes[1].high) if len(found.axes) == 2 else (0.0, 1.0)
    box = make_box(LEFT, TOP, WIDTH - MARGIN, HEIGHT - BOTTOM, (first.low, first.high), upright)
    plates = blank(WIDTH, HEIGHT)
    red = lost_pixels(found, box)
    lay(plates, Plates(Image.new("L", (box.width, box.height), 0), Image.fromarray(red)), box.left, box.top)
    draw_lines(plates, found, box)
    draw_frame(plates, box, SIZE)
    write_x(plates, box, ticks(first), axis_words(first), SIZE)
    if len(found.axes) == 2:
        write_y(plates, box, ticks(found.axes[1]), axis_words(found.axes[1]), SIZE)
    else:
        quarters = [(value, f"{100 * value:g} %") for value in (0.0, 0.25, 0.5, 0.75, 1.0)]
        write_y(plates, box, quarters, "replicates contained", SIZE)
    write_head(plates, found)
    write_key(plates, found, box)
    return press(plates)


def lost_pixels(found: Frontier, box: Box) -> NDArray[np.uint8]:
    """Return 255 where a pixel of the frame is red: (height, width) uint8."""
    threshold = covering(blots(GRAIN_PX), box.height, box.width)
    rows, columns = (np.arange(box.height) + 0.5) / box.height, (np.arange(box.width) + 0.5) / box.width
    if len(found.axes) == 1:
        p = sampled(found.surface.p, columns, np.zeros(1))[0]
        above = (1.0 - rows)[:, None] - p[None, :]
        return np.where(above > 0.012 * (threshold - 0.5), 255, 0).astype(np.uint8)
    lost = 1.0 - sampled(found.surface.p, columns, 1.0 - rows)
    return np.where(lost > threshold, 255, 0).astype(np.uint8)


def sampled(values: F64, first: F64, second: F64) -> F64:
    """Return a surface at shares of the first and second axis, interpolated: (n second, n first)."""
    grid = np.linspace(0.0, 1.0, values.shape[0])
    along = np.stack([np.interp(first, grid, column) for column in values.T])
    if values.shape[1] == 1:
        return along
    other = np.linspace(0.0, 1.0, values.shape[1])
    return np.stack([np.interp(second, other, column) for column in along.T], axis=1)


def draw_lines(plates: Plates, found: Frontier, box: Box) -> None:
    """Draw the interval as a band, the limit as a line, and each value that counts gave as a dot."""
    large = (plates.size[0] * FINENESS, plates.size[1] * FINENESS)
    band, line = Image.new("L", large, 0), Image.new("L", large, 0)
    if len(found.axes) == 2:
        draw_limit(ImageDraw.Draw(band), ImageDraw.Draw(line), found, box)
    else:
        draw_curve(ImageDraw.Draw(band), ImageDraw.Draw(line), found, box)
    black = np.maximum(np.asarray(plates.black), np.asarray(band.reduce(FINENESS)))
    plates.black.paste(Image.fromarray(np.maximum(black, np.asarray(line.reduce(FINENESS)))))


def draw_limit(band: ImageDraw.ImageDraw, line: ImageDraw.ImageDraw, found: Frontier, box: Box) -> None:
    """Draw the limit over two parameters."""
    safe, middle, unsafe = limit_places(found, box)
    if len(middle) > 1:
        band.polygon(scaled([*safe, *reversed(unsafe)]), fill=BAND_INK)
        line.line(scaled(middle), fill=255, width=4 * FINENESS, joint="curve")
    for point in found.points:
        if point.status == "found":
            left, x, right = (box.x.px(value) for value in reach(found.axes[0], point))
            y = box.y.px(point.at or 0.0)
            line.line(scaled([(left, y), (right, y)]), fill=255, width=2 * FINENESS)
            draw_dot(line, x, y)
    if found.edge is not None and found.edge.status == "found":
        x = box.x.px(found.axes[0].value(0))
        low, y, high = (box.y.px(value) for value in reach(found.axes[1], found.edge))
        line.line(scaled([(x, low), (x, high)]), fill=255, width=4 * FINENESS)
        draw_dot(line, x, y)


def limit_places(found: Frontier, box: Box) -> tuple[Places, Places, Places]:
    """Return the interval's safe side, the limit, and the interval's other side, in pixels along the second axis."""
    first, second = found.axes
    sides: tuple[Places, Places, Places] = ([], [], [])
    for point in found.points:
        if point.status == "found":
            for places, value in zip(sides, ordered(first, point), strict=True):
                places.append((box.x.px(value), box.y.px(point.at or 0.0)))
    if found.edge is not None and found.edge.status == "found" and sides[1]:
        for places, value in zip(sides, ordered(second, found.edge), strict=True):
            place = (box.x.px(first.value(0)), box.y.px(value))
            places.insert(len(places) if second.is_harder_up else 0, place)
    return sides


def reach(axis: Axis, point: Point) -> tuple[float, float, float]:
    """Return lower end, critical value and upper end; an end beyond the range is the end of the range."""
    low = axis.low if point.low is None else point.low
    return low, point.critical or 0.0, axis.high if point.high is None else point.high


def ordered(axis: Axis, point: Point) -> tuple[float, float, float]:
    """Return the safe end of the interval, the critical value, the other end."""
    low, middle, high = reach(axis, point)
    return (low, middle, high) if axis.is_harder_up else (high, middle, low)


def draw_curve(band: ImageDraw.ImageDraw, line: ImageDraw.ImageDraw, found: Frontier, box: Box) -> None:
    """Draw P over one parameter, the wanted level, and the critical value with its interval."""
    point, axis, values = found.points[0], found.axes[0], found.surface.first
    if point.status == "found":
        left, x, right = (box.x.px(value) for value in reach(axis, point))
        y = box.y.px(found.hold)
        band.rectangle([*scaled([(left, box.top)])[0], *scaled([(right, box.bottom)])[0]], fill=BAND_INK)
        line.line(scaled([(x, box.top), (x, box.bottom)]), fill=255, width=2 * FINENESS)
        draw_dot(line, x, y)
    for k in range(box.left, box.right, 12):
        y = box.y.px(found.hold)
        line.line(scaled([(k, y), (min(k + 6, box.right), y)]), fill=255, width=FINENESS)
    places = [(box.x.px(v), box.y.px(p)) for v, p in zip(values, found.surface.p[:, 0].tolist(), strict=True)]
    line.line(scaled(places), fill=255, width=4 * FINENESS, joint="curve")


def draw_dot(line: ImageDraw.ImageDraw, x: float, y: float) -> None:
    """Draw a dot where counts gave a value."""
    (left, top), (right, bottom) = scaled([(x - 6, y - 6), (x + 6, y + 6)])
    line.ellipse((left, top, right, bottom), fill=255)


def scaled(places: Places) -> Places:
    """Return places on the enlarged canvas."""
    return [(x * FINENESS, y * FINENESS) for x, y in places]


def write_head(plates: Plates, found: Frontier) -> None:
    """Write the title, and in one or two sentences what the picture says."""
    room = WIDTH - 2 * MARGIN
    write_wide(plates, (MARGIN, 40), title(found), 36, room)
    for number, text in enumerate(wrapped(found.sentences[0] if found.sentences else "", SIZE + 1, room, TITLE_LINES)):
        write(plates, (MARGIN, 98 + number * 30), text, SIZE + 1)


def title(found: Frontier) -> str:
    """Return the title: the question of the first parameter."""
    names = found.axes[0].path.split(".")
    if names[-1] == "start" and len(names) > 1:
        question = f"How late may {names[-2]} start"
    elif names[-1] == "leak" and len(names) > 1:
        question = f"How much may {names[-2]} leak"
    else:
        question = f"What {found.axes[0].path} contains it"
    return f"{found.scenario}: {question}?" if found.scenario else f"{question}?"


def write_key(plates: Plates, found: Frontier, box: Box) -> None:
    """Write what red, line and band are, at the foot."""
    y, x = HEIGHT - 28, float(MARGIN)
    pen = ImageDraw.Draw(plates.black)
    level = share(found.hold)
    ImageDraw.Draw(plates.red).rectangle((x, y - 8, x + 16, y + 8), fill=255)
    x = write_after(plates, x + 26, y, "it gets away (share of red = share of replicates)") + 30
    pen.rectangle((x, y - 2, x + 30, y + 2), fill=255)
    words = f"contained in {level}" if len(found.axes) == 2 else f"share contained, and {level}"
    x = write_after(plates, x + 40, y, words) + 30
    pen.rectangle((x, y - 8, x + 30, y + 8), fill=BAND_INK)
    x = write_after(plates, x + 40, y, "95 % interval")
    runs = f"{found.runs_used:,} runs"
    write(plates, (box.right, y), shortened(runs, SIZE - 3, box.right - x - 20), SIZE - 3, anchor="rm")


def write_after(plates: Plates, x: float, y: float, text: str) -> float:
    """Write a text from x on and return where it ends."""
    write(plates, (x, y), text, SIZE - 3, anchor="lm")
    return x + text_width(text, SIZE - 3)
