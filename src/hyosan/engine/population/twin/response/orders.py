"""Events of a response: orders that wait in the heap beside the infected. And who does what he is told."""

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, SupportsInt

from hyosan.draws import purposes as why
from hyosan.draws.plain import unit
from hyosan.engine.population.twin.response.state import PlainMeasure, PlainResponse
from hyosan.scenario import Message

if TYPE_CHECKING:
    from hyosan.engine.population.twin.run import PlainRun

# what an order says. At one time those with a higher number come first, and of one kind those of later measures
REPORT, SERVICE, CASE, SWEEP, START, END, MIDNIGHT = range(7)
FIRST_SLOT = (0, 1, 100, 200, 201, 202, 203)
SPAN = 1 << 50
LAST_DAY = (1 << 14) - 1


@dataclass(frozen=True)
class Order:
    """An event of the response."""

    what: int
    measure: PlainMeasure | None = None
    person: int = -1  # who is reported or served; CASE: the case; SWEEP: how many earlier cases have been seen to
    case: int = -1  # SERVICE: the case behind it


def put(run: "PlainRun", time_days: float, order: Order) -> None:
    """Let an order wait for its time, unless that lies beyond the horizon."""
    response = run.response
    assert response is not None
    if time_days >= run.scenario.stop.horizon_days:
        run.n_beyond += order.what == REPORT
        return
    place = order.measure.place if order.measure else 0
    slot, number = FIRST_SLOT[order.what], place
    if order.what in (REPORT, SERVICE, CASE):
        slot, number = slot + place, order.person
    response.n_waiting += order.what != REPORT
    heapq.heappush(run.pending, (time_days, -(1 + slot) * SPAN - number, next(run.serial), order))


def next_turn(now: float) -> float:
    """Return when somebody has his turn who found no capacity: after midnight, the earlier the earlier he asked."""
    return math.floor(now) + 1.0 + (now - math.floor(now)) * 1e-3


def belief(response: PlainResponse, now: float) -> float:
    """Return the share by which public messages multiply compliance: that of the newest one in force."""
    messages = [(m, m.rule) for m in response.measures if isinstance(m.rule, Message)]
    if not messages:
        return 1.0
    out = [(measure.start_days, measure.place, rule) for measure, rule in messages if measure.is_on]
    if not out:
        return messages[0][1].belief_before
    start_days, _, rule = max(out, key=lambda one: one[:2])
    if not rule.is_true and now >= start_days + rule.exposed_after_days:
        return rule.belief_exposed
    first_days = start_days if response.first_case_days is None else min(response.first_case_days, start_days)
    return float(rule.belief * 2.0 ** (-(start_days - first_days) / rule.half_life_days))


def complies(run: "PlainRun", measure: PlainMeasure, person: int, now: float) -> bool:
    """Return whether a person does what a measure asks: always or never, but for what he believes."""
    assert run.response is not None
    share = measure.rule.compliance * belief(run.response, now)
    return unit(run.bits(person, why.COMPLY, measure.number)) < share


def is_today(
    run: "PlainRun", person: int, purpose: SupportsInt, measure: PlainMeasure, now: float, share: float
) -> bool:
    """Return whether a draw that a person makes once a day falls below a share."""
    return unit(run.bits(person, purpose, (measure.number << 14) + min(int(now), LAST_DAY))) < share
