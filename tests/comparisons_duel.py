"""Comparisons of the engine's zombie duel with theory, for the short tests and for the long verification.

Each function runs n replicates of one setting and fails where a figure is more than 4 standard deviations off (1 in
16,000), or a chi-square statistic lies beyond its point of ALARM.
"""

import math
from pathlib import Path

import numpy as np
from scipy import stats
from support import FOREVER, Document, assert_mean, assert_share, document, pooled, replicates, szr

from hyosan.terms import Outcome
from hyosan.theory.lattice import critical_reach_ratio
from hyosan.theory.szr import szr_curve, szr_end
from hyosan.theory.szr_graph import no_bite_probability, szr_graph_end

ALARM = 6e-5
Edges = tuple[tuple[int, int], ...]


def compare_mixed_end(n_susceptible: int, n_zombies: int, alpha: float, n: int, bitten: Document | None = None) -> None:
    """Zombies wiped out, mean survivors, and the whole law of survivors, well mixed; `bitten` changes nothing."""
    world = {"kind": "mixed", "people": n_susceptible + n_zombies}
    seeding = [{"people": n_zombies, "state": "zombie"}]
    ends = replicates(document(world, szr(alpha, bitten), seeding, {}), n)
    theory = szr_end(n_susceptible, n_zombies, alpha)
    survivors, zombies = ends.of("susceptible"), ends.of("zombie")
    assert np.all((survivors == 0) | (zombies == 0))
    assert np.all(ends.counts.sum(axis=1) == n_susceptible + n_zombies)
    assert_share(zombies == 0, theory.wiped_out_probability)
    s = np.arange(n_susceptible + 1)
    second = float(theory.survivors_probability @ s**2)
    assert_mean(survivors, theory.mean_survivors, math.sqrt(second - theory.mean_survivors**2))
    law = theory.survivors_probability.copy()
    law[0] += float(theory.zombies_probability.sum())
    expected, found = pooled(law, survivors)
    if len(expected) > 1:
        assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM


def compare_mixed_curve(n_people: int, alpha: float, tau: float, n: int) -> None:
    """Mean course among many people with many zombies against the closed form.

    A person's encounters are bites at rate 1/(1 + alpha) per day, so tau is days/(1 + alpha). Chance makes the number
    of zombies spread about the deterministic course as about sqrt(n_people/10) at most here; allowed are 4 such
    deviations of the mean of n replicates, and 0.3 % of the people for the bias of finite numbers.
    """
    n_zombies = n_people // 10
    days = tau * (1.0 + alpha)
    doc = document({"kind": "mixed", "people": n_people}, szr(alpha), [{"people": n_zombies}], {"horizon": f"{days} d"})
    ends = replicates(doc, n)
    curve = szr_curve(tau, n_people - n_zombies, n_zombies, alpha)
    for state, expected in (
        ("susceptible", curve.susceptible),
        ("zombie", curve.zombies),
        ("destroyed", curve.removed),
    ):
        found = ends.of(state)
        allowed = 4.0 * float(found.std(ddof=1)) / math.sqrt(n) + 0.003 * n_people
        assert abs(float(found.mean()) - float(expected)) < allowed, (state, float(found.mean()), float(expected))


def compare_graph_end(edges: Edges, zombies: tuple[int, ...], alpha: float, n: int, folder: Path) -> None:
    """Joint distribution of survivors and zombies on a small graph against the enumerated chain."""
    file = folder / "edges.csv"
    file.write_text("\n".join(f"{a},{b}" for a, b in edges), encoding="utf-8")
    n_people = 1 + max(max(edge) for edge in edges)
    seeding = [{"persons": list(zombies)}]
    ends = replicates(document({"kind": "graph", "edges": str(file)}, szr(alpha), seeding, {}), n)
    theory = szr_graph_end(n_people, edges, zombies, alpha)
    assert_share(ends.of("zombie") == 0, theory.no_zombie_probability)
    joint = theory.joint_probability
    s = np.arange(n_people + 1)
    second = float(joint.sum(axis=1) @ s**2)
    sd = math.sqrt(max(0.0, second - theory.mean_susceptible**2))
    assert_mean(ends.of("susceptible"), theory.mean_susceptible, sd)
    cell = ends.of("susceptible") * (n_people + 1) + ends.of("zombie")
    assert np.all(joint.ravel()[cell] > 0.0), "an end that cannot happen"
    expected, found = pooled(joint.ravel(), cell)
    if len(expected) > 1:
        assert stats.chisquare(found, expected * n / expected.sum()).pvalue > ALARM


def lattice(rows: int, neighbours: int, alpha: float, stop: int, is_periodic: bool, escape: float = 0.0) -> Document:
    """Return the duel on a square of rows x rows sites with one zombie in the middle, up to `stop` infections."""
    world = {"kind": "lattice", "rows": rows, "columns": rows, "neighbours": neighbours, "periodic": is_periodic}
    middle = rows // 2 * rows + rows // 2
    stops = {"horizon": FOREVER, "infections": stop}
    return document(world, szr(alpha, escape=escape), [{"persons": [middle]}], stops)


def compare_no_bite(neighbours: int, alpha: float, n: int, escape: float = 0.0) -> None:
    """A lone zombie on a lattice bites nobody with probability alpha/(1 + alpha); escapes change nothing."""
    ends = replicates(lattice(11, neighbours, alpha, 2, False, escape), n)
    assert_share(ends.n_infected == 1, no_bite_probability(alpha))
    assert np.all((ends.outcome == int(Outcome.EXTINCT)) == (ends.n_infected == 1))


def reach_ratio(alpha: float, small: int, n: int) -> tuple[float, float]:
    """Return (ratio, its standard deviation): outbreaks that reach 4 x `small` among those that reach `small`."""
    rows = 8 * math.isqrt(4 * small)
    ends = replicates(lattice(rows, 4, alpha, 4 * small, True), n)
    reached = int(np.sum(ends.n_infected >= small))
    further = int(np.sum(ends.n_infected >= 4 * small))
    ratio = further / reached
    return ratio, math.sqrt(max(ratio * (1.0 - ratio), 1.0 / reached) / reached)


def compare_critical(alpha_below: float, alpha_above: float, small: int, n: int) -> None:
    """The critical alpha lies between two others: the ratio of reach is above its critical value, then below it."""
    critical = critical_reach_ratio(4.0)
    ratio, sd = reach_ratio(alpha_below, small, n)
    assert ratio - 4.0 * sd > critical, f"alpha {alpha_below}: ratio {ratio:.4f} +- {sd:.4f}, not above {critical:.4f}"
    ratio, sd = reach_ratio(alpha_above, small, n)
    assert ratio + 4.0 * sd < critical, f"alpha {alpha_above}: ratio {ratio:.4f} +- {sd:.4f}, not below {critical:.4f}"
