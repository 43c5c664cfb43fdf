"""Worlds from the user's own tables: what is built, and what is said when it cannot be."""

import json
from pathlib import Path

import numpy as np
import pytest

from hyosan.scenario import read
from hyosan.world.build import build_world
from hyosan.world.catalogue_world import catalogue_districts, demography_of
from hyosan.world.districts import Districts, parse_districts, read_boundaries, read_districts, read_flows
from hyosan.world.errors import WorldError
from hyosan.world.fit import commuters
from hyosan.world.geography import Geography, geographic_world
from hyosan.world.gravity import commuting_weight, distances_km
from hyosan.world.hexagons import lay_out, usual_resolution

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "world"
HEADING = "name,residents,workers,area_km2,longitude,latitude\n"
WEST, EAST = "West,1000,400,10,2.30,48.85\n", "East,2001,900,10,2.36,48.85\n"


def square(x: float, y: float, half: float) -> list[list[list[float]]]:
    ring = [
        [x - half, y - half],
        [x + half, y - half],
        [x + half, y + half],
        [x - half, y + half],
        [x - half, y - half],
    ]
    return [ring]


def geojson(path: Path, **polygons: list[list[list[float]]]) -> Path:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": polygon}}
        for name, polygon in polygons.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def two() -> Districts:
    return parse_districts(HEADING + WEST + EAST, "two.csv")


def test_example_becomes_a_world() -> None:
    districts = read_districts(EXAMPLE / "districts.csv")
    flows = read_flows(EXAMPLE / "flows.csv", districts.names)
    world = geographic_world(Geography("mine", districts, demography_of("korea"), flows=flows, resolution=8))
    assert world.n_people == 206_050
    found = commuters(world.arrays)
    given = flows / flows.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(found / found.sum(axis=1, keepdims=True), given, atol=1e-3)


def test_example_scenario_runs_in_its_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYOSAN_CACHE_DIR", str(tmp_path))
    world = build_world(read(EXAMPLE / "scenario.yaml").world)
    assert world.district_names == ("Old Town", "Harbour", "Northfield", "University", "Hill")
    assert len(list((tmp_path / "worlds").iterdir())) == 1


def test_polygons_are_filled_and_nothing_else(tmp_path: Path, two: Districts) -> None:
    polygons = read_boundaries(geojson(tmp_path / "b.json", West=square(2.30, 48.85, 0.02)), two)
    hexagons = lay_out(two, polygons, 9)
    inside = (np.abs(hexagons.longitude - 2.30) < 0.02) & (np.abs(hexagons.latitude - 48.85) < 0.02)
    assert np.array_equal(hexagons.district == 0, inside)
    area = np.sum(hexagons.district == 1) * 0.1
    assert area == pytest.approx(10, rel=0.25)


def test_a_polygon_too_small_for_a_hexagon_gets_one(tmp_path: Path, two: Districts) -> None:
    polygons = read_boundaries(geojson(tmp_path / "b.json", West=square(2.30, 48.85, 0.0001)), two)
    hexagons = lay_out(two, polygons, 7)
    assert np.sum(hexagons.district == 0) == 1


def test_a_hole_belongs_to_nobody(tmp_path: Path) -> None:
    districts = parse_districts(HEADING + "Ring,500,0,10,2.315,48.85\n", "ring.csv")
    polygon = square(2.30, 48.85, 0.02) + square(2.30, 48.85, 0.01)
    hexagons = lay_out(districts, read_boundaries(geojson(tmp_path / "b.json", Ring=polygon), districts), 9)
    assert not np.any((np.abs(hexagons.longitude - 2.30) < 0.01) & (np.abs(hexagons.latitude - 48.85) < 0.01))


def test_districts_in_the_same_spot_share_the_ground() -> None:
    text = HEADING + "A,10,1,20,127,37\nB,10,1,20,127,37\n"
    hexagons = lay_out(parse_districts(text, "same.csv"), {}, 8)
    assert abs(np.sum(hexagons.district == 0) - np.sum(hexagons.district == 1)) <= 1


def test_a_district_without_residents_has_patches_without_people() -> None:
    districts = parse_districts(HEADING + WEST + "Park,0,5,3,2.40,48.85\n", "park.csv")
    world = geographic_world(Geography("park", districts, demography_of("korea"), resolution=8))
    assert np.diff(world.arrays.patch_start[world.arrays.district_patch_start]).tolist() == [1000, 0]


def test_one_district_alone_has_no_trips_and_nobody_commutes() -> None:
    world = geographic_world(Geography("one", parse_districts(HEADING + WEST, "one.csv"), demography_of("korea")))
    assert world.arrays.trip_cum.size == 0
    assert commuters(world.arrays).shape == (1, 1)


def test_people_alone_without_workers_are_fine() -> None:
    text = "name,residents,area_km2,longitude,latitude\nA,100,5,10,50\nB,50,5,10.1,50\n"
    world = geographic_world(Geography("alone", parse_districts(text, "a.csv"), None))
    assert world.n_people == 150
    assert commuters(world.arrays).sum() == 0


