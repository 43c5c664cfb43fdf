"""Ink, red and paper: two printing plates, pressed on paper into one picture of 256 fixed colours."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hyosan.views.noise import paper_grain

U8 = NDArray[np.uint8]

PAPER: Final = (243, 236, 224)
"""Colour of the paper, #f3ece0."""

INK: Final = (17, 16, 15)
"""Colour of the ink."""

RED: Final = (176, 0, 8)
"""Colour of the infected, #b00008, the only colour there is."""

GRAIN_OFFSETS: Final = (-6, -2, 0, 3)
N_RED, N_INK, N_GRAIN = 4, 16, 4


@dataclass(frozen=True)
class Plates:
    """A picture in the making: how much ink (`black`) and how much `red` every pixel gets, 0 to 255 each."""

    black: Image.Image
    red: Image.Image

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.black.size


def blank(width: int, height: int) -> Plates:
    """Return empty plates of a size in pixels."""
    return Plates(Image.new("L", (width, height), 0), Image.new("L", (width, height), 0))


def lay(target: Plates, part: Plates, left: int, top: int) -> None:
    """Put plates into larger ones, the upper left corner at (left, top)."""
    target.black.paste(part.black, (left, top))
    target.red.paste(part.red, (left, top))


def from_arrays(black: U8, red: U8) -> Plates:
    """Return the plates that two uint8 arrays of the same shape describe."""
    return Plates(Image.fromarray(black), Image.fromarray(red))


def rule(plates: Plates, box: tuple[int, int, int, int], ink: int = 255) -> None:
    """Draw a filled bar of ink: left, top, right, bottom, the last two included."""
    ImageDraw.Draw(plates.black).rectangle(box, fill=ink)


def press(plates: Plates) -> Image.Image:
    """Print both plates on paper; red goes first, ink on top."""
    black = np.asarray(plates.black).astype(np.uint16)
    red = np.asarray(plates.red).astype(np.uint16)
    grain = paper_grain(*black.shape)
    reds, inks = (red * (N_RED - 1) + 127) // 255, (black * (N_INK - 1) + 127) // 255
    level = (reds * N_INK + inks) * N_GRAIN + grain
    picture = Image.fromarray(level.astype(np.uint8))
    picture.putpalette(palette())
    return picture


def palette() -> bytes:
    """Return the 256 colours: 4 amounts of red by 16 amounts of ink by 4 shades of paper."""
    red = np.repeat(np.arange(N_RED), N_INK * N_GRAIN)[:, None] / (N_RED - 1)
    ink = np.tile(np.repeat(np.arange(N_INK), N_GRAIN), N_RED)[:, None] / (N_INK - 1)
    grain = np.tile(np.array(GRAIN_OFFSETS), N_RED * N_INK)[:, None]
    colour = np.array(PAPER) * (1 - red) + np.array(RED) * red
    colour = colour * (1 - ink) + np.array(INK) * ink + grain * (1 - ink) * (1 - 0.4 * red)
    return np.clip(np.rint(colour), 0, 255).astype(np.uint8).tobytes()
