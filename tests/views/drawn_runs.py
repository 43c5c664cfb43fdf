"""Small saved runs for the tests of pictures, written without an engine."""

from pathlib import Path

import h3
import numpy as np
from numpy.typing import NDArray

from hyosan.record.events import LOG_DTYPE, event_schema
from hyosan.record.load import Record, load_record
from hyosan.record.patches import patch_table, write_patches
from hyosan.record.provenance import RunInfo, StateInfo, WorldInfo, write_info
from hyosan.record.store import EVENTS_FOLDER, INFO_FILE, PATCHES_FILE
from hyosan.record.writer import EventWriter
from hyosan.terms import EventKind, Outcome
from hyosan.views.land import Land

STATES = ("susceptible", "infectious", "recovered")
NOTHING = np.empty(0)
NO_CELL = np.empty(0, np.uint64)


def hex_land(n_people: int = 500, resolution: int = 7) -> Land:
    """Return 37 hexagons around a point in Seoul, in two districts."""
    cells = sorted(
        h3.grid_disk(h3.latlng_to_cell(37.55, 127.0, resolution), 3), key=lambda cell: h3.cell_to_latlng(cell)[1]
    )
    places = np.array([h3.cell_to_latlng(cell) for cell in cells])
    return Land(
        layout="hex",
        patch_start=np.arange(len(cells) + 1, dtype=np.int64) * n_people,
        patch_district=(np.arange(len(cells)) >= 18).astype(np.int32),
        district_names=("West", "East"),
        longitude=places[:, 1],
        latitude=places[:, 0],
        cell=np.array([h3.str_to_int(cell) for cell in cells], np.uint64),
    )


def grid_land(n_rows: int, n_columns: int, n_people: int = 100, layout: str = "grid") -> Land:
    """Return a grid of square patches 2 km wide, rows from south to north, or sites of n_people each."""
    row, column = np.divmod(np.arange(n_rows * n_columns), n_columns)
    return Land(
        layout=layout,
        patch_start=np.arange(n_rows * n_columns + 1, dtype=np.int64) * n_people,
        patch_district=np.zeros(n_rows * n_columns, np.int32),
        district_names=("all",),
        longitude=2.0 * column,
        latitude=2.0 * row,
        cell=NO_CELL,
        n_rows=n_rows,
        n_columns=n_columns,
    )


def mixed_land(n_people: int = 1000) -> Land:
    """Return one patch that lies nowhere."""
    start, district = np.array([0, n_people], np.int64), np.zeros(1, np.int32)
    return Land("none", start, district, ("everybody",), NOTHING, NOTHING, NO_CELL)


def saved_run(
    folder: Path,
    land: Land,
    time_days: NDArray[np.float64],
    person: NDArray[np.int64],
    end_days: float,
    stills_days: tuple[float, ...] = (),
) -> Record:
    """Write a run in which these people are infected at these times, the first seeded; each recovers a day later."""
    folder.mkdir(parents=True)
    n = len(time_days)
    rows = np.zeros(2 * n, LOG_DTYPE)
    rows["time_days"] = np.concatenate((time_days, time_days + 1.0))
    rows["person"] = np.tile(person, 2)
    rows["kind"] = np.repeat([EventKind.INFECTION, EventKind.TRANSITION], n)
    rows["kind"][:1] = EventKind.SEEDING
    rows["from_state"], rows["to_state"] = np.repeat([0, 1], n), np.repeat([1, 2], n)
    rows = rows[np.argsort(rows["time_days"], kind="stable")]
    with EventWriter(folder / EVENTS_FOLDER, event_schema(STATES)) as writer:
        writer.write(rows)
    table = patch_table(land.patch_start, land.patch_district, land.longitude, land.latitude, land.cell)
    write_patches(folder / PATCHES_FILE, table)
    write_info(folder / INFO_FILE, info(land, n, len(rows), end_days, stills_days))
    return load_record(folder)


def info(land: Land, n_infected: int, n_events: int, end_days: float, stills_days: tuple[float, ...]) -> RunInfo:
    """Return what run.json says of such a run."""
    n_people = int(land.patch_start[-1])
    scenario = {
        "description": "A test.",
        "stills_days": list(stills_days),
        "pathogen": {"name": "cold", "fiction": True},
    }
    return RunInfo(
        name="test town",
        seed=7,
        scenario_hash="0" * 64,
        scenario=scenario,
        states=tuple(StateInfo(name, name == "infectious", name == "recovered", False, False) for name in STATES),
        world=WorldInfo(
            "test", n_people, land.n_patches, land.district_names, land.layout, land.n_rows, land.n_columns
        ),
        outcome=Outcome.EXTINCT,
        end_days=end_days,
        n_infected=n_infected,
        n_events=n_events,
        state_counts=(n_people - n_infected, 0, n_infected),
        seconds={},
        versions={},
        created="2025-01-01T00:00:00+00:00",
    )
