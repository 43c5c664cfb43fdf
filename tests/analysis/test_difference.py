"""The difference of two runs, against the same counted person by person in plain Python."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_runs import DEAD, N_PATCHES, chance_log, info_of, write_run

from hyosan.analysis.difference import DISTRICT_COLUMNS, PEOPLE_COLUMNS, Difference, difference
from hyosan.record.errors import RecordError
from hyosan.terms import EventKind

N_PEOPLE = 300
Days = dict[int, float]


def branched_log(seed: int, rows: np.ndarray, at_days: float) -> np.ndarray:
    """Return another future of a made-up run: some later infections never happen, others later, some are new."""
    dice = np.random.default_rng(seed)
    kept = []
    gone: set[int] = set()
    for row in rows:
        row = row.copy()
        if row["time_days"] > at_days:
            if row["kind"] <= EventKind.INFECTION and dice.random() < 0.3:
                gone.add(int(row["person"]))
            if int(row["person"]) in gone:
                continue
            row["time_days"] += 0.25 * (dice.random() < 0.5)
        kept.append(row)
    never = sorted(set(range(N_PEOPLE)) - {int(row["person"]) for row in rows})
    for person in never[:7]:
        new = rows[0].copy()
        new["time_days"], new["person"], new["kind"] = at_days + 0.5, person, EventKind.INFECTION
        dead = new.copy()
        dead["time_days"], dead["kind"], dead["from_state"], dead["to_state"] = at_days + 2.0, 3, new["to_state"], DEAD
        kept += [new, dead]
    kept.sort(key=lambda row: float(row["time_days"]))
    return np.array(kept, rows.dtype)


def counted(rows: np.ndarray) -> tuple[Days, Days]:
    infected: Days = {}
    dead: Days = {}
    for row in rows:
        if row["kind"] <= EventKind.INFECTION:
            infected[int(row["person"])] = float(row["time_days"])
        if row["to_state"] == DEAD and row["from_state"] != DEAD:
            dead[int(row["person"])] = float(row["time_days"])
    return infected, dead


def plain_tally(sides: list[tuple[Days, Days]], people: range) -> dict[str, int]:
    (a, dead_a), (b, dead_b) = [
        ({p: d for p, d in x.items() if p in people}, {p: d for p, d in y.items() if p in people}) for x, y in sides
    ]
    both = a.keys() & b.keys()
    return {
        "n_infected_parent": len(a),
        "n_infected_branch": len(b),
        "n_spared": len(a.keys() - b.keys()),
        "n_lost": len(b.keys() - a.keys()),
        "n_both": len(both),
        "n_later": sum(b[p] > a[p] for p in both),
        "n_earlier": sum(b[p] < a[p] for p in both),
        "n_dead_parent": len(dead_a),
        "n_dead_branch": len(dead_b),
        "n_deaths_spared": len(dead_a.keys() - dead_b.keys()),
        "n_deaths_lost": len(dead_b.keys() - dead_a.keys()),
    }


def made(folder: Path, seed: int) -> tuple[Difference, list[tuple[Days, Days]], float]:
    rows = chance_log(seed, N_PEOPLE, 150, n_seeds=2)
    at_days = float(np.quantile(rows["time_days"], 0.3))
    other = branched_log(seed, rows, at_days)
    parent = write_run(folder / "parent", rows, info_of(rows, N_PEOPLE))
    branch = write_run(folder / "branch", other, info_of(other, N_PEOPLE))
    return difference(parent, branch, at_days, np.arange(N_PATCHES) < 5), [counted(rows), counted(other)], at_days


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_difference_is_what_counting_gives(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    found, sides, at_days = made(tmp_path_factory.mktemp("runs"), seed)
    border = int(np.linspace(0, N_PEOPLE, N_PATCHES + 1)[5])
    assert asdict(found.total) == plain_tally(sides, range(N_PEOPLE))
    assert found.inside is not None
    assert found.outside is not None
    assert asdict(found.inside) == plain_tally(sides, range(border))
    assert asdict(found.outside) == plain_tally(sides, range(border, N_PEOPLE))
    assert found.total.n_spared + found.total.n_both == found.total.n_infected_parent
    assert found.total.n_lost + found.total.n_both == found.total.n_infected_branch
    assert found.n_before == sum(days <= at_days for days in sides[0][0].values())
    (a, dead_a), (b, dead_b) = sides
    differ = {p for p in a.keys() | b.keys() if a.get(p) != b.get(p) or dead_a.get(p) != dead_b.get(p)}
    people = {row["person"]: row for row in found.people.to_pylist()}
    assert people.keys() == differ
    for person, row in people.items():
        assert (row["parent_days"], row["branch_days"]) == (a.get(person), b.get(person))
        assert (row["parent_death_days"], row["branch_death_days"]) == (dead_a.get(person), dead_b.get(person))
        fate = "both" if person in a and person in b else ("spared" if person in a else "lost")
        assert row["infection"] == fate
        assert row["patch"] == np.searchsorted(np.linspace(0, N_PEOPLE, N_PATCHES + 1).astype(int), person, "right") - 1
        assert row["later_days"] == (b[person] - a[person] if fate == "both" else None)
    assert found.parted_days is None or found.parted_days > at_days
    for name, value in asdict(found.total).items():
        assert sum(found.districts.column(name).to_pylist()) == value


def test_same_run_twice_differs_in_nothing(tmp_path: Path) -> None:
    rows = chance_log(1, N_PEOPLE, 100)
    record = write_run(tmp_path / "run", rows, info_of(rows, N_PEOPLE))
    found = difference(record, record, 1.0)
    assert (found.parted_days, found.median_later_days, found.people.num_rows) == (None, None, 0)
    assert found.total.n_both == found.total.n_infected_parent == record.info.n_infected
    assert (found.inside, found.outside) == (None, None)
    assert found.people.column_names == [column.name for column in PEOPLE_COLUMNS]
    assert found.districts.column_names == [column.name for column in DISTRICT_COLUMNS]


def test_runs_of_two_worlds_cannot_be_compared(tmp_path: Path) -> None:
    rows = chance_log(1, N_PEOPLE, 100)
    parent = write_run(tmp_path / "parent", rows, info_of(rows, N_PEOPLE))
    other = write_run(tmp_path / "other", rows, info_of(rows, N_PEOPLE + 1))
    with pytest.raises(RecordError, match="another world"):
        difference(parent, other, 1.0)
    with pytest.raises(ValueError, match="one a patch"):
        difference(parent, parent, 1.0, np.zeros(3, np.bool_))
