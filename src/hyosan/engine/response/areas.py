"""From the areas of a response to the patches of a world."""

import difflib
import math

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.errors import SimulationError
from hyosan.scenario import (
    Area,
    CasesArea,
    DistrictsArea,
    Everywhere,
    OutsideArea,
    PatchesArea,
    PolygonArea,
    RadiusArea,
)
from hyosan.world.distance import great_circle_km
from hyosan.world.model import World

Mask = NDArray[np.bool_]
EARTH_RADIUS_KM = 6371.0072


def find_patches(area: Area, world: World, others: dict[str, Mask], path: str) -> Mask:
    """Return (P) bool: the patches of an area; of one that follows the cases none, before there are any.

    others: the areas of the measures so far, by name. Raises SimulationError if the world has no such place.
    """
    if isinstance(area, Everywhere):
        return np.ones(world.n_patches, np.bool_)
    if isinstance(area, DistrictsArea):
        return _of_districts(area.districts, world, path)
    if isinstance(area, PatchesArea):
        mask = np.zeros(world.n_patches, np.bool_)
        for patch in area.patches:
            mask[_checked_patch(patch, world, path)] = True
        return mask
    if isinstance(area, PolygonArea):
        return _some(_in_polygon(area.points, world, path), world, path, "polygon")
    if isinstance(area, RadiusArea):
        return _some(_in_radius(area, world, path), world, path, "radius")
    if isinstance(area, CasesArea):
        _positions(world, path)
        return np.zeros(world.n_patches, np.bool_)
    return _outside(area, others, path)


def positions_km(world: World, path: str) -> NDArray[np.float64]:
    """Return (P, 3) km: where patches lie in space, on a sphere or on a plane; straight distances are good to 1 % at
    1,000 km. Raises SimulationError if the world has no geography."""
    x, y = _positions(world, path)
    if world.geometry.layout != "hex":
        return np.ascontiguousarray(np.stack((x, y, np.zeros_like(x)), axis=1))
    lon, lat = np.radians(x), np.radians(y)
    unit = np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
    return np.ascontiguousarray(EARTH_RADIUS_KM * unit)


def district_index(name: str, world: World, path: str) -> int:
    """Return the index of a district. Raises SimulationError with the nearest name if there is none."""
    names = world.district_names
    if name in names:
        return names.index(name)
    nearest = difflib.get_close_matches(name, names, 1)
    hint = f"; nearest is {nearest[0]!r}" if nearest else ""
    shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    raise SimulationError(
        f"{path}: found the district {name!r}; allowed are the {len(names)} districts of world {world.name!r} "
        f"({shown}){hint}"
    )


def district_mask(districts: list[int], world: World) -> Mask:
    """Return (P) bool: the patches of districts given by index."""
    return np.isin(world.arrays.patch_district, districts)


def _of_districts(names: tuple[str, ...], world: World, path: str) -> Mask:
    return district_mask([district_index(name, world, path) for name in names], world)


def _checked_patch(patch: int, world: World, path: str) -> int:
    if not 0 <= patch < world.n_patches:
        raise SimulationError(
            f"{path}: found patch {patch}; allowed are patches 0 to {world.n_patches - 1} of world {world.name!r}"
        )
    return patch


def _positions(world: World, path: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    geometry = world.geometry
    if len(geometry.longitude) != world.n_patches:
        raise SimulationError(
            f"{path}: found a place by distance in world {world.name!r}, which has no geography; "
            "allowed are everywhere, districts and patches"
        )
    return np.asarray(geometry.longitude, np.float64), np.asarray(geometry.latitude, np.float64)


def _in_radius(area: RadiusArea, world: World, path: str) -> Mask:
    x, y = _positions(world, path)
    if area.point is not None:
        x0, y0 = area.point
    elif area.patch is not None:
        at = _checked_patch(area.patch, world, path)
        x0, y0 = float(x[at]), float(y[at])
    else:
        of = np.flatnonzero(world.arrays.patch_district == district_index(str(area.district), world, path))
        residents = np.diff(world.arrays.patch_start)[of] + 1e-9
        x0, y0 = float(np.average(x[of], weights=residents)), float(np.average(y[of], weights=residents))
    if world.geometry.layout == "hex":
        return great_circle_km(x, y, np.array(x0), np.array(y0)) <= area.radius_km
    return np.hypot(x - x0, y - y0) <= area.radius_km


def _in_polygon(points: tuple[tuple[float, float], ...], world: World, path: str) -> Mask:
    """Even-odd rule: a ray to the east crosses the border an odd number of times."""
    x, y = _positions(world, path)
    inside = np.zeros(world.n_patches, np.bool_)
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        if y1 == y2:
            continue
        spans = (y1 > y) != (y2 > y)
        inside ^= spans & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return inside


def _some(mask: Mask, world: World, path: str, what: str) -> Mask:
    if not mask.any():
        raise SimulationError(
            f"{path}: found a {what} in which no patch of world {world.name!r} has its middle; "
            "what to do: make it larger, or give longitude before latitude"
        )
    return mask


def _outside(area: OutsideArea, others: dict[str, Mask], path: str) -> Mask:
    if area.of not in others:
        raise SimulationError(f"{path}: found outside of {area.of!r}; allowed is the name of a measure with an area")
    return ~others[area.of]


def chord_km(radius_km: float) -> float:
    """Return the straight distance between two points on the sphere that are radius_km apart on it."""
    return 2.0 * EARTH_RADIUS_KM * math.sin(min(radius_km / (2.0 * EARTH_RADIUS_KM), math.pi / 2.0))
