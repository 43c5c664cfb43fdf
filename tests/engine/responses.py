"""Small scenarios with responses that between them use every measure, every trigger and every rule of a cordon."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hyosan.scenario import Response, Scenario, read
from hyosan.world.build import build_world
from hyosan.world.mixed import NOWHERE
from hyosan.world.model import World
from tests.engine.scenarios import (
    DEMOGRAPHIC_GRID,
    EVERYWHERE,
    EXPONENTIAL,
    GRAPH,
    LATTICE,
    MIXED,
    document,
    roaming,
    routine,
)
from tests.world.small_worlds import listed, procedural

Fields = Mapping[str, Any]

GRID = DEMOGRAPHIC_GRID | {"people": 900}
WEST = {"kind": "patches", "patches": [0, 3]}  # of two rows and three columns
CORNER = {"kind": "patches", "patches": [0]}
MIDDLE = {"kind": "radius", "radius_km": 2.0, "patch": 1}
STRIP = {"kind": "polygon", "points": [[-9.0, -9.0], [9.0, -9.0], [9.0, 1.0], [-9.0, 1.0]]}
ANYWHERE = {"kind": "everywhere"}
TRIPS = np.cumsum(np.full((3, 3), 1 / 3), axis=1)

DETECTION: list[Fields] = [
    {"state": "infectious", "probability": 0.7, "delay": {"law": "exponential", "mean_days": 0.6}},
    {"state": "dead", "probability": 0.9},
]
FAST: list[Fields] = [
    {"state": "bitten", "probability": 0.3, "delay": {"law": "fixed", "value_days": 0.02}},
    {"state": "turned", "probability": 0.8, "delay": {"law": "gamma", "mean_days": 0.1, "shape": 1.5}},
    {"state": "destroyed", "probability": 0.5},
]


def at(days: float) -> Fields:
    """Return a trigger at a time."""
    return {"kind": "time", "at_days": days}


def cases(n: int, **more: Any) -> Fields:
    """Return a trigger on cases."""
    return {"kind": "cases", "n_cases": n, **more}


def after(measure: str, moment: str = "start") -> Fields:
    """Return a trigger on another measure."""
    return {"kind": "after", "measure": measure, "moment": moment}


def measure(kind: str, trigger: Fields | None = None, **more: Any) -> Fields:
    """Return a measure; named after its kind, on the first case."""
    return {"kind": kind, "name": kind, "trigger": trigger or cases(1), **more}


def under(scenario: Scenario, measures: list[Fields], detection: list[Fields] | None = None) -> Scenario:
    """Return a scenario under a response."""
    is_roaming = any(state.roaming for state in scenario.pathogen.states)
    detection = detection if detection is not None else FAST if is_roaming else DETECTION
    response = Response.model_validate({"detection": detection, "measures": measures})
    return scenario.model_copy(update={"response": response})


ROUTINE = routine(EXPONENTIAL, EVERYWHERE | {"community": "0.9 / d"})
HUNTING = roaming({"household": "3 / d", "day": "2 / d", "community": "2 / d"}, {"community": "2 / d"})
NEIGHBOURLY = routine(EXPONENTIAL, {"neighbours": "0.5 / d"})
HUNTING_NEIGHBOURS = roaming({"neighbours": "1 / d"}, {"neighbours": "1 / d"})
SOON = {"stop": {"horizon": "3 d"}, "seeding": [{"people": 4}]}
OUTBREAKS: dict[str, dict[str, Any]] = {
    "mixed": document(MIXED, routine(EXPONENTIAL, {"community": "0.8 / d"})),
    "grid": document(GRID, ROUTINE, {"seeding": [{"people": 5}]}),
    "grid-roaming": document(GRID | {"people": 240}, HUNTING, SOON),
    "lattice": document(LATTICE, NEIGHBOURLY),
    "lattice-roaming": document(LATTICE, HUNTING_NEIGHBOURS, SOON),
    "graph": document(GRAPH, routine(EXPONENTIAL, {"neighbours": "0.4 / d", "community": "0.2 / d"})),
    "districts": document(GRID, ROUTINE, {"seeding": [{"people": 5}]}),
    "districts-roaming": document(GRID, HUNTING, SOON),
    "listed": document(GRID, ROUTINE, {"seeding": [{"people": 5}]}),
}


def world_of(outbreak: str) -> World:
    """Return the world of an outbreak; those of districts with commuters, and of listed people, are made here."""
    if outbreak.startswith("districts"):
        residents = [60, 0, 90, 80, 40, 70] if "roaming" in outbreak else [120, 0, 200, 160, 90, 150]
        people = procedural(residents, [0, 0, 0, 1, 1, 2], n_districts=3, stay=0.4, trips=TRIPS)
        return World("districts", people, ("a", "b", "c"), NOWHERE)
    if outbreak == "listed":
        return World("listed", listed(n_people=200, n_patches=6, n_groups=9), ("a", "b", "c"), NOWHERE)
    return build_world(read(OUTBREAKS[outbreak]).world)


@dataclass(frozen=True)
class Case:
    """An outbreak and the measures against it."""

    outbreak: str
    measures: list[Fields]
    detection: list[Fields] | None = None

    def scenario(self) -> Scenario:
        """Return the scenario."""
        return under(read(OUTBREAKS[self.outbreak]), self.measures, self.detection)


TIGHT = {"leak": 0.0}
LOOSE = {"leak": 0.2, "essential": 0.3, "screening": 0.6, "late_share": 0.5, "late_delay_days": 2.0}
GUARDED = {"leak": 0.1, "destroyed": 0.4, "capacity_per_day": 3.0, "overrun": 0.7}
ALL_KINDS: list[Fields] = [
    measure("cordon", cases(3), area=WEST, **LOOSE, **{"destroyed": 0.3}),
    measure("isolation", delay_days=0.5, compliance=0.8, household_remaining=0.5, other_remaining=0.2),
    measure("quarantine", compliance=0.7, capacity_per_day=4.0),
    measure("tracing", delay_days=0.2, stay_days=5.0),
    measure("prophylaxis", efficacy=0.8, onset_days=0.5, lasting_days=6.0, capacity_per_day=5.5),
    measure("closure", cases(2), compliance=0.7, is_work_closed=True),
    measure("travel", at(2.0), trips_reduction=0.7, commuting_reduction=0.5, compliance=0.8),
    measure("shelter", cases(4, window_days=3, off_below=2), compliance=0.6),
    measure("evacuation", cases(3), area=CORNER, destination=ANYWHERE, capacity_per_day=60.0, compliance=0.8),
    measure("strike", success=0.7, delay_days=0.05, capacity_per_day=6.0),
    measure("message", cases(1), delay_days=1.0, is_true=False, exposed_after_days=4.0),
]

CASES: dict[str, Case] = {
    "observed-only": Case("mixed", []),
    "isolation": Case("mixed", [measure("isolation", delay_days=0.3, compliance=0.7, capacity_per_day=2.5)]),
    "isolation-grid": Case("grid", [measure("isolation", household_remaining=0.4, other_remaining=0.3)]),
    "quarantine": Case("grid", [measure("quarantine", compliance=0.8, stay_days=4.0, capacity_per_day=3.0)]),
    "quarantine-late": Case("grid", [measure("quarantine", at(9.0), stay_days=4.0, duration_days=9.0)]),
    "tracing": Case("grid", [measure("tracing", delay_days=0.4, stay_days=6.0, community=0.6)]),
    "tracing-graph": Case("graph", [measure("tracing", stay_days=6.0), measure("isolation")]),
    "prophylaxis": Case("grid", [measure("prophylaxis", efficacy=0.6, onset_days=1.0, lasting_days=5.0)]),
    "prophylaxis-twice": Case(
        "grid",
        [
            measure("prophylaxis", efficacy=0.6, capacity_per_day=0.7, is_day_group_included=False),
            measure("prophylaxis", cases(5), efficacy=0.9, lasting_days=3.0) | {"name": "again"},
        ],
    ),
    "prophylaxis-lattice": Case("lattice", [measure("prophylaxis", efficacy=0.9)]),
    "closure": Case("grid", [measure("closure", at(0.0), compliance=0.9, is_work_closed=True, area=WEST)]),
    "travel": Case("districts", [measure("travel", trips_reduction=0.8, commuting_reduction=0.6, compliance=0.9)]),
    "shelter": Case("districts", [measure("shelter", cases(2), compliance=0.7, duration_days=8.0)]),
    "cordon": Case("grid", [measure("cordon", area=WEST, **TIGHT)]),
    "cordon-loose": Case("grid", [measure("cordon", at(1.0), delay_days=1.0, duration_days=20.0, area=STRIP, **LOOSE)]),
    "cordon-districts": Case("districts", [measure("cordon", area=WEST, **LOOSE)]),
    "cordon-roaming": Case("grid-roaming", [measure("cordon", at(0.2), area=WEST, **GUARDED)]),
    "cordon-lattice": Case("lattice-roaming", [measure("cordon", at(0.0), area=ANYWHERE)]),
    "cordons-nested": Case(
        "districts",
        [
            measure("cordon", cases(2), area=CORNER, leak=0.3),
            measure("cordon", cases(4), area={"kind": "patches", "patches": [0, 2]}, leak=0.3) | {"name": "outer"},
        ],
    ),
    "cordons-in-sequence": Case(
        "grid-roaming",
        [
            measure("cordon", at(0.1), area=CORNER, duration_days=1.0, leak=0.3),
            measure("cordon", after("cordon", "end"), area=MIDDLE, leak=0.1) | {"name": "second"},
            measure("cordon", after("second"), delay_days=0.5, area={"kind": "outside", "of": "second"})
            | {"name": "third"},
        ],
    ),
    "cordon-around-cases": Case(
        "grid",
        [
            measure("cordon", cases(2), area={"kind": "cases", "radius_km": 1.0}, leak=0.2),
            measure("shelter", cases(2), area={"kind": "outside", "of": "cordon"}),
        ],
    ),
    "evacuation": Case(
        "districts",
        [
            measure("evacuation", area=CORNER, destination=ANYWHERE, capacity_per_day=9.0, compliance=0.9),
            measure("cordon", area=CORNER),
            measure("travel", commuting_reduction=0.7),
        ],
    ),
    "evacuation-roaming": Case(
        "districts-roaming",
        [measure("evacuation", area=WEST, destination={"kind": "outside", "of": "evacuation"}, duration_days=1.5)],
    ),
    "strike": Case("grid-roaming", [measure("strike", delay_days=0.1, success=0.6, capacity_per_day=8.0)]),
    "strike-lattice": Case("lattice-roaming", [measure("strike", cases(3), success=0.5), measure("shelter")]),
    "message-true": Case("grid", [measure("message", delay_days=2.0), measure("quarantine"), measure("shelter")]),
    "message-false": Case(
        "grid",
        [
            measure("message", is_true=False, duration_days=9.0),
            measure("isolation"),
            measure("travel", trips_reduction=1.0),
        ],
    ),
    "messages": Case(
        "grid",
        [
            measure("message", at(3.0), is_true=False, exposed_after_days=2.0, belief_before=0.3),
            measure("message", cases(9), delay_days=1.0, belief_before=0.9) | {"name": "correction"},
            measure("closure", at(0.0), is_work_closed=True),
        ],
    ),
    "window": Case(
        "grid", [measure("shelter", cases(3, window_days=2, off_below=2)), measure("closure", after("shelter", "end"))]
    ),
    "window-of-an-area": Case(
        "grid", [measure("shelter", cases(2, window_days=5, area=WEST, off_below=1), duration_days=2.5)]
    ),
    "never-off": Case("grid", [measure("shelter", cases(3, off_below=5))]),
    "everything": Case("grid", ALL_KINDS),
    "everything-districts": Case("districts", ALL_KINDS),
    "everything-listed": Case("listed", ALL_KINDS),
    "everything-roaming": Case("grid-roaming", ALL_KINDS),
    "everything-districts-roaming": Case("districts-roaming", ALL_KINDS),
}
