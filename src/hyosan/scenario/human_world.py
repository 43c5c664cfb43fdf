"""The human form of the worlds."""

from typing import Annotated, Literal

from pydantic import Field

from hyosan.scenario.human import Count, Flag, Human, Positive, PositiveKm, Probability, Resolution, Seed, Text


class HumanCatalogueWorld(Human):
    """A world of the catalogue."""

    kind: Literal["catalogue"]
    name: Text
    resolution: Resolution | None = None
    seed: Seed = 1


class HumanMixedWorld(Human):
    """Everybody meets everybody."""

    kind: Literal["mixed"]
    people: Count


class HumanRandomGraph(Human):
    """A graph to be drawn."""

    model: Literal["configuration", "erdos-renyi", "regular", "small-world", "barabasi-albert"]
    people: Count
    mean_degree: Positive
    rewiring: Probability = 0.0


class HumanGraphWorld(Human):
    """People who meet their neighbours in a graph: a file of edges, or a random graph."""

    kind: Literal["graph"]
    edges: Text | None = None
    random: HumanRandomGraph | None = None
    seed: Seed = 1


class HumanLatticeWorld(Human):
    """One person a site."""

    kind: Literal["lattice"]
    rows: Count
    columns: Count
    neighbours: Literal[4, 6, 8] = 4
    periodic: Flag = False


class HumanGridWorld(Human):
    """Square patches; `people` in all, or `people_per_patch`."""

    kind: Literal["grid"]
    rows: Count
    columns: Count
    people: Count | None = None
    people_per_patch: Count | None = None
    spacing: PositiveKm = 1.0
    demography: Text = "korea"
    seed: Seed = 1


class HumanDistrictsWorld(Human):
    """Districts from a table, their boundaries, and flows of commuters."""

    kind: Literal["districts"]
    table: Text
    boundaries: Text | None = None
    flows: Text | None = None
    resolution: Resolution | None = None
    demography: Text = "korea"
    stay_share: Probability | None = None
    seed: Seed = 1


class HumanPeopleWorld(Human):
    """People listed in a table."""

    kind: Literal["people"]
    table: Text
    patches: Text | None = None


HumanWorld = Annotated[
    HumanCatalogueWorld
    | HumanMixedWorld
    | HumanGraphWorld
    | HumanLatticeWorld
    | HumanGridWorld
    | HumanDistrictsWorld
    | HumanPeopleWorld,
    Field(discriminator="kind"),
]
