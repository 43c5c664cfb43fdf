"""Which key of the human form is which field of a resolved measure: read when resolving and when writing out.

`when`, `start`, `area`, `to`, `late` and `cost` are built from several values and do not stand here.
"""

from typing import Final

from pydantic import TypeAdapter

from hyosan.scenario.measures import Measure

COMMON: Final = {
    "delay": "delay_days",
    "duration": "duration_days",
    "compliance": "compliance",
    "capacity": "capacity_per_day",
}
OWN: Final[dict[str, dict[str, str]]] = {
    "cordon": {
        "leak": "leak",
        "essential": "essential",
        "screening": "screening",
        "destroyed": "destroyed",
        "overrun": "overrun",
    },
    "isolation": {"household": "household_remaining", "other": "other_remaining"},
    "quarantine": {"stay": "stay_days"},
    "tracing": {"household": "household", "day": "day", "community": "community", "stay": "stay_days"},
    "prophylaxis": {
        "efficacy": "efficacy",
        "onset": "onset_days",
        "lasting": "lasting_days",
        "day-group": "is_day_group_included",
    },
    "closure": {"schools": "is_school_closed", "workplaces": "is_work_closed"},
    "travel": {"trips": "trips_reduction", "commuting": "commuting_reduction"},
    "shelter": {"protection": "protection"},
    "evacuation": {},
    "strike": {"success": "success"},
    "message": {
        "truth": "is_true",
        "belief": "belief",
        "before": "belief_before",
        "half-life": "half_life_days",
        "exposed-after": "exposed_after_days",
        "exposed": "belief_exposed",
    },
}
WITHOUT: Final = {
    "cordon": ("compliance",),
    "closure": ("capacity",),
    "travel": ("capacity",),
    "shelter": ("capacity",),
    "message": ("compliance", "capacity"),
}
"""Common keys that would do nothing to a measure, and that its human form does not have."""

MEASURE: Final[TypeAdapter[Measure]] = TypeAdapter(Measure)


def keys_of_kind(kind: str) -> dict[str, str]:
    """Return the field of the resolved measure by the key of the human form."""
    without = WITHOUT.get(kind, ())
    return {key: field for key, field in COMMON.items() if key not in without} | OWN[kind]
