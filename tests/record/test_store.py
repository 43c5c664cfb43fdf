"""A run folder is there whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hyosan.record.errors import RecordError
from hyosan.record.store import Staging, default_target


def stage(target: Path, is_overwrite: bool = False, is_default: bool = False, content: str = "new") -> Path:
    with Staging(target, is_overwrite=is_overwrite, is_default=is_default) as staging:
        (staging.folder / "run.json").write_text(content)
        return staging.keep()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_run_gets_its_name_only_when_kept(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "run"
    with Staging(target, is_overwrite=False, is_default=False) as staging:
        (staging.folder / "run.json").write_text("{}")
        assert not target.exists()
        assert staging.keep() == target
    assert names(target.parent) == ["run"]
    assert names(target) == ["run.json"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RuntimeError, MemoryError])
def test_nothing_is_left_when_it_is_left_early(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "runs" / "deep" / "run"
    with pytest.raises(error), Staging(target, is_overwrite=False, is_default=False) as staging:
        (staging.folder / "half.parquet").write_bytes(b"half")
        raise error
    assert names(tmp_path) == []


def test_folders_that_were_there_stay(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    with pytest.raises(RuntimeError), Staging(tmp_path / "runs" / "x", is_overwrite=False, is_default=False):
        raise RuntimeError
    assert names(tmp_path) == ["runs"]


def test_an_existing_folder_is_refused_unless_a_run_is_to_be_replaced(tmp_path: Path) -> None:
    stage(tmp_path / "run", content="old")
    with pytest.raises(RecordError, match="a run of this name exists already.*overwrite"):
        stage(tmp_path / "run")
    assert (tmp_path / "run" / "run.json").read_text() == "old"
    stage(tmp_path / "run", is_overwrite=True)
    assert (tmp_path / "run" / "run.json").read_text() == "new"
    assert names(tmp_path) == ["run"]


def test_a_failed_overwrite_keeps_the_old_run(tmp_path: Path) -> None:
    stage(tmp_path / "run", content="old")
    with pytest.raises(KeyboardInterrupt), Staging(tmp_path / "run", is_overwrite=True, is_default=False):
        raise KeyboardInterrupt
    assert (tmp_path / "run" / "run.json").read_text() == "old"
    assert names(tmp_path) == ["run"]


def test_what_is_not_a_run_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("text")
    (tmp_path / "file").write_text("text")
    with pytest.raises(RecordError, match="something other than a run"):
        stage(tmp_path / "thesis", is_overwrite=True)
    with pytest.raises(RecordError, match="there is a file of this name"):
        stage(tmp_path / "file", is_overwrite=True)
    assert names(tmp_path) == ["file", "thesis"]


def test_the_default_place_takes_a_free_name(tmp_path: Path) -> None:
    found = [stage(tmp_path / "x-1-abc", is_default=True).name for _ in range(3)]
    assert found == ["x-1-abc", "x-1-abc-2", "x-1-abc-3"]


def test_a_run_that_was_quicker_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with (
        pytest.raises(RecordError, match="exists already"),
        Staging(target, is_overwrite=False, is_default=False) as staging,
    ):
        stage(target, content="quicker")
        staging.keep()
    assert (target / "run.json").read_text() == "quicker"
    assert names(tmp_path) == ["run"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seoul", "seoul-3-01234567"),
        ("a/../b c", "a-..-b-c-3-01234567"),
        ("서울", "서울-3-01234567"),
        ("//", "run-3-01234567"),
    ],
)
def test_default_names_are_safe(name: str, expected: str) -> None:
    assert default_target(name, 3, "0123456789abcdef") == Path("runs") / expected


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="a part of this path is a file"):
        stage(tmp_path / "file" / "run")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    with pytest.raises(RecordError, match="may not be written to"):
        stage(tmp_path / "locked" / "run")


@pytest.fixture
def tiny_disk(tmp_path: Path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode != 0:
        pytest.skip("mounting is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


WRITE = """
import resource, sys
from pathlib import Path
import numpy as np
from hyosan.record.events import LOG_DTYPE, event_schema
from hyosan.record.store import Staging
from hyosan.record.writer import EventWriter
from hyosan.record.errors import RecordError
if int(sys.argv[2]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
rows = np.zeros(200_000, LOG_DTYPE)
rows["person"] = np.random.default_rng(1).integers(0, 2**60, len(rows))
try:
    with Staging(Path(sys.argv[1]), is_overwrite=False, is_default=False) as staging:
        with EventWriter(staging.folder / "events", event_schema(["s", "i"])) as writer:
            for _ in range(40):
                writer.write(rows)
        staging.keep()
except RecordError as error:
    print(error)
"""


def write_much(target: Path, limit_bytes: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WRITE, str(target), str(limit_bytes)]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_a_full_disk_is_named_and_nothing_is_left(tiny_disk: Path) -> None:
    done = write_much(tiny_disk / "runs" / "run", 0)
    assert "the disk is full" in done.stdout
    assert "free some space" in done.stdout
    assert done.stderr == ""
    assert names(tiny_disk) == []


def test_a_file_over_the_limit_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    done = write_much(tmp_path / "runs" / "run", 1 << 18)
    assert "largest size that is allowed" in done.stdout
    assert done.stderr == ""
    assert names(tmp_path) == []


def test_a_read_only_disk_is_named(tiny_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with pytest.raises(RecordError, match="this disk is read-only"):
        stage(tiny_disk / "run")


def test_memory_of_the_writer_is_bounded(tmp_path: Path) -> None:
    code = WRITE.replace("range(40)", "range(int(sys.argv[3]))") + (
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    peaks = []
    for n in (10, 60):
        command = [sys.executable, "-c", code, str(tmp_path / f"run-{n}"), "0", str(n)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) / 1024)
    assert peaks[1] - peaks[0] < 60.0  # MiB, for 10 million more rows (320 MB)
