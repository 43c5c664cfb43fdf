"""Areas as sets of patches, in plain Python."""

import math
from dataclasses import dataclass, field

import numpy as np

from hyosan.engine.response.areas import chord_km, find_patches, positions_km
from hyosan.scenario import Area, CasesArea, Everywhere, OutsideArea
from hyosan.world.model import World


@dataclass
class Zone:
    """An area: patches, or all that is outside of another zone."""

    patches: set[int] = field(default_factory=set)
    outside_of: "Zone | None" = None
    reach_km: float = 0.0  # how far around a case's patch it grows

    def holds(self, patch: int) -> bool:
        """Return whether a patch belongs to the area."""
        return not self.outside_of.holds(patch) if self.outside_of else patch in self.patches

    def parts(self, patch: int, other: int) -> bool:
        """Return whether the border of the area runs between two patches."""
        return self.holds(patch) != self.holds(other)


class Zones:
    """The areas of a response."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self.world = world
        self.all: list[Zone] = []
        self.by_name: dict[str, Zone] = {}
        self.everywhere = self.find(Everywhere())

    def find(self, area: Area) -> Zone:
        """Return an area of the world."""
        if isinstance(area, OutsideArea):
            zone = Zone(outside_of=self.by_name[area.of])
        elif isinstance(area, CasesArea):
            is_sphere = self.world.geometry.layout == "hex"
            zone = Zone(reach_km=chord_km(area.radius_km) if is_sphere else area.radius_km)
        else:
            zone = Zone(set(np.flatnonzero(find_patches(area, self.world, {}, "area")).tolist()))
        self.all.append(zone)
        return zone

    def named(self, measure: str, area: Area) -> Zone:
        """Return the area of a measure, and remember it under the measure's name."""
        self.by_name[measure] = self.find(area)
        return self.by_name[measure]


def grow(zones: list[Zone], world: World, patch: int) -> None:
    """Let the areas that follow the cases grow by the surroundings of a patch."""
    growing = [zone for zone in zones if zone.reach_km > 0.0]
    if growing:
        positions = positions_km(world, "response").tolist()
        for zone in growing:
            near = (p for p, there in enumerate(positions) if math.dist(there, positions[patch]) <= zone.reach_km)
            zone.patches.update(near)
