"""What a map looks like before anybody is infected, and the share at which each pixel turns red."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.views.land import OVERSAMPLING, Ground, Land, lay_ground
from hyosan.views.noise import blots, covering, hash_noise, stipple

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]

HATCH_PX = 7
"""Distance of the lines that fill what is not part of the land, in pixels."""

OUTLINE_FROM_PX, BORDER_FROM_PX = 10, 6
"""Where patches are narrower than this, they get no outline, and districts only a hairline, against a grey veil."""


BOLD_FROM_PX = 800
"""Maps narrower than this get a finer coast."""

LARGE_MARK_SHARE, MARK_SHARE = 0.006, 0.02
"""Share of the land that the blots of touched patches may cover together: the larger ones, and the smallest."""

SMALLEST_MARK, LARGEST_MARK = 2, 6
"""Width of a blot in pixels."""


@dataclass(frozen=True)
class Raster:
    """The map of a land at one size, made once and used for every still.

    A pixel is red when the share infected of its patch exceeds its threshold. `ground_ink` gives way to red; `line_ink`
    (coasts and borders) prints over it.
    """

    patch: NDArray[np.int32]  # (height, width), −1 outside
    threshold: F32  # (height, width) in (0, 1)
    ground_ink: U8
    line_ink: U8
    mark: NDArray[np.int64]  # (P) flat position of the middle of each patch's mark, −1 for none
    lot: F32  # (P) in (0, 1): patches of a low lot keep their mark longest
    units_per_pixel: float
    unit: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.patch.shape[1], self.patch.shape[0]


def rasterise(land: Land, width: int, height: int) -> Raster:
    """Return the map of a land at a size in pixels; the land must have a map (has_map)."""
    ground = lay_ground(land, width, height)
    patch = np.ascontiguousarray(ground.patch[::OVERSAMPLING, ::OVERSAMPLING])
    threshold = covering(blots(0.8), *patch.shape).astype(np.float32)
    return Raster(
        patch=patch,
        threshold=threshold,
        ground_ink=ground_ink(land, ground, patch),
        line_ink=line_ink(land, ground, patch),
        mark=marks(patch, threshold, land.n_patches),
        lot=hash_noise(1, land.n_patches, 5)[0].astype(np.float32),
        units_per_pixel=ground.units_per_pixel,
        unit=ground.unit,
    )


def red_pixels(raster: Raster, share: NDArray[np.float64]) -> Mask:
    """Return which pixels are red when `share` (P, float64) of each patch's residents have been infected.

    The red area is the share infected. Patches whose few infected turn hardly a pixel red get a blot, so that even the
    first are seen. Blots are larger while few patches are touched, and never cover more than MARK_SHARE of the land.
    """
    padded = np.append(share, 0.0).astype(np.float32)
    red = padded[raster.patch] > raster.threshold
    touched = (share > 0) & (raster.mark >= 0)
    n_land, n_touched = np.count_nonzero(raster.patch >= 0), max(int(np.count_nonzero(touched)), 1)
    size = int(min(max((LARGE_MARK_SHARE * n_land / n_touched) ** 0.5, SMALLEST_MARK), LARGEST_MARK))
    is_shown = np.bincount(raster.patch[red], minlength=len(share)) >= size**2
    blots_shown = touched & ~is_shown & (raster.lot < MARK_SHARE * n_land / n_touched / SMALLEST_MARK**2)
    return red | blotted(raster.mark[blots_shown], raster.patch.shape, size)


def marks(patch: NDArray[np.int32], threshold: F32, n_patches: int) -> NDArray[np.int64]:
    """Return the flat position of each patch's pixel of lowest threshold, (P), −1 for a patch without pixels."""
    flat, flat_patch = threshold.ravel(), patch.ravel()
    inside = np.flatnonzero(flat_patch >= 0)
    lowest = np.full(n_patches, 2.0, dtype=np.float32)
    np.minimum.at(lowest, flat_patch[inside], flat[inside])
    found = inside[flat[inside] == lowest[flat_patch[inside]]]
    position = np.full(n_patches, -1, dtype=np.int64)
    position[flat_patch[found]] = found
    return position


