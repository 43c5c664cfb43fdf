"""The tables of the catalogue against the reference, and what districts become on hexagons."""

import csv
import json
import time
from dataclasses import replace
from pathlib import Path

import h3.api.basic_int as h3_int
import numpy as np
import pytest

from hyosan.world.catalogue_world import catalogue_districts, catalogue_geography
from hyosan.world.density import gradient, residents_and_jobs
from hyosan.world.fit import commuters
from hyosan.world.geography import geographic_world
from hyosan.world.gravity import (
    DISTANCE_EXPONENT,
    RESIDENTS_EXPONENT,
    USUAL_HOME_FACTOR,
    WORKERS_EXPONENT,
    commuting_weight,
    distances_km,
    home_factor,
)
from hyosan.world.hexagons import lay_out, usual_resolution
from hyosan.world.links import _by_coordinates, _by_disks, groups, hexagon_links
from hyosan.world.model import World
from hyosan.world.trips import trip_probability

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared" / "reference" / "korea"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the reference data of Korea are not here")


def reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def seoul() -> World:
    return geographic_world(catalogue_geography("seoul"))


@pytest.fixture(scope="module")
def korea() -> World:
    return geographic_world(catalogue_geography("korea"))


@needs_reference
def test_seoul_table_is_the_reference() -> None:
    districts, rows = catalogue_districts("seoul"), reference("seoul_gu.csv")
    assert districts.names == tuple(row["name_en"] for row in rows)
    assert districts.residents.tolist() == [int(row["pop_registered_end2023"]) for row in rows]
    assert districts.workers.tolist() == [float(row["workers_establishments"]) for row in rows]
    np.testing.assert_allclose(districts.area_km2, [float(row["area_official_km2"]) for row in rows])


def test_seoul_has_its_registered_residents_and_workers() -> None:
    districts = catalogue_districts("seoul")
    assert (len(districts.names), districts.residents.sum(), districts.workers.sum()) == (25, 9_638_799, 5_771_226)


@needs_reference
def test_korea_table_follows_the_census_within_each_province() -> None:
    districts, rows = catalogue_districts("korea"), reference("korea_sigungu.csv")
    place = {(float(row["lon"]), float(row["lat"])): row for row in rows}
    at = [place[x, y] for x, y in zip(districts.longitude, districts.latitude, strict=True)]
    assert len({row["code_kostat2018"] for row in at}) == 250
    np.testing.assert_allclose(districts.area_km2, [float(row["area_km2"]) for row in at])
    registered = {row["name_ko"]: float(row["pop_registered_2020"]) for row in reference("korea_province.csv")}
    for province, people in registered.items():
        mine = np.array([row["province_ko"] == province for row in at])
        assert districts.residents[mine].sum() == pytest.approx(people * 51_667_030 / sum(registered.values()), abs=100)
        census = np.array([float(row["pop_household_2020census"]) for row in at])[mine]
        np.testing.assert_allclose(
            districts.residents[mine] / census, districts.residents[mine].sum() / census.sum(), rtol=1e-3
        )


def test_korea_has_51_7_million_people_and_the_workers_of_its_establishments() -> None:
    districts = catalogue_districts("korea")
    assert districts.residents.sum() == 51_667_030
    assert districts.workers.sum() == 25_321_526
    assert len(set(districts.names)) == 250
    assert {"Nowon-gu", "Jung-gu (Seoul)", "Bundang-gu (Seongnam)", "Goseong-gun (Gangwon)"} <= set(districts.names)


@pytest.mark.parametrize(("name", "n_patches"), [("seoul", 1192), ("korea", 27205)])
def test_patches_stand_by_district_in_order_of_their_cell(name: str, n_patches: int) -> None:
    districts = catalogue_districts(name)
    hexagons = lay_out(districts, {}, usual_resolution(districts))
    assert len(hexagons.cell) == n_patches == len(np.unique(hexagons.cell))
    assert np.all(np.diff(hexagons.district) >= 0)
    same = np.diff(hexagons.district) == 0
    assert np.all(hexagons.cell[1:][same] > hexagons.cell[:-1][same])
    assert np.array_equal(
        hexagons.district_start, np.searchsorted(hexagons.district, np.arange(len(districts.names) + 1))
    )


