"""What a person at a terminal sees while a run goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hyosan.cli import progress
from hyosan.engine.simulate import Progress

pty = pytest.importorskip("pty", reason="terminals of POSIX")


def test_first_the_wait_for_machine_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert str(progress.Watch().spinner.text) == progress.COMPILING
    (tmp_path / "kernel.nbc").touch()
    assert str(progress.Watch().spinner.text) == progress.PREPARING


def test_then_people_time_and_rate() -> None:
    watch = progress.Watch(clock=iter((10.0, 12.0)).__next__)
    watch(Progress(time_days=1.0, n_infected=1000, n_events=5000))
    assert str(watch.spinner.text) == "1,000 infected, day 1.00"
    watch(Progress(time_days=2.5, n_infected=21000, n_events=90000))
    assert str(watch.spinner.text) == "21,000 infected, day 2.50, 10,000 infections a second"


def test_a_terminal_shows_it_on_stderr_only(small: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from hyosan.cli.main import main; main()", "run", str(small), "--json"]
    ours, theirs = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, cwd=tmp_path, env=variables, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0, shown
    assert stdout.startswith('{"name": "small"')
    assert stdout.count("\n") == 1
    assert progress.COMPILING.encode() in shown or progress.PREPARING.encode() in shown
