"""The engine and its plain-Python twin give the same log, event for event and bit for bit."""

import numpy as np
import pytest

from hyosan.engine.population.twin import simulate_plain
from hyosan.engine.simulate import simulate
from hyosan.record.events import LOG_DTYPE
from hyosan.scenario import read
from hyosan.world.build import build_world
from tests.engine.scenarios import CASES

COLUMNS = ("time_days", "person", "source", "patch", "kind", "from_state", "to_state", "setting")


def engine_log(scenario, world, seed):
    """Return the log of the compiled engine and its ending."""
    slices = [np.empty(0, LOG_DTYPE)]
    ending = simulate(scenario, world, seed, lambda rows: slices.append(rows.copy()))
    return np.concatenate(slices), ending


@pytest.mark.parametrize("name", CASES)
def test_twin_gives_the_same_log(name):
    scenario = read(CASES[name])
    world = build_world(scenario.world)
    n_rows = 0
    for seed in (1, 2, 3):
        log, ending = engine_log(scenario, world, seed)
        rows, outcome = simulate_plain(scenario, world, seed)
        n_rows += len(log)
        for at, row in enumerate(rows[: len(log)]):
            assert tuple(log[at][column].item() for column in COLUMNS) == row, f"row {at}, seed {seed}"
        assert len(rows) == len(log)
        assert outcome == ending.outcome
    assert n_rows > 15  # something happened
