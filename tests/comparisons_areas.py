"""Comparisons of epidemics in two areas with theory: what fewer trips delay, whom a cordon protects, and at what price.

Signs of the literature, with the numbers that theory gives for the engine's own way of travelling.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from comparisons_borders import N_INSIDE, bordered, cordon_at, responding
from numpy.typing import NDArray
from support import Document, document, event_log, gamma_law, prepared

from hyosan.scenario import AtTime, Scenario, Travel
from hyosan.terms import EventKind
from hyosan.theory.multigroup import Areas, areas_curve, areas_final_size, resided_areas, visited_areas
from hyosan.world.model import World

DAY_SHARE = 9.0 / 24.0
"""Share of the day that people spend at their day patch, by the scenario's default."""


@dataclass(frozen=True)
class Course:
    """An epidemic in two areas: share of each area's people infected in the end, and when it came to each.

    arrival_days: when 1 % of an area's people were infectious for the first time, inf if never.
    """

    attack: NDArray[np.float64]
    arrival_days: NDArray[np.float64]


def course(scenario: Scenario, world: World, seed: int) -> Course:
    """Run an epidemic of susceptible, infectious, recovered people and return its course; areas are the patches."""
    log = event_log(scenario, world, seed)
    start = world.arrays.patch_start
    area = np.searchsorted(start, log["person"], side="right") - 1
    begins = np.isin(log["kind"], [int(EventKind.SEEDING), int(EventKind.INFECTION)])
    change = np.where(begins, 1, np.where(log["kind"] == int(EventKind.TRANSITION), -1, 0))
    n_people = np.diff(start)
    arrival = np.full(len(n_people), math.inf)
    for k in range(len(n_people)):
        infectious = np.cumsum(np.where(area == k, change, 0))
        high = np.flatnonzero(infectious >= 0.01 * n_people[k])
        arrival[k] = log["time_days"][high[0]] if high.size else math.inf
    attack = np.bincount(area[begins], minlength=len(n_people)) / n_people
    return Course(attack, arrival)


