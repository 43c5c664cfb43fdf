"""Records that no longer matter are told from the others alike by the kernel and by what keeps and grows the table."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import CASES

from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.population.snapshot import LENGTH, RECORDS, restore, take
from hyosan.engine.response.arrays import N_RECORDS, RECORD, ROOM_WITH, ResponseArrays
from hyosan.engine.response.growth import grow_response, needed_places
from hyosan.engine.response.records import copy_needed
from hyosan.scenario import AtTime, Isolation, Response, read
from hyosan.world.build import build_world

NOW_DAYS = 5.0
RESPONSE = Response(measures=(Isolation(name="isolation", trigger=AtTime(at_days=1.0)),))
SCENARIO = read(CASES["grid-routine"]).model_copy(update={"response": RESPONSE})
WORLD = build_world(SCENARIO.world)


def memory_with(seed: int, n: int, n_places: int):
    """Return the memory of a run with n records of chance in a table of so many places."""
    memory = first_memory(prepare(SCENARIO, WORLD, is_judged=False), 1, 1000)
    assert isinstance(memory.response, ResponseArrays)
    dice = np.random.default_rng(seed)
    old = np.zeros(n, RECORD)
    old["tag"] = dice.permutation(10 * n)[:n] + 1
    old["asked"] = dice.random(n) < 0.05
    old["n_reports"] = dice.random(n) < 0.05
    old["is_struck"] = dice.random(n) < 0.05
    old["contact"] = np.where(dice.random(n) < 0.1, 7, -1)
    old["state"] = dice.integers(0, len(memory.response.is_active_state), n)
    for name in ("quarantined_until", "protected_until"):
        old[name] = np.where(dice.random(n) < 0.3, NOW_DAYS + dice.normal(size=n), -np.inf)
    records = np.zeros(n_places, RECORD)
    records[dice.permutation(n_places)[:n]] = old
    memory.clock[0] = NOW_DAYS
    memory.response.counts[N_RECORDS] = n
    return memory._replace(response=memory.response._replace(records=records))


def kernels_choice(r: ResponseArrays) -> np.ndarray:
    copied = np.zeros(2 * len(r.records), RECORD)
    n = copy_needed(r.records, copied, r.is_active_state, NOW_DAYS)
    found = np.sort(copied[copied["tag"] != 0], order="tag")
    assert len(found) == n
    return found


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(0, 3000))
def test_both_choose_the_same_records(seed: int, n: int) -> None:
    r = memory_with(seed, n, 1 << 15).response
    assert np.array_equal(np.sort(r.records[needed_places(r, NOW_DAYS)], order="tag"), kernels_choice(r))


def test_a_snapshot_keeps_the_needed_records_in_their_places() -> None:
    memory = memory_with(3, 2000, 8192)
    needed, before = kernels_choice(memory.response), memory.response.records.copy()
    memory, arrays = take(memory)
    assert np.array_equal(memory.response.records, before)
    assert len(arrays[RECORDS]) == len(needed) < 2000
    assert arrays[RECORDS + LENGTH].tolist() == [8192]
    response = restore(arrays, first_memory(prepare(SCENARIO, WORLD, is_judged=False), 1, 1000)).response
    at = np.flatnonzero(response.records["tag"])
    assert np.array_equal(response.records[at], before[at])
    assert np.array_equal(np.sort(response.records[at], order="tag"), needed)
    assert response.counts[N_RECORDS] == len(needed)


def test_a_table_becomes_larger_only_where_what_matters_needs_it() -> None:
    for n_places, is_larger in ((512, True), (1024, True), (4096, False)):
        memory = memory_with(3, n_places // 2 - ROOM_WITH + 8, n_places)
        memory.response.records["contact"] = 7 if is_larger else -1  # a contact in hand is needed
        memory.response.records["state"] = 1 if is_larger else memory.response.is_active_state.argmin()
        needed = kernels_choice(memory.response)
        grown = grow_response(memory).response
        assert (len(grown.records) > n_places) == is_larger
        assert 2 * (int(grown.counts[N_RECORDS]) + ROOM_WITH) <= len(grown.records)  # or it would be full again at once
        assert grown.counts[N_RECORDS] == len(needed)
        assert np.array_equal(np.sort(grown.records[grown.records["tag"] != 0], order="tag"), needed)
