"""The difference between two futures of one past, person by person: whom a decision spared, and whom it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.analysis.fates import Fates, read_fates
from hyosan.analysis.tables import Column, finish
from hyosan.record.errors import RecordError
from hyosan.record.events import name_column
from hyosan.record.load import Record

FATES: Final = ("spared", "lost", "both", "neither")
"""Infected in the parent only, in the branch only, in both, in neither; the same words serve for deaths."""

SPARED, LOST, BOTH, NEITHER = range(len(FATES))

PEOPLE_COLUMNS: Final = (
    Column("person", "int64", "", "who fares otherwise in the branch; each person once, in order of number"),
    Column("patch", "int32", "", "their home"),
    Column("district", "int32", "", "its district: place in the list of district names in run.json"),
    Column("infection", "dictionary", "", "spared: infected in the parent only; lost: in the branch only; both"),
    Column("parent_days", "double", "days", "when they were infected in the parent; null: never"),
    Column("branch_days", "double", "days", "when they were infected in the branch; null: never"),
    Column("later_days", "double", "days", "how much later in the branch (below 0: earlier); null unless both"),
    Column("death", "dictionary", "", "spared, lost, both or neither, likewise"),
    Column("parent_death_days", "double", "days", "when they died in the parent; null: never"),
    Column("branch_death_days", "double", "days", "when they died in the branch; null: never"),
)
"""The columns of the table of people."""

COUNTS: Final = (
    ("n_infected_parent", "infected in the parent"),
    ("n_infected_branch", "infected in the branch"),
    ("n_spared", "infected in the parent only"),
    ("n_lost", "infected in the branch only"),
    ("n_both", "infected in both"),
    ("n_later", "of those in both, later in the branch"),
    ("n_earlier", "of those in both, earlier in the branch"),
    ("n_dead_parent", "died in the parent"),
    ("n_dead_branch", "died in the branch"),
    ("n_deaths_spared", "died in the parent only"),
    ("n_deaths_lost", "died in the branch only"),
)
"""What is counted of each group of people, by their homes."""

SHARED_INFECTED: Final = ("n_infected_parent", "n_infected_branch", "n_both")
SHARED_DEAD: Final = ("n_dead_parent", "n_dead_branch")
"""Counts that hold those too who were infected, or died, in the past that both futures share."""

DISTRICT_COLUMNS: Final = (
    Column("district", "dictionary", "", "name of the district, by people's homes; only districts with infections"),
    *(Column(name, "int64", "", meaning) for name, meaning in COUNTS),
)
"""The columns of the table of districts."""


@dataclass(frozen=True)
class Tally:
    """How people fare in the two futures, counted by their homes; the past that both share is included.

    spared: infected in the parent only; lost: in the branch only; later, earlier: of those infected in both.
    n_dead and n_deaths: in a state that says dead; the destroyed are not counted.
    """

    n_infected_parent: int
    n_infected_branch: int
    n_spared: int
    n_lost: int
    n_both: int
    n_later: int
    n_earlier: int
    n_dead_parent: int
    n_dead_branch: int
    n_deaths_spared: int
    n_deaths_lost: int


@dataclass(frozen=True)
class Difference:
    """What a decision changed.

    at_days: the moment. n_before: infections until then, in both. parted_days: the first infection or death that only
    one of the futures has, or has at that time; None if there is none. median_later_days: of those infected in both at
    different times; None if nobody. total; inside, outside: of an area, by homes, None if none was given. people:
    PEOPLE_COLUMNS, everybody whose infection or death differs. districts: DISTRICT_COLUMNS.
    """

    at_days: float
    n_before: int
    parted_days: float | None
    median_later_days: float | None
    total: Tally
    inside: Tally | None
    outside: Tally | None
    people: pa.Table
    districts: pa.Table


@dataclass(frozen=True)
class _Homes:
    """The home patch of everybody in the lists of Fates: int32."""

    person: NDArray[np.int32]
    past_infected: NDArray[np.int32]
    past_dead: NDArray[np.int32]


def difference(parent: Record, branch: Record, at_days: float, inside: NDArray[np.bool_] | None = None) -> Difference:
    """Return how people fare in a branch, against the run that it comes from.

    Parameters: parent, branch, two runs of one world; at_days, up to when they are the same; inside, (P) bool, the
    patches of an area, or None. Raises RecordError if the runs are not of one world, ValueError for a wrong area.
    """
    _check_same_world(parent, branch)
    patches = parent.patches()
    first_person = patches.column("first_person").to_numpy()
    patch_district = patches.column("district").to_numpy()
    if inside is not None and np.shape(inside) != patch_district.shape:
        raise ValueError(f"inside: found shape {np.shape(inside)}; allowed is {patch_district.shape}, one a patch")
    fates = read_fates(parent, branch, at_days)
    homes = _homes(fates, first_person)
    names = parent.info.world.district_names
    by_district = _count(fates, homes, patch_district, len(names))
    by_side = None if inside is None else _count(fates, homes, np.where(inside, 0, 1), 2)
    later = fates.branch_days - fates.parent_days
    shifted = later[np.isfinite(later) & (later != 0.0)]
    return Difference(
        at_days=at_days,
        n_before=fates.n_past,
        parted_days=_parted(fates),
        median_later_days=float(np.median(shifted)) if len(shifted) else None,
        total=_tally(by_district.sum(axis=1)),
        inside=None if by_side is None else _tally(by_side[:, 0]),
        outside=None if by_side is None else _tally(by_side[:, 1]),
        people=_people_table(fates, homes.person, patch_district[homes.person]),
        districts=_district_table(by_district, names),
    )


def _check_same_world(parent: Record, branch: Record) -> None:
    if parent.info.world != branch.info.world or parent.info.state_names != branch.info.state_names:
        raise RecordError(
            f"{branch.folder}: this run has another world or pathogen than {parent.folder}, so people cannot be "
            "compared. What to do: give a run and a branch of it."
        )


def _fate(parent_days: NDArray[np.float64], branch_days: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the place in FATES of each person."""
    in_parent, in_branch = np.isfinite(parent_days), np.isfinite(branch_days)
    fate = np.full(len(parent_days), NEITHER, np.uint8)
    fate[in_parent & ~in_branch] = SPARED
    fate[in_branch & ~in_parent] = LOST
    fate[in_parent & in_branch] = BOTH
    return fate