def blotted(middle: NDArray[np.int64], shape: tuple[int, ...], size: int) -> Mask:
    """Return round blots of `size` pixels across at flat positions."""
    row, column = middle // shape[1], middle % shape[1]
    out = np.zeros(shape, dtype=np.bool_)
    half = (size - 1) / 2
    for down in range(size):
        for right in range(size):
            if (down - half) ** 2 + (right - half) ** 2 <= (size / 2) ** 2:
                y = np.clip(row + down - size // 2, 0, shape[0] - 1)
                out[y, np.clip(column + right - size // 2, 0, shape[1] - 1)] = True
    return out


def is_wide(land: Land, patch: NDArray[np.int32], width_px: int) -> bool:
    """Return whether patches are as wide as this in a picture, on average."""
    return bool(np.count_nonzero(patch >= 0) >= width_px**2 * max(land.n_patches, 1))


def ground_ink(land: Land, ground: Ground, patch: NDArray[np.int32]) -> U8:
    """Return the ink under the red: dots by density of people, faint outlines of patches, hatching outside."""
    inside = patch >= 0
    darkness = np.append(dot_density(land, patch), 0.0).astype(np.float32)
    dots = covering(stipple(), *patch.shape) < darkness[patch]
    ink = np.where(dots, np.uint8(150), np.uint8(0))
    if is_wide(land, patch, OUTLINE_FROM_PX):
        outlines = smooth(changes(ground.patch) & (ground.patch >= 0))
        ink = np.maximum(ink, (outlines * np.float32(95)).astype(np.uint8))
    return np.where(inside, ink, hatching(inside))


def dot_density(land: Land, patch: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return how densely each patch is dotted, 0 to 0.34, by the square root of its residents."""
    n_residents = np.diff(land.patch_start)
    if land.layout == "sites":
        return np.full(land.n_patches, 0.06)
    typical = np.median(np.bincount(patch[patch >= 0], minlength=land.n_patches))
    root = np.sqrt(n_residents / max(float(typical), 1.0))
    full = float(np.quantile(root, 0.99)) or 1.0
    if root.min() > 0.8 * full:
        return np.full(land.n_patches, 0.14)
    return 0.34 * np.minimum(root / full, 1.0) ** 1.3


def hatching(inside: Mask) -> U8:
    """Return fine diagonal lines, with a clear band along the coast."""
    place = (np.arange(inside.shape[0])[:, None] + np.arange(inside.shape[1])) % HATCH_PX
    lines = np.array([68, 22] + [0] * (HATCH_PX - 2), dtype=np.uint8)[place]
    return np.where(grown(inside, 5), np.uint8(0), lines)


def line_ink(land: Land, ground: Ground, patch: NDArray[np.int32]) -> U8:
    """Return the coasts and the borders of districts, finer where patches are small."""
    outside = np.append(land.patch_district, -1).astype(np.int32)
    district = outside[ground.patch]
    has_room = is_wide(land, patch, BORDER_FROM_PX)
    border = smooth(grown(changes(district), 1) if has_room else changes(district))
    is_bold = has_room and patch.shape[1] >= BOLD_FROM_PX
    coast = smooth(grown(changes(np.where(district < 0, np.int32(-1), np.int32(0))), 2 if is_bold else 1))
    ink: U8 = np.maximum(border * np.float32(225), coast * np.float32(255)).astype(np.uint8)
    return ink


def changes(area: NDArray[np.int32]) -> Mask:
    """Return where a pixel differs from the one to its right or below."""
    differs = np.zeros(area.shape, dtype=np.bool_)
    differs[:, :-1] = area[:, :-1] != area[:, 1:]
    differs[:-1, :] |= area[:-1, :] != area[1:, :]
    return differs


def grown(mask: Mask, n_steps: int) -> Mask:
    """Return a mask with everything that lies within n_steps pixels of it, diagonals counted every second step."""
    for step in range(n_steps):
        wider = mask.copy()
        wider[1:] |= mask[:-1]
        wider[:-1] |= mask[1:]
        source = wider.copy() if step % 2 else mask
        wider[:, 1:] |= source[:, :-1]
        wider[:, :-1] |= source[:, 1:]
        mask = wider
    return mask


def smooth(mask: Mask) -> F32:
    """Return the share of each pixel's sub-pixels that are set, 0 to 1."""
    height, width = mask.shape[0] // OVERSAMPLING, mask.shape[1] // OVERSAMPLING
    blocks = mask.reshape(height, OVERSAMPLING, width, OVERSAMPLING)
    total = np.zeros((height, width), dtype=np.float32)
    for row in range(OVERSAMPLING):
        for column in range(OVERSAMPLING):
            total += blocks[:, row, :, column]
    share: F32 = np.divide(total, np.float32(OVERSAMPLING**2))
    return share
