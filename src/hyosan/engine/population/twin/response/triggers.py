"""When measures begin and end, in plain Python. All that they see is cases."""

import math

from hyosan.engine.population.twin.response.orders import END, MIDNIGHT, START, SWEEP, Order, put
from hyosan.engine.population.twin.response.state import PlainMeasure, Status
from hyosan.engine.population.twin.run import PlainRun
from hyosan.scenario import AfterMeasure, AtTime, OnCases
from hyosan.terms import NOBODY, EventKind

SERVING = ("isolation", "quarantine", "tracing", "prophylaxis", "strike")
"""Measures that serve persons one by one because of a case: their delay runs from the case to the service."""


def delay_to_start(measure: PlainMeasure) -> float:
    """Return the days from the trigger to the start of a measure."""
    return 0.0 if measure.rule.kind in SERVING else measure.rule.delay_days


def order_at_times(run: PlainRun) -> None:
    """Order what begins at a time, and the first midnight if a measure may end at one."""
    assert run.response is not None
    for measure in run.response.measures:
        trigger = measure.rule.trigger
        if isinstance(trigger, AtTime):
            measure.status = Status.ORDERED
            put(run, trigger.at_days + delay_to_start(measure), Order(START, measure))
    if any(isinstance(m.rule.trigger, OnCases) and m.rule.trigger.off_below for m in run.response.measures):
        put(run, 1.0, Order(MIDNIGHT))


def order(run: PlainRun, measure: PlainMeasure, now: float) -> None:
    """Let the trigger of a measure go off."""
    if measure.status == Status.WAITING:
        measure.status = Status.ORDERED
        put(run, now + delay_to_start(measure), Order(START, measure))


def order_followers(run: PlainRun, leader: PlainMeasure, moment: str, now: float) -> None:
    """Order the measures that wait for the start or the end of another."""
    assert run.response is not None
    for measure in run.response.measures:
        trigger = measure.rule.trigger
        if isinstance(trigger, AfterMeasure) and (trigger.measure, trigger.moment) == (leader.rule.name, moment):
            order(run, measure, now)


def start(run: PlainRun, measure: PlainMeasure, now: float) -> None:
    """Let a measure begin; one that serves persons sees to the cases that are known already."""
    assert run.response is not None
    measure.status, measure.start_days = Status.ON, now
    run.log.append((now, NOBODY, measure.place, -1, int(EventKind.MEASURE_START), 0, 0, 0))
    if measure.rule.duration_days < math.inf:
        put(run, now + measure.rule.duration_days, Order(END, measure))
    if measure.rule.kind in SERVING and run.response.cases:
        put(run, now, Order(SWEEP, measure, 0))
    order_followers(run, measure, "start", now)


def end(run: PlainRun, measure: PlainMeasure, status: Status, now: float) -> None:
    """Let a measure end: for good, or until its trigger goes off again."""
    measure.status = status
    run.log.append((now, NOBODY, measure.place, -1, int(EventKind.MEASURE_END), 0, 0, 0))
    order_followers(run, measure, "end", now)


def run_out(run: PlainRun, measure: PlainMeasure, now: float) -> None:
    """Let the duration of a measure run out, unless it ended before, or has begun anew."""
    if measure.is_on and now >= measure.start_days + measure.rule.duration_days:
        end(run, measure, Status.OVER, now)


def observed(measure: PlainMeasure, trigger: OnCases, day: int) -> int:
    """Return the cases that a trigger counts on a calendar day."""
    first_day = 0 if trigger.window_days is None else day - trigger.window_days + 1
    return sum(case_day >= first_day for case_day in measure.case_days)


def count_case(run: PlainRun, patch: int, now: float) -> None:
    """Count a case in every trigger whose area holds the patch."""
    assert run.response is not None
    for measure in run.response.measures:
        trigger = measure.rule.trigger
        if isinstance(trigger, OnCases) and measure.trigger_zone.holds(patch):
            measure.case_days.append(int(now))
            if observed(measure, trigger, int(now)) >= trigger.n_cases:
                order(run, measure, now)


def midnight(run: PlainRun, now: float) -> None:
    """End the measures whose count of the day that is over is too low; there is another midnight if anybody is left."""
    assert run.response is not None
    for measure in run.response.measures:
        trigger = measure.rule.trigger
        if (
            isinstance(trigger, OnCases)
            and trigger.off_below
            and measure.is_on
            and observed(measure, trigger, int(now) - 1) < trigger.off_below
        ):
            end(run, measure, Status.WAITING, now)
    if len(run.pending) > run.response.n_waiting or run.n_beyond > 0:
        put(run, math.floor(now) + 1.0, Order(MIDNIGHT))
