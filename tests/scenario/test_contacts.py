"""From r0 and shares to attempts per day, against arithmetic done by hand."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyosan.scenario import Pathogen, Weibull, read
from hyosan.scenario.natural_history import attempts_in_a_life, expected_days

GRID = {"kind": "grid", "rows": 1, "columns": 1, "people": 10}


def pathogen(**parts: Any) -> Pathogen:
    return read({"world": GRID, "pathogen": parts}).pathogen


def dwell(days: float) -> dict[str, str]:
    return {"law": "exponential", "mean": f"{days!r} d"}


def test_sir_makes_r0_over_the_infectious_period_per_day() -> None:
    """beta = r0 / mean = 3 / 2 per day, divided by the shares."""
    states = {"s": {}, "i": {"dwell": dwell(2.0), "infectious": 0.3, "next": "r"}, "r": {}}
    shares = {"household": 0.5, "day": 0.25, "community": 0.125, "trip": 0.125}
    contacts = pathogen(r0=3.0, shares=shares, states=states).states[1].contacts
    assert contacts.household_per_day == pytest.approx(0.75)
    assert contacts.class_per_day == contacts.work_per_day == pytest.approx(0.375)
    assert contacts.community_per_day == contacts.trip_per_day == pytest.approx(0.1875)
    assert contacts.neighbours_per_day == 0.0


def test_branches_and_weights_count_in_r0() -> None:
    """Days: early 1, ill 0.6 * 5 = 3, silent 0.4 * 2 = 0.8; weighted 0.5 * 1 + 1 * 3 + 0.25 * 0.8 = 3.7."""
    states = {
        "s": None,
        "early": {"dwell": dwell(1.0), "infectious": 0.5, "next": {"ill": 0.6, "silent": 0.4}},
        "ill": {"dwell": dwell(5.0), "infectious": 1, "next": "r"},
        "silent": {"dwell": dwell(2.0), "infectious": 0.25, "next": "r"},
        "r": None,
    }
    made = pathogen(r0=1.85, shares={"community": 1}, states=states)
    rates = [state.contacts.community_per_day for state in made.states]
    assert rates == pytest.approx([0.0, 0.25, 0.5, 0.125, 0.0])
    assert expected_days(made.states, made.entry) == pytest.approx([0.0, 1.0, 3.0, 0.8, math.inf])


def test_branches_by_age_weigh_all_age_groups_alike() -> None:
    """7 of 21 groups (under 35) go to a state of 3 days, the others to one of 6: (7 * 3 + 14 * 6) / 21 = 5 days."""
    states = {
        "s": {},
        "short": {"dwell": dwell(3.0), "infectious": 1, "next": "r"},
        "long": {"dwell": dwell(6.0), "infectious": 1, "next": "r"},
        "r": {},
    }
    entry = {"short": [{"to": 35, "p": 1}, {"p": 0}], "long": [{"to": 35, "p": 0}, {"p": 1}]}
    made = pathogen(r0=2.5, shares={"community": 1}, states=states, entry=entry)
    assert made.states[1].contacts.community_per_day == pytest.approx(0.5)
    assert made.states[2].contacts.community_per_day == pytest.approx(0.5)


def test_two_ages_on_one_path_do_not_mix() -> None:
    """Who enters `a` by age must leave it by the same age: P(a and then b) is 0 for every age, not 1/2 * 1/2."""
    young, old = [{"to": 50, "p": 1}, {"p": 0}], [{"to": 50, "p": 0}, {"p": 1}]
    states = {
        "s": {},
        "a": {"dwell": dwell(1.0), "infectious": 1, "next": {"b": old, "r": young}},
        "b": {"dwell": dwell(100.0), "infectious": 1, "next": "r"},
        "r": {},
    }
    made = pathogen(r0=1.0, shares={"community": 1}, states=states, entry={"a": young, "r": old})
    assert expected_days(made.states, made.entry)[2] == 0.0


def test_a_weibull_scale_gives_back_the_mean() -> None:
    assert Weibull(mean_days=3.0, shape=1.0).scale_days == pytest.approx(3.0)
    assert Weibull(mean_days=3.0, shape=2.0).scale_days == pytest.approx(3.0 / (math.sqrt(math.pi) / 2.0))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    r0=st.floats(0.01, 20.0),
    days=st.lists(st.floats(0.01, 100.0), min_size=2, max_size=6),
    weights=st.lists(st.floats(0.01, 3.0), min_size=6, max_size=6),
    stay=st.floats(0.0, 1.0),
    household=st.floats(0.0, 1.0),
)
def test_the_contacts_make_r0_attempts_in_a_life(
    r0: float, days: list[float], weights: list[float], stay: float, household: float
) -> None:
    """A chain of states that one may leave early: attempts_in_a_life gives r0 back."""
    states: dict[str, Any] = {"s": {}}
    for i, (mean, weight) in enumerate(zip(days, weights, strict=False)):
        following = f"i{i + 1}" if i + 1 < len(days) else "end"
        branches = {following: stay, "r": 1.0 - stay}
        states[f"i{i}"] = {"dwell": dwell(mean), "infectious": weight, "next": branches}
    states |= {"end": {}, "r": {}}
    shares = {"household": household, "day": 1.0 - household}
    made = pathogen(r0=r0, shares=shares, states=states)
    assert made.r0 == r0
    assert attempts_in_a_life(made.states, made.entry) == pytest.approx(r0, rel=1e-9)
