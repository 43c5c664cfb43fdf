"""Made-up verdicts and answers, for the tests of what is made of them: no engine runs."""

import math

import numpy as np

from hyosan.analysis.answer import Answer, Ground, answer_of
from hyosan.engine.border import Border
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import (
    AtTime,
    Cordon,
    Detection,
    DistrictsArea,
    MixedWorld,
    People,
    Response,
    Scenario,
    Stop,
    read_pathogen,
)
from hyosan.terms import Outcome, Route

NAN = math.nan
DISTRICTS = ("West", "East")


def held(seed: int, n_inside: int = 20) -> Verdict:
    """Return a replicate that never got out."""
    return Verdict(
        seed=seed, outcome=Outcome.EXTINCT, end_days=9.0, is_contained=True, is_escaped=False, is_nationwide=False,
        n_infected=n_inside, n_inside=n_inside, n_outside=0, n_dead_inside=n_inside // 10, n_dead_outside=0,
        n_active_outside=0, n_districts_outside=0, n_cases=5, first_case_days=0.5, first_escape_days=NAN,
        first_escape_person=-1, first_escape_patch=-1, first_escape_district=-1, first_escape_route=Route.NONE,
        noticed_days=NAN, n_outside_when_noticed=0, n_crossings=0, n_held=3, n_isolated=0, n_quarantined=0,
        n_protected=0, n_evacuated=0, cost=0.0,
    )  # fmt: skip


def out(seed: int, days: float, route: Route = Route.COMMUTER, is_nationwide: bool = True) -> Verdict:
    """Return a replicate that got out at a time, and went nationwide or was contained all the same."""
    n_outside = 1000 if is_nationwide else 4
    return Verdict(
        seed=seed, outcome=Outcome.DECIDED if is_nationwide else Outcome.EXTINCT, end_days=days + 5.0,
        is_contained=not is_nationwide, is_escaped=True, is_nationwide=is_nationwide, n_infected=100 + n_outside,
        n_inside=100, n_outside=n_outside, n_dead_inside=10, n_dead_outside=n_outside // 10, n_active_outside=0,
        n_districts_outside=1, n_cases=60, first_case_days=0.5, first_escape_days=days, first_escape_person=77,
        first_escape_patch=20, first_escape_district=1, first_escape_route=route,
        noticed_days=days + 0.25 if is_nationwide else NAN, n_outside_when_noticed=3, n_crossings=2, n_held=1,
        n_isolated=0, n_quarantined=0, n_protected=0, n_evacuated=0, cost=10.0,
    )  # fmt: skip


def undecided(seed: int) -> Verdict:
    """Return a replicate that reached its horizon with infections outside."""
    values = {**vars(out(seed, 2.0)), "outcome": Outcome.HORIZON, "is_nationwide": False, "n_outside": 50}
    return Verdict(**{**values, "n_active_outside": 9, "n_infected": 150})


def scenario(has_measures: bool = True, is_fiction: bool = True) -> Scenario:
    """Return a scenario with a cordon after 36 hours, or with nothing done."""
    pathogen = read_pathogen("hyosan-virus" if is_fiction else "measles")
    cordon = Cordon(name="seal", trigger=AtTime(at_days=1.5), area=DistrictsArea(districts=("West",)), leak=0.02)
    response = Response(detection=(Detection(state=pathogen.states[1].name, probability=0.5),), measures=(cordon,))
    return Scenario(
        name="sealed-west",
        world=MixedWorld(n_people=18_500),
        pathogen=pathogen,
        seeding=(People(district="West", n_people=3),),
        response=response if has_measures else None,
        stop=Stop(horizon_days=30.0),
        seed=7,
    )


def ground(n_inside: int = 18) -> Ground:
    """Return the ground of 37 patches of 500 people in two districts, of which the first patches are inside."""
    return Ground(
        world="hexagons",
        n_people=37 * 500,
        n_people_inside=n_inside * 500,
        inside=tuple(range(n_inside)),
        inside_districts=("West",),
        origins=("West",),
        district_names=DISTRICTS,
    )


BORDER = Border("seal", 18, 9000, 1, 9, 2100, 800, 0.4)


def answer(planned: list[Verdict], bare: list[Verdict] | None, is_fiction: bool = True) -> Answer:
    """Return the answer that verdicts give."""
    made = scenario(bare is not None, is_fiction)
    borders = (BORDER,) if bare is not None else ()
    return answer_of(made, "0123456789abcdef", ground(), borders, planned, bare, seconds=1.5)


def mixed_answer(n: int = 400) -> Answer:
    """Return an answer of which everything has something: every 8th gets out with the measures, most without."""
    draw = np.random.default_rng(5)
    days = draw.gamma(4.0, 0.4, n).tolist()
    routes = (Route.EVADER, Route.ROAMING, Route.COMMUTER, Route.TRIP, Route.LATE, Route.OVERRUN)
    planned = [
        out(7 + k, days[k], routes[(k // 8) % 6], k % 16 == 0) if k % 8 == 0 else held(7 + k, 20 + k % 13)
        for k in range(n)
    ]
    bare = [held(7 + k, 15) if k % 10 == 1 else out(7 + k, days[k] / 2, routes[k % 4]) for k in range(n)]
    return answer(planned, bare)
