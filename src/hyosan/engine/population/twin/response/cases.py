"""Whom a measure serves because of a case, in plain Python."""

from collections.abc import Iterable

from hyosan.draws import purposes as why
from hyosan.draws.plain import unit
from hyosan.engine.population.twin.response.orders import CASE, SERVICE, SWEEP, Order, put
from hyosan.engine.population.twin.response.state import PlainMeasure, PlainResponse
from hyosan.engine.population.twin.response.triggers import SERVING
from hyosan.engine.population.twin.run import PlainRun
from hyosan.scenario import Isolation, Prophylaxis, Strike, Tracing

MOST_MET = 64
"""Members of a group that are taken for contacts of a case: in a larger one those in the nearest slots."""

SWEPT = 64
"""Earlier cases that are seen to in one event."""


def serving(response: PlainResponse) -> list[PlainMeasure]:
    """Return the measures in force that serve persons because of a case."""
    return response.on(*SERVING)


def see_to_case(run: PlainRun, measure: PlainMeasure, case: int, now: float) -> None:
    """Let a measure see to a case, after all that happens at this time."""
    put(run, now, Order(CASE, measure, case))


def sweep(run: PlainRun, measure: PlainMeasure, n_seen: int, now: float) -> None:
    """Let a measure that has begun see to the earlier cases."""
    assert run.response is not None
    cases = run.response.cases
    for case, patch in cases[n_seen : n_seen + SWEPT]:
        if measure.zone.holds(patch):
            see_to_case(run, measure, case, now)
    if n_seen + SWEPT < len(cases):
        put(run, now, Order(SWEEP, measure, n_seen + SWEPT))


def ask_for_all(run: PlainRun, measure: PlainMeasure, case: int, now: float) -> None:
    """Ask a measure to serve everybody who is concerned by a case."""
    rule, time_days = measure.rule, now + measure.rule.delay_days
    if not measure.is_on:
        return
    if isinstance(rule, Isolation | Strike):
        ask(run, measure, case, case, time_days)
        return
    assert run.response is not None
    people, home = run.people, run.people.home_patch(case)
    shares = (rule.household, rule.day, rule.community) if isinstance(rule, Tracing) else (1.0, 1.0, 0.0)
    if not people.has_neighbours:
        first, size = people.household(case, home)
        ask_for_some(run, measure, shares[0], nearest(case, first, size), case, time_days)
    if isinstance(rule, Tracing) or (isinstance(rule, Prophylaxis) and rule.is_day_group_included):
        ask_for_some(run, measure, shares[1], day_contacts(run, case, home), case, time_days)
    if isinstance(rule, Tracing):
        ask_for_some(run, measure, shares[2], run.response.dossier(case).contacts[-MOST_MET:], case, time_days)


def nearest(own: int, first: int, size: int) -> list[int]:
    """Return the other slots of a group, or the nearest ones of a large group."""
    low = max(first, min(own - MOST_MET // 2, first + size - MOST_MET))
    return [slot for slot in range(low, min(low + MOST_MET, first + size)) if slot != own]


def day_contacts(run: PlainRun, case: int, home: int) -> list[int]:
    """Return the fellow members of a case's class or workplace; in a graph or lattice the neighbours."""
    people = run.people
    if people.has_neighbours:
        return [people.neighbour(case, at) for at in range(min(people.n_neighbours(case), MOST_MET))]
    kind, _, handle, first, size, own = people.day_group(case, home)
    return [people.day_group_member(kind, 0, handle, slot).person for slot in nearest(own, first, size)]


def ask_for_some(
    run: PlainRun, measure: PlainMeasure, share: float, persons: Iterable[int], case: int, time_days: float
) -> None:
    """Ask a measure to serve the contacts of a case; tracing finds a share of them."""
    ordinal = (measure.number << 15) + case % (1 << 15)
    for person in persons:
        if measure.rule.kind != "tracing" or unit(run.bits(person, why.TRACE, ordinal)) < share:
            ask(run, measure, person, case, time_days)


def ask(run: PlainRun, measure: PlainMeasure, person: int, case: int, time_days: float) -> None:
    """Ask a measure to serve a person because of a case, unless it has been asked already."""
    assert run.response is not None
    asked = run.response.dossier(person).asked
    if measure.place not in asked:
        asked.add(measure.place)
        put(run, time_days, Order(SERVICE, measure, person, case))
