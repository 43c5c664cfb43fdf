"""What the authorities know and do, in plain Python: measures, dossiers, cases."""

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import numpy as np

from hyosan.engine.population.twin.response.zones import Zone, Zones
from hyosan.engine.response.parameters import draw_number
from hyosan.scenario import Detection, Evacuation, Measure, Scenario
from hyosan.terms import Route
from hyosan.world.model import World


class Status(Enum):
    """Where a measure is in its life."""

    WAITING = "its trigger has not gone off"
    ORDERED = "it will begin after its delay"
    ON = "it is in force"
    OVER = "it has ended for good"


@dataclass
class PlainMeasure:
    """A measure of the document, and how it stands."""

    place: int  # in the document
    rule: Measure
    number: int  # names its draws
    zone: Zone
    trigger_zone: Zone
    hosts: list[int]  # patches where evacuated people go
    n_leaving: float  # people whom an evacuation is to move
    status: Status = Status.WAITING
    start_days: float = math.inf
    case_days: list[int] = field(default_factory=list)  # calendar days of the cases that its trigger counts
    used: dict[int, int] = field(default_factory=dict)  # services by calendar day

    @property
    def is_on(self) -> bool:
        """Whether the measure is in force."""
        return self.status == Status.ON

    def take_capacity(self, now: float) -> bool:
        """Use one of the day's services; return whether there was one.

        Day d has floor((d + 1)·capacity) - floor(d·capacity) of them.
        """
        per_day, day = self.rule.capacity_per_day, int(now)
        if per_day is None:
            return True
        if self.used.get(day, 0) >= math.floor((day + 1) * per_day) - math.floor(day * per_day):
            return False
        self.used[day] = self.used.get(day, 0) + 1
        return True


@dataclass
class Dossier:
    """What the authorities have to do with a person."""

    detected_days: float = math.inf
    isolated_days: float = math.inf
    isolated_by: PlainMeasure | None = None
    quarantined_until: float = -math.inf
    protected_from: float = math.inf
    protected_until: float = -math.inf
    asked: set[int] = field(default_factory=set)  # places of measures that have been asked to serve him
    contacts: list[int] = field(default_factory=list)  # whom he infected in the community or on a trip


class Crossing(NamedTuple):
    """Somebody who came through a border in the attempt in hand; evacuated people came through no cordon."""

    person: int
    cordon: PlainMeasure | None
    route: Route


@dataclass
class PlainResponse:
    """A response while a run goes on."""

    detection: dict[str, Detection]
    measures: list[PlainMeasure]
    zones: list[Zone]
    dossiers: dict[int, Dossier] = field(default_factory=dict)
    cases: list[tuple[int, int]] = field(default_factory=list)  # who was detected, and in which patch
    first_case_days: float | None = None
    crossing: Crossing | None = None
    n_waiting: int = 0  # pending events that only matter while somebody is infected

    def dossier(self, person: int) -> Dossier:
        """Return a person's dossier, opened if there is none."""
        return self.dossiers.setdefault(person, Dossier())

    def is_case(self, person: int) -> bool:
        """Return whether a person has been detected."""
        return self.dossier(person).detected_days < math.inf

    def on(self, *kinds: str) -> list[PlainMeasure]:
        """Return the measures of some kinds that are in force, in the order of the document."""
        return [measure for measure in self.measures if measure.is_on and measure.rule.kind in kinds]


def open_response(scenario: Scenario, world: World) -> PlainResponse | None:
    """Return the response of a scenario before the first event; None where it has none."""
    if scenario.response is None:
        return None
    zones = Zones(world)
    measures = [open_measure(at, rule, zones, world) for at, rule in enumerate(scenario.response.measures)]
    return PlainResponse({entry.state: entry for entry in scenario.response.detection}, measures, zones.all)


def open_measure(place: int, rule: Measure, zones: Zones, world: World) -> PlainMeasure:
    """Return a measure that waits for its trigger."""
    zone = zones.everywhere if rule.kind == "message" else zones.named(rule.name, rule.area)
    trigger_zone = zones.find(rule.trigger.area) if rule.trigger.kind == "cases" else zones.everywhere
    hosts, n_leaving = [], 0.0
    if isinstance(rule, Evacuation):
        residents = np.diff(world.arrays.patch_start).tolist()
        to = zones.find(rule.destination)
        hosts = [p for p, n in enumerate(residents) if n > 0 and to.holds(p) and not zone.holds(p)]
        n_leaving = rule.compliance * sum(n for p, n in enumerate(residents) if zone.holds(p))
    return PlainMeasure(place, rule, draw_number(rule.name), zone, trigger_zone, hosts, n_leaving)
