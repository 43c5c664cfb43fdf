"""From the human form of a world to the resolved one, with the files that it names."""

from pathlib import Path

from hyosan.catalogue import list_names, nearest_name
from hyosan.scenario.document import files_beside, is_file
from hyosan.scenario.faults import Fault, show, unknown_name
from hyosan.scenario.human_world import (
    HumanCatalogueWorld,
    HumanDistrictsWorld,
    HumanGraphWorld,
    HumanGridWorld,
    HumanLatticeWorld,
    HumanMixedWorld,
    HumanPeopleWorld,
    HumanWorld,
)
from hyosan.scenario.limits import LIMIT_WHOLE
from hyosan.scenario.worlds import (
    CatalogueWorld,
    DistrictsWorld,
    GraphWorld,
    GridWorld,
    LatticeWorld,
    MixedWorld,
    PeopleWorld,
    RandomGraph,
    WorldSpec,
)

DEMOGRAPHIES = ("korea", "none")
ONE_ORIGIN = "exactly one of edges (a file) and random (a model)"
ONE_NUMBER = "exactly one of people (in all) and people_per_patch"


def resolve_world(human: HumanWorld | str, folder: Path) -> tuple[WorldSpec | None, list[Fault]]:
    """Return the resolved world, or None and what is wrong; paths of faults begin at the world.

    folder: what relative names of files start from.
    """
    if isinstance(human, (str, HumanCatalogueWorld)):
        return _catalogue(human)
    if isinstance(human, HumanMixedWorld):
        return MixedWorld(n_people=human.people), []
    if isinstance(human, HumanLatticeWorld):
        return _lattice(human)
    if isinstance(human, HumanGridWorld):
        return _grid(human, folder)
    if isinstance(human, HumanGraphWorld):
        return _graph(human, folder)
    if isinstance(human, HumanDistrictsWorld):
        return _districts(human, folder)
    return _people(human, folder)


def find_file(name: str, folder: Path, path: tuple[str | int, ...], faults: list[Fault]) -> Path:
    """Return the absolute path of a file, and add a fault if there is no such file."""
    file = Path(folder, name).absolute()
    if not is_file(file):
        near = nearest_name(file.name, files_beside(file))
        faults.append(Fault(path, f"file {show(name)}, which is not there", "a file beside the scenario", near))
    return file


def _catalogue(human: HumanCatalogueWorld | str) -> tuple[WorldSpec | None, list[Fault]]:
    name = human if isinstance(human, str) else human.name
    names = list_names("worlds")
    if name not in names:
        path = () if isinstance(human, str) else ("name",)
        fault = unknown_name(path, "world", name, names)
        hint = f"{fault.allowed}, or a mapping such as {{kind: mixed, people: 1000}}"
        return None, [Fault(path, fault.found, hint, fault.nearest)]
    if isinstance(human, str):
        return CatalogueWorld(name=name), []
    return CatalogueWorld(name=name, resolution=human.resolution, seed=human.seed), []


def _lattice(human: HumanLatticeWorld) -> tuple[WorldSpec | None, list[Fault]]:
    if human.rows * human.columns > LIMIT_WHOLE:
        return None, [Fault((), f"{human.rows * human.columns:.3g} sites", f"at most {LIMIT_WHOLE:.0e}")]
    world = LatticeWorld(rows=human.rows, columns=human.columns, neighbours=human.neighbours, periodic=human.periodic)
    return world, []


def _grid(human: HumanGridWorld, folder: Path) -> tuple[WorldSpec | None, list[Fault]]:
    n_patches = human.rows * human.columns
    if human.people is not None and human.people_per_patch is None:
        n_people = human.people
    elif human.people_per_patch is not None and human.people is None:
        n_people = human.people_per_patch * n_patches
    else:
        return None, [_one_of_two("people", "people_per_patch", human.people is None, ONE_NUMBER)]
    if n_people > LIMIT_WHOLE:
        return None, [Fault((), f"{n_people:.3g} people in all", f"at most {LIMIT_WHOLE:.0e}")]
    faults: list[Fault] = []
    demography = _demography(human.demography, folder, faults)
    world = GridWorld(
        rows=human.rows,
        columns=human.columns,
        n_people=n_people,
        spacing_km=human.spacing,
        demography=demography,
        seed=human.seed,
    )
    return (None, faults) if faults else (world, [])


def _one_of_two(one: str, other: str, is_neither: bool, allowed: str) -> Fault:
    return Fault((), f"neither {one} nor {other}" if is_neither else f"both {one} and {other}", allowed)


def _graph(human: HumanGraphWorld, folder: Path) -> tuple[WorldSpec | None, list[Fault]]:
    if (human.edges is None) == (human.random is None):
        return None, [_one_of_two("edges", "random", human.edges is None, ONE_ORIGIN)]
    if human.edges is not None:
        faults: list[Fault] = []
        edges = find_file(human.edges, folder, ("edges",), faults)
        return (None, faults) if faults else (GraphWorld(edges=edges, seed=human.seed), [])
    drawn = human.random
    assert drawn is not None
    if drawn.mean_degree >= drawn.people:
        found = f"mean_degree {drawn.mean_degree:g} among {drawn.people} people"
        return None, [Fault(("random", "mean_degree"), found, "fewer neighbours than people")]
    if drawn.rewiring > 0.0 and drawn.model != "small-world":
        found = f"rewiring in a {drawn.model} graph"
        return None, [Fault(("random", "rewiring"), found, "rewiring only with model: small-world")]
    random = RandomGraph(
        model=drawn.model,
        n_people=drawn.people,
        mean_degree=drawn.mean_degree,
        rewiring_probability=drawn.rewiring,
    )
    return GraphWorld(random=random, seed=human.seed), []


def _districts(human: HumanDistrictsWorld, folder: Path) -> tuple[WorldSpec | None, list[Fault]]:
    faults: list[Fault] = []
    world = DistrictsWorld(
        table=find_file(human.table, folder, ("table",), faults),
        boundaries=_optional_file(human.boundaries, folder, "boundaries", faults),
        flows=_optional_file(human.flows, folder, "flows", faults),
        resolution=human.resolution,
        demography=_demography(human.demography, folder, faults),
        stay_share=human.stay_share,
        seed=human.seed,
    )
    return (None, faults) if faults else (world, [])


def _people(human: HumanPeopleWorld, folder: Path) -> tuple[WorldSpec | None, list[Fault]]:
    faults: list[Fault] = []
    world = PeopleWorld(
        table=find_file(human.table, folder, ("table",), faults),
        patches=_optional_file(human.patches, folder, "patches", faults),
    )
    return (None, faults) if faults else (world, [])


def _optional_file(name: str | None, folder: Path, key: str, faults: list[Fault]) -> Path | None:
    return None if name is None else find_file(name, folder, (key,), faults)


def _demography(name: str, folder: Path, faults: list[Fault]) -> str:
    """Return a demography's name as it is, or the absolute path if it names a file (with a dot or a slash)."""
    if name in DEMOGRAPHIES:
        return name
    if "/" not in name and "." not in name:
        fault = unknown_name(("demography",), "demography", name, DEMOGRAPHIES)
        faults.append(Fault(fault.path, fault.found, f"{fault.allowed}, or the path of a file", fault.nearest))
        return name
    return str(find_file(name, folder, ("demography",), faults))
