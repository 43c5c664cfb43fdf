"""The files of an event log: where they begin and end, what runs share, and what is said if one of them is at fault."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_runs import chance_log, info_of, write_run

from hyosan.record import parts
from hyosan.record.errors import RecordError
from hyosan.record.events import event_schema, to_rows
from hyosan.record.load import Record, load_record
from hyosan.record.store import Staging
from hyosan.record.writer import EventWriter

N_PEOPLE, SIZE = 300, 100
SCHEMA = event_schema(["a", "b"])
ROWS = chance_log(1, N_PEOPLE, 300)


@pytest.fixture(scope="module", autouse=True)
def _small_parts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART_ROWS", SIZE)
        yield


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return write_run(tmp_path / "run", ROWS, info_of(ROWS, N_PEOPLE))


def write(folder: Path, rows: np.ndarray, step: int) -> None:
    with EventWriter(folder, SCHEMA) as writer:
        for start in range(0, len(rows), step):
            writer.write(rows[start : start + step])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@settings(max_examples=20, deadline=None)
@given(n=st.sampled_from([0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE]), step=st.integers(1, 4 * SIZE))
def test_boundaries_depend_on_the_row_number_alone(tmp_path_factory: pytest.TempPathFactory, n: int, step: int) -> None:
    folder = tmp_path_factory.mktemp("logs")
    write(folder / "a", ROWS[:n], step)
    write(folder / "b", ROWS[:n], n or 1)
    assert contents(folder / "a") == contents(folder / "b")
    files = parts.part_paths(folder / "a", n)
    assert sorted(contents(folder / "a")) == [path.name for path in files]
    sizes = [pq.read_metadata(path).num_rows for path in files]
    assert sizes == [parts.rows_in_part(number, n) for number in range(len(files))]
    assert sum(sizes) == n
    assert set(sizes[:-1]) <= {SIZE}


def test_other_programs_read_the_folder_as_one_table(record: Record) -> None:
    assert len(record.event_files()) > 5
    folder = record.folder / "events"
    for table in (pq.read_table(folder), pyarrow.dataset.dataset(folder).to_table()):
        assert np.array_equal(to_rows(table), ROWS)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_piece_of_the_log_can_be_read(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    record = write_run(tmp_path_factory.mktemp("runs") / "run", ROWS, info_of(ROWS, N_PEOPLE))
    start = data.draw(st.integers(0, len(ROWS)))
    stop = data.draw(st.integers(start, len(ROWS)))
    pieces = list(record.rows(start, stop))
    assert all(0 < len(piece) <= SIZE for piece in pieces)
    assert np.array_equal(np.concatenate([ROWS[:0], *pieces]), ROWS[start:stop])
    batches = [batch["person"] for batch in record.batches_between(["person"], start, stop)]
    assert np.array_equal(np.concatenate([ROWS["person"][:0], *batches]), ROWS["person"][start:stop])
    at_days = data.draw(st.sampled_from([-1.0, 0.0, *ROWS["time_days"][:: SIZE // 3].tolist(), 1e9]))
    assert record.n_rows_until(at_days) == np.searchsorted(ROWS["time_days"], at_days, side="right")


def test_a_time_is_found_without_reading_the_other_parts(record: Record) -> None:
    at_days = float(ROWS["time_days"][4 * SIZE + 7])
    for path in record.event_files():
        if path.name != "000004.parquet":
            content = bytearray(path.read_bytes())
            content[50:500] = bytes(450)  # the rows; the footer stays
            path.write_bytes(content)
    assert record.n_rows_until(at_days) == 4 * SIZE + 8


def test_times_are_found_in_parts_that_state_no_limits(record: Record) -> None:
    for path in record.event_files():
        pq.write_table(pq.read_table(path), path, write_statistics=False)
    at_days = float(ROWS["time_days"][4 * SIZE + 7])
    assert load_record(record.folder).n_rows_until(at_days) == 4 * SIZE + 8


def test_parts_of_another_log_are_linked_and_gone_on_from(record: Record, tmp_path: Path) -> None:
    with EventWriter(tmp_path / "log", event_schema(record.info.state_names)) as writer:
        writer.take_over(record.folder / "events", 3)
        assert writer.n_rows == 3 * SIZE
        writer.write(ROWS[3 * SIZE :])
    assert contents(tmp_path / "log") == contents(record.folder / "events")
    for number in range(len(record.event_files())):
        mine, other = (parts.part_path(folder, number) for folder in (tmp_path / "log", record.folder / "events"))
        assert mine.samefile(other) == (number < 3)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP])
def test_parts_are_copied_where_there_are_no_links(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "no links here")

    monkeypatch.setattr("hyosan.record.parts.os.link", refuse)
    with EventWriter(tmp_path / "log", event_schema(record.info.state_names)) as writer:
        writer.take_over(record.folder / "events", 2)
        writer.write(ROWS[2 * SIZE :])
    assert contents(tmp_path / "log") == contents(record.folder / "events")
    assert not any(path.samefile(record.folder / "events" / path.name) for path in (tmp_path / "log").iterdir())


def test_a_disk_that_refuses_the_copy_is_named(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hyosan.record.parts.os.link", full)
    monkeypatch.setattr("hyosan.record.parts.shutil.copyfile", full)
    with (
        pytest.raises(RecordError, match="000000.parquet: the run was not written: the disk is full"),
        Staging(tmp_path / "branch", is_overwrite=False, is_default=False) as staging,
        EventWriter(staging.folder / "events", SCHEMA) as writer,
    ):
        writer.take_over(record.folder / "events", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]


def test_a_part_that_is_gone_is_named_when_it_is_taken_over(record: Record, tmp_path: Path) -> None:
    record.event_files()[1].unlink()
    with (
        pytest.raises(RecordError, match="000001.parquet: this file of the run is missing"),
        EventWriter(tmp_path / "log", SCHEMA) as writer,
    ):
        writer.take_over(record.folder / "events", 2)


def test_a_part_is_never_written_over(record: Record, tmp_path: Path) -> None:
    before = contents(record.folder / "events")
    with (
        pytest.raises(RecordError, match="the run was not written"),
        EventWriter(tmp_path / "log", event_schema(record.info.state_names)) as writer,
    ):
        parts.share_part(record.event_files()[0], parts.part_path(tmp_path / "log", 0))
        writer.write(ROWS)
    assert contents(record.folder / "events") == before


def test_only_new_files_are_flushed_to_disk(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    with Staging(tmp_path / "branch", is_overwrite=False, is_default=False) as staging:
        with EventWriter(staging.folder / "events", event_schema(record.info.state_names)) as writer:
            writer.take_over(record.folder / "events", 3)
            writer.write(ROWS[3 * SIZE : 4 * SIZE + 1])
        monkeypatch.setattr("hyosan.record.store.os.fsync", flushed.append)
        staging.keep()
    assert len(flushed) == 2 + 3  # two new files; the folders `events`, the run's, and the one it is in


def unequal(path: Path) -> None:
    pq.write_table(pq.read_table(path).slice(1), path)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda f: (f / "000002.parquet").unlink(), "000002.parquet: this file of the run is missing"),
    "all missing": (shutil.rmtree, "events: this folder of the run is missing"),
    "damaged": (lambda f: (f / "000002.parquet").write_bytes(b"PAR1"), "000002.parquet: damaged"),
    "too short": (lambda f: unequal(f / "000002.parquet"), f"000002.parquet: .*holds {SIZE - 1} events.*hold {SIZE}"),
    "of another run": (
        lambda f: pq.write_table(pa.table({"a": list(range(SIZE))}), f / "000001.parquet"),
        "000001.parquet: format version None",
    ),
    "extra": (
        lambda f: shutil.copy(f / "000002.parquet", f / "000099.parquet"),
        r"000099.parquet: does not belong to this run, whose log has \d+ parts",
    ),
    "foreign": (lambda f: (f / "mine.parquet").write_bytes(b""), "mine.parquet: does not belong to this run"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_file_at_fault_is_named(record: Record, fault: str) -> None:
    damage, message = FAULTS[fault]
    damage(record.folder / "events")
    with pytest.raises(RecordError, match=f"(?s){message}"):
        load_record(record.folder)


def test_what_other_programs_leave_beside_the_parts_is_no_fault(record: Record) -> None:
    for name in (".DS_Store", "_SUCCESS", ".000000.parquet.crc"):
        (record.folder / "events" / name).write_bytes(b"")
    assert load_record(record.folder).info == record.info


def test_damage_inside_a_part_is_found_when_it_is_read(record: Record) -> None:
    path = record.event_files()[3]
    content = bytearray(path.read_bytes())
    content[50:500] = bytes(450)
    path.write_bytes(content)
    again = load_record(record.folder)
    assert len(list(again.rows(0, 3 * SIZE))) == 3
    for read in (again.events, lambda: list(again.batches(["time_days"])), lambda: list(again.rows(0, 4 * SIZE))):
        with pytest.raises(RecordError, match="000003.parquet: damaged"):
            read()
