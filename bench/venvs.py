"""An environment for each peer, made when it is first needed: bench/.peers/<name>, ignored by git."""

import subprocess
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / ".peers"
MARK: Final = "installed.txt"


class NotInstallable(Exception):
    """A peer's environment cannot be made; the message is what the installer said last."""


def python_of(name: str, requirement: str) -> Path:
    """Return the Python of a peer's environment, in which the requirement is installed. Raises NotInstallable."""
    folder = FOLDER / name
    python = folder / "bin" / "python"
    mark = folder / MARK
    if mark.exists() and mark.read_text().strip() == requirement:
        return python
    if not python.exists():
        _carry_out([sys.executable, "-m", "venv", str(folder)])
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]
    _carry_out([str(python), *install])
    mark.write_text(requirement + "\n")
    return python


def _carry_out(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise NotInstallable(said[-1] if said else f"exit code {done.returncode}")
