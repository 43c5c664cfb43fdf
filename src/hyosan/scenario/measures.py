"""The resolved forms of the measures: what is done, to whom, how well."""

import math
from typing import Annotated, Literal

from pydantic import Field

from hyosan.scenario.areas import Area, Everywhere
from hyosan.scenario.limits import LEAST_POSITIVE, LIMIT_COST, LIMIT_DAYS, LIMIT_PER_DAY
from hyosan.scenario.pathogen import Name, Probability, Resolved
from hyosan.scenario.triggers import Trigger

Days = Annotated[float, Field(ge=0.0, le=LIMIT_DAYS, allow_inf_nan=False)]
DaysOrForever = Annotated[float, Field(gt=0.0)]
PerDay = Annotated[float, Field(ge=LEAST_POSITIVE, le=LIMIT_PER_DAY, allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=0.0, le=LIMIT_COST, allow_inf_nan=False)]


class Ordered(Resolved):
    """What all measures have in common.

    A measure begins `delay_days` after its trigger and lasts `duration_days`; one that serves persons because of a case
    (isolation, quarantine, tracing, prophylaxis, strike) begins at once, and its delay runs from case to service. A
    person complies with probability `compliance`, always or never. `capacity_per_day` bounds how many people (of a
    cordon: attacks) it serves in a calendar day; who comes later waits for the next day. Costs are in
    units of the user's choice.
    """

    name: Name
    trigger: Trigger
    delay_days: Days = 0.0
    duration_days: DaysOrForever = math.inf
    compliance: Probability = 1.0
    capacity_per_day: PerDay | None = None
    cost_per_day: Cost = 0.0
    cost_per_person: Cost = 0.0


class Cordon(Ordered):
    """A border round an area.

    Who would cross it in the routine of a day stays at home instead, except: permit holders (`essential`, share of
    people, fixed by person), stopped with probability `screening` while they are in a state that can be detected; and
    evaders, who come through with probability `leak` an attempt (one attempt a person and day). A share `late_share`
    of the routes between two patches closes only `late_delay_days` after the start. A roaming person who walks into
    the border is let through with probability `leak`, else destroyed with probability `destroyed`, else held; attacks
    of a day above `capacity_per_day` come through with probability `overrun`. Compliance is not used.
    """

    kind: Literal["cordon"] = "cordon"
    area: Area
    leak: Probability = 0.0
    essential: Probability = 0.0
    screening: Probability = 0.0
    late_share: Probability = 0.0
    late_delay_days: Days = 0.0
    destroyed: Probability = 0.0
    overrun: Probability = 1.0


class Isolation(Ordered):
    """Isolation of detected cases: a share of the household's contacts and of all other contacts remains."""

    kind: Literal["isolation"] = "isolation"
    area: Area = Everywhere()
    household_remaining: Probability = 1.0
    other_remaining: Probability = 0.0


class Quarantine(Ordered):
    """Quarantine of a detected case's household for some days: no contacts outside the household."""

    kind: Literal["quarantine"] = "quarantine"
    area: Area = Everywhere()
    stay_days: Days = 14.0


class Tracing(Ordered):
    """Contact tracing: the contacts of a detected case are found, by setting with a probability, and quarantined.

    Household, class and work contacts are the fellow members of the group (of a large one the nearest 64 slots);
    community contacts are those whom the case infected.
    """

    kind: Literal["tracing"] = "tracing"
    area: Area = Everywhere()
    household: Probability = 1.0
    day: Probability = 0.8
    community: Probability = 0.2
    stay_days: Days = 14.0


class Prophylaxis(Ordered):
    """Ring vaccination or prophylaxis: the household and the day group of a detected case are protected.

    Effective after `onset_days`, for `lasting_days`; a protected person is not infected with probability `efficacy`,
    always or never. Compliance is the coverage.
    """

    kind: Literal["prophylaxis"] = "prophylaxis"
    area: Area = Everywhere()
    efficacy: Probability
    onset_days: Days = 0.0
    lasting_days: DaysOrForever = math.inf
    is_day_group_included: bool = True


class Closure(Ordered):
    """Closure of schools, of workplaces, or of both: people who comply have no contacts there."""

    kind: Literal["closure"] = "closure"
    area: Area = Everywhere()
    is_school_closed: bool = True
    is_work_closed: bool = False


class Travel(Ordered):
    """Fewer trips, and fewer commuters, from, to and within an area."""

    kind: Literal["travel"] = "travel"
    area: Area = Everywhere()
    trips_reduction: Probability = 0.0
    commuting_reduction: Probability = 0.0


class Shelter(Ordered):
    """A shelter order: a complying person escapes a contact outside home, and an attack, with some probability."""

    kind: Literal["shelter"] = "shelter"
    area: Area = Everywhere()
    protection: Probability = 0.8


class Evacuation(Ordered):
    """Evacuation of an area: complying residents leave, `capacity_per_day` at most, and stay with hosts elsewhere.

    Who has left is met by nobody in the area. The infected among them carry on at their destination: a patch of
    `destination` fixed by person, whose residents they meet.
    """

    kind: Literal["evacuation"] = "evacuation"
    area: Area
    destination: Area


class Strike(Ordered):
    """A strike on detected roaming infected: each is destroyed with probability `success`, tried once a day."""

    kind: Literal["strike"] = "strike"
    area: Area = Everywhere()
    success: Probability = 1.0


class Message(Ordered):
    """A public message: how many people believe, and so comply with every other measure.

    Belief b multiplies the compliance of all other measures. Before the message b = `belief_before`; after it
    b = belief · 2^(−delay / half_life), where the delay runs from the first detection to the message. A false message
    is found out `exposed_after_days` later, and b is `belief_exposed` from then on. The form of b is our assumption.
    """

    kind: Literal["message"] = "message"
    is_true: bool = True
    belief: Probability = 1.0
    belief_before: Probability = 0.5
    half_life_days: Annotated[float, Field(gt=0.0)] = 3.0
    exposed_after_days: Days = 3.0
    belief_exposed: Probability = 0.2


Measure = Annotated[
    Cordon
    | Isolation
    | Quarantine
    | Tracing
    | Prophylaxis
    | Closure
    | Travel
    | Shelter
    | Evacuation
    | Strike
    | Message,
    Field(discriminator="kind"),
]
