"""The tutorial runs: its files, commands and Python, one after the other, in an empty folder."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SCRIPT = f"#!/bin/sh\nexec '{sys.executable}' -c 'from hyosan.cli.main import main; main()' \"$@\"\n"


def run(command: list[str], folder: Path) -> str:
    """Run a command in a folder with `hyosan` on the path and return what it prints."""
    variables = {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.skipif(os.name != "posix", reason="the commands of the tutorial are for a POSIX shell")
def test_the_tutorial_runs(tmp_path: Path) -> None:
    script = tmp_path / "bin" / "hyosan"
    script.parent.mkdir()
    script.write_text(SCRIPT, encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    printed = []
    for file, language, text in blocks:
        if file:
            (tmp_path / file).write_text(text, encoding="utf-8")
        elif language == "sh":
            printed.append(run(["sh", "-ec", text], tmp_path))
        elif language == "python":
            printed.append(run([sys.executable, "-c", text], tmp_path))
    assert len(printed) == 7
    assert (tmp_path / "first" / "run.json").is_file()
    assert "of 40000" in printed[4]
    assert "of 20 died out" in printed[5]
