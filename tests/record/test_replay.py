"""The log, written and read again, gives back every person's state and conserves people."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_runs import STATES, chance_log, chance_run, info_of, write_run

from hyosan.record.events import LOG_DTYPE, to_rows
from hyosan.record.replay import counts_at, final_states, states_at


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), n_people=st.integers(3, 300), share=st.floats(0.1, 1.0))
def test_replay_agrees_with_a_plain_walk_and_conserves_people(seed: int, n_people: int, share: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = chance_run(Path(folder), seed, n_people, max(2, int(share * n_people)))
        rows = to_rows(record.events())
        moments = np.unique(np.concatenate([[0.0], rows["time_days"], [rows["time_days"][-1] + 1.0]]))
        counts = counts_at(record, moments)
        assert (counts.sum(axis=1) == n_people).all()
        assert (counts >= 0).all()
        plain = dict.fromkeys(range(n_people), 0)
        at = 0
        for moment, count in zip(moments, counts, strict=True):
            while at < len(rows) and rows["time_days"][at] <= moment:
                plain[int(rows["person"][at])] = int(rows["to_state"][at])
                at += 1
            assert list(np.bincount(list(plain.values()), minlength=len(STATES))) == list(count)
        assert list(final_states(record)) == list(plain.values())
        assert tuple(counts[-1]) == record.info.state_counts


def test_states_at_a_time_include_what_happens_at_it(tmp_path: Path) -> None:
    rows = np.array([(1.0, 4, -1, 0, 0, 0, 1, 0), (2.0, 4, -1, 0, 3, 1, 2, 0), (2.0, 3, 4, 0, 2, 0, 1, 4)], LOG_DTYPE)
    record = write_run(tmp_path / "run", rows, info_of(rows, 6))
    assert list(states_at(record, 0.5)) == [0] * 6
    assert list(states_at(record, 1.0)) == [0, 0, 0, 0, 1, 0]
    assert list(states_at(record, 2.0)) == [0, 0, 0, 1, 2, 0]


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = chance_log(3, 5000, 5000, n_seeds=5)
    record = write_run(tmp_path / "run", rows, info_of(rows, 5000))
    assert np.array_equal(to_rows(record.events()), rows)


def test_an_empty_log_is_a_run(tmp_path: Path) -> None:
    rows = np.empty(0, LOG_DTYPE)
    record = write_run(tmp_path / "run", rows, info_of(rows, 10))
    assert record.events().num_rows == 0
    assert list(final_states(record)) == [0] * 10
    assert list(counts_at(record, np.array([0.0, 1.0]))[:, 0]) == [10, 10]


def test_many_parts_are_read_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyosan.record.parts.PART_ROWS", 64)
    rows = chance_log(5, 1000, 1000)
    record = write_run(tmp_path / "run", rows, info_of(rows, 1000))
    pieces = [piece["time_days"] for piece in record.batches(["time_days"])]
    assert max(len(piece) for piece in pieces) <= 64
    assert np.array_equal(np.concatenate(pieces), rows["time_days"])
    assert np.bincount(final_states(record), minlength=len(STATES)).tolist() == list(record.info.state_counts)
