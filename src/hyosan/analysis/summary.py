"""What happened in a run, in a few numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.early import read_early
from hyosan.analysis.growth import Growth, Reproduction, fit_growth, mean_offspring, window_end
from hyosan.analysis.scan import FirstRow, Scan, peak_step, scan
from hyosan.record.events import kind_names, setting_names
from hyosan.record.load import Record
from hyosan.record.provenance import RunInfo
from hyosan.terms import OUTCOME_SENTENCES, SUSCEPTIBLE, EventKind, Outcome, Setting


@dataclass(frozen=True)
class Arrival:
    """The first infection somewhere: when, in which patch and district, in what setting, who infected whom."""

    time_days: float
    patch: int
    district: str
    setting: str
    person: int
    source: int


@dataclass(frozen=True)
class Peak:
    """When the run was at its worst.

    n_new people were infected in the worst step, which begins at new_from_days and is step_days long. n_infectious
    people were infectious at the same time at infectious_days; looked at 24 times a step.
    """

    step_days: float
    new_from_days: float
    n_new: int
    infectious_days: float
    n_infectious: int


@dataclass(frozen=True)
class Summary:
    """A run in a few numbers.

    outcome and what it means; end_days. first: the first infection. origin_districts: where it began, the districts
    of all infections at the time of the first. first_other_patch, first_other_district: the first later infection
    outside the patches and the districts where it began; None if there was none. n_infected people ever, of whom
    n_seeded and n_imported; n_never_infected. n_patches_reached, n_districts_reached: where infections happened.
    n_dead: in a state that says dead at the end, the destroyed not counted; n_destroyed: attackers destroyed.
    n_by_setting: infections from person to person. n_by_state: people in each state at the end. n_by_event: rows of the
    log by kind.
    """

    name: str
    seed: int
    outcome: Outcome
    outcome_sentence: str
    end_days: float
    n_people: int
    n_infected: int
    n_seeded: int
    n_imported: int
    n_never_infected: int
    n_dead: int
    n_destroyed: int
    n_patches_reached: int
    n_districts_reached: int
    first: Arrival | None
    origin_districts: tuple[str, ...]
    first_other_patch: Arrival | None
    first_other_district: Arrival | None
    growth: Growth
    reproduction: Reproduction
    peak: Peak | None
    n_by_setting: Mapping[str, int]
    n_by_state: Mapping[str, int]
    n_by_event: Mapping[str, int]


def summarise(record: Record) -> Summary:
    """Return what happened in a run; the log is read piece by piece, so memory does not grow with it."""
    info = record.info
    patch_district = record.patches().column("district").to_numpy()
    found = scan(record, patch_district)
    early = read_early(record)
    final = found.counts[-1]
    first, other_patch, other_district = (
        _arrival(row, patch_district, info.world.district_names)
        for row in (found.first, found.first_other_patch, found.first_other_district)
    )
    return Summary(
        name=info.name,
        seed=info.seed,
        outcome=info.outcome,
        outcome_sentence=OUTCOME_SENTENCES[info.outcome],
        end_days=info.end_days,
        n_people=info.world.n_people,
        n_infected=info.n_infected,
        n_seeded=int(found.n_by_kind[EventKind.SEEDING]),
        n_imported=int(found.n_by_kind[EventKind.IMPORTATION]),
        n_never_infected=int(final[SUSCEPTIBLE]),
        n_dead=_n_dead(info, final),
        n_destroyed=int(found.n_by_kind[EventKind.DESTRUCTION]),
        n_patches_reached=int(found.is_reached.sum()),
        n_districts_reached=len(np.unique(patch_district[found.is_reached])),
        first=first,
        origin_districts=tuple(
            info.world.district_names[district] for district in np.unique(patch_district[found.is_origin])
        ),
        first_other_patch=other_patch,
        first_other_district=other_district,
        growth=fit_growth(early, window_end(found.n_new, len(early.time_days), info.world.n_people)),
        reproduction=mean_offspring(early, info.world.n_people),
        peak=_peak(info, found),
        n_by_setting=_named(setting_names()[1:], found.n_by_setting[1:]),
        n_by_state=_named(info.state_names, final),
        n_by_event=_named(kind_names(), found.n_by_kind),
    )


def _n_dead(info: RunInfo, final: NDArray[np.int64]) -> int:
    return sum(int(n) for state, n in zip(info.states, final, strict=True) if state.is_dead and not state.is_destroyed)


def _arrival(row: FirstRow | None, patch_district: NDArray[np.int32], names: Sequence[str]) -> Arrival | None:
    if row is None:
        return None
    return Arrival(
        time_days=row.time_days,
        patch=row.patch,
        district=names[int(patch_district[row.patch])],
        setting=Setting(row.setting).name.lower(),
        person=row.person,
        source=row.source,
    )


def _peak(info: RunInfo, found: Scan) -> Peak | None:
    if found.n_new.sum() == 0:
        return None
    n_joined = max(1, round(peak_step(info.end_days) / found.fine_days))
    joined = np.add.reduceat(found.n_new, np.arange(0, len(found.n_new), n_joined))
    worst = int(np.argmax(joined))
    infectious = [code for code, state in enumerate(info.states) if state.is_infectious]
    at_once = found.counts[:, infectious].sum(axis=1)
    worst_moment = int(np.argmax(at_once))
    return Peak(
        step_days=n_joined * found.fine_days,
        new_from_days=worst * n_joined * found.fine_days,
        n_new=int(joined[worst]),
        infectious_days=min(info.end_days, (worst_moment + 1) * found.fine_days),
        n_infectious=int(at_once[worst_moment]),
    )


def _named(names: Sequence[str], counts: NDArray[np.int64]) -> dict[str, int]:
    return {name: int(count) for name, count in zip(names, counts, strict=True)}
