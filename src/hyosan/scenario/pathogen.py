"""The resolved pathogen: natural history, contacts and encounters, in days, as the engine reads them."""

from math import gamma
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from hyosan.scenario.document import NAME
from hyosan.scenario.limits import (
    LEAST_DAYS,
    LEAST_PER_DAY,
    LEAST_POSITIVE,
    LEAST_SHAPE,
    LIMIT_DAYS,
    LIMIT_PER_DAY,
    LIMIT_STAGES,
    LIMIT_WEIGHT,
)
from hyosan.scenario.natural_history import pathogen_faults
from hyosan.terms import N_AGE_GROUPS


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"found the name {name!r}; allowed at most 80 letters, digits, - _ and .")
    return name


Probability = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
PerDay = Annotated[float, Field(ge=0.0, le=LIMIT_PER_DAY, allow_inf_nan=False)]
PositivePerDay = Annotated[float, Field(ge=LEAST_PER_DAY, le=LIMIT_PER_DAY, allow_inf_nan=False)]
PositiveDays = Annotated[float, Field(ge=LEAST_DAYS, le=LIMIT_DAYS, allow_inf_nan=False)]
Shape = Annotated[float, Field(ge=LEAST_SHAPE, le=LIMIT_WEIGHT, allow_inf_nan=False)]
Positive = Annotated[float, Field(ge=LEAST_POSITIVE, le=LIMIT_WEIGHT, allow_inf_nan=False)]
Name = Annotated[str, AfterValidator(_name)]
ByAge = Annotated[tuple[Probability, ...], Field(min_length=N_AGE_GROUPS, max_length=N_AGE_GROUPS)]
"""A probability for each five-year age group: 0-4, 5-9, ..., 95-99, 100 and over."""

EVERY_AGE: tuple[float, ...] = (1.0,) * N_AGE_GROUPS
"""Probability 1 at every age."""


class Resolved(BaseModel):
    """A part of a resolved scenario: complete, checked and not to be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class Exponential(Resolved):
    """Exponential dwell time."""

    law: Literal["exponential"] = "exponential"
    mean_days: PositiveDays


class Gamma(Resolved):
    """Gamma dwell time: the standard deviation is mean / sqrt(shape)."""

    law: Literal["gamma"] = "gamma"
    mean_days: PositiveDays
    shape: Shape


class Erlang(Resolved):
    """Sum of equal exponential stages."""

    law: Literal["erlang"] = "erlang"
    mean_days: PositiveDays
    stages: Annotated[int, Field(ge=1, le=LIMIT_STAGES)]


class Lognormal(Resolved):
    """Lognormal dwell time; mean and standard deviation are those of the time, not of its logarithm."""

    law: Literal["lognormal"] = "lognormal"
    mean_days: PositiveDays
    sd_days: PositiveDays


class Weibull(Resolved):
    """Weibull dwell time."""

    law: Literal["weibull"] = "weibull"
    mean_days: PositiveDays
    shape: Shape

    @property
    def scale_days(self) -> float:
        """Scale in days: mean / Gamma(1 + 1 / shape)."""
        return self.mean_days / gamma(1.0 + 1.0 / self.shape)


class Fixed(Resolved):
    """The same dwell time for everybody."""

    law: Literal["fixed"] = "fixed"
    value_days: PositiveDays

    @property
    def mean_days(self) -> float:
        """Mean in days: the value itself."""
        return self.value_days


DwellLaw = Exponential | Gamma | Erlang | Lognormal | Weibull | Fixed
"""How long a person stays in a state."""


class Contacts(Resolved):
    """Attempts per day of one infectious person, by setting.

    `neighbours_per_day` is per neighbour (graph and lattice worlds). A person has at most one of class and work.
    """

    household_per_day: PerDay = 0.0
    class_per_day: PerDay = 0.0
    work_per_day: PerDay = 0.0
    community_per_day: PerDay = 0.0
    trip_per_day: PerDay = 0.0
    neighbours_per_day: PerDay = 0.0


class Roaming(Resolved):
    """What an infected person who left the routine does.

    Encounters per day where everybody is susceptible (per neighbour on a graph or lattice), and moves between patches.
    """

    encounters_per_day: PositivePerDay
    moves_per_day: PerDay = 0.0


class Branch(Resolved):
    """A state that may follow, and its probability in each age group."""

    to: str
    probability_by_age: ByAge = EVERY_AGE


class State(Resolved):
    """A state of the natural history; without a dwell time a person stays in it."""

    name: Name
    dwell: Annotated[DwellLaw, Field(discriminator="law")] | None = None
    contacts: Contacts = Contacts()
    roaming: Roaming | None = None
    next: tuple[Branch, ...] = ()
    dead: bool = False


class Encounter(Resolved):
    """How an encounter of a roaming infected with a susceptible person ends; the three probabilities sum to 1."""

    bite_probability: Probability
    destroyed_probability: Probability
    escape_probability: Probability


class Source(Resolved):
    """Where a figure comes from, and what it supports."""

    citation: str
    doi: str | None = None
    supports: str = ""


class Pathogen(Resolved):
    """Natural history and infectiousness; the first state is the susceptible one.

    `r0` is the number of attempts in a whole life of an infected person who has a class or a workplace, averaged over
    the age groups with equal weight; None if it was not stated. `immune_probability` is the share immune by nature.
    """

    name: Name
    description: str = ""
    fiction: bool = False
    sources: tuple[Source, ...] = ()
    states: tuple[State, ...]
    entry: tuple[Branch, ...]
    susceptibility: ByAge = EVERY_AGE
    immune_probability: Probability = 0.0
    dispersion_k: Positive | None = None
    encounter: Encounter | None = None
    destroyed_state: str | None = None
    r0: Annotated[float, Field(ge=0.0, le=LIMIT_WEIGHT, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        faults = pathogen_faults(self.states, self.entry, self.encounter, self.destroyed_state)
        if faults:
            raise ValueError("; ".join(fault.text() for fault in faults))
        return self
