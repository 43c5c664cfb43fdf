"""A geographic world put together: districts on hexagons, commuters, trips, people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hyosan.world.arrays import F64
from hyosan.world.assemble import assemble_procedural, employed_by_district
from hyosan.world.demography import Demography
from hyosan.world.density import residents_and_jobs
from hyosan.world.districts import Districts, Polygon
from hyosan.world.gravity import commuting_weight, distances_km
from hyosan.world.hexagons import lay_out, usual_resolution
from hyosan.world.links import hexagon_links
from hyosan.world.model import Geometry, World
from hyosan.world.spread import whole_flows
from hyosan.world.trips import trip_cumulative


@dataclass(frozen=True)
class Geography:
    """What a geographic world is made from.

    polygons: boundaries by district number. flows: (D, D) given commuters as weights, or None for the law of gravity.
    resolution: of H3, None for the usual. stay_share: see gravity.commuting_weight. demography: None for people who
    live alone and have no day group.
    """

    name: str
    districts: Districts
    demography: Demography | None
    polygons: Mapping[int, tuple[Polygon, ...]] = field(default_factory=dict)
    flows: F64 | None = None
    resolution: int | None = None
    stay_share: float | None = None
    seed: int = 1


def geographic_world(geography: Geography) -> World:
    """Return the world of a geography; residents of each district are kept exactly.

    Raises
    ------
    WorldError: the districts cannot be laid out, or nobody works anywhere and no flows are given.
    """
    districts = geography.districts
    resolution = usual_resolution(districts) if geography.resolution is None else geography.resolution
    hexagons = lay_out(districts, geography.polygons, resolution)
    residents, job_weight = residents_and_jobs(districts, hexagons)
    link_start, link_patch = hexagon_links(hexagons.cell, hexagons.longitude, hexagons.latitude)
    km = distances_km(districts)
    lived_in = districts.residents.astype(np.float64)
    employed = employed_by_district(
        geography.seed, residents, hexagons.district, len(districts.names), geography.demography
    )
    weight = geography.flows
    if weight is None and employed.any():
        weight = commuting_weight(lived_in, districts.workers, km, geography.stay_share)
    arrays = assemble_procedural(
        world_seed=geography.seed,
        patch_residents=residents,
        patch_district=hexagons.district,
        job_weight=job_weight,
        flows=np.diag(employed) if weight is None else whole_flows(weight, employed),
        link_start=link_start,
        link_patch=link_patch,
        trip_cum=trip_cumulative(lived_in, km),
        demography=geography.demography,
    )
    geometry = Geometry("hex", hexagons.longitude, hexagons.latitude, hexagons.cell)
    return World(geography.name, arrays, districts.names, geometry)
