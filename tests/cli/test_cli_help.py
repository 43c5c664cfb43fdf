"""The help is complete, and quick: it loads no engine."""

import importlib
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from hyosan.cli.lazy import COMMANDS
from hyosan.cli.main import app

runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"})

LOADED = """
import sys
sys.argv = ["hyosan", *{arguments!r}]
from hyosan.cli.main import main
try:
    main()
except SystemExit:
    pass
print(*(name for name in ("numba", "pyarrow", "numpy", "PIL") if name in sys.modules))
"""


def loaded_by(*arguments: str) -> str:
    script = LOADED.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nosuch"], []])
def test_help_and_usage_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(*arguments) == ""


def test_help_lists_every_command() -> None:
    text = runner.invoke(app, ["--help"]).stdout
    for name, sentence in COMMANDS.items():
        assert name in text
        assert sentence in text


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_list_says(name: str) -> None:
    command = typer.main.get_command(importlib.import_module(f"hyosan.cli.{name}").app)
    assert (command.help or "").splitlines()[0] == COMMANDS[name]
    shown = runner.invoke(app, [name, "--help"])
    assert shown.exit_code == 0
    assert COMMANDS[name] in shown.stdout


def test_version() -> None:
    shown = runner.invoke(app, ["--version"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith("hyosan ")


def test_a_mistyped_command_names_the_nearest() -> None:
    shown = runner.invoke(app, ["rnu"])
    assert shown.exit_code == 2
    assert "'run'" in shown.stderr
    assert shown.stdout == ""
