"""The human form of the measures, each with its defaults."""

from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from hyosan.scenario.human import (
    Capacity,
    Cost,
    Days,
    Flag,
    Human,
    PositiveDays,
    PositiveDaysOrNever,
    Probability,
)
from hyosan.scenario.human_areas import EVERYWHERE, AreaOrName, HumanTrigger


class HumanCost(Human):
    """What a measure costs each day in force, and for each person whom it serves or moves; in units of your choice."""

    day: Cost = 0.0
    person: Cost = 0.0


class HumanLate(Human):
    """The share of a cordon's routes that close later than the rest, and how much later."""

    share: Probability
    delay: Days


def _common_last(schema: dict[str, Any]) -> None:
    """Let the keys that all measures have follow those of the measure itself."""
    properties = schema["properties"]
    common = ("when", "start", "delay", "duration", "compliance", "capacity", "cost")
    order = ["measure", *(key for key in properties if key not in common), *common]
    schema["properties"] = {key: properties[key] for key in order if key in properties}


class HumanOrdered(Human):
    """What all measures have in common; HumanResponse says what it means."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_common_last)

    when: HumanTrigger | None = None
    start: Days | None = None
    delay: Days = 0.0
    duration: PositiveDaysOrNever = float("inf")
    cost: HumanCost = HumanCost()


class HumanCordon(HumanOrdered):
    """A border round an area. Who would cross it on the way to work, to school or on a trip stays at home instead.

    But a share `essential` of people hold permits; of them those in a state that is detected are stopped with
    probability `screening`. Others come through with probability `leak` at each attempt, one a person and day. `late`
    routes close later. A roaming infected is let through with probability `leak`, else destroyed with probability
    `destroyed`, else held. Attacks of a day beyond `capacity` come through with probability `overrun`.
    """

    measure: Literal["cordon"] = "cordon"
    area: AreaOrName
    leak: Probability = 0.0
    essential: Probability = 0.0
    screening: Probability = 0.0
    late: HumanLate | None = None
    destroyed: Probability = 0.0
    overrun: Probability = 1.0
    capacity: Capacity | None = None


class HumanIsolation(HumanOrdered):
    """Isolation of detected cases: the shares of contacts in the `household` and elsewhere (`other`) that remain."""

    measure: Literal["isolation"] = "isolation"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    capacity: Capacity | None = None
    household: Probability = 1.0
    other: Probability = 0.0


class HumanQuarantine(HumanOrdered):
    """Quarantine of a detected case's household: no contacts outside of it for as long as they `stay`."""

    measure: Literal["quarantine"] = "quarantine"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    capacity: Capacity | None = None
    stay: Days = 14.0


class HumanTracing(HumanOrdered):
    """Contact tracing: the contacts of a detected case are found, by setting with a probability, and quarantined.

    `day` is the class or the workplace. Community contacts are those whom the case infected.
    """

    measure: Literal["tracing"] = "tracing"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    capacity: Capacity | None = None
    household: Probability = 1.0
    day: Probability = 0.8
    community: Probability = 0.2
    stay: Days = 14.0


class HumanProphylaxis(HumanOrdered):
    """Ring vaccination or prophylaxis of a detected case's household and `day-group` (class or workplace).

    From `onset` on, for as long as it is `lasting`, a protected person is safe with probability `efficacy`, always or
    never. `compliance` is the coverage.
    """

    measure: Literal["prophylaxis"] = "prophylaxis"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    capacity: Capacity | None = None
    efficacy: Probability
    onset: Days = 0.0
    lasting: PositiveDaysOrNever = float("inf")
    day_group: Flag = Field(default=True, alias="day-group")


class HumanClosure(HumanOrdered):
    """Closure of schools, of workplaces, or of both."""

    measure: Literal["closure"] = "closure"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    schools: Flag = True
    workplaces: Flag = False


class HumanTravel(HumanOrdered):
    """Fewer trips and less commuting from, to and within an area: the shares that stay at home."""

    measure: Literal["travel"] = "travel"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    trips: Probability = 0.0
    commuting: Probability = 0.0


class HumanShelter(HumanOrdered):
    """A shelter order: a complying person escapes a contact outside home, or an attack, with some `protection`."""

    measure: Literal["shelter"] = "shelter"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    protection: Probability = 0.8


class HumanEvacuation(HumanOrdered):
    """Evacuation: those who comply leave, `capacity` a day at most, and stay with hosts in the area it leads `to`."""

    measure: Literal["evacuation"] = "evacuation"
    area: AreaOrName
    to: AreaOrName
    compliance: Probability = 1.0
    capacity: Capacity | None = None


class HumanStrike(HumanOrdered):
    """A strike on detected roaming infected: each is destroyed with probability `success`."""

    measure: Literal["strike"] = "strike"
    area: AreaOrName = EVERYWHERE
    compliance: Probability = 1.0
    capacity: Capacity | None = None
    success: Probability = 1.0


class HumanMessage(HumanOrdered):
    """A public message: belief in it multiplies the compliance with every other measure.

    `before` is the belief before the message; after it, `belief`, halved for every `half-life` that passed from the
    first detection to the message. A message without `truth` is found out after `exposed-after`, which leaves belief at
    `exposed`.
    """

    measure: Literal["message"] = "message"
    truth: Flag = True
    belief: Probability = 1.0
    before: Probability = 0.5
    half_life: PositiveDays = Field(default=3.0, alias="half-life")
    exposed_after: Days = Field(default=3.0, alias="exposed-after")
    exposed: Probability = 0.2


HumanMeasure = Annotated[
    HumanCordon
    | HumanIsolation
    | HumanQuarantine
    | HumanTracing
    | HumanProphylaxis
    | HumanClosure
    | HumanTravel
    | HumanShelter
    | HumanEvacuation
    | HumanStrike
    | HumanMessage,
    Field(discriminator="measure"),
]

KINDS: Final = (
    "cordon",
    "isolation",
    "quarantine",
    "tracing",
    "prophylaxis",
    "closure",
    "travel",
    "shelter",
    "evacuation",
    "strike",
    "message",
)


def with_kind(name: str, measure: object) -> object:
    """Return a measure with its kind written out: the name it has, if that is a kind; nothing written is a mapping."""
    given = {} if measure is None else measure
    if isinstance(given, dict) and "measure" not in given and name in KINDS:
        return {"measure": name, **given}
    return given
