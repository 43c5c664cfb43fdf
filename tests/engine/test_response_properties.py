"""What must hold in every run under a response, read off its log."""

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from hyosan.draws import purposes as why
from hyosan.draws.plain import draw, person_key, unit
from hyosan.engine import loop
from hyosan.engine import simulate as entrance
from hyosan.engine.judge import judge
from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.response import arrays, compile
from hyosan.engine.response.parameters import draw_number
from hyosan.scenario import AnswerRules
from hyosan.terms import EventKind, Setting
from hyosan.world.plain import PlainPeople
from tests.engine.responses import (
    CASES,
    WEST,
    Case,
    at,
    measure,
    world_of,
)
from tests.engine.test_twin import engine_log

SEEDS = (1, 2, 3)
INFECTED = (EventKind.SEEDING, EventKind.IMPORTATION, EventKind.INFECTION)
Row = dict[str, Any]


def rows_of(case: Case, seed: int) -> list[Row]:
    """Return the log of a run, row by row."""
    log, _ = engine_log(case.scenario(), world_of(case.outbreak), seed)
    names = log.dtype.names or ()
    return [dict(zip(names, row.item(), strict=True)) for row in log]


def of_kind(rows: list[Row], *kinds: EventKind) -> list[Row]:
    """Return the rows of some kinds."""
    return [row for row in rows if row["kind"] in kinds]


@pytest.mark.parametrize("name", CASES)
def test_log_replays_to_the_ending(name):
    case = CASES[name]
    world = world_of(case.outbreak)
    log, ending = engine_log(case.scenario(), world, 5)
    state = np.zeros(world.n_people, np.int64)
    assert np.all(np.diff(log["time_days"]) >= 0)
    for row in log[log["person"] >= 0]:
        if row["kind"] >= EventKind.DETECTION:
            assert row["from_state"] == row["to_state"]
        if (
            row["kind"] == EventKind.CROSSING
        ):  # who turns on the other side crosses in the row before, as he is after it
            continue
        assert state[row["person"]] == row["from_state"]
        state[row["person"]] = row["to_state"]
    np.testing.assert_array_equal(np.bincount(state, minlength=len(ending.state_counts)), ending.state_counts)
    assert ending.n_infected == np.isin(log["kind"], INFECTED).sum()


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith(("every", "strike", "trac", "proph"))])
def test_log_does_not_depend_on_slices_and_room(name, monkeypatch):
    case = CASES[name]
    world = world_of(case.outbreak)
    expected, _ = engine_log(case.scenario(), world, 4)
    monkeypatch.setattr(entrance, "LOG_ROWS", 512)
    monkeypatch.setattr(loop, "FIRST_SLICE_EVENTS", 3)
    monkeypatch.setattr(loop, "SLICE_EVENTS", 7)
    monkeypatch.setattr(compile, "FIRST_RECORDS", 16)
    monkeypatch.setattr(compile, "FIRST_CONTACTS", 4)
    monkeypatch.setattr(compile, "FIRST_CASES", 4)
    log, _ = engine_log(case.scenario(), world, 4)
    np.testing.assert_array_equal(log, expected)


@pytest.mark.parametrize("name", CASES)
def test_counters_are_never_negative_and_agree_with_the_log(name):
    case = CASES[name]
    scenario, world = case.scenario(), world_of(case.outbreak)
    scenario = scenario.model_copy(update={"answer": AnswerRules(nationwide_infections=10**6)})
    for seed in SEEDS:
        n = Counter(row["kind"] for row in rows_of(case, seed))
        verdict = judge(scenario, world, seed)
        counted = (verdict.n_cases, verdict.n_isolated, verdict.n_quarantined, verdict.n_protected, verdict.n_crossings)
        kinds = (EventKind.DETECTION, EventKind.ISOLATION, EventKind.QUARANTINE, EventKind.PROTECTION)
        assert counted == (*(n[kind] for kind in kinds), n[EventKind.CROSSING])
        assert verdict.n_inside + verdict.n_outside == verdict.n_infected == sum(n[kind] for kind in INFECTED)
        memory = first_memory(prepare(scenario, world, is_judged=True), seed, 1 << 10)
        memory, _ = loop.run_events(memory, loop.forget)
        assert isinstance(memory.response, arrays.ResponseArrays)
        assert memory.response.counts[: arrays.ESCAPE_PERSON].min() >= 0
        assert memory.state_counts.min() >= 0


