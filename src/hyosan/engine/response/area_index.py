"""The areas of a response in one word a patch: each area gets a bit."""

import numpy as np

from hyosan.engine.errors import SimulationError
from hyosan.engine.response.areas import Mask, chord_km, find_patches
from hyosan.scenario import Area, CasesArea, OutsideArea
from hyosan.world.model import World

MOST_AREAS = 64


class AreaIndex:
    """The areas of a response: each gets a bit."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.patch_areas = np.zeros(world.n_patches, np.uint64)
        self.case_reach: list[float] = []
        self.by_name: dict[str, Mask] = {}
        self.reach_by_name: dict[str, float] = {}
        self._index: dict[str, int] = {}

    def add(self, area: Area | None, mask: Mask) -> int:
        """Return the index of an area with these patches; equal areas share one. None: the answer's."""
        key = "" if area is None else area.model_dump_json()
        if key in self._index:
            return self._index[key]
        index = len(self.case_reach)
        if index >= MOST_AREAS:
            raise SimulationError(f"response: found more than {MOST_AREAS} areas; allowed are at most {MOST_AREAS}")
        self.patch_areas[mask] |= np.uint64(1) << np.uint64(index)
        reach = 0.0
        if isinstance(area, CasesArea):
            reach = chord_km(area.radius_km) if self.world.geometry.layout == "hex" else area.radius_km
        elif isinstance(area, OutsideArea):
            reach = -self.reach_by_name.get(area.of, 0.0)
        self.case_reach.append(reach)
        self._index[key] = index
        return index

    def find(self, area: Area, path: str) -> int:
        """Return the index of an area. Raises SimulationError if the world has no such place."""
        return self.add(area, find_patches(area, self.world, self.by_name, path))

    def mask(self, index: int) -> Mask:
        """Return (P) bool: the patches of an area before any case."""
        mask: Mask = (self.patch_areas >> np.uint64(index)) & np.uint64(1) == 1
        return mask
