"""A world: its arrays, and what people call its patches and districts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hyosan.handle import handle_of
from hyosan.world.arrays import WorldArrays


@dataclass(frozen=True)
class Geometry:
    """Where patches lie, for pictures and distances.

    layout: "hex" (cells are H3 indices), "grid" (rows x columns of square patches), "sites" (rows x columns of one
    person each), or "none" (mixed worlds and graphs).
    """

    layout: str
    longitude: NDArray[np.float64]  # (P) degrees east, or km east for grids; empty for "none"
    latitude: NDArray[np.float64]  # (P) degrees north, or km north for grids
    cell: NDArray[np.uint64]  # (P) H3 index for "hex", else empty
    n_rows: int = 0
    n_columns: int = 0


@dataclass(frozen=True)
class World:
    """Where and who: fixed during a run."""

    name: str
    arrays: WorldArrays
    district_names: tuple[str, ...]
    geometry: Geometry

    @cached_property
    def handle(self) -> WorldArrays:
        """The arrays as kernels take them."""
        return handle_of(self.arrays)

    @property
    def n_people(self) -> int:
        """People in the world."""
        return int(self.arrays.n_people)

    @property
    def n_patches(self) -> int:
        """Patches in the world."""
        return len(self.arrays.patch_start) - 1
