"""The border round an area, as it stands in the world: who lives inside, who crosses it in the routine of a day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.errors import SimulationError
from hyosan.engine.response.compile import named_areas
from hyosan.jit import Int, kernel
from hyosan.scenario import Cordon, Scenario
from hyosan.world.arrays import WorldArrays
from hyosan.world.model import World
from hyosan.world.people import day_patch, link, link_count, n_present, present


@dataclass(frozen=True)
class Border:
    """A cordon's border in figures.

    `n_links`: routes between neighbouring patches that it cuts. `n_commuters_out` live inside and are outside by day,
    `n_commuters_in` the other way round: each crosses twice a day. `trips_out_probability`: share of the longer trips
    of the people inside that lead out.
    """

    measure: str
    n_patches: int
    n_people: int
    n_districts: int
    n_links: int
    n_commuters_out: int
    n_commuters_in: int
    trips_out_probability: float

    @property
    def n_crossings_per_day(self) -> int:
        """Crossings by commuters on a day without a cordon."""
        return 2 * (self.n_commuters_out + self.n_commuters_in)


def border(scenario: Scenario, world: World, measure: str) -> Border:
    """Return the figures of a cordon's border, before any case. Raises SimulationError if there is no such cordon."""
    cordons = [m.name for m in (scenario.response.measures if scenario.response else ()) if isinstance(m, Cordon)]
    if measure not in cordons:
        allowed = ", ".join(cordons) or "none: the scenario has no cordon"
        raise SimulationError(f"measure: found {measure!r}; allowed are the cordons of the scenario ({allowed})")
    inside = named_areas(scenario, world)[measure]
    arrays = world.arrays
    residents = np.diff(arrays.patch_start)
    flags = inside.astype(np.uint8)
    n_out, n_in, n_links = (int(n) for n in _count_crossings(world.handle, flags))
    return Border(
        measure=measure,
        n_patches=int(inside.sum()),
        n_people=int(residents[inside].sum()),
        n_districts=len(np.unique(arrays.patch_district[inside])),
        n_links=n_links,
        n_commuters_out=n_out,
        n_commuters_in=n_in,
        trips_out_probability=_trips_out(world, inside, residents),
    )


def _trips_out(world: World, inside: NDArray[np.bool], residents: NDArray[np.int64]) -> float:
    """Return the share of trips from inside that lead out: destinations are districts, then residents at random."""
    trip_cum, district = world.arrays.trip_cum, world.arrays.patch_district
    n_districts = len(trip_cum)
    if n_districts == 0 or not residents[inside].sum():
        return 0.0
    people = np.bincount(district, weights=residents, minlength=n_districts)
    people_inside = np.bincount(district[inside], weights=residents[inside], minlength=n_districts)
    share_inside = np.divide(people_inside, people, out=np.zeros(n_districts), where=people > 0)
    probability = np.diff(trip_cum, axis=1, prepend=0.0)
    return float((people_inside / people_inside.sum()) @ (probability @ (1.0 - share_inside)))


@kernel
def _count_crossings(w: WorldArrays, inside: NDArray[np.uint8]) -> tuple[Int, Int, Int]:
    """Return (commuters out, commuters in, links cut) of the border round patches (P) uint8."""
    n_out, n_in, n_links = 0, 0, 0
    for patch in range(inside.shape[0]):
        if inside[patch] == 0:
            continue
        for person in range(w.patch_start[patch], w.patch_start[patch + 1]):
            n_out += 1 - inside[day_patch(w, person, patch)]
        for index in range(n_present(w, patch, True)):
            _, home = present(w, patch, True, index)
            n_in += 1 - inside[home]
        for k in range(link_count(w, patch)):
            n_links += 1 - inside[link(w, patch, k)]
    return n_out, n_in, n_links
