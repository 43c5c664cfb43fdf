"""The map at one moment: the land in ink, what is infected in red, where it began, how far a kilometre reaches."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from hyosan.views.ink import Plates, from_arrays
from hyosan.views.land import Land
from hyosan.views.lettering import font, text_width, write
from hyosan.views.raster import Raster, red_pixels
from hyosan.views.wording import people

FINENESS = 4
"""Sub-pixels along each edge of a pixel for rings, for smooth edges."""

MOST_NAMES = 40
"""Districts up to which a map bears their names."""


def draw_map(raster: Raster, land: Land, infected: NDArray[np.int64], origin: tuple[int, ...]) -> Plates:
    """Return the map as plates.

    Parameters: infected, (P) people ever infected by home patch, int64; origin, patches that get a ring.
    """
    n_residents = np.maximum(np.diff(land.patch_start), 1)
    red = red_pixels(raster, infected / n_residents)
    black = np.maximum(np.where(red, np.uint8(0), raster.ground_ink), raster.line_ink)
    plates = from_arrays(black, red.astype(np.uint8) * np.uint8(255))
    for patch in origin:
        draw_ring(plates, *middle_of(raster.patch == patch), max(9, raster.size[0] // 110))
    return plates


def middle_of(area: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the mean place (x, y) of the pixels of an area; far outside the picture where there are none."""
    rows, columns = np.nonzero(area)
    if len(rows) == 0:
        return -1e4, -1e4
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def draw_ring(plates: Plates, x: float, y: float, radius: float) -> None:
    """Draw a ring of ink between two fine bands of bare paper, so that it shows on ink, paper and red."""
    half = round(radius) + 5
    left, top = round(x) - half, round(y) - half
    middle = half * FINENESS
    canvas = Image.new("L", (2 * middle, 2 * middle), 0)
    ring(canvas, middle, radius, 5)
    clear = canvas.reduce(FINENESS)
    for plate in (plates.black, plates.red):
        plate.paste(0, (left, top), clear)
    canvas.paste(0, (0, 0, *canvas.size))
    ring(canvas, middle, radius, 2)
    plates.black.paste(255, (left, top), canvas.reduce(FINENESS))


def ring(canvas: Image.Image, middle: int, radius: float, width: float) -> None:
    """Draw a ring on an enlarged canvas; its radius is that of the middle of the line."""
    reach = (radius + width / 2) * FINENESS
    box = (middle - reach, middle - reach, middle + reach, middle + reach)
    ImageDraw.Draw(canvas).ellipse(box, outline=255, width=round(width * FINENESS))


def write_names(plates: Plates, raster: Raster, land: Land, size_px: int) -> None:
    """Write the names of districts on the map, where they are few enough; on red they are left bare of ink."""
    if not 1 < len(land.district_names) <= MOST_NAMES:
        return
    district = np.append(land.patch_district, -1)[raster.patch]
    for number, name in enumerate(land.district_names):
        area = district == number
        across = np.count_nonzero(area.any(axis=0))
        if text_width(name, size_px, "sans") <= 1.02 * across:
            write_name(plates, *middle_of(area), name, size_px)


def write_name(plates: Plates, x: float, y: float, name: str, size_px: int) -> None:
    """Write a name centred at a point: ink with a halo of paper, or paper where most of what lies below is red."""
    half = (round(text_width(name, size_px, "sans") / 2) + 4, size_px // 2 + 5)
    box = (round(x) - half[0], round(y) - half[1], round(x) + half[0], round(y) + half[1])
    letters = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    ImageDraw.Draw(letters).text(half, name, fill=255, font=font("sans", size_px), anchor="mm")
    halo = letters.filter(ImageFilter.MaxFilter(5))
    plates.black.paste(0, box[:2], halo)
    if np.asarray(plates.red.crop(box)).mean() > 115:
        plates.red.paste(255, box[:2], halo)
        plates.red.paste(0, box[:2], letters)
    else:
        plates.red.paste(0, box[:2], halo)
        plates.black.paste(255, box[:2], letters)


def draw_scale_bar(plates: Plates, raster: Raster, left: int, top: int, size_px: int) -> None:
    """Draw a bar of a round length in two pieces, below its length in words."""
    length = round_length(raster.units_per_pixel * raster.size[0] * 0.2)
    width, thick = round(length / raster.units_per_pixel), max(4, size_px // 3)
    y = top + round(1.5 * size_px)
    pen = ImageDraw.Draw(plates.black)
    pen.rectangle((left, y, left + width, y + thick), outline=255, width=1)
    pen.rectangle((left, y, left + width // 2, y + thick), fill=255)
    write(plates, (left, top), scale_words(length, raster.unit), size_px)


def round_length(most: float) -> float:
    """Return the largest of 1, 2, 5, 10, ... (and of their tenths) that does not exceed a length."""
    size = 10.0 ** np.floor(np.log10(most))
    return float(size * max(k for k in (1, 2, 5) if k * size <= most * (1 + 1e-9)))


def scale_words(length: float, unit: str) -> str:
    """Return a length in words: 500 m, 10 km, 200 people."""
    if unit == "km" and length < 1:
        return f"{length * 1000:g} m"
    return f"{length:g} km" if unit == "km" else f"{people(round(length))} people" if length > 1 else "1 person"
