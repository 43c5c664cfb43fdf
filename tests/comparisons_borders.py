"""Comparisons of the engine's borders with theory, for the short tests and for the long verification.

The world is two patches of many people without households; an infected person infects in the own patch at one rate and
in the other patch, on trips, at another, so that births and escapes are those of a birth and death process with
killing. Each function runs n replicates of one setting and fails where a figure is more than 4 standard deviations off
(1 in 16,000).
"""

import dataclasses
import math

import numpy as np
from numpy.typing import NDArray
from support import Document, assert_mean, assert_share, document, gamma_law, prepared

from hyosan.engine.judge import judge
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import (
    AnswerRules,
    AtTime,
    Cordon,
    Detection,
    Measure,
    OnCases,
    PatchesArea,
    Response,
    Scenario,
    Travel,
)
from hyosan.theory.borders import (
    Outbreak,
    first_escape_days,
    no_escape_by,
    no_escape_probability,
    no_escape_until_detected,
    no_escape_with_cordon,
)
from hyosan.theory.growth import Period
from hyosan.theory.staged_borders import StagedOutbreak, no_escape_of_period, no_escape_of_stages
from hyosan.theory.travel import branching_delay_days, delay_in_limit_days
from hyosan.world.model import World

INSIDE = PatchesArea(patches=(0,))
N_INSIDE = 1_000_000
MISSED = 1e-6
"""Chance that an outbreak which is stopped at its number of infections would have got out after all."""


def bordered(
    births_per_day: float,
    escapes_per_day: float,
    dwell: Document,
    n_seeds: int,
    stop: Document,
    latent: Document | None = None,
    dispersion: float | None = None,
) -> tuple[Scenario, World]:
    """Return an outbreak in one of two patches and its world; one infection outside ends a judged replicate."""
    states: Document = {"susceptible": {}}
    if latent is not None:
        states["latent"] = {"dwell": latent, "next": "infectious"}
    contacts = {"community": f"{births_per_day} / d", "trip": f"{escapes_per_day} / d"}
    states["infectious"] = {"dwell": dwell, "contacts": contacts, "next": "recovered"}
    states["recovered"] = {}
    entry = "infectious" if latent is None else "latent"
    pathogen: Document = {"name": "crosser", "states": states, "entry": entry}
    if dispersion is not None:
        pathogen["dispersion"] = dispersion
    grid = {"kind": "grid", "rows": 1, "columns": 2, "people": 2 * N_INSIDE, "demography": "none"}
    scenario, world = prepared(document(grid, pathogen, [{"people": n_seeds, "patch": 0}], stop))
    rules = AnswerRules(area=INSIDE, nationwide_infections=1)
    to_the_other = np.array([[0.0, 1.0], [1.0, 1.0]])
    return (
        scenario.model_copy(update={"answer": rules}),
        dataclasses.replace(world, arrays=world.arrays._replace(trip_cum=to_the_other)),
    )


def markov(outbreak: Outbreak, n_seeds: int, stop: Document) -> tuple[Scenario, World]:
    """Return the outbreak of these rates: an exponential infectious period."""
    dwell = gamma_law(1.0 / outbreak.removals_per_day, 1.0)
    return bordered(outbreak.births_per_day, outbreak.escapes_per_day, dwell, n_seeds, stop)


def responding(scenario: Scenario, *measures: Measure, detection: tuple[Detection, ...] = ()) -> Scenario:
    """Return a scenario with these measures and this detection."""
    return scenario.model_copy(update={"response": Response(detection=detection, measures=measures)})


def judged(scenario: Scenario, world: World, n: int, first_seed: int = 1) -> list[Verdict]:
    """Return the verdicts on n replicates."""
    return [judge(scenario, world, first_seed + i) for i in range(n)]


def out(verdicts: list[Verdict]) -> NDArray[np.bool_]:
    """Return whether each outbreak got out."""
    return np.array([verdict.is_escaped for verdict in verdicts])


