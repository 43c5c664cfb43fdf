"""What every peer is asked to simulate, and how its process answers. Standard library only."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.meter import Sample, peak_mb, repeat, report, start

R0 = 2.0
LATENT_DAYS = 2.0
INFECTIOUS_DAYS = 4.0
N_CONTACTS = 10
"""Contacts a day of each person, where a peer has a network of contacts."""

STAYING_RATE_PER_DAY = R0 / (N_CONTACTS - R0) / INFECTIOUS_DAYS
"""Rate along each contact of a network that stays: a contact is infected with the probability R0 / N_CONTACTS."""


@dataclass(frozen=True)
class Case:
    """A population, the share of it that is immune, the first infections, and the days to simulate."""

    n_people: int
    n_seeds: int
    immune_share: float
    horizon_days: int

    @property
    def n_immune(self) -> int:
        """People who are immune from the start."""
        return round(self.n_people * self.immune_share)


WARM_UP = Case(n_people=2_000, n_seeds=20, immune_share=0.1, horizon_days=30)


def main(simulate: Callable[[Case, int], Sample]) -> None:
    """Warm a peer up, so that what it compiles is compiled, run the case given as JSON, and report."""
    given = json.loads(sys.argv[1])
    n_repeats = given.pop("n_repeats")
    case = Case(**given)
    watch = start()
    simulate(WARM_UP, 1)
    warm_s = watch.wall()
    samples = repeat(lambda seed: simulate(case, seed), n_repeats)
    report(samples, warm_s, peak_mb())
