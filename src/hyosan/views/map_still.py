"""A still: the map of one moment, and beside it what, when and how many."""

import numpy as np
from PIL import Image, ImageDraw

from hyosan.views.curve import draw_curve
from hyosan.views.ink import Plates, blank, lay, press, rule
from hyosan.views.land import aspect
from hyosan.views.lettering import shortened, wrapped, write, write_in_red, write_wide
from hyosan.views.map_panel import draw_map, draw_ring, draw_scale_bar, write_names
from hyosan.views.noise import stipple
from hyosan.views.raster import Raster, rasterise
from hyosan.views.subject import Subject
from hyosan.views.wording import people, percentage, time_stamp

WIDTH = 1600
SIDE = 372
"""Widths of a still and of the column of words on its right, in pixels."""

MAP_WIDTH = WIDTH - SIDE
LOWEST, HIGHEST = 950, 1240
"""Limits of a still's height."""

PAD = 34


def still_raster(subject: Subject) -> Raster:
    """Return the map that all stills of a run share; the run must have a map."""
    height = round(min(max(MAP_WIDTH / aspect(subject.land), LOWEST), HIGHEST))
    return rasterise(subject.land, MAP_WIDTH, height)


def draw_still(subject: Subject, raster: Raster, number: int) -> Image.Image:
    """Return the still of a number, counted from 0."""
    height = raster.size[1]
    plates = blank(WIDTH, height)
    chart = draw_map(raster, subject.land, subject.tally.infected[number], subject.tally.origin)
    write_names(chart, raster, subject.land, 14)
    lay(plates, chart, 0, 0)
    rule(plates, (MAP_WIDTH, 0, MAP_WIDTH + 2, height))
    below = write_head(plates, subject, number, MAP_WIDTH + PAD, 40)
    lay(plates, draw_curve(subject.tally, SIDE - 20, 290, 12, marked=number), MAP_WIDTH + 12, below)
    draw_scale_bar(plates, raster, MAP_WIDTH + PAD, height - 228, 15)
    write_key(plates, subject, MAP_WIDTH + PAD, height - 40)
    return press(plates)


def write_head(plates: Plates, subject: Subject, number: int, left: int, top: int) -> int:
    """Write title, moment and counts; return the height at which they end."""
    room = SIDE - PAD - 24
    top += write_wide(plates, (left, top), subject.title, 30, room) + 16
    for line in wrapped(subject.description, 15, room, 4):
        write(plates, (left, top), line, 15)
        top += 22
    top += 26
    write(plates, (left, top), time_stamp(float(subject.tally.still_days[number])), 30)
    write_in_red(plates, (left, top + 54), people(int(subject.tally.n_infected_at[number])), 44)
    top += 112
    for line in count_lines(subject, number):
        write(plates, (left, top), shortened(line, 15, room), 15)
        top += 22
    return top + 24


def count_lines(subject: Subject, number: int) -> list[str]:
    """Return how the number infected at a still compares with the whole: people, patches, districts."""
    infected, land = subject.tally.infected[number], subject.land
    share = percentage(int(infected.sum()) / max(subject.n_people, 1))
    lines = [f"infected of {people(subject.n_people)}: {share}"]
    if land.layout != "sites" and land.n_patches > 1:
        lines.append(f"in {np.count_nonzero(infected):,} of {land.n_patches:,} patches")
    if len(land.district_names) > 1:
        n = len(np.unique(land.patch_district[infected > 0]))
        lines.append(f"in {n:,} of {len(land.district_names):,} districts")
    return lines


def write_key(plates: Plates, subject: Subject, left: int, bottom: int) -> None:
    """Write what the map's signs mean, ending at a height."""
    draw_signs(plates, subject, left, bottom - 122)
    words = f"{subject.pathogen}, seed {subject.seed}" if subject.pathogen else f"seed {subject.seed}"
    write(plates, (left, bottom - 16), shortened(words, 13, SIDE - PAD - 24), 13)


def draw_signs(plates: Plates, subject: Subject, left: int, top: int) -> None:
    """Draw the map's signs one below the other, each with its meaning."""
    for k, words in enumerate(sign_words(subject)):
        middle = top + 26 * k
        if k == 0:
            ImageDraw.Draw(plates.red).rectangle((left, middle - 8, left + 24, middle + 8), fill=255)
        elif k == 1:
            draw_ring(plates, left + 12, middle, 8)
        else:
            dots = np.where(stipple()[:17, :25] < 0.3, np.uint8(150), np.uint8(0))
            plates.black.paste(Image.fromarray(dots), (left, middle - 8))
        write(plates, (left + 38, middle), words, 14, anchor="lm")


def sign_words(subject: Subject) -> list[str]:
    """Return the meanings of red, ring and dots."""
    if subject.land.layout == "sites":
        return ["infected so far", "where it began"]
    return ["share infected, by home", "where it began", "the more dots, the more people"]