def escape_days(verdicts: list[Verdict]) -> NDArray[np.float64]:
    """Return when each outbreak got out, inf where it did not."""
    return np.array([verdict.first_escape_days if verdict.is_escaped else math.inf for verdict in verdicts])


def enough(removals_per_day: float, escapes_per_day: float) -> Document:
    """Return the stop at so many infections that one of them has escaped, but for a chance of MISSED."""
    none = math.log1p(escapes_per_day / removals_per_day)
    return {"infections": max(100, math.ceil(-math.log(MISSED) / none))}


def compare_no_escape(outbreak: Outbreak, n_seeds: int, n: int) -> None:
    """Probability of no escape ever and by three times, and the mean time of the first escape."""
    stop = enough(outbreak.removals_per_day, outbreak.escapes_per_day)
    days = escape_days(judged(*markov(outbreak, n_seeds, stop), n))
    assert_share(np.isinf(days), no_escape_probability(outbreak, n_seeds))
    mean = first_escape_days(outbreak, n_seeds)
    for time_days in (0.3 * mean, mean, 2.0 * mean):
        assert_share(days > time_days, no_escape_by(outbreak, time_days, n_seeds))
    finite = days[np.isfinite(days)]
    assert_mean(finite, mean, float(finite.std()))


def compare_no_escape_of_period(
    births_per_day: float, escapes_per_day: float, shape: float, is_individual: bool, n: int
) -> None:
    """The same for ever, for a gamma period of a shape, or (`is_individual`) for individual infectiousness.

    Individual infectiousness of dispersion k over a fixed period is the law of a gamma period of shape k. A latent
    period before it changes nothing.
    """
    mean_days = 4.0
    stop = enough(1.0 / mean_days, escapes_per_day)
    if is_individual:
        stop["infections"] *= 10
    dwell = gamma_law(mean_days, math.inf if is_individual else shape)
    dispersion = shape if is_individual else None
    setting = bordered(births_per_day, escapes_per_day, dwell, 1, stop, gamma_law(2.0, 3.0), dispersion)
    expected = no_escape_of_period(births_per_day, escapes_per_day, Period(mean_days, shape))
    assert_share(~out(judged(*setting, n)), expected)


def cordon_at(closing_days: float, leak: float) -> Cordon:
    """Return a cordon round the inside that closes at a time."""
    return Cordon(name="seal", trigger=AtTime(at_days=closing_days), area=INSIDE, leak=leak)


def assert_leaky_share(hits: NDArray[np.bool_], expected: float, with_less: float) -> None:
    """Fail unless a share lies within 4 standard deviations of the range between two probabilities.

    A person's attempts to cross of one calendar day stand or fall together, so that with e attempts a day fewer
    succeed than leak times e: between leak (1 - e/2) and leak. `with_less` is the probability at the former.
    """
    low, high = min(expected, with_less), max(expected, with_less)
    sd = math.sqrt(max(low * (1.0 - low), high * (1.0 - high)) / len(hits))
    share = float(np.mean(hits))
    assert low - 4.0 * sd - 0.5 / len(hits) < share < high + 4.0 * sd + 0.5 / len(hits), (share, low, high, sd)


def compare_cordon(outbreak: Outbreak, closing_days: float, leak: float, n_seeds: int, n: int) -> None:
    """Probability of no escape through a cordon that closes at a time; a tight one is tried for 20 days."""
    stop: Document = {"horizon": f"{closing_days + 20.0} d", "infections": 5000}
    if leak > 0.0:
        stop = enough(outbreak.removals_per_day, leak * outbreak.escapes_per_day)
    scenario, world = markov(outbreak, n_seeds, stop)
    verdicts = judged(responding(scenario, cordon_at(closing_days, leak)), world, n)
    if leak == 0.0:
        days = escape_days(verdicts)
        assert np.all(days[np.isfinite(days)] <= closing_days), "somebody came through a tight cordon"
    less = leak * (1.0 - outbreak.escapes_per_day / 2.0)
    assert_leaky_share(
        ~out(verdicts),
        no_escape_with_cordon(outbreak, closing_days, leak, n_seeds),
        no_escape_with_cordon(outbreak, closing_days, less, n_seeds),
    )


