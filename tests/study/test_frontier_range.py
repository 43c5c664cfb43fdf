"""Ranges that were not given are cut to where the frontier can lie, and no further."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from test_frontier_study import DOCUMENT

from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario
from hyosan.scenario.paths import read_varied
from hyosan.study.executors import open_executor
from hyosan.study.frontier_axes import Range, read_axes
from hyosan.study.frontier_range import N_SEEDS, Narrowed, narrow
from hyosan.terms import Outcome, Route

AT, IMMUNE = "seeding[0].at", "immune"


def contained_before(first_days: float, last_days: float) -> Any:
    """Return a judge: a seed is contained up to its own critical time, spread evenly; immunity makes it sooner."""

    def judge(scenario: Scenario, world: object, seed: int) -> Verdict:
        at_days: float = getattr(scenario.seeding[0], "at_days")  # noqa: B009
        own = first_days + (last_days - first_days) * float(np.random.default_rng(seed).random())
        is_contained = at_days < own * (1.0 - scenario.immune_probability)
        values: dict[str, Any] = {field.name: 0 for field in fields(Verdict)}
        values |= {"outcome": Outcome.EXTINCT, "first_escape_route": Route.NONE, "is_contained": is_contained}
        return Verdict(**values | {"seed": seed})

    return judge


def narrowed(vary: Mapping[str, Range], hold: float, first_days: float, last_days: float) -> Narrowed:
    """Return the ranges for an outbreak that is contained before a time between two."""
    varied, _ = read_axes(DOCUMENT, vary, None, read_varied)
    with open_executor(workers=1, judge=contained_before(first_days, last_days)) as executor:
        return narrow(DOCUMENT, vary, varied, hold, 1, executor, read_varied)


def test_ranges_that_were_given_stay_and_cost_nothing() -> None:
    given: dict[str, Range] = {AT: ("0 d", "15 d")}
    assert narrowed(given, 0.9, 1.0, 2.0) == Narrowed(given)


@pytest.mark.parametrize(
    ("hold", "first_days", "last_days", "end_days"),
    [(0.9, 1.0, 2.0, 1.25), (0.5, 0.1, 6.0, 5.0), (0.9, 0.0, 0.8, 0.15625)],
)
def test_a_time_is_cut_to_where_the_level_is_missed(
    hold: float, first_days: float, last_days: float, end_days: float
) -> None:
    found = narrowed({AT: None}, hold, first_days, last_days)
    assert found.vary == {AT: (0.0, end_days)}
    assert found.n_runs >= 2 * N_SEEDS and found.n_runs % N_SEEDS == 0
    assert len(found.sentences) == 1 and f"fewer than {100 * hold:g} of 100" in found.sentences[0]


@pytest.mark.parametrize(("first_days", "last_days"), [(9.0, 30.0), (50.0, 60.0)])
def test_a_range_stays_whole_where_half_of_it_may_hold(first_days: float, last_days: float) -> None:
    found = narrowed({AT: None}, 0.9, first_days, last_days)
    assert found.vary == {AT: (0.0, 20.0)} and not found.sentences


def test_both_numbers_are_cut_with_the_other_at_its_easiest() -> None:
    found = narrowed({AT: None, IMMUNE: None}, 0.9, 4.0, 8.0)
    assert found.vary == {AT: (0.0, 5.0), IMMUNE: (0.0, 1.0)}


def test_a_given_range_of_one_number_stays_beside_one_that_is_cut() -> None:
    found = narrowed({AT: None, IMMUNE: ("0", "0.5")}, 0.9, 4.0, 8.0)
    assert found.vary == {AT: (0.0, 5.0), IMMUNE: ("0", "0.5")}