def _homes(fates: Fates, first_person: NDArray[np.int64]) -> _Homes:
    lists = (fates.person, fates.past_infected, fates.past_dead)
    return _Homes(*((np.searchsorted(first_person, who, side="right") - 1).astype(np.int32) for who in lists))


def _count(fates: Fates, homes: _Homes, group: NDArray[np.integer], n_groups: int) -> NDArray[np.int64]:
    """Return how many people of each group each of COUNTS holds: int64 (counts, groups). group: of each patch."""
    infection = _fate(fates.parent_days, fates.branch_days)
    death = _fate(fates.parent_death, fates.branch_death)
    holds = {
        "n_infected_parent": np.isfinite(fates.parent_days),
        "n_infected_branch": np.isfinite(fates.branch_days),
        "n_spared": infection == SPARED,
        "n_lost": infection == LOST,
        "n_both": infection == BOTH,
        "n_later": fates.branch_days > fates.parent_days,
        "n_earlier": fates.branch_days < fates.parent_days,
        "n_dead_parent": np.isfinite(fates.parent_death),
        "n_dead_branch": np.isfinite(fates.branch_death),
        "n_deaths_spared": death == SPARED,
        "n_deaths_lost": death == LOST,
    }
    own = group[homes.person]
    counts = {name: np.bincount(own[who], minlength=n_groups) for name, who in holds.items()}
    for names, past in ((SHARED_INFECTED, homes.past_infected), (SHARED_DEAD, homes.past_dead)):
        more = np.bincount(group[past], minlength=n_groups)
        counts |= {name: counts[name] + more for name in names}
    return np.array([counts[name] for name, _ in COUNTS], np.int64)


def _tally(counts: NDArray[np.int64]) -> Tally:
    return Tally(*(int(count) for count in counts))


def _differs(parent_days: NDArray[np.float64], branch_days: NDArray[np.float64]) -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = (parent_days != branch_days) & ~(np.isnan(parent_days) & np.isnan(branch_days))
    return differs


def _parted(fates: Fates) -> float | None:
    firsts = []
    for parent_days, branch_days in (
        (fates.parent_days, fates.branch_days),
        (fates.parent_death, fates.branch_death),
    ):
        differs = _differs(parent_days, branch_days)
        firsts.append(np.fmin(parent_days, branch_days)[differs])
    both = np.concatenate(firsts)
    return float(both.min()) if len(both) else None


def _people_table(fates: Fates, patch: NDArray[np.int32], district: NDArray[np.int32]) -> pa.Table:
    differs = _differs(fates.parent_days, fates.branch_days) | _differs(fates.parent_death, fates.branch_death)
    at = np.flatnonzero(differs)
    columns = {
        "person": pa.array(fates.person[at]),
        "patch": pa.array(patch[at].astype(np.int32)),
        "district": pa.array(district[at].astype(np.int32)),
        "infection": name_column(_fate(fates.parent_days, fates.branch_days)[at], FATES),
        "parent_days": pa.array(fates.parent_days[at], from_pandas=True),
        "branch_days": pa.array(fates.branch_days[at], from_pandas=True),
        "later_days": pa.array((fates.branch_days - fates.parent_days)[at], from_pandas=True),
        "death": name_column(_fate(fates.parent_death, fates.branch_death)[at], FATES),
        "parent_death_days": pa.array(fates.parent_death[at], from_pandas=True),
        "branch_death_days": pa.array(fates.branch_death[at], from_pandas=True),
    }
    return finish(columns, PEOPLE_COLUMNS)


def _district_table(by_district: NDArray[np.int64], names: Sequence[str]) -> pa.Table:
    at = np.flatnonzero(by_district[0] + by_district[1] > 0)
    columns = {"district": pa.array([names[int(i)] for i in at], pa.string()).dictionary_encode()}
    columns |= {name: pa.array(by_district[row, at]) for row, (name, _) in enumerate(COUNTS)}
    return finish(columns, DISTRICT_COLUMNS)
