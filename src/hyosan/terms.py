"""The words that every part of Hyosan shares, as small integer enums and constants that kernels can hold."""

from enum import IntEnum
from typing import Final

SUSCEPTIBLE: Final = 0
"""Index of the susceptible state: the first state of every pathogen."""

NOBODY: Final = -1
"""The source of an infection that came from outside (seeding, importation)."""

N_AGE_GROUPS: Final = 21
"""Five-year age groups 0-4, 5-9, ..., 95-99, 100 and over."""

MAX_STATES: Final = 60
"""States a pathogen may have: a state and its flags share one byte."""


class EventKind(IntEnum):
    """What a row of the event log says."""

    SEEDING = 0
    IMPORTATION = 1
    INFECTION = 2
    TRANSITION = 3
    DESTRUCTION = 4
    MOVE = 5
    DORMANT = 6
    DETECTION = 7
    MEASURE_START = 8
    MEASURE_END = 9
    ISOLATION = 10
    QUARANTINE = 11
    PROTECTION = 12
    HELD = 13
    CROSSING = 14


class Setting(IntEnum):
    """Where a contact happens."""

    NONE = 0
    HOUSEHOLD = 1
    CLASS = 2
    WORK = 3
    COMMUNITY = 4
    TRIP = 5
    NEIGHBOURS = 6
    ENCOUNTER = 7


class DayKind(IntEnum):
    """What a person does by day."""

    NONE = 0
    KINDERGARTEN = 1
    ELEMENTARY = 2
    MIDDLE = 3
    HIGH = 4
    WORK = 5


class Route(IntEnum):
    """How the infection came across a border."""

    NONE = 0
    COMMUTER = 1
    TRIP = 2
    ROAMING = 3
    EVADER = 4
    ESSENTIAL = 5
    LATE = 6
    OVERRUN = 7
    EVACUEE = 8
    SEEDED = 9
    NEIGHBOUR = 10


ROUTE_SENTENCES: Final = {
    Route.NONE: "it did not get out",
    Route.COMMUTER: "with somebody who works or goes to school on the other side, where no border held him",
    Route.TRIP: "on a longer trip that no border held",
    Route.ROAMING: "on the feet of a roaming infected, where no border held it",
    Route.EVADER: "with an evader, through the cordon",
    Route.ESSENTIAL: "with an undetected permit holder, through the cordon",
    Route.LATE: "over a route that was not yet closed",
    Route.OVERRUN: "through guards who were overrun",
    Route.EVACUEE: "with an evacuated person",
    Route.SEEDED: "it began outside, or came from abroad",
    Route.NEIGHBOUR: "to a neighbour across the border",
}


class Outcome(IntEnum):
    """Why a run ended."""

    EXTINCT = 0
    HORIZON = 1
    INFECTIONS = 2
    PATCHES = 3
    DECIDED = 4


OUTCOME_SENTENCES: Final = {
    Outcome.EXTINCT: "The outbreak died out: nobody infected had anything left to do.",
    Outcome.HORIZON: "The run reached its horizon.",
    Outcome.INFECTIONS: "The run reached the wanted number of infections.",
    Outcome.PATCHES: "The infection reached the wanted number of patches.",
    Outcome.DECIDED: "The run was stopped once it was nationwide: more of it would not change the answer.",
}