def expected_arrival_days(areas: Areas, infectious_days: float, n_infected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return when 1 % of each area's people are infectious, by the deterministic equations."""
    times = np.linspace(0.0, 150.0, 3001)
    infectious = areas_curve(times, areas, infectious_days, n_infected, 0.05)
    return times[np.argmax(infectious >= 0.01 * areas.n_people, axis=0)]


def compare_fewer_trips(r0: float, away: float, remaining: float, n: int) -> None:
    """Two areas of a million, 1,000 seeds in one; a share of contacts are trips, of which a share remains.

    Germann 2006: the epidemic elsewhere comes later, the attack rate stays. Against the equations: the mean delay
    within 4 standard errors and one day (chance exports make the mean arrival later than the equations' by up to half
    the variance of its logarithm), the attack rates within 0.5 %. Trips that are not made are contacts lost: the
    equations' R0 is r0 (1 - away (1 - remaining)).
    """
    days, seeds = 4.0, 1000
    beta = r0 / days
    scenario, world = bordered((1.0 - away) * beta, away * beta, gamma_law(days, 1.0), seeds, {})
    cut = responding(scenario, Travel(name="fewer", trigger=AtTime(at_days=0.0), trips_reduction=1.0 - remaining))
    found, arrivals, expected = [], [], []
    for share, setting in ((1.0, scenario), (remaining, cut)):
        left = r0 * (1.0 - away + away * share)
        across = away * share / (1.0 - away + away * share)
        areas = visited_areas(left, [N_INSIDE, N_INSIDE], [[1.0 - across, across], [across, 1.0 - across]])
        attack = areas_final_size(areas, [seeds / N_INSIDE, 0.0])
        courses = [course(setting, world, seed) for seed in range(1, n + 1)]
        found.append(np.mean([c.attack for c in courses], axis=0))
        np.testing.assert_allclose(found[-1], attack, atol=0.005)
        arrivals.append(np.array([c.arrival_days[1] - c.arrival_days[0] for c in courses]))
        lag = expected_arrival_days(areas, days, np.array([seeds, 0.0]))
        expected.append(float(lag[1] - lag[0]))
    delay = arrivals[1] - arrivals[0]
    allowed = 4.0 * float(delay.std(ddof=1)) / math.sqrt(n) + 1.0
    assert abs(float(delay.mean()) - (expected[1] - expected[0])) < allowed, (delay, expected)
    assert np.all(delay > 0.0), "fewer trips did not delay the epidemic elsewhere"
    assert np.all(np.abs(found[1] - found[0]) < 1.5 * away), "fewer trips changed the attack rate"


@dataclass(frozen=True)
class Neighbours:
    """A small area, of which a share of the people work in a large one; in each, the probability to be infected."""

    n_inside: int
    n_outside: int
    commuting: float
    susceptibility_inside: float
    susceptibility_outside: float

    def areas(self, r0: float, is_shut: bool) -> Areas:
        """Return the pressure between the areas, day and night weighted by their length."""
        away = 0.0 if is_shut else self.commuting
        people = [self.n_inside, self.n_outside]
        night, day = (resided_areas([r0, r0], people, [[1.0 - a, a], [0.0, 1.0]]).pressure for a in (0.0, away))
        susceptibility = np.array([[self.susceptibility_inside], [self.susceptibility_outside]])
        mean = susceptibility * ((1.0 - DAY_SHARE) * night + DAY_SHARE * day)
        return Areas(np.array(people, np.float64), mean)

    def table(self, folder: Path) -> Path:
        """Write the people: children of 10 inside, adults of 40 outside, everybody alone; commuters in one group."""
        n_away = round(self.commuting * self.n_inside)
        rows = ["patch,household,day_group,day_patch,age"]
        rows += [
            f"inside,i{k},{'g' if k < n_away else ''},{'outside' if k < n_away else ''},10"
            for k in range(self.n_inside)
        ]
        rows += [f"outside,o{k},,,40" for k in range(self.n_outside)]
        path = folder / "neighbours.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path

    def setting(self, folder: Path, r0: float, n_seeds: int) -> tuple[Scenario, World]:
        """Return the epidemic, seeded inside, and its world."""
        by_age = [self.susceptibility_inside] * 4 + [self.susceptibility_outside] * 17
        pathogen: Document = {
            "name": "neighbourly",
            "states": {
                "susceptible": {},
                "infectious": {
                    "dwell": gamma_law(8.0, 1.0),
                    "contacts": {"community": f"{r0 / 8.0} / d"},
                    "next": "recovered",
                },
                "recovered": {},
            },
            "entry": "infectious",
            "susceptibility": by_age,
        }
        world = {"kind": "people", "table": str(self.table(folder))}
        return prepared(document(world, pathogen, [{"people": n_seeds, "patch": 0}], {}))


def cordon_effect(folder: Path, neighbours: Neighbours, r0: float, n: int) -> tuple[NDArray[np.float64], ...]:
    """Return the mean share infected (inside, outside) without and with a tight cordon from the start.

    Each is compared with the final size in two areas: within 4 standard errors and 0.01, for a day and night that are
    not much shorter than the infectious period and for the fadeout of few exports.
    """
    n_seeds = neighbours.n_inside // 50
    scenario, world = neighbours.setting(folder, r0, n_seeds)
    means = []
    for is_shut, setting in ((False, scenario), (True, responding(scenario, cordon_at(0.0, 0.0)))):
        attack = np.array([course(setting, world, seed).attack for seed in range(1, n + 1)])
        expected = areas_final_size(neighbours.areas(r0, is_shut), [n_seeds / neighbours.n_inside, 0.0])
        if is_shut:
            expected[1] = 0.0  # nobody is seeded there
        mean, error = attack.mean(axis=0), attack.std(axis=0, ddof=1) / math.sqrt(n)
        assert np.all(np.abs(mean - expected) < 4.0 * error + 0.01), (is_shut, mean, expected, error)
        means.append(mean)
    return tuple(means)


def compare_risky_inside(folder: Path, n: int) -> None:
    """Espinoza 2020: a cordon round an area at high risk protects the outside, and raises the inside and the total.

    People outside are infected at a fiftieth of the contacts of those inside. Commuters from inside spend their days
    among them; behind the cordon they spend them with each other.
    """
    neighbours = Neighbours(20_000, 60_000, 0.8, 1.0, 0.02)
    free, shut = cordon_effect(folder, neighbours, 1.8, n)
    people = np.array([neighbours.n_inside, neighbours.n_outside])
    assert shut[1] < free[1], "the cordon did not protect the outside"
    assert shut[0] > free[0], "the cordon did not raise the inside"
    assert people @ shut > people @ free, "the cordon did not raise the total"


def compare_equal_risk(folder: Path, n: int) -> None:
    """Where risks are equal, the cordon protects the outside and lowers the total; the inside is as without."""
    neighbours = Neighbours(20_000, 60_000, 0.8, 1.0, 1.0)
    free, shut = cordon_effect(folder, neighbours, 1.8, n)
    assert shut[1] == 0.0 < free[1]
    assert abs(shut[0] - free[0]) < 0.02
