"""Fixed noise: the random threshold of every pixel, the dots of an engraving, the grain of the paper.

Nothing here is drawn from a random stream: every value is a hash of its place, so a run's picture is always the same.
"""

from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
Pixel = TypeVar("Pixel", bound=np.generic)

TILE = 512
"""Edge of the square of noise that is repeated over a picture, in pixels."""


def hash_noise(n_rows: int, n_columns: int, salt: int) -> NDArray[np.float64]:
    """Return a hash in (0, 1) of every pixel's row and column, float64 (splitmix64 finaliser)."""
    row = np.arange(n_rows, dtype=np.uint64)[:, None] << np.uint64(32)
    x = (row | np.arange(n_columns, dtype=np.uint64)[None, :]) + np.uint64((salt * 0x9E3779B97F4A7C15) % 2**64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return ((x >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53


def even_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each value's rank, spread evenly over (0, 1)."""
    flat = np.empty(values.size)
    flat[np.argsort(values, axis=None)] = (np.arange(values.size) + 0.5) / values.size
    return flat.reshape(values.shape)


def blur(values: NDArray[np.float64], sigma_px: float) -> NDArray[np.float64]:
    """Return the values smoothed by a Gaussian whose width is in pixels; edges wrap round."""
    rows = np.fft.fftfreq(values.shape[0])[:, None]
    columns = np.fft.rfftfreq(values.shape[1])[None, :]
    weight = np.exp(-2.0 * (np.pi * sigma_px) ** 2 * (rows**2 + columns**2))
    return np.fft.irfft2(np.fft.rfft2(values) * weight, s=values.shape)


def covering(tile: NDArray[Pixel], n_rows: int, n_columns: int) -> NDArray[Pixel]:
    """Return the tile repeated over n_rows by n_columns."""
    times = (-(-n_rows // tile.shape[0]), -(-n_columns // tile.shape[1]))
    return np.tile(tile, times)[:n_rows, :n_columns]


@lru_cache(maxsize=4)
def blots(sigma_px: float) -> F32:
    """Return a tile of thresholds in (0, 1), evenly distributed, that lie together like ink that bleeds."""
    white = hash_noise(TILE, TILE, 1)
    return even_ranks(blur(white, sigma_px) + 0.02 * white).astype(np.float32)


@lru_cache(maxsize=1)
def stipple() -> F32:
    """Return a tile of thresholds in (0, 1) whose low values keep apart, as an engraver sets dots."""
    dots = hash_noise(TILE, TILE, 2)
    for _ in range(6):
        dots = even_ranks(dots - blur(dots, 1.0))
    return dots.astype(np.float32)


@lru_cache(maxsize=1)
def grain_tile() -> U8:
    """Return a tile of the paper's four shades, 0 to 3: long soft fibres and a few flecks."""
    long_fibres = blur(np.repeat(hash_noise(TILE, TILE // 8, 4), 8, axis=1), 1.5)
    fibres = blur(hash_noise(TILE, TILE, 3), 1.2) + 0.5 * long_fibres
    return np.digitize(even_ranks(fibres), (0.06, 0.3, 0.94)).astype(np.uint8)


def paper_grain(n_rows: int, n_columns: int) -> U8:
    """Return the shade of the paper, 0 to 3, of every pixel."""
    return covering(grain_tile(), n_rows, n_columns).astype(np.uint8)
