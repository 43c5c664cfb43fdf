"""How many are infected by when, and where they live."""

from pathlib import Path

import numpy as np
from drawn_runs import grid_land, mixed_land, saved_run

from hyosan.views.tally import BAR_MINUTES, MINUTE, Homes, in_bars, still_counts, tally


def test_counts_at_given_moments_follow_the_log(tmp_path: Path) -> None:
    land = grid_land(2, 2, n_people=10)
    times, people = np.array([0.0, 1.0, 2.0, 3.0]), np.array([5, 15, 16, 39])
    found = tally(saved_run(tmp_path / "run", land, times, people, 5.0), land.patch_start, (0.5, 2.0, 9.0))
    assert found.still_days.tolist() == [0.5, 2.0, 9.0]
    assert found.infected.tolist() == [[1, 0, 0, 0], [1, 2, 0, 0], [1, 2, 0, 1]]
    assert found.origin == (0,)


def test_default_stills_are_shares_of_the_final_count(tmp_path: Path) -> None:
    land = mixed_land(5000)
    times = np.arange(2000) / 100
    found = tally(saved_run(tmp_path / "run", land, times, np.arange(2000), 30.0), land.patch_start, ())
    assert found.n_infected_at.tolist() == [2, 20, 200, 1000, 2000]
    assert found.still_days.tolist() == [0.01, 0.19, 1.99, 9.99, 19.99]


def test_counting_goes_on_from_one_part_of_the_log_to_the_next(tmp_path: Path) -> None:
    land = grid_land(30, 40, n_people=1000)
    n = 700_000  # with their recoveries more than five parts of 2**18 rows
    times, people = (
        np.sort(np.random.default_rng(3).random(n) * 9.0),
        np.random.default_rng(4).permutation(1_200_000)[:n],
    )
    found = tally(saved_run(tmp_path / "run", land, times, people, 11.0), land.patch_start, (4.0, 8.0))
    for moment, infected in zip(found.still_days, found.infected, strict=True):
        expected = np.bincount(people[times <= moment] // 1000, minlength=1200)
        assert np.array_equal(infected, expected)
    assert found.per_bin.sum() == n


def test_nobody_infected_gives_one_empty_still(tmp_path: Path) -> None:
    land = mixed_land()
    found = tally(saved_run(tmp_path / "run", land, np.empty(0), np.empty(0, np.int64), 30.0), land.patch_start, ())
    assert found.n_infected_at.tolist() == [0]
    assert found.per_bin.sum() == 0 and found.origin == ()


def test_homes_are_found_among_patches_of_all_sizes() -> None:
    sizes = np.random.default_rng(1).pareto(0.7, 3000).astype(np.int64) % 100_000
    start = np.concatenate(([0], np.cumsum(sizes)))
    person = np.random.default_rng(2).integers(0, start[-1], 20_000)
    person[:3] = 0, start[-1] - 1, start[-2]
    person = person[person < start[-1]]
    assert np.array_equal(Homes(start).patch_of(person), np.searchsorted(start, person, side="right") - 1)


def test_bars_are_of_a_width_that_people_know(tmp_path: Path) -> None:
    land = mixed_land(50_000)
    for k, end in enumerate((0.1, 2.0, 40.0, 900.0, 20_000.0)):
        times = np.linspace(0.0, end, 5000)
        found = tally(saved_run(tmp_path / str(k), land, times, np.arange(5000), end), land.patch_start, ())
        assert round(found.bin_days / MINUTE) in BAR_MINUTES
        assert 12 <= len(found.per_bin) <= 150
        assert found.per_bin.sum() == 5000


def test_small_counts_give_each_still_once() -> None:
    assert still_counts(0) == []
    assert still_counts(3) == [1, 2, 3]


def test_bars_add_up_fine_bins() -> None:
    assert in_bars(np.arange(7), 3, 2.2).tolist() == [3, 12, 6]
    assert in_bars(np.arange(7), 3, 2.0).tolist() == [3, 18]
