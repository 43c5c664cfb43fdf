"""The services, in plain Python: isolation, quarantine, protection, strike."""

import math

from hyosan.draws import purposes as why
from hyosan.draws.plain import unit
from hyosan.engine.population.twin.course import begin_state, plan
from hyosan.engine.population.twin.response.orders import SERVICE, Order, complies, is_today, next_turn, put
from hyosan.engine.population.twin.response.state import PlainMeasure
from hyosan.engine.population.twin.run import Infected, PlainRun
from hyosan.scenario import Isolation, Prophylaxis, Quarantine, Strike, Tracing
from hyosan.terms import NOBODY, EventKind, Setting


def serve(run: PlainRun, order: Order, now: float) -> None:
    """Let a measure serve a person: now, if he agrees and there is capacity; else at midnight, or not at all."""
    measure, person = order.measure, order.person
    assert run.response is not None and measure is not None
    asked = run.response.dossier(person).asked
    if not measure.is_on or not is_wanted(run, measure, person, now) or not complies(run, measure, person, now):
        asked.remove(measure.place)
    elif not measure.take_capacity(now):
        put(run, next_turn(now), order)
    else:
        asked.remove(measure.place)
        render(run, measure, person, order.case, now)


def is_wanted(run: PlainRun, measure: PlainMeasure, person: int, now: float) -> bool:
    """Return whether a person needs a service. Who is through with his infection needs none."""
    assert run.response is not None
    rule, dossier = measure.rule, run.response.dossier(person)
    if not run.is_susceptible(person) and not run.is_active(person):
        return False
    if isinstance(rule, Isolation):
        return dossier.isolated_days > now
    if isinstance(rule, Prophylaxis):
        return not run.response.is_case(person) and dossier.protected_until <= now
    if isinstance(rule, Strike):
        return run.state(run.state_of[person]).roaming is not None
    return dossier.quarantined_until <= now


def render(run: PlainRun, measure: PlainMeasure, person: int, case: int, now: float) -> None:
    """Serve a person."""
    assert run.response is not None
    rule, dossier, home = measure.rule, run.response.dossier(person), run.people.home_patch(person)
    if isinstance(rule, Isolation):
        dossier.isolated_days, dossier.isolated_by = now, measure
        run.write_about(now, EventKind.ISOLATION, person, case, home, measure.place)
    elif isinstance(rule, Quarantine | Tracing):
        dossier.quarantined_until = now + rule.stay_days
        run.write_about(now, EventKind.QUARANTINE, person, case, home, measure.place)
    elif isinstance(rule, Prophylaxis):
        dossier.protected_until = now + rule.onset_days + rule.lasting_days
        if unit(run.bits(person, why.PROTECT, measure.number)) < rule.efficacy:
            dossier.protected_from = now + rule.onset_days
        else:
            dossier.protected_from = math.inf
        run.write_about(now, EventKind.PROTECTION, person, case, home, measure.place)
    elif isinstance(rule, Strike):
        strike(run, measure, rule, person, now)


def strike(run: PlainRun, measure: PlainMeasure, rule: Strike, person: int, now: float) -> None:
    """Destroy a roaming person, or try again the next day. What he was about to do does not happen."""
    assert run.response is not None
    if not is_today(run, person, why.STRIKE, measure, now, rule.success):
        run.response.dossier(person).asked.add(measure.place)
        put(run, next_turn(now), Order(SERVICE, measure, person, person))
        return
    old = run.entry_of[person]
    destroyed = run.index(run.scenario.pathogen.destroyed_state)
    row = (now, person, NOBODY, old.patch, int(EventKind.DESTRUCTION), old.state, destroyed, int(Setting.NONE))
    run.log.append(row)
    entry = Infected(person, old.patch)
    begin_state(run, entry, destroyed, True, now)
    plan(run, entry, now)
