"""Checks of areas against each other: borders that cross, evacuations that lead nowhere."""

from collections.abc import Sequence
from itertools import combinations

from hyosan.scenario.areas import Area, CasesArea, DistrictsArea, Everywhere, PatchesArea
from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault
from hyosan.scenario.measures import Cordon, Evacuation, Measure


def cordon_faults(measures: Sequence[Measure]) -> list[Fault]:
    """Return a fault for each pair of cordons of which it is known that their borders cross."""
    faults: list[Fault] = []
    cordons = [measure for measure in measures if isinstance(measure, Cordon)]
    for one, other in combinations(cordons, 2):
        a, b = parts_of(one.area), parts_of(other.area)
        if a is None or b is None or a[0] != b[0]:
            continue
        both = a[1] & b[1]
        if both and both not in (a[1], b[1]):
            path = ("response", "measures", other.name, "area")
            found = f"an area that overlaps that of {one.name!r}, both with {_first(both, a[0])}"
            faults.append(Fault(path, found, "cordons inside of each other, or apart"))
    return faults


def evacuation_faults(measure: Evacuation, path: KeyPath) -> list[Fault]:
    """Return what is wrong with where an evacuation leads."""
    area, to = measure.area, measure.destination
    if isinstance(area, Everywhere):
        return [Fault((*path, "area"), "an evacuation of the whole world", "a part of it")]
    if isinstance(to, CasesArea):
        return [Fault((*path, "to"), "a destination that follows the cases", "a fixed area")]
    a, b = parts_of(area), parts_of(to)
    is_inside = a is not None and b is not None and a[0] == b[0] and b[1] <= a[1]
    if is_inside or area == to:
        return [Fault((*path, "to"), "an evacuation into its own area", "a destination outside of it, or everywhere")]
    return []


def parts_of(area: Area) -> tuple[str, frozenset[str | int]] | None:
    """Return the districts or patches that an area lists, and which of the two; None for any other area."""
    if isinstance(area, DistrictsArea):
        return "district", frozenset(area.districts)
    if isinstance(area, PatchesArea):
        return "patch", frozenset(area.patches)
    return None


def _first(parts: frozenset[str | int], what: str) -> str:
    return f"{what} {min(parts, key=str)}"
