"""The cordon, in plain Python: who comes through a border, and how."""

from hyosan.draws import purposes as why
from hyosan.draws.plain import draw, person_key, unit
from hyosan.engine.population.twin.response.orders import is_today
from hyosan.engine.population.twin.response.state import Crossing, PlainMeasure
from hyosan.engine.population.twin.run import Infected, PlainRun
from hyosan.scenario import Cordon
from hyosan.terms import Route

ROUTES_FROM = 1 << 61
"""Subjects of draws about routes between two patches are numbered from here."""

ROAMING_FROM = 1 << 39
"""Ordinals of the keys of a roaming person's draws at each cordon are counted from here."""


class Held(Exception):
    """A cordon holds somebody."""

    def __init__(self, cordon: PlainMeasure, is_struck: bool = False) -> None:
        """Say which cordon, and whether its guards destroy him."""
        super().__init__(cordon.rule.name)
        self.cordon = cordon
        self.is_struck = is_struck


def borders(run: PlainRun, patch: int, other: int) -> list[tuple[PlainMeasure, Cordon]]:
    """Return the cordons in force that run between two patches, in the order of the document."""
    assert run.response is not None
    return [
        (measure, measure.rule)
        for measure in run.response.measures
        if isinstance(measure.rule, Cordon) and measure.is_on and measure.zone.parts(patch, other)
    ]


def is_open_late(run: PlainRun, measure: PlainMeasure, rule: Cordon, patch: int, other: int, now: float) -> bool:
    """Return whether the route between two patches is one that is not closed yet."""
    if now >= measure.start_days + rule.late_delay_days:
        return False
    low, high = sorted((patch, other))
    route_key = person_key(run.seed, ROUTES_FROM + low * run.people.n_patches + high)
    return unit(draw(route_key, why.LATE, measure.number)) < rule.late_share


def go(run: PlainRun, person: int, state: int, place: int, now: float) -> Crossing | None:
    """Let a person in his routine go from home to a place; return how he came through the last border, if any.

    Raises Held. state: of the person, 0 for one who was never infected.
    """
    home, crossing = run.people.home_patch(person), None
    for measure, rule in borders(run, home, place):
        is_detectable = state > 0 and run.is_detectable(state)
        if is_open_late(run, measure, rule, home, place, now):
            route = Route.LATE
        elif unit(run.bits(person, why.PERMIT, measure.number)) < rule.essential and not (
            is_detectable and is_today(run, person, why.SCREEN, measure, now, rule.screening)
        ):
            route = Route.ESSENTIAL
        elif is_today(run, person, why.CROSS, measure, now, rule.leak):
            route = Route.EVADER
        else:
            raise Held(measure)
        crossing = Crossing(person, measure, route)
    return crossing


def storm(run: PlainRun, hunter: Infected, beside: int, now: float) -> Crossing | None:
    """Let a roaming person walk to the patch beside; return how he came through the last border, if any.

    Raises Held.
    """
    crossing = None
    for measure, rule in borders(run, hunter.patch, beside):
        if is_open_late(run, measure, rule, hunter.patch, beside, now):
            crossing = Crossing(hunter.person, measure, Route.LATE)
            continue
        key = run.bits(hunter.person, why.CROSS, ROAMING_FROM + measure.number)
        has_guards = measure.take_capacity(now)
        x = unit(draw(key, why.CROSS, hunter.address))
        if not has_guards and unit(draw(key, why.SCREEN, hunter.address)) < rule.overrun:
            route = Route.OVERRUN
        elif x < rule.leak:
            route = Route.EVADER
        else:
            raise Held(measure, x < rule.leak + (1.0 - rule.leak) * rule.destroyed)
        crossing = Crossing(hunter.person, measure, route)
    return crossing
