"""The engine and its plain-Python twin give the same log under a response, event for event and bit for bit."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyosan.engine.population.twin import simulate_plain
from hyosan.scenario import read
from hyosan.terms import EventKind, Route
from tests.engine.responses import (
    ANYWHERE,
    CASES,
    CORNER,
    OUTBREAKS,
    WEST,
    Case,
    Fields,
    after,
    at,
    cases,
    measure,
    under,
    world_of,
)
from tests.engine.test_twin import COLUMNS, engine_log


def assert_same_log(scenario: Any, world: Any, seed: int) -> int:
    """Fail unless both engines give the same log and outcome; return the number of rows."""
    log, ending = engine_log(scenario, world, seed)
    rows, outcome = simulate_plain(scenario, world, seed)
    for place, row in enumerate(rows[: len(log)]):
        assert tuple(log[place][column].item() for column in COLUMNS) == row, f"row {place}, seed {seed}"
    assert len(rows) == len(log)
    assert outcome == ending.outcome
    return len(log)


@pytest.mark.parametrize("name", CASES)
def test_twin_gives_the_same_log_under_a_response(name):
    case = CASES[name]
    world = world_of(case.outbreak)
    assert sum(assert_same_log(case.scenario(), world, seed) for seed in (1, 2)) > 15


def test_cases_use_every_kind_of_row_and_every_way_through_a_cordon():
    kinds, routes = set(), set()
    for case in CASES.values():
        log, _ = engine_log(case.scenario(), world_of(case.outbreak), 1)
        kinds.update(log["kind"].tolist())
        routes.update(log["setting"][log["kind"] == EventKind.CROSSING].tolist())
    assert kinds >= set(EventKind) - {EventKind.IMPORTATION}
    assert routes >= {Route.EVADER, Route.ESSENTIAL, Route.LATE, Route.OVERRUN}


SHARE = st.sampled_from((0.0, 0.3, 0.8, 1.0))
DAYS = st.sampled_from((0.0, 0.25, 1.0, 2.7))
LONG = st.sampled_from((0.6, 3.0, 7.5))
AREAS = st.sampled_from((ANYWHERE, WEST, CORNER, {"kind": "patches", "patches": [1, 2, 4]}))
IN_ONE_PATCH = st.sampled_from((ANYWHERE, CORNER))
OWN: dict[str, dict[str, st.SearchStrategy]] = {
    "cordon": {
        "leak": SHARE,
        "essential": SHARE,
        "screening": SHARE,
        "late_share": SHARE,
        "late_delay_days": DAYS,
        "destroyed": SHARE,
        "overrun": SHARE,
    },
    "isolation": {"household_remaining": SHARE, "other_remaining": SHARE},
    "quarantine": {"stay_days": DAYS},
    "tracing": {"household": SHARE, "day": SHARE, "community": SHARE, "stay_days": DAYS},
    "prophylaxis": {
        "efficacy": SHARE,
        "onset_days": DAYS,
        "lasting_days": LONG,
        "is_day_group_included": st.booleans(),
    },
    "closure": {"is_school_closed": st.booleans(), "is_work_closed": st.booleans()},
    "travel": {"trips_reduction": SHARE, "commuting_reduction": SHARE},
    "shelter": {"protection": SHARE},
    "strike": {"success": SHARE},
    "message": {
        "is_true": st.booleans(),
        "belief": SHARE,
        "belief_before": SHARE,
        "half_life_days": LONG,
        "exposed_after_days": DAYS,
        "belief_exposed": SHARE,
    },
}


@st.composite
def triggers(draw: Any, place: int, areas: st.SearchStrategy[Fields]) -> Fields:
    """Draw a trigger of the measure in a place of the document."""
    kind = draw(st.sampled_from(("time", "cases", "window", "after") if place else ("time", "cases", "window")))
    if kind == "time":
        return at(draw(DAYS))
    if kind == "after":
        return after(f"m{draw(st.integers(0, place - 1))}", draw(st.sampled_from(("start", "end"))))
    n, area = draw(st.integers(1, 6)), draw(areas)
    if kind == "cases":
        return cases(n, area=area)
    return cases(n, area=area, window_days=draw(st.integers(1, 4)), off_below=draw(st.integers(1, n)))


@st.composite
def measures(draw: Any, place: int, areas: st.SearchStrategy[Fields]) -> Fields:
    """Draw a measure for a place of the document."""
    kind = draw(st.sampled_from(sorted(OWN)))
    fields = {name: draw(values) for name, values in OWN[kind].items()}
    if kind != "message":
        fields |= {"area": draw(areas), "compliance": draw(st.sampled_from((0.5, 1.0)))}
    capacity = draw(st.sampled_from((None, None, 0.4, 3.0)))
    fields |= {"delay_days": draw(DAYS), "duration_days": draw(LONG), "capacity_per_day": capacity}
    return measure(kind, draw(triggers(place, areas)), **fields) | {"name": f"m{place}"}


@st.composite
def responses(draw: Any, areas: st.SearchStrategy[Fields]) -> list[Fields]:
    """Draw the measures of a response."""
    return [draw(measures(place, areas)) for place in range(draw(st.integers(1, 6)))]


WORLDS = {name: world_of(name) for name in OUTBREAKS}


def random(n: int) -> settings:
    """Return settings for n examples, the same ones each time."""
    return settings(max_examples=n, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("outbreak", ["grid", "districts", "listed"])
@random(12)
@given(document=responses(AREAS), seed=st.integers(0, 2**63 - 1))
def test_twin_gives_the_same_log_under_any_response(outbreak, document, seed):
    assert_same_log(under(read(OUTBREAKS[outbreak]), document), WORLDS[outbreak], seed)


@random(6)
@given(document=responses(AREAS), seed=st.integers(0, 2**63 - 1))
def test_twin_gives_the_same_log_under_any_response_to_the_roaming(document, seed):
    assert_same_log(under(read(OUTBREAKS["districts-roaming"]), document), WORLDS["districts-roaming"], seed)


@random(12)
@given(document=responses(IN_ONE_PATCH), seed=st.integers(0, 2**63 - 1))
def test_twin_gives_the_same_log_under_any_response_on_a_lattice(document, seed):
    assert_same_log(under(read(OUTBREAKS["lattice-roaming"]), document), WORLDS["lattice-roaming"], seed)


LAWS: list[Fields | None] = [
    None,
    {"law": "exponential", "mean_days": 1.0},
    {"law": "gamma", "mean_days": 1.0, "shape": 0.8},
    {"law": "erlang", "mean_days": 1.0, "stages": 3},
    {"law": "lognormal", "mean_days": 1.0, "sd_days": 0.5},
    {"law": "weibull", "mean_days": 1.0, "shape": 1.5},
    {"law": "fixed", "value_days": 1.0},
]


@pytest.mark.parametrize("law", LAWS)
def test_twin_draws_the_same_delay_of_detection(law):
    detection = [{"state": "latent", "probability": 0.5, "delay": law}, {"state": "infectious", "probability": 0.5}]
    case = Case("mixed", [measure("isolation", delay_days=0.4), measure("tracing")], detection)
    assert np.sum([assert_same_log(case.scenario(), WORLDS["mixed"], seed) for seed in (3, 4, 5)]) > 15
