"""The resolved scenario: every default filled in, every unit gone into the names."""

import math
from typing import Annotated, Literal

from pydantic import Field

from hyosan.scenario.limits import LIMIT_DAYS, LIMIT_WHOLE
from hyosan.scenario.pathogen import Name, Pathogen, PositiveDays, PositivePerDay, Probability, Resolved
from hyosan.scenario.response import AnswerRules, Response
from hyosan.scenario.worlds import Count, Seed, WorldSpec

Days = Annotated[float, Field(ge=0.0, le=LIMIT_DAYS, allow_inf_nan=False)]
DaysOrNever = Annotated[float, Field(ge=0.0)]
"""A time that may be infinite."""

DayTime = Annotated[float, Field(ge=0.0, le=1.0)]
Index = Annotated[int, Field(ge=0, le=LIMIT_WHOLE)]


class People(Resolved):
    """People infected at a time: anywhere, in a district, in a patch, or the very persons listed (one of these)."""

    kind: Literal["people"] = "people"
    at_days: Days = 0.0
    n_people: Count = 1
    district: str | None = None
    patch: Index | None = None
    persons: tuple[Index, ...] | None = None
    state: str | None = None


class Importation(Resolved):
    """Infections from outside: a Poisson process between two times; the later one may be infinite."""

    kind: Literal["importation"] = "importation"
    per_day: PositivePerDay
    from_days: Days = 0.0
    until_days: DaysOrNever = math.inf
    district: str | None = None


Seeding = Annotated[People | Importation, Field(discriminator="kind")]


class Reaction(Resolved):
    """How people react: an alarm in a patch at a number of infections there makes a share of them shelter.

    `shelter_delay_days` is the mean of an exponential delay; a sheltering person escapes an attempt with probability
    `shelter_protection`.
    """

    alarm_infections: Count
    shelter_share: Probability
    shelter_delay_days: Days
    shelter_protection: Probability


class Stop(Resolved):
    """When a run ends: at the horizon, or earlier at a number of infections or patches reached, or when it died out."""

    horizon_days: PositiveDays = 365.0
    n_infections: Count | None = None
    n_patches: Count | None = None
    extinct: bool = True


class Scenario(Resolved):
    """What a person asked for, complete: world, pathogen, seeding, reaction, response, times, stop, seed.

    `immune_probability` is the share immune before the start, independent of those immune by nature (the pathogen's).
    """

    name: Name
    description: str = ""
    world: WorldSpec
    pathogen: Pathogen
    seeding: Annotated[tuple[Seeding, ...], Field(min_length=1)] = (People(),)
    immune_probability: Probability = 0.0
    reaction: Reaction | None = None
    response: Response | None = None
    answer: AnswerRules = AnswerRules()
    day_from_days: DayTime = 9.0 / 24.0
    day_until_days: DayTime = 18.0 / 24.0
    stop: Stop = Stop()
    seed: Seed = 1
    stills_days: tuple[Days, ...] = ()