SERVICES = (EventKind.ISOLATION, EventKind.QUARANTINE, EventKind.PROTECTION)


@pytest.mark.parametrize("capacity", [0.7, 3.0])
def test_no_day_has_more_services_than_its_capacity(capacity):
    kinds = ("isolation", "quarantine", "tracing", "prophylaxis")
    rules = [measure(k, capacity_per_day=capacity, **({"efficacy": 1.0} if k == "prophylaxis" else {})) for k in kinds]
    for seed in SEEDS:
        rows = rows_of(Case("grid", rules), seed)
        used = Counter((row["setting"], int(row["time_days"])) for row in of_kind(rows, *SERVICES))
        allowed = {key: math.floor((key[1] + 1) * capacity) - math.floor(key[1] * capacity) for key in used}
        assert all(used[key] <= allowed[key] for key in used)
        assert sum(used[key] == allowed[key] for key in used) > 10


def test_strikes_of_a_day_keep_to_their_capacity():
    for seed in SEEDS:
        rows = rows_of(Case("grid-roaming", [measure("strike", capacity_per_day=4.0)]), seed)
        struck = [row for row in of_kind(rows, EventKind.DESTRUCTION) if row["source"] < 0]
        assert set(Counter(int(row["time_days"]) for row in struck).values()) <= {1, 2, 3, 4}
        destroyed = {row["person"]: row["time_days"] for row in of_kind(rows, EventKind.DESTRUCTION)}
        for row in of_kind(rows, EventKind.INFECTION, EventKind.MOVE):
            actor = row["source"] if row["kind"] == EventKind.INFECTION else row["person"]
            assert row["time_days"] <= destroyed.get(actor, math.inf)
        assert len(struck) > 2


def complies(seed: int, person: int, name: str, share: float) -> bool:
    """Return whether a person complies with a measure."""
    return unit(draw(person_key(seed, person), why.COMPLY, draw_number(name))) < share


def test_people_comply_always_or_never():
    served: dict[bool, int] = Counter()
    rules = [measure("quarantine", compliance=0.6, stay_days=1.0), measure("isolation", compliance=0.6)]
    for seed in SEEDS:
        rows = rows_of(Case("grid", rules), seed)
        for row in of_kind(rows, *SERVICES):
            assert complies(seed, row["person"], rules[row["setting"]]["name"], 0.6)
        isolated = {row["person"] for row in of_kind(rows, EventKind.ISOLATION)}
        for row in of_kind(rows, EventKind.DETECTION):
            served[row["person"] in isolated] += 1
    assert 0.4 < served[True] / served.total() < 0.75


def test_who_complies_has_no_contacts_where_it_is_closed():
    settings = Counter()
    for seed in SEEDS:
        rows = rows_of(Case("grid", [measure("closure", at(0.0), compliance=0.5)]), seed)
        for row in of_kind(rows, EventKind.INFECTION):
            settings[row["setting"]] += 1
            if row["setting"] == Setting.CLASS:
                assert not any(complies(seed, row[who], "closure", 0.5) for who in ("person", "source"))
    assert settings[Setting.CLASS] > 5 and settings[Setting.WORK] > 5


