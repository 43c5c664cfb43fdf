"""Districts read from a table, with optional boundaries (GeoJSON) and flows of commuters (CSV)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hyosan.world.arrays import F64, I64
from hyosan.world.errors import WorldError, nearest
from hyosan.world.tables import Row, number_in, read_rows, read_text, text_in, whole_in

REQUIRED = ("name", "residents", "area_km2", "longitude", "latitude")
NAME_PROPERTIES = ("name", "name_en", "name_eng", "NAME", "name_ko", "code", "id")

Ring = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude) in degrees."""

Polygon = tuple[Ring, ...]
"""An outer ring and its holes."""


@dataclass(frozen=True)
class Districts:
    """The districts of a world, in the order of their table.

    residents: people who live there. workers: people who work there (0 throughout where the table does not say).
    area_km2; longitude and latitude in degrees: a point inside the district from which it grows.
    """

    names: tuple[str, ...]
    residents: I64
    workers: F64
    area_km2: F64
    longitude: F64
    latitude: F64

    @property
    def radius_km(self) -> F64:
        """Radius of a circle with the district's area."""
        return np.sqrt(self.area_km2 / np.pi)


def read_districts(path: Path) -> Districts:
    """Return the districts in a table: name, residents, workers (optional), area_km2, longitude, latitude.

    Raises
    ------
    WorldError: the file cannot be read, a column is missing, or a value is impossible; with file and line.
    """
    return parse_districts(read_text(path), str(path))


def parse_districts(text: str, name: str) -> Districts:
    """Return the districts in the text of a table; name is what messages call the file."""
    rows = read_rows(text, name, REQUIRED)
    names = _unique_names(rows)
    residents = np.array([whole_in(row, "residents") for row in rows], dtype=np.int64)
    if residents.sum() == 0:
        raise WorldError(f"{name}: residents: found 0 in all districts together; give at least one person.")
    has_workers = "workers" in rows[0].cells
    return Districts(
        names=names,
        residents=residents,
        workers=np.array([number_in(row, "workers", 0) if has_workers else 0.0 for row in rows]),
        area_km2=np.array([_area(row) for row in rows]),
        longitude=np.array([number_in(row, "longitude", -180, 180) for row in rows]),
        latitude=np.array([number_in(row, "latitude", -90, 90) for row in rows]),
    )


def _unique_names(rows: list[Row]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for row in rows:
        name = text_in(row, "name")
        if name in seen:
            raise WorldError(
                f"{row.place}: name: found {name!r}, which {seen[name]} has already; "
                f"names must differ, for example '{name} (province)'."
            )
        seen[name] = row.place
    return tuple(seen)


def _area(row: Row) -> float:
    area = number_in(row, "area_km2", 0)
    if area == 0:
        raise WorldError(f"{row.place}: area_km2: found {row.cells['area_km2']}; give an area above zero in km².")
    return area


def read_flows(path: Path, names: tuple[str, ...]) -> F64:
    """Return (D, D) commuters by district of residence (row) and of work (column).

    The table has columns origin, destination and workers; pairs that it leaves out are 0. The numbers are weights: a
    row is scaled to the residents who work.

    Raises
    ------
    WorldError: an unknown district (with the nearest name), a pair twice, a negative number, or no number above zero.
    """
    number = {name: i for i, name in enumerate(names)}
    flows: F64 = np.full((len(names), len(names)), -1.0)
    for row in read_rows(read_text(path), str(path), ("origin", "destination", "workers")):
        pair = tuple(_district(row, column, number) for column in ("origin", "destination"))
        if flows[pair] >= 0:
            names_of_pair = f"{row.cells['origin']!r} to {row.cells['destination']!r}"
            raise WorldError(f"{row.place}: the pair {names_of_pair} occurs twice; give it one row.")
        flows[pair] = number_in(row, "workers", 0)
    flows = np.maximum(flows, 0.0)
    if flows.sum() == 0:
        raise WorldError(f"{path}: workers: found 0 in all rows together; give at least one commuter.")
    return flows


def _district(row: Row, column: str, number: Mapping[str, int]) -> int:
    name = text_in(row, column)
    if name not in number:
        raise WorldError(
            f"{row.place}: {column}: found {name!r}, which is no district of the table.{nearest(name, number)}"
        )
    return number[name]


def read_boundaries(path: Path, districts: Districts) -> dict[int, tuple[Polygon, ...]]:
    """Return the polygons of each district that a GeoJSON file gives, by the district's number.

    A feature belongs to the district whose name one of its properties holds (name, name_en, name_eng, NAME, name_ko,
    code or id). Districts without a feature grow from their point instead.

    Raises
    ------
    WorldError: no GeoJSON, a feature without polygon or district, or a district whose point lies outside its polygon.
    """
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise WorldError(f"{place}: this is not JSON ({error.msg}); give a GeoJSON file.") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise WorldError(f"{path}: found no features; give a GeoJSON FeatureCollection of districts.")
    number = {name: i for i, name in enumerate(districts.names)}
    out: dict[int, tuple[Polygon, ...]] = {}
    for k, feature in enumerate(features):
        place = f"{path}: features[{k}]"
        district = _feature_district(place, feature, number)
        out[district] = out.get(district, ()) + _polygons(place, feature)
    for district, polygons in out.items():
        _check_point(path, districts, district, polygons)
    return out


def _feature_district(place: str, feature: Any, number: Mapping[str, int]) -> int:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        properties = {}
    found = [str(properties[key]) for key in NAME_PROPERTIES if key in properties]
    for name in found:
        if name in number:
            return number[name]
    if not found:
        raise WorldError(f"{place}: found no property that names a district; give 'name' as in the table.")
    raise WorldError(f"{place}: found {found[0]!r}, which is no district of the table.{nearest(found[0], number)}")


def _polygons(place: str, feature: Any) -> tuple[Polygon, ...]:
    geometry = feature.get("geometry") or {}
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise WorldError(f"{place}: found geometry {kind!r}; give Polygon or MultiPolygon.")
    parts = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
    try:
        return tuple(tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in part) for part in parts)
    except (TypeError, ValueError, IndexError, KeyError):
        raise WorldError(f"{place}: its coordinates are no rings of [longitude, latitude].") from None


def _check_point(path: Path, districts: Districts, district: int, polygons: tuple[Polygon, ...]) -> None:
    x, y = float(districts.longitude[district]), float(districts.latitude[district])
    if not any(inside(x, y, polygon) for polygon in polygons):
        raise WorldError(
            f"{path}: the point of {districts.names[district]!r} (longitude {x:g}, latitude {y:g}) lies outside its "
            "polygon; correct the point in the table, and look whether longitude and latitude are exchanged."
        )


def inside(x: float, y: float, polygon: Polygon) -> bool:
    """Return whether a point lies in a polygon and in none of its holes (even-odd rule)."""
    crossings = 0
    for ring in polygon:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1
