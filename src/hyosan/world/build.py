"""From what a scenario says about its world to the world."""

from importlib.resources.abc import Traversable
from pathlib import Path

from hyosan.catalogue import world_folder
from hyosan.scenario import (
    CatalogueWorld,
    DistrictsWorld,
    GraphWorld,
    GridWorld,
    LatticeWorld,
    MixedWorld,
    PeopleWorld,
)
from hyosan.world.cache import cached, world_key
from hyosan.world.catalogue_world import catalogue_geography, catalogue_text, demography_of
from hyosan.world.districts import read_boundaries, read_districts, read_flows
from hyosan.world.errors import WorldError
from hyosan.world.fit import Fit, measure_fit
from hyosan.world.geography import Geography, geographic_world
from hyosan.world.graph import graph_world, random_edges, read_edges
from hyosan.world.grid import grid_world
from hyosan.world.lattice import lattice_world
from hyosan.world.mixed import mixed_world
from hyosan.world.model import World
from hyosan.world.people_table import people_world

AnyWorld = CatalogueWorld | DistrictsWorld | GraphWorld | GridWorld | LatticeWorld | MixedWorld | PeopleWorld


def build_world(spec: AnyWorld, cache: bool = True) -> World:
    """Return the world that a resolved scenario describes.

    Parameters
    ----------
    spec: scenario.world.
    cache: whether worlds from tables are kept on disk and found there next time.

    Raises
    ------
    WorldError: the world cannot be built; the message says where and why.
    """
    try:
        if cache and isinstance(spec, CatalogueWorld | DistrictsWorld | PeopleWorld):
            return cached(world_key(inputs_of(spec)), lambda: _build(spec))
        return _build(spec)
    except WorldError:
        raise
    except ValueError as error:
        raise WorldError(f"world: {error}") from error


def build_with_fit(spec: CatalogueWorld | DistrictsWorld) -> tuple[World, Fit]:
    """Return a geographic world, built anew, and how it fits its tables."""
    geography = geography_of(spec)
    world = geographic_world(geography)
    return world, measure_fit(world, geography.districts)


def _build(spec: AnyWorld) -> World:
    match spec:
        case CatalogueWorld() | DistrictsWorld():
            return geographic_world(geography_of(spec))
        case PeopleWorld():
            return people_world(spec.table, spec.patches)
        case MixedWorld():
            return mixed_world(spec.n_people)
        case LatticeWorld():
            return lattice_world(spec.rows, spec.columns, spec.neighbours, spec.periodic)
        case GridWorld():
            demography = demography_of(spec.demography)
            return grid_world(spec.rows, spec.columns, spec.n_people, spec.spacing_km, demography, spec.seed)
        case GraphWorld():
            return _graph(spec)


def _graph(spec: GraphWorld) -> World:
    if spec.edges is not None:
        return graph_world(*read_edges(spec.edges))
    if spec.random is None:
        raise WorldError("graph: found neither edges nor random; give one of them.")
    drawn = spec.random
    edges = random_edges(drawn.model, drawn.n_people, drawn.mean_degree, drawn.rewiring_probability, spec.seed)
    return graph_world(drawn.n_people, *edges)


def geography_of(spec: CatalogueWorld | DistrictsWorld) -> Geography:
    """Return what a geographic world is made from: a world of the catalogue, or the user's own tables."""
    if isinstance(spec, CatalogueWorld):
        return catalogue_geography(spec.name, spec.resolution, spec.seed)
    districts = read_districts(spec.table)
    return Geography(
        name=spec.table.stem,
        districts=districts,
        demography=demography_of(spec.demography),
        polygons={} if spec.boundaries is None else read_boundaries(spec.boundaries, districts),
        flows=None if spec.flows is None else read_flows(spec.flows, districts.names),
        resolution=spec.resolution,
        stay_share=spec.stay_share,
        seed=spec.seed,
    )


def inputs_of(spec: CatalogueWorld | DistrictsWorld | PeopleWorld) -> list[bytes]:
    """Return everything that a world from tables depends on: what the scenario says, and the bytes of each file."""
    said = spec.model_dump_json(exclude={"table", "boundaries", "flows", "patches"}).encode()
    korea = world_folder("korea").joinpath("demography.csv")
    if isinstance(spec, CatalogueWorld):
        return [said, catalogue_text(spec.name).encode(), _bytes(korea)]
    if isinstance(spec, PeopleWorld):
        return [said, *(_bytes(path) for path in (spec.table, spec.patches))]
    own = None if spec.demography in ("korea", "none") else Path(spec.demography)
    files = (spec.table, spec.boundaries, spec.flows, own or korea)
    return [said, spec.table.stem.encode(), *(_bytes(path) for path in files)]


def _bytes(path: Path | Traversable | None) -> bytes:
    if path is None:
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorldError(f"{path}: cannot be read ({error.strerror}); give the path of a file that exists.") from None