def test_the_isolated_infect_nobody_outside_their_household():
    n_isolated, at_home = 0, 0
    for seed in SEEDS:
        since: dict[int, float] = {}
        for row in rows_of(Case("grid", [measure("isolation", other_remaining=0.0)]), seed):
            if row["kind"] == EventKind.ISOLATION:
                since[row["person"]] = row["time_days"]
            elif row["kind"] == EventKind.INFECTION and row["source"] in since:
                assert row["setting"] == Setting.HOUSEHOLD
                at_home += 1
        n_isolated += len(since)
    assert n_isolated > 100 and at_home > 10


@pytest.mark.parametrize("kind", ["quarantine", "tracing"])
def test_the_quarantined_infect_and_are_infected_at_home_only(kind):
    n_stays, at_home = 0, 0
    for seed in SEEDS:
        until: dict[int, float] = {}
        for row in rows_of(Case("grid", [measure(kind, stay_days=6.0)]), seed):
            if row["kind"] == EventKind.QUARANTINE:
                assert until.get(row["person"], 0.0) <= row["time_days"]
                until[row["person"]] = row["time_days"] + 6.0
                n_stays += 1
            elif row["kind"] == EventKind.INFECTION:
                who = [row["person"], row["source"]]
                if any(until.get(person, 0.0) > row["time_days"] for person in who):
                    assert row["setting"] == Setting.HOUSEHOLD
                    at_home += 1
    assert n_stays > 100 and at_home > 5


@pytest.mark.parametrize("outbreak", ["grid", "grid-roaming"])
def test_the_protected_are_not_infected(outbreak):
    rule = measure("prophylaxis", efficacy=1.0, onset_days=0.2, lasting_days=2.5)
    n_protected, n_before_or_after = 0, 0
    for seed in SEEDS:
        since: dict[int, float] = {}
        for row in rows_of(Case(outbreak, [rule]), seed):
            if row["kind"] == EventKind.PROTECTION:
                since[row["person"]] = row["time_days"]
            elif row["kind"] == EventKind.INFECTION and row["person"] in since:
                assert not 0.2 <= row["time_days"] - since[row["person"]] < 2.7
                n_before_or_after += 1
        n_protected += len(since)
    assert n_protected > 50 and n_before_or_after > 0


@pytest.mark.parametrize("outbreak", ["grid", "districts", "grid-roaming", "districts-roaming"])
def test_nothing_comes_through_a_tight_cordon(outbreak):
    people = PlainPeople(world_of(outbreak).arrays)
    n_inside, n_outside = 0, 0
    for seed in range(1, 6):
        rows = rows_of(Case(outbreak, [measure("cordon", at(0.25), area=WEST)]), seed)
        is_in = {person: people.home_patch(person) in WEST["patches"] for person in range(people.n_people)}
        roams_in: dict[int, bool] = {}
        assert not of_kind(rows, EventKind.CROSSING)
        for row in (row for row in rows if row["time_days"] > 0.25):
            here = row["patch"] in WEST["patches"]
            if row["kind"] == EventKind.INFECTION:
                assert here == is_in[row["person"]]
                assert row["setting"] == Setting.ENCOUNTER or here == is_in[row["source"]]
                n_inside, n_outside = n_inside + here, n_outside + (not here)
            elif row["kind"] == EventKind.MOVE:
                assert roams_in.setdefault(row["person"], here) == here
            elif row["kind"] == EventKind.TRANSITION and row["to_state"] == 3 and "roaming" in outbreak:
                assert here == is_in[row["person"]]
                roams_in[row["person"]] = here
    assert n_inside > 10 and n_outside > 10


def test_in_an_outbreak_that_began_inside_a_tight_cordon_nobody_outside_is_infected():
    scenario = Case("districts", [measure("cordon", at(0.0), area=WEST)]).scenario()
    inside = scenario.model_copy(
        update={"seeding": (scenario.seeding[0].model_copy(update={"patch": 0, "n_people": 5}),)}
    )
    log, ending = engine_log(inside, world_of("districts"), 2)
    assert ending.n_infected > 30
    assert np.isin(log["patch"][log["kind"] == EventKind.INFECTION], WEST["patches"]).all()
