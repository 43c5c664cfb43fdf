"""From the human form of an area to the resolved one."""

from collections.abc import Sequence
from typing import Final

from hyosan.scenario.areas import (
    Area,
    CasesArea,
    DistrictsArea,
    Everywhere,
    OutsideArea,
    PatchesArea,
    PolygonArea,
    RadiusArea,
)
from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault, list_up, unknown_name
from hyosan.scenario.human_areas import EVERYWHERE, HumanArea
from hyosan.scenario.polygons import area as area_of
from hyosan.scenario.polygons import crossing_sides, without_repeated_end
from hyosan.scenario.world_facts import district_names, is_without_geography, number_of_patches
from hyosan.scenario.worlds import CatalogueWorld, DistrictsWorld, WorldSpec

FORMS: Final = ("districts", "patches", "polygon", "radius", "cases", "outside")
MIDDLES: Final = ("district", "patch", "point")
MOST_POINTS: Final = 1000


def resolve_area(human: HumanArea | str, path: KeyPath, world: WorldSpec, faults: list[Fault]) -> Area | None:
    """Return the resolved area, or None after adding what is wrong to `faults`.

    path: where the area stands; world: what it is a part of.
    """
    if isinstance(human, str):
        return _named(human, path, world, faults)
    forms = [key for key in FORMS if getattr(human, key) is not None]
    middles = [key for key in MIDDLES if getattr(human, key) is not None]
    if len(forms) != 1:
        faults.append(_form_fault(path, forms, middles))
        return None
    form = forms[0]
    if middles and form != "radius":
        faults.append(
            Fault((*path, middles[0]), f"{middles[0]} beside {form}", "district, patch and point with radius")
        )
        return None
    if is_without_geography(world) and form not in ("patches", "outside"):
        faults.append(_no_geography((*path, form), form, world))
        return None
    return _made(human, form, middles, path, world, faults)


def _form_fault(path: KeyPath, forms: Sequence[str], middles: Sequence[str]) -> Fault:
    """Return the fault of an area that says in no way, or in several ways, where it is."""
    if not forms and list(middles) == ["district"]:
        allowed = "radius: ... beside it; or for the district itself its name alone, area: <name>"
        return Fault((*path, "district"), "district without radius", allowed)
    alone = f"{' and '.join(middles)} without radius" if middles else "an area that does not say where"
    return Fault(path, " beside ".join(forms) or alone, f"exactly one of {', '.join(FORMS)}")


def _made(
    human: HumanArea, form: str, middles: Sequence[str], path: KeyPath, world: WorldSpec, faults: list[Fault]
) -> Area | None:
    n_before = len(faults)
    made: Area | None = None
    if human.districts is not None:
        _check_districts(human.districts, (*path, form), world, faults)
        made = DistrictsArea(districts=tuple(human.districts))
    elif human.patches is not None:
        _check_patches(human.patches, (*path, form), world, faults)
        made = PatchesArea(patches=tuple(human.patches))
    elif human.polygon is not None:
        made = _polygon(human.polygon, (*path, form), world, faults)
    elif human.radius is not None:
        made = _radius(human, human.radius, middles, path, world, faults)
    elif human.cases is not None:
        made = CasesArea(radius_km=human.cases)
    elif human.outside is not None:
        made = OutsideArea(of=human.outside)
    return made if len(faults) == n_before else None


def check_district(name: str, path: KeyPath, world: WorldSpec, faults: list[Fault]) -> None:
    """Add a fault if it is known that a world has no district of a name."""
    names = district_names(world)
    if names is not None and name not in names:
        faults.append(unknown_name(path, "district", name, names))


def _named(name: str, path: KeyPath, world: WorldSpec, faults: list[Fault]) -> Area | None:
    if name == EVERYWHERE:
        return Everywhere()
    if is_without_geography(world):
        faults.append(_no_geography(path, f"district {name!r}", world))
        return None
    names = district_names(world)
    if names is not None and name not in names:
        faults.append(unknown_name(path, "district", name, (EVERYWHERE, *names)))
        return None
    return DistrictsArea(districts=(name,))


def _no_geography(path: KeyPath, found: str, world: WorldSpec) -> Fault:
    return Fault(
        path, f"{found} in a {world.kind} world", "everywhere or patches: it has no districts and no distances"
    )


def _check_districts(names: Sequence[str], path: KeyPath, world: WorldSpec, faults: list[Fault]) -> None:
    for i, name in enumerate(names):
        check_district(name, (*path, i), world, faults)
        if name in names[:i]:
            faults.append(Fault((*path, i), f"district {name!r} twice", "each district once"))


def _check_patches(patches: Sequence[int], path: KeyPath, world: WorldSpec, faults: list[Fault]) -> None:
    n_patches = number_of_patches(world)
    seen: set[int] = set()
    for i, patch in enumerate(patches):
        if n_patches is not None and patch >= n_patches:
            faults.append(Fault((*path, i), f"patch {patch}", f"patches from 0 to {n_patches - 1} in this world"))
        if patch in seen:
            faults.append(Fault((*path, i), f"patch {patch} twice", "each patch once"))
        seen.add(patch)


def _radius(
    human: HumanArea, radius_km: float, middles: Sequence[str], path: KeyPath, world: WorldSpec, faults: list[Fault]
) -> Area | None:
    if len(middles) != 1:
        found = f"radius with {' and '.join(middles)}" if middles else "radius without a middle"
        faults.append(Fault(path, found, f"exactly one of {list_up(MIDDLES)} beside radius"))
        return None
    if human.district is not None:
        check_district(human.district, (*path, "district"), world, faults)
    if human.patch is not None:
        _check_patches([human.patch], (*path, "patch"), world, faults)
    point = (human.point[0], human.point[1]) if human.point is not None else None
    if point is not None:
        _check_point(point, (*path, "point"), world, faults)
    return RadiusArea(radius_km=radius_km, district=human.district, patch=human.patch, point=point)


def _polygon(given: list[list[float]], path: KeyPath, world: WorldSpec, faults: list[Fault]) -> Area | None:
    points = without_repeated_end(tuple((x, y) for x, y in given))
    if not 3 <= len(set(points)) <= MOST_POINTS:
        faults.append(Fault(path, f"a polygon of {len(set(points))} points", f"3 to {MOST_POINTS} points"))
        return None
    for i, point in enumerate(points):
        _check_point(point, (*path, i), world, faults)
    crossing = crossing_sides(points)
    if crossing is not None:
        i, j = crossing
        found = f"a polygon whose side from point {i} meets its side from point {j}"
        faults.append(Fault((*path, j), found, "points in order round the area, so that no sides meet"))
        return None
    if area_of(points) == 0.0:
        faults.append(Fault(path, "a polygon with nothing inside", "points that are not all on a line"))
        return None
    return PolygonArea(points=points)


def _check_point(point: tuple[float, float], path: KeyPath, world: WorldSpec, faults: list[Fault]) -> None:
    """Add a fault for a point that is not on the globe; on a grid, points are kilometres."""
    is_on_globe = isinstance(world, (CatalogueWorld, DistrictsWorld))
    if is_on_globe and not (abs(point[0]) <= 180.0 and abs(point[1]) <= 90.0):
        found = f"[{point[0]:g}, {point[1]:g}]"
        near = f"[{point[1]:g}, {point[0]:g}]" if abs(point[1]) <= 180.0 and abs(point[0]) <= 90.0 else None
        faults.append(Fault(path, found, "[longitude, latitude] in degrees, longitude first", near))
