"""Ctrl-C and SIGTERM: the command ends at once with its own exit code and leaves nothing half-written."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

STARTED_SECONDS = 60
ENDED_SECONDS = 20


def wait_for_the_simulation(process: subprocess.Popen[str], folder: Path) -> None:
    """Wait until the run has begun to write."""
    deadline = time.monotonic() + STARTED_SECONDS
    while not list(folder.glob(".*.part/events")):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.0)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_nothing(
    number: signal.Signals, code: int, start: Callable[..., subprocess.Popen[str]], long: Path, tmp_path: Path
) -> None:
    process = start("run", str(long), "--json", "--out", "here")
    wait_for_the_simulation(process, tmp_path)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=ENDED_SECONDS)
    assert process.returncode == code, stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    assert list(tmp_path.iterdir()) == [long]
