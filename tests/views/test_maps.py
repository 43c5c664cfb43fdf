"""The map: which patch lies where, and how much of it is red."""

import time

import h3
import numpy as np
import pytest
from drawn_runs import grid_land, hex_land

from hyosan.scenario import GridWorld
from hyosan.views.land import KM_PER_DEGREE_NORTH, Land, aspect, lay_ground, patch_table
from hyosan.views.map_panel import middle_of, round_length, scale_words
from hyosan.views.noise import blots, hash_noise, stipple
from hyosan.views.raster import MARK_SHARE, rasterise, red_pixels
from hyosan.world.build import build_world


def test_hexagons_lie_in_order_and_none_is_missing() -> None:
    land = hex_land()
    raster = rasterise(land, 600, 500)
    assert set(np.unique(raster.patch)) == set(range(-1, land.n_patches))
    middles = np.array([middle_of(raster.patch == patch) for patch in range(land.n_patches)])
    assert np.corrcoef(middles[:, 0], land.longitude)[0, 1] > 0.999
    assert np.corrcoef(middles[:, 1], land.latitude)[0, 1] < -0.999


def test_scale_fits_the_distance_between_hexagons() -> None:
    land = hex_land()
    raster = rasterise(land, 900, 900)
    south, north = int(land.latitude.argmin()), int(land.latitude.argmax())
    pixels = middle_of(raster.patch == south)[1] - middle_of(raster.patch == north)[1]
    km = (land.latitude[north] - land.latitude[south]) * KM_PER_DEGREE_NORTH
    assert pixels * raster.units_per_pixel == pytest.approx(km, rel=0.01)


def test_grid_has_north_above_and_square_patches() -> None:
    land = grid_land(3, 5)
    raster = rasterise(land, 500, 400)
    assert aspect(land) == pytest.approx(5 / 3)
    assert middle_of(raster.patch == 14)[1] < middle_of(raster.patch == 0)[1]
    sizes = np.bincount(raster.patch[raster.patch >= 0])
    assert sizes.min() == sizes.max()
    assert raster.units_per_pixel * sizes[0] ** 0.5 == pytest.approx(2.0)


@pytest.mark.parametrize(("n_rows", "n_columns"), [(16, 16), (20, 30), (17, 33), (1, 300)])
def test_patches_of_large_grids_lie_where_the_world_puts_them(n_rows: int, n_columns: int) -> None:
    """Above 256 patches, districts are blocks, and patches are numbered block by block rather than row by row."""
    world = build_world(GridWorld(rows=n_rows, columns=n_columns, n_people=n_rows * n_columns, demography="none"))
    geometry = world.geometry
    land = Land(
        layout=geometry.layout,
        patch_start=world.arrays.patch_start,
        patch_district=world.arrays.patch_district,
        district_names=tuple(world.district_names),
        longitude=geometry.longitude,
        latitude=geometry.latitude,
        cell=geometry.cell,
        n_rows=n_rows,
        n_columns=n_columns,
    )
    table = patch_table(land)
    assert sorted(table.ravel().tolist()) == list(range(n_rows * n_columns))
    assert (table.ravel() == np.arange(n_rows * n_columns)).all() == (n_rows * n_columns <= 256 or n_rows == 1)
    for patch in range(land.n_patches):
        row, column = n_rows - 1 - geometry.latitude[patch], geometry.longitude[patch]
        assert table[int(row), int(column)] == patch
        linked = world.arrays.link_patch[world.arrays.link_start[patch] : world.arrays.link_start[patch + 1]]
        around = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        beside = [table[int(i), int(j)] for i, j in around if 0 <= i < n_rows and 0 <= j < n_columns]
        assert sorted(linked.tolist()) == sorted(beside)


def test_more_sites_than_pixels_still_show_the_share() -> None:
    land = grid_land(1500, 1500, n_people=1, layout="sites")
    raster = rasterise(land, 300, 300)
    share = (np.random.default_rng(5).random(land.n_patches) < 0.3).astype(np.float64)
    inside = raster.patch >= 0
    # 72,900 independent sites are seen: five standard errors of a share of 0.3, and the blots
    assert red_pixels(raster, share)[inside].mean() == pytest.approx(0.3, abs=5 * 0.0017 + MARK_SHARE)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.8, 1.0])
