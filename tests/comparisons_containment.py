"""Orderings of containment at source: what must help at least as much as something else, on the same dice.

Containment of influenza at its source is feasible below an R0 of about 1.6 to 1.8 with rapid measures around the cases
(Ferguson 2005, doi:10.1038/nature04017; Longini 2005, doi:10.1126/science.1115717). Their worlds are not this one, so
only orderings and one-sided statements are checked, no points.
"""

import math

import numpy as np
from comparisons_borders import judged
from numpy.typing import NDArray
from support import Document, document, prepared

from hyosan.scenario import (
    AnswerRules,
    CasesArea,
    Closure,
    Cordon,
    Detection,
    Exponential,
    Isolation,
    Measure,
    OnCases,
    PatchesArea,
    Prophylaxis,
    Quarantine,
    Response,
    Scenario,
)
from hyosan.world.model import World

FIRST_CASES = OnCases(n_cases=2)
N_ROWS = 12


def influenza(r0: float) -> Document:
    """Return an influenza with a latent and an infectious state; infectious mainly at home, at school and at work."""
    return {
        "name": "influenza",
        "r0": r0,
        "shares": {"household": 0.3, "day": 0.35, "community": 0.3, "trip": 0.05},
        "states": {
            "susceptible": {},
            "latent": {"dwell": {"law": "gamma", "mean": "1.5 d", "shape": 4}, "next": "ill"},
            "ill": {"dwell": {"law": "gamma", "mean": "3 d", "shape": 2}, "infectious": 1.0, "next": "recovered"},
            "recovered": {},
        },
        "entry": "latent",
    }


def countryside(r0: float) -> tuple[Scenario, World]:
    """Return an outbreak of five in the middle of 144 patches of 1,000 people; 300 infections beyond them are too many.

    Inside are the four patches in the middle.
    """
    middle = N_ROWS // 2
    inside = tuple(row * N_ROWS + column for row in (middle - 1, middle) for column in (middle - 1, middle))
    grid = {"kind": "grid", "rows": N_ROWS, "columns": N_ROWS, "people": 1000 * N_ROWS**2, "spacing": "3 km"}
    seeding = [{"people": 5, "patch": inside[0]}]
    scenario, world = prepared(document(grid, influenza(r0), seeding, {"horizon": "250 d"}))
    rules = AnswerRules(area=PatchesArea(patches=inside), nationwide_infections=300)
    return scenario.model_copy(update={"answer": rules}), world


def ring(efficacy: float = 0.8, delay_days: float = 1.0) -> Prophylaxis:
    """Return prophylaxis around the cases from the second one on."""
    return Prophylaxis(name="ring", trigger=FIRST_CASES, delay_days=delay_days, efficacy=efficacy, compliance=0.9)


def home() -> Quarantine:
    """Return quarantine of the cases' households."""
    return Quarantine(name="home", trigger=FIRST_CASES, delay_days=1.0, compliance=0.8)


def apart(delay_days: float = 1.0) -> Isolation:
    """Return isolation of the cases."""
    return Isolation(name="apart", trigger=FIRST_CASES, delay_days=delay_days, compliance=0.9)


def around(leak: float) -> tuple[Measure, ...]:
    """Return a cordon round the cases' surroundings, with schools and workplaces shut in them."""
    near = CasesArea(radius_km=5.0)
    shut = Closure(name="shut", trigger=FIRST_CASES, area=near, is_work_closed=True, compliance=0.9)
    return Cordon(name="seal", trigger=FIRST_CASES, area=near, leak=leak), shut


def contained(
    r0: float, measures: tuple[Measure, ...], n: int, seen: float = 0.7, days: float = 1.0
) -> NDArray[np.bool_]:
    """Return whether each of n replicates was contained.

    seen: probability that an ill person is detected; days: mean of the exponential delay of that.
    """
    scenario, world = countryside(r0)
    seen_ill = (Detection(state="ill", probability=seen, delay=Exponential(mean_days=days)),)
    response = Response(detection=seen_ill, measures=measures)
    verdicts = judged(scenario.model_copy(update={"response": response}), world, n)
    return np.array([verdict.is_contained for verdict in verdicts])


def assert_more(better: NDArray[np.bool_], worse: NDArray[np.bool_]) -> None:
    """Fail unless the first is contained more often, by at least 4 standard errors of the paired difference."""
    difference = better.astype(float) - worse.astype(float)
    error = max(float(difference.std(ddof=1)), 0.02) / math.sqrt(len(difference))
    assert difference.mean() > 4.0 * error, (better.mean(), worse.mean(), error)


def assert_no_less(better: NDArray[np.bool_], worse: NDArray[np.bool_]) -> None:
    """Fail if the first is contained less often by 4 standard errors of the paired difference."""
    difference = better.astype(float) - worse.astype(float)
    error = max(float(difference.std(ddof=1)), 0.02) / math.sqrt(len(difference))
    assert difference.mean() > -4.0 * error, (better.mean(), worse.mean(), error)


def compare_reproduction_numbers(n: int) -> None:
    """The more contagious, the less is contained, with and without measures; by measures, more is at each R0."""
    target = (ring(), home(), apart())
    without, treated = ([contained(r0, measures, n) for r0 in (1.2, 1.6, 2.0, 2.6)] for measures in ((), target))
    for series in (without, treated):
        for tame, wild in zip(series, series[1:], strict=False):
            assert_no_less(tame, wild)
        assert_more(series[0], series[-1])
    for better, worse in zip(treated, without, strict=True):
        assert_no_less(better, worse)
    assert_more(treated[1], without[1])


def compare_combinations(n: int) -> None:
    """At R0 2.0 each measure contains more than none, and all of them together more than each."""
    alone = [contained(2.0, measures, n) for measures in ((ring(),), (home(),), (apart(),))]
    none, together = contained(2.0, (), n), contained(2.0, (ring(), home(), apart()), n)
    geographic = contained(2.0, (ring(), home(), apart(), *around(0.05)), n)
    for one in alone:
        assert_no_less(one, none)
        assert_more(together, one)
    assert_no_less(geographic, together)
    assert_more(
        contained(2.6, (ring(), home(), apart(), *around(0.05)), n), contained(2.6, (ring(), home(), apart()), n)
    )


def compare_speed(n: int) -> None:
    """At R0 2.0, later or rarer detection, slower service, and a leakier cordon contain less."""
    measures = (ring(), home(), apart())
    prompt = contained(2.0, measures, n)
    assert_more(prompt, contained(2.0, measures, n, days=6.0))
    assert_more(prompt, contained(2.0, measures, n, seen=0.2))
    assert_more(prompt, contained(2.0, (ring(delay_days=6.0), home(), apart(delay_days=6.0)), n))
    assert_more(contained(2.6, around(0.0), n), contained(2.6, around(0.5), n))


def compare_feasibility(n: int) -> None:
    """Rapid measures round the cases contain R0 1.6 in at least 9 of 10 outbreaks, and R0 2.6 in far fewer.

    One-sided, at 4 standard errors: the published limit of feasibility is 1.6 to 1.8.
    """
    measures = (ring(), home(), apart())
    feasible, too_wild = contained(1.6, measures, n), contained(2.6, measures, n)
    margin = 4.0 * math.sqrt(0.9 * 0.1 / n)
    assert feasible.mean() > 0.9 + margin and too_wild.mean() < 0.9 - margin, (feasible.mean(), too_wild.mean())
