"""The human form of a scenario."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from hyosan.scenario.human import (
    Count,
    Days,
    DaysOrNever,
    Flag,
    Human,
    Index,
    Name,
    PositiveDays,
    PositivePerDay,
    Probability,
    Seed,
    Text,
)
from hyosan.scenario.human_pathogen import HumanPathogen
from hyosan.scenario.human_response import HumanAnswer, HumanResponse
from hyosan.scenario.human_world import HumanWorld

NAMED = "a name"
WRITTEN_OUT = "written out"


def _with_kind(value: object) -> object:
    return {"kind": "people", **value} if isinstance(value, dict) and "kind" not in value else value


def _name_or_mapping(value: object) -> str:
    return NAMED if isinstance(value, str) else WRITTEN_OUT


class HumanPeople(Human):
    """People infected at a time."""

    kind: Literal["people"] = "people"
    at: Days = 0.0
    people: Count | None = None
    district: Text | None = None
    patch: Index | None = None
    persons: Annotated[list[Index], Field(min_length=1)] | None = None
    state: Text | None = None


class HumanImportation(Human):
    """Infections from outside at a rate."""

    kind: Literal["importation"]
    rate: PositivePerDay
    from_: Days = Field(default=0.0, alias="from")
    until: DaysOrNever = float("inf")
    district: Text | None = None


HumanSeeding = Annotated[
    Annotated[HumanPeople | HumanImportation, Field(discriminator="kind")], BeforeValidator(_with_kind)
]


class HumanReaction(Human):
    """How people react to an alarm in their patch."""

    alarm: Count
    share: Probability
    delay: Days
    protection: Probability


class HumanDay(Human):
    """When people are at school or at work: times after midnight."""

    from_: Days = Field(default=9.0 / 24.0, alias="from")
    until: Days = 18.0 / 24.0


class HumanStop(Human):
    """When a run ends."""

    horizon: PositiveDays = 365.0
    infections: Count | None = None
    patches: Count | None = None
    extinct: Flag = True


class HumanScenario(Human):
    """A scenario: where, what infection, how it starts, how it ends."""

    hyosan: Literal[1] = 1
    name: Name | None = None
    description: Text = ""
    world: Annotated[
        Annotated[Text, Tag(NAMED)] | Annotated[HumanWorld, Tag(WRITTEN_OUT)], Discriminator(_name_or_mapping)
    ]
    pathogen: Annotated[
        Annotated[Text, Tag(NAMED)] | Annotated[HumanPathogen, Tag(WRITTEN_OUT)], Discriminator(_name_or_mapping)
    ]
    seeding: Annotated[list[HumanSeeding], Field(min_length=1)] = [HumanPeople()]
    immune: Probability = 0.0
    reaction: HumanReaction | None = None
    response: HumanResponse | None = None
    answer: HumanAnswer = HumanAnswer()
    day: HumanDay = HumanDay()
    stop: HumanStop = HumanStop()
    seed: Seed = 1
    stills: list[Days] = []