def compare_staged_cordon(outbreak: StagedOutbreak, closing_days: float, leak: float, n: int) -> None:
    """The same with a latent period and periods of several stages, one seed that enters latency at the start."""
    stop: Document = {"horizon": f"{closing_days + 20.0} d", "infections": 5000}
    if leak > 0.0:
        stop = enough(1.0 / outbreak.infectious_days, leak * outbreak.escapes_per_day)
    dwell = gamma_law(outbreak.infectious_days, outbreak.infectious_stages)
    latent = gamma_law(outbreak.latent_days, outbreak.latent_stages)
    scenario, world = bordered(outbreak.births_per_day, outbreak.escapes_per_day, dwell, 1, stop, latent)
    verdicts = judged(responding(scenario, cordon_at(closing_days, leak)), world, n)
    less = leak * (1.0 - outbreak.escapes_per_day / 2.0)
    expected = (no_escape_of_stages(outbreak, closing_days, share) for share in (leak, less))
    assert_leaky_share(~out(verdicts), *expected)


def compare_cordon_at_detection(outbreak: Outbreak, detected_share: float, n_seeds: int, n: int) -> None:
    """Probability of no escape where a tight cordon closes with the first case, detected at once when infected.

    Stopped at so many infections that one of them was detected, but for a chance of MISSED.
    """
    stop: Document = {"horizon": "400 d", "infections": max(100, math.ceil(-math.log(MISSED) / detected_share))}
    scenario, world = markov(outbreak, n_seeds, stop)
    seal = Cordon(name="seal", trigger=OnCases(n_cases=1), area=INSIDE)
    seen = (Detection(state="infectious", probability=detected_share),)
    verdicts = judged(responding(scenario, seal, detection=seen), world, n)
    assert_share(~out(verdicts), no_escape_until_detected(outbreak, detected_share, n_seeds))


def compare_travel_cut(outbreak: Outbreak, remaining: float, n_seeds: int, n: int) -> None:
    """Delay of the first export where a share of trips remains, from the start on, for the same dice with and without.

    The difference of the two means against the exact one for branching, and, where births exceed removal, against
    ln(1/remaining)/r, which it does not pass; the probability of no export as well.
    """
    stop = enough(outbreak.removals_per_day, remaining * outbreak.escapes_per_day)
    scenario, world = markov(outbreak, n_seeds, stop)
    fewer = Travel(name="fewer", trigger=AtTime(at_days=0.0), trips_reduction=1.0 - remaining)
    cut = escape_days(judged(responding(scenario, fewer), world, n))
    free = escape_days(judged(scenario, world, n))
    thinned = Outbreak(outbreak.births_per_day, outbreak.removals_per_day, remaining * outbreak.escapes_per_day)
    assert_share(np.isinf(cut), no_escape_probability(thinned, n_seeds))
    assert np.all(cut >= free), "fewer trips brought an export forward"
    means, errors = zip(*((d.mean(), d.std() / math.sqrt(len(d))) for d in _finite(cut, free)), strict=True)
    expected = branching_delay_days(outbreak, remaining, n_seeds)
    allowed = 4.0 * math.hypot(*errors)
    assert abs(means[0] - means[1] - expected) < allowed, (means, expected, allowed)
    if outbreak.births_per_day > outbreak.removals_per_day:
        limit = delay_in_limit_days(outbreak.births_per_day - outbreak.removals_per_day, remaining)
        assert means[0] - means[1] < limit + allowed


def _finite(*several: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [days[np.isfinite(days)] for days in several]
