"""The executor on Ray: a cluster of several processes on this machine, one killed at work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import study_fakes
from study_fakes import document

from hyosan.study.errors import StudyError
from hyosan.study.execute import Executor
from hyosan.study.executors import open_executor
from hyosan.study.run import run_study

pytest.importorskip("ray", reason="Ray is not installed (the extra 'cluster')")

VARY = {"immune": "0.1:0.9:3"}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Executor]:
    """Return an executor on a cluster of two processes that find the judges of the tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(study_fakes.__file__).parent))
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    with open_executor("ray", 2, study_fakes.dying_once) as executor:
        yield executor


def test_a_study_on_a_cluster_survives_a_death_and_gives_the_same_bytes(
    cluster: Executor, marks: Path, tmp_path: Path
) -> None:
    made = run_study(document(marks), VARY, replicates=100, out=tmp_path / "ray", executor=cluster)
    assert (marks / "died").exists()
    assert made.table.num_rows == 300
    run_study(document(marks), VARY, replicates=100, out=tmp_path / "here", workers=1, judge=study_fakes.verdict)
    assert (tmp_path / "ray" / "results.parquet").read_bytes() == (tmp_path / "here" / "results.parquet").read_bytes()


def test_a_cluster_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "nonsense://nowhere")
    with pytest.raises(StudyError, match="nonsense://nowhere cannot be used"):
        open_executor("ray", 2, study_fakes.verdict)
