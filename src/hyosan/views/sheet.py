"""The contact sheet: all stills of a run side by side, and the epidemic curve beneath."""

from math import ceil

from PIL import Image, ImageDraw

from hyosan.views.curve import draw_curve
from hyosan.views.ink import Plates, blank, lay, press, rule
from hyosan.views.land import aspect
from hyosan.views.lettering import shortened, text_width, wrapped, write, write_in_red, write_wide
from hyosan.views.map_panel import draw_map, draw_scale_bar
from hyosan.views.map_still import draw_signs
from hyosan.views.raster import Raster, rasterise
from hyosan.views.subject import Subject
from hyosan.views.wording import people, percentage, short_stamp, time_stamp

WIDTH = 1600
MARGIN = 44
GAP = 26
CAPTION = 62
"""Space below a map for its moment and its count, in pixels."""

CURVE_HEIGHT = 400
HEAD = 148
NARROWEST, WIDEST = 0.8, 1.25
"""Limits of a map's width divided by its height; a wider map would leave no room for the key beside it."""

FOOT = 30


def draw_sheet(subject: Subject) -> Image.Image:
    """Return the contact sheet of a run; without a map it is the curve under its title."""
    rows = n_columns = map_height = 0
    if subject.land.has_map:
        n_columns = columns_for(len(subject.tally.still_days) + 1)
        rows = ceil((len(subject.tally.still_days) + 1) / n_columns)
        map_height = round(map_width(n_columns) / min(max(aspect(subject.land), NARROWEST), WIDEST))
    maps_height = rows * (map_height + CAPTION)
    plates = blank(WIDTH, HEAD + maps_height + CURVE_HEIGHT + FOOT + MARGIN)
    write_title(plates, subject)
    if n_columns:
        draw_maps(plates, subject, n_columns, map_height)
    curve = draw_curve(subject.tally, WIDTH - 2 * MARGIN + 40, CURVE_HEIGHT, 16)
    lay(plates, curve, MARGIN - 20, HEAD + maps_height)
    write_foot(plates, subject)
    return press(plates)


def columns_for(n_cells: int) -> int:
    """Return how many maps stand side by side: 2 to 4, with few empty places, then with few rows."""
    if n_cells <= 2:
        return 2
    return min((3, 4), key=lambda n: (-n_cells % n, ceil(n_cells / n)))


def map_width(n_columns: int) -> int:
    """Return the width of a map in a row of several."""
    return (WIDTH - 2 * MARGIN - (n_columns - 1) * GAP) // n_columns


def write_title(plates: Plates, subject: Subject) -> None:
    """Write title, description and a rule."""
    room = WIDTH - 2 * MARGIN
    write_wide(plates, (MARGIN, 38), subject.title, 38, room)
    plain = f"{subject.pathogen or 'An infection'} among {people(subject.n_people)} people"
    words = wrapped(subject.description or plain, 18, room, 1)[0]
    write(plates, (MARGIN, 94), words, 18)
    rule(plates, (MARGIN, HEAD - 18, WIDTH - MARGIN, HEAD - 17))


def draw_maps(plates: Plates, subject: Subject, n_columns: int, height: int) -> None:
    """Draw the stills in rows, and the key in the last place."""
    width = map_width(n_columns)
    raster = rasterise(subject.land, width, height)
    for k in range(len(subject.tally.still_days) + 1):
        left = MARGIN + k % n_columns * (width + GAP)
        top = HEAD + k // n_columns * (height + CAPTION)
        if k < len(subject.tally.still_days):
            draw_cell(plates, subject, raster, k, left, top)
        else:
            draw_key(plates, subject, raster, left, top)


def draw_cell(plates: Plates, subject: Subject, raster: Raster, number: int, left: int, top: int) -> None:
    """Draw one map with a frame, its number, its moment and its count."""
    width, height = raster.size
    chart = draw_map(raster, subject.land, subject.tally.infected[number], subject.tally.origin)
    lay(plates, chart, left, top)
    ImageDraw.Draw(plates.black).rectangle((left, top, left + width - 1, top + height - 1), outline=255, width=2)
    n = int(subject.tally.n_infected_at[number])
    write(plates, (left, top + height + 10), f"{number + 1}", 17, "bold")
    write(plates, (left + 28, top + height + 10), short_stamp(float(subject.tally.still_days[number])), 17)
    share = f" · {percentage(n / max(subject.n_people, 1))}"
    right, below = left + width, top + height + 10
    write(plates, (right, below), share, 17, anchor="ra")
    write_in_red(plates, (right - text_width(share, 17), below), people(n), 17, anchor="ra")


def draw_key(plates: Plates, subject: Subject, raster: Raster, left: int, top: int) -> None:
    """Write the key and how the run ended, in a place of the size of a map."""
    width, _ = raster.size
    left, room = left + 18, width - 36
    top += 18
    write_in_red(plates, (left, top), people(subject.tally.n_infected), 40)
    top += 60
    lines = [
        f"of {people(subject.n_people)} people infected: {percentage(subject.tally.n_infected / subject.n_people)}"
    ]
    for line in [*lines, *wrapped(subject.ending, 17, room, 2), f"It ran until {time_stamp(subject.tally.end_days)}."]:
        write(plates, (left, top), shortened(line, 17, room), 17)
        top += 27
    draw_signs(plates, subject, left, top + 32)
    draw_scale_bar(plates, raster, left, top + 104, 14)


def write_foot(plates: Plates, subject: Subject) -> None:
    """Write which run this is."""
    words = f"{subject.pathogen}, {people(subject.n_people)} people, seed {subject.seed}"
    write(plates, (MARGIN, plates.size[1] - 34), shortened(words, 14, WIDTH - 2 * MARGIN), 14)
