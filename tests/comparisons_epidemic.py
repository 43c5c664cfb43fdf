"""Comparisons of the engine's epidemics with theory, for the short tests and for the long verification.

Each function runs n replicates of one setting and fails where a figure is more than 4 standard deviations off (1 in
16,000), or a chi-square statistic lies beyond its point of ALARM.
"""

import dataclasses
import math

import numpy as np
from scipy import stats
from support import (
    Document,
    assert_mean,
    assert_share,
    document,
    event_log,
    gamma_law,
    pooled,
    prepared,
    replicates,
    replicates_in,
    sir,
)

from hyosan.terms import EventKind
from hyosan.theory.extinction import outbreak_size_probability
from hyosan.theory.final_size import final_size, final_size_sd
from hyosan.theory.fronts import Reach, contact_front_km_per_day, finite_front_km_per_day
from hyosan.theory.graphs import graph_final_size, poisson_degrees
from hyosan.theory.growth import Period, growth_rate_per_day
from hyosan.theory.immigration_death import ImmigrationDeath, mean_at, sd_at
from hyosan.theory.small_groups import GroupEpidemic, final_size_distribution

ALARM = 6e-5


def compare_final_size(r0: float, infectious: Document, latent: Document | None, shape: float, n: int) -> None:
    """Share infected among 50,000 mixed people, 1 % seeded; `shape` is that of the infectious period."""
    n_people, n_seeds = 50_000, 500
    doc = document({"kind": "mixed", "people": n_people}, sir(r0, infectious, latent), [{"people": n_seeds}], {})
    ends = replicates(doc, n)
    assert np.all(ends.n_infected == ends.of("recovered"))
    z = final_size(r0, n_seeds / n_people)
    assert_mean(ends.n_infected / n_people, z, 1.1 * final_size_sd(r0, n_people, shape))


def compare_immune(r0: float, immune: float, n: int) -> None:
    """Share infected where a share of 50,000 people is immune before the start, 1 % seeded, exponential period.

    Seeds are placed among the others. The number of immune people is binomial too: it adds its own standard
    deviation, times 3 for the leverage that it has on the final size (below 3 for the settings used).
    """
    n_people, n_seeds = 50_000, 500
    doc = document({"kind": "mixed", "people": n_people}, sir(r0, gamma_law(4.0, 1.0)), [{"people": n_seeds}], {})
    ends = replicates(doc | {"immune": immune}, n)
    z = final_size(r0, n_seeds / n_people, immune)
    sd = final_size_sd(r0 * (1.0 - immune), int(n_people * (1.0 - immune)), 1.0) * (1.0 - immune)
    sd_immune = 3.0 * math.sqrt(immune * (1.0 - immune) / n_people)
    assert_mean(ends.n_infected / n_people, z, math.hypot(1.1 * sd, sd_immune))


def compare_extinction(r0: float, k: float, is_individual: bool, n: int, n_seeds: int = 1) -> None:
    """Outbreak sizes below 100 among 65,000 mixed people, exactly, for an offspring law of dispersion k.

    The law comes from a gamma period of shape k, or (`is_individual`) from individual infectiousness over a fixed
    period. With at most 99 people infected, 1 in 650 attempts at most is lost to them; the tolerance is widened by
    that much.
    """
    n_people, stop = 65_000, 100
    pathogen = sir(r0, gamma_law(4.0, math.inf if is_individual else k))
    if is_individual:
        pathogen["dispersion"] = k
    doc = document({"kind": "mixed", "people": n_people}, pathogen, [{"people": n_seeds}], {"infections": stop})
    ends = replicates(doc, n)
    law = np.array([outbreak_size_probability(size, r0, k, n_seeds) if size > 0 else 0.0 for size in range(stop)])
    small = float(law.sum())
    share = float(np.mean(ends.is_extinct))
    assert abs(share - small) < 4.0 * math.sqrt(small * (1.0 - small) / n) + 0.5 / n + stop / n_people / 2.0
    sizes = np.where(ends.is_extinct, ends.n_infected, stop)
    expected, found = pooled(np.append(law, 1.0 - small), sizes)
    assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM


def compare_small_group(n_people: int, n_seeds: int, r0: float, shape: float, n: int) -> None:
    """Whole distribution of the final size in a group, against Ball's equations.

    Attempts fall on each of the other n_people - 1 with equal chance, so the mean pressure on each is R0/(n_people -
    1).
    """
    doc = document({"kind": "mixed", "people": n_people}, sir(r0, gamma_law(4.0, shape)), [{"people": n_seeds}], {})
    ends = replicates(doc, n)
    group = GroupEpidemic(n_people - n_seeds, n_seeds, r0 / (n_people - 1), shape)
    law = final_size_distribution(group)
    sizes = ends.n_infected - n_seeds
    j = np.arange(len(law))
    mean = float(law @ j)
    assert_share(sizes == 0, float(law[0]))
    assert_mean(sizes, mean, math.sqrt(float(law @ (j - mean) ** 2)))
    expected, found = pooled(law, sizes)
    assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM


def growth_error(r0: float, latent: Period, infectious: Period, n_people: int, n_seeds: int, seed: int) -> float:
    """Return the relative error of the growth rate over three e-foldings, after the seeds' transient."""
    rate = growth_rate_per_day(r0, latent, infectious)
    start, stop = 15.0, 15.0 + 3.0 / rate
    pathogen = sir(r0, gamma_law(infectious.mean_days, infectious.shape), gamma_law(latent.mean_days, latent.shape))
    doc = document({"kind": "mixed", "people": n_people}, pathogen, [{"people": n_seeds}], {"horizon": f"{stop} d"})
    log = event_log(*prepared(doc), seed)
    transitions = log[log["kind"] == int(EventKind.TRANSITION)]
    infectious_state, recovered = 2, 3
    change = (transitions["to_state"] == infectious_state).astype(int) - (transitions["to_state"] == recovered)
    early = int(change[transitions["time_days"] <= start].sum())
    found = math.log(int(change.sum()) / early) / (stop - start)
    return found / rate - 1.0


