"""A small scenario, and a folder in which judges leave marks."""

from pathlib import Path

import pytest
from study_fakes import document

from hyosan.scenario import Scenario, read


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Return an empty folder for marks."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def scenario(marks: Path) -> Scenario:
    """Return the small scenario, its description naming the folder for marks."""
    return read(document(marks))
