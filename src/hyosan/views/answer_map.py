"""Where it first comes out: a map on which a district is the redder, the more often it was the first outside."""

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_outcomes import FirstEscape
from hyosan.views.answer_words import of_100
from hyosan.views.ink import Plates, from_arrays, lay
from hyosan.views.land import Land, aspect
from hyosan.views.lettering import shortened, write, write_in_red
from hyosan.views.map_panel import draw_ring, draw_scale_bar, middle_of, write_names
from hyosan.views.raster import Raster, changes, grown, rasterise
from hyosan.world.model import World

MOST_PLACES = 10
MOST_RINGS = 5
NARROWEST, WIDEST = 0.8, 1.6
FRAME = 2
BORDER_INK, BORDER_CLEAR = 2, 6
"""Half the width of the line round the area that should hold it, and of the bare paper on both its sides."""

RING_ABOVE = 24
"""How far above the name of a district the ring is, in pixels."""


def land_of_world(world: World) -> Land:
    """Return the land of a world, as the record of a run would tell it."""
    geometry = world.geometry
    return Land(
        layout=geometry.layout,
        patch_start=world.arrays.patch_start,
        patch_district=world.arrays.patch_district,
        district_names=world.district_names,
        longitude=geometry.longitude,
        latitude=geometry.latitude,
        cell=geometry.cell,
        n_rows=geometry.n_rows,
        n_columns=geometry.n_columns,
    )


def map_height(land: Land, width: int) -> int:
    """Return the height of a map of a width, both in pixels."""
    return round(width / min(max(aspect(land), NARROWEST), WIDEST))


def red_share(land: Land, escape: FirstEscape) -> NDArray[np.float64]:
    """Return (P) how red patches are: the share of their district among first escapes, 1 for the most frequent."""
    share = np.zeros(max(len(land.district_names), int(land.patch_district.max(initial=0)) + 1))
    for place in escape.places:
        share[place.district] = place.share.p
    return (share / max(float(share.max()), 1e-12))[land.patch_district]


def draw_answer_map(plates: Plates, answer: Answer, land: Land, left: int, top: int, size: tuple[int, int]) -> None:
    """Draw the map in a frame into plates. size: in pixels."""
    raster = rasterise(land, *size)
    red = np.append(red_share(land, answer.first_escape), 0.0).astype(np.float32)[raster.patch] > raster.threshold
    border = inside_border(raster, answer, land)
    black = np.maximum(np.where(red, np.uint8(0), raster.ground_ink), raster.line_ink)
    black = np.where(grown(border, BORDER_CLEAR), np.uint8(0), black)
    black = np.where(grown(border, BORDER_INK), np.uint8(255), black)
    red &= ~grown(border, BORDER_CLEAR)
    chart = from_arrays(black, red.astype(np.uint8) * np.uint8(255))
    write_names(chart, raster, land, 13)
    for x, y in origin_places(raster, answer, land):
        draw_ring(chart, x, y - RING_ABOVE, max(9, size[0] // 110))
    lay(plates, chart, left, top)
    box = (left, top, left + size[0] - 1, top + size[1] - 1)
    ImageDraw.Draw(plates.black).rectangle(box, outline=255, width=FRAME)
    draw_scale_bar(plates, raster, left + 14, top + size[1] - 44, 14)


def inside_border(raster: Raster, answer: Answer, land: Land) -> NDArray[np.bool_]:
    """Return the pixels of the line round the area that should hold the outbreak; none if that is the world."""
    inside = np.zeros(land.n_patches + 1, dtype=np.int32)
    inside[list(answer.ground.inside)] = 1
    if inside[:-1].all():
        return np.zeros(raster.patch.shape, dtype=np.bool_)
    return changes(inside[raster.patch])


def origin_places(raster: Raster, answer: Answer, land: Land) -> list[tuple[float, float]]:
    """Return the middles, in pixels, of the districts where it starts, a few at most."""
    district = np.append(land.patch_district, -1)[raster.patch]
    found = [land.district_names.index(name) for name in answer.ground.origins if name in land.district_names]
    return [middle_of(district == number) for number in found[:MOST_RINGS]]


def write_places(plates: Plates, answer: Answer, left: int, top: int, width: int, has_map: bool) -> int:
    """Write the districts where it first comes out, and what the signs of the map mean; return where that ends."""
    write(plates, (left, top), "WHERE IT FIRST COMES OUT", 16, "bold")
    escape = answer.first_escape
    y = top + 34
    if not escape.places:
        write(plates, (left, y), "It never got out.", 16)
        y += 30
    for place in [item for item in escape.places if item.name][:MOST_PLACES]:
        write_in_red(plates, (left, y), shortened(place.name, 15, width * 0.42), 15)
        write(plates, (left + width * 0.46, y), shortened(of_100(place.share), 15, width * 0.54), 15)
        y += 26
    if len(escape.places) > MOST_PLACES:
        write(plates, (left, y), f"and {len(escape.places) - MOST_PLACES} more districts", 15)
        y += 26
    if has_map:
        draw_key(plates, left, y + 24, width)
        y += 24 + 3 * 28
    return y


def draw_key(plates: Plates, left: int, top: int, width: int) -> None:
    """Draw the signs of the map, each with its meaning."""
    signs = ("the redder, the more often first outside here", "where it starts", "the area that should hold it")
    for k, words in enumerate(signs):
        middle = top + 28 * k
        if k == 0:
            plates.red.paste(255, (left, middle - 8, left + 24, middle + 8))
        elif k == 1:
            draw_ring(plates, left + 12, middle, 8)
        else:
            ImageDraw.Draw(plates.black).rectangle((left, middle - 2, left + 24, middle + 1), fill=255)
        write(plates, (left + 38, middle), shortened(words, 14, width - 38), 14, anchor="lm")
