"""How a geographic world fits the tables that it was built from: totals, households, commuters, trips."""

from dataclasses import dataclass

import numpy as np

from hyosan.draws.purposes import PATTERN
from hyosan.world.arrays import F64, I64, WorldArrays
from hyosan.world.districts import Districts
from hyosan.world.gravity import distances_km
from hyosan.world.hashing import below_array, draw_array
from hyosan.world.model import World
from hyosan.world.residents import BLOCK_BITS, IN_BLOCK

N_SAMPLED = 200_000


@dataclass(frozen=True)
class Fit:
    """What a world has, beside what its tables say. Lengths are in km between the points of districts.

    n_residents_off: people too many or too few in all districts together. household_share: of households with 1, 2,
    3, 4 and 5 or more members (sampled). stay_share: of workers who work in their district. jobs_ratio: workers that
    a district gets by those that its table says, in proportion: lowest, median and highest; empty where the table
    does not say.
    """

    name: str
    n_people: int
    n_districts: int
    n_patches: int
    n_residents_off: int
    patch_residents_median: float
    patch_residents_max: int
    household_share: tuple[float, ...]
    household_mean: float
    n_workers: int
    stay_share: float
    stay_share_lowest: float
    stay_share_highest: float
    jobs_ratio: tuple[float, ...]
    commute_mean_km: float
    commute_90_percent_km: float
    trip_median_km: float
    trip_90_percent_km: float

    def text(self) -> str:
        """Return the report as lines of text."""
        by_size = zip(("1", "2", "3", "4", "5+"), self.household_share, strict=True)
        households = ", ".join(f"{size} {share:.1%}" for size, share in by_size)
        off = "as in the table" if self.n_residents_off == 0 else f"{self.n_residents_off:,} off the table"
        jobs = "the table does not say"
        if self.jobs_ratio:
            low, middle, high = self.jobs_ratio
            jobs = f"{low:.2f} to {high:.2f} of the table's share, median {middle:.2f}"
        return "\n".join(
            (
                f"World      {self.name}: {self.n_people:,} people in {self.n_districts:,} districts, "
                f"{self.n_patches:,} patches",
                f"Residents  {off}; a patch has {self.patch_residents_median:,.0f} in the median, "
                f"{self.patch_residents_max:,} at most",
                f"Households {households}; mean {self.household_mean:.2f}",
                f"Workers    {self.n_workers:,}; {self.stay_share:.1%} work in their district "
                f"({self.stay_share_lowest:.1%} to {self.stay_share_highest:.1%})",
                f"Jobs       {jobs}",
                f"Commutes   mean {self.commute_mean_km:.1f} km, 90 % below {self.commute_90_percent_km:.1f} km",
                f"Trips      median {self.trip_median_km:.1f} km, 90 % below {self.trip_90_percent_km:.1f} km",
            )
        )


def measure_fit(world: World, districts: Districts) -> Fit:
    """Return how a world fits its table of districts."""
    w = world.arrays
    residents = np.diff(w.patch_start)
    by_district = np.diff(w.patch_start[w.district_patch_start])
    flows = commuters(w)
    employed, staying = flows.sum(axis=1), np.diagonal(flows)
    stay = staying[employed > 0] / employed[employed > 0]
    km = distances_km(districts)
    trips = np.diff(w.trip_cum, axis=1, prepend=0.0) * by_district[:, None] if w.trip_cum.size else np.zeros((0, 0))
    sizes = household_shares(w)
    mean = 1 / float(np.average(1 / np.arange(1, len(sizes[0]) + 1), weights=sizes[0]))
    return Fit(
        name=world.name,
        n_people=world.n_people,
        n_districts=len(world.district_names),
        n_patches=world.n_patches,
        n_residents_off=int(np.abs(by_district - districts.residents).sum()),
        patch_residents_median=float(np.median(residents)),
        patch_residents_max=int(residents.max()),
        household_share=(*sizes[1][:4].tolist(), float(sizes[1][4:].sum())),
        household_mean=mean,
        n_workers=int(employed.sum()),
        stay_share=float(staying.sum() / max(employed.sum(), 1)),
        stay_share_lowest=float(stay.min(initial=1.0)),
        stay_share_highest=float(stay.max(initial=0.0)),
        jobs_ratio=_jobs_ratio(flows.sum(axis=0), districts.workers),
        commute_mean_km=float(np.average(km, weights=flows)) if flows.any() else 0.0,
        commute_90_percent_km=_quantile(km, flows.astype(np.float64), 0.9),
        trip_median_km=_quantile(km, trips, 0.5),
        trip_90_percent_km=_quantile(km, trips, 0.9),
    )


def commuters(w: WorldArrays) -> I64:
    """Return (D, D) workers by district of residence (row) and of work (column)."""
    flows = np.diff(w.out_cum, axis=1)
    local = np.diff(w.local_home_cum[w.district_patch_start])
    out: I64 = flows + np.diag(local)
    return out


def household_shares(w: WorldArrays) -> tuple[F64, F64]:
    """Return the share of people, and of households, by size of household from 1, of 200,000 people evenly picked."""
    person = np.unique(np.linspace(0, int(w.n_people) - 1, min(N_SAMPLED, int(w.n_people))).astype(np.int64))
    patch = np.searchsorted(w.patch_start, person, side="right") - 1
    within = person - w.patch_start[patch]
    block, position = within >> BLOCK_BITS, within & IN_BLOCK
    pattern = below_array(draw_array(int(w.world_seed), patch, int(PATTERN), block), len(w.pattern_kind))
    first = person - position + w.pattern_household_first[pattern, position]
    size = np.minimum(w.pattern_household_size[pattern, position], w.patch_start[patch + 1] - first)
    people = np.bincount(size, minlength=13)[1:] / len(person)
    households = people / np.arange(1, len(people) + 1)
    return people, households / households.sum()


def _jobs_ratio(jobs: I64, workers: F64) -> tuple[float, ...]:
    if workers.sum() == 0 or jobs.sum() == 0:
        return ()
    has = workers > 0
    ratio = jobs[has] / jobs.sum() / (workers[has] / workers.sum())
    return float(ratio.min()), float(np.median(ratio)), float(ratio.max())


def _quantile(km: F64, weight: F64, share: float) -> float:
    """Return the length below which a share of the weight lies; 0 where there is no weight."""
    if not weight.any():
        return 0.0
    order = np.argsort(km, axis=None)
    cumulative = np.cumsum(weight.ravel()[order])
    return float(km.ravel()[order][np.searchsorted(cumulative, share * cumulative[-1])])
