"""From a measure to the numbers that kernels read: the registry of measures."""

import math
from hashlib import blake2b

from hyosan.engine.response import arrays
from hyosan.scenario import (
    Closure,
    Cordon,
    Evacuation,
    Isolation,
    Measure,
    Message,
    Prophylaxis,
    Quarantine,
    Shelter,
    Strike,
    Tracing,
    Travel,
)


def kind_code(measure: Measure) -> int:
    """Return the code of a measure's kind."""
    return arrays.KINDS.index(measure.kind)


def draw_number(name: str) -> int:
    """Return the number (24 bits) that names a measure's draws: the same in every branch that has the measure."""
    return int.from_bytes(blake2b(name.encode(), digest_size=3).digest())


def parameters(measure: Measure, n_leaving: float) -> tuple[float, ...]:
    """Return what kernels want to know of a measure, in the order of the columns in arrays.py.

    n_leaving: people whom an evacuation is to move, of those in its area who comply.
    """
    if isinstance(measure, Cordon):
        return (
            measure.leak,
            measure.essential,
            measure.screening,
            measure.late_share,
            measure.late_delay_days,
            measure.destroyed,
            measure.overrun,
        )
    if isinstance(measure, Isolation):
        return (measure.household_remaining, measure.other_remaining)
    if isinstance(measure, Quarantine):
        return (measure.stay_days,)
    if isinstance(measure, Tracing):
        return (measure.stay_days, measure.household, measure.day, measure.community)
    if isinstance(measure, Prophylaxis):
        return (measure.efficacy, measure.onset_days, measure.lasting_days, float(measure.is_day_group_included))
    if isinstance(measure, Closure):
        return (float(measure.is_school_closed), float(measure.is_work_closed))
    if isinstance(measure, Travel):
        return (measure.trips_reduction, measure.commuting_reduction)
    if isinstance(measure, Evacuation):
        capacity = measure.capacity_per_day
        return (math.inf if capacity is None or n_leaving <= 0.0 else capacity / n_leaving,)
    return _other_parameters(measure)


def _other_parameters(measure: Shelter | Strike | Message) -> tuple[float, ...]:
    if isinstance(measure, Shelter):
        return (measure.protection,)
    if isinstance(measure, Strike):
        return (measure.success,)
    return (
        measure.belief,
        measure.belief_before,
        measure.half_life_days,
        float(measure.is_true),
        measure.exposed_after_days,
        measure.belief_exposed,
    )
