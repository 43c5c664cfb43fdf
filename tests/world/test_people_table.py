"""Listed people: from tables to the arrays that answer who lives and works where."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet
import pytest

from hyosan.scenario import PeopleWorld
from hyosan.terms import DayKind
from hyosan.world.build import build_world
from hyosan.world.errors import WorldError
from hyosan.world.people_table import people_world

ROWS = {
    "person": ["ann", "bob", "cho", "dan", "eve"],
    "patch": ["south", "north", "south", "north", "south"],
    "household": ["h1", "h2", "h1", "h2", "h3"],
    "day_group": ["mill", "mill", "", "class 1", "class 1"],
    "age": ["41", "39", "2", "8", "104"],
    "kind": ["", "work", "", "elementary", "elementary"],
}
PATCHES = "patch,longitude,latitude,district\nsouth,127.0,37.0,A\nnorth,127.0,37.1,B\neast,127.1,37.0,A\n"


def table(path: Path, **changed: list[str]) -> Path:
    columns = pa.table(ROWS | changed)
    if path.suffix == ".parquet":
        pa_parquet.write_table(columns, path)
    else:
        pa_csv.write_csv(columns, path)
    return path


@pytest.mark.parametrize("name", ["people.csv", "people.parquet"])
def test_people_are_sorted_by_patch_and_household(tmp_path: Path, name: str) -> None:
    w = build_world(PeopleWorld(table=table(tmp_path / name)), cache=False).arrays
    assert w.is_listed
    assert w.patch_start.tolist() == [0, 2, 5]  # north: bob, dan; south: ann, cho, eve
    assert w.listed_age_group.tolist() == [7, 1, 8, 0, 20]
    assert w.listed_household_first.tolist() == [0, 0, 2, 2, 4]
    assert w.listed_household_size.tolist() == [2, 2, 2, 2, 1]
    work, school = int(DayKind.WORK), int(DayKind.ELEMENTARY)
    assert w.listed_kind.tolist() == [work, school, work, int(DayKind.NONE), school]
    together = [w.listed_group[k] for k in (0, 1, 2, 4)]
    assert together[0] == together[2] != together[1] == together[3]


def test_a_group_meets_where_most_members_live_or_where_it_says(tmp_path: Path) -> None:
    groups = ["mill", "mill", "mill", "", ""]
    w = people_world(table(tmp_path / "a.csv", day_group=groups, kind=[""] * 5), None).arrays
    assert np.diff(w.listed_day_start).tolist() == [1, 4]  # bob of the north works in the south
    w = people_world(table(tmp_path / "b.csv", day_group=groups, kind=[""] * 5, day_patch=["north"] * 5), None).arrays
    assert np.diff(w.listed_day_start).tolist() == [4, 1]


def test_patches_with_positions_have_links_trips_and_districts(tmp_path: Path) -> None:
    patches = tmp_path / "patches.csv"
    patches.write_text(PATCHES, encoding="utf-8")
    world = build_world(PeopleWorld(table=table(tmp_path / "people.csv"), patches=patches), cache=False)
    w = world.arrays
    assert world.district_names == ("A", "B")
    assert w.patch_district.tolist() == [0, 0, 1]
    assert np.diff(w.link_start).tolist() == [2, 2, 2]
    assert w.trip_cum.tolist() == [[0, 1], [1, 1]]
    assert np.diff(w.patch_start).tolist() == [3, 0, 2]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"age": ["41", "39", "2", "old", "104"]}, "age: found 'old' in row 4; give a number of years"),
        ({"age": ["41", "39", "-2", "8", "104"]}, "age: found -2 in row 3; give 0 to 130 years"),
        ({"age": ["41", "", "2", "8", "104"]}, "age: person in row 2 has none"),
        (
            {"patch": ["south", "north", "north", "north", "south"]},
            "household 'h1' (row 3): its members live in two patches",
        ),
        ({"kind": ["", "wrok", "", "elementary", "elementary"]}, "Did you mean 'work'?"),
        ({"person": ["ann", "ann", "cho", "dan", "eve"]}, "person: found 'ann' more than once"),
    ],
)
def test_what_is_wrong_with_people(tmp_path: Path, changed: dict[str, list[str]], message: str) -> None:
    with pytest.raises(WorldError) as caught:
        people_world(table(tmp_path / "people.csv", **changed), None)
    assert message in str(caught.value)


def test_a_patch_that_the_table_of_patches_lacks(tmp_path: Path) -> None:
    patches = tmp_path / "patches.csv"
    patches.write_text(PATCHES.replace("north", "nord"), encoding="utf-8")
    with pytest.raises(WorldError, match="patch: found 'north' in row 2, which is not known. Did you mean 'nord'?"):
        people_world(table(tmp_path / "people.csv"), patches)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty or does not exist"),
        (b"patch,household,day_group,age\n", "the table is empty"),
        (b"patch,household,dai_group,age\na,1,,5\n", "column 'day_group' is missing"),
        (b"patch,household,day_group,age\na,1,5\n", "as many cells"),
        (b"patch,household,day_group,age\n\xc9,1,,5\n", "UTF"),
    ],
)
def test_files_that_list_nobody(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    with pytest.raises(WorldError) as caught:
        people_world(path, None)
    assert message in str(caught.value)


def test_a_parquet_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(b"nonsense")
    with pytest.raises(WorldError, match="no Parquet file"):
        people_world(path, None)