def test_districts_fill_their_area_and_hang_together(korea: World) -> None:
    districts = catalogue_districts("korea")
    n = np.diff(korea.arrays.district_patch_start)
    homes = [h3_int.latlng_to_cell(y, x, 7) for y, x in zip(districts.latitude, districts.longitude, strict=True)]
    one = np.array([h3_int.cell_area(cell) for cell in homes])
    assert np.all(np.abs(n * one - districts.area_km2) <= np.maximum(one / 2, one - districts.area_km2) * 1.000001)
    near, far = _by_coordinates(korea.geometry.cell)
    district = korea.arrays.patch_district
    inside = district[near] == district[far]
    piece = groups(korea.n_patches, near[inside], far[inside])
    largest = np.zeros(250)
    np.maximum.at(largest, district, np.bincount(piece)[piece])
    assert largest.sum() / korea.n_patches > 0.98


@needs_reference
def test_hexagons_lie_mostly_in_their_own_district(korea: World) -> None:
    """Districts grow as discs, not as their outline: about 78 % of the hexagons lie in the right district."""
    from_reference = json.loads((REFERENCE / "korea_sigungu.geojson").read_text(encoding="utf-8"))
    code = {(float(r["lon"]), float(r["lat"])): r["code_kostat2018"] for r in reference("korea_sigungu.csv")}
    districts = catalogue_districts("korea")
    number = {code[x, y]: i for i, (x, y) in enumerate(zip(districts.longitude, districts.latitude, strict=True))}
    right = {}
    for feature in from_reference["features"]:
        for cell in h3_int.geo_to_cells(feature["geometry"], 7):
            right[cell] = number[feature["properties"]["code"]]
    hits = [right.get(c) == d for c, d in zip(korea.geometry.cell.tolist(), korea.arrays.patch_district, strict=True)]
    assert np.mean(hits) > 0.75


