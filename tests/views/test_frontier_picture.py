"""The picture and the tables of a frontier."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hyosan.analysis.frontier import find_frontier
from hyosan.analysis.frontier_axis import make_axis
from hyosan.analysis.frontier_design import Setting
from hyosan.analysis.frontier_result import Frontier
from hyosan.views.frontier_axes import ticks
from hyosan.views.frontier_map import draw_frontier, title
from hyosan.views.frontier_text import (
    as_csv,
    as_values,
    paragraph,
    point_columns,
    point_rows,
    table_columns,
    table_rows,
)

START = make_axis("seal.start", "d", 0.0, 10.0, False)
LEAK = make_axis("seal.leak", "", 0.0, 0.3, False)


def judge(tasks: list[tuple[Setting, int]]) -> np.ndarray:
    """Contain a seed before its own critical start, which falls with the leak."""
    own = np.random.default_rng(1).logistic(6.0, 0.5, 30_000)
    return np.array([setting[0] + 20.0 * sum(setting[1:]) < own[seed] for setting, seed in tasks])


@cache
def found(n_axes: int) -> Frontier:
    """Return a frontier over one or two parameters."""
    return find_frontier((START, LEAK)[:n_axes], 0.95, judge, budget=6000, scenario="goheung", seed=1)


def is_red(path: Path) -> np.ndarray:
    """Return which pixels are red rather than grey."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return pixels[..., 0] - pixels[..., 1] > 60


def test_the_map_is_red_where_the_outbreak_gets_away(tmp_path: Path) -> None:
    red = is_red(draw_frontier(found(2), tmp_path / "frontier.png"))
    assert red.shape == (1180, 1600)
    lost, held = red[290:400, 1300:1530], red[950:1040, 140:400]
    assert lost.mean() > 0.95 and held.mean() < 0.05
    inside = red[268:1050, 130:1540].mean()
    assert inside == pytest.approx(float(1.0 - found(2).surface.p.mean()), abs=0.05)


def test_the_curve_is_red_above(tmp_path: Path) -> None:
    red = is_red(draw_frontier(found(1), tmp_path / "frontier.png"))
    inside = red[268:1050, 130:1540].mean()
    assert inside == pytest.approx(float(1.0 - found(1).surface.p.mean()), abs=0.05)


@pytest.mark.parametrize("outcome", [True, False])
def test_a_map_without_a_limit_is_drawn(tmp_path: Path, outcome: bool) -> None:
    made = find_frontier((START, LEAK), 0.95, lambda tasks: np.full(len(tasks), outcome))
    assert is_red(draw_frontier(made, tmp_path / "frontier.png"))[290:1040, 140:1530].mean() == pytest.approx(
        0.0 if outcome else 1.0, abs=0.05
    )


def test_pictures_are_always_the_same(tmp_path: Path) -> None:
    first, again = (draw_frontier(found(2), tmp_path / name).read_bytes() for name in ("a.png", "b.png"))
    assert first == again


def test_the_paragraph_says_by_when_and_how_sure() -> None:
    text = paragraph(found(1))
    assert text.startswith("To contain it in 95 of 100 replicates: start seal by hour ")
    assert "95 % intervals" in text and "runs" in text
    assert title(found(1)) == "goheung: How late may seal start?"
    assert "if seal.leak is 0" in paragraph(found(2))


def test_tables_have_a_row_for_each_value_and_each_setting() -> None:
    made = found(2)
    assert len(point_rows(made)) == len(made.points) and len(point_columns(made)) == 4
    assert all(len(row) == 4 for row in point_rows(made))
    lines = as_csv(table_columns(made), table_rows(made)).splitlines()
    assert lines[0] == "seal.start [d],seal.leak,n,contained,run" and len(lines) == len(made.settings) + 1
    assert all(0 <= row.n_contained <= row.n for row in made.settings)


def test_the_values_are_json_and_complete() -> None:
    values = json.loads(json.dumps(as_values(found(2)), allow_nan=False))
    assert set(values) == set(Frontier.__dataclass_fields__)
    assert set(values["points"][0]) == {"at", "critical", "low", "high", "status", "n_seeds"}
    assert np.shape(values["surface"]["p"]) == (61, 61)
    assert values["edge"]["status"] == "found"


def test_ticks_of_times_are_hours_up_to_two_weeks() -> None:
    assert [words for _, words in ticks(START)][:3] == ["0", "24", "48"]
    assert [words for _, words in ticks(replace(START, high=60.0))][:3] == ["0", "10", "20"]
