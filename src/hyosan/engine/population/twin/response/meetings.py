"""What becomes of contacts, walks and attacks under a response, in plain Python."""

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, unit
from hyosan.engine.population.twin.contacts import Contact, choose_setting
from hyosan.engine.population.twin.response.cordon import Held, go, storm
from hyosan.engine.population.twin.response.evacuation import host_patch
from hyosan.engine.population.twin.response.orders import complies
from hyosan.engine.population.twin.response.state import Crossing, PlainMeasure
from hyosan.engine.population.twin.run import Infected, PlainRun
from hyosan.scenario import Closure, Isolation, Shelter, Travel
from hyosan.terms import EventKind, Route, Setting


def contact_under_response(run: PlainRun, source: Infected, met: Contact | None, now: float) -> Contact | None:
    """Return a contact as the response leaves it: as it was, with somebody else elsewhere, or none."""
    response = run.response
    if response is None:
        return met
    response.crossing = None
    try:
        met = relocate(run, source, met, now)
        if met is None or is_kept_apart(run, source, met, now) or not is_there(run, met, now):
            return None
    except Held:
        return None
    rules = response.on("closure", "travel", "shelter")
    return met if all(is_kept(run, rule, source, met, now) for rule in rules) else None


def relocate(run: PlainRun, source: Infected, met: Contact | None, now: float) -> Contact | None:
    """Return the contact of an infector who is not where his routine would have him.

    One who was evacuated meets his household and the residents of the patch where he is a guest. One whom a cordon
    holds spends the day at home, with those who live there. Raises Held for a contact that the border prevents.
    """
    assert run.response is not None
    bits = run.bits(source.person, why.TARGET, source.address)
    host = host_patch(run, source.person, now)
    if host is not None:
        run.response.crossing = Crossing(source.person, None, Route.EVACUEE)
        if met is not None and met.setting == Setting.HOUSEHOLD:
            return met._replace(place=host)
        if choose_setting(run, source) == Setting.HOUSEHOLD:
            return None
        residents = run.people.residents[host]
        return Contact(residents[below(bits, len(residents))], host, Setting.COMMUNITY)
    if met is None or met.setting == Setting.HOUSEHOLD:
        return met
    try:
        run.response.crossing = go(run, source.person, source.state, met.place, now)
    except Held:
        if met.setting != Setting.COMMUNITY:
            raise
        return meet_at_home(run, source, bits)
    return met


def meet_at_home(run: PlainRun, source: Infected, bits: int) -> Contact | None:
    """Meet somebody else who lives in the same patch; the last of them stands in for the person himself."""
    residents = run.people.residents[source.patch]
    if len(residents) < 2:
        return None
    target = residents[below(bits, len(residents) - 1)]
    return Contact(residents[-1] if target == source.person else target, source.patch, Setting.COMMUNITY)


def is_kept_apart(run: PlainRun, source: Infected, met: Contact, now: float) -> bool:
    """Return whether isolation, quarantine or protection of one of the two prevents a contact."""
    assert run.response is not None
    infector, target = run.response.dossier(source.person), run.response.dossier(met.person)
    if target.protected_from <= now < target.protected_until:
        return True
    is_at_home = met.setting == Setting.HOUSEHOLD
    if not is_at_home and max(infector.quarantined_until, target.quarantined_until) > now:
        return True
    if infector.isolated_by is None:
        return False
    rule = infector.isolated_by.rule
    assert isinstance(rule, Isolation)
    remaining = rule.household_remaining if is_at_home else rule.other_remaining
    return unit(run.bits(source.person, why.REMAIN, source.address)) >= remaining


def is_there(run: PlainRun, met: Contact, now: float) -> bool:
    """Return whether somebody is where a contact would meet him; notes how he came there. Raises Held."""
    assert run.response is not None
    if host_patch(run, met.person, now) is not None:
        return met.setting == Setting.HOUSEHOLD
    home = run.people.home_patch(met.person)
    if home != met.place:
        run.response.crossing = go(run, met.person, 0, met.place, now) or run.response.crossing
        return True
    if met.setting == Setting.COMMUNITY and run.is_day(now):
        return is_at_home_by_day(run, met.person, home, now)
    return True


def is_at_home_by_day(run: PlainRun, person: int, home: int, now: float) -> bool:
    """Return whether a never infected person stays at home by day: always, or because a cordon keeps him there."""
    away = run.people.day_patch(person, home)
    try:
        go(run, person, 0, away, now)
    except Held:
        return True
    return away == home


