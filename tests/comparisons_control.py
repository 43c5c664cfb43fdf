"""Comparisons of what the engine's measures prevent with theory, for the short tests and for the long verification.

Each function runs n replicates of one setting and fails where a figure is more than 4 standard deviations off (1 in
16,000), or a chi-square statistic lies beyond its point of ALARM.
"""

import dataclasses
import math
from pathlib import Path

import numpy as np
from scipy import stats
from support import (
    Document,
    assert_mean,
    assert_share,
    document,
    gamma_law,
    pooled,
    prepared,
    replicates_in,
    sir,
)

from hyosan.scenario import (
    AtTime,
    Detection,
    Exponential,
    Prophylaxis,
    Response,
)
from hyosan.scenario import Isolation as IsolationMeasure
from hyosan.theory.extinction import extinction_probability, outbreak_size_probability
from hyosan.theory.growth import Period
from hyosan.theory.isolation import Isolation, critical_probability, effective_r, extinction_with_isolation
from hyosan.theory.small_groups import GroupEpidemic, final_size_distribution
from hyosan.theory.vaccination import vaccinated_r

ALARM = 6e-5
FROM_THE_START = AtTime(at_days=0.0)


def isolating(isolation: Isolation, compliance: float) -> Response:
    """Return detection with the exponential delay, and isolation with the fixed one, of compliant people."""
    delay = Exponential(mean_days=isolation.exponential_days) if isolation.exponential_days > 0.0 else None
    seen = Detection(state="infectious", probability=isolation.probability / compliance, delay=delay)
    measure = IsolationMeasure(
        name="isolation",
        trigger=FROM_THE_START,
        delay_days=isolation.fixed_days,
        compliance=compliance,
        other_remaining=isolation.remaining,
    )
    return Response(detection=(seen,), measures=(measure,))


def compare_isolation(
    contacts_per_day: float, infectious: Period, isolation: Isolation, n: int, compliance: float = 1.0, n_seeds: int = 1
) -> None:
    """Extinction of an outbreak among four million mixed people whose detected cases are isolated.

    Where R is at most 0.8, all die out and the mean of all infected is n_seeds/(1 - R). Outbreaks of 4,000 are taken
    for endless: the tolerance is widened by what 4,000 fewer susceptible people could change.
    """
    n_people, many = 4_000_000, 4000
    r0 = contacts_per_day * infectious.mean_days
    pathogen = sir(r0, gamma_law(infectious.mean_days, infectious.shape), gamma_law(1.0, 2.0))
    doc = document({"kind": "mixed", "people": n_people}, pathogen, [{"people": n_seeds}], {"infections": many})
    scenario, world = prepared(doc)
    scenario = scenario.model_copy(update={"response": isolating(isolation, compliance)})
    ends = replicates_in(scenario, world, n)
    r = effective_r(contacts_per_day, infectious, isolation)
    if r <= 0.8:
        assert np.all(ends.is_extinct)
        mean = n_seeds / (1.0 - r)
        assert_mean(ends.n_infected, mean, float(ends.n_infected.std()))
        return
    q = extinction_with_isolation(contacts_per_day, infectious, isolation, n_seeds)
    share = float(np.mean(ends.is_extinct))
    allowed = 4.0 * math.sqrt(q * (1.0 - q) / n) + 0.5 / n + many / n_people
    assert abs(share - q) < allowed, f"share {share:.5f}, expected {q:.5f} within {allowed:.5f}"


def compare_isolation_threshold(contacts_per_day: float, infectious: Period, isolation: Isolation, n: int) -> None:
    """From 20 seeds: a tenth below the critical probability the chance of extinction, a tenth above it certainty.

    Above, with R at most 0.92, an outbreak of 10,000 is rarer than 1e-6: sizes fall off as exp(-x ln((1 + R)^2/(4 R))),
    by 1.7e-3 x, for geometric offspring, which vary more than these.
    """
    critical = critical_probability(contacts_per_day, infectious, isolation)
    below, above = (dataclasses.replace(isolation, probability=factor * critical) for factor in (0.9, 1.1))
    assert effective_r(contacts_per_day, infectious, above) <= 0.92
    compare_isolation(contacts_per_day, infectious, below, n, n_seeds=20)
    pathogen = sir(contacts_per_day * infectious.mean_days, gamma_law(infectious.mean_days, infectious.shape))
    doc = document({"kind": "mixed", "people": 4_000_000}, pathogen, [{"people": 20}], {"infections": 10_000})
    scenario, world = prepared(doc)
    ends = replicates_in(scenario.model_copy(update={"response": isolating(above, 1.0)}), world, n)
    assert np.all(ends.is_extinct)


