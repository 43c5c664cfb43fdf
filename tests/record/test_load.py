"""What is wrong with a run folder is said in words."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from synthetic_runs import chance_run

from hyosan.record.errors import RecordError
from hyosan.record.events import FORMAT_KEY, FORMAT_VERSION, name_codes
from hyosan.record.load import load_record

PART = "events/000000.parquet"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return chance_run(tmp_path / "run-1", 1, 300, 300).folder


def change_json(folder: Path, change: Callable[[dict], None]) -> None:
    path = folder / "run.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    change(values)
    path.write_text(json.dumps(values), encoding="utf-8")


def change_schema(folder: Path, version: bytes) -> None:
    path = folder / PART
    table = pq.read_table(path)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), FORMAT_KEY: version})
    pq.write_table(table, path)


def cut(path: Path, n_bytes: int) -> None:
    path.write_bytes(path.read_bytes()[:n_bytes])


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no run.json": (lambda f: (f / "run.json").unlink(), "not a run folder"),
    "no events": (lambda f: shutil.rmtree(f / "events"), "events: this folder of the run is missing"),
    "no part": (lambda f: (f / PART).unlink(), "000000.parquet: this file of the run is missing"),
    "no patches": (lambda f: (f / "patches.parquet").unlink(), "patches.parquet: this file of the run is missing"),
    "cut json": (lambda f: cut(f / "run.json", 40), r"run.json:\d+:\d+: damaged"),
    "json of something else": (lambda f: (f / "run.json").write_text("[1]"), "not the run.json of a run of Hyosan"),
    "binary json": (lambda f: (f / "run.json").write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    "cut events": (lambda f: cut(f / PART, 900), "000000.parquet: damaged"),
    "empty events": (lambda f: cut(f / PART, 0), "000000.parquet: damaged"),
    "newer json": (
        lambda f: change_json(f, lambda v: v.update(format_version=FORMAT_VERSION + 1)),
        f"newer Hyosan: format version {FORMAT_VERSION + 1}, this one reads up to {FORMAT_VERSION}.*upgrade",
    ),
    "older json": (
        lambda f: change_json(f, lambda v: v.update(format_version=1)),
        "older Hyosan: format version 1, this one reads from 2 on.*simulate the run again",
    ),
    "foreign part": (
        lambda f: shutil.copy(f / PART, f / "events/000001.parquet"),
        "000001.parquet: does not belong to this run, whose log has 1 part",
    ),
    "newer events": (lambda f: change_schema(f, b"99"), "000000.parquet: written by a newer Hyosan"),
    "no version": (lambda f: change_schema(f, b""), "format version None"),
    "missing key": (lambda f: change_json(f, lambda v: v.pop("seed")), "damaged: KeyError: 'seed'"),
    "unknown outcome": (lambda f: change_json(f, lambda v: v.update(outcome="boredom")), "damaged.*BOREDOM"),
    "other log": (lambda f: change_json(f, lambda v: v.update(n_events=5)), "events; by run.json it must hold 5"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(folder: Path, fault: str) -> None:
    damage, message = FAULTS[fault]
    damage(folder)
    with pytest.raises(RecordError, match=f"(?s){message}"):
        load_record(folder)


def test_other_columns_are_refused(folder: Path) -> None:
    path = folder / PART
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["setting"]), path)
    with pytest.raises(RecordError, match="its columns are time_days double.*expected.*setting uint8"):
        load_record(folder)


def test_damage_inside_the_events_is_found_when_they_are_read(folder: Path) -> None:
    path = folder / PART
    content = bytearray(path.read_bytes())
    content[200:1200] = bytes(1000)
    path.write_bytes(content)
    record = load_record(folder)
    with pytest.raises(RecordError, match="000000.parquet: damaged"):
        record.events()
    with pytest.raises(RecordError, match="000000.parquet: damaged"):
        list(record.batches(["time_days", "person"]))


def test_a_missing_folder_names_the_nearest_run(folder: Path) -> None:
    with pytest.raises(RecordError, match="no such folder. Did you mean .*run-1"):
        load_record(folder.parent / "run1")
    with pytest.raises(RecordError, match="this is a file"):
        load_record(folder / "run.json")


def test_the_schema_carries_units_and_names(folder: Path) -> None:
    schema = pq.read_schema(folder / PART)
    assert schema.metadata[FORMAT_KEY] == str(FORMAT_VERSION).encode()
    assert json.loads(schema.metadata[b"hyosan.states"])[0] == "susceptible"
    assert json.loads(schema.metadata[b"hyosan.settings"])[1] == "household"
    assert schema.field("time_days").metadata[b"unit"] == b"days"


def test_codes_become_words(folder: Path) -> None:
    record = load_record(folder)
    events = record.events()
    named = name_codes(events, record.info.state_names)
    assert named.schema.field("kind").type == pa.dictionary(pa.uint8(), pa.string())
    kinds = np.array(["seeding", "importation", "infection", "transition", "destruction", "move", "dormant"])
    assert (kinds[events.column("kind").to_numpy()] == named.column("kind").to_numpy()).all()
    states = np.array(record.info.state_names)
    assert (states[events.column("to_state").to_numpy()] == named.column("to_state").to_numpy()).all()
