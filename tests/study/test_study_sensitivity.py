"""Sobol indices against functions of which they are known."""

import math
from pathlib import Path

import numpy as np
import pytest
import study_fakes
from study_fakes import document

from hyosan.analysis.sensitivity import Sensitivity, sensitivities
from hyosan.study.designs import unit_design
from hyosan.study.errors import StudyError
from hyosan.study.run import run_study

N = 512
PATHS = ["a", "b", "c"]


def indices_of(function) -> list[Sensitivity]:
    """Return the indices of a function of three inputs between 0 and 1."""
    shares = unit_design("saltelli", 3, N, seed=4)
    return sensitivities({"f": function(shares)}, PATHS, N, seed=5)


def test_a_sum_is_due_to_each_input_alone() -> None:
    found = indices_of(lambda x: 3.0 * x[:, 0] + x[:, 1])
    assert [index.first.share for index in found] == pytest.approx([0.9, 0.1, 0.0], abs=0.02)
    assert [index.total.share for index in found] == pytest.approx([0.9, 0.1, 0.0], abs=0.02)


def test_ishigami_is_found() -> None:
    # T. Ishigami and T. Homma 1990; indices for a = 7, b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
    def ishigami(x: np.ndarray) -> np.ndarray:
        y = math.pi * (2.0 * x - 1.0)
        return np.sin(y[:, 0]) + 7.0 * np.sin(y[:, 1]) ** 2 + 0.1 * y[:, 2] ** 4 * np.sin(y[:, 0])

    found = indices_of(ishigami)
    for index, first, total in zip(found, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True):
        assert index.first.low - 0.02 <= first <= index.first.high + 0.02
        assert index.total.low - 0.02 <= total <= index.total.high + 0.02
        assert index.first.high - index.first.low < 0.35
        assert index.total.share == pytest.approx(total, abs=0.06)


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    found = indices_of(lambda x: np.ones(len(x)))
    assert all(math.isnan(index.first.share) and index.total.high == 1.0 for index in found)


def test_a_study_tells_which_input_matters(marks: Path, tmp_path: Path) -> None:
    vary = {"immune": "0:1", "stop.horizon": "3d:9d"}
    made = run_study(
        document(marks), vary, "saltelli", 20, workers=1, out=tmp_path / "s", samples=64, judge=study_fakes.verdict
    )
    assert made.table.num_rows == 64 * 4 * 20
    found = {(index.output, index.path): index for index in made.sensitivity()}
    # the judge's share of escapes is 1 - immune, whatever the horizon: what that seems to do is noise of 20 replicates
    assert found["P(contained)", "immune"].total.share > 0.8
    assert found["P(contained)", "stop.horizon"].total.high < 0.3 < found["P(contained)", "immune"].total.low
    with pytest.raises(StudyError, match="the study has with"):
        made.sensitivity("without")
    grid = run_study(document(marks), vary, workers=1, out=tmp_path / "g", replicates=1, judge=study_fakes.verdict)
    with pytest.raises(StudyError, match="found the design 'grid'"):
        grid.sensitivity()
