"""hyosan study: many runs at once, told in a table or as JSON, stopped and continued."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Hyosan = Callable[..., subprocess.CompletedProcess[str]]


def test_a_study_is_told_and_found_again(hyosan: Hyosan, small: Path, tmp_path: Path) -> None:
    asked = ("study", str(small), "--vary", "immune=0.1:0.9:2", "--replicates", "5", "--workers", "1")
    first = hyosan(*asked, "--out", "s")
    assert first.returncode == 0, first.stderr
    lines = first.stdout.splitlines()
    assert [line.split("\t")[:4] for line in lines[:2]] == [["0", "with", "0.1", "5"], ["1", "with", "0.9", "5"]]
    assert lines[-1] == "Study: s (10 runs)"
    written = (tmp_path / "s" / "results.parquet").stat().st_mtime_ns
    again = hyosan(*asked, "--out", "s", "--json")
    values = json.loads(again.stdout)
    assert values["n_runs"] == 10
    assert values["settings"][1]["values"] == {"immune": 0.9}
    assert (tmp_path / "s" / "results.parquet").stat().st_mtime_ns == written
    other = hyosan(*asked, "--out", "s", "--seed", "5")
    assert other.returncode == 2
    assert "plan.base_seed: 1 in the folder, 5 asked for" in other.stderr


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("--vary", "immune"), "allowed PATH=LOW:HIGH"),
        (("--vary", "imune=0:1"), "did you mean 'immune'"),
        (("--vary", "immune=0:1", "--design", "cube"), "design: found 'cube'"),
        (("--arms", "none"), "arms: found none; allowed are with and without"),
        (("--sensitivity", "--design", "lhs", "--vary", "immune=0:1"), "--sensitivity has its own design"),
        (("--executor", "cloud"), "executor: found 'cloud'; allowed are local and ray"),
    ],
)
def test_what_cannot_be_is_said(hyosan: Hyosan, small: Path, asked: tuple[str, ...], message: str) -> None:
    done = hyosan("study", str(small), *asked)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_ctrl_c_keeps_what_is_finished(
    start: Callable[..., subprocess.Popen[str]], small: Path, tmp_path: Path
) -> None:
    process = start("study", str(small), "--replicates", "1000000", "--workers", "2", "--out", "s")
    deadline = time.monotonic() + 120
    while len(list((tmp_path / "s").glob("parts/*.parquet"))) < 4:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "What is finished is kept" in stderr
    assert "Traceback" not in stderr
    assert "leaked" not in stderr
    assert {path.name for path in (tmp_path / "s").iterdir()} == {"parts", "study.json"}
    assert not [name for name in os.listdir(tmp_path / "s" / "parts") if name.startswith(".")]
