"""Mixed, lattice, graph and grid worlds: who meets whom."""

import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from hyosan.scenario import GraphWorld, GridWorld, LatticeWorld, MixedWorld, RandomGraph
from hyosan.world.build import build_world
from hyosan.world.demography import korean_demography
from hyosan.world.errors import WorldError
from hyosan.world.fit import commuters
from hyosan.world.graph import graph_world, random_edges, read_edges
from hyosan.world.grid import MAX_DISTRICTS, grid_world
from hyosan.world.lattice import lattice_world
from hyosan.world.model import World

PLANET = 8_100_000_000


def neighbours(world: World, person: int) -> set[int]:
    w = world.arrays
    return set(w.neighbour_person[w.neighbour_start[person] : w.neighbour_start[person + 1]].tolist())


def test_mixed() -> None:
    world = build_world(MixedWorld(n_people=1000))
    assert (world.n_people, world.n_patches, world.geometry.layout) == (1000, 1, "none")
    assert not world.arrays.has_neighbours


@pytest.mark.parametrize(
    ("n", "periodic", "person", "expected"),
    [
        (4, False, 0, {1, 5}),
        (4, False, 7, {2, 6, 8, 12}),
        (4, True, 0, {1, 4, 5, 15}),
        (8, False, 7, {1, 2, 3, 6, 8, 11, 12, 13}),
        (8, True, 0, {1, 4, 5, 6, 9, 15, 16, 19}),
        (6, False, 7, {2, 3, 6, 8, 11, 12}),
        (6, True, 0, {1, 4, 5, 9, 15, 16}),
    ],
)
def test_lattice_of_four_by_five(n: int, periodic: bool, person: int, expected: set[int]) -> None:
    assert neighbours(lattice_world(4, 5, n, periodic), person) == expected


@pytest.mark.parametrize("n", [4, 6, 8])
def test_periodic_lattice_is_the_same_everywhere(n: int) -> None:
    world = build_world(LatticeWorld(rows=7, columns=9, neighbours=n, periodic=True))
    assert world.geometry.layout == "sites"
    assert (world.geometry.n_rows, world.geometry.n_columns) == (7, 9)
    assert np.all(np.diff(world.arrays.neighbour_start) == n)
    assert all(person in neighbours(world, other) for person in range(63) for other in neighbours(world, person))


def test_lattice_of_six_has_triangles() -> None:
    """In a triangular lattice two neighbours have two neighbours in common; in a square one none."""
    for n, common in ((6, 2), (4, 0)):
        world = lattice_world(10, 10, n, True)
        assert all(len(neighbours(world, 55) & neighbours(world, other)) == common for other in neighbours(world, 55))


@pytest.mark.parametrize(
    ("rows", "n", "message"), [(2, 4, "needs 3 x 3"), (5, 5, "neighbours: found 5; give 4, 6 or 8")]
)
def test_impossible_lattices(rows: int, n: int, message: str) -> None:
    with pytest.raises(WorldError, match=message):
        lattice_world(rows, 5, n, True)


def test_a_line_of_people() -> None:
    assert neighbours(lattice_world(1, 4, 4, False), 1) == {0, 2}


