"""Who is observed, in plain Python."""

from hyosan.draws import purposes as why
from hyosan.draws.plain import unit
from hyosan.engine.population.twin.laws import dwell_days
from hyosan.engine.population.twin.response.cases import see_to_case, serving
from hyosan.engine.population.twin.response.orders import CASE, REPORT, Order, put
from hyosan.engine.population.twin.response.triggers import count_case
from hyosan.engine.population.twin.response.zones import grow
from hyosan.engine.population.twin.run import Infected, PlainRun
from hyosan.terms import EventKind, Setting


def note_entry(run: PlainRun, entry: Infected, now: float) -> None:
    """Let a person who has entered a state be reported later, with the state's probability and delay."""
    response, state = run.response, run.state(entry.state)
    if response is None:
        return
    if response.is_case(entry.person):
        if state.roaming is not None:
            for strike in response.on("strike"):
                if strike.zone.holds(entry.patch):
                    put(run, now, Order(CASE, strike, entry.person))
        return
    rule = response.detection.get(state.name)
    if rule is not None and unit(run.bits(entry.person, why.DETECT, entry.state)) < rule.probability:
        delay_key = run.bits(entry.person, why.DETECT_DELAY, entry.state)
        delay_days = dwell_days(rule.delay, delay_key, entry.state) if rule.delay else 0.0
        put(run, now + delay_days, Order(REPORT, person=entry.person))


def note_infection(run: PlainRun, person: int, place: int, source: int, setting: Setting, now: float) -> None:
    """Log who came through a cordon for an infection, and note whom a person infected where groups do not meet."""
    response = run.response
    if response is None or source < 0:
        return
    crossing = response.crossing
    if crossing is not None and crossing.cordon is not None:
        cordon, route = crossing.cordon.place, int(crossing.route)
        run.write_about(now, EventKind.CROSSING, crossing.person, cordon, place, route)
    if setting in (Setting.COMMUNITY, Setting.TRIP):
        response.dossier(source).contacts.append(person)


def report(run: PlainRun, person: int, now: float) -> None:
    """Let the report of a case come in: the first one about a person counts."""
    response = run.response
    assert response is not None
    if response.is_case(person):
        return
    response.dossier(person).detected_days = now
    if response.first_case_days is None:
        response.first_case_days = now
    patch = run.entry_of[person].patch
    response.cases.append((person, patch))
    run.write_about(now, EventKind.DETECTION, person, -1, patch, 0)
    grow(response.zones, run.world, patch)
    count_case(run, patch, now)
    for measure in serving(response):
        if measure.zone.holds(patch):
            see_to_case(run, measure, person, now)