@pytest.mark.parametrize("name", ["seoul", "korea"])
def test_residents_are_kept_exactly(name: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(name)
    w = world.arrays
    by_district = np.diff(w.patch_start[w.district_patch_start])
    assert np.array_equal(by_district, catalogue_districts(name).residents)
    assert world.n_people == by_district.sum()


def test_residents_thin_out_from_the_point() -> None:
    districts = catalogue_districts("korea")
    hexagons = lay_out(districts, {}, 7)
    residents, jobs = residents_and_jobs(districts, hexagons)
    gangneung = districts.names.index("Gangneung-si")
    mine = hexagons.district == gangneung
    point = (districts.longitude[gangneung], districts.latitude[gangneung])
    away = np.hypot((hexagons.longitude[mine] - point[0]) * 0.79, hexagons.latitude[mine] - point[1]) * 111.2
    slope = np.polyfit(away / districts.radius_km[gangneung], np.log(residents[mine]), 1)[0]
    assert slope == pytest.approx(-gradient(districts)[gangneung], rel=0.03)
    assert np.all(jobs[mine] > 0)


def test_every_patch_can_be_reached(korea: World) -> None:
    w = korea.arrays
    near = np.repeat(np.arange(korea.n_patches), np.diff(w.link_start))
    assert groups(korea.n_patches, near, w.link_patch.astype(np.int64)).max() == 0
    back = set(zip(w.link_patch.tolist(), near.tolist(), strict=True))
    assert set(zip(near.tolist(), w.link_patch.tolist(), strict=True)) == back


def test_jeju_is_bridged_to_a_near_shore(korea: World) -> None:
    """The bridge from Jeju goes to the south of Jeolla, at most 110 km away, not to Busan or Seoul."""
    w = korea.arrays
    near = np.repeat(np.arange(korea.n_patches), np.diff(w.link_start))
    names = np.array(korea.district_names)
    jeju = np.isin(names[w.patch_district], ["Jeju-si", "Seogwipo-si"])
    leaving = jeju[near] & ~jeju[w.link_patch]
    assert leaving.sum() == 1
    a, b = near[leaving][0], w.link_patch[leaving][0]
    cells = [h3_int.cell_to_latlng(int(korea.geometry.cell[k])) for k in (a, b)]
    assert h3_int.great_circle_distance(*cells, unit="km") < 110
    assert names[w.patch_district[b]] in ("Wando-gun", "Jindo-gun", "Haenam-gun", "Goheung-gun")


def test_neighbours_by_coordinates_are_those_of_h3(korea: World) -> None:
    cell = korea.geometry.cell[::1][:4000]
    fast, slow = (set(zip(*(end.tolist() for end in f(cell)), strict=True)) for f in (_by_coordinates, _by_disks))
    assert fast == slow


def test_links_on_either_side_of_the_earth() -> None:
    """No common coordinates exist for hexagons so far apart: the slower way takes over, and a bridge joins them."""
    cells = [
        *h3_int.grid_disk(h3_int.latlng_to_cell(37.5, 127, 7), 2),
        *h3_int.grid_disk(h3_int.latlng_to_cell(-33, -70, 7), 2),
    ]
    centre = np.array([h3_int.cell_to_latlng(c) for c in cells])
    start, other = hexagon_links(np.array(cells, dtype=np.uint64), centre[:, 1].copy(), centre[:, 0].copy())
    near = np.repeat(np.arange(len(cells)), np.diff(start))
    assert groups(len(cells), near, other.astype(np.int64)).max() == 0
    assert np.sum((near < 19) != (other < 19)) == 2


def test_home_factor_keeps_34_percent_in_their_gu(seoul: World) -> None:
    flows = commuters(seoul.arrays)
    assert np.trace(flows) / flows.sum() == pytest.approx(0.34, abs=0.002)
    districts = catalogue_districts("seoul")
    residents, km = districts.residents.astype(float), distances_km(districts)
    law = residents[:, None] ** RESIDENTS_EXPONENT * districts.workers**WORKERS_EXPONENT * km**DISTANCE_EXPONENT
    assert home_factor(law, residents, districts.workers, 0.34) == pytest.approx(USUAL_HOME_FACTOR, abs=0.001)


def test_commuting_follows_gravity(seoul: World) -> None:
    """A log-linear fit to the flows of the world finds exponents near those of the real flows: 1.07, 1.30 and −1.73."""
    districts, flows = catalogue_districts("seoul"), commuters(seoul.arrays).astype(float)
    i, j = np.nonzero(~np.eye(25, dtype=bool))
    km = distances_km(districts)[i, j]
    known = np.stack((np.ones(600), np.log(districts.residents[i]), np.log(districts.workers[j]), np.log(km)), axis=1)
    fit, *_ = np.linalg.lstsq(known, np.log(flows[i, j]), rcond=None)
    assert fit[1:] == pytest.approx([RESIDENTS_EXPONENT, WORKERS_EXPONENT, DISTANCE_EXPONENT], abs=0.3)
    jobs = flows.sum(axis=0) / flows.sum()
    np.testing.assert_allclose(jobs, districts.workers / districts.workers.sum(), rtol=0.01)


@pytest.mark.parametrize("stay_share", [0.1, 0.5, 0.7])
def test_stay_share_is_met(stay_share: float) -> None:
    districts = catalogue_districts("seoul")
    weight = commuting_weight(districts.residents.astype(float), districts.workers, distances_km(districts), stay_share)
    assert np.trace(weight) / weight.sum() == pytest.approx(stay_share, abs=1e-6)


def test_nobody_commutes_to_jeju_from_the_capital(korea: World) -> None:
    flows, names = commuters(korea.arrays), korea.district_names
    assert flows[:25, names.index("Jeju-si")].sum() == 0
    assert flows[names.index("Gwacheon-si"), :25].sum() > 1000


def test_trips_leave_the_district_and_grow_rare_with_distance() -> None:
    districts = catalogue_districts("korea")
    km = distances_km(districts)
    p = trip_probability(districts.residents.astype(float), km)
    assert np.all(np.diagonal(p) == 0)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    seoul, busan = districts.names.index("Nowon-gu"), districts.names.index("Haeundae-gu")
    expected = (1 + km[seoul, busan] / 10) ** -2.59 / (1 + km[seoul, 0] / 10) ** -2.59
    assert p[seoul, busan] / p[seoul, 0] == pytest.approx(
        expected * districts.residents[busan] / districts.residents[0]
    )


def test_a_finer_seoul_has_more_patches_and_the_same_people() -> None:
    world = geographic_world(catalogue_geography("seoul", resolution=9))
    assert world.n_patches > 8000
    assert world.n_people == 9_638_799


def test_another_seed_moves_nobody() -> None:
    first, second = (geographic_world(catalogue_geography("seoul", seed=seed)) for seed in (1, 2))
    assert np.array_equal(first.arrays.patch_start, second.arrays.patch_start)
    assert first.arrays.world_seed != second.arrays.world_seed


def test_korea_is_ready_in_time() -> None:
    """Best of three: below 0.35 s on a quiet core; the limit is thrice that, for busy machines."""
    geography = catalogue_geography("korea")
    geographic_world(geography)
    seconds = []
    for _ in range(3):
        before = time.perf_counter()
        geographic_world(replace(geography, districts=catalogue_districts("korea")))
        seconds.append(time.perf_counter() - before)
    assert min(seconds) < 1.05