def test_usual_resolution() -> None:
    assert usual_resolution(catalogue_districts("seoul")) == 8
    assert usual_resolution(catalogue_districts("korea")) == 7


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("West,-5,400,10,2.30,48.85\n", "mine.csv:2: residents: found -5; give 0 or more."),
        ("West,1.5,400,10,2.30,48.85\n", "mine.csv:2: residents: found 1.5; give a whole number"),
        ("West,many,400,10,2.30,48.85\n", "mine.csv:2: residents: found 'many'; give a number."),
        ("West,5,-1,10,2.30,48.85\n", "mine.csv:2: workers: found -1; give 0 or more."),
        ("West,5,400,0,2.30,48.85\n", "mine.csv:2: area_km2: found 0; give an area above zero"),
        ("West,5,400,nan,2.30,48.85\n", "mine.csv:2: area_km2: found nan"),
        ("West,5,400,10,2.30,98.85\n", "mine.csv:2: latitude: found 98.85; give a number from -90 to 90."),
        (WEST + "West,5,400,10,2.30,48.85\n", "mine.csv:3: name: found 'West', which mine.csv:2 has already"),
        (",5,400,10,2.30,48.85\n", "mine.csv:2: name: found nothing; give a name."),
        ("West,5,400\n", "mine.csv:2: found 3 cells; give 6"),
        ("West,0,400,10,2.30,48.85\n", "mine.csv: residents: found 0 in all districts together"),
        ("", "mine.csv:1: the table has column names but no rows"),
    ],
)
def test_what_is_wrong_with_a_table(rows: str, message: str) -> None:
    with pytest.raises(WorldError) as caught:
        parse_districts(HEADING + rows, "mine.csv")
    assert message in str(caught.value)


def test_notes_count_as_lines() -> None:
    with pytest.raises(WorldError, match=r"mine.csv:5: residents"):
        parse_districts(f"# a note\n\n{HEADING}{WEST}East,-1,1,1,1,1\n", "mine.csv")


def test_a_missing_column_is_named_with_the_nearest() -> None:
    with pytest.raises(WorldError) as caught:
        parse_districts("name,resident,area_km2,longitude,latitude\nA,1,1,1,1\n", "mine.csv")
    assert "mine.csv:1: column 'residents' is missing" in str(caught.value)
    assert "Did you mean 'resident'?" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the table is empty"),
        (b"# only a note\n", "the table is empty"),
        (HEADING.encode() + "Évry,1,1,1,1,1\n".encode("latin-1"), "mine.csv:2: found byte 0xc9, which is not UTF-8"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(data)
    with pytest.raises(WorldError) as caught:
        read_districts(path)
    assert message in str(caught.value)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADING + WEST).encode())
    assert read_districts(path).names == ("West",)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="cannot be read"):
        read_districts(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "West,Eastt,5\n",
            "flows.csv:2: destination: found 'Eastt', which is no district of the table. Did you mean 'East'?",
        ),
        ("West,East,-5\n", "flows.csv:2: workers: found -5; give 0 or more."),
        ("West,East,5\nWest,East,6\n", "flows.csv:3: the pair 'West' to 'East' occurs twice"),
        ("West,East,0\n", "workers: found 0 in all rows together"),
    ],
)
def test_what_is_wrong_with_flows(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("origin,destination,workers\n" + rows, encoding="utf-8")
    with pytest.raises(WorldError) as caught:
        read_flows(path, ("West", "East"))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "b.json:1:2: this is not JSON"),
        ("[]", "found no features"),
        (
            '{"features": [{"properties": {}, "geometry": null}]}',
            "features[0]: found no property that names a district",
        ),
        ('{"features": [{"properties": {"name": "Wset"}}]}', "Did you mean 'West'?"),
        (
            '{"features": [{"properties": {"name": "West"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "features[0]: found geometry 'Point'; give Polygon or MultiPolygon.",
        ),
        (
            '{"features": [{"properties": {"name": "West"}, "geometry": {"type": "Polygon", "coordinates": [1, 2]}}]}',
            "features[0]: its coordinates are no rings",
        ),
    ],
)
def test_what_is_wrong_with_boundaries(tmp_path: Path, two: Districts, text: str, message: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorldError) as caught:
        read_boundaries(path, two)
    assert message in str(caught.value)


def test_a_point_outside_its_polygon(tmp_path: Path, two: Districts) -> None:
    with pytest.raises(WorldError, match="the point of 'West' .* lies outside its polygon"):
        read_boundaries(geojson(tmp_path / "b.json", West=square(3.30, 48.85, 0.02)), two)


def test_gravity_needs_workers() -> None:
    districts = parse_districts("name,residents,area_km2,longitude,latitude\nA,10,1,1,1\nB,10,1,1,2\n", "a.csv")
    with pytest.raises(WorldError, match="give a column 'workers'"):
        commuting_weight(districts.residents.astype(float), districts.workers, distances_km(districts), None)


def test_a_share_of_stayers_that_the_workers_do_not_allow() -> None:
    """A has ten times as many residents as workers: most of them must leave."""
    text = HEADING + "A,1000,100,10,10,50\nB,1000,1900,10,10.1,50\n"
    districts = parse_districts(text, "a.csv")
    with pytest.raises(WorldError, match=r"stay_share: found 0.9; .* between 0.450 and 0.550 are possible"):
        commuting_weight(districts.residents.astype(float), districts.workers, distances_km(districts), 0.9)


def test_too_fine_a_resolution(two: Districts) -> None:
    with pytest.raises(WorldError, match="resolution: found 15, which needs .* give a lower resolution"):
        lay_out(two, {}, 15)


def test_no_demography_of_that_name() -> None:
    with pytest.raises(WorldError, match="demography: found 'mars'"):
        demography_of("mars")
