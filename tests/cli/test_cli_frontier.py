"""hyosan frontier on the command line, with a known outbreak in place of the engine."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hyosan.analysis.frontier import find_frontier
from hyosan.analysis.frontier_axis import make_axis
from hyosan.analysis.frontier_design import Setting
from hyosan.analysis.frontier_result import Frontier
from hyosan.cli import frontier as command
from hyosan.study.errors import StudyError

ASKED = ["small", "--vary", "seal.start=0h:10d", "--vary", "seal.leak = 0 : 0.3"]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[tuple[object, ...]]]:
    """Put a known outbreak in place of the study, in an empty folder; give what was asked of it."""
    calls: list[tuple[object, ...]] = []
    axes = (make_axis("seal.start", "d", 0.0, 10.0, False), make_axis("seal.leak", "", 0.0, 0.3, False))
    own = np.random.default_rng(1).logistic(6.0, 0.5, 30_000)

    def judge(tasks: list[tuple[Setting, int]]) -> np.ndarray:
        return np.array([setting[0] + 20 * setting[1] < own[seed] for setting, seed in tasks])

    def fake(*arguments: object) -> Frontier:
        calls.append(arguments)
        return find_frontier(
            axes,
            0.95,
            lambda tasks: np.array([s[0] + 20 * s[1] < own[k] for s, k in tasks]),
            None,
            5000,
            None,
            "small",
            3,
        )

    monkeypatch.setattr(command, "frontier", fake)
    monkeypatch.chdir(tmp_path)
    yield calls


def test_it_tells_and_writes(tmp_path: Path, asked: list[tuple[object, ...]]) -> None:
    result = CliRunner().invoke(command.app, [*ASKED, "--precision", "12h", "--seed", "3", "--table", "t/all.csv"])
    assert result.exit_code == 0, result.output
    assert asked[0][:5] == ("small", {"seal.start": ("0h", "10d"), "seal.leak": ("0", "0.3")}, 0.95, "12h", 3)
    assert result.stdout.startswith("To contain it in 95 of 100 replicates: start seal by hour ")
    files = sorted(path.name for path in (tmp_path / "frontiers" / "small-3").iterdir())
    assert files == ["frontier.json", "frontier.png", "settings.csv"]
    assert (tmp_path / "t" / "all.csv").read_text().startswith("seal.start [d],seal.leak,n,contained,run\n")


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    result = CliRunner().invoke(command.app, [*ASKED, "--json", "--no-pictures"])
    values = json.loads(result.stdout)
    assert values["hold"] == 0.95 and values["points"][0]["status"] == "found" and values["files"] == []
    assert list(tmp_path.iterdir()) == []


def test_an_out_folder_holds_everything(tmp_path: Path) -> None:
    CliRunner().invoke(command.app, [*ASKED, "--out", "there"])
    assert {path.name for path in (tmp_path / "there").iterdir()} == {"frontier.json", "frontier.png", "settings.csv"}


@pytest.mark.parametrize("vary", ["", "=0:1", "seal.leak=", "seal.leak=0", "seal.leak=0:", "seal.leak=:1"])
def test_faulty_forms_of_vary(vary: str) -> None:
    with pytest.raises(StudyError, match="--vary: found"):
        command.ranges([vary])


def test_a_path_alone_and_a_path_twice() -> None:
    assert command.ranges(["seal.leak"]) == {"seal.leak": None}
    with pytest.raises(StudyError, match="twice"):
        command.ranges(["seal.leak=0:1", "seal.leak=0:0.5"])
