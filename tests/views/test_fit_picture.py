"""The picture of a fit, its words, and its folder."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from hyosan.analysis.fitted import Fit, band_table, draw_table, estimate
from hyosan.calibration.save import save_fit
from hyosan.record.errors import RecordError
from hyosan.views.fit_picture import HEIGHT, WIDTH, draw_fit
from hyosan.views.fit_text import estimate_rows, fit_lines
from hyosan.views.ink import N_GRAIN, N_INK, N_RED

DAYS = np.arange(10.0)
REPORTED = np.array([1.0, 4, 9, 20, 35, 50, 40, 22, 9, 3])


def made(is_posterior: bool) -> Fit:
    random = np.random.default_rng(1)
    points = random.normal(3.0, 0.2, (200, 1)) if is_posterior else np.full((200, 1), 3.0)
    paths = random.poisson(REPORTED, (200, 10)).astype(float)
    bands = band_table(DAYS, REPORTED, paths, 1.5 * paths)
    return Fit(
        scenario="school",
        quantity="people in state ill",
        method="posterior" if is_posterior else "search",
        seed=1,
        estimates=(estimate("pathogen.r0", "", 1.0, 6.0, points[:, 0], is_posterior),),
        log_likelihood=-20.0,
        n_effective=250.0 if is_posterior else None,
        acceptance=0.3 if is_posterior else None,
        n_simulations=1000,
        seconds=1.0,
        peak_day=5.0,
        peak_people=50.0,
        bands=bands,
        draws=draw_table(["pathogen.r0"], points, np.zeros(200)),
        scenario_text="hyosan: 1\n",
        notes=("something is odd",),
    )


@pytest.mark.parametrize("is_posterior", [True, False])
def test_reports_are_red_and_all_else_is_ink(is_posterior: bool) -> None:
    picture = draw_fit(made(is_posterior))
    assert picture.size == (WIDTH, HEIGHT)
    level = np.asarray(picture).astype(int) // N_GRAIN
    red, ink = level // N_INK, level % N_INK
    columns = np.flatnonzero((red == N_RED - 1)[300:].any(axis=0))
    assert 1 + int((np.diff(columns) > 20).sum()) == len(DAYS)
    assert not (ink[red == N_RED - 1] > 0).any()
    assert len(np.unique(ink)) > 5


def test_words_of_a_fit() -> None:
    found = made(True)
    (row,) = estimate_rows(found)
    assert row[0] == "pathogen.r0" and row[4] == "1 to 6" and " to " in row[2]
    text = "\n".join(fit_lines(found))
    assert (
        "reach 50 people on day 5" in text and "250 independent draws" in text and "Beware: something is odd." in text
    )
    assert estimate_rows(made(False))[0][2] == "–"


def test_a_fit_in_a_folder(tmp_path: Path) -> None:
    found = made(True)
    paths = save_fit(found, tmp_path / "fit")
    assert sorted(path.name for path in (tmp_path / "fit").iterdir()) == sorted(path.name for path in paths)
    values = json.loads((tmp_path / "fit" / "fit.json").read_text(encoding="utf-8"))
    assert values["estimates"][0]["interval_95"] == list(found.estimates[0].interval_95 or ())
    assert pq.read_table(tmp_path / "fit" / "bands.parquet").equals(found.bands)
    assert pq.read_table(tmp_path / "fit" / "draws.parquet").num_rows == 200


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RecordError, match="was not written"):
        save_fit(made(False), tmp_path / "file" / "fit")
