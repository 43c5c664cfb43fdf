"""Listed people: read from a table (CSV or Parquet), one row a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet
from numpy.typing import NDArray

from hyosan.terms import N_AGE_GROUPS, DayKind
from hyosan.world.arrays import F64, I32, I64
from hyosan.world.assemble_listed import assemble_listed
from hyosan.world.distance import great_circle_km
from hyosan.world.errors import WorldError, nearest
from hyosan.world.links import as_lists
from hyosan.world.mixed import NOWHERE
from hyosan.world.model import World
from hyosan.world.tables import number_in, read_rows, read_text, text_in
from hyosan.world.trips import trip_cumulative

REQUIRED = ("patch", "household", "day_group", "age")
KINDS = tuple(kind.name.lower() for kind in DayKind)
N_NEAREST = 4
MAX_OWN_DISTRICTS = 1000


@dataclass(frozen=True)
class Patches:
    """The patches of listed people in the order of their districts, by label; positions in degrees, or empty arrays."""

    labels: tuple[str, ...]
    district: I32
    district_names: tuple[str, ...]
    longitude: F64
    latitude: F64


def people_world(table: Path, patches: Path | None, seed: int = 1) -> World:
    """Return a world of the people in a table.

    Parameters
    ----------
    table: columns patch, household, day_group (empty for nobody's) and age (years); optional person (a label), kind
        (what the day group is: work, kindergarten, elementary, middle or high; work where left out) and day_patch
        (where it meets; else where most of its members live). People are numbered by patch, then household, else as
        in the table.
    patches: columns patch, longitude, latitude and optional district; the four nearest patches are linked, and trips
        follow distance. Without it patches have no links, and there are no trips.

    Raises
    ------
    WorldError: with file, column and row.
    """
    columns = read_columns(table)
    name = str(table)
    ages = _ages(columns, name)
    places = _patches_of(np.unique(columns["patch"]).tolist()) if patches is None else read_patches(patches)
    home = _numbers(columns["patch"], places.labels, f"{name}: patch")
    house = np.unique(columns["household"], return_inverse=True)[1]
    _check_households(home, house, columns["household"], name)
    order = np.lexsort((house, home))
    group_labels, group = _groups(columns["day_group"])
    group_patch = _group_patches(columns, group, home, places, len(group_labels), name)
    start, other = _nearest_links(places)
    arrays = assemble_listed(
        world_seed=seed,
        patch=home[order],
        household=house[order],
        day_group=group[order],
        age_group=np.minimum(ages // 5, N_AGE_GROUPS - 1)[order],
        kind=_kinds(columns, group, name)[order],
        group_patch=group_patch,
        patch_district=places.district,
        n_districts=len(places.district_names),
        link_start=start,
        link_patch=other,
        trip_cum=_trips(places, home),
        neighbour_start=np.zeros(0, dtype=np.int64),
        neighbour_person=np.zeros(0, dtype=np.int64),
    )
    return World("people", arrays, places.district_names, NOWHERE)


def read_columns(path: Path) -> dict[str, NDArray[Any]]:
    """Return the columns of a table of people as arrays of text, or raise WorldError."""
    try:
        table = _read_parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _read_csv(path)
    except OSError as error:
        raise WorldError(
            f"{path}: cannot be read ({error}); give the path of a CSV or Parquet file that exists."
        ) from None
    for column in REQUIRED:
        if column not in table.column_names:
            hint = nearest(column, table.column_names)
            raise WorldError(f"{path}: column {column!r} is missing; found {', '.join(table.column_names)}.{hint}")
    if table.num_rows == 0:
        raise WorldError(f"{path}: the table is empty; give a row for each person.")
    text = {name: table.column(name).cast(pa.string()).fill_null("") for name in table.column_names}
    columns = {name: column.to_numpy(zero_copy_only=False).astype(str) for name, column in text.items()}
    for column in ("patch", "household", "age"):
        _check_filled(columns[column], f"{path}: {column}")
    if "person" in columns:
        labels, counts = np.unique(columns["person"], return_counts=True)
        if counts.max() > 1:
            raise WorldError(
                f"{path}: person: found {str(labels[counts.argmax()])!r} more than once; give everybody an own label."
            )
    return columns


def _read_csv(path: Path) -> pa.Table:
    if not path.exists() or path.stat().st_size == 0:
        raise WorldError(f"{path}: the file is empty or does not exist; give {', '.join(REQUIRED)} for each person.")
    with path.open("rb") as file:
        heading = file.readline().decode("utf-8-sig", errors="replace").strip().split(",")
    types = {column.strip().strip('"'): pa.string() for column in heading}
    try:
        return pa_csv.read_csv(path, convert_options=pa_csv.ConvertOptions(column_types=types))
    except pa.ArrowInvalid as error:
        raise WorldError(f"{path}: {error}; give a table in UTF-8 with as many cells in each row as columns.") from None


def _read_parquet(path: Path) -> pa.Table:
    try:
        return pa_parquet.read_table(path)
    except pa.ArrowInvalid as error:
        raise WorldError(f"{path}: this is no Parquet file ({error}).") from None


def _check_filled(values: NDArray[Any], what: str) -> None:
    empty = np.flatnonzero(values == "")
    if len(empty):
        raise WorldError(f"{what}: person in row {empty[0] + 1} has none; give one.")


def _ages(columns: dict[str, NDArray[Any]], name: str) -> I64:
    try:
        ages = columns["age"].astype(np.float64)
    except ValueError:
        wrong = next(i for i, text in enumerate(columns["age"]) if not _is_number(text))
        found = str(columns["age"][wrong])
        raise WorldError(f"{name}: age: found {found!r} in row {wrong + 1}; give a number of years.") from None
    impossible = np.flatnonzero(~((ages >= 0) & (ages <= 130)))
    if len(impossible):
        i = int(impossible[0])
        raise WorldError(f"{name}: age: found {columns['age'][i]} in row {i + 1}; give 0 to 130 years.")
    return ages.astype(np.int64)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _numbers(values: NDArray[Any], labels: Iterable[str], what: str) -> I64:
    """Return the place of each value among labels, or raise WorldError at the first that is not there."""
    place = {label: i for i, label in enumerate(labels)}
    distinct, inverse = np.unique(values, return_inverse=True)
    for label in distinct.tolist():
        if label not in place:
            row = int(np.flatnonzero(values == label)[0]) + 1
            raise WorldError(f"{what}: found {label!r} in row {row}, which is not known.{nearest(label, place)}")
    return np.array([place[label] for label in distinct.tolist()], dtype=np.int64)[inverse]


def _check_households(home: I64, house: I64, label: NDArray[Any], name: str) -> None:
    first = np.full(house.max() + 1, -1, dtype=np.int64)
    first[house[::-1]] = home[::-1]
    wrong = np.flatnonzero(first[house] != home)
    if len(wrong):
        i = int(wrong[0])
        raise WorldError(
            f"{name}: household {str(label[i])!r} (row {i + 1}): its members live in two patches; give it one."
        )


def _groups(values: NDArray[Any]) -> tuple[NDArray[Any], I64]:
    """Return the labels of day groups and everybody's group, -1 where it is left out or -1."""
    has = (values != "") & (values != "-1")
    labels, number = np.unique(values[has], return_inverse=True)
    group = np.full(len(values), -1, dtype=np.int64)
    group[has] = number
    return labels, group


def _kinds(columns: dict[str, NDArray[Any]], group: I64, name: str) -> I64:
    kind = np.where(group >= 0, int(DayKind.WORK), int(DayKind.NONE))
    if "kind" in columns:
        text = np.where(columns["kind"] == "", np.where(group >= 0, "work", "none"), columns["kind"])
        given = _numbers(text, KINDS, f"{name}: kind")
        kind = np.where(group >= 0, given, int(DayKind.NONE))
        idle = np.flatnonzero((group >= 0) & (kind == DayKind.NONE))
        if len(idle):
            raise WorldError(
                f"{name}: kind: found none in row {idle[0] + 1}, who has a day group; give what the group is."
            )
    return kind


def _group_patches(
    columns: dict[str, NDArray[Any]], group: I64, home: I64, places: Patches, n_groups: int, name: str
) -> I64:
    """Return where each day group meets: its day_patch, else the patch where most members live."""
    given = columns.get("day_patch")
    where = home.copy()
    if given is not None:
        said = given != ""
        where[said] = _numbers(given[said], places.labels, f"{name}: day_patch")
    has = group >= 0
    code, count = np.unique(group[has] * len(places.labels) + where[has], return_counts=True)
    order = np.argsort(count, kind="stable")
    meets = np.zeros(n_groups, dtype=np.int64)
    meets[code[order] // len(places.labels)] = code[order] % len(places.labels)
    return meets


def _patches_of(labels: list[str]) -> Patches:
    """Return patches in order of their labels, each its own district (one district for all of more than a thousand)."""
    nothing = np.zeros(0)
    if len(labels) > MAX_OWN_DISTRICTS:
        return Patches(tuple(labels), np.zeros(len(labels), dtype=np.int32), ("everywhere",), nothing, nothing)
    return Patches(tuple(labels), np.arange(len(labels), dtype=np.int32), tuple(labels), nothing, nothing)


def read_patches(path: Path) -> Patches:
    """Return the patches in a table (patch, longitude, latitude, and district where given), ordered by district."""
    rows = read_rows(read_text(path), str(path), ("patch", "longitude", "latitude"))
    labels = [text_in(row, "patch") for row in rows]
    for i, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if label in labels[:i]:
            raise WorldError(f"{row.place}: patch: found {label!r} a second time; give each patch one row.")
    named = [
        text_in(row, "district") if "district" in row.cells else label for row, label in zip(rows, labels, strict=True)
    ]
    names = tuple(dict.fromkeys(named))
    district = np.array([names.index(name) for name in named])
    order = np.argsort(district, kind="stable")
    position = np.array([(number_in(row, "longitude", -180, 180), number_in(row, "latitude", -90, 90)) for row in rows])
    return Patches(
        tuple(labels[i] for i in order), district[order].astype(np.int32), names, position[order, 0], position[order, 1]
    )


def _nearest_links(places: Patches) -> tuple[I64, I32]:
    n = len(places.labels)
    if len(places.longitude) == 0 or n == 1:
        return np.zeros(n + 1, dtype=np.int64), np.zeros(0, dtype=np.int32)
    k = min(N_NEAREST, n - 1)
    x, y = places.longitude, places.latitude
    far = np.empty((n, k), dtype=np.int64)
    for i in range(n):
        km = great_circle_km(x[i], y[i], x, y)
        km[i] = np.inf
        far[i] = np.argpartition(km, k - 1)[:k]
    near = np.repeat(np.arange(n), k)
    return as_lists(n, np.concatenate((near, far.ravel())), np.concatenate((far.ravel(), near)))


def _trips(places: Patches, home: I64) -> F64:
    n = len(places.district_names)
    if len(places.longitude) == 0 or n == 1:
        return np.zeros((0, 0))
    size = np.bincount(places.district, minlength=n)
    x, y = (np.bincount(places.district, weights=a, minlength=n) / size for a in (places.longitude, places.latitude))
    residents = np.bincount(places.district[home], minlength=n).astype(np.float64)
    return trip_cumulative(residents, great_circle_km(x[:, None], y[:, None], x[None, :], y[None, :]))
