"""What must hold in every run: people are conserved, the log replays to the ending, slices do not matter."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hyosan.engine import loop
from hyosan.engine import simulate as entrance
from hyosan.engine.population import memory as mem
from hyosan.engine.population.prepare import SimulationError
from hyosan.engine.simulate import replicate, simulate
from hyosan.record.events import LOG_DTYPE
from hyosan.scenario import read
from hyosan.terms import EventKind, Outcome
from hyosan.world.build import build_world
from tests.engine.scenarios import CASES, DEMOGRAPHIC_GRID, EXPONENTIAL, MIXED, document, routine


def run(scenario, seed, world=None):
    """Return the log and the ending of a run."""
    slices = [np.empty(0, LOG_DTYPE)]
    world = world or build_world(scenario.world)
    ending = simulate(scenario, world, seed, lambda rows: slices.append(rows.copy()))
    return np.concatenate(slices), ending


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**63 - 1))
def test_log_replays_to_the_ending(name, seed):
    scenario = read(CASES[name])
    world = build_world(scenario.world)
    log, ending = run(scenario, seed, world)
    assert np.all(np.diff(log["time_days"]) >= 0)
    state = np.zeros(world.n_people, np.int64)
    for row in log:
        if row["kind"] <= EventKind.INFECTION:
            assert state[row["person"]] == 0
        assert state[row["person"]] == row["from_state"]
        state[row["person"]] = row["to_state"]
    np.testing.assert_array_equal(np.bincount(state, minlength=len(ending.state_counts)), ending.state_counts)
    assert ending.state_counts.sum() == world.n_people
    assert ending.n_infected == np.sum(log["kind"] <= EventKind.INFECTION)


@pytest.mark.parametrize("name", CASES)
def test_every_source_was_infected_before(name):
    log, _ = run(read(CASES[name]), 4)
    infected_days: dict[int, float] = {}
    for row in log[log["kind"] <= EventKind.INFECTION]:
        if row["kind"] == EventKind.INFECTION:
            assert infected_days[int(row["source"])] <= row["time_days"]
        else:
            assert row["source"] == -1
        infected_days[int(row["person"])] = row["time_days"]


@pytest.mark.parametrize("name", ["grid-roaming", "grid-routine", "lattice-roaming", "mixed-0-exponential"])
def test_log_does_not_depend_on_slices_and_memory(name, monkeypatch):
    scenario = read(CASES[name])
    expected, ending = run(scenario, 11)
    monkeypatch.setattr(entrance, "LOG_ROWS", 16)
    monkeypatch.setattr(loop, "FIRST_SLICE_EVENTS", 3)
    monkeypatch.setattr(loop, "SLICE_EVENTS", 7)
    monkeypatch.setattr(mem, "DENSE_FROM_START", 0)  # states in a table first
    log, sliced_ending = run(scenario, 11)
    np.testing.assert_array_equal(log, expected)
    assert sliced_ending.time_days == ending.time_days


def test_no_transmission_means_only_seeds():
    scenario = read(document(MIXED, routine(EXPONENTIAL, {"community": "0 / d"})))
    log, ending = run(scenario, 5)
    assert ending.n_infected == 3
    assert set(log["kind"].tolist()) == {EventKind.SEEDING, EventKind.TRANSITION}


def test_a_run_for_its_ending_alone_is_the_same_run():
    scenario = read(CASES["grid-routine"])
    _, ending = run(scenario, 6)
    alone = replicate(scenario, build_world(scenario.world), 6)
    np.testing.assert_array_equal(alone.state_counts, ending.state_counts)
    assert alone.time_days == ending.time_days


@pytest.mark.parametrize(
    ("parts", "n_infected", "outcome"),
    [
        ({"immune": 1.0}, 0, Outcome.EXTINCT),
        ({"seeding": [{"people": 1, "at": "2 d"}], "stop": {"horizon": "1 d"}}, 0, Outcome.HORIZON),
        ({"world": {"kind": "mixed", "people": 1}, "seeding": [{"people": 1}]}, 1, Outcome.EXTINCT),
    ],
)
def test_runs_at_the_edge_end_well(parts, n_infected, outcome):
    scenario = read(document(MIXED, routine(EXPONENTIAL, {"community": "1 / d"}) | {"immune": 0.0}, parts))
    _, ending = run(scenario, 1)
    assert (ending.n_infected, ending.outcome) == (n_infected, outcome)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"seeding": [{"people": 1, "patch": 7}]}, r"seeding\[0\].patch: found 7; allowed are patches 0 to 0"),
        (
            {"world": DEMOGRAPHIC_GRID, "seeding": [{"people": 1, "district": "Nowhere"}]},
            r"seeding\[0\].district: found 'Nowhere'",
        ),
        ({"seeding": [{"people": 151}]}, r"seeding\[0\].people: found 151; allowed are up to 150"),
        ({"seeding": [{"persons": [150]}]}, r"seeding\[0\].persons: found 150; allowed are people 0 to 149"),
    ],
)
def test_seeding_that_the_world_cannot_serve_is_refused(parts, message):
    scenario = read(document(MIXED, routine(EXPONENTIAL, {"community": "1 / d"}), parts))
    with pytest.raises(SimulationError, match=message):
        run(scenario, 1)
