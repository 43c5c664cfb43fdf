"""What a person is told about an error, and the exit code."""

import errno
from pathlib import Path

import pytest

from hyosan.cli.errors import BAD_INPUT, FAULT, INPUT_ERRORS, explain
from hyosan.engine.population.prepare import SimulationError
from hyosan.record.errors import RecordError, write_error
from hyosan.scenario import ScenarioError
from hyosan.world.errors import WorldError


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HYOSAN_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "error",
    [ScenarioError(["a.yaml:1:1: found 1"]), WorldError("wrong"), RecordError("wrong"), SimulationError("wrong")],
)
def test_errors_of_hyosan_are_bad_input_and_speak_for_themselves(error: Exception, cache_folder: Path) -> None:
    assert type(error).__name__ in INPUT_ERRORS
    assert explain(error) == (str(error), BAD_INPUT)
    assert list(cache_folder.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, FAULT), (errno.EIO, FAULT), (errno.EACCES, BAD_INPUT)])
def test_a_full_disk_is_a_fault_and_a_forbidden_folder_bad_input(number: int, code: int) -> None:
    cause = OSError(number, "no")
    try:
        raise write_error(Path("runs"), cause) from cause
    except RecordError as error:
        text, found = explain(error)
    assert found == code
    assert text.startswith("runs: ")


def test_an_unforeseen_error_is_one_line_and_a_log(cache_folder: Path) -> None:
    try:
        raise KeyError("first\nsecond")
    except KeyError as error:
        text, code = explain(error)
    assert code == FAULT
    assert "\n" not in text
    log = next((cache_folder / "faults").iterdir())
    assert str(log) in text
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_an_error_of_the_same_name_from_elsewhere_is_a_fault() -> None:
    class ScenarioError(Exception):
        pass

    assert explain(ScenarioError("x"))[1] == FAULT


def test_file_errors_name_the_file() -> None:
    assert explain(FileNotFoundError(errno.ENOENT, "No such file", "a.csv")) == ("a.csv: No such file.", FAULT)