def compare_arrivals(process: ImmigrationDeath, time_days: float, n: int) -> None:
    """Mean and standard deviation of immigration and death at a time, by the rules of the DSMTS.

    sqrt(n) (mean - mu)/sigma within (-4, 4); sqrt(n/2) (s^2/sigma^2 - 1) within (-5, 5).
    """
    pathogen: Document = {
        "name": "immigration-death",
        "states": {
            "outside": {},
            "alive": {"dwell": gamma_law(1.0 / process.leaving_per_day, 1.0), "next": "gone"},
            "gone": {"dead": True},
        },
        "entry": "alive",
    }
    seeding: list[Document] = [{"kind": "importation", "rate": f"{process.arrivals_per_day} / d"}]
    if process.n_start:
        seeding.append({"people": process.n_start})
    stop = {"horizon": f"{time_days} d", "extinct": False}
    ends = replicates(document({"kind": "mixed", "people": 60_000}, pathogen, seeding, stop), n)
    alive = ends.of("alive")
    mean, sd = mean_at(process, time_days), sd_at(process, time_days)
    assert_mean(alive, mean, sd)
    excess = math.sqrt(n / 2.0) * (float(np.mean((alive - mean) ** 2)) / sd**2 - 1.0)
    assert abs(excess) < 5.0, f"variance off by {excess:.2f} of its standard deviations"


def compare_random_graph(mean_degree: float, passing: float, shape: float, model: str, n: int) -> None:
    """Final size on random graphs of 20,000 people with Poisson degrees, 0.5 % seeded; one graph a replicate.

    With a constant period this is Reed and Frost's epidemic, whose standard deviation is known; a varying one adds
    that of mixed people. Graphs with given degrees differ by no more than that.
    """
    n_people, n_seeds = 20_000, 100
    mean_days = 4.0
    per_day = (
        -math.log1p(-passing) / mean_days if math.isinf(shape) else shape * ((1 - passing) ** (-1 / shape) - 1) / 4.0
    )
    pathogen = sir(1.0, gamma_law(mean_days, shape))
    del pathogen["r0"], pathogen["shares"]
    pathogen["states"]["infectious"] = {
        "dwell": gamma_law(mean_days, shape),
        "contacts": {"neighbours": f"{per_day} / d"},
        "next": "recovered",
    }
    shares = []
    for i in range(n):
        world = {"kind": "graph", "random": {"model": model, "people": n_people, "mean_degree": mean_degree}, "seed": i}
        ends = replicates(document(world, pathogen, [{"people": n_seeds}], {}), 1, first_seed=1000 + i)
        shares.append(ends.n_infected[0] / n_people)
    z = graph_final_size(poisson_degrees(mean_degree), passing, n_seeds / n_people)
    assert_mean(np.array(shares), z, 1.1 * final_size_sd(mean_degree * passing, n_people, shape))


def front_speeds(home_per_day: float, trips_per_day: float, n_per_patch: int, seed: int) -> tuple[float, float, float]:
    """Return (speed found, endless theory, theory for few people) of a front along a row of patches 1 km apart.

    Removal at 1 per day; trips lead to the next patch on either side. The front is where 1 % of a patch has been
    infected; its speed is taken over the last half of 120 patches.
    """
    n_patches = 120
    pathogen = sir(1.0, gamma_law(1.0, 1.0))
    del pathogen["r0"], pathogen["shares"]
    contacts = {"community": f"{home_per_day} / d", "trip": f"{trips_per_day} / d"}
    pathogen["states"]["infectious"] = {"dwell": gamma_law(1.0, 1.0), "contacts": contacts, "next": "recovered"}
    world_doc = {"kind": "grid", "rows": 1, "columns": n_patches, "people_per_patch": n_per_patch, "demography": "none"}
    scenario, world = prepared(document(world_doc, pathogen, [{"people": 50, "patch": 0}], {"horizon": "400 d"}))
    beside = np.eye(n_patches, k=1) + np.eye(n_patches, k=-1)
    trip_cum = np.cumsum(beside / beside.sum(axis=1, keepdims=True), axis=1)
    world = dataclasses.replace(world, arrays=world.arrays._replace(trip_cum=trip_cum))
    log = event_log(scenario, world, seed)
    log = log[log["kind"] == int(EventKind.INFECTION)]
    passed = [np.sort(log["time_days"][log["patch"] == patch])[n_per_patch // 100] for patch in (55, 110)]
    total = home_per_day + trips_per_day
    side = trips_per_day / total / 2.0
    reach = Reach(np.array([-1.0, 0.0, 1.0]), np.array([side, 1.0 - 2.0 * side, side]))
    return (
        55.0 / float(passed[1] - passed[0]),
        contact_front_km_per_day(reach, total, 1.0),
        finite_front_km_per_day(reach, total, 1.0, n_per_patch),
    )


def compare_dwell_laws(laws: tuple[Document, ...], n: int) -> None:
    """The final size does not depend on the law of the latent or infectious period: each law gives that of R0 = 2."""
    for law in laws:
        doc = document({"kind": "mixed", "people": 50_000}, sir(2.0, law, law), [{"people": 500}], {})
        ends = replicates_in(*prepared(doc), n)
        assert_mean(ends.n_infected / 50_000, final_size(2.0, 0.01), 1.3 * final_size_sd(2.0, 50_000, 1.0))
