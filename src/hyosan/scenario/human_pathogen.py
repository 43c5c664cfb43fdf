"""The human form of a pathogen."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from hyosan.scenario.human import (
    BY_AGE_SCHEMA,
    ByAge,
    Flag,
    Human,
    Name,
    PerDay,
    Positive,
    PositiveDays,
    PositivePerDay,
    Probability,
    Shape,
    Stages,
    Text,
    Weight,
    fault,
)


class HumanExponential(Human):
    """Exponential dwell time."""

    law: Literal["exponential"]
    mean: PositiveDays


class HumanGamma(Human):
    """Gamma dwell time; the standard deviation is mean / sqrt(shape)."""

    law: Literal["gamma"]
    mean: PositiveDays
    shape: Shape


class HumanErlang(Human):
    """Sum of equal exponential stages."""

    law: Literal["erlang"]
    mean: PositiveDays
    stages: Stages


class HumanLognormal(Human):
    """Lognormal dwell time: mean and standard deviation of the time itself."""

    law: Literal["lognormal"]
    mean: PositiveDays
    sd: PositiveDays


class HumanWeibull(Human):
    """Weibull dwell time."""

    law: Literal["weibull"]
    mean: PositiveDays
    shape: Shape


class HumanFixed(Human):
    """The same dwell time for everybody."""

    law: Literal["fixed"]
    value: PositiveDays


HumanDwell = Annotated[
    HumanExponential | HumanGamma | HumanErlang | HumanLognormal | HumanWeibull | HumanFixed, Field(discriminator="law")
]


def _as_branches(value: object) -> object:
    if isinstance(value, str):
        return {value: 1.0}
    if not isinstance(value, dict) or not value:
        raise fault(value, "the name of a state, or a mapping such as {recovered: 0.98, dead: 0.02}")
    return value


HumanBranches = Annotated[
    dict[str, ByAge],
    BeforeValidator(_as_branches),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": BY_AGE_SCHEMA}]}),
]


class HumanContacts(Human):
    """Attempts per day by setting; `day` stands for class and work, `neighbours` is per neighbour."""

    household: PerDay = 0.0
    day: PerDay | None = None
    class_: PerDay | None = Field(default=None, alias="class")
    work: PerDay | None = None
    community: PerDay = 0.0
    trip: PerDay = 0.0
    neighbours: PerDay = 0.0


class HumanShares(Human):
    """How the attempts of an infectious person divide over the settings; with a sum of 1."""

    household: Probability = 0.0
    day: Probability = 0.0
    community: Probability = 0.0
    trip: Probability = 0.0


class HumanRoaming(Human):
    """Encounters where everybody is susceptible (per neighbour on a graph or lattice), and moves between patches."""

    encounters: PositivePerDay
    moves: PerDay = 0.0


class HumanState(Human):
    """A state: how long, how infectious, and what follows."""

    dwell: HumanDwell | None = None
    next: HumanBranches | None = None
    infectious: Weight | None = None
    contacts: HumanContacts | None = None
    roaming: HumanRoaming | None = None
    dead: Flag = False


class HumanEncounter(Human):
    """How an encounter with a roaming infected ends; with a sum of 1."""

    bite: Probability
    destroyed: Probability
    escape: Probability


class HumanSource(Human):
    """Where a figure comes from and what it supports."""

    citation: Text
    doi: Text | None = None
    supports: Text = ""


class HumanPathogen(Human):
    """A pathogen: states in order (the first is the susceptible one); r0 with shares, or contacts by state."""

    name: Name | None = None
    description: Text = ""
    fiction: Flag = False
    sources: list[HumanSource] = []
    r0: Weight | None = None
    shares: HumanShares | None = None
    states: dict[Name, HumanState | None]
    entry: HumanBranches | None = None
    susceptibility: ByAge = (1.0,) * 21
    immune: Probability = 0.0
    dispersion: Positive | None = None
    encounter: HumanEncounter | None = None
    destroyed: Text | None = None
