"""hyosan answer: what it prints and writes, and what it says when it cannot."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from answer_verdicts import answer, held, mixed_answer
from typer.testing import CliRunner

from hyosan.analysis.answer import Answer
from hyosan.cli import answer as command
from hyosan.cli.table_file import check_table
from hyosan.study.errors import StudyError

Hyosan = Callable[..., subprocess.CompletedProcess[str]]
KEYS = {
    "contained",
    "escaped",
    "nationwide",
    "undecided",
    "first_escape",
    "burden",
    "paired",
    "borders",
    "scenario_hash",
}

SEALED = """\
hyosan: 1
name: sealed
world: {kind: grid, rows: 4, columns: 4, people: 1600}
pathogen: measles
seeding: [{patch: 5}]
response: {measures: {seal: {measure: cordon, start: 1 d, area: {patches: [5, 6]}}}}
stop: {horizon: 10 d}
"""


def strict_json(text: str) -> dict[str, Any]:
    """Return an object from text that is JSON to the letter: no Infinity, no NaN."""

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def run(monkeypatch: pytest.MonkeyPatch, found: Answer, *arguments: str) -> str:
    """Return what the command prints about an answer that no engine made."""
    monkeypatch.setattr(command, "answer", lambda *_, progress: progress(1, 2) or found)
    done = CliRunner().invoke(command.app, ["any", "--no-picture", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_is_one_object_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    values = strict_json(run(monkeypatch, mixed_answer(40), "--json"))
    assert set(values) >= KEYS
    assert set(values["contained"]) == {"p", "low", "high", "n"}
    assert (values["picture"], values["table"]) == (None, None)
    alone = strict_json(run(monkeypatch, answer([held(1)], None), "--json"))
    assert (alone["paired"], alone["first_escape"]["days"]) == (None, None)


def test_the_words_come_first_and_the_tables_after(monkeypatch: pytest.MonkeyPatch) -> None:
    text = run(monkeypatch, mixed_answer(40))
    assert text.startswith("It starts")
    assert text.index("It holds") < text.index("How it ends") < text.index("The border")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_table_has_both_arms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str) -> None:
    path = tmp_path / "deep" / f"replicates.{ending}"
    text = run(monkeypatch, mixed_answer(40), "--table", str(path))
    assert f"Table: {path}" in text
    table = pyarrow.csv.read_csv(path) if ending == "csv" else pyarrow.parquet.read_table(path)
    assert table.num_rows == 80
    assert set(table.column("arm").to_pylist()) == {"with", "without"}
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_table_of_another_form_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"allowed are files that end in \.parquet or \.csv"):
        check_table(tmp_path / "table.xlsx")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StudyError, match="found the folder"):
        check_table(tmp_path / "folder.csv")


def test_an_answer_from_beginning_to_end(hyosan: Hyosan, tmp_path: Path) -> None:
    (tmp_path / "sealed.yaml").write_text(SEALED, encoding="utf-8")
    arguments = ("answer", "sealed.yaml", "--replicates", "5", "--workers", "1", "--seed", "9", "--json")
    done = hyosan(*arguments, "--table", "all.csv", "--out", "here")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    values = strict_json(done.stdout)
    assert (values["seed"], values["replicates"], values["contained"]["n"]) == (9, 5, 5)
    assert values["borders"][0]["measure"] == "seal"
    assert Path(tmp_path, values["picture"]).is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "here", "sealed.yaml"]


def test_what_cannot_be_answered_ends_with_2(hyosan: Hyosan, tmp_path: Path) -> None:
    (tmp_path / "sealed.yaml").write_text(SEALED, encoding="utf-8")
    for arguments in (("sealed.yaml", "--table", "t.xlsx"), ("sealed.yaml", "--executor", "cloud"), ("nothing.yaml",)):
        done = hyosan("answer", *arguments)
        assert done.returncode == 2, done.stderr
        assert "allowed" in done.stderr or "not" in done.stderr
        assert "Traceback" not in done.stderr
