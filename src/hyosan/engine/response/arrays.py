"""A response as arrays: what kernels read of measures and triggers, and what they note while a run goes on."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from hyosan.jit import Int

RECORD = np.dtype(
    [
        ("tag", np.uint64),  # person + 1; 0: an empty place
        ("asked", np.uint64),  # bit k: measure k has been asked to serve him, and has not yet
        ("detected_days", np.float64),  # infinite before
        ("isolated_days", np.float64),  # from when; infinite before
        ("quarantined_until", np.float64),  # minus infinite before
        ("protected_from", np.float64),  # infinite before
        ("protected_until", np.float64),
        ("patch", np.int32),  # home; of a roaming person where he is
        ("contact", np.int32),  # newest of his noted contacts, -1 if none
        ("isolated_by", np.uint8),  # index of the measure
        ("state", np.uint8),  # 0: never infected
        ("is_struck", np.uint8),
        ("n_reports", np.uint8),  # detections on their way
        ("came_by", np.uint8),  # Route by which a roaming person last came through a cordon; 0: he did not
    ],
    align=True,
)
"""What the authorities have to do with a person. Only those have a record with whom they may have something to do."""


class Record(Protocol):
    """An element of an array of RECORD, as kernels read and write it."""

    tag: np.uint64
    asked: np.uint64
    detected_days: float
    isolated_days: float
    quarantined_until: float
    protected_from: float
    protected_until: float
    patch: Int
    contact: Int
    isolated_by: Int
    state: Int
    is_struck: Int
    n_reports: Int
    came_by: Int


CONTACT = np.dtype([("person", np.int64), ("before", np.int32)], align=True)
"""Somebody whom a person infected elsewhere than in household and day group; `before` is the next older, -1 if none."""

CASE = np.dtype([("person", np.int64), ("days", np.float64), ("patch", np.int32)], align=True)
"""A detection: who, when, and where he was."""

KINDS = (
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
(CORDON, ISOLATION, QUARANTINE, TRACING, PROPHYLAXIS, CLOSURE, TRAVEL_RULE, SHELTER, EVACUATION, STRIKE, MESSAGE) = (
    np.int64(code) for code in range(len(KINDS))
)
SERVING = {int(kind) for kind in (ISOLATION, QUARANTINE, TRACING, PROPHYLAXIS, STRIKE)}
"""Measures that serve persons one by one because of a case: their delay runs from the case to the service."""

TRIGGER_TIME, TRIGGER_CASES, TRIGGER_AFTER_START, TRIGGER_AFTER_END = (np.int64(code) for code in range(4))

# states of a measure
WAITING, ORDERED, ON, OVER = (np.int64(code) for code in range(4))

N_PARAMETERS = 8
# columns of ResponseArrays.parameter, by kind of measure
LEAK, ESSENTIAL, SCREENING, LATE_SHARE, LATE_DAYS, DESTROYED, OVERRUN = range(7)  # cordon
HOUSEHOLD_REMAINING, OTHER_REMAINING = range(2)  # isolation
STAY_DAYS, HOUSEHOLD_TRACED, DAY_TRACED, COMMUNITY_TRACED = range(4)  # quarantine, tracing
EFFICACY, ONSET_DAYS, LASTING_DAYS, HAS_DAY_GROUP = range(4)  # prophylaxis
SCHOOLS, WORKPLACES = range(2)  # closure
TRIPS, COMMUTING = range(2)  # travel
PROTECTION = 0  # shelter
LEAVE_PER_DAY = 0  # evacuation: share of those who comply that leaves in a day; infinite where all leave at once
SUCCESS = 0  # strike
BELIEF, BELIEF_BEFORE, HALF_LIFE_DAYS, IS_TRUE, EXPOSED_DAYS, BELIEF_EXPOSED = range(6)  # message

WINDOW = 64
"""Calendar days for which the cases of a trigger are kept."""

ROOM_WITH = 256
"""Log rows, places in the queue and records that must be free before an event under a response: one event may ask for
the service of a household, a day group and as many others."""

ANSWER_AREA = np.int64(0)
"""The area that should hold the outbreak is the first one of all."""

# indices into ResponseArrays.counts
(
    N_RECORDS,
    N_CONTACTS,
    N_CASES,
    N_ON,
    N_CONTROL,
    N_INSIDE,
    N_OUTSIDE,
    N_DEAD_INSIDE,
    N_DEAD_OUTSIDE,
    N_ACTIVE_OUTSIDE,
    N_DISTRICTS_OUTSIDE,
    N_OUTSIDE_NOTICED,
    N_CROSSINGS,
    N_HELD,
    N_ISOLATED,
    N_QUARANTINED,
    N_PROTECTED,
    ESCAPE_PERSON,
    ESCAPE_PATCH,
    ESCAPE_ROUTE,
    CROSSER,  # of the attempt in hand: who came through a cordon, which one, how
    CROSSED,
    CROSSED_ROUTE,
    N_STRUCK,
) = range(24)
N_COUNTS = 24

# indices into ResponseArrays.days
FIRST_CASE, FIRST_ESCAPE, NOTICED = range(3)


class NoResponse(NamedTuple):
    """Stands where a run has no response and nobody asks for a verdict: kernels compile without a trace of it."""

    nothing: int = 0


class ResponseArrays(NamedTuple):
    """Measures by their place in the document (M), states (S), patches (P), districts (D)."""

    # what is observed
    detect_probability: NDArray[np.float64]  # (S)
    detect_law: NDArray[np.uint8]  # (S) law of the delay; see population.pathogen_arrays
    detect_scale: NDArray[np.float64]  # (S)
    detect_shape: NDArray[np.float64]  # (S)
    is_active_state: NDArray[np.uint8]  # (S) infected and not through with it
    is_dead_state: NDArray[np.uint8]  # (S)
    # where
    patch_areas: NDArray[np.uint64]  # (P) bit a: the patch belongs to area a
    case_reach: NDArray[np.float64]  # (A) km around a case's patch that an area grows by, below 0 shrinks; 0: is fixed
    patch_position: NDArray[np.float64]  # (P, 3) km; only where an area grows
    # what is done
    kind: NDArray[np.int64]  # (M)
    number: NDArray[np.int64]  # (M) names the measure's draws
    area: NDArray[np.int64]  # (M) index of the area
    delay_days: NDArray[np.float64]  # (M) trigger to start; of measures for persons: case to service
    duration_days: NDArray[np.float64]  # (M)
    compliance: NDArray[np.float64]  # (M)
    capacity_per_day: NDArray[np.float64]  # (M) infinite where there is no bound
    parameter: NDArray[np.float64]  # (M, N_PARAMETERS)
    trigger: NDArray[np.int64]  # (M)
    trigger_days: NDArray[np.float64]  # (M) infinite where the trigger is no time
    trigger_cases: NDArray[np.int64]  # (M)
    trigger_area: NDArray[np.int64]  # (M)
    trigger_window: NDArray[np.int64]  # (M) calendar days; 0: all cases so far
    trigger_off: NDArray[np.int64]  # (M) 0: no such threshold
    trigger_measure: NDArray[np.int64]  # (M)
    host_start: NDArray[np.int64]  # (M + 1) into host_patch
    host_patch: NDArray[np.int32]  # where evacuated people go
    # what counts as nationwide; 0: no such bound
    nationwide_infections: int
    nationwide_districts: int
    stops_when_decided: bool
    has_tracing: bool
    has_off: bool
    has_message: bool
    # noted while the run goes on
    status: NDArray[np.int64]  # (M)
    start_days: NDArray[np.float64]  # (M) of the measure as it is on; infinite before
    used_day: NDArray[np.int64]  # (M) calendar day that `used` is about
    used: NDArray[np.int64]  # (M) capacity used on that day
    served: NDArray[np.int64]  # (M) people that a measure has served
    days_on: NDArray[np.float64]  # (M) for how long it has been in force, up to its last end
    n_cases: NDArray[np.int64]  # (M) cases in the trigger's area
    cases_by_day: NDArray[np.int64]  # (M, WINDOW) the same by calendar day, a ring
    last_case_day: NDArray[np.int64]  # (M) newest calendar day in the ring
    cases: NDArray[np.void]  # CASE: everybody detected, in order of time
    records: NDArray[np.void]  # RECORD, a table with a power of two of places
    contacts: NDArray[np.void]  # CONTACT
    is_reached: NDArray[np.uint8]  # (D) whether infections happened there, outside of the answer's area
    counts: NDArray[np.int64]
    days: NDArray[np.float64]
