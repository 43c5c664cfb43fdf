"""The resolved worlds: where and who, as the world's builder reads them; lengths in km, files as absolute paths."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from hyosan.scenario.limits import LEAST_KM, LIMIT_KM, LIMIT_SEED, LIMIT_WHOLE
from hyosan.scenario.pathogen import Positive, Probability, Resolved

Count = Annotated[int, Field(ge=1, le=LIMIT_WHOLE)]
Seed = Annotated[int, Field(ge=0, le=LIMIT_SEED)]
Resolution = Annotated[int, Field(ge=0, le=15)]


class CatalogueWorld(Resolved):
    """A world of the catalogue, such as `seoul` or `korea`; resolution is H3's, None for the world's own."""

    kind: Literal["catalogue"] = "catalogue"
    name: str
    resolution: Resolution | None = None
    seed: Seed = 1


class MixedWorld(Resolved):
    """One patch in which everybody meets everybody; no households, no day."""

    kind: Literal["mixed"] = "mixed"
    n_people: Count


class RandomGraph(Resolved):
    """A graph to be drawn: its model, and the mean number of neighbours.

    `rewiring_probability` is that of the small-world model (Watts and Strogatz 1998, doi:10.1038/30918); 0 elsewhere.
    """

    model: Literal["configuration", "erdos-renyi", "regular", "small-world", "barabasi-albert"]
    n_people: Count
    mean_degree: Positive
    rewiring_probability: Probability = 0.0


class GraphWorld(Resolved):
    """People who meet their neighbours in a graph: from a file of edges or drawn at random (exactly one of the two)."""

    kind: Literal["graph"] = "graph"
    edges: Path | None = None
    random: RandomGraph | None = None
    seed: Seed = 1

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.edges is None) == (self.random is None):
            raise ValueError("found both or neither of edges and random; allowed exactly one of them")
        return self


class LatticeWorld(Resolved):
    """One person a site; neighbours are the 4, 6 (hexagonal) or 8 nearest sites."""

    kind: Literal["lattice"] = "lattice"
    rows: Count
    columns: Count
    neighbours: Literal[4, 6, 8] = 4
    periodic: bool = False


class GridWorld(Resolved):
    """Square patches in rows and columns; `n_people` is the number in all, shared out as evenly as whole people allow.

    `demography` is `korea`, `none` (no households, classes or work), or the absolute path of a file.
    """

    kind: Literal["grid"] = "grid"
    rows: Count
    columns: Count
    n_people: Count
    spacing_km: Annotated[float, Field(ge=LEAST_KM, le=LIMIT_KM, allow_inf_nan=False)] = 1.0
    demography: str = "korea"
    seed: Seed = 1


class DistrictsWorld(Resolved):
    """Districts from a table, with boundaries if there are any.

    Commuters come from a table of flows, or from a law of distance where there is none.
    `stay_share` is the share of workers who work in their own district where no flows are given; None: the builder's.
    """

    kind: Literal["districts"] = "districts"
    table: Path
    boundaries: Path | None = None
    flows: Path | None = None
    resolution: Resolution | None = None
    demography: str = "korea"
    stay_share: Probability | None = None
    seed: Seed = 1


class PeopleWorld(Resolved):
    """People listed in a table (person, household, day group), with an optional table of patches."""

    kind: Literal["people"] = "people"
    table: Path
    patches: Path | None = None


WorldSpec = Annotated[
    CatalogueWorld | MixedWorld | GraphWorld | LatticeWorld | GridWorld | DistrictsWorld | PeopleWorld,
    Field(discriminator="kind"),
]
"""Any resolved world."""
