"""hyosan branch: an account and a table, JSON, and plain words where it cannot be done."""

import json
from pathlib import Path

import pytest
from conftest import SMALL, Hyosan

from hyosan import api

RESPONSE = """\
response:
  detection: {ill: {probability: 0.9}}
  measures:
    isolation: {start: 0 d, compliance: 0.9}
"""


@pytest.fixture(scope="module", autouse=True)
def _machine_code(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make the machine code of runs with and without a response, which the commands would have to wait for."""
    file = tmp_path_factory.mktemp("warm") / "scenario.yaml"
    for text in (SMALL, SMALL + RESPONSE):
        file.write_text(text)
        api.run(file, out=file.parent / f"run-{len(text)}")


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "response.yaml").write_text(RESPONSE)
    return api.run(tmp_path / "small.yaml", out=tmp_path / "before").folder


def test_branch_is_told_and_kept(hyosan: Hyosan, run_folder: Path) -> None:
    done = hyosan("branch", "before", "--at", "5 d", "--with", "response.yaml", "--no-pictures")
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "Branch small, seed 1, from day 5, 00:00 on." in words
    assert "Isolation added; detection changed." in words
    assert "spared" in words
    assert words.endswith("Branch: before-branch")
    table = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    assert len({len(row) for row in table}) == 1
    again = hyosan("branch", "before", "--at", "5d", "--with", "response.yaml", "--json", "--no-pictures")
    values = json.loads(again.stdout)
    assert values["folder"] == str(run_folder.parent / "before-branch-2")
    total = values["total"]
    assert total["n_spared"] + total["n_both"] == total["n_infected_parent"]
    assert total["n_spared"] > total["n_lost"]
    assert table[1][1] == f"{total['n_infected_parent']:,}"
    same = hyosan("branch", "before", "--at", "120h", "--without", "--out", "same", "--no-pictures")
    assert "both futures are the same" in " ".join(same.stdout.split())
    files = [folder / "events/000000.parquet" for folder in (run_folder, run_folder.parent / "same")]
    assert files[0].read_bytes() == files[1].read_bytes()
    refused = [
        (("before", "--at", "5 parsecs", "--without"), "a time with a unit"),
        (("before", "--at", "900 d", "--without"), "allowed are times from 0 to"),
        (("before", "--at", "5d"), "give one of the two"),
    ]
    for arguments, words in refused:
        failed = hyosan("branch", *arguments)
        assert failed.returncode == 2, failed.stderr
        assert words in " ".join(failed.stderr.replace("│", " ").split())


def test_run_keeps_its_memory_when_asked(hyosan: Hyosan, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    done = hyosan(
        "run", "small.yaml", "--out", "kept", "--no-pictures", "--checkpoint", "5d", "--checkpoint", "120 min"
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "kept" / "checkpoints").iterdir())) == 2


def test_faults_of_the_response_are_shown_where_they_are(hyosan: Hyosan, run_folder: Path) -> None:
    wrong = run_folder.parent / "wrong.yaml"
    for text, place, words in (
        (RESPONSE.replace("0.9}", "1.9}"), "wrong.yaml:2:", "1.9"),
        (RESPONSE.replace("response:", "respnse:"), "wrong.yaml:1:1", "did you mean 'response'?"),
        (RESPONSE.replace("{ill:", "{il:"), "wrong.yaml:2:", "did you mean 'ill'?"),
    ):
        wrong.write_text(text)
        done = hyosan("branch", "before", "--at", "5d", "--with", "wrong.yaml")
        assert done.returncode == 2, done.stderr
        assert place in done.stderr
        assert words in done.stderr
    assert not (run_folder.parent / "before-branch").exists()
