"""Commands as a person runs them: in a process of their own, in an empty folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from hyosan.cli.main import main; main()"]
Hyosan = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., subprocess.Popen[str]]

SMALL = """\
hyosan: 1
name: small
world: {kind: mixed, people: 2000}
pathogen:
  name: ill
  r0: 3
  shares: {community: 1.0}
  states:
    susceptible: {}
    ill: {dwell: {law: exponential, mean: 2 d}, infectious: 1.0, next: {well: 0.9, dead: 0.1}}
    well: {}
    dead: {dead: true}
seeding: [{people: 20}]
stop: {horizon: 100 d}
"""

LONG = SMALL.replace("people: 2000", "people: 300000000").replace("people: 20}", "people: 20000}")


def environment() -> dict[str, str]:
    """Return the environment of a command: ours, without colours and without a terminal's width."""
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}


@pytest.fixture
def hyosan(tmp_path: Path) -> Hyosan:
    """Return a function that runs a command in an empty folder and returns what came of it."""

    def run(*arguments: str, variables: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=environment() | (variables or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the file of a scenario that runs in a moment."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Return the file of a scenario that runs for minutes."""
    path = tmp_path / "long.yaml"
    path.write_text(LONG, encoding="utf-8")
    return path


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a command in an empty folder; its process is ended after the test."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait(10)
