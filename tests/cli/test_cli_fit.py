"""`hyosan fit` as a person runs it: the school of 1978, a line list, and what is said of faulty input."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from hyosan.cli.main import app

runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"})
EXAMPLES = Path(__file__).parents[2] / "examples" / "fit"
SCHOOL = [str(EXAMPLES / "school-1978.yaml"), "--to", str(EXAMPLES / "school-1978.csv"), "--quantity", "in:ill"]
VARY = ["--vary", "pathogen.r0=2:6", "--vary", "pathogen.states.ill.dwell.mean=1:4 d"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_the_school_is_fitted(tmp_path: Path) -> None:
    """A small search: r0 within 1 of the best (3.9, posterior sd 0.4); the whole one is in verify/."""
    done = runner.invoke(app, ["fit", *SCHOOL, *VARY, "--points=40", "--replicates=6", "--out=fitted", "--json"])
    assert done.exit_code == 0, done.stderr
    values = json.loads(done.stdout)
    r0, period = values["estimates"]
    assert r0["path"] == "pathogen.r0" and r0["value"] == pytest.approx(3.9, abs=1.0)
    assert period["unit"] == "d" and period["value"] == pytest.approx(2.1, abs=0.6)
    assert values["peak"]["people"] == pytest.approx(298, abs=60) and values["peak"]["day"] in (5.0, 6.0)
    names = {path.name for path in (tmp_path / "fitted").iterdir()}
    assert names == {"fit.png", "fit.json", "bands.parquet", "draws.parquet", "scenario.yaml"}
    assert pq.read_table(tmp_path / "fitted" / "bands.parquet")["reported"].to_pylist()[5] == 298.0
    assert runner.invoke(app, ["check", "fitted/scenario.yaml"]).exit_code == 0


def test_a_line_list_is_fitted(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,source\nA,\nB,A\nC,A\nD,A\nE,B\n", encoding="utf-8")
    done = runner.invoke(app, ["fit", "--line-list", "list.csv", "--out", "fitted"])
    assert done.exit_code == 0, done.stderr
    assert "R = 0.800" in done.stdout
    assert json.loads((tmp_path / "fitted" / "fit.json").read_text(encoding="utf-8"))["n_links"] == 4
    assert json.loads(runner.invoke(app, ["fit", "--line-list", "list.csv", "--json"]).stdout)["r"] == 0.8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*SCHOOL, "--vary", "pathogen.r1=1:6"], "pathogen.r1"),
        ([*SCHOOL, "--vary", "pathogen.r0=6:1"], "empty range"),
        ([*SCHOOL], "nothing to vary"),
        ([*SCHOOL, *VARY, "--method", "serch"], "Did you mean 'search'"),
        ([*SCHOOL[:2], "nosuch.csv", *VARY], "nosuch.csv: cannot be read"),
        ([*SCHOOL[:3], "--quantity", "in:il", *VARY], "Did you mean 'ill'"),
        (["--line-list", "nosuch.csv"], "nosuch.csv: cannot be read"),
        (SCHOOL[:1], "give a scenario and a series"),
        ([*SCHOOL, "--line-list", "list.csv"], "not both"),
    ],
)
def test_faults_are_told(arguments: list[str], said: str) -> None:
    done = runner.invoke(app, ["fit", *arguments])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""