def compare_coverage(r0: float, coverage: float, efficacy: float, n: int) -> None:
    """Outbreak sizes below 100 among 200,000 mixed people of whom a share is vaccinated, all or nothing.

    A vaccinated share v with efficacy e is an immune share v e, which is the document's `immune`. The number of immune
    people varies by chance, and with at most 99 infected few attempts are lost to them: the tolerance is widened.
    """
    n_people, stop = 200_000, 100
    doc = document({"kind": "mixed", "people": n_people}, sir(r0, gamma_law(4.0, 1.0)), [{}], {"infections": stop})
    ends = replicates_in(*prepared(doc | {"immune": coverage * efficacy}), n)
    r = vaccinated_r(r0, coverage, efficacy)
    law = np.array([outbreak_size_probability(size, r, 1.0) if size > 0 else 0.0 for size in range(stop)])
    small = float(law.sum())
    assert abs(small - extinction_probability(r, 1.0)) < 0.06
    share = float(np.mean(ends.is_extinct))
    assert abs(share - small) < 4.0 * math.sqrt(small * (1.0 - small) / n) + 0.5 / n + stop / n_people + 0.002
    sizes = np.where(ends.is_extinct, ends.n_infected, stop)
    expected, found = pooled(np.append(law, 1.0 - small), sizes)
    assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM


def group_table(folder: Path, n_people: int, is_household: bool) -> Path:
    """Write a table of people who form one household, or one day group of people who live alone."""
    rows = ["patch,household,day_group,age"]
    for person in range(n_people):
        rows.append("a,one,,30" if is_household else f"a,h{person},g,30")
    path = folder / f"group-{n_people}-{is_household}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def compare_ring(
    folder: Path, n_people: int, r0: float, prophylaxis: tuple[float, float], is_household: bool, n: int
) -> None:
    """Final size in a household or day group whose other members get prophylaxis at once, against Ball's equations.

    prophylaxis: (efficacy, compliance). The seed is detected when infected; each other member is then out of reach with
    probability efficacy x compliance, so the law is Ball's, weighted with a binomial number of susceptible people.
    """
    efficacy, compliance = prophylaxis
    setting = "household" if is_household else "day"
    pathogen: Document = {
        "name": "indoors",
        "states": {
            "susceptible": {},
            "infectious": {
                "dwell": gamma_law(4.0, 1.0),
                "contacts": {setting: f"{r0 / 4.0} / d"},
                "next": "recovered",
            },
            "recovered": {},
        },
        "entry": "infectious",
    }
    doc = document({"kind": "people", "table": str(group_table(folder, n_people, is_household))}, pathogen, [{}], {})
    scenario, world = prepared(doc)
    ring = Prophylaxis(name="ring", trigger=FROM_THE_START, efficacy=efficacy, compliance=compliance)
    seen = (Detection(state="infectious", probability=1.0),)
    scenario = scenario.model_copy(update={"response": Response(detection=seen, measures=(ring,))})
    ends = replicates_in(scenario, world, n)
    open_share = 1.0 - efficacy * compliance
    law = np.zeros(n_people)
    for n_open in range(n_people):
        weight = float(stats.binom.pmf(n_open, n_people - 1, open_share))
        pressure = r0 / (n_people - 1)
        sizes = final_size_distribution(GroupEpidemic(n_open, 1, pressure)) if n_open else np.ones(1)
        law[: n_open + 1] += weight * sizes
    sizes = ends.n_infected - 1
    assert_share(sizes == 0, float(law[0]))
    expected, found = pooled(law, sizes)
    assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM
