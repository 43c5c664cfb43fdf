"""The engine's zombie duel against theory, in short. Long form: verify/.

About 30 figures, each with a false alarm in 16,000: together below 0.2 %. Seeds are fixed, so the verdict never
changes.
"""

from pathlib import Path

import pytest
from comparisons_duel import (
    compare_critical,
    compare_graph_end,
    compare_mixed_curve,
    compare_mixed_end,
    compare_no_bite,
)
from support import gamma_law

from hyosan.theory.szr_graph import complete_graph


@pytest.mark.parametrize(("n_susceptible", "n_zombies", "alpha"), [(10, 1, 0.6), (30, 4, 1.2)])
def test_end_of_the_mixed_duel(n_susceptible: int, n_zombies: int, alpha: float) -> None:
    compare_mixed_end(n_susceptible, n_zombies, alpha, 1000)


def test_a_bitten_stage_changes_nothing() -> None:
    compare_mixed_end(10, 1, 0.6, 1000, gamma_law(3.0, 2.0))


def test_course_of_the_mixed_duel() -> None:
    compare_mixed_curve(20_000, 0.6, 3.0, 10)


@pytest.mark.parametrize("n_people", [3, 5])
def test_end_on_a_complete_graph(n_people: int, tmp_path: Path) -> None:
    compare_graph_end(complete_graph(n_people), (0,), 0.5, 1000, tmp_path)


def test_end_on_a_lopsided_graph(tmp_path: Path) -> None:
    compare_graph_end(((0, 1), (1, 2), (1, 3), (3, 4), (2, 3)), (1,), 0.8, 1000, tmp_path)


@pytest.mark.parametrize(("neighbours", "escape"), [(4, 0.0), (8, 0.5)])
def test_no_bite_on_a_lattice(neighbours: int, escape: float) -> None:
    compare_no_bite(neighbours, 0.43734613, 1000, escape)


def test_critical_alpha_is_bracketed() -> None:
    compare_critical(0.37, 0.50, 250, 400)
