"""The commands that read scenarios, catalogue and worlds."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from hyosan.catalogue import list_names
from hyosan.cli.main import app
from hyosan.scenario import read, scenario_hash

runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"})


def test_check_names_every_fault_of_every_file(small: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    text = small.read_text(encoding="utf-8")
    first.write_text(text.replace("mixed", "mixd"), encoding="utf-8")
    second.write_text(text.replace("exponential", "exponental").replace("horizon", "horizn"), encoding="utf-8")
    done = runner.invoke(app, ["check", str(small), str(first), str(second)])
    assert done.exit_code == 2
    assert done.stdout == f"{small}: good\n"
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert [place.rsplit(":", 2)[0] for place in places] == [str(first), str(second), str(second)]
    assert "'mixed'" in done.stderr
    assert "'exponential'" in done.stderr
    assert "'horizon'" in done.stderr


def test_check_of_good_files(small: Path) -> None:
    done = runner.invoke(app, ["check", str(small), "seoul"])
    assert done.exit_code == 0
    assert done.stdout == f"{small}: good\nseoul: good\n"
    assert done.stderr == ""


def test_resolve_prints_a_scenario_with_the_same_hash(small: Path, tmp_path: Path) -> None:
    done = runner.invoke(app, ["resolve", str(small)])
    assert done.exit_code == 0
    resolved = tmp_path / "resolved.yaml"
    resolved.write_text(done.stdout, encoding="utf-8")
    assert scenario_hash(read(resolved)) == scenario_hash(read(small))
    assert scenario_hash(read(small)) in done.stdout.splitlines()[0]


def test_resolve_of_a_faulty_scenario(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("hyosan: 1\nworld: seoul\n", encoding="utf-8")
    done = runner.invoke(app, ["resolve", str(path)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert str(path) in done.stderr


def test_schema_is_json() -> None:
    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    done = runner.invoke(app, ["schema"])
    assert done.exit_code == 0
    assert json.loads(done.stdout, parse_constant=refuse)["properties"]["world"]


def test_lists_name_everything_once() -> None:
    for kind in ("scenarios", "pathogens", "worlds"):
        done = runner.invoke(app, [kind])
        assert done.exit_code == 0, done.stderr
        assert [line.split("\t")[0] for line in done.stdout.splitlines()] == list(list_names(kind))


def test_a_closed_pipe_is_no_fault(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("schema")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    stderr = process.stderr.read()
    process.wait(60)
    assert "Traceback" not in stderr
    assert "fault" not in stderr
