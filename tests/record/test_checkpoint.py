"""Checkpoints on disk: every array comes back as it was, damage is noticed, a kill leaves nothing in the way."""

import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hyosan.engine.population.entry import ENTRY
from hyosan.record.checkpoint import (
    CHECKPOINTS_FOLDER,
    Checkpoint,
    checkpoints_before,
    list_checkpoints,
    read_checkpoint,
    write_checkpoint,
)
from hyosan.record.errors import RecordError

DTYPES = [np.dtype(kind) for kind in ("u1", "i4", "u8", "i8", "f8")] + [ENTRY]


def checkpoint(n_events: int, time_days: float, arrays: dict[str, Any] | None = None) -> Checkpoint:
    return Checkpoint(time_days, n_events, 2 * n_events, arrays or {"a.b": np.arange(100)})


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_arrays_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(DTYPES))
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=20))
    n_bytes = int(np.prod(shape)) * dtype.itemsize
    raw = np.frombuffer(data.draw(st.binary(min_size=n_bytes, max_size=n_bytes)), np.uint8)
    array = raw.view(dtype).reshape(shape) if n_bytes else np.zeros(shape, dtype)
    path = write_checkpoint(tmp_path_factory.mktemp("run"), checkpoint(7, 0.25, {"queue.pending": array}))
    found = read_checkpoint(path)
    assert (found.time_days, found.n_events, found.n_rows) == (0.25, 7, 14)
    assert found.arrays["queue.pending"].dtype == dtype
    assert found.arrays["queue.pending"].shape == shape
    assert found.arrays["queue.pending"].tobytes() == array.tobytes()


def test_nearest_comes_first(tmp_path: Path) -> None:
    for n_events, time_days in ((100, 1.0), (9, 0.5), (1000, 2.5)):
        write_checkpoint(tmp_path, checkpoint(n_events, time_days))
    assert [head.n_events for head in list_checkpoints(tmp_path)] == [9, 100, 1000]
    assert [found.n_events for found in checkpoints_before(tmp_path, 2.0)] == [100, 9]
    assert [found.n_events for found in checkpoints_before(tmp_path, 0.5)] == [9]
    assert not list(checkpoints_before(tmp_path, 0.4))


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.98])
def test_damage_is_noticed_and_the_next_one_is_taken(tmp_path: Path, place: float) -> None:
    write_checkpoint(tmp_path, checkpoint(10, 1.0))
    path = write_checkpoint(tmp_path, checkpoint(20, 2.0, {"a": np.random.default_rng(1).random(500)}))
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    path.write_bytes(content)
    with pytest.warns(UserWarning, match=r"damaged, so not used"):
        assert [found.n_events for found in checkpoints_before(tmp_path, 9.0)] == [10]


def test_half_a_file_is_noticed(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path, checkpoint(20, 2.0))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RecordError, match="damaged"):
        read_checkpoint(path)


def test_other_version_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hyosan.record.checkpoint.CHECKPOINT_FORMAT", 2)
    write_checkpoint(tmp_path, checkpoint(20, 2.0))
    monkeypatch.undo()
    with pytest.warns(UserWarning, match="format version 2"):
        assert list_checkpoints(tmp_path) == []


def test_disk_that_refuses_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hyosan.record.checkpoint.os.fsync", full)
    with pytest.raises(RecordError, match="the disk is full"):
        write_checkpoint(tmp_path, checkpoint(20, 2.0))
    assert list((tmp_path / CHECKPOINTS_FOLDER).iterdir()) == []


KILLED = """
import os, sys, numpy as np
from pathlib import Path
from hyosan.record import checkpoint as c
c.os.replace = lambda *_: os.kill(os.getpid(), 9)
c.write_checkpoint(Path(sys.argv[1]), c.Checkpoint(2.0, 20, 40, {"a": np.arange(1000)}))
"""


def test_kill_while_writing_leaves_the_others_readable(tmp_path: Path) -> None:
    write_checkpoint(tmp_path, checkpoint(10, 1.0))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert len(list((tmp_path / CHECKPOINTS_FOLDER).iterdir())) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [found.n_events for found in checkpoints_before(tmp_path, 9.0)] == [10]
