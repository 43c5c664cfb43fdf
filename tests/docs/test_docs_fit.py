"""The page on fitting runs: its commands, with fewer points, and its Python."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hyosan.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "howto-fit.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUICK = {"search": ["--points=10", "--replicates=2"], "posterior": ["--points=260", "--replicates=1"]}


def quickened(arguments: list[str]) -> list[str]:
    """Return a command's arguments with fewer points; a line list has none."""
    if "--line-list" in arguments:
        return arguments
    return [*arguments, *QUICK["posterior" if "posterior" in arguments else "search"]]


def test_the_page_on_fitting_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples" / "fit", tmp_path / "examples" / "fit")
    monkeypatch.chdir(tmp_path)
    printed = []
    for file, language, text in BLOCK.findall(PAGE):
        if file:
            (tmp_path / file).write_text(text, encoding="utf-8")
        elif language == "sh":
            words = shlex.split(text.replace("\\\n", " "))
            assert words[0] == "hyosan"
            done = CliRunner().invoke(app, quickened(words[1:]))
            assert done.exit_code == 0, done.output
            printed.append(done.stdout)
        elif language == "python":
            exec(compile(text, "page", "exec"), {})
    assert len(printed) == 3
    assert "pathogen.r0" in printed[0] and "independent draws" in printed[1] and "R = 0.750" in printed[2]
    kept = {path.name for path in (tmp_path / "fits" / "school-1978-posterior-1").iterdir()}
    assert all(f"| `{name}` |" in PAGE for name in kept)