def test_red_area_is_the_share_infected(share: float) -> None:
    land = hex_land()
    raster = rasterise(land, 800, 800)
    red = red_pixels(raster, np.full(land.n_patches, share))
    area = red[raster.patch >= 0].mean()
    assert area == pytest.approx(share, abs=0.004) or share < area < share + MARK_SHARE
    assert not red[raster.patch < 0].any()


def test_one_infected_person_is_seen_even_in_a_nation() -> None:
    land = grid_land(150, 150, n_people=2000)
    raster = rasterise(land, 600, 600)
    share = np.zeros(land.n_patches)
    share[[30, 11_000]] = 1 / 2000
    red = red_pixels(raster, share)
    assert all(red[raster.patch == patch].any() for patch in (30, 11_000))
    assert 20 <= np.count_nonzero(red) <= 2 * 6 * 6


def test_blots_never_cover_more_than_their_share() -> None:
    land = grid_land(150, 150, n_people=100_000)
    raster = rasterise(land, 600, 600)
    for n_touched in (10, 300, 3000, 22_500):
        share = np.zeros(land.n_patches)
        share[np.random.default_rng(6).permutation(land.n_patches)[:n_touched]] = 1e-9
        assert red_pixels(raster, share)[raster.patch >= 0].mean() <= 1.1 * MARK_SHARE


def test_red_only_grows_with_the_share() -> None:
    raster = rasterise(hex_land(), 300, 300)
    low, high = (red_pixels(raster, np.full(37, share)) for share in (0.2, 0.6))
    assert not (low & ~high).any()


def test_borders_of_districts_are_drawn_and_coasts_are_closed() -> None:
    land = hex_land()
    raster = rasterise(land, 900, 900)
    one = Land(**{**vars(land), "patch_district": np.zeros(37, np.int32)})
    assert np.count_nonzero(raster.line_ink > 128) > np.count_nonzero(rasterise(one, 900, 900).line_ink > 128)
    coast = (raster.patch[1:] < 0) != (raster.patch[:-1] < 0)
    near = np.maximum(raster.line_ink[1:], raster.line_ink[:-1])
    assert near[coast].min() > 100


def test_one_patch_and_no_people_are_drawn() -> None:
    cell = np.array([h3.str_to_int(h3.latlng_to_cell(37.5, 127.0, 7))], np.uint64)
    place = np.array([127.0]), np.array([37.5])
    land = Land("hex", np.array([0, 0]), np.zeros(1, np.int32), ("Nowhere",), *place, cell)
    raster = rasterise(land, 200, 200)
    assert not red_pixels(raster, np.zeros(1)).any()
    assert (raster.patch == 0).mean() > 0.3


def test_noise_is_even_and_the_same_every_time() -> None:
    assert hash_noise(1, 3, 1)[0, 1] == hash_noise(5, 9, 1)[0, 1]
    for tile in (blots(0.8), stipple()):
        assert np.histogram(tile, bins=16, range=(0, 1))[0].std() < 2
    low = stipple() < 0.1
    together = (low[:, :-1] & low[:, 1:]).mean()
    assert together < 0.1**2 / 3, "dots of an engraving keep apart"


def test_a_nation_of_hexagons_is_laid_out_fast() -> None:
    middle = h3.latlng_to_cell(36.5, 127.8, 7)
    cells = np.array([h3.str_to_int(cell) for cell in h3.grid_disk(middle, 81)], np.uint64)
    place = np.zeros(len(cells)), np.zeros(len(cells))
    land = Land("hex", np.arange(len(cells) + 1), np.zeros(len(cells), np.int32), ("all",), *place, cells)
    start = time.process_time()
    ground = lay_ground(land, 1228, 1240)
    seconds = time.process_time() - start
    assert len(np.unique(ground.patch)) == len(cells) + 1
    assert seconds < 5.0, f"{len(cells)} hexagons took {seconds:.1f} s; below 1 s on a quiet machine"


def test_scale_bars_have_round_lengths_and_words() -> None:
    assert round_length(7.3) == 5
    assert round_length(0.23) == pytest.approx(0.2)
    assert round_length(100.0) == 100
    assert scale_words(0.5, "km") == "500 m"
    assert scale_words(50.0, "km") == "50 km"
    assert scale_words(200.0, "people") == "200 people"