@pytest.mark.parametrize(
    "text", ["0 1\n1 2\n2 0\n2 7\n", "a,b\n0,1\n1,2\n2,0\n2,7\n", "% x\n0\t1\n1\t2\n\n2\t0\n2\t7\n"]
)
def test_graph_from_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "edges.txt"
    path.write_text(text, encoding="utf-8")
    world = build_world(GraphWorld(edges=path))
    assert world.n_people == 4
    assert [neighbours(world, person) for person in range(4)] == [{1, 2}, {0, 2}, {0, 1, 3}, {2}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 1\n1 2 3\n", "edges.txt:2: found 3 cells"),
        ("0 1\n1 x\n", "edges.txt:2: found '1 x'"),
        ("0 1\n1 -2\n", "edges.txt:2: found '1 -2'"),
        ("# nothing\n", "found no edges"),
    ],
)
def test_what_is_wrong_with_edges(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "edges.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorldError) as caught:
        read_edges(path)
    assert message in str(caught.value)


def test_loops_and_repeats_do_not_count() -> None:
    world = graph_world(3, np.array([0, 0, 1, 2]), np.array([1, 1, 0, 2]))
    assert [neighbours(world, person) for person in range(3)] == [{1}, {0}, set()]


@pytest.mark.parametrize(
    ("model", "expected_variance"),
    [("erdos-renyi", 4.0), ("configuration", 4.0), ("regular", 0.0), ("small-world", None), ("barabasi-albert", None)],
)
def test_random_graphs_have_their_mean_degree(model: str, expected_variance: float | None) -> None:
    """n = 20,000: the mean degree of a Poisson graph has sd √(2·4/n) = 0.02; five of them are allowed."""
    drawn = RandomGraph(model=model, n_people=20_000, mean_degree=4.0, rewiring_probability=0.1)
    world = build_world(GraphWorld(random=drawn, seed=3))
    degree = np.diff(world.arrays.neighbour_start)
    assert degree.mean() == pytest.approx(4.0, abs=0.1)
    if expected_variance is not None:
        assert degree.var() == pytest.approx(expected_variance, abs=0.2)


def test_the_seed_draws_the_graph() -> None:
    first, again, other = (random_edges("erdos-renyi", 500, 4.0, 0.0, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("model", "n", "mean", "message"),
    [
        ("regullar", 10, 3.0, "Did you mean 'regular'?"),
        ("regular", 9, 3.0, "need half an edge"),
        ("small-world", 10, 3.0, "needs an even number"),
        ("erdos-renyi", 10, 10.0, "below the 10 people"),
    ],
)
def test_impossible_graphs(model: str, n: int, mean: float, message: str) -> None:
    with pytest.raises(WorldError) as caught:
        random_edges(model, n, mean, 0.0, 1)
    assert message in str(caught.value)


def test_grid_shares_people_out_and_links_four_ways() -> None:
    world = build_world(GridWorld(rows=30, columns=40, n_people=1_000_007, spacing_km=2.0, demography="korea", seed=1))
    residents = np.diff(world.arrays.patch_start)
    assert (residents.sum(), residents.max() - residents.min()) == (1_000_007, 1)
    w, place = world.arrays, world.geometry
    near = np.repeat(np.arange(1200), np.diff(w.link_start))
    step = np.hypot(
        place.longitude[near] - place.longitude[w.link_patch], place.latitude[near] - place.latitude[w.link_patch]
    )
    assert np.all(step == 2.0)
    assert len(step) == 2 * (30 * 39 + 29 * 40)
    assert len({(x, y) for x, y in zip(place.longitude, place.latitude, strict=True)}) == 1200
    assert len(world.district_names) == len(w.district_patch_start) - 1 <= MAX_DISTRICTS
    assert np.all(np.diff(w.district_patch_start) > 0)


def test_commuters_of_a_grid_go_to_near_blocks() -> None:
    world = grid_world(30, 30, 2_000_000, 2.0, korean_demography(), 1)
    flows = commuters(world.arrays)
    assert flows[0, 1] > 5 * flows[0, 10] > 0
    assert np.all(np.diagonal(flows) > 0)


def test_a_grid_without_demography_has_no_work() -> None:
    world = build_world(GridWorld(rows=3, columns=3, n_people=900, demography="none"))
    assert commuters(world.arrays).sum() == 0


def test_one_patch_grid() -> None:
    world = grid_world(1, 1, 50, 1.0, korean_demography(), 1)
    assert (world.n_patches, world.n_people, world.arrays.link_start[-1]) == (1, 50, 0)


def test_a_planet_is_built_fast_and_small() -> None:
    """8.1 billion people in 200,000 patches: below 1 s on a quiet core (twice that for busy machines) and 150 MB."""
    grid_world(2, 2, 100, 1.0, korean_demography(), 1)
    before = time.perf_counter()
    world = grid_world(400, 500, PLANET, 10.0, korean_demography(), 1)
    assert time.perf_counter() - before < 2.0
    tracemalloc.start()
    grid_world(400, 500, PLANET, 10.0, korean_demography(), 1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150e6
    assert world.n_people == PLANET