def is_kept(run: PlainRun, measure: PlainMeasure, source: Infected, met: Contact, now: float) -> bool:
    """Return whether a closure, a travel rule or a shelter order lets a contact happen."""
    rule, zone, setting = measure.rule, measure.zone, met.setting
    if isinstance(rule, Closure):
        is_closed = rule.is_school_closed if setting == Setting.CLASS else rule.is_work_closed
        if setting not in (Setting.CLASS, Setting.WORK) or not is_closed or not zone.holds(met.place):
            return True
        return not any(complies(run, measure, person, now) for person in (source.person, met.person))
    if isinstance(rule, Travel):
        return not is_grounded(run, measure, rule, source, met, now)
    assert isinstance(rule, Shelter)
    if setting == Setting.HOUSEHOLD or not zone.holds(met.place):
        return True
    is_heeded = any(complies(run, measure, person, now) for person in (source.person, met.person))
    return not is_heeded or unit(run.bits(source.person, why.GUARD, source.address)) >= rule.protection


def is_grounded(run: PlainRun, measure: PlainMeasure, rule: Travel, source: Infected, met: Contact, now: float) -> bool:
    """Return whether a travel rule prevents a contact: no such trip, or one of the two does not commute."""
    if met.setting == Setting.HOUSEHOLD:
        return False
    homes = {person: run.people.home_patch(person) for person in (source.person, met.person)}
    if met.setting == Setting.TRIP:
        is_concerned = measure.zone.holds(homes[source.person]) or measure.zone.holds(met.place)
        is_less = unit(run.bits(source.person, why.TRAVEL, source.address)) < rule.trips_reduction
        return is_concerned and is_less and complies(run, measure, source.person, now)
    return any(
        home != met.place
        and host_patch(run, person, now) is None
        and (measure.zone.holds(home) or measure.zone.holds(met.place))
        and unit(run.bits(person, why.TRAVEL, measure.number)) < rule.commuting_reduction
        and complies(run, measure, person, now)
        for person, home in homes.items()
    )


def walk(run: PlainRun, hunter: Infected, beside: int, now: float) -> EventKind:
    """Return what becomes of a roaming person who walks to the patch beside: MOVE, HELD or DESTRUCTION."""
    if run.response is None:
        return EventKind.MOVE
    try:
        crossing = storm(run, hunter, beside, now)
    except Held as held:
        if held.is_struck:
            return EventKind.DESTRUCTION
        run.write_about(now, EventKind.HELD, hunter.person, held.cordon.place, beside, 0)
        return EventKind.HELD
    if crossing is not None and crossing.cordon is not None:
        cordon, route = crossing.cordon.place, crossing.route
        run.write_about(now, EventKind.CROSSING, hunter.person, cordon, beside, int(route))
    return EventKind.MOVE


def turn(run: PlainRun, person: int, state: int, by_routine: int, now: float) -> int:
    """Return where somebody is who turns roaming: by his routine, unless he is evacuated or a cordon holds him.

    state: the one that he leaves.
    """
    if run.response is None:
        return by_routine
    host = host_patch(run, person, now)
    if host is not None:
        return host
    try:
        crossing = go(run, person, state, by_routine, now)
    except Held:
        return run.people.home_patch(person)
    if crossing is not None and crossing.cordon is not None:
        cordon, route = crossing.cordon.place, int(crossing.route)
        run.write_about(now, EventKind.CROSSING, person, cordon, by_routine, route)
    return by_routine


def is_warded_off(run: PlainRun, hunter: Infected, target: int, place: int, now: float) -> bool:
    """Return whether somebody escapes an attack: he is not there, protected, or behind a locked door."""
    response = run.response
    if response is None:
        return False
    response.crossing = None
    dossier = response.dossier(target)
    if dossier.protected_from <= now < dossier.protected_until or host_patch(run, target, now) is not None:
        return True
    try:
        go(run, target, 0, place, now)
    except Held:
        return True
    guard = unit(run.bits(hunter.person, why.GUARD, hunter.address))
    return any(
        isinstance(measure.rule, Shelter)
        and measure.zone.holds(place)
        and guard < measure.rule.protection
        and complies(run, measure, target, now)
        for measure in response.on("shelter")
    )
