"""hyosan run and show: what they print, write, and say when they cannot."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Hyosan = Callable[..., subprocess.CompletedProcess[str]]

KEYS = {
    "n_people",
    "n_infected",
    "n_dead",
    "outcome",
    "seed",
    "scenario_hash",
    "seconds",
    "folder",
    "pictures",
}


def strict_json(text: str) -> dict[str, Any]:
    """Return an object from text that is JSON to the letter: no Infinity, no NaN."""

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def left_over(folder: Path) -> list[str]:
    """Return what is in a folder beside scenario files."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix != ".yaml")


def test_json_is_one_object_and_nothing_else(hyosan: Hyosan, small: Path) -> None:
    done = hyosan("run", str(small), "--json", "--seed", "7")
    assert done.returncode == 0, done.stderr
    values = strict_json(done.stdout)
    assert set(values) >= KEYS
    assert done.stderr == ""
    assert values["n_people"] == 2000
    assert values["seed"] == 7
    assert values["outcome"] == "extinct"
    assert set(values["seconds"]) == {"world", "compile", "simulate", "write"}
    folder = Path(values["folder"])
    assert folder.name.startswith("small-7-" + values["scenario_hash"][:8])
    assert sorted(path.name for path in folder.iterdir())[0] == "events"
    assert values["pictures"]
    assert all(Path(picture).is_file() for picture in values["pictures"])
    assert folder in Path(values["pictures"][0]).parents


def test_the_account_names_the_run_and_its_pictures(hyosan: Hyosan, small: Path, tmp_path: Path) -> None:
    done = hyosan("run", str(small), "--out", "here")
    assert done.returncode == 0, done.stderr
    assert "infected" in done.stdout
    assert "Run: here" in done.stdout
    assert "Pictures: here" in done.stdout
    assert (tmp_path / "here" / "run.json").is_file()


def test_without_pictures_there_are_none(hyosan: Hyosan, small: Path, tmp_path: Path) -> None:
    done = hyosan("run", str(small), "--no-pictures", "--out", "here")
    assert done.returncode == 0, done.stderr
    assert "Pictures" not in done.stdout
    assert not list((tmp_path / "here").rglob("*.png"))


def test_show_tells_the_same_as_run(hyosan: Hyosan, small: Path) -> None:
    ran = strict_json(hyosan("run", str(small), "--json", "--no-pictures", "--out", "here").stdout)
    shown = hyosan("show", "here", "--json")
    assert shown.returncode == 0, shown.stderr
    told = strict_json(shown.stdout)
    assert {key: value for key, value in told.items() if key != "pictures"} == {
        key: value for key, value in ran.items() if key != "pictures"
    }
    assert told["pictures"]


def test_the_same_seed_gives_the_same_events(hyosan: Hyosan, small: Path, tmp_path: Path) -> None:
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert hyosan("run", str(small), "--no-pictures", "--seed", seed, "--out", name).returncode == 0
    a, b, c = ((tmp_path / name / "events/000000.parquet").read_bytes() for name in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "seol"], "seoul"),
        (["run", "nosuch.yaml"], "nosuch.yaml"),
        (["run", "small.yaml", "--seed", "-1"], "--seed"),
        (["run", "small.yaml", "--seed", str(2**63)], "--seed"),
        (["run", "small.yaml", "--sed", "1"], "--seed"),
        (["run"], "SCENARIO"),
        (["run", "bad.yaml"], "bad.yaml:3:"),
        (["run", "small.yaml", "--out", "small.yaml"], "small.yaml"),
        (["run", "small.yaml", "--out", "small.yaml/below"], "small.yaml"),
        (["show", "nosuch"], "nosuch"),
        (["show", "."], "run.json"),
    ],
)
def test_bad_input_is_a_message_and_exit_code_2(
    arguments: list[str], said: str, hyosan: Hyosan, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text(small.read_text(encoding="utf-8").replace("mixed", "mixd"), encoding="utf-8")
    done = hyosan(*arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert left_over(tmp_path) == []


def test_a_run_is_not_replaced_unless_asked(hyosan: Hyosan, small: Path) -> None:
    run = ["run", str(small), "--no-pictures", "--out", "here"]
    assert hyosan(*run).returncode == 0
    refused = hyosan(*run)
    assert refused.returncode == 2
    assert "here" in refused.stderr
    assert hyosan(*run, "--overwrite").returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_under_stdout_is_a_fault() -> None:
    command = [sys.executable, "-c", "from hyosan.cli.main import main; main()", "schema"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_an_unwritable_cache_is_a_warning_only(hyosan: Hyosan, small: Path, tmp_path: Path) -> None:
    variables = {"HYOSAN_CACHE_DIR": str(small / "cache"), "TMPDIR": str(tmp_path), "NUMBA_CACHE_DIR": ""}
    done = hyosan("check", str(small), variables=variables)
    assert done.returncode == 0
    assert "Warning" in done.stderr
    assert str(small / "cache") in done.stderr
